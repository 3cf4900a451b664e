"""The applications agent over twins: the board, words, messages, follow-ups, files."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.agents import AgentId
from domain.career_documents.model import CareerDocument, CareerDocumentKind, Theme
from domain.ids import CareerDocumentId, PostingId, TurnId
from domain.messages import Action
from domain.posting import Stance
from domain.reply import Chart, File
from tests.unit.applications_stage import ENGINEER, NURSE, Desk

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def desk() -> Desk:
    """Somebody with an empty board."""
    return Desk()


def job(verb: str, posting: str) -> Action:
    return Action(agent=AgentId.JOB_SEARCH, verb=verb, arguments={"posting": posting})


def own(verb: str, **arguments: str) -> Action:
    return Action(agent=AgentId.APPLICATIONS, verb=verb, arguments=arguments)


async def stances(desk: Desk, posting: str) -> set[Stance]:
    assert desk.talk.last_turn is not None
    held = await desk.stores.postings.stances(desk.talk.last_turn.user)
    return set(held.get(PostingId(posting), frozenset())) - {Stance.SHOWN}


# --- the board and the job search agree ---------------------------------------------------------


async def test_an_empty_board_says_how_to_fill_it(desk: Desk) -> None:
    assert "Your board is empty" in await desk.talk.say("show my applications")


async def test_what_the_job_search_marks_is_on_the_board(desk: Desk) -> None:
    await desk.load()
    await desk.talk.say(action=job("save", "p1"), times=2)
    await desk.talk.say(action=job("applied", "p2"), times=2)
    assert desk.states == {"Charité": "saved", "Acme": "applied"}
    said = await desk.talk.say("show my applications")
    assert said.startswith("2 applications: 1 saved · 1 applied")
    assert "Data Engineer at Acme" in said


async def test_marks_from_before_there_was_a_board_are_adopted(desk: Desk) -> None:
    await desk.load()
    await desk.talk.say("hello")
    assert desk.talk.last_turn is not None
    user = desk.talk.last_turn.user
    await desk.stores.postings.note(user, NURSE.id, Stance.SAVED, on=True)
    await desk.stores.postings.note(user, ENGINEER.id, Stance.APPLIED, on=True)
    await desk.stores.postings.note(user, PostingId("gone"), Stance.SAVED, on=True)
    await desk.talk.say("show my applications")
    assert desk.states == {"Charité": "saved", "Acme": "applied"}
    await desk.stores.postings.note(user, NURSE.id, Stance.APPLIED, on=True)
    await desk.talk.say("show my applications")
    assert desk.states["Charité"] == "applied"


async def test_moves_on_the_board_are_marks_of_the_job_search(desk: Desk) -> None:
    await desk.load()
    await desk.talk.say(action=own("track", posting="p1"), times=2)
    assert desk.states == {"Charité": "saved"}
    assert await stances(desk, "p1") == {Stance.SAVED}
    desk.stores.clock.advance(timedelta(minutes=1))
    await desk.talk.tap("I applied", times=2)
    assert await stances(desk, "p1") == {Stance.SAVED, Stance.APPLIED}
    assert len(desk.stores.pushes.reminders.rows) == 1
    await desk.talk.tap("Undo")
    assert desk.states == {"Charité": "saved"}
    assert await stances(desk, "p1") == {Stance.SAVED}
    assert desk.stores.pushes.reminders.rows == {}


async def test_taking_back_in_the_job_search_takes_it_off_the_board(desk: Desk) -> None:
    await desk.load()
    await desk.talk.say(action=job("applied", "p1"))
    await desk.talk.say(action=job("not_applied", "p1"), times=2)
    assert desk.board == []
    await desk.talk.say(action=job("save", "p1"))
    await desk.talk.say(action=job("unsave", "p1"))
    assert desk.board == []
    assert await stances(desk, "p1") == set()


async def test_what_came_further_is_not_taken_back_by_an_old_button(desk: Desk) -> None:
    await desk.load()
    await desk.talk.say(action=job("applied", "p1"))
    await desk.talk.say("I got an interview at Charité on Friday")
    assert "further on your board" in await desk.talk.say(action=job("not_applied", "p1"))
    assert desk.states == {"Charité": "interviewing"}


async def test_hearing_back_is_kept_and_do_not_ask_closes_nothing(desk: Desk) -> None:
    await desk.load()
    await desk.talk.say(action=job("applied", "p1"))
    await desk.talk.tap("Do not ask")
    assert desk.states == {"Charité": "applied"}
    heard = Action(
        agent=AgentId.JOB_SEARCH,
        verb="heard_back",
        arguments={"posting": "p1", "outcome": "rejected"},
    )
    assert "It is on your board." in await desk.talk.say(action=heard, times=2)
    assert desk.states == {"Charité": "closed"}
    assert desk.board[0].outcome is not None
    events = [event.detail for _, event in desk.stores.applications.history]
    assert events == ["applied>closed"]


# --- words ------------------------------------------------------------------------------------


async def test_an_application_is_added_by_words_once(desk: Desk) -> None:
    said = await desk.talk.say("I applied to Acme as data engineer yesterday", times=2)
    assert said.startswith("Applied on Nov 1, 2026: data engineer at Acme. I will ask about it on")
    [kept] = desk.board
    assert (kept.company, kept.title, kept.applied_on) == (
        "Acme",
        "data engineer",
        date(2026, 11, 1),
    )
    assert kept.posting is not None
    assert await desk.stores.own_postings.get(kept.user, kept.posting) is not None
    await desk.talk.tap("Undo")
    assert desk.board == []
    assert desk.stores.own_postings.rows == {}
    assert desk.stores.pushes.reminders.rows == {}


async def test_happenings_move_what_they_name(desk: Desk) -> None:
    await desk.talk.say("I applied to Acme as data engineer")
    desk.stores.clock.advance(timedelta(minutes=1))
    await desk.talk.say("I applied to Globex as analyst")
    said = await desk.talk.say("got an interview at Globex on Tuesday")
    assert said.startswith("Interviewing: analyst at Globex.")
    await desk.talk.say("show my interviews")
    assert any(fact.label == "Interview" for fact in desk.talk.cards[0].facts)
    await desk.talk.say("Acme rejected me")
    await desk.talk.say("I got an offer from Globex")
    assert desk.states == {"Acme": "closed", "Globex": "offer"}
    await desk.talk.say("I accepted the offer from Globex")
    assert desk.states == {"Acme": "closed", "Globex": "closed"}


async def test_a_happening_without_a_name_asks_which(desk: Desk) -> None:
    for company in ("Acme", "Globex"):
        await desk.talk.say(f"I applied to {company} as data engineer")
        desk.stores.clock.advance(timedelta(minutes=1))
    await desk.talk.say("show my applications")
    said = await desk.talk.say("they rejected me")
    assert said.startswith("Which application is that?")
    await desk.talk.tap("data engineer at Acme", times=2)
    assert desk.states == {"Acme": "closed", "Globex": "applied"}


async def test_a_happening_of_an_unknown_company_asks_for_it(desk: Desk) -> None:
    assert "At which company?" in await desk.talk.say("I got an offer")
    assert (await desk.talk.say("Initech")).startswith("Offer: a job at Initech.")
    assert desk.states == {"Initech": "offer"}


# --- messages ---------------------------------------------------------------------------------

REJECTION = (
    "Dear Ana,\n\nthank you for applying for the Data Engineer role at Acme. Unfortunately, we "
    "have decided to move forward with other candidates.\n\nBest wishes"
)


async def test_a_forwarded_rejection_changes_nothing_before_a_yes(desk: Desk) -> None:
    await desk.talk.say("I applied to Acme as data engineer")
    said = await desk.talk.say(REJECTION)
    assert "That reads like a rejection" in said
    assert "decided to move forward with other candidates" in said
    assert desk.states == {"Acme": "applied"}
    await desk.talk.tap("Close it as rejected", times=2)
    assert desk.states == {"Acme": "closed"}
    kinds = [event.kind.value for _, event in desk.stores.applications.history]
    assert kinds.count("heard") == 1


async def test_a_no_leaves_everything_and_an_unnamed_message_offers_choices(desk: Desk) -> None:
    await desk.talk.say("I applied to Globex as analyst")
    said = await desk.talk.say(REJECTION.replace("at Acme", "with us"))
    assert "Which application is it about?" in said
    await desk.talk.tap("None")
    assert desk.states == {"Globex": "applied"}


async def test_a_job_alert_is_no_news(desk: Desk) -> None:
    await desk.talk.say("I applied to Acme as data engineer")
    said = await desk.talk.say("10 new jobs for you: Data Engineer at Acme.\nApply now!")
    assert "reads like" not in said
    assert desk.states == {"Acme": "applied"}


# --- follow-ups, notes, versions, deleting --------------------------------------------------------


async def test_a_reminder_on_a_day_of_the_person(desk: Desk) -> None:
    await desk.talk.say("I applied to Acme as data engineer")
    said = await desk.talk.say("remind me about Acme on Friday", times=2)
    assert said.startswith("I will ask on Nov 6, 2026")
    [reminder] = desk.stores.pushes.reminders.rows.values()
    assert reminder.due_at == datetime(2026, 11, 6, 9, 0, tzinfo=UTC)
    await desk.talk.tap("Do not ask")
    assert desk.stores.pushes.reminders.rows == {}


async def test_a_note_by_words_or_button(desk: Desk) -> None:
    await desk.talk.say("I applied to Acme as data engineer")
    await desk.talk.say("note for Acme: ask for =Maria", times=2)
    await desk.talk.say("show my applications")
    await desk.talk.tap("Note")
    await desk.talk.say("they work in *Berlin*")
    assert desk.board[0].note.split("\n") == ["ask for =Maria", "they work in *Berlin*"]


async def test_which_resume_was_sent_is_noted(desk: Desk) -> None:
    await desk.talk.say("I applied to Acme as data engineer")
    assert desk.talk.last_turn is not None
    await desk.documents.add(
        CareerDocument(
            id=CareerDocumentId("d_1"),
            user=desk.talk.last_turn.user,
            kind=CareerDocumentKind.RESUME,
            number=0,
            title="Data Engineer",
            posting=None,
            theme=Theme.CLASSIC,
            created_at=NOW,
        ),
        turn=TurnId("c:1"),
    )
    await desk.talk.say("show my applications")
    await desk.talk.tap("Which resume?")
    await desk.talk.tap("Resume 1", times=2)
    assert desk.board[0].resume == "d_1"
    assert "Resume sent: Resume 1, Data Engineer" in await desk.talk.say("show my applications")


async def test_deleting_asks_first_and_clears_the_marks(desk: Desk) -> None:
    await desk.load()
    await desk.talk.say(action=job("applied", "p1"))
    await desk.talk.say("show my applications")
    await desk.talk.tap("Delete")
    assert len(desk.board) == 1
    await desk.talk.tap("Yes", times=1)
    assert desk.board == []
    assert await stances(desk, "p1") == set()
    assert "Your board is empty" in await desk.talk.say("show my applications")


async def test_buttons_with_strange_arguments_do_no_harm(desk: Desk) -> None:
    await desk.talk.say("I applied to Acme as data engineer")
    key = desk.board[0].id
    for verb in ("move", "undo", "heard", "tell", "remind_on", "resume", "column", "nonsense"):
        for arguments in (
            {},
            {"application": "a_other"},
            {"application": key, "to": "x", "days": "9" * 99, "page": "²", "state": "applied"},
        ):
            await desk.talk.say(action=own(verb, **arguments))
    assert desk.states == {"Acme": "applied"}


# --- pages, numbers, files ------------------------------------------------------------------------


async def test_more_than_five_are_paged_and_counted(desk: Desk) -> None:
    for number in range(7):
        await desk.talk.say(f"I applied to Company{number} as analyst")
        desk.stores.clock.advance(timedelta(minutes=1))
    await desk.talk.say("show my applications")
    assert len(desk.talk.cards) == 5
    await desk.talk.tap("Next")
    assert len(desk.talk.cards) == 2
    said = await desk.talk.say("what is my response rate")
    assert "Too few to tell a rate" in said
    assert any(isinstance(block, Chart) for block in desk.talk.reply.blocks)


async def test_the_export_is_a_table_without_formulas_and_json(desk: Desk) -> None:
    await desk.talk.say("I applied to Acme as data engineer")
    await desk.talk.say("note for Acme: =HYPERLINK(1)")
    await desk.talk.say("export my applications")
    files = [block for block in desk.talk.reply.blocks if isinstance(block, File)]
    table, document = [await desk.stores.blobs.get(file.blob) for file in files]
    assert table is not None
    assert document is not None
    [row] = csv.DictReader(io.StringIO(table.decode("utf-8-sig")))
    assert (row["company"], row["state"], row["notes"]) == ("Acme", "applied", "'=HYPERLINK(1)")
    assert json.loads(document)["applications"][0]["company"] == "Acme"
    assert [file.name.rpartition(".")[2] for file in files] == ["csv", "json"]
