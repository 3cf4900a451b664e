"""Guards of the durable engine: order, version, pick-up, retention, serializer, deadlines.

Each on SQLite and PostgreSQL; docs/decisions lists all eleven.
"""

from __future__ import annotations

import asyncio
import functools
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from domain.errors import Misconfigured
from domain.ids import OutboundId, TurnId
from domain.turns import Owed
from integrations.durable.claims import _HEADS
from integrations.durable.engine import (
    VERSION,
)
from integrations.durable.records import TURNS
from integrations.durable.rows import DurableRows
from tests.integration.durable_bench import Callbacks, engine_in, enqueue, execute, turn_id

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'engine.db'}"
    else:
        yield request.getfixturevalue("postgres_url")


# --- guard 1: write-ahead log ---------------------------------------------------------------------


async def test_the_embedded_file_is_in_wal_mode_before_the_engine_opens_it(tmp_path: Path) -> None:
    async with engine_in(tmp_path, Callbacks()):
        pass
    with closing(sqlite3.connect(tmp_path / "engine.db")) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


# --- guard 2: order -------------------------------------------------------------------------------


async def test_messages_of_one_second_run_in_order_and_one_at_a_time(
    tmp_path: Path, url: str
) -> None:
    running: set[str] = set()
    overlaps: list[TurnId] = []

    async def note(turn: TurnId) -> None:
        conversation = turn.rpartition(":")[0]
        if conversation in running:
            overlaps.append(turn)
        running.add(conversation)
        await asyncio.sleep(0)
        running.discard(conversation)

    callbacks = Callbacks(on_turn=note)
    async with engine_in(tmp_path, callbacks, url=url, start=False) as engine:
        for number in range(5):
            for conversation in ("c_b", "c_a", "c_c"):
                await enqueue(engine, turn_id(conversation, number))
        await engine.start()
        await callbacks.until(lambda: len(callbacks.ran) == 15)
    for conversation in ("c_a", "c_b", "c_c"):
        mine = [turn for turn in callbacks.ran if turn.startswith(conversation)]
        assert mine == [turn_id(conversation, number) for number in range(5)]
    assert overlaps == []


async def test_an_older_delivery_of_the_conversation_is_not_overtaken(tmp_path: Path) -> None:
    gate = asyncio.Event()
    first = turn_id("c", 1)

    async def owe(turn: TurnId) -> Owed:
        return Owed(outbound=OutboundId(f"out:{turn}"), ambiguous=False)

    async def wait_for_the_gate(outbound: OutboundId) -> None:
        if outbound == f"out:{first}":
            await gate.wait()

    callbacks = Callbacks(on_turn=owe, on_delivery=wait_for_the_gate)
    async with engine_in(tmp_path, callbacks) as engine:
        await enqueue(engine, first)
        await enqueue(engine, turn_id("c", 2))
        await callbacks.until(lambda: len(callbacks.ran) == 2)
        gate.set()
        await callbacks.until(lambda: len(callbacks.delivered) == 2)
    assert [outbound for outbound, _ in callbacks.delivered] == ["out:c:0001", "out:c:0002"]


# --- guard 3: version -----------------------------------------------------------------------------


async def test_work_of_another_version_raises_the_alarm_instead_of_waiting_unseen(
    tmp_path: Path, url: str
) -> None:
    callbacks = Callbacks()
    async with engine_in(tmp_path, callbacks, url=url, start=False) as engine:
        await enqueue(engine, turn_id("c", 1))
        execute(url, "UPDATE workflow_status SET application_version = 'older'")
        assert (await engine.stats())["stranded"] == 1
        execute(url, f"UPDATE workflow_status SET application_version = '{VERSION}'")
        assert (await engine.stats())["stranded"] == 0
        await engine.start()
        await callbacks.until(lambda: len(callbacks.ran) == 1)


async def test_a_restart_after_a_code_change_finds_its_queued_work(
    tmp_path: Path, url: str
) -> None:
    async with engine_in(tmp_path, Callbacks(), url=url, start=False) as engine:
        await enqueue(engine, turn_id("c", 1))
    callbacks = Callbacks()
    async with engine_in(tmp_path, callbacks, url=url):
        await callbacks.until(lambda: callbacks.ran == [turn_id("c", 1)])


# --- guard 9: pick-up and retention ---------------------------------------------------------------


def _have_run(callbacks: Callbacks, count: int) -> bool:
    return len(callbacks.ran) == count


