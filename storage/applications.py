"""Applications in SQL: one document per application, saved only on top of what was read."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, text

from domain.applications.model import Application, ApplicationEvent, ApplicationEventKind
from domain.encoding import from_json
from domain.errors import Defect, StorageBusy
from domain.ids import ApplicationId, PostingId, UserId
from domain.seeker_ports import ApplicationStore
from storage.database import Database
from storage.storable import storable
from storage.times import from_us, to_us

_MOST_READ = 1_000  # applications of one person in one answer


class SqlApplications(ApplicationStore):
    """The boards of everybody in the product's own database."""

    def __init__(self, *, database: Database) -> None:
        self._database = database

    async def add(self, application: Application) -> Application:
        """Store with version 1; see :class:`ApplicationStore`.

        Raises:
            Defect: there is no such user (any more).
        """
        added, document = storable(replace(application, version=1))
        async with self._database.write() as connection:
            if (await connection.execute(_ADD, _row(added, document))).rowcount:
                return added
            where = {"user": added.user, "posting": added.posting, "id": added.id}
            known = (await connection.execute(_KNOWN, where)).scalars().first()
        if known is None:
            raise Defect("an application id was given twice")
        return from_json(Application, known)

    async def get(self, user: UserId, application: ApplicationId) -> Application | None:
        """Raises Defect when the row is damaged."""
        return await self._one(_GET, {"user": user, "id": _storable(application)})

    async def by_posting(self, user: UserId, posting: PostingId) -> Application | None:
        """Raises Defect when the row is damaged."""
        return await self._one(_BY_POSTING, {"user": user, "posting": _storable(posting)})

    async def of(self, user: UserId) -> Sequence[Application]:
        """Last changed first, at most 1,000. Raises Defect when a row is damaged."""
        async with self._database.read() as connection:
            rows = await connection.execute(_OF, {"user": user, "limit": _MOST_READ})
            return [from_json(Application, row.document) for row in rows]

    async def save(
        self, application: Application, *, events: Sequence[ApplicationEvent] = ()
    ) -> Application:
        """With its events in one commit.

        Raises:
            StorageBusy: somebody saved since it was read, or it was removed; read again and redo.
        """
        saved, document = storable(replace(application, version=application.version + 1))
        row = {**_row(saved, document), "current": application.version}
        lines = [
            _event_row(event, user=saved.user, version=saved.version, number=number)
            for number, event in enumerate(events)
        ]
        async with self._database.write() as connection:
            if not (await connection.execute(_SAVE, row)).rowcount:
                raise StorageBusy(
                    f"application version {application.version} is not current", retry_after_s=0
                )
            if lines:
                await connection.execute(_ADD_EVENT, lines)
        return saved

    async def events(self, user: UserId) -> Sequence[ApplicationEvent]:
        """Oldest first. Raises Defect when a row is damaged."""
        async with self._database.read() as connection:
            rows = (await connection.execute(_EVENTS, {"user": user})).all()
        return [_event_from(row) for row in rows]

    async def remove(self, user: UserId, application: ApplicationId) -> bool:
        """With its events."""
        where = {"user": user, "id": _storable(application)}
        async with self._database.write() as connection:
            await connection.execute(_REMOVE_EVENTS, where)
            return bool((await connection.execute(_REMOVE, where)).rowcount)

    async def _one(self, statement: Any, where: dict[str, str]) -> Application | None:
        async with self._database.read() as connection:
            document = (await connection.execute(statement, where)).scalar_one_or_none()
        return None if document is None else from_json(Application, document)


def _storable(key: str) -> str:
    """Ids come back from buttons: PostgreSQL would refuse a NUL in one."""
    return storable(key)[0]


def _row(application: Application, document: str) -> dict[str, object]:
    return {
        "id": application.id,
        "user": application.user,
        "posting": application.posting,
        "state": application.state.value,
        "changed_us": to_us(application.changed_at),
        "version": application.version,
        "document": document,
    }


def _event_row(
    event: ApplicationEvent, *, user: UserId, version: int, number: int
) -> dict[str, object]:
    # Version and number first: what happened in one instant is read in the order it was stored in.
    return {
        "id": f"e_{version:09d}_{number:03d}_{secrets.token_hex(8)}",
        "user": user,
        "application": event.application,
        "kind": event.kind.value,
        "at_us": to_us(event.at),
        "detail": storable(event.detail)[0],
    }


def _event_from(row: Row[Any]) -> ApplicationEvent:
    try:
        kind = ApplicationEventKind(row.kind)
    except ValueError as error:
        raise Defect("stored application event has an unknown kind") from error
    return ApplicationEvent(
        application=ApplicationId(row.application_id),
        kind=kind,
        at=from_us(row.at_us),
        detail=row.detail,
    )


# The id and (person, posting) are both unique: whichever is taken, the row that is there stays.
_ADD = text(
    """
    INSERT INTO applications (id, user_id, posting_id, state, changed_at_us, version, document)
    VALUES (:id, :user, :posting, :state, :changed_us, :version, :document)
    ON CONFLICT DO NOTHING
    """
)

_KNOWN = text(
    """
    SELECT document FROM applications
    WHERE user_id = :user AND (id = :id OR posting_id = :posting) ORDER BY id
    """
)

_GET = text("SELECT document FROM applications WHERE user_id = :user AND id = :id")

_BY_POSTING = text(
    "SELECT document FROM applications WHERE user_id = :user AND posting_id = :posting"
)

_OF = text(
    """
    SELECT document FROM applications WHERE user_id = :user
    ORDER BY changed_at_us DESC, id LIMIT :limit
    """
)

_SAVE = text(
    """
    UPDATE applications SET posting_id = :posting, state = :state, changed_at_us = :changed_us,
        version = :version, document = :document
    WHERE user_id = :user AND id = :id AND version = :current
    """
)

_ADD_EVENT = text(
    """
    INSERT INTO application_events (id, user_id, application_id, kind, at_us, detail)
    VALUES (:id, :user, :application, :kind, :at_us, :detail)
    """
)

_EVENTS = text("SELECT * FROM application_events WHERE user_id = :user ORDER BY at_us, id")

_REMOVE_EVENTS = text(
    "DELETE FROM application_events WHERE user_id = :user AND application_id = :id"
)

_REMOVE = text("DELETE FROM applications WHERE user_id = :user AND id = :id")
