"""Addresses: out of headers, in one spelling, and with a detail behind the plus."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.mail.lexing import Token, tokens
from domain.mail.words import decoded_words

_MAX_LOCAL_BYTES = 64
_MAX_DOMAIN_BYTES = 253
_MAX_ADDRESSES = 200
_LOCAL = re.compile(r"[^\x00-\x20\x7f-\x9f@\"(),:;<>\[\\\]]+")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,56}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailAddress:
    """One address with the name that its owner claims."""

    address: str
    """``local@domain``; the domain in lower case and ASCII (xn--)."""
    name: str = ""

    @property
    def domain(self) -> str:
        """What follows the last ``@``."""
        return self.address.rpartition("@")[2]


def normalised(address: str) -> str | None:
    """The address in one spelling; None when it is not an address that we would write to.

    The domain becomes lower case and ASCII. The local part stays as it is: only its server knows
    whether case matters.

    >>> normalised("Ann.Lee@EXAMPLE.org")
    'Ann.Lee@example.org'
    >>> normalised("ann@bücher.example")
    'ann@xn--bcher-kva.example'
    >>> normalised("ann") is None
    True
    """
    local, at, domain = address.strip().rpartition("@")
    if not at or not _LOCAL.fullmatch(local):
        return None
    try:
        if len(local.encode()) > _MAX_LOCAL_BYTES or len(domain) > _MAX_DOMAIN_BYTES:
            return None
        ascii_domain = domain.rstrip(".").lower().encode("idna").decode("ascii").lower()
    except UnicodeError:  # a lone surrogate, an empty or a forbidden label
        return None
    if local.startswith(".") or local.endswith(".") or ".." in local:
        return None
    if not ascii_domain or not all(_LABEL.fullmatch(label) for label in ascii_domain.split(".")):
        return None
    return f"{local}@{ascii_domain}"


def addresses_in(values: Iterable[str]) -> tuple[MailAddress, ...]:
    """The addresses of address headers, in order, at most 200; what is none is left out.

    >>> addresses_in(['"Lee, Ann" <ann@Example.org>, team: bob@example.org;'])[0].name
    'Lee, Ann'
    """
    found: list[MailAddress] = []
    for value in values:
        for entry in _entries(value):
            one = _address_of(entry)
            if one is not None:
                found.append(one)
            if len(found) >= _MAX_ADDRESSES:
                return tuple(found)
    return tuple(found)


def _entries(value: str) -> Iterable[list[Token]]:
    entry: list[Token] = []
    for token in tokens(value, specials="<>,;:"):
        if token.kind == "special" and token.text in ",;":
            yield entry
            entry = []
        elif token.kind == "special" and token.text == ":" and not _is_open(entry):
            entry = []  # the name of a group
        else:
            entry.append(token)
    yield entry


def _is_open(entry: list[Token]) -> bool:
    return any(token.kind == "special" and token.text == "<" for token in entry)


def _address_of(entry: list[Token]) -> MailAddress | None:
    specials = [n for n, one in enumerate(entry) if one.kind == "special" and one.text == "<"]
    if specials:
        # The last one counts: what stands before it is the display name, whatever it looks like.
        start = specials[-1]
        inside: list[Token] = []
        for token in entry[start + 1 :]:
            if token.kind == "special" and token.text == ">":
                break
            inside.append(token)
        name = _phrase(entry[:start])
    else:
        inside, name = entry, ""
    address = normalised("".join(token.text for token in inside if token.kind != "special"))
    if address is None or any(token.spaced for token in inside[1:]):
        return None
    return MailAddress(address=address, name=name)


def _phrase(words: list[Token]) -> str:
    joined = "".join((" " if word.spaced and n else "") + word.text for n, word in enumerate(words))
    return decoded_words(joined)[:200]


# --- the detail behind the plus ---------------------------------------------------------------


class PlusKind(StrEnum):
    """What a detail stands for."""

    CONVERSATION = "r"
    ACTION = "a"
    BOUNCE = "b"
    UNSUBSCRIBE = "u"
    VERIFICATION = "v"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlusAddress:
    """``local+kind.token@domain``, taken apart. Who holds the token is not thereby proven."""

    base: str
    """The address without its detail."""
    kind: PlusKind
    token: str


def split_plus(address: str) -> PlusAddress | None:
    """The parts of an address with one of our details; None for any other address.

    Some servers lower the case of local parts, so tokens should not depend on it.

    >>> split_plus("bot+r.abc123@Example.org")
    PlusAddress(base='bot@example.org', kind=<PlusKind.CONVERSATION: 'r'>, token='abc123')
    >>> split_plus("bot+news@example.org") is None
    True
    """
    whole = normalised(address)
    if whole is None:
        return None
    local, _, domain = whole.rpartition("@")
    base, plus, detail = local.partition("+")
    kind, dot, token = detail.partition(".")
    if not plus or not dot or not base or not _TOKEN.fullmatch(token):
        return None
    try:
        return PlusAddress(base=f"{base}@{domain}", kind=PlusKind(kind.lower()), token=token)
    except ValueError:  # a detail of somebody else's making
        return None


def join_plus(base: str, *, kind: PlusKind, token: str) -> str:
    """The address that :func:`split_plus` takes apart.

    Raises:
        ValueError: the token has other characters than letters, digits, ``_`` and ``-``, or the
            part before the ``@`` becomes longer than 64 bytes.

    >>> join_plus("bot@example.org", kind=PlusKind.BOUNCE, token="x1")
    'bot+b.x1@example.org'
    """
    local, _, domain = base.rpartition("@")
    joined = f"{local}+{kind}.{token}@{domain}"
    if split_plus(joined) is None:
        raise ValueError(f"no address can be made of {len(token)} characters behind {base!r}")
    return joined


def without_detail(address: str) -> str | None:
    """The address in one spelling without anything behind a plus, local part in lower case.

    >>> without_detail("Bot+x.y@Example.org")
    'bot@example.org'
    """
    whole = normalised(address)
    if whole is None:
        return None
    local, _, domain = whole.rpartition("@")
    return f"{local.partition('+')[0].lower()}@{domain}"
