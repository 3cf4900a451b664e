"""Which question comes next: each is asked once per person, and never when it is answered."""

from __future__ import annotations

from domain.eligibility.permission import own_permission
from domain.ports import UserStore
from domain.profiles import Profile
from graph.agent import AgentRequest
from graph.agents.job_search.questions import (
    ASKED_IN_ORDER,
    Question,
    Topic,
    is_missing,
    question_about,
)
from graph.agents.job_search.replies import can_search


class Questioner:
    """Keeps track of what was asked, so that nobody is asked twice."""

    def __init__(self, *, users: UserStore) -> None:
        self._users = users

    async def next_question(
        self, request: AgentRequest, profile: Profile, *, beside: Topic | None = None
    ) -> Question | None:
        """The first question that is neither answered nor asked before, None when there is none.

        Args:
            request: the turn; the same turn gets the same question again.
            profile: what is known.
            beside: a topic that was skipped just now.
        """
        for topic in ASKED_IN_ORDER:
            if topic is beside or not is_missing(topic, profile.preferences):
                continue
            if topic is Topic.PERMIT and _needs_sponsor(profile):
                continue  # the resume has answered it
            essential = topic is Topic.TITLES and not can_search(profile)
            first_time = await self._users.once(
                request.turn.user, _asked_key(topic), turn=request.turn.id
            )
            if essential or first_time:
                return question_about(topic, profile, locale=request.turn.message.locale)
        return None

    async def ask_no_more(self, request: AgentRequest, *topics: Topic) -> None:
        """The person wants to see jobs: these topics (all when none is named) count as asked."""
        for topic in topics or ASKED_IN_ORDER:
            await self._users.once(request.turn.user, _asked_key(topic), turn=request.turn.id)


def _needs_sponsor(profile: Profile) -> bool:
    """True when the resume says that a visa sponsor is needed."""
    if profile.resume is None:
        return False
    own = own_permission(profile.resume.source.text.splitlines())
    return own is not None and own.needs_sponsorship


def _asked_key(topic: Topic) -> str:
    return f"jobs-asked:{topic.value}"
