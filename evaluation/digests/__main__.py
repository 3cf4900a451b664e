"""``python -m evaluation.digests [PART …] [--postgres URL]``: see each part's module."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import json
import logging
import sys
import tempfile
from pathlib import Path

import structlog

from evaluation.channels.figures import machine, show

FIGURES = ("planning", "enqueue", "drain")
"""Parts that print figures with goals."""
PARTS = (*FIGURES, "month")
REPORT = Path(__file__).resolve().parents[2] / "docs" / "reports" / "digest-month.md"


def main() -> int:
    """Measure and print; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.digests", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; none: all")
    parser.add_argument("--postgres", metavar="URL", help="a server we may make a database on")
    parser.add_argument(
        "--report", type=Path, default=REPORT, help="where the month's report is written"
    )
    parser.add_argument("--users", type=int, default=100_000, help="people of the planning part")
    parser.add_argument(
        "--postings", type=int, default=100_000, help="postings of the planning part"
    )
    options = parser.parse_args()
    parts = options.parts or PARTS
    if unknown := set(parts) - set(PARTS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    reached = True
    for part in parts:
        if part == "month":
            reached &= asyncio.run(_month(options.report))
            continue
        print(f"\n{part}: {machine()}", flush=True)
        module = importlib.import_module(f"evaluation.digests.{part}")
        size = {"people": options.users, "postings": options.postings}
        more = size if part == "planning" else {}
        reached &= show(asyncio.run(module.measure(options.postgres, **more)))
    return 0 if reached else 1


async def _month(report: Path) -> bool:
    from evaluation.digests.month import Month, live_through
    from evaluation.digests.month_report import figures_of, write_report

    with tempfile.TemporaryDirectory() as folder:
        story = await live_through(Month(), Path(folder))
    print(json.dumps(figures_of(story), indent=2, ensure_ascii=False), flush=True)
    write_report(story, report)
    return story.faults == 0


if __name__ == "__main__":
    raise SystemExit(main())
