"""Rows of roles: read, and locked while something is numbered in them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.encoding import from_json
from domain.errors import Defect
from domain.ids import RoleId, UserId
from domain.messages import Address, ChannelName
from domain.roles.model import Member, Role, Rubric, RubricVersion, Standing
from storage.times import from_us

_THREADED = frozenset({ChannelName.SLACK, ChannelName.TELEGRAM})


def place_of(address: Address) -> dict[str, object]:
    """The channel, group or mailbox of an address, without its thread.

    >>> team = Address(channel=ChannelName.SLACK, workspace="T1", conversation="C1:17.5")
    >>> place_of(team)["external"]
    'C1'
    """
    conversation = address.conversation
    if address.channel in _THREADED:
        conversation = conversation.partition(":")[0]
    return {
        "channel": address.channel.value,
        "workspace": address.workspace,
        "external": conversation,
    }


def address_from(row: Row[Any]) -> Address:
    """The address in the columns of a row.

    Raises:
        Defect: the row is damaged.
    """
    try:
        channel = ChannelName(row.channel)
    except ValueError as error:
        raise Defect("a stored address is damaged") from error
    return Address(channel=channel, workspace=row.workspace, conversation=row.external_id)


def person_or_none(stored: str | None) -> UserId | None:
    """A column that loses its person when they erase themselves."""
    return None if stored is None else UserId(stored)


def version_from(row: Row[Any]) -> RubricVersion:
    """The rubric of a row of ``role_rubrics``.

    Raises:
        Defect: the row is damaged.
    """
    return RubricVersion(
        role=RoleId(row.role_id),
        number=row.number,
        rubric=from_json(Rubric, row.document),
        made_by=person_or_none(row.made_by),
        made_at=from_us(row.made_at_us),
    )


def role_from(row: Row[Any]) -> Role:
    """The role of a row of :data:`ROLES`, with its current rubric.

    Raises:
        Defect: the row is damaged.
    """
    rubric = None
    if row.document is not None:
        rubric = RubricVersion(
            role=RoleId(row.id),
            number=row.rubric_number,
            rubric=from_json(Rubric, row.document),
            made_by=person_or_none(row.made_by),
            made_at=from_us(row.made_at_us),
        )
    return Role(
        id=RoleId(row.id),
        title=row.title,
        description=row.description,
        created_by=person_or_none(row.created_by),
        created_at=from_us(row.created_at_us),
        place=row.place,
        remote=bool(row.remote),
        mail_tag=row.mail_tag,
        is_open=row.closed_at_us is None,
        retention_days=row.retention_days,
        rubric=rubric,
    )


def member_from(row: Row[Any]) -> Member:
    """The member of a row of ``role_members``.

    Raises:
        Defect: the row is damaged.
    """
    try:
        standing = Standing(row.standing)
    except ValueError as error:
        raise Defect("a stored member is damaged") from error
    return Member(user=UserId(row.user_id), standing=standing, joined_at=from_us(row.joined_at_us))


async def lock_role(
    connection: AsyncConnection, role: RoleId, *, is_sqlite: bool
) -> Row[Any] | None:
    """The bare row, which nobody else changes until the transaction ends; None when it is gone."""
    statement = _BARE if is_sqlite else _BARE_LOCKED
    return (await connection.execute(statement, {"role": role})).one_or_none()


ROLES = """
    SELECT r.*, v.document, v.made_by, v.made_at_us
    FROM roles r LEFT JOIN role_rubrics v ON v.role_id = r.id AND v.number = r.rubric_number
    """

ROLE: TextClause = text(f"{ROLES} WHERE r.id = :role")

_BARE = text("SELECT * FROM roles WHERE id = :role")
_BARE_LOCKED = text(f"{_BARE.text} FOR UPDATE")
