"""Skills that would open most of the postings near a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from domain.gaps.asking import is_generic
from domain.learning.model import SkillGap
from domain.matching.reading import AskedSkill, PostingFacts
from domain.matching.scoring import credit, is_covered
from domain.matching.seeker import Seeker

MOST_GAPS = 5


def skill_gaps(seeker: Seeker, postings: Iterable[PostingFacts]) -> tuple[SkillGap, ...]:
    """The gaps of a person over some postings, most useful first.

    A posting is unlocked by a skill when that is the only must it misses, or when every other one
    is an alternative to it ("MySQL or PostgreSQL").

    Args:
        seeker: the person.
        postings: the eligible ones nearest to them.
    """
    asked: Counter[str] = Counter()
    unlocks: Counter[str] = Counter()
    looked_at = 0
    for facts in postings:
        looked_at += 1
        missing = missing_musts(seeker, facts)
        for skill in missing:
            asked[skill.name] += 1
            if all(other is skill or skill.name in other.alternatives for other in missing):
                unlocks[skill.name] += 1
    best = sorted(asked, key=lambda name: (-unlocks[name], -asked[name], name))
    return tuple(
        SkillGap(skill=name, unlocks=unlocks[name], asked=asked[name], of=looked_at)
        for name in best[:MOST_GAPS]
    )


def missing_musts(seeker: Seeker, facts: PostingFacts) -> list[AskedSkill]:
    """Skills that a posting requires, that the person does not show and no alternative covers."""
    return [
        skill
        for skill in facts.asked
        if skill.required
        and not is_generic(skill.name)
        and credit(seeker, skill.name)[0] < 1.0
        and not is_covered(seeker, skill)
    ]
