"""Work of several sources in one list: no role twice, several roles per employer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from domain.posting_identity import company_key, title_key
from domain.profile_sources.choosing import Chooser, Said, alias
from domain.profile_sources.comparing import (
    Nearness,
    closeness,
    dates_agree,
    dates_nearness,
    dates_words,
    employers,
    exactness,
    overlap,
    same_line,
    start_month,
    titles_agree,
    words_of,
)
from domain.profile_sources.model import SourcePart
from domain.resume.model import DateRange, Extracted, Resume, Role, Work

MAX_ROLES = 150
"""Per source, of which each is compared with those of the others; more are left out."""
MAX_HIGHLIGHTS = 40
"""Per role."""

_ALIKE = 0.5
"""Titles at least this close may be one role where employer and dates fit."""
_ALMOST = 0.8
"""The same for roles whose employers are written differently."""
_YEAR = 12  # months


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRole:
    """One role in one source. ``role`` is None for an employer without roles."""

    source: str
    work_number: int
    role_number: int
    work: Work
    role: Role | None

    @property
    def part(self) -> SourcePart:
        """Where it stands in its source."""
        return SourcePart(
            source=self.source, path=f"work.{self.work_number}.roles.{self.role_number}"
        )

    @property
    def dates(self) -> DateRange | None:
        return self.role.dates if self.role else None

    @property
    def title(self) -> Extracted | None:
        return self.role.title if self.role else None

    @property
    def key(self) -> tuple[str, str]:
        """Employer and title, comparable."""
        return company_key(words_of(self.work.employer)), title_key(words_of(self.title))


@dataclass(slots=True)
class _OneRole:
    """A role as one or more sources have it, best first."""

    held: list[HeldRole]

    def start(self) -> int | None:
        return next((s for each in self.held if (s := start_month(each.dates)) is not None), None)


@dataclass(slots=True)
class _OneEmployer:
    """A stretch of work at one employer."""

    roles: list[_OneRole] = field(default_factory=list)

    def held(self) -> list[HeldRole]:
        return [each for role in self.roles for each in role.held]

    def start(self) -> int | None:
        starts = [s for role in self.roles if (s := role.start()) is not None]
        return max(starts, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedWork:
    """The work of a merged resume, and what each piece was made of."""

    work: tuple[Work, ...]
    parts: dict[str, tuple[SourcePart, ...]]
    names: dict[str, frozenset[str]]


def merged_work(sources: Sequence[tuple[str, Resume]], chooser: Chooser) -> MergedWork:
    """The roles of all sources, each once.

    Args:
        sources: id and resume, best first, all spans in one text.
        chooser: settles what differs.
    """
    employers_so_far: list[_OneEmployer] = []
    for source, resume in sources:
        _take(employers_so_far, list(_held(source, resume)), counts=_role_counts(resume))
    return _written(employers_so_far, chooser)


def _held(source: str, resume: Resume) -> Iterable[HeldRole]:
    count = 0
    for i, work in enumerate(resume.work):
        for j, role in enumerate(work.roles or (None,)):
            if count >= MAX_ROLES:
                return
            count += 1
            yield HeldRole(source=source, work_number=i, role_number=j, work=work, role=role)


def _role_counts(resume: Resume) -> dict[str, int]:
    counts: dict[str, int] = {}
    for work in resume.work[:MAX_ROLES]:
        key = company_key(words_of(work.employer))
        counts[key] = counts.get(key, 0) + max(1, len(work.roles))
    return counts


def _take(known: list[_OneEmployer], new: list[HeldRole], *, counts: dict[str, int]) -> None:
    """Put a source's roles where they belong: onto the same role, or beside it."""
    old = [role for employer in known for role in employer.roles]
    alone = _alone(known)
    pairs = sorted(
        (
            (-score, i, j)
            for i, each in enumerate(new)
            for j, role in enumerate(old)
            if (score := _sameness(each, role, alone=alone, counts=counts)) > 0
        ),
    )
    matched: dict[int, int] = {}
    for _, i, j in pairs:
        if i not in matched and j not in matched.values():
            matched[i] = j
    employer_of: dict[int, _OneEmployer] = {}
    of_role = {id(role): employer for employer in known for role in employer.roles}
    for i, j in matched.items():
        old[j].held.append(new[i])
        employer_of.setdefault(new[i].work_number, of_role[id(old[j])])
    for i, each in enumerate(new):
        if i in matched:
            continue
        place = employer_of.get(each.work_number) or _near(known, each)
        if place is None:
            place = _OneEmployer()
            place.roles.append(_OneRole([each]))
            known.insert(_position([one.start() for one in known], start_month(each.dates)), place)
        elif each.role is not None:
            role = _OneRole([each])
            at = _position([one.start() for one in place.roles], role.start())
            place.roles.insert(at, role)
        employer_of[each.work_number] = place


def _alone(known: list[_OneEmployer]) -> set[str]:
    """Employers at which only one role is known."""
    counts: dict[str, int] = {}
    for employer in known:
        for role in employer.roles:
            key = role.held[0].key[0]
            counts[key] = counts.get(key, 0) + 1
    return {key for key, count in counts.items() if count == 1 and key}


def _sameness(each: HeldRole, role: _OneRole, *, alone: set[str], counts: dict[str, int]) -> float:
    """How surely a role is the one that others told of; 0 when it is another."""
    return max(
        _likeness(each, held, alone=alone, counts=counts)
        if held.source != each.source
        else float("-inf")
        for held in role.held
    )


