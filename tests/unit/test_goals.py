from __future__ import annotations

import time

import pytest

from domain.agents import AgentId
from domain.goals import read_goal
from graph.planning_reply import PLAN_AGENTS, plan_goal, plan_route


@pytest.mark.parametrize(
    ("words", "title", "place"),
    [
        (
            "I want to move into data engineering in Berlin, what should I do?",
            "data engineer",
            "Berlin",
        ),
        ("how do I become a data scientist?", "data scientist", ""),
        ("wanna get into data eng in berlin, wat shld i do", "data engineer", "Berlin"),
        (
            "I work as a nurse but I want to become a data analyst in Hamburg, what should I do?",
            "data analyst",
            "Hamburg",
        ),
        ("I'd like to switch to UX design, what are my next steps?", "UX designer", ""),
        ("help me move into product management", "product manager", ""),
        ("Ich möchte Datenanalyst werden, was soll ich tun?", "data analyst", ""),
        ("Wie werde ich Data Engineer in Hamburg?", "Data Engineer", "Hamburg"),
        ("Je voudrais devenir développeur à Lyon, par où commencer ?", "software engineer", "Lyon"),
        ("quiero ser ingeniero de datos en Madrid, ¿qué hago?", "data engineer", "Madrid"),
        ("cómo puedo convertirme en analista de datos", "data analyst", ""),
        ("quero virar cientista de dados no Porto, o que eu faço?", "data scientist", "Porto"),
        ("mujhe data engineer banna hai, kya karu", "data engineer", ""),
        ("data analyst kaise bane", "data analyst", ""),
    ],
)
def test_an_open_question_about_a_goal_is_planned(words: str, title: str, place: str) -> None:
    goal = read_goal(words)

    assert goal is not None
    assert (goal.title, goal.asks_what_to_do) == (title, True)
    assert [found.name for found in goal.places] == ([place] if place else [])
    route = plan_route(words)
    assert route is not None
    assert route.agents == PLAN_AGENTS


@pytest.mark.parametrize(
    "words",
    [
        "I want to move to Berlin",
        "I want to move to Berlin, what should I do?",
        "what should I do with my resume",
        "I want to become a nurse, how do I write my resume?",
        "I want to become better at SQL",
        "I want to become better at SQL, what should I do?",
        "as a nurse how much should I ask for",
        "I work as a nurse, what should I do?",
        "I got a job as a nurse, what should I do about the dates",
        "I was rejected as a data engineer, what should I do",
        "what do I need to become a data engineer",
        "what am I missing to become a data engineer, what should I do",
        "what should I learn to become an accountant?",
        "a learning plan to become a data engineer, how do I start",
        "how do I switch to dark mode",
        "how do I move my interview to Monday",
        "I want to go into the office less, what should I do?",
        "I want to get into the details of my profile, how do I do that",
        "Ich arbeite als Pfleger, wie kann ich mehr verdienen?",
        "soy enfermera, cómo puedo ganar más",
        "i hate my job, what should i do",
        "I want to be a data engineer",
        "find data engineer jobs in Berlin",
    ],
)
def test_what_only_sounds_like_a_plan_is_none(words: str) -> None:
    assert plan_route(words) is None


def test_a_present_occupation_is_no_goal() -> None:
    assert read_goal("I currently work as a nurse in Leeds") is None


def test_the_goal_of_a_plan_is_read_again_for_its_opening_only() -> None:
    words = "how do I become a welder in Leeds?"

    goal = plan_goal(words, PLAN_AGENTS)
    assert goal is not None
    assert goal.title == "welder"
    assert plan_goal(words, (AgentId.LEARNING,)) is None


@pytest.mark.parametrize(
    "part", ["I want to become ", "get into ", "a ", "als ", "what should i do ", "2 the "]
)
def test_long_texts_are_read_in_no_time(part: str) -> None:
    text = part * (100_000 // len(part)) + "werden"

    started = time.process_time()
    read_goal(text)

    assert time.process_time() - started < 0.5
