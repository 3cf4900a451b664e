from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.base import BaseCheckpointSaver

from domain.agents import AgentId
from domain.errors import Defect, SourceUnavailable, UserMistake
from domain.ids import BlobId
from domain.messages import Action, Attachment
from domain.reply import Notice, Paragraph, Reply, plain_text
from domain.turns import PartialText, Turn
from graph.agent import AgentReply, AgentRequest
from graph.supervisor import next_wave
from storage.checkpoints import open_checkpoints
from tests.integration.supervisor_stage import FailingAgent, SayingAgent, Stage
from tests.twins.models import ScriptedModel

TWO_THINGS = "update my phone number and show me jobs"
NO_MODEL_LINE = "Running without a language model: answers are shorter."
A_FILE = Attachment(blob=BlobId("b1"), name="cv.pdf", media_type="application/pdf", size_bytes=9)


class PowerCut(BaseException):
    """Stands in for a killed process: nothing may catch it."""


@pytest.fixture(params=["sqlite", "postgresql"])
def checkpoint_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'checkpoints.db'}"


@pytest.fixture
async def saver(checkpoint_url: str) -> AsyncIterator[BaseCheckpointSaver[Any]]:
    async with open_checkpoints(checkpoint_url) as opened:
        yield opened


async def stored_checkpoints(saver: BaseCheckpointSaver[Any]) -> int:
    return len([found async for found in saver.alist(None)])


def seeker_agents(*agents: SayingAgent) -> dict[AgentId, SayingAgent]:
    return {agent.id: agent for agent in agents}


async def test_one_agent_answers_and_the_reply_names_it() -> None:
    jobs = SayingAgent(AgentId.JOB_SEARCH)
    stage = Stage(agents=seeker_agents(jobs))

    reply = await stage.say("find jobs for me")

    assert reply.agents == (AgentId.JOB_SEARCH,)
    assert plain_text(reply.blocks).endswith("job_search answers")
    assert len(jobs.asked) == 1


async def test_the_first_contact_says_once_what_this_is() -> None:
    stage = Stage(agents=seeker_agents(SayingAgent(AgentId.JOB_SEARCH)))

    first = plain_text((await stage.say("find jobs for me")).blocks)
    second = plain_text((await stage.say("find jobs for me")).blocks)

    assert "assistant" in first
    assert "this organisation's own machine" in first
    assert second == "job_search answers"


async def test_a_first_turn_that_is_answered_again_introduces_itself_again() -> None:
    stage = Stage(agents=seeker_agents(SayingAgent(AgentId.JOB_SEARCH)))
    turn = await stage.accepted("find jobs for me")

    assert await stage.answer(turn) == await stage.answer(turn)


async def test_a_message_with_two_requests_gets_one_reply_of_two_agents_in_order() -> None:
    agents = seeker_agents(SayingAgent(AgentId.PROFILE), SayingAgent(AgentId.JOB_SEARCH))
    stage = Stage(agents=agents)
    await stage.say("hello")

    reply = await stage.say(TWO_THINGS)

    assert reply.agents == (AgentId.PROFILE, AgentId.JOB_SEARCH)
    assert plain_text(reply.blocks) == "profile answers\njob_search answers"


async def test_the_agent_that_writes_the_profile_finishes_before_others_read_it() -> None:
    order: list[AgentId] = []
    agents = seeker_agents(
        SayingAgent(AgentId.PROFILE, order=order), SayingAgent(AgentId.JOB_SEARCH, order=order)
    )
    stage = Stage(agents=agents)

    reply = await stage.say("show me jobs and update my phone number")

    assert order == [AgentId.PROFILE, AgentId.JOB_SEARCH]
    assert reply.agents == (AgentId.JOB_SEARCH, AgentId.PROFILE)


async def test_a_file_without_words_goes_to_the_profile() -> None:
    agents = seeker_agents(SayingAgent(AgentId.PROFILE), SayingAgent(AgentId.JOB_SEARCH))
    stage = Stage(agents=agents)

    reply = await stage.finished(await stage.accepted(attachments=[A_FILE]))

    assert reply.agents == (AgentId.PROFILE,)


