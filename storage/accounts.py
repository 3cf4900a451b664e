"""Which accounts belong to whom: found, attached, joined, detached, reachable or not; in SQL."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.channel_ports import Account, AccountStore
from domain.encoding import from_json, to_json
from domain.errors import Defect
from domain.ids import UserId
from domain.messages import ChannelName
from domain.ports import Clock, ErasureReceipt
from domain.profiles import User, UserSettings
from storage.database import Database
from storage.joining import detach_account, join_people
from storage.personal import SqlPersonalData
from storage.times import from_us, to_us

SOFT_FAILURES_ALLOWED = 4
"""Deliveries in a row that may fail for a while before an account counts as unreachable."""


class SqlAccounts(AccountStore):
    """Accounts in the product's own database.

    Args:
        database: where.
        clock: when.
        personal: erases whole people, for a workspace that leaves.
    """

    def __init__(self, *, database: Database, clock: Clock, personal: SqlPersonalData) -> None:
        self._database = database
        self._clock = clock
        self._personal = personal

    async def owner(self, *, channel: ChannelName, workspace: str, sender: str) -> User | None:
        where = {"channel": channel.value, "workspace": workspace, "sender": sender}
        async with self._database.read() as connection:
            row = (await connection.execute(_OWNER, where)).one_or_none()
        if row is None:
            return None
        return User(
            id=UserId(row.id),
            display_name=row.display_name,
            settings=from_json(UserSettings, row.settings),
            created_at=from_us(row.created_at_us),
        )

    async def accounts(self, user: UserId) -> Sequence[Account]:
        async with self._database.read() as connection:
            rows = (await connection.execute(_ACCOUNTS, {"user": user})).all()
        return [_account_from(row) for row in rows]

    async def attach(self, user: UserId, account: Account, *, conversation: str) -> bool:
        """Give the account to ``user``; see :class:`AccountStore`.

        Raises:
            Defect: there is no such user.
        """
        row = {**_named(account), "user": user, "now_us": to_us(self._clock.now())}
        async with self._database.write() as connection:
            owner = (await connection.execute(_OWNER_ID, row)).scalar_one_or_none()
            if owner == user:
                return True
            if owner is not None:
                if not (await connection.execute(_IS_BARE, {"user": owner})).scalar_one():
                    return False
                stays = UserId(user)
                await join_people(connection, stays=stays, joins=UserId(owner), profile_of=stays)
                return True
            row["conversation"] = await _conversation(connection, row, external=conversation)
            await connection.execute(_ATTACH, row)
        return True

    async def join(self, *, stays: UserId, joins: UserId, profile_of: UserId) -> None:
        async with self._database.write() as connection:
            await join_people(connection, stays=stays, joins=joins, profile_of=profile_of)

    async def detach(self, user: UserId, account: Account) -> UserId | None:
        async with self._database.write() as connection:
            return await detach_account(
                connection, user, account, settings=to_json(UserSettings()), now=self._clock.now()
            )

    async def note_reachable(
        self, account: Account, *, reachable: bool, soft: bool = False
    ) -> None:
        row = {
            **_named(account),
            "now_us": to_us(self._clock.now()),
            "allowed": SOFT_FAILURES_ALLOWED,
        }
        statement = _REACHED if reachable else _SOFT_FAILURE if soft else _UNREACHABLE
        async with self._database.write() as connection:
            await connection.execute(statement, row)

    async def is_reachable(self, *, channel: ChannelName, workspace: str, sender: str) -> bool:
        where = {"channel": channel.value, "workspace": workspace, "sender": sender}
        async with self._database.read() as connection:
            found = (await connection.execute(_SINCE, where)).one_or_none()
        return found is None or found[0] is None

    async def move_conversation(
        self, *, channel: ChannelName, workspace: str, old: str, new: str
    ) -> None:
        row = {"channel": channel.value, "workspace": workspace, "old": old, "new": new}
        async with self._database.write() as connection:
            for statement in _MOVES:
                await connection.execute(statement, row)

    async def erase_workspace(self, channel: ChannelName, workspace: str) -> ErasureReceipt:
        """Erase whoever is known only there; others lose that account and its conversations.

        Roles of that workspace go first, with their candidates.

        Raises:
            StorageBusy: not everything could be done; call again.
        """
        where = {"channel": channel.value, "workspace": workspace}
        async with self._database.read() as connection:
            members = (await connection.execute(_MEMBERS, where)).all()
        teams = await self._personal.erase_roles_of_workspace(
            channel=channel.value, workspace=workspace
        )
        deleted: Counter[str] = Counter(teams.deleted)
        found: Counter[str] = Counter(teams.found_afterwards)
        for member in members:
            account = Account(channel=channel, workspace=workspace, sender=member.sender)
            user = UserId(member.user_id)
            if member.others:
                # Separated first, so that what they do elsewhere stays and the rest can go whole.
                separated = await self.detach(user, account)
                if separated is None:
                    continue
                user = separated
            receipt = await self._personal.erase(user)
            deleted.update(receipt.deleted)
            found.update(receipt.found_afterwards)
        async with self._database.write() as connection:
            for statement in _WORKSPACE_REMAINS:
                await connection.execute(statement, where)
        await self._database.leave_no_traces()
        return ErasureReceipt(deleted=deleted, found_afterwards=found)


def _named(account: Account) -> dict[str, object]:
    return {
        "channel": account.channel.value,
        "workspace": account.workspace,
        "sender": account.sender,
    }


async def _conversation(
    connection: AsyncConnection, row: dict[str, object], *, external: str
) -> str:
    """The id of the conversation with that address, made when it is new."""
    made = {**row, "id": f"c_{secrets.token_hex(16)}", "external": external}
    await connection.execute(_MAKE_CONVERSATION, made)
    return str((await connection.execute(_CONVERSATION, made)).scalar_one())


def _account_from(row: Row[Any]) -> Account:
    try:
        channel = ChannelName(row.channel)
    except ValueError as error:
        raise Defect("a stored account is damaged") from error
    return Account(
        channel=channel,
        workspace=row.workspace,
        sender=row.sender,
        reachable=row.unreachable_since_us is None,
        heard_at=None if row.heard_at_us is None else from_us(row.heard_at_us),
    )


_OWNER = text(
    """
    SELECT u.id, u.display_name, u.settings, u.created_at_us
    FROM identities i JOIN users u ON u.id = i.user_id
    WHERE i.channel = :channel AND i.workspace = :workspace AND i.sender = :sender
    """
)

_OWNER_ID = text(
    """
    SELECT user_id FROM identities
    WHERE channel = :channel AND workspace = :workspace AND sender = :sender
    """
)

_ACCOUNTS = text(
    """
    SELECT i.channel, i.workspace, i.sender, i.unreachable_since_us,
        (SELECT max(t.accepted_at_us) FROM turns t
            WHERE t.user_id = i.user_id AND t.conversation_id = i.last_conversation_id)
            AS heard_at_us
    FROM identities i WHERE i.user_id = :user
    ORDER BY i.created_at_us, i.channel, i.workspace, i.sender
    """
)

_IS_BARE = text(
    """
    SELECT NOT EXISTS (SELECT 1 FROM profiles p WHERE p.user_id = :user)
        AND (SELECT count(*) FROM identities i WHERE i.user_id = :user) = 1
    """
)

_MAKE_CONVERSATION = text(
    """
    INSERT INTO conversations (id, channel, workspace, external_id, created_at_us)
    VALUES (:id, :channel, :workspace, :external, :now_us) ON CONFLICT DO NOTHING
    """
)

_CONVERSATION = text(
    """
    SELECT id FROM conversations
    WHERE channel = :channel AND workspace = :workspace AND external_id = :external
    """
)

_ATTACH = text(
    """
    INSERT INTO identities
        (channel, workspace, sender, user_id, last_conversation_id, created_at_us)
    VALUES (:channel, :workspace, :sender, :user, :conversation, :now_us)
    """
)

_REACHED = text(
    """
    UPDATE identities SET unreachable_since_us = NULL, soft_failures = 0
    WHERE channel = :channel AND workspace = :workspace AND sender = :sender
    """
)

_UNREACHABLE = text(
    """
    UPDATE identities SET unreachable_since_us = COALESCE(unreachable_since_us, :now_us)
    WHERE channel = :channel AND workspace = :workspace AND sender = :sender
    """
)

_SOFT_FAILURE = text(
    """
    UPDATE identities SET soft_failures = soft_failures + 1,
        unreachable_since_us = CASE WHEN soft_failures >= :allowed
            THEN COALESCE(unreachable_since_us, :now_us) ELSE unreachable_since_us END
    WHERE channel = :channel AND workspace = :workspace AND sender = :sender
    """
)

_SINCE = text(
    """
    SELECT unreachable_since_us FROM identities
    WHERE channel = :channel AND workspace = :workspace AND sender = :sender
    """
)

_MOVES = tuple(
    text(statement)
    for statement in (
        """
        UPDATE conversations SET external_id = :new
        WHERE channel = :channel AND workspace = :workspace AND external_id = :old
            AND NOT EXISTS (SELECT 1 FROM conversations c WHERE c.channel = :channel
                AND c.workspace = :workspace AND c.external_id = :new)
        """,
        """
        UPDATE outbound SET external_id = :new WHERE channel = :channel
            AND workspace = :workspace AND external_id = :old AND state = 'waiting'
        """,
        """
        UPDATE choices SET external_id = :new
        WHERE channel = :channel AND workspace = :workspace AND external_id = :old
        """,
    )
)

_MEMBERS = text(
    """
    SELECT i.user_id, i.sender,
        (SELECT count(*) FROM identities o WHERE o.user_id = i.user_id
            AND NOT (o.channel = i.channel AND o.workspace = i.workspace)) AS others
    FROM identities i WHERE i.channel = :channel AND i.workspace = :workspace
    """
)

_WORKSPACE_REMAINS = tuple(
    text(statement)
    for statement in (
        "DELETE FROM choices WHERE channel = :channel AND workspace = :workspace",
        """
        DELETE FROM outbound_parts WHERE outbound_id IN (SELECT o.id FROM outbound o
            WHERE o.channel = :channel AND o.workspace = :workspace)
        """,
        "DELETE FROM outbound WHERE channel = :channel AND workspace = :workspace",
        "DELETE FROM inbox WHERE channel = :channel AND workspace = :workspace",
        """
        DELETE FROM conversations WHERE channel = :channel AND workspace = :workspace
            AND NOT EXISTS (SELECT 1 FROM turns t WHERE t.conversation_id = conversations.id)
        """,
    )
)
