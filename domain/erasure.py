"""What an erasure deleted, and what it found when it looked again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureReceipt:
    """What was deleted, by kind, and what a search afterwards still found (a defect)."""

    deleted: Mapping[str, int]
    found_afterwards: Mapping[str, int]
