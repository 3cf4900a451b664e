"""A posting's demands against what is known of a person. Never "you qualify": flags or none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from domain.eligibility.credentials import DRIVING
from domain.eligibility.fluency import CLEARLY_LOWER, Fluency, fluency_in_lines, fluency_of
from domain.eligibility.gates import job_countries, language_gate, permission_gate, wanted_modes
from domain.eligibility.languages import LanguageDemand, language_name
from domain.eligibility.permission import permission_statements
from domain.eligibility.presence import PresenceDemand
from domain.eligibility.qualifications import DEGREE_NAMES
from domain.eligibility.statements import (
    EligibilityStatement,
    StatementKind,
    eligibility_statements,
)
from domain.job_text import sentences
from domain.matching.model import GateResult, Verdict
from domain.matching.seeker import Seeker
from domain.places import countries_named
from domain.posting import Posting, RemoteMode
from domain.skills import find_skills

_ABOUT_PERMITS = frozenset(
    {
        StatementKind.SPONSORSHIP,
        StatementKind.WORK_PERMISSION,
        StatementKind.CITIZENSHIP,
        StatementKind.CLEARANCE,
    }
)
_MOST_FINDINGS = 12
_LICENCE_WORD = re.compile(r"[^\W\d_]{3,}|[A-Z]{2,}")
_COMMON_TEXT = (
    "license licence licensed certification certificate certified required mandatory valid current "
    "active must have hold holding possess state needed essential registration registered card the "
    "and for with professional"
)
_COMMON = frozenset(_COMMON_TEXT.split())
"""Words that are said of every licence."""


class _Say(Protocol):
    """Makes a finding about the demand at hand."""

    def __call__(
        self, standing: Standing, reason: str, line: str = "", /
    ) -> EligibilityFinding: ...


class Standing(StrEnum):
    """How one demand stands to a person."""

    MEETS = "meets"
    """Something that the person said or sent speaks for it."""
    UNKNOWN = "unknown"
    FAILS = "fails"
    """Something that the person said or sent speaks against it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibilityFinding:
    """One demand of a posting, with both sides quoted."""

    kind: StatementKind
    standing: Standing
    quote: str
    """The posting's sentence."""
    resume_line: str
    """The person's side; empty when nothing is known."""
    reason: str


def eligibility_findings(
    posting: Posting, seeker: Seeker, *, resume_lines: Sequence[str] = ()
) -> tuple[EligibilityFinding, ...]:
    """What the posting demands, what fails first, then what is unknown, then what is met.

    Args:
        posting: its description is read.
        seeker: the person.
        resume_lines: lines of their documents, for licences and certificates.
    """
    text = posting.description
    demands = _strictest_first(text, [one for one in eligibility_statements(text) if one.required])
    found: list[EligibilityFinding] = []
    permits = [one for one in demands if one.kind in _ABOUT_PERMITS]
    if permits:
        found.append(_permit(posting, seeker, permits))
    told: set[tuple[StatementKind, str]] = set()
    for demand in demands:
        if demand.kind in _ABOUT_PERMITS or (demand.kind, demand.demand) in told:
            continue
        told.add((demand.kind, demand.demand))
        finding = _judged(posting, seeker, demand, resume_lines)
        if finding is not None:
            found.append(finding)
    order = (Standing.FAILS, Standing.UNKNOWN, Standing.MEETS)
    found.sort(key=lambda one: order.index(one.standing))
    return tuple(found[:_MOST_FINDINGS])


def _permit(
    posting: Posting, seeker: Seeker, permits: Sequence[EligibilityStatement]
) -> EligibilityFinding:
    text = posting.description
    result = permission_gate(
        seeker,
        countries=job_countries(posting.places, posting.applicant_countries),
        statements=permission_statements(text, sentences(text)),
        text=text,
    )
    said = seeker.wishes.work_countries
    line = f"You may work in: {', '.join(said)}" if said else ""
    own = seeker.permission.quote if seeker.permission else ""
    decisive = next(
        (one for one in permits if text[one.start : one.end] == result.quote), permits[0]
    )
    return _of_gate(decisive, result, text, line or own)


