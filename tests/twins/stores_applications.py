"""In-memory boards of applications and answer banks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.applications.model import Answer, Application, ApplicationEvent
from domain.errors import Defect, StorageBusy, UserMistake
from domain.ids import ApplicationId, PostingId, UserId
from domain.seeker_ports import AnswerStore, ApplicationStore
from tests.twins.stores_files import InMemoryStores

MOST_ANSWERS = 200


class InMemoryApplications(ApplicationStore):
    """Applications and their events in a dictionary and a list."""

    def __init__(self, *, stores: InMemoryStores) -> None:
        self.stores = stores
        self.rows: dict[ApplicationId, Application] = {}
        self.history: list[tuple[UserId, ApplicationEvent]] = []
        stores.personal_data.shelves.append(self)

    async def add(self, application: Application) -> Application:
        if application.user not in self.stores.users.people:
            raise Defect(f"no user {application.user!r} to keep an application for")
        if application.posting is not None:
            known = await self.by_posting(application.user, application.posting)
            if known is not None:
                return known
        known = self.rows.get(application.id)
        if known is not None:
            if known.user != application.user:
                raise Defect("an application id was given twice")
            return known
        self.rows[application.id] = added = replace(application, version=1)
        return added

    async def get(self, user: UserId, application: ApplicationId) -> Application | None:
        found = self.rows.get(application)
        return found if found is not None and found.user == user else None

    async def by_posting(self, user: UserId, posting: PostingId) -> Application | None:
        return next((one for one in await self.of(user) if one.posting == posting), None)

    async def of(self, user: UserId) -> Sequence[Application]:
        mine = sorted((one for one in self.rows.values() if one.user == user), key=lambda o: o.id)
        return sorted(mine, key=lambda one: one.changed_at, reverse=True)[:1_000]

    async def save(
        self, application: Application, *, events: Sequence[ApplicationEvent] = ()
    ) -> Application:
        known = await self.get(application.user, application.id)
        if known is None or known.version != application.version:
            raise StorageBusy("the application is not current", retry_after_s=0)
        self.rows[application.id] = saved = replace(application, version=application.version + 1)
        self.history += [(application.user, event) for event in events]
        return saved

    async def events(self, user: UserId) -> Sequence[ApplicationEvent]:
        mine = [event for owner, event in self.history if owner == user]
        return sorted(mine, key=lambda event: event.at)

    async def remove(self, user: UserId, application: ApplicationId) -> bool:
        if await self.get(user, application) is None:
            return False
        del self.rows[application]
        self.history = [line for line in self.history if line[1].application != application]
        return True

    def count_of(self, user: UserId) -> Mapping[str, int]:
        return {"applications": sum(one.user == user for one in self.rows.values())}

    def forget(self, user: UserId) -> None:
        self.rows = {key: one for key, one in self.rows.items() if one.user != user}
        self.history = [line for line in self.history if line[0] != user]

    def move(self, joins: UserId, stays: UserId) -> None:
        taken = {one.posting for one in self.rows.values() if one.user == stays and one.posting}
        for key, one in list(self.rows.items()):
            if one.user != joins:
                continue
            if one.posting in taken:
                del self.rows[key]
                self.history = [line for line in self.history if line[1].application != key]
            else:
                self.rows[key] = replace(one, user=stays)
        self.history = [
            (stays if owner == joins else owner, event) for owner, event in self.history
        ]


class InMemoryAnswers(AnswerStore):
    """Answers by person and key."""

    def __init__(self, *, stores: InMemoryStores) -> None:
        self.stores = stores
        self.rows: dict[tuple[UserId, str], Answer] = {}
        stores.personal_data.shelves.append(self)

    async def put(self, answer: Answer) -> None:
        if answer.user not in self.stores.users.people:
            raise Defect(f"no user {answer.user!r} to keep an answer for")
        others = [one for one in await self.of(answer.user) if one.key != answer.key]
        if len(others) >= MOST_ANSWERS:
            raise UserMistake(f"You keep {MOST_ANSWERS} answers, which is the most one can have.")
        self.rows[answer.user, answer.key] = answer

    async def of(self, user: UserId) -> Sequence[Answer]:
        mine = [one for (owner, _), one in self.rows.items() if owner == user]
        return sorted(mine, key=lambda one: one.key)

    async def remove(self, user: UserId, key: str) -> bool:
        return self.rows.pop((user, key), None) is not None

    def count_of(self, user: UserId) -> Mapping[str, int]:
        return {"prepared answers": sum(owner == user for owner, _ in self.rows)}

    def forget(self, user: UserId) -> None:
        self.rows = {key: one for key, one in self.rows.items() if key[0] != user}

    def move(self, joins: UserId, stays: UserId) -> None:
        for (owner, key), one in list(self.rows.items()):
            if owner == joins:
                del self.rows[owner, key]
                self.rows.setdefault((stays, key), replace(one, user=stays))


@dataclass(kw_only=True)
class InMemoryApplicationStores:
    """Both over one set of store twins."""

    stores: InMemoryStores = field(default_factory=InMemoryStores)

    def __post_init__(self) -> None:
        self.applications = InMemoryApplications(stores=self.stores)
        self.answers = InMemoryAnswers(stores=self.stores)
