"""Can-do sentences for skills without questions: what a person says of themselves, no test."""

from __future__ import annotations

CAN_DO = (
    "I can say what it is for",
    "I can do a small task with instructions",
    "I can do everyday tasks without help",
    "I can find and fix problems in it",
    "I can teach it or decide how it is used",
)
"""From little to much; each includes those before it."""