def _of_gate(
    demand: EligibilityStatement, result: GateResult, text: str, line: str
) -> EligibilityFinding:
    standing = {
        Verdict.PASS: Standing.MEETS,
        Verdict.UNKNOWN: Standing.UNKNOWN,
        Verdict.FAIL: Standing.FAILS,
    }[result.verdict]
    return EligibilityFinding(
        kind=demand.kind,
        standing=standing,
        quote=text[demand.start : demand.end],
        resume_line=line,
        reason=result.reason,
    )


def _judged(
    posting: Posting,
    seeker: Seeker,
    demand: EligibilityStatement,
    lines: Sequence[str],
) -> EligibilityFinding | None:
    quote = posting.description[demand.start : demand.end]

    def say(standing: Standing, reason: str, line: str = "") -> EligibilityFinding:
        return EligibilityFinding(
            kind=demand.kind, standing=standing, quote=quote, resume_line=line, reason=reason
        )

    match demand.kind:
        case StatementKind.LANGUAGE:
            asked = LanguageDemand(frozenset(demand.demand.split("|")), demand.start, demand.end)
            result = language_gate(
                seeker, demands=(asked,), written_in=None, text=posting.description
            )
            line = next(
                (seeker.languages[code] for code in asked.any_of if code in seeker.languages), ""
            )
            if result.verdict is Verdict.PASS and line:
                words = _with_level(posting.description, demand)
                return _fluency(seeker, asked.any_of, words, lines, say)
            return _of_gate(demand, result, posting.description, line)
        case StatementKind.DEGREE:
            return _degree(seeker, int(demand.demand), say)
        case StatementKind.YEARS:
            return _years(seeker, int(demand.demand), quote, say)
        case StatementKind.PRESENCE:
            return _presence(seeker, PresenceDemand(demand.demand), quote, say)
        case StatementKind.DRIVING:
            line = next((one for one in lines if DRIVING.search(one)), "")
            if line:
                return say(Standing.MEETS, "Your documents name a driving licence.", line)
            return say(Standing.UNKNOWN, "Asks for a driving licence; I do not know of yours.")
        case StatementKind.LICENCE:
            line = _licence_line(demand.demand, lines)
            if line:
                return say(Standing.MEETS, "Your documents name it; check that it is valid.", line)
            return say(Standing.UNKNOWN, "Asks for a licence or certificate that I do not see.")
        case StatementKind.AGE:
            return say(Standing.UNKNOWN, f"Asks for an age of {demand.demand}; for you to check.")
        case _:
            return None


_CUT_SHORT = re.compile(r"(?<!\w)(?:min|mind|approx|ca)\.$", re.IGNORECASE)


def _with_level(text: str, demand: EligibilityStatement) -> str:
    """The words that ask for a language; "(min." goes on to the end of its line."""
    words = text[demand.start : demand.end]
    if _CUT_SHORT.search(words[-8:]):
        words += text[demand.end : demand.end + 80].partition("\n")[0]
    return words


def _strictest_first(
    text: str, demands: Sequence[EligibilityStatement]
) -> list[EligibilityStatement]:
    """The demands; of those for the same language the one that asks for the highest level first."""

    def step(one: EligibilityStatement) -> int:
        if one.kind is not StatementKind.LANGUAGE:
            return 0
        words = _with_level(text, one)
        asked = [fluency_of(code, words) for code in one.demand.split("|")]
        return -max((level.step for level in asked if level is not None), default=0)

    return sorted(demands, key=step)


