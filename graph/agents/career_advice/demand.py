"""What open postings ask for under a title, in one sentence with its count and day."""

from __future__ import annotations

from typing import Protocol

from domain.errors import TemporaryFailure
from domain.gaps.model import GapReport, Need, State
from domain.goals import Goal
from domain.profiles import Profile
from graph.wording.counts import counted, joined
from graph.wording.dates import day_words

_NAMED = 4
_FEWEST = 5
"""Postings under which nothing is said of what is usual."""


class FindsGaps(Protocol):
    """A gap report for a role."""

    async def for_goal(self, profile: Profile, goal: Goal) -> GapReport: ...


class SaysDemand(Protocol):
    """One sentence about the demand for a title."""

    async def sentence(self, profile: Profile, title: str, *, locale: str | None) -> str:
        """Empty when nothing can be said."""


class LiveDemand(SaysDemand):
    """Counts in the postings that are open now."""

    def __init__(self, *, gaps: FindsGaps) -> None:
        self._gaps = gaps

    async def sentence(self, profile: Profile, title: str, *, locale: str | None) -> str:
        """Most asked musts, how many of them the profile shows, from how many postings, when."""
        try:
            report = await self._gaps.for_goal(profile, Goal(title=title))
        except TemporaryFailure:
            return ""
        day = day_words(report.as_of, locale=locale)
        if report.of < _FEWEST:
            found = counted(report.of, "open posting")
            return f"I have {found} like “{title}” ({day}): too few to say what is usual."
        musts = [line for line in report.skills if line.need is Need.MUST]
        asked = sorted(musts, key=lambda line: -line.asked_by)[:_NAMED]
        if not asked:
            return ""
        named = joined([f"{line.skill} ({line.asked_by})" for line in asked])
        held = sum(line.proof.state is State.HAVE for line in asked)
        shows = f" Your profile shows {held} of these {len(asked)}." if report.knows_person else ""
        return (
            f"{report.of} open postings like “{title}” ({day}) most often ask for {named}.{shows}"
        )
