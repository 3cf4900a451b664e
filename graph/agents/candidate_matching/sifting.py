"""Blind reviews: asked one by one, rated, submitted, reminded of, and how far reviewers agree."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from domain.agents import AgentId
from domain.deciding.agreement import agreement
from domain.deciding.model import LogKind, ReviewReminder, Scorecard
from domain.deciding.reminding import next_working
from domain.deciding.sift import Place, order_for, progress, waiting
from domain.errors import UserMistake
from domain.ids import CandidateId, UserId
from domain.ports import Clock
from domain.recruiting_ports import CandidateStore, DecisionStore, RoleStore
from domain.reply import PendingQuestion, SuggestedPrompt
from domain.roles.model import Criterion, Role, Rubric, Standing
from domain.screening.candidate import Candidate
from domain.screening.pseudonym import pseudonym
from graph.agent import AgentReply, AgentRequest
from graph.deciding import sift_view
from graph.deciding.pool import CandidatePool, said, values_of
from graph.deciding.reviewing import open_reviews, own_cards, to_review
from graph.screening.card import Evaluated
from graph.screening.guarding import Guard

_NOTE_CHARS = 600
_FIRST_REMINDER = timedelta(hours=1)


class SiftDesk:
    """Everything about scorecards.

    Args:
        pool: roles and candidates within what people may.
        roles: teams, for reminders.
        candidates: who is there.
        decisions: scorecards and reminders.
        clock: the time.
    """

    def __init__(
        self,
        *,
        pool: CandidatePool,
        roles: RoleStore,
        candidates: CandidateStore,
        decisions: DecisionStore,
        clock: Clock,
    ) -> None:
        self._pool = pool
        self._roles = roles
        self._candidates = candidates
        self._decisions = decisions
        self._clock = clock

    # --- one by one -----------------------------------------------------------------------------

    async def next(
        self, request: AgentRequest, role: Role, *, criterion: str = "", after: str = ""
    ) -> AgentReply:
        """What the reviewer rates next; goes on where they stopped, days later too."""
        rubric = _rubric_of(role)
        people = await self._people(role)
        if not people:
            return said(f"{role.title}: nobody waits for a review now.")
        cards = await own_cards(self._decisions, people, request.turn.user)
        ids = [each.id for each in people]
        done = await asyncio.to_thread(progress, rubric.criteria, ids, cards)
        numbers = {each.id: number for number, each in enumerate(rubric.criteria, start=1)}
        start = numbers.get(criterion, 1) - 1
        for at, each in enumerate(rubric.criteria[start:], start=start):
            passed = after if each.id == criterion else ""
            left = await asyncio.to_thread(
                _left, role, request.turn.user, each.id, ids, cards, after=passed
            )
            if not left:
                continue
            blocks = sift_view.asked(
                role,
                each,
                left,
                await self._evidence(people, [one.candidate for one in left], each),
                done=done[at],
                step=(at + 1, len(rubric.criteria)),
            )
            return AgentReply(
                blocks=blocks,
                pending=PendingQuestion(
                    agent=AgentId.CANDIDATE_MATCHING,
                    topic="rating",
                    data={"candidate": left[0].candidate, "criterion": each.id, "role": role.id},
                    is_memory=True,
                ),
                prompts=(SuggestedPrompt(label="Remind me of my reviews"),),
            )
        unsubmitted = sum(card.submitted_at is None for card in cards.values())
        return AgentReply(
            blocks=sift_view.through(role, rubric.criteria, done, unsubmitted=unsubmitted),
            prompts=(SuggestedPrompt(label="How far do reviewers agree?"),),
        )

    async def _people(self, role: Role) -> tuple[Candidate, ...]:
        return to_review(
            await self._candidates.of_role(role.id), await self._decisions.decisions(role.id)
        )

    async def _evidence(
        self, people: Sequence[Candidate], wanted: Sequence[CandidateId], criterion: Criterion
    ) -> Mapping[CandidateId, tuple[str, ...]]:
        by_id = {each.id: each for each in people}
        found: dict[CandidateId, tuple[str, ...]] = {}
        for each in wanted[: sift_view.SEVERAL]:
            seen = await self._pool.evaluated(by_id[each])
            guard = await self._pool.guard(by_id[each])
            if guard is None:
                found[each] = ()
                continue
            found[each] = await asyncio.to_thread(_told, seen, criterion, guard)
        return found

    # --- ratings --------------------------------------------------------------------------------

    async def rate(
        self, request: AgentRequest, role: Role, candidate: Candidate, given: Mapping[str, str]
    ) -> AgentReply:
        """Ratings of one candidate, by buttons of the sift or by the whole scorecard.

        Args:
            request: the turn.
            role: the candidate's role.
            candidate: who is rated.
            given: arguments of the button.
        """
        rubric = _rubric_of(role)
        own = await self._own(request, candidate)
        ids = {each.id for each in rubric.criteria}
        ratings = _ratings(values_of(given, accept=lambda key: key in ids))
        note = given.get("form.note")
        if ratings or note is not None:
            card = own or Scorecard(
                role=role.id,
                candidate=candidate.id,
                reviewer=request.turn.user,
                position=await self._position(request, role, candidate, ratings),
            )
            cleared = {key for key in ids if given.get(f"form.{key}") == ""}
            kept = {key: value for key, value in card.ratings.items() if key not in cleared}
            changed = replace(
                card,
                ratings={**kept, **ratings},
                note=card.note if note is None else await self._kept(candidate, note),
            )
            own = changed if changed == own else await self._decisions.rate(changed)
        if given.get("sift") and len(ratings) == 1:
            return await self.next(request, role, criterion=next(iter(ratings)), after=candidate.id)
        return await self._shown(request, role, candidate, own)

    async def rate_several(
        self, request: AgentRequest, role: Role, criterion: str, given: Mapping[str, str]
    ) -> AgentReply:
        """Ratings of several candidates on one criterion, from a dialog."""
        rubric = _rubric_of(role)
        if criterion not in {each.id for each in rubric.criteria}:
            raise UserMistake(
                "That criterion is not in the rubric any more. Start the review anew."
            )
        people = {each.id: each for each in await self._people(role)}
        for key, rating in _ratings(values_of(given, accept=lambda key: key in people)).items():
            candidate = people[CandidateId(key)]
            own = await self._own(request, candidate)
            card = own or Scorecard(
                role=role.id,
                candidate=candidate.id,
                reviewer=request.turn.user,
                position=await self._position(request, role, candidate, {criterion: rating}),
            )
            changed = replace(card, ratings={**card.ratings, criterion: rating})
            if changed != own:
                await self._decisions.rate(changed)
        return await self.next(request, role, criterion=criterion)

    async def submit(self, request: AgentRequest, role: Role, *, candidate: str) -> AgentReply:
        """Submit one scorecard or all of the reviewer's; from then on they stay as they are."""
        people = [
            each
            for each in await self._candidates.of_role(role.id)
            if not candidate or each.id == candidate
        ]
        cards = await own_cards(self._decisions, people, request.turn.user)
        for each in people:
            card = cards.get(each.id)
            if card is None or card.submitted_at is not None or not card.ratings:
                continue
            at = request.turn.message.received_at
            await self._decisions.rate(replace(card, submitted_at=at))
        for each in people:  # a repeat of this turn finds them submitted, and the log has them once
            if each.id in cards and cards[each.id].ratings:
                await self._pool.log(request, role, LogKind.CARD_SUBMITTED, candidate=each.id)
        if candidate and people:
            return await self._shown(request, role, people[0], await self._own(request, people[0]))
        count = sum(bool(card.ratings) for card in cards.values())
        left = await open_reviews(
            self._candidates, self._decisions, role=role, reviewer=request.turn.user
        )
        words = f"{count} scorecard{'s' if count != 1 else ''} of {role.title} submitted."
        more = f" {left} candidate{'s' if left != 1 else ''} still wait for yours." if left else ""
        return said(f"{words}{more}", prompts=("How far do reviewers agree?",))

    async def _shown(
        self, request: AgentRequest, role: Role, candidate: Candidate, own: Scorecard | None
    ) -> AgentReply:
        rubric = _rubric_of(role)
        name = pseudonym(role.id, candidate.number)
        empty = Scorecard(role=role.id, candidate=candidate.id, reviewer=request.turn.user)
        cards = await self._decisions.cards(candidate.id, seen_by=request.turn.user)
        return AgentReply(
            blocks=sift_view.card_blocks(
                name,
                rubric,
                cards,
                own=own or empty,
                waiting=sift_view.card_button(rubric, candidate, own),
            ),
        )

    async def _own(self, request: AgentRequest, candidate: Candidate) -> Scorecard | None:
        cards = await own_cards(self._decisions, [candidate], request.turn.user)
        return cards.get(candidate.id)

    async def _position(
        self,
        request: AgentRequest,
        role: Role,
        candidate: Candidate,
        ratings: Mapping[str, int],
    ) -> int:
        criterion = next(iter(ratings), "")
        ids = [each.id for each in await self._people(role)]
        order = await asyncio.to_thread(order_for, role.id, request.turn.user, criterion, ids)
        return order.index(candidate.id) + 1 if candidate.id in order else 0

    async def _kept(self, candidate: Candidate, note: str) -> str:
        return await self._pool.guarded_line(note.strip()[:_NOTE_CHARS], candidate)

    # --- all together ---------------------------------------------------------------------------

    async def agreed(self, request: AgentRequest, role: Role) -> AgentReply:
        """How far reviewers agree."""
        rubric = _rubric_of(role)
        cards = await self._decisions.submitted(role.id)
        found = await asyncio.to_thread(
            agreement, role.id, cards, criteria=[each.id for each in rubric.criteria]
        )
        left = await open_reviews(
            self._candidates, self._decisions, role=role, reviewer=request.turn.user
        )
        if left and found.apart:
            # Who is still to rate must not see how others rated anybody.
            found = replace(found, apart=())
        pool = await self._pool.pool(role)
        return AgentReply(
            blocks=sift_view.agreement_blocks(pool, found, rubric),
            is_personal=request.turn.message.is_open_to_all,
        )

    async def remind(self, request: AgentRequest, role: Role, *, only_me: bool) -> AgentReply:
        """Remind reviewers every working day until nothing is open, at most ten times."""
        user = request.turn.user
        standing = await self._pool.standing(request, role)
        if standing is Standing.REVIEWER:
            only_me = True
        members = [each.user for each in await self._roles.members(role.id)]
        due = next_working(request.turn.message.received_at + _FIRST_REMINDER)
        asked = 0
        for each in [user] if only_me else members:
            if not await open_reviews(self._candidates, self._decisions, role=role, reviewer=each):
                continue
            asked += 1
            await self._decisions.remind(
                ReviewReminder(
                    role=role.id,
                    reviewer=each,
                    address=request.turn.message.address,
                    due_at=due,
                )
            )
        if not asked:
            whose = "You have" if only_me else "Nobody on the team has"
            return said(
                f"{whose} no open review in {role.title}, so there is nothing to remind of."
            )
        who = "I remind you" if only_me else f"I remind {asked} member{'s' if asked > 1 else ''}"
        return said(
            f"{who} of the open reviews in {role.title}: first at {due:%Y-%m-%d %H:%M} UTC, then "
            "every working day, at most 10 times, and not any more when nothing is open."
        )


