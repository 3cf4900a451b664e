"""Kills workers at seeded random moments and says what became of every message."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import httpx
import sqlalchemy as sa

from tests.acceptance.kill_worker import Config

ROOT = Path(__file__).resolve().parent.parent.parent
_PATIENCE_S = 60.0
"""Longest wait for progress before the harness gives up, in seconds."""
_AGENTS = ("profile", "job_search", "career_advice")
_HISTORY_LINES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much work, how many kills."""

    conversations: int
    turns: int
    kills: int
    seed: int
    workers: int = 1
    trouble_share: float = 0.3
    redeliveries: int = 0


class Peer:
    """The peer server in its own process, from the harness's side."""

    def __init__(self, folder: Path, *, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._ledger = folder / "ledger.jsonl"

    def post(self, path: str, body: object) -> None:
        httpx.post(f"{self.url}{path}", json=body).raise_for_status()

    def entries(self) -> list[dict[str, str]]:
        """Everything the peer took, in order."""
        # The last line may still be on its way.
        whole = self._ledger.read_text().rpartition("\n")[0]
        return [json.loads(line) for line in whole.splitlines()]


@contextmanager
def running_peer(folder: Path) -> Iterator[Peer]:
    """Start the peer, stop it at the end."""
    process = subprocess.Popen([sys.executable, "-m", "tests.servers.peer", str(folder)], cwd=ROOT)
    try:
        wait_until(lambda: (folder / "port").exists())
        yield Peer(folder, port=int((folder / "port").read_text()))
    finally:
        process.kill()
        process.wait()


class Worker:
    """One worker process."""

    def __init__(self, config: Config) -> None:
        self._folder = Path(config.folder)
        file = self._folder / f"{config.executor_id}.json"
        file.write_text(json.dumps(asdict(config)))
        self._log = (self._folder / f"{config.executor_id}.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.acceptance.kill_worker", str(file)],
            cwd=ROOT,
            stderr=self._log,
        )

    def kill(self) -> None:
        """SIGKILL: no handler runs, nothing is flushed."""
        self.process.kill()
        self.process.wait()
        self._log.close()


def wait_until(done: object, *, what: str = "progress", worker: Worker | None = None) -> None:
    """Wait for a condition that another process makes true."""
    assert callable(done)
    deadline = time.monotonic() + _PATIENCE_S
    while not done():
        assert time.monotonic() < deadline, f"no {what} within {_PATIENCE_S} s"
        if worker is not None:
            assert worker.process.poll() is None, "the worker ended by itself"
        threading.Event().wait(0.01)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the peer and the database say afterwards."""

    lost: int
    duplicated: int
    reordered: int
    overlapped: int
    reruns: int
    history_faults: tuple[str, ...]


def run_plan(plan: Plan, config: Config) -> Outcome:
    """Hand out the plan's messages, kill on the way, wait for the end, and judge."""
    folder = Path(config.folder)
    chance = random.Random(plan.seed)
    messages = [
        {"conversation": f"c{n % plan.conversations}", "text": f"words {n // plan.conversations}"}
        for n in range(plan.turns)
    ]
    with running_peer(folder) as peer:
        config = replace(config, peer_url=peer.url, redeliveries=plan.redeliveries)
        peer.post("/trouble", {"seed": plan.seed, "share": plan.trouble_share})
        configs = [
            replace(config, executor_id=f"{config.executor_id}{n}") for n in range(plan.workers)
        ]
        workers = [Worker(each) for each in configs]
        portion = -(-plan.turns // (plan.kills + 1))
        try:
            for kill in range(plan.kills):
                before = len(peer.entries())
                peer.post("/inbox", messages[kill * portion : (kill + 1) * portion])
                wait_until(lambda n=before: len(peer.entries()) > n)
                threading.Event().wait(chance.uniform(0.0, 0.5))
                victim = chance.randrange(plan.workers)
                workers[victim].kill()
                workers[victim] = Worker(configs[victim])
            peer.post("/inbox", messages[plan.kills * portion :])
            wait_until(lambda: len({entry["id"] for entry in peer.entries()}) == plan.turns)
            # Whatever would still be sent twice gets the time to be sent.
            threading.Event().wait(1.5)
        finally:
            for worker in workers:
                worker.kill()
        return _judge(plan, peer.entries(), database_url=config.database_url, folder=folder)


def _judge(
    plan: Plan, entries: list[dict[str, str]], *, database_url: str, folder: Path
) -> Outcome:
    counts = Counter(entry["id"] for entry in entries)
    first_seen: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        if entry["turn"] not in first_seen[entry["conversation"]]:
            first_seen[entry["conversation"]].append(entry["turn"])
    runs = [json.loads(line) for line in (folder / "runs.jsonl").read_text().splitlines()]
    return Outcome(
        lost=plan.turns - len(counts),
        duplicated=sum(count - 1 for count in counts.values()),
        reordered=sum(turns != sorted(turns) for turns in first_seen.values()),
        overlapped=sum(run["overlap"] for run in runs),
        reruns=len(runs) - plan.turns,
        history_faults=tuple(_history_faults(plan, entries, database_url=database_url)),
    )


def _history_faults(
    plan: Plan, entries: list[dict[str, str]], *, database_url: str
) -> Iterator[str]:
    """Where the stored history is not exactly: every message, then its reply, in order."""
    delivered = {entry["turn"]: entry["text"] for entry in entries}
    for name, lines in _stored_history(database_url).items():
        conversation = int(name.removeprefix("c"))
        numbers = range(conversation, plan.turns, plan.conversations)
        expected: list[tuple[str, int, str]] = []
        for place, number in enumerate(numbers):
            turn = f"{lines[0][0].rpartition(':')[0]}:{number:012d}"
            said = f"words {place}"
            expected += [(turn, 0, said), (turn, 1, delivered[turn])]
            before = min(2 * place, _HISTORY_LINES)
            for agent in _AGENTS:
                if delivered[turn].count(f"{agent} on {said!r} after {before} lines") != 1:
                    yield f"reply of {turn} is not the one of its place: {delivered[turn]!r}"
        if lines != expected:
            yield f"history of {name}: {lines!r} is not {expected!r}"


def _stored_history(database_url: str) -> dict[str, list[tuple[str, int, str]]]:
    engine = sa.create_engine(database_url.replace("postgresql://", "postgresql+psycopg://"))
    query = sa.text(
        "SELECT c.external_id, u.turn_id, u.seat, u.text FROM utterances u"
        " JOIN turns t ON t.id = u.turn_id JOIN conversations c ON c.id = t.conversation_id"
        " ORDER BY u.turn_id, u.seat"
    )
    history: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
    try:
        with engine.connect() as connection:
            for name, turn, seat, said in connection.execute(query):
                history[name].append((turn, seat, said))
    finally:
        engine.dispose()
    return history
