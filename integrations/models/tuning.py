"""Measure how many threads make this model quickest here, through the server's own API.

Every thread count means a reload, so few are tried: ascending, and no further once two in a row
gained little. What counts is a typical turn: reading 300 fresh tokens and writing 120.
"""

from __future__ import annotations

import asyncio
import random
import statistics
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog

from domain.errors import ModelUnavailable, TemporaryFailure
from integrations.models.calibration import Calibration
from integrations.models.cpu_budget import CpuBudget
from integrations.models.gateway import Gateway
from integrations.models.model_server import ReadyModel
from integrations.models.signature import RunnerSignature
from integrations.models.waiting_line import Urgency

if TYPE_CHECKING:
    from integrations.models.ollama_client import ChatChunk

TUNING_LIMIT_S = 55.0
"""Longest time of a tuning, seconds: the promise is under a minute."""

_READ_TOKENS, _WRITTEN_TOKENS = 300, 120
"""A typical turn: fresh tokens read, tokens written."""

_PROBE_WORDS, _PROBE_ANSWER_TOKENS = 170, 24
"""Size of one measurement: about 192 fresh tokens read, 24 written."""

_SMALL_GAIN = 0.03
_ROUNDS_OF_BEST = 2
_REMOTE_CANDIDATES = (1, 2, 4, 6, 8, 12, 16, 24, 32)
"""Thread counts for a server on another machine, whose processors we cannot see."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One thread count. Rates are tokens per second, ``turn_s`` seconds of a typical turn."""

    threads: int
    prefill_rate: float
    decode_rate: float
    rounds: int = 1

    @property
    def turn_s(self) -> float:
        """Seconds of a typical turn."""
        return _READ_TOKENS / self.prefill_rate + _WRITTEN_TOKENS / self.decode_rate


@dataclass(frozen=True, slots=True, kw_only=True)
class TuningProgress:
    """What is being measured now; ``done`` of about ``total`` measurements are finished."""

    threads: int
    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TuningResult:
    """What was found, kept, and against what."""

    model: str
    server_version: str
    measured: tuple[Measured, ...]
    """Ascending by threads."""
    too_slow: tuple[int, ...]
    """Thread counts that were given up at twice the best time."""
    untried: tuple[int, ...]
    """Thread counts without a turn: two small gains in a row, or the time was over."""
    best: Measured
    safe_threads: int | None
    """What would be used without a measurement."""
    elapsed_s: float


async def tune(
    gateway: Gateway, *, progress: Callable[[TuningProgress], None] | None = None
) -> TuningResult:
    """Measure, keep the best in the calibration file, and load the model with it.

    Holds the model for the whole time (under a minute): others wait in line.

    Raises:
        ModelUnavailable: there is no model, or no thread count could be measured.
    """
    loop = asyncio.get_running_loop()
    started = loop.time()
    ready = await gateway.server.ready()
    budget = gateway.server.cpu_budget
    run = _Run(
        gateway=gateway,
        ready=ready,
        stop_at=started + TUNING_LIMIT_S,
        candidates=_candidates(budget),
        progress=progress,
    )
    async with gateway.line.turn(
        urgency=Urgency.CONVERSATION, estimate_s=TUNING_LIMIT_S, longest_s=10 * TUNING_LIMIT_S
    ):
        best = await run.search()
        gateway.server.keep(_calibration(gateway, ready, best))
        await run.load(best.threads)
    gateway.rates.start_from(prefill=best.prefill_rate, decode=best.decode_rate)
    result = TuningResult(
        model=ready.name,
        server_version=ready.server_version,
        measured=tuple(sorted(run.measured.values(), key=lambda found: found.threads)),
        too_slow=tuple(run.too_slow),
        untried=tuple(t for t in run.candidates if t not in {*run.measured, *run.too_slow}),
        best=best,
        safe_threads=budget.safe_threads if budget else None,
        elapsed_s=loop.time() - started,
    )
    _log.info("model_tuned", model=ready.name, threads=best.threads, elapsed_s=result.elapsed_s)
    return result


