"""DocumentPress: PDF by typst in a limited process, Word files by python-docx."""

from __future__ import annotations

import asyncio
import json
import math
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import structlog

from domain.career_documents.headings import RIGHT_TO_LEFT
from domain.career_documents.model import CoverLetter, ResumeDocument, Theme
from domain.career_documents.type_sizes import SIZES
from domain.errors import Defect, TemporaryFailure, UserMistake
from domain.seeker_ports import DocumentPress
from integrations.career_documents.fonts import font_folders
from integrations.career_documents.layout import Kind, Row, letter_rows, resume_rows
from integrations.papers.words import language_code, printable

_log = structlog.get_logger(__name__)

PageSize = Literal["a4", "us-letter"]

MAX_CHARACTERS = 120_000
"""Of one document: about forty pages."""
_CHILD = "integrations.career_documents.child"
_ROOT = Path(__file__).resolve().parent.parent.parent
_ENDLESS = re.compile("[0-9A-Za-z_\u00c0-\u058f]{48,}")
"""Letters in a row that may not fit in a line of the narrowest page."""
_PIECES = re.compile(".{12}(?=.)")
_FEW_THREADS = {"RAYON_NUM_THREADS": "2", "MALLOC_ARENA_MAX": "2"}
_KILLED_FOR_CPU = {-24, -9}


class TypstDocumentPress(DocumentPress):
    """Draws documents; memory, CPU time and wall time of a PDF are bounded by its process.

    Args:
        page: Size of the sheets.
        folders: Folders with fonts beside those that come as packages.
        timeout_s: Wall time of one PDF, process start included; CPU time has the same bound.
        memory_bytes: Address space of the process; the East Asian font takes 20 MB of it.
        parallel: Documents at the same time; further ones wait.
    """

    def __init__(
        self,
        *,
        page: PageSize = "a4",
        folders: Sequence[Path] = (),
        timeout_s: float = 30.0,
        memory_bytes: int = 1_500_000_000,
        parallel: int = 2,
    ) -> None:
        self._page: PageSize = page
        self._folders = tuple(folders)
        self._timeout_s = timeout_s
        self._memory_bytes = memory_bytes
        self._slots = asyncio.Semaphore(parallel)

    async def resume_pdf(self, document: ResumeDocument, *, theme: Theme) -> bytes:
        """A tagged PDF of one column; the same document gives the same bytes.

        Raises:
            UserMistake: it is longer than ``MAX_CHARACTERS`` or has no words.
            TemporaryFailure: it took longer or more memory than it was given.
        """
        rows = resume_rows(document)
        return await self._pdf(
            rows, theme=theme, name=document.name, language=document.language, is_letter=False
        )

    async def letter_pdf(self, letter: CoverLetter, *, theme: Theme) -> bytes:
        """Like ``resume_pdf``."""
        return await self._pdf(
            letter_rows(letter),
            theme=theme,
            name=letter.name,
            language=letter.language,
            is_letter=True,
        )

    async def resume_docx(self, document: ResumeDocument, *, theme: Theme) -> bytes:
        """A Word file with real styles; the same document gives the same bytes.

        Raises:
            UserMistake: it is longer than ``MAX_CHARACTERS`` or has no words.
        """
        return await self._docx(
            resume_rows(document), theme=theme, name=document.name, language=document.language
        )

    async def letter_docx(self, letter: CoverLetter, *, theme: Theme) -> bytes:
        """Like ``resume_docx``."""
        return await self._docx(
            letter_rows(letter), theme=theme, name=letter.name, language=letter.language
        )

    async def _docx(self, rows: Sequence[Row], *, theme: Theme, name: str, language: str) -> bytes:
        from integrations.career_documents.word_file import word_file

        _check(rows)
        async with self._slots:
            return await asyncio.to_thread(
                word_file,
                rows,
                theme=theme,
                title=_title(name),
                language=language_code(language),
                page=self._page,
            )

    async def _pdf(
        self, rows: Sequence[Row], *, theme: Theme, name: str, language: str, is_letter: bool
    ) -> bytes:
        _check(rows)
        sizes = SIZES[theme]
        language = language_code(language)
        data = {
            "page": self._page,
            "theme": theme.value,
            "sizes": {kind: getattr(sizes, kind) for kind in sizes.__slots__},
            "title": _title(name),
            "author": _title(name),
            "language": language,
            "is_rtl": language in RIGHT_TO_LEFT,
            "is_letter": is_letter,
            "rows": _drawn(rows),
        }
        content = json.dumps(data, ensure_ascii=False)
        folders = [str(folder) for folder in (*font_folders(content), *self._folders)]
        async with self._slots:
            code, output, trouble = await self._run(content.encode("utf-8"), folders)
        if code == 0 and output.startswith(b"%PDF-"):
            return output
        _log.warning("document_not_drawn", exit_code=code, why=_last_line(trouble))
        if code in _KILLED_FOR_CPU:
            raise TemporaryFailure(f"a document took more than {self._timeout_s:g} s")
        if code < 0 or b"MemoryError" in trouble:
            raise TemporaryFailure(f"a document did not fit in {self._memory_bytes / 1e6:.0f} MB")
        raise Defect(f"a document could not be drawn: {_last_line(trouble)}")

    async def _run(self, content: bytes, folders: Sequence[str]) -> tuple[int, bytes, bytes]:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            _CHILD,
            str(self._memory_bytes),
            str(math.ceil(self._timeout_s)),
            *folders,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={"PYTHONPATH": str(_ROOT), "LC_ALL": "C.UTF-8", **_FEW_THREADS},
            cwd="/",
        )
        try:
            async with asyncio.timeout(self._timeout_s):
                output, trouble = await process.communicate(content)
        except TimeoutError as error:
            raise TemporaryFailure(f"a document took more than {self._timeout_s:g} s") from error
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        return process.returncode or 0, output, trouble


