"""Measure the router on labelled utterances that it was not trained on.

``python -m evaluation.routing`` (halves A and B by hash of the text; only A may be used to tune).
``--errors a`` lists what half A got wrong; ``--no-embedder`` measures words alone.

Four more sets were each written without a look at the examples, routed once, and only then read;
three of recruiters by somebody who knew the examples, and the agents' verbs for the first of them;
four of seekers in two voices (terse, and wordy in a second language) after their abilities grew;
``FIRST_RUN`` keeps what that first run said, the honest figure for people the router never met.
What the sets got wrong has been studied since, so their present accuracy is no longer blind.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import logging
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

from domain.agents import AgentId, Audience
from domain.turns import Dialogue, Route
from graph.routing.layered import LayeredRouter
from integrations.embeddings.fastembed_embedder import FastembedEmbedder

UTTERANCES = Path(__file__).with_name("utterances.tsv")
FIRST_RUN: Mapping[str, float] = {
    "independent": 0.901,
    "blind": 0.814,
    "fresh": 0.875,
    "final": 0.925,
    "recruiters": 0.668,
    "recruiters_later": 0.738,
    "recruiters_last": 0.840,
    "seekers_terse": 0.905,
    "seekers_wordy": 0.885,
    "seekers_later": 0.758,
    "seekers_last": 0.886,
}
"""Set to its accuracy (0 to 1) when it was routed for the first time, embedder on, no model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One utterance with the agents that should answer."""

    audience: Audience
    agents: tuple[AgentId, ...]
    language: str
    text: str

    @property
    def half(self) -> str:
        """``a`` (for tuning) or ``b`` (reported)."""
        return "ab"[hashlib.sha256(self.text.encode()).digest()[0] & 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the router said and how long it took."""

    wanted: Labelled
    route: Route
    elapsed_ms: float

    @property
    def right(self) -> bool:
        """The same agents; for a single one the router may not add another."""
        return set(self.route.agents) == set(self.wanted.agents)


def load_utterances(path: Path = UTTERANCES) -> list[Labelled]:
    """Read ``audience, agents joined by +, language, text`` per line."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        audience, agents, language, words = line.split("\t")
        found.append(
            Labelled(
                audience=Audience(audience),
                agents=tuple(AgentId(agent) for agent in agents.split("+")),
                language=language,
                text=words,
            )
        )
    return found


async def measure(router: LayeredRouter, utterances: Sequence[Labelled]) -> list[Outcome]:
    """Route every utterance once."""
    outcomes = []
    for labelled in utterances:
        started = time.perf_counter()
        route = await router.route(labelled.text, audience=labelled.audience, dialogue=Dialogue())
        elapsed_ms = (time.perf_counter() - started) * 1000
        outcomes.append(Outcome(wanted=labelled, route=route, elapsed_ms=elapsed_ms))
    return outcomes


def accuracy(outcomes: Sequence[Outcome]) -> float:
    """Share of right routes, 0 to 1."""
    return sum(outcome.right for outcome in outcomes) / max(1, len(outcomes))


def _table(title: str, outcomes: Sequence[Outcome], key: Callable[[Outcome], str]) -> None:
    print(f"\n{title}")
    for name in sorted({key(outcome) for outcome in outcomes}):
        group = [outcome for outcome in outcomes if key(outcome) == name]
        print(f"  {name:20} {accuracy(group):6.3f}  n={len(group)}")


def _agents(agents: Sequence[AgentId]) -> str:
    return "+".join(agent.value for agent in agents)


def report(outcomes: Sequence[Outcome], *, errors_of: str) -> None:
    """Print the figures."""
    for half in "ab":
        group = [outcome for outcome in outcomes if outcome.wanted.half == half]
        print(f"half {half.upper()}: accuracy {accuracy(group):.3f}  n={len(group)}")
    reported = [outcome for outcome in outcomes if outcome.wanted.half == "b"]
    _table("half B by language", reported, lambda outcome: outcome.wanted.language)
    _table("half B by audience", reported, lambda outcome: outcome.wanted.audience.value)
    _table("half B by agent", reported, lambda outcome: _agents(outcome.wanted.agents))
    _table("half B by stage", reported, lambda outcome: outcome.route.by)
    print("\nhalf B by confidence")
    for low, high in ((0.0, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.01)):
        group = [outcome for outcome in reported if low <= outcome.route.confidence < high]
        print(
            f"  {low:.1f}-{min(high, 1.0):.1f}              {accuracy(group):6.3f}  n={len(group)}"
        )
    confusions = Counter(
        (_agents(outcome.wanted.agents), _agents(outcome.route.agents))
        for outcome in reported
        if not outcome.right
    )
    print("\nhalf B confusions (wanted -> got)")
    for (wanted, got), count in confusions.most_common():
        print(f"  {count} x {wanted} -> {got}")
    times = sorted(outcome.elapsed_ms for outcome in outcomes)
    p95 = times[len(times) * 19 // 20]
    print(f"\nms per route: p50 {statistics.median(times):.1f}, p95 {p95:.1f}")
    _list_errors([outcome for outcome in outcomes if outcome.wanted.half in errors_of])


def further_set(name: str) -> Path:
    """The file of one of :data:`FIRST_RUN`."""
    return UTTERANCES.with_name(f"{name}.tsv")


def report_further(name: str, outcomes: Sequence[Outcome], *, list_errors: bool) -> None:
    """Print the figures of a set that was blind once."""
    print(
        f"\nset {name}: accuracy {accuracy(outcomes):.3f} "
        f"(first run {FIRST_RUN[name]:.3f})  n={len(outcomes)}"
    )
    _table(f"{name} by language", outcomes, lambda outcome: outcome.wanted.language)
    _table(f"{name} by audience", outcomes, lambda outcome: outcome.wanted.audience.value)
    _table(f"{name} by agent", outcomes, lambda outcome: _agents(outcome.wanted.agents))
    if list_errors:
        _list_errors(outcomes)


def _list_errors(outcomes: Sequence[Outcome]) -> None:
    for outcome in outcomes:
        if not outcome.right:
            route = outcome.route
            print(
                f"  {_agents(outcome.wanted.agents)} -> {_agents(route.agents)} "
                f"({route.confidence:.2f} {route.by}) {outcome.wanted.text!r}"
            )


async def main() -> None:
    """Run the measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-embedder", action="store_true")
    parser.add_argument("--errors", default="", help="halves whose errors are listed, e.g. a")
    chosen = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory() as cache:
        embedder = FastembedEmbedder(cache_folder=Path(cache), threads=1)
        router = LayeredRouter(embedder=None if chosen.no_embedder else embedder)
        utterances = load_utterances()
        # The first route loads weights and model; it is not part of the time per route.
        await measure(router, [entry for entry in utterances if len(entry.text) > 60][:3])
        report(await measure(router, utterances), errors_of=chosen.errors)
        for name in FIRST_RUN:
            outcomes = await measure(router, load_utterances(further_set(name)))
            report_further(name, outcomes, list_errors=bool(chosen.errors))
        embedder.close()


if __name__ == "__main__":
    asyncio.run(main())
