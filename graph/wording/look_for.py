"""The question that leads from a profile to a search; asked by two agents, answered by one."""

from __future__ import annotations

from domain.agents import AgentId
from domain.messages import Action
from domain.preferences.guesses import guessed_titles
from domain.reply import Button, PendingQuestion
from domain.resume.model import Resume

LOOK_FOR = "look_for"
"""Verb of the job search: look for the title in ``title``."""
SKIP = "skip"
"""Verb of the job search: go on without an answer to ``topic``."""
TITLES = "titles"
"""Topic of the question."""

WORDS = "What should I look for? Tap one, or write any job title."


def look_for_buttons(resume: Resume | None) -> tuple[Button, ...]:
    """Up to three guesses from the profile, and "match my whole profile"."""
    guesses = tuple(
        Button(
            label=title,
            action=Action(agent=AgentId.JOB_SEARCH, verb=LOOK_FOR, arguments={"title": title}),
        )
        for title in guessed_titles(resume)
    )
    if resume is None:
        return guesses
    whole = Button(
        label="Match my whole profile",
        action=Action(agent=AgentId.JOB_SEARCH, verb=SKIP, arguments={"topic": TITLES}),
    )
    return (*guesses, whole)


def waiting_for_titles() -> PendingQuestion:
    """The open question: the next words name a job title."""
    return PendingQuestion(agent=AgentId.JOB_SEARCH, topic=TITLES)
