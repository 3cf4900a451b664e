"""One run: everybody's digest is due, instances are killed on the way, and then it is counted."""

from __future__ import annotations

import asyncio
import hashlib
import random
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from domain.ids import UserId
from tests.acceptance.push_kills.stage import Instance, Messenger, Stage, on_stage
from tests.servers.telegram.wire import Json

_LOOK_EVERY_S = 0.1
_AFTERWARDS_S = 3.0
"""Whatever would still be sent twice gets the time to be sent."""
_STOP_WITHIN_S = 30.0
_RESTART_AFTER_S = 1.0
_HELD = "another CareerGini process is already running as executor"
"""A process says so and ends while another one recovers the work of a dead one of its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fanout:
    """How many people, how many kills, where."""

    seed: int
    messenger: Messenger = "slack"
    people: int = 300
    kills: int = 3
    instances: int = 1
    end_within_s: float = 420.0
    """From the last kill. On PostgreSQL what a dead process had claimed waits for the end of its
    lease, five minutes; the only process of a SQLite file takes it back when it starts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the messenger and the database say afterwards."""

    people: int
    kills: int
    missing: int
    """People without a digest."""
    doubled: int
    """Messages that were there already."""
    unasked: int
    """Messages of the bot that are no part of anybody's digest."""
    unknown: int
    """Digests of which the product cannot know whether they arrived."""
    unknown_arrived: int
    """Those of them that did."""
    in_flight: int
    """Most that could be on their way at the kills, all kills together."""
    faults: tuple[str, ...]
    took_s: float

    def line(self) -> str:
        """For the record of a run."""
        return (
            f"{self.people} people, {self.kills} kills, {self.took_s:.0f} s: {self.missing} "
            f"missing, {self.doubled} doubled, {self.unasked} unasked; {self.unknown} unknown, "
            f"{self.unknown_arrived} of them arrived (at most {self.in_flight} were in flight)"
        )


async def run(fanout: Fanout, folder: Path, *, database_url: str | None = None) -> Outcome:
    """Start, kill on the way, wait for the end, and count."""
    chance = random.Random(fanout.seed)
    async with on_stage(
        folder,
        messenger=fanout.messenger,
        people=fanout.people,
        database_url=database_url,
        instances=fanout.instances,
    ) as stage:
        began_s = time.monotonic()
        await asyncio.gather(*(product.start() for product in stage.products))
        for kill in range(fanout.kills):
            share = (kill + chance.uniform(0.2, 0.9)) / (fanout.kills + 0.5)
            await _until_sent(stage, at_least=int(share * fanout.people))
            # Sometimes in the middle of its start.
            await asyncio.sleep(chance.uniform(0.0, 0.4))
            victim = chance.choice(stage.products)
            await _as_service_manager(stage.products)
            await victim.kill()
            await victim.start(ready=False)
        # Another process may have to wait for the end of a dead one's lease.
        await _until_settled(stage, within_s=fanout.end_within_s)
        took_s = time.monotonic() - began_s
        await asyncio.sleep(_AFTERWARDS_S)
        for product in stage.products:
            if product.ended is None:
                code = await product.terminate(within_s=_STOP_WITHIN_S)
                assert code == 0, product.said()[-3000:]
            else:  # the last one killed, and the others did all of it meanwhile
                assert _HELD in product.said(), product.said()[-3000:]
        books = read_books(stage.database_url)
        sent = await stage.peers.sent(fanout.messenger)
        return judge(
            stage, books, sent, kills=sum(len(one.kills) for one in stage.products), took_s=took_s
        )


async def _until_sent(stage: Stage, *, at_least: int) -> None:
    """Until the messenger has so many; two minutes, and a tenth of a second for each person."""
    async with asyncio.timeout(120.0 + 0.1 * len(stage.people)):
        while await stage.peers.count(stage.messenger) < at_least:
            await _as_service_manager(stage.products)
            await asyncio.sleep(_LOOK_EVERY_S)


async def _until_settled(stage: Stage, *, within_s: float) -> None:
    people = len(stage.people)
    books = read_books(stage.database_url)
    try:
        async with asyncio.timeout(within_s):
            while not books.is_settled(people=people):
                await _as_service_manager(stage.products)
                await asyncio.sleep(1.0)
                books = read_books(stage.database_url)
    except TimeoutError:
        waiting = sum(state == "waiting" for state in books.states.values())
        raise AssertionError(
            f"not over within {within_s:.0f} s: {books.open_digests} digests open, "
            f"{len(books.states)} of {people} stored, {waiting} waiting"
        ) from None


