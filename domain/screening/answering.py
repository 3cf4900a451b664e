"""How far facts answer one thing that is wanted. The only place where evidence becomes points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.eligibility.languages import language_name
from domain.roles.asking import CEFR, length_words
from domain.roles.model import DEGREE_LEVELS, Ask, Wanted
from domain.roles.studies import reaches
from domain.screening.evidence import EvidenceFact, FactKind
from domain.screening.score import GateState
from domain.skills import related_to

NAMED = 0.4
"""Points of a criterion for what is named and has no length or level yet."""
HALF = 0.5

_KIND_OF = {
    Ask.SKILL: FactKind.SKILL,
    Ask.EXPERIENCE: FactKind.EXPERIENCE,
    Ask.DEGREE: FactKind.DEGREE,
    Ask.LANGUAGE: FactKind.LANGUAGE,
    Ask.CERTIFICATE: FactKind.CERTIFICATE,
    Ask.TERM: FactKind.TERM,
}
ALL_WORK = "work"
"""Name of the experience fact over all roles."""
BEGUN = " begun"
"""Behind the level in the name of a degree fact whose course is not completed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Points and how much is known, 0 to 1 each, with the lines that show it."""

    points: float = 0.0
    known: float = 0.0
    quotes: tuple[str, ...] = ()
    because: str = "not stated"


def answer_of(wanted: Wanted, facts: Sequence[EvidenceFact]) -> Answer:
    """The best answer that any fact gives; not stated when none does.

    >>> answer_of(Wanted(ask=Ask.TERM, any_of=("on call",)), []).because
    'not stated'
    """
    kind = _KIND_OF[wanted.ask]
    own = [fact for fact in facts if fact.kind is kind and fact.quotes]
    answers = [answer for fact in own if (answer := _answer(wanted, fact)) is not None]
    if answers:
        return max(answers, key=_rank)
    near = sorted(
        {fact.name for fact in own if wanted.ask is Ask.SKILL and _is_near(wanted, fact.name)}
    )
    return Answer(because=f"not stated; {near[0]} is near it") if near else Answer()


def _rank(answer: Answer) -> tuple[float, float, str, tuple[str, ...]]:
    return answer.points, -answer.known, answer.because, answer.quotes


def _is_near(wanted: Wanted, name: str) -> bool:
    return any(name in related_to(one) for one in wanted.any_of)


def _answer(wanted: Wanted, fact: EvidenceFact) -> Answer | None:
    match wanted.ask:
        case Ask.SKILL | Ask.CERTIFICATE | Ask.TERM:
            return _by_length(wanted, fact) if fact.name in wanted.any_of else None
        case Ask.EXPERIENCE:
            return _by_length(wanted, fact) if fact.name in (wanted.any_of or (ALL_WORK,)) else None
        case Ask.LANGUAGE:
            return _language(wanted, fact) if fact.name in wanted.any_of else None
        case Ask.DEGREE:
            return _degree(wanted, fact)


def _by_length(wanted: Wanted, fact: EvidenceFact) -> Answer:
    if not wanted.months:
        shown = f"{length_words(fact.months)} shown" if fact.months else "shown"
        return Answer(points=1.0, known=1.0, quotes=fact.quotes, because=shown)
    if fact.months is None:
        return Answer(
            points=NAMED, known=NAMED, quotes=fact.quotes, because="shown; its length is not stated"
        )
    share = min(1.0, max(0, fact.months) / wanted.months)
    return Answer(
        points=NAMED + (1 - NAMED) * share,
        known=1.0,
        quotes=fact.quotes,
        because=f"{length_words(fact.months)} shown, {length_words(wanted.months)} wanted",
    )


def _language(wanted: Wanted, fact: EvidenceFact) -> Answer:
    name = language_name(fact.name)
    if wanted.level is None:
        at = f" at {fact.level}" if fact.level else ""
        return Answer(points=1.0, known=1.0, quotes=fact.quotes, because=f"{name}{at} stated")
    if fact.level not in CEFR:
        return Answer(
            points=NAMED,
            known=NAMED,
            quotes=fact.quotes,
            because=f"{name} stated; its level is not",
        )
    have, want = CEFR.index(fact.level) + 1, CEFR.index(wanted.level) + 1
    return Answer(
        points=min(1.0, have / want),
        known=1.0,
        quotes=fact.quotes,
        because=f"{name} at {fact.level} stated, {wanted.level} wanted",
    )


def _degree(wanted: Wanted, fact: EvidenceFact) -> Answer | None:
    level = wanted.level or "bachelor"
    if fact.level is None or fact.level not in DEGREE_LEVELS:
        return None
    in_field = f" in {fact.field}" if fact.field else ""
    said = f"{fact.level}{in_field}"
    if not reaches(fact.level, level):
        return Answer(
            points=HALF, known=1.0, quotes=fact.quotes, because=f"{said} shown, {level} wanted"
        )
    if fact.name.endswith(BEGUN):
        return Answer(
            points=HALF, known=HALF, quotes=fact.quotes, because=f"{said} begun; its end not stated"
        )
    if not wanted.any_of or fact.field in wanted.any_of:
        return Answer(points=1.0, known=1.0, quotes=fact.quotes, because=f"{said} shown")
    if fact.field is None:
        return Answer(
            points=HALF, known=HALF, quotes=fact.quotes, because=f"{said} shown; field not stated"
        )
    return Answer(points=HALF, known=1.0, quotes=fact.quotes, because=f"{said} shown")


def gate_of(wanted: Wanted, facts: Sequence[EvidenceFact]) -> tuple[GateState, tuple[str, ...]]:
    """Passed, unknown or failed, and the lines. Failed only where the document says otherwise.

    Two things count as saying otherwise: a stated language level under the one wanted, and dated
    work that sums to less than the experience wanted. Silence, undated work, another degree or
    less use of a skill than wanted leave it unknown.

    >>> gate_of(Wanted(ask=Ask.LANGUAGE, any_of=("de",), level="C1"), [])[0].value
    'unknown'
    """
    answer = answer_of(wanted, facts)
    if answer.points >= 1:
        return GateState.PASSED, answer.quotes
    is_all_work = wanted.ask is Ask.EXPERIENCE and not wanted.any_of
    if answer.known >= 1 and (wanted.ask is Ask.LANGUAGE or is_all_work):
        return GateState.FAILED, answer.quotes
    return GateState.UNKNOWN, answer.quotes
