"""Roles, their rubrics, teams and places, in SQL."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.errors import StorageBusy, UserMistake
from domain.ids import RoleId, TurnId, UserId
from domain.messages import Address
from domain.recruiting_ports import RoleStore
from domain.roles.model import Member, Role, Rubric, RubricVersion, Standing
from storage.database import Database
from storage.role_rows import (
    ROLE,
    ROLES,
    address_from,
    lock_role,
    member_from,
    place_of,
    role_from,
    version_from,
)
from storage.storable import storable
from storage.times import to_us

_RANKS = {standing: rank for rank, standing in enumerate(Standing)}
_GONE = "That role is not there any more. Look at your roles."


class SqlRoles(RoleStore):
    """Roles in the product's own database."""

    def __init__(self, *, database: Database) -> None:
        self._database = database

    async def create(self, role: Role, *, turn: TurnId | None) -> Role:
        """Store a role; see :class:`RoleStore`.

        Raises:
            UserMistake: another role has the mail tag already.
            Defect: there is no such user (any more).
        """
        role, _ = storable(role)
        row = {
            "id": role.id,
            "title": role.title,
            "description": role.description,
            "by": role.created_by,
            "at_us": to_us(role.created_at),
            "turn": turn,
            "place": role.place,
            "remote": int(role.remote),
            "tag": role.mail_tag.lower(),
            "closed_us": None if role.is_open else to_us(role.created_at),
            "days": role.retention_days,
        }
        async with self._database.write() as connection:
            if not (await connection.execute(_CREATE, row)).rowcount:
                known = (await connection.execute(_MADE, row)).one_or_none()
                if known is None:
                    raise UserMistake(
                        f"The mail tag {role.mail_tag!r} belongs to another role. Choose another."
                    )
                return role_from(known)
            if role.created_by is not None:
                owner = _member_row(role.id, role.created_by, Standing.OWNER, at=role.created_at)
                await connection.execute(_PUT_MEMBER, owner)
            return role_from((await connection.execute(ROLE, {"role": role.id})).one())

    async def get(self, role: RoleId) -> Role | None:
        """The role with its current rubric.

        Raises:
            Defect: the row is damaged.
        """
        async with self._database.read() as connection:
            row = (await connection.execute(ROLE, {"role": role})).one_or_none()
        return None if row is None else role_from(row)

    async def of_member(self, user: UserId) -> Sequence[Role]:
        async with self._database.read() as connection:
            rows = (await connection.execute(_OF_MEMBER, {"user": user})).all()
        return [role_from(row) for row in rows]

    async def by_mail_tag(self, tag: str) -> Role | None:
        wanted, _ = storable(tag.lower())
        if not wanted:
            return None
        async with self._database.read() as connection:
            row = (await connection.execute(_BY_TAG, {"tag": wanted})).one_or_none()
        return None if row is None else role_from(row)

    async def change(
        self,
        role: RoleId,
        *,
        title: str | None = None,
        description: str | None = None,
        is_open: bool | None = None,
        retention_days: int | None = None,
        at: datetime,
    ) -> Role | None:
        async with self._database.write() as connection:
            row = await lock_role(connection, role, is_sqlite=self._database.is_sqlite)
            if row is None:
                return None
            closed_us = row.closed_at_us
            if is_open is not None:
                closed_us = None if is_open else closed_us or to_us(at)
            changed = {
                "role": role,
                "title": row.title if title is None else storable(title)[0],
                "description": (
                    row.description if description is None else storable(description)[0]
                ),
                "closed_us": closed_us,
                "days": row.retention_days if retention_days is None else retention_days,
            }
            await connection.execute(_CHANGE, changed)
            return role_from((await connection.execute(ROLE, {"role": role})).one())

    async def save_rubric(
        self, role: RoleId, rubric: Rubric, *, by: UserId | None, after: int | None, at: datetime
    ) -> RubricVersion:
        """Save the next version; see :class:`RoleStore`.

        Raises:
            StorageBusy: ``after`` is not the current version any more.
            UserMistake: the role is gone.
        """
        rubric, document = storable(rubric)
        async with self._database.write() as connection:
            row = await lock_role(connection, role, is_sqlite=self._database.is_sqlite)
            if row is None:
                raise UserMistake(_GONE)
            current = await self._version(connection, role, number=row.rubric_number or 0)
            if current is not None and current.rubric.digest == rubric.digest:
                return current
            if row.rubric_number != after:
                raise StorageBusy(f"rubric version {after} is not current", retry_after_s=0)
            version = RubricVersion(
                role=role, number=(after or 0) + 1, rubric=rubric, made_by=by, made_at=at
            )
            stored = {
                "role": role,
                "number": version.number,
                "digest": rubric.digest,
                "document": document,
                "by": by,
                "at_us": to_us(at),
            }
            await connection.execute(_SAVE_RUBRIC, stored)
            await connection.execute(_POINT_TO, stored)
        return version

    async def rubric(self, role: RoleId, *, number: int) -> RubricVersion | None:
        async with self._database.read() as connection:
            return await self._version(connection, role, number=number)

    async def _version(
        self, connection: AsyncConnection, role: RoleId, *, number: int
    ) -> RubricVersion | None:
        where = {"role": role, "number": number}
        row = (await connection.execute(_VERSION, where)).one_or_none()
        return None if row is None else version_from(row)

    # who

    async def join(self, role: RoleId, user: UserId, *, standing: Standing, at: datetime) -> Member:
        """Add a member; see :class:`RoleStore`.

        Raises:
            UserMistake: the role is gone.
            Defect: there is no such user (any more).
        """
        async with self._database.write() as connection:
            if await lock_role(connection, role, is_sqlite=self._database.is_sqlite) is None:
                raise UserMistake(_GONE)
            where = {"role": role, "user": user}
            known = (await connection.execute(_MEMBER, where)).one_or_none()
            if known is not None:
                member = member_from(known)
                if _RANKS[member.standing] >= _RANKS[standing]:
                    return member
            await connection.execute(_PUT_MEMBER, _member_row(role, user, standing, at=at))
            return member_from((await connection.execute(_MEMBER, where)).one())

    async def set_standing(self, role: RoleId, user: UserId, standing: Standing | None) -> None:
        """Change or end a membership; see :class:`RoleStore`.

        Raises:
            UserMistake: the last owner would go, or ``user`` is not on the team.
        """
        where = {"role": role, "user": user}
        async with self._database.write() as connection:
            await lock_role(connection, role, is_sqlite=self._database.is_sqlite)
            rows = (await connection.execute(_MEMBERS, where)).all()
            team = {member.user: member for member in map(member_from, rows)}
            if user not in team:
                if standing is None:
                    return
                raise UserMistake(
                    "That person is not on the team of this role yet. They join by writing in the "
                    "role's channel."
                )
            owners = {one for one, member in team.items() if member.standing is Standing.OWNER}
            if owners == {user} and standing is not Standing.OWNER:
                raise UserMistake(
                    "This is the role's only owner. Make somebody else an owner first."
                )
            if standing is None:
                await connection.execute(_DROP_MEMBER, where)
            else:
                await connection.execute(_SET_STANDING, {**where, "standing": standing.value})

    async def member(self, role: RoleId, user: UserId) -> Member | None:
        async with self._database.read() as connection:
            where = {"role": role, "user": user}
            row = (await connection.execute(_MEMBER, where)).one_or_none()
        return None if row is None else member_from(row)

    async def members(self, role: RoleId) -> Sequence[Member]:
        async with self._database.read() as connection:
            rows = (await connection.execute(_MEMBERS, {"role": role})).all()
        return [member_from(row) for row in rows]

    # where

    async def bind(self, role: RoleId, place: Address, *, at: datetime) -> RoleId | None:
        """Make a place the role's; see :class:`RoleStore`.

        Raises:
            UserMistake: the role is gone.
        """
        row = {**place_of(place), "role": role, "at_us": to_us(at)}
        async with self._database.write() as connection:
            if await lock_role(connection, role, is_sqlite=self._database.is_sqlite) is None:
                raise UserMistake(_GONE)
            before = (await connection.execute(_BOUND_ID, row)).scalar_one_or_none()
            await connection.execute(_BIND, row)
        return None if before is None else RoleId(before)

    async def unbind(self, place: Address) -> None:
        async with self._database.write() as connection:
            await connection.execute(_UNBIND, place_of(place))

    async def bound_to(self, place: Address) -> Role | None:
        async with self._database.read() as connection:
            row = (await connection.execute(_BOUND, place_of(place))).one_or_none()
        return None if row is None else role_from(row)

    async def places(self, role: RoleId) -> Sequence[Address]:
        async with self._database.read() as connection:
            rows = (await connection.execute(_PLACES, {"role": role})).all()
        return [address_from(row) for row in rows]

    # settled findings

    async def settle_finding(
        self, workspace: str, *, rule: str, quote: str, reason: str, by: UserId, at: datetime
    ) -> None:
        words = storable(quote)[0].lower()
        row = {
            "workspace": workspace,
            "digest": hashlib.sha256(f"{rule}\x1f{words}".encode()).hexdigest(),
            "rule": rule,
            "quote": words,
            "reason": storable(reason)[0],
            "by": by,
            "at_us": to_us(at),
        }
        async with self._database.write() as connection:
            await connection.execute(_SETTLE, row)

    async def settled_findings(self, workspace: str) -> Collection[tuple[str, str]]:
        async with self._database.read() as connection:
            rows = await connection.execute(_SETTLED, {"workspace": workspace})
            return {(row.rule, row.quote) for row in rows}


