"""Which resource a digest shows: one, for the gap that would open most, never a dead link."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from domain.learning.model import LearningStance, LinkState, SkillGap, Suggestion
from domain.matching.seeker import read_seeker
from domain.profiles import Profile
from domain.push_ports import LearningLibrary, ResourceStore

_ASKED: Final = 3
"""Suggestions asked for, so that one is left when a link turns out dead."""
_TELLING: Final = 5
"""Postings below which a count of what a skill would open says nothing."""
_ASKED_OFTEN: Final = 2
"""A skill that a single posting asks for is no lesson for today."""
_SETTLED: Final = frozenset({LearningStance.DONE, LearningStance.NOT_FOR_ME, LearningStance.SHOWN})


class LessonPicker:
    """Asks the library for one person."""

    def __init__(self, *, library: LearningLibrary, resources: ResourceStore) -> None:
        self._library = library
        self._resources = resources

    async def pick(
        self, profile: Profile, gaps: Sequence[SkillGap], *, language: str | None, today: date
    ) -> tuple[Suggestion, SkillGap | None] | None:
        """The suggestion and its gap; None when there is none that can be shown.

        Args:
            profile: with corrections in effect.
            gaps: most useful first.
            language: what the person reads (BCP 47); None reads English.
            today: for roles that go on until now.
        """
        gaps = [gap for gap in gaps if gap.of >= _TELLING and gap.asked >= _ASKED_OFTEN]
        if not gaps:
            return None
        past = await self._resources.stances(profile.user)
        seeker = read_seeker(
            profile.resume,
            preferences=profile.preferences,
            today=today,
            corrections=profile.corrections,
        )
        suggestions = await self._library.suggest(
            gaps,
            known=frozenset(seeker.skills),
            language=(language or "en").replace("_", "-").split("-")[0].lower(),
            past=past,
            limit=_ASKED,
        )
        for one in suggestions:
            before = past.get(one.resource.id, frozenset())
            if one.resource.link is not LinkState.DEAD and not before & _SETTLED:
                gap = next((gap for gap in gaps if gap.skill == one.skill), None)
                return one, gap
        return None
