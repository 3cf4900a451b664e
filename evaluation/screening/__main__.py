"""``python -m evaluation.screening [PART …]``: see each part's module."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import logging
import sys
import time

import structlog

from evaluation.channels.figures import machine, show

PARTS = ("alone", "repeats", "many", "archive")


def main() -> int:
    """Measure and print; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.screening", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; none: all")
    options = parser.parse_args()
    parts = options.parts or PARTS
    if unknown := set(parts) - set(PARTS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.disable(logging.WARNING)
    all_reached = True
    for part in parts:
        print(f"\n{part}: {machine()}", flush=True)
        began_s = time.perf_counter()
        measure = importlib.import_module(f"evaluation.screening.{part}").measure
        all_reached &= show(asyncio.run(measure()))
        print(f"({time.perf_counter() - began_s:.0f} s)", flush=True)
    return 0 if all_reached else 1


if __name__ == "__main__":
    raise SystemExit(main())
