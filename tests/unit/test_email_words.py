"""What is read out of a mail's words and references, whatever they are."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.email_channel.entrance import Arrival, arrival_of
from bot.email_channel.frames import mailto
from bot.email_channel.pages import Page, drawn, masked
from bot.email_channel.places import Letterhead, Place, letterhead_of, place_of
from bot.email_channel.words import bare_subject, command_in, number_in
from domain.ids import BlobId

wild = st.text(max_size=200)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("3", 3),
        ("[3]", 3),
        ("  12.\n\nThank you", 12),
        ("[ 2 ]", 2),
        ("3 jobs please", None),
        ("1234", None),
        ("", None),
        ("٣", None),
        ("Yes\n3", None),
    ],
)
def test_a_number_is_the_whole_first_line(words: str, number: int | None) -> None:
    assert number_in(words) == number


@pytest.mark.parametrize(
    ("subject", "bare"),
    [
        ("Re: Re: AW: Jobs", "Jobs"),
        ("WG: Fwd: Lebenslauf", "Lebenslauf"),
        ("Re[2]: Jobs", "Jobs"),
        ("Regarding jobs", "Regarding jobs"),
        ("回复：Re：工作", "工作"),
        ("Notes, re: jobs", "Notes, re: jobs"),
        ("Re:", ""),
        ("a\r\nBcc: x", "a Bcc: x"),
    ],
)
def test_subjects_lose_what_programs_put_before_them(subject: str, bare: str) -> None:
    assert bare_subject(subject) == bare


@given(words=wild)
def test_any_words_can_be_looked_at(words: str) -> None:
    number_in(words)
    command_in(words)
    assert "\n" not in bare_subject(words)
    assert "\r" not in bare_subject(words)


@given(message_id=wild, references=st.lists(wild, max_size=5), subject=wild)
def test_a_letterhead_comes_back(message_id: str, references: list[str], subject: str) -> None:
    head = Letterhead(message_id=message_id, references=tuple(references), subject=subject)
    assert letterhead_of(head.to_ref()) == head


@given(document=st.one_of(wild, st.recursive(st.none() | wild, st.lists).map(json.dumps)))
def test_damaged_documents_are_only_refused(document: str) -> None:
    letterhead_of(document)
    arrival_of(document)


@given(raw=st.binary(max_size=100), sender=st.none() | wild, recipients=st.lists(wild, max_size=3))
def test_an_arrival_comes_back(raw: bytes, sender: str | None, recipients: list[str]) -> None:
    for arrival in (
        Arrival(raw=raw, envelope_from=sender, recipients=tuple(recipients), keys=("k",)),
        Arrival(blob=BlobId("b"), envelope_from=sender, recipients=(), keys=(), oversized=True),
    ):
        assert arrival_of(arrival.to_document()) == arrival


@given(local=st.from_regex(r"[a-z#0-9]{1,30}", fullmatch=True))
def test_a_place_comes_back(local: str) -> None:
    for stem in (None, "abcdefghij234567"):
        place = Place(person=f"{local}@example.org", stem=stem)
        assert place_of(place.conversation) == place


@given(subject=wild, label=wild)
def test_a_written_mail_has_two_fields_whatever_they_say(subject: str, label: str) -> None:
    link = mailto("bot+a.x@example.org", subject=subject, body=label)
    assert link.isascii()
    assert link.count("?") == 1
    assert link.count("&") == 1
    assert not set(link) & set(' "<>\r\n')


@given(words=wild, name=wild)
def test_pages_carry_no_markup_of_others(words: str, name: str) -> None:
    hostile = f"<script>{words}</script>"
    page = drawn(Page(title="T", lines=(hostile,), emphasis=hostile), brand=f"<b>{name}")
    assert "<script" not in page
    assert "<b>" not in page
    masked(words)
