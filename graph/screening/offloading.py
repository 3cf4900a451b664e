"""Where the heavy part of a step runs: in a thread, or wherever the composition root puts it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Offload(Protocol):
    """Runs a pure, module-level function elsewhere (``asyncio.to_thread`` is one)."""

    async def __call__(self, function: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Raises what the function raises, and TemporaryFailure when "elsewhere" is gone."""
