"""Files and pasted text to resumes: read, or one clear sentence why not."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import DocumentFault, UnreadableDocument, UserMistake
from domain.ids import BlobId, UserId
from domain.messages import Attachment
from domain.ports import BlobStore, EventSink, ResumeReader
from domain.resume.model import Resume
from domain.seeker_ports import PictureReader
from domain.turns import StatusChanged
from graph.agents.profile_agent.pictures import doubted, is_picture, words_of_picture

PASTED_NAME = "pasted.txt"
PICTURE_NAME = "picture.txt"
OFFER_TO_READ = (
    "This file is a picture, there is no text in it. Send a text PDF or a Word file, or let me "
    "read the picture (slower, please check the result)."
)
NO_PICTURES = (
    "Reading pictures is switched off on this installation. Send a text PDF or a Word file."
)
_MIN_PASTED_CHARACTERS = 300
_MIN_PASTED_LINES = 6
_RESUME_MARK = re.compile(
    r"@\w|\b(?:experience|education|skills|summary|employment|berufserfahrung|ausbildung|"
    r"kenntnisse|"
    r"expérience|formation|compétences|experiencia|educación|habilidades|experiência|formação|"
    r"competências|curriculum|lebenslauf)\b|\"basics\"\s*:",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """One file that was read, or the sentence that says why it was not."""

    name: str
    blob: BlobId | None
    resume: Resume | None = None
    fault: str = ""
    elapsed_s: float = 0.0
    is_picture: bool = False
    """The words are in a picture and can be read from it when the person asks for that."""


class UploadDesk:
    """Reads what a person sends, one file after the other, saying how far it is."""

    def __init__(
        self, *, blobs: BlobStore, reader: ResumeReader, pictures: PictureReader | None = None
    ) -> None:
        self._blobs = blobs
        self._reader = reader
        self._pictures = pictures

    async def read_all(
        self, attachments: Sequence[Attachment], *, events: EventSink
    ) -> tuple[ReadFile, ...]:
        """Every attachment, in order; a file that cannot be read does not stop the others."""
        read: list[ReadFile] = []
        for number, attachment in enumerate(attachments, start=1):
            what = "your file" if len(attachments) == 1 else f"file {number} of {len(attachments)}"
            await events(StatusChanged(text=f"Reading {what}"))
            read.append(await self._read(attachment))
        return tuple(read)

    async def read_again(self, blob: BlobId, *, name: str) -> ReadFile:
        """A stored file once more."""
        content = await self._blobs.get(blob)
        if content is None:
            return ReadFile(name=name, blob=None, fault="That file is no longer stored here.")
        return await self._of(content, name=name, blob=blob)

    async def read_picture(
        self, blob: BlobId, *, name: str, owner: UserId, events: EventSink
    ) -> ReadFile:
        """A stored picture or scan, read by its looks; every value is doubted as the lines are."""
        content = await self._blobs.get(blob)
        if content is None:
            return ReadFile(name=name, blob=None, fault="That file is no longer stored here.")
        if self._pictures is None:
            return ReadFile(name=name, blob=None, fault=NO_PICTURES)
        await events(StatusChanged(text="Reading the picture"))
        started = time.perf_counter()
        try:
            read = self._pictures.read if is_picture(content) else self._pictures.read_pages
            lines = await read(content, name=name)
            resume = await self._reader.read(words_of_picture(lines).encode(), name=PICTURE_NAME)
        except UserMistake as mistake:
            return ReadFile(name=name, blob=None, fault=str(mistake))
        await self._blobs.adopt(blob, owner=owner)
        return ReadFile(
            name=name,
            blob=blob,
            resume=doubted(resume, lines),
            elapsed_s=time.perf_counter() - started,
        )

    async def read_pasted(self, words: str) -> ReadFile:
        """A resume that came as message text; not stored yet."""
        return await self._of(words.encode(), name=PASTED_NAME, blob=None)

    async def _read(self, attachment: Attachment) -> ReadFile:
        content = await self._blobs.get(attachment.blob)
        if content is None:
            return ReadFile(
                name=attachment.name,
                blob=None,
                fault="The file did not reach me. Please send it again.",
            )
        read = await self._of(content, name=attachment.name, blob=attachment.blob)
        if read.is_picture:
            # Kept for the button only: unless it is pressed, the next sweep deletes the file.
            await self._blobs.release(attachment.blob)
        elif read.resume is None:
            # Nothing is kept of what cannot be used; a turn that runs again asks for the file.
            await self._blobs.delete(attachment.blob)
        return read

    async def _of(self, content: bytes, *, name: str, blob: BlobId | None) -> ReadFile:
        started = time.perf_counter()
        try:
            resume = await self._reader.read(content, name=name)
        except UserMistake as mistake:
            if self._pictures is not None and _has_words_in_pictures(mistake, content):
                return ReadFile(name=name, blob=blob, fault=OFFER_TO_READ, is_picture=True)
            return ReadFile(name=name, blob=blob, fault=str(mistake))
        return ReadFile(
            name=name, blob=blob, resume=resume, elapsed_s=time.perf_counter() - started
        )


def _has_words_in_pictures(mistake: UserMistake, content: bytes) -> bool:
    is_scan = isinstance(mistake, UnreadableDocument) and mistake.fault is DocumentFault.SCANNED
    return is_scan or is_picture(content)


def looks_like_resume(words: str) -> bool:
    """True for a message that is a pasted resume rather than a sentence.

    >>> looks_like_resume("I am a nurse")
    False
    """
    lines = [line for line in words.splitlines() if line.strip()]
    if len(words) < _MIN_PASTED_CHARACTERS:
        return False
    is_json = words.lstrip().startswith("{") and '"basics"' in words
    return is_json or (len(lines) >= _MIN_PASTED_LINES and bool(_RESUME_MARK.search(words)))


def richest(files: Sequence[ReadFile]) -> ReadFile | None:
    """The file that says most about a person: the one a profile is made of."""
    readable = [file for file in files if file.resume is not None]
    return max(readable, key=_weight, default=None)


def _weight(file: ReadFile) -> tuple[int, int]:
    resume = file.resume
    if resume is None:
        return (0, 0)
    fields = (
        3 * sum(max(1, len(work.roles)) for work in resume.work)
        + 2 * len(resume.education)
        + len(resume.skills)
        + 2 * (resume.contact.email is not None)
    )
    return (fields, len(resume.source.text))
