"""A paper as plain data for the template: strings, numbers and lists."""

from __future__ import annotations

import base64
import difflib
import re
import struct
from collections.abc import Sequence
from itertools import zip_longest
from typing import Literal

from domain.errors import UserMistake
from domain.papers import Curve, Difference, Intervals, Paper, Part, Picture
from domain.reply import Bullets, Card, Chart, Fact, Heading, Notice, Paragraph, Table, Text
from integrations.papers.geometry import bars, curve_pieces, interval_rows
from integrations.papers.words import drawn, language_code, printable

Page = Literal["a4", "us-letter"]

MAX_CHARACTERS = 3_000_000
"""Of one paper; about a thousand pages."""
MAX_PICTURE_BYTES = 40_000_000
"""All pictures of one paper together."""
MAX_PICTURE_PIXELS = 40_000_000
"""One picture; a small file may unpack to a huge one."""

_NUMERIC = re.compile(r"[\s\d.,%+\-−–±()/≥≤<>×]*(?:to[\s\d.,%+\-−–]*)?")
_NARROW = 16
"""Characters of a column that keeps its words in one line."""
_NARROW_NUMBER = 20
_ONE_LINE = 90
"""Characters that fit beside each other in a table."""
_MARK_WORDS = {"for": "for", "against": "against", "unknown": "not known", "none": ""}
_PNG = b"\x89PNG\r\n\x1a\n"


def paper_data(paper: Paper, *, page: Page) -> dict[str, object]:
    """Everything the template needs.

    Raises:
        UserMistake: the paper is larger than ``MAX_CHARACTERS`` or ``MAX_PICTURE_BYTES``.
    """
    pictures = sum(len(part.png) for part in paper.parts if isinstance(part, Picture))
    if pictures > MAX_PICTURE_BYTES:
        raise UserMistake(
            f"The pictures of this report have {pictures / 1e6:.0f} MB; "
            f"{MAX_PICTURE_BYTES / 1e6:.0f} MB can be printed. Ask for fewer candidates at once."
        )
    return {
        "page": page,
        "width": None,
        "title": printable(paper.title, breaks=False) or "Report",
        "subtitle": printable(paper.subtitle),
        "facts": [[printable(label), printable(value)] for label, value in paper.facts],
        "parts": _parts(paper.parts),
        "footer": printable(paper.footer),
        "author": printable(paper.author, breaks=False),
        "language": language_code(paper.language),
    }


def picture_data(parts: Sequence[Part], *, width_pt: float) -> dict[str, object]:
    """What the template needs for a picture of these parts, as wide as said (points).

    Raises:
        UserMistake: the pictures among the parts are too large.
    """
    paper = Paper(title="Picture", parts=tuple(parts))
    return {**paper_data(paper, page="a4"), "width": width_pt}


def _parts(parts: Sequence[Part]) -> list[dict[str, object]]:
    return [
        _part(part, leads=isinstance(after, Bullets | Card | Chart | Table))
        for part, after in zip_longest(parts, parts[1:])
    ]


def check_size(data: str, *, pictures_bytes: int) -> None:
    """Refuse a paper that would take minutes to set.

    Raises:
        UserMistake: more than ``MAX_CHARACTERS``, pictures not counted.
    """
    length = len(data) - pictures_bytes
    if length > MAX_CHARACTERS:
        raise UserMistake(
            f"This report has {length / 1e6:.1f} million characters; {MAX_CHARACTERS / 1e6:.0f} "
            "million can be printed. Ask for fewer candidates at once."
        )


