"""A conversation about plans and self-checks, with twins behind the learning agent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.agents import AgentId
from domain.goals import Goal
from domain.ids import UserId
from domain.learning.model import Resource, SkillGap
from domain.learning.plan import LearningPlan
from domain.posting import Posting
from domain.profiles import Profile
from graph.agents.learning import LearningAgent
from graph.learning.gaps import FindsGaps
from graph.learning.library import Library
from graph.posting_lookup import PostingLookup
from tests.twins.push_search import OneByOne
from tests.twins.stores_own_postings import InMemoryPrivatePostings
from tests.twins.stores_plans import InMemoryLearningPlans
from tests.twins.talk import RESUME, Stores, Talk


@dataclass(kw_only=True)
class GivenGaps(FindsGaps):
    """Finds the gaps it was given, and keeps what it was asked."""

    gaps: tuple[SkillGap, ...] = ()
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    async def gaps_for(
        self, profile: Profile, *, goal: Goal | None = None, postings: Sequence[Posting] = ()
    ) -> Sequence[SkillGap]:
        del profile
        self.asked.append((goal.title if goal else "", tuple(one.id for one in postings)))
        return self.gaps


class Planning:
    """One person, the learning agent, and what it keeps."""

    def __init__(self, *shelf: Resource, gaps: tuple[SkillGap, ...] = ()) -> None:
        self.stores = Stores()
        self.gaps = GivenGaps(gaps=gaps)
        self.plans = InMemoryLearningPlans(stores=self.stores.pushes.stores)
        self.private = InMemoryPrivatePostings(users=self.stores.users)
        self.library = Library(bundled=shelf, stored=self.stores.pushes.resources)
        self.agent = LearningAgent(
            profiles=self.stores.profiles,
            postings=self.stores.postings,
            search=OneByOne(postings=self.stores.postings, jobs=self.stores.finder),
            library=self.library,
            resources=self.stores.pushes.resources,
            users=self.stores.users,
            counts=self.stores.pushes.counts,
            clock=self.stores.clock,
            plans=self.plans,
            lookup=PostingLookup(postings=self.stores.postings, private=self.private),
            gaps=self.gaps,
        )
        self.stores.agents = {**self.stores.agents, AgentId.LEARNING: self.agent}
        self.talk = Talk(self.stores, self.stores.answering(AgentId.LEARNING))

    async def send_resume(self) -> None:
        learning, self.talk._answer = self.talk._answer, self.stores.answering(AgentId.PROFILE)
        await self.talk.say(files=[("cv.txt", RESUME.encode())])
        self.talk._answer = learning

    @property
    def user(self) -> UserId:
        assert self.talk.last_turn is not None
        return self.talk.last_turn.user

    async def plan(self) -> LearningPlan:
        plan = await self.plans.get(self.user)
        assert plan is not None
        return plan

    async def profile(self) -> Profile:
        return await self.stores.profiles.get(self.user)
