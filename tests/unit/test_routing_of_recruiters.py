from __future__ import annotations

import pytest

from domain.agents import AgentId, Audience
from domain.reply import PendingQuestion
from domain.turns import Dialogue
from graph.routing.layered import LayeredRouter
from graph.routing.recruiting import names_candidate, order_in
from graph.routing.sides import Certainty, side_wished

SEEKER, RECRUITER = Audience.SEEKER, Audience.RECRUITER
ROUTER = LayeredRouter()


async def routed(words: str, *, pending: PendingQuestion | None = None) -> tuple[AgentId, ...]:
    route = await ROUTER.route(words, audience=RECRUITER, dialogue=Dialogue(pending=pending))
    return route.agents


@pytest.mark.parametrize(
    ("words", "agent"),
    [
        ("show candidate 7", AgentId.SCREENING),
        ("who is Coastal Lynx?", AgentId.SCREENING),
        ("delete the data of Coastal Lynx", AgentId.SCREENING),
        ("redacted copy of candidate 4 as PDF", AgentId.SCREENING),
        ("email address of candidate 4", AgentId.SCREENING),
        ("compare candidates 3 and 7", AgentId.CANDIDATE_MATCHING),
        ("put candidate 3 and candidate 7 side by side", AgentId.CANDIDATE_MATCHING),
        ("hold candidate 3", AgentId.CANDIDATE_MATCHING),
        ("interview kit for candidate 7", AgentId.SCRIPTS),
        ("was frage ich Bewerber 5", AgentId.SCRIPTS),
        ("email candidate 4", AgentId.SCRIPTS),
        ("bias report of candidate 3", AgentId.REPORTS),
        ("report on Woven Otter", AgentId.REPORTS),
        ("accept suggestion number 2", AgentId.JD_BIAS),
    ],
)
async def test_a_named_candidate_is_routed_by_the_verb(words: str, agent: AgentId) -> None:
    assert await routed(words) == (agent,)


@pytest.mark.parametrize(
    "words",
    [
        "use this channel for Backend Engineer",
        "weight of Python to 5",
        "add must: 3 years of Kubernetes",
        "make German a gate",
        "make Rita recruiter",
        "wie lange werden die Lebensläufe aufbewahrt?",
        "New role: Backend Engineer\n\nYou write to candidates, rank offers and export reports.",
    ],
)
async def test_a_role_and_its_rubric_are_of_screening(words: str) -> None:
    assert await routed(words) == (AgentId.SCREENING,)


@pytest.mark.parametrize(
    ("words", "agent"),
    [
        ("change the email address you write to me", AgentId.SETTINGS),
        ("delete all my data", AgentId.SETTINGS),
        ("export my own data", AgentId.SETTINGS),
        ("write a better opening line for the mail", AgentId.SCRIPTS),
    ],
)
async def test_what_only_sounds_like_a_role_is_not(words: str, agent: AgentId) -> None:
    assert await routed(words) == (agent,)


async def test_the_reason_of_a_decision_asks_nobody_else() -> None:
    words = "decline candidate 8: please check the job description, it demands a licence"

    assert await routed(words) == (AgentId.CANDIDATE_MATCHING,)


async def test_two_orders_reach_two_agents() -> None:
    found = await routed("compare candidate 3 and candidate 7, then write to candidate 7")

    assert set(found) == {AgentId.CANDIDATE_MATCHING, AgentId.SCRIPTS}


async def test_a_long_answer_to_an_open_question_stays_an_answer() -> None:
    waiting = PendingQuestion(agent=AgentId.SCRIPTS, topic="reword")
    message = (
        "Subject: Backend Engineer\n\nHello, we read your resume and would like to talk. "
        "If you want us to delete your data, tell us. We export nothing."
    )

    assert await routed(message, pending=waiting) == (AgentId.SCRIPTS,)
    assert await routed("interview kit for candidate 7", pending=waiting) == (AgentId.SCRIPTS,)
    assert await routed("rank the candidates", pending=waiting) == (AgentId.CANDIDATE_MATCHING,)


async def test_a_reason_that_names_an_order_within_stays_a_reason() -> None:
    waiting = PendingQuestion(agent=AgentId.SCREENING, topic="reveal")

    assert await routed("I call candidate 3 tomorrow", pending=waiting) == (AgentId.SCREENING,)


