"""Numbers as people read them."""

from __future__ import annotations

import math


def readable_amount(value: float, *, unit: str) -> str:
    """A value with its unit; what is not a number says so.

    >>> readable_amount(1234.5, unit="hits")
    '1,234.5 hits'
    >>> readable_amount(80.0, unit="%")
    '80%'
    """
    number = f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"
    if not math.isfinite(value):
        number = "n/a"
    return f"{number}%" if unit == "%" else f"{number} {unit}".strip()


def readable_size(size_bytes: int) -> str:
    """A size for people.

    >>> readable_size(34_600)
    '35 KB'
    """
    if size_bytes < 1_000:
        return f"{size_bytes} bytes"
    if size_bytes < 1_000_000:
        return f"{size_bytes / 1_000:.0f} KB"
    return f"{size_bytes / 1_000_000:.1f} MB"