async def test_work_starts_at_once_and_not_at_the_next_poll(tmp_path: Path, url: str) -> None:
    callbacks = Callbacks()
    waits_s: list[float] = []
    async with engine_in(tmp_path, callbacks, url=url) as engine:
        now = asyncio.get_running_loop().time
        for number in range(20):
            began_s = now()
            await enqueue(engine, turn_id("c", number))
            await callbacks.until(functools.partial(_have_run, callbacks, number + 1))
            waits_s.append(now() - began_s)
            await engine.quiet()
    # The engine's own default finds work after 0.5 s on average; other tests may run beside this.
    assert sorted(waits_s)[10] < 0.1


async def test_work_that_another_process_enqueued_is_found_by_polling(
    tmp_path: Path, url: str
) -> None:
    callbacks = Callbacks()
    async with engine_in(tmp_path, callbacks, url=url) as engine:
        await enqueue(engine, turn_id("c", 1))
        await callbacks.until(lambda: len(callbacks.ran) == 1)
        await engine.quiet()
        execute(url, "UPDATE workflow_status SET status = 'ENQUEUED', queue_name = 'turns'")
        await callbacks.until(lambda: len(callbacks.ran) == 2)


async def test_retention_deletes_what_ended_and_keeps_what_waits(tmp_path: Path, url: str) -> None:
    callbacks = Callbacks()
    async with engine_in(tmp_path, callbacks, url=url) as engine:
        for number in range(3):
            await enqueue(engine, turn_id("c", number))
        await callbacks.until(lambda: len(callbacks.ran) == 3)
        await engine.quiet()
        assert await engine.retire(older_than=timedelta(days=7)) == 0
        execute(
            url,
            f"UPDATE workflow_status SET completed_at = 1000"
            f" WHERE workflow_uuid <> '{turn_id('c', 2)}'",
        )
        assert await engine.retire(older_than=timedelta(days=7)) == 2
        assert execute(url, "SELECT workflow_uuid FROM workflow_status") == [(turn_id("c", 2),)]
        for table in ("workflow_input", "workflow_output"):
            assert execute(url, f"SELECT count(*) FROM {table}") == [(1,)]


# --- guard 10: serializer -------------------------------------------------------------------------


class Peculiar(Exception):
    """An error of nobody's tree, with a state that JSON does not know."""

    def __init__(self) -> None:
        super().__init__("peculiar")
        self.payload = object()


async def test_an_unknown_error_ends_the_turn_instead_of_leaving_it_pending(
    tmp_path: Path, url: str
) -> None:
    async def fail(turn: TurnId) -> None:
        if turn == turn_id("c", 1):
            raise Peculiar

    callbacks = Callbacks(on_turn=fail)
    async with engine_in(tmp_path, callbacks, url=url) as engine:
        await enqueue(engine, turn_id("c", 1))
        await enqueue(engine, turn_id("c", 2))
        await callbacks.until(lambda: len(callbacks.ran) == 2)
        await engine.quiet()
        stats = await engine.stats()
    assert (stats["failed"], stats["turns_running"]) == (1, 0)


async def test_a_failed_turn_runs_again_when_it_is_still_owed(tmp_path: Path, url: str) -> None:
    async def fail_once(turn: TurnId) -> None:
        if len(callbacks.ran) == 1:
            raise Peculiar

    callbacks = Callbacks(on_turn=fail_once)
    async with engine_in(tmp_path, callbacks, url=url) as engine:
        await enqueue(engine, turn_id("c", 1))
        await callbacks.until(lambda: len(callbacks.ran) == 1)
        await engine.quiet()
        await enqueue(engine, turn_id("c", 1), again=True)
        await callbacks.until(lambda: len(callbacks.ran) == 2)


async def test_the_engine_stores_ids_and_json_only(tmp_path: Path, url: str) -> None:
    async def owe(turn: TurnId) -> Owed:
        return Owed(outbound=OutboundId(f"out:{turn}"), ambiguous=False)

    callbacks = Callbacks(on_turn=owe)
    async with engine_in(tmp_path, callbacks, url=url) as engine:
        await enqueue(engine, turn_id("c", 1))
        await callbacks.until(lambda: len(callbacks.delivered) == 1)
        await engine.quiet()
    inputs = [json.loads(str(row[0])) for row in execute(url, "SELECT inputs FROM workflow_input")]
    arguments = sorted((each["positionalArgs"] for each in inputs), key=len)
    assert arguments == [["c:0001", "c"], ["out:c:0001", "c", False]]


