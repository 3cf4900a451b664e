"""``python -m evaluation.eligibility``: precision and recall on our own sentences.

Every sentence of ``sentences.tsv`` is read alone, as the whole text of a posting. A statement
counts only when its kind, its value and whether it is required are all right. The set ``develop``
was written beside the rules; ``blind`` was written after they stood and measured once before
anything was changed, and that first result is kept in ``blind_first_run.txt``. Later rules were
made with it in view, so only the first result says how they do on words that nobody had in mind.
``strangers`` (``strangers.tsv``) was written in the words of employers of several countries by
somebody who had not seen the rules; its first result is ``strangers_first_run.txt``. ``fresh``
(the same file) was written by the same person after the rules had been mended by ``strangers``.

Labels: ``kind=value``, parted by commas; ``~`` before one that is only wished for; ``-`` for a
sentence that asks for nothing. ``licence=*`` stands for whatever words name the licence.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from domain.eligibility.statements import StatementKind, eligibility_statements

HERE = Path(__file__).resolve().parent
STRANGERS = HERE / "strangers.tsv"
LEAST_PRECISION, LEAST_RECALL = 0.98, 0.90


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A sentence and what it says, as a person read it."""

    part: str
    labels: frozenset[str]
    text: str


def read_sentences(path: Path = HERE / "sentences.tsv") -> list[Labelled]:
    """All labelled sentences, in order."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = []
    for part, labels, text in (line.split("\t") for line in lines if line):
        wanted = frozenset(labels.split(",")) - {"-"}
        found.append(Labelled(part=part, labels=wanted, text=text))
    return found


def said(text: str) -> frozenset[str]:
    """What the rules read, in the words of the labels."""
    return frozenset(
        f"{'' if one.required else '~'}{one.kind.value}="
        f"{'*' if one.kind is StatementKind.LICENCE else one.demand}"
        for one in eligibility_statements(text)
    )


def main() -> int:
    """Print the figures; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", help="only this set (develop, blind, strangers, fresh)")
    parser.add_argument("--wrong", action="store_true", help="list what went wrong")
    options = parser.parse_args()
    everything = [*read_sentences(), *read_sentences(STRANGERS)]
    failed = False
    for part in [options.part] if options.part else sorted({one.part for one in everything}):
        chosen = [one for one in everything if one.part == part]
        hits: Counter[str] = Counter()
        missed: Counter[str] = Counter()
        false: Counter[str] = Counter()
        for one in chosen:
            read = said(one.text)
            for counts, labels in (
                (hits, read & one.labels),
                (missed, one.labels - read),
                (false, read - one.labels),
            ):
                counts.update(label.lstrip("~").partition("=")[0] for label in labels)
            if options.wrong and read != one.labels:
                print(f"  {one.text}\n      wanted {sorted(one.labels)}, read {sorted(read)}")
        precision, recall = _shares(hits.total(), missed.total(), false.total())
        silent = sum(not one.labels for one in chosen)
        print(
            f"{part}: {len(chosen)} sentences ({silent} ask for nothing): "
            f"precision {precision:.3f}, recall {recall:.3f}"
        )
        for kind in StatementKind:
            found, gone, wrong = hits[kind.value], missed[kind.value], false[kind.value]
            print(f"  {kind.value:16} {found} right, {gone} missed, {wrong} false")
        failed |= precision < LEAST_PRECISION or recall < LEAST_RECALL
    return 1 if failed else 0


def _shares(hits: int, missed: int, false: int) -> tuple[float, float]:
    precision = hits / (hits + false) if hits + false else 1.0
    recall = hits / (hits + missed) if hits + missed else 1.0
    return precision, recall


if __name__ == "__main__":
    raise SystemExit(main())