def _part(part: Part, *, leads: bool) -> dict[str, object]:
    match part:
        case Heading():
            return {"kind": "heading", "body": drawn(part.body)}
        case Paragraph():
            is_quote = len(part.body) == 1 and part.body[0].style == "quote"
            return {
                "kind": "paragraph",
                "body": drawn(part.body),
                "quote": is_quote,
                "leads": leads,
            }
        case Notice():
            return {"kind": "notice", "body": drawn(part.body), "tone": part.tone.value}
        case Bullets():
            items = [drawn(item) for item in part.items]
            return {"kind": "bullets", "items": items, "ordered": part.ordered}
        case Card():
            return {
                "kind": "card",
                "title": drawn(part.title),
                "subtitle": drawn(part.subtitle),
                "facts": [_fact(fact) for fact in part.facts],
            }
        case Table():
            return _table(part)
        case Chart():
            return {
                "kind": "chart",
                "title": printable(part.title),
                "alternative": printable(part.alternative),
                "bars": bars(part),
            }
        case Intervals():
            return {
                "kind": "intervals",
                "title": printable(part.title),
                "alternative": printable(part.alternative),
                **interval_rows(part),
            }
        case Curve():
            return {
                "kind": "curve",
                "title": printable(part.title),
                "alternative": printable(part.alternative),
                "x_label": printable(part.x_label),
                "y_label": printable(part.y_label),
                **curve_pieces(part),
            }
        case Difference():
            return {"kind": "difference", "lines": changed_lines(part.before, part.after)}
        case Picture():
            return {
                "kind": "picture",
                "svg": _picture(part.png),
                "width": min(1.0, max(0.05, part.width)),
                "caption": drawn(part.caption),
                "alternative": printable(part.alternative),
            }


def _fact(fact: Fact) -> dict[str, object]:
    return {
        "label": printable(fact.label),
        "value": drawn(fact.value),
        "mark": fact.mark,
        "word": _MARK_WORDS[fact.mark],
    }


def _table(table: Table) -> dict[str, object]:
    count = len(table.columns)
    rows = [[*row[:count], *((),) * (count - len(row))] for row in table.rows]
    by_column = [[_plain(row[at]) for row in rows] for at in range(count)]
    numeric = [_is_numeric(cells) for cells in by_column]
    return {
        "kind": "table",
        "columns": [printable(name) for name in table.columns],
        "rows": [[{"runs": drawn(cell)} for cell in row] for row in rows],
        "numeric": numeric,
        "widths": _widths(table.columns, by_column, numeric=numeric),
        "size": 9.0 if count <= 6 else 8.0 if count <= 9 else 7.0,
    }


def _widths(
    names: Sequence[str], by_column: Sequence[Sequence[str]], *, numeric: Sequence[bool]
) -> list[float]:
    """0 for a column that is as wide as its words, else its part of what is left.

    Narrow columns keep their words in one line as long as they leave half of the page to others.
    """
    longest = [
        max((len(cell) for cell in (name, *cells)), default=1)
        for name, cells in zip(names, by_column, strict=True)
    ]
    narrow = [
        length <= (_NARROW_NUMBER if is_number else _NARROW)
        for length, is_number in zip(longest, numeric, strict=True)
    ]
    kept = sum(length + 2 for length, is_narrow in zip(longest, narrow, strict=True) if is_narrow)
    if kept > (_ONE_LINE if all(narrow) else _ONE_LINE * 0.75):
        narrow = [False] * len(longest)
    return [
        0.0 if is_narrow else min(60.0, float(length)) ** 0.7
        for length, is_narrow in zip(longest, narrow, strict=True)
    ]


def _is_numeric(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    return any(any(map(str.isdigit, cell)) for cell in filled) and all(
        _NUMERIC.fullmatch(cell) for cell in filled
    )


def _plain(line: Text) -> str:
    return "".join(run.text for run in line)


def changed_lines(before: Sequence[str], after: Sequence[str]) -> list[dict[str, str]]:
    """Both texts as one list of lines, each with a sign: removed, added or kept.

    >>> [line["sign"] for line in changed_lines(("a", "b"), ("a", "c"))]
    [' ', '−', '+']
    """
    lines: list[dict[str, str]] = []

    def put(sign: str, texts: Sequence[str]) -> None:
        lines.extend({"sign": sign, "text": printable(one)} for one in texts)

    matcher = difflib.SequenceMatcher(a=list(before), b=list(after), autojunk=False)
    for kind, a1, a2, b1, b2 in matcher.get_opcodes():
        if kind == "equal":
            put(" ", before[a1:a2])
        else:
            put("−", before[a1:a2])
            put("+", after[b1:b2])
    return lines


def _picture(png: bytes) -> str | None:
    """The picture inside a drawing that takes binary data as text; None when it is no PNG."""
    if not png.startswith(_PNG) or len(png) < 33:
        return None
    width, height = struct.unpack(">II", png[16:24])
    if not 0 < width * height <= MAX_PICTURE_PIXELS:
        return None
    content = base64.b64encode(png).decode("ascii")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><image width="{width}" height="{height}" '
        f'href="data:image/png;base64,{content}"/></svg>'
    )
