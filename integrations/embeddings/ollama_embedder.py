"""Embeddings computed by the Ollama server."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from domain.errors import Misconfigured, ModelUnavailable
from domain.ports import Embedder

if TYPE_CHECKING:
    from integrations.models.ollama_client import OllamaClient

_SLICE_TEXTS = 16
"""Texts per request, so that a chat question gets its turn on the server in between."""


class OllamaEmbedder(Embedder):
    """Unit vectors from an embedding model of the server. Use :func:`open_ollama_embedder`."""

    def __init__(
        self,
        *,
        client: OllamaClient,
        model: str,
        digest: str,
        dimension: int,
        keep_alive: str,
        timeout_s: float,
    ) -> None:
        self._client = client
        self._model = model
        self._digest = digest
        self._dimension = dimension
        self._keep_alive = keep_alive
        self._timeout_s = timeout_s

    @property
    def model_id(self) -> str:
        """The server's name for the model and the beginning of its digest."""
        return f"ollama/{self._model}@{self._digest.removeprefix('sha256:')[:12]}"

    @property
    def dimension(self) -> int:
        return self._dimension

    async def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """One unit vector per text, in order.

        Raises:
            ModelUnavailable: the server is gone, or it answers with other vectors than it promised.
            ModelTimedOut: a slice of the texts took longer than ``timeout_s``.
        """
        vectors: list[Sequence[float]] = []
        for start in range(0, len(texts), _SLICE_TEXTS):
            part = texts[start : start + _SLICE_TEXTS]
            computed = await self._client.vectors(
                model=self._model,
                texts=part,
                keep_alive=self._keep_alive,
                timeout_s=self._timeout_s,
            )
            if len(computed) != len(part) or any(len(v) != self._dimension for v in computed):
                raise ModelUnavailable(
                    f"the embedding model {self._model!r} answers with vectors of another shape"
                )
            vectors.extend(_unit(vector) for vector in computed)
        return vectors


@asynccontextmanager
async def open_ollama_embedder(
    *, base_url: str, model: str, keep_alive: str = "30m", timeout_s: float = 60.0
) -> AsyncIterator[OllamaEmbedder]:
    """An embedder for the time of the block; asks the server for the model's digest and size.

    Args:
        base_url: of the Ollama server.
        model: an embedding model installed there.
        keep_alive: how long the server keeps it loaded (Ollama duration).
        timeout_s: longest wait for the vectors of up to 16 texts, loading included.

    Raises:
        Misconfigured: the model is not installed there or computes no embeddings.
        ModelUnavailable: the server does not answer.
    """
    from integrations.models.ollama_client import OllamaClient

    async with OllamaClient(base_url=base_url) as client:
        installed = {served.name: served for served in await client.installed()}
        served = installed.get(model) or installed.get(f"{model}:latest")
        if served is None:
            raise Misconfigured(
                f"the embedding model {model!r} is not installed on {base_url}: run "
                f"'ollama pull {model}' or change CAREERGINI_EMBEDDING__MODEL"
            )
        [probe] = await client.vectors(
            model=served.name, texts=["ready?"], keep_alive=keep_alive, timeout_s=timeout_s
        ) or [()]
        if not probe:
            raise Misconfigured(
                f"{model!r} on {base_url} computes no embeddings: name an embedding model in "
                "CAREERGINI_EMBEDDING__MODEL"
            )
        yield OllamaEmbedder(
            client=client,
            model=served.name,
            digest=served.digest,
            dimension=len(probe),
            keep_alive=keep_alive,
            timeout_s=timeout_s,
        )


def _unit(vector: Sequence[float]) -> Sequence[float]:
    length = math.hypot(*vector)
    return [value / length for value in vector] if length else vector
