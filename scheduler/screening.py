"""Screening worked off: claimed step by step, side by side within limits, chat first."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Protocol

import structlog

from domain.errors import TemporaryFailure
from domain.ids import BatchId
from domain.ports import Clock
from domain.recruiting_ports import CandidateStore
from domain.screening.candidate import BatchProgress, DueStep, Step
from domain.turns import Outbound
from graph.screening.desk import StepWork
from scheduler.failures import kind_and_place
from scheduler.sending import PushSending

MOST_TRIES = 5
"""Tries of one step until it is given up and the report says what is missing."""

MOST_CLAIMS = 20
"""Claims of one step that ended with their process until it is not begun any more: many, since
restarts count as well."""

_FIRST_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(minutes=5)
_PROGRESS_GAP_S = 4.0
"""Between two lines about progress, whichever batch they are about, seconds."""
_REMEMBERED = 20
"""Ended candidates that the estimate of the time left is made of."""

_log = structlog.get_logger(__name__)


class StepWriter(Protocol):
    """Does the work of one step; the same step again gives the same result."""

    async def run(self, due: DueStep) -> StepWork:
        """Raises TemporaryFailure when it may work later."""

    async def progress(self, progress: BatchProgress, *, eta_s: float | None) -> Outbound | None:
        """The newer state of a batch's progress line; None where nobody would see it."""

    async def summary(self, progress: BatchProgress) -> tuple[Outbound, ...]:
        """What is said when everything of a batch has ended."""


