"""Everything about one person, over every store: counted, handed over, or erased with proof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import structlog

from domain.ids import TurnId, UserId
from domain.ports import Clock, ErasureReceipt, PersonalData, TurnResidue
from storage.blobs import EncryptedBlobs
from storage.candidate_erasing import CandidateErasure
from storage.database import Database
from storage.erasure import Belongings, find_belongings, remove_rows
from storage.evidence import find_leftovers
from storage.export import write_export
from storage.possessions import count_possessions
from storage.sealing import RECRUITING
from storage.workspace_roles import erase_roles_of_workspace

_log = structlog.get_logger(__name__)


class SqlPersonalData(PersonalData):
    """Personal data in the product's own database, the file folder and work in progress."""

    def __init__(
        self,
        *,
        database: Database,
        blobs: EncryptedBlobs,
        clock: Clock,
        residues: Sequence[TurnResidue] = (),
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock
        self._residues = residues

    async def count(self, user: UserId) -> Mapping[str, int]:
        """How many things of each kind there are, in words a person understands; no zeros."""
        async with self._database.read() as connection:
            return await count_possessions(connection, user)

    async def export(self, user: UserId, *, to: Path) -> Path:
        """Write the zip.

        Args:
            user: whose data.
            to: the file to write, or a folder that gets ``careergini-{user}.zip``.

        Returns:
            The file, readable by its owner only; it appears whole or not at all.

        Raises:
            UserMistake: there is no such user.
        """
        return await write_export(
            user, to=to, database=self._database, blobs=self._blobs, clock=self._clock
        )

    async def erase(self, user: UserId, *, keep_turn: TurnId | None = None) -> ErasureReceipt:
        """Delete everything of this person, then search for what is left.

        The order makes a crash harmless: what can only be found through our rows (work in
        progress, files) goes first, the rows last, so that doing it again finishes the job.

        Args:
            user: who; a person who is gone already is searched for all the same.
            keep_turn: the turn that asks for this: it stays, without the person's words, until its
                answer is delivered and ``TurnStore.forget_turn`` removes the last of it.

        Raises:
            StorageBusy: not everything could be done; call again.
        """
        async with self._database.read() as connection:
            deleted = dict(await count_possessions(connection, user))
            belongings = await find_belongings(connection, user, keep_turn=keep_turn)
        in_progress = 0
        for residue in self._residues:
            in_progress += await residue.erase_turns(belongings.turns)
        if in_progress:
            deleted["work records"] = in_progress
        await self._blobs.delete_all(belongings.blobs)
        async with self._database.write() as connection:
            await remove_rows(connection, belongings, now=self._clock.now())
        await self._database.leave_no_traces()
        receipt = ErasureReceipt(
            deleted=deleted, found_afterwards=await self._find_leftovers(belongings)
        )
        _log.info(
            "person_erased",
            kinds=len(receipt.deleted),
            found_afterwards=sum(receipt.found_afterwards.values()),
        )
        return receipt

    async def erase_roles_of_workspace(self, *, channel: str, workspace: str) -> ErasureReceipt:
        """Erase what teams hired for there, before their people are erased.

        Raises:
            StorageBusy: not everything could be done; call again.
        """
        erasure = CandidateErasure(
            database=self._database, blobs=self._blobs, seal=self._blobs.seal(purpose=RECRUITING)
        )
        return await erase_roles_of_workspace(
            erasure,
            database=self._database,
            channel=channel,
            workspace=workspace,
            at=self._clock.now(),
        )

    async def _find_leftovers(self, belongings: Belongings) -> Mapping[str, int]:
        async with self._database.read() as connection:
            found = await find_leftovers(connection, belongings)
        found["files"] = await self._blobs.remaining(belongings.blobs)
        found["work records"] = 0
        for residue in self._residues:
            found["work records"] += await residue.count_turns(belongings.turns)
        return {where: count for where, count in found.items() if count}
