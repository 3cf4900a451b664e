from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from domain.agents import AgentId, Audience
from domain.ids import BlobId
from domain.messages import Attachment
from domain.reply import PendingQuestion
from domain.turns import Dialogue, Route
from graph.routing.layered import LayeredRouter
from graph.routing.seekers import pasted, wish_in
from graph.supervisor import decide_route
from tests.integration.supervisor_stage import Stage

REJECTION = (
    "Dear Ms Novak, thank you for applying to Acme as a data analyst. Unfortunately, we have "
    "decided to move forward with other candidates. We wish you all the best."
)
POSTING = (
    "Acme GmbH is looking for a Data Engineer (m/f/d) in Berlin. Your tasks: you build pipelines "
    "with Python. Your profile: 3 years of experience. We offer 65,000 EUR. Apply now"
)
FORM = "1. What is your notice period?\n2. Do you need visa sponsorship?\n3. Salary expectations?"
CV = (
    "Ana Novak ana@example.org\nExperience\n2019 - 2024 Acme, analyst\n2015 - 2019 Globex, clerk\n"
    "Education\n2011 - 2015 University of Porto\nSkills\nSQL, Excel, Python and a few more tools"
)


async def route(
    words: str, *, waiting: AgentId | None = None, is_memory: bool = False
) -> tuple[AgentId, ...]:
    pending = (
        PendingQuestion(agent=waiting, topic="any", is_memory=is_memory)
        if waiting is not None
        else None
    )
    found = await LayeredRouter().route(
        words, audience=Audience.SEEKER, dialogue=Dialogue(pending=pending)
    )
    return found.agents


@pytest.mark.parametrize(
    ("words", "agent"),
    [
        ("how many years of Python do I have?", AgentId.PROFILE),
        ("when did I last use SQL", AgentId.PROFILE),
        ("import my GitHub octocat", AgentId.PROFILE),
        ("https://github.com/octocat", AgentId.PROFILE),
        ("what are my sources", AgentId.PROFILE),
        ("remove my LinkedIn", AgentId.PROFILE),
        ("I used Terraform at Globex", AgentId.PROFILE),
        ("what am I missing for the second one", AgentId.SKILLS_GAP),
        ("how far am I from a data engineer", AgentId.SKILLS_GAP),
        ("am I qualified for this job?", AgentId.SKILLS_GAP),
        ("tailor my resume for this job", AgentId.RESUME_BUILDER),
        ("accept all", AgentId.RESUME_BUILDER),
        ("make it a Word file", AgentId.RESUME_BUILDER),
        ("show the looks", AgentId.RESUME_BUILDER),
        ("my documents", AgentId.RESUME_BUILDER),
        ("make me a plan to learn SQL", AgentId.LEARNING),
        ("show my plan", AgentId.LEARNING),
        ("done with step 2", AgentId.LEARNING),
        ("I have only 3 hours", AgentId.LEARNING),
        ("quiz me on SQL", AgentId.LEARNING),
        ("test my Python", AgentId.LEARNING),
        ("I applied to Acme yesterday", AgentId.APPLICATIONS),
        ("they rejected me", AgentId.APPLICATIONS),
        ("I got an interview at Globex on Tuesday", AgentId.APPLICATIONS),
        ("show my board", AgentId.APPLICATIONS),
        ("what do I answer for notice period", AgentId.APPLICATIONS),
        ("my notice period is 3 months", AgentId.APPLICATIONS),
        ("how many of my applications got an answer", AgentId.APPLICATIONS),
        (REJECTION, AgentId.APPLICATIONS),
        (FORM, AgentId.APPLICATIONS),
        ("practice for this job", AgentId.CAREER_ADVICE),
        ("keep this story", AgentId.CAREER_ADVICE),
        ("show my stories", AgentId.CAREER_ADVICE),
        (POSTING, AgentId.JOB_SEARCH),
        ("https://boards.greenhouse.io/acme/jobs/1", AgentId.JOB_SEARCH),
        # What sounds alike, and is something else.
        ("how long does it take to learn Go", AgentId.LEARNING),
        ("rehearse the job interview with me", AgentId.CAREER_ADVICE),
        ("I said no nights", AgentId.JOB_SEARCH),
        ("I withdraw my consent", AgentId.SETTINGS),
    ],
)
async def test_requests_of_seekers_find_their_agent(words: str, agent: AgentId) -> None:
    assert await route(words) == (agent,)


