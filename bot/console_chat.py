"""Puts a terminal conversation together: memory, keyboard, screen, client."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TextIO

from rich.console import Console

from bot.console_client import KEYS, ConsoleClient
from bot.console_history import ConsoleHistory, Said
from bot.console_keyboard import Keyboard
from bot.console_protocol import Hello
from bot.console_screen import PlainScreen, Screen, TerminalScreen
from domain.agents import Audience
from domain.ports import Clock

SOCKET_NAME = "chat.sock"
HISTORY_FOLDER = "console"
_NOT_A_TOKEN = re.compile(r"[^0-9A-Za-z_-]+")


def socket_path(data_folder: Path) -> Path:
    """Where the service of this data folder listens for terminals."""
    return data_folder / SOCKET_NAME


async def chat(
    *,
    data_folder: Path,
    conversation: str,
    person: str,
    audience: Audience,
    locale: str | None,
    clock: Clock,
    downloads: Path,
    source: TextIO | None = None,
    out: TextIO | None = None,
    patience_s: float = 30.0,
) -> None:
    """Hold a conversation with the running service until the input ends or the person leaves.

    On a terminal it is formatted and live; with a pipe on either side it is plain lines: each line
    of the input is sent when the one before is answered.

    Args:
        data_folder: the service's data folder; the conversation's memory is kept there too.
        conversation: names it; the same name goes on where it ended.
        person: who talks, by name; the same name is the same user.
        audience: whom the assistant serves here.
        locale: BCP 47 tag of the person, if known.
        clock: for the times in the memory.
        downloads: where ``/save`` puts files.
        source: where lines come from; standard input if None.
        out: where answers go; standard output if None.
        patience_s: how long to look for a service that is away, seconds.

    Raises:
        TemporaryFailure: there is no service; what was written is kept for the next time.
        UserMistake: the conversation is open elsewhere, or its name is not one.
    """
    source, out = source or sys.stdin, out or sys.stdout
    interactive = source.isatty() and out.isatty()
    folder = data_folder / HISTORY_FOLDER
    hello = Hello(
        conversation=conversation,
        sender=_NOT_A_TOKEN.sub("-", person).strip("-")[:64] or "person",
        sender_name=person[:200] or "person",
        audience=audience,
        locale=locale,
    )
    with ConsoleHistory(folder=folder, conversation=conversation) as history:
        typed = [e.shown_as for e in history.exchanges() if isinstance(e, Said) and not e.action]
        keyboard = Keyboard(source=source, interactive=interactive, remembered=typed)
        screen: Screen = PlainScreen(out=out)
        if interactive:
            screen = TerminalScreen(
                console=Console(file=out),
                redraw_prompt=keyboard.redraw,
                is_prompting=lambda: keyboard.is_reading,
            )
            screen.show_note(KEYS)
        client = ConsoleClient(
            socket_path=socket_path(data_folder),
            history=history,
            hello=hello,
            clock=clock,
            keyboard=keyboard,
            screen=screen,
            downloads=downloads,
            interactive=interactive,
            patience_s=patience_s,
        )
        async with keyboard:
            await client.run()
