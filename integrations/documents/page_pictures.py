"""PagePictures of PDF files, drawn in a limited process, because every file is hostile.

Word files, web pages and text have no pages of their own: there is no picture of them.
"""

from __future__ import annotations

import asyncio
import math

import structlog

from domain.errors import UnreadableDocument
from domain.recruiting_ports import PagePictures
from integrations.documents.limited_run import run_limited

_log = structlog.get_logger(__name__)

_CHILD = "integrations.documents.picture_child"
_PNG = b"\x89PNG\r\n\x1a\n"
_MAX_NEEDLE = 2_000
"""Characters of hidden text that are enough to find its place."""
_WIDTHS_PX = (100, 2_000)


class LimitedPagePictures(PagePictures):
    """Pictures of pages of PDF files; None for everything else and when drawing fails.

    Args:
        max_bytes: Size of a file that is still drawn.
        timeout_s: Wall time of one picture, process start included; CPU time has the same bound.
        memory_bytes: Address space of the process; 400 MB is ample.
        parallel: Pictures at the same time; further ones wait.
    """

    def __init__(
        self, *, max_bytes: int, timeout_s: float, memory_bytes: int, parallel: int = 1
    ) -> None:
        self._max_bytes = max_bytes
        self._timeout_s = timeout_s
        self._memory_bytes = memory_bytes
        self._slots = asyncio.Semaphore(parallel)

    async def passage(self, content: bytes, *, page: int, needle: str) -> bytes | None:
        return await self._draw(content, page=page, width_px=0, needle=needle[:_MAX_NEEDLE])

    async def page(self, content: bytes, *, page: int, width_px: int = 900) -> bytes | None:
        least, most = _WIDTHS_PX
        width_px = max(least, min(most, width_px))
        return await self._draw(content, page=page, width_px=width_px, needle="")

    async def _draw(self, content: bytes, *, page: int, width_px: int, needle: str) -> bytes | None:
        is_pdf = b"%PDF-" in content[:1024]
        if page < 1 or not is_pdf or len(content) > self._max_bytes:
            return None
        words = needle.encode("utf-8", "replace")
        numbers = (page, width_px, len(words), self._memory_bytes, math.ceil(self._timeout_s))
        async with self._slots:
            try:
                code, output = await run_limited(
                    _CHILD,
                    tuple(str(number) for number in numbers),
                    words + content,
                    timeout_s=self._timeout_s,
                )
            except UnreadableDocument:
                _log.warning("page_picture_timed_out", timeout_s=self._timeout_s)
                return None
        if output.startswith(_PNG):
            return output
        if code:
            _log.warning("page_picture_failed", exit_code=code, size_bytes=len(content))
        return None