@pytest.mark.parametrize(
    ("words", "waiting"),
    [
        ("I used Terraform at Globex", AgentId.RESUME_BUILDER),
        ("I have only 3 hours", AgentId.CAREER_ADVICE),
        ("I was rejected by them in 2019", AgentId.PROFILE),
        ("my notice period is 3 months", AgentId.JOB_SEARCH),
    ],
)
async def test_what_is_told_answers_an_open_question(words: str, waiting: AgentId) -> None:
    assert await route(words, waiting=waiting) == (waiting,)


@pytest.mark.parametrize(
    ("words", "agent"),
    [
        ("show my board", AgentId.APPLICATIONS),
        ("quiz me on SQL", AgentId.LEARNING),
        (REJECTION, AgentId.APPLICATIONS),
    ],
)
async def test_a_clear_request_leaves_an_open_question(words: str, agent: AgentId) -> None:
    assert await route(words, waiting=AgentId.PROFILE) == (agent,)


async def test_a_memory_gives_way_to_what_is_told() -> None:
    said = await route("I used Terraform at Globex", waiting=AgentId.JOB_SEARCH, is_memory=True)

    assert said == (AgentId.PROFILE,)


async def test_a_goal_in_a_practice_answer_is_no_plan() -> None:
    story = (
        "I want to become a team lead because I like to help people, and when my manager asked me "
        "how to become better at it, what should I do first, I went and talked to everybody."
    )

    assert await route(story, waiting=AgentId.CAREER_ADVICE) == (AgentId.CAREER_ADVICE,)


async def test_a_posting_is_read_by_the_gap_that_asked_for_one_or_is_asked_beside_it() -> None:
    beside = f"what am I missing for this job?\n{POSTING}"

    assert await route(POSTING, waiting=AgentId.SKILLS_GAP) == (AgentId.SKILLS_GAP,)
    assert await route(beside) == (AgentId.SKILLS_GAP,)


def test_a_resume_is_no_paste_of_somebody_else() -> None:
    assert pasted(CV) is None


def test_what_one_tells_in_own_words_is_no_letter() -> None:
    told = "I got a letter from Acme, they wrote that unfortunately they took other candidates now"

    assert pasted(told) is None


@pytest.mark.parametrize(
    "part",
    [
        "show my ",
        "what do i ",
        "tailor my cv a ",
        "i used a ",
        "keep this ",
        "my notice is ",
        "? \n",
    ],
)
def test_long_texts_are_read_in_no_time(part: str) -> None:
    text = part * (100_000 // len(part))

    started = time.process_time()
    wish_in(text)
    pasted(text)

    assert time.process_time() - started < 3


def picture(name: str = "screen.png", kind: str = "image/png") -> Attachment:
    return Attachment(blob=BlobId("b"), name=name, media_type=kind, size_bytes=9)


PDF = picture("cv.pdf", "application/pdf")


@pytest.mark.parametrize(
    ("words", "files", "agents"),
    [
        ("", [picture()], (AgentId.JOB_SEARCH,)),
        ("", [picture(), picture("b.jpg")], (AgentId.JOB_SEARCH,)),
        ("", [PDF], (AgentId.PROFILE,)),
        ("", [picture(), PDF], (AgentId.PROFILE,)),
        ("what about this?", [picture()], (AgentId.JOB_SEARCH,)),
        ("is this job something for me", [picture()], (AgentId.JOB_SEARCH,)),
        ("here is my resume", [picture()], (AgentId.PROFILE,)),
        ("Acme rejected me", [picture()], (AgentId.APPLICATIONS,)),
        ("find jobs for this", [PDF], (AgentId.PROFILE, AgentId.JOB_SEARCH)),
    ],
)
async def test_pictures_are_postings_until_words_say_otherwise(
    words: str, files: Sequence[Attachment], agents: tuple[AgentId, ...]
) -> None:
    found = await decided(words, files)

    assert found.agents == agents


async def decided(words: str, files: Sequence[Attachment]) -> Route:
    stage = Stage()
    turn = await stage.accepted(words, attachments=list(files))
    return await decide_route(turn, Dialogue(), router=LayeredRouter())
