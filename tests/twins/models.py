"""Models without a model: scripted answers, no server at all, and vectors from hashed words."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import AsyncGenerator, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

from pydantic import BaseModel

from domain.errors import CareerGiniError, Defect, ModelUnavailable
from domain.ports import Answer, ChatModel, Embedder, Prompt

Scripted = BaseModel | Mapping[str, object] | CareerGiniError
"""One answer of ``choose``: fields of the wanted model, the model itself, or what to raise."""

Spoken = Sequence[str | CareerGiniError]
"""The pieces of one speech; an error among them is raised when its turn comes."""

Line = TypeVar("Line")

ANY = "*"
"""The script key used for prompts that have no script of their own."""


class ScriptedModel(ChatModel):
    """Says what the test wrote, by prompt name (or ``"*"``); the last line repeats for ever.

    ``asked`` keeps every prompt in order, ``abandoned`` the names of speeches that were closed
    before their end.
    """

    def __init__(
        self,
        *,
        answers: Mapping[str, Sequence[Scripted]] | None = None,
        speech: Mapping[str, Sequence[Spoken]] | None = None,
    ) -> None:
        self._answers = {name: list(lines) for name, lines in (answers or {}).items()}
        self._speech = {name: list(lines) for name, lines in (speech or {}).items()}
        self.asked: list[Prompt] = []
        self.abandoned: list[str] = []

    async def available(self) -> bool:
        return True

    async def choose(self, prompt: Prompt, *, answer: type[Answer], timeout_s: float) -> Answer:
        self.asked.append(prompt)
        scripted = _next_line(self._answers, prompt.name)
        if isinstance(scripted, CareerGiniError):
            raise scripted
        if isinstance(scripted, BaseModel):
            scripted = scripted.model_dump()
        return answer.model_validate(scripted)

    async def speak(self, prompt: Prompt, *, timeout_s: float) -> AsyncGenerator[str, None]:
        self.asked.append(prompt)
        finished = False
        try:
            for piece in _next_line(self._speech, prompt.name):
                if isinstance(piece, CareerGiniError):
                    raise piece
                yield piece
            finished = True
        finally:
            if not finished:
                self.abandoned.append(prompt.name)


class NoModel(ChatModel):
    """There is no model server: every answer has to come from code."""

    async def available(self) -> bool:
        return False

    async def choose(self, prompt: Prompt, *, answer: type[Answer], timeout_s: float) -> Answer:
        raise ModelUnavailable("there is no model in this test")

    async def speak(self, prompt: Prompt, *, timeout_s: float) -> AsyncGenerator[str, None]:
        raise ModelUnavailable("there is no model in this test")
        yield ""  # makes this a generator, as the Protocol's streaming method is


class HashingEmbedder(Embedder):
    """Unit vectors from hashed words and neighbouring pairs: same words, near vectors.

    ``batches`` keeps what was asked, call by call.
    """

    def __init__(self, *, dimension: int = 64) -> None:
        self._dimension = dimension
        self.batches: list[tuple[str, ...]] = []

    @property
    def model_id(self) -> str:
        return f"hashing-{self._dimension}"

    @property
    def dimension(self) -> int:
        return self._dimension

    async def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        self.batches.append(tuple(texts))
        return [self._vector(text) for text in texts]

    def _vector(self, text: str) -> tuple[float, ...]:
        words = re.findall(r"\w+", text.lower())
        vector = [0.0] * self._dimension
        for feature in [*words, *(" ".join(pair) for pair in pairwise(words))] or [""]:
            digest = hashlib.blake2b(feature.encode(), digest_size=8).digest()
            vector[int.from_bytes(digest[:7]) % self._dimension] += 1.0 if digest[7] & 1 else -1.0
        length = math.hypot(*vector)
        if length == 0.0:  # features that cancelled each other out
            return (1.0, *[0.0] * (self._dimension - 1))
        return tuple(value / length for value in vector)


def _next_line(script: dict[str, list[Line]], name: str) -> Line:
    lines = script.get(name) or script.get(ANY)
    if not lines:
        raise Defect(f"the test has no script for the prompt {name!r}")
    return lines.pop(0) if len(lines) > 1 else lines[0]
