"""A week of digests on a fast clock; ``python -m evaluation.digests month`` lives a whole month."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from evaluation.digests.market import Churn
from evaluation.digests.month import Month, live_through
from evaluation.digests.month_report import figures_of, write_report
from tests.twins.models import HashingEmbedder

_WEEK = Month(
    days=7,
    people=14,
    tick=timedelta(minutes=30),
    outage_days=(3, 5),
    churn=Churn(at_first=60, new=12, changed=4, taken_down=4, put_up_again=2, also_on_the_other=4),
)


@pytest.mark.long
async def test_a_week_passes_without_a_repeat_a_closed_job_or_a_digest_at_the_wrong_time(
    tmp_path: Path,
) -> None:
    story = await live_through(_WEEK, tmp_path, embedder=HashingEmbedder())
    wrong = {name: tally for name, tally in story.watch.tallies.items() if tally.broken}
    assert wrong == {}
    figures = figures_of(story)
    # A week in which nothing happened would be without faults too.
    assert len(story.of_kind("digest")) > 30
    assert sum(len(one.items) for one in story.watch.seen) > 30
    assert story.of_kind("alert")
    assert story.late > 0
    assert story.market.happened.keys() >= {"new", "changed", "taken down", "put up again"}
    assert figures["zones"] == 14
    report = tmp_path / "report.md"
    write_report(story, report)
    assert "What was checked" in report.read_text(encoding="utf-8")
