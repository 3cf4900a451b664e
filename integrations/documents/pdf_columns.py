"""Reading order of a page: columns split at the white gutter, label rails joined to their rows.

Pure geometry over fragments, so that it does not matter in which order a file draws its text:
columns drawn line by line come out column by column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from domain.resume.dates import find_dates
from domain.resume.headings import Section, exact_section
from integrations.documents.pdf_glyphs import Fragment

_MIN_ROWS = 4
"""A column has at least this many rows; less is a table or a line with a tab."""
_MIN_HEIGHT_LINES = 7
"""A column is at least this many lines high."""
_MIN_HEADED_LINES = 3
"""A column that begins with the heading of a section may be shorter."""
_INDENT_PT = 36
"""List items stand at most this far (points) right of their column's edge."""
_LABEL_CHARS = 44
"""Longer rows are text of their own and label nothing."""
_RAIL_SHARE = 0.6
"""From this share of label rows on, a left column is a rail of labels, not a column of its own."""


@dataclass(slots=True)
class Row:
    """Fragments on one baseline, left to right."""

    fragments: list[Fragment]
    column: int = 0

    @property
    def y(self) -> float:
        return self.fragments[0].y

    @property
    def size(self) -> float:
        return max(fragment.size for fragment in self.fragments)

    @property
    def x0(self) -> float:
        return self.fragments[0].x0

    @property
    def text(self) -> str:
        return " ".join(fragment.text for fragment in self.fragments)


@dataclass(slots=True)
class _Gutter:
    x: float
    first: int
    last: int
    """Row indexes, both inclusive."""
    score: float
    is_rail: bool


def reading_order(fragments: Sequence[Fragment]) -> list[Row]:
    """Rows of a page as a person reads them."""
    upright = [fragment for fragment in fragments if not fragment.rotated]
    counter = [0]
    ordered = _order(rows_of(upright), counter, depth=0)
    turned = [Row([f], column=counter[0] + 1) for f in fragments if f.rotated]
    return ordered + turned


def rows_of(fragments: Sequence[Fragment]) -> list[Row]:
    """Fragments grouped by baseline, top to bottom."""
    rows: list[Row] = []
    for fragment in sorted(fragments, key=lambda f: (f.y, f.x0)):
        row = rows[-1] if rows else None
        if row is not None and abs(fragment.y - row.y) <= 0.35 * min(fragment.size, row.size):
            row.fragments.append(fragment)
        else:
            rows.append(Row([fragment]))
    for row in rows:
        row.fragments.sort(key=lambda f: f.x0)
    return rows


def _order(rows: list[Row], counter: list[int], *, depth: int) -> list[Row]:
    gutter = _find_gutter(rows) if depth < 4 else None
    if gutter is None:
        for row in rows:
            row.column = counter[0]
        return rows
    inside = rows[gutter.first : gutter.last + 1]
    above, below = rows[: gutter.first], rows[gutter.last + 1 :]
    ordered = _order(above, counter, depth=depth + 1) if above else []
    if above and not gutter.is_rail:
        counter[0] += 1
    left = _side(inside, gutter.x, left=True)
    right = _side(inside, gutter.x, left=False)
    if gutter.is_rail:
        ordered += _join_rail(left, right, counter)
    else:
        for side in (left, right):
            ordered += _order(side, counter, depth=depth + 1)
            counter[0] += 1
    if below:
        ordered += _order(below, counter, depth=depth + 1)
    return ordered


def _side(rows: Sequence[Row], x: float, *, left: bool) -> list[Row]:
    side: list[Fragment] = []
    for row in rows:
        side += [f for f in row.fragments if (f.x0 < x - 1) == left]
    return rows_of(side)


def _find_gutter(rows: list[Row]) -> _Gutter | None:
    if len(rows) < _MIN_ROWS:
        return None
    fragments = [fragment for row in rows for fragment in row.fragments]
    edges = sorted(fragment.x0 for fragment in fragments)
    page_left, page_right = edges[0], max(fragment.x1 for fragment in fragments)
    width = page_right - page_left
    # the heading of a side column may stand left of everything below it
    headed = {f.x0 for f in fragments if _is_heading(f.text)}
    candidates: list[float] = []
    for edge in edges:
        if not page_left + 0.08 * width < edge < page_left + 0.92 * width:
            continue
        near = sum(1 for other in edges if abs(other - edge) <= 2)
        if (near >= _MIN_ROWS or edge in headed) and (not candidates or edge - candidates[-1] > 2):
            candidates.append(edge)
    best: _Gutter | None = None
    for x in candidates:
        for first, last in _runs(rows, x):
            gutter = _judge(rows[first : last + 1], x, first=first, last=last)
            if gutter is not None and (best is None or gutter.score > best.score):
                best = gutter
    return best


