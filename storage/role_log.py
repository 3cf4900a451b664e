"""The log of a role: who did what, in SQL. It outlives candidates, roles and people."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from sqlalchemy import Row, text

from domain.deciding.model import LogEntry, LogKind
from domain.errors import Defect
from domain.ids import CandidateId, RoleId
from storage.role_rows import person_or_none
from storage.storable import storable
from storage.times import from_us, to_us


def log_row(entry: LogEntry) -> dict[str, object]:
    """Parameters of :data:`INSERT_LOG`; a key may name a person, so its hash is stored."""
    named = f"{entry.role}\x1f{entry.key}" if entry.key else secrets.token_hex(16)
    return {
        "id": hashlib.sha256(named.encode()).hexdigest(),
        "role": entry.role,
        "kind": entry.kind.value,
        "by": entry.by,
        "candidate": entry.candidate,
        "detail": storable(entry.detail)[0],
        "at_us": to_us(entry.at),
    }


def entry_from(row: Row[Any]) -> LogEntry:
    """The line of a whole row; keys are not read back.

    Raises:
        Defect: the row is damaged.
    """
    try:
        kind = LogKind(row.kind)
    except ValueError as error:
        raise Defect("a stored line of a role's log is damaged") from error
    return LogEntry(
        role=RoleId(row.role_id),
        kind=kind,
        by=person_or_none(row.by_user),
        at=from_us(row.at_us),
        candidate=None if row.candidate_id is None else CandidateId(row.candidate_id),
        detail=row.detail,
    )


INSERT_LOG = text(
    """
    INSERT INTO role_log (id, role_id, number, kind, by_user, candidate_id, detail, at_us)
    VALUES (:id, :role,
        (SELECT COALESCE(max(l.number), 0) + 1 FROM role_log l WHERE l.role_id = :role),
        :kind, :by, :candidate, :detail, :at_us)
    ON CONFLICT (id) DO NOTHING
    """
)

ENTRIES = text("SELECT * FROM role_log WHERE role_id = :role ORDER BY at_us, number, id")
