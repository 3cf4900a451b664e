"""kill -9 while resumes are screened: each one line, one thread; each batch one summary."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.screening_kills.run import Outcome, Plan, run


def _is_right(outcome: Outcome) -> bool:
    print(outcome.line())  # noqa: T201 - the figures are what the run is for
    return outcome.is_right


@pytest.mark.long
@pytest.mark.timeout(600)
async def test_three_kills_leave_each_resume_one_report_on_sqlite(tmp_path: Path) -> None:
    outcome = await run(Plan(seed=51, files=10, kills=3), tmp_path)
    assert _is_right(outcome), outcome


@pytest.mark.long
@pytest.mark.timeout(600)
async def test_three_kills_of_two_instances_leave_each_resume_one_report_on_postgres(
    tmp_path: Path, postgres_url: str
) -> None:
    plan = Plan(seed=53, files=10, kills=3, instances=2)
    outcome = await run(plan, tmp_path, database_url=postgres_url)
    assert _is_right(outcome), outcome


@pytest.mark.storm
@pytest.mark.timeout(900)
async def test_eight_kills_leave_each_resume_one_report_on_sqlite(tmp_path: Path) -> None:
    outcome = await run(Plan(seed=51), tmp_path)
    assert _is_right(outcome), outcome


@pytest.mark.storm
@pytest.mark.timeout(900)
@pytest.mark.parametrize("instances", [1, 2])
async def test_eight_kills_leave_each_resume_one_report_on_postgres(
    instances: int, tmp_path: Path, postgres_url: str
) -> None:
    plan = Plan(seed=51 + instances, instances=instances)
    outcome = await run(plan, tmp_path, database_url=postgres_url)
    assert _is_right(outcome), outcome
