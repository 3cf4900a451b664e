"""Check-ins: once a week, people with a learning plan are asked how it goes."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Protocol

import structlog

from domain.digest.local_time import zone_of
from domain.digest.quiet import quiet_until
from domain.errors import TemporaryFailure
from domain.ids import OutboundId
from domain.learning.plan import LearningPlan
from domain.ports import Clock, UserStore
from domain.profiles import User
from domain.pushes import PushEvent, PushKind
from domain.reply import Reply
from domain.seeker_ports import LearningPlanStore
from scheduler.addresses import PushAddresses, messages_to
from scheduler.failures import kind_and_place
from scheduler.pace import PushPace
from scheduler.people import people_of
from scheduler.sending import PushSending

_FIRST_LIMIT = 500
_MOST = 128_000
"""Due plans looked at in one round. It grows while a round sees only its first part, since those
that wait (for the morning, for an address) stand before the others."""

_log = structlog.get_logger(__name__)


class CheckInWriter(Protocol):
    """Due check-ins in words."""

    def next_at(self, user: User, plan: LearningPlan, *, now: datetime) -> datetime | None:
        """When to ask after this one, at least a week on; None: never again."""

    async def write(self, user: User, plan: LearningPlan, *, now: datetime) -> Reply:
        """One message about the plan."""


class CheckInRounds:
    """Asks how plans go: at most once a week each, never in quiet hours.

    Who switched reminders off is not asked, and is asked again a week after the next due day at
    the earliest once they are on: the due instant moves on without a message.

    Args:
        plans: what is due.
        users: settings of the people.
        writer: puts a check-in into words.
        addresses: where it goes.
        pace: back-pressure and precedence of conversations.
        sending: hands stored messages over.
        clock: what "now" is.
    """

    def __init__(
        self,
        *,
        plans: LearningPlanStore,
        users: UserStore,
        writer: CheckInWriter,
        addresses: PushAddresses,
        pace: PushPace,
        sending: PushSending,
        clock: Clock,
    ) -> None:
        self._plans = plans
        self._users = users
        self._writer = writer
        self._addresses = addresses
        self._pace = pace
        self._sending = sending
        self._clock = clock
        self._limit = _FIRST_LIMIT
        self._running = asyncio.Lock()

    async def tick(self) -> None:
        """Ask what is due; a busy store is asked at the next tick."""
        if self._running.locked():
            return
        async with self._running:
            try:
                await self._sending.send_kept()
                await self._round()
            except TemporaryFailure as error:
                _log.warning("check_ins_interrupted", **kind_and_place(error))

    async def _round(self) -> None:
        due = await self._plans.due(now=self._clock.now(), limit=self._limit)
        if len(due) >= self._limit:
            self._limit = min(self._limit * 2, _MOST)
        people, _ = await people_of(self._users, [plan.user for plan in due])
        asked = 0
        for user in people.values():
            await self._pace.give_way()
            try:
                asked += await self._ask(user)
            except TemporaryFailure:
                raise
            except Exception as error:  # one person must not cost the others
                _log.error("check_in_failed", user=user.id, **kind_and_place(error))
        if asked:
            _log.info("check_ins_sent", people=asked)

    async def _ask(self, user: User) -> bool:
        destinations = (await self._addresses.of(user))[:1]
        await self._pace.wait_for_room()
        now = self._clock.now()
        # Others were written to before, which may have taken long: all may be different now.
        current = (await self._users.get_many([user.id])).get(user.id)
        plan = await self._plans.get(user.id)
        if current is None or plan is None or plan.paused:
            return False
        if plan.check_in_at is None or plan.check_in_at > now:
            return False
        if not current.settings.reminders_enabled:
            next_at = self._writer.next_at(current, plan, now=now)
            await self._plans.checked_in(plan, next_at=next_at, outbound=())
            return False
        if not destinations or quiet_until(current.settings, now) is not None:
            return False
        reply = await self._writer.write(current, plan, now=now)
        zone = zone_of(current.settings.time_zone)
        year, week, _ = now.astimezone(zone).isocalendar()
        key = OutboundId(f"ci:{user.id}:{year}-W{week:02}")
        messages = messages_to(destinations, reply=reply, key=key)
        next_at = self._writer.next_at(current, plan, now=now)
        if not await self._plans.checked_in(plan, next_at=next_at, outbound=messages):
            # Asked this week about an earlier plan, or the plan was changed this very moment.
            await self._plans.checked_in(plan, next_at=next_at, outbound=())
            return False
        await self._sending.send(messages)
        await self._sending.count(PushKind.REMINDER, PushEvent.SENT)
        return True
