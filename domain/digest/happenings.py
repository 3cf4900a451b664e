"""What happened to the postings that a person keeps: one line each, the last word counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from domain.ids import PostingId
from domain.posting import PostingEvent, PostingEventKind

_GONE = frozenset({PostingEventKind.CLOSED, PostingEventKind.EXPIRED})


def last_words(
    events: Iterable[PostingEvent],
    *,
    of: Collection[PostingId],
    after: int,
    until: int,
) -> tuple[PostingEvent, ...]:
    """The last event of each posting within ``after`` < revision <= ``until``; gone ones first.

    A posting that closed and opened again is told as open again; that it is new here is no news to
    somebody who keeps it.
    """
    wanted = frozenset(of)
    latest: dict[PostingId, PostingEvent] = {}
    for event in events:
        if (
            event.posting in wanted
            and after < event.revision <= until
            and event.kind is not PostingEventKind.NEW
            and (event.posting not in latest or latest[event.posting].revision < event.revision)
        ):
            latest[event.posting] = event
    return tuple(
        sorted(latest.values(), key=lambda event: (event.kind not in _GONE, event.revision))
    )