async def test_a_file_with_a_request_is_read_before_the_request_is_answered() -> None:
    order: list[AgentId] = []
    agents = seeker_agents(
        SayingAgent(AgentId.PROFILE, order=order), SayingAgent(AgentId.JOB_SEARCH, order=order)
    )
    stage = Stage(agents=agents)

    await stage.finished(await stage.accepted("find jobs for me", attachments=[A_FILE]))

    assert order == [AgentId.PROFILE, AgentId.JOB_SEARCH]


async def test_a_button_needs_no_routing() -> None:
    jobs = SayingAgent(AgentId.JOB_SEARCH)
    stage = Stage(agents=seeker_agents(jobs))

    await stage.press(Action(agent=AgentId.JOB_SEARCH, verb="save", arguments={"posting": "p1"}))

    assert jobs.asked[0].route.by == "command"


async def test_an_agent_that_is_not_built_gets_one_honest_sentence_and_a_way_on() -> None:
    stage = Stage(agents=seeker_agents(SayingAgent(AgentId.CAREER_ADVICE)))
    await stage.say("hello")

    reply = await stage.say("recommend a course for sql")

    assert reply.agents == (AgentId.LEARNING,)
    assert plain_text(reply.blocks) == (
        "I cannot look for courses or books yet. What comes nearest: "
        "I can talk through your next step, pay or an interview."
    )
    assert reply.prompts[0].label == "Practice an interview with me"


@pytest.mark.parametrize(
    "words", ["hello", "find jobs for me", "show my settings", "export my data", TWO_THINGS]
)
async def test_every_reply_offers_two_to_four_different_next_prompts(words: str) -> None:
    chatty = SayingAgent(AgentId.JOB_SEARCH, prompts=["a", "A", "b", "c", "d", "e"])
    stage = Stage(agents=seeker_agents(chatty))

    labels = [prompt.label.casefold() for prompt in (await stage.say(words)).prompts]

    assert 2 <= len(labels) <= 4
    assert len(set(labels)) == len(labels)


async def test_every_default_prompt_routes_to_the_agent_it_stands_for() -> None:
    jobs = SayingAgent(AgentId.JOB_SEARCH)
    stage = Stage(agents=seeker_agents(jobs, SayingAgent(AgentId.PROFILE)))
    greeting = await stage.say("hello")

    answered = {(await stage.say(prompt.label)).agents for prompt in greeting.prompts}

    assert answered == {(AgentId.PROFILE,), (AgentId.JOB_SEARCH,), (AgentId.SETTINGS,)}


async def test_an_open_question_takes_a_short_answer_to_the_agent_that_asked() -> None:
    profile = SayingAgent(AgentId.PROFILE, pending="end of the last job")
    stage = Stage(agents=seeker_agents(profile, SayingAgent(AgentId.JOB_SEARCH)))
    await stage.say("show my profile")

    reply = await stage.say("until june 2022")

    assert reply.agents == (AgentId.PROFILE,)
    assert profile.asked[-1].dialogue.pending is not None


async def test_a_failing_agent_does_not_take_the_others_answer_with_it() -> None:
    agents = seeker_agents(
        FailingAgent(AgentId.PROFILE, error=Defect("secret detail")),
        SayingAgent(AgentId.JOB_SEARCH),
    )
    stage = Stage(agents=agents)
    await stage.say("hello")

    reply = await stage.say(TWO_THINGS)

    said = plain_text(reply.blocks)
    assert "job_search answers" in said
    assert "I could not read your resume and keep your profile right just now." in said
    assert "secret" not in said


async def test_an_agent_that_fails_alone_leaves_the_decision_to_the_caller() -> None:
    failing = FailingAgent(AgentId.JOB_SEARCH, error=SourceUnavailable("down"))
    stage = Stage(agents=seeker_agents(failing))

    with pytest.raises(SourceUnavailable):
        await stage.say("find jobs for me")


