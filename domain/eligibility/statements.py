"""Everything that a posting says about who may apply, each statement with its sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.eligibility.clauses import clauses
from domain.eligibility.credentials import age_asked, asks_for_driving, licence_asked
from domain.eligibility.languages import languages_asked
from domain.eligibility.permission import PermissionKind, permission_kinds
from domain.eligibility.presence import presence_asked
from domain.eligibility.qualifications import degree_asked, years_asked
from domain.job_text import Section, Sentence, sentences
from domain.places import countries_named

_MAX_TEXT = 60_000
"""Characters that are looked at: as much as a description keeps."""
_MAX_STATEMENTS = 60
"""More are a list of everything."""

_OR_YEARS = re.compile(r"\bor (?:\w+ ){0,4}\d", re.IGNORECASE)
"""Years that stand for a degree: "a degree, or 5 years of experience"."""


class StatementKind(StrEnum):
    """What a statement is about."""

    SPONSORSHIP = "sponsorship"
    """``demand``: ``yes`` or ``no``."""
    WORK_PERMISSION = "work_permission"
    """``demand``: ISO countries, parted by spaces; empty when none is named."""
    CITIZENSHIP = "citizenship"
    """``demand``: as above."""
    CLEARANCE = "clearance"
    DEGREE = "degree"
    """``demand``: 1 vocational, 2 bachelor, 3 master, 4 doctorate."""
    YEARS = "years"
    """``demand``: a whole number."""
    LANGUAGE = "language"
    """``demand``: ISO 639-1 codes, parted by ``|``: one of them."""
    PRESENCE = "presence"
    """``demand``: a :class:`PresenceDemand`."""
    LICENCE = "licence"
    """``demand``: as written."""
    DRIVING = "driving"
    AGE = "age"
    """``demand``: years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibilityStatement:
    """One demand; ``text[start:end]`` is the sentence, or the part of it, that states it."""

    kind: StatementKind
    demand: str
    start: int
    end: int
    required: bool
    """False: wished for, or experience may stand for it."""


def eligibility_statements(text: str) -> tuple[EligibilityStatement, ...]:
    """Statements in the order of the text.

    >>> [(s.kind.value, s.demand, s.required) for s in eligibility_statements(
    ...     "We do not sponsor visas. Fluent German is required; French is a plus.")]
    [('sponsorship', 'no', True), ('language', 'de', True), ('language', 'fr', False)]
    """
    text = text[:_MAX_TEXT]
    found: list[EligibilityStatement] = []
    for sentence in sentences(text):
        for clause in clauses(text, sentence):
            found.extend(_of_clause(text, clause))
        if len(found) >= _MAX_STATEMENTS:
            break
    return tuple(found[:_MAX_STATEMENTS])


def _of_clause(text: str, clause: Sentence) -> list[EligibilityStatement]:
    words = text[clause.start : clause.end]
    required = clause.section is not Section.NICE
    found: list[EligibilityStatement] = []

    def note(kind: StatementKind, demand: str, *, binding: bool = True) -> None:
        found.append(
            EligibilityStatement(
                kind=kind,
                demand=demand,
                start=clause.start,
                end=clause.end,
                required=required and binding,
            )
        )

    for kind in permission_kinds(words):
        where = " ".join(sorted(countries_named(words)))
        match kind:
            case PermissionKind.NO_SPONSORSHIP:
                note(StatementKind.SPONSORSHIP, "no")
            case PermissionKind.SPONSORS:
                note(StatementKind.SPONSORSHIP, "yes")
            case PermissionKind.MUST_BE_ALLOWED:
                note(StatementKind.WORK_PERMISSION, where)
            case PermissionKind.CITIZENS_ONLY:
                note(StatementKind.CITIZENSHIP, where)
            case PermissionKind.CLEARANCE:
                note(StatementKind.CLEARANCE, "")
    for presence in presence_asked(words):
        note(StatementKind.PRESENCE, presence.value)
    if clause.section is Section.OFFER:
        # What is offered or told of the company asks nothing else of anybody.
        return found
    degree = degree_asked(words)
    if degree is not None:
        note(StatementKind.DEGREE, str(degree.level), binding=not degree.replaceable)
    years = years_asked(
        words, under_requirements=clause.section in {Section.REQUIRED, Section.NICE}
    )
    age = age_asked(words)
    if years is not None and years != age:
        instead = degree is not None and degree.replaceable and _OR_YEARS.search(words)
        note(StatementKind.YEARS, str(years), binding=not instead)
    for group in languages_asked(words, wished=not required):
        note(StatementKind.LANGUAGE, "|".join(sorted(group)))
    if asks_for_driving(words):
        note(StatementKind.DRIVING, "")
    licence = licence_asked(words)
    if licence is not None:
        note(StatementKind.LICENCE, licence)
    if age is not None:
        note(StatementKind.AGE, str(age))
    return found
