"""All rules over one resume: what to ask about, with harmless explanations first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.findings import LEVELS, Level, Observation
from domain.integrity.claims import early_use, years_in_all, years_of_technology
from domain.integrity.evidence import listed_only, skill_evidence
from domain.integrity.studies import degree_order, study_lengths
from domain.integrity.timeline import dated_roles, future_dates, impossible_ranges, overlaps
from domain.resume.model import Resume
from domain.screening.dossier import Evaluation, Remark


def observe(resume: Resume, *, as_of: date, hidden: Sequence[Observation] = ()) -> Evaluation:
    """Look at dates and claims of a resume.

    Nothing here changes a score. The result depends on the arguments only: the same file gives the
    same observations on every later day.

    Args:
        resume: the visible text, parsed.
        as_of: day of arrival; "until now" and "in the future" are counted from it.
        hidden: observations about text that readers cannot see, made elsewhere; they come first
            within their level.

    >>> from domain.resume.model import ResumeText
    >>> empty = Resume(source=ResumeText(text="", pages=1, media_type="text/plain"))
    >>> observe(empty, as_of=date(2026, 1, 1)).summary
    'Nothing to ask about in dates and claims.'
    """
    evidence = skill_evidence(resume)
    found = [
        *hidden,
        *overlaps(resume, as_of=as_of),
        *impossible_ranges(resume),
        *future_dates(resume, as_of=as_of),
        *years_of_technology(resume, as_of=as_of),
        *early_use(resume),
        *years_in_all(resume, as_of=as_of),
        *degree_order(resume),
        *study_lengths(resume),
        *listed_only(resume, evidence),
    ]
    found.sort(key=lambda one: LEVELS.index(one.level))
    dated, roles = dated_roles(resume)
    remarks = []
    if roles:
        remarks.append(Remark(label="Dated roles", value=f"{dated} of {roles}"))
    listed = len(evidence.shown) + len(evidence.listed_only)
    if listed and evidence.is_checkable:
        remarks.append(
            Remark(label="Listed skills shown in work", value=f"{len(evidence.shown)} of {listed}")
        )
    return Evaluation(
        summary=_summary(found),
        observations=tuple(found),
        remarks=tuple(remarks),
        not_checked=_not_checked(
            roles=roles, undated=roles - dated, skills=listed, is_checkable=evidence.is_checkable
        ),
    )


def _summary(found: Sequence[Observation]) -> str:
    asked = sum(one.level is not Level.INFO for one in found)
    noted = len(found) - asked
    if not found:
        return "Nothing to ask about in dates and claims."
    parts = []
    if asked:
        parts.append(f"{asked} point{'s' if asked > 1 else ''} to ask about")
    if noted:
        parts.append(f"{noted} for information")
    return f"{', '.join(parts)}. Each has ordinary explanations; the score does not change."


def _not_checked(*, roles: int, undated: int, skills: int, is_checkable: bool) -> tuple[str, ...]:
    notes = []
    if not roles:
        notes.append("No roles were found, so dates of work could not be compared.")
    elif undated == 1:
        notes.append("1 role has no start date; it was left out of the comparison of dates.")
    elif undated:
        notes.append(
            f"{undated} roles have no start date; they were left out of the comparison of dates."
        )
    if skills and not is_checkable:
        notes.append("The roles have too little text to compare the listed skills with.")
    return tuple(notes)