async def test_a_mistake_of_the_person_is_said_in_its_own_words() -> None:
    failing = FailingAgent(AgentId.JOB_SEARCH, error=UserMistake("That link is not a posting."))
    stage = Stage(agents=seeker_agents(failing))
    await stage.say("hello")

    reply = await stage.say("find jobs for me")

    assert plain_text(reply.blocks) == "That link is not a posting."


async def test_a_missing_model_is_said_once_a_day_and_only_when_it_was_wanted() -> None:
    advice = SayingAgent(AgentId.CAREER_ADVICE, wanted_model=True)
    stage = Stage(agents=seeker_agents(advice, SayingAgent(AgentId.JOB_SEARCH)))

    async def notices(words: str) -> int:
        blocks = (await stage.say(words)).blocks
        return sum(isinstance(b, Notice) and NO_MODEL_LINE in plain_text((b,)) for b in blocks)

    assert await notices("find jobs for me") == 0
    assert await notices("should i quit my job") == 1
    assert await notices("should i quit my job") == 0


async def test_a_model_that_is_there_is_not_called_missing() -> None:
    advice = SayingAgent(AgentId.CAREER_ADVICE, wanted_model=True)
    stage = Stage(agents=seeker_agents(advice), model=ScriptedModel())

    assert NO_MODEL_LINE not in plain_text((await stage.say("should i quit my job")).blocks)


async def test_partial_texts_of_two_agents_stream_as_one_text() -> None:
    agents = seeker_agents(
        SayingAgent(AgentId.PROFILE, partial="one"), SayingAgent(AgentId.JOB_SEARCH, partial="two")
    )
    stage = Stage(agents=agents)

    await stage.say(TWO_THINGS)

    assert stage.events == [PartialText(text="one"), PartialText(text="one\n\ntwo")]


@pytest.mark.parametrize(
    ("words", "locale", "language"),
    [
        ("zeig mir bitte neue stellen", None, "de"),
        ("show me the jobs that you have", "fr-FR", "en"),
        ("jobs", "fr-FR", "fr"),
        ("jobs", None, "en"),
    ],
)
async def test_agents_learn_the_language_of_the_person(
    words: str, locale: str | None, language: str
) -> None:
    jobs = SayingAgent(AgentId.JOB_SEARCH)
    stage = Stage(agents=seeker_agents(jobs), locale=locale)

    await stage.say(words)

    assert jobs.asked[0].language == language


class CutOnce(SayingAgent):
    """The power fails while it works, the first time."""

    cut = True

    async def answer(self, request: AgentRequest) -> AgentReply:
        if self.cut:
            self.cut = False
            raise PowerCut
        return await super().answer(request)


async def _until_the_end(stage: Stage, turn: Turn) -> Reply:
    with pytest.raises(PowerCut):
        await stage.answer(turn)
    stage.restarted()
    return await stage.answer(turn)


async def test_a_killed_turn_of_several_agents_continues_where_it_was(
    saver: BaseCheckpointSaver[Any],
) -> None:
    profile, jobs = SayingAgent(AgentId.PROFILE), CutOnce(AgentId.JOB_SEARCH)
    stage = Stage(agents=seeker_agents(profile, jobs), model=ScriptedModel(), checkpointer=saver)
    await stage.say("hello")
    turn = await stage.accepted(TWO_THINGS)

    reply = await _until_the_end(stage, turn)

    assert plain_text(reply.blocks) == "profile answers\njob_search answers"
    assert len(profile.asked) == 1
    assert len(jobs.asked) == 1
    assert await stored_checkpoints(saver) == 0


