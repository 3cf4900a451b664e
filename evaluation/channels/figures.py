"""Figures with their goals, printed as they come."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured number; without a goal it only informs."""

    name: str
    value: float
    unit: str = ""
    at_least: float | None = None
    at_most: float | None = None

    @property
    def is_reached(self) -> bool:
        """Whether it is as good as it has to be."""
        return (self.at_least is None or self.value >= self.at_least) and (
            self.at_most is None or self.value <= self.at_most
        )

    def line(self) -> str:
        """For people."""
        measured = f"{_number(self.value)} {self.unit}".strip()
        if self.at_least is not None:
            goal = f">= {_number(self.at_least)}"
        elif self.at_most is not None:
            goal = f"<= {_number(self.at_most)}"
        else:
            return f"{self.name:<58}{measured}"
        verdict = "reached" if self.is_reached else "MISSED"
        return f"{self.name:<58}{measured:<16}goal {goal:<9}{verdict}"


def show(figures: Sequence[Figure]) -> bool:
    """Print; whether every goal is reached."""
    for figure in figures:
        print(figure.line(), flush=True)
    return all(figure.is_reached for figure in figures)


def percentiles_ms(times_ms: Sequence[float]) -> tuple[float, float, float]:
    """p50, p95 and p99, each a time that was really measured.

    >>> percentiles_ms([float(n) for n in range(1, 101)])
    (50.0, 95.0, 99.0)
    """
    ordered = sorted(times_ms)
    last = len(ordered) - 1
    p50, p95, p99 = (ordered[min(last, -(-len(ordered) * p // 100) - 1)] for p in (50, 95, 99))
    return p50, p95, p99


def machine() -> str:
    """Where this was measured, and how busy that was at the beginning."""
    busy = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()} "
        f"{platform.machine()}; load {busy:.1f} at the beginning"
        + (" (not quiet: wall times are too high)" if busy > 0.7 else "")
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 100 else f"{value:.2f}"
