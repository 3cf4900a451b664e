from __future__ import annotations

import pytest

from domain.agents import AgentId, Audience
from domain.reply import Bullets, plain_text
from tests.integration.supervisor_stage import SayingAgent, Stage


def a_stage(audience: Audience = Audience.SEEKER) -> Stage:
    agents = {agent: SayingAgent(agent) for agent in (AgentId.PROFILE, AgentId.JOB_SEARCH)}
    return Stage(agents=agents, audience=audience)


async def test_help_lists_what_exists_and_nothing_else() -> None:
    reply = await a_stage().say("what can you do?")

    listed = next(block for block in reply.blocks if isinstance(block, Bullets))
    assert len(listed.items) == 3
    said = plain_text(reply.blocks)
    assert "Show my profile" in said
    assert "Find jobs for me" in said
    assert "course" not in said


async def test_a_recruiter_is_not_offered_what_serves_job_seekers() -> None:
    reply = await a_stage(Audience.RECRUITER).say("what can you do?")

    assert "Find jobs" not in plain_text(reply.blocks)
    assert "settings" in plain_text(reply.blocks).lower() or "time zone" in plain_text(reply.blocks)


async def test_a_greeting_is_returned_by_name() -> None:
    assert "Hello Ana." in plain_text((await a_stage().say("good morning")).blocks)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("thanks a lot!", "You're welcome."),
        ("who are you", "not a person"),
        ("you are stupid", "Sorry"),
        ("bye", "Goodbye."),
        ("ok", "What next?"),
        ("can i talk to a human", "cannot hand you over"),
        ("qwpoeiru zxmcnv", "I did not understand that."),
    ],
)
async def test_small_talk_gets_one_fitting_line(words: str, answer: str) -> None:
    assert answer in plain_text((await a_stage().say(words)).blocks)


async def test_the_start_command_says_the_first_thing_to_do() -> None:
    stage = a_stage()

    reply = await stage.finished(await stage.accepted(command="start"))

    said = plain_text(reply.blocks)
    assert said.count("Hello Ana.") == 1
    assert "Send me your resume" in said
    assert not reply.is_personal


async def test_the_start_command_lists_what_there_is_for_a_recruiter() -> None:
    stage = a_stage(Audience.RECRUITER)

    reply = await stage.finished(await stage.accepted(command="start"))

    assert any(isinstance(block, Bullets) for block in reply.blocks)


async def test_a_group_is_told_how_to_call_and_not_asked_for_resumes() -> None:
    stage = a_stage()

    reply = await stage.finished(await stage.accepted(command="start", in_group=True))

    said = plain_text(reply.blocks)
    assert "in private" in said
    assert "Send me your resume" not in said
