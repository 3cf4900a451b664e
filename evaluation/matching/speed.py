"""Top 10 of 10,000 and of 100,000 postings through ``JobFinder.find``, by vector index."""

from __future__ import annotations

import asyncio
import random
import resource
import statistics
import tempfile
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from domain.ids import UserId
from domain.ports import Clock, Embedder
from domain.posting import PayPeriod, RemoteMode, Salary
from domain.profiles import Profile, SearchPreferences
from evaluation.matching.generated import SOURCE, postings, resume_of
from graph.job_finder import JobFinder
from storage.database import open_database
from storage.postings import SqlPostings
from storage.vectors_exact import ExactVectors
from storage.vectors_qdrant import QdrantVectors

_NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
_DIMENSION = 384
_FINDS = 40


class _StillClock(Clock):
    def now(self) -> datetime:
        return _NOW


class _RandomEmbedder(Embedder):
    """Seeded unit vectors: a search costs the same as with real ones, indexing costs nothing."""

    @property
    def model_id(self) -> str:
        return "random"

    @property
    def dimension(self) -> int:
        return _DIMENSION

    async def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        import numpy as np

        found = []
        for text in texts:
            chance = np.random.default_rng(zlib.crc32(text.encode()))
            vector = chance.standard_normal(_DIMENSION).astype(np.float32)
            found.append(vector / np.linalg.norm(vector))
        return found  # type: ignore[return-value]  # arrays are sequences of floats here


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """What one index took, in milliseconds of wall time."""

    index: str
    postings: int
    load_s: float
    first_ms: float
    same_p50_ms: float
    same_p95_ms: float
    new_p50_ms: float
    new_p95_ms: float
    same_cpu_ms: float
    new_cpu_ms: float
    """Processor time, all threads, median: what another load on the machine cannot change."""
    resident_mb: float


def _profile(number: int) -> Profile:
    """Different people with different wishes, so that nothing but postings is cached."""
    wishes = (
        SearchPreferences(),
        SearchPreferences(places=("Berlin",)),
        SearchPreferences(remote=(RemoteMode.REMOTE,), work_countries=("DE",)),
        SearchPreferences(
            places=("Germany",),
            work_countries=("DE",),
            pay_floor=Salary(
                raw="50000 EUR", minimum=50_000.0, currency="EUR", period=PayPeriod.YEAR
            ),
            languages=("en", "de"),
        ),
    )
    return Profile(
        user=UserId(f"u_{number}"),
        resume=resume_of(number),
        preferences=wishes[number % len(wishes)],
    )


async def measure(kind: str, *, count: int) -> Timing:
    """Load ``count`` postings into a fresh SQLite store and time searches."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        async with open_database(url=f"sqlite:///{place / 'db.sqlite'}") as database:
            store = SqlPostings(database=database, clock=_StillClock())
            made = list(postings(count, seed=7, today=_NOW.date()))
            for start in range(0, count, 5000):
                await store.ingest(SOURCE, made[start : start + 5000], complete=False)
            del made
            index = _index(kind, place)
            finder = JobFinder(postings=store, index=index, clock=_StillClock())
            started = time.perf_counter()
            await finder.catch_up()
            load_s = time.perf_counter() - started
            timing = await _time(finder, kind=kind, count=count, load_s=load_s)
            await index.close()
            return timing


def _index(kind: str, place: Path) -> ExactVectors | QdrantVectors:
    embedder = _RandomEmbedder()
    if kind == "exact":
        return ExactVectors(folder=place / "vectors", embedder=embedder)
    if kind == "qdrant-folder":
        return QdrantVectors(folder=place / "qdrant", embedder=embedder)
    return QdrantVectors(embedder=embedder)


async def _time(finder: JobFinder, *, kind: str, count: int, load_s: float) -> Timing:
    async def one(number: int) -> tuple[float, float]:
        started, worked = time.perf_counter(), time.process_time()
        findings = await finder.find(_profile(number), limit=10)
        elapsed = (time.perf_counter() - started) * 1000
        assert findings.report.considered == count
        return elapsed, (time.process_time() - worked) * 1000

    first_ms, _ = await one(0)
    for number in range(4):
        await one(number)
    same, same_cpu = zip(*[await one(number % 4) for number in range(_FINDS)], strict=True)
    new, new_cpu = zip(*[await one(100 + number) for number in range(_FINDS)], strict=True)
    return Timing(
        index=kind,
        postings=count,
        load_s=load_s,
        first_ms=first_ms,
        same_p50_ms=statistics.median(same),
        same_p95_ms=statistics.quantiles(same, n=20)[-1],
        new_p50_ms=statistics.median(new),
        new_p95_ms=statistics.quantiles(new, n=20)[-1],
        same_cpu_ms=statistics.median(same_cpu),
        new_cpu_ms=statistics.median(new_cpu),
        resident_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def report(kinds: Sequence[str], counts: Sequence[int]) -> list[Timing]:
    """Measure each combination, one after the other, and print a line for each."""
    random.seed(0)
    print(f"{'index':<15}{'postings':>9}{'load s':>8}{'first':>8}{'same p50':>10}{'p95':>7}"
          f"{'CPU':>7}{'new p50':>9}{'p95':>7}{'CPU':>7}{'peak MB':>9}")  # fmt: skip
    timings: list[Timing] = []
    for count in counts:
        for kind in kinds:
            t = asyncio.run(measure(kind, count=count))
            timings.append(t)
            print(
                f"{t.index:<15}{t.postings:>9}{t.load_s:>8.1f}{t.first_ms:>8.0f}"
                f"{t.same_p50_ms:>10.1f}{t.same_p95_ms:>7.1f}{t.same_cpu_ms:>7.1f}"
                f"{t.new_p50_ms:>9.1f}{t.new_p95_ms:>7.1f}{t.new_cpu_ms:>7.1f}"
                f"{t.resident_mb:>9.0f}",
                flush=True,
            )
    return timings
