"""``python -m tests.servers.telegram FOLDER``: serve until terminated.

Writes ``FOLDER/port``, and the calls as they come to ``FOLDER/ledger.jsonl``; prints the URL.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

from tests.servers.telegram.control import Control
from tests.servers.telegram.server import FakeTelegram, Options


async def serve(folder: Path) -> None:
    """Serve until SIGTERM or SIGINT."""
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    with (folder / "ledger.jsonl").open("a", encoding="utf-8") as ledger:
        telegram = FakeTelegram(Options(ledger_file=ledger))
        Control(telegram)
        async with telegram:
            unfinished = folder / "port.new"
            unfinished.write_text(telegram.url.rpartition(":")[2])
            unfinished.rename(folder / "port")
            print(telegram.url, flush=True)  # noqa: T201 - whoever started it reads this line
            await stopped.wait()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
