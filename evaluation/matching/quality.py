"""P@5, MRR and nDCG@10 on the judged set, for both halves, with bootstrap intervals."""

from __future__ import annotations

import asyncio
import math
import random
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.ports import Embedder
from domain.resume.model import (
    Contact,
    DateRange,
    Extracted,
    PartialDate,
    Resume,
    ResumeText,
    Role,
    Span,
    Work,
)
from evaluation.matching.judged import RESUMES, JudgedResume, judged_postings
from graph.file_matching import match_file

_TODAY = date(2026, 11, 21)
_DATES = "2019-04 - 2025-10"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Measures of one resume."""

    key: str
    precision_at_5: float
    """Of the five first, relative to what is possible with the suitable ones there are."""
    reciprocal_rank: float
    ndcg_at_10: float
    traps_in_5: int


def resume_from(judged: JudgedResume) -> Resume:
    """The judged lines as a parsed resume."""
    text = f"Robin Sample\n{judged.title}\nBerlin, Germany\n{_DATES}\n{judged.text}"

    def part(words: str) -> Extracted:
        start = text.index(words)
        return Extracted(text=words, span=Span(start=start, end=start + len(words)))

    dates = DateRange(
        raw=part(_DATES),
        start=PartialDate(year=2019, month=4),
        end=PartialDate(year=2025, month=10),
    )
    duties = [line for line in judged.text.split("\n") if not line.startswith("Skills")]
    role = Role(
        title=part(judged.title), dates=dates, highlights=tuple(part(line) for line in duties)
    )
    return Resume(
        source=ResumeText(text=text, pages=1, media_type="text/plain", language="en"),
        contact=Contact(label=part(judged.title), location=part("Berlin, Germany")),
        work=(Work(employer=None, roles=(role,)),),
    )


async def judge(judged: JudgedResume, *, embedder: Embedder | None) -> Quality:
    """Rank all judged postings for one resume."""
    postings = judged_postings()
    names = {posting.id: posting.source_id for posting in postings}
    report = await match_file(resume_from(judged), postings, embedder=embedder, today=_TODAY)
    ranked = [names[match.posting] for match in report.matches]
    gains = [judged.grades.get(name, 0) for name in ranked]
    possible = min(5, len(judged.grades))
    first = next((place for place, gain in enumerate(gains, start=1) if gain), 0)
    best = sorted(judged.grades.values(), reverse=True)
    return Quality(
        key=judged.key,
        precision_at_5=sum(gain > 0 for gain in gains[:5]) / possible,
        reciprocal_rank=1 / first if first else 0.0,
        ndcg_at_10=_dcg(gains[:10]) / _dcg(best[:10]),
        traps_in_5=sum(
            name.startswith("trap") and name not in judged.grades
            for name in ranked[: len(judged.grades)]
        ),
    )


def _dcg(gains: Sequence[int]) -> float:
    return math.fsum(
        (float(2**gain) - 1) / math.log2(place + 1) for place, gain in enumerate(gains, start=1)
    )


def _interval(values: Sequence[float]) -> tuple[float, float]:
    """A 95 % bootstrap interval of the mean."""
    chance = random.Random(1)
    means = sorted(statistics.fmean(chance.choices(values, k=len(values))) for _ in range(2000))
    return means[50], means[1949]


def report(*, with_model: bool) -> dict[str, list[Quality]]:
    """Measure both halves and print them."""
    return asyncio.run(_report(with_model=with_model))


async def _report(*, with_model: bool) -> dict[str, list[Quality]]:
    halves: dict[str, list[Quality]] = {"tuned": [], "held out": []}
    with tempfile.TemporaryDirectory() as folder:
        embedder = _embedder(Path(folder)) if with_model else None
        for number, judged in enumerate(RESUMES):
            half = "held out" if number % 2 else "tuned"
            halves[half].append(await judge(judged, embedder=embedder))
    model = "with MiniLM" if with_model else "without vectors"
    for half, found in halves.items():
        precision = [one.precision_at_5 for one in found]
        low, high = _interval(precision)
        print(
            f"{model:<16}{half:<9} n={len(found)}  P@5 of possible "
            f"{statistics.fmean(precision):.3f} [{low:.2f}, {high:.2f}]  "
            f"MRR {statistics.fmean(one.reciprocal_rank for one in found):.3f}  "
            f"nDCG@10 {statistics.fmean(one.ndcg_at_10 for one in found):.3f}  "
            f"traps {sum(one.traps_in_5 for one in found)}"
        )
    return halves


def _embedder(folder: Path) -> Embedder:
    from integrations.embeddings.fastembed_embedder import FastembedEmbedder

    return FastembedEmbedder(cache_folder=folder, threads=1)
