"""When reviewers are reminded: on working days, once a day, at most ten times.

The rhythm is the one of common applicant tracking systems: an hour after it was asked for, then
daily, at most ten business days.
"""

from __future__ import annotations

from datetime import datetime, timedelta

MOST = 10
"""Reminders of one review round."""
_SATURDAY = 5


def next_working(at: datetime) -> datetime:
    """``at``, or the same time on the Monday after when it is on a weekend.

    >>> from datetime import UTC
    >>> next_working(datetime(2026, 11, 28, 9, tzinfo=UTC)).isoformat()
    '2026-11-30T09:00:00+00:00'
    """
    while at.weekday() >= _SATURDAY:
        at += timedelta(days=1)
    return at


def following(due: datetime, *, sent: int, now: datetime) -> datetime | None:
    """When the next reminder is due after one was sent; None after the last.

    Args:
        due: when the one that was sent was due.
        sent: how many were sent, that one included.
        now: missed days are not made up for.

    >>> from datetime import UTC
    >>> friday = datetime(2026, 11, 27, 9, tzinfo=UTC)
    >>> following(friday, sent=1, now=friday).isoformat()
    '2026-11-30T09:00:00+00:00'
    >>> following(friday, sent=10, now=friday) is None
    True
    """
    if sent >= MOST:
        return None
    upcoming = next_working(due + timedelta(days=1))
    while upcoming <= now:
        upcoming = next_working(upcoming + timedelta(days=1))
    return upcoming
