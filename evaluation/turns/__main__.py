"""``python -m evaluation.turns``: measure durable turns and print what was found."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import tempfile
from pathlib import Path

import structlog

from evaluation.turns.measurement import measure


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.turns", description=__doc__)
    parser.add_argument("--turns", type=int, default=500, help="turns of one conversation")
    parser.add_argument("--database", help="postgresql://… instead of SQLite files")
    parser.add_argument("--echo", action="store_true", help="leave router and graph out")
    parser.add_argument("--json", action="store_true", help="machine-readable")
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(
            measure(
                turns=options.turns,
                folder=Path(folder),
                database_url=options.database,
                with_graph=not options.echo,
            )
        )
    if options.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:<36}{value}")


main()
