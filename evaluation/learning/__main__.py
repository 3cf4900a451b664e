"""``python -m evaluation.learning``: the most asked skills, and which of them the catalogue covers.

Without the folder of shared data only the bundled postings are ranked, and no goal is checked: they
name too few skills.

The ranking uses information from the O*NET 29.2 Database by the U.S. Department of Labor,
Employment and Training Administration (USDOL/ETA), used under the CC BY 4.0 license. O*NET is a
trademark of USDOL/ETA. CareerGini has modified this information; USDOL/ETA has not approved,
endorsed, or tested these modifications.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from domain.learning.model import Cost, Level, Resource
from evaluation.learning.demand import AskedSkill, rank_skills
from integrations.learning.bundled import bundled_resources

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent.parent / "bot" / "samples" / "postings.jsonl"
SHARED = HERE.parent.parent.parent / "shared" / "data"
GOAL = 150
"""Most asked skills that need at least one free resource."""
_DEPTHS = (50, 100, 150, 200, 250, 300)
_FREE = frozenset({Cost.FREE, Cost.FREE_TO_READ})


def main() -> int:
    """Print the ranking and the coverage; 1 when one of the first ``GOAL`` is not covered."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=SHARED, help="folder of shared data")
    parser.add_argument("--list", type=int, default=0, help="print that many places")
    options = parser.parse_args()
    shared = options.data if (options.data / "taxonomy").is_dir() else None
    ranking = rank_skills(samples=SAMPLES, shared=shared)
    resources = bundled_resources()
    _describe(resources)
    by_skill = _free_by_skill(resources)
    for place, asked in enumerate(ranking[: options.list], start=1):
        found = len(by_skill.get(asked.skill, ()))
        print(f"{place:4} {asked.skill:32} {asked.group:28} {found:3} free  {dict(asked.counts)}")
    for depth in (depth for depth in _DEPTHS if depth <= len(ranking)):
        _report(ranking[:depth], by_skill)
    missing = [one.skill for one in ranking[:GOAL] if one.skill not in by_skill]
    if shared is None:
        print("No folder of shared data: the goal is not checked.")
        return 0
    print(f"goal: {GOAL - len(missing)} of the {GOAL} most asked skills are covered", end="")
    print(f"; missing: {', '.join(missing)}" if missing else "")
    return 1 if missing else 0


def _free_by_skill(resources: tuple[Resource, ...]) -> dict[str, list[Resource]]:
    found: dict[str, list[Resource]] = {}
    for one in resources:
        if one.cost in _FREE:
            for skill in one.skills:
                found.setdefault(skill, []).append(one)
    return found


def _describe(resources: tuple[Resource, ...]) -> None:
    languages = Counter(one.language for one in resources)
    costs = Counter(one.cost.value for one in resources)
    skills = {skill for one in resources for skill in one.skills}
    first = {one.skills[0] for one in resources}
    print(
        f"{len(resources)} resources about {len(first)} skills (touching {len(skills)}); "
        f"languages {dict(languages.most_common())}; cost {dict(costs)}; "
        f"{sum(one.needs_account for one in resources)} need an account; "
        f"{sum(one.hours is not None for one in resources)} state hours; "
        f"{sum(one.licence is not None for one in resources)} have a licence on record"
    )


def _report(asked: list[AskedSkill], by_skill: dict[str, list[Resource]]) -> None:
    covered = [one for one in asked if one.skill in by_skill]
    about = [one for one in covered if any(r.skills[0] == one.skill for r in by_skill[one.skill])]
    twice = [one for one in covered if len(by_skill[one.skill]) > 1]
    both = [
        one
        for one in covered
        if any(r.level is Level.BEGINNER for r in by_skill[one.skill])
        and any(r.level in {Level.INTERMEDIATE, Level.ADVANCED} for r in by_skill[one.skill])
    ]
    print(
        f"first {len(asked)}: {len(covered)} covered, {len(about)} by a resource about the skill "
        f"itself, {len(twice)} by two or more, {len(both)} by a beginner's and a deeper one"
    )
    missing = [one.skill for one in asked if one not in covered]
    if missing:
        print(f"   not covered: {', '.join(missing)}")


if __name__ == "__main__":
    raise SystemExit(main())
