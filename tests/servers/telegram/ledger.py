"""What was asked of the server, in order, and what a measurement wants to know about it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

from tests.servers.telegram.trouble import SENDS
from tests.servers.telegram.wire import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call. ``taken`` tells whether it had its effect, whatever was answered."""

    number: int
    method: str
    params: Json
    at_s: float
    """Monotonic time of its arrival, in seconds."""
    taken: bool
    status: int
    """HTTP status; 0 when the connection was dropped."""
    trouble: str = ""
    error: str = ""
    result: object = None

    @property
    def chat_id(self) -> int | None:
        """The chat it was for."""
        found = self.params.get("chat_id")
        return found if isinstance(found, int) else None


class Ledger:
    """All calls; optionally also a growing file of JSON lines."""

    def __init__(self, *, file: TextIO | None = None) -> None:
        self.calls: list[Call] = []
        self._file = file

    def __iter__(self) -> Iterator[Call]:
        return iter(self.calls)

    def __len__(self) -> int:
        return len(self.calls)

    def add(self, call: Call) -> None:
        """Keep a call."""
        self.calls.append(call)
        if self._file is not None:
            self._file.write(json.dumps(asdict(call), ensure_ascii=False) + "\n")
            self._file.flush()

    def of(self, *methods: str, chat_id: int | None = None) -> list[Call]:
        """The calls of some methods, in order, refused ones included."""
        return [
            call
            for call in self.calls
            if call.method in methods and chat_id in {None, call.chat_id}
        ]

    def fastest(
        self,
        chat_id: int | None = None,
        *,
        window_s: float = 1.0,
        methods: frozenset[str] = SENDS,
        attempts: bool = False,
    ) -> int:
        """Most sends in any window, in one chat or overall; ``attempts``: refused ones too."""
        return most_in_window(
            (
                call.at_s
                for call in self.calls
                if call.method in methods
                and (call.taken or attempts)
                and chat_id in {None, call.chat_id}
            ),
            window_s=window_s,
        )

    def lines(self, *, keep: Callable[[Call], bool]) -> Iterator[str]:
        """Calls as the checker of recorded calls reads them."""
        for call in self.calls:
            if keep(call):
                line: Json = {"method": call.method, "params": call.params}
                if call.result is not None:
                    line["result"] = call.result
                yield json.dumps(line, ensure_ascii=False)

    def dump(self, path: Path, *, refused: bool = False) -> int:
        """Write the calls that were taken (or all) as JSON lines; how many."""
        lines = list(self.lines(keep=lambda call: call.taken or refused))
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return len(lines)


def most_in_window(times_s: Iterable[float], *, window_s: float) -> int:
    """The largest number of times in any window of this length, in seconds.

    >>> most_in_window([0.0, 0.9, 1.0, 1.8], window_s=1.0)
    3
    """
    times = sorted(times_s)
    most = start = 0
    for n, at in enumerate(times):
        while at - times[start] >= window_s:
            start += 1
        most = max(most, n - start + 1)
    return most
