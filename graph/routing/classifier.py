"""A linear classifier over words, concepts, letters and, where there is one, an embedding."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Any

from domain.agents import AGENTS_OF, AgentId, Audience
from domain.errors import Defect
from graph.routing.features import features

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Scores = Mapping[AgentId, float]
"""Probability per agent; sums to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Weights for one audience: a row per agent."""

    agents: tuple[AgentId, ...]
    words: NDArray[np.float32]
    """agents x feature buckets"""
    meaning: NDArray[np.float32] | None
    """agents x embedding dimension; None for a head that does without"""
    temperature: float
    """Divides the scores, so that a confidence of 0.8 is right 80 % of the time."""

    def scores(self, text: str, *, vector: Sequence[float] | None = None) -> Scores:
        """Probabilities for a text.

        Args:
            text: as written by the person.
            vector: the text's embedding; needed when the head knows meaning.
        """
        import numpy as np

        found = features(text)
        buckets = np.fromiter(found.keys(), dtype=np.int64, count=len(found))
        values = np.fromiter(found.values(), dtype=np.float32, count=len(found))
        raw = self.words[:, buckets] @ values
        if self.meaning is not None:
            if vector is None:
                raise Defect("this head was trained with an embedding and got none")
            raw = raw + self.meaning @ np.asarray(vector, dtype=np.float32)
        scaled = [float(value) / self.temperature for value in raw]
        highest = max(scaled)
        shares = [math.exp(value - highest) for value in scaled]
        total = sum(shares)
        return {agent: share / total for agent, share in zip(self.agents, shares, strict=True)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Both heads of each audience, and what they were learnt from."""

    alone: Mapping[Audience, Head]
    with_meaning: Mapping[Audience, Head]
    model_id: str
    """The embedder whose vectors ``with_meaning`` understands; empty when none."""
    learnt_from: Mapping[Audience, str]
    """Fingerprint of the examples per audience."""


def best(scores: Scores) -> tuple[AgentId, float]:
    """The most probable agent and its probability."""
    agent = max(scores, key=lambda each: scores[each])
    return agent, scores[agent]


def load_weights() -> Weights:
    """The packaged weights; takes a few milliseconds once numpy is imported."""
    content = (files("graph.routing") / "weights.npz").read_bytes()
    return decode_weights(content)


def encode_weights(weights: Weights) -> bytes:
    """Weights as a compressed archive of one-byte numbers and scales."""
    import numpy as np

    arrays: dict[str, Any] = {"model_id": np.array(weights.model_id)}
    for audience in Audience:
        arrays[f"{audience.value}.learnt_from"] = np.array(weights.learnt_from[audience])
        for kind, heads in (("alone", weights.alone), ("joint", weights.with_meaning)):
            head = heads[audience]
            key = f"{audience.value}.{kind}"
            scale = float(np.abs(head.words).max()) / 127
            arrays[f"{key}.words"] = np.round(head.words / scale).astype(np.int8)
            arrays[f"{key}.scale"] = np.array(scale, dtype=np.float32)
            arrays[f"{key}.temperature"] = np.array(head.temperature, dtype=np.float32)
            if head.meaning is not None:
                arrays[f"{key}.meaning"] = head.meaning.astype(np.float16)
    out = BytesIO()
    np.savez_compressed(out, **arrays)
    return out.getvalue()


def decode_weights(content: bytes) -> Weights:
    """The inverse of :func:`encode_weights`; never unpickles."""
    import numpy as np

    with np.load(BytesIO(content), allow_pickle=False) as arrays:

        def head(audience: Audience, kind: str) -> Head:
            key = f"{audience.value}.{kind}"
            meaning = f"{key}.meaning"
            return Head(
                agents=AGENTS_OF[audience],
                words=arrays[f"{key}.words"].astype(np.float32) * arrays[f"{key}.scale"],
                meaning=arrays[meaning].astype(np.float32) if meaning in arrays else None,
                temperature=float(arrays[f"{key}.temperature"]),
            )

        return Weights(
            alone={audience: head(audience, "alone") for audience in Audience},
            with_meaning={audience: head(audience, "joint") for audience in Audience},
            model_id=str(arrays["model_id"]),
            learnt_from={
                audience: str(arrays[f"{audience.value}.learnt_from"]) for audience in Audience
            },
        )
