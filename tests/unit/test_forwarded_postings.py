"""Postings that people forward to the job search: links, texts and screenshots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from domain.agents import AgentId
from domain.errors import DocumentFault, SourceUnavailable, UnreadableDocument, UnreadablePosting
from domain.ids import BlobId
from domain.messages import Attachment
from domain.ports import Listing, PostingSource
from domain.posting import Posting
from domain.posting_intake.fields import read_posting_text
from domain.posting_intake.uploads import is_posting_upload
from domain.posting_intake.worth import TextKind, what_it_is
from domain.seeker_ports import PictureLine, PictureReader
from tests.contract.examples import message
from tests.twins.talk import RESUME, Stores, Talk, posting

TEXT = """Senior Data Engineer (m/w/d)
Acme Analytics GmbH · Berlin, Germany
Full-time
€65,000 - €80,000 per year

Responsibilities
You build pipelines in Python and PostgreSQL.
Requirements
- 5+ years of experience with Python
- Fluent French
- We are unable to sponsor visas.
Apply by 31 December 2026"""


class PagesByAddress(PostingSource):
    """Answers each address with what a test put there."""

    def __init__(self, pages: Mapping[str, Sequence[Posting] | Exception]) -> None:
        self.pages = pages
        self.asked: list[str] = []

    async def fetch(self, location: str) -> Listing:
        self.asked.append(location)
        page = self.pages[location]
        if isinstance(page, Exception):
            raise page
        return Listing(source="web", postings=tuple(page), complete=False)


class LinesOfPictures(PictureReader):
    """The content of a picture is its words."""

    async def read(self, content: bytes, *, name: str) -> Sequence[PictureLine]:
        if not content:
            raise UnreadableDocument("No words.", fault=DocumentFault.EMPTY)
        words = content.decode().splitlines()
        return [PictureLine(text=line, confidence=0.97) for line in words if line.strip()]

    async def read_pages(self, content: bytes, *, name: str) -> Sequence[PictureLine]:
        return await self.read(content, name=name)


def talk_with(
    pages: Mapping[str, Sequence[Posting] | Exception] | None = None,
) -> tuple[Talk, PagesByAddress]:
    source = PagesByAddress(pages or {})
    stores = Stores(source=source, pictures=LinesOfPictures())
    return Talk(stores, stores.answering(AgentId.JOB_SEARCH)), source


async def test_a_forwarded_text_becomes_a_card_with_flags_and_their_sentences() -> None:
    talk, _ = talk_with()
    words = await talk.say(TEXT)
    assert "Senior Data Engineer (m/w/d)" in words
    assert "Acme Analytics GmbH · Berlin, Germany" in words
    assert "We are unable to sponsor visas." in words
    assert "Fluent French" in words
    assert "send me your resume first" in words
    assert {"What am I missing?", "Tailor my resume", "Track", "Why?"} <= set(talk.labels)
    assert talk.last_turn is not None
    own = await talk.stores.own_postings.of(talk.last_turn.user)
    assert [one.posting.title for one in own] == ["Senior Data Engineer (m/w/d)"]


async def test_the_same_text_twice_is_one_posting() -> None:
    talk, _ = talk_with()
    await talk.say(TEXT)
    await talk.say(TEXT.replace("\n", "\n ") + "\n")
    assert talk.last_turn is not None
    assert len(await talk.stores.own_postings.of(talk.last_turn.user)) == 1


async def test_why_gives_the_match_and_every_demand() -> None:
    talk, _ = talk_with()
    await talk.say(TEXT)
    words = await talk.tap("Why?")
    assert "of 100" in words
    assert "What they demand of applicants" in words
    assert "5+ years of experience with Python" in words
    assert "you qualify" not in words.casefold()


async def test_a_company_that_is_not_stated_is_asked_once_and_kept() -> None:
    talk, _ = talk_with()
    words = await talk.say(TEXT.replace("Acme Analytics GmbH · ", ""))
    assert "The company is not stated" in words
    words = await talk.say("Globex")
    assert "Globex · Berlin, Germany" in words
    assert "not stated. Which" not in words


async def test_each_link_is_opened_and_problems_are_one_sentence() -> None:
    job = posting(7, "Nurse", company="Charité", description="You care for people.")
    talk, source = talk_with(
        {
            "https://jobs.example/1": [job],
            "https://jobs.example/2": SourceUnavailable("secret detail"),
            "https://10.0.0.1/jobs": UnreadablePosting("set CAREERGINI_JOBS__ALLOW=true"),
        }
    )
    words = await talk.say(
        "https://jobs.example/1 https://jobs.example/2 https://10.0.0.1/jobs "
        "https://www.linkedin.com/jobs/view/1"
    )
    assert "Nurse" in words
    assert "jobs.example did not answer" in words
    assert "I found no job posting at 10.0.0.1" in words
    assert "only to people who are logged in" in words
    assert "CAREERGINI" not in words
    assert "secret" not in words
    assert "https://www.linkedin.com/jobs/view/1" not in source.asked


async def test_a_job_that_is_listed_here_already_is_not_kept_twice() -> None:
    job = posting(7, "Nurse", company="Charité", description="You care for people.")
    talk, _ = talk_with({"https://jobs.example/1": [replace(job, id=posting(8, "x").id)]})
    await talk.stores.load(job)
    words = await talk.say("https://jobs.example/1")
    assert "among the open jobs here already" in words
    assert "Save" in talk.labels
    assert talk.last_turn is not None
    assert list(await talk.stores.own_postings.of(talk.last_turn.user)) == []


async def test_screenshots_of_one_posting_are_joined() -> None:
    talk, _ = talk_with()
    half = TEXT.index("Requirements")
    words = await talk.say(files=[("1.png", TEXT[:half].encode()), ("2.png", TEXT[half:].encode())])
    assert "Senior Data Engineer" in words
    assert "please check" in words
    assert "We are unable to sponsor visas." in words


async def test_a_picture_of_a_resume_is_handed_to_the_profile() -> None:
    talk, _ = talk_with()
    words = await talk.say(files=[("cv.png", RESUME.encode())])
    assert "reads like a resume" in words
    assert talk.labels == ["Read it as my resume"]


@pytest.mark.parametrize(
    ("text", "is_posting"),
    [
        (TEXT, True),
        ("https://boards.greenhouse.io/acme/jobs/12", True),
        ("is this one good for me? https://acme.example/x", True),
        ("this is my resume https://files.example/cv", False),
        ("https://github.com/ana", False),
        ("find me jobs as a nurse in Berlin", False),
        (RESUME, False),
    ],
)
def test_what_goes_to_the_job_search(text: str, is_posting: bool) -> None:
    assert is_posting_upload(replace(message(1), text=text)) == is_posting


def test_documents_stay_with_the_profile_and_pictures_come_here() -> None:
    def one(name: str, kind: str) -> Attachment:
        return Attachment(blob=BlobId("b"), name=name, media_type=kind, size_bytes=9)

    said = replace(message(1), text="")
    assert is_posting_upload(replace(said, attachments=(one("a.png", "image/png"),)))
    assert not is_posting_upload(replace(said, attachments=(one("cv.pdf", "application/pdf"),)))


def test_a_resume_and_chat_are_no_postings() -> None:
    assert what_it_is(RESUME) is TextKind.RESUME
    assert what_it_is("please " * 30) is TextKind.OTHER


@pytest.mark.parametrize(
    "piece", ["we are hiring a ", "A B ", "x · ", "in Xa ", "Title: ", "\n \n"]
)
def test_hostile_texts_are_read_in_linear_time(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    read = read_posting_text(text)
    assert len(read.description) <= 30_000
    what_it_is(text)
