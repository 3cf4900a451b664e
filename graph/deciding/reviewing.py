"""Reviews that are open: who still has to rate whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.deciding.model import Decision, Outcome, Scorecard
from domain.ids import CandidateId, UserId
from domain.recruiting_ports import CandidateStore, DecisionStore
from domain.roles.model import Role
from domain.screening.candidate import Candidate, CandidateState


async def own_cards(
    decisions: DecisionStore, candidates: Sequence[Candidate], reviewer: UserId
) -> Mapping[CandidateId, Scorecard]:
    """A reviewer's own cards, also those that are not submitted."""
    found: dict[CandidateId, Scorecard] = {}
    for candidate in candidates:
        for card in await decisions.cards(candidate.id, seen_by=reviewer):
            if card.reviewer == reviewer:
                found[candidate.id] = card
    return found


def to_review(
    candidates: Sequence[Candidate], decided: Mapping[CandidateId, Decision]
) -> tuple[Candidate, ...]:
    """Those whom reviewers still look at: evaluated, no repeat, not advanced or declined."""
    return tuple(
        each
        for each in candidates
        if each.state is CandidateState.DONE
        and each.same_as is None
        and (each.id not in decided or decided[each.id].outcome is Outcome.HOLD)
    )


async def open_reviews(
    candidates: CandidateStore, decisions: DecisionStore, *, role: Role, reviewer: UserId
) -> int:
    """How many candidates wait for a reviewer's scorecard; 0 while there is nothing to rate by."""
    if not role.is_open or role.rubric is None or not role.rubric.rubric.criteria:
        return 0
    waiting = to_review(await candidates.of_role(role.id), await decisions.decisions(role.id))
    done = {
        card.candidate for card in await decisions.submitted(role.id) if card.reviewer == reviewer
    }
    return sum(each.id not in done for each in waiting)
