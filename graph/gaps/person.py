"""A profile as a gap sees it: skills, where each was used and when, what was said and tested."""

from __future__ import annotations

from datetime import date

from domain.gaps.proving import Person, Use, with_said
from domain.preferences.effective import corrected
from domain.profiles import Profile
from domain.skills.tenure import Tenure, skill_tenures
from graph.job_finder import seeker_of

_LONGEST_LINE = 240  # characters of a line that is quoted


def person_of(profile: Profile, *, today: date) -> Person:
    """What a profile shows; corrections and told experience are in it (some milliseconds)."""
    effective = corrected(profile)
    seeker = seeker_of(effective, text="", today=today)
    tenures = skill_tenures(profile, today=today)
    return Person(
        seeker=with_said(seeker, effective.statements),
        uses={
            skill: use
            for skill, tenure in tenures.items()
            if (use := _in_documents(tenure)) is not None
        },
        listed_lines=_listed_lines(effective),
        statements=effective.statements,
        today=today,
    )


def _in_documents(tenure: Tenure) -> Use | None:
    """The use by the roles of the documents; None when only the person's word shows it."""
    shown = [use for use in tenure.uses if not use.statement and use.line]
    if not shown:
        return None
    return Use(
        months=tenure.months,
        # A role without dates may be later than any that has them.
        last_used=None if tenure.undated else tenure.last_used,
        is_current=tenure.is_current,
        line=" ".join(shown[0].line.split())[:_LONGEST_LINE],
    )


def _listed_lines(profile: Profile) -> frozenset[str]:
    """Lines that hold nothing but the list of skills, as a proof quotes them."""
    if profile.resume is None:
        return frozenset()
    source = profile.resume.source.text
    lines = {" ".join(skill.name.text.split())[:_LONGEST_LINE] for skill in profile.resume.skills}
    for skill in profile.resume.skills:
        first = source.rfind("\n", 0, skill.name.span.start) + 1
        last = source.find("\n", skill.name.span.end)
        block = source[first : last if last >= 0 else len(source)]
        lines.update(" ".join(line.split())[:_LONGEST_LINE] for line in block.splitlines())
    return frozenset(lines - {""})
