"""One niced process for pure functions: threads would share the interpreter with conversations."""

from __future__ import annotations

import asyncio
import ctypes
import functools
import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import ParamSpec, TypeVar

import structlog

from domain.errors import TemporaryFailure

_log = structlog.get_logger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

_PR_SET_PDEATHSIG = 1
"""prctl(2): which signal a process gets when its parent dies."""


class PoolWorker:
    """Calls pure functions in one process with lower priority. Close it.

    Functions, arguments and results travel pickled, so functions are module-level ones. The
    process starts at the first call.

    Args:
        niceness: added to the priority value of this process, 0 to 19.
    """

    def __init__(self, *, niceness: int = 10) -> None:
        self._niceness = niceness
        self._pool: ProcessPoolExecutor | None = None

    async def __call__(self, function: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """The function's result.

        Raises:
            TemporaryFailure: the process ended in the middle; the next call starts another.
        """
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                max_workers=1,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_prepare,
                initargs=(self._niceness, os.getpid()),
            )
        pool = self._pool
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(pool, functools.partial(function, *args, **kwargs))
        except BrokenProcessPool as error:
            _log.warning("worker_process_ended")
            if self._pool is pool:
                self._pool = None
            raise TemporaryFailure("the worker process ended") from error

    async def close(self) -> None:
        """End the process; what it is doing is finished first."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await asyncio.to_thread(pool.shutdown, cancel_futures=True)


def _prepare(niceness: int, parent: int) -> None:
    """Let others go first, and end with the parent: a killed service must leave nobody behind."""
    os.nice(niceness)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)
