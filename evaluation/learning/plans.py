"""Whether every skill that matters has a plan with something to learn from.

``python -m evaluation.learning.plans``: the skills of the question banks and the most asked ones,
each planned for somebody who shows nothing. A step without a resource is honest, and counted.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from domain.ids import ResourceId
from domain.learning.model import Cost, LearningStance, Resource, SkillGap
from domain.learning.planning import learning_hours, needed_skills, select
from domain.learning.ranking import best_for
from domain.learning.self_checks import skills_with_questions
from evaluation.learning.demand import rank_skills
from integrations.learning.bundled import bundled_resources

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent.parent / "bot" / "samples" / "postings.jsonl"
SHARED = HERE.parent.parent.parent / "shared" / "data"
MOST_ASKED = 60
_FREE = frozenset({Cost.FREE, Cost.FREE_TO_READ})
_NOTHING: Mapping[ResourceId, frozenset[LearningStance]] = {}


@dataclass(kw_only=True)
class Account:
    """What the plans of some skills consist of."""

    skills: int = 0
    steps: int = 0
    own_free: int = 0
    """Skills whose own step has a free resource."""
    without: set[str] = field(default_factory=set)
    """Skills of steps for which no free resource is known."""
    longest: tuple[int, str] = (0, "")


def account_of(skills: Collection[str]) -> Account:
    """Plan each skill alone."""
    shelf = bundled_resources()
    account = Account(skills=len(skills))
    for skill in sorted(skills):
        gap = [SkillGap(skill=skill, unlocks=0, asked=0, of=0)]
        chosen: dict[str, Resource] = {}
        for one in needed_skills(gap, known=()):
            found = best_for(shelf, skill=one, known=(), language="en", past=_NOTHING)
            if found and found[0].resource.cost in _FREE:
                chosen[one] = found[0].resource
        hours = {
            one: learning_hours(chosen.get(one), skill=one)[0]
            for one in needed_skills(gap, known=())
        }
        path = select(gap, known=(), hours=hours).skills
        account.steps += len(path)
        account.own_free += skill in chosen
        account.without.update(one for one in path if one not in chosen)
        account.longest = max(account.longest, (len(path), skill))
    return account


def main() -> int:
    """Print the account; 1 when a skill has no plan at all."""
    shared = SHARED if (SHARED / "taxonomy").is_dir() else None
    ranking = rank_skills(samples=SAMPLES, shared=shared)
    asked = [one.skill for one in ranking[:MOST_ASKED]]
    account = account_of({*skills_with_questions(), *asked})
    print(
        f"{account.skills} skills ({len(skills_with_questions())} with questions, "
        f"{MOST_ASKED} most asked): {account.steps} steps; {account.own_free} with a free resource "
        f"of their own; longest {account.longest[0]} steps ({account.longest[1]})"
    )
    if account.without:
        print(f"no free resource known: {', '.join(sorted(account.without))}")
    tested = sum(skill in skills_with_questions() for skill in asked)
    print(f"{tested} of the {MOST_ASKED} most asked skills have questions")
    return 0 if account.steps >= account.skills else 1


if __name__ == "__main__":
    raise SystemExit(main())
