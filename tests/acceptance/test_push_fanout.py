"""kill -9 while everybody's digest goes out: one each, never two, and nobody is forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.push_kills.fanout import Fanout, Outcome, run


def _is_exactly_one_each(outcome: Outcome) -> bool:
    print(outcome.line())  # noqa: T201 - the figures are what the run is for
    return (outcome.missing, outcome.doubled, outcome.unasked, outcome.unknown) == (0, 0, 0, 0)


def _is_at_most_one_each(outcome: Outcome) -> bool:
    """What can be had of a messenger that cannot be asked what arrived."""
    print(outcome.line())  # noqa: T201 - see above
    never_arrived = outcome.unknown - outcome.unknown_arrived
    return (
        (outcome.doubled, outcome.unasked) == (0, 0)
        and outcome.missing == never_arrived
        and outcome.unknown <= outcome.in_flight
    )


@pytest.mark.long
@pytest.mark.timeout(600)
async def test_three_kills_in_slack_leave_one_digest_each_on_sqlite(tmp_path: Path) -> None:
    outcome = await run(Fanout(seed=71), tmp_path)
    assert _is_exactly_one_each(outcome), outcome
    assert outcome.faults == ()


@pytest.mark.long
@pytest.mark.timeout(600)
async def test_three_kills_of_two_instances_in_slack_leave_one_digest_each_on_postgres(
    tmp_path: Path, postgres_url: str
) -> None:
    outcome = await run(Fanout(seed=72, instances=2), tmp_path, database_url=postgres_url)
    assert _is_exactly_one_each(outcome), outcome
    assert outcome.faults == ()


@pytest.mark.long
@pytest.mark.timeout(600)
async def test_three_kills_in_telegram_leave_at_most_one_digest_each_on_sqlite(
    tmp_path: Path,
) -> None:
    outcome = await run(Fanout(seed=73, messenger="telegram"), tmp_path)
    assert _is_at_most_one_each(outcome), outcome
    assert outcome.faults == ()


@pytest.mark.storm
@pytest.mark.timeout(600)
async def test_three_kills_of_two_instances_in_telegram_leave_at_most_one_each_on_postgres(
    tmp_path: Path, postgres_url: str
) -> None:
    plan = Fanout(seed=74, messenger="telegram", instances=2)
    outcome = await run(plan, tmp_path, database_url=postgres_url)
    assert _is_at_most_one_each(outcome), outcome
    assert outcome.faults == ()


@pytest.mark.storm
@pytest.mark.timeout(1800)
async def test_ten_kills_among_five_thousand_in_slack_on_sqlite(tmp_path: Path) -> None:
    outcome = await run(Fanout(seed=81, people=5_000, kills=10, end_within_s=900.0), tmp_path)
    assert _is_exactly_one_each(outcome), outcome
    assert outcome.faults == ()


@pytest.mark.storm
@pytest.mark.timeout(1800)
async def test_ten_kills_of_two_instances_among_five_thousand_in_slack_on_postgres(
    tmp_path: Path, postgres_url: str
) -> None:
    plan = Fanout(seed=82, people=5_000, kills=10, instances=2, end_within_s=900.0)
    outcome = await run(plan, tmp_path, database_url=postgres_url)
    assert _is_exactly_one_each(outcome), outcome
    assert outcome.faults == ()


@pytest.mark.storm
@pytest.mark.timeout(1800)
async def test_ten_kills_among_five_thousand_in_telegram_on_sqlite(tmp_path: Path) -> None:
    plan = Fanout(seed=83, messenger="telegram", people=5_000, kills=10, end_within_s=900.0)
    outcome = await run(plan, tmp_path)
    assert _is_at_most_one_each(outcome), outcome
    assert outcome.faults == ()
