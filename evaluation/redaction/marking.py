"""Test resumes with their truth: rows in which identity and skills are marked.

``<n:Jane Smith>`` marks a name, ``<c:…>`` a contact detail or address, ``<p:…>`` other identity,
``<s:Python>`` a skill that has to stay. A tab parts cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.resume.layout import PageText, Piece
from domain.resume.model import Resume
from domain.resume.reading import read_resume

_MARKED = re.compile(r"<([ncps]):([^<>]+)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Characters of a resume's text and what they are."""

    kind: str
    """``n`` name, ``c`` contact, ``p`` other identity, ``s`` skill."""
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueResume:
    """A resume as read, its file name, and the truth."""

    label: str
    resume: Resume
    file_name: str
    marked: tuple[Marked, ...]


def true_resume(label: str, rows: Sequence[str], *, file_name: str) -> TrueResume:
    """Read marked rows. ``# `` in front makes a heading, ``- `` a list item.

    Raises:
        ValueError: a row is not kept as it was written, so that the marks would be off.
    """
    page = PageText()
    marks: list[Marked] = []
    plain_rows: list[str] = []
    position = 0
    first = True
    gap = 0.0
    for row in rows:
        if not row.strip():
            gap = 1.0
            continue
        heading = row.startswith("# ")
        body = row.removeprefix("# ")
        offset = position
        plain: list[str] = []
        last = 0
        for match in _MARKED.finditer(body):
            plain.append(body[last : match.start()])
            offset += match.start() - last
            marks.append(Marked(kind=match[1], start=offset, end=offset + len(match[2])))
            plain.append(match[2])
            offset += len(match[2])
            last = match.end()
        plain.append(body[last:])
        words = "".join(plain)
        bullet = words.startswith("- ")
        size = 18.0 if first else 12.0 if heading else 10.0
        page.add(
            [Piece(text=cell, bold=heading or first) for cell in words.split("\t")],
            size=size,
            gap=gap,
            bullet=bullet,
            level=2 if heading else None,
        )
        plain_rows.append(words)
        position += len(words) + 1
        first, gap = False, 0.0
    document = page.finish(pages=1, media_type="text/plain")
    if document.text != "\n".join(plain_rows):
        raise ValueError(f"{label}: a row is not kept as written")
    return TrueResume(
        label=label, resume=read_resume(document), file_name=file_name, marked=tuple(marks)
    )
