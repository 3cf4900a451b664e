"""One run: files come in, processes are killed on the way, and then everything is counted."""

from __future__ import annotations

import asyncio
import hashlib
import random
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from tests.acceptance.screening_kills.stage import Stage, on_stage
from tests.servers.slack import Json

PER_MESSAGE = 5
_AGAIN = 3
"""A file that comes once more, with the last message."""
_AFTERWARDS_S = 2.0
"""Whatever would still be sent twice gets the time to be sent."""
_STOP_WITHIN_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How many kills, and at which moments."""

    seed: int
    files: int = 30
    """A multiple of :data:`PER_MESSAGE`."""
    kills: int = 8
    instances: int = 1
    end_within_s: float = 240.0
    """From the last kill: what a dead process had claimed waits for the end of its lease."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What Slack and the database say afterwards; all but the first three are empty or 0."""

    files: int
    kills: int
    took_s: float
    candidates: int
    """Candidates that are not there, or too many."""
    unfinished: tuple[str, ...]
    missing: tuple[str, ...]
    """Messages that should be in the channel."""
    doubled: tuple[str, ...]
    astray: tuple[str, ...]
    """Messages that nobody was owed, or that stand in the wrong place."""
    wrong: tuple[str, ...]
    """Messages that are not in their last state."""

    @property
    def is_right(self) -> bool:
        """Each file exactly one line and one thread, each batch one summary, nothing else."""
        return not (
            self.candidates
            or self.unfinished
            or self.missing
            or self.doubled
            or self.astray
            or self.wrong
        )

    def line(self) -> str:
        """For the record of a run."""
        return (
            f"{self.files} files, {self.kills} kills, {self.took_s:.0f} s: "
            f"{len(self.missing)} missing, {len(self.doubled)} doubled, {len(self.astray)} astray, "
            f"{len(self.wrong)} not in the last state, {len(self.unfinished)} unfinished"
        )


async def run(plan: Plan, folder: Path, *, database_url: str | None = None) -> Outcome:
    """Drop, kill, restart, wait for the end, count."""
    chance = random.Random(plan.seed)
    batches = [
        list(range(first, first + PER_MESSAGE)) for first in range(0, plan.files, PER_MESSAGE)
    ]
    batches[-1].append(_AGAIN)
    async with on_stage(folder, database_url=database_url, instances=plan.instances) as stage:
        began_s = time.monotonic()
        for kill in range(plan.kills):
            if batches:
                stage.drop(batches.pop(0))
            await _some_time(stage, chance)
            victim = chance.choice(stage.products)
            await stage.keep_running()
            await victim.kill()
            await victim.start(ready=kill % 3 != 0)
        for batch in batches:
            stage.drop(batch)
        await stage.until(
            lambda: _is_over(read_books(stage.database_url), messages=len(stage.dropped)),
            within_s=plan.end_within_s,
            what="end of the work",
            every_s=1.0,
        )
        took_s = time.monotonic() - began_s
        await asyncio.sleep(_AFTERWARDS_S)
        await stage.keep_running()
        for product in stage.products:
            code = await product.terminate(within_s=_STOP_WITHIN_S)
            assert code == 0, product.said()[-3000:]
        return judge(stage, read_books(stage.database_url), plan=plan, took_s=took_s)


