"""Serve until terminated: ``python -m tests.servers.slack FOLDER``.

Writes the port to ``FOLDER/port`` once it answers, and each call to ``FOLDER/ledger.jsonl``.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
from pathlib import Path

from aiohttp import web

from tests.servers.slack.control import Control
from tests.servers.slack.server import FakeSlack


class ControlledSlack(FakeSlack):
    """The server with the control door."""

    def add_routes(self, app: web.Application) -> None:
        super().add_routes(app)
        Control(self).add_routes(app)


async def _serve(folder: Path, *, ack_timeout_s: float, retry_delays_s: list[float]) -> None:
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    async with ControlledSlack(
        ack_timeout_s=ack_timeout_s,
        retry_delays_s=retry_delays_s,
        ledger_file=folder / "ledger.jsonl",
    ) as slack:
        unfinished = folder / "port.new"
        unfinished.write_text(slack.world.root.rpartition(":")[2])
        unfinished.rename(folder / "port")
        await ended.wait()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.servers.slack")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ack-timeout", type=float, default=3.0, metavar="SECONDS")
    parser.add_argument("--retry", type=float, action="append", metavar="SECONDS")
    options = parser.parse_args()
    asyncio.run(
        _serve(
            options.folder,
            ack_timeout_s=options.ack_timeout,
            retry_delays_s=options.retry or [0.0, 60.0, 300.0],
        )
    )


if __name__ == "__main__":
    main()
