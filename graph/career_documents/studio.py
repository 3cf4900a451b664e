"""Makes files of a resume or letter, and has them read by programs that know nothing of it."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.career_documents.model import (
    Certificate,
    CoverLetter,
    FileFormat,
    ResumeDocument,
    Theme,
)
from domain.career_documents.writing import letter_markdown, resume_json, resume_markdown
from domain.seeker_ports import DocumentPress, ReadBack

MEDIA_TYPES = {
    FileFormat.PDF: "application/pdf",
    FileFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileFormat.MARKDOWN: "text/markdown",
    FileFormat.JSON_RESUME: "application/json",
}
_UNSAFE = re.compile(r"[^\w .,()&+-]", re.UNICODE)
_NAME_LENGTH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFile:
    """One file. ``certificate`` is None for formats that are text and need no reader."""

    format: FileFormat
    content: bytes
    certificate: Certificate | None = None

    @property
    def may_go_out(self) -> bool:
        """Every reader found every field."""
        return self.certificate is None or self.certificate.agrees


class DocumentStudio:
    """Draws and reads back.

    Args:
        press: draws documents.
        readers: read them without knowing what was meant.
    """

    def __init__(self, *, press: DocumentPress, readers: ReadBack) -> None:
        self._press = press
        self._readers = readers

    async def resume(
        self, document: ResumeDocument, *, theme: Theme, formats: Sequence[FileFormat]
    ) -> tuple[MadeFile, ...]:
        """The files asked for, in that order; look at ``may_go_out`` before anything is sent."""
        made = [self._resume(document, theme=theme, wanted=wanted) for wanted in formats]
        return tuple(await asyncio.gather(*made))

    async def _resume(
        self, document: ResumeDocument, *, theme: Theme, wanted: FileFormat
    ) -> MadeFile:
        match wanted:
            case FileFormat.MARKDOWN:
                return MadeFile(format=wanted, content=resume_markdown(document).encode())
            case FileFormat.JSON_RESUME:
                words = json.dumps(resume_json(document), ensure_ascii=False, indent=2) + "\n"
                return MadeFile(format=wanted, content=words.encode())
            case FileFormat.PDF:
                content = await self._press.resume_pdf(document, theme=theme)
            case FileFormat.DOCX:
                content = await self._press.resume_docx(document, theme=theme)
        certificate = await self._readers.certify_resume(
            content, document, written_as=wanted, theme=theme
        )
        return MadeFile(format=wanted, content=content, certificate=certificate)

    async def letter(
        self, letter: CoverLetter, *, theme: Theme, formats: Sequence[FileFormat]
    ) -> tuple[MadeFile, ...]:
        """The same for a cover letter; there is no JSON form of one."""
        made = [
            self._letter(letter, theme=theme, wanted=wanted)
            for wanted in formats
            if wanted is not FileFormat.JSON_RESUME
        ]
        return tuple(await asyncio.gather(*made))

    async def _letter(self, letter: CoverLetter, *, theme: Theme, wanted: FileFormat) -> MadeFile:
        if wanted is FileFormat.MARKDOWN:
            return MadeFile(format=wanted, content=letter_markdown(letter).encode())
        if wanted is FileFormat.PDF:
            content = await self._press.letter_pdf(letter, theme=theme)
        else:
            content = await self._press.letter_docx(letter, theme=theme)
        certificate = await self._readers.certify_letter(
            content, letter, written_as=wanted, theme=theme
        )
        return MadeFile(format=wanted, content=content, certificate=certificate)


def certificate_words(certificate: Certificate) -> str:
    """What was found, in one line.

    >>> from domain.career_documents.model import Reading
    >>> certificate_words(Certificate(sha256="", format=FileFormat.PDF, theme=Theme.PLAIN,
    ...     readers=(Reading(reader="pypdf", version="7", found=2),), fields=(), in_order=True))
    'read back by pypdf: all 0 fields'
    """
    names = ", ".join(reading.reader for reading in certificate.readers)
    missing = [check for check in certificate.fields if check.missing_in]
    total = len(certificate.fields)
    found = f"all {total}" if not missing else f"{total - len(missing)} of {total}"
    return f"read back by {names}: {found} fields"


def file_name(who: str, what: str, written_as: FileFormat) -> str:
    """A name that people recognise and every system accepts.

    >>> file_name("Ana Müller", "Data/ML Engineer at Acme", FileFormat.PDF)
    'Ana Müller - Data ML Engineer at Acme.pdf'
    """
    words = f"{who} - {what}" if who and what else who or what or "Resume"
    flat = " ".join(_UNSAFE.sub(" ", words).split()).strip(" .")
    return f"{flat[:_NAME_LENGTH].strip(' .') or 'Resume'}.{written_as.value}"
