"""Steps owed again: a changed rubric, an evaluator that did not get through."""

from __future__ import annotations

from collections.abc import Callable

from domain.errors import UserMistake
from domain.ports import Clock
from domain.recruiting_ports import CandidateStore
from domain.reply import Paragraph, text
from domain.roles.model import Role
from domain.screening.candidate import EVALUATORS, Candidate, CandidateState, Step
from domain.screening.pseudonym import pseudonym
from graph.agent import AgentReply


class Upkeep:
    """Owes steps again and starts the work on them.

    Args:
        candidates: whose steps.
        wake: starts the work at once.
        clock: since when they are owed.
    """

    def __init__(
        self, *, candidates: CandidateStore, wake: Callable[[], None], clock: Clock
    ) -> None:
        self._candidates = candidates
        self._wake = wake
        self._clock = clock

    async def rescore(self, role: Role) -> AgentReply:
        """Score again what is of an older rubric; reports change in place."""
        if role.rubric is None:
            raise UserMistake(f"{role.title} has no rubric yet. Save one, then I can score.")
        stale = [
            each.id
            for each in await self._candidates.of_role(role.id)
            if each.state in {CandidateState.DONE, CandidateState.EVALUATING}
            and each.rubric_version != role.rubric.number
        ]
        owed = await self._candidates.owe(
            stale,
            (Step.RELEVANCE,),
            rubric_version=role.rubric.number,
            now=self._clock.now(),
        )
        self._wake()
        if not owed:
            words = f"Every score is of rubric v{role.rubric.number} already."
        else:
            words = (
                f"Scoring {len(stale)} candidate{'s' if len(stale) != 1 else ''} again with rubric "
                f"v{role.rubric.number}. Their reports change in place."
            )
        return AgentReply(blocks=(Paragraph(body=text(words)),), is_personal=False)

    async def retry(self, role: Role, candidate: Candidate) -> AgentReply:
        """Try again the evaluators that did not get through."""
        outcomes = await self._candidates.outcomes(candidate.id)
        missing = [step for step in EVALUATORS if step not in outcomes or not outcomes[step].result]
        await self._candidates.owe(
            [candidate.id],
            missing,
            rubric_version=role.rubric.number if role.rubric is not None else None,
            now=self._clock.now(),
        )
        self._wake()
        name = pseudonym(role.id, candidate.number)
        return AgentReply(
            blocks=(
                Paragraph(body=text(f"Trying again for {name}. The report changes in place.")),
            ),
            is_personal=False,
        )
