"""Lines from a person or a pipe, read beside the event loop, never inside it."""

from __future__ import annotations

import asyncio
import importlib
import queue
import sys
import termios
import threading
from collections.abc import Callable, Sequence
from functools import partial
from types import TracebackType
from typing import Self, TextIO

_PROMPT = "› "


class Keyboard:
    """Reads one line at a time. Use as ``async with``.

    A thread of its own does the reading, because a terminal cannot be read with a time limit; it
    is a daemon, so that leaving does not wait for a last Enter.

    Args:
        source: where lines come from.
        interactive: True for a terminal: a prompt, line editing, and history.
        remembered: earlier lines for the arrow keys, oldest first.
    """

    def __init__(
        self, *, source: TextIO, interactive: bool, remembered: Sequence[str] = ()
    ) -> None:
        self._source = source
        self._interactive = interactive
        self._remembered = remembered
        self._requests: queue.SimpleQueue[asyncio.Future[str | None] | None] = queue.SimpleQueue()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._restore: Callable[[], None] | None = None
        self._reading = False

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        if self._interactive:
            attributes = termios.tcgetattr(self._source)
            self._restore = partial(termios.tcsetattr, self._source, termios.TCSADRAIN, attributes)
            readline = importlib.import_module("readline")  # changes input(): terminals only
            readline.set_auto_history(True)
            # Pasted lines are one message, sent by the Enter that a person presses.
            readline.parse_and_bind("set enable-bracketed-paste on")
            for line in self._remembered:
                readline.add_history(line.replace("\n", " "))
        threading.Thread(target=self._work, name="keyboard", daemon=True).start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._requests.put(None)
        if self._restore is not None:  # the thread may still sit in input(), in raw mode
            self._restore()
            if self._reading:
                sys.stdout.write("\x1b[?2004l\n")  # readline's paste mode, and its half line
                sys.stdout.flush()

    async def read_line(self) -> str | None:
        """The next line without its end; None at the end of the input."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[str | None] = loop.create_future()
        self._requests.put(answer)
        return await answer

    def redraw(self) -> None:
        """Draw prompt and half-typed line again after something was printed over them."""
        if self._interactive and self._reading:
            readline = importlib.import_module("readline")
            sys.stdout.write(_PROMPT + readline.get_line_buffer())
            sys.stdout.flush()

    @property
    def is_reading(self) -> bool:
        """True while a person sees the prompt."""
        return self._interactive and self._reading

    # --- the thread ---------------------------------------------------------------------------

    def _work(self) -> None:
        while (answer := self._requests.get()) is not None:
            self._reading = True
            line = self._read()
            self._reading = False
            if self._loop is None or self._loop.is_closed():
                return
            self._loop.call_soon_threadsafe(_fulfil, answer, line)

    def _read(self) -> str | None:
        whole = ""
        while True:
            line = self._read_one(continued=bool(whole))
            if line is None:
                return whole or None
            if not line.endswith("\\"):
                return whole + line
            whole += line.removesuffix("\\") + "\n"  # a backslash at the end: more follows

    def _read_one(self, *, continued: bool) -> str | None:
        if self._interactive:
            try:
                return input("… " if continued else _PROMPT)
            except EOFError:
                return None
        line = self._source.readline()
        return line.rstrip("\r\n") if line else None


def _fulfil(answer: asyncio.Future[str | None], line: str | None) -> None:
    if not answer.done():
        answer.set_result(line)
