"""A report on paper: the blocks of a reply, pictures and two kinds of chart more.

A paper is composed once; a press typesets it. Untrusted words are text runs here too: nothing in
them becomes markup on paper either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from domain.reply import Bullets, Card, Chart, Heading, Notice, Paragraph, Table, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An image to print (PNG)."""

    png: bytes
    caption: Text
    alternative: str
    """What it shows, for whoever cannot see it."""
    width: float = 1.0
    """Share of the text width, 0 to 1."""
    kind: Literal["picture"] = "picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """One row of an interval chart; ``low`` and ``high`` are None when it cannot be computed."""

    label: str
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervals:
    """Values with their intervals beside one mark (an impact ratio and 0.80)."""

    title: str
    rows: tuple[Interval, ...]
    mark: float | None
    mark_label: str
    alternative: str
    kind: Literal["intervals"] = "intervals"


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A line over an axis (the smallest ratio at each threshold)."""

    title: str
    x_label: str
    y_label: str
    points: tuple[tuple[float, float | None], ...]
    mark: float | None
    """A horizontal line, if any."""
    used: float | None
    """The x that is in use, if any."""
    alternative: str
    kind: Literal["curve"] = "curve"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Words as they were and as proposed, line by line."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    kind: Literal["difference"] = "difference"


Part = (
    Heading
    | Paragraph
    | Bullets
    | Card
    | Table
    | Chart
    | Notice
    | Picture
    | Intervals
    | Curve
    | Difference
)
"""Buttons of cards are not printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A whole document on paper."""

    title: str
    subtitle: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    """The header: report id, date, source hash, rubric and tool version, model or none."""
    parts: tuple[Part, ...] = ()
    footer: str = ""
    """On every page, beside the page number: "Decision support. A person decides."."""
    author: str = "CareerGini"
    """In the metadata; never a person's name."""
    language: str = "en"
