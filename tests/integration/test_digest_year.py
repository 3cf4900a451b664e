"""A year on a clock that the test moves: everybody gets one digest for each of their days."""

from __future__ import annotations

import heapq
import itertools
import random
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import structlog

from domain.agents import AgentId
from domain.channel_ports import AccountStore
from domain.digest.model import DueDigest, FinishedDigest, Occasion, WrittenDigest
from domain.digest.quiet import quiet_until
from domain.digest.schedule import last_occasion, next_occasion
from domain.ids import UserId
from domain.messages import Address, ChannelName
from domain.ports import UserStore
from domain.profiles import User, UserSettings
from domain.push_ports import DigestStore, DigestWriter
from domain.reply import Paragraph, Reply, text
from scheduler.addresses import Destination, PushAddresses
from scheduler.digests import DigestRounds
from scheduler.pace import PushPace
from scheduler.sending import PushSending
from storage.migration import migrate
from tests.contract.conftest import open_sql_stores
from tests.contract.examples import message
from tests.twins.durable_engine import NotingEngine
from tests.twins.stores import FrozenClock
from tests.twins.stores_channels import InMemoryAccounts
from tests.twins.stores_files import InMemoryStores
from tests.twins.stores_pushes import InMemoryPushCounts

# fmt: off
ZONES = (
    "Europe/Berlin", "Europe/London", "Europe/Lisbon", "Europe/Athens", "Europe/Chisinau",
    "Europe/Istanbul", "Europe/Moscow", "Atlantic/Azores", "Atlantic/Reykjavik",
    "Africa/Casablanca", "Africa/El_Aaiun", "Africa/Cairo", "Africa/Lagos", "Africa/Johannesburg",
    "Africa/Nairobi", "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix",
    "America/Los_Angeles", "America/Anchorage", "America/Halifax", "America/St_Johns",
    "America/Havana", "America/Sao_Paulo", "America/Santiago", "America/Asuncion", "America/Nuuk",
    "America/Scoresbysund", "Asia/Gaza", "Asia/Hebron", "Asia/Jerusalem", "Asia/Beirut",
    "Asia/Tehran", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Tokyo", "Asia/Shanghai",
    "Australia/Sydney", "Australia/Adelaide", "Australia/Lord_Howe", "Antarctica/Troll",
    "Pacific/Auckland", "Pacific/Chatham", "Pacific/Apia", "Pacific/Kiritimati",
    "Pacific/Honolulu", "Pacific/Norfolk", "Pacific/Easter",
)
# fmt: on
HOURS = (time(0), time(2, 30), time(23, 59))
TICK = timedelta(minutes=15)
WORKDAYS = (0, 1, 2, 3, 4)
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
DIGEST = Reply(blocks=(Paragraph(body=text("Nothing new.")),), agents=(AgentId.JOB_SEARCH,))


