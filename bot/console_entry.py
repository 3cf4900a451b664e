"""What a typed line means."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from domain.errors import UserMistake

_COMMAND = re.compile(r"/([A-Za-z][A-Za-z_]{0,31})(?:\s+(.*))?", re.DOTALL)
_NUMBER = re.compile(r"\[?([0-9]{1,3})[\].]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """Words for the assistant, or one of its commands."""

    text: str
    command: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose:
    """A number: a button or suggested prompt of the last answer, if it has that one."""

    number: int
    typed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCommand:
    """A file to send, with words beside it."""

    path: Path
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Local:
    """Something the client does by itself."""

    name: Literal["quit", "history", "save"]
    rest: str = ""


Entry = Send | Choose | FileCommand | Local


def read_entry(line: str, *, interactive: bool) -> Entry | None:
    """The meaning of a line; None when it says nothing.

    Args:
        line: as typed, may hold line ends (pasted text).
        interactive: True lets a bare path of an existing file mean that file, as terminals write
            it when a file is dropped on them.

    Raises:
        UserMistake: a file that is not there.

    >>> read_entry("/jobs remote", interactive=False)
    Send(text='remote', command='jobs')
    >>> read_entry("[2]", interactive=False)
    Choose(number=2, typed='[2]')
    """
    line = line.strip()
    if not line:
        return None
    if interactive and line[0] in "/~'\"" and (dropped := _existing(line)) is not None:
        return FileCommand(path=dropped, words="")
    if number := _NUMBER.fullmatch(line):
        return Choose(number=int(number[1]), typed=line)
    command = _COMMAND.fullmatch(line)
    if command is None:
        return Send(text=line)
    name, rest = command[1].lower(), (command[2] or "").strip()
    match name:
        case "quit" | "exit" | "q":
            return Local(name="quit")
        case "history" | "save":
            return Local(name=name, rest=rest)
        case "say":
            return Send(text=rest) if rest else None
        case "file":
            return _file(rest)
        case _:
            return Send(text=rest, command=name)


def _file(rest: str) -> FileCommand:
    """``PATH [words]``; a path with spaces works with and without quotes."""
    if not rest:
        raise UserMistake("Which file? Use /file PATH, for example /file ~/resume.pdf")
    words = rest.split(" ")
    for count in range(len(words), 0, -1):
        path = _existing(" ".join(words[:count]))
        if path is not None:
            return FileCommand(path=path, words=" ".join(words[count:]).strip())
    raise UserMistake(f"There is no file {rest!r}. Check the path.")


def _existing(words: str) -> Path | None:
    """The file that these words name, as written or as a shell would read them."""
    readings = [words]
    try:
        unquoted = shlex.split(words)
    except ValueError:  # an apostrophe in a name, not a quote
        unquoted = []
    if len(unquoted) == 1:
        readings.append(unquoted[0])
    for reading in readings:
        try:
            path = Path(reading).expanduser()
            if path.is_file():
                return path
        except (OSError, RuntimeError, ValueError):
            continue  # too long, no such home, a null byte: not a path
    return None
