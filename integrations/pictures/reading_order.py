"""Boxes of recognised words to lines in the order in which people read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_GUTTER = 1.6
"""Of the line height: a vertical stripe without words that parts two columns."""
_COLUMN_LINES = 3
"""Fewer lines on a side are no column."""
_SAME_ROW = 0.5
"""Share of the lower box by which two boxes overlap in height to stand on one line."""
_WORD_GAP = 2.2
"""Of the line height: words that are further apart are parted by more than a space."""
_LABEL_CHARACTERS = 18
_DEEPEST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class WordBox:
    """Recognised words; pixels from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float
    text: str
    confidence: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line; ``confidence`` is the lowest of its words."""

    text: str
    confidence: float
    top: float
    bottom: float


def lines_in_order(boxes: Sequence[WordBox]) -> list[Line]:
    """Columns one after the other, labels beside their values, top to bottom.

    >>> box = lambda x, y, words: WordBox(
    ...     left=x, top=y, right=x + 40, bottom=y + 10, text=words, confidence=1.0)
    >>> [line.text for line in lines_in_order([box(50, 0, "b"), box(0, 1, "a"), box(0, 20, "c")])]
    ['a b', 'c']
    """
    if not boxes:
        return []
    height = median(box.height for box in boxes)
    return [line for part in _parts(list(boxes), height, 0) for line in _rows(part, height)]


def _parts(boxes: list[WordBox], height: float, depth: int) -> list[list[WordBox]]:
    """Blocks in reading order: first by columns, then by the white space between paragraphs."""
    if depth >= _DEEPEST or len(boxes) < 2 * _COLUMN_LINES:
        return [boxes]
    columns = _columns(boxes, height)
    if columns is not None:
        return [part for side in columns for part in _parts(side, height, depth + 1)]
    pieces = _stacked(boxes, height)
    if pieces is None:
        return [boxes]
    return [part for piece in pieces for part in _parts(piece, height, depth + 1)]


def _columns(boxes: list[WordBox], height: float) -> tuple[list[WordBox], list[WordBox]] | None:
    by_left = sorted(boxes, key=lambda box: box.left)
    reached = by_left[0].right
    for number, box in enumerate(by_left[1:], start=1):
        if box.left - reached >= _GUTTER * height:
            left, right = by_left[:number], by_left[number:]
            if _are_columns(left, right, height):
                return left, right
        reached = max(reached, box.right)
    return None


def _are_columns(left: list[WordBox], right: list[WordBox], height: float) -> bool:
    if min(len(left), len(right)) < _COLUMN_LINES:
        return False
    beside = min(max(b.bottom for b in left), max(b.bottom for b in right)) - max(
        min(b.top for b in left), min(b.top for b in right)
    )
    if beside < _COLUMN_LINES * height:
        return False
    # Short labels with a value on the same line are a table: it is read along its rows.
    paired = sum(any(abs(one.middle - two.middle) < 0.35 * height for two in right) for one in left)
    short = sum(len(one.text) for one in left) / len(left) <= _LABEL_CHARACTERS
    return not (short and paired >= 0.7 * len(left))


def _stacked(boxes: list[WordBox], height: float) -> list[list[WordBox]] | None:
    """Parts above each other, cut at every horizontal stripe without words; None when there is one.

    Only cuts after which one of the parts has columns are worth it.
    """
    by_top = sorted(boxes, key=lambda box: box.top)
    pieces: list[list[WordBox]] = [[]]
    reached = by_top[0].top
    for box in by_top:
        if box.top - reached > 0.6 * height and pieces[-1]:
            pieces.append([])
        pieces[-1].append(box)
        reached = max(reached, box.bottom)
    if len(pieces) == 1:
        return None
    for first in range(1, len(pieces)):
        above = [box for piece in pieces[:first] for box in piece]
        below = [box for piece in pieces[first:] for box in piece]
        if _columns(below, height) is not None or _columns(above, height) is not None:
            return [above, below]
    return None


def _rows(boxes: list[WordBox], height: float) -> list[Line]:
    rows: list[list[WordBox]] = []
    for box in sorted(boxes, key=lambda one: (one.middle, one.left)):
        last = rows[-1] if rows else []
        if last and _on_one_line(last[-1], box):
            last.append(box)
        else:
            rows.append([box])
    return [_joined(row, height) for row in rows]


def _on_one_line(one: WordBox, two: WordBox) -> bool:
    overlap = min(one.bottom, two.bottom) - max(one.top, two.top)
    return overlap > _SAME_ROW * min(one.height, two.height)


def _joined(row: list[WordBox], height: float) -> Line:
    row = sorted(row, key=lambda box: box.left)
    words = row[0].text
    for before, box in pairwise(row):
        far = box.left - before.right > _WORD_GAP * height
        words += ("   " if far else " ") + box.text
    return Line(
        text=words.strip(),
        confidence=min(box.confidence for box in row),
        top=min(box.top for box in row),
        bottom=max(box.bottom for box in row),
    )
