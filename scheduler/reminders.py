"""Reminders: follow-ups on applications, for people whose digest will not mention them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from domain.digest.model import Reminder
from domain.digest.quiet import quiet_until
from domain.digest.schedule import next_occasion
from domain.errors import TemporaryFailure
from domain.ids import OutboundId
from domain.ports import Clock, UserStore
from domain.profiles import User, UserSettings
from domain.push_ports import ReminderStore
from domain.pushes import PushEvent, PushKind, PushTopic
from domain.reply import Reply
from scheduler.addresses import PushAddresses, messages_to
from scheduler.failures import kind_and_place
from scheduler.pace import PushPace
from scheduler.people import people_of
from scheduler.sending import PushSending

_DIGEST_WITHIN = timedelta(hours=24)
"""Who gets a digest that soon reads it there."""

_FIRST_LIMIT = 500
_MOST = 128_000
"""Due reminders looked at in one round. It grows while a round sees only its first part, since
those that wait (for a digest, for the morning) stand before the others."""

_log = structlog.get_logger(__name__)


class ReminderWriter(Protocol):
    """Due follow-ups in words."""

    async def write(self, user: User, reminders: Sequence[Reminder], *, now: datetime) -> Reply:
        """One message that mentions all of them, longest due first."""


class ReminderRounds:
    """Tells what is due, in one message per person and at most one an hour.

    Args:
        reminders: what is due to whom.
        users: their settings.
        writer: puts them into words.
        addresses: where reminders go.
        pace: back-pressure and precedence of conversations.
        sending: hands stored messages over.
        clock: what "now" is.
    """

    def __init__(
        self,
        *,
        reminders: ReminderStore,
        users: UserStore,
        writer: ReminderWriter,
        addresses: PushAddresses,
        pace: PushPace,
        sending: PushSending,
        clock: Clock,
    ) -> None:
        self._reminders = reminders
        self._users = users
        self._writer = writer
        self._addresses = addresses
        self._pace = pace
        self._sending = sending
        self._clock = clock
        self._limit = _FIRST_LIMIT
        self._running = asyncio.Lock()

    async def tick(self) -> None:
        """Tell what is due; a busy store is asked at the next tick."""
        if self._running.locked():
            return
        async with self._running:
            try:
                await self._sending.send_kept()
                await self._round()
            except TemporaryFailure as error:
                _log.warning("reminders_interrupted", **kind_and_place(error))

    async def _round(self) -> None:
        now = self._clock.now()
        due = await self._reminders.untold(now=now, limit=self._limit)
        if len(due) >= self._limit:
            self._limit = min(self._limit * 2, _MOST)
        people, _ = await people_of(self._users, [one.user for one in due])
        told = 0
        for user in people.values():
            if not _is_to_be_told(user.settings, now=now):
                continue
            await self._pace.give_way()
            try:
                told += await self._tell(user)
            except TemporaryFailure:
                raise
            except Exception as error:  # one person must not cost the others
                _log.error("reminder_failed", user=user.id, **kind_and_place(error))
        if told:
            _log.info("reminders_told", people=told)

    async def _tell(self, user: User) -> bool:
        destinations = (await self._addresses.of(user))[:1]
        if not destinations:
            return False
        await self._pace.wait_for_room()
        now = self._clock.now()
        reminders = await self._reminders.due(user.id, now=now)
        # Others were written to before, which may have taken long: wishes may be others now.
        current = (await self._users.get_many([user.id])).get(user.id)
        if not reminders or current is None or not _is_to_be_told(current.settings, now=now):
            return False
        reply = await self._writer.write(user, reminders, now=now)
        key = OutboundId(f"rm:{user.id}:{now:%Y-%m-%dT%H}")
        messages = messages_to(destinations, reply=reply, key=key)
        if not await self._reminders.told(reminders, outbound=messages, now=now):
            return False
        await self._sending.send(messages)
        await self._sending.count(PushKind.REMINDER, PushEvent.SENT)
        return True


def _is_to_be_told(settings: UserSettings, *, now: datetime) -> bool:
    """Whether a message of its own is right now."""
    if not settings.reminders_enabled or quiet_until(settings, now) is not None:
        return False
    if PushTopic.APPLICATIONS not in settings.digest_topics:
        return True
    digest = next_occasion(settings, after=now)
    return digest is None or digest.due_at - now > _DIGEST_WITHIN
