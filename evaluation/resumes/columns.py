"""Two-column pages of known order, and counting where a reader leaves it."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_WORDS = [
    "system",
    "team",
    "report",
    "budget",
    "client",
    "market",
    "design",
    "vendor",
    "release",
    "customer",
    "service",
    "process",
    "training",
    "planning",
    "quality",
    "schedule",
    "inventory",
    "analysis",
    "contract",
    "delivery",
    "support",
    "migration",
]


@dataclass(frozen=True, slots=True)
class MadePage:
    """A PDF and the lines that it draws, column by column."""

    name: str
    content: bytes
    columns: tuple[tuple[str, ...], ...]


def made_pages(count: int = 24) -> list[MadePage]:
    """Sidebar left or right, halves, headers above; drawn by column, by line or shuffled."""
    chance = random.Random(7)
    return [_page(number, chance) for number in range(count)]


def order_errors(lines: Sequence[str], columns: Sequence[Sequence[str]]) -> int:
    """How often the read lines jump between columns more than needed, plus lost lines."""
    owner = {line: index for index, column in enumerate(columns) for line in column}
    read = [line for line in lines if line in owner]
    lost = sum(1 for line in owner if line not in set(read))
    switches = sum(1 for a, b in pairwise(read) if owner[a] != owner[b])
    wrong = 0
    for index, column in enumerate(columns):
        inside = [line for line in read if owner[line] == index]
        wrong += sum(1 for a, b in zip(inside, column, strict=False) if a != b)
    return lost + wrong + max(0, switches - (len(columns) - 1))


def _page(number: int, chance: random.Random) -> MadePage:
    from reportlab.lib.pagesizes import A4, letter
    from reportlab.pdfgen.canvas import Canvas

    styles = ("sidebar left", "sidebar right", "halves")
    style = styles[number % 3]
    drawing = ("columns", "lines", "shuffled")[number // 3 % 3]
    width, height = (A4, letter)[number % 2]
    split = {"sidebar left": 0.33, "sidebar right": 0.66, "halves": 0.5}[style] * width
    left = _lines(number, "L", chance, narrow=style == "sidebar left")
    right = _lines(number, "R", chance, narrow=style == "sidebar right")
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(width, height), invariant=1)
    top = height - 50
    if number % 4 != 3:
        canvas.setFont("Helvetica-Bold", 20)
        canvas.drawCentredString(width / 2, top, f"Alex Example {number}")
        canvas.setFont("Helvetica", 9)
        canvas.drawCentredString(width / 2, top - 16, "alex@example.com | (312) 555-0100")
        top -= 50
    leading = 13.0 + number % 3
    shift = 0.0 if drawing == "lines" else chance.choice([0.0, 4.0])
    jobs = [(42.0, top - i * leading, text) for i, text in enumerate(left)]
    jobs += [(split + 12, top - shift - i * leading, text) for i, text in enumerate(right)]
    if drawing == "lines":
        jobs.sort(key=lambda job: (-job[1], job[0]))
    elif drawing == "shuffled":
        chance.shuffle(jobs)
    for x, y, text in jobs:
        canvas.setFont("Helvetica-Bold" if text.isupper() else "Helvetica", 9)
        canvas.drawString(x, y, text)
    canvas.showPage()
    canvas.save()
    return MadePage(f"{number:02d} {style}, {drawing}", buffer.getvalue(), (left, right))


def _lines(number: int, side: str, chance: random.Random, *, narrow: bool) -> tuple[str, ...]:
    headings = ["SKILLS", "LANGUAGES", "AWARDS"] if narrow else ["EXPERIENCE", "PROJECTS"]
    lines: list[str] = []
    for position, heading in enumerate(headings):
        lines.append(f"{heading} {side}{number}")
        for item in range(chance.randint(4, 6) if narrow else chance.randint(8, 12)):
            words = chance.choices(
                _WORDS, k=chance.randint(1, 2) if narrow else chance.randint(4, 6)
            )
            lines.append(f"{side}{number}-{position}-{item} {' '.join(words)}")
    return tuple(lines)
