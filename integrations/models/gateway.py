"""The one place where the model is asked: fitted, in turn, bounded in time, and cancellable."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from domain.errors import ModelTimedOut, ModelUnavailable, UserMistake
from domain.ports import ModelWait, Prompt
from integrations.models.context_budget import FittedPrompt, TokenEstimate, fit, output_tokens
from integrations.models.model_server import ModelServer, ReadyModel
from integrations.models.served import (
    ModelBusy,
    ModelMissing,
    ModelOutOfMemory,
    ModelSilent,
    PromptTooLong,
    ServerGone,
)
from integrations.models.waiting_line import Urgency, WaitingLine

if TYPE_CHECKING:
    from integrations.models.ollama_client import ChatChunk, OllamaClient

_START_PREFILL_RATE = 40.0
_START_DECODE_RATE = 8.0
"""Tokens per second of a 4B model on a modest CPU: believed until the first answer."""

_RATE_LEARNING = 0.3
_TYPICAL_LENGTH = 0.5
"""Share of its token limit that an answer usually takes."""

_ATTEMPTS = 3
"""Tries of one question: a full queue or a wrong estimate of tokens are worth another."""

_GRACE_S = 1.0
"""After its deadline an answer that nobody closed holds the line only so long, seconds."""

_SEED = 7
"""Fixed, so that the same question gets the same answer from the same model."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long silence is borne, seconds."""

    load_s: float = 60.0
    """Added before the first piece, because the model may have to be loaded."""
    prefill_factor: float = 3.0
    """The estimated reading time of the prompt may take so many times as long."""
    between_pieces_s: float = 30.0


class Rates:
    """Speed of the model, learned from its own counters; tokens per second."""

    def __init__(self) -> None:
        self.prefill = _START_PREFILL_RATE
        self.decode = _START_DECODE_RATE

    def start_from(self, *, prefill: float, decode: float) -> None:
        """Begin with what a tuning measured."""
        self.prefill, self.decode = prefill, decode

    def learn(self, done: ChatChunk) -> None:
        """Take in the counters of a finished answer."""
        if done.prompt_eval_cached_count is not None and done.prompt_eval_duration:
            fresh = (done.prompt_eval_count or 0) - done.prompt_eval_cached_count
            if fresh >= 32:  # a few tokens say more about overhead than about speed
                seen = fresh / (done.prompt_eval_duration / 1e9)
                self.prefill += _RATE_LEARNING * (seen - self.prefill)
        if (done.eval_count or 0) >= 8 and done.eval_duration:
            seen = (done.eval_count or 0) / (done.eval_duration / 1e9)
            self.decode += _RATE_LEARNING * (seen - self.decode)

    def prefill_s(self, tokens: int) -> float:
        """Seconds until the first piece of an answer to so many tokens."""
        return tokens / self.prefill

    def answer_s(self, *, tokens: int, limit: int) -> float:
        """Seconds of a whole answer with this limit of output tokens."""
        return self.prefill_s(tokens) + _TYPICAL_LENGTH * limit / self.decode