class QuickDigests(DigestStore):
    """The due table in two heaps, so that a year takes seconds; nobody leaves or changes."""

    def __init__(self, people: Mapping[UserId, UserSettings], *, now: datetime) -> None:
        self.people = people
        self.due: list[tuple[datetime, UserId]] = []
        self.owed: list[tuple[datetime, UserId, date, datetime]] = []
        self.rows: Counter[tuple[UserId, date]] = Counter()
        """How often each was finished; 0 while it is owed."""
        for user, settings in people.items():
            self._plan(user, settings, now)

    def _plan(self, user: UserId, settings: UserSettings, now: datetime) -> None:
        following = next_occasion(settings, after=now)
        assert following is not None
        heapq.heappush(self.due, (following.due_at, user))

    async def enqueue_due(self, *, now: datetime, limit: int = 1000) -> int:
        done = 0
        while self.due and self.due[0][0] <= now and done < limit:
            due_at, user = heapq.heappop(self.due)
            settings = self.people[user]
            latest = last_occasion(settings, until=now, since=due_at - timedelta(seconds=1))
            assert latest is not None
            key = (user, latest.local_date)
            if key not in self.rows:
                self.rows[key] = 0
                heapq.heappush(self.owed, (latest.due_at, *key, latest.due_at))
            self._plan(user, settings, now)
            done += 1
        return done

    async def claim(self, *, now: datetime, lease: timedelta, limit: int) -> Sequence[DueDigest]:
        del lease  # nobody dies here
        claimed: list[DueDigest] = []
        while self.owed and self.owed[0][0] <= now and len(claimed) < limit:
            _, user, day, due_at = heapq.heappop(self.owed)
            claimed.append(DueDigest(user=user, local_date=day, due_at=due_at))
        return claimed

    async def put_off(self, digests: Sequence[DueDigest], *, until: datetime) -> None:
        for due in digests:
            heapq.heappush(self.owed, (until, due.user, due.local_date, due.due_at))

    async def finish(self, results: Sequence[FinishedDigest]) -> Sequence[bool]:
        for result in results:
            self.rows[result.written.due.user, result.written.due.local_date] += 1
        return [True] * len(results)

    async def release(self) -> int:
        return 0

    async def cursor(self, user: UserId) -> int | None:
        raise NotImplementedError

    async def next_due(self, user: UserId) -> Occasion | None:
        raise NotImplementedError

    async def reschedule(self, *, now: datetime, after: UserId | None, limit: int) -> UserId | None:
        raise NotImplementedError

    async def scheduled(self, *, after: UserId | None, limit: int) -> Sequence[UserId]:
        raise NotImplementedError

    async def counts(self) -> Mapping[str, int]:
        raise NotImplementedError

    async def retire(self, *, older_than: timedelta) -> int:
        raise NotImplementedError

    def next_at(self) -> datetime:
        return min(self.due[0][0], self.owed[0][0]) if self.owed else self.due[0][0]


class Writer(DigestWriter):
    """The same words for everybody; notes when."""

    def __init__(self) -> None:
        self.written: list[tuple[DueDigest, datetime]] = []

    async def write(
        self, due: Sequence[DueDigest], *, now: datetime
    ) -> Sequence[WrittenDigest | None]:
        self.written += [(one, now) for one in due]
        return [WrittenDigest(due=one, reply=DIGEST, cursor=1) for one in due]

    async def preview(self, user: UserId, *, now: datetime) -> WrittenDigest | None:
        raise NotImplementedError


