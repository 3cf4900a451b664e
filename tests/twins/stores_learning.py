"""In-memory resources and the state of their links."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.errors import Defect
from domain.ids import ResourceId, UserId
from domain.learning.model import LearningStance, LinkState, Resource
from domain.push_ports import ResourceStore
from tests.twins.stores_files import InMemoryStores


class InMemoryResources(ResourceStore):
    """Resources, checks and marks in dictionaries."""

    def __init__(self, *, stores: InMemoryStores | None = None) -> None:
        self.stores = stores or InMemoryStores()
        self.rows: dict[ResourceId, tuple[Resource, datetime]] = {}
        self.links: dict[str, tuple[LinkState, datetime, date | None]] = {}
        self.marks: dict[UserId, dict[ResourceId, frozenset[LearningStance]]] = {}
        self.stores.personal_data.shelves.append(self)

    async def put(self, resources: Sequence[Resource], *, at: datetime) -> None:
        for resource in resources:
            bare = replace(resource, link=LinkState.UNCHECKED, checked_at=None)
            self.rows[resource.id] = (bare, at)

    def _with_link(self, resource: Resource) -> Resource:
        known = self.links.get(resource.url)
        return resource if known is None else replace(resource, link=known[0], checked_at=known[1])

    async def get(self, resource: ResourceId) -> Resource | None:
        known = self.rows.get(resource)
        return None if known is None else self._with_link(known[0])

    async def about(self, skills: Collection[str]) -> Sequence[Resource]:
        wanted = set(skills)
        return [
            self._with_link(resource)
            for _, (resource, _) in sorted(self.rows.items())
            if wanted.intersection(resource.skills)
        ]

    async def urls_to_check(self, *, before: datetime, limit: int) -> Sequence[str]:
        due: set[tuple[bool, datetime, str]] = set()
        for resource, _ in self.rows.values():
            known = self.links.get(resource.url)
            if known is None:
                due.add((False, before, resource.url))
            elif known[1] < before:
                due.add((True, known[1], resource.url))
        return [url for _, _, url in sorted(due)][:limit]

    async def note_link(self, url: str, *, alive: bool | None, at: datetime) -> LinkState:
        state, _, failed_on = self.links.get(url, (LinkState.UNCHECKED, at, None))
        if alive:
            state, failed_on = LinkState.ALIVE, None
        elif state is not LinkState.DEAD:
            state = LinkState.DOUBTFUL
            if alive is False:
                if failed_on is not None and failed_on != at.date():
                    state = LinkState.DEAD
                failed_on = failed_on or at.date()
        self.links[url] = (state, at, failed_on)
        return state

    async def link_states(self, urls: Collection[str]) -> Mapping[str, tuple[LinkState, datetime]]:
        return {url: self.links[url][:2] for url in urls if url in self.links}

    async def note(
        self, user: UserId, resource: ResourceId, stance: LearningStance, *, on: bool
    ) -> None:
        if on and user not in self.stores.users.people:
            raise Defect(f"no user {user!r} to note a resource of")
        mine = self.marks.setdefault(user, {})
        marks = mine.pop(resource, frozenset())
        marks = marks | {stance} if on else marks - {stance}
        if marks:
            mine[resource] = marks

    async def stances(self, user: UserId) -> Mapping[ResourceId, frozenset[LearningStance]]:
        return dict(self.marks.get(user, {}))

    async def retire(self, *, older_than: timedelta) -> int:
        limit = self.stores.clock.now() - older_than
        old = [key for key, (_, at) in self.rows.items() if at < limit]
        for key in old:
            del self.rows[key]
        used = {resource.url for resource, _ in self.rows.values()}
        self.links = {
            url: known for url, known in self.links.items() if url in used or known[1] >= limit
        }
        return len(old)

    def count_of(self, user: UserId) -> Mapping[str, int]:
        return {"marked resources": len(self.marks.get(user, {}))}

    def forget(self, user: UserId) -> None:
        self.marks.pop(user, None)

    def move(self, joins: UserId, stays: UserId) -> None:
        mine = self.marks.setdefault(stays, {})
        for resource, marks in self.marks.pop(joins, {}).items():
            mine[resource] = mine.get(resource, frozenset()) | marks
