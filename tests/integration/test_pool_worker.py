"""The worker process: results, errors, a death in the middle, and no orphan after a kill."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from domain.errors import TemporaryFailure
from domain.resume.layout import clean
from integrations.processes.pool_worker import PoolWorker

_PARENT = """
import asyncio, os, sys
from integrations.processes.pool_worker import PoolWorker

async def main():
    worker = PoolWorker()
    print(await worker(os.getpid), flush=True)
    await asyncio.sleep(600)

if __name__ == "__main__":
    asyncio.run(main())
"""


async def test_functions_run_in_a_niced_process_of_their_own() -> None:
    worker = PoolWorker(niceness=7)
    try:
        assert await worker(os.getpid) != os.getpid()
        assert await worker(os.nice, 0) == os.nice(0) + 7
        assert await worker(clean, "e\ufb03cient") == "efficient"
        with pytest.raises(ValueError, match="invalid literal"):
            await worker(int, "x")
    finally:
        await worker.close()


async def test_a_process_that_dies_is_replaced() -> None:
    worker = PoolWorker()
    try:
        first = await worker(os.getpid)
        with pytest.raises(TemporaryFailure):
            await worker(os.kill, first, signal.SIGKILL)
        assert await worker(os.getpid) != first
    finally:
        await worker.close()


def test_a_killed_service_leaves_no_process_behind(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(_PARENT)
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    ) as parent:
        try:
            assert parent.stdout is not None
            child = int(parent.stdout.readline())
            assert _lives(child)
            watched = os.pidfd_open(child)
        finally:
            parent.kill()
    # Readable once the process has ended.
    ended, _, _ = select.select([watched], [], [], 20.0)
    os.close(watched)
    assert ended
    assert not _lives(child)


def _lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
