"""Interview kits, and what must not be asked."""

from __future__ import annotations

import pytest

from domain.agents import AgentId
from domain.findings import Level, Observation
from domain.outreach.kit import Reason, interview_kit
from domain.outreach.prohibited import Topic, prohibited
from domain.roles.model import Ask, Criterion, Rubric, Wanted
from domain.screening.evidence import BlindResume
from tests.unit.deciding_stage import NAMES, DecidingTeam
from tests.unit.roles_stage import CHANNEL

ME = AgentId.SCRIPTS


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("How old are you?", Topic.AGE),
        ("When did you graduate from school?", Topic.AGE),
        ("Are you married, and do you plan to have children?", Topic.FAMILY),
        ("Who takes care of your kids?", Topic.FAMILY),
        ("What is your sexual orientation?", Topic.SEX),
        ("Where are you originally from?", Topic.ORIGIN),
        ("Is English your native language?", Topic.ORIGIN),
        ("Which church do you belong to?", Topic.RELIGION),
        ("Do you have any disability?", Topic.HEALTH),
        ("How many sick days did you have?", Topic.HEALTH),
        ("Are you a member of a trade union?", Topic.POLITICS),
        ("How tall are you?", Topic.LOOKS),
        ("What is your current salary?", Topic.MONEY),
        ("Have you ever been arrested?", Topic.RECORD),
        ("Where do you live?", Topic.RESIDENCE),
        ("Wie alt sind Sie?", Topic.AGE),
        ("Sind Sie schwanger?", Topic.FAMILY),
        ("Haben Sie einen Kinderwunsch?", Topic.FAMILY),
        ("Woher kommen Sie?", Topic.ORIGIN),
        ("Welche Konfession haben Sie?", Topic.RELIGION),
        ("Sind Sie schwerbehindert?", Topic.HEALTH),
        ("Sind Sie Mitglied einer Gewerkschaft?", Topic.POLITICS),
        ("Was war Ihr letztes Gehalt?", Topic.MONEY),
        ("Sind Sie vorbestraft?", Topic.RECORD),
    ],
)
def test_what_must_not_be_asked_is_found_in_both_languages(question: str, topic: Topic) -> None:
    assert topic in {one.topic for one in prohibited(question)}


@pytest.mark.parametrize(
    "question",
    [
        "What have you built for medical devices?",
        "How did you avoid race conditions in that service?",
        "Which health care software have you worked on?",
        "Are you allowed to work in Germany?",
        "At which level do you speak and write German (needed here: C1)?",
        "Can you work on two Saturdays a month, as the role needs?",
        "What was your part in the project, and how did it turn out?",
        "How do you make a web page accessible?",
        "Wie haben Sie Daten im Krankenhaus geschützt?",
        "Welche Erfahrung haben Sie mit Gesundheitsdaten?",
        "How old is the code base you worked on?",
        "Which family of databases do you prefer?",
    ],
)
def test_questions_about_the_work_are_left_alone(question: str) -> None:
    assert prohibited(question) == ()


def test_a_kit_refuses_what_the_rubric_must_not_ask_for() -> None:
    rubric = Rubric(
        criteria=(
            Criterion(id="c1", label="Young and married", wanted=Wanted(ask=Ask.TERM)),
            Criterion(id="c2", label="Kafka", wanted=Wanted(ask=Ask.SKILL, any_of=("Kafka",))),
        )
    )
    kit = interview_kit(rubric, None, blind=BlindResume(lines=()))
    assert [one.about for one in kit.questions] == ["Kafka"]
    assert kit.refused == ("Young and married",)


def test_observations_become_questions_with_their_harmless_explanations() -> None:
    seen = Observation(
        rule="timeline.overlap",
        level=Level.CONSIDER,
        title="Two full-time roles share 5 months",
        benign=("a notice period",),
        question="How did these two roles fit together in time?",
    )
    kit = interview_kit(Rubric(), None, blind=BlindResume(lines=()), observations=[seen])
    (question,) = kit.questions
    assert question.reason is Reason.OBSERVATION
    assert question.benign == ("a notice period",)
    assert len(question.anchors) == 3


async def test_a_kit_asks_for_what_is_open_and_quotes_what_is_claimed() -> None:
    team = DecidingTeam()
    await team.opened()
    said = await team.tell(ME, f"interview questions for {await team.name(3)}", at=CHANNEL)
    assert "4 questions, each tied to the rubric" in said
    assert "Python, 3 years: the resume does not say" in said
    assert "In the resume: Built Kafka pipelines and PostgreSQL schemas" in said
    await team.push("Kit as PDF", at=CHANNEL)
    paper = team.content(team.files[0])
    assert "Rating (1 to 5): ____" in paper
    assert not any(part in paper for name in NAMES for part in name.split())
    assert not prohibited(said)


async def test_a_kit_is_asked_for_by_number_where_nobody_is_named() -> None:
    team = DecidingTeam()
    await team.opened()
    assert "For whom" in await team.tell(ME, "make an interview kit", at=CHANNEL)
    assert f"Interview kit for {await team.name(2)}" in await team.tell(ME, "2", at=CHANNEL)


async def test_may_i_ask_is_answered_with_what_to_ask_instead() -> None:
    team = DecidingTeam()
    said = await team.tell(ME, "May I ask whether they plan to have children?")
    assert "Please do not ask that" in said
    assert "working hours and travel" in said
    assert "find nothing" in await team.tell(ME, "May I ask what they did with Kafka?")
