"""A module of ours as a process without an environment: bytes in, bytes out, a time limit."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from integrations.documents import faults

_ROOT = Path(__file__).resolve().parent.parent.parent


async def run_limited(
    module: str, arguments: Sequence[str], content: bytes, *, timeout_s: float
) -> tuple[int, bytes]:
    """Exit code and standard output; the module limits its own memory, files and CPU time.

    Args:
        module: Of ours; it calls :func:`integrations.documents.child.limit_resources` first.
        arguments: Of its command line: never words from outside.
        content: Its standard input.
        timeout_s: Wall time, start included.

    Raises:
        UnreadableDocument: it took longer.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        "-m",
        module,
        *arguments,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PYTHONPATH": str(_ROOT), "LC_ALL": "C.UTF-8"},
        cwd="/",
    )
    try:
        async with asyncio.timeout(timeout_s):
            output, _ = await process.communicate(content)
    except TimeoutError as error:
        raise faults.too_slow(timeout_s=timeout_s) from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode or 0, output
