"""A conversation with the applications agent and the job search, over one set of twins."""

from __future__ import annotations

from datetime import timedelta

from domain.agents import AgentId
from domain.applications.model import Application
from graph.agents.applications import ApplicationsAgent
from tests.twins.stores_documents import InMemoryCareerDocuments
from tests.twins.talk import Stores, Talk, posting

NURSE = posting(1, "Nurse", company="Charité")
ENGINEER = posting(2, "Data Engineer", company="Acme")


class Desk:
    """A talk whose words go to the applications agent; buttons go where they belong."""

    def __init__(self, *, locale: str | None = None) -> None:
        self.stores = Stores()
        self.documents = InMemoryCareerDocuments(stores=self.stores.pushes.stores)
        agent = ApplicationsAgent(
            profiles=self.stores.profiles,
            postings=self.stores.postings,
            lookup=self.stores.lookup,
            private=self.stores.own_postings,
            applications=self.stores.applications,
            answers=self.stores.answers,
            documents=self.documents,
            reminders=self.stores.pushes.reminders,
            users=self.stores.users,
            blobs=self.stores.blobs,
            clock=self.stores.clock,
            follow_up=timedelta(days=7),
        )
        self.stores.agents = {**self.stores.agents, AgentId.APPLICATIONS: agent}
        answer = self.stores.answering(AgentId.APPLICATIONS)
        self.talk = Talk(self.stores, answer, locale=locale)

    async def load(self) -> None:
        """Two postings that everybody sees."""
        await self.stores.load(NURSE, ENGINEER)

    @property
    def board(self) -> list[Application]:
        """What is kept, in the order it was made."""
        return sorted(self.stores.applications.rows.values(), key=lambda one: one.created_at)

    @property
    def states(self) -> dict[str, str]:
        """Company to state."""
        return {one.company: one.state.value for one in self.board}