class OneAddress(PushAddresses):
    """Everybody is reached in the same way."""

    async def of(self, user: User) -> Sequence[Destination]:
        here = Address(channel=ChannelName.TELEGRAM, workspace="w", conversation=user.id)
        return (Destination(address=here, recipient=user.id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """People, the clock, and the process that serves them."""

    clock: FrozenClock
    people: Mapping[UserId, UserSettings]
    writer: Writer
    engine: NotingEngine
    rounds: DigestRounds

    async def live(self, ticks: Sequence[datetime]) -> None:
        """Tick at these times."""
        for at in ticks:
            self.clock.advance(at - self.clock.now())
            await self.rounds.tick()
            await self.rounds.drain()

    def judge(self, *, start: datetime, end: datetime) -> None:
        """One digest per person and chosen day, at its hour, never in quiet hours."""
        sent: dict[UserId, list[date]] = {user: [] for user in self.people}
        for due, now in self.writer.written:
            sent[due.user].append(due.local_date)
            settings = self.people[due.user]
            assert timedelta(0) <= now - due.due_at < TICK
            assert quiet_until(settings, now) is None
            if settings.quiet_from is None:
                wanted = datetime.combine(due.local_date, settings.digest_at)
                assert shown(settings, due.due_at - timedelta(seconds=1)) < wanted
                assert shown(settings, due.due_at) >= wanted
        keys = [key for key, _, _ in self.engine.outbound]
        assert len(keys) == len(set(keys)) == len(self.writer.written)
        for user, settings in self.people.items():
            first = start.astimezone(ZoneInfo(settings.time_zone)).date() + timedelta(days=1)
            last = end.astimezone(ZoneInfo(settings.time_zone)).date() - timedelta(days=1)
            between = [day for day in sent[user] if first <= day <= last]
            assert between == chosen_days(settings, first=first, last=last), settings
            assert len(sent[user]) == len(set(sent[user]))


def shown(settings: UserSettings, instant: datetime) -> datetime:
    """What the person's clock shows."""
    return instant.astimezone(ZoneInfo(settings.time_zone)).replace(tzinfo=None)


def chosen_days(settings: UserSettings, *, first: date, last: date) -> list[date]:
    """Reckoned without the product's own schedule: dates whose noon there was."""
    zone = ZoneInfo(settings.time_zone)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [
        day
        for day in days
        if day.weekday() in settings.digest_days
        and datetime.combine(day, time(12), tzinfo=zone).astimezone(UTC).astimezone(zone).date()
        == day
    ]


def crowd(zones: Sequence[str], hours: Sequence[time], *, quiet: bool) -> list[UserSettings]:
    """Somebody for every zone and hour; half of them on workdays, some with a quiet night."""
    return [
        UserSettings(
            digest_enabled=True,
            time_zone=zone,
            digest_at=hour,
            digest_days=EVERY_DAY if number % 2 else WORKDAYS,
            quiet_from=time(22) if quiet and number % 3 == 0 else None,
            quiet_until=time(6, 45) if quiet and number % 3 == 0 else None,
        )
        for number, (zone, hour) in enumerate(itertools.product(zones, hours))
    ]


def ticks_of(
    people: Collection[UserSettings], *, start: datetime, end: datetime, more: int
) -> list[datetime]:
    """Of a tick every 15 minutes those at which somebody is due, and some at which nobody is."""
    found: set[datetime] = set()
    for settings in people:
        occasion = next_occasion(settings, after=start)
        while occasion is not None and occasion.due_at <= end:
            found.add(start + -((start - occasion.due_at) // TICK) * TICK)
            occasion = next_occasion(settings, after=occasion.due_at)
    some = random.Random(4)
    found |= {start + some.randrange((end - start) // TICK) * TICK for _ in range(more)}
    return sorted(found)


async def nobody() -> int:
    return 0


def year_of(
    people: Mapping[UserId, UserSettings],
    *,
    clock: FrozenClock,
    digests: DigestStore,
    users: UserStore,
    accounts: AccountStore,
) -> Year:
    writer, engine = Writer(), NotingEngine()
    rounds = DigestRounds(
        digests=digests,
        writer=writer,
        users=users,
        addresses=OneAddress(users=users, accounts=accounts, channels=lambda: ()),
        pace=PushPace(on_the_way=nobody, at_once=1000, is_busy=lambda: False),
        sending=PushSending(engine=engine, counts=InMemoryPushCounts(), clock=clock),
        clock=clock,
    )
    return Year(clock=clock, people=people, writer=writer, engine=engine, rounds=rounds)


@pytest.fixture(autouse=True)
def quiet_logs() -> None:
    """Tens of thousands of lines would say the same."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))


async def live_quickly(settings: Sequence[UserSettings], *, start: datetime, end: datetime) -> int:
    """Over the quick due table; how many digests there were."""
    clock = FrozenClock(start)
    twins = InMemoryStores(clock=clock)
    people = {twins.users.add(settings=one).id: one for one in settings}
    year = year_of(
        people,
        clock=clock,
        digests=QuickDigests(people, now=start),
        users=twins.users,
        accounts=InMemoryAccounts(twins),
    )
    await year.live(ticks_of(settings, start=start, end=end, more=500))
    year.judge(start=start, end=end)
    return len(year.writer.written)


def one_hour_each() -> list[UserSettings]:
    """One person per zone, the hours in turn."""
    each = zip(ZONES, itertools.cycle(HOURS), strict=False)
    return [one for zone, hour in each for one in crowd([zone], [hour], quiet=False)]


@pytest.mark.long
async def test_a_year_over_all_zones_gives_one_digest_per_person_and_day() -> None:
    start, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 3, tzinfo=UTC)
    assert await live_quickly(one_hour_each(), start=start, end=end) > 12_000


async def test_the_weeks_of_spring_changes_with_every_hour_give_one_digest_per_day() -> None:
    start, end = datetime(2026, 3, 20, tzinfo=UTC), datetime(2026, 4, 8, tzinfo=UTC)
    assert await live_quickly(crowd(ZONES, HOURS, quiet=False), start=start, end=end) > 2_000


async def test_a_fortnight_of_autumn_changes_with_quiet_nights_sends_none_at_night() -> None:
    start, end = datetime(2026, 10, 20, tzinfo=UTC), datetime(2026, 11, 6, tzinfo=UTC)
    assert await live_quickly(crowd(ZONES, HOURS, quiet=True), start=start, end=end) > 1_500


async def test_the_zone_that_left_out_a_date_gives_one_digest_for_every_other() -> None:
    start, end = datetime(2011, 12, 10, tzinfo=UTC), datetime(2012, 1, 20, tzinfo=UTC)
    zones = ("Pacific/Apia", "Pacific/Fakaofo", "Pacific/Auckland")
    assert await live_quickly(crowd(zones, HOURS, quiet=False), start=start, end=end) > 200


@pytest.mark.parametrize(
    "year",
    [
        pytest.param(2026, marks=pytest.mark.long),
        *(
            pytest.param(year, marks=pytest.mark.storm)
            for year in (2010, 2011, 2016, 2022, 2024, 2027)
        ),
    ],
)
@pytest.mark.parametrize("quiet", [False, True])
async def test_a_whole_year_gives_one_digest_per_person_and_day(year: int, *, quiet: bool) -> None:
    start, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 3, tzinfo=UTC)
    hours = (*HOURS, time(1, 30), time(8), time(22, 15))
    assert await live_quickly(crowd(ZONES, hours, quiet=quiet), start=start, end=end) > 80_000


async def live_on_sqlite(
    settings: Sequence[UserSettings], folder: Path, *, start: datetime, end: datetime
) -> None:
    url = f"sqlite:///{folder / 'year.db'}"
    migrate(url)
    clock = FrozenClock(start)
    async with open_sql_stores(url, folder=folder, clock=clock) as stores:
        people: dict[UserId, UserSettings] = {}
        for number, one in enumerate(settings):
            sender = f"{4_711_000 + number}"
            said = message(number + 1, sender=sender, conversation=sender)
            user = (await stores.turns.accept(said)).turn.user
            await stores.users.save_settings(user, one)
            people[user] = one
        year = year_of(
            people,
            clock=clock,
            digests=stores.digests,
            users=stores.users,
            accounts=stores.accounts,
        )
        await year.live(ticks_of(settings, start=start, end=end, more=100))
        year.judge(start=start, end=end)
        assert len(await stores.outbound.waiting()) == len(year.writer.written)


async def test_the_real_store_keeps_the_days_of_a_clock_change(tmp_path: Path) -> None:
    zones = ("Europe/Berlin", "America/Havana", "Australia/Lord_Howe", "Asia/Tokyo")
    start, end = datetime(2026, 10, 23, tzinfo=UTC), datetime(2026, 10, 28, tzinfo=UTC)
    await live_on_sqlite(crowd(zones, HOURS, quiet=True), tmp_path, start=start, end=end)


@pytest.mark.long
@pytest.mark.timeout(900)
async def test_the_real_store_keeps_a_whole_year(tmp_path: Path) -> None:
    start, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 3, tzinfo=UTC)
    await live_on_sqlite(one_hour_each(), tmp_path, start=start, end=end)
