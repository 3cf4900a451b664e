"""What a terminal client remembers of a conversation, so that nothing is lost or shown twice.

One private file per conversation, one JSON object per line, on the disk before anything is
promised: a message before it is sent, a reply before it is acknowledged.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import time
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot.console_protocol import ChosenAction, Message, ReplyLine
from domain.errors import Defect, UserMistake
from domain.reply import Reply

_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}")
_KEPT_EXCHANGES = 200  # older ones are dropped from the file when it is opened


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Said(_Entry):
    """A message of the person; ``files`` are the paths it was sent from."""

    kind: Literal["said"] = "said"
    id: str
    sequence: int
    at: datetime
    text: str = ""
    command: str | None = None
    action: ChosenAction | None = None
    files: tuple[str, ...] = ()
    shown_as: str = ""
    """What the person typed or chose, for the history."""
    quiet: bool = False
    """True for what the client said by itself; neither it nor its reply is shown."""

    def message(self, files: tuple[str, ...]) -> Message:
        """As it goes over the wire; ``files`` are the ids of its uploads."""
        return Message(
            id=self.id,
            sequence=self.sequence,
            text=self.text,
            command=self.command,
            action=self.action,
            files=files,
        )


class Settled(_Entry):
    """The service has the message (``turn``), or refused it for good (no ``turn``)."""

    kind: Literal["settled"] = "settled"
    id: str
    turn: str | None


class Received(_Entry):
    """A reply that arrived."""

    kind: Literal["received"] = "received"
    outbound: str
    turn: str | None
    at: datetime
    reply: Reply


class Shown(_Entry):
    """The reply was drawn on the screen."""

    kind: Literal["shown"] = "shown"
    outbound: str


Entry = Said | Settled | Received | Shown
_ENTRY: TypeAdapter[Entry] = TypeAdapter(Annotated[Entry, Field(discriminator="kind")])


class ConsoleHistory:
    """The memory of one conversation; held by one client at a time. Use as ``with``.

    Args:
        folder: where the files are; made private to this user.
        conversation: names the file; letters, digits, ``_ . -`` only.
    """

    def __init__(self, *, folder: Path, conversation: str) -> None:
        self._path = history_path(folder, conversation=conversation)
        self._file: IO[bytes] | None = None
        self._lock: IO[bytes] | None = None
        self._said: dict[str, Said] = {}
        self._turns: dict[str, str | None] = {}  # message id -> its turn
        self._received: dict[str, Received] = {}
        self._shown: set[str] = set()
        self._sequence = 0

    def __enter__(self) -> Self:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Beside the history, because the history file itself is replaced when it is tidied.
        lock = _open_private(self._path.with_suffix(".lock"), mode="ab")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.close()
            raise UserMistake(
                "This conversation is open in another terminal. Go on there, or start another one "
                "with --conversation NAME."
            ) from error
        self._lock = lock
        self._file = _open_private(self._path, mode="ab")
        self._load()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for file in (self._file, self._lock):
            if file is not None:
                file.close()
        self._file = self._lock = None

    # --- writing ------------------------------------------------------------------------------

    def say(
        self,
        *,
        at: datetime,
        shown_as: str,
        text: str = "",
        command: str | None = None,
        action: ChosenAction | None = None,
        files: tuple[str, ...] = (),
        quiet: bool = False,
    ) -> Said:
        """A new message, on disk before it is sent."""
        # Microseconds since 1970, so that a lost file does not make the numbers begin anew; and
        # always more than the last, so that a clock set back does not reorder anything.
        self._sequence = max(self._sequence + 1, time.time_ns() // 1_000)
        said = Said(
            id=secrets.token_hex(8),
            sequence=self._sequence,
            at=at,
            text=text,
            command=command,
            action=action,
            files=files,
            shown_as=shown_as,
            quiet=quiet,
        )
        self._said[said.id] = said
        self._append(said)
        return said

    def settle(self, message: str, *, turn: str | None) -> None:
        """The service answered for this message: accepted as ``turn``, or refused for good."""
        if message in self._said and message not in self._turns:
            self._turns[message] = turn
            self._append(Settled(id=message, turn=turn), durable=False)

    def receive(self, line: ReplyLine, *, at: datetime) -> bool:
        """Write a reply down; False when it is here already (and must not be shown again)."""
        if line.outbound in self._received:
            return False
        received = Received(outbound=line.outbound, turn=line.turn, at=at, reply=line.reply)
        self._received[line.outbound] = received
        self._append(received)
        return True

    def mark_shown(self, outbound: str) -> None:
        """The person has it on the screen."""
        self._shown.add(outbound)
        self._append(Shown(outbound=outbound), durable=False)

    def forget(self) -> None:
        """Delete what was said: the person erased themselves. Ids stay, words go."""
        self._said = {key: said for key, said in self._said.items() if key not in self._turns}
        empty = Reply(blocks=(), agents=())
        self._received = {
            key: received.model_copy(update={"reply": empty})
            for key, received in self._received.items()
        }
        self._shown |= self._received.keys()
        self._rewrite()

    # --- reading ------------------------------------------------------------------------------

    def has(self, outbound: str) -> bool:
        """Whether this reply arrived before."""
        return outbound in self._received

    def unsettled(self) -> tuple[Said, ...]:
        """Messages that the service may not have, in their order: to be sent again."""
        waiting = (said for key, said in self._said.items() if key not in self._turns)
        return tuple(sorted(waiting, key=lambda said: said.sequence))

    def unshown(self) -> tuple[Received, ...]:
        """Replies that arrived and never reached the screen."""
        return tuple(r for key, r in self._received.items() if key not in self._shown)

    def answered(self, turn: str) -> bool:
        """Whether a reply to this turn arrived."""
        return any(received.turn == turn for received in self._received.values())

    def last_reply(self) -> Reply | None:
        """The newest reply: what a chosen number refers to."""
        return next((r.reply for r in reversed(self._received.values()) if r.reply.blocks), None)

    def exchanges(self) -> tuple[Said | Received, ...]:
        """What was said on both sides, oldest first."""
        return tuple(
            entry
            for entry in self._by_time()
            if (not entry.quiet if isinstance(entry, Said) else entry.reply.blocks)
        )

    def is_quiet(self, turn: str | None) -> bool:
        """Whether this turn answers something that the client said by itself."""
        return any(
            said.quiet and self._turns.get(key) == turn
            for key, said in self._said.items()
            if turn is not None
        )

    def _by_time(self) -> list[Said | Received]:
        both: list[Said | Received] = [*self._said.values(), *self._received.values()]
        return sorted(both, key=lambda entry: entry.at)

    # --- the file -----------------------------------------------------------------------------

    def _load(self) -> None:
        content = self._path.read_bytes()
        for line in content.splitlines():
            try:
                entry = _ENTRY.validate_json(line)
            except ValidationError:
                continue  # cut off by a crash: nothing was promised about it
            match entry:
                case Said():
                    self._said[entry.id] = entry
                    self._sequence = max(self._sequence, entry.sequence)
                case Settled():
                    self._turns[entry.id] = entry.turn
                case Received():
                    self._received[entry.outbound] = entry
                case Shown():
                    self._shown.add(entry.outbound)
        if len(self._said) + len(self._received) > 3 * _KEPT_EXCHANGES:
            self._drop_old()
            self._rewrite()
        elif content and not content.endswith(b"\n"):
            self._append_raw(b"\n")  # so that the next entry does not join the broken one

    def _drop_old(self) -> None:
        unsettled = {said.id for said in self.unsettled()}
        unshown = {received.outbound for received in self.unshown()}
        for entry in self._by_time()[: -2 * _KEPT_EXCHANGES]:
            if isinstance(entry, Said) and entry.id not in unsettled:
                del self._said[entry.id]
                self._turns.pop(entry.id, None)
            elif isinstance(entry, Received) and entry.outbound not in unshown:
                del self._received[entry.outbound]
                self._shown.discard(entry.outbound)

    def _rewrite(self) -> None:
        entries: list[Entry] = [*self._by_time()]
        entries += [Settled(id=i, turn=turn) for i, turn in self._turns.items() if i in self._said]
        entries += [Shown(outbound=outbound) for outbound in sorted(self._shown)]
        fresh = self._path.with_suffix(".new")
        with _open_private(fresh, mode="wb") as file:
            file.write(b"".join(_line(entry) for entry in entries))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)
        self._opened.close()
        self._file = _open_private(self._path, mode="ab")

    def _append(self, entry: Entry, *, durable: bool = True) -> None:
        """``durable`` waits for the disk; without it a power cut costs a repeat, never a loss."""
        self._append_raw(_line(entry), durable=durable)

    def _append_raw(self, content: bytes, *, durable: bool = True) -> None:
        self._opened.write(content)
        self._opened.flush()  # survives a kill of this process in any case
        if durable:
            os.fsync(self._opened.fileno())

    @property
    def _opened(self) -> IO[bytes]:
        if self._file is None:
            raise Defect("ConsoleHistory is used inside its with block only")
        return self._file


def history_path(folder: Path, *, conversation: str) -> Path:
    """The history file of a conversation.

    Raises:
        UserMistake: the name could leave the folder or is not a name.
    """
    if not _NAME.fullmatch(conversation):
        raise UserMistake(
            f"{conversation!r} cannot name a conversation: use up to 64 letters, digits, '-', '_'."
        )
    return folder / f"{conversation}.jsonl"


def erase_history(folder: Path, *, conversation: str) -> bool:
    """Delete what a client remembers of a conversation; False when there was nothing."""
    path = history_path(folder, conversation=conversation)
    existed = path.exists()
    for remains in (path, path.with_suffix(".new"), path.with_suffix(".lock")):
        remains.unlink(missing_ok=True)
    return existed


def _line(entry: Entry) -> bytes:
    return entry.model_dump_json().encode() + b"\n"


def _open_private(path: Path, *, mode: Literal["ab", "wb"]) -> IO[bytes]:
    """Open for writing; a new file is readable by this user only."""
    how = os.O_APPEND if mode == "ab" else os.O_TRUNC
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | how, 0o600), mode)
