"""Complexity of an archive's code, measured in a process with limits."""

from __future__ import annotations

import asyncio
import json
import math
import sys
from dataclasses import dataclass
from pathlib import Path

import structlog

_CHILD = "integrations.code_hosting.measuring_child"
_ROOT = Path(__file__).resolve().parent.parent.parent
_MAX_OUTPUT_BYTES = 2_000_000

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Totals over the files that were read."""

    functions: int
    mean_complexity: float | None
    """Cyclomatic, per function; None when there was none."""
    files: int
    """Source files that were understood."""
    is_whole: bool
    """False when a limit ended it or a file was not understood."""


class CodeMeter:
    """Measures archives in child processes.

    Args:
        timeout_s: wall time of one archive; CPU time has the same bound.
        memory_bytes: address space of the child.
        max_files: source files that are looked at.
        parallel: processes at the same time.
    """

    def __init__(
        self,
        *,
        timeout_s: float = 20.0,
        memory_bytes: int = 400_000_000,
        max_files: int = 400,
        parallel: int = 1,
    ) -> None:
        self._timeout_s = timeout_s
        self._memory_bytes = memory_bytes
        self._max_files = max_files
        self._slots = asyncio.Semaphore(parallel)

    async def measure(self, archive: bytes) -> Measured:
        """Totals of a tar.gz; whatever was counted before a limit ended it."""
        async with self._slots:
            code, output = await self._run(archive)
        lines = output[:_MAX_OUTPUT_BYTES].decode("ascii", errors="replace").split("\n")
        whole_lines = lines[:-1]  # the last one is empty, or half a line of a killed process
        if not whole_lines:
            return Measured(functions=0, mean_complexity=None, files=0, is_whole=code == 0)
        totals = json.loads(whole_lines[-1])
        functions, files = int(totals["functions"]), int(totals["files"])
        unread = int(totals["unread"])
        if code != 0:
            _log.warning("code_measuring_ended_early", exit_code=code, files=files)
        return Measured(
            functions=functions,
            mean_complexity=int(totals["paths"]) / functions if functions else None,
            files=files - unread,
            is_whole=code == 0 and files < self._max_files and not unread,
        )

    async def _run(self, archive: bytes) -> tuple[int, bytes]:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            _CHILD,
            str(self._memory_bytes),
            str(math.ceil(self._timeout_s)),
            str(self._max_files),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={"PYTHONPATH": str(_ROOT), "LC_ALL": "C.UTF-8"},
            cwd="/",
        )
        output = bytearray()
        try:
            async with asyncio.timeout(self._timeout_s):
                await asyncio.gather(_feed(process, archive), _drain(process, output))
                await process.wait()
        except TimeoutError:
            _log.warning("code_measuring_too_slow", timeout_s=self._timeout_s)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        return process.returncode or 0, bytes(output)


async def _feed(process: asyncio.subprocess.Process, archive: bytes) -> None:
    if process.stdin is None:
        return
    try:
        process.stdin.write(archive)
        await process.stdin.drain()
        process.stdin.close()
    except (BrokenPipeError, ConnectionResetError):
        return  # it has read as much as it wants


async def _drain(process: asyncio.subprocess.Process, output: bytearray) -> None:
    if process.stdout is None:
        return
    while chunk := await process.stdout.read(65_536):
        if len(output) < _MAX_OUTPUT_BYTES:
            output += chunk
