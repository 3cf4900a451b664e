"""Tokens behind the plus: what an address of ours proves, without a table of given-out tokens.

Every token is lower-case base32, because some servers lower the case of local parts, and ends with
a check that tells at ``RCPT TO`` whether it is one of ours, before the mail and its author are
known. Tokens of conversations and unsubscribing are bound to the address of the person besides.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.rendering.untrusted import clean_line
from domain.errors import Misconfigured, UserMistake
from domain.ids import OutboundId, UserId
from domain.mail.addresses import PlusKind, join_plus, normalised, split_plus
from domain.mail_address import normal_address
from domain.pushes import PushKind

_STEM_BYTES: Final = 10
_CHECK_BYTES: Final = 5
_BOND_BYTES: Final = 10
_MARK_BYTES: Final = 4
_USER_BYTES: Final = 16
_PARTED: Final = "\n"
MAX_LOCAL_CHARS: Final = 20
"""Of the bot's own address: with the longest token behind it, 64 bytes must not be exceeded."""
_STEM: Final = re.compile(r"[a-z2-7]{16}")
_USER: Final = re.compile(r"u_([0-9a-f]{32})")
_LOCAL: Final = re.compile(r"[a-z0-9]([a-z0-9._-]{0,18}[a-z0-9])?", re.IGNORECASE)
_LEAVES: Final = {
    "u": PushKind.DIGEST,
    "u alert": PushKind.ALERT,
    "u reminder": PushKind.REMINDER,
}
"""What a token to unsubscribe is made with, to the kind that it stops."""
_ROLE_TAG: Final = re.compile(r"[a-z0-9-]{3,40}")
"""Without a dot, which every token of ours has: neither can be taken for the other."""
_MESSAGE_ID: Final = re.compile(r"<([a-z2-7]{16})([a-z2-7]{16})\.([a-z2-7]{16})@([^<>@\s]+)>")


def person_of(address: str) -> str:
    """An address as the key of its account: lower case, the domain as xn--.

    >>> person_of("Ana@BÜCHER.example")
    'ana@xn--bcher-kva.example'
    """
    return normal_address(address)


def role_address(own: str, tag: str) -> str:
    """Where mail for a role goes: ``bot+TAG@example.org``.

    Raises:
        UserMistake: the tag has not 3 to 40 characters of ``a-z``, ``0-9`` and ``-``.

    >>> role_address("bot@example.org", "Backend-2026")
    'bot+backend-2026@example.org'
    """
    lower = tag.strip().lower()
    if _ROLE_TAG.fullmatch(lower) is None:
        raise UserMistake(
            f"“{clean_line(tag)[:60]}” cannot stand in a mail address: use 3 to 40 letters from a "
            "to z, digits and hyphens."
        )
    local, _, domain = own.rpartition("@")
    return f"{local}+{lower}@{domain}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BouncedTo:
    """Whom a bounce or unsubscribe address was made for."""

    user: UserId | None
    """None for an address without an account (a verification mail)."""
    mark: bytes
    """A short keyed hash of the address; compare with :meth:`MailTokens.is_marked`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Who wants to get no more of which kind, by an address or a link of ours."""

    kind: PushKind
    person: str = ""
    """The address in a link; empty in an address, which has a mark only."""
    marked: BouncedTo | None = None


