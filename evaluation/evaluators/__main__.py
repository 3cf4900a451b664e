"""``python -m evaluation.evaluators``: what integrity and uniqueness see, and their speed."""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections import Counter
from datetime import date
from pathlib import Path

from domain.findings import Level
from domain.ids import CandidateId
from domain.integrity.observing import observe
from domain.resume.model import Resume
from domain.uniqueness.comparing import NEAR_DUPLICATE, SHARED, compare, estimated_jaccard
from domain.uniqueness.sketching import blocks_of, shingles_of, sketch_of
from evaluation.evaluators.made import FAULTS, clean, edited, long_text
from integrations.documents.parsing import parse

SHARED_RESUMES = Path(__file__).resolve().parents[3] / "shared" / "data" / "resumes"
AS_OF = date(2026, 11, 26)
_RATES = (0.0, 0.01, 0.02, 0.05, 0.08, 0.1, 0.15, 0.2, 0.3, 0.5)


def main() -> int:
    """Print all figures; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--resumes", type=int, default=60, help="made resumes per fault")
    parser.add_argument("--data", type=Path, default=SHARED_RESUMES, help="folder of resumes")
    options = parser.parse_args()
    missed = [
        integrity(options.resumes),
        public_resumes(options.data),
        uniqueness(),
        speed(),
    ]
    return 1 if any(missed) else 0


def integrity(count: int) -> bool:
    """Precision and recall per rule, on made resumes."""
    made = [clean(seed) for seed in range(count)]
    false: Counter[str] = Counter()
    for one in made:
        false.update(_rules(_read(one.text())))
    print(
        f"integrity: {count} clean made resumes, observations: {dict(false) or 'none'} (goal none)"
    )
    missed = bool(false)
    for rule, spoil in FAULTS.items():
        seen = extra = 0
        for seed, one in enumerate(made):
            found = _rules(_read(spoil(one, random.Random(seed)).text()))
            seen += rule in found
            extra += len(set(found) - {rule, "claims.years_in_all"})
        print(f"  {rule:30} recall {seen / count:.3f} ({seen}/{count}), other rules {extra}")
        missed = missed or seen < 0.95 * count
    return missed


def public_resumes(folder: Path) -> bool:
    """Observations above INFO on resumes that nobody spoiled."""
    if not folder.is_dir():
        print("public resumes: left out, no folder")
        return False
    counts: Counter[str] = Counter()
    asked = files = 0
    for path in sorted(folder.glob("*/**/*.pdf")):
        found = observe(parse(path.read_bytes(), suffix=".pdf"), as_of=AS_OF).observations
        counts.update(one.rule for one in found)
        asked += sum(one.level is not Level.INFO for one in found)
        files += 1
    print(f"public resumes: {files} files, {asked} above info (goal 0); rules {dict(counts)}")
    return asked > 0


def uniqueness() -> bool:
    """Error of the estimate, and the decision at the near-duplicate threshold."""
    errors: list[float] = []
    right = wrong = lost = near = clear_wrong = 0
    for seed in range(40):
        text = long_text(seed)
        mine, sketch = shingles_of(text), sketch_of(text)
        for rate in _RATES:
            copy = edited(text, share=rate, chance=random.Random(f"{seed} {rate}"))
            theirs = shingles_of(copy)
            true = len(mine & theirs) / len(mine | theirs)
            estimate = estimated_jaccard(sketch.minhash, sketch_of(copy).minhash)
            errors.append(abs(estimate - true))
            is_near, said = true >= NEAR_DUPLICATE, estimate >= NEAR_DUPLICATE
            near += is_near
            right += is_near and said
            wrong += said and not is_near
            lost += is_near and not said
            clear_wrong += said != is_near and abs(true - NEAR_DUPLICATE) > 0.1
    precision, recall = right / (right + wrong), right / near
    mean = statistics.fmean(errors)
    print(
        f"uniqueness: {len(errors)} pairs of edited copies, mean error of the estimate {mean:.4f}, "
    )
    print(f"  95 % of errors below {statistics.quantiles(errors, n=20)[-1]:.4f} (goal mean 0.04)")
    print(
        f"  at {NEAR_DUPLICATE}: precision {precision:.3f}, recall {recall:.3f}, {near} near pairs,"
    )
    print(f"  wrong decisions more than 0.1 from the threshold: {clear_wrong} (goal 0)")
    sketches = [sketch_of(long_text(1000 + seed)) for seed in range(60)]
    alarms = sum(
        estimated_jaccard(one.minhash, other.minhash) >= SHARED
        for at, one in enumerate(sketches)
        for other in sketches[:at]
    )
    print(f"  {60 * 59 // 2} unrelated pairs at {SHARED}: {alarms} alarms (goal 0)")
    return mean > 0.04 or clear_wrong > 0 or alarms > 0


def speed() -> bool:
    """CPU time of both evaluators for one resume of two pages against 500 others."""
    resume = _read(clean(2).text() + "\n" + "\n".join(long_text(5, lines=45).split(". ")))
    text = f"{resume.source.text}\n{long_text(3)}"
    others = {
        CandidateId(str(number)): sketch_of(
            long_text(number, lines=30), parts=(long_text(number, lines=3),) * 8
        )
        for number in range(50)
    }
    crowd = {CandidateId(f"{key}-{n}"): one for key, one in others.items() for n in range(10)}
    took: list[float] = []
    parts: list[tuple[float, float, float]] = []
    for _ in range(15):
        begun = time.process_time()
        observe(resume, as_of=AS_OF)
        observed = time.process_time()
        sketch = sketch_of(text, parts=blocks_of(resume))
        sketched = time.process_time()
        compare(sketch, crowd, name_of=str)
        ended = time.process_time()
        took.append(ended - begun)
        parts.append((observed - begun, sketched - observed, ended - sketched))
    middle = statistics.median(took) * 1000
    names = ("observe", "sketch", "compare with 500")
    shares = ", ".join(
        f"{name} {statistics.median(column) * 1000:.1f}"
        for name, column in zip(names, zip(*parts, strict=True), strict=True)
    )
    print(f"speed: {len(text.split())} words, CPU p50 {middle:.1f} ms (goal 100): {shares}")
    return middle > 100


def _read(text: str) -> Resume:
    return parse(text.encode(), suffix=".txt")


def _rules(resume: Resume) -> list[str]:
    return [one.rule for one in observe(resume, as_of=AS_OF).observations]


if __name__ == "__main__":
    raise SystemExit(main())
