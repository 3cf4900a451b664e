"""The Ollama API as we use it: the only module that imports ``ollama``.

Why a subclass: ``AsyncClient.chat`` cannot send ``truncate`` and ``shift`` (without them the server
drops text silently), its answers lose ``prompt_eval_cached_count``, it waits for ever by default,
lets httpx errors through, and sends ``OLLAMA_API_KEY`` to whatever host it is given. The private
``_request`` is used for that, so the version of ``ollama`` is pinned and the wire is under test.
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import aclosing, contextmanager
from json import JSONDecodeError
from typing import Any

import httpx
from ollama import AsyncClient, ChatResponse, EmbedResponse, ResponseError
from pydantic import BaseModel, ValidationError

from domain.errors import Defect, Misconfigured, ModelTimedOut, ModelUnavailable
from integrations.models.served import (
    ModelBusy,
    ModelDetails,
    ModelMissing,
    ModelOutOfMemory,
    PromptTooLong,
    ServedModel,
    ServerGone,
)

_LOOK_TIMEOUT_S = 3.0
"""Longest wait for an answer that needs no computing (version, list, show), seconds."""

_CONNECT_TIMEOUT_S = 2.0
"""Longest wait for a connection, seconds: a machine that is off must not hold up an answer."""

_TOO_LONG = re.compile(
    r"context length|exceeds? the (?:available )?context|longer than the context|too long",
    re.IGNORECASE,
)
_OUT_OF_MEMORY = re.compile(
    r"unexpectedly stopped|terminated|out of memory|more system memory|unable to (?:load|allocate)",
    re.IGNORECASE,
)


class ChatChunk(ChatResponse):
    """One frame of an answer; the last one has ``done`` and the counters."""

    prompt_eval_cached_count: int | None = None


class _Version(BaseModel):
    version: str


class OllamaClient(AsyncClient):
    """One connection pool to one server. Errors are ours: none of httpx or ollama leaves here."""

    def __init__(self, *, base_url: str) -> None:
        try:
            super().__init__(
                host=base_url,
                # The prompts hold resumes: they go to this host and nowhere else.
                follow_redirects=False,
                trust_env=False,
                timeout=httpx.Timeout(_LOOK_TIMEOUT_S, connect=_CONNECT_TIMEOUT_S),
            )
        except (ValueError, httpx.InvalidURL) as error:
            raise Misconfigured(
                f"{base_url!r} is no address of a model server: write CAREERGINI_MODEL__BASE_URL "
                "like http://127.0.0.1:11434"
            ) from error
        self._client.headers.pop("authorization", None)
        self._base_url = base_url

    async def version(self) -> str:
        """The server's version."""
        with self._translated():
            found = await self._request(_Version, "GET", "/api/version")
        return found.version

    async def installed(self) -> tuple[ServedModel, ...]:
        """The models on the server's disk."""
        with self._translated():
            listed = await self.list()
        return tuple(
            ServedModel(
                name=model.model,
                digest=model.digest or "",
                size_bytes=int(model.size or 0),
                family=(model.details.family or "") if model.details else "",
            )
            for model in listed.models
            if model.model
        )

    async def loaded_bytes(self) -> Mapping[str, int]:
        """Memory that each loaded model takes, by name."""
        with self._translated():
            running = await self.ps()
        return {model.model: int(model.size or 0) for model in running.models if model.model}

    async def details(self, model: str) -> ModelDetails:
        """Capabilities and header values of a model."""
        with self._translated(model):
            shown = await self.show(model)
        return ModelDetails(
            capabilities=frozenset(shown.capabilities or ()), facts=dict(shown.modelinfo or {})
        )

    async def stream_chat(
        self,
        *,
        model: str,
        messages: Sequence[Mapping[str, str]],
        options: Mapping[str, int | float],
        keep_alive: str,
        schema: Mapping[str, object] | None = None,
        think: bool | None = None,
    ) -> AsyncGenerator[ChatChunk, None]:
        """Frames of an answer as they come; closing the iterator cancels the computation.

        The caller bounds the time of every frame; here only connecting is bounded.

        Raises:
            PromptTooLong, ModelBusy, ModelMissing, ModelOutOfMemory, ServerGone, ModelUnavailable.
        """
        body: dict[str, object] = {
            "model": model,
            "messages": list(messages),
            "options": dict(options),
            "keep_alive": keep_alive,
            "stream": True,
            # Refuse instead of dropping the system prompt; stop instead of sliding the window.
            "truncate": False,
            "shift": False,
        }
        if schema is not None:
            body["format"] = schema
        if think is not None:
            body["think"] = think
        with self._translated(model):
            frames = await self._request(
                ChatChunk,
                "POST",
                "/api/chat",
                json=body,
                stream=True,
                timeout=httpx.Timeout(None, connect=_CONNECT_TIMEOUT_S, pool=_CONNECT_TIMEOUT_S),
            )
            if not isinstance(frames, AsyncGenerator):
                raise Defect("ollama's stream is no generator any more: it could not be closed")
            async with aclosing(frames):
                async for frame in frames:
                    yield frame

    async def vectors(
        self, *, model: str, texts: Sequence[str], keep_alive: str, timeout_s: float
    ) -> Sequence[Sequence[float]]:
        """Embeddings of texts, in order; a text beyond the model's window is cut there."""
        body = {"model": model, "input": list(texts), "truncate": True, "keep_alive": keep_alive}
        with self._translated(model):
            answer = await self._request(
                EmbedResponse,
                "POST",
                "/api/embed",
                json=body,
                timeout=httpx.Timeout(timeout_s, connect=_CONNECT_TIMEOUT_S),
            )
        return answer.embeddings

    @contextmanager
    def _translated(self, model: str | None = None) -> Iterator[None]:
        try:
            yield
        except ResponseError as error:
            raise _refusal(error, model=model) from error
        except (httpx.ConnectError, httpx.ConnectTimeout, ConnectionError) as error:
            raise ServerGone(f"no model server answers at {self._base_url}") from error
        except httpx.TimeoutException as error:
            raise ModelTimedOut(f"the model server at {self._base_url} does not answer") from error
        except httpx.HTTPError as error:
            raise ServerGone(
                f"the connection to the model server at {self._base_url} broke"
            ) from error
        except (JSONDecodeError, ValidationError, TypeError, KeyError, AttributeError) as error:
            # The client unpacks whatever JSON it gets, so a stranger's answer fails in many ways.
            raise ModelUnavailable(
                f"what answers at {self._base_url} is not an Ollama server"
            ) from error


