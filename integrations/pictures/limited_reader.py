"""PictureReader with a packaged model, in a limited process, because every file is hostile."""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import Sequence
from typing import Any

import structlog

from domain.errors import DocumentFault, UnreadableDocument
from domain.seeker_ports import PictureLine, PictureReader
from integrations.documents.limited_run import run_limited

_log = structlog.get_logger(__name__)

_CHILD = "integrations.pictures.picture_words_child"
_KILLED_FOR_CPU = {-24, -9}
_ABORTED = -6
_REFUSALS = {
    "no_picture": (
        "I cannot open this picture. Send a PNG, JPEG or WebP, or paste the text.",
        DocumentFault.WRONG_TYPE,
    ),
    "too_many_pixels": (
        "This picture has more than 40 million pixels. Send a smaller one, or paste the text.",
        DocumentFault.OVERSIZED,
    ),
    "damaged": (
        "This file is damaged or incomplete, so I could not open it. Send it again.",
        DocumentFault.TRUNCATED,
    ),
}


class LimitedPictureReader(PictureReader):
    """Reads Latin letters, digits and Chinese; accents are often lost: ask people to check.

    Args:
        max_bytes: Size of a file that is still read.
        timeout_s: Wall time of one file, process start included.
        memory_bytes: Address space of the process; the model needs about 1.1 GB of it (and 500 MB
            of memory).
        threads: Of the model, 1 or 2; the CPU time may be ``timeout_s`` for each.
        parallel: Files at the same time; further ones wait.
    """

    def __init__(
        self,
        *,
        max_bytes: int,
        timeout_s: float = 60.0,
        memory_bytes: int = 1_500_000_000,
        threads: int = 2,
        parallel: int = 1,
    ) -> None:
        self._max_bytes = max_bytes
        self._timeout_s = timeout_s
        self._memory_bytes = memory_bytes
        self._threads = threads
        self._slots = asyncio.Semaphore(parallel)

    async def read(self, content: bytes, *, name: str) -> Sequence[PictureLine]:
        del name  # a picture is told by its content
        return await self._ask("picture", content)

    async def read_pages(self, content: bytes, *, name: str) -> Sequence[PictureLine]:
        del name
        return await self._ask("pages", content)

    async def _ask(self, what: str, content: bytes) -> Sequence[PictureLine]:
        if not content:
            raise UnreadableDocument(
                "This file is empty. Please send it again.", fault=DocumentFault.EMPTY
            )
        if len(content) > self._max_bytes:
            raise UnreadableDocument(
                f"This file has {len(content) / 1e6:.1f} MB, the limit is "
                f"{self._max_bytes / 1e6:.1f} MB. Send a smaller one.",
                fault=DocumentFault.OVERSIZED,
            )
        arguments = (
            what,
            str(self._memory_bytes),
            str(math.ceil(self._timeout_s * self._threads)),
            str(self._threads),
        )
        async with self._slots:
            code, output = await run_limited(_CHILD, arguments, content, timeout_s=self._timeout_s)
        return self._lines(code, output)

    def _lines(self, code: int, output: bytes) -> Sequence[PictureLine]:
        try:
            answer: dict[str, Any] = json.loads(output)
        except ValueError:
            answer = {"broke": f"exit {code}"}
        if "refused" in answer:
            message, fault = _REFUSALS[answer["refused"]]
            raise UnreadableDocument(message, fault=fault)
        if "lines" not in answer:
            _log.warning("picture_reading_failed", why=answer["broke"], exit_code=code)
            if code in _KILLED_FOR_CPU:
                raise UnreadableDocument(
                    "Reading this picture took too long, so I stopped. Paste the text instead.",
                    fault=DocumentFault.TOO_SLOW,
                )
            if answer["broke"] == "MemoryError" or code == _ABORTED:
                message, fault = _REFUSALS["too_many_pixels"]
                raise UnreadableDocument(
                    "This picture needs too much memory. Send a smaller one, or paste the text.",
                    fault=fault,
                )
            message, fault = _REFUSALS["damaged"]
            raise UnreadableDocument(message, fault=fault)
        lines = [
            PictureLine(text=text, confidence=min(1.0, max(0.0, float(confidence))))
            for text, confidence in answer["lines"]
        ]
        if not lines:
            raise UnreadableDocument(
                "I found no words in this picture. Send a sharper one, or paste the text.",
                fault=DocumentFault.EMPTY,
            )
        return lines
