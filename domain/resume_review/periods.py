"""Dates of roles: missing, impossible, out of order, with gaps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from domain.claims.ledger import flat
from domain.resume.model import PartialDate, Resume, Role
from domain.resume.tenure import interval_of
from domain.resume_review.model import Finding, FindingLevel

_GAP_MONTHS = 7
_OLD_YEARS = 15


def period_findings(resume: Resume, *, today: date) -> Iterator[Finding]:
    """All findings about dates."""
    placed = [
        (f"work.{i}.roles.{j}", role)
        for i, work in enumerate(resume.work)
        for j, role in enumerate(work.roles)
    ]
    for path, role in placed:
        yield from _of_role(path, role, today=today)
    yield from _order(placed, today=today)
    studies = [
        span
        for one in resume.education
        if one.dates and (span := interval_of(one.dates, today=today)) is not None
    ]
    yield from _gaps(placed, studies, today=today)


def _of_role(path: str, role: Role, *, today: date) -> Iterator[Finding]:
    title = flat(role.title.text) if role.title else ""
    if role.dates is None:
        if title:
            yield Finding(
                rule="no_dates",
                level=FindingLevel.FIX,
                path=path,
                quote=title,
                why="This role has no dates that can be read.",
                suggestion="Write month and year of begin and end (“March 2021 – present”).",
            )
        return
    raw = flat(role.dates.raw.text)
    start, end = role.dates.start, role.dates.end
    if _is_future(start, today) or _is_far(end, today):
        yield Finding(
            rule="future_date",
            level=FindingLevel.FIX,
            path=f"{path}.dates",
            quote=raw,
            why="This date is in the future.",
            suggestion="Check the year.",
        )
    elif start is not None and start.month is None and not _is_old(role, today):
        yield Finding(
            rule="no_month",
            level=FindingLevel.CONSIDER,
            path=f"{path}.dates",
            quote=raw,
            why="Without months nobody can tell one year from two.",
            suggestion="Add the months.",
        )
    if _is_old(role, today) and len(role.highlights) > 1:
        yield Finding(
            rule="old_role",
            level=FindingLevel.CONSIDER,
            path=path,
            quote=title or raw,
            why=f"It ended more than {_OLD_YEARS} years ago and has {len(role.highlights)} lines.",
            suggestion="One line is enough, unless it is what the job asks for.",
        )


def _is_future(point: PartialDate | None, today: date) -> bool:
    return point is not None and (point.year, point.month or 1) > (today.year, today.month)


def _is_far(point: PartialDate | None, today: date) -> bool:
    """An end may be planned, but not for years."""
    return point is not None and point.year > today.year + 2


def _is_old(role: Role, today: date) -> bool:
    dates = role.dates
    if dates is None or dates.is_current or dates.end is None:
        return False
    return today.year - dates.end.year > _OLD_YEARS


def _order(placed: list[tuple[str, Role]], *, today: date) -> Iterator[Finding]:
    known = [
        (path, role, span)
        for path, role in placed
        if role.dates and (span := interval_of(role.dates, today=today)) is not None
    ]
    later = [
        (path, role)
        for (_, _, above), (path, role, below) in pairwise(known)
        if below[1] > above[1] and below[0] > above[0]
    ]
    if later and role_dates(later[0][1]):
        path, role = later[0]
        yield Finding(
            rule="order",
            level=FindingLevel.CONSIDER,
            path=path,
            quote=role_dates(role),
            why="This role is newer than the one above it.",
            suggestion="Put the newest role first; most readers and systems expect it.",
        )


def role_dates(role: Role) -> str:
    """The dates as drawn."""
    return flat(role.dates.raw.text) if role.dates else ""


def _gaps(
    placed: list[tuple[str, Role]], studies: list[tuple[int, int]], *, today: date
) -> Iterator[Finding]:
    """Months without work or study, and several roles that all say they go on."""
    known = _sorted_spans(placed, today=today)
    reach = 0
    for start, end, path, role in known:
        idle = start - reach
        studied = any(first < start and last > reach for first, last in studies)
        if reach and idle >= _GAP_MONTHS and not studied and not _is_old(role, today):
            yield Finding(
                rule="gap",
                level=FindingLevel.CONSIDER,
                path=path,
                quote=role_dates(role),
                why=f"{idle} months before this role are not accounted for.",
                suggestion="Nothing wrong with a gap. If there is something to say (study, care, "
                "travel), one line answers the question.",
            )
        reach = max(reach, end)
    current = [(path, role) for _, _, path, role in known if role.dates and role.dates.is_current]
    if len(current) > 2:
        yield Finding(
            rule="several_current",
            level=FindingLevel.CONSIDER,
            path=current[-1][0],
            quote=role_dates(current[-1][1]),
            why=f"{len(current)} roles go on until today.",
            suggestion="Check that none of them has ended.",
        )


def _sorted_spans(
    placed: list[tuple[str, Role]], *, today: date
) -> list[tuple[int, int, str, Role]]:
    found = [
        (*span, path, role)
        for path, role in placed
        if role.dates and role.dates.start and role.dates.start.month
        if (span := interval_of(role.dates, today=today)) is not None
    ]
    return sorted(found, key=lambda one: one[:3])
