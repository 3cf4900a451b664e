"""In-memory digests: who is owed one for which date, over the other twins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.digest.model import DigestOutcome, DueDigest, FinishedDigest, Occasion
from domain.digest.schedule import last_occasion, next_occasion
from domain.ids import UserId
from domain.learning.model import LearningStance
from domain.posting import Stance
from domain.profiles import UserSettings
from domain.push_ports import DigestStore
from tests.twins.stores_alerts import InMemoryReminders
from tests.twins.stores_files import InMemoryStores
from tests.twins.stores_learning import InMemoryResources


@dataclass(slots=True, kw_only=True)
class Owed:
    """One date of a person."""

    due_at: datetime
    not_before: datetime
    claimed_until: datetime | None = None
    outcome: DigestOutcome | None = None
    cursor: int | None = None
    finished_at: datetime | None = None

    def is_free(self, now: datetime) -> bool:
        return (
            self.finished_at is None
            and self.not_before <= now
            and (self.claimed_until is None or self.claimed_until <= now)
        )


class InMemoryDigests(DigestStore):
    """Digests in dictionaries; the users twin tells it of new settings."""

    def __init__(
        self, *, stores: InMemoryStores, reminders: InMemoryReminders, resources: InMemoryResources
    ) -> None:
        self.stores = stores
        self.reminders = reminders
        self.resources = resources
        self.schedule: dict[UserId, tuple[UserSettings, Occasion]] = {}
        self.rows: dict[tuple[UserId, date], Owed] = {}
        stores.users.on_settings.append(self.follow)
        stores.personal_data.shelves.append(self)

    def follow(self, user: UserId, settings: UserSettings) -> None:
        """What saving settings does to the schedule."""
        now = self.stores.clock.now()
        if not settings.digest_enabled or not settings.digest_days:
            self.schedule.pop(user, None)
            for key in [key for key, row in self._of(user).items() if row.finished_at is None]:
                del self.rows[key]
            return
        known = self.schedule.get(user)
        if known is not None:
            if _rhythm(known[0]) == _rhythm(settings):
                return
            if known[1].due_at <= now:
                self._owe(user, known[0], known[1], now)
        self._schedule(user, settings, now)

    def _of(self, user: UserId) -> dict[tuple[UserId, date], Owed]:
        return {key: row for key, row in self.rows.items() if key[0] == user}

    def _schedule(self, user: UserId, settings: UserSettings, now: datetime) -> None:
        occasion = next_occasion(settings, after=now)
        while occasion is not None and (user, occasion.local_date) in self.rows:
            occasion = next_occasion(settings, after=occasion.due_at)
        if occasion is None:
            self.schedule.pop(user, None)
        else:
            self.schedule[user] = (settings, occasion)

    def _owe(self, user: UserId, settings: UserSettings, stored: Occasion, now: datetime) -> None:
        since = stored.due_at - timedelta(microseconds=1)
        latest = last_occasion(settings, until=now, since=since) or stored
        self.rows.setdefault(
            (user, latest.local_date), Owed(due_at=latest.due_at, not_before=latest.due_at)
        )

    async def enqueue_due(self, *, now: datetime, limit: int = 1000) -> int:
        due = sorted(
            (occasion.due_at, user)
            for user, (_, occasion) in self.schedule.items()
            if occasion.due_at <= now
        )[:limit]
        for _, user in due:
            settings, occasion = self.schedule[user]
            self._owe(user, settings, occasion, now)
            self._schedule(user, settings, now)
        return len(due)

    async def claim(self, *, now: datetime, lease: timedelta, limit: int) -> Sequence[DueDigest]:
        free = sorted(
            (row.due_at, row.not_before, key) for key, row in self.rows.items() if row.is_free(now)
        )[:limit]
        claimed: list[DueDigest] = []
        for due_at, _, (user, day) in free:
            self.rows[user, day].claimed_until = now + lease
            claimed.append(
                DueDigest(
                    user=user,
                    local_date=day,
                    due_at=due_at,
                    cursor=await self.cursor(user),
                    has_newer=any(other > day for _, other in self._of(user)),
                )
            )
        return claimed

    async def put_off(self, digests: Sequence[DueDigest], *, until: datetime) -> None:
        for due in digests:
            row = self.rows.get((due.user, due.local_date))
            if row is not None and row.finished_at is None:
                row.not_before, row.claimed_until = until, None

    async def finish(self, results: Sequence[FinishedDigest]) -> Sequence[bool]:
        return [await self._finish(result) for result in results]

    async def _finish(self, result: FinishedDigest) -> bool:
        written, now = result.written, self.stores.clock.now()
        user = written.due.user
        row = self.rows.get((user, written.due.local_date))
        users = self.stores.users
        if row is None or row.finished_at is not None or user not in await users.get_many([user]):
            return False
        seen = await self.stores.postings.stances(user)
        if result.outcome == "sent" and any(posting in seen for posting in written.shown):
            row.not_before, row.claimed_until = now + timedelta(minutes=1), None
            return False
        row.outcome, row.finished_at, row.claimed_until = result.outcome, now, None
        if result.outcome in {"sent", "silent"}:
            row.cursor = written.cursor
        for message in result.outbound:
            await self.stores.outbound.add(message)
        if result.outcome == "sent":
            for posting in written.shown:
                await self.stores.postings.note(user, posting, Stance.SHOWN, on=True)
            for resource in written.resources:
                await self.resources.note(user, resource, LearningStance.SHOWN, on=True)
            self.reminders.mark_told(user, written.reminders, now=now)
        return True

    async def release(self) -> int:
        held = [
            row
            for row in self.rows.values()
            if row.finished_at is None and row.claimed_until is not None
        ]
        for row in held:
            row.claimed_until = None
        return len(held)

    async def cursor(self, user: UserId) -> int | None:
        return max(
            (row.cursor for row in self._of(user).values() if row.cursor is not None), default=None
        )

    async def next_due(self, user: UserId) -> Occasion | None:
        known = self.schedule.get(user)
        return None if known is None else known[1]

    async def scheduled(self, *, after: UserId | None, limit: int) -> Sequence[UserId]:
        return sorted(user for user in self.schedule if user > (after or ""))[:limit]

    async def reschedule(self, *, now: datetime, after: UserId | None, limit: int) -> UserId | None:
        people = sorted(user for user in self.stores.users.people if user > (after or ""))[:limit]
        for user in people:
            settings = self.stores.users.people[user].settings
            known = self.schedule.get(user)
            if not settings.digest_enabled or not settings.digest_days:
                self.schedule.pop(user, None)
            elif known is None or known[1].due_at > now:
                self._schedule(user, settings, now)
        return people[-1] if len(people) == limit else None

    async def counts(self) -> Mapping[str, int]:
        now = self.stores.clock.now()
        still = [row for row in self.rows.values() if row.finished_at is None]
        ready = [row.due_at for row in still if row.not_before <= now]
        return {
            "scheduled": len(self.schedule),
            "owed": len(still),
            "claimed": sum(
                row.claimed_until is not None and row.claimed_until > now for row in still
            ),
            "oldest_owed_s": max(0, int((now - min(ready, default=now)).total_seconds())),
        }

    async def retire(self, *, older_than: timedelta) -> int:
        limit = self.stores.clock.now() - older_than
        dropped = [
            (user, day)
            for (user, day), row in self.rows.items()
            if row.finished_at is not None
            and row.finished_at < limit
            and any(
                later > day
                and (
                    row.cursor is None or (other.cursor is not None and other.cursor >= row.cursor)
                )
                for (_, later), other in self._of(user).items()
            )
        ]
        for key in dropped:
            del self.rows[key]
        return len(dropped)

    def count_of(self, user: UserId) -> Mapping[str, int]:
        return {"digests": len(self._of(user))}

    def forget(self, user: UserId) -> None:
        self.schedule.pop(user, None)
        for key in self._of(user):
            del self.rows[key]

    def move(self, joins: UserId, stays: UserId) -> None:
        had_cursor = any(row.cursor is not None for row in self._of(stays).values())
        for (_, day), row in self._of(joins).items():
            mine = self.rows.get((stays, day))
            if row.finished_at is None or (mine is not None and mine.finished_at is not None):
                continue
            self.rows[stays, day] = row
            row.cursor = None if had_cursor else row.cursor
        self.forget(joins)


def _rhythm(settings: UserSettings) -> tuple[object, ...]:
    return (
        settings.time_zone,
        settings.digest_at,
        frozenset(settings.digest_days),
        settings.quiet_from,
        settings.quiet_until,
    )
