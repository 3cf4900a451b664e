"""Self-checks: five questions one at a time; the result goes into the profile as evidence.

The whole state stands in the buttons (set, run, answers so far), so that a turn may run twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from domain.digest.local_time import zone_of
from domain.learning.self_checks import (
    ASKED,
    CAN_DO,
    LETTERS,
    Asked,
    asked,
    bank_of,
    day_in_full,
    next_set,
    question_set,
    result_words,
)
from domain.ports import ProfileStore
from domain.profile_sources import with_statement
from domain.profiles import Profile, Statement, StatementKind
from graph.agent import AgentReply, AgentRequest
from graph.agents.learning import check_replies as replies
from graph.agents.learning.plan_requests import CHECK_TOPIC, PlanRequest, PlanVerb
from graph.profile_updates import update_profile

_MOST_SETS = 999


class CheckDesk:
    """Asks, and writes results back."""

    def __init__(self, *, profiles: ProfileStore) -> None:
        self._profiles = profiles

    async def answer(self, request: AgentRequest, wanted: PlanRequest) -> AgentReply:
        """One reply to one request about a self-check."""
        if wanted.verb is PlanVerb.END_CHECK:
            return replies.ended()
        skill = wanted.skills[0] if wanted.skills else ""
        if not skill:
            return replies.which_skill(wanted.unknown)
        match wanted.verb:
            case PlanVerb.FORGET:
                await self._write(request, lambda profile: _without(profile, skill))
                return replies.forgotten(skill)
            case PlanVerb.RATE:
                return await self._rated(request, skill, wanted.arguments.get("level", ""))
            case PlanVerb.ANSWER if bank_of(skill):
                return await self._answered(request, skill, wanted)
            case _:
                return await self._begun(request, skill)

    async def _begun(self, request: AgentRequest, skill: str) -> AgentReply:
        bank = bank_of(skill)
        if not bank:
            return replies.can_do(skill)
        profile = await self._profiles.get(request.turn.user)
        held = _held(profile, skill)
        number = next_set(held.words if held else None)
        pending = request.dialogue.pending
        if pending is not None and pending.topic == CHECK_TOPIC:
            data = pending.data
            seen = data.get("set", "") if data.get("skill") == skill else ""
            if not data.get("finished") and seen.isdecimal():  # given up: its answers were seen
                number = max(number, min(_MOST_SETS, int(seen)) + 1)
        run = hashlib.sha256(request.turn.id.encode()).hexdigest()[:8]
        return replies.question(
            _questions(skill, number, run)[0],
            skill=skill,
            number=number,
            run=run,
            given="",
            is_english=request.language.startswith("en"),
        )

    async def _answered(self, request: AgentRequest, skill: str, wanted: PlanRequest) -> AgentReply:
        arguments = wanted.arguments
        given = arguments.get("given", "")
        pick = arguments.get("pick", "")
        number, run = arguments.get("set", ""), arguments.get("run", "")[:16]
        is_whole = set(given) <= set(LETTERS) and len(given) < ASKED and len(number) <= 3
        if not is_whole or pick not in LETTERS or len(pick) != 1 or not number.isdecimal():
            return await self._begun(request, skill)  # a button of another version, or made up
        questions = _questions(skill, int(number), run)
        pending = request.dialogue.pending
        data = pending.data if pending and pending.topic == CHECK_TOPIC else {}
        if data.get("run") == run and data.get("finished"):
            return replies.finished_before(skill)
        if data.get("run") == run and len(data.get("given", "")) > len(given):
            given = data["given"]  # answered before: the first answer counts
            if set(given) <= set(LETTERS) and len(given) < ASKED:
                return replies.question(
                    questions[len(given)], skill=skill, number=int(number), run=run, given=given
                )
            return await self._begun(request, skill)
        answered = given + pick
        last = questions[len(given)]
        if len(answered) < len(questions):
            return replies.question(
                questions[len(answered)],
                skill=skill,
                number=int(number),
                run=run,
                given=answered,
                last=(last, pick),
            )
        right = sum(one.right == letter for one, letter in zip(questions, answered, strict=True))
        at = request.turn.message.received_at
        day = at.astimezone(zone_of(request.user.settings.time_zone)).date()
        words = result_words(right, of=len(questions), on=day, number=int(number))
        share = right / len(questions)
        await self._write(request, lambda p: _with(p, skill, words, at=at, share=share))
        return replies.result(
            skill,
            right=right,
            of=len(questions),
            day=day_in_full(day),
            last=(last, pick),
            run=run,
            number=int(number),
        )

    async def _rated(self, request: AgentRequest, skill: str, level: str) -> AgentReply:
        if level not in {str(place) for place in range(1, len(CAN_DO) + 1)}:
            return replies.can_do(skill)
        at = request.turn.message.received_at
        day = at.astimezone(zone_of(request.user.settings.time_zone)).date()
        sentence = CAN_DO[int(level) - 1]
        words = f"Own estimate on {day_in_full(day)}, not tested: “{sentence}”"
        await self._write(request, lambda p: _with(p, skill, words, at=at, share=None))
        return replies.rated(skill, sentence)

    async def _write(self, request: AgentRequest, change: Callable[[Profile], Profile]) -> None:
        await update_profile(self._profiles, request.turn.user, change)


def _questions(skill: str, number: int, run: str) -> list[Asked]:
    return [asked(one, run=run) for one in question_set(bank_of(skill), number)]


def _held(profile: Profile, skill: str) -> Statement | None:
    return next(
        (
            one
            for one in reversed(profile.statements)
            if one.kind is StatementKind.SELF_CHECK and one.skill == skill
        ),
        None,
    )


def _without(profile: Profile, skill: str) -> Profile:
    kept = tuple(
        one
        for one in profile.statements
        if one.kind is not StatementKind.SELF_CHECK or one.skill != skill
    )
    return profile if len(kept) == len(profile.statements) else replace(profile, statements=kept)


def _with(
    profile: Profile, skill: str, words: str, *, at: datetime, share: float | None
) -> Profile:
    """The profile with this result as the only one of the skill; the same again changes nothing."""
    held = _held(profile, skill)
    if held is not None and held.words == words and held.at == at:
        return profile
    return with_statement(
        _without(profile, skill),
        kind=StatementKind.SELF_CHECK,
        skill=skill,
        words=words,
        at=at,
        share=share,
    )
