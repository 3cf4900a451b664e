"""Who answers what people say about digests, alerts and reminders; without an embedder."""

from __future__ import annotations

import pytest

from domain.agents import AgentId, Audience
from domain.reply import PendingQuestion
from domain.turns import Dialogue
from graph.agents.settings.push_wishes import PushWish, push_wish
from graph.routing.layered import LayeredRouter

SETTINGS = [
    "show me tomorrow's digest",
    "preview the digest",
    "no courses in the digest",
    "only 3 jobs in the digest",
    "send the digest by email",
    "send it to telegram and email",
    "no messages between 22 and 7",
    "quiet hours off",
    "digest weekly on friday",
    "turn off alerts",
    "no reminders please",
    "don't remind me",
    "send the digest only when there is something new",
    "stop the digest",
    "turn notifications off",
    "/digest",
]
JOBS = [
    "alert me when a Rust job in Berlin appears",
    "tell me at once about new nurse jobs",
    "stop the Rust alert",
    "my alerts",
    "no more fintech",
    "find me jobs",
    "/alerts",
]
LEARNING = ["find me a course for SQL", "/learn"]


@pytest.mark.parametrize(
    ("words", "agent"),
    [
        *((words, AgentId.SETTINGS) for words in SETTINGS),
        *((words, AgentId.JOB_SEARCH) for words in JOBS),
        *((words, AgentId.LEARNING) for words in LEARNING),
    ],
)
async def test_each_sentence_reaches_its_agent(words: str, agent: AgentId) -> None:
    route = await LayeredRouter().route(words, audience=Audience.SEEKER, dialogue=Dialogue())

    assert route.agents == (agent,)


@pytest.mark.parametrize(
    ("waiting", "agent"),
    [
        (None, AgentId.SETTINGS),
        (AgentId.JOB_SEARCH, AgentId.SETTINGS),
        (AgentId.CAREER_ADVICE, AgentId.CAREER_ADVICE),
    ],
)
async def test_a_bare_stop_stops_what_comes_unasked_and_first_of_all_a_practice(
    waiting: AgentId | None, agent: AgentId
) -> None:
    pending = None if waiting is None else PendingQuestion(agent=waiting, topic="any")
    dialogue = Dialogue(pending=pending)
    route = await LayeredRouter().route("Stop!", audience=Audience.SEEKER, dialogue=dialogue)

    assert route.agents == (agent,)


@pytest.mark.parametrize("words", [one for one in SETTINGS if not one.startswith("/")])
def test_every_such_sentence_is_understood(words: str) -> None:
    assert push_wish(words) != PushWish()


@pytest.mark.parametrize(
    "words",
    ["settings", "answer in german", "my time zone is Berlin", "what do you know about me", ""],
)
def test_other_settings_are_no_push_wishes(words: str) -> None:
    assert push_wish(words) == PushWish()
