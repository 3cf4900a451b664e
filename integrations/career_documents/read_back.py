"""ReadBack in a limited process: readers of other makers, and our own parser."""

from __future__ import annotations

import asyncio
import hashlib
import math
from importlib.metadata import PackageNotFoundError, version

import structlog

from domain.career_documents.model import (
    Certificate,
    CoverLetter,
    FileFormat,
    ResumeDocument,
    Theme,
)
from domain.encoding import from_json, to_json
from domain.errors import Defect, TemporaryFailure, UnreadableDocument
from domain.seeker_ports import ReadBack
from integrations.documents.limited_run import run_limited

_log = structlog.get_logger(__name__)

_CHILD = "integrations.career_documents.reading_child"
_FORMATS = {FileFormat.PDF, FileFormat.DOCX}


class IndependentReadBack(ReadBack):
    """Reads a file that was just written, as strangers will.

    Args:
        timeout_s: Wall time of one certificate, process start included; CPU time has the same
            bound.
        memory_bytes: Address space of the process; 600 MB is ample.
        parallel: Certificates at the same time; further ones wait.
    """

    def __init__(
        self,
        *,
        timeout_s: float = 30.0,
        memory_bytes: int = 900_000_000,
        parallel: int = 2,
    ) -> None:
        self._timeout_s = timeout_s
        self._memory_bytes = memory_bytes
        self._slots = asyncio.Semaphore(parallel)

    async def certify_resume(
        self, content: bytes, document: ResumeDocument, *, written_as: FileFormat, theme: Theme
    ) -> Certificate:
        """What the readers found.

        Raises:
            TemporaryFailure: reading took longer or more memory than it was given.
            Defect: there are no readers of this format.
        """
        return await self._certify("resume", content, document, written_as, theme)

    async def certify_letter(
        self, content: bytes, letter: CoverLetter, *, written_as: FileFormat, theme: Theme
    ) -> Certificate:
        """Like ``certify_resume``: words and order."""
        return await self._certify("letter", content, letter, written_as, theme)

    async def _certify(
        self,
        kind: str,
        content: bytes,
        document: ResumeDocument | CoverLetter,
        written_as: FileFormat,
        theme: Theme,
    ) -> Certificate:
        if written_as not in _FORMATS:
            raise Defect(f"no readers of {written_as.value!r}")
        written = to_json(document).encode("utf-8")
        async with self._slots:
            try:
                code, output = await run_limited(
                    _CHILD,
                    (
                        kind,
                        written_as.value,
                        theme.value,
                        hashlib.sha256(content).hexdigest(),
                        _own_version(),
                        str(len(written)),
                        str(self._memory_bytes),
                        str(math.ceil(self._timeout_s)),
                    ),
                    written + content,
                    timeout_s=self._timeout_s,
                )
            except UnreadableDocument as error:
                raise TemporaryFailure(
                    f"reading a document back took more than {self._timeout_s:g} s"
                ) from error
        if code or not output:
            _log.warning("read_back_failed", exit_code=code, size_bytes=len(content))
            raise TemporaryFailure("a document could not be read back")
        return from_json(Certificate, output.decode("utf-8"))


def _own_version() -> str:
    try:
        return version("careergini")
    except PackageNotFoundError:
        return "source"