# --- guard 11: a delivery outlives its turn -------------------------------------------------------


async def test_nothing_has_a_deadline_that_runs_on_while_the_process_is_down(
    tmp_path: Path, url: str
) -> None:
    async def owe(turn: TurnId) -> Owed:
        return Owed(outbound=OutboundId(f"out:{turn}"), ambiguous=False)

    callbacks = Callbacks(on_turn=owe)
    async with engine_in(tmp_path, callbacks, url=url) as engine:
        await enqueue(engine, turn_id("c", 1))
        await callbacks.until(lambda: len(callbacks.delivered) == 1)
        await engine.quiet()
    rows = execute(
        url, "SELECT name, workflow_deadline_epoch_ms, workflow_timeout_ms FROM workflow_status"
    )
    assert sorted(rows, key=str) == [("delivery", None, None), ("turn", None, None)]


# --- privacy --------------------------------------------------------------------------------------


async def test_forgetting_takes_finished_work_now_and_running_work_when_it_ends(
    tmp_path: Path, url: str
) -> None:
    async def forget_myself(turn: TurnId) -> None:
        if turn == turn_id("c_1", 2):
            await engine.forget("c_1:")

    callbacks = Callbacks(on_turn=forget_myself)
    async with engine_in(tmp_path, callbacks, url=url) as engine:
        # The underscore is a wildcard to the engine: "cX1" must survive.
        for turn in (turn_id("c_1", 1), turn_id("cX1", 1), turn_id("c_1", 2)):
            await enqueue(engine, turn)
        await callbacks.until(lambda: len(callbacks.ran) == 3)
        await engine.quiet()
        await engine.settled()
        left = execute(url, "SELECT workflow_uuid FROM workflow_status")
    assert left == [("cX1:0001",)]


async def test_erasing_takes_waiting_work_and_its_delivery_too(tmp_path: Path, url: str) -> None:
    async with engine_in(tmp_path, Callbacks(), url=url, start=False) as engine:
        mine, other = turn_id("c", 1), turn_id("d", 1)
        await enqueue(engine, mine)
        await enqueue(engine, other)
        await engine.enqueue_outbound(OutboundId(f"out:{mine}"), partition="c")
        rows = DurableRows(url=url)
        assert await rows.count_turns([mine]) == 2
        assert await rows.erase_turns([mine]) == 2
        assert await rows.count_turns([mine, other]) == 1


async def test_a_refusal_is_misconfigured(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="database URL"):
        async with engine_in(tmp_path, Callbacks(), url="postgresql://nobody@127.0.0.1:1/nowhere"):
            pass


# --- the private parts we rely on -----------------------------------------------------------------


async def test_our_claim_takes_what_the_engines_own_dequeue_would_take(tmp_path: Path) -> None:
    """Both pick the heads of free partitions; the engine's own is the judge."""
    from dbos import DBOS
    from dbos import _dbos as registry

    url = f"sqlite:///{tmp_path / 'engine.db'}"
    async with engine_in(tmp_path, Callbacks(), start=False) as engine:
        for conversation in ("c_a", "c_b", "c_c", "c_d", "c_e"):
            for number in (3, 1, 2):
                await enqueue(engine, turn_id(conversation, number))
        execute(
            url, "UPDATE workflow_status SET status = 'PENDING' WHERE workflow_uuid = 'c_b:0002'"
        )
        execute(url, "UPDATE workflow_status SET priority = 1 WHERE workflow_uuid = 'c_c:0001'")
        execute(url, "UPDATE workflow_status SET created_at = 1 WHERE workflow_uuid = 'c_d:0003'")
        execute(
            url,
            "UPDATE workflow_status SET application_version = 'older'"
            " WHERE workflow_uuid = 'c_e:0001'",
        )
        with closing(sqlite3.connect(tmp_path / "engine.db")) as connection:
            constants = {"queue": TURNS, "version": VERSION, "limit": 100}
            ours = sorted(row[0] for row in connection.execute(_HEADS, constants))
        queue = await DBOS.retrieve_queue_async(TURNS)
        assert queue is not None
        instance = registry._get_dbos_instance()
        theirs = await asyncio.to_thread(
            instance._sys_db.start_queued_partitioned_workflows, queue, "main", VERSION
        )
    assert ours == sorted(theirs) == ["c_a:0001", "c_c:0002", "c_d:0003", "c_e:0002"]