def _runs(rows: Sequence[Row], x: float) -> list[tuple[int, int]]:
    """Stretches of rows that leave a white strip to the left of ``x``."""
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for index, row in enumerate(rows):
        if any(f.x0 < x - 1 and f.x1 > x - 0.6 * f.size for f in row.fragments):
            if start is not None:
                runs.append((start, index - 1))
            start = None
        elif start is None:
            start = index
    if start is not None:
        runs.append((start, len(rows) - 1))
    bridged: list[tuple[int, int]] = []
    for run in runs:
        gap = rows[bridged[-1][1] + 1 : run[0]] if bridged else []
        if 0 < len(gap) <= 3 and all(_runs_over(row, x) for row in gap):
            bridged[-1] = (bridged[-1][0], run[1])
        else:
            bridged.append(run)
    return bridged


def _runs_over(row: Row, x: float) -> bool:
    """True for a word that is too long for its column, such as an address of the web."""
    over = [f for f in row.fragments if f.x0 < x - 1 and f.x1 > x - 0.6 * f.size]
    return all(" " not in f.text and f.x1 < x + 8 * f.size for f in over)


def _judge(rows: Sequence[Row], x: float, *, first: int, last: int) -> _Gutter | None:
    left, right = _side(rows, x, left=True), _side(rows, x, left=False)
    if len(left) < _MIN_ROWS - 1 or len(right) < _MIN_ROWS:
        return None
    usual = median(row.size for row in rows)
    height = min(left[-1].y, right[-1].y) - max(left[0].y, right[0].y)
    total = rows[-1].y - rows[0].y
    headed = _is_heading(right[0].text) and right[0].x0 - x <= 2
    least = (_MIN_HEADED_LINES if headed else _MIN_HEIGHT_LINES) * usual
    if total < least:
        return None
    aligned = sum(1 for row in right if abs(row.x0 - x) <= 2)
    indented = sum(1 for row in right if -2 <= row.x0 - x <= _INDENT_PT)
    if aligned < (1 if headed else _MIN_ROWS - 1) or indented < 0.7 * len(right):
        return None
    if _is_tail_column(right, left):
        return None
    is_rail = _is_rail(left, right)
    if not is_rail and (len(left) < _MIN_ROWS or height < least):
        return None
    # a wide strip seen over many lines beats a narrow one; both sides have to be worth reading
    chars = [sum(len(row.text) for row in side) for side in (left, right)]
    edge = min((f.x1 for row in left for f in row.fragments), default=x)
    gap = x - max((f.x1 for row in left for f in row.fragments), default=edge)
    score = min(chars) * (1 + min(gap, 40) / 40) * (1 if not is_rail else 0.9)
    return _Gutter(x=x, first=first, last=last, score=score, is_rail=is_rail)


def _is_tail_column(right: Sequence[Row], left: Sequence[Row]) -> bool:
    """True for dates and places set flush to the right of their own lines."""
    partners = {round(row.y) for row in left}
    paired = [row for row in right if {round(row.y), round(row.y) + 1, round(row.y) - 1} & partners]
    if len(paired) < 0.8 * len(right):
        return False
    dated = sum(1 for row in right if any(True for _ in find_dates(row.text)))
    short = sum(1 for row in right if len(row.text) <= 28)
    headed = any(exact_section(row.text) for row in right)
    few = len(right) < 8
    return not headed and (few or dated >= 0.4 * len(right)) and short >= 0.9 * len(right)


def _blocks(rows: Sequence[Row], right: Sequence[Row]) -> list[list[Row]]:
    """Labels of a rail: rows that stand together, unless each has a line of its own beside it."""
    blocks: list[list[Row]] = []
    for row in rows:
        previous = blocks[-1][-1] if blocks else None
        label = " ".join(part.text for part in blocks[-1]) if blocks else ""
        if (
            previous is not None
            and row.y - previous.y < 1.7 * max(row.size, previous.size)
            and row.fragments[0].bold == previous.fragments[0].bold
            and abs(row.size - previous.size) <= 0.5
            and not (_is_heading(previous.text) and not _is_heading(f"{previous.text} {row.text}"))
            and not _is_own_label(previous, row, right)
            # a place below the dates labels the next line beside it
            and (_is_date(f"{label} {row.text}") or not _is_date(label))
        ):
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return blocks


