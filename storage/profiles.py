"""Profiles in SQL: one document per person, saved only on top of the version that was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Text, bindparam, text

from domain.encoding import from_json
from domain.errors import StorageBusy
from domain.ids import UserId
from domain.ports import ProfileStore
from domain.profiles import Profile
from storage.database import Database
from storage.storable import storable

_IDS_AT_ONCE = 500  # people per statement; SQLite's limit of parameters is 32,766


class SqlProfiles(ProfileStore):
    """Profiles in the product's own database."""

    def __init__(self, *, database: Database) -> None:
        self._database = database

    async def get(self, user: UserId) -> Profile:
        """The profile; empty with version 0 before the first save.

        Raises:
            Defect: the row is damaged.
        """
        async with self._database.read() as connection:
            document = (await connection.execute(_GET, {"user": user})).scalar_one_or_none()
        return Profile(user=user) if document is None else from_json(Profile, document)

    async def get_many(self, users: Sequence[UserId]) -> Mapping[UserId, Profile]:
        """Everybody asked for, with an empty profile before the first save.

        Raises:
            Defect: a row is damaged.
        """
        found = {user: Profile(user=user) for user in users}
        async with self._database.read() as connection:
            for start in range(0, len(users), _IDS_AT_ONCE):
                some = {"users": users[start : start + _IDS_AT_ONCE]}
                for row in await connection.execute(_GET_MANY, some):
                    found[UserId(row.user_id)] = from_json(Profile, row.document)
        return found

    async def save(self, profile: Profile) -> Profile:
        """Store the profile with the next version.

        Raises:
            StorageBusy: somebody saved since ``profile`` was read; read again and redo.
            Defect: there is no such user (any more).
        """
        saved, document = storable(replace(profile, version=profile.version + 1))
        row = {
            "user": profile.user,
            "document": document,
            "current": profile.version,
            "version": saved.version,
        }
        async with self._database.write() as connection:
            statement = _INSERT if profile.version == 0 else _UPDATE
            if not (await connection.execute(statement, row)).rowcount:
                raise StorageBusy(
                    f"profile version {profile.version} is not current", retry_after_s=0
                )
        return saved


_GET = text("SELECT document FROM profiles WHERE user_id = :user")

_GET_MANY = text("SELECT user_id, document FROM profiles WHERE user_id IN :users").bindparams(
    bindparam("users", type_=Text, expanding=True)
)

_INSERT = text(
    """
    INSERT INTO profiles (user_id, version, document) VALUES (:user, :version, :document)
    ON CONFLICT (user_id) DO NOTHING
    """
)

_UPDATE = text(
    """
    UPDATE profiles SET version = :version, document = :document
    WHERE user_id = :user AND version = :current
    """
)
