"""``python -m evaluation.skills [--data DIR]``: precision, recall and F1 of three methods."""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from domain.skills import find_skills, link
from evaluation.skills.baselines import ExactStrings, NearestLabel
from evaluation.skills.names import names
from evaluation.skills.sentences import sentences

_GOAL_F1 = 0.95
_THRESHOLDS = (0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)


@dataclass(slots=True)
class Counts:
    """Right, wrong and missed answers."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, found: frozenset[str], expected: frozenset[str]) -> None:
        self.right += len(found & expected)
        self.wrong += len(found - expected)
        self.missed += len(expected - found)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)

    def line(self, name: str, elapsed_s: float) -> str:
        return (
            f"{name:34} P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}"
            f"   {elapsed_s * 1000:6.0f} ms"
        )


Case = tuple[str, frozenset[str]]
Method = Callable[[str], frozenset[str]]


def measure(data: Path | None) -> int:
    """Print all figures; 1 when a goal is missed."""
    found_cases = list(sentences())
    name_cases: list[Case] = [
        (written, frozenset([meant] if meant else [])) for written, meant in names()
    ]
    exact = ExactStrings()
    print(f"finding skills in {len(found_cases)} sentences")
    ours, misses = _scored("ours", _found, found_cases)
    _scored("exact strings", exact.found, found_cases)
    nearest = NearestLabel()
    _best_nearest(found_cases, lambda text, least: nearest.found(text, at_least=least))
    for miss in misses:
        print("  miss:", miss)
    print(f"linking {len(name_cases)} names as written")
    linked, misses = _scored("ours", _linked, name_cases)
    _scored("exact strings", lambda name: _set(exact.linked(name)), name_cases)
    _best_nearest(name_cases, lambda name, least: _set(nearest.linked(name, at_least=least)))
    for miss in misses:
        print("  miss:", miss)
    if data is not None and data.is_dir():
        _coverage(data, exact)
    is_met = ours.f1 >= _GOAL_F1 and linked.f1 >= _GOAL_F1
    print(f"goal: F1 of both at least {_GOAL_F1}: {'met' if is_met else 'missed'}")
    return 0 if is_met else 1


def _scored(
    name: str, method: Method, cases: Iterable[Case], *, is_shown: bool = True
) -> tuple[Counts, list[str]]:
    counts, misses = Counts(), []
    began = time.perf_counter()
    for text, expected in cases:
        found = method(text)
        counts.add(found, expected)
        if found != expected:
            wrong, missed = sorted(found - expected), sorted(expected - found)
            misses.append(f"{text!r} wrong {wrong} missed {missed}")
    if is_shown:
        print(counts.line(name, time.perf_counter() - began))
    return counts, misses


def _best_nearest(cases: list[Case], method: Callable[[str, float], frozenset[str]]) -> None:
    """The nearest label at the threshold that suits it best on these very cases."""

    def at(at_least: float) -> Method:
        return lambda text: method(text, at_least)

    began = time.perf_counter()
    scored = [(_scored("", at(x), cases, is_shown=False)[0], x) for x in _THRESHOLDS]
    counts, best = max(scored, key=lambda one: one[0].f1)
    elapsed_s = time.perf_counter() - began
    print(counts.line(f"nearest label (cosine >= {best})", elapsed_s))


def _coverage(data: Path, exact: ExactStrings) -> None:
    """How many of the tools that O*NET calls hot are known; no truth, so no precision."""
    path = data / "taxonomy" / "onet-29.2" / "technology_skills.csv"
    if not path.is_file():
        return
    weights: dict[str, int] = {}
    with path.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            if row["Hot Technology"] == "Y":
                weights[row["Example"]] = weights.get(row["Example"], 0) + 1
    total = sum(weights.values())
    print(f"{len(weights)} hot technologies of O*NET as written there, weighed by occupations")
    for name, method in (
        ("ours", lambda written: link(written).canonical),
        ("exact strings", exact.linked),
    ):
        known = {written for written in weights if method(written) is not None}
        share = sum(weights[written] for written in known) / max(1, total)
        print(f"{name:34} known {len(known)} of {len(weights)}, {share:.1%} by weight")


def _found(text: str) -> frozenset[str]:
    return frozenset(mention.canonical for mention in find_skills(text))


def _linked(name: str) -> frozenset[str]:
    return _set(link(name).canonical)


def _set(name: str | None) -> frozenset[str]:
    return frozenset([name] if name else [])


def main() -> int:
    """Parse the command line and measure."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.skills")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    return measure(parser.parse_args().data)


if __name__ == "__main__":
    raise SystemExit(main())
