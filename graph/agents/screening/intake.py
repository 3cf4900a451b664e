"""Uploaded files become candidates: archives opened, each file once, the rest said."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from domain.errors import UserMistake
from domain.ids import BatchId, TurnId
from domain.messages import Attachment
from domain.ports import BlobStore, Clock
from domain.recruiting_ports import ArchiveReader, CandidateStore, Receipt
from domain.roles.model import Role
from domain.screening.candidate import Batch, ReceivedFile
from domain.turns import Turn
from graph.screening.places import place_of

_ARCHIVES = (".zip",)
_ARCHIVE_TYPES = {"application/zip", "application/x-zip-compressed"}
_GUESSED_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What became of the files of a message."""

    receipt: Receipt | None
    """None when there was no file left to take in."""
    waiting: int
    """Candidates that wait in all roles, these included."""
    notes: tuple[str, ...]
    """One sentence for each file that was left out."""


@dataclass(slots=True)
class _Sorted:
    files: list[ReceivedFile] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    twice: int = 0
    """Files of the message that are byte for byte another one of it."""


class Intake:
    """Takes files in, once per turn.

    Args:
        candidates: where they become candidates.
        blobs: where the files are.
        archives: opens zip files.
        wake: starts the work on them at once.
        clock: when they arrived.
        max_files: resumes that one message may bring.
    """

    def __init__(
        self,
        *,
        candidates: CandidateStore,
        blobs: BlobStore,
        archives: ArchiveReader,
        wake: Callable[[], None],
        clock: Clock,
        max_files: int,
    ) -> None:
        self._candidates = candidates
        self._blobs = blobs
        self._archives = archives
        self._wake = wake
        self._clock = clock
        self._max_files = max_files

    async def take(self, turn: Turn, role: Role, attachments: Sequence[Attachment]) -> TakenIn:
        """Store what can be read of a message's files as candidates of a role.

        The same turn again changes nothing. The files are read later, one step each.
        """
        id_ = batch_of(turn.id)
        earlier = await self._candidates.batch(id_)
        if earlier is not None:  # this turn ran before: its archives are not opened again
            receipt = await self._candidates.receive(earlier, (), rubric_version=None)
            await self._let_go(attachments, receipt)
            return await self._taken(receipt, notes=())
        sorted_ = await self._sort(attachments)
        if sorted_.twice:
            verb = "file was" if sorted_.twice == 1 else "files were"
            sorted_.notes.append(
                f"{sorted_.twice} {verb} in it twice, byte for byte, and counts once."
                if sorted_.twice == 1
                else f"{sorted_.twice} {verb} in it twice, byte for byte; each counts once."
            )
        if len(sorted_.files) > self._max_files:
            raise UserMistake(
                f"That is {len(sorted_.files)} files; I take up to {self._max_files} at a time. "
                "Please send them in several messages. Nothing was taken in."
            )
        if not sorted_.files:
            return TakenIn(receipt=None, waiting=0, notes=tuple(sorted_.notes))
        receipt = await self._candidates.receive(
            Batch(
                id=id_,
                role=role.id,
                address=place_of(turn.message),
                turn=turn.id,
                by=turn.user,
                total=len(sorted_.files),
                received_at=turn.message.received_at,
            ),
            sorted_.files,
            rubric_version=role.rubric.number if role.rubric is not None else None,
        )
        await self._let_go(attachments, receipt)
        return await self._taken(receipt, notes=tuple(sorted_.notes))

    async def _let_go(self, attachments: Sequence[Attachment], receipt: Receipt) -> None:
        """Delete archives and repeated files: a copy in them would outlive its candidate."""
        kept = {each.file.blob for each in (*receipt.new, *receipt.known) if each.file is not None}
        for blob in {each.blob for each in attachments} - kept:
            await self._blobs.delete(blob)

    async def _taken(self, receipt: Receipt, *, notes: tuple[str, ...]) -> TakenIn:
        self._wake()
        open_batches = await self._candidates.open_batches()
        return TakenIn(
            receipt=receipt,
            waiting=max(len(receipt.new), sum(batch.waiting for batch in open_batches)),
            notes=notes,
        )

    async def _sort(self, attachments: Sequence[Attachment]) -> _Sorted:
        sorted_ = _Sorted()
        seen: set[str] = set()
        for attachment in attachments:
            content = await self._blobs.get(attachment.blob)
            if content is None:
                sorted_.notes.append("One file is not stored any more. Please send it again.")
            elif _is_archive(attachment, content):
                await self._open(content, sorted_, seen)
            else:
                self._add(
                    sorted_,
                    seen,
                    ReceivedFile(
                        blob=attachment.blob,
                        name=attachment.name,
                        media_type=attachment.media_type,
                        size_bytes=attachment.size_bytes,
                        sha256=hashlib.sha256(content).hexdigest(),
                    ),
                )
        return sorted_

    async def _open(self, content: bytes, sorted_: _Sorted, seen: set[str]) -> None:
        try:
            members, notes = await self._archives.unpack(content)
        except UserMistake as mistake:
            sorted_.notes.append(str(mistake))
            return
        sorted_.notes += notes
        for member in members:
            sha256 = hashlib.sha256(member.content).hexdigest()
            if sha256 in seen:
                sorted_.twice += 1
                continue
            # Nobody's until it is a candidate's: what is not taken in after all is swept.
            blob = await self._blobs.put(member.content, owner=None, name=member.name)
            self._add(
                sorted_,
                seen,
                ReceivedFile(
                    blob=blob,
                    name=member.name,
                    media_type=_GUESSED_TYPE,
                    size_bytes=len(member.content),
                    sha256=sha256,
                ),
            )

    def _add(self, sorted_: _Sorted, seen: set[str], file: ReceivedFile) -> None:
        if file.sha256 in seen:
            sorted_.twice += 1
            return
        seen.add(file.sha256)
        sorted_.files.append(file)


def batch_of(turn: TurnId) -> BatchId:
    """The batch of a turn: the same for the same turn, and free of its parts."""
    return BatchId(f"b_{hashlib.sha256(turn.encode()).hexdigest()[:20]}")


def _is_archive(attachment: Attachment, content: bytes) -> bool:
    # A DOCX is a zip too: the name decides, and the first bytes have to agree.
    named = attachment.name.lower().endswith(_ARCHIVES) or attachment.media_type in _ARCHIVE_TYPES
    return (
        named and content[:2] == b"PK" and not attachment.name.lower().endswith((".docx", ".odt"))
    )
