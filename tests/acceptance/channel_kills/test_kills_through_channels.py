"""kill -9 between a Telegram and a Slack that misbehave: nothing is lost, nothing is sent twice."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.acceptance.channel_kills.judge import Verdict
from tests.acceptance.channel_kills.storm import Storm, describe, ride_out

pytestmark = [pytest.mark.storm, pytest.mark.timeout(480)]


def check(verdict: Verdict, *, began: float) -> None:
    print(describe(verdict, began=began))  # noqa: T201 - the figures are what the run is for
    assert verdict.faults == ()
    assert (verdict.lost, verdict.slack_duplicated) == (0, 0)
    # Telegram cannot be asked what arrived: a send in doubt is sent again, and nothing else is.
    assert verdict.telegram_duplicated == verdict.telegram_in_doubt_taken


@pytest.mark.parametrize("seed", [51, 52])
async def test_ten_kills_of_two_hundred_messages_on_sqlite(tmp_path: Path, seed: int) -> None:
    began = time.monotonic()
    check(await ride_out(Storm(seed=seed), tmp_path), began=began)


async def test_ten_kills_of_two_hundred_messages_on_postgres(
    tmp_path: Path, postgres_url: str
) -> None:
    from storage.migration import migrate

    migrate(postgres_url)
    began = time.monotonic()
    verdict = await ride_out(Storm(seed=61), tmp_path, database_url=postgres_url)
    check(verdict, began=began)
