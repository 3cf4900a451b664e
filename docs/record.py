"""Draws the picture, or writes the transcript, of what `careergini chat` remembers.

Usage: ``python -m docs.record data/console/main.jsonl docs/pictures/NAME.svg [NUMBER…]``, or a
target that ends in ``.md`` for the words; numbers choose from what was said on both sides, counted
from 1; all of it without them.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Container
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.console_history import ConsoleHistory, Said
from bot.rendering.plain import render_plain
from bot.rendering.terminal import render_terminal

_WIDTH = 80  # columns


def picture(history: Path, *, chosen: Container[int]) -> str:
    """The exchanges as an SVG that loads nothing from anywhere."""
    console = Console(record=True, width=_WIDTH, file=io.StringIO(), force_terminal=True)
    with ConsoleHistory(folder=history.parent, conversation=history.stem) as remembered:
        for number, entry in enumerate(remembered.exchanges(), start=1):
            if number not in chosen:
                continue
            if isinstance(entry, Said):
                console.print(Text(f"› {entry.shown_as}", style="bold"))
            else:
                console.line()
                console.print(render_terminal(entry.reply, width=_WIDTH))
                console.line()
    drawn = console.export_svg(title="careergini chat")
    return re.sub(r"\s*@font-face \{.*?\}", "", drawn, flags=re.DOTALL)


def transcript(history: Path, *, chosen: Container[int]) -> str:
    """The exchanges as Markdown: the person's words quoted, the answers in plain lines."""
    lines: list[str] = []
    with ConsoleHistory(folder=history.parent, conversation=history.stem) as remembered:
        for number, entry in enumerate(remembered.exchanges(), start=1):
            if number not in chosen:
                continue
            if isinstance(entry, Said):
                lines += [f"> **{entry.shown_as}**", ""]
            else:
                lines += ["```text", render_plain(entry.reply).strip(), "```", ""]
    return "\n".join(lines)


def main() -> None:
    """Read the arguments and write the picture."""
    history, out, *numbers = sys.argv[1:]
    chosen = [int(number) for number in numbers] or range(1, sys.maxsize)
    write = transcript if out.endswith(".md") else picture
    Path(out).write_text(write(Path(history), chosen=chosen), encoding="utf-8")


if __name__ == "__main__":
    main()
