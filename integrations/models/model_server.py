"""The server as it is now: reachable or not, and which model is asked with which settings."""

from __future__ import annotations

import asyncio
import ipaddress
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import structlog

from domain.errors import ModelUnavailable, TemporaryFailure
from integrations.models import memory_plan
from integrations.models.calibration import Calibration, CalibrationKey, Calibrations
from integrations.models.cpu_budget import CpuBudget, read_cpu_budget
from integrations.models.memory_plan import ModelCandidate
from integrations.models.served import ModelMissing, ModelOutOfMemory, ModelSilent, ServedModel
from integrations.models.signature import RunnerSignature, signature_for

if TYPE_CHECKING:
    from integrations.models.ollama_client import OllamaClient

_BELIEVED_UP_S = 30.0
"""How long a good look at the server is believed, seconds; every good answer renews it."""

_BELIEVED_DOWN_S = 5.0
"""How long a missing server is not asked again, seconds: answers without a model stay quick."""

_BELIEVED_BROKEN_S = 30.0
"""The same after the model ran out of memory or hung: asking again at once would repeat that."""

_LOOKING_SHARE = 1 / 15
"""Part of the time that may go into looking for a server that only times out."""

ThreadsFrom = Literal["set", "measured", "safe", "server"]
"""Who decided: the operator, `careergini tune`, our rule for this machine, or the server itself."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyModel:
    """A model that can be asked."""

    candidate: ModelCandidate
    server_version: str
    signature: RunnerSignature
    threads_from: ThreadsFrom
    calibration: Calibration | None
    available_bytes: int | None
    """Memory it may take, when the choice was made; None on another machine."""
    is_stale: bool
    """It was tuned, but for another version of model or server."""

    @property
    def name(self) -> str:
        """As the server names it."""
        return self.candidate.model.name

    @property
    def think(self) -> bool | None:
        """What to say about thinking: models that can are told not to, others must not be told."""
        return False if "thinking" in self.candidate.details.capabilities else None


class ModelServer:
    """Finds the model to ask, remembers it, and remembers for a while that there is none."""

    def __init__(
        self,
        *,
        client: OllamaClient,
        base_url: str,
        model: str | None,
        num_ctx: int,
        threads: int | Literal["auto"],
        calibrations: Calibrations,
        root: Path = Path("/"),
        affinity: frozenset[int] | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._wanted = model
        self._num_ctx = num_ctx
        self._threads = threads
        self._calibrations = calibrations
        self._root = root
        self._affinity = affinity
        self._now = now
        self._is_local = is_this_machine(base_url)
        host = urlsplit(base_url).netloc or base_url
        self._host = f"{host} on {platform.node()}" if self._is_local else host
        self._looking = asyncio.Lock()
        self._ready: ReadyModel | None = None
        self._failure: TemporaryFailure | None = None
        self._believed_until = float("-inf")

    @property
    def cpu_budget(self) -> CpuBudget | None:
        """Of the server's machine; None when that is not this one."""
        if not self._is_local:
            return None
        return read_cpu_budget(root=self._root, affinity=self._affinity)

    async def ready(self) -> ReadyModel:
        """The model to ask, from memory where possible.

        Raises:
            ModelUnavailable: there is none; within seconds at most, at once when just seen.
        """
        if (believed := self._believed()) is not None:
            return believed
        async with self._looking:
            if (believed := self._believed()) is not None:
                return believed
            began = self._now()
            try:
                self._ready = await self._look()
            except TemporaryFailure as error:
                self.failed(error, looked_s=self._now() - began)
                raise ModelUnavailable(str(error), retry_after_s=_BELIEVED_DOWN_S) from error
            self.worked()
            return self._ready

    def worked(self) -> None:
        """The server has just answered."""
        self._failure = None
        self._believed_until = self._now() + _BELIEVED_UP_S

    def failed(self, error: TemporaryFailure, *, looked_s: float = 0.0) -> None:
        """The server has just failed to answer: do not ask it for a while.

        Args:
            error: what happened.
            looked_s: seconds it took to find out; the longer, the later the next look.
        """
        if self._failure is None:
            _log.warning("model_became_unavailable", reason=str(error))
        self._failure = error
        broken = isinstance(error, ModelOutOfMemory | ModelSilent)
        least_s = _BELIEVED_BROKEN_S if broken else _BELIEVED_DOWN_S
        self._believed_until = self._now() + max(least_s, looked_s / _LOOKING_SHARE)

    def forget(self) -> None:
        """Look again at the next question (after a tuning, or when a model went missing)."""
        self._believed_until = float("-inf")
        self._ready = None

    def key(self, ready: ReadyModel) -> CalibrationKey:
        """What a measurement of this model is valid for."""
        return _key(
            ready.candidate.model, ready.signature, version=ready.server_version, host=self._host
        )

    def keep(self, calibration: Calibration) -> None:
        """Store a measurement; the next question uses it."""
        self._calibrations.keep(calibration)
        self.forget()

    def _believed(self) -> ReadyModel | None:
        if self._now() >= self._believed_until:
            return None
        if self._failure is not None:
            raise ModelUnavailable(
                str(self._failure), retry_after_s=self._believed_until - self._now()
            )
        return self._ready

    async def _look(self) -> ReadyModel:
        version = await self._client.version()
        installed = await self._client.installed()
        before = self._ready
        if before and before.server_version == version and before.candidate.model in installed:
            candidate, available = before.candidate, before.available_bytes
        else:
            available = await self._available_bytes()
            candidate = await self._choose(installed, available=available)
        # Read each time: `careergini tune` runs beside a service that is up.
        ready = self._with_threads(candidate, version=version, available=available)
        if ready != before:
            _log.info(
                "model_chosen",
                model=ready.name,
                server_version=version,
                threads=ready.signature.num_thread,
                threads_from=ready.threads_from,
                num_ctx=ready.signature.num_ctx,
            )
        return ready

    def _with_threads(
        self, candidate: ModelCandidate, *, version: str, available: int | None
    ) -> ReadyModel:
        family = candidate.model.family
        bare = signature_for(family=family, num_ctx=self._window(candidate), threads=None)
        key = _key(candidate.model, bare, version=version, host=self._host)
        calibration = self._calibrations.find(key)
        threads, threads_from = self._decide_threads(calibration)
        return ReadyModel(
            candidate=candidate,
            server_version=version,
            signature=signature_for(family=family, num_ctx=bare.num_ctx, threads=threads),
            threads_from=threads_from,
            calibration=calibration,
            available_bytes=available,
            is_stale=self._calibrations.stale(key),
        )

    async def _available_bytes(self) -> int | None:
        if not self._is_local:
            return None
        free = memory_plan.available_bytes(root=self._root)
        if free is None:
            return None
        # What the server's loaded models take now is theirs to give up for another model.
        return free + sum((await self._client.loaded_bytes()).values())

    async def _choose(
        self, installed: tuple[ServedModel, ...], *, available: int | None
    ) -> ModelCandidate:
        if self._wanted is not None:
            names = (self._wanted, f"{self._wanted}:latest")
            named = [model for model in installed if model.name in names]
            if not named:
                raise ModelMissing(
                    f"the model {self._wanted!r} is not installed: run 'ollama pull {self._wanted}'"
                )
            return await self._candidate(named[0])
        chosen = memory_plan.choose(
            [await self._candidate(model) for model in installed], available=available
        )
        if chosen is None:
            advice = memory_plan.recommended(available)
            reason = "none of the installed models fits" if installed else "no model is installed"
            raise ModelMissing(f"{reason}: run 'ollama pull {advice}'")
        return chosen

    async def _candidate(self, model: ServedModel) -> ModelCandidate:
        details = await self._client.details(model.name)
        signature = signature_for(family=model.family, num_ctx=self._num_ctx, threads=None)
        return ModelCandidate(
            model=model,
            details=details,
            need=memory_plan.memory_need(
                model, details, num_ctx=signature.num_ctx, num_batch=signature.num_batch
            ),
        )

    def _window(self, candidate: ModelCandidate) -> int:
        trained = memory_plan.trained_window(candidate.details)
        return min(self._num_ctx, trained) if trained else self._num_ctx

    def _decide_threads(self, calibration: Calibration | None) -> tuple[int | None, ThreadsFrom]:
        if self._threads != "auto":
            return self._threads, "set"
        if calibration is not None:
            return calibration.threads, "measured"
        if (budget := self.cpu_budget) is not None:
            return budget.safe_threads, "safe"
        return None, "server"


def is_this_machine(base_url: str) -> bool:
    """Whether the server runs here, so that our view of CPUs and memory is its own.

    >>> is_this_machine("http://127.0.0.1:11434"), is_this_machine("http://ollama:11434")
    (True, False)
    """
    host = urlsplit(base_url if "://" in base_url else f"http://{base_url}").hostname or ""
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _key(
    model: ServedModel, signature: RunnerSignature, *, version: str, host: str
) -> CalibrationKey:
    return CalibrationKey(
        model=model.name,
        digest=model.digest,
        server_version=version,
        host=host,
        num_ctx=signature.num_ctx,
        num_batch=signature.num_batch,
    )