@pytest.mark.parametrize(
    ("words", "agent"),
    [
        ("Apply all changes", AgentId.JD_BIAS),
        ("Show all findings", AgentId.JD_BIAS),
        ("Export as CSV", AgentId.REPORTS),
        ("Make a role summary", AgentId.REPORTS),
        ("How far are you?", AgentId.SCREENING),
        ("List the candidates", AgentId.SCREENING),
        ("Notice for candidates", AgentId.SCREENING),
        ("Save the rubric", AgentId.SCREENING),
        ("Show the rubric", AgentId.SCREENING),
        ("Create a role", AgentId.SCREENING),
        ("How far do reviewers agree?", AgentId.CANDIDATE_MATCHING),
        ("Rank the candidates", AgentId.CANDIDATE_MATCHING),
        ("Remind me of my reviews", AgentId.CANDIDATE_MATCHING),
        ("Review the candidates blind", AgentId.CANDIDATE_MATCHING),
        ("Show the decisions", AgentId.CANDIDATE_MATCHING),
        ("Interview kit for Coastal Lynx", AgentId.SCRIPTS),
        ("Show the messages", AgentId.SCRIPTS),
    ],
)
async def test_what_recruiters_are_offered_to_say_is_understood(words: str, agent: AgentId) -> None:
    assert await routed(words) == (agent,)


@pytest.mark.parametrize(
    ("words", "is_one"),
    [
        ("candidate 12", True),
        ("Nr. 4", True),
        ("suggestion number 4", False),
        ("velvet otter", True),
        ("Backend Engineer", False),
        ("10 years of Java", False),
    ],
)
def test_candidates_are_named_by_number_or_neutral_name(words: str, is_one: bool) -> None:
    assert names_candidate(words) is is_one


def test_words_without_an_order_are_left_to_meaning() -> None:
    assert order_in("we only get applications from men") is None


@pytest.mark.parametrize(
    "words",
    [
        "I recruit",
        "I am hiring",
        "switch to recruiting",
        "Please switch me to the recruiter side",
        "recruiter mode",
        "use this as a recruiter",
        "ich rekrutiere",
        "wechsle zum Recruiting",
    ],
)
def test_recruiting_is_chosen_in_words(words: str) -> None:
    wish = side_wished(words, audience=SEEKER)

    assert wish is not None
    assert (wish.audience, wish.certainty) == (RECRUITER, Certainty.SAID)


@pytest.mark.parametrize(
    "words",
    [
        "back to job search",
        "I am looking for a job myself",
        "I'm not a recruiter",
        "job seeker mode",
        "zurück zur Jobsuche",
        "ich suche selbst einen Job",
    ],
)
def test_job_search_is_chosen_in_words(words: str) -> None:
    wish = side_wished(words, audience=RECRUITER)

    assert wish is not None
    assert (wish.audience, wish.certainty) == (SEEKER, Certainty.SAID)


@pytest.mark.parametrize(
    "words",
    [
        "I work as a recruiter, find me jobs",
        "find recruiter jobs in Berlin",
        "I was a recruiter for six years",
        "a recruiter wrote to me, what do I answer",
        "who is hiring nurses in Hamburg?",
        "is Siemens hiring?",
        "I am looking for a job",
        "recruiters see my profile?",
        "hiring manager interview questions",
    ],
)
def test_a_seekers_words_about_recruiters_change_no_side(words: str) -> None:
    assert side_wished(words, audience=SEEKER) is None


@pytest.mark.parametrize(
    ("words", "certainty"),
    [
        ("I am a recruiter", Certainty.INTRODUCTION),
        ("Ich bin Recruiterin", Certainty.INTRODUCTION),
        ("I am hiring a nurse", Certainty.INTRODUCTION),
        ("I'm a recruiter and have 40 resumes to screen", Certainty.GUESS),
        ("Rank the candidates", Certainty.GUESS),
    ],
)
def test_what_may_be_about_the_own_career_is_not_certain(words: str, certainty: Certainty) -> None:
    wish = side_wished(words, audience=SEEKER)

    assert wish is not None
    assert wish.certainty is certainty
