"""The guards of docs/decisions that make the durable engine safe, on SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
import functools
import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from domain.errors import Defect, Misconfigured, StorageBusy, TemporaryFailure
from domain.ids import OutboundId, TurnId
from domain.turns import Owed
from integrations.durable.engine import (
    LONELY_RUNS,
    MAX_RECOVERY_ATTEMPTS,
    SUSPICIOUS_RUNS,
    VERSION,
)
from tests.integration.durable_bench import Callbacks, engine_in, enqueue, turn_id

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'engine.db'}"
    else:
        yield request.getfixturevalue("postgres_url")


def execute(url: str, statement: str) -> list[tuple[object, ...]]:
    """Run a statement on the engine's tables, as an operator would."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection, connection:
            return connection.execute(statement).fetchall()
    with psycopg.connect(url, autocommit=True, options="-c search_path=dbos") as server:
        cursor = server.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


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


# --- guard 4: executor id and lock ----------------------------------------------------------------

SECOND_PROCESS = """
import asyncio, sys
from pathlib import Path
from domain.errors import Misconfigured
from tests.integration.durable_bench import Callbacks, engine_in

async def main():
    try:
        async with engine_in(Path(sys.argv[1]), Callbacks(), url=sys.argv[2]):
            print("opened")
    except Misconfigured as error:
        print(error)

asyncio.run(main())
"""


async def test_a_second_process_with_the_same_identity_refuses_in_one_sentence(
    tmp_path: Path, url: str
) -> None:
    async with engine_in(tmp_path, Callbacks(), url=url):
        second = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-c", SECOND_PROCESS, str(tmp_path), url],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=True,
            timeout=60,
        )
    [sentence] = second.stdout.splitlines()
    assert sentence.startswith("another CareerGini process is already")
    assert sentence.endswith("of its own")


async def test_a_second_engine_in_one_process_is_a_defect(tmp_path: Path) -> None:
    async with engine_in(tmp_path / "one", Callbacks()):
        with pytest.raises(Defect, match="already open"):
            async with engine_in(tmp_path / "two", Callbacks()):
                pass


async def test_the_loop_still_has_threads_after_the_engine_closed(tmp_path: Path) -> None:
    async with engine_in(tmp_path, Callbacks()):
        pass
    assert await asyncio.to_thread(lambda: "alive") == "alive"


# --- guard 5: dead executors ----------------------------------------------------------------------

DYING_PROCESS = """
import asyncio, os, sys
from pathlib import Path
from tests.integration.durable_bench import Callbacks, engine_in, enqueue, turn_id

async def die(turn):
    os._exit(9)

async def main():
    callbacks = Callbacks(on_turn=die)
    async with engine_in(
        Path(sys.argv[1]), callbacks, url=sys.argv[2], executor_id=sys.argv[3]
    ) as engine:
        await enqueue(engine, turn_id("c", 1))
        await enqueue(engine, turn_id("c", 2))
        await asyncio.sleep(60)

asyncio.run(main())
"""


async def run_dying_process(folder: Path, url: str, *, executor_id: str) -> int:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", DYING_PROCESS, str(folder), url, executor_id, cwd=ROOT
    )
    return await process.wait()


async def test_a_living_process_takes_over_what_a_dead_one_was_running(
    tmp_path: Path, postgres_url: str
) -> None:
    callbacks = Callbacks()
    async with engine_in(
        tmp_path / "alive", callbacks, url=postgres_url, executor_id="alive", start=False
    ) as engine:
        assert await run_dying_process(tmp_path, postgres_url, executor_id="dead") == 9
        await engine.start()
        await callbacks.until(lambda: len(callbacks.ran) == 2 and callbacks.resumed > 0)
    assert callbacks.ran == [turn_id("c", 1), turn_id("c", 2)]


async def lose_the_lock(folder: Path, url: str) -> None:
    async with engine_in(folder, Callbacks(), url=url):
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'careergini-executor' AND datname = current_database()"
            )
        await asyncio.Event().wait()


