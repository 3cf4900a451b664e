"""Found by attacking the agents: denials as evidence, old buttons, crashes, the wrong posting."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.agents import AgentId
from domain.career_documents.model import DocumentRole, DocumentWork, ResumeDocument, Theme
from domain.ids import PostingId
from domain.posting import Posting
from domain.profile_sources.telling import is_denial, tells_of_use
from domain.reply import PendingQuestion
from domain.turns import Dialogue, TurnEvent
from graph.posting_lookup import CURRENT, SHOWN, PostingLookup
from integrations.career_documents.press import TypstDocumentPress
from tests.twins.talk import posting as posting_of
from tests.unit.test_resume_builder_agent import Desk, files, press

DENIALS = [
    "I have never used it", "Not yet, but I want to learn it", "Nope, never touched it",
    "I don't know it", "I know SQL, but never used it", "Only read about it", "no experience",
    "I\u2019d love to learn", "Nie benutzt", "Ich habe damit nie gearbeitet", "Keine Erfahrung",
    "Ich möchte es lernen", "Je ne l'ai jamais utilisé", "Nunca lo usé", "Não usei",
    "kabhi nahi use kiya",
]  # fmt: skip
EVIDENCE = [
    "At Acme in 2023, for the warehouse", "At Acme not for reports but for ETL, 2 years",
    "Bei Acme für das Reporting", "Chez Acme, pour les rapports", "Acme mein, 2 saal",
    "Used daily since 2020 at Globex, no problems so far", "Yes, at Acme for two years",
]  # fmt: skip


@pytest.mark.parametrize("words", DENIALS)
def test_a_denial_or_wish_is_no_evidence(words: str) -> None:
    assert is_denial(words)
    assert not tells_of_use(words)


@pytest.mark.parametrize("words", EVIDENCE)
def test_a_place_of_use_is_evidence(words: str) -> None:
    assert tells_of_use(words)


async def test_what_a_person_denies_never_reaches_the_profile() -> None:
    desk = Desk()
    talk, posting = await desk.talk()
    await talk.say(action=press("tailor", posting=posting.id))
    for words in ("I have never used it", "what do you mean?", "yes", "make the pdf"):
        await talk.say(action=press("used", skill="Snowflake"))
        await talk.say(words)
    assert talk.last_turn is not None
    profile = await desk.stores.profiles.get(talk.last_turn.user)
    assert profile.statements == ()
    assert "Snowflake" not in str(desk.press.resumes[-1])


async def test_an_old_button_decides_what_its_card_showed_or_nothing() -> None:
    desk = Desk()
    talk, posting = await desk.talk()
    await talk.say(action=press("tailor", posting=posting.id))
    assert talk.last_turn is not None
    user = talk.last_turn.user
    shown = await desk.documents.latest_draft(user)
    assert shown is not None
    await talk.say(action=press("used", skill="Snowflake", draft=shown.id))
    await talk.say("At Acme in 2023, for the warehouse")
    fresh = await desk.documents.latest_draft(user)
    assert fresh is not None
    before = {one.id: (one.kind, one.before, one.after) for one in shown.changes}
    after = {one.id: (one.kind, one.before, one.after) for one in fresh.changes}
    assert set(before) - set(after), "the summary names one skill more"
    assert all(before[same] == after[same] for same in set(before) & set(after))
    gone = next(iter(set(before) - set(after)))
    await talk.say(action=press("accept", draft=shown.id, change=gone))
    latest = await desk.documents.latest_draft(user)
    assert latest is not None
    assert {one.state.value for one in latest.changes} == {"open"}
    assert "1 of" in await talk.say("accept 1")


@pytest.mark.parametrize("verb", ["accept", "accept_all", "skip", "why", "make", "changes"])
async def test_a_draft_that_is_gone_is_not_the_latest_one(verb: str) -> None:
    desk = Desk()
    talk, posting = await desk.talk()
    await talk.say(action=press("tailor", posting=posting.id))
    said = await talk.say(action=press(verb, draft="0123456789abcdef", change="c1", numbers="1"))
    assert "do not have that any more" in said
    assert files(talk) == []
    assert talk.last_turn is not None
    draft = await desk.documents.latest_draft(talk.last_turn.user)
    assert draft is not None
    assert {one.state.value for one in draft.changes} == {"open"}


async def test_files_have_an_owner_after_a_crash_between_storing_and_owning() -> None:
    desk = Desk()
    talk, _ = await desk.talk()
    await talk.say("make a pdf of my resume")
    assert talk.last_turn is not None
    user = talk.last_turn.user
    stored = (await desk.documents.of(user))[0].files[0].blob
    # what a process leaves that ended right after the document was stored
    await desk.stores.blobs.release(stored)

    async def nobody(_: TurnEvent) -> None:
        return None

    answer = desk.stores.answering(AgentId.RESUME_BUILDER)
    await answer(talk.last_turn, Dialogue(), nobody)
    desk.stores.clock.advance(timedelta(days=2))
    await desk.stores.blobs.sweep(older_than=timedelta(days=1))
    assert await desk.stores.blobs.get(stored) is not None
    assert len(await desk.documents.of(user)) == 1


async def test_a_letter_is_for_the_posting_that_was_asked_about_or_for_none() -> None:
    desk = Desk()
    talk, posting = await desk.talk()
    other = replace(posting_of(7, "Nurse"), id=PostingId("own"))
    await desk.stores.own_postings.put(
        (await talk.profile()).user, other, at=desk.stores.clock.now()
    )
    await talk.say(action=press("letter", posting="vanished"))
    assert desk.press.letters == []
    said = await talk.say(action=press("letter", posting=posting.id))
    assert "go into the letter" in said
    assert "go into the letter" in await talk.say("why do you ask?")
    said = await talk.say("I like this job")
    assert said.startswith("Letter 1: Data Engineer at Initech")
    assert "Data Engineer at Initech" in await talk.say("tailor my resume for this job")


def _dialogue(*shown: str, current: str = "") -> Dialogue:
    data = {SHOWN: "\n".join(shown), CURRENT: current}
    return Dialogue(
        pending=PendingQuestion(agent=AgentId.JOB_SEARCH, topic="jobs", data=data, is_memory=True)
    )


def _job(number: int, title: str, company: str) -> Posting:
    return replace(posting_of(number, title), company=company)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("tailor my resume to 1 page", []),
        ("I have 3 years of experience", []),
        ("my last job was elsewhere", []),
        ("give me a second", []),
        ("tailor the second one", ["p2"]),
        ("tailor 3", ["p3"]),
        ("the last one", ["p4"]),
        ("tailor for Acme", ["p1", "p2"]),
        ("tailor this one at Acme", ["p2"]),
        ("senior data engineer at acme", ["p2"]),
        ("the HP job", ["p3"]),
        ("tailor it on 2 pages for HP", ["p3"]),
        ("腾讯的职位", ["p4"]),
    ],
)
async def test_the_posting_that_words_mean(words: str, wanted: list[str]) -> None:
    desk = Desk()
    talk, _ = await desk.talk()
    await desk.stores.load(
        _job(1, "Data Engineer", "Acme Corp"),
        _job(2, "Senior Data Engineer", "Acme Corp"),
        _job(3, "Data Analyst", "HP"),
        _job(4, "Developer", "腾讯"),
    )
    await talk.say("hello")
    assert talk.last_turn is not None
    turn = replace(talk.last_turn, message=replace(talk.last_turn.message, text=words))
    lookup: PostingLookup = desk.stores.lookup
    meant = await lookup.meant(turn, _dialogue("p1", "p2", "p3", "p4", current="p2"))
    found = [meant.posting] if meant.posting else list(meant.choices)
    assert [one.posting.id for one in found] == wanted


async def test_a_position_without_an_employer_can_be_drawn() -> None:
    work = DocumentWork(
        employer="",
        path="work.0",
        roles=(DocumentRole(title="Staff Engineer", path="work.0.roles.0"),),
    )
    document = ResumeDocument(name="Ana Example", work=(work,))
    drawn = await TypstDocumentPress().resume_pdf(document, theme=Theme.CLASSIC)
    assert drawn.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("words", "keeps"),
    [
        ("keep this story", True),
        ("Please keep it.", True),
        ("save that answer!", True),
        ("I moved shifts around to keep the team", False),
        ("In 2023 the hospital lost two nurses and I changed every rota in order to keep the "
         "ward open; we closed no bed.", False),
    ],
)  # fmt: skip
async def test_an_answer_about_keeping_something_is_still_an_answer(
    words: str, *, keeps: bool
) -> None:
    desk = Desk()
    talk, _ = await desk.talk()
    talk.hand_to(desk.stores.answering(AgentId.CAREER_ADVICE))
    await talk.say("practice interview")
    await talk.say("At Acme I moved 12 services to Kubernetes, which cut the costs by 20%.")
    said = await talk.say(words)
    assert ("keep it then" in said) is keeps  # nothing worth keeping was said before