def _member_row(
    role: RoleId, user: UserId, standing: Standing, *, at: datetime
) -> dict[str, object]:
    return {"role": role, "user": user, "standing": standing.value, "at_us": to_us(at)}


_CREATE = text(
    """
    INSERT INTO roles (id, title, description, created_by, created_at_us, made_by_turn, place,
        remote, mail_tag, closed_at_us, retention_days, last_number)
    VALUES (:id, :title, :description, :by, :at_us, :turn, :place, :remote, :tag, :closed_us,
        :days, 0)
    ON CONFLICT DO NOTHING
    """
)

_MADE = text(f"{ROLES} WHERE r.made_by_turn = :turn OR r.id = :id ORDER BY r.id = :id LIMIT 1")

_OF_MEMBER = text(
    f"""
    {ROLES} JOIN role_members m ON m.role_id = r.id WHERE m.user_id = :user
    ORDER BY CASE WHEN r.closed_at_us IS NULL THEN 0 ELSE 1 END, r.created_at_us DESC, r.id
    """
)

_BY_TAG = text(f"{ROLES} WHERE r.mail_tag = :tag AND r.mail_tag <> ''")

_CHANGE = text(
    """
    UPDATE roles SET title = :title, description = :description, closed_at_us = :closed_us,
        retention_days = :days
    WHERE id = :role
    """
)

