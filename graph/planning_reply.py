"""One composed answer to "I want to become …, what should I do?": gap, jobs, learning as a plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from domain.agents import AgentId
from domain.goals import Goal, read_goal
from domain.reply import Paragraph, bold, text
from domain.turns import Route

PLAN_AGENTS = (AgentId.SKILLS_GAP, AgentId.JOB_SEARCH, AgentId.LEARNING)
"""Who makes up a plan, in the order in which a person reads it."""

PLAN_HEADINGS: Mapping[AgentId, str] = {
    AgentId.SKILLS_GAP: "Where you stand",
    AgentId.JOB_SEARCH: "Open now",
    AgentId.LEARNING: "What to learn first",
}


def plan_route(words: str) -> Route | None:
    """Several agents for an open question about a goal; None for everything else.

    >>> plan_route("I want to move into data engineering in Berlin, what should I do?").agents[0]
    <AgentId.SKILLS_GAP: 'skills_gap'>
    >>> plan_route("find data engineer jobs in Berlin") is None
    True
    """
    goal = read_goal(words)
    if goal is None or not goal.asks_what_to_do:
        return None
    return Route(agents=PLAN_AGENTS, confidence=0.95, by="rule")


def plan_goal(words: str, agents: Collection[AgentId]) -> Goal | None:
    """The goal that these agents answer together; None when they answer anything else."""
    if not set(PLAN_AGENTS) <= set(agents):
        return None
    return read_goal(words)


def plan_opening(goal: Goal) -> Paragraph:
    """The first line of a plan."""
    where = f" in {', '.join(place.name for place in goal.places[:2])}" if goal.places else ""
    title = goal.title[:1].upper() + goal.title[1:]
    return Paragraph(
        body=text(
            bold(f"{title}{where}: "), "where you stand, what is open now, and what to learn first."
        )
    )