class MailTokens:
    """Makes and reads every token of one installation's mail address.

    Args:
        key: secret of this installation for this purpose; changing it ends all old threads.
        address: the bot's own address, without a detail.

    Raises:
        Misconfigured: no details can be put behind that address.
    """

    def __init__(self, *, key: bytes, address: str) -> None:
        whole = normalised(address)
        if whole is None or not _LOCAL.fullmatch(whole.rpartition("@")[0]):
            raise Misconfigured(
                f"CAREERGINI_EMAIL__ADDRESS is {address!r}: write an address like "
                f"bot@example.org, with at most {MAX_LOCAL_CHARS} letters, digits, dots, - or _ "
                "before the @ and no plus sign."
            )
        self.own = normal_address(whole)
        self.host = self.own.rpartition("@")[2]
        self._key = hashlib.blake2b(key, person=b"careergini mail").digest()

    # --- conversations ------------------------------------------------------------------------

    def stem_of_mail(self, *, person: str, root: str) -> str:
        """The thread that a first mail opens: the same whenever that mail comes again."""
        return _text(self._mac("thread of mail", person_of(person), root)[:_STEM_BYTES])

    def stem_of_outbound(self, outbound: OutboundId) -> str:
        """The thread that a mail of ours opens."""
        return _text(self._mac("thread of outbound", outbound)[:_STEM_BYTES])

    def conversation_address(self, stem: str, *, person: str) -> str:
        """Where the person's replies in that thread go."""
        bond = self._mac("thread bond", stem, person_of(person))[:_BOND_BYTES]
        return self._joined(PlusKind.CONVERSATION, stem + self._check("r", stem) + _text(bond))

    def thread(self, token: str, *, person: str) -> str | None:
        """The stem in a conversation token; None unless it was made for this person."""
        token = token.lower()
        stem = token[:16]
        if not self._is_checked("r", token, body_chars=16, rest_chars=16):
            return None
        bond = _text(self._mac("thread bond", stem, person_of(person))[:_BOND_BYTES])
        return stem if _same(token[24:], bond) else None

    # --- message ids --------------------------------------------------------------------------

    def message_id(self, outbound: OutboundId, *, stem: str, person: str) -> str:
        """Always the same for an outbound message; leads back to its thread, for this person."""
        row = _text(self._mac("message", outbound)[:_STEM_BYTES])
        return f"<{stem}{row}.{self._id_bond(stem, row, person=person)}@{self.host}>"

    def thread_of_message(self, message_id: str, *, person: str) -> str | None:
        """The thread of a mail of ours to this person; None for every other Message-ID."""
        found = _MESSAGE_ID.fullmatch(message_id.strip().lower())
        if found is None or found[4] != self.host:
            return None
        stem, row, bond = found[1], found[2], found[3]
        return stem if _same(bond, self._id_bond(stem, row, person=person)) else None

    def _id_bond(self, stem: str, row: str, *, person: str) -> str:
        return _text(self._mac("message bond", stem, row, person_of(person))[:_BOND_BYTES])

    # --- actions ------------------------------------------------------------------------------

    def action_address(self, choice: str) -> str:
        """Where a button's mail goes; ``choice`` is the token of the ``ChoiceStore``."""
        return self._joined(PlusKind.ACTION, choice + self._check("a", choice))

    def choice(self, token: str) -> str | None:
        """The token of the ``ChoiceStore``; whose button it is says its address there."""
        token = token.lower()
        return token[:16] if self._is_checked("a", token, body_chars=16) else None

    # --- roles --------------------------------------------------------------------------------

    def role_address(self, tag: str) -> str:
        """Where mail for the role with this tag goes. Raises UserMistake for an unusable tag."""
        return role_address(self.own, tag)

    def role_tag(self, addresses: Iterable[str]) -> str:
        """The tag in the first of them that is the address of a role; empty when none is.

        Whether there is such a role is not known here.
        """
        for address in addresses:
            whole = normalised(address)
            local, _, domain = (whole or "").rpartition("@")
            base, plus, tag = local.partition("+")
            is_tag = bool(plus) and _ROLE_TAG.fullmatch(tag.lower()) is not None
            if is_tag and normal_address(f"{base}@{domain}") == self.own:
                return tag.lower()
        return ""

    # --- bounces and unsubscribing ------------------------------------------------------------

    def bounce_address(self, *, user: UserId | None, person: str) -> str:
        """The envelope sender of mail to this person."""
        return self._joined(PlusKind.BOUNCE, self._account_token("b", user=user, person=person))

    def bounced(self, token: str) -> BouncedTo | None:
        """Whose mail a bounce is about; None when the token is not ours."""
        return self._account_of("b", token)

    def unsubscribe_address(
        self, *, user: UserId | None, person: str, kind: PushKind = PushKind.DIGEST
    ) -> str:
        """A mail to it, whatever it says, ends what is sent of that kind."""
        purpose = next(name for name, stops in _LEAVES.items() if stops is kind)
        token = self._account_token(purpose, user=user, person=person)
        return self._joined(PlusKind.UNSUBSCRIBE, token)

    def unsubscribed(self, token: str) -> Leaving | None:
        """Who wants no more of what; None when the token is not ours."""
        for purpose, kind in _LEAVES.items():
            if (found := self._account_of(purpose, token)) is not None:
                return Leaving(kind=kind, marked=found)
        return None

    def is_marked(self, found: BouncedTo, *, person: str) -> bool:
        """Whether that token was made for this address."""
        return hmac.compare_digest(found.mark, self._mark(person))

    def _account_token(self, kind: str, *, user: UserId | None, person: str) -> str:
        match = _USER.fullmatch(user or "")
        octets = bytes.fromhex(match[1]) if match else bytes(_USER_BYTES)
        body = _text(self._hidden(kind, octets) + self._mark(person))
        return body + self._check(kind, body)

    def _account_of(self, kind: str, token: str) -> BouncedTo | None:
        token = token.lower()
        # 20 octets are exactly 32 characters: no unused bits that could be changed unseen.
        if not self._is_checked(kind, token, body_chars=32):
            return None
        octets = base64.b32decode(token[:32].upper())
        user = self._shown(kind, octets[:_USER_BYTES])
        return BouncedTo(
            user=UserId(f"u_{user.hex()}") if any(user) else None, mark=octets[_USER_BYTES:]
        )

    def unsubscribe_token(self, *, person: str, kind: PushKind = PushKind.DIGEST) -> str:
        """For the link: carries the address itself, sealed, so that it works for ever.

        A token of a digest has no kind in it, as all had before there were others.
        """
        from cryptography.hazmat.primitives.ciphers.aead import AESSIV

        words = person_of(person)
        if kind is not PushKind.DIGEST:
            words = f"{kind}{_PARTED}{words}"  # no address has a line end in it
        return _text(AESSIV(self._mac("unsubscribe link")).encrypt(words.encode(), None))

    def unsubscriber(self, token: str) -> Leaving | None:
        """The address and the kind in an unsubscribe link; None when the token is not ours."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESSIV

        if not re.fullmatch(r"[a-z2-7]{27,600}", token):
            return None
        try:
            sealed = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
            if not _same(_text(sealed), token):  # unused bits of the last character
                return None
            opened = AESSIV(self._mac("unsubscribe link")).decrypt(sealed, None)
        except (ValueError, InvalidTag):
            return None
        kind, parted, person = opened.decode("utf-8", "replace").rpartition(_PARTED)
        if not parted:
            return Leaving(kind=PushKind.DIGEST, person=person)
        return Leaving(kind=PushKind(kind), person=person) if kind in set(PushKind) else None

    # --- at the door --------------------------------------------------------------------------

    def accepts(self, recipient: str) -> bool:
        """Whether mail to this address is for us: bare, a role's, or with a token of our making."""
        whole = normalised(recipient)
        if whole is None:
            return False
        if normal_address(whole) == self.own or self.role_tag([whole]):
            return True
        plus = split_plus(whole)
        if plus is None or normal_address(plus.base) != self.own:
            return False
        token = plus.token.lower()
        match plus.kind:
            case PlusKind.CONVERSATION:
                return self._is_checked("r", token, body_chars=16, rest_chars=16)
            case PlusKind.ACTION:
                return self._is_checked("a", token, body_chars=16)
            case PlusKind.BOUNCE:
                return self._is_checked("b", token, body_chars=32)
            case PlusKind.UNSUBSCRIBE:
                return any(self._is_checked(one, token, body_chars=32) for one in _LEAVES)
            case PlusKind.VERIFICATION:
                return False  # codes are written where they were asked for, or in the browser

    # --- parts --------------------------------------------------------------------------------

    def _mac(self, purpose: str, *words: str) -> bytes:
        said = "\x1f".join((purpose, *words)).encode("utf-8", "surrogatepass")
        return hmac.new(self._key, said, hashlib.sha256).digest()

    def _check(self, kind: str, body: str) -> str:
        return _text(self._mac("check", kind, body)[:_CHECK_BYTES])

    def _is_checked(self, kind: str, token: str, *, body_chars: int, rest_chars: int = 0) -> bool:
        if not re.fullmatch(rf"[a-z2-7]{{{body_chars + 8 + rest_chars}}}", token):
            return False
        body, check = token[:body_chars], token[body_chars : body_chars + 8]
        return _same(check, self._check(kind, body))

    def _mark(self, person: str) -> bytes:
        return self._mac("address", person_of(person))[:_MARK_BYTES]

    def _hidden(self, kind: str, octets: bytes) -> bytes:
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        # One block, so ECB is a plain permutation: nobody outside can tell or make a user id.
        cipher = Cipher(algorithms.AES(self._mac("user", kind)), modes.ECB())  # noqa: S305
        return cipher.encryptor().update(octets)

    def _shown(self, kind: str, octets: bytes) -> bytes:
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        cipher = Cipher(algorithms.AES(self._mac("user", kind)), modes.ECB())  # noqa: S305
        return cipher.decryptor().update(octets)

    def _joined(self, kind: PlusKind, token: str) -> str:
        return join_plus(self.own, kind=kind, token=token)


def is_stem(word: str) -> bool:
    """Whether it has the form of a thread's token.

    >>> is_stem("abcdefghij234567")
    True
    """
    return _STEM.fullmatch(word) is not None


def _text(octets: bytes) -> str:
    return base64.b32encode(octets).decode("ascii").rstrip("=").lower()


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
