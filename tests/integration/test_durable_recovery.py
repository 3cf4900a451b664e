"""Guards of the durable engine about death: identity, takeover, poison, doubtful sends."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from domain.errors import Defect, StorageBusy, TemporaryFailure
from domain.ids import OutboundId, TurnId
from integrations.durable.engine import (
    LONELY_RUNS,
    MAX_RECOVERY_ATTEMPTS,
    SUSPICIOUS_RUNS,
)
from tests.integration.durable_bench import Callbacks, engine_in, enqueue, execute, turn_id

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'engine.db'}"
    else:
        yield request.getfixturevalue("postgres_url")


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


@pytest.mark.long
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


@pytest.mark.long
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


async def test_a_shutdown_leaves_what_runs_and_what_waits_to_the_next_start(
    tmp_path: Path, url: str
) -> None:
    async def hang_or_fail(turn: TurnId) -> None:
        if turn.startswith("d"):
            raise StorageBusy("away", retry_after_s=3600.0)
        callbacks.changed.set()
        await asyncio.Event().wait()

    callbacks = Callbacks(on_turn=hang_or_fail)
    async with engine_in(tmp_path, callbacks, url=url) as engine:
        for turn in (turn_id("c", 1), turn_id("c", 2), turn_id("d", 1)):
            await enqueue(engine, turn)
        await callbacks.until(lambda: len(callbacks.ran) == 2)
    assert len(asyncio.all_tasks()) == 1
    later = Callbacks()
    async with engine_in(tmp_path, later, url=url):
        await later.until(lambda: len(later.ran) == 3)
    assert [turn for turn in later.ran if turn.startswith("c")] == [
        turn_id("c", 1),
        turn_id("c", 2),
    ]


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


async def leave_running(folder: Path, url: str, *, runs: int) -> None:
    """The first of two turns as a killed process leaves it after that many runs."""
    async with engine_in(folder, Callbacks(), url=url, start=False) as engine:
        await enqueue(engine, turn_id("c", 1))
        await enqueue(engine, turn_id("c", 2))
    execute(
        url,
        f"UPDATE workflow_status SET status = 'PENDING', executor_id = 'main',"
        f" recovery_attempts = {runs} WHERE workflow_uuid = '{turn_id('c', 1)}'",
    )


async def test_a_turn_that_died_with_others_and_then_alone_is_given_up(
    tmp_path: Path, url: str
) -> None:
    await leave_running(tmp_path, url, runs=SUSPICIOUS_RUNS + LONELY_RUNS)
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
    tmp_path: Path, url: str
) -> None:
    await leave_running(tmp_path, url, runs=MAX_RECOVERY_ATTEMPTS - 1)
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
