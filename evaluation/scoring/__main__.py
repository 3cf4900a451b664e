"""``python -m evaluation.scoring``: repeat span, identity swaps and weight ranges of the score.

Resumes are this repository's own sample texts and, where the folder is there, shared ones. Each is
read, blinded and scored by five rubrics that were proposed from invented descriptions. Goals: a
repeat span of 0 over 100 runs of the whole pipeline behind the reader, and 0 points for a swapped
name, pronoun, address and school.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from domain.ids import CandidateId
from domain.job_wording.requirements import requirements_of
from domain.redaction.blinding import blind
from domain.redaction.signals import signals_of
from domain.resume.model import Resume
from domain.roles.model import Rubric
from domain.roles.proposing import propose_rubric
from domain.screening.facts import facts_of
from domain.screening.quoting import check_quotes
from domain.screening.score import Score
from domain.screening.scoring import score
from domain.screening.stability import span_of, stamp
from domain.screening.what_if import order_of, sensitivity
from evaluation.scoring.descriptions import DESCRIPTIONS
from integrations.documents.parsing import parse

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
OWN = ROOT / "tests" / "unit" / "resume_texts"
SHARED = ROOT.parent / "shared" / "data" / "resumes" / "with_truth"
AS_OF = date(2026, 11, 2)
REPEATS = 100

_BASE = """{name}
Backend Engineer
{mail} | {phone} | {town}

Summary
{pronoun} likes small services and clear data.

Experience
Senior Backend Engineer, Acme GmbH, Berlin
March 2021 - Present
- Built the payments API in Python and PostgreSQL, 40% fewer failed payments
- Led the move of 12 services to Kubernetes
Software Developer, Globex, Hamburg
January 2017 - February 2021
- Wrote Java services for logistics and dashboards in SQL
- Introduced automated tests; mentored two colleagues

Education
B.Sc. Computer Science, {school}
2013 - 2016

Skills
Python, PostgreSQL, Java, Kubernetes, Docker, AWS

Languages
English (fluent), German (B2)
"""
_WHO: Mapping[str, Sequence[str]] = {
    "name": (
        "Ana Example", "JOHN SMITH", "Aisha Okafor", "Nguyễn Văn An", "Jürgen Groß", "Mei Chen",
        "Fatima Al-Sayed", "Olga Petrova", "José García", "Robin Python", "Li Wei", "Mary O'Neill",
    ),
    "town": ("Berlin, Germany", "Lagos, Nigeria", "10115 Berlin", "Springfield, IL 62704"),
    "school": (
        "University of Hamburg", "Harvard University", "Community College of Denver",
        "Indian Institute of Technology Bombay",
    ),
    "pronoun": ("She", "He", "They", "An engineer who"),
    "phone": ("+49 170 5550100", "+234 802 555 0100", "(555) 010-0199"),
    "mail": ("ana@example.org", "j.smith61@example.com", "aisha.okafor@example.ng"),
}  # fmt: skip


def main() -> int:
    """Print the figures; 1 when a span is not 0 or a cited line does not stand in the text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=SHARED, help="folder of shared resumes")
    parser.add_argument("--limit", type=int, default=40, help="shared resumes at most")
    options = parser.parse_args()
    rubrics = {
        name: propose_rubric(text, requirements_of(text)).rubric
        for name, text in DESCRIPTIONS.items()
    }
    resumes = _resumes(options.data, limit=options.limit)
    print(f"{len(resumes)} resumes, {len(rubrics)} rubrics: ", end="")
    print(", ".join(f"{name} {len(one.criteria)} criteria" for name, one in rubrics.items()))
    bad = _repeats(resumes, rubrics)
    bad += _swaps(rubrics)
    _weights(resumes, rubrics)
    return 1 if bad else 0


def _resumes(shared: Path, *, limit: int) -> list[Resume]:
    files = sorted(path for path in OWN.iterdir() if path.suffix in {".txt", ".md", ".html"})
    if shared.is_dir():
        files += sorted(shared.rglob("*.pdf"))[:limit]
    found = [parse(path.read_bytes(), suffix=path.suffix.lstrip(".")) for path in files]
    return [*found, _read(_person({}))]


