"""The same pool by stage and by month, and what people did with the tool's suggestions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.audit.pool import Attribute, Outcome, Override, Pool, count_groups
from domain.audit.tables import smallest_ratio

KNOWN_STAGES = (
    "applied",
    "received",
    "screened",
    "screen",
    "phone screen",
    "phone",
    "test",
    "assessment",
    "shortlist",
    "shortlisted",
    "interview",
    "interviewed",
    "second interview",
    "final interview",
    "reference",
    "offer",
    "offered",
    "accepted",
    "hired",
)
"""In order; used when the stages of a table are all among them."""
_OTHERWISE = "not stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class StageStep:
    """From one stage to the next."""

    stage: str
    to: str
    n: int
    """People who reached ``stage``."""
    passed: int
    """Of them, those who reached ``to``."""
    min_ratio: float | None
    """Impact ratio of reaching ``to``, of those who reached ``stage``, of groups with at
    least 30 people; None under two of them."""
    lowest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """People of one month."""

    month: str
    """2026-04."""
    n: int
    selected: int
    min_ratio: float | None
    """Of groups with at least 30 people in that month; None under two of them."""
    lowest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """What people did with suggestions, for one group."""

    label: str
    n: int
    up: int
    down: int

    @property
    def net(self) -> float:
        """(up - down) / n: above 0, people select more of this group than the tool suggests."""
        return (self.up - self.down) / self.n if self.n else 0.0


def stage_order(pool: Pool, *, given: Sequence[str] = ()) -> tuple[str, ...]:
    """The stages of a pool in their order; empty when it is not known.

    ``given`` names them; without it, all of them have to be stages that everybody uses. Labels that
    ``given`` does not name make the order unknown too.
    """
    present = {one.stage for one in pool.people if one.stage is not None}
    if given:
        by_name = {name.casefold(): name for name in present}
        order = tuple(by_name.get(name.strip().casefold(), name.strip()) for name in given)
        return order if present <= set(order) else ()
    known = {name: at for at, name in enumerate(KNOWN_STAGES)}
    if any(stage.casefold() not in known for stage in present):
        return ()
    return tuple(sorted(present, key=lambda stage: known[stage.casefold()]))


def funnel(pool: Pool, *, attribute: Attribute, order: Sequence[str]) -> tuple[StageStep, ...]:
    """Each step from one stage to the next; people without a stage are left out."""
    places = {stage: at for at, stage in enumerate(order)}
    steps = []
    for at in range(len(order) - 1):
        reached = tuple(
            one for one in pool.people if one.stage is not None and places[one.stage] >= at
        )
        counts = count_groups(reached, attribute=attribute, outcome=_beyond(at, places=places))
        found = smallest_ratio(counts)
        steps.append(
            StageStep(
                stage=order[at],
                to=order[at + 1],
                n=sum(one.n for one in counts),
                passed=sum(one.selected for one in counts),
                min_ratio=found[0] if found is not None else None,
                lowest=found[1] if found is not None else None,
            )
        )
    return tuple(steps)


def _beyond(at: int, *, places: Mapping[str, int]) -> Outcome:
    return lambda one: None if one.stage is None else places[one.stage] > at


def months(pool: Pool, *, attribute: Attribute, outcome: Outcome) -> tuple[Month, ...]:
    """Month by month, oldest first; people without a date are left out."""
    by_month: dict[str, list[int]] = {}
    for at, one in enumerate(pool.people):
        if one.day is not None:
            by_month.setdefault(f"{one.day:%Y-%m}", []).append(at)
    found = []
    for month in sorted(by_month):
        people = tuple(pool.people[at] for at in by_month[month])
        counts = count_groups(people, attribute=attribute, outcome=outcome)
        smallest = smallest_ratio(counts)
        found.append(
            Month(
                month=month,
                n=sum(one.n for one in counts),
                selected=sum(one.selected for one in counts),
                min_ratio=smallest[0] if smallest is not None else None,
                lowest=smallest[1] if smallest is not None else None,
            )
        )
    return tuple(found)


def overrides(pool: Pool, *, attribute: Attribute) -> tuple[Overrides, ...]:
    """By group, labels in order; people without an entry are left out."""
    counts: dict[str, list[int]] = {}
    for one in pool.people:
        if one.override is None:
            continue
        row = counts.setdefault(one.group(attribute) or _OTHERWISE, [0, 0, 0])
        row[0] += 1
        row[1] += one.override is Override.UP
        row[2] += one.override is Override.DOWN
    return tuple(
        Overrides(label=label, n=counts[label][0], up=counts[label][1], down=counts[label][2])
        for label in sorted(counts, key=lambda name: (name == _OTHERWISE, name))
    )
