"""Digests from due to sent: owed by the tick, written and stored in batches by the drain."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from domain.digest.model import DigestOutcome, DueDigest, FinishedDigest, WrittenDigest
from domain.digest.quiet import quiet_until
from domain.digest.schedule import next_occasion
from domain.errors import TemporaryFailure
from domain.ids import OutboundId
from domain.ports import Clock, UserStore
from domain.profiles import User
from domain.push_ports import DigestStore, DigestWriter
from domain.pushes import PushEvent, PushKind
from scheduler.addresses import Destination, PushAddresses, messages_to
from scheduler.failures import kind_and_place
from scheduler.pace import PushPace
from scheduler.people import people_of
from scheduler.sending import PushSending

_PAGE = 250
"""People whose digests become owed in one commit: more would hold up whoever writes meanwhile."""

_BATCH = 64
"""Digests that are written together: they share the work on the postings."""

_SUPERSEDED = timedelta(hours=3)
"""A digest that is later than this is left out when the next one is nearer than this."""

_FAILED_PAUSE = timedelta(minutes=10)

_ROOM_WITHIN_S = 20.0
"""Longest wait for room with claimed digests in hand; well under a lease."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Ready:
    """A digest that may be written, and where it goes."""

    due: DueDigest
    user: User
    destinations: Sequence[Destination]


