"""Which skills a plan should teach: the port that plans ask, and one over the job search."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from domain.goals import Goal
from domain.learning.model import SkillGap
from domain.matching.reading import read_posting
from domain.matching.seeker import read_seeker
from domain.ports import Clock
from domain.posting import Posting
from domain.preferences.effective import corrected
from domain.profiles import Profile
from graph.job_planning_gaps import skill_gaps
from graph.push_search import PushSearch, SearchesForMany


class FindsGaps(Protocol):
    """Missing skills of a person."""

    async def gaps_for(
        self, profile: Profile, *, goal: Goal | None = None, postings: Sequence[Posting] = ()
    ) -> Sequence[SkillGap]:
        """Skills that are asked for and not shown, most useful first; empty when nothing is known.

        Args:
            profile: as stored.
            goal: with a title; None and no postings: what the profile itself looks for.
            postings: these alone, instead of a goal.
        """


class SearchedGaps(FindsGaps):
    """The gaps that the job search counts over the open postings nearest to a person."""

    def __init__(self, *, search: SearchesForMany, clock: Clock) -> None:
        self._search = search
        self._clock = clock

    async def gaps_for(
        self, profile: Profile, *, goal: Goal | None = None, postings: Sequence[Posting] = ()
    ) -> Sequence[SkillGap]:
        """As the port says."""
        profile = corrected(profile)
        if postings:
            seeker = await asyncio.to_thread(
                read_seeker,
                profile.resume,
                preferences=profile.preferences,
                corrections=profile.corrections,
                today=self._clock.now().date(),
            )
            return skill_gaps(seeker, [read_posting(one) for one in postings])
        if goal is not None and goal.title:
            wishes = replace(profile.preferences, titles=(goal.title,))
            profile = replace(profile, preferences=wishes)
        search = PushSearch(profile=profile, since=None, skip=frozenset(), limit=1)
        findings = await self._search.find_many([search])
        return findings[0].gaps if findings else ()
