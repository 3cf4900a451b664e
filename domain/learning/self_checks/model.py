"""Questions of a self-check and how they are asked: sets, order of options, result. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

LETTERS = "ABCD"
ASKED = 5
"""Questions of one check."""

_SET = re.compile(r"\d of \d[^,(]{0,40}(?:, round (?P<round>\d{1,3})|\(set (?P<set>\d{1,3})\))?")
"""A kept result; the first round has no number, results of earlier versions name a set."""
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question with four options."""

    words: str
    options: tuple[str, ...]
    """The first one is right; :func:`asked` shuffles them."""
    why: str
    """One line: why the right one is right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as a person sees it."""

    words: str
    options: tuple[str, ...]
    """In the order of :data:`LETTERS`."""
    right: str
    """The letter."""
    why: str


def parse_bank(table: str) -> dict[str, tuple[Question, ...]]:
    """Read a bank: ``# Skill``, then per question ``?``, ``+`` (right), three ``-``, ``!`` (why).

    Raises:
        ValueError: a line of another kind, or a question that is not complete.
    """
    bank: dict[str, list[Question]] = {}
    lines = [line for line in table.splitlines() if line.strip()]
    skill, place = "", 0
    while place < len(lines):
        if lines[place].startswith("# "):
            skill = lines[place][2:].strip()
            bank[skill] = []
            place += 1
            continue
        part = lines[place : place + 6]
        if not skill or [line[:2] for line in part] != ["? ", "+ ", "- ", "- ", "- ", "! "]:
            raise ValueError(f"not a question of {skill or 'a skill'}: {lines[place]!r}")
        words, right, *wrong, why = (line[2:].strip() for line in part)
        bank[skill].append(Question(words=words, options=(right, *wrong), why=why))
        place += 6
    return {name: tuple(questions) for name, questions in bank.items()}


def question_set(bank: Sequence[Question], number: int) -> tuple[Question, ...]:
    """The questions of the ``number``-th check of a skill, from 1.

    Each set goes on where the one before ended, so that two in a row share as few as possible.
    """
    start = (max(1, number) - 1) * ASKED
    return tuple(bank[(start + place) % len(bank)] for place in range(min(ASKED, len(bank))))


def asked(question: Question, *, run: str) -> Asked:
    """The question with its options in the order of this run: the same run, the same order."""
    order = sorted(
        range(len(question.options)),
        key=lambda place: hashlib.sha256(f"{run}\n{question.words}\n{place}".encode()).digest(),
    )
    return Asked(
        words=question.words,
        options=tuple(question.options[place] for place in order),
        right=LETTERS[order.index(0)],
        why=question.why,
    )


def result_words(right: int, *, of: int, on: date, number: int) -> str:
    """The result as it is kept.

    >>> result_words(4, of=5, on=date(2026, 11, 26), number=1)
    '4 of 5 on 26 November 2026'
    >>> result_words(3, of=5, on=date(2026, 11, 27), number=2)
    '3 of 5 on 27 November 2026, round 2'
    """
    later = f", round {number}" if number > 1 else ""
    return f"{right} of {of} on {day_in_full(on)}{later}"


def day_in_full(day: date) -> str:
    """A day that nobody misreads.

    >>> day_in_full(date(2026, 11, 26))
    '26 November 2026'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def next_set(words: str | None) -> int:
    """The set after the one that a kept result names; 1 when there is none.

    >>> next_set("4 of 5 on 26 November 2026"), next_set("3 of 5 on 1 May 2026, round 2")
    (2, 3)
    >>> next_set(None)
    1
    """
    found = _SET.match(words or "")
    return int(found["round"] or found["set"] or 1) + 1 if found else 1
