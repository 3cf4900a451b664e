"""``python -m evaluation.job_wording``: precision and recall on our own sentences.

Every sentence of ``sentences.tsv`` is checked alone, as the whole text of a posting. The sets
``blind`` and ``blind2`` to ``blind6`` were written one after the other, each after the rules stood
as they were then, and measured once before anything was changed; those first results are kept in
``blind_*_run.txt``. Later rules were made with them in view, so only the first results say how the
rules do on words that nobody had in mind.

Labels: ``explicit`` keeps people out for what they are; ``advisory`` is worth a second thought;
``none`` is harmless; ``statement`` is a statement of equal opportunity or encouragement.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.findings import Level
from domain.job_wording.checking import check_description, is_explicit

HERE = Path(__file__).resolve().parent
TODAY = date(2026, 11, 26)
GOAL = 0.95
_OWED = frozenset({Level.BLOCK, Level.FIX, Level.CONSIDER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A labelled sentence."""

    part: str
    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Counts of one question over some sentences."""

    hits: int
    missed: int
    false: int

    @property
    def precision(self) -> float:
        """Share of what was flagged that should be; 1 when nothing was."""
        return self.hits / (self.hits + self.false) if self.hits + self.false else 1.0

    @property
    def recall(self) -> float:
        """Share of what should be flagged that was."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 1.0


def read_sentences(path: Path = HERE / "sentences.tsv") -> list[Sentence]:
    """All labelled sentences, in order."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [
        Sentence(part=part, label=label, text=text)
        for part, label, text in (line.split("\t") for line in lines if line)
    ]


def measure(sentences: list[Sentence]) -> tuple[Score, Score, list[tuple[Sentence, str]]]:
    """Scores for explicit exclusions and for anything worth a look, and what went wrong."""
    explicit, overall = [0, 0, 0], [0, 0, 0]
    wrong: list[tuple[Sentence, str]] = []
    for sentence in sentences:
        found = check_description(sentence.text, today=TODAY).findings
        has_explicit = any(is_explicit(one) for one in found)
        has_any = any(one.level in _OWED for one in found)
        is_positive = sentence.label in {"explicit", "advisory"}
        _count(explicit, wanted=sentence.label == "explicit", found=has_explicit)
        _count(overall, wanted=is_positive, found=has_any)
        if has_explicit != (sentence.label == "explicit") or has_any != is_positive:
            said = "; ".join(f"{one.rule_id} ({one.level.value}) {one.quote!r}" for one in found)
            wrong.append((sentence, said or "nothing"))
    return _score(explicit), _score(overall), wrong


def main() -> int:
    """Print the figures; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", help="only this set (develop, blind)")
    parser.add_argument("--wrong", action="store_true", help="list what went wrong")
    options = parser.parse_args()
    everything = read_sentences()
    parts = [options.part] if options.part else sorted({one.part for one in everything})
    failed = False
    for part in parts:
        chosen = [one for one in everything if one.part == part]
        explicit, overall, wrong = measure(chosen)
        labels = {label: sum(one.label == label for one in chosen) for label in _LABELS}
        print(f"{part}: {len(chosen)} sentences {labels}")
        for name, score in (("explicit exclusions", explicit), ("anything", overall)):
            print(
                f"  {name}: precision {score.precision:.3f}, recall {score.recall:.3f} "
                f"({score.hits} found, {score.missed} missed, {score.false} false)"
            )
        statements = [one for one, _ in wrong if one.label == "statement"]
        print(f"  statements of equal opportunity flagged: {len(statements)}")
        failed |= min(explicit.precision, explicit.recall) < GOAL or bool(statements)
        if options.wrong:
            for sentence, said in wrong:
                print(f"  [{sentence.label}] {sentence.text}\n      -> {said}")
    return 1 if failed else 0


_LABELS = ("explicit", "advisory", "none", "statement")


def _count(counts: list[int], *, wanted: bool, found: bool) -> None:
    counts[0] += wanted and found
    counts[1] += wanted and not found
    counts[2] += found and not wanted


def _score(counts: list[int]) -> Score:
    return Score(hits=counts[0], missed=counts[1], false=counts[2])


if __name__ == "__main__":
    raise SystemExit(main())