_VERSION = text("SELECT * FROM role_rubrics WHERE role_id = :role AND number = :number")

_SAVE_RUBRIC = text(
    """
    INSERT INTO role_rubrics (role_id, number, digest, document, made_by, made_at_us)
    VALUES (:role, :number, :digest, :document, :by, :at_us)
    """
)

_POINT_TO = text("UPDATE roles SET rubric_number = :number WHERE id = :role")

_PUT_MEMBER = text(
    """
    INSERT INTO role_members (role_id, user_id, standing, joined_at_us)
    VALUES (:role, :user, :standing, :at_us)
    ON CONFLICT (role_id, user_id) DO UPDATE SET standing = excluded.standing
    """
)

_MEMBER = text("SELECT * FROM role_members WHERE role_id = :role AND user_id = :user")

_MEMBERS = text("SELECT * FROM role_members WHERE role_id = :role ORDER BY joined_at_us, user_id")

_DROP_MEMBER = text("DELETE FROM role_members WHERE role_id = :role AND user_id = :user")

_SET_STANDING = text(
    "UPDATE role_members SET standing = :standing WHERE role_id = :role AND user_id = :user"
)

_AT_PLACE = "channel = :channel AND workspace = :workspace AND external_id = :external"

_BOUND_ID = text(f"SELECT role_id FROM role_places WHERE {_AT_PLACE}")  # noqa: S608 - a constant

_BOUND = text(
    f"""
    {ROLES} JOIN role_places p ON p.role_id = r.id
    WHERE p.channel = :channel AND p.workspace = :workspace AND p.external_id = :external
    """
)

_BIND = text(
    """
    INSERT INTO role_places (channel, workspace, external_id, role_id, bound_at_us)
    VALUES (:channel, :workspace, :external, :role, :at_us)
    ON CONFLICT (channel, workspace, external_id)
    DO UPDATE SET role_id = excluded.role_id, bound_at_us = excluded.bound_at_us
    """
)

_UNBIND = text(f"DELETE FROM role_places WHERE {_AT_PLACE}")  # noqa: S608 - a constant

_PLACES = text("SELECT * FROM role_places WHERE role_id = :role ORDER BY bound_at_us, external_id")

_SETTLE = text(
    """
    INSERT INTO settled_findings (workspace, digest, rule, quote, reason, by_user, at_us)
    VALUES (:workspace, :digest, :rule, :quote, :reason, :by, :at_us)
    ON CONFLICT (workspace, digest) DO NOTHING
    """
)

_SETTLED = text("SELECT rule, quote FROM settled_findings WHERE workspace = :workspace")
