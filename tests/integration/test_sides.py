"""Which side of the table a person is served on, from words to what every agent sees."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.agents import AgentId, Audience
from domain.channel_ports import BoundPlaces
from domain.ids import BlobId
from domain.messages import Action, Address, Attachment, ChannelName
from domain.profiles import User
from domain.reply import Button, Buttons, Card, Reply, plain_text
from graph.supervisor import effective_audience
from tests.integration.supervisor_stage import SayingAgent, Stage

SEEKER, RECRUITER = Audience.SEEKER, Audience.RECRUITER


class RoleChannels(BoundPlaces):
    """The conversations that a test binds to a role."""

    def __init__(self, *conversations: str) -> None:
        self._conversations = conversations

    async def is_bound(self, address: Address) -> bool:
        return address.conversation in self._conversations


def a_stage(audience: Audience = SEEKER) -> Stage:
    agents = (
        AgentId.PROFILE,
        AgentId.JOB_SEARCH,
        AgentId.SCREENING,
        AgentId.JD_BIAS,
        AgentId.CANDIDATE_MATCHING,
        AgentId.REPORTS,
    )
    return Stage(agents={agent: SayingAgent(agent) for agent in agents}, audience=audience)


def a_file(name: str) -> Attachment:
    return Attachment(blob=BlobId("b1"), name=name, media_type="application/pdf", size_bytes=10)


async def person(stage: Stage) -> User:
    (found,) = await stage.stores.users.find("ana")
    return found


async def side(stage: Stage) -> Audience | None:
    return (await person(stage)).settings.audience


def buttons(reply: Reply) -> dict[str, Button]:
    return {
        button.label: button
        for block in reply.blocks
        if isinstance(block, Buttons | Card)
        for button in block.buttons
    }


async def test_somebody_switches_to_recruiting_and_back() -> None:
    stage = a_stage()

    there = await stage.say("switch to recruiting")
    ranked = await stage.say("rank the candidates")
    back = await stage.say("back to job search")
    found = await stage.say("find jobs for me")

    assert "recruiting side" in plain_text(there.blocks)
    assert "“back to job search”" in plain_text(there.blocks)
    assert [each.label for each in there.prompts] == [
        "Create a role",
        "Check a job description",
        "What can you do?",
    ]
    assert ranked.agents == (AgentId.CANDIDATE_MATCHING,)
    assert "job search side" in plain_text(back.blocks)
    assert found.agents == (AgentId.JOB_SEARCH,)


@pytest.mark.parametrize(
    ("start", "words", "wanted"),
    [
        (SEEKER, "I am a recruiter", RECRUITER),
        (SEEKER, "I recruit", RECRUITER),
        (SEEKER, "/recruiting", RECRUITER),
        (SEEKER, "wechsle zum Recruiting", RECRUITER),
        (RECRUITER, "I am looking for a job myself", SEEKER),
        (RECRUITER, "/jobsearch", SEEKER),
        (RECRUITER, "zurück zur Jobsuche", SEEKER),
    ],
)
async def test_first_words_may_choose_the_side(
    start: Audience, words: str, wanted: Audience
) -> None:
    stage = a_stage(start)

    reply = await stage.say(words)

    assert await side(stage) is wanted
    assert 2 <= len(reply.prompts) <= 4


async def test_a_turn_that_is_answered_again_says_the_same() -> None:
    stage = a_stage()
    turn = await stage.accepted("switch to recruiting")

    first = await stage.answer(turn)
    second = await stage.answer(turn)

    assert plain_text(first.blocks[-1:]) == plain_text(second.blocks[-1:])


async def test_a_recruiter_who_looks_for_a_job_is_not_switched() -> None:
    stage = a_stage()

    reply = await stage.say("I work as a recruiter, find me jobs")

    assert reply.agents == (AgentId.JOB_SEARCH,)
    assert await side(stage) is None


async def test_later_the_same_sentence_is_asked_about() -> None:
    stage = a_stage()
    await stage.say("hello")

    asked = await stage.say("I am a recruiter")

    assert await side(stage) is None
    assert "looking for a job yourself" in plain_text(asked.blocks)
    await stage.press(buttons(asked)["Switch to recruiting"].action)
    assert await side(stage) is RECRUITER


@pytest.mark.parametrize(("answer", "wanted"), [("yes", RECRUITER), ("no", None), ("nein", None)])
async def test_the_question_can_be_answered_in_words(answer: str, wanted: Audience | None) -> None:
    stage = a_stage()
    await stage.say("hello")
    await stage.say("I am a recruiter")

    await stage.say(answer)

    assert await side(stage) is wanted


async def test_an_offer_of_the_other_side_is_offered_again_after_the_switch() -> None:
    stage = a_stage()

    asked = await stage.say("Rank the candidates")
    done = await stage.press(buttons(asked)["Switch to recruiting"].action)

    assert done.prompts[0].label == "Rank the candidates"


async def test_an_answer_to_a_question_is_no_switch() -> None:
    asking = SayingAgent(AgentId.PROFILE, pending="occupation")
    stage = Stage(agents={AgentId.PROFILE: asking})
    await stage.say("show my profile")

    reply = await stage.say("I am a recruiter")

    assert reply.agents == (AgentId.PROFILE,)
    assert await side(stage) is None


async def test_a_forged_side_changes_nothing() -> None:
    stage = a_stage()

    await stage.press(
        Action(agent=AgentId.SETTINGS, verb="set_side", arguments={"side": "administrator"})
    )

    assert await side(stage) is None


async def test_the_settings_show_the_side_and_lead_to_the_other() -> None:
    stage = a_stage()

    shown = await stage.say("show my settings")
    await stage.press(buttons(shown)["Switch to recruiting"].action)
    again = await stage.say("show my settings")

    assert "job search" in plain_text(shown.blocks)
    assert "Switch to job search" in buttons(again)


async def test_other_settings_survive_the_switch() -> None:
    stage = a_stage()
    await stage.say("please answer in german")

    await stage.say("switch to recruiting")

    assert (await person(stage)).settings.language == "de"


async def test_every_agent_sees_the_side_and_what_is_stored_does_not_change() -> None:
    stage = a_stage()
    await stage.say("switch to recruiting")
    turn = await stage.accepted("rank the candidates")

    await stage.answer(turn)

    agent = stage.agents[AgentId.CANDIDATE_MATCHING]
    assert isinstance(agent, SayingAgent)
    assert agent.asked[0].turn.message.audience is RECRUITER
    stored = await stage.stores.turns.turn(turn.id)
    assert stored is not None
    assert stored.message.audience is SEEKER


async def test_a_roles_address_decides_before_the_choice_and_the_choice_before_the_channel() -> (
    None
):
    stage = a_stage()
    turn = await stage.accepted("hello")
    user = await person(stage)
    chose_search = replace(user, settings=replace(user.settings, audience=SEEKER))
    chose_recruiting = replace(user, settings=replace(user.settings, audience=RECRUITER))
    channel = Address(channel=ChannelName.SLACK, workspace="T1", conversation="C1")
    in_channel = replace(turn.message, address=channel, in_group=True)
    places = RoleChannels("C1")

    by_mail = replace(turn.message, mail_tag="backend-engineer")
    assert await effective_audience(by_mail, chose_search, places=None) is RECRUITER
    assert await effective_audience(in_channel, chose_search, places=places) is RECRUITER
    assert await effective_audience(in_channel, chose_search, places=None) is SEEKER
    elsewhere = replace(in_channel, address=replace(channel, conversation="C2"))
    assert await effective_audience(elsewhere, user, places=places) is SEEKER
    assert await effective_audience(turn.message, chose_recruiting, places=places) is RECRUITER
    from_slack = replace(turn.message, audience=RECRUITER)
    assert await effective_audience(from_slack, user, places=places) is RECRUITER
    assert await effective_audience(from_slack, chose_search, places=places) is SEEKER


@pytest.mark.parametrize(
    ("words", "name", "agents"),
    [
        ("", "cv.pdf", (AgentId.SCREENING,)),
        ("please read this", "cv.pdf", (AgentId.SCREENING,)),
        ("check this job description", "jd.pdf", (AgentId.JD_BIAS,)),
        ("rank them afterwards", "cv.pdf", (AgentId.SCREENING,)),
        (
            "and compare candidates 3 and 7",
            "cv.pdf",
            (AgentId.SCREENING, AgentId.CANDIDATE_MATCHING),
        ),
        ("audit this table", "pool.csv", (AgentId.REPORTS,)),
    ],
)
async def test_a_recruiters_files_go_where_they_are_of_use(
    words: str, name: str, agents: tuple[AgentId, ...]
) -> None:
    stage = a_stage(RECRUITER)

    reply = await stage.finished(await stage.accepted(words, attachments=[a_file(name)]))

    assert reply.agents == agents


async def test_a_candidates_resume_is_not_read_as_the_recruiters_own() -> None:
    stage = a_stage()

    reply = await stage.finished(
        await stage.accepted(
            "I'm a recruiter, please screen these resumes", attachments=[a_file("cv.pdf")]
        )
    )

    assert reply.agents == (AgentId.SETTINGS,)
    assert "send it again" in plain_text(reply.blocks)


async def test_help_tells_recruiters_to_begin_with_a_role() -> None:
    stage = a_stage(RECRUITER)

    said = plain_text((await stage.say("what can you do?")).blocks)

    assert "Start with a role" in said
    assert "“Create a role”" in said
    assert "Find jobs" not in said


@pytest.mark.parametrize(
    ("audience", "command", "way"),
    [
        (SEEKER, "/rubric", "switch to recruiting"),
        (RECRUITER, "/jobs", "back to job search"),
    ],
)
async def test_a_command_of_the_other_side_says_how_to_get_there(
    audience: Audience, command: str, way: str
) -> None:
    reply = await a_stage(audience).say(command)

    assert way in plain_text(reply.blocks)
