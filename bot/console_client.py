"""`careergini chat`: what the person types becomes messages, what arrives is drawn."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.console_entry import Choose, FileCommand, Local, Send, read_entry
from bot.console_history import ConsoleHistory, Received, Said
from bot.console_keyboard import Keyboard
from bot.console_link import ConsoleLink
from bot.console_protocol import ChosenAction, EventLine, Hello, ReplyLine
from bot.console_saving import save_file
from bot.console_screen import SILENT_FOR_S, Screen
from domain.choices import files, numbered
from domain.errors import CareerGiniError, UserMistake
from domain.ports import Clock
from domain.reply import Reply, plain_text
from domain.turns import StatusChanged

KEYS = (
    "/file PATH [words] sends a file · a number chooses · /save N keeps a file · /history · "
    "/say WORDS sends words as they are · Ctrl-C or /stop stops · /quit"
)
_HISTORY_LINES = 20


class ConsoleClient:
    """One person in one conversation, until the input ends or they leave.

    Args:
        socket_path: where the service listens.
        history: the open memory of the conversation.
        hello: who talks.
        clock: for the times in the history.
        keyboard: the open source of lines.
        screen: where to draw.
        downloads: folder for ``/save``.
        interactive: True for a person at a terminal; False reads to the end and answers each line.
        patience_s: how long to look for a service that is away, seconds.
    """

    def __init__(
        self,
        *,
        socket_path: Path,
        history: ConsoleHistory,
        hello: Hello,
        clock: Clock,
        keyboard: Keyboard,
        screen: Screen,
        downloads: Path,
        interactive: bool,
        patience_s: float = 30.0,
    ) -> None:
        self._history = history
        self._clock = clock
        self._keyboard = keyboard
        self._screen = screen
        self._downloads = downloads
        self._interactive = interactive
        self._link = ConsoleLink(
            socket_path=socket_path,
            history=history,
            hello=hello,
            clock=clock,
            listener=self._hear,
            patience_s=patience_s,
        )
        self._news = asyncio.Condition()
        self._lost: CareerGiniError | None = None
        self._interrupts: asyncio.Queue[None] | None = None  # while an answer is waited for
        self._current: Reply | None = history.last_reply()

    async def run(self) -> None:
        """Talk until the input ends; every message was answered, or the person stopped waiting.

        Raises:
            TemporaryFailure: the service is gone; what was written is kept for the next time.
        """
        with self._interruptible():
            async with self._link.connected():
                await self._talk()

    async def _talk(self) -> None:
        for received in self._history.unshown():
            self._draw(received.outbound, received.reply)
        for said in self._history.unsettled():
            if said.quiet:  # a "stop" of an earlier session stops nothing now
                self._history.settle(said.id, turn=None)
                continue
            self._screen.show_person(said.shown_as)
            await self._exchange(said)
        while (line := await self._next_line()) is not None:
            if not await self._obey(line):
                return

    async def _next_line(self) -> str | None:
        """The next line; an end of the service ends the conversation, typing or not."""
        reading = asyncio.create_task(self._keyboard.read_line())
        losing = asyncio.create_task(self._until_lost())
        try:
            await asyncio.wait({reading, losing}, return_when=asyncio.FIRST_COMPLETED)
            if self._lost is not None:
                raise self._lost
            return reading.result()
        finally:
            reading.cancel()
            losing.cancel()

    async def _until_lost(self) -> None:
        async with self._news:
            await self._news.wait_for(lambda: self._lost is not None)

    # --- what the person wants ----------------------------------------------------------------

    async def _obey(self, line: str) -> bool:
        """False when the person leaves."""
        try:
            entry = read_entry(line, interactive=self._interactive)
            match entry:
                case None:
                    return True
                case Local(name="quit"):
                    return False
                case Local():
                    await self._do_locally(entry)
                case Choose():
                    await self._choose(entry)
                case FileCommand():
                    await self._say(
                        shown_as=line, text=entry.words, files=(str(entry.path.absolute()),)
                    )
                case Send():
                    if entry.command == "help" and self._interactive:
                        self._screen.show_note(KEYS)
                    await self._say(shown_as=line, text=entry.text, command=entry.command)
        except UserMistake as mistake:
            self._screen.show_note(str(mistake))
        return True

    async def _choose(self, entry: Choose) -> None:
        choice = numbered(self._current).find(entry.number) if self._current else None
        if choice is None:  # no such choice: the number is what the person wants to say
            await self._say(shown_as=entry.typed, text=entry.typed)
            return
        action = choice.action
        if self._interactive:
            self._screen.show_person(choice.label)
        await self._say(
            shown_as=choice.label,
            text=choice.label,
            action=None
            if action is None
            else ChosenAction(
                agent=action.agent, verb=action.verb, arguments=dict(action.arguments)
            ),
        )

    async def _do_locally(self, entry: Local) -> None:
        match entry.name:
            case "history":
                for one in self._history.exchanges()[-_HISTORY_LINES:]:
                    self._recall(one)
            case "save":
                await self._save(entry.rest)

    def _recall(self, entry: Said | Received) -> None:
        if isinstance(entry, Said):
            self._screen.show_person(entry.shown_as)
        else:
            self._screen.show_note(plain_text(entry.reply.blocks))

    async def _save(self, rest: str) -> None:
        there = files(self._current) if self._current else ()
        number, _, folder = rest.partition(" ")
        if not number.isdecimal() or not 1 <= int(number) <= len(there):
            raise UserMistake(
                f"The last answer has {len(there)} files. Use /save N, N from 1 to {len(there)}."
                if there
                else "The last answer has no file to save."
            )
        file = there[int(number) - 1]
        content = await self._link.fetch(file.blob)
        if content is None:
            raise UserMistake("This file does not exist any more. Ask for a new one.")
        where = Path(folder.strip()) if folder.strip() else self._downloads
        path = await asyncio.to_thread(save_file, content, name=file.name, folder=where)
        self._screen.show_note(f"Saved as {path}")

    # --- one exchange -------------------------------------------------------------------------

    async def _say(
        self,
        *,
        shown_as: str,
        text: str = "",
        command: str | None = None,
        action: ChosenAction | None = None,
        files: tuple[str, ...] = (),
    ) -> None:
        said = self._history.say(
            at=self._clock.now(),
            shown_as=shown_as,
            text=text,
            command=command,
            action=action,
            files=files,
        )
        await self._exchange(said)

    async def _exchange(self, said: Said) -> None:
        """Send and wait for the answer, or until the person does not want to wait any longer."""
        explain = asyncio.get_running_loop().call_later(SILENT_FOR_S, self._screen.begin_progress)
        self._interrupts = asyncio.Queue()
        answering = asyncio.create_task(self._until_answered(said))
        try:
            if await self._is_awaited(answering):
                await answering
                return
        finally:
            self._interrupts = None
            answering.cancel()
            explain.cancel()
            self._screen.end_progress()
        self._screen.show_note("Not waiting any longer. The answer is shown when it is there.")

    async def _is_awaited(self, answering: asyncio.Task[None]) -> bool:
        """True when the answer came. The first Ctrl-C asks for a stop, the second does not wait."""
        is_asked = False
        while True:
            pressing = asyncio.create_task(self._next_interrupt())
            try:
                await asyncio.wait({answering, pressing}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                pressing.cancel()
            if answering.done():
                return True
            if is_asked:
                return False
            is_asked = True
            at = self._clock.now()
            self._link.post(self._history.say(at=at, shown_as="", command="stop", quiet=True))
            self._screen.show_progress(StatusChanged(text="Stopping (Ctrl-C again: do not wait)"))

    async def _next_interrupt(self) -> None:
        if self._interrupts is not None:
            await self._interrupts.get()

    async def _until_answered(self, said: Said) -> None:
        turn = await self._link.send(said)
        async with self._news:
            await self._news.wait_for(lambda: self._history.answered(turn) or self._lost)
        if self._lost is not None:
            raise self._lost

    async def _hear(self, line: EventLine | ReplyLine | CareerGiniError) -> None:
        match line:
            case EventLine():
                if self._interrupts is not None:
                    self._screen.show_progress(line.event)
                return
            case ReplyLine():
                if self._history.is_quiet(line.turn):
                    self._history.mark_shown(line.outbound)
                else:
                    self._draw(line.outbound, line.reply)
            case CareerGiniError():
                self._lost = line
        async with self._news:
            self._news.notify_all()

    def _draw(self, outbound: str, reply: Reply) -> None:
        self._screen.show_reply(reply)
        self._current = reply
        self._history.mark_shown(outbound)
        if reply.erased_user:
            self._history.forget()  # "delete everything" includes this machine's own memory

    @contextmanager
    def _interruptible(self) -> Iterator[None]:
        """Ctrl-C stops the running turn; it never loses what was said."""
        if not self._interactive:
            yield
            return
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGINT, self._interrupt)
        try:
            yield
        finally:
            loop.remove_signal_handler(signal.SIGINT)

    def _interrupt(self) -> None:
        if self._interrupts is not None:
            self._interrupts.put_nowait(None)
        else:
            self._screen.show_note("Ctrl-D or /quit leaves.")
