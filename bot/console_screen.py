"""What a person sees: a terminal with colours and live progress, or plain lines in a pipe."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol, TextIO

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text as Line

from bot.rendering.plain import render_plain
from bot.rendering.terminal import render_terminal
from bot.rendering.untrusted import clean, clean_line
from domain.reply import Reply
from domain.turns import PartialText, StatusChanged, TurnEvent

SILENT_FOR_S = 1.0  # seconds of waiting that need no explanation
_SAY_TIME_AFTER_S = 4.0  # seconds of waiting after which the time is shown
_FRAMES_PER_S = 8


class Screen(Protocol):
    """Where a conversation is drawn."""

    def show_reply(self, reply: Reply) -> None: ...
    def show_person(self, words: str) -> None:
        """Something the person said, when it was not typed just now."""
        ...

    def show_note(self, words: str) -> None:
        """A remark of the client itself."""
        ...

    def show_progress(self, event: TurnEvent) -> None: ...
    def begin_progress(self) -> None:
        """The wait is long enough to need an explanation."""
        ...

    def end_progress(self) -> None: ...


class PlainScreen(Screen):
    """Lines without colours: for pipes and files. Progress is not shown."""

    def __init__(self, *, out: TextIO) -> None:
        self._out = out

    def show_reply(self, reply: Reply) -> None:
        self._write(render_plain(reply))

    def show_person(self, words: str) -> None:
        self._write(f"> {clean(words)}")

    def show_note(self, words: str) -> None:
        self._write(f"-- {clean(words)}")

    def show_progress(self, event: TurnEvent) -> None:
        """Nothing: a pipe gets the answer only."""

    def begin_progress(self) -> None:
        """Nothing, see above."""

    def end_progress(self) -> None:
        """Nothing, see above."""

    def _write(self, words: str) -> None:
        self._out.write(words + "\n\n")
        self._out.flush()


class TerminalScreen(Screen):
    """A terminal: formatted replies, text as it is written, a line that says what is happening.

    Args:
        console: where to draw; decides about colours (``NO_COLOR``) and width.
        redraw_prompt: called after something was printed while the person may be typing.
        is_prompting: whether the prompt is on the screen now.
    """

    def __init__(
        self,
        *,
        console: Console,
        redraw_prompt: Callable[[], None],
        is_prompting: Callable[[], bool],
    ) -> None:
        self._console = console
        self._redraw_prompt = redraw_prompt
        self._is_prompting = is_prompting
        self._progress = _Progress()
        self._live: Live | None = None

    def show_reply(self, reply: Reply) -> None:
        self.end_progress()
        self._print(render_terminal(reply, width=self._console.width), spaced=True)

    def show_person(self, words: str) -> None:
        self._print(Line(f"› {clean(words)}", style="bold"))

    def show_note(self, words: str) -> None:
        self._print(Line(clean(words), style="dim"))

    def show_progress(self, event: TurnEvent) -> None:
        self._progress.note(event)
        if isinstance(event, PartialText):
            self.begin_progress()

    def begin_progress(self) -> None:
        if self._live is None and not self._is_prompting():
            self._live = Live(
                console=self._console,
                get_renderable=self._draw_progress,
                refresh_per_second=_FRAMES_PER_S,
                transient=True,
            )
            self._live.start()

    def end_progress(self) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None
        self._progress = _Progress()

    def _draw_progress(self) -> RenderableType:
        return self._progress.draw(width=self._console.width, height=self._console.height)

    def _print(self, drawn: RenderableType, *, spaced: bool = False) -> None:
        prompting = self._is_prompting()
        if prompting:
            self._console.file.write("\r\x1b[J")  # wipe the prompt; it is drawn again below
        if spaced:
            self._console.line()
        self._console.print(drawn)
        if spaced:
            self._console.line()
        if prompting:
            self._redraw_prompt()


class _Progress:
    """What is known about the turn that is being waited for."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._status = "Working on it"
        self._until: float | None = None
        self._partial = ""
        self._spinner = Spinner("dots", style="cyan")

    def note(self, event: TurnEvent) -> None:
        match event:
            case StatusChanged():
                self._status = clean_line(event.text) or self._status
                self._until = None if event.eta_s is None else time.monotonic() + event.eta_s
            case PartialText():
                self._partial = clean(event.text)

    def draw(self, *, width: int, height: int) -> RenderableType:
        """At most one screen: of a long text the end, where it grows."""
        line = Line(f"{self._status}{self._time()}", style="dim", overflow="ellipsis", no_wrap=True)
        self._spinner.update(text=line)
        if not self._partial:
            return self._spinner
        text = Line(self._partial, overflow="fold")
        wrapped = text.wrap(Console(width=width), width)
        tail = wrapped[-max(1, height - 4) :]
        return Group(*tail, self._spinner)

    def _time(self) -> str:
        now = time.monotonic()
        if self._until is not None:
            left = self._until - now
            return f" · about {left:.0f} s" if left >= 1 else " · a moment longer"
        waited = now - self._began
        return f" · {waited:.0f} s" if waited >= _SAY_TIME_AFTER_S else ""
