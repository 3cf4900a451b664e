"""An uploaded table of self-reported categories to a pool, with errors that name row and column."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.audit import cells
from domain.audit.pool import Attribute, CriterionColumn, Individual, Override, Pool
from domain.errors import UserMistake

MAX_CHARACTERS = 50_000_000
MAX_ROWS = 200_000
MAX_COLUMNS = 60
MAX_LABELS = 40
"""Different labels of one attribute; more are a free text or a name."""

SCHEMA = (
    "One row per person. Columns, in any order: selected (yes or no) and/or score (a number); sex "
    "and/or race_ethnicity as people said themselves, empty when they did not; optional: stage "
    "(the last one reached), date, gate_NAME (pass or fail), c_NAME or c_NAME:WEIGHT (points), "
    "suggested (yes or no, by the tool) or override (up, down, kept)."
)

_SELECTED = {"selected", "outcome", "advanced", "hired"}
_SCORE = {"score", "total", "total_score"}
_SEX = {"sex", "gender"}
_RACE = {"race_ethnicity", "race/ethnicity", "race", "ethnicity", "race_or_ethnicity"}
_STAGE = {"stage", "last_stage", "stage_reached"}
_DAY = {"date", "day", "applied_at", "applied_on", "month"}
_SUGGESTED = {"suggested", "recommended", "tool_selected"}
_OVERRIDE = {"override", "overridden"}
_DELIMITERS = ",;\t|"
_CRITERION = re.compile(r"c_(.{1,60}?)(?::(\d{1,3}(?:\.\d{1,3})?))?", re.IGNORECASE)
_GATE = re.compile(r"(?:gate|g)_(.{1,60})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Places:
    """Which column is what."""

    selected: int | None
    score: int | None
    sex: int | None
    race: int | None
    stage: int | None
    day: int | None
    suggested: int | None
    override: int | None
    gates: tuple[tuple[int, str], ...]
    criteria: tuple[tuple[int, CriterionColumn], ...]


class _Labels:
    """Labels of one column: the first spelling stands for all that differ in case only."""

    def __init__(self, column: str) -> None:
        self._column = column
        self._first: dict[str, str] = {}

    def of(self, value: str, *, row: int) -> str | None:
        words = cells.label(value, row=row, column=self._column)
        if words is None:
            return None
        known = self._first.setdefault(words.casefold(), words)
        if len(self._first) > MAX_LABELS:
            raise UserMistake(
                f"Column {self._column} has more than {MAX_LABELS} different labels by row {row}. "
                "Is it the right column? Use groups that people chose from a list."
            )
        return known


def read_pool(csv_text: str) -> Pool:
    """Read a table with comma, semicolon, tab or bar between columns; a byte order mark is fine.

    Empty cells and words such as "prefer not to say" are unknown.

    Raises:
        UserMistake: no usable table; says which row, which column, which value and what to write.

    >>> read_pool(chr(10).join(("selected;sex", "yes;Female", "no;Male"))).people[0].sex
    'Female'
    """
    if len(csv_text) > MAX_CHARACTERS:
        raise UserMistake(
            f"The table has {len(csv_text) / 1e6:.0f} million characters; "
            f"{MAX_CHARACTERS / 1e6:.0f} million are read. Leave out columns that are not needed."
        )
    rows = _rows(csv_text.removeprefix("\ufeff"))
    if not rows:
        raise UserMistake(f"The table is empty. {SCHEMA}")
    (_, header), body = rows[0], rows[1:]
    if len(body) > MAX_ROWS:
        raise UserMistake(f"The table has {len(body):,} rows; {MAX_ROWS:,} are read.")
    names = [cells.tidy(name) for name in header]
    places = _places(names)
    if not body:
        raise UserMistake("The table has a header and no people.")
    people = _people(body, names=names, places=places)
    attributes = [
        attribute
        for attribute, place in (
            (Attribute.SEX, places.sex),
            (Attribute.RACE_ETHNICITY, places.race),
        )
        if place is not None
    ]
    if len(attributes) == 2:
        attributes.append(Attribute.BOTH)
    return Pool(
        people=tuple(people),
        sha256=hashlib.sha256(csv_text.encode("utf-8", "surrogatepass")).hexdigest(),
        columns=tuple(names),
        has_selected=places.selected is not None,
        has_score=places.score is not None,
        attributes=tuple(attributes),
        gates=tuple(name for _, name in places.gates),
        criteria=tuple(column for _, column in places.criteria),
        has_stage=places.stage is not None,
        has_day=places.day is not None,
        has_override=places.override is not None or places.suggested is not None,
    )


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Rows that are not empty, each with its line in the file."""
    first = text.lstrip("\r\n").split("\n", 1)[0]
    outside = re.sub(r'"[^"]*"', "", first)
    delimiter = max(_DELIMITERS, key=outside.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[tuple[int, list[str]]] = []
    try:
        rows.extend((reader.line_num, row) for row in reader if any(cell.strip() for cell in row))
    except csv.Error as error:
        raise UserMistake(
            f"Row {reader.line_num} cannot be read as a table row ({error}). "
            "Is a quotation mark left open?"
        ) from error
    return rows


def _places(names: Sequence[str]) -> _Places:
    if len(names) > MAX_COLUMNS:
        raise UserMistake(f"The table has {len(names)} columns; {MAX_COLUMNS} are read.")
    meant: dict[str, int] = {}
    gates: list[tuple[int, str]] = []
    criteria: list[tuple[int, CriterionColumn]] = []
    for at, name in enumerate(names):
        meaning = _meaning(name.casefold().replace(" ", "_"))
        if meaning is not None:
            if meaning in meant:
                raise UserMistake(
                    f"Columns {names[meant[meaning]]} and {name} mean the same. Keep one of them."
                )
            meant[meaning] = at
        elif found := _CRITERION.fullmatch(name):
            weight = float(found[2]) if found[2] else 1.0
            criteria.append((at, CriterionColumn(name=found[1].strip(), weight=weight)))
        elif found := _GATE.fullmatch(name):
            gates.append((at, found[1].strip()))
    places = _Places(
        selected=meant.get("selected"),
        score=meant.get("score"),
        sex=meant.get("sex"),
        race=meant.get("race"),
        stage=meant.get("stage"),
        day=meant.get("day"),
        suggested=meant.get("suggested"),
        override=meant.get("override"),
        gates=tuple(gates),
        criteria=tuple(criteria),
    )
    if places.selected is None and places.score is None:
        raise UserMistake(f"The table has no column selected and no column score. {SCHEMA}")
    if places.sex is None and places.race is None:
        raise UserMistake(f"The table has no column sex and no column race_ethnicity. {SCHEMA}")
    return places


def _meaning(key: str) -> str | None:
    for words, meaning in (
        (_SELECTED, "selected"),
        (_SCORE, "score"),
        (_SEX, "sex"),
        (_RACE, "race"),
        (_STAGE, "stage"),
        (_DAY, "day"),
        (_SUGGESTED, "suggested"),
        (_OVERRIDE, "override"),
    ):
        if key in words:
            return meaning
    return None


def _people(
    body: Sequence[tuple[int, list[str]]], *, names: Sequence[str], places: _Places
) -> list[Individual]:
    labels = {
        at: _Labels(names[at]) for at in (places.sex, places.race, places.stage) if at is not None
    }
    width = len(names)
    people = []
    for row, values in body:
        if len(values) > width and any(cell.strip() for cell in values[width:]):
            raise UserMistake(
                f"Row {row} has {len(values)} cells and the header has {width}. "
                "Is a comma inside a cell without quotation marks?"
            )
        filled = values + [""] * (width - len(values))
        people.append(_individual(filled, row=row, names=names, places=places, labels=labels))
    return people


def _individual(
    values: Sequence[str],
    *,
    row: int,
    names: Sequence[str],
    places: _Places,
    labels: dict[int, _Labels],
) -> Individual:
    def named(at: int | None) -> str | None:
        return None if at is None else labels[at].of(values[at], row=row)

    def answer(at: int | None) -> bool | None:
        return None if at is None else cells.yes_or_no(values[at], row=row, column=names[at])

    def points(at: int | None) -> float | None:
        return None if at is None else cells.number(values[at], row=row, column=names[at])

    selected = answer(places.selected)
    override: Override | None = None
    if places.override is not None:
        override = cells.override(values[places.override], row=row, column=names[places.override])
    elif (suggested := answer(places.suggested)) is not None and selected is not None:
        override = (
            Override.KEPT if suggested == selected else Override.UP if selected else Override.DOWN
        )
    day = None
    if places.day is not None:
        day = cells.day(values[places.day], row=row, column=names[places.day])
    return Individual(
        selected=selected,
        score=points(places.score),
        sex=named(places.sex),
        race_ethnicity=named(places.race),
        stage=named(places.stage),
        day=day,
        gates=tuple(answer(at) for at, _ in places.gates),
        criteria=tuple(points(at) for at, _ in places.criteria),
        override=override,
    )
