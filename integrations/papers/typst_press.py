"""PaperPress and PicturePress that typeset with typst in a separate process with limits."""

from __future__ import annotations

import asyncio
import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path

import structlog

from domain.errors import Defect, TemporaryFailure, UserMistake
from domain.papers import Paper, Part, Picture
from domain.recruiting_ports import PaperPress
from domain.seeker_ports import PicturePress
from integrations.papers.drawing import Page, check_size, paper_data, picture_data

_log = structlog.get_logger(__name__)

_CHILD = "integrations.papers.child"
_ROOT = Path(__file__).resolve().parent.parent.parent
_FEW_THREADS = {"RAYON_NUM_THREADS": "2", "MALLOC_ARENA_MAX": "2"}
"""On a machine with many cores each thread would reserve address space of the child's limit."""
_PICTURE_WIDTHS = (200, 2_400)
_PIXELS_PER_POINT = 2
"""At the resolution that the child draws pictures in."""
_PICTURE_CHARACTERS = 60_000
"""Of a picture's data; about ten pages, 60 megapixels at the most."""
_KILLED_FOR_CPU = {-24, -9}
"""SIGXCPU, and the SIGKILL that follows it at the hard limit."""


class TypstPress(PaperPress, PicturePress):
    """Prints papers and pictures of blocks in a child process with limits of memory and time.

    A process and not a thread, because a thread that hangs cannot be stopped, and because the
    typesetter keeps what it computed: in a long-running process that grows.

    Args:
        page: Size of the sheets.
        font_folders: Fonts beside those that the typesetter brings (Latin, Greek, Cyrillic). With
            Noto Sans among them everything is set in it.
        timeout_s: Wall time of one paper, process start included; CPU time has the same bound.
        memory_bytes: Address space of the child.
        parallel: Papers at the same time; further ones wait.
    """

    def __init__(
        self,
        *,
        page: Page = "a4",
        font_folders: Sequence[Path] = (),
        timeout_s: float = 60.0,
        memory_bytes: int = 1_500_000_000,
        parallel: int = 1,
    ) -> None:
        self._page: Page = page
        self._folders = [str(folder) for folder in font_folders]
        self._timeout_s = timeout_s
        self._memory_bytes = memory_bytes
        self._slots = asyncio.Semaphore(parallel)

    async def print(self, paper: Paper) -> bytes:
        """A tagged PDF; the same paper gives the same bytes.

        Raises:
            UserMistake: the paper is too large to print; says how large and what is possible.
            TemporaryFailure: it took longer or more memory than it was given.
            Defect: the template did not take the data.
        """
        content = await asyncio.to_thread(self._content, paper)
        return await self._made(content, begins=b"%PDF-")

    async def picture(self, parts: Sequence[Part], *, width_px: int = 1000) -> bytes:
        """A PNG of 200 to 2,400 pixels across; the same parts give the same bytes.

        Raises:
            UserMistake: the parts are too long for a picture.
            TemporaryFailure: it took longer or more memory than it was given.
        """
        least, most = _PICTURE_WIDTHS
        width_pt = max(least, min(most, width_px)) / _PIXELS_PER_POINT
        data = picture_data(parts, width_pt=width_pt)
        content = json.dumps(data, ensure_ascii=False)
        pictures = math.ceil(sum(len(p.png) for p in parts if isinstance(p, Picture)) * 4 / 3)
        if len(content) - pictures > _PICTURE_CHARACTERS:
            raise UserMistake("This is too long for one picture. Ask for a PDF instead.")
        return await self._made(content.encode("utf-8"), begins=b"\x89PNG")

    async def _made(self, content: bytes, *, begins: bytes) -> bytes:
        async with self._slots:
            code, output, trouble = await self._run(content)
        if code == 0 and output.startswith(begins):
            return output
        _log.warning("paper_failed", exit_code=code, why=_last_line(trouble))
        if code in _KILLED_FOR_CPU:
            raise TemporaryFailure(f"a paper took more than {self._timeout_s:g} s")
        if code < 0 or b"MemoryError" in trouble:
            raise TemporaryFailure(f"a paper did not fit in {self._memory_bytes / 1e6:.0f} MB")
        raise Defect(f"a paper could not be set: {_last_line(trouble)}")

    def _content(self, paper: Paper) -> bytes:
        data = json.dumps(paper_data(paper, page=self._page), ensure_ascii=False)
        pictures = sum(len(part.png) for part in paper.parts if isinstance(part, Picture))
        check_size(data, pictures_bytes=math.ceil(pictures * 4 / 3))
        return data.encode("utf-8")

    async def _run(self, content: bytes) -> tuple[int, bytes, bytes]:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            _CHILD,
            str(self._memory_bytes),
            str(math.ceil(self._timeout_s)),
            *self._folders,
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
            raise TemporaryFailure(f"a paper took more than {self._timeout_s:g} s") from error
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        return process.returncode or 0, output, trouble


def _last_line(trouble: bytes) -> str:
    """The kind of error alone: what a library prints after it may quote the paper's words."""
    lines = trouble.decode("utf-8", "replace").strip().splitlines()
    return lines[-1].split(":", 1)[0][:80] if lines else "no message"