async def _some_time(stage: Stage, chance: random.Random) -> None:
    """Until the kill: mostly in the middle of work, sometimes while the service still starts."""
    if chance.random() < 0.25:
        await asyncio.sleep(chance.uniform(0.1, 3.0))
        return
    before = stage.posts()
    await stage.until(lambda: stage.posts() > before, within_s=120.0, what="message in Slack")
    await asyncio.sleep(chance.uniform(0.0, 3.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """The product's own record."""

    candidates: Mapping[str, str]
    """State by id."""
    batches: Mapping[str, str]
    """Turn by id, of those that were announced."""
    outbound: Mapping[str, str]
    """State by id."""
    owed: int


def read_books(database_url: str) -> Books:
    """Read it; the product may be writing."""
    engine = sa.create_engine(database_url.replace("postgresql://", "postgresql+psycopg://"))
    try:
        with engine.connect() as connection:
            return Books(
                candidates={row.id: row.state for row in connection.execute(_CANDIDATES)},
                batches={row.id: row.turn_id for row in connection.execute(_BATCHES)},
                outbound={row.id: row.state for row in connection.execute(_OUTBOUND)},
                owed=connection.execute(_OWED).scalar_one(),
            )
    finally:
        engine.dispose()


_CANDIDATES = sa.text("SELECT id, state FROM candidates")
_BATCHES = sa.text("SELECT id, turn_id FROM candidate_batches WHERE announced_at_us IS NOT NULL")
_OUTBOUND = sa.text("SELECT id, state FROM outbound")
_OWED = sa.text(
    "SELECT (SELECT count(*) FROM inbox WHERE parked_at_us IS NULL)"
    " + (SELECT count(*) FROM turns WHERE finished_at_us IS NULL)"
    " + (SELECT count(*) FROM candidate_steps)"
    " + (SELECT count(*) FROM candidate_batches WHERE announced_at_us IS NULL)"
    " + (SELECT count(*) FROM outbound WHERE state = 'waiting')"
)


def _is_over(books: Books, *, messages: int) -> bool:
    return books.owed == 0 and len(books.batches) >= messages


def judge(stage: Stage, books: Books, *, plan: Plan, took_s: float) -> Outcome:
    """Compare what stands in the channel with what was owed."""
    heads = {f"sc:{each}:h1" for each in books.candidates}
    threads = {f"sc:{each}:d1": f"sc:{each}:h1" for each in books.candidates}
    summaries = {f"sb:{each}" for each in books.batches}
    answers = {f"out:{turn}" for turn in books.batches.values()}
    owed = heads | threads.keys() | summaries | answers
    names = {_mark_of(each): each for each in books.outbound}
    counted: Counter[str] = Counter()
    places: dict[str, Json] = {}
    astray: list[str] = []
    for message in stage.slack.messages(stage.channel.id, by_app=True):
        mark = str(message.get("metadata", {}).get("event_payload", {}).get("id", ""))
        name = names.get(mark.partition("#")[0], "")
        counted[mark] += 1
        places.setdefault(name, message)
        if name not in owed and not name.startswith("out:"):
            astray.append(f"{name or mark}: {message.get('text')}")
    for name, message in places.items():
        root = places.get(threads.get(name, ""), {}).get("ts")
        if name in heads | summaries and message.get("thread_ts"):
            astray.append(f"{name} in a thread")
        if name in threads and message.get("thread_ts") != root:
            astray.append(f"{name} in {message.get('thread_ts')}, not in {root}")
    wrong = [
        name
        for name in answers & places.keys()
        if not _says_all_done(places[name]) and "already" not in str(places[name])
    ]
    wrong += [name for name in heads & places.keys() if "rubric v1" not in str(places[name])]
    return Outcome(
        files=plan.files,
        kills=plan.kills,
        took_s=took_s,
        candidates=len(books.candidates) - plan.files,
        unfinished=tuple(
            f"{key}: {state}" for key, state in books.candidates.items() if state != "done"
        ),
        missing=tuple(sorted(owed - places.keys())),
        doubled=tuple(
            f"{names.get(mark.partition('#')[0], mark)} x{number}"
            for mark, number in counted.items()
            if number > 1
        ),
        astray=tuple(astray),
        wrong=(*wrong, *(f"{key}: {state}" for key, state in _odd(books.outbound).items())),
    )


def _odd(outbound: Mapping[str, str]) -> Mapping[str, str]:
    return {key: state for key, state in outbound.items() if state != "sent"}


def _says_all_done(message: Json) -> bool:
    return f"{PER_MESSAGE} of {PER_MESSAGE} done" in str(message)


def _mark_of(outbound: str) -> str:
    return hashlib.sha256(outbound.encode()).hexdigest()[:40]
