"""One line of the doctor's checklist."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a part is doing."""

    GOOD = "good"
    OPTIONAL = "optional"
    """Works without it; the remedy would make it better."""
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the checklist."""

    part: str
    state: State
    sentence: str
    remedy: str = ""