def _fluency(
    seeker: Seeker,
    any_of: frozenset[str],
    words: str,
    lines: Sequence[str],
    say: _Say,
) -> EligibilityFinding:
    """A language that the person has, at the level that is asked; one of several is enough."""
    missing: list[tuple[Standing, str, str]] = []
    for code in sorted(any_of & seeker.languages.keys()):
        said = seeker.languages[code]
        asked = fluency_of(code, words)
        mine = fluency_of(code, said)
        if mine is None and (in_resume := fluency_in_lines(code, lines)):
            mine, said = in_resume
        if asked is None or (mine is not None and not mine.steps_below(asked)):
            return say(Standing.MEETS, "You have the languages asked for.", said)
        missing.append((*_short_of(code, asked, mine), said))
    return say(*min(missing, key=lambda one: one[0] is Standing.FAILS))


def _short_of(code: str, asked: Fluency, mine: Fluency | None) -> tuple[Standing, str]:
    wanted = f"Asks for {language_name(code)} ({asked.words})"
    if mine is None:
        return Standing.UNKNOWN, f"{wanted}; your level is not known."
    clearly = mine.steps_below(asked) >= CLEARLY_LOWER
    return (
        Standing.FAILS if clearly else Standing.UNKNOWN,
        f"{wanted}; your resume says {mine.words}.",
    )


def _degree(seeker: Seeker, level: int, say: _Say) -> EligibilityFinding:
    name = DEGREE_NAMES[level]
    if seeker.degree >= level:
        return say(Standing.MEETS, f"Asks for {name}.", seeker.degree_line)
    if seeker.degree:
        have = DEGREE_NAMES[seeker.degree]
        return say(Standing.FAILS, f"Asks for {name}; I see {have}.", seeker.degree_line)
    return say(Standing.UNKNOWN, f"Asks for {name}, which I do not see.")


def _years(seeker: Seeker, years: int, quote: str, say: _Say) -> EligibilityFinding:
    asked = f"Asks for {years} year{'s' if years > 1 else ''}"
    if not seeker.months:
        return say(Standing.UNKNOWN, f"{asked}; I see no dated work.")
    have = f"{seeker.months / 12:.1f}".removesuffix(".0")
    if seeker.months < years * 12:
        return say(Standing.FAILS, f"{asked}; I count {have} in all.", seeker.months_line)
    missing = [
        mention.canonical
        for mention in find_skills(quote)
        if mention.canonical not in seeker.skills
    ]
    if missing:
        reason = f"{asked} with {missing[0]}, which I do not see; you show {have} years in all."
        return say(Standing.UNKNOWN, reason, seeker.months_line)
    return say(Standing.MEETS, f"{asked}; I count {have} in all.", seeker.months_line)


def _presence(
    seeker: Seeker, demand: PresenceDemand, quote: str, say: _Say
) -> EligibilityFinding | None:
    remote_only = wanted_modes(seeker) == (RemoteMode.REMOTE,)
    match demand:
        case PresenceDemand.ON_SITE | PresenceDemand.HYBRID:
            if remote_only:
                return say(Standing.FAILS, "The work is not fully remote; you want remote only.")
            return None
        case PresenceDemand.RESIDENT:
            here = countries_named(quote)
            home = seeker.home.countries
            if here and home and here & home:
                return say(Standing.MEETS, "Asks where you live.", seeker.home_line)
            if here and home:
                reason = f"Asks to live there; your profile says {seeker.home_line}."
                return say(Standing.UNKNOWN, reason, seeker.home_line)
            return say(Standing.UNKNOWN, "Asks where you live; for you to check.", seeker.home_line)
        case PresenceDemand.RELOCATE:
            if seeker.relocates_line:
                return say(Standing.MEETS, "Asks to relocate.", seeker.relocates_line)
            return say(Standing.UNKNOWN, "Asks to relocate; whether you would is not known.")
        case PresenceDemand.TIME_ZONE:
            return say(Standing.UNKNOWN, "Asks for certain hours; for you to check.")


def _licence_line(named: str, lines: Sequence[str]) -> str:
    words = {word.casefold() for word in _LICENCE_WORD.findall(named)} - _COMMON
    if not words:
        return ""
    for line in lines:
        if words <= {word.casefold() for word in _LICENCE_WORD.findall(line)}:
            return line[:240]
    return ""
