"""Uploaded files become candidates: numbered, told apart by their bytes, owed a reading."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Text, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.errors import UserMistake
from domain.ids import BatchId, BlobId, CandidateId
from domain.recruiting_ports import Receipt
from domain.screening.candidate import Batch, ReceivedFile, Step
from storage.candidate_rows import (
    CANDIDATES,
    FILE_NAME,
    OWE_STEP,
    batch_from,
    candidate_from,
    front_of_line,
)
from storage.role_rows import lock_role
from storage.sealing import Seal
from storage.storable import storable
from storage.times import to_us


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """The receipt, and the files that the role had already: they are kept once only."""

    receipt: Receipt
    superfluous: tuple[BlobId, ...] = ()


async def receive_files(
    connection: AsyncConnection,
    batch: Batch,
    files: Sequence[ReceivedFile],
    *,
    rubric_version: int | None,
    seal: Seal,
    is_sqlite: bool,
) -> Received:
    """Store new candidates within the caller's transaction.

    Raises:
        UserMistake: the role is gone.
    """
    role = await lock_role(connection, batch.role, is_sqlite=is_sqlite)
    if role is None:
        raise UserMistake("That role is not there any more. Look at your roles.")
    stored = (await connection.execute(_BATCH, {"id": batch.id})).one_or_none()
    if stored is not None:
        return Received(receipt=await _receipt(connection, stored, seal=seal))
    by_hash = await _known(connection, batch, files)
    new: list[tuple[CandidateId, ReceivedFile]] = []
    known: list[CandidateId] = []
    repeats: list[BlobId] = []
    for file in files:
        if file.sha256 in by_hash:
            known.append(by_hash[file.sha256])
            repeats.append(file.blob)
        else:
            by_hash[file.sha256] = CandidateId(f"k_{secrets.token_hex(16)}")
            new.append((by_hash[file.sha256], file))
    await _store_new(
        connection, batch, new, after=role.last_number, rubric_version=rubric_version, seal=seal
    )
    elsewhere = await _elsewhere(connection, batch, new)
    # The same upload taken in twice brings a candidate's own file again.
    kept = {file.blob for _, file in new} | await _files_of(connection, known)
    superfluous = tuple(set(repeats) - kept)
    if superfluous:
        await connection.execute(_LET_GO, [{"blob": blob} for blob in superfluous])
    await connection.execute(_STORE_BATCH, _batch_row(batch, known=known, elsewhere=elsewhere))
    row = (await connection.execute(_BATCH, {"id": batch.id})).one()
    return Received(receipt=await _receipt(connection, row, seal=seal), superfluous=superfluous)


def _batch_row(
    batch: Batch, *, known: Sequence[CandidateId], elsewhere: Mapping[CandidateId, int]
) -> dict[str, object]:
    return {
        "id": batch.id,
        "role": batch.role,
        "channel": batch.address.channel.value,
        "workspace": batch.address.workspace,
        "external": batch.address.conversation,
        "turn": batch.turn,
        "by": batch.by,
        "total": batch.total,
        "known": json.dumps(known),
        "elsewhere": json.dumps(elsewhere),
        "at_us": to_us(batch.received_at),
    }


async def _known(
    connection: AsyncConnection, batch: Batch, files: Sequence[ReceivedFile]
) -> dict[str, CandidateId]:
    """The role's candidates by the hash of their files."""
    hashes = sorted({file.sha256 for file in files})
    if not hashes:
        return {}
    rows = await connection.execute(_BY_HASH, {"role": batch.role, "hashes": hashes})
    return {row.sha256: CandidateId(row.id) for row in rows}


async def _files_of(connection: AsyncConnection, candidates: Sequence[CandidateId]) -> set[BlobId]:
    if not candidates:
        return set()
    rows = await connection.execute(CANDIDATES, {"ids": sorted(set(candidates))})
    return {BlobId(row.blob_id) for row in rows if row.blob_id is not None}


