"""The language model behind an Ollama server, as the port wants it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Literal

import structlog
from pydantic import ValidationError

from domain.errors import ModelTimedOut, ModelUnavailable
from domain.ports import Answer, ChatModel, ModelWait, Prompt
from integrations.models.calibration import Calibrations
from integrations.models.gateway import Gateway, Patience
from integrations.models.model_server import ModelServer
from integrations.models.served import PromptTooLong
from integrations.models.spoken_text import WithoutThinking
from integrations.models.waiting_line import Urgency

_DECIDING = 0.0
_SPEAKING = 0.3
"""Temperatures: decisions repeat exactly; speech may vary a little."""

_MAX_QUOTED_ANSWER = 1500
"""Characters of a wrong answer that are shown to the model for its repair."""

_log = structlog.get_logger(__name__)


class OllamaModel(ChatModel):
    """Questions to the one model that the gateway has chosen, at one urgency."""

    def __init__(self, *, gateway: Gateway, urgency: Urgency = Urgency.CONVERSATION) -> None:
        self.gateway = gateway
        self._urgency = urgency

    def in_background(self) -> OllamaModel:
        """The same model for work that nobody watches: conversations go first."""
        return OllamaModel(gateway=self.gateway, urgency=Urgency.BACKGROUND)

    async def warm_up(self, *, timeout_s: float = 120.0) -> None:
        """Load the model now, so that the first question need not wait for that.

        Raises:
            ModelUnavailable, ModelTimedOut: it could not be loaded.
        """
        await self.gateway.load(timeout_s=timeout_s)

    async def available(self) -> bool:
        """Whether there is a model to ask; believed for seconds, so mostly without a call."""
        try:
            await self.gateway.server.ready()
        except ModelUnavailable:
            return False
        return True

    async def choose(self, prompt: Prompt, *, answer: type[Answer], timeout_s: float) -> Answer:
        """An answer that validates as ``answer``; a wrong one is shown to the model once.

        Raises:
            ModelUnavailable: no model, or two wrong answers.
            ModelTimedOut: ``timeout_s`` (waiting in line included) is over.
            UserMistake: the prompt is too long.
        """
        from integrations.models.ollama_client import json_schema

        schema = json_schema(answer)
        deadline = asyncio.get_running_loop().time() + timeout_s
        try:
            async with asyncio.timeout_at(deadline):
                said = await self._whole(prompt, schema=schema, deadline=deadline)
                try:
                    return answer.model_validate_json(_json_in(said))
                except ValidationError as error:
                    faults = _faults(error)
                    _log.info("answer_not_valid", prompt=prompt.name, faults=error.error_count())
                said = await self._whole(
                    _repair(prompt, said=said, faults=faults), schema=schema, deadline=deadline
                )
        except TimeoutError as error:
            raise ModelTimedOut("the model did not answer in time") from error
        try:
            return answer.model_validate_json(_json_in(said))
        except ValidationError as error:
            _log.warning("answer_not_repaired", prompt=prompt.name, faults=error.error_count())
            raise ModelUnavailable("the model gave no valid answer twice") from error

    async def speak(self, prompt: Prompt, *, timeout_s: float) -> AsyncGenerator[str, None]:
        """Free text, piece by piece; closing the iterator stops the model.

        Raises:
            ModelUnavailable: no model, or its answer broke off: what came is not the answer.
            ModelTimedOut: too long silent, or ``timeout_s`` (waiting in line included) is over.
            UserMistake: the prompt is too long.
        """
        deadline = asyncio.get_running_loop().time() + timeout_s
        audible = WithoutThinking()
        pieces = self.gateway.stream(
            prompt, deadline=deadline, urgency=self._urgency, temperature=_SPEAKING
        )
        async with aclosing(pieces):
            async for piece in pieces:
                if text := audible.take(piece):
                    yield text
        if rest := audible.rest():
            yield rest

    def waiting(self) -> ModelWait:
        """The queue in front of the model now."""
        return self.gateway.waiting()

    async def _whole(self, prompt: Prompt, *, schema: dict[str, object], deadline: float) -> str:
        try:
            return await self._whole_once(prompt, schema=schema, deadline=deadline)
        except PromptTooLong:  # an old server cut silently; the next try is shorter
            return await self._whole_once(prompt, schema=schema, deadline=deadline)

    async def _whole_once(
        self, prompt: Prompt, *, schema: dict[str, object], deadline: float
    ) -> str:
        pieces = self.gateway.stream(
            prompt,
            deadline=deadline,
            urgency=self._urgency,
            temperature=_DECIDING,
            schema=schema,
        )
        async with aclosing(pieces):
            return "".join([piece async for piece in pieces])


@asynccontextmanager
async def open_model(
    *,
    base_url: str,
    model: str | None = None,
    num_ctx: int = 4096,
    threads: int | Literal["auto"] = "auto",
    keep_alive: str = "30m",
    calibration_path: Path,
    patience: Patience | None = None,
) -> AsyncIterator[OllamaModel]:
    """A model for the time of the block. Nothing is asked of the server before the first question.

    Args:
        base_url: of the Ollama server.
        model: its name; None takes the best installed one that fits into the free memory.
        num_ctx: context window in tokens, fixed for the model's life.
        threads: CPU threads, or auto: what was measured, else a safe number.
        keep_alive: how long the server keeps the model loaded (Ollama duration).
        calibration_path: the file with what `careergini tune` measured.
        patience: how long silence is borne.

    Raises:
        Misconfigured: ``base_url`` is no address.
    """
    from integrations.models.ollama_client import OllamaClient

    async with OllamaClient(base_url=base_url) as client:
        server = ModelServer(
            client=client,
            base_url=base_url,
            model=model,
            num_ctx=num_ctx,
            threads=threads,
            calibrations=Calibrations(calibration_path),
        )
        yield OllamaModel(
            gateway=Gateway(client=client, server=server, keep_alive=keep_alive, patience=patience)
        )


def _repair(prompt: Prompt, *, said: str, faults: str) -> Prompt:
    # The beginning stays the same bytes, so the server computes only what is new.
    quoted = said[:_MAX_QUOTED_ANSWER].replace("<", "‹")
    return replace(
        prompt,
        user=f"{prompt.user}\n\nYour answer was not valid: {faults}\n<your_answer>\n{quoted}\n"
        "</your_answer>\nAnswer again. Write only the corrected JSON.",
    )


def _faults(error: ValidationError) -> str:
    listed = error.errors(include_url=False, include_input=False, include_context=False)
    return "; ".join(
        f"{'.'.join(map(str, fault['loc'])) or 'JSON'}: {fault['msg']}" for fault in listed[:4]
    )[:400]


def _json_in(said: str) -> str:
    """The first whole JSON value in the text, or the text itself.

    Models that void the schema when told not to think wrap their JSON in prose or a code fence.

    >>> _json_in('Sure! ```json {"agent": "help"} ```')
    '{"agent": "help"}'
    """
    text = said.rpartition("</think>")[2]
    for start in _openings(text):
        try:
            _, end = json.JSONDecoder().raw_decode(text, start)
        except json.JSONDecodeError:
            continue
        return text[start:end]
    return text


def _openings(text: str) -> Iterator[int]:
    # A few suffice, and a long run of braces must not cost quadratic time.
    found = [index for index, character in enumerate(text) if character in "{["]
    return iter(found[:8])
