"""Candidates and whole roles go: files first, rows in one commit, then a search for the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, Text, TextClause, bindparam, or_, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.deciding.model import LogEntry, LogKind
from domain.encoding import from_json
from domain.errors import Defect
from domain.ids import BlobId, CandidateId, RoleId, UserId
from domain.ports import ErasureReceipt
from domain.screening.candidate import CandidateState
from domain.screening.dossier import Dossier
from storage.blobs import EncryptedBlobs
from storage.candidate_rows import DOSSIER, FILE_NAME
from storage.database import Database
from storage.role_log import INSERT_LOG, log_row
from storage.sealing import Seal
from storage.tables import outbound
from storage.unnaming import Naming, count_named, drop_messages, searchable, unname

_AT_ONCE = 10  # candidates per transaction: each brings words to search for
_A_DAY_US = 86_400_000_000  # microseconds; a message is older than the candidates it brought


class CandidateErasure:
    """Erases candidates of the product's own database and their files."""

    def __init__(self, *, database: Database, blobs: EncryptedBlobs, seal: Seal) -> None:
        self._database = database
        self._blobs = blobs
        self._seal = seal

    async def erase(
        self, candidates: Sequence[CandidateId], *, by: UserId | None, at: datetime, why: str = ""
    ) -> ErasureReceipt:
        """Erase some of one role; those that are gone already are passed over.

        Doing it again after a crash finishes the job.

        Raises:
            StorageBusy: not everything could be done; call again.
        """
        deleted: Counter[str] = Counter()
        found: Counter[str] = Counter()
        for start in range(0, len(candidates), _AT_ONCE):
            some = candidates[start : start + _AT_ONCE]
            async with self._database.read() as connection:
                rows = (await connection.execute(_ALIVE, {"ids": sorted(some)})).all()
                naming = await self._naming(connection, rows)
            if not rows:
                continue
            blobs = [BlobId(row.blob_id) for row in rows if row.blob_id is not None]
            await self._blobs.delete_all(blobs)
            async with self._database.write() as connection:
                deleted.update(await _empty(connection, rows, naming))
                entries = [
                    log_row(
                        LogEntry(
                            role=RoleId(row.role_id),
                            kind=LogKind.ERASED,
                            by=by,
                            at=at,
                            candidate=CandidateId(row.id),
                            detail=why,
                        )
                    )
                    for row in rows
                ]
                await connection.execute(INSERT_LOG, entries)
            async with self._database.read() as connection:
                found.update(await _leftovers(connection, rows, naming))
            found["files"] += await self._blobs.remaining(blobs)
        await self._database.leave_no_traces()
        return ErasureReceipt(deleted=_some(deleted), found_afterwards=_some(found))

    async def erase_role(self, role: RoleId, *, by: UserId | None, at: datetime) -> ErasureReceipt:
        """Erase a role with its candidates; only its log stays.

        Raises:
            StorageBusy: not everything could be done; call again.
        """
        deleted: Counter[str] = Counter()
        async with self._database.read() as connection:
            rows = (await connection.execute(_OF_ROLE, {"role": role})).all()
        alive = [row.id for row in rows if row.state != CandidateState.WITHDRAWN]
        receipt = await self.erase(alive, by=by, at=at)
        deleted.update(receipt.deleted)
        async with self._database.write() as connection:
            blobs = await blobs_of_roles(connection, [role])
            gone = await drop_roles(connection, [role])
            if gone:
                entry = LogEntry(role=role, kind=LogKind.ERASED, by=by, at=at)
                await connection.execute(INSERT_LOG, log_row(entry))
        deleted.update({"roles": gone, "candidates": len(alive)})
        # Of files that came in between.
        await self._blobs.delete_all(blobs)
        await self._database.leave_no_traces()
        return ErasureReceipt(deleted=_some(deleted), found_afterwards=receipt.found_afterwards)

    async def _naming(self, connection: AsyncConnection, rows: Sequence[Row[Any]]) -> Naming:
        """By which words these candidates can be found in what their team said."""
        if not rows:
            return Naming(words=frozenset(), team=frozenset(), roles=frozenset(), since_us=0)
        words: set[str] = set()
        for row in rows:
            if row.file_name is not None:
                words.add(self._seal.open_text(row.file_name, kind=FILE_NAME, of=row.id))
            words.update(self._words_of(row))
        team = await connection.execute(_TEAM, {"roles": sorted({row.role_id for row in rows})})
        return Naming(
            words=searchable(words),
            team=frozenset(team.scalars()),
            roles=frozenset(row.role_id for row in rows),
            since_us=min(row.received_at_us for row in rows) - _A_DAY_US,
        )

    def _words_of(self, row: Row[Any]) -> Iterable[str]:
        """Name, e-mail and phone of the resume; nothing of a damaged dossier."""
        if row.dossier is None:
            return
        try:
            document = self._seal.open_text(row.dossier, kind=DOSSIER, of=row.id)
            contact = from_json(Dossier, document).resume.contact
        except Defect:
            return
        for value in (contact.name, contact.email, contact.phone):
            if value is not None:
                yield value.text


