"""ResumeReader that parses in a separate process with limits, because every file is hostile."""

from __future__ import annotations

import asyncio
import json
import math
from pathlib import PurePath
from typing import Any

import structlog

from domain.encoding import from_json
from domain.errors import DocumentFault, UnreadableDocument
from domain.ports import ResumeReader
from domain.resume.model import Resume, ResumeText
from integrations.documents import faults
from integrations.documents.limited_run import run_limited

_log = structlog.get_logger(__name__)

_CHILD = "integrations.documents.child"
_SUFFIXES = {".pdf", ".docx", ".txt", ".md", ".markdown", ".html", ".htm", ".json"}
"""The only part of a file's name that travels, and only as one of these."""
_KILLED_FOR_CPU = {-24, -9}
"""SIGXCPU, and the SIGKILL that follows it at the hard limit."""


_ABORTED = -6
"""SIGABRT: how native code ends when it gets no more memory."""


class LimitedProcessReader(ResumeReader):
    """Reads documents in a child process: memory, CPU time, files and wall time are bounded.

    Args:
        max_bytes: Size of a file that is still read.
        timeout_s: Wall time of one parse, process start included; CPU time has the same bound.
        memory_bytes: Address space of the child; 320 MB is ample (resumes need under 120 MB).
        parallel: Parses at the same time; further ones wait.
    """

    def __init__(
        self, *, max_bytes: int, timeout_s: float, memory_bytes: int, parallel: int = 2
    ) -> None:
        self._max_bytes = max_bytes
        self._timeout_s = timeout_s
        self._memory_bytes = memory_bytes
        self._slots = asyncio.Semaphore(parallel)

    async def read(self, content: bytes, *, name: str) -> Resume:
        return from_json(Resume, await self._ask("resume", content, name=name))

    async def read_text(self, content: bytes, *, name: str) -> ResumeText:
        """Only the visible text in reading order: for job descriptions and the like.

        Raises:
            UnreadableDocument: with one clear sentence.
        """
        return from_json(ResumeText, await self._ask("text", content, name=name))

    async def _ask(self, what: str, content: bytes, *, name: str) -> str:
        if not content:
            raise faults.empty()
        if len(content) > self._max_bytes:
            raise faults.oversized(size_bytes=len(content), max_bytes=self._max_bytes)
        suffix = PurePath(name).suffix.lower()
        async with self._slots:
            code, output = await run_limited(
                _CHILD,
                (
                    what,
                    suffix if suffix in _SUFFIXES else "",
                    str(self._memory_bytes),
                    str(math.ceil(self._timeout_s)),
                ),
                content,
                timeout_s=self._timeout_s,
            )
        try:
            answer: dict[str, Any] = json.loads(output)
        except ValueError:
            answer = {"broke": f"exit {code}"}
        if "value" in answer:
            return json.dumps(answer["value"])
        if "fault" in answer:
            raise UnreadableDocument(answer["message"], fault=DocumentFault(answer["fault"]))
        _log.warning(
            "document_parse_failed", why=answer["broke"], exit_code=code, size_bytes=len(content)
        )
        if code in _KILLED_FOR_CPU:
            raise faults.too_slow(timeout_s=self._timeout_s)
        if answer["broke"] == "MemoryError" or code == _ABORTED:
            raise faults.expands_too_far()
        raise faults.damaged("file")
