"""Time to the first token: through the gateway against a bare call to the same server.

    python -m evaluation.inference --url http://127.0.0.1:11434 [--rounds 40]

Both ways send the same request. They take turns within a round, in an order that changes, so that
a busy machine hits both alike. Exit code 1 when the gateway's median is over the goal.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import sys
import tempfile
import time
from contextlib import aclosing
from pathlib import Path

import httpx
import structlog

from domain.ports import Prompt
from integrations.models.ollama_model import OllamaModel, open_model

GOAL_SHARE, GOAL_S = 0.02, 0.010
"""The gateway may cost two per cent and ten milliseconds."""

SYSTEM = (
    "You are a calm, competent career colleague. Answer in short sentences and plain words. "
    "Say what you do not know. "
)
SUBJECTS = ("salary talks", "a first interview", "changing fields", "a career break", "remote work")


def question(chance: random.Random) -> Prompt:
    """A short question whose end differs every time: the server computes something fresh."""
    words = " ".join(chance.choices(("team", "city", "role", "week", "offer", "plan"), k=24))
    subject = f"{chance.choice(SUBJECTS)} (case {chance.randrange(10**6)})"
    return Prompt(
        name="measure",
        system=SYSTEM * 4,
        user=f"One tip about {subject}: {words}?",
        max_output_tokens=16,
    )


async def bare_first_token_s(client: httpx.AsyncClient, body: dict[str, object]) -> float:
    """Seconds from sending until the first piece of text, with nothing between."""
    began = time.perf_counter()
    first = None
    async with client.stream("POST", "/api/chat", json=body) as answer:
        answer.raise_for_status()
        async for line in answer.aiter_lines():
            frame = json.loads(line)
            if first is None and frame["message"]["content"]:
                first = time.perf_counter() - began
    assert first is not None
    return first


async def gateway_first_token_s(model: OllamaModel, prompt: Prompt) -> float:
    """Seconds from asking until the first piece of text, as an agent asks."""
    began = time.perf_counter()
    first = None
    async with aclosing(model.speak(prompt, timeout_s=120)) as pieces:
        async for _ in pieces:
            if first is None:
                first = time.perf_counter() - began
    assert first is not None
    return first


async def bare_body(model: OllamaModel, prompt: Prompt) -> dict[str, object]:
    """What the gateway sends for this prompt."""
    ready = await model.gateway.server.ready()
    options = {**ready.signature.options(), "num_predict": prompt.max_output_tokens}
    return {
        "model": ready.name,
        "messages": [
            {"role": "system", "content": prompt.system},
            {"role": "user", "content": prompt.user},
        ],
        "options": {**options, "temperature": 0.3, "seed": 7},
        "keep_alive": model.gateway.keep_alive,
        "stream": True,
        "truncate": False,
        "shift": False,
    }


async def measure(url: str, *, rounds: int, threads: int) -> dict[str, float]:
    """Medians in seconds of both ways, and of their differences within a round."""
    chance = random.Random(11)
    bare: list[float] = []
    through: list[float] = []
    folder = Path(tempfile.mkdtemp(prefix="careergini-inference-"))
    async with (
        open_model(
            base_url=url,
            threads=threads,
            num_ctx=2048,
            calibration_path=folder / "calibration.json",
        ) as model,
        httpx.AsyncClient(base_url=url, timeout=120, trust_env=False) as client,
    ):
        await model.warm_up()
        await gateway_first_token_s(model, question(chance))
        await bare_first_token_s(client, await bare_body(model, question(chance)))
        for _ in range(rounds):
            ways = ["bare", "gateway"]
            chance.shuffle(ways)
            for way in ways:
                prompt = question(chance)
                if way == "bare":
                    bare.append(await bare_first_token_s(client, await bare_body(model, prompt)))
                else:
                    through.append(await gateway_first_token_s(model, prompt))
    return {
        "bare_p50_s": statistics.median(bare),
        "gateway_p50_s": statistics.median(through),
        "paired_difference_p50_s": statistics.median(
            after - before for before, after in zip(bare, through, strict=True)
        ),
    }


def main() -> int:
    """Measure, print, and say whether the goal was reached."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--url", required=True, help="address of the Ollama server")
    options.add_argument("--rounds", type=int, default=40, help="pairs of calls")
    options.add_argument("--threads", type=int, default=1, help="CPU threads of the model")
    chosen = options.parse_args()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    found = asyncio.run(measure(chosen.url, rounds=chosen.rounds, threads=chosen.threads))
    allowed_s = found["bare_p50_s"] * (1 + GOAL_SHARE) + GOAL_S
    reached = found["gateway_p50_s"] <= allowed_s
    print(
        json.dumps(
            {**found, "allowed_p50_s": allowed_s, "rounds": chosen.rounds, "reached": reached},
            indent=2,
        )
    )
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