async def test_the_history_after_a_killed_turn_holds_every_line_exactly_once(
    saver: BaseCheckpointSaver[Any],
) -> None:
    agents = seeker_agents(SayingAgent(AgentId.PROFILE), CutOnce(AgentId.JOB_SEARCH))
    stage = Stage(agents=agents, model=ScriptedModel(), checkpointer=saver)
    turn = await stage.accepted(TWO_THINGS)
    await stage.stores.turns.finish(turn, await _until_the_end(stage, turn))
    last = await stage.accepted("thanks")

    dialogue = await stage.stores.turns.dialogue(last, last=12)

    assert [(line.turn, line.speaker.value) for line in dialogue.history] == [
        (turn.id, "person"),
        (turn.id, "assistant"),
    ]


async def test_a_killed_turn_of_one_agent_is_simply_answered_again(
    saver: BaseCheckpointSaver[Any],
) -> None:
    stage = Stage(
        agents=seeker_agents(CutOnce(AgentId.JOB_SEARCH)),
        model=ScriptedModel(),
        checkpointer=saver,
    )
    await stage.say("hello")
    turn = await stage.accepted("find jobs for me")

    reply = await _until_the_end(stage, turn)

    assert plain_text(reply.blocks) == "job_search answers"
    assert await stored_checkpoints(saver) == 0


async def test_a_route_that_the_model_chose_is_not_chosen_again_after_a_crash(
    saver: BaseCheckpointSaver[Any],
) -> None:
    class UnsureRouter:
        asked = 0

        async def route(self, text: str, *, audience: object, dialogue: object) -> object:
            from domain.turns import Route

            self.asked += 1
            return Route(agents=(AgentId.JOB_SEARCH,), confidence=0.7, by="model")

    router = UnsureRouter()
    stage = Stage(
        agents=seeker_agents(CutOnce(AgentId.JOB_SEARCH)),
        model=ScriptedModel(),
        router=router,  # type: ignore[arg-type]  # a router twin with the wider types of object
        checkpointer=saver,
    )

    await _until_the_end(stage, await stage.accepted("hmm"))

    assert router.asked == 1
    assert await stored_checkpoints(saver) == 0


async def test_without_a_model_nothing_is_written_to_the_checkpoint_file(
    saver: BaseCheckpointSaver[Any],
) -> None:
    agents = seeker_agents(SayingAgent(AgentId.PROFILE), CutOnce(AgentId.JOB_SEARCH))
    stage = Stage(agents=agents, checkpointer=saver)
    turn = await stage.accepted(TWO_THINGS)
    with pytest.raises(PowerCut):
        await stage.answer(turn)

    assert await stored_checkpoints(saver) == 0
    stage.restarted()
    assert (await stage.answer(turn)).agents == (AgentId.PROFILE, AgentId.JOB_SEARCH)


async def test_a_turn_that_is_given_up_leaves_nothing_behind(
    saver: BaseCheckpointSaver[Any],
) -> None:
    agents = seeker_agents(SayingAgent(AgentId.PROFILE), CutOnce(AgentId.JOB_SEARCH))
    stage = Stage(agents=agents, model=ScriptedModel(), checkpointer=saver)
    turn = await stage.accepted(TWO_THINGS)
    with pytest.raises(PowerCut):
        await stage.answer(turn)
    assert await stored_checkpoints(saver) > 0

    await stage.supervisor.forget(turn.id)

    assert await stored_checkpoints(saver) == 0


def test_agents_that_only_read_run_together() -> None:
    both = (AgentId.JOB_SEARCH, AgentId.CAREER_ADVICE)

    assert next_wave(both, done=()) == both


async def test_a_turn_whose_person_is_already_erased_still_gets_its_goodbye() -> None:
    stage = Stage()
    await stage.say("hello")
    turn = await stage.accepted(action=Action(agent=AgentId.SETTINGS, verb="erase"))
    first = await stage.answer(turn)

    again = await stage.answer(turn)

    assert first.erased_user
    assert again.erased_user
    assert isinstance(first.blocks[0], Notice)
    assert not any(isinstance(block, Paragraph) for block in again.blocks)
    assert plain_text(again.blocks).startswith("Everything about you is deleted.")
