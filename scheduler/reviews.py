"""Reminders of open reviews: on working days, at most ten, none when nothing is open."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Protocol

import structlog

from domain.agents import AgentId
from domain.deciding.model import ReviewReminder
from domain.deciding.reminding import MOST, following, next_working
from domain.digest.quiet import quiet_until
from domain.errors import TemporaryFailure
from domain.ids import OutboundId, RoleId, UserId
from domain.messages import Action
from domain.ports import Clock, UserStore
from domain.profiles import User
from domain.recruiting_ports import CandidateStore, DecisionStore, RoleStore
from domain.reply import Button, Buttons, Paragraph, Reply, bold, text
from domain.roles.model import Role
from domain.turns import Outbound
from graph.deciding.reviewing import open_reviews
from scheduler.addresses import Destination
from scheduler.failures import kind_and_place
from scheduler.sending import PushSending

_LIMIT = 200
"""Reminders of one page, and from which on the rest waits for the next round."""

_log = structlog.get_logger(__name__)


class Places(Protocol):
    """Where people are written to."""

    async def of(self, user: User) -> Sequence[Destination]:
        """The wanted places of a person, the first one first; empty when there is none."""


class ReviewRounds:
    """Tells reviewers who still wait for their scorecards.

    Args:
        decisions: reminders and scorecards.
        candidates: who waits.
        roles: titles and teams.
        users: people and their settings.
        addresses: where a person is written to; who has no place of their own is written to where
            the reminder was asked for.
        sending: hands stored messages over.
        clock: what "now" is.
    """

    def __init__(
        self,
        *,
        decisions: DecisionStore,
        candidates: CandidateStore,
        roles: RoleStore,
        users: UserStore,
        addresses: Places,
        sending: PushSending,
        clock: Clock,
    ) -> None:
        self._decisions = decisions
        self._candidates = candidates
        self._roles = roles
        self._users = users
        self._addresses = addresses
        self._sending = sending
        self._clock = clock
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
                _log.warning("review_reminders_interrupted", **kind_and_place(error))

    async def _round(self) -> None:
        now = self._clock.now()
        if next_working(now) != now:
            return  # a weekend; what is due waits for Monday
        told = tried = 0
        met: set[tuple[RoleId, UserId]] = set()
        # Who has quiet hours stays due. They are read past, so that they hold nobody else back.
        while tried < _LIMIT:
            due = await self._decisions.due_reminders(now=now, limit=_LIMIT + len(met))
            page = [each for each in due if (each.role, each.reviewer) not in met]
            if not page:
                break
            met |= {(each.role, each.reviewer) for each in page}
            users = await self._users.get_many(sorted({each.reviewer for each in page}))
            for reminder in page:
                user = users.get(reminder.reviewer)
                if user is not None and quiet_until(user.settings, now) is not None:
                    continue
                tried += 1
                told += await self._tried(reminder, user=user)
        if told:
            _log.info("reviewers_reminded", reminders=told)

    async def _tried(self, reminder: ReviewReminder, *, user: User | None) -> bool:
        try:
            return await self._tell(reminder, user=user)
        except TemporaryFailure:
            raise
        except Exception as error:  # one reminder must not cost the others
            _log.error("review_reminder_failed", role=reminder.role, **kind_and_place(error))
            return False

    async def _tell(self, reminder: ReviewReminder, *, user: User | None) -> bool:
        role = await self._roles.get(reminder.role)
        member = await self._roles.member(reminder.role, reminder.reviewer)
        left = 0
        if role is not None and member is not None:
            left = await open_reviews(
                self._candidates, self._decisions, role=role, reviewer=reminder.reviewer
            )
        if role is None or not left or reminder.sent >= MOST:
            await self._decisions.reminded(reminder, next_at=None, messages=())
            return False
        message = await self._message(reminder, role, left, user=user)
        next_at = following(reminder.due_at, sent=reminder.sent + 1, now=self._clock.now())
        if not await self._decisions.reminded(reminder, next_at=next_at, messages=(message,)):
            return False
        await self._sending.send((message,))
        return True

    async def _message(
        self, reminder: ReviewReminder, role: Role, left: int, *, user: User | None
    ) -> Outbound:
        number = reminder.sent + 1
        # The person stands second: by that an erasure finds what is not sent yet.
        key = OutboundId(f"rv:{reminder.reviewer}:{role.id}:{reminder.due_at:%Y-%m-%d}:{number}")
        reply = reminder_reply(role, left, last=number >= MOST)
        places = await self._addresses.of(user) if user is not None else ()
        if not places:
            return Outbound(id=key, address=reminder.address, reply=reply, turn=None)
        return Outbound(
            id=key,
            address=places[0].address,
            reply=reply,
            turn=None,
            promise=places[0].promise,
            recipient=places[0].recipient,
        )


def reminder_reply(role: Role, left: int, *, last: bool) -> Reply:
    """One line with counts, which anybody may read, and the way to go on."""
    who = "1 candidate waits" if left == 1 else f"{left} candidates wait"
    more = " This is the last reminder." if last else ""
    return Reply(
        blocks=(
            Paragraph(body=text(bold(role.title), f": {who} for your scorecard.{more}")),
            Buttons(
                buttons=(
                    Button(
                        label="Review blind",
                        action=Action(
                            agent=AgentId.CANDIDATE_MATCHING,
                            verb="sift",
                            arguments={"role": role.id},
                        ),
                    ),
                )
            ),
        ),
        agents=(AgentId.CANDIDATE_MATCHING,),
        is_personal=False,
    )
