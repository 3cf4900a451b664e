"""``python -m evaluation.attacks``: every technique through every door, as a Markdown table.

Goals: 0 points of difference, every hidden text reported, no markup that Slack would interpret, no
file touched. Visible claims of skills ("keyword block") count as any text does and are shown apart.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import time
from collections.abc import Sequence

import structlog

from evaluation.attacks.cells import (
    Cell,
    at_code_host,
    in_description,
    in_document,
    in_file_name,
    in_member_name,
    in_message,
    traces,
)
from evaluation.attacks.fields import DOORS
from evaluation.attacks.techniques import TECHNIQUES, Technique


def main() -> int:
    """Print the table; 1 when anything got through."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.attacks", description=__doc__)
    parser.add_argument("--only", metavar="WORDS", help="techniques whose name holds these words")
    options = parser.parse_args()
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    chosen = [each for each in TECHNIQUES if (options.only or "") in each.name]
    began_s = time.perf_counter()
    cells = asyncio.run(attacked(chosen))
    _table(cells, chosen)
    bad = _totals(cells)
    left = traces()
    print(f"files touched: {len(left)} {', '.join(left)}")
    print(f"({time.perf_counter() - began_s:.0f} s)")
    return int(bad or bool(left))


async def attacked(techniques: Sequence[Technique]) -> list[Cell]:
    """All cells of the table."""
    cells: list[Cell] = []
    for door in DOORS:
        cells += await in_document(door, techniques)
    for way in (in_file_name, in_member_name, in_description, in_message, at_code_host):
        cells += await way(techniques)
    return cells


def _table(cells: Sequence[Cell], techniques: Sequence[Technique]) -> None:
    by_place = {(each.field, each.technique): each for each in cells}
    fields = list(dict.fromkeys(each.field for each in cells))
    print("Points of difference; r: reported; -: cannot be put there; (n): a visible claim\n")
    print(f"| field | {' | '.join(each.name for each in techniques)} |")
    print(f"|---|{'---|' * len(techniques)}")
    for field in fields:
        row = [_shown(by_place.get((field, each.name))) for each in techniques]
        print(f"| {field} | {' | '.join(row)} |")
    print()


def _shown(cell: Cell | None) -> str:
    if cell is None:
        return "-"
    points = f"({cell.difference:g})" if cell.is_claim else f"{cell.difference:g}"
    return f"{points}{' r' if cell.is_reported else ''}{' !' if cell.escaped else ''}"


def _totals(cells: Sequence[Cell]) -> bool:
    moved = [each for each in cells if each.difference and not each.is_claim]
    silent = [each for each in cells if each.must_report and not each.is_reported]
    loud = [each for each in cells if each.escaped]
    hidden = sum(each.must_report for each in cells)
    beside = [each for each in cells if "metadata" in each.field]
    quiet = [each.technique for each in beside if not each.is_reported]
    print(f"{len(cells)} attacks; score changed in {len(moved)}")
    print(f"{hidden} of hidden text; not reported {len(silent)}")
    print(f"{len(beside)} in metadata; too short to tell from a program's: {len(quiet)}")
    print(f"markup that Slack would interpret: {len(loud)}")
    for each in (*moved, *silent, *loud):
        print(f"  {each.field} / {each.technique}: {each.difference:g} {each.escaped[:3]}")
    return bool(moved or silent or loud)


if __name__ == "__main__":
    raise SystemExit(main())
