"""The review: all rules over one profile, most important first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from domain.claims.ledger import ledger_of, own_resume
from domain.profiles import Profile
from domain.resume.model import Resume
from domain.resume_review.lines import Bullet, bullets_of, line_findings, repeated, results
from domain.resume_review.model import Finding, FindingLevel
from domain.resume_review.periods import period_findings
from domain.resume_review.whole import (
    contact_findings,
    evidence,
    length,
    personal_data,
    readability,
)

_MOST_OF_A_RULE = 3
_MOST = 60
_ORDER = tuple(FindingLevel)
_GOOD_SHARE = 0.4


def review(profile: Profile, *, today: date) -> tuple[Finding, ...]:
    """Findings about a resume, most important first; what is good comes last.

    Args:
        profile: as stored or corrected; what the person corrected is not found again.
        today: for dates in the future and old roles.
    """
    resume = own_resume(profile)
    if resume is None:
        return ()
    ledger = ledger_of(profile, today=today)
    bullets = bullets_of(resume)
    found = [
        *readability(resume),
        *contact_findings(resume),
        *results(resume, bullets),
        *repeated(bullets),
        *period_findings(resume, today=today),
        *line_findings(bullets),
        *evidence(resume, ledger),
        *length(resume),
        *personal_data(resume),
    ]
    kept = list(_few_of_each(found))
    kept += _good(resume, bullets, {one.rule for one in found})
    return tuple(sorted(kept, key=lambda one: _ORDER.index(one.level))[:_MOST])


def _few_of_each(findings: Iterable[Finding]) -> Iterator[Finding]:
    counts: Counter[str] = Counter()
    for one in findings:
        counts[one.rule] += 1
        if counts[one.rule] <= _MOST_OF_A_RULE:
            yield one


def _good(resume: Resume, bullets: tuple[Bullet, ...], rules: set[str]) -> Iterator[Finding]:
    figures = [one for one in bullets if any(c.isdigit() for c in one.text)]
    if len(figures) >= 3 and len(figures) >= _GOOD_SHARE * len(bullets):
        yield Finding(
            rule="good_figures",
            level=FindingLevel.GOOD,
            path=figures[0].path,
            quote=figures[0].text,
            why=f"{len(figures)} of {len(bullets)} lines have a figure.",
            suggestion="",
        )
    dated = [role for work in resume.work for role in work.roles if role.dates]
    if len(dated) >= 2 and not rules & {"no_dates", "no_month", "future_date", "order", "gap"}:
        yield Finding(
            rule="good_dates",
            level=FindingLevel.GOOD,
            path="work",
            quote=" ".join(dated[0].dates.raw.text.split()) if dated[0].dates else "",
            why="All roles have dates, the newest first, without gaps.",
            suggestion="",
        )
    if not rules & {"no_email", "no_phone", "no_name"}:
        yield Finding(
            rule="good_contact",
            level=FindingLevel.GOOD,
            path="contact",
            quote="",
            why="Name, email and telephone can be read by machines.",
            suggestion="",
        )
