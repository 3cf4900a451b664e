"""Rules of applications: statements, days, messages, the funnel."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.applications.days import months_later, read_day
from domain.applications.funnel import ENOUGH, funnel
from domain.applications.meant import applications_in
from domain.applications.messages import Heard, read_message
from domain.applications.model import (
    Application,
    ApplicationEvent,
    ApplicationState,
    Outcome,
)
from domain.applications.moves import moved, was_sent, with_note
from domain.applications.statements import read_statement
from domain.ids import ApplicationId, UserId
from tests.unit.application_messages import LABELLED

TODAY = date(2026, 11, 26)
"""A Thursday."""
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


def application(number: int = 1, **changes: object) -> Application:
    plain = Application(
        id=ApplicationId(f"a_{number}"),
        user=UserId("u_1"),
        title="Data Engineer",
        company=f"Company {number}",
        state=ApplicationState.SAVED,
        created_at=NOW,
        changed_at=NOW,
    )
    return replace(plain, **changes)  # type: ignore[arg-type] # passed on


# --- messages ---------------------------------------------------------------------------------


def test_messages_are_read_as_labelled() -> None:
    right: Counter[str] = Counter()
    read: Counter[str] = Counter()
    meant: Counter[str] = Counter()
    for label, words in LABELLED:
        heard = read_message(words)
        meant[label] += 1
        read[heard.heard.value] += 1
        right[label] += heard.heard.value == label
        assert heard.quote in " ".join(words.split())
    assert meant["none"] >= 60
    for label in ("rejection", "invitation", "offer", "received"):
        assert right[label] / read[label] >= 0.98, label
        assert right[label] / meant[label] >= 0.95, label


@pytest.mark.parametrize(
    "words",
    [
        "unfortunately " * 7000,
        "offer you the " * 7000,
        "\n" * 100_000,
        "your " * 20_000,
        "\x00" * 99,
    ],
)
def test_long_and_strange_texts_are_read_quickly(words: str) -> None:
    assert read_message(words).heard is Heard.NONE
    assert read_statement(words, today=TODAY) is None
    assert applications_in(words, [application()]) == []


def test_a_message_finds_its_application_by_company_then_title() -> None:
    acme = application(1, company="Acme GmbH")
    analyst = application(2, company="Acme GmbH", title="Analyst")
    other = application(3, company="Globex")
    some = [acme, analyst, other]
    assert applications_in("Your application at ACME", some) == [acme, analyst]
    assert applications_in("The Analyst role at Acme", some) == [analyst]
    assert applications_in("Acmeology news", some) == []
    closed = replace(acme, state=ApplicationState.CLOSED)
    assert applications_in("Acme says", [closed, analyst]) == [analyst]


# --- statements -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("I applied to Acme as data engineer yesterday", "applied Acme data engineer 2026-11-25"),
        ("got an interview at Globex on Tuesday", "interview Globex  2026-12-01"),
        ("I had an interview with Pied Piper last Monday", "interview Pied Piper  2026-11-23"),
        ("they rejected me", "rejected   None"),
        ("Hooli ghosted me", "no_answer Hooli  None"),
        ("I accepted the offer from Acme", "accepted Acme  None"),
        ("add Acme, data engineer, to my board", "saved Acme data engineer None"),
        (
            "Ich habe mich gestern bei Siemens als Projektleiter beworben",
            "applied Siemens Projektleiter 2026-11-25",
        ),
        ("Vorstellungsgespräch bei BMW am 3.12.", "interview BMW  2026-12-03"),
        (
            "J'ai postulé chez Airbus comme ingénieur qualité hier",
            "applied Airbus ingénieur qualité 2026-11-25",
        ),
        ("tengo una entrevista en Inditex el viernes", "interview Inditex  2026-11-27"),
        ("Me candidatei na Farfetch como designer ontem", "applied Farfetch designer 2026-11-25"),
        ("Infosys ne reject kar diya", "rejected Infosys  None"),
    ],
)
def test_happenings_are_read_in_six_languages(words: str, said: str) -> None:
    found = read_statement(words, today=TODAY)
    assert found is not None
    assert f"{found.happening} {found.company} {found.title} {found.day}" == said


@pytest.mark.parametrize(
    "words",
    [
        "should I apply to Acme?",
        "how do I apply for a job at Acme",
        "I want to apply to Acme",
        "if they reject me what then",
        "I haven't applied yet",
        "practice an interview with me",
        "show my interviews",
        "Soll ich mich bei Siemens bewerben",
        "what should I answer in an interview at Acme?",
        "find me jobs as a nurse",
    ],
)
def test_questions_and_plans_are_no_happenings(words: str) -> None:
    assert read_statement(words, today=TODAY) is None


@given(st.text(max_size=500))
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_read(words: str) -> None:
    read_statement(words, today=TODAY)
    heard = read_message(words)
    assert heard.quote == "" or heard.heard is not Heard.NONE


# --- days -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "is_future", "day"),
    [
        ("on Friday", True, "2026-11-27"),
        ("on Thursday", True, "2026-12-03"),
        ("am Montag", False, "2026-11-23"),
        ("3 weeks ago", False, "2026-11-05"),
        ("vor zwei Wochen", False, "2026-11-12"),
        ("in 2 months", True, "2027-01-26"),
        ("12 March", True, "2027-03-12"),
        ("12. März", False, "2026-03-12"),
        ("2026-12-01", True, "2026-12-01"),
        ("le 4 décembre", True, "2026-12-04"),
        ("pasado mañana", True, "2026-11-28"),
        ("31/12", True, "2026-12-31"),
        ("31 February", True, "None"),
        ("mon ami", True, "None"),
        ("next", True, "None"),
    ],
)
def test_days_are_read(words: str, is_future: bool, day: str) -> None:
    named = read_day(words, today=TODAY, is_future=is_future)
    assert str(named.day if named else None) == day


def test_slashes_are_read_as_the_region_writes_them() -> None:
    for month_first, day in ((True, "2026-03-04"), (False, "2026-04-03")):
        named = read_day("3/4/2026", today=TODAY, is_future=True, month_first=month_first)
        assert named is not None
        assert named.day.isoformat() == day


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 120))
@settings(max_examples=60, deadline=None)
def test_months_are_added_within_the_calendar(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


# --- moves and the funnel ---------------------------------------------------------------------

STATES = st.sampled_from(list(ApplicationState))


@given(st.lists(st.tuples(STATES, st.sampled_from([*Outcome, None])), max_size=12))
@settings(max_examples=80, deadline=None)
def test_moves_keep_what_a_state_promises(
    steps: list[tuple[ApplicationState, Outcome | None]],
) -> None:
    current = application()
    told: list[ApplicationEvent] = []
    for number, (to, outcome) in enumerate(steps):
        at = NOW + timedelta(minutes=number)
        current, events = moved(current, to, at=at, outcome=outcome, today=TODAY)
        again, none = moved(current, to, at=at, outcome=outcome, today=TODAY)
        assert (again, none) == (current, ())
        told += events
        assert (current.outcome is not None) == (current.state is ApplicationState.CLOSED)
        assert current.applied_on is None or current.state is not ApplicationState.SAVED
    counts = funnel([current], told)
    assert counts.applied == int(was_sent(current))
    assert counts.offers <= counts.interviews <= counts.applied


def _through(*states: ApplicationState, outcome: Outcome | None = None) -> tuple[int, int, int]:
    current = application()
    told: list[ApplicationEvent] = []
    for state in states:
        current, events = moved(current, state, at=NOW, outcome=outcome, today=TODAY)
        told += events
    counts = funnel([current], told)
    return counts.applied, counts.interviews, counts.offers


def test_the_funnel_counts_what_was_reached_and_not_taken_back() -> None:
    saved, applied, interviewing, offer, closed = ApplicationState
    assert _through(applied, interviewing, closed, outcome=Outcome.REJECTED) == (1, 1, 0)
    assert _through(applied, closed, outcome=Outcome.REJECTED) == (1, 0, 0)
    assert _through(applied, interviewing, applied, closed, outcome=Outcome.REJECTED) == (1, 0, 0)
    assert _through(closed, outcome=Outcome.WITHDRAWN) == (0, 0, 0)
    assert _through(applied, closed, outcome=Outcome.ACCEPTED) == (1, 1, 1)
    assert _through(applied, interviewing, closed, interviewing, offer) == (1, 1, 1)
    assert _through(applied, saved) == (0, 0, 0)


def test_a_rate_is_said_from_ten_applications_on() -> None:
    some = [application(n, state=ApplicationState.APPLIED) for n in range(ENOUGH)]
    assert funnel(some, []).interview_rate.is_enough
    assert not funnel(some[1:], []).interview_rate.is_enough
    low, high = funnel(some, []).interview_rate.interval
    assert low == 0.0
    assert high == pytest.approx(0.2775, abs=1e-4)


def test_notes_have_an_end_and_are_not_doubled() -> None:
    noted = application()
    for number in range(50):
        noted = with_note(noted, f"{number} " + "x" * 400, at=NOW)
    assert len(noted.note) <= 1_000
    assert with_note(noted, noted.note.split("\n")[-1], at=NOW) == noted
