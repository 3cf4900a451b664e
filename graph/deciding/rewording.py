"""Other words for a message, by a model; code checks that no fact changed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from datetime import date
from typing import Final

import structlog

from domain.errors import CareerGiniError
from domain.outreach.rewording import checked_rewording
from domain.ports import ChatModel
from prompts.catalogue import Catalogue

BUDGET_S: Final = 30.0
"""Longest wait for a message, in seconds: on a processor alone it is a few words a second."""

_log = structlog.get_logger(__name__)


class LetterWording:
    """Asks a model for other words.

    Args:
        model: the language model.
        prompts: has ``outreach``.
        budget_s: seconds for one message.
    """

    def __init__(self, *, model: ChatModel, prompts: Catalogue, budget_s: float = BUDGET_S) -> None:
        self._model = model
        self._prompts = prompts
        self._budget_s = budget_s

    async def reworded(
        self, body: str, *, keep: Sequence[str], language: str, today: date
    ) -> str | None:
        """The message in other words; None when there is no model or a fact would change.

        Args:
            body: the message.
            keep: what has to stand word for word.
            language: ISO 639-1 code.
            today: for dated rules.
        """
        prompt = self._prompts.render("outreach", letter=body, language=language)
        spoken: list[str] = []
        try:
            if not await self._model.available():
                return None
            async with (
                asyncio.timeout(self._budget_s),
                aclosing(self._model.speak(prompt, timeout_s=self._budget_s)) as pieces,
            ):
                async for piece in pieces:
                    spoken.append(piece)
                    if sum(map(len, spoken)) > 2 * len(body):
                        break
        except (TimeoutError, CareerGiniError) as error:
            _log.info("outreach_not_reworded", reason=type(error).__name__)
            return None
        words = checked_rewording(body, "".join(spoken), keep=keep, today=today)
        if words is None:
            _log.info("outreach_rewording_dropped", characters=sum(map(len, spoken)))
        return words