def _is_rail(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """True when the left side labels the right side row by row (dates, section names, keys)."""
    tops = [row.y for row in right]
    strong = weak = paired = total = 0
    dated = False
    for block in _blocks(left, right):
        text = " ".join(row.text for row in block)
        first = block[0]
        beside = any(abs(first.y - top) <= 0.7 * first.size for top in tops)
        if not beside and exact_section(text) is not None:
            continue  # a heading above the rows, over both sides
        if block[-1].y < tops[0] - 0.7 * first.size or first.y > tops[-1] + 0.7 * first.size:
            continue  # above or below the rail: lines of their own
        total += len(block)
        if beside and dated and not _is_date(text):
            strong += len(block)  # the place under the dates
            paired += len(block)
            dated = False
            continue
        dated = beside and _is_date(text)
        paired += len(block) if beside else 0
        dates = sum(1 for row in block if _is_date(row.text))
        if beside and (_is_date(text) or (dates == len(block))):
            strong += len(block)
        elif exact_section(text) is not None and len(text.split()) <= 4:
            strong += len(block) if beside else 0
        elif beside and (text.rstrip().endswith(":") or (len(block) == 1 and len(text) <= 24)):
            weak += len(block)
    colon = sum(1 for row in left if row.text.rstrip().endswith(":"))
    sentences = sum(1 for row in left if len(row.text) > _LABEL_CHARS)
    if total < 2 or sentences > 1 or paired < _RAIL_SHARE * total:
        return False
    return strong >= _RAIL_SHARE * total or (
        strong + weak >= _RAIL_SHARE * total and (strong >= 0.3 * total or colon >= 0.5 * total)
    )


def _is_own_label(previous: Row, row: Row, right: Sequence[Row]) -> bool:
    """True for "Tools" under "Languages" when a new list stands beside each of them."""
    if _is_date(row.text) or _is_heading(f"{previous.text} {row.text}"):
        return False
    beside = [
        next((r for r in right if abs(r.y - label.y) < 0.25 * label.size), None)
        for label in (previous, row)
    ]
    first, second = beside
    if first is None or second is None or not row.text[:1].isupper():
        return False
    return "," in second.text and second.text[:1].isupper() and not first.text.endswith(",")


def _is_heading(text: str) -> bool:
    return exact_section(text) is not None


def _is_date(text: str) -> bool:
    rest = text
    for found in find_dates(text):
        rest = rest.replace(text[found.start : found.end], "")
    return rest != text and len(rest.strip(" -–—.,()[]bisto")) <= 3


def _join_rail(left: list[Row], right: list[Row], counter: list[int]) -> list[Row]:
    """Labels back into the rows they belong to; a section's name gets a row of its own."""
    result: list[Row] = []
    blocks = _blocks(left, right)
    position = 0
    for row in right:
        while position < len(blocks) and blocks[position][0].y <= row.y + 0.7 * row.size:
            block = blocks[position]
            position += 1
            labels = [fragment for part in block for fragment in part.fragments]
            label = Row(labels, column=counter[0])
            text = " ".join(part.text for part in block)
            ahead = blocks[position][0].y if position < len(blocks) else float("inf")
            if block[-1].y < row.y - 0.7 * row.size and not _is_heading(text):
                # above the rail: lines of their own
                result += [Row(part.fragments, column=counter[0]) for part in block]
                continue
            if exact_section(text) not in (None, Section.OTHER) or ahead <= row.y:
                result.append(_merged(label))
            else:
                cell = _merged(label)
                cell.fragments[-1].apart = True
                row.fragments = cell.fragments + row.fragments
        row.column = counter[0]
        result.append(row)
    result += [Row(part.fragments, column=counter[0]) for b in blocks[position:] for part in b]
    return result


def _merged(row: Row) -> Row:
    """One fragment out of a label that was wrapped over several lines."""
    first = row.fragments[0]
    if len(row.fragments) == 1:
        return row
    whole = Fragment(
        text=" ".join(fragment.text for fragment in row.fragments),
        x0=first.x0,
        x1=max(fragment.x1 for fragment in row.fragments),
        y=first.y,
        size=first.size,
        bold=first.bold,
    )
    return Row([whole], column=row.column)
