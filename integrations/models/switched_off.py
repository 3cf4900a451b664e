"""The model of an operator who wants none."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from domain.errors import ModelUnavailable
from domain.ports import Answer, ChatModel, Prompt

_SWITCHED_OFF = "the language model is switched off (CAREERGINI_MODEL__ENABLED)"


class SwitchedOffModel(ChatModel):
    """Never available; asking it is answered at once."""

    async def available(self) -> bool:
        return False

    async def choose(self, prompt: Prompt, *, answer: type[Answer], timeout_s: float) -> Answer:
        del prompt, answer, timeout_s
        raise ModelUnavailable(_SWITCHED_OFF)

    async def speak(self, prompt: Prompt, *, timeout_s: float) -> AsyncGenerator[str, None]:
        del prompt, timeout_s
        raise ModelUnavailable(_SWITCHED_OFF)
        yield  # makes this an asynchronous generator, as the port has it
