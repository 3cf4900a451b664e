"""How long a person used a skill, and when last: from the roles that show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from domain.preferences.effective import SKILLS_REMOVED, corrected, listed
from domain.profiles import Profile, StatementKind
from domain.resume.model import DateRange, PartialDate, Resume, Role, Work
from domain.resume.tenure import interval_of, months_in_union
from domain.skills import canonical, find_skills, implied_by
from domain.skills.names import without_names

_MAX_ROLES = 150
_MAX_LINE = 2_000  # characters of a highlight that are read
_MAX_HIGHLIGHTS = 60  # per role
_MAX_USES = 40  # per skill


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One role in which a skill was used, and the line that says so."""

    role: str
    """Path of the role in the profile (``work.0.roles.1``); empty when none was named."""
    title: str
    employer: str
    dates: DateRange | None
    line: str
    """The title, the highlight or the person's own words, verbatim."""
    by: str = ""
    """The skill that the line names: it may be one that implies the other."""
    statement: str = ""
    """Id of the statement that says so; empty for a line of a document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """A skill over time. Time in two roles at once counts once, time between roles not at all."""

    skill: str
    """The taxonomy's name, else as the person said."""
    months: int | None
    """Months in which at least one role with the skill went on; None: no such role is dated."""
    last_used: PartialDate | None
    """End of the latest role; None when no end is stated, or when it goes on."""
    is_current: bool
    """A role with the skill goes on today."""
    uses: tuple[Use, ...]
    """Latest first."""

    @property
    def years(self) -> float | None:
        """Years to one decimal; None for "not dated"."""
        return None if self.months is None else round(self.months / 12, 1)

    @property
    def undated(self) -> tuple[Use, ...]:
        """Roles whose length is not stated; they add nothing to ``months``."""
        return tuple(use for use in self.uses if not _has_length(use.dates))


def skill_tenures(profile: Profile, *, today: date) -> Mapping[str, Tenure]:
    """Per skill (taxonomy's name) the time in roles that show it.

    A role shows a skill by its title, by a line of what was done there, by a statement of the
    person about that role, or by a skill that implies it. A list of skills alone has no dates:
    skills that only stand in one are not in the answer. Corrections of the person count.

    Args:
        profile: as stored.
        today: where roles that go on are cut.

    Returns:
        In the order in which the profile shows the skills.
    """
    resume = corrected(profile).resume
    denied = {canonical(name) or name for name in listed(profile.corrections.get(SKILLS_REMOVED))}
    found: dict[str, dict[str, Use]] = {}
    for skill, use in _uses(resume, profile):
        for shown in implied_by(skill):
            if shown in denied:
                continue
            uses = found.setdefault(shown, {})
            key = use.role or use.statement
            held = uses.get(key)
            # The line that names the skill itself says more than one that implies it.
            is_better = held is not None and shown == skill and held.by != skill
            if is_better or (held is None and len(uses) < _MAX_USES):
                uses[key] = use
    return {skill: _tenure(skill, tuple(uses.values()), today) for skill, uses in found.items()}


def tenure_of(profile: Profile, skill: str, *, today: date) -> Tenure | None:
    """One skill's tenure by any of its names; None when no role shows it.

    >>> from domain.ids import UserId
    >>> tenure_of(Profile(user=UserId("u")), "Python", today=date(2026, 1, 1)) is None
    True
    """
    tenures = skill_tenures(profile, today=today)
    name = canonical(skill) or skill
    return tenures.get(name) or next(
        (held for known, held in tenures.items() if known.casefold() == name.casefold()), None
    )


def _uses(resume: Resume | None, profile: Profile) -> Iterator[tuple[str, Use]]:
    by_path: dict[str, Use] = {}
    for path, work, role in _roles(resume):
        title = " ".join(role.title.text[:_MAX_LINE].split()) if role.title else ""
        employer = " ".join(work.employer.text[:_MAX_LINE].split()) if work.employer else ""
        use = Use(role=path, title=title, employer=employer, dates=role.dates, line=title)
        by_path[path] = use
        for mention in find_skills(title, is_title=True):
            yield mention.canonical, replace(use, by=mention.canonical)
        for highlight in role.highlights[:_MAX_HIGHLIGHTS]:
            line = highlight.text[:_MAX_LINE]
            # "Worked at Oracle" shows no skill in Oracle.
            bare = without_names(line, [employer]) if employer else line
            for mention in find_skills(bare):
                yield mention.canonical, replace(use, line=line, by=mention.canonical)
    for said in profile.statements:
        if said.kind is StatementKind.EXPERIENCE:
            at = by_path.get(said.role, Use(role="", title="", employer="", dates=None, line=""))
            skill = canonical(said.skill) or said.skill
            yield skill, replace(at, line=said.words, by=skill, statement=said.id)


def _roles(resume: Resume | None) -> Iterator[tuple[str, Work, Role]]:
    count = 0
    for i, work in enumerate(resume.work if resume else ()):
        for j, role in enumerate(work.roles):
            if count >= _MAX_ROLES:
                return
            count += 1
            yield f"work.{i}.roles.{j}", work, role


def _tenure(skill: str, uses: tuple[Use, ...], today: date) -> Tenure:
    latest_first = sorted(uses, key=lambda use: _reach(use.dates, today), reverse=True)
    dated = [use.dates for use in latest_first if _has_length(use.dates)]
    ends = [dates.end for dates in dated if dates is not None and dates.end is not None]
    is_current = any(dates is not None and dates.is_current for dates in dated)
    return Tenure(
        skill=skill,
        months=months_in_union(dated, today=today) if dated else None,
        last_used=None
        if is_current
        else max(ends, key=lambda end: (end.year, end.month or 12), default=None),
        is_current=is_current,
        uses=tuple(latest_first),
    )


def _has_length(dates: DateRange | None) -> bool:
    return (
        dates is not None
        and dates.start is not None
        and (dates.is_current or dates.end is not None)
    )


def _reach(dates: DateRange | None, today: date) -> tuple[int, int]:
    interval = interval_of(dates, today=today) if dates else None
    return (interval[1], interval[0]) if interval else (0, 0)