async def test_losing_the_executor_lock_ends_the_engine(tmp_path: Path, postgres_url: str) -> None:
    with pytest.raises(TemporaryFailure, match="lock was lost"):
        await lose_the_lock(tmp_path, postgres_url)


async def test_a_turn_that_runs_longer_than_any_may_is_reported_as_stuck(
    tmp_path: Path, url: str
) -> None:
    gate = asyncio.Event()

    async def hang(turn: TurnId) -> None:
        callbacks.changed.set()
        await gate.wait()

    callbacks = Callbacks(on_turn=hang)
    async with engine_in(tmp_path, callbacks, url=url, longest_turn_s=60.0) as engine:
        await enqueue(engine, turn_id("c", 1))
        await callbacks.until(lambda: len(callbacks.ran) == 1)
        assert (await engine.stats())["stuck"] == 0
        execute(url, "UPDATE workflow_status SET started_at_epoch_ms = 1000")
        assert (await engine.stats())["stuck"] == 1
        gate.set()
        await engine.quiet()


# --- guard 6: poison ------------------------------------------------------------------------------


async def finish_with_a_healthy_process(folder: Path, url: str) -> Callbacks:
    """Run what dying processes left; the poisoned turn would succeed, if it were tried."""
    callbacks = Callbacks()
    async with engine_in(folder, callbacks, url=url) as engine:
        await callbacks.until(lambda: turn_id("c", 2) in callbacks.ran)
        await engine.quiet()
        assert (await engine.stats())["turns_running"] == 0
    return callbacks


@pytest.mark.long
async def test_a_turn_that_kills_the_process_is_given_up_and_the_next_message_proceeds(
    tmp_path: Path, url: str
) -> None:
    # Runs among others, then alone; the run after those is the one that gives up.
    for _ in range(SUSPICIOUS_RUNS + LONELY_RUNS):
        assert await run_dying_process(tmp_path, url, executor_id="main") == 9
    callbacks = await finish_with_a_healthy_process(tmp_path, url)
    assert (callbacks.given_up, callbacks.ran) == ([turn_id("c", 1)], [turn_id("c", 2)])


async def test_a_turn_that_died_with_others_and_then_alone_is_given_up(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'engine.db'}"
    assert await run_dying_process(tmp_path, url, executor_id="main") == 9
    execute(
        url,
        f"UPDATE workflow_status SET recovery_attempts = {SUSPICIOUS_RUNS}"
        f" WHERE workflow_uuid = '{turn_id('c', 1)}'",
    )
    for crash in range(LONELY_RUNS):
        execute(
            url,
            "INSERT INTO operation_outputs"
            " (workflow_uuid, function_id, function_name, output, serialization) VALUES"
            f" ('{turn_id('c', 1)}', {crash + 1}, 'alone', '\"earlier boot\"', 'portable_json')",
        )
    callbacks = await finish_with_a_healthy_process(tmp_path, url)
    assert (callbacks.given_up, callbacks.ran) == ([turn_id("c", 1)], [turn_id("c", 2)])


async def test_a_turn_that_was_only_running_beside_crashes_is_tried_again_alone(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'engine.db'}"
    assert await run_dying_process(tmp_path, url, executor_id="main") == 9
    execute(
        url,
        f"UPDATE workflow_status SET recovery_attempts = {MAX_RECOVERY_ATTEMPTS - 1}"
        f" WHERE workflow_uuid = '{turn_id('c', 1)}'",
    )
    callbacks = await finish_with_a_healthy_process(tmp_path, url)
    assert (callbacks.given_up, callbacks.ran) == ([], [turn_id("c", 1), turn_id("c", 2)])