class ScreeningRounds:
    """Works off the steps that are owed. Any number of processes may do so.

    What a process leaves behind when it dies is claimed again after its lease.

    Args:
        candidates: who is owed what.
        writer: does the work.
        post: takes progress lines to their channel; losing one does no harm.
        sending: hands stored messages over.
        give_way: waits a moment while turns of people are running.
        clock: what "now" is.
        woken: set by whoever made something owed.
        at_once: steps at work at the same time; at least 1.
        lease: how long a claim lasts; longer than any step can take.
    """

    def __init__(
        self,
        *,
        candidates: CandidateStore,
        writer: StepWriter,
        post: Callable[[Outbound], Awaitable[object]],
        sending: PushSending,
        give_way: Callable[[], Awaitable[None]],
        clock: Clock,
        woken: asyncio.Event,
        at_once: int = 2,
        lease: timedelta = timedelta(minutes=2),
    ) -> None:
        self._candidates = candidates
        self._writer = writer
        self._post = post
        self._sending = sending
        self._give_way = give_way
        self._clock = clock
        self._at_once = at_once
        self.lease = lease
        self._woken = woken
        self._draining = asyncio.Lock()
        self._quiet_until = 0.0
        """On the loop's clock; until then nothing is said about progress."""
        self._shown: dict[BatchId, tuple[float, int]] = {}
        """When each open batch was first seen or last spoken of, and how many had ended then."""
        self._ended: deque[float] = deque(maxlen=_REMEMBERED)
        """When candidates ended, on the loop's clock."""

    async def tick(self) -> None:
        """Look whether something is owed: after a restart, a pause, in another process."""
        self._woken.set()

    async def run(self) -> None:
        """Work off whenever woken, until cancelled; nothing is lost in the middle of a step."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            try:
                await self.drain()
            except TemporaryFailure as error:
                _log.warning("screening_interrupted", **kind_and_place(error))
            except Exception as error:  # the boundary that owns this work
                _log.error("screening_round_failed", **kind_and_place(error))

    async def drain(self) -> int:
        """Work off what is owed now; how many steps ended. Returns at once while one runs."""
        if self._draining.locked():
            return 0
        async with self._draining:
            ended = 0
            self._ended.clear()  # the pace of now: idle hours in between are no pace
            running: set[asyncio.Task[bool]] = set()
            await self._sending.send_kept()
            try:
                while True:
                    room = self._at_once - len(running)
                    claimed = (
                        await self._candidates.claim_steps(
                            now=self._clock.now(), lease=self.lease, limit=room
                        )
                        if room
                        else ()
                    )
                    running |= {asyncio.create_task(self._step(due)) for due in claimed}
                    if not running:
                        await self._show_progress(is_over=True)
                        return ended
                    done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                    ended += sum(task.result() for task in done)
                    await self._show_progress(is_over=False)
            finally:
                for task in running:
                    task.cancel()
                await asyncio.gather(*running, return_exceptions=True)

    async def _step(self, due: DueStep) -> bool:
        if due.failures >= MOST_CLAIMS:
            # Every try ended with its process: once more would end this one too.
            _log.warning("screening_step_given_up", step=due.step.value, candidate=due.candidate.id)
            await self._candidates.fail_step(due, again_at=None)
            return False
        await self._give_way()
        began = asyncio.get_running_loop().time()
        try:
            work = await self._writer.run(due)
        except TemporaryFailure as error:
            await self._failed(due, error, after_s=error.retry_after_s)
            return False
        except Exception as error:  # the boundary: one document must not stop the others
            await self._failed(due, error, after_s=None)
            return False
        try:
            kept = await self._candidates.finish_step(
                due,
                work.outcome,
                dossier=work.dossier,
                sketch=work.sketch,
                problem=work.problem,
                messages=work.messages,
            )
            if kept:
                await self._sending.send(work.messages)
        except TemporaryFailure as error:  # the claim lapses, and the step is done once more
            _log.warning("screening_step_not_kept", step=due.step.value, **kind_and_place(error))
            return False
        if kept and (due.step is Step.REPORT or work.problem):
            self._ended.append(asyncio.get_running_loop().time())
        _log.info(
            "screening_step",
            step=due.step.value,
            candidate=due.candidate.id,
            kept=kept,
            took_ms=round((asyncio.get_running_loop().time() - began) * 1000),
        )
        return kept

    async def _failed(self, due: DueStep, error: Exception, *, after_s: float | None) -> None:
        _log.warning(
            "screening_step_failed",
            step=due.step.value,
            candidate=due.candidate.id,
            failures=due.failures + 1,
            **kind_and_place(error),
        )
        if due.failures + 1 >= MOST_TRIES:
            await self._candidates.fail_step(due, again_at=None)
            return
        pause = min(_FIRST_PAUSE * 2**due.failures, _LONGEST_PAUSE)
        if after_s is not None:
            pause = max(pause, min(timedelta(seconds=after_s), timedelta(hours=1)))
        await self._candidates.fail_step(due, again_at=self._clock.now() + pause)

    # --- what people see of it ----------------------------------------------------------------

    async def _show_progress(self, *, is_over: bool) -> None:
        """Announce what has ended; say of one batch how far it is, of the others later.

        A channel takes about a message a second: lines about twenty batches would hold up the
        reports that they are about.
        """
        now = asyncio.get_running_loop().time()
        if not is_over and now < self._quiet_until:
            return
        self._quiet_until = now + _PROGRESS_GAP_S
        batches = await self._candidates.open_batches()
        eta_s = self._eta_s(batches)
        for progress in [each for each in batches if each.waiting == 0]:
            await self._shielded(progress, self._announce(progress))
        changed: list[tuple[float, BatchProgress]] = []
        for progress in [each for each in batches if each.waiting]:
            at, said = self._shown.setdefault(progress.batch.id, (now, 0))
            if at < now and progress.done + progress.unreadable != said:
                changed.append((at, progress))
        if changed:
            _, longest = min(changed, key=lambda each: each[0])
            self._shown[longest.batch.id] = (now, longest.done + longest.unreadable)
            await self._shielded(longest, self._show_batch(longest, eta_s=eta_s))
        still_open = {progress.batch.id for progress in batches if progress.waiting}
        self._shown = {key: value for key, value in self._shown.items() if key in still_open}

    async def _shielded(self, progress: BatchProgress, saying: Awaitable[None]) -> None:
        try:
            await saying
        except Exception as error:  # the boundary: one batch must not stop the steps of others
            _log.error(
                "screening_batch_not_shown", batch=progress.batch.id, **kind_and_place(error)
            )

    async def _show_batch(self, progress: BatchProgress, *, eta_s: float | None) -> None:
        line = await self._writer.progress(progress, eta_s=eta_s)
        if line is not None:
            await self._post(line)

    def _eta_s(self, batches: Sequence[BatchProgress]) -> float | None:
        """Seconds until all open batches are through, by the pace of the last candidates."""
        if len(self._ended) < 2:
            return None
        left = sum(progress.waiting for progress in batches)
        each = (self._ended[-1] - self._ended[0]) / (len(self._ended) - 1)
        return each * left

    async def _announce(self, progress: BatchProgress) -> None:
        messages = await self._writer.summary(progress)
        if await self._candidates.announce(progress.batch.id, messages=messages):
            await self._sending.send(messages)
        self._shown.pop(progress.batch.id, None)
