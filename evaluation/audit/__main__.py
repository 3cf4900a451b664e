"""``python -m evaluation.audit``: agreement with independent implementations, and speed.

1,000 seeded random pools of 2 to 1,200 people; every figure that aedt-audit, glassbox-hiring or
scipy computes too is compared (differences of definition: ``tests/unit/audit_oracles.py``). Then
the time for a table of 100,000 people, and the time to print its paper.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import resource
import time
from datetime import UTC, datetime

from domain.audit.reading import read_pool
from graph.audit.paper import audit_paper
from graph.audit.report import Scope, build_report
from integrations.papers.typst_press import TypstPress
from tests.unit.audit_oracles import Tally, check_pool
from tests.unit.audit_pools import random_pool

CLOSE = 1e-9
"""The largest difference of any figure that counts as equal."""
GOAL_REPORT_S = 30.0
"""CPU time of reading and computing 100,000 rows."""
GOAL_PAPER_S = 1.5
"""Wall time of printing, process start included."""
ROWS = 100_000
_NOW = datetime(2026, 11, 26, tzinfo=UTC)


def main() -> int:
    """Print the figures; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pools", type=int, default=1_000, help="random pools to compare")
    parser.add_argument("--rows", type=int, default=ROWS, help="rows of the large table")
    options = parser.parse_args()
    return 1 if (_agreement(options.pools) + _speed(options.rows)) else 0


def _agreement(pools: int) -> int:
    tally = Tally()
    for seed in range(pools):
        check_pool(random_pool(seed), tally)
    by_oracle = ", ".join(f"{name} {count:,}" for name, count in sorted(tally.by_oracle.items()))
    print(f"{pools:,} pools, {tally.compared:,} figures compared ({by_oracle})")
    print(f"largest difference {tally.largest:.1e} (goal: under {CLOSE:.0e}); {tally.worst}")
    return int(not tally.largest < CLOSE)


def _speed(rows: int) -> int:
    text = _table(rows)
    before = time.process_time()
    pool = read_pool(text)
    read_s = time.process_time() - before
    report = build_report(pool, scope=Scope(made_at=_NOW), threshold=60)
    report_s = time.process_time() - before
    print(
        f"{rows:,} rows ({len(text) / 1e6:.1f} MB): read {read_s:.1f} s, with report "
        f"{report_s:.1f} s of CPU (goal: under {GOAL_REPORT_S:.0f} s); peak memory "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB, oracles included"
    )
    paper, press = audit_paper(report), TypstPress()
    times = []
    for _ in range(3):
        started = time.monotonic()
        pdf = asyncio.run(press.print(paper))
        times.append(time.monotonic() - started)
    print(
        f"its paper: {len(pdf) / 1000:.0f} kB, first {times[0]:.2f} s, then "
        f"{min(times[1:]):.2f} s (goal: under {GOAL_PAPER_S} s)"
    )
    return int(report_s > GOAL_REPORT_S) + int(times[0] > GOAL_PAPER_S)


def _table(rows: int) -> str:
    draw = random.Random(11)
    races = ("Asian", "Black", "Hispanic", "White", "Two or more", "")
    stages = ("applied", "screened", "interview", "offer")
    lines = [
        "selected,score,sex,race_ethnicity,stage,date,gate_permission,c_years,c_python,c_degree,"
        "suggested"
    ]
    for _ in range(rows):
        sex = draw.choice(("Female", "Male"))
        years, python = draw.random() * (1 if sex == "Male" else 0.9), draw.random()
        score = round(60 * years + 40 * python, 1)
        chosen = "yes" if score >= 60 else "no"
        lines.append(
            f"{chosen},{score},{sex},{draw.choice(races)},{draw.choice(stages)},"
            f"2026-{draw.randint(1, 12):02}-{draw.randint(1, 28):02},"
            f"{draw.choice(('pass', 'fail', ''))},{years:.3f},{python:.3f},"
            f"{draw.choice(('0', '1', ''))},{chosen}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
