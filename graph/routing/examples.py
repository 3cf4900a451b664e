"""The labelled utterances that the router learns from: package data, one file per agent."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

from domain.agents import AGENTS_OF, AgentId, Audience
from domain.errors import Defect


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One utterance and the agent that should answer it."""

    agent: AgentId
    language: str
    text: str


def read_examples(document: str, *, agent: AgentId) -> tuple[Example, ...]:
    r"""Parse one file: ``[language]`` lines, then one utterance per line.

    Raises:
        Defect: an utterance stands before the first language line.

    >>> [e.text for e in read_examples("[en]\nfind jobs\n", agent=AgentId.JOB_SEARCH)]
    ['find jobs']
    """
    language = ""
    found: list[Example] = []
    for line in document.splitlines():
        words = line.strip()
        if words.startswith("[") and words.endswith("]"):
            language = words[1:-1]
        elif words:
            if not language:
                raise Defect(f"examples of {agent.value}: {words!r} has no language")
            found.append(Example(agent=agent, language=language, text=words))
    return tuple(found)


def load_examples(audience: Audience) -> tuple[Example, ...]:
    """All examples of the agents that serve an audience."""
    folder = files("graph.routing") / "examples"
    return tuple(
        example
        for agent in AGENTS_OF[audience]
        for example in read_examples(
            (folder / f"{agent.value}.txt").read_text(encoding="utf-8"), agent=agent
        )
    )
