"""Files that leave: typeset, read back, looked through, kept until they are delivered."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import structlog

from domain.ids import UserId
from domain.papers import Paper, Part
from domain.ports import BlobStore
from domain.recruiting_ports import PaperPress, TextReader
from domain.redaction.leaks import leaks
from domain.reply import (
    Block,
    Bullets,
    Buttons,
    Card,
    File,
    Heading,
    Notice,
    Paragraph,
    Table,
    Tone,
    text,
)
from domain.screening.candidate import Candidate
from domain.screening.dossier import Dossier
from graph.screening.guarding import Guard

PDF, CSV, JSON = "application/pdf", "text/csv", "application/json"
_NAME_CHARS = 60

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom a paper must not name."""

    candidate: Candidate
    dossier: Dossier


class FileHanding:
    """Prints papers and stores files for delivery; nothing leaves that names a candidate.

    Args:
        press: typesets.
        reader: reads the printed paper back.
        blobs: keeps files until they are delivered. What is about candidates belongs to nobody: it
            is swept after a day, so that no copy outlives the candidate.
    """

    def __init__(self, *, press: PaperPress, reader: TextReader, blobs: BlobStore) -> None:
        self._press = press
        self._reader = reader
        self._blobs = blobs

    async def paper(
        self,
        paper: Paper,
        *,
        name: str,
        owner: UserId | None = None,
        caption: str,
        about: Sequence[Subject] = (),
    ) -> Block:
        """A paper as a file, or a notice that it is held back.

        Passages that name somebody are taken out first; the printed text is then read back, and the
        paper stays here when anything is left.

        Args:
            paper: what to print.
            name: of the file, without its ending.
            owner: whose the file is; None when it speaks of candidates.
            caption: one line for people.
            about: candidates that it is about; with one it is nobody's, whoever asked.

        Raises:
            TemporaryFailure: the press did not answer.
        """
        for each in about:
            guard = Guard(each.dossier, file=each.candidate.file)
            paper = await asyncio.to_thread(_guarded, paper, guard)
        content = await self._press.print(paper)
        file_name = f"{slug(name)}.pdf"
        if about:
            printed = (await self._reader.read_text(content, name=file_name)).text
            found = await asyncio.to_thread(_told, printed, about)
            if found:
                _log.warning("paper_held_back", leaks=found)
                return Notice(
                    body=text(
                        f"The paper “{caption}” still held {found} "
                        f"passage{'s' if found > 1 else ''} that could tell who it is about, so I "
                        "do not hand it out. The chat shows the same without them."
                    ),
                    tone=Tone.WARNING,
                )
        kept_by = None if about else owner
        return await self.file(
            content, name=file_name, media_type=PDF, owner=kept_by, caption=caption
        )

    async def file(
        self,
        content: bytes,
        *,
        name: str,
        media_type: str,
        owner: UserId | None = None,
        caption: str,
    ) -> File:
        """Store a file for delivery; without an owner it is swept after a day."""
        blob = await self._blobs.put(content, owner=owner, name=name)
        return File(
            blob=blob,
            name=name,
            media_type=media_type,
            size_bytes=len(content),
            caption=caption,
        )


def slug(words: str) -> str:
    """A file name of untrusted words: letters, digits and dashes only.

    >>> slug("Backend Engineer (m/w/d)/../x")
    'backend-engineer-m-w-d-x'
    """
    name = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:_NAME_CHARS].strip("-")
    return name or "report"


def _file_name(subject: Subject) -> str:
    return subject.candidate.file.name if subject.candidate.file is not None else ""


def _told(printed: str, about: Sequence[Subject]) -> int:
    """How many passages of printed words tell who somebody is."""
    return sum(
        len(leaks(printed, each.dossier.resume, file_name=_file_name(each))) for each in about
    )


def _guarded(paper: Paper, guard: Guard) -> Paper:
    subtitle = guard.line(paper.subtitle)
    return replace(
        paper, subtitle=subtitle, parts=tuple(_part(part, guard) for part in paper.parts)
    )


def _part(part: Part, guard: Guard) -> Part:
    """A part without leaks; charts and pictures hold fixed words only."""
    if not isinstance(part, Heading | Paragraph | Bullets | Card | Table | Notice):
        return part
    (looked,) = guard.blocks((part,))
    # A guard changes words, never the kind of a block.
    return part if isinstance(looked, File | Buttons) else looked
