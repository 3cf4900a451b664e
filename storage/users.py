"""People, their settings, linked accounts and consents, in SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Text, bindparam, text

from domain.encoding import from_json, to_json
from domain.errors import Defect
from domain.ids import TurnId, UserId
from domain.messages import Address, ChannelName
from domain.ports import Clock, UserStore
from domain.profiles import Consent, User, UserSettings
from storage.database import Database
from storage.schedules import follow_settings
from storage.times import from_us, to_us

IDS_AT_ONCE = 500  # people per statement; SQLite's limit of parameters is 32,766


class SqlUsers(UserStore):
    """People in the product's own database; the turn store creates them."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def get(self, user: UserId) -> User | None:
        """The person, also between their erasure and the delivery of its receipt.

        Raises:
            Defect: the row is damaged.
        """
        async with self._database.read() as connection:
            row = (await connection.execute(_GET, {"user": user})).one_or_none()
        return None if row is None else _user_from(row)

    async def get_many(self, users: Sequence[UserId]) -> Mapping[UserId, User]:
        """Those that exist and did not erase themselves.

        Raises:
            Defect: a row is damaged.
        """
        found: dict[UserId, User] = {}
        async with self._database.read() as connection:
            for start in range(0, len(users), IDS_AT_ONCE):
                some = {"users": users[start : start + IDS_AT_ONCE]}
                for row in await connection.execute(_GET_MANY, some):
                    found[UserId(row.id)] = _user_from(row)
        return found

    async def find(self, term: str) -> Sequence[User]:
        """Exact ids first: a name is looked into only when no id is ``term``."""
        folded = term.strip().casefold()
        pattern = folded.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        async with self._database.read() as connection:
            rows = (await connection.execute(_FIND_EXACT, {"term": term.strip()})).all()
            if not rows and folded:
                rows = (await connection.execute(_FIND_NAME, {"name": f"%{pattern}%"})).all()
        return [_user_from(row) for row in rows]

    async def save_settings(self, user: UserId, settings: UserSettings) -> None:
        """Replace the settings, and set the hour of the person's next digest by them.

        Raises:
            Defect: there is no such user.
        """
        row = {"user": user, "settings": to_json(settings)}
        async with self._database.write() as connection:
            if not (await connection.execute(_SAVE_SETTINGS, row)).rowcount:
                raise Defect(f"no user {user!r} to save settings of")
            await follow_settings(connection, user, settings, now=self._clock.now())

    async def identities(self, user: UserId) -> Sequence[Address]:
        async with self._database.read() as connection:
            rows = (await connection.execute(_IDENTITIES, {"user": user})).all()
        return [
            Address(
                channel=ChannelName(row.channel),
                workspace=row.workspace,
                conversation=row.external_id,
            )
            for row in rows
        ]

    async def consent(self, user: UserId, what: Consent, *, given: bool) -> None:
        """Remember or forget a consent; the first time it was given counts.

        Raises:
            Defect: there is no such user.
        """
        row = {"user": user, "what": what.value, "now_us": to_us(self._clock.now())}
        async with self._database.write() as connection:
            await connection.execute(_CONSENT if given else _WITHDRAW, row)

    async def consents(self, user: UserId) -> Mapping[Consent, datetime]:
        async with self._database.read() as connection:
            rows = (await connection.execute(_CONSENTS, {"user": user})).all()
        return {Consent(row.what): from_us(row.given_at_us) for row in rows}

    async def once(self, user: UserId, key: str, *, turn: TurnId) -> bool:
        """True for the first turn that asks with this key, and for that same turn again.

        Raises:
            Defect: there is no such user.
        """
        row = {"user": user, "key": key, "turn": turn}
        async with self._database.write() as connection:
            await connection.execute(_ASK, row)
            first = (await connection.execute(_ASKED, row)).scalar_one()
        return bool(first == turn)


def _user_from(row: Row[Any]) -> User:
    return User(
        id=UserId(row.id),
        display_name=row.display_name,
        settings=from_json(UserSettings, row.settings),
        created_at=from_us(row.created_at_us),
    )


_GET = text("SELECT id, display_name, settings, created_at_us FROM users WHERE id = :user")

_GET_MANY = text(
    """
    SELECT id, display_name, settings, created_at_us FROM users
    WHERE id IN :users AND erased_at_us IS NULL
    """
).bindparams(bindparam("users", type_=Text, expanding=True))

_FIND_EXACT = text(
    """
    SELECT id, display_name, settings, created_at_us FROM users
    WHERE erased_at_us IS NULL
        AND (id = :term OR id IN (SELECT user_id FROM identities WHERE sender = :term))
    ORDER BY created_at_us, id
    """
)

_FIND_NAME = text(
    """
    SELECT id, display_name, settings, created_at_us FROM users
    WHERE erased_at_us IS NULL AND search_name LIKE :name ESCAPE '\\'
    ORDER BY created_at_us, id
    """
)

_SAVE_SETTINGS = text("UPDATE users SET settings = :settings WHERE id = :user")

_IDENTITIES = text(
    """
    SELECT c.channel, c.workspace, c.external_id
    FROM identities i JOIN conversations c ON c.id = i.last_conversation_id
    WHERE i.user_id = :user ORDER BY i.created_at_us, i.channel, i.workspace, i.sender
    """
)

_CONSENT = text(
    """
    INSERT INTO consents (user_id, what, given_at_us) VALUES (:user, :what, :now_us)
    ON CONFLICT (user_id, what) DO NOTHING
    """
)

_WITHDRAW = text("DELETE FROM consents WHERE user_id = :user AND what = :what")

_CONSENTS = text("SELECT what, given_at_us FROM consents WHERE user_id = :user ORDER BY what")

_ASK = text(
    """
    INSERT INTO asked_once (user_id, key, turn_id) VALUES (:user, :key, :turn)
    ON CONFLICT (user_id, key) DO NOTHING
    """
)

_ASKED = text("SELECT turn_id FROM asked_once WHERE user_id = :user AND key = :key")
