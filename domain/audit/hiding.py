"""Small cells hidden from whoever has no audit role: a count of three people is three people."""

from __future__ import annotations

from dataclasses import replace

from domain.audit.tables import GroupRow, GroupTable

SMALLEST_SHOWN = 5
"""A count from 1 to 4, of people or of selected or not selected people, is hidden."""
NOTE = "hidden: a count under 5"
_NOTE_BESIDE = "hidden: it would give another hidden group away"


def hide_small(table: GroupTable) -> GroupTable:
    """The table without figures of rows that have a count under 5.

    When only one group is hidden, the next smallest is hidden too: otherwise the total gives the
    hidden one away. How many people did not state a group always stays, because it has to be
    published. Other tables of the same people may still give counts away; the paper says so.

    >>> from domain.audit.pool import GroupCount
    >>> from domain.audit.tables import group_table
    >>> counts = [GroupCount(label=x, n=n, selected=n // 2) for x, n in (("a", 4), ("b", 40))]
    >>> [row.n for row in hide_small(group_table(counts)).rows]
    [None, None]
    """
    small = [row for row in table.rows if _is_small(row)]
    if not small:
        return table
    hidden = {row.label: NOTE for row in small}
    if sum(row.role != "unknown" for row in small) < 2:
        others = [row for row in table.rows if row.label not in hidden and row.role != "unknown"]
        beside = min(others, key=lambda row: (row.n or 0, row.label), default=None)
        if beside is not None:
            hidden[beside.label] = _NOTE_BESIDE
    rows = tuple(
        _hidden(row, note=hidden[row.label]) if row.label in hidden else row for row in table.rows
    )
    reference = table.reference if table.reference not in hidden else None
    return replace(table, rows=rows, reference=reference, has_hidden=True)


def _is_small(row: GroupRow) -> bool:
    n, selected = row.n or 0, row.selected or 0
    return any(0 < count < SMALLEST_SHOWN for count in (n, selected, n - selected))


def _hidden(row: GroupRow, *, note: str) -> GroupRow:
    return replace(
        row,
        n=row.n if row.role == "unknown" else None,
        selected=None,
        share=None,
        rate=None,
        rate_low=None,
        rate_high=None,
        ratio=None,
        ratio_low=None,
        ratio_high=None,
        z=None,
        p=None,
        p_holm=None,
        h=None,
        shortfall=None,
        to_benchmark=None,
        power=None,
        detectable=None,
        is_below=None,
        is_different=None,
        flips=None,
        note=note,
        is_hidden=True,
    )
