"""The one sentence that a model may add: bounded, checked by code, and never missed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from typing import Final

import structlog

from domain.digest.one_line import MAX_CHARS, checked_sentence
from domain.errors import CareerGiniError
from domain.ports import ChatModel
from prompts.catalogue import Catalogue

BUDGET_S: Final = 4.0
"""Longest wait for one sentence."""
SMALL_BACKLOG: Final = 8
"""Digests that may still be waiting; with more, sending them comes first."""

_log = structlog.get_logger(__name__)


class SentenceWriter:
    """Asks the model when nobody waits for it."""

    def __init__(
        self,
        *,
        model: ChatModel,
        prompts: Catalogue,
        backlog: Callable[[], int] | None = None,
        budget_s: float = BUDGET_S,
    ) -> None:
        """Take the model.

        Args:
            model: the language model.
            prompts: has ``digest_line``.
            backlog: how many digests are still owed; None when nobody knows.
            budget_s: seconds for one sentence.
        """
        self._model = model
        self._prompts = prompts
        self._backlog = backlog
        self._budget_s = budget_s

    async def is_idle(self, *, at_hand: int) -> bool:
        """Whether sentences may be asked for now.

        Args:
            at_hand: digests in the batch that is being written.
        """
        waiting = at_hand if self._backlog is None else max(at_hand, self._backlog())
        if waiting > SMALL_BACKLOG or self._model.waiting().ahead:
            return False
        try:
            return await self._model.available()
        except CareerGiniError:
            return False

    async def write(self, facts: str) -> str | None:
        """A sentence that the facts support; None on any failure."""
        if not facts or self._model.waiting().ahead:
            return None
        prompt = self._prompts.render("digest_line", facts=facts)
        spoken: list[str] = []
        try:
            async with (
                asyncio.timeout(self._budget_s),
                aclosing(self._model.speak(prompt, timeout_s=self._budget_s)) as pieces,
            ):
                async for piece in pieces:
                    spoken.append(piece)
                    if sum(map(len, spoken)) > 2 * MAX_CHARS:
                        break
        except (TimeoutError, CareerGiniError) as error:
            _log.info("digest_sentence_missed", reason=type(error).__name__)
            return None
        sentence = checked_sentence("".join(spoken), facts=facts)
        if sentence is None:
            _log.info("digest_sentence_dropped", characters=sum(map(len, spoken)))
        return sentence