def _some(counted: Counter[str]) -> dict[str, int]:
    return {kind: count for kind, count in counted.items() if count}


async def _empty(
    connection: AsyncConnection, rows: Sequence[Row[Any]], naming: Naming
) -> Counter[str]:
    """Delete everything of these candidates but their number; returns counts by kind."""
    ids = {"ids": [row.id for row in rows]}
    # First and as a lock: who stores something for one of them looks at this mark.
    await connection.execute(_WITHDRAW, ids)
    counted = Counter({"files": sum(row.blob_id is not None for row in rows)})
    mine = [*_ids_of(rows), *(await connection.execute(_DRAFTS, ids)).scalars()]
    for kind, statement in _REMOVALS:
        counted[kind] += (await connection.execute(statement, ids)).rowcount
    for statement in _BLANKED:
        await connection.execute(statement, ids)
    messages = (await connection.execute(_messages_about(mine))).scalars().all()
    counted["messages"] += await drop_messages(connection, messages)
    counted["messages"] += await unname(connection, naming)
    return counted


def _ids_of(rows: Iterable[Row[Any]]) -> list[str]:
    return [row.id for row in rows]


def _messages_about(ids: Collection[str]) -> Select[str]:
    named = [outbound.c.id.contains(f":{one}", autoescape=True) for one in sorted(ids)]
    return select(outbound.c.id).where(or_(*named))


async def _leftovers(
    connection: AsyncConnection, rows: Sequence[Row[Any]], naming: Naming
) -> Counter[str]:
    found = Counter(await count_named(connection, naming))
    ids = {"ids": [row.id for row in rows]}
    for name, statement in _SEARCHES.items():
        found[name] += (await connection.execute(statement, ids)).scalar_one()
    return found


async def blobs_of_roles(connection: AsyncConnection, roles: Collection[RoleId]) -> list[BlobId]:
    """Names of the files of all candidates of these roles."""
    if not roles:
        return []
    rows = await connection.execute(_FILES, {"roles": sorted(roles)})
    return [BlobId(row) for row in rows.scalars()]


async def drop_roles(connection: AsyncConnection, roles: Collection[RoleId]) -> int:
    """Delete roles with everything that is theirs but files and log; returns how many."""
    if not roles:
        return 0
    where = {"roles": sorted(roles)}
    ids = [
        *(await connection.execute(_IDS, where)).scalars(),
        *(await connection.execute(_DRAFTS_OF_ROLES, where)).scalars(),
        *(await connection.execute(_BATCHES_OF_ROLES, where)).scalars(),
    ]
    for start in range(0, len(ids), 50):
        about = _messages_about(ids[start : start + 50])
        messages = (await connection.execute(about)).scalars().all()
        await drop_messages(connection, messages)
    # The rest goes with the role: its rows refer to it.
    return (await connection.execute(_DROP_ROLES, where)).rowcount