def _person(changes: Mapping[str, str]) -> str:
    return _BASE.format(**{**{key: values[0] for key, values in _WHO.items()}, **changes})


def _read(text: str) -> Resume:
    return parse(text.encode(), suffix="txt")


def _score(resume: Resume, rubric: Rubric) -> Score:
    signals = signals_of(resume, file_name="resume.pdf")
    seen = blind(resume, signals=signals, as_of=AS_OF)
    return score(rubric, facts_of(seen, rubric))


def _repeats(resumes: Sequence[Resume], rubrics: Mapping[str, Rubric]) -> int:
    spans, bands, without, unquoted, cited = [], Counter[str](), 0, 0, 0
    began = time.perf_counter()
    for resume in resumes:
        seen = blind(resume, signals=signals_of(resume, file_name="resume.pdf"), as_of=AS_OF)
        for rubric in rubrics.values():
            made = stamp(
                lambda seen=seen, rubric=rubric: score(rubric, facts_of(seen, rubric)),  # type: ignore[misc]
                repeats=REPEATS,
            )
            spans.append(made.repeat_span)
            result = score(rubric, facts_of(seen, rubric))
            bands[result.band.value] += 1
            without += result.total is None
            lines = [line for one in result.gates for line in one.quotes]
            lines += [line for one in result.criteria for line in one.quotes]
            quotes = [seen.quoted(line) for line in lines]
            words = [quote for quote in quotes if re.sub(r"\[[a-z -]+\]|\W", "", quote)]
            cited += len(words)
            unquoted += len(check_quotes(words, resume.source.text))
    elapsed = time.perf_counter() - began
    each = 1000 * elapsed / (len(spans) * REPEATS)
    print(
        f"repeat span over {REPEATS} runs: {max(spans):g} points in {len(spans)} pairs of resume "
        f"and rubric ({each:.2f} ms per run)"
    )
    print(
        f"bands {dict(bands)}, {without} without a total; {cited} lines cited, {unquoted} not found"
    )
    whole = [_score(resumes[-1], next(iter(rubrics.values()))).total for _ in range(REPEATS)]
    print(f"repeat span of the whole pipeline, signals and blinding included: {span_of(whole):g}")
    return int(max(spans) > 0 or span_of(whole) > 0 or unquoted > 0)


def _swaps(rubrics: Mapping[str, Rubric]) -> int:
    bad = 0
    for name, rubric in rubrics.items():
        base = _score(_read(_person({})), rubric)
        parts = []
        for key, values in _WHO.items():
            swapped = [_score(_read(_person({key: value})), rubric) for value in values[1:]]
            span = max(
                span_of([getattr(base, figure), getattr(one, figure)])
                for one in swapped
                for figure in ("total", "shown", "possible")
            )
            flips = sum(one.band is not base.band for one in swapped)
            bad += span > 0 or flips > 0
            parts.append(f"{key} ±{span:g} ({len(swapped)})")
        total = "no total" if base.total is None else f"{base.total:g}"
        print(f"swaps, {name}: {total}, shown {base.shown:g}; {', '.join(parts)}")
    return bad


def _weights(resumes: Sequence[Resume], rubrics: Mapping[str, Rubric]) -> None:
    for name, rubric in rubrics.items():
        scores = {
            CandidateId(str(number)): _score(resume, rubric)
            for number, resume in enumerate(resumes)
        }
        ties = [len(group) for group in order_of(scores)]
        found = [sensitivity(scores, one.id) for one in rubric.criteria]
        wide = sum(one is not None and (one.low <= 1 and one.high >= 5) for one in found)
        print(
            f"weights, {name}: {wide} of {len(found)} criteria may have any weight from 1 to 5 and "
            f"the first three places stay; largest tie {max(ties)} of {len(scores)}"
        )


if __name__ == "__main__":
    raise SystemExit(main())
