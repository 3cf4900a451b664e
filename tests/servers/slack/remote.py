"""The test's side of a server in its own process; synchronous, as the kill harness is."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.servers.slack.records import Json
from tests.servers.slack.sockets import EnvelopeKind

_START_TIMEOUT_S = 20.0
_LOOK_EVERY_S = 0.02


class RemoteSlack:
    """Talks to ``/control/`` of the process; each method is one request."""

    def __init__(self, port: int) -> None:
        self._client = httpx.Client(base_url=f"http://127.0.0.1:{port}/control/", timeout=60.0)
        info = self.ask("info")
        self.base_url: str = info["base_url"]
        self.signing_secret: str = info["signing_secret"]
        self.bot_token: str = info["bot_token"]
        self.app_token: str = info["app_token"]
        self.client_id: str = info["client_id"]
        self.client_secret: str = info["client_secret"]
        self.team_id: str = info["team_id"]
        self.bot_user_id: str = info["bot_user_id"]
        self.user: str = info["user"]
        self.channel: str = info["channel"]
        self.dm: str = info["dm"]

    def close(self) -> None:
        self._client.close()

    def ask(self, verb: str, **body: Any) -> Any:
        """One request; what it answers."""
        return self._client.post(verb, json=body).raise_for_status().json()

    def build(self, name: str, *positional: Any, **args: Any) -> Any:
        """A payload of one of the builders of events and interactions."""
        return self.ask("build", name=name, positional=positional, args=args)

    def deliver(
        self, *payloads: Json, kind: EnvelopeKind = "events_api", wait: bool = False
    ) -> list[Json]:
        """Send by Socket Mode."""
        found: list[Json] = self.ask("deliver", kind=kind, payloads=payloads, wait=wait)
        return found

    def post(
        self, url: str, payload: Json, *, kind: EnvelopeKind = "events_api", retries: bool = True
    ) -> list[Json]:
        """Send by HTTP; every attempt."""
        found: list[Json] = self.ask("post", url=url, kind=kind, payload=payload, retries=retries)
        return found

    def calls(self, prefix: str = "", *, taken: bool | None = None) -> list[Json]:
        """The calls that arrived."""
        found: list[Json] = self.ask("calls", prefix=prefix, taken=taken)
        return found

    def messages(self, channel: str, *, by_app: bool | None = None) -> list[Json]:
        """The messages of a channel, oldest first."""
        found: list[Json] = self.ask("messages", channel=channel, by_app=by_app)
        return found

    def trouble(self, *rules: Json, then: dict[str, Sequence[str | None]] | None = None) -> None:
        """Replace all rules; the fields are those of ``Rule``."""
        self.ask("trouble", rules=rules, then=then or {})

    def fastest(self, channel: str | None = None, **how: Any) -> int:
        """Most messages and edits in any window of one second."""
        return int(self.ask("pace", channel=channel, **how))

    def connected(self, count: int = 1, *, made: int = 0) -> None:
        """Wait until so many sockets are open, and so many were opened in all."""
        self.ask("connected", count=count, made=made)


@contextmanager
def slack_process(folder: Path, *options: str) -> Iterator[RemoteSlack]:
    """A server in a process of its own, ended with the block; options as of ``__main__``."""
    port_file = folder / "port"
    port_file.unlink(missing_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.servers.slack", str(folder), *options],
        cwd=Path(__file__).resolve().parents[3],
    )
    try:
        waiting = threading.Event()
        for _ in range(int(_START_TIMEOUT_S / _LOOK_EVERY_S)):
            if port_file.exists() or process.poll() is not None:
                break
            waiting.wait(_LOOK_EVERY_S)
        if not port_file.exists():
            raise RuntimeError("the Slack server did not start")
        slack = RemoteSlack(int(port_file.read_text()))
        try:
            yield slack
        finally:
            slack.close()
    finally:
        process.terminate()
        process.wait(timeout=10)
