"""In-memory searches, follow-ups, counts, vectors and sources, over the other store twins."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.digest.model import Reminder, SavedSearch
from domain.errors import Defect, UserMistake
from domain.ids import PostingId, UserId
from domain.ports import Clock
from domain.posting import Stance
from domain.push_ports import (
    CachedResponse,
    PushCountStore,
    ReminderStore,
    ResponseCache,
    SavedSearchStore,
    SeekerVector,
    SeekerVectorStore,
    SourceArea,
    SourceHealth,
    SourceHealthStore,
)
from domain.pushes import PushCount, PushEvent, PushKind
from domain.turns import Outbound
from tests.twins.stores import FrozenClock
from tests.twins.stores_files import InMemoryStores

MOST_SEARCHES = 20


class InMemorySavedSearches(SavedSearchStore):
    """Searches in a dictionary."""

    def __init__(self, *, stores: InMemoryStores) -> None:
        self.stores = stores
        self.rows: dict[tuple[UserId, str], SavedSearch] = {}
        stores.personal_data.shelves.append(self)

    async def save(self, search: SavedSearch) -> bool:
        mine = await self.of(search.user)
        if any(one.id == search.id for one in mine):
            return False
        if len(mine) >= MOST_SEARCHES:
            raise UserMistake(f"You have {MOST_SEARCHES} saved searches, which is the most.")
        if search.user not in self.stores.users.people:
            raise Defect(f"no user {search.user!r} to save a search of")
        told = [one.told_at for one in mine if one.told_at is not None]
        self.rows[search.user, search.id] = replace(
            search, told_at=max(told) if told else search.told_at
        )
        return True

    async def of(self, user: UserId) -> Sequence[SavedSearch]:
        mine = [search for search in self.rows.values() if search.user == user]
        return sorted(mine, key=lambda search: (search.created_at, search.id))

    async def remove(self, user: UserId, search: str) -> bool:
        return self.rows.pop((user, search), None) is not None

    async def behind(
        self, *, revision: int, after: UserId | None, limit: int
    ) -> Sequence[SavedSearch]:
        late = [search for search in self.rows.values() if search.cursor < revision]
        people = sorted({search.user for search in late if search.user > (after or "")})[:limit]
        return sorted(
            (search for search in late if search.user in people),
            key=lambda search: (search.user, search.created_at, search.id),
        )

    async def looked(
        self,
        user: UserId,
        *,
        searches: Collection[str],
        revision: int,
        outbound: Sequence[Outbound] = (),
        shown: Sequence[PostingId] = (),
        now: datetime,
    ) -> bool:
        if user not in await self.stores.users.get_many([user]):
            return False
        seen = await self.stores.postings.stances(user)
        if outbound and any(posting in seen for posting in shown):
            return False
        if outbound and not await self.stores.outbound.add(outbound[0]):
            return False
        for message in outbound[1:]:
            await self.stores.outbound.add(message)
        for key, search in list(self.rows.items()):
            if search.user != user:
                continue
            is_looked = search.id in searches and search.cursor < revision
            self.rows[key] = replace(
                search,
                cursor=revision if is_looked else search.cursor,
                told_at=now if outbound else search.told_at,
            )
        if outbound:
            for posting in shown:
                await self.stores.postings.note(user, posting, Stance.SHOWN, on=True)
        return True

    def count_of(self, user: UserId) -> Mapping[str, int]:
        return {"saved searches": sum(owner == user for owner, _ in self.rows)}

    def forget(self, user: UserId) -> None:
        self.rows = {key: search for key, search in self.rows.items() if key[0] != user}

    def move(self, joins: UserId, stays: UserId) -> None:
        for (owner, key), search in list(self.rows.items()):
            if owner == joins:
                self.rows.setdefault((stays, key), replace(search, user=stays))
        self.forget(joins)


class InMemoryReminders(ReminderStore):
    """Open follow-ups in a dictionary."""

    def __init__(self, *, stores: InMemoryStores) -> None:
        self.stores = stores
        self.rows: dict[tuple[UserId, PostingId], Reminder] = {}
        stores.personal_data.shelves.append(self)

    async def set(self, user: UserId, posting: PostingId, *, due_at: datetime) -> Reminder:
        if user not in self.stores.users.people:
            raise Defect(f"no user {user!r} to remind")
        known = self.rows.get((user, posting))
        reminder = Reminder(
            id=known.id if known else f"r_{secrets.token_hex(12)}",
            user=user,
            posting=posting,
            due_at=due_at,
        )
        self.rows[user, posting] = reminder
        return reminder

    async def close(self, user: UserId, posting: PostingId) -> bool:
        return self.rows.pop((user, posting), None) is not None

    async def due(self, user: UserId, *, now: datetime) -> Sequence[Reminder]:
        mine = [one for one in self.rows.values() if one.user == user and _is_untold(one, now)]
        return sorted(mine, key=lambda one: (one.due_at, one.posting))

    async def untold(self, *, now: datetime, limit: int) -> Sequence[Reminder]:
        due = [one for one in self.rows.values() if _is_untold(one, now)]
        return sorted(due, key=lambda one: (one.due_at, one.id))[:limit]

    async def told(
        self, reminders: Sequence[Reminder], *, outbound: Sequence[Outbound], now: datetime
    ) -> bool:
        users = [reminder.user for reminder in reminders]
        if not users or len(await self.stores.users.get_many(users)) != len(set(users)):
            return False
        still = [one for one in reminders if one in self.rows.values() and one.told_at is None]
        if not still or (outbound and not await self.stores.outbound.add(outbound[0])):
            return False
        for message in outbound[1:]:
            await self.stores.outbound.add(message)
        for one in still:
            self.rows[one.user, one.posting] = replace(one, told_at=now)
        return True

    def mark_told(self, user: UserId, ids: Collection[str], *, now: datetime) -> None:
        """What finishing a digest does to the follow-ups it mentions."""
        for key, one in list(self.rows.items()):
            if one.user == user and one.id in ids and _is_untold(one, now):
                self.rows[key] = replace(one, told_at=now)

    def count_of(self, user: UserId) -> Mapping[str, int]:
        return {"follow-ups": sum(owner == user for owner, _ in self.rows)}

    def forget(self, user: UserId) -> None:
        self.rows = {key: one for key, one in self.rows.items() if key[0] != user}

    def move(self, joins: UserId, stays: UserId) -> None:
        for (owner, posting), one in list(self.rows.items()):
            if owner == joins:
                self.rows.setdefault((stays, posting), replace(one, user=stays))
        self.forget(joins)


def _is_untold(reminder: Reminder, now: datetime) -> bool:
    return reminder.told_at is None and reminder.due_at <= now


class InMemoryPushCounts(PushCountStore):
    """Counts in a dictionary."""

    def __init__(self) -> None:
        self.rows: dict[tuple[date, PushKind, PushEvent], int] = {}

    async def count(self, kind: PushKind, event: PushEvent, *, on: date, times: int = 1) -> None:
        key = (on, kind, event)
        self.rows[key] = self.rows.get(key, 0) + times

    async def since(self, day: date) -> Sequence[PushCount]:
        return [
            PushCount(day=on, kind=kind, event=event, times=times)
            for (on, kind, event), times in sorted(self.rows.items())
            if on >= day
        ]


class InMemorySeekerVectors(SeekerVectorStore):
    """Vectors in a dictionary."""

    def __init__(self, *, stores: InMemoryStores | None = None) -> None:
        self.stores = stores
        self.rows: dict[UserId, SeekerVector] = {}
        if stores is not None:
            stores.personal_data.shelves.append(self)

    async def get_many(self, users: Sequence[UserId]) -> Mapping[UserId, SeekerVector]:
        return {user: self.rows[user] for user in users if user in self.rows}

    async def put_many(self, vectors: Mapping[UserId, SeekerVector]) -> None:
        here = set(vectors)
        if self.stores is not None:
            here = set(await self.stores.users.get_many(list(vectors)))
        self.rows.update({user: one for user, one in vectors.items() if user in here})

    def count_of(self, user: UserId) -> Mapping[str, int]:
        del user
        return {}  # a cache of what is counted elsewhere

    def forget(self, user: UserId) -> None:
        self.rows.pop(user, None)

    def move(self, joins: UserId, stays: UserId) -> None:
        del stays
        self.forget(joins)


class InMemorySourceHealth(SourceHealthStore):
    """Health of sources in a dictionary."""

    def __init__(self) -> None:
        self.rows: dict[tuple[SourceArea, str], SourceHealth] = {}

    async def note(
        self, name: str, area: SourceArea, *, at: datetime, found: int | None, problem: str = ""
    ) -> None:
        known = self.rows.get((area, name)) or SourceHealth(name=name, area=area, tried_at=at)
        if found is None:
            known = replace(known, tried_at=at, failures=known.failures + 1, problem=problem)
        else:
            known = SourceHealth(name=name, area=area, tried_at=at, ok_at=at, found=found)
        self.rows[area, name] = known

    async def all(self, area: SourceArea) -> Sequence[SourceHealth]:
        return [health for (of, _), health in sorted(self.rows.items()) if of == area]

    async def forget_others(self, area: SourceArea, *, keep: Collection[str]) -> int:
        gone = [key for key in self.rows if key[0] == area and key[1] not in keep]
        for key in gone:
            del self.rows[key]
        return len(gone)


class InMemoryResponseCache(ResponseCache):
    """Answers in a dictionary."""

    def __init__(self, *, clock: Clock | None = None) -> None:
        self.clock = clock or FrozenClock()
        self.rows: dict[str, CachedResponse] = {}

    async def get(self, url: str) -> CachedResponse | None:
        return self.rows.get(url)

    async def put(self, response: CachedResponse) -> None:
        self.rows[response.url] = response

    async def retire(self, *, older_than: timedelta) -> int:
        limit = self.clock.now() - older_than
        old = [url for url, response in self.rows.items() if response.fetched_at < limit]
        for url in old:
            del self.rows[url]
        return len(old)
