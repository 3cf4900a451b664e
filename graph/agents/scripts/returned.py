"""Letters to candidates that did not arrive: told to whoever waits for the answer, and logged."""

from __future__ import annotations

from collections.abc import Sequence

from domain.agents import AgentId
from domain.channel_ports import Postbox
from domain.deciding.model import LogEntry, LogKind, OutreachDraft
from domain.ids import OutboundId
from domain.messages import Address, ChannelName
from domain.ports import Clock, OutboundStore
from domain.recruiting_ports import (
    LETTER_PREFIX,
    CandidateStore,
    DecisionStore,
    LetterDesk,
    LetterFate,
    RoleStore,
)
from domain.reply import Heading, Paragraph, Reply, bold, text
from domain.screening.pseudonym import pseudonym
from domain.turns import Outbound
from graph.agents.scripts.ways import FATES, came_back

_TOLD = {
    LetterFate.NO_MAILBOX: (
        "could not be delivered: the mail server says that the address takes no mail. No further "
        "letter goes there. Another way to reach the candidate may stand in the resume."
    ),
    LetterFate.NOT_DELIVERED: (
        "was refused or is late: the mailbox may be full, or its server is away. It is not sent "
        "again from here; you can copy the words and send them yourself."
    ),
    LetterFate.UNKNOWN: (
        "may or may not have arrived: the connection broke while it was handed over. It is not "
        "sent again, so that nobody gets it twice."
    ),
}


class ReturnedLetters(LetterDesk):
    """Knows the letters by their drafts; what it says names nobody.

    Args:
        outbound: letters that are kept.
        roles: for the title.
        candidates: for the number.
        decisions: drafts and the log.
        postbox: sends the notice, by mail, to the address that answers would have gone to.
        clock: the time.
    """

    def __init__(
        self,
        *,
        outbound: OutboundStore,
        roles: RoleStore,
        candidates: CandidateStore,
        decisions: DecisionStore,
        postbox: Postbox,
        clock: Clock,
    ) -> None:
        self._outbound = outbound
        self._roles = roles
        self._candidates = candidates
        self._decisions = decisions
        self._postbox = postbox
        self._clock = clock

    async def letters(self, *, to: str | None = None) -> Sequence[Outbound]:
        return await self._outbound.beginning_with(LETTER_PREFIX, conversation=to)

    async def came_back(self, person: str) -> bool:
        for letter in await self.letters(to=person):
            draft = await self._draft_of(letter.id)
            if draft is not None and await came_back(
                self._decisions, role=draft.role, candidate=draft.candidate
            ):
                return True
        return False

    async def not_delivered(self, letter: OutboundId, fate: LetterFate) -> None:
        sent, draft = await self._outbound.get(letter), await self._draft_of(letter)
        if sent is None or draft is None:
            return  # erased meanwhile: nobody waits for an answer any more
        role = await self._roles.get(draft.role)
        candidate = await self._candidates.get(draft.candidate)
        if role is None or candidate is None:
            return
        key = f"returned:{draft.id}:{fate}"
        await self._decisions.log(
            LogEntry(
                role=role.id,
                kind=LogKind.OUTREACH_RETURNED,
                by=None,
                at=self._clock.now(),
                candidate=candidate.id,
                detail=FATES[fate],
                key=key,
            )
        )
        if not sent.answers_to:
            return
        name = pseudonym(role.id, candidate.number)
        await self._postbox.post(
            Outbound(
                id=OutboundId(key),
                address=Address(
                    channel=ChannelName.EMAIL, workspace="", conversation=sent.answers_to
                ),
                reply=Reply(
                    blocks=(
                        Heading(body=text(f"{role.title}: a letter did not simply arrive")),
                        Paragraph(
                            body=text("Your letter to ", bold(name), f" ({role.title}) "
                                      f"{_TOLD[fate]}")
                        ),
                    ),
                    agents=(AgentId.SCRIPTS,),
                ),
                turn=None,
            )
        )  # fmt: skip

    async def _draft_of(self, letter: OutboundId) -> OutreachDraft | None:
        return await self._decisions.get_draft(letter.removeprefix(LETTER_PREFIX))
