"""The answer bank: confirmed facts, date arithmetic, the profile, pasted forms; never a guess."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.applications.questions import questions_in, read_question
from domain.profiles import SearchPreferences
from tests.twins.talk import RESUME, DirectReader
from tests.unit.applications_stage import Desk

FORM = """Application for Data Engineer

1. Are you legally authorized to work in Germany? *
Yes
No
2. Will you now or in the future require visa sponsorship for employment?
3. Notice period:
4. When can you start?
5. What are your salary expectations?
6. How many years of experience do you have with Python?
7. What is your level of German?
8. Highest degree
9. Gender (optional)
10. Why do you want to work here?
Full name*
"""


@pytest.fixture
async def desk() -> Desk:
    """Somebody with a resume and a search."""
    desk = Desk()
    await desk.talk.say("hello")
    profile = await desk.talk.profile()
    resume = await DirectReader().read(RESUME.encode(), name="cv.txt")
    preferences = SearchPreferences(work_countries=("DE",), needs_sponsorship=True)
    await desk.stores.profiles.save(replace(profile, resume=resume, preferences=preferences))
    return desk


async def test_an_answer_is_kept_after_a_yes_and_found_again(desk: Desk) -> None:
    said = await desk.talk.say("my notice period is 3 months")
    assert said == "Keep this answer? Notice period: 3 months"
    assert desk.stores.answers.rows == {}
    await desk.talk.tap("Yes, keep it", times=2)
    [kept] = desk.stores.answers.rows.values()
    assert (kept.key, kept.words) == ("notice_period", "3 months")
    said = await desk.talk.say("what do I answer for notice period?")
    assert said.startswith("Notice period: 3 months\nyou confirmed it on 2 November 2026")
    said = await desk.talk.say("what do I answer for earliest start?")
    assert said.startswith("Earliest start: 2027-02-02\ncomputed from today")


async def test_what_is_not_known_is_asked_and_then_confirmed(desk: Desk) -> None:
    said = await desk.talk.say("what do I answer for salary expectations?")
    assert "I do not know, and I do not guess" in said
    said = await desk.talk.say("70,000 EUR a year")
    assert said == "Keep this answer? Salary wish: 70,000 EUR a year"
    await desk.talk.tap("Yes, keep it")
    assert "Salary wish: 70,000 EUR a year" in await desk.talk.say("show my answers")
    await desk.talk.say("forget my salary answer")
    assert desk.stores.answers.rows == {}


async def test_facts_of_the_profile_name_their_source(desk: Desk) -> None:
    said = await desk.talk.say("what do I answer for work permit in Germany?")
    assert said == "Work permission (Germany): Yes\nyou told your job search"
    said = await desk.talk.say("what do I answer for sponsorship in the United States?")
    assert said.startswith("Visa sponsorship (United States): Yes")
    said = await desk.talk.say("what should I answer for years of experience with Python?")
    assert said.startswith("Years of Python: 5.8\ncomputed from the dates of your roles")
    said = await desk.talk.say("what do I put for German language level?")
    assert said.startswith("Language (German): German: native")


async def test_a_pasted_form_is_answered_with_sources_or_left_open(desk: Desk) -> None:
    said = await desk.talk.say(FORM)
    assert said.startswith("5 of 11 questions answered")
    assert "(you told your job search)" in said
    assert "Notice period: open: tell me" in said
    assert "Gender: yours alone to answer" in said
    assert "Why do you want to work here?: open: tell me" in said
    assert "I submit nothing" in said
    await desk.talk.tap("Answer: Notice period")
    await desk.talk.say("none, immediately")
    await desk.talk.tap("Yes, keep it")
    assert "When can you start?: 2026-11-02" in await desk.talk.say(FORM)


async def test_private_matters_are_neither_kept_nor_suggested(desk: Desk) -> None:
    for words in ("what do I answer for disability?", "my religion is my own business"):
        said = await desk.talk.say(words)
        assert "yours alone" in said
    assert desk.stores.answers.rows == {}


async def test_a_notice_period_that_is_no_plain_length_is_not_computed_with(desk: Desk) -> None:
    await desk.talk.say("my notice period is 6 weeks to the end of the quarter")
    await desk.talk.tap("Yes")
    assert "I do not guess" in await desk.talk.say("what do I answer for earliest start?")


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Wie lang ist Ihre Kündigungsfrist?", "notice_period"),
        ("Quelles sont vos prétentions salariales ?", "salary"),
        ("¿Tienes permiso de trabajo en España?", "work_permission:ES"),
        ("Qual é a sua pretensão salarial?", "salary"),
        ("Sind Sie bereit umzuziehen?", "relocation"),
        ("Do you hold a valid driver's license?", "driving_licence"),
        ("Are you willing to travel up to 20%?", "travel"),
        ("Do you now, or will you ever, need sponsorship in the UK?", "sponsorship:GB"),
        ("How many years of SQL experience do you have?", "years:SQL"),
        ("What is your date of birth?", "private"),
        ("Describe a conflict you solved", "other:describe_a_conflict_you_solved"),
    ],
)
def test_questions_are_told_apart(words: str, key: str) -> None:
    assert read_question(words).key == key


def test_a_form_without_end_is_cut() -> None:
    assert (
        len(
            questions_in(
                "Notice period?\nWhat is 1?\n" + "".join(f"Why {n}?\n" for n in range(5000))
            )
        )
        == 40
    )
