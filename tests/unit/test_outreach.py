"""Messages to candidates: drafted, changed, approved, sent once."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import date

import pytest

from domain.agents import AgentId
from domain.deciding.model import LogKind, OutreachState
from domain.messages import ChannelName
from domain.outreach.drafting import OutreachFacts, draft_letter
from domain.outreach.linting import lint_letter
from domain.ports import Prompt
from domain.reply import Heading, plain_text
from domain.screening.wording import offending_words
from tests.twins.models import NoModel, ScriptedModel
from tests.unit.deciding_stage import DecidingTeam
from tests.unit.roles_stage import CHANNEL

ME = AgentId.SCRIPTS
TODAY = date(2026, 11, 2)


FACTS = OutreachFacts(
    role="Backend Engineer",
    writer="Ana Example",
    skills=("Python", "PostgreSQL", "Docker", "Kafka"),
    place="Berlin",
    is_remote=True,
    pay="60,000 € to 75,000 € a year",
    questions=("What have you done with Kafka, and for how long?",),
)


@pytest.mark.parametrize("language", ["en", "de"])
def test_templates_state_pay_place_writer_and_a_way_out_and_pass_their_own_rules(
    language: str,
) -> None:
    letter = draft_letter(FACTS, language="de" if language == "de" else "en")
    assert "60,000 € to 75,000 € a year" in letter.body
    assert "Berlin" in letter.body
    assert "Ana Example" in letter.body
    assert "Docker" in letter.body
    assert "Kafka and" not in letter.body
    assert lint_letter(letter.subject, letter.body, today=TODAY) == ()
    assert offending_words(letter.body) == ()
    bare = draft_letter(OutreachFacts(role="X", writer="A"), language="en")
    assert "states no pay" in bare.body


@pytest.mark.parametrize(
    ("words", "rule", "stops"),
    [
        ("You are a perfect fit.", "flattery", False),
        ("Last chance, answer today.", "pressure", False),
        ("The job is yours.", "promise", False),
        ("Dear Mr Smith,", "address", False),
        ("How old are you?", "question.age", True),
        ("Your resume looks suspicious.", "judgement", True),
        ("We want a young man for this.", "", True),
    ],
)
def test_words_that_sway_or_hurt_are_found(words: str, rule: str, stops: bool) -> None:
    opt_out = "Tell us if you do not want to hear from us."
    found = lint_letter("Hello", f"{words} {opt_out}", today=TODAY)
    assert found
    assert not rule or rule in {one.rule for one in found}
    assert any(one.stops for one in found) is stops


async def _drafted(team: DecidingTeam) -> str:
    await team.opened()
    return await team.tell(ME, "write to candidate 1", at=CHANNEL)


async def test_a_message_goes_out_once_after_exactly_these_words_were_approved() -> None:
    team = DecidingTeam()
    said = await _drafted(team)
    assert "draft, not approved" in said
    assert team.reply is not None
    assert team.reply.is_personal
    assert [one.label for one in team.buttons] == ["Approve", "Edit", "Discard"]
    assert "approved, not sent" in await team.push("Approve", times=2)
    assert "on its way" in await team.push("Send")
    (key,) = team.posted
    sent = team.stores.outbound.rows[key]
    assert sent.address.channel is ChannelName.EMAIL
    assert sent.address.conversation == "renate.okonkwo@example.com"
    heading = sent.reply.blocks[0]
    assert isinstance(heading, Heading)
    assert heading.body[0].text == "Backend Engineer: a conversation?"
    assert "do not want to hear from us" in plain_text(sent.reply.blocks)
    kinds = [one.kind for one in team.recruiting.decisions.lines]
    assert kinds.count(LogKind.OUTREACH_APPROVED) == kinds.count(LogKind.OUTREACH_SENT) == 1


async def test_sending_again_sends_nothing_twice() -> None:
    team = DecidingTeam()
    await _drafted(team)
    await team.push("Approve")
    send = team.button("Send")
    await team.press(ME, "send", send.action.arguments, times=2)
    said = await team.press(ME, "send", send.action.arguments)
    assert "sent already" in said
    assert len(team.posted) == 1
    kinds = [one.kind for one in team.recruiting.decisions.lines]
    assert kinds.count(LogKind.OUTREACH_SENT) == 1


async def test_a_change_takes_the_approval_back() -> None:
    team = DecidingTeam()
    await _drafted(team)
    await team.push("Approve")
    approved = team.button("Send")
    said = await team.push("Edit", form={"subject": "Backend work", "body": "Hello, talk? Tell us "
                                         "if you do not want to hear from us."})  # fmt: skip
    assert "draft, not approved" in said
    assert "Subject: Backend work" in said
    said = await team.press(ME, "send", approved.action.arguments)
    assert "Nobody approved these words yet" in said
    assert not team.posted


async def test_approving_words_that_were_changed_since_approves_nothing() -> None:
    team = DecidingTeam()
    await _drafted(team)
    approve = team.button("Approve")
    await team.push("Edit", form={"body": "Other words. Tell us if you do not want to hear more."})
    said = await team.press(ME, "approve", approve.action.arguments)
    assert "draft, not approved" in said


async def test_words_that_must_not_go_out_cannot_be_approved() -> None:
    team = DecidingTeam()
    await _drafted(team)
    arguments = {"draft": team.button("Approve").action.arguments["draft"]}
    said = await team.push("Edit", form={"body": "Hello, how old are you?"})
    assert "2 things to change before this can be approved" in said
    assert [one.label for one in team.buttons] == ["Edit", "Discard"]
    assert "Not approved" in await team.press(ME, "approve", arguments)
    (draft,) = team.recruiting.decisions.written.values()
    assert draft.state is OutreachState.DRAFT


async def test_where_a_channel_has_no_dialog_new_words_are_asked_for() -> None:
    team = DecidingTeam()
    await _drafted(team)
    assert "whole message" in await team.push("Edit")
    said = await team.tell(ME, "Subject: A talk\nHello. Tell us if you do not want to hear more.")
    assert "Subject: A talk" in said
    assert "Hello. Tell us" in said


@pytest.mark.parametrize("words", ["cancel", "Never mind, thanks.", "nein", "don't change it"])
async def test_taking_the_question_for_new_words_back_changes_nothing(words: str) -> None:
    team = DecidingTeam()
    await _drafted(team)
    before = await _body(team)
    await team.push("Approve")
    edit = team.button("Edit").action
    assert "whole message" in await team.press(ME, edit.verb, edit.arguments)
    said = await team.tell(ME, words)
    assert "approved, not sent" in said
    assert await _body(team) == before
    assert "on its way" in await team.push("Send")


async def test_without_mail_the_approved_words_are_given_to_copy_and_no_address() -> None:
    team = DecidingTeam(can_mail=False)
    await _drafted(team)
    await team.push("Approve")
    said = await team.push("Text to copy")
    assert "approved words" in said
    assert "renate" not in said.lower()
    assert "by hand" in await team.push("I sent it")
    assert not team.posted
    (draft,) = team.recruiting.decisions.written.values()
    assert draft.state is OutreachState.SENT


async def test_messages_are_written_in_german_on_request_and_listed() -> None:
    team = DecidingTeam()
    await team.opened()
    said = await team.tell(ME, "write to candidate 1 in German", at=CHANNEL)
    assert "Guten Tag" in said
    assert "draft, not approved" in await team.tell(ME, "show the messages", at=CHANNEL)
    assert "Guten Tag" in await team.push("Open")
    assert "discarded" in await team.push("Discard")


async def test_reviewers_make_kits_and_write_to_nobody() -> None:
    team = DecidingTeam()
    await team.opened()
    assert "Interview kit" in await team.tell(ME, "kit for candidate 1", by=team.rui, at=CHANNEL)
    said = await team.tell(ME, "write to candidate 1", by=team.rui, at=CHANNEL)
    assert "it takes a recruiter" in said


async def test_erasing_a_candidate_takes_a_waiting_message_along() -> None:
    team = DecidingTeam()
    await _drafted(team)
    await team.push("Approve")
    await team.push("Send")
    candidate = (await team.candidates())[0]
    await team.recruiting.candidates.erase(candidate.id, by=team.ana, at=team.stores.clock.now())
    assert not [key for key in team.stores.outbound.rows if key.startswith("or:")]


# --- a model --------------------------------------------------------------------------------------


def _with_model(speech: str) -> DecidingTeam:
    return DecidingTeam(model=ScriptedModel(speech={"outreach": [[speech]]}))


async def _body(team: DecidingTeam) -> str:
    (draft,) = team.recruiting.decisions.written.values()
    return draft.body


async def test_a_model_may_say_it_in_other_words_and_the_approval_is_gone() -> None:
    letters: list[str] = []

    class Rewords(NoModel):
        async def available(self) -> bool:
            return True

        async def speak(self, prompt: Prompt, *, timeout_s: float) -> AsyncGenerator[str, None]:
            yield letters[0].replace("We would like to talk", "We want to speak")

    team = DecidingTeam(model=Rewords())
    await _drafted(team)
    letters.append(await _body(team))
    await team.push("Approve")
    said = await team.push("Other words")
    assert "We want to speak about the work" in said
    assert "draft, not approved" in said


@pytest.mark.parametrize(
    "speech",
    [
        "Hello! You are a perfect fit.",
        "",
        "{before} Please also call https://example.com",
        "{before} You will earn 90,000 €.",
        "{numbers}",
    ],
)
async def test_what_a_model_changes_in_fact_is_not_taken(speech: str) -> None:
    team = DecidingTeam()
    await _drafted(team)
    before = await _body(team)
    words = speech.format(before=before, numbers=before.replace("30 minutes", "45 minutes"))
    team = _with_model(words)
    await _drafted(team)
    assert "The message stays as it is." in await team.push("Other words")
    assert await _body(team) == before


async def test_without_an_answer_of_the_model_the_message_stays() -> None:
    team = DecidingTeam(model=NoModel())
    await _drafted(team)
    assert "no model answered" in await team.push("Other words")
    assert team.reply is not None
    assert team.reply.wanted_model
