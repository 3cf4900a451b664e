"""Demands that are no skill: years, a degree, languages, a permit; each against the profile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.eligibility.gates import job_countries, language_gate, permission_gate
from domain.eligibility.qualifications import DEGREE_NAMES
from domain.gaps.model import DemandKind, Standing
from domain.matching.model import GateResult, Verdict
from domain.matching.reading import PostingFacts
from domain.matching.seeker import Seeker
from domain.posting import Posting

_STANDING = {
    Verdict.PASS: Standing.HAVE,
    Verdict.UNKNOWN: Standing.UNKNOWN,
    Verdict.FAIL: Standing.MISSING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One demand of one posting."""

    kind: DemandKind
    standing: Standing
    reason: str
    """One plain sentence."""
    quote: str
    """Of the posting, verbatim."""
    line: str
    """Of the profile, verbatim; empty when it says nothing."""


def years_standing(seeker: Seeker, years: int) -> Standing:
    """Years of work against those asked for; without dates nothing is known."""
    if seeker.months <= 0:
        return Standing.UNKNOWN
    return Standing.HAVE if seeker.months >= 12 * years else Standing.MISSING


def degree_standing(seeker: Seeker, level: int) -> Standing:
    """A degree against the one asked for; a profile without one may only leave it out."""
    if seeker.degree >= level:
        return Standing.HAVE
    return Standing.MISSING if seeker.degree else Standing.UNKNOWN


def standing_of(gate: GateResult) -> Standing:
    """A gate's verdict as a standing."""
    return _STANDING[gate.verdict]


def demands_of(seeker: Seeker, posting: Posting, facts: PostingFacts) -> Sequence[Judged]:
    """Every demand that a posting states, in a fixed order.

    Args:
        seeker: the person.
        posting: for the words.
        facts: ``posting`` read.
    """
    found: list[Judged] = []
    text = posting.description
    if facts.years is not None:
        asked = facts.years.value
        standing = years_standing(seeker, asked)
        reason = (
            f"It asks for {_years(asked)}; your dates do not say how long you have worked."
            if standing is Standing.UNKNOWN
            else f"It asks for {_years(asked)}; your roles add up to {_sum(seeker.months)}."
        )
        found.append(
            Judged(
                kind=DemandKind.YEARS,
                standing=standing,
                reason=reason,
                quote=_sentence(text, facts, facts.years.sentence),
                line=seeker.months_line,
            )
        )
    if facts.degree is not None:
        level = facts.degree.value
        standing = degree_standing(seeker, level)
        mine = (
            f"you have {DEGREE_NAMES[seeker.degree]}"
            if seeker.degree
            else "your profile names no degree"
        )
        found.append(
            Judged(
                kind=DemandKind.DEGREE,
                standing=standing,
                reason=f"It asks for {DEGREE_NAMES[level]}; {mine}.",
                quote=_sentence(text, facts, facts.degree.sentence),
                line=seeker.degree_line,
            )
        )
    if facts.languages:
        gate = language_gate(
            seeker, demands=facts.languages, written_in=facts.written_in, text=text
        )
        codes = sorted(
            code for demand in facts.languages for code in demand.any_of if code in seeker.languages
        )
        found.append(
            _of_gate(DemandKind.LANGUAGE, gate, line=seeker.languages[codes[0]] if codes else "")
        )
    if facts.permission:
        gate = permission_gate(
            seeker,
            countries=job_countries(posting.places, posting.applicant_countries),
            statements=facts.permission,
            text=text,
        )
        found.append(_of_gate(DemandKind.PERMISSION, gate, line=""))
    return found


def _of_gate(kind: DemandKind, gate: GateResult, *, line: str) -> Judged:
    return Judged(
        kind=kind, standing=standing_of(gate), reason=gate.reason, quote=gate.quote, line=line
    )


def _sentence(text: str, facts: PostingFacts, number: int) -> str:
    if not 0 <= number < len(facts.sentences):
        return ""
    part = facts.sentences[number]
    return text[part.start : part.end].strip()


def _years(number: int) -> str:
    return "1 year" if number == 1 else f"{number} years"


def _sum(months: int) -> str:
    if months < 12:
        return "1 month" if months == 1 else f"{months} months"
    return "1 year" if months == 12 else f"{months / 12:.1f} years".replace(".0 ", " ")