class _Run:
    """One tuning on its way."""

    def __init__(
        self,
        *,
        gateway: Gateway,
        ready: ReadyModel,
        stop_at: float,
        candidates: tuple[int, ...],
        progress: Callable[[TuningProgress], None] | None,
    ) -> None:
        self.candidates = candidates
        self.measured: dict[int, Measured] = {}
        self.too_slow: list[int] = []
        self._gateway = gateway
        self._ready = ready
        self._stop_at = stop_at
        self._progress = progress
        self._done = 0
        self._slowest_measurement_s = 0.0

    async def search(self) -> Measured:
        small_gains = 0
        for threads in self.candidates:
            before = min((found.turn_s for found in self.measured.values()), default=None)
            if not await self._measure(threads, best_turn_s=before):
                break
            if before is not None and threads in self.measured:
                gain = 1 - self.measured[threads].turn_s / before
                small_gains = small_gains + 1 if gain < _SMALL_GAIN else 0
            if small_gains == 2 or threads in self.too_slow:
                break  # more threads than this are slower still
        if not self.measured:
            raise ModelUnavailable("the model answered too slowly to be measured")
        for found in self._ranked()[:_ROUNDS_OF_BEST]:
            if not await self._measure(found.threads, best_turn_s=None):
                break
        return self._winner()

    async def load(self, threads: int) -> None:
        """Leave the model loaded as it will be asked."""
        # The winner is kept already; loading late is a matter of the next question then.
        try:
            async with asyncio.timeout_at(self._stop_at + 3.0):
                await self._ask(self._signature(threads), words="", limit=1)
        except (TimeoutError, TemporaryFailure) as error:
            _log.info("tuned_model_not_preloaded", error=type(error).__name__)

    async def _measure(self, threads: int, *, best_turn_s: float | None) -> bool:
        """False when there was no time left for it."""
        loop = asyncio.get_running_loop()
        if loop.time() + self._slowest_measurement_s > self._stop_at:
            return False
        if self._progress is not None:
            total = len(self.candidates) + _ROUNDS_OF_BEST
            self._progress(TuningProgress(threads=threads, done=self._done, total=total))
        signature, began = self._signature(threads), loop.time()
        try:
            async with asyncio.timeout_at(self._stop_at):
                await self._ask(signature, words="Say yes.", limit=1)  # loads, warms up: discarded
            async with asyncio.timeout_at(
                min(self._stop_at, _give_up_at(loop.time(), best_turn_s))
            ):
                done = await self._ask(signature, words=_fresh_words(), limit=_PROBE_ANSWER_TOKENS)
        except TimeoutError:
            if loop.time() >= self._stop_at:
                return False
            self.too_slow.append(threads)
            return True
        self._done += 1
        self._slowest_measurement_s = max(self._slowest_measurement_s, loop.time() - began)
        self._take_in(threads, done)
        return True

    def _take_in(self, threads: int, done: ChatChunk) -> None:
        fresh = (done.prompt_eval_count or 0) - (done.prompt_eval_cached_count or 0)
        if fresh < 1 or not done.prompt_eval_duration or not done.eval_count:
            raise ModelUnavailable("the model server does not count tokens: it cannot be measured")
        found = Measured(
            threads=threads,
            prefill_rate=fresh / (done.prompt_eval_duration / 1e9),
            decode_rate=done.eval_count / ((done.eval_duration or 1) / 1e9),
        )
        before = self.measured.get(threads)
        if before is not None:
            found = Measured(
                threads=threads,
                prefill_rate=statistics.harmonic_mean([before.prefill_rate, found.prefill_rate]),
                decode_rate=statistics.harmonic_mean([before.decode_rate, found.decode_rate]),
                rounds=before.rounds + 1,
            )
        self.measured[threads] = found

    def _ranked(self) -> list[Measured]:
        return sorted(self.measured.values(), key=lambda found: found.turn_s)

    def _winner(self) -> Measured:
        quickest = self._ranked()[0]
        near = [
            found
            for found in self.measured.values()
            if found.turn_s <= quickest.turn_s * (1 + _SMALL_GAIN)
        ]
        # Of equals the one that leaves more processor to everything else.
        return min(near, key=lambda found: found.threads)

    def _signature(self, threads: int) -> RunnerSignature:
        return replace(self._ready.signature, num_thread=threads)

    async def _ask(self, signature: RunnerSignature, *, words: str, limit: int) -> ChatChunk:
        frames = self._gateway.client.stream_chat(
            model=self._ready.name,
            messages=({"role": "user", "content": words},) if words else (),
            options={**signature.options(), "num_predict": limit, "temperature": 0.0},
            keep_alive=self._gateway.keep_alive,
            think=self._ready.think if words else None,
        )
        async with aclosing(frames):
            async for frame in frames:
                if frame.done:
                    return frame
        raise ModelUnavailable("the model's answer broke off")


def _candidates(budget: CpuBudget | None) -> tuple[int, ...]:
    return budget.candidates if budget is not None else _REMOTE_CANDIDATES


def _fresh_words() -> str:
    # Random from the first word on: nothing of it may be in the server's cache.
    chance = random.Random()  # noqa: S311 - no secret
    syllables = ("ba", "do", "ki", "lu", "me", "no", "pa", "ri", "su", "ta")
    words = ("".join(chance.choices(syllables, k=1)) for _ in range(_PROBE_WORDS))
    return f"{chance.randrange(10**9)} repeat: {' '.join(words)}"


def _give_up_at(now: float, best_turn_s: float | None) -> float:
    if best_turn_s is None:
        return float("inf")
    share = _PROBE_ANSWER_TOKENS / _WRITTEN_TOKENS
    # The probe is smaller than a typical turn; reading is nearly two thirds of it.
    return now + 2 * best_turn_s * max(share, 192 / _READ_TOKENS)


def _calibration(gateway: Gateway, ready: ReadyModel, best: Measured) -> Calibration:
    key = gateway.server.key(ready)
    return Calibration(
        model=key.model,
        digest=key.digest,
        server_version=key.server_version,
        host=key.host,
        num_ctx=key.num_ctx,
        num_batch=key.num_batch,
        threads=best.threads,
        prefill_rate=best.prefill_rate,
        decode_rate=best.decode_rate,
        measured_at=datetime.now(UTC),
    )
