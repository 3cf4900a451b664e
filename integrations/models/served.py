"""What a model server tells us, and the ways it refuses: light to import, without any SDK."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.errors import ModelTimedOut, ModelUnavailable


class PromptTooLong(ModelUnavailable):
    """The server refused the prompt because it exceeds the context window."""


class ModelBusy(ModelUnavailable):
    """The server's load queue is full; a retry a moment later makes sense."""


class ModelMissing(ModelUnavailable):
    """The server has no such model."""


class ServerGone(ModelUnavailable):
    """Nobody answers at the server's address, or the connection broke."""


class ModelSilent(ModelTimedOut):
    """Far longer without a word than loading and reading take: the server hangs."""


class ModelOutOfMemory(ModelUnavailable):
    """The model's process died or could not start, most likely for want of memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedModel:
    """One model of the server's list."""

    name: str
    digest: str
    size_bytes: int
    family: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelDetails:
    """What the server knows of one model; ``facts`` are the GGUF header values."""

    capabilities: frozenset[str]
    facts: Mapping[str, object]