async def _as_service_manager(products: Sequence[Instance]) -> None:
    """Start again what ended because another process still looked after its dead predecessor."""
    for product in products:
        if product.ended is None:
            continue
        assert _HELD in product.said(), product.said()[-3000:]
        await asyncio.sleep(_RESTART_AFTER_S)
        await product.start(ready=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """The product's own record."""

    states: Mapping[str, str]
    """Of each outbound message of a push, by its id."""
    refs: Mapping[str, tuple[str, ...]]
    """Of the noted parts of each."""
    open_digests: int
    """Digests that are owed or claimed."""

    def is_settled(self, *, people: int) -> bool:
        """Whether nothing more is going to happen."""
        return (
            self.open_digests == 0
            and len(self.states) >= people
            and "waiting" not in self.states.values()
        )


def read_books(database_url: str) -> Books:
    """Read it; the product may be writing."""
    engine = sa.create_engine(database_url.replace("postgresql://", "postgresql+psycopg://"))
    try:
        with engine.connect() as connection:
            refs: dict[str, list[str]] = defaultdict(list)
            for outbound, ref in connection.execute(_PARTS):
                refs[outbound].append(ref)
            return Books(
                states={row.id: row.state for row in connection.execute(_PUSHES)},
                refs={outbound: tuple(found) for outbound, found in refs.items()},
                open_digests=connection.execute(_OPEN).scalar_one(),
            )
    finally:
        engine.dispose()


_PUSHES = sa.text("SELECT id, state FROM outbound WHERE id LIKE 'dg:%'")
_PARTS = sa.text("SELECT outbound_id, provider_ref FROM outbound_parts ORDER BY part")
_OPEN = sa.text("SELECT count(*) FROM digests WHERE finished_at_us IS NULL")


def judge(
    stage: Stage, books: Books, sent: Sequence[Json], *, kills: int, took_s: float
) -> Outcome:
    """Compare what arrived with who was owed what."""
    expected = {f"dg:{user}:{stage.on}": place for place, user in stage.people.items()}
    faults = [f"not expected: {one}" for one in books.states.keys() - expected.keys()]
    faults += [f"not stored: {one}" for one in expected.keys() - books.states.keys()]
    count = _count_slack if stage.messenger == "slack" else _count_telegram
    arrived, doubled, unasked = count(stage.people, books, sent, on=stage.on)
    unknown = {one for one, state in books.states.items() if state == "unknown"}
    faults += [
        f"{state}: {one}" for one, state in books.states.items() if state not in {"sent", "unknown"}
    ]
    faults += [
        f"said to be sent, and not there: {one}"
        for one, state in books.states.items()
        if state == "sent" and one not in arrived
    ]
    return Outcome(
        people=len(stage.people),
        kills=kills,
        missing=len(expected.keys() - arrived),
        doubled=doubled,
        unasked=unasked,
        unknown=len(unknown),
        unknown_arrived=len(unknown & arrived),
        in_flight=kills * _AT_ONCE,
        faults=tuple(sorted(faults)),
        took_s=took_s,
    )


_AT_ONCE = 64
"""The product's own limit of pushes on their way (``push.at_once``)."""


def _count_slack(
    people: Mapping[str, UserId], books: Books, sent: Sequence[Json], *, on: str
) -> tuple[set[str], int, int]:
    """By the mark that every message of ours carries: it names the outbound message and part."""
    del books
    of_mark = {
        hashlib.sha256(f"dg:{user}:{on}".encode()).hexdigest()[:40]: (f"dg:{user}:{on}", place)
        for place, user in people.items()
    }
    marks: Counter[str] = Counter()
    arrived: set[str] = set()
    unasked = 0
    for one in sent:
        name, place = of_mark.get(one["mark"].partition("#")[0], ("", ""))
        if place != one["place"]:
            unasked += 1
            continue
        marks[one["mark"]] += 1
        arrived.add(name)
    return arrived, sum(number - 1 for number in marks.values()), unasked


def _count_telegram(
    people: Mapping[str, UserId], books: Books, sent: Sequence[Json], *, on: str
) -> tuple[set[str], int, int]:
    """By words: two messages in one chat that say the same are one sent twice."""
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for one in sent:
        said[one["place"]][one["words"]] += 1
    noted = {ref for refs in books.refs.values() for ref in refs}
    doubled = sum(number - 1 for words in said.values() for number in words.values())
    arrived = {f"dg:{people[place]}:{on}" for place in said if place in people}
    unknown = {f"dg:{user}:{on}" for user in people.values()} & {
        one for one, state in books.states.items() if state == "unknown"
    }
    unasked = sum(
        one["mark"] not in noted and f"dg:{people.get(one['place'], '')}:{on}" not in unknown
        for one in sent
    )
    return arrived, doubled, unasked
