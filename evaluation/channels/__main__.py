"""``python -m evaluation.channels [PART …] [--postgres URL]``: see each part's module."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import logging
import sys
import time

import structlog

from evaluation.channels.figures import machine, show

PARTS = ("ingress", "doubles", "outbound", "pacing", "streaming")


def main() -> int:
    """Measure and print; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.channels", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; none: all")
    parser.add_argument("--postgres", metavar="URL", help="a server we may make a database on")
    options = parser.parse_args()
    parts = options.parts or PARTS
    if unknown := set(parts) - set(PARTS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.disable(logging.WARNING)
    print(machine())
    all_reached = True
    for part in parts:
        began_s = time.perf_counter()
        measure = importlib.import_module(f"evaluation.channels.{part}").measure
        print(f"\n{part}")
        all_reached &= show(asyncio.run(measure(options.postgres)))
        print(f"({time.perf_counter() - began_s:.0f} s)")
    return 0 if all_reached else 1


sys.exit(main())
