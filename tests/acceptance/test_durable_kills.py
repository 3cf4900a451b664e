"""kill -9 at random moments: nothing lost, nothing reordered, nothing sent twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.acceptance.kill_harness import Outcome, Plan, run_plan
from tests.acceptance.kill_worker import Config


def embedded(folder: Path) -> Config:
    return Config(
        folder=str(folder),
        database_url=f"sqlite:///{folder / 'careergini.db'}",
        engine_url=f"sqlite:///{folder / 'engine.db'}",
        checkpoints_url=f"sqlite:///{folder / 'checkpoints.db'}",
        peer_url="",
        executor_id="main",
    )


def on_postgres(folder: Path, url: str) -> Config:
    from storage.migration import migrate

    migrate(url)
    return Config(
        folder=str(folder),
        database_url=url,
        engine_url=url,
        checkpoints_url=url,
        peer_url="",
        executor_id="main",
    )


def flawless(outcome: Outcome) -> bool:
    return (
        outcome.lost,
        outcome.duplicated,
        outcome.reordered,
        outcome.overlapped,
        outcome.history_faults,
    ) == (0, 0, 0, 0, ())


LONG, STORM = pytest.mark.long, pytest.mark.storm
"""Two seeds of each kind run with the long tests, one by hand."""


@pytest.mark.long
def test_three_kills_lose_reorder_and_repeat_nothing(tmp_path: Path) -> None:
    plan = Plan(conversations=8, turns=40, kills=3, seed=7)
    outcome = run_plan(plan, embedded(tmp_path))
    assert flawless(outcome), outcome


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "seed",
    [pytest.param(11, marks=LONG), pytest.param(12, marks=STORM), pytest.param(13, marks=LONG)],
)
def test_ten_kills_of_two_hundred_turns_on_sqlite(tmp_path: Path, seed: int) -> None:
    plan = Plan(conversations=20, turns=200, kills=10, seed=seed)
    outcome = run_plan(plan, embedded(tmp_path))
    assert flawless(outcome), outcome


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "seed",
    [pytest.param(21, marks=LONG), pytest.param(22, marks=STORM), pytest.param(23, marks=LONG)],
)
def test_ten_kills_of_two_hundred_turns_on_postgres(
    tmp_path: Path, postgres_url: str, seed: int
) -> None:
    plan = Plan(conversations=20, turns=200, kills=10, seed=seed)
    outcome = run_plan(plan, on_postgres(tmp_path, postgres_url))
    assert flawless(outcome), outcome


@pytest.mark.long
@pytest.mark.timeout(300)
def test_every_message_four_times_to_two_processes_that_are_killed_in_turn(
    tmp_path: Path, postgres_url: str
) -> None:
    plan = Plan(conversations=20, turns=120, kills=6, seed=31, workers=2, redeliveries=3)
    outcome = run_plan(plan, on_postgres(tmp_path, postgres_url))
    assert flawless(outcome), outcome


@pytest.mark.long
@pytest.mark.timeout(300)
def test_a_peer_that_cannot_be_asked_gets_every_message_at_least_once(tmp_path: Path) -> None:
    plan = Plan(conversations=10, turns=60, kills=5, seed=41, trouble_share=0.6)
    outcome = run_plan(plan, replace(embedded(tmp_path), lookup=False))
    assert (outcome.lost, outcome.reordered, outcome.history_faults) == (0, 0, ()), outcome
    # Not a wish but the documented price: an answer that never arrived is sent again.
    assert outcome.duplicated > 0
