"""Where things stand in a chart: every position is a share of the drawing's width or height."""

from __future__ import annotations

import math
from typing import TypedDict

from domain.papers import Curve, Interval, Intervals
from domain.reply import Chart
from integrations.papers.words import printable

_WIDEST_RATIO = 3.0
"""An interval chart shows at most three times its mark; what reaches further is cut and marked."""


_ONE_LINE = 34
"""Characters of a label beside an interval; longer ones take two lines."""


class Tick(TypedDict):
    """A label beside an axis."""

    share: float
    label: str


def bars(chart: Chart) -> list[dict[str, object]]:
    """Bars from 0 to the largest value; a negative or missing value has no bar, only its number."""
    pairs = list(zip(chart.labels, chart.values, strict=False))
    largest = max((value for _, value in pairs if math.isfinite(value)), default=0.0)
    unit = f" {chart.unit}" if chart.unit and chart.unit != "%" else chart.unit
    return [
        {
            "label": printable(label),
            "share": _within(value / largest) if largest > 0 and math.isfinite(value) else 0.0,
            "value": printable(f"{number(value)}{unit}"),
        }
        for label, value in pairs
    ]


def interval_rows(intervals: Intervals) -> dict[str, object]:
    """Rows, ticks and the mark of an interval chart, on a linear axis that begins at 0."""
    finite = [
        one
        for row in intervals.rows
        for one in (row.value, row.low, row.high)
        if one is not None and math.isfinite(one)
    ]
    if intervals.mark is not None:
        finite.append(intervals.mark)
    widest = max(finite, default=1.0)
    if intervals.mark is not None and intervals.mark > 0:
        values = [row.value for row in intervals.rows if row.value is not None]
        cap = max(_WIDEST_RATIO * intervals.mark, *values, 0.0) if values else widest
        widest = min(widest, cap)
    ticks = _ticks(0.0, widest)
    top = max(ticks[-1], widest)
    return {
        "rows": [_interval(row, top=top) for row in intervals.rows],
        "ticks": [_tick(at, 0.0, top) for at in ticks],
        "mark": None if intervals.mark is None else _within(intervals.mark / top),
        "is_tall": any(len(row.label) > _ONE_LINE for row in intervals.rows),
        "mark_label": printable(intervals.mark_label),
    }


def _interval(row: Interval, *, top: float) -> dict[str, object]:
    low, high = row.low, row.high
    has_span = low is not None and high is not None
    words = "not computed" if row.value is None else f"{row.value:.2f}"
    if low is not None and high is not None:
        words = f"{words} ({low:.2f} to {high:.2f})"
    return {
        "label": printable(row.label),
        "value": None if row.value is None else _within(row.value / top),
        "low": _within(low / top) if has_span and low is not None else None,
        "high": _within(high / top) if has_span and high is not None else None,
        "cut": high is not None and high > top,
        "words": words,
    }


def curve_pieces(curve: Curve) -> dict[str, object]:
    """The line in pieces (it is broken where a point has no value), ticks and marks."""
    xs = [x for x, _ in curve.points] + ([curve.used] if curve.used is not None else [])
    ys = [y for _, y in curve.points if y is not None]
    if curve.mark is not None:
        ys.append(curve.mark)
    left, right = min(xs, default=0.0), max(xs, default=1.0)
    if left == right:
        left, right = left - 0.5, right + 0.5
    bottom, ceiling = min(0.0, *ys, 0.0), max(*ys, 0.0, 0.0)
    y_ticks = _ticks(bottom, ceiling if ceiling > bottom else bottom + 1.0)
    top = max(y_ticks[-1], ceiling)
    x_ticks = [at for at in _ticks(left, right) if left <= at <= right]
    pieces: list[list[tuple[float, float]]] = [[]]
    for x, y in curve.points:
        if y is None:
            pieces.append([])
        else:
            pieces[-1].append((_share(x, left, right), _share(y, bottom, top)))
    return {
        "pieces": [piece for piece in pieces if piece],
        "x_ticks": [_tick(at, left, right) for at in x_ticks],
        "y_ticks": [_tick(at, bottom, top) for at in y_ticks],
        "mark": None if curve.mark is None else _share(curve.mark, bottom, top),
        "mark_label": "" if curve.mark is None else number(curve.mark),
        "used": None if curve.used is None else _share(curve.used, left, right),
        "used_label": "" if curve.used is None else f"in use: {number(curve.used)}",
    }


def number(value: float) -> str:
    """A number as people write it: no more than two decimals.

    >>> number(12.0), number(0.8), number(1234.5)
    ('12', '0.8', '1,234.5')
    """
    if not math.isfinite(value):
        return "–"
    return f"{value:,.2f}".rstrip("0").rstrip(".") or "0"


def _ticks(low: float, high: float) -> list[float]:
    """Four to seven round numbers that cover ``low`` to ``high``."""
    span = high - low
    if not math.isfinite(span) or span <= 0:
        return [low, low + 1.0]
    raw = span / 5
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if size * power >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(count * step, 10) for count in range(first, last + 1)]


def _tick(at: float, low: float, high: float) -> Tick:
    return {"share": _share(at, low, high), "label": number(at)}


def _share(at: float, low: float, high: float) -> float:
    return _within((at - low) / (high - low))


def _within(share: float) -> float:
    return min(1.0, max(0.0, share))
