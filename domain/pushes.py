"""What is sent unasked: kinds of pushes, topics of a digest, and what is counted of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PushTopic(StrEnum):
    """Sections of a digest that a person can switch off one by one."""

    JOBS = "jobs"
    LEARNING = "learning"
    APPLICATIONS = "applications"
    """Follow-ups that are due."""
    TEAM = "team"
    """For recruiters: applicants, reviews and findings of their roles."""


EVERY_TOPIC = tuple(PushTopic)


class PushKind(StrEnum):
    """Messages that nobody asked for in this moment; each can be stopped by itself."""

    DIGEST = "digest"
    ALERT = "alert"
    REMINDER = "reminder"


class PushEvent(StrEnum):
    """What is counted, per day and kind, never per person."""

    SENT = "sent"
    SILENT = "silent"
    """Nothing new, and the person prefers silence."""
    OPENED = "opened"
    """The first button of it that was pressed."""
    HIDDEN = "hidden"
    UNSUBSCRIBED = "unsubscribed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PushCount:
    """One number of the operator's statistics."""

    day: date
    kind: PushKind
    event: PushEvent
    times: int
