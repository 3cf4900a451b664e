"""What a check may say about a text: a level, the words it is about, and never a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a finding asks for."""

    BLOCK = "block"
    """A person has to look before anything goes on."""
    FIX = "fix"
    CONSIDER = "consider"
    INFO = "info"


LEVELS = (Level.BLOCK, Level.FIX, Level.CONSIDER, Level.INFO)
"""Most urgent first."""


class EvidenceStrength(StrEnum):
    """What stands behind a rule."""

    LAW = "law"
    STRONG = "strong"
    MIXED = "mixed"
    STYLE = "style"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A quotation: characters ``start`` to ``end`` (end excluded) of a named text."""

    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """Something to look at in a resume: a fact, its harmless readings first, and a question.

    Never a judgement of the person. Wording is held to :mod:`domain.screening.wording`.
    """

    rule: str
    """Stable id of the rule ("timeline.overlap")."""
    level: Level
    title: str
    """One sentence: "Two full-time roles share 5 months"."""
    quotes: tuple[Passage, ...] = ()
    """Of the visible text; whoever shows them to a reviewer redacts them first."""
    benign: tuple[str, ...] = ()
    """Harmless explanations, the likeliest first; at least one for anything above INFO."""
    question: str = ""
    """What to ask the person; empty when there is nothing to ask."""
