"""An invented table for the role audit: nobody in it exists, and the gap in it is put there."""

from __future__ import annotations

import random

_SEED = 17
_CUT = 60
_MONTHS = ("2026-08", "2026-09", "2026-10")
_SEXES = ("Female", "Male", "")
_SHARES = (44, 47, 9)
_FEWER_YEARS = 0.5
_HEADER = "selected,score,sex,stage,date,gate_permission,c_years:3,c_python:4,c_degree:2,suggested"


def invented_pool(rows: int = 800) -> str:
    """A CSV of that many rows; always the same.

    Who says "Female" has fewer *years* in this table, and nothing else is different: so the audit
    has something to find, and a criterion that it comes from.
    """
    draw = random.Random(_SEED)
    lines = [_HEADER]
    for number in range(rows):
        (sex,) = draw.choices(_SEXES, weights=_SHARES)
        years = draw.betavariate(3, 2) * (_FEWER_YEARS if sex == "Female" else 1.0)
        python, degree = draw.betavariate(4, 2), int(draw.random() < 0.7)
        permitted = draw.random() < 0.95
        score = round((3 * years + 4 * python + 2 * degree) / 9 * 100, 1)
        suggested = score >= _CUT and permitted
        selected = suggested if draw.random() < 0.95 else not suggested
        stage = draw.choice(("interview", "interview", "offer")) if selected else "applied"
        day = f"{_MONTHS[number * len(_MONTHS) // rows]}-{draw.randint(1, 28):02}"
        cells = (
            _yes(selected),
            f"{score}",
            sex,
            stage,
            day,
            "pass" if permitted else "fail",
            f"{years:.2f}",
            f"{python:.2f}",
            f"{degree}",
            _yes(suggested),
        )
        lines.append(",".join(cells))
    return "\n".join(lines) + "\n"


def _yes(said: bool, /) -> str:
    return "yes" if said else "no"