class DigestRounds:
    """Owes digests whose hour has come and works them off.

    Any number of processes may do both: the store gives a person's date to one of them, and what
    a process leaves behind when it dies can be claimed again after its lease.

    Args:
        digests: who is owed what.
        writer: puts digests into words; it says itself when one is late.
        users: whose they are.
        addresses: where they go.
        pace: back-pressure and precedence of conversations.
        sending: hands stored messages over.
        clock: what "now" is.
        lease: how long a claim lasts; longer than writing and storing a batch can take.
    """

    def __init__(
        self,
        *,
        digests: DigestStore,
        writer: DigestWriter,
        users: UserStore,
        addresses: PushAddresses,
        pace: PushPace,
        sending: PushSending,
        clock: Clock,
        lease: timedelta = timedelta(minutes=1),
    ) -> None:
        self._digests = digests
        self._writer = writer
        self._users = users
        self._addresses = addresses
        self._pace = pace
        self._sending = sending
        self._clock = clock
        self._lease = lease
        self._woken = asyncio.Event()
        self._draining = asyncio.Lock()

    # --- owing --------------------------------------------------------------------------------

    async def tick(self) -> None:
        """Owe the digests whose hour has come, then wake :meth:`run`; a busy store waits."""
        try:
            while await self._digests.enqueue_due(now=self._clock.now(), limit=_PAGE) >= _PAGE:
                await self._pace.give_way()
        except TemporaryFailure as error:
            _log.warning("digests_not_enqueued", **kind_and_place(error))
        self._woken.set()

    async def run(self) -> None:
        """Drain whenever a tick was, until cancelled; nothing is lost in the middle of a batch."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            try:
                await self.drain()
            except Exception as error:  # the boundary that owns this work
                _log.error("digest_round_failed", **kind_and_place(error))

    # --- working off --------------------------------------------------------------------------

    async def drain(self) -> int:
        """Work off what is owed now; how many digests are done. Returns at once while one runs.

        When the stores or the engine do not answer, the round ends and the next one goes on.
        """
        if self._draining.locked():
            return 0
        done: Counter[str] = Counter()
        async with self._draining:
            try:
                await self._sending.send_kept()
                while await self._next_batch(done):
                    pass
            except TemporaryFailure as error:
                _log.warning("digests_interrupted", **kind_and_place(error))
        if done:
            _log.info("digests_done", **done)
        return done.total()

    async def _next_batch(self, done: Counter[str]) -> bool:
        """Claim and work off one batch; False when nothing more is owed, or nothing more may go."""
        limit = min(await self._pace.wait_for_room(), _BATCH)
        await self._pace.give_way()
        batch = await self._digests.claim(now=self._clock.now(), lease=self._lease, limit=limit)
        return await self._work_off(batch, done) and len(batch) == limit

    async def _work_off(self, batch: Sequence[DueDigest], done: Counter[str]) -> bool:
        """Finish a batch or give it back; False when there is no room for its messages."""
        open_still = {due.id: due for due in batch}
        try:
            ready = await self._sort(batch, open_still, done)
            written = await self._write(ready, open_still)
            return await self._finish_written(written, open_still, done)
        except TemporaryFailure:
            await self._give_back(list(open_still.values()))
            raise

    async def _sort(
        self,
        batch: Sequence[DueDigest],
        open_still: dict[OutboundId, DueDigest],
        done: Counter[str],
    ) -> list[_Ready]:
        """Close and put off what is not to be written; the rest."""
        now = self._clock.now()
        people, unreadable = await people_of(self._users, [due.user for due in batch])
        ready: list[_Ready] = []
        closing: list[FinishedDigest] = []
        later: defaultdict[datetime, list[DueDigest]] = defaultdict(list)
        for due in batch:
            user = people.get(due.user)
            if due.user in unreadable:
                later[now + _FAILED_PAUSE].append(due)
            elif user is None or _is_covered(due, user, now=now):
                closing.append(_closed(due, "superseded"))
            elif (end := quiet_until(user.settings, now)) is not None:
                later[end].append(due)
            elif (destinations := await self._destinations(due, user)) is None:
                later[now + _FAILED_PAUSE].append(due)
            elif not destinations:
                closing.append(_closed(due, "unreachable"))
            else:
                ready.append(_Ready(due, user, destinations))
        for until, digests in later.items():
            await self._put_off(digests, open_still, until=until)
        await self._finish(closing, open_still, done)
        return ready

    async def _destinations(self, due: DueDigest, user: User) -> Sequence[Destination] | None:
        """Where it goes; None when that cannot be found out for this person."""
        try:
            return await self._addresses.of(user)
        except TemporaryFailure:
            raise
        except Exception as error:  # one damaged account stops nobody else
            _log.error("digest_not_addressed", digest=due.id, **kind_and_place(error))
            return None

    async def _write(
        self, ready: Sequence[_Ready], open_still: dict[OutboundId, DueDigest]
    ) -> list[tuple[_Ready, WrittenDigest | None]]:
        """All together; one by one when that fails, and who fails alone is put off."""
        if not ready:
            return []
        await self._pace.give_way()
        try:
            return await self._write_together(ready)
        except TemporaryFailure:
            raise
        except Exception as error:  # one person must not cost the others
            if len(ready) > 1:
                _log.warning("digests_written_singly", count=len(ready), **kind_and_place(error))
                singly = [await self._write([one], open_still) for one in ready]
                return [written for some in singly for written in some]
            due = ready[0].due
            _log.error("digest_not_written", digest=due.id, **kind_and_place(error))
            await self._put_off([due], open_still, until=self._clock.now() + _FAILED_PAUSE)
            return []

    async def _write_together(
        self, ready: Sequence[_Ready]
    ) -> list[tuple[_Ready, WrittenDigest | None]]:
        due = [one.due for one in ready]
        written = await self._writer.write(due, now=self._clock.now())
        return list(zip(ready, written, strict=True))

    async def _finish_written(
        self,
        written: Sequence[tuple[_Ready, WrittenDigest | None]],
        open_still: dict[OutboundId, DueDigest],
        done: Counter[str],
    ) -> bool:
        waiting = list(written)
        while waiting := await self._still_awake(waiting, open_still):
            results = [_finished(one, words) for one, words in waiting]
            room = await self._pace.wait_for_room(
                needed=len(results[0].outbound), within_s=_ROOM_WITHIN_S
            )
            some = _as_many_as_fit(results, room=room)
            if not some:
                await self._give_back(list(open_still.values()))
                return False
            del waiting[: len(some)]
            await self._finish(some, open_still, done)
        return True

    async def _still_awake(
        self,
        written: Sequence[tuple[_Ready, WrittenDigest | None]],
        open_still: dict[OutboundId, DueDigest],
    ) -> list[tuple[_Ready, WrittenDigest | None]]:
        """Those whose quiet hours did not begin while they were written or waited for room."""
        now = self._clock.now()
        awake: list[tuple[_Ready, WrittenDigest | None]] = []
        for one, words in written:
            if (end := quiet_until(one.user.settings, now)) is not None:
                await self._put_off([one.due], open_still, until=end)
            else:
                awake.append((one, words))
        return awake

    async def _finish(
        self,
        results: Sequence[FinishedDigest],
        open_still: dict[OutboundId, DueDigest],
        done: Counter[str],
    ) -> None:
        """Store in one commit and hand over; one by one when that fails."""
        if not results:
            return
        try:
            stored = await self._digests.finish(results)
        except TemporaryFailure:
            raise
        except Exception as error:  # one person must not cost the others
            if len(results) > 1:
                for result in results:
                    await self._finish([result], open_still, done)
                return
            due = results[0].written.due
            _log.error("digest_not_stored", digest=due.id, **kind_and_place(error))
            await self._put_off([due], open_still, until=self._clock.now() + _FAILED_PAUSE)
            return
        for result in results:
            open_still.pop(result.written.due.id, None)
        new = [result for result, is_new in zip(results, stored, strict=True) if is_new]
        outcomes = Counter(result.outcome for result in new)
        done.update(outcomes)
        # All of them first: when the engine fails at one, the others must not be forgotten.
        for result in new:
            self._sending.keep(result.outbound)
        kind = PushKind.DIGEST
        await self._sending.count(kind, PushEvent.SENT, times=outcomes["sent"])
        await self._sending.count(kind, PushEvent.SILENT, times=outcomes["silent"])
        for result in new:
            await self._sending.send_kept(at_most=len(result.outbound))
            await self._pace.give_way()

    async def _put_off(
        self,
        digests: Sequence[DueDigest],
        open_still: dict[OutboundId, DueDigest],
        *,
        until: datetime,
    ) -> None:
        await self._digests.put_off(digests, until=until)
        for due in digests:
            open_still.pop(due.id, None)

    async def _give_back(self, digests: Sequence[DueDigest]) -> None:
        """For the next round at once; where that fails too the lease ends by itself."""
        if not digests:
            return
        try:
            await self._digests.put_off(digests, until=self._clock.now())
        except TemporaryFailure as error:
            _log.warning("digests_left_to_their_lease", **kind_and_place(error))


def _is_covered(due: DueDigest, user: User, *, now: datetime) -> bool:
    """Whether a later digest says what this one would; it looks at the same news."""
    if due.has_newer or not user.settings.digest_enabled:
        return True
    upcoming = next_occasion(user.settings, after=now)
    return (
        now - due.due_at > _SUPERSEDED
        and upcoming is not None
        and upcoming.due_at - now < _SUPERSEDED
    )


def _closed(due: DueDigest, outcome: DigestOutcome) -> FinishedDigest:
    """Done without a word: the cursor stays where it was, so the next digest tells all of it."""
    return FinishedDigest(
        written=WrittenDigest(due=due, reply=None, cursor=due.cursor or 0), outcome=outcome
    )


def _finished(one: _Ready, written: WrittenDigest | None) -> FinishedDigest:
    if written is None:  # the person left while it was written
        return _closed(one.due, "superseded")
    if written.reply is None:
        return FinishedDigest(written=written, outcome="silent")
    messages = messages_to(one.destinations, reply=written.reply, key=one.due.id)
    return FinishedDigest(written=written, outcome="sent", outbound=messages)


def _as_many_as_fit(results: Sequence[FinishedDigest], *, room: int) -> Sequence[FinishedDigest]:
    """The first results whose messages are at most ``room``; the first one fits any room."""
    messages = 0
    for number, result in enumerate(results):
        messages += len(result.outbound)
        if messages > room and (number or not room):
            return results[:number]
    return results[:]