async def drop_logs(connection: AsyncConnection, roles: Collection[RoleId]) -> None:
    """Delete the logs of roles when nobody is left who may read them."""
    if roles:
        await connection.execute(_DROP_LOGS, {"roles": sorted(roles)})


def _of_ids(statement: str) -> TextClause:
    return text(statement).bindparams(bindparam("ids", type_=Text, expanding=True))


def _of_roles(statement: str) -> TextClause:
    return text(statement).bindparams(bindparam("roles", type_=Text, expanding=True))


_ALIVE = _of_ids(
    """
    SELECT c.*, d.dossier FROM candidates c
        LEFT JOIN candidate_dossiers d ON d.candidate_id = c.id
    WHERE c.id IN :ids AND c.state <> 'withdrawn' ORDER BY c.id
    """
)

_OF_ROLE = text("SELECT id, state FROM candidates WHERE role_id = :role ORDER BY number")

_TEAM = _of_roles(
    """
    SELECT user_id FROM role_members WHERE role_id IN :roles
    UNION SELECT by_user FROM candidate_batches WHERE role_id IN :roles AND by_user <> ''
    """
)

_WITHDRAW = _of_ids(
    """
    UPDATE candidates SET state = 'withdrawn', blob_id = NULL, file_name = NULL, media_type = '',
        size_bytes = 0, sha256 = '', problem = '', rubric_version = NULL, asked_version = NULL,
        same_as = NULL
    WHERE id IN :ids
    """
)

_DRAFTS = _of_ids("SELECT id FROM outreach_drafts WHERE candidate_id IN :ids")

_REMOVALS = (
    ("waiting steps", _of_ids("DELETE FROM candidate_steps WHERE candidate_id IN :ids")),
    ("results", _of_ids("DELETE FROM candidate_results WHERE candidate_id IN :ids")),
    ("dossiers", _of_ids("DELETE FROM candidate_dossiers WHERE candidate_id IN :ids")),
    ("scorecards", _of_ids("DELETE FROM scorecards WHERE candidate_id IN :ids")),
    ("message drafts", _of_ids("DELETE FROM outreach_drafts WHERE candidate_id IN :ids")),
)

_BLANKED = (
    _of_ids("UPDATE decisions SET reason = NULL WHERE candidate_id IN :ids"),
    _of_ids("UPDATE candidates SET same_as = NULL WHERE same_as IN :ids"),
)

_SEARCHES = {
    "candidates": _of_ids(
        """
        SELECT count(*) FROM candidates
        WHERE id IN :ids AND (blob_id IS NOT NULL OR file_name IS NOT NULL OR sha256 <> '')
        """
    ),
    **{
        table: _of_ids(f"SELECT count(*) FROM {table} WHERE candidate_id IN :ids")  # noqa: S608 - a constant
        for table in (
            "candidate_steps",
            "candidate_results",
            "candidate_dossiers",
            "scorecards",
            "outreach_drafts",
        )
    },
    "decisions": _of_ids(
        "SELECT count(*) FROM decisions WHERE candidate_id IN :ids AND reason IS NOT NULL"
    ),
}

_FILES = _of_roles("SELECT id FROM blobs WHERE role_id IN :roles ORDER BY id")
_IDS = _of_roles("SELECT id FROM candidates WHERE role_id IN :roles")
_DRAFTS_OF_ROLES = _of_roles("SELECT id FROM outreach_drafts WHERE role_id IN :roles")
_BATCHES_OF_ROLES = _of_roles("SELECT id FROM candidate_batches WHERE role_id IN :roles")
_DROP_LOGS = _of_roles("DELETE FROM role_log WHERE role_id IN :roles")
_DROP_ROLES = _of_roles("DELETE FROM roles WHERE id IN :roles")
