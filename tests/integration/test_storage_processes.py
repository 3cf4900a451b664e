"""Stores and real processes: killed at once, and several on one database."""

from __future__ import annotations

import asyncio
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from storage.migration import migrate
from tests.contract.conftest import open_sql_stores
from tests.contract.examples import message

PROJECT = Path(__file__).resolve().parents[2]

ACCEPT_UNTIL_KILLED = """
import asyncio, itertools, sys
from pathlib import Path
from tests.contract.conftest import open_sql_stores
from tests.contract.examples import message, reply

async def main():
    async with open_sql_stores(sys.argv[1], folder=Path(sys.argv[2])) as stores:
        for number in itertools.count():
            accepted = await stores.turns.accept(message(number))
            print("accepted", number, flush=True)
            await stores.turns.finish(accepted.turn, reply(f"answer {number}"))
            print("finished", number, flush=True)

asyncio.run(main())
"""

ACCEPT_ALL = """
import asyncio, sys
from pathlib import Path
from tests.contract.conftest import open_sql_stores
from tests.contract.examples import message

async def main():
    async with open_sql_stores(sys.argv[1], folder=Path(sys.argv[2])) as stores:
        print("ready", flush=True)
        sys.stdin.readline()
        for number in range(20):
            accepted = await stores.turns.accept(message(number))
            print(int(accepted.is_new), accepted.turn.user, accepted.turn.id, flush=True)

asyncio.run(main())
"""


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        chosen = f"sqlite:///{tmp_path / 'c.db'}"
    else:
        chosen = request.getfixturevalue("postgres_url")
    migrate(chosen)
    return chosen


def start(code: str, url: str, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, url, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=PROJECT,
    )


@pytest.mark.parametrize("lines", [17])
async def test_what_was_acknowledged_survives_kill_nine(
    url: str, tmp_path: Path, lines: int
) -> None:
    process = start(ACCEPT_UNTIL_KILLED, url, tmp_path)
    assert process.stdout is not None
    told = [process.stdout.readline().split() for _ in range(lines)]
    process.send_signal(signal.SIGKILL)
    told += [line.split() for line in process.communicate(timeout=30)[0].splitlines()]
    acknowledged = {what: max(int(n) for w, n in told if w == what) for what, _ in told}

    async with open_sql_stores(url, folder=tmp_path) as stores:
        for number in range(acknowledged["accepted"] + 1):
            assert not (await stores.turns.accept(message(number))).is_new
        following = (await stores.turns.accept(message(999_999))).turn
        history = (await stores.turns.dialogue(following, last=10_000)).history
        answers = [line.text.splitlines()[0] for line in history[1::2]]
        # One more may have been stored than was told before the process died.
        assert answers == [f"answer {number}" for number in range(len(answers))]
        assert len(answers) - (acknowledged["finished"] + 1) in (0, 1)
        assert len(await stores.outbound.waiting()) == len(answers)
        assert len(await stores.turns.unfinished()) in (1, 2)


async def test_processes_that_accept_the_same_messages_agree(url: str, tmp_path: Path) -> None:
    processes = [start(ACCEPT_ALL, url, tmp_path) for _ in range(2)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    outputs = await asyncio.gather(
        *(asyncio.to_thread(process.communicate, "go\n", 60) for process in processes)
    )
    assert [process.returncode for process in processes] == [0, 0]
    rows = [[line.split() for line in output.splitlines()] for output, _ in outputs]
    assert [len(lines) for lines in rows] == [20, 20]
    assert sum(int(line[0]) for lines in rows for line in lines) == 20
    assert len({line[1] for lines in rows for line in lines}) == 1
    assert len({line[2] for lines in rows for line in lines}) == 20


def test_a_copy_of_the_file_and_its_log_is_a_whole_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'c.db'}"

    async def accept_and_copy() -> None:
        async with open_sql_stores(url, folder=tmp_path) as stores:
            await stores.turns.accept(message(1))
            for name in ("c.db", "c.db-wal"):
                await asyncio.to_thread(shutil.copyfile, tmp_path / name, tmp_path / f"copy-{name}")

    async def look() -> bool:
        (tmp_path / "copy-c.db-wal").rename(tmp_path / "copy.db-wal")
        (tmp_path / "copy-c.db").rename(tmp_path / "copy.db")
        async with open_sql_stores(f"sqlite:///{tmp_path / 'copy.db'}", folder=tmp_path) as copy:
            return (await copy.turns.accept(message(1))).is_new

    asyncio.run(accept_and_copy())
    assert asyncio.run(look()) is False
