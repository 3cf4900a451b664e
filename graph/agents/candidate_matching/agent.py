"""Rank, compare, what-if, blind review and decisions, by buttons and in plain words."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from domain.agents import AgentId
from domain.deciding.model import Decision, LogKind, Outcome
from domain.errors import UserMistake
from domain.ids import RoleId
from domain.messages import Action
from domain.ports import Clock
from domain.recruiting_ports import CandidateStore, DecisionStore, RoleStore
from domain.reply import Block, Buttons, PendingQuestion, SuggestedPrompt
from domain.roles.lawful import check_lawful
from domain.roles.model import Role, Rubric, Standing
from domain.screening.candidate import Candidate
from domain.screening.pseudonym import pseudonym
from graph.agent import Agent, AgentReply, AgentRequest
from graph.agents.candidate_matching import words as said_words
from graph.agents.candidate_matching.sifting import SiftDesk
from graph.deciding import compare_view, decisions_view
from graph.deciding.pool import CandidatePool, said, values_of, which_role
from graph.deciding.taking_back import is_mere_yes, is_taken_back

_REASON_CHARS = 600
_SHORTEST_REASON = 8
_OF_ROLE = frozenset(
    {"rank", "compare", "what_if", "sift", "rate_several", "decisions", "remind", "agreement"}
)


class CandidateMatchingAgent(Agent):
    """Shows candidates together and keeps what people decide.

    Args:
        pool: roles and candidates within what people may.
        roles: teams.
        candidates: who is there.
        decisions: scorecards, decisions, reminders.
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
        self._decisions = decisions
        self._sift = SiftDesk(
            pool=pool, roles=roles, candidates=candidates, decisions=decisions, clock=clock
        )

    @property
    def id(self) -> AgentId:
        """``candidate_matching``."""
        return AgentId.CANDIDATE_MATCHING

    async def answer(self, request: AgentRequest) -> AgentReply:
        """One reply to one turn.

        Raises:
            UserMistake: it cannot be done; says why and what to do.
        """
        action = request.turn.message.action
        if action is not None and action.agent is self.id:
            return await self._pressed(request, action)
        pending = request.dialogue.pending
        if pending is not None and pending.agent is self.id:
            reply = await self._answered(request, pending)
            if reply is not None:
                return reply
        return await self._said(request)

    # --- buttons --------------------------------------------------------------------------------

    async def _pressed(self, request: AgentRequest, action: Action) -> AgentReply:
        given = action.arguments
        match action.verb:
            case "rate" | "decide":
                needed = Standing.REVIEWER if action.verb == "rate" else Standing.RECRUITER
                role, candidate = await self._pool.candidate(
                    request, given.get("candidate", ""), needed
                )
                if action.verb == "rate":
                    return await self._sift.rate(request, role, candidate, given)
                return await self._decide(request, role, candidate, given)
            case "submit" if given.get("candidate"):
                role, candidate = await self._pool.candidate(
                    request, given["candidate"], Standing.REVIEWER
                )
                return await self._sift.submit(request, role, candidate=candidate.id)
        if action.verb not in _OF_ROLE and action.verb != "submit":
            return said("I do not know that button any more. Write what you want in words.")
        found = await self._pool.role(request, Standing.REVIEWER)
        if found is None:
            return which_role(await self._pool.find(request), agent=self.id, verb=action.verb)
        return await self._of_role(request, found, action.verb, given)

    async def _of_role(
        self, request: AgentRequest, role: Role, verb: str, given: Mapping[str, str]
    ) -> AgentReply:
        match verb:
            case "compare":
                ids = tuple(filter(None, given.get("candidates", "").split(",")))
                return await self._compare(request, role, ids, quotes=bool(given.get("quotes")))
            case "what_if":
                return await self._what_if(request, role, _weights(role, given))
            case "sift":
                return await self._sift.next(
                    request,
                    role,
                    criterion=given.get("criterion", ""),
                    after=given.get("after", ""),
                )
            case "rate_several":
                return await self._sift.rate_several(
                    request, role, given.get("criterion", ""), given
                )
            case "submit":
                return await self._sift.submit(request, role, candidate="")
            case "decisions":
                return await self._listed(request, role)
            case "remind":
                return await self._sift.remind(request, role, only_me=False)
            case "agreement":
                return await self._sift.agreed(request, role)
            case _:
                return await self._rank(request, role)

    # --- words ----------------------------------------------------------------------------------

    async def _answered(self, request: AgentRequest, pending: PendingQuestion) -> AgentReply | None:
        words, data = request.turn.message.text, pending.data
        match pending.topic:
            case "rating":
                rating, later = said_words.RATING.match(words), said_words.LATER.match(words)
                if rating is None and later is None:
                    return None
                role, candidate = await self._pool.candidate(
                    request, data.get("candidate", ""), Standing.REVIEWER
                )
                criterion = data.get("criterion", "")
                if rating is None:
                    return await self._sift.next(
                        request, role, criterion=criterion, after=candidate.id
                    )
                given = {f"form.{criterion}": rating[1], "sift": "1"}
                return await self._sift.rate(request, role, candidate, given)
            case "outcome" | "reason":
                role, candidate = await self._pool.candidate(
                    request, data.get("candidate", ""), Standing.RECRUITER
                )
                if is_taken_back(words):
                    return decisions_view.left_open(pseudonym(role.id, candidate.number))
                if pending.topic == "reason":
                    # "Yes, please" is no reason: it is asked for again.
                    reason = "" if is_mere_yes(words) else words
                    given = {"form.outcome": data.get("outcome", ""), "form.reason": reason}
                    return await self._decide(request, role, candidate, given)
                decision = said_words.decision_in(words)
                if decision is None:
                    return None
                given = {"form.outcome": decision.outcome, "form.reason": decision.reason}
                return await self._decide(request, role, candidate, given)
            case "weights" if data.get("role"):
                role = await self._pool.role_of(request, RoleId(data["role"]), Standing.REVIEWER)
                weights = said_words.weights_in(words, _rubric_of(role))
                return await self._what_if(request, role, weights) if weights else None
            case _:
                return None

    async def _said(self, request: AgentRequest) -> AgentReply:
        words = request.turn.message.text
        role = await self._pool.role(request, Standing.REVIEWER)
        if role is None:
            return which_role(await self._pool.find(request), agent=self.id, verb="rank")
        named = await self._pool.named(request, role)
        decision = said_words.decision_in(words)
        if decision is not None:
            about = await self._pool.named(request, role, words=decision.about)
            meant_all = said_words.EVERYBODY.search(decision.about) is not None
            if len(about) > 1 or meant_all:
                return decisions_view.not_together()
            if about:
                role, candidate = await self._pool.candidate(
                    request, about[0].id, Standing.RECRUITER
                )
                given = {"form.outcome": decision.outcome, "form.reason": decision.reason}
                return await self._decide(request, role, candidate, given)
        if said_words.REMIND.search(words):
            only_me = said_words.MYSELF.search(words) is not None
            return await self._sift.remind(request, role, only_me=only_me)
        if said_words.WHAT_IF.search(words):
            return await self._what_if(
                request, role, said_words.weights_in(words, _rubric_of(role))
            )
        if said_words.AGREEMENT.search(words):
            return await self._sift.agreed(request, role)
        if said_words.SUBMIT.search(words):
            return await self._sift.submit(request, role, candidate=named[0].id if named else "")
        if named and said_words.RATE.search(words):
            return await self._sift.rate(request, role, named[0], {})
        if said_words.SIFT.search(words) or said_words.RATE.search(words):
            return await self._sift.next(request, role)
        if said_words.DECISIONS.search(words):
            return await self._listed(request, role)
        if len(named) > 1 or said_words.COMPARE.search(words):
            return await self._compare(request, role, tuple(each.id for each in named))
        return await self._rank(request, role)

    # --- together -------------------------------------------------------------------------------

    async def _rank(self, request: AgentRequest, role: Role) -> AgentReply:
        is_open = request.turn.message.is_open_to_all
        pool = await self._pool.pool(role)
        # Bands and rows of ten thousand candidates take a while, which others would wait for.
        blocks = await asyncio.to_thread(compare_view.ranked_blocks, pool, only_counts=is_open)
        return AgentReply(
            blocks=blocks,
            prompts=(
                SuggestedPrompt(label="Review the candidates blind"),
                SuggestedPrompt(label="Show the decisions"),
            ),
            is_personal=False,
        )

    async def _compare(
        self, request: AgentRequest, role: Role, ids: tuple[str, ...], *, quotes: bool = False
    ) -> AgentReply:
        pool = await self._pool.pool(role)
        chosen = [each for each in pool.candidates if each.id in set(ids)]
        chosen.sort(key=lambda each: ids.index(each.id))
        if len(chosen) < compare_view.FEWEST:
            if not ids:
                return await self._rank(request, role)
            raise UserMistake(
                f"To compare I need {compare_view.FEWEST} to {compare_view.MOST} candidates of "
                f"{role.title}: “compare candidates 3, 7 and 9”."
            )
        if len(chosen) > compare_view.MOST:
            raise UserMistake(
                f"{len(chosen)} candidates do not fit side by side; name at most "
                f"{compare_view.MOST}, or export all of them."
            )
        seen = [await self._pool.evaluated(each) for each in chosen]
        view = compare_view.quoted_blocks if quotes else compare_view.compared_blocks
        return AgentReply(
            blocks=await self._pool.guarded(view(pool, seen), chosen),
            is_personal=request.turn.message.is_open_to_all,
        )

    async def _what_if(
        self, request: AgentRequest, role: Role, weights: Mapping[str, int]
    ) -> AgentReply:
        rubric = _rubric_of(role)
        if not rubric.criteria:
            raise UserMistake(
                f"{role.title} has no rubric with scored criteria yet, so there is no weight to "
                "change. Save one first: “Show the rubric”."
            )
        pending = PendingQuestion(agent=self.id, topic="weights", data={"role": role.id})
        if not weights:
            labels = ", ".join(f"{each.label} ({each.weight})" for each in rubric.criteria[:8])
            button: Block = Buttons(buttons=(compare_view.what_if_button(role, rubric),))
            reply = said(
                f"Which weights shall I try, 0 to 5? Now: {labels}. For example “Python 5” or "
                "“without Docker”. Nothing is saved.",
                button,
            )
            return replace(reply, pending=pending)
        pool = await self._pool.pool(role)
        if not pool.comparable:
            return await self._rank(request, role)
        return AgentReply(
            blocks=await asyncio.to_thread(compare_view.what_if_blocks, pool, rubric, weights),
            pending=replace(pending, is_memory=True),
            is_personal=request.turn.message.is_open_to_all,
        )

    # --- decisions ------------------------------------------------------------------------------

    async def _decide(
        self, request: AgentRequest, role: Role, candidate: Candidate, given: Mapping[str, str]
    ) -> AgentReply:
        name = pseudonym(role.id, candidate.number)
        outcome = given.get("form.outcome", "")
        if outcome not in set(Outcome):
            return decisions_view.ask_outcome(candidate, name)
        chosen = Outcome(outcome)
        reason = given.get("form.reason", "").strip()[:_REASON_CHARS]
        if len(reason) < _SHORTEST_REASON:
            return decisions_view.ask_reason(candidate, name, chosen)
        refusal = check_lawful(reason)
        if refusal is not None:
            return decisions_view.ask_again(candidate, name, chosen, refusal)
        score = (await self._pool.pool(role)).scores.get(candidate.id)
        decision = await self._decisions.decide(
            Decision(
                role=role.id,
                candidate=candidate.id,
                by=request.turn.user,
                outcome=chosen,
                reason=await self._pool.guarded_line(reason, candidate),
                at=request.turn.message.received_at,
                rubric_version=candidate.rubric_version,
                total=None if score is None else score.total,
            )
        )
        seen = "no score" if decision.total is None else f"score {decision.total:g} of 100"
        version = decision.rubric_version
        await self._pool.log(
            request,
            role,
            LogKind.DECIDED,
            candidate=candidate.id,
            detail=f"{chosen.value}; seen: {seen}"
            + (f", rubric v{version}" if version is not None else ""),
        )
        return decisions_view.decided(decision, name, candidate=candidate)

    async def _listed(self, request: AgentRequest, role: Role) -> AgentReply:
        pool = await self._pool.pool(role)
        is_open = request.turn.message.is_open_to_all
        blocks = await asyncio.to_thread(decisions_view.decision_list, pool, only_counts=is_open)
        return AgentReply(blocks=blocks, is_personal=False)


def _rubric_of(role: Role) -> Rubric:
    return role.rubric.rubric if role.rubric is not None else Rubric()


def _weights(role: Role, given: Mapping[str, str]) -> dict[str, int]:
    """Weights of a dialog; anything but 0 to 5 is left out."""
    ids = {each.id for each in _rubric_of(role).criteria}
    values = values_of(given, accept=lambda key: key in ids)
    return {key: int(value) for key, value in values.items() if value in {*"012345"}}