async def _store_new(
    connection: AsyncConnection,
    batch: Batch,
    new: Sequence[tuple[CandidateId, ReceivedFile]],
    *,
    after: int,
    rubric_version: int | None,
    seal: Seal,
) -> None:
    if not new:
        return
    front = await front_of_line(connection)
    at_us = to_us(batch.received_at)
    candidates: list[dict[str, object]] = []
    steps: list[dict[str, object]] = []
    for place, (candidate, file) in enumerate(new):
        candidates.append(
            {
                "id": candidate,
                "role": batch.role,
                "number": after + place + 1,
                "batch": batch.id,
                "blob": file.blob,
                "name": seal.seal_text(storable(file.name)[0], kind=FILE_NAME, of=candidate),
                "media_type": storable(file.media_type)[0],
                "size": file.size_bytes,
                "sha256": file.sha256,
                "asked": rubric_version,
                "at_us": at_us,
            }
        )
        steps.append(
            {
                "candidate": candidate,
                "step": Step.READ.value,
                "place": front + place,
                "owed_us": at_us,
            }
        )
    await connection.execute(_STORE_CANDIDATE, candidates)
    await connection.execute(OWE_STEP, steps)
    entrusted = [{"blob": file.blob, "role": batch.role} for _, file in new]
    await connection.execute(_ENTRUST, entrusted)
    counted = {"role": batch.role, "number": after + len(new)}
    await connection.execute(_COUNT_UP, counted)


async def _elsewhere(
    connection: AsyncConnection, batch: Batch, new: Sequence[tuple[CandidateId, ReceivedFile]]
) -> dict[CandidateId, int]:
    """How many other roles of the same people hold the same bytes."""
    if not new:
        return {}
    by_hash = {file.sha256: candidate for candidate, file in new}
    where = {"role": batch.role, "hashes": sorted(by_hash)}
    rows = await connection.execute(_ELSEWHERE, where)
    return {by_hash[row.sha256]: int(row.roles) for row in rows}


async def _receipt(connection: AsyncConnection, row: Row[Any], *, seal: Seal) -> Receipt:
    """What became of a stored batch; candidates are as they are now."""
    known = [CandidateId(one) for one in json.loads(row.known)]
    new = (await connection.execute(_OF_BATCH, {"batch": row.id})).all()
    found = {}
    if known:
        rows = await connection.execute(CANDIDATES, {"ids": sorted(set(known))})
        found = {each.id: candidate_from(each, seal=seal) for each in rows}
    return Receipt(
        batch=batch_from(row),
        new=tuple(candidate_from(each, seal=seal) for each in new),
        known=tuple(found[one] for one in known if one in found),
        elsewhere={CandidateId(one): int(n) for one, n in json.loads(row.elsewhere).items()},
    )


async def find_batch(connection: AsyncConnection, batch: BatchId) -> Batch | None:
    """The batch, or None when it is unknown or its role is gone."""
    row = (await connection.execute(_BATCH, {"id": batch})).one_or_none()
    return None if row is None else batch_from(row)


_BATCH = text("SELECT * FROM candidate_batches WHERE id = :id")

_OF_BATCH = text("SELECT * FROM candidates WHERE batch_id = :batch ORDER BY number")

_BY_HASH = text(
    """
    SELECT id, sha256 FROM candidates
    WHERE role_id = :role AND sha256 IN :hashes AND state NOT IN ('unreadable', 'withdrawn')
    """
).bindparams(bindparam("hashes", type_=Text, expanding=True))

_ELSEWHERE = text(
    """
    SELECT c.sha256, count(DISTINCT c.role_id) AS roles FROM candidates c
    WHERE c.sha256 IN :hashes AND c.role_id <> :role
        AND c.state NOT IN ('unreadable', 'withdrawn')
        AND EXISTS (SELECT 1 FROM role_members m JOIN role_members o ON o.user_id = m.user_id
            WHERE m.role_id = :role AND o.role_id = c.role_id)
    GROUP BY c.sha256
    """
).bindparams(bindparam("hashes", type_=Text, expanding=True))

_STORE_CANDIDATE = text(
    """
    INSERT INTO candidates (id, role_id, number, batch_id, blob_id, file_name, media_type,
        size_bytes, sha256, state, problem, asked_version, received_at_us, changed_at_us)
    VALUES (:id, :role, :number, :batch, :blob, :name, :media_type, :size, :sha256, 'waiting', '',
        :asked, :at_us, :at_us)
    """
)

_ENTRUST = text("UPDATE blobs SET user_id = NULL, role_id = :role WHERE id = :blob")

# A crash before such a file is deleted leaves it to the sweep of nobody's files.
_LET_GO = text("UPDATE blobs SET user_id = NULL WHERE id = :blob AND role_id IS NULL")

_COUNT_UP = text("UPDATE roles SET last_number = :number WHERE id = :role")

_STORE_BATCH = text(
    """
    INSERT INTO candidate_batches (id, role_id, channel, workspace, external_id, turn_id, by_user,
        total, known, elsewhere, received_at_us)
    VALUES (:id, :role, :channel, :workspace, :external, :turn, :by, :total, :known, :elsewhere,
        :at_us)
    """
)
