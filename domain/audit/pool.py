"""A pool: the people of one role as an uploaded table says, apart from candidate records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median


class Attribute(StrEnum):
    """What people said about themselves; never guessed."""

    SEX = "sex"
    RACE_ETHNICITY = "race_ethnicity"
    BOTH = "sex_race_ethnicity"
    """The two together."""


ATTRIBUTE_NAMES = {
    Attribute.SEX: "Sex",
    Attribute.RACE_ETHNICITY: "Race or ethnicity",
    Attribute.BOTH: "Sex and race or ethnicity together",
}


class Override(StrEnum):
    """What a person did with the suggestion of the tool."""

    KEPT = "kept"
    UP = "up"
    """Selected although the tool had not suggested it."""
    DOWN = "down"
    """Not selected although the tool had suggested it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Individual:
    """One row. None is unknown everywhere, and unknown is never counted as no."""

    selected: bool | None = None
    score: float | None = None
    sex: str | None = None
    race_ethnicity: str | None = None
    stage: str | None = None
    """The last stage reached."""
    day: date | None = None
    gates: tuple[bool | None, ...] = ()
    """Passed or not, in the order of :attr:`Pool.gates`."""
    criteria: tuple[float | None, ...] = ()
    """Points, in the order of :attr:`Pool.criteria`."""
    override: Override | None = None

    def group(self, attribute: Attribute) -> str | None:
        """The self-reported label; of both attributes only when both are known."""
        if attribute is Attribute.SEX:
            return self.sex
        if attribute is Attribute.RACE_ETHNICITY:
            return self.race_ethnicity
        if self.sex is None or self.race_ethnicity is None:
            return None
        return f"{self.sex}, {self.race_ethnicity}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionColumn:
    """A column of points."""

    name: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """The whole table."""

    people: tuple[Individual, ...]
    sha256: str
    """Of the bytes of the text as UTF-8."""
    columns: tuple[str, ...]
    """The headers as written."""
    has_selected: bool
    has_score: bool
    attributes: tuple[Attribute, ...]
    gates: tuple[str, ...] = ()
    criteria: tuple[CriterionColumn, ...] = ()
    has_stage: bool = False
    has_day: bool = False
    has_override: bool = False

    def median_score(self) -> float | None:
        """Of everybody with a score, known group or not; None without scores."""
        scores = [one.score for one in self.people if one.score is not None]
        return float(median(scores)) if scores else None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCount:
    """How many of a group there are and how many of them were chosen."""

    label: str | None
    """None: those who did not say."""
    n: int
    selected: int


Outcome = Callable[[Individual], bool | None]
"""Whether somebody counts as chosen; None leaves the person out of the table."""


def count_groups(
    people: Iterator[Individual] | tuple[Individual, ...],
    *,
    attribute: Attribute,
    outcome: Outcome,
) -> tuple[GroupCount, ...]:
    """Everybody with an outcome, by group: labels in order, those who did not say last.

    >>> someone = Individual(sex="Female", selected=True)
    >>> count_groups((someone,), attribute=Attribute.SEX, outcome=lambda one: one.selected)
    (GroupCount(label='Female', n=1, selected=1),)
    """
    counts: dict[str | None, list[int]] = {}
    for one in people:
        chosen = outcome(one)
        if chosen is None:
            continue
        pair = counts.setdefault(one.group(attribute), [0, 0])
        pair[0] += 1
        pair[1] += chosen
    labels = sorted(counts, key=lambda label: (label is None, label or ""))
    return tuple(
        GroupCount(label=label, n=counts[label][0], selected=counts[label][1]) for label in labels
    )


def selection(one: Individual) -> bool | None:
    """The outcome column as it is."""
    return one.selected


def at_or_above(threshold: float) -> Outcome:
    """Chosen when the score reaches ``threshold``."""
    return lambda one: None if one.score is None else one.score >= threshold


def above(middle: float) -> Outcome:
    """The scoring rate of 6 RCNY 5-301: strictly above the median of everybody."""
    return lambda one: None if one.score is None else one.score > middle