def _refusal(error: ResponseError, *, model: str | None) -> ModelUnavailable:
    reason, status = str(error.error), error.status_code
    if status in (400, -1, 500) and _TOO_LONG.search(reason):
        return PromptTooLong(f"the prompt is too long for {model!r}")
    if status == 404:
        return ModelMissing(f"the model {model!r} is not installed: run 'ollama pull {model}'")
    if status in (429, 503):
        return ModelBusy("the model server's queue is full", retry_after_s=1.0)
    if status in (500, -1) and _OUT_OF_MEMORY.search(reason):
        return ModelOutOfMemory(
            f"the model {model!r} stopped, most likely for want of memory", retry_after_s=30.0
        )
    return ModelUnavailable(f"the model server refused the request (status {status})")


def json_schema(answer: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema that constrains an answer, without the parts that only cost tokens."""
    return _lean(answer.model_json_schema())


def _lean(schema: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, value in schema.items():
        if key in ("title", "description", "default") and not isinstance(value, dict):
            continue
        if key in ("properties", "$defs"):
            kept[key] = {name: _lean(part) for name, part in value.items()}
        elif isinstance(value, dict):
            kept[key] = _lean(value)
        elif isinstance(value, list):
            kept[key] = [_lean(part) if isinstance(part, dict) else part for part in value]
        else:
            kept[key] = value
    return kept
