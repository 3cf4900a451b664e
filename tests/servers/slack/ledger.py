"""Every call that arrived, whether it was taken, and how fast they came."""

from __future__ import annotations

import inspect
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import TextIO

from tests.servers.slack.records import Json

POSTS = frozenset({"chat.postMessage", "chat.startStream", "files.completeUploadExternal"})
"""Methods that put a new message into a channel."""
EDITS = frozenset({"chat.update", "chat.appendStream", "chat.stopStream"})
"""Methods that change a message."""

# Argument names that a client other than the Python one uses.
_ALSO_KNOWN = {"token", "alt_text", "alt_txt", "team_id", "cursor", "limit", "client_msg_id"}


@dataclass(slots=True, kw_only=True)
class Call:
    """One request to a method."""

    number: int
    method: str
    args: Json
    encoding: str
    at_s: float
    """Monotonic time of its arrival."""
    token: str = ""
    taken: bool = False
    """Whether it had its effect, whatever the client was told."""
    error: str = ""
    trouble: str = ""
    """What the server did to it on purpose."""
    answer: Json = field(default_factory=dict)

    @property
    def channel(self) -> str:
        """Where it went, if anywhere."""
        return str(self.args.get("channel") or self.args.get("channel_id") or "")


@cache
def _argument_names(method: str) -> frozenset[str] | None:
    from slack_sdk.web.async_client import AsyncWebClient

    function = getattr(AsyncWebClient, method.replace(".", "_"), None)
    return frozenset(inspect.signature(function).parameters) if function else None


def most_within(times_s: list[float], window_s: float) -> int:
    """Largest number of times in any window, its end excluded.

    >>> most_within([0.0, 0.5, 1.0, 1.2], 1.0)
    3
    """
    times_s = sorted(times_s)
    most = first = 0
    for last, at_s in enumerate(times_s):
        while at_s - times_s[first] >= window_s:
            first += 1
        most = max(most, last - first + 1)
    return most


class Ledger:
    """The calls in the order of their arrival; nothing is ever merged or dropped."""

    def __init__(self, file: Path | None = None) -> None:
        self.calls: list[Call] = []
        self.faults: list[str] = []
        """What a client did that Slack's documentation does not allow."""
        self._file: TextIO | None = file.open("a", buffering=1) if file else None
        self._not_before: dict[tuple[str, str], float] = {}

    def open(self, *, method: str, args: Json, encoding: str, at_s: float, token: str) -> Call:
        """Note a call on its arrival."""
        call = Call(
            number=len(self.calls),
            method=method,
            args=args,
            encoding=encoding,
            at_s=at_s,
            token=token,
        )
        self.calls.append(call)
        names = _argument_names(method)
        if names is None:
            return call
        for name in sorted(set(args) - names - _ALSO_KNOWN):
            self.faults.append(f"{method}: unknown argument {name}")
        if at_s < self._not_before.get((method, call.channel), 0.0):
            self.faults.append(f"{method}: called again before Retry-After was over")
        return call

    def hold(self, call: Call, *, until_s: float) -> None:
        """After a 429 nobody may call the method for that channel before then."""
        self._not_before[call.method, call.channel] = until_s

    def close(self, call: Call) -> None:
        """The call is answered, or never will be."""
        if self._file is not None:
            self._file.write(json.dumps(asdict(call) | {"token": ""}) + "\n")

    def shut(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()

    def of(self, prefix: str, *, taken: bool | None = None) -> list[Call]:
        """Calls of the methods that start so."""
        return [
            call
            for call in self.calls
            if call.method.startswith(prefix) and (taken is None or call.taken is taken)
        ]

    def fastest(
        self,
        channel: str | None = None,
        *,
        methods: Collection[str] = POSTS | EDITS,
        window_s: float = 1.0,
        taken_only: bool = True,
    ) -> int:
        """Most calls in any window: of one channel, or of all together."""
        return most_within(
            [
                call.at_s
                for call in self.calls
                if call.method in methods
                and (channel is None or call.channel == channel)
                and (call.taken or not taken_only)
            ],
            window_s,
        )

    def dump(self, path: Path) -> int:
        """Write the calls that carry blocks, views or text as JSON lines for the block checker."""
        lines = [
            json.dumps({"method": call.method, "params": call.args}, ensure_ascii=False)
            for call in self.calls
            if {"blocks", "view", "attachments", "chunks"} & set(call.args)
        ]
        path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        return len(lines)