class Gateway:
    """Owns every call to the language model."""

    def __init__(
        self,
        *,
        client: OllamaClient,
        server: ModelServer,
        keep_alive: str,
        line: WaitingLine | None = None,
        patience: Patience | None = None,
    ) -> None:
        self.client = client
        self.server = server
        self.keep_alive = keep_alive
        self.line = line or WaitingLine()
        self.rates = Rates()
        self._patience = patience or Patience()
        self._estimates: dict[str, TokenEstimate] = {}

    def waiting(self) -> ModelWait:
        """The queue in front of the model now."""
        return self.line.waiting()

    async def load(self, *, timeout_s: float) -> None:
        """Have the model in memory before the first question.

        Raises:
            ModelUnavailable, ModelTimedOut: it could not be loaded.
        """
        ready = await self.server.ready()
        deadline = asyncio.get_running_loop().time() + timeout_s
        async with AsyncExitStack() as stack:
            await self._enter_line(
                stack, urgency=Urgency.BACKGROUND, estimate_s=timeout_s / 2, deadline=deadline
            )
            frames = await stack.enter_async_context(
                aclosing(
                    self.client.stream_chat(
                        model=ready.name,
                        messages=(),
                        options=ready.signature.options(),
                        keep_alive=self.keep_alive,
                    )
                )
            )
            await _next_frame(frames, silence_s=timeout_s, deadline=deadline)
            self.server.worked()

    async def stream(
        self,
        prompt: Prompt,
        *,
        deadline: float,
        urgency: Urgency,
        temperature: float,
        schema: Mapping[str, object] | None = None,
    ) -> AsyncGenerator[str, None]:
        """The pieces of an answer; closing the iterator stops the computation.

        Args:
            prompt: shortened by our rule when it does not fit.
            deadline: on the event loop's clock; covers waiting, loading and answering.
            urgency: place in the line.
            temperature: 0 for decisions.
            schema: JSON schema of the answer, None for free text.

        Raises:
            ModelUnavailable, ModelTimedOut, UserMistake: as in the port.
            PromptTooLong: noticed after the last piece; what was said is about half a prompt.
        """
        ready = await self.server.ready()
        estimate = self._estimates.setdefault(ready.name, TokenEstimate())
        for attempt in range(1, _ATTEMPTS + 1):
            fitted = fit(prompt, num_ctx=ready.signature.num_ctx, estimate=estimate)
            has_spoken = False
            try:
                pieces = self._in_turn(
                    ready,
                    fitted,
                    deadline=deadline,
                    urgency=urgency,
                    temperature=temperature,
                    schema=schema,
                )
                async with aclosing(pieces):
                    async for piece in pieces:
                        has_spoken = True
                        yield piece
            except PromptTooLong as error:
                estimate.tighten()
                _log.info("prompt_refused_as_too_long", prompt=prompt.name, attempt=attempt)
                if has_spoken:  # only noticed at the end; the caller may ask again
                    raise
                if attempt == _ATTEMPTS:
                    raise UserMistake(
                        "This text is too long for the language model here. Send a shorter part "
                        "of it, or ask about one section."
                    ) from error
            except ModelBusy:
                if attempt == _ATTEMPTS:
                    raise
                # Spread over a quarter of a second, so that several waiting do not come together.
                await asyncio.sleep(attempt * random.uniform(0.1, 0.35))  # noqa: S311 - no secret
            except ModelMissing:
                self.server.forget()  # removed while we ran: choose again
                raise
            except (ServerGone, ModelOutOfMemory, ModelSilent) as error:
                self.server.failed(error)
                raise
            else:
                return

    async def _in_turn(
        self,
        ready: ReadyModel,
        fitted: FittedPrompt,
        *,
        deadline: float,
        urgency: Urgency,
        temperature: float,
        schema: Mapping[str, object] | None,
    ) -> AsyncGenerator[str, None]:
        prompt = fitted.prompt
        if fitted.left_out:
            _log.info("prompt_shortened", prompt=prompt.name, left_out_characters=fitted.left_out)
        limit = output_tokens(prompt, num_ctx=ready.signature.num_ctx)
        estimate_s = self.rates.answer_s(tokens=fitted.estimated_tokens, limit=limit)
        async with AsyncExitStack() as stack:
            await self._enter_line(stack, urgency=urgency, estimate_s=estimate_s, deadline=deadline)
            frames = await stack.enter_async_context(
                aclosing(
                    self.client.stream_chat(
                        model=ready.name,
                        messages=(
                            {"role": "system", "content": prompt.system},
                            {"role": "user", "content": prompt.user},
                        ),
                        options={
                            **ready.signature.options(),
                            "num_predict": limit,
                            "temperature": temperature,
                            "seed": _SEED,
                        },
                        keep_alive=self.keep_alive,
                        schema=schema,
                        think=ready.think,
                    )
                )
            )
            prefill_s = self.rates.prefill_s(fitted.estimated_tokens)
            silence_s = self._patience.load_s + self._patience.prefill_factor * prefill_s
            while True:
                frame = await _next_frame(frames, silence_s=silence_s, deadline=deadline)
                silence_s = self._patience.between_pieces_s
                if frame is None:
                    raise ModelUnavailable("the model's answer broke off")
                self.server.worked()
                if frame.message.content:
                    yield frame.message.content
                if frame.done:
                    self._finish(ready, fitted, frame)
                    return

    async def _enter_line(
        self, stack: AsyncExitStack, *, urgency: Urgency, estimate_s: float, deadline: float
    ) -> None:
        longest_s = deadline - asyncio.get_running_loop().time() + _GRACE_S
        try:
            async with asyncio.timeout_at(deadline):
                await stack.enter_async_context(
                    self.line.turn(urgency=urgency, estimate_s=estimate_s, longest_s=longest_s)
                )
        except TimeoutError as error:
            raise ModelTimedOut(
                "others kept the model busy for too long",
                retry_after_s=self.line.waiting().estimate_s,
            ) from error

    def _finish(self, ready: ReadyModel, fitted: FittedPrompt, done: ChatChunk) -> None:
        self.rates.learn(done)
        estimate = self._estimates[ready.name]
        tokens = done.prompt_eval_count or 0
        if estimate.is_truncated(fitted, tokens=tokens, num_ctx=ready.signature.num_ctx):
            # A server that does not know "truncate": what it answered is not about our prompt.
            _log.warning("prompt_truncated_by_server", prompt=fitted.prompt.name, tokens=tokens)
            raise PromptTooLong("the model server dropped part of the prompt")
        if tokens and done.prompt_eval_cached_count is not None:
            # Servers without that counter leave cached tokens out of the other one.
            estimate.learn(fitted.prompt, tokens=tokens)
        if done.done_reason == "length":
            _log.info("answer_reached_its_limit", prompt=fitted.prompt.name)


async def _next_frame(
    frames: AsyncGenerator[ChatChunk, None], *, silence_s: float, deadline: float
) -> ChatChunk | None:
    loop = asyncio.get_running_loop()
    patient_until = loop.time() + silence_s
    try:
        async with asyncio.timeout_at(min(patient_until, deadline)):
            return await anext(frames, None)
    except TimeoutError as error:
        if patient_until < deadline:
            raise ModelSilent("the model server does not go on with its answer") from error
        raise ModelTimedOut("the model did not answer in time") from error