def _likeness(left: HeldRole, right: HeldRole, *, alone: set[str], counts: dict[str, int]) -> float:
    employer = employers(left.work.employer, right.work.employer)
    when = dates_nearness(left.dates, right.dates)
    near = closeness(left.title, right.title)
    title = 0.6 if near is None else near
    same_title = near == 1.0
    one_each = right.key[0] in alone and counts.get(left.key[0], 0) == 1
    match employer:
        case Nearness.SAME:
            is_same = (
                when is Nearness.SAME
                or (title >= _ALIKE and when in {Nearness.NEAR, Nearness.UNKNOWN})
                or (same_title and one_each)
                or left.role is None
                or right.role is None
            )
        case Nearness.NEAR:
            is_same = title >= _ALMOST and (when >= Nearness.NEAR or (same_title and one_each))
        case Nearness.UNKNOWN:
            is_same = near is not None and near >= _ALMOST and when is Nearness.SAME
        case _:
            # A firm that changed its name: nothing else is left to differ.
            is_same = bool(near == 1.0 and when is Nearness.SAME and _to_the_month(left, right))
    if not is_same:
        return 0.0
    # Seniority decides between the two halves of a promotion, whichever is longer.
    one, other = left.title, right.title
    level = 2.0 if one is not None and other is not None and titles_agree(one, other) else 0.0
    return 4.0 * employer + title + level + when + overlap(left.dates, right.dates)


def _to_the_month(left: HeldRole, right: HeldRole) -> bool:
    for dates in (left.dates, right.dates):
        if dates is None or dates.start is None or dates.start.month is None:
            return False
        if not dates.is_current and (dates.end is None or dates.end.month is None):
            return False
    return True


def _near(known: list[_OneEmployer], each: HeldRole) -> _OneEmployer | None:
    """The stretch of work at the same employer that a role without a twin belongs to."""
    start = start_month(each.dates)
    for employer in known:
        if not any(
            employers(each.work.employer, held.work.employer) is Nearness.SAME
            for held in employer.held()
        ):
            continue
        if start is None or any(_touches(each.dates, held.dates) for held in employer.held()):
            return employer
    return None


def _touches(left: DateRange | None, right: DateRange | None) -> bool:
    """Less than a year between the two: the same stay at an employer."""
    a, b = start_month(left), start_month(right)
    if left is None or right is None or a is None or b is None:
        return True
    first = left if a <= b else right
    if first.is_current or first.end is None:
        return True
    end = first.end.year * _YEAR + (first.end.month or _YEAR)
    return max(a, b) - end <= _YEAR


def _position(starts: Sequence[int | None], start: int | None) -> int:
    """Where something that began then belongs in a list with the latest first."""
    if start is None:
        return len(starts)
    return next(
        (i for i, other in enumerate(starts) if other is not None and other < start), len(starts)
    )


# --- writing ----------------------------------------------------------------------------------


def _written(found: list[_OneEmployer], chooser: Chooser) -> MergedWork:
    work: list[Work] = []
    parts: dict[str, tuple[SourcePart, ...]] = {}
    names: dict[str, frozenset[str]] = {}
    for number, one in enumerate(found):
        path = f"work.{number}"
        held = one.held()
        groups = [_aliases(role) for role in one.roles]
        roles = tuple(
            _role(role, group=chooser.group(aliases), chooser=chooser)
            for role, aliases in zip(one.roles, groups, strict=True)
            if any(each.role is not None for each in role.held)
        )
        work.append(
            Work(
                employer=chooser.pick(
                    _said((each.source, each.work.employer) for each in held),
                    group=chooser.group([a.replace("role|", "job|", 1) for g in groups for a in g]),
                    field="employer",
                    agree=lambda a, b: employers(a, b) >= Nearness.NEAR,
                    fullness=lambda value: len(value.text),
                    words=words_of,
                ),
                location=chooser.first(_said((each.source, each.work.location) for each in held)),
                roles=roles,
            )
        )
        parts[path] = tuple(
            dict.fromkeys(
                SourcePart(source=each.source, path=f"work.{each.work_number}") for each in held
            )
        )
        names[path] = frozenset(each.key[0] for each in held if each.key[0])
        real = [role for role in one.roles if any(each.role is not None for each in role.held)]
        for place, role in enumerate(real):
            parts[f"{path}.roles.{place}"] = tuple(each.part for each in role.held)
            names[f"{path}.roles.{place}"] = frozenset(
                alias(*each.key) for each in role.held if any(each.key)
            )
    return MergedWork(work=tuple(work), parts=parts, names=names)


def _aliases(role: _OneRole) -> list[str]:
    return [alias("role", *each.key) for each in role.held]


def _role(one: _OneRole, *, group: str, chooser: Chooser) -> Role:
    held = [(each.source, each.role) for each in one.held if each.role is not None]
    return Role(
        title=chooser.pick(
            _said((source, role.title) for source, role in held),
            group=group,
            field="title",
            agree=titles_agree,
            fullness=lambda value: len(value.text),
            words=words_of,
        ),
        dates=chooser.pick(
            [Said(source=source, value=role.dates) for source, role in held if role.dates],
            group=group,
            field="dates",
            agree=dates_agree,
            fullness=exactness,
            words=dates_words,
        ),
        location=chooser.first(_said((source, role.location) for source, role in held)),
        highlights=_highlights([role for _, role in held]),
    )


def _highlights(roles: Sequence[Role]) -> tuple[Extracted, ...]:
    """What was done, of all sources; a line told twice stays once, in the better source's words."""
    kept = list(roles[0].highlights[:MAX_HIGHLIGHTS])
    for role in roles[1:]:
        for line in role.highlights[:MAX_HIGHLIGHTS]:
            if len(kept) >= MAX_HIGHLIGHTS:
                break
            if not any(same_line(line, other) for other in kept):
                kept.append(line)
    return tuple(kept)


def _said(values: Iterable[tuple[str, Extracted | None]]) -> list[Said[Extracted]]:
    return [Said(source=source, value=value) for source, value in values if value is not None]
