"""Random pools for the audit tests: seeded, so that a failure can be repeated."""

from __future__ import annotations

import random
from dataclasses import dataclass

from domain.audit.pool import Attribute, Individual, Pool

SEXES = ("Female", "Male", "Non-binary")
RACES = ("Asian", "Black or African American", "Hispanic or Latino", "White", "Two or more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a random pool was drawn."""

    size: int
    unknown: float
    selected: float


def random_pool(seed: int) -> Pool:
    """A pool of 2 to 1,200 people with one to fifteen groups and any selection rate."""
    draw = random.Random(seed)
    shape = Shape(
        size=int(2 * 600 ** draw.random()),
        unknown=draw.choice((0.0, 0.05, 0.3)),
        selected=draw.choice((0.0, 0.02, 0.2, 0.5, 0.9, 1.0)),
    )
    weights = [draw.random() ** 3 + 0.001 for _ in RACES]
    lean = {race: draw.uniform(0.5, 1.5) for race in RACES}
    grid = draw.choice((10, 100, 10_000))
    people = tuple(_individual(draw, shape, weights, lean, grid) for _ in range(shape.size))
    return Pool(
        people=people,
        sha256="",
        columns=(),
        has_selected=True,
        has_score=True,
        attributes=(Attribute.SEX, Attribute.RACE_ETHNICITY, Attribute.BOTH),
    )


def _individual(
    draw: random.Random,
    shape: Shape,
    weights: list[float],
    lean: dict[str, float],
    grid: int,
) -> Individual:
    race = draw.choices(RACES, weights)[0]
    chance = min(1.0, shape.selected * lean[race]) if shape.selected < 1 else 1.0
    return Individual(
        selected=draw.random() < chance,
        score=round(draw.random() * grid) / grid,
        sex=None if draw.random() < shape.unknown else draw.choices(SEXES, (49, 49, 2))[0],
        race_ethnicity=None if draw.random() < shape.unknown else race,
    )


def made_pool(rows: list[tuple[str | None, bool, int]]) -> Pool:
    """A pool of (sex, selected, how many)."""
    people = tuple(
        Individual(sex=sex, selected=selected)
        for sex, selected, how_many in rows
        for _ in range(how_many)
    )
    return Pool(
        people=people,
        sha256="",
        columns=(),
        has_selected=True,
        has_score=False,
        attributes=(Attribute.SEX,),
    )