def _check(rows: Sequence[Row]) -> None:
    length = sum(len(row.text) for row in rows)
    if length == 0:
        raise UserMistake("This document has no words yet.")
    if length > MAX_CHARACTERS:
        raise UserMistake(
            f"This document has {length:,} characters; {MAX_CHARACTERS:,} can be drawn. "
            "Leave out some bullets."
        )


def _title(name: str) -> str:
    return " ".join(printable(name, breaks=False).split())[:200] or "Document"


def _drawn(rows: Sequence[Row]) -> list[dict[str, object]]:
    """Rows as the template takes them; bullets that follow each other are one list."""
    drawn: list[dict[str, object]] = []
    before: Kind | None = None
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        item: dict[str, object] = {
            "kind": row.kind.value,
            "text": row.text,
            "pieces": [
                {
                    "text": _breakable(piece.text),
                    "url": piece.url,
                    "is_strong": piece.is_strong,
                }
                for piece in row.pieces
            ],
        }
        if row.kind is Kind.BULLET:
            if before is Kind.BULLET:
                items = drawn[-1]["items"]
                assert isinstance(items, list)  # noqa: S101  # built just below
                items.append(item)
            else:
                drawn.append({"kind": "bullets", "items": [item]})
        else:
            # a head stays on the page of what it heads
            item["leads"] = after is not None and after.kind in {Kind.ROLE, Kind.BULLET, Kind.TEXT}
            item["first"] = before is (Kind.ENTRY if row.kind is Kind.ROLE else Kind.HEADING)
            drawn.append(item)
        before = row.kind
    return drawn


def _breakable(words: str) -> str:
    """Words with invisible places to break where one would run off the page."""
    return _ENDLESS.sub(lambda found: _PIECES.sub("\\g<0>\u200b", found.group()), words)


def _last_line(trouble: bytes) -> str:
    """The kind of error alone: what a library prints after it may quote the document's words."""
    lines = trouble.decode("utf-8", "replace").strip().splitlines()
    return lines[-1].split(":", 1)[0][:80] if lines else "no message"
