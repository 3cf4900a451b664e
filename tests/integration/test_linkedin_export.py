"""LinkedIn's data export end to end, and archives that are none."""

from __future__ import annotations

import time

import pytest

from domain.errors import DocumentFault, UnreadableDocument
from domain.resume.linkedin_export import from_linkedin_export
from domain.resume.model import PartialDate, Resume
from domain.resume.spans import unsupported_values
from integrations.documents.linkedin_export import read_export
from integrations.documents.parsing import parse
from integrations.documents.process_reader import LimitedProcessReader
from tests.integration.linkedin_archives import BASIC, COMPLETE, POSITIONS, packed


def test_the_basic_export_is_read_in_the_limited_process() -> None:
    import asyncio

    reader = LimitedProcessReader(max_bytes=20_000_000, timeout_s=20, memory_bytes=320_000_000)
    resume = asyncio.run(reader.read(packed(BASIC), name="Basic_LinkedInDataExport.zip"))
    assert resume.made_by == "linkedin_export"
    assert unsupported_values(resume) == []
    contact = resume.contact
    assert contact.name is not None
    assert contact.label is not None
    assert contact.email is not None
    assert contact.phone is not None
    assert contact.location is not None
    assert (contact.name.text, contact.label.text) == ("Noor Haddad", "UX designer, mostly maps")
    assert (contact.email.text, contact.phone.text) == ("noor@example.com", "+1 206 555 0117")
    assert contact.location.text == "Seattle, WA"
    assert [link.text for link in contact.links] == [
        "https://maps.example.com",
        "noor.example.org/cv",
    ]
    assert "Private Street" not in resume.source.text
    assert resume.summary is not None
    assert resume.summary.text.endswith("whether they got there.")


def test_roles_of_one_company_belong_together_and_lines_of_a_field_are_highlights() -> None:
    evergreen, bank = parse(packed(BASIC), suffix="").work
    assert evergreen.employer is not None
    assert evergreen.employer.text == "Evergreen Maps"
    first, second = evergreen.roles
    assert first.title is not None
    assert first.dates is not None
    assert first.dates.is_current
    assert first.dates.start == PartialDate(year=2021, month=4)
    assert [item.text for item in first.highlights] == [
        'Led the redesign of "Routes"',
        "Interviewed 40 hikers, twice",
    ]
    assert second.dates is not None
    assert second.dates.end == PartialDate(year=2021, month=3)
    assert bank.roles[0].dates is not None
    assert bank.roles[0].dates.start == PartialDate(year=2017)


def test_the_complete_export_gives_everything_about_the_person_and_nothing_about_others() -> None:
    resume = parse(packed(COMPLETE), suffix=".zip")
    assert unsupported_values(resume) == []
    assert [(s.name.text, s.canonical) for s in resume.skills] == [
        ("Figma", "Figma"),
        ("User Research", "User research"),
    ]
    assert [(s.language.text, s.fluency.text if s.fluency else None) for s in resume.languages] == [
        ("Arabic", "Native or bilingual proficiency"),
        ("English", None),
    ]
    named = [
        (entry.name.text, entry.issuer.text if entry.issuer else None)
        for entries in (
            resume.projects,
            resume.certificates,
            resume.volunteer,
            resume.publications,
            resume.awards,
        )
        for entry in entries
    ]
    assert named == [
        ("Quiet Trails", None),
        ("Certified Cartographer", "Map Guild"),
        ("Guide", "Trail Keepers"),
        ("On Maps", "Map Press"),
        ("Map of the Year", None),
    ]
    (study,) = resume.education
    assert study.dates is not None
    assert study.dates.raw.text == "2013 – 2017"
    for secret in ("Somebody", "secret words", "great", "X-1"):
        assert secret not in resume.source.text


def test_a_byte_order_mark_and_notes_above_the_header_do_no_harm() -> None:
    files = {"Positions.csv": '\ufeffNotes:\n"This file"\n\n' + POSITIONS}
    assert len(parse(packed(files), suffix=".zip").work) == 2
    assert len(parse(packed({"positions.csv": POSITIONS.encode("utf-16")}), suffix="").work) == 2


@pytest.mark.parametrize(
    ("files", "fault", "words"),
    [
        ({"notes.txt": "hello"}, DocumentFault.WRONG_TYPE, "no LinkedIn data export"),
        ({"Profile.csv": "a,b\n1,2\n"}, DocumentFault.WRONG_TYPE, "tables are not LinkedIn's"),
        ({"Skills.csv": ""}, DocumentFault.WRONG_TYPE, "tables are not LinkedIn's"),
        (
            {"Skills.csv": "Name\n" + "x" * 3_000_000},
            DocumentFault.EXPANDS_TOO_FAR,
            "far too large",
        ),
        (
            {"Skills.csv": "Name\nSQL\n"} | {f"{n}.txt": "" for n in range(2_100)},
            DocumentFault.EXPANDS_TOO_FAR,
            "far too large",
        ),
    ],
)
def test_an_archive_that_is_none_gets_a_clear_sentence(
    files: dict[str, str], fault: DocumentFault, words: str
) -> None:
    with pytest.raises(UnreadableDocument, match=words) as caught:
        parse(packed(files), suffix=".zip")
    assert caught.value.fault is fault


def test_damaged_and_protected_archives_are_told_apart() -> None:
    whole = packed(BASIC)
    broken = bytearray(whole)
    place = whole.index(b"Profile.csv") + 60
    broken[place : place + 40] = b"\xff" * 40
    with pytest.raises(UnreadableDocument, match="damaged"):
        read_export(bytes(broken))
    protected = bytearray(whole)
    for mark, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = whole.find(mark)
        while at >= 0:
            protected[at + flag] |= 1
            at = whole.find(mark, at + 4)
    with pytest.raises(UnreadableDocument, match="password"):
        read_export(bytes(protected))


@pytest.mark.parametrize("word", ["• ", "[", "a:", "1 Mar ", "\u202e", "=cmd|", '""'])
def test_hostile_tables_are_read_in_no_time_and_never_invent(word: str) -> None:
    row = dict.fromkeys(
        ("first name", "headline", "summary", "websites", "title", "company name", "description",
         "started on", "finished on", "name", "number", "email address"),
        word * (100_000 // len(word)),
    )  # fmt: skip
    began = time.process_time()
    resume: Resume = from_linkedin_export(
        {table: [row] * 5 for table in ("profile", "positions", "skills", "phone numbers")}
    )
    assert time.process_time() - began < 1.5
    assert unsupported_values(resume) == []
    assert len(resume.source.text) <= 250_000
