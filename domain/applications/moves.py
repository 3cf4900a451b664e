"""Moves over the board: what a happening does to an application, and interview days in notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from domain.applications.model import (
    Application,
    ApplicationEvent,
    ApplicationEventKind,
    ApplicationState,
    Outcome,
)
from domain.applications.statements import Happening

COLUMNS: tuple[ApplicationState, ...] = tuple(ApplicationState)
LONGEST_NOTE = 1_000
"""Characters of a note that are kept."""

_AFTER: dict[Happening, tuple[ApplicationState, Outcome | None]] = {
    Happening.SAVED: (ApplicationState.SAVED, None),
    Happening.APPLIED: (ApplicationState.APPLIED, None),
    Happening.INTERVIEW: (ApplicationState.INTERVIEWING, None),
    Happening.OFFER: (ApplicationState.OFFER, None),
    Happening.ACCEPTED: (ApplicationState.CLOSED, Outcome.ACCEPTED),
    Happening.REJECTED: (ApplicationState.CLOSED, Outcome.REJECTED),
    Happening.WITHDRAWN: (ApplicationState.CLOSED, Outcome.WITHDRAWN),
    Happening.NO_ANSWER: (ApplicationState.CLOSED, Outcome.NO_ANSWER),
}
_SENT = frozenset({ApplicationState.APPLIED, ApplicationState.INTERVIEWING, ApplicationState.OFFER})
_INTERVIEW_LINE = re.compile(r"^Interview: (\d{4}-\d{2}-\d{2})$", re.MULTILINE)


def state_after(happening: Happening) -> tuple[ApplicationState, Outcome | None]:
    """The column that a happening puts an application into.

    >>> state_after(Happening.REJECTED)
    (<ApplicationState.CLOSED: 'closed'>, <Outcome.REJECTED: 'rejected'>)
    """
    return _AFTER[happening]


def moved(
    application: Application,
    to: ApplicationState,
    *,
    at: datetime,
    outcome: Outcome | None = None,
    on: date | None = None,
    today: date,
) -> tuple[Application, tuple[ApplicationEvent, ...]]:
    """The application in another column, with the event; as it was, without one, when it is there.

    Args:
        application: as it is.
        to: the column.
        at: now, UTC.
        outcome: why it is closed; read only with CLOSED.
        on: the day of the application, if that is what was told.
        today: the person's date, for an application that was sent and not dated.
    """
    outcome = (outcome or Outcome.WITHDRAWN) if to is ApplicationState.CLOSED else None
    applied_on = application.applied_on
    if to is ApplicationState.APPLIED and on is not None:
        applied_on = min(on, today)
    elif to is ApplicationState.SAVED:
        applied_on = None
    elif (to in _SENT and applied_on is None) or (
        outcome in {Outcome.REJECTED, Outcome.ACCEPTED, Outcome.NO_ANSWER} and applied_on is None
    ):
        applied_on = today
    changed = replace(application, state=to, outcome=outcome, applied_on=applied_on)
    if changed == application:
        return application, ()
    changed = replace(changed, changed_at=at)
    if application.state is to and application.outcome is outcome:
        return changed, ()
    detail = f"{application.state.value}>{to.value}"
    event = ApplicationEvent(
        application=application.id, kind=ApplicationEventKind.MOVED, at=at, detail=detail
    )
    return changed, (event,)


def was_sent(application: Application) -> bool:
    """True once it was applied for, whatever came of it."""
    return application.state in _SENT or (
        application.state is ApplicationState.CLOSED and application.applied_on is not None
    )


def interview_day(application: Application) -> date | None:
    """The day of the last interview that was told.

    >>> _INTERVIEW_LINE.findall("Interview: 2026-12-04")
    ['2026-12-04']
    """
    days: list[date] = []
    for found in _INTERVIEW_LINE.findall(application.note):
        try:
            days.append(date.fromisoformat(found))
        except ValueError:  # typed by the person, and no day
            continue
    return days[-1] if days else None  # an interview can be moved to an earlier day


def with_note(application: Application, words: str, *, at: datetime) -> Application:
    """The application with one more line of notes; the same when it has that line."""
    line = " ".join(words.split())[:300]
    lines = [one for one in application.note.split("\n") if one]
    if not line or line in lines:
        return application
    note = "\n".join([*lines, line])
    while len(note) > LONGEST_NOTE:
        note = note.partition("\n")[2]
    return replace(application, note=note, changed_at=at)


def with_interview(application: Application, day: date, *, at: datetime) -> Application:
    """The application with the day of an interview among its notes."""
    line = f"Interview: {day.isoformat()}"
    if interview_day(application) == day:
        return application
    earlier = "\n".join(one for one in application.note.split("\n") if one != line)
    return with_note(replace(application, note=earlier), line, at=at)


def moves_of(events: Sequence[ApplicationEvent]) -> list[tuple[str, str]]:
    """From and to of each move, in order."""
    parts = [
        event.detail.partition(">") for event in events if event.kind is ApplicationEventKind.MOVED
    ]
    return [(before, after) for before, mark, after in parts if mark]
