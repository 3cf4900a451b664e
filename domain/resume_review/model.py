"""A finding of a review: the rule, the line that it is about, why, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FindingLevel(StrEnum):
    """How much it matters."""

    FIX = "fix"
    CONSIDER = "consider"
    GOOD = "good"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One point. ``quote`` is verbatim from the resume; empty where something is missing."""

    rule: str
    """Stable name of the rule ("no_result")."""
    level: FindingLevel
    path: str
    """Where in the profile; empty for the whole document."""
    quote: str
    why: str
    """One plain sentence."""
    suggestion: str
    """What to do or to answer; never invented words for the resume."""
