"""A ranking of the most asked skills out of several witnesses, none of which sees every trade.

A skill's place is the sum over the witnesses of ``1 / (60 + rank)`` (reciprocal rank fusion,
Cormack, Clarke and Buettcher 2009): ranks, not counts, so that a witness with large numbers does
not drown the others. The witnesses:

* postings: postings (bundled samples and recorded board answers) that name the skill;
* technology: O*NET occupations for which the tool is "in demand" (weight 3) or "hot" (1);
* titles: O*NET occupations one of whose titles names the skill, which is where business, health
  and craft skills are seen; whole occupations count once;
* work: O*NET occupations whose description names the skill.

The postings count twice: they are what people really apply to. O*NET counts occupations, not
people, so a rare occupation weighs as much as a common one; that is the bias to keep in mind.
"""

from __future__ import annotations

import csv
import html
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from domain.skills import canonical, find_skills, taxonomy

_K = 60  # the constant of the published formula
_WEIGHTS = {"postings": 2.0, "technology": 1.0, "titles": 1.0, "work": 1.0}
_IN_DEMAND, _HOT = 3, 1
_TAG = re.compile(r"<[^>]+>")
_TEXT_KEYS = ("description", "descriptionPlain", "descriptionHtml", "content", "additionalPlain")
_TITLE_KEYS = ("title", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedSkill:
    """A skill and its place."""

    skill: str
    group: str
    score: float
    counts: Mapping[str, int]
    """What each witness counted."""


def rank_skills(*, samples: Path, shared: Path | None) -> list[AskedSkill]:
    """Every skill that any witness knows, most asked first.

    Args:
        samples: the bundled postings, JSON Lines.
        shared: the folder of shared data (jobs, taxonomy); None: the samples alone.
    """
    texts = [*_sample_texts(samples)]
    witnesses: dict[str, Counter[str]] = {}
    if shared is not None:
        texts += _board_texts(shared / "jobs")
        onet = shared / "taxonomy" / "onet-29.2"
        witnesses["technology"] = _technology(onet / "technology_skills.csv")
        witnesses["titles"] = _titles(onet / "alternate_titles.csv")
        witnesses["work"] = _work(onet / "occupation_data.csv")
    witnesses["postings"] = _named_in(texts)
    return _fused(witnesses)


def _fused(witnesses: Mapping[str, Counter[str]]) -> list[AskedSkill]:
    scores: dict[str, float] = {}
    for witness, counts in witnesses.items():
        for skill, count in counts.items():
            # Equal counts share their middle rank: their order among themselves says nothing.
            above = sum(1 for other in counts.values() if other > count)
            equal = sum(1 for other in counts.values() if other == count)
            rank = above + (equal + 1) / 2
            scores[skill] = scores.get(skill, 0.0) + _WEIGHTS[witness] / (_K + rank)
    entries = taxonomy()
    return [
        AskedSkill(
            skill=skill,
            group=entries[skill].group,
            score=score,
            counts={name: counts[skill] for name, counts in witnesses.items()},
        )
        for skill, score in sorted(scores.items(), key=lambda one: (-one[1], one[0]))
    ]


def _named_in(texts: Iterable[tuple[str, str]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for title, words in texts:
        named = {mention.canonical for mention in find_skills(title, is_title=True)}
        named |= {mention.canonical for mention in find_skills(words)}
        counts.update(named)
    return counts


def _sample_texts(samples: Path) -> Iterator[tuple[str, str]]:
    for line in samples.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        yield entry["title"], entry.get("description", "")


def _board_texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Recorded answers of boards; a title repeated over a board counts once."""
    for path in sorted((folder / "boardwatch").glob("*/*.json")):
        try:
            answer = json.loads(path.read_text(encoding="utf-8"))
        except json.JSONDecodeError:
            continue  # the recorded answer of a dead board is not JSON
        jobs = answer if isinstance(answer, list) else answer.get("jobs", [])
        yield from _distinct(jobs)


def _distinct(jobs: Iterable[object]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for job in jobs:
        if isinstance(job, dict):
            title = next((str(job[key]) for key in _TITLE_KEYS if job.get(key)), "")
            words = "\n".join(str(job[key]) for key in _TEXT_KEYS if job.get(key))
            if title not in seen:
                seen.add(title)
                yield title, _TAG.sub(" ", html.unescape(words))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _technology(path: Path) -> Counter[str]:
    weights: dict[tuple[str, str], int] = {}
    for row in _rows(path):
        if row["Hot Technology"] != "Y":
            continue
        weight = _IN_DEMAND if row["In Demand"] == "Y" else _HOT
        for skill in _skills_of(row["Example"]):
            key = (row["O*NET-SOC Code"], skill)
            weights[key] = max(weights.get(key, 0), weight)
    counts: Counter[str] = Counter()
    for (_, skill), weight in weights.items():
        counts[skill] += weight
    return counts


@cache
def _skills_of(tool: str) -> frozenset[str]:
    """O*NET writes some names twice over ("Structured query language SQL")."""
    if skill := canonical(tool):
        return frozenset({skill})
    return frozenset(mention.canonical for mention in find_skills(tool))


def _titles(path: Path) -> Counter[str]:
    named: set[tuple[str, str]] = set()
    for row in _rows(path):
        for mention in find_skills(row["Alternate Title"], is_title=True):
            named.add((row["O*NET-SOC Code"], mention.canonical))
    return Counter(skill for _, skill in named)


def _work(path: Path) -> Counter[str]:
    counts: Counter[str] = Counter()
    for row in _rows(path):
        counts.update({mention.canonical for mention in find_skills(row["Description"])})
    return counts
