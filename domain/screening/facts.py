"""From a blind resume to facts: what the document shows about what a rubric asks for.

Pure and in a stable order. Names are canonical or the rubric's own, never the candidate's words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain.matching.titles import read_title
from domain.roles.asking import CEFR
from domain.roles.model import DEGREE_LEVELS, Ask, Rubric, Wanted
from domain.roles.studies import FIELDS, field_of
from domain.screening.answering import ALL_WORK, BEGUN
from domain.screening.evidence import (
    BlindLine,
    BlindPeriod,
    BlindResume,
    EvidenceFact,
    FactKind,
)
from domain.screening.phrases import names_phrase
from domain.skills import implied_by, related_to

_MOST_QUOTES = 5
_FIRST = {"work": 0, "projects": 1, "certificates": 2, "education": 3}
"""Lines that say what somebody did come before lists."""
_CERTIFICATE_SECTIONS = frozenset({"certificates", "education", "skills", "summary", "other"})


def facts_of(blind: BlindResume, rubric: Rubric) -> tuple[EvidenceFact, ...]:
    """Everything in the document that can answer the rubric; every fact cites at least one line.

    >>> from domain.roles.model import Criterion
    >>> from domain.screening.evidence import BlindSkill
    >>> line = BlindLine(id="q1", text="Django services", section="work", start=0, end=15)
    >>> skill = BlindSkill(name="Django", months=31, lines=("q1",))
    >>> wanted = Wanted(ask=Ask.SKILL, any_of=("Python",))
    >>> python = Criterion(id="c1", label="Python", wanted=wanted)
    >>> found = facts_of(BlindResume(lines=(line,), skills=(skill,)), Rubric(criteria=(python,)))
    >>> [(fact.name, fact.months, fact.quotes) for fact in found]
    [('Python', 31, ('q1',))]
    """
    reading = _Reading(blind)
    found: dict[tuple[FactKind, str, str | None, str | None], EvidenceFact] = {}
    gates, criteria = rubric.gates, rubric.criteria
    for wanted in (*(one.wanted for one in gates), *(one.wanted for one in criteria)):
        for fact in reading.about(wanted):
            found.setdefault((fact.kind, fact.name, fact.level, fact.field), fact)
    return tuple(sorted(found.values(), key=_order))


def _order(fact: EvidenceFact) -> tuple[str, str, str, str]:
    return fact.kind.value, fact.name, fact.level or "", fact.field or ""


class _Reading:
    """A blind resume with its lines by id."""

    def __init__(self, blind: BlindResume) -> None:
        self._blind = blind
        self._lines = {line.id: line for line in blind.lines}
        self._place = {line.id: place for place, line in enumerate(blind.lines)}

    def about(self, wanted: Wanted) -> Iterable[EvidenceFact]:
        match wanted.ask:
            case Ask.SKILL:
                for name in wanted.any_of:
                    yield from self._skill(name)
            case Ask.EXPERIENCE:
                yield from self._experience(wanted.any_of)
            case Ask.DEGREE:
                yield from self._degrees()
            case Ask.LANGUAGE:
                yield from self._languages(wanted.any_of)
            case Ask.CERTIFICATE:
                for name in wanted.any_of:
                    yield from self._certificate(name)
            case Ask.TERM:
                for phrase in wanted.any_of:
                    yield from self._term(phrase)

    def _skill(self, name: str) -> Iterable[EvidenceFact]:
        shown = [one for one in self._blind.skills if name in implied_by(one.name)]
        quotes = self._quotes(line for one in shown for line in one.lines)
        if quotes:
            stated = [one.months for one in shown if one.months is not None]
            months = [*stated, *self._months({line for one in shown for line in one.lines})]
            yield EvidenceFact(
                kind=FactKind.SKILL, name=name, months=max(months, default=None), quotes=quotes
            )
            return
        near = related_to(name)
        for one in self._blind.skills:
            if one.name in near and (quotes := self._quotes(one.lines)):
                yield EvidenceFact(
                    kind=FactKind.SKILL, name=one.name, months=one.months, quotes=quotes
                )

    def _months(self, lines: set[str]) -> list[int]:
        """Merged months of the dated roles that hold any of these lines; empty when none does."""
        held = [one for one in self._blind.periods if not lines.isdisjoint(one.lines)]
        merged = merged_months(held)
        return [] if merged is None else [merged]

    def _experience(self, kinds: Sequence[str]) -> Iterable[EvidenceFact]:
        if not kinds:
            quotes = self._quotes(one.lines[0] for one in self._blind.periods if one.lines)
            if quotes:
                months = self._blind.work_months
                if months is None:
                    months = merged_months(self._blind.periods)
                yield EvidenceFact(
                    kind=FactKind.EXPERIENCE, name=ALL_WORK, months=months, quotes=quotes
                )
            return
        for kind in kinds:
            held = [one for one in self._blind.periods if read_title(one.title).family == kind]
            quotes = self._quotes(one.lines[0] for one in held if one.lines)
            if quotes:
                yield EvidenceFact(
                    kind=FactKind.EXPERIENCE, name=kind, months=merged_months(held), quotes=quotes
                )

    def _degrees(self) -> Iterable[EvidenceFact]:
        for one in self._blind.studies:
            quotes = self._quotes([one.line])
            if quotes and one.level in DEGREE_LEVELS:
                field = one.field if one.field in FIELDS else field_of(one.field or "")
                yield EvidenceFact(
                    kind=FactKind.DEGREE,
                    name=one.level if one.is_completed else f"{one.level}{BEGUN}",
                    level=one.level,
                    field=field,
                    quotes=quotes,
                )

    def _languages(self, codes: Sequence[str]) -> Iterable[EvidenceFact]:
        for one in self._blind.languages:
            quotes = self._quotes([one.line])
            if quotes and one.code in codes:
                level = one.level if one.level in CEFR else None
                yield EvidenceFact(
                    kind=FactKind.LANGUAGE, name=one.code, level=level, quotes=quotes
                )

    def _certificate(self, name: str) -> Iterable[EvidenceFact]:
        listed = set(self._blind.certificates)
        lines = [
            line
            for line in self._blind.lines
            if (line.id in listed or line.section in _CERTIFICATE_SECTIONS)
            and names_phrase(line.text, name, may_skip=True)
        ]
        quotes = self._quotes(line.id for line in lines)
        if quotes:
            yield EvidenceFact(kind=FactKind.CERTIFICATE, name=name, quotes=quotes)

    def _term(self, phrase: str) -> Iterable[EvidenceFact]:
        quotes = self._quotes(
            line.id for line in self._blind.lines if names_phrase(line.text, phrase)
        )
        if quotes:
            yield EvidenceFact(kind=FactKind.TERM, name=phrase, quotes=quotes)

    def _quotes(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Known lines, what somebody did first, then in the order of the document."""
        known = {one for one in ids if one in self._lines}
        ranked = sorted(known, key=lambda one: (self._rank(self._lines[one]), self._place[one]))
        return tuple(ranked[:_MOST_QUOTES])

    @staticmethod
    def _rank(line: BlindLine) -> int:
        return _FIRST.get(line.section, len(_FIRST))


def merged_months(periods: Iterable[BlindPeriod]) -> int | None:
    """Months in the union of dated roles; None when none of them is dated.

    >>> both = [BlindPeriod(title="", months=24, ended_months_ago=0, lines=()),
    ...         BlindPeriod(title="", months=24, ended_months_ago=12, lines=())]
    >>> merged_months(both)
    36
    """
    periods = tuple(periods)
    spans = sorted(
        (one.ended_months_ago, one.ended_months_ago + one.months)
        for one in periods
        if one.months is not None and one.ended_months_ago is not None
    )
    if not spans:
        lengths = [one.months for one in periods if one.months is not None]
        return max(lengths, default=None)
    total, reach = 0, spans[0][0]
    for begin, end in spans:
        if end > reach:
            total += end - max(begin, reach)
            reach = end
    return total
