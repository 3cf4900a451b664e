"""Rows whose cells were wrapped side by side, put together cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.resume.dates import find_dates
from integrations.documents.pdf_columns import Row
from integrations.documents.pdf_glyphs import Fragment

_LEADING = 1.9
"""Baselines of one paragraph stand at most this many font sizes apart."""


def join_wrapped_cells(rows: Sequence[Row]) -> list[Row]:
    """Join "Nurse, Mercy | March 2020 –" and "Hospital | Present": one line that had no room.

    Only dates that make one range together are proof enough that a row continues.
    """
    joined: list[Row] = []
    for row in rows:
        last = joined[-1] if joined else None
        if last is not None and _continues(last, row):
            joined[-1] = _together(last, row)
        else:
            joined.append(row)
    return joined


def _continues(first: Row, second: Row) -> bool:
    if first.column != second.column or len(first.fragments) < 2:
        return False
    if not 0 < second.y - first.y <= _LEADING * first.size or abs(first.size - second.size) > 0.5:
        return False
    begun, ended = first.fragments[-1], second.fragments[-1]
    below = abs(begun.x0 - ended.x0) <= 3 or abs(begun.x1 - ended.x1) <= 3
    if not below or (len(second.fragments) == 1 and ended.x0 < begun.x0 - 3):
        return False
    whole = f"{begun.text} {ended.text}"
    dates = list(find_dates(whole))
    return (
        len(dates) == 1
        and dates[0].start <= 2
        and dates[0].start < len(begun.text) < dates[0].end
        and dates[0].is_range
    )


def _together(first: Row, second: Row) -> Row:
    left, right = first.fragments[:-1], first.fragments[-1]
    more, rest = second.fragments[:-1], second.fragments[-1]
    if more:
        left = [*left[:-1], _with(left[-1], more)]
    return Row([*left, _with(right, [rest])], column=first.column)


def _with(fragment: Fragment, others: Sequence[Fragment]) -> Fragment:
    return replace(
        fragment,
        text=" ".join([fragment.text, *(other.text for other in others)]),
        x1=max([fragment.x1, *(other.x1 for other in others)]),
    )
