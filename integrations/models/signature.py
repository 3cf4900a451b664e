"""The fixed settings that a model is loaded with.

Ollama reloads a model, and forgets every prompt it has computed, when a call differs in any of
these. So every call takes them from here and nobody sets them elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

_DEFAULT_BATCH = 256
"""Prompt tokens computed in one go. Cancelling waits for the running batch, so it is kept small."""

_BATCH_OF_FAMILY = {
    # Sliding-window and hybrid models recompute long prompts: larger batches pay there.
    "gemma3": 512,
    "gemma4": 512,
    "granitehybrid": 512,
    "lfm2": 512,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerSignature:
    """What must not change between two calls to a model.

    ``num_ctx`` and ``num_batch`` are tokens. ``num_thread`` is None where the server runs on
    another machine and nothing was measured: then it is never sent, which is a constant as well.
    """

    num_ctx: int
    num_batch: int
    num_thread: int | None

    def options(self) -> dict[str, int | float]:
        """The same as options of the Ollama API."""
        options: dict[str, int | float] = {"num_ctx": self.num_ctx, "num_batch": self.num_batch}
        if self.num_thread is not None:
            options["num_thread"] = self.num_thread
        return options


def signature_for(*, family: str, num_ctx: int, threads: int | None) -> RunnerSignature:
    """The signature of a model of this family (as ``/api/tags`` names it).

    >>> signature_for(family="qwen2", num_ctx=4096, threads=2).options()
    {'num_ctx': 4096, 'num_batch': 256, 'num_thread': 2}
    """
    batch = _BATCH_OF_FAMILY.get(family, _DEFAULT_BATCH)
    return RunnerSignature(num_ctx=num_ctx, num_batch=min(batch, num_ctx), num_thread=threads)
