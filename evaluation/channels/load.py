"""``python -m evaluation.channels.load``: posts events to the service from a process of its own.

Latency counts from the moment a request was due, so that a slow answer is not hidden by the
requests that had to wait for it.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import hmac
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_TIMEOUT_S = 30.0
_PATHS = {"telegram": "/telegram/webhook", "slack": "/slack/events"}


@dataclass(slots=True, kw_only=True)
class Load:
    """What came of it, as the JSON that is printed."""

    statuses: Counter[str] = field(default_factory=Counter)
    latencies_ms: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    elapsed_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What proves that Telegram or Slack is calling."""

    telegram: str
    slack: str

    def headers(self, channel: str, body: bytes) -> str:
        """The header lines of a request."""
        if channel == "telegram":
            return f"X-Telegram-Bot-Api-Secret-Token: {self.telegram}\r\n"
        stamp = str(int(time.time()))
        said = b"v0:" + stamp.encode() + b":" + body
        digest = hmac.new(self.slack.encode(), said, hashlib.sha256).hexdigest()
        return f"X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: v0={digest}\r\n"


async def post_all(
    events: Iterator[tuple[str, bytes]],
    *,
    host: str,
    port: int,
    secrets: Secrets,
    connections: int,
    per_s: float | None,
) -> Load:
    """Post every event once; ``per_s`` spreads them evenly, None is as fast as it goes."""
    load = Load()
    began_s = time.perf_counter()
    numbered = enumerate(events)

    async def work() -> None:
        reader, writer = await asyncio.open_connection(host, port)
        for number, (channel, body) in numbered:
            due_s = began_s + number / per_s if per_s else time.perf_counter()
            await asyncio.sleep(max(0.0, due_s - time.perf_counter()))
            head = (
                f"POST {_PATHS[channel]} HTTP/1.1\r\nHost: {host}:{port}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
                f"{secrets.headers(channel, body)}\r\n"
            )
            writer.write(head.encode() + body)
            try:
                async with asyncio.timeout(_TIMEOUT_S):
                    status = await _answer(reader)
            except (TimeoutError, OSError, asyncio.IncompleteReadError) as error:
                status = type(error).__name__
                writer.close()
                reader, writer = await asyncio.open_connection(host, port)
            load.statuses[status] += 1
            load.latencies_ms[channel].append((time.perf_counter() - due_s) * 1000)
        writer.close()

    await asyncio.gather(*(work() for _ in range(connections)))
    load.elapsed_s = time.perf_counter() - began_s
    return load


async def _answer(reader: asyncio.StreamReader) -> str:
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
    await reader.readexactly(length)
    return head.split(b" ", 2)[1].decode()


def _read(file: Path) -> Iterator[tuple[str, bytes]]:
    for line in file.read_bytes().splitlines():
        channel, _, body = line.partition(b" ")
        yield channel.decode(), body


def main() -> None:
    """Parse, post, print JSON."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.channels.load")
    parser.add_argument("file", type=Path, help="lines of CHANNEL BODY")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--telegram-secret", default="")
    parser.add_argument("--slack-secret", default="")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--per-second", type=float)
    options = parser.parse_args()
    load = asyncio.run(
        post_all(
            _read(options.file),
            host="127.0.0.1",
            port=options.port,
            secrets=Secrets(telegram=options.telegram_secret, slack=options.slack_secret),
            connections=options.connections,
            per_s=options.per_second,
        )
    )
    json.dump(
        {
            "statuses": load.statuses,
            "latencies_ms": load.latencies_ms,
            "elapsed_s": load.elapsed_s,
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