async def test_what_dies_before_our_code_is_parked_by_the_engine_and_given_up(
    tmp_path: Path, url: str
) -> None:
    callbacks = Callbacks()
    async with engine_in(tmp_path, callbacks, url=url, start=False) as engine:
        await enqueue(engine, turn_id("c", 1))
        await enqueue(engine, turn_id("c", 2))
        execute(
            url,
            f"UPDATE workflow_status SET recovery_attempts = {MAX_RECOVERY_ATTEMPTS + 1}"
            f" WHERE workflow_uuid = '{turn_id('c', 1)}'",
        )
        await engine.start()
        await callbacks.until(lambda: callbacks.ran == [turn_id("c", 2)])
        assert (await engine.watch_once())["parked"] == 1
        assert callbacks.given_up == [turn_id("c", 1)]


async def test_a_parked_delivery_gets_a_fresh_set_of_attempts_after_a_rest(
    tmp_path: Path, url: str
) -> None:
    callbacks = Callbacks()
    async with engine_in(tmp_path, callbacks, url=url, parked_rest_s=0.0, start=False) as engine:
        await engine.enqueue_outbound(OutboundId("out:c:0001"), partition="c")
        execute(
            url,
            "UPDATE workflow_status SET status = 'MAX_RECOVERY_ATTEMPTS_EXCEEDED',"
            " queue_name = NULL, recovery_attempts = 6",
        )
        await engine.start()
        await engine.watch_once()
        await callbacks.until(lambda: len(callbacks.delivered) == 1)


async def test_a_callback_that_fails_temporarily_is_tried_until_it_works(tmp_path: Path) -> None:
    async def busy_once(turn: TurnId) -> None:
        if len(callbacks.ran) == 1:
            raise StorageBusy("away", retry_after_s=0.01)

    callbacks = Callbacks(on_turn=busy_once)
    async with engine_in(tmp_path, callbacks) as engine:
        await enqueue(engine, turn_id("c", 1))
        await callbacks.until(lambda: len(callbacks.ran) == 2)
        await engine.quiet()
        assert (await engine.stats())["failed"] == 0


# --- guard 8: intent ------------------------------------------------------------------------------

KILLED_WHILE_SENDING = """
import asyncio, os, sys
from pathlib import Path
from tests.integration.durable_bench import Callbacks, engine_in

async def die(outbound):
    os._exit(9)

async def main():
    callbacks = Callbacks(on_delivery=die)
    async with engine_in(Path(sys.argv[1]), callbacks, url=sys.argv[2]) as engine:
        await engine.enqueue_outbound("out:c:0001", partition="c")
        await asyncio.sleep(60)

asyncio.run(main())
"""


async def test_a_delivery_that_may_have_left_a_dead_process_is_marked_as_ambiguous(
    tmp_path: Path, url: str
) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED_WHILE_SENDING, str(tmp_path), url, cwd=ROOT
    )
    assert await process.wait() == 9
    callbacks = Callbacks()
    async with engine_in(tmp_path, callbacks, url=url):
        await callbacks.until(lambda: callbacks.delivered == [(OutboundId("out:c:0001"), True)])


async def test_a_delivery_is_certain_the_first_time_and_ambiguous_when_asked_for_again(
    tmp_path: Path, url: str
) -> None:
    outbound = OutboundId("out:c:0001")
    callbacks = Callbacks()
    async with engine_in(tmp_path, callbacks, url=url) as engine:
        await engine.enqueue_outbound(outbound, partition="c")
        await callbacks.until(lambda: len(callbacks.delivered) == 1)
        await engine.quiet()
        await engine.enqueue_outbound(outbound, partition="c")
        await engine.enqueue_outbound(outbound, partition="c", again=True)
        await callbacks.until(lambda: len(callbacks.delivered) == 2)
        await engine.quiet()
    assert callbacks.delivered == [(outbound, False), (outbound, True)]


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
        assert await engine.count_turns([turn_id("c", number) for number in range(3)]) == 1
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
        assert await engine.count_turns([mine]) == 2
        assert await engine.erase_turns([mine]) == 2
        assert await engine.count_turns([mine, other]) == 1


async def test_a_refusal_is_misconfigured(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="database URL"):
        async with engine_in(tmp_path, Callbacks(), url="postgresql://nobody@127.0.0.1:1/nowhere"):
            pass
