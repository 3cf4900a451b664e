"""Learn ``graph/routing/weights.npz`` anew: run after every change of examples or features.

``python -m evaluation.routing.train``
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

import graph.routing
from domain.agents import Audience
from graph.routing.classifier import encode_weights
from graph.routing.examples import load_examples
from graph.routing.training import learn, training_texts
from integrations.embeddings.fastembed_embedder import FastembedEmbedder


async def train() -> None:
    """Embed the examples with the packaged model, learn, and write the weights."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as cache:
        embedder = FastembedEmbedder(cache_folder=Path(cache), threads=1)
        vectors = {
            audience: await embedder.embed(training_texts(load_examples(audience)))
            for audience in Audience
        }
        weights = learn(vectors, model_id=embedder.model_id)
        embedder.close()
    content = encode_weights(weights)
    folder = Path(next(iter(graph.routing.__path__)))
    (folder / "weights.npz").write_bytes(content)
    print(f"{len(content) / 1e3:.0f} kB in {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    asyncio.run(train())
