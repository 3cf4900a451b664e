"""Everything that digests, alerts and reminders run on, as twins, with a clock that tests move."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from domain.agents import AgentId
from domain.channel_ports import Account, AccountStore
from domain.digest.model import DueDigest, WrittenDigest
from domain.ids import OutboundId, UserId
from domain.messages import Address, ChannelName
from domain.profiles import User, UserSettings
from domain.push_ports import DigestWriter
from domain.pushes import PushEvent, PushKind
from domain.reply import Paragraph, Reply, text
from domain.turns import Outbound, OutboundState
from scheduler.addresses import PushAddresses
from scheduler.digests import DigestRounds
from scheduler.pace import PushPace
from scheduler.sending import PushSending
from tests.twins.durable_engine import NotingEngine
from tests.twins.stores import FrozenClock
from tests.twins.stores_channels import InMemoryAccounts
from tests.twins.stores_files import InMemoryStores
from tests.twins.stores_pushes import InMemoryPushStores

MONDAY = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)


def words(said: str = "Three new today.") -> Reply:
    return Reply(blocks=(Paragraph(body=text(said)),), agents=(AgentId.JOB_SEARCH,))


def wants(**changes: object) -> UserSettings:
    """A digest every day at 08:00 UTC, but for the changes."""
    return replace(
        UserSettings(digest_enabled=True, digest_at=time(8), digest_days=EVERY_DAY),
        **changes,  # type: ignore[arg-type]  # fields of the settings
    )


class PlainWriter(DigestWriter):
    """Writes the date; it ``fails`` for some and has nothing for the ``silent``."""

    def __init__(self) -> None:
        self.asked: list[tuple[list[DueDigest], datetime]] = []
        self.fails: dict[UserId, Exception] = {}
        self.silent: set[UserId] = set()
        self.before: Callable[[], None] = lambda: None

    async def write(
        self, due: Sequence[DueDigest], *, now: datetime
    ) -> Sequence[WrittenDigest | None]:
        self.asked.append((list(due), now))
        self.before()
        await asyncio.sleep(0)  # as reading does
        for one in due:
            if one.user in self.fails:
                raise self.fails[one.user]
        return [
            WrittenDigest(
                due=one,
                reply=None if one.user in self.silent else words(one.local_date.isoformat()),
                cursor=7,
            )
            for one in due
        ]

    async def preview(self, user: UserId, *, now: datetime) -> WrittenDigest | None:
        raise NotImplementedError


class Stage:
    """One installation; ``rounds`` makes a process of it."""

    def __init__(self, *, now: datetime = MONDAY, at_once: int = 100_000) -> None:
        self.clock = FrozenClock(now)
        self.stores = InMemoryStores(clock=self.clock)
        self.pushes = InMemoryPushStores(stores=self.stores)
        self.accounts = InMemoryAccounts(self.stores)
        self.writer = PlainWriter()
        self.engine = NotingEngine()
        self.channels = set(ChannelName)
        self.busy = False
        self.pace = PushPace(on_the_way=self.on_the_way, at_once=at_once, is_busy=lambda: self.busy)
        self.sending = PushSending(engine=self.engine, counts=self.pushes.counts, clock=self.clock)
        self._numbers = itertools.count(1)

    async def on_the_way(self) -> int:
        return len(self.waiting())

    def waiting(self) -> list[Outbound]:
        rows = self.stores.outbound.rows.values()
        return [row for row in rows if row.state is OutboundState.WAITING]

    async def deliver(self, *ids: OutboundId) -> None:
        for key in ids or [row.id for row in self.waiting()]:
            await self.stores.outbound.settle(key, state=OutboundState.SENT, provider_ref="1")
        self.pace.note_settled()

    async def person(
        self, settings: UserSettings | None = None, *, channel: ChannelName = ChannelName.TELEGRAM
    ) -> User:
        """Somebody with one account, whose settings were saved now."""
        user = self.stores.users.add()
        await self.account(user.id, channel=channel)
        await self.stores.users.save_settings(user.id, settings or wants())
        return self.stores.users.people[user.id]

    async def account(
        self,
        user: UserId,
        *,
        channel: ChannelName,
        workspace: str = "w",
        sender: str = "",
        conversation: str = "",
    ) -> Account:
        sender = sender or f"{channel}-{next(self._numbers)}"
        account = Account(channel=channel, workspace=workspace, sender=sender)
        await self.accounts.attach(user, account, conversation=conversation or f"at {sender}")
        return account

    def addresses(self, *, accounts: AccountStore | None = None) -> PushAddresses:
        return PushAddresses(
            users=self.stores.users,
            accounts=accounts or self.accounts,
            channels=lambda: self.channels,
        )

    def rounds(self, *, accounts: AccountStore | None = None) -> DigestRounds:
        return DigestRounds(
            digests=self.pushes.digests,
            writer=self.writer,
            users=self.stores.users,
            addresses=self.addresses(accounts=accounts),
            pace=self.pace,
            sending=self.sending,
            clock=self.clock,
        )

    def at(self, instant: datetime) -> None:
        """Move the clock there."""
        self.clock.advance(instant - self.clock.now())

    def later(self, **by: float) -> None:
        self.clock.advance(timedelta(**by))

    def sent(self, user: UserId) -> list[str]:
        """Ids of the messages stored for a person, without their name."""
        return [key.replace(f":{user}:", ":") for key in self.stores.outbound.rows if user in key]

    def counted(self, event: PushEvent, *, kind: PushKind = PushKind.DIGEST) -> int:
        return sum(
            times for (_, k, e), times in self.pushes.counts.rows.items() if (k, e) == (kind, event)
        )

    def outcome(self, user: UserId, day: date) -> str | None:
        return self.pushes.digests.rows[user, day].outcome


async def go(rounds: DigestRounds) -> int:
    """A tick and the drain that it wakes."""
    await rounds.tick()
    return await rounds.drain()


def address(channel: ChannelName, conversation: str, *, workspace: str = "w") -> Address:
    return Address(channel=channel, workspace=workspace, conversation=conversation)


async def until(holds: Callable[[], bool]) -> None:
    """Let others run until it holds."""
    for _ in range(10_000):
        if holds():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never came true")
