"""What `careergini doctor` needs to know of the model server: plain facts, nothing printed."""

from __future__ import annotations

import asyncio
import re
from contextlib import aclosing
from dataclasses import dataclass

from domain.errors import ModelUnavailable, TemporaryFailure
from integrations.models.cpu_budget import CpuBudget
from integrations.models.gateway import Gateway
from integrations.models.model_server import ReadyModel, ThreadsFrom
from integrations.models.served import PromptTooLong, ServedModel

OLDEST_VERSION = (0, 33, 3)
"""First server version that refuses over-long prompts and counts cached tokens."""

_PROBE_LIMIT_S = 20.0
"""Longest wait for the refusal of an over-long prompt, seconds; the model may have to be loaded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """Facts; what could not be found out is None."""

    base_url: str
    problem: str | None
    """Why no model can be asked, with the remedy; None when one can."""
    server_version: str | None = None
    is_version_old: bool = False
    installed: tuple[ServedModel, ...] = ()
    chosen: str | None = None
    num_ctx: int | None = None
    need_bytes: int | None = None
    available_bytes: int | None = None
    threads: int | None = None
    threads_from: ThreadsFrom | None = None
    is_tuning_stale: bool = False
    cpu_budget: CpuBudget | None = None
    honours_truncate: bool | None = None
    """Whether the server refuses an over-long prompt instead of cutting it silently."""

    @property
    def fits(self) -> bool | None:
        """Whether the chosen model fits into the free memory."""
        if self.need_bytes is None or self.available_bytes is None:
            return None
        return self.need_bytes <= self.available_bytes

    @property
    def exceeds_quota(self) -> bool:
        """More threads than the CPU quota: many times slower than with fewer."""
        return (
            self.threads is not None
            and self.cpu_budget is not None
            and self.threads > self.cpu_budget.limit
        )


async def diagnose(gateway: Gateway, *, base_url: str, probe: bool = True) -> Diagnosis:
    """Look at the server.

    Args:
        gateway: whose server and model.
        base_url: for the report.
        probe: send one over-long prompt to see whether it is refused; this loads the model.
    """
    try:
        version = await gateway.client.version()
        installed = await gateway.client.installed()
    except TemporaryFailure as error:
        return Diagnosis(base_url=base_url, problem=str(error))
    is_old = is_older(version, than=OLDEST_VERSION)
    try:
        ready = await gateway.server.ready()
    except ModelUnavailable as error:
        return Diagnosis(
            base_url=base_url,
            problem=str(error),
            server_version=version,
            is_version_old=is_old,
            installed=installed,
            cpu_budget=gateway.server.cpu_budget,
        )
    return Diagnosis(
        base_url=base_url,
        problem=None,
        server_version=version,
        is_version_old=is_old,
        installed=installed,
        chosen=ready.name,
        num_ctx=ready.signature.num_ctx,
        need_bytes=ready.candidate.need.total,
        available_bytes=ready.available_bytes,
        threads=ready.signature.num_thread,
        threads_from=ready.threads_from,
        is_tuning_stale=ready.is_stale,
        cpu_budget=gateway.server.cpu_budget,
        honours_truncate=await _refuses_too_long(gateway, ready) if probe else None,
    )


def is_older(version: str, *, than: tuple[int, ...]) -> bool:
    """Whether a server version is older; development builds ("0.0.0…") count as new.

    >>> is_older("0.33.2", than=(0, 33, 3)), is_older("0.40.12", than=(0, 33, 3))
    (True, False)
    """
    found = re.match(r"(\d+)\.(\d+)\.(\d+)", version)
    if found is None:
        return False
    numbers = tuple(int(number) for number in found.groups())
    return numbers != (0, 0, 0) and numbers < than


async def _refuses_too_long(gateway: Gateway, ready: ReadyModel) -> bool | None:
    # "a a a …" is at least half a token a letter everywhere, so this exceeds any window.
    over_long = "a " * (2 * ready.signature.num_ctx)
    frames = gateway.client.stream_chat(
        model=ready.name,
        messages=({"role": "user", "content": over_long},),
        options={**ready.signature.options(), "num_predict": 1},
        keep_alive=gateway.keep_alive,
        think=ready.think,
    )
    try:
        async with asyncio.timeout(_PROBE_LIMIT_S), aclosing(frames):
            async for _ in frames:
                return False
    except PromptTooLong:
        return True
    except (TimeoutError, TemporaryFailure):
        return None
    return None
