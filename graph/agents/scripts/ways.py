"""Whether a message to a candidate can go by mail, why not, and what became of one that did."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from domain.channel_ports import AccountStore
from domain.deciding.model import LogKind, OutreachDraft, OutreachState
from domain.ids import CandidateId, OutboundId, RoleId, UserId
from domain.messages import ChannelName
from domain.ports import OutboundStore
from domain.recruiting_ports import LETTER_PREFIX, DecisionStore, LetterFate
from domain.screening.dossier import Dossier
from domain.turns import OutboundState

_MAIL = re.compile(r"[^@\s<>,;\"()]{1,64}@[^@\s<>,;\"()]{1,250}\.[^@\s<>,;\"().]{2,63}")

FATES = {
    LetterFate.NO_MAILBOX: "the address takes no mail",
    LetterFate.NOT_DELIVERED: "it was refused or is late",
    LetterFate.UNKNOWN: "it may or may not have arrived; it is not sent again",
}
"""For the log. By these words a later look knows what became of a letter."""

_NO_MAIL = "Mail does not go out from this machine."
_NO_ADDRESS = "The resume has no mail address."
_CAME_BACK = "A letter to this candidate came back: the address takes no mail."
_LINK_YOURS = (
    "Answers have to reach you, and no mail address of yours is linked. Write “/email "
    "NAME@YOUR-COMPANY” to me in a private chat, confirm the code, and it can go by mail."
)
_LINK_THEIRS = (
    "Answers go to whoever approved the words, and that person has no linked mail address. "
    "Change and approve the words yourself, or have it linked: “/email NAME@YOUR-COMPANY”."
)
_SENT_WORDS = {
    OutboundState.WAITING: "It waits for the mail server.",
    OutboundState.SENT: "The mail server took it.",
    OutboundState.GONE: "It could not be delivered.",
    OutboundState.UNKNOWN: "It may or may not have arrived; it is not sent again.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MailWay:
    """How a message would go by mail."""

    mail: str = ""
    """Address of the candidate."""
    answers_to: str = ""
    """Proven address of the person who approved the words."""
    why_not: str = ""
    """A sentence; empty when it can go."""


class MailWays:
    """Looks at both ends.

    Args:
        can_mail: whether mail goes out now.
        accounts: proven addresses of the team.
        decisions: what came back before.
        outbound: what became of letters.
    """

    def __init__(
        self,
        *,
        can_mail: Callable[[], bool],
        accounts: AccountStore,
        decisions: DecisionStore,
        outbound: OutboundStore,
    ) -> None:
        self._can_mail = can_mail
        self._accounts = accounts
        self._decisions = decisions
        self._outbound = outbound

    async def way(self, draft: OutreachDraft, *, dossier: Dossier, asking: UserId) -> MailWay:
        """How this message would go.

        Args:
            draft: the message.
            dossier: of its candidate.
            asking: who approves it, when nobody did yet.
        """
        contact = dossier.resume.contact
        mail = contact.email.text.strip() if contact.email is not None else ""
        if not self._can_mail():
            return MailWay(why_not=_NO_MAIL)
        if not _MAIL.fullmatch(mail):
            return MailWay(why_not=_NO_ADDRESS)
        if await came_back(self._decisions, role=draft.role, candidate=draft.candidate):
            return MailWay(why_not=_CAME_BACK)
        # After an approval it is that person's letter, even when nobody is left of them.
        is_open = draft.state is OutreachState.DRAFT
        writer = asking if is_open else draft.approved_by
        answers_to = "" if writer is None else await self._address_of(writer)
        if not answers_to:
            return MailWay(why_not=_LINK_YOURS if writer == asking else _LINK_THEIRS)
        return MailWay(mail=mail, answers_to=answers_to)

    async def _address_of(self, user: UserId) -> str:
        """A proven address that mail reaches: where the person wrote last, else the oldest."""
        found = [
            account
            for account in await self._accounts.accounts(user)
            if account.channel is ChannelName.EMAIL and account.reachable
        ]
        heard = [(account.heard_at, account.sender) for account in found if account.heard_at]
        if heard:
            return max(heard)[1]
        return found[0].sender if found else ""

    async def fate(self, draft: OutreachDraft) -> str:
        """A sentence about one that was sent by mail; empty for every other."""
        if draft.state is not OutreachState.SENT:
            return ""
        if await came_back(self._decisions, role=draft.role, candidate=draft.candidate):
            return "The mail came back: the address takes no mail."
        letter = await self._outbound.get(OutboundId(f"{LETTER_PREFIX}{draft.id}"))
        return "" if letter is None else _SENT_WORDS[letter.state]


async def came_back(decisions: DecisionStore, *, role: RoleId, candidate: CandidateId) -> bool:
    """Whether a letter to this candidate met an address that takes no mail."""
    dead = FATES[LetterFate.NO_MAILBOX]
    return any(
        entry.kind is LogKind.OUTREACH_RETURNED
        and entry.candidate == candidate
        and entry.detail == dead
        for entry in await decisions.entries(role)
    )
