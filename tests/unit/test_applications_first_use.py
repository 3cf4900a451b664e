"""What a first user stumbled over on the board: bare answers, short names, days of interviews."""

from __future__ import annotations

from datetime import date

import pytest

from domain.advice.unknowable import unknowable
from domain.applications.employers import employer_in
from domain.applications.statements import read_statement
from graph.posting_lookup import YES_OR_NO
from tests.unit.applications_stage import Desk

REJECTION = """Dear Jo,

Thank you for applying to {name}. Unfortunately, we have decided to move forward
with other candidates.

The {name} team"""
INVITATION = """Dear Jo,

Thank you for your application at Cartella. We would like to invite you to an interview.
It will take place on 10 December at 14:00. Please confirm by 5 November.

Best, Mia"""


@pytest.fixture
async def desk() -> Desk:
    """Two applications, one at a company of two words."""
    desk = Desk()
    await desk.load()
    await desk.talk.say("I applied to Acme as nurse yesterday")
    await desk.talk.say("I applied to Cartella Analytics as data engineer yesterday")
    await desk.talk.say("show my applications")
    return desk


async def test_a_typed_yes_does_what_the_button_does(desk: Desk) -> None:
    asked = await desk.talk.say(REJECTION.format(name="Cartella"))
    assert "Is it about data engineer at Cartella Analytics?" in asked
    assert desk.talk.reply.pending is not None
    assert desk.talk.reply.pending.data[YES_OR_NO] == "1"
    assert "Closed, rejected" in await desk.talk.say("yes", times=2)
    assert desk.states == {"Acme": "applied", "Cartella Analytics": "closed"}


async def test_a_typed_no_changes_nothing(desk: Desk) -> None:
    await desk.talk.say(REJECTION.format(name="Cartella"))
    assert await desk.talk.say("No.") == "Nothing was changed."
    assert desk.states == {"Acme": "applied", "Cartella Analytics": "applied"}


async def test_a_yes_to_a_message_that_says_two_things_asks_which(desk: Desk) -> None:
    both = REJECTION.format(name="Cartella") + "\nWe would like to invite you to an interview."
    await desk.talk.say(both)
    assert await desk.talk.say("yes") == "Which of the two is it?"
    assert desk.talk.labels[:2] == ["Close it as rejected", "Move to interviewing"]
    await desk.talk.tap("Move to interviewing")
    assert desk.states["Cartella Analytics"] == "interviewing"


async def test_the_first_word_of_a_company_names_it(desk: Desk) -> None:
    said = await desk.talk.say("remind me about Cartella next week")
    assert said.startswith("I will ask on Nov 9, 2026: data engineer at Cartella Analytics")
    await desk.talk.say("show my applications")
    said = await desk.talk.say("note for cartella: ask for Maria")
    assert said == "Noted for data engineer at Cartella Analytics."


async def test_a_confirmed_invitation_keeps_its_day_and_asks_after_it(desk: Desk) -> None:
    asked = await desk.talk.say(INVITATION)
    assert "with the interview on Dec 10, 2026?" in asked
    said = await desk.talk.say("yes")
    assert "The interview is on Dec 10, 2026." in said
    assert "ask about it on Dec 11, 2026" in said


async def test_an_interview_one_was_invited_to_lies_ahead(desk: Desk) -> None:
    said = await desk.talk.say("I was invited to an interview at Cartella on Dec 10")
    assert "The interview is on Dec 10, 2026." in said
    assert "ask about it on Dec 11, 2026" in said
    today = date(2026, 11, 2)
    had = read_statement("I had an interview with Acme on Oct 30", today=today)
    assert had is not None
    assert had.day == date(2026, 10, 30)


async def test_an_employer_that_is_not_on_the_board_is_not_matched_with_another(
    desk: Desk,
) -> None:
    asked = await desk.talk.say(REJECTION.format(name="Northfield"))
    assert "Northfield is not on your board. Shall I add it as closed?" in asked
    assert not any("Cartella" in label or "Acme" in label for label in desk.talk.labels)
    said = await desk.talk.say("yes", times=2)
    assert said.startswith("Closed, rejected: a job at Northfield")
    assert desk.states["Northfield"] == "closed"
    assert len(desk.board) == 3
    await desk.talk.tap("Undo")
    assert "Northfield" not in desk.states


async def test_the_board_says_each_thing_once(desk: Desk) -> None:
    said = await desk.talk.say("show my applications")
    assert said.startswith("2 applications, all applied")
    assert "Applied:" not in said
    assert said.count("Nov 1, 2026") == 2
    assert "applied on Nov 1, 2026" in said
    assert "since" not in said


async def test_a_kept_answer_says_its_day_in_words(desk: Desk) -> None:
    await desk.talk.say("My notice period is 3 months")
    await desk.talk.tap(
        next(label for label in desk.talk.labels if "eep" in label or "es" in label)
    )
    said = await desk.talk.say("what do I answer for notice period?")
    assert "you confirmed it on 2 November 2026" in said


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Thank you for your interest in the Data Engineer position at Acme Labs.", "Acme Labs"),
        ("Thank you for your interest in the Data Engineer position.", ""),
        ("vielen Dank für Ihre Bewerbung bei Muster & Sohn als Pfleger", "Muster & Sohn"),
        ("We chose somebody else.\n\nThe Northfield Talent Acquisition Team", "Northfield"),
        ("We chose somebody else.\n\nThe Hiring Team", ""),
        ("to apply for the Nurse position at St. Mary's Hospital.", "St. Mary's Hospital"),
        ("Regarding your interview with Sarah Jones on Monday: unfortunately", ""),
        ("A " * 50_000 + "team", ""),
        ("interest in " * 8_000, ""),
    ],
)
def test_the_employer_of_a_message(text: str, name: str) -> None:
    assert employer_in(text) == name


@pytest.mark.parametrize(
    ("text", "is_unknowable"),
    [
        ("will they hire me?", True),
        ("Will Northfield hire me?", True),
        ("do you think Acme Labs will hire me", True),
        ("which companies would hire me?", False),
        ("how would I make them hire me?", False),
    ],
)
def test_nobody_knows_who_will_hire(text: str, is_unknowable: bool) -> None:
    assert (unknowable(text) is not None) is is_unknowable