def _told(seen: Evaluated, criterion: Criterion, guard: Guard) -> tuple[str, ...]:
    """What a resume says on a criterion, looked through; some milliseconds for a long one."""
    quotes = sift_view.evidence_of(seen.blind, seen.relevance, criterion)
    return tuple(guard.line(quote) for quote in quotes)


def _left(
    role: Role,
    reviewer: UserId,
    criterion: str,
    ids: Sequence[CandidateId],
    cards: Mapping[CandidateId, Scorecard],
    *,
    after: str,
) -> tuple[Place, ...]:
    """Who is still to rate on a criterion, behind a candidate who was passed over."""
    left = waiting(role.id, reviewer, criterion, ids, cards)
    if not after:
        return left
    order = order_for(role.id, reviewer, criterion, ids)
    place = order.index(CandidateId(after)) + 1 if after in order else 0
    return tuple(one for one in left if one.position > place)


def _rubric_of(role: Role) -> Rubric:
    rubric = role.rubric.rubric if role.rubric is not None else Rubric()
    if not rubric.criteria:
        raise UserMistake(
            f"{role.title} has no rubric with scored criteria yet, so there is nothing to rate by. "
            "Save one first: “Show the rubric”."
        )
    return rubric


def _ratings(values: Mapping[str, str]) -> dict[str, int]:
    return {key: int(value) for key, value in values.items() if value in {"1", "2", "3", "4", "5"}}
