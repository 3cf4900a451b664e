"""A workspace leaves: what teams hired for there goes with it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy import text

from domain.ids import CandidateId, RoleId
from domain.ports import ErasureReceipt
from storage.candidate_erasing import CandidateErasure, drop_logs
from storage.database import Database


async def erase_roles_of_workspace(
    erasure: CandidateErasure, *, database: Database, channel: str, workspace: str, at: datetime
) -> ErasureReceipt:
    """Erase roles at home there; of roles with a place elsewhere, the candidates from there.

    Raises:
        StorageBusy: not everything could be done; call again.
    """
    where = {"channel": channel, "workspace": workspace}
    async with database.read() as connection:
        rows = (await connection.execute(_ROLES, where)).all()
        candidates = (await connection.execute(_CANDIDATES, where)).all()
    deleted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for row in rows:
        role = RoleId(row.role_id)
        if row.elsewhere:
            some = [CandidateId(each.id) for each in candidates if each.role_id == role]
            receipt = await erasure.erase(some, by=None, at=at, why="the workspace left")
        else:
            receipt = await erasure.erase_role(role, by=None, at=at)
        deleted.update(receipt.deleted)
        found.update(receipt.found_afterwards)
    async with database.write() as connection:
        await drop_logs(connection, [RoleId(row.role_id) for row in rows if not row.elsewhere])
        for statement in _REMAINS:
            await connection.execute(statement, where)
    return ErasureReceipt(deleted=deleted, found_afterwards=found)


_ROLES = text(
    """
    SELECT h.role_id, EXISTS (SELECT 1 FROM role_places e WHERE e.role_id = h.role_id
        AND NOT (e.channel = :channel AND e.workspace = :workspace)) AS elsewhere
    FROM (
        SELECT p.role_id FROM role_places p
        WHERE p.channel = :channel AND p.workspace = :workspace
        UNION
        SELECT b.role_id FROM candidate_batches b
        WHERE b.channel = :channel AND b.workspace = :workspace
    ) h ORDER BY h.role_id
    """
)

_CANDIDATES = text(
    """
    SELECT c.id, c.role_id FROM candidates c JOIN candidate_batches b ON b.id = c.batch_id
    WHERE b.channel = :channel AND b.workspace = :workspace AND c.state <> 'withdrawn'
    ORDER BY c.id
    """
)

_REMAINS = tuple(
    text(statement)
    for statement in (
        "DELETE FROM role_places WHERE channel = :channel AND workspace = :workspace",
        "DELETE FROM candidate_batches WHERE channel = :channel AND workspace = :workspace",
        "DELETE FROM review_reminders WHERE channel = :channel AND workspace = :workspace",
        # Who settles names the workspace alone or behind its channel.
        """
        DELETE FROM settled_findings
        WHERE workspace <> '' AND workspace IN (:workspace, :channel || ':' || :workspace)
        """,
    )
)
