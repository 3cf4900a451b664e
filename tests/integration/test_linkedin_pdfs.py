"""LinkedIn's "Save to PDF": recognised, and read by its own rules."""

from __future__ import annotations

import time

import pytest

from domain.resume.layout import PageText, Piece
from domain.resume.linkedin_pdf import is_linkedin_pdf, read_linkedin_pdf
from domain.resume.model import Resume
from domain.resume.spans import unsupported_values
from integrations.documents.parsing import parse
from tests.integration.linkedin_pdfs import PRIYA, LinkedInProfile, drawn_profile
from tests.integration.linkedin_profiles import (
    FRENCH,
    GERMAN,
    LONG_RAIL,
    NO_RAIL,
    ONE_SIZE,
    PORTUGUESE,
    SPANISH,
)
from tests.integration.resume_pdfs import classic, date_rail, drawn, sidebar, tracked

PROFILES = {
    "english": PRIYA,
    "long rail": LONG_RAIL,
    "no rail": NO_RAIL,
    "one size": ONE_SIZE,
    "german": GERMAN,
    "french": FRENCH,
    "spanish": SPANISH,
    "portuguese": PORTUGUESE,
}


def jobs(resume: Resume) -> list[tuple[str, str, str, str]]:
    return [
        (
            work.employer.text if work.employer else "",
            role.title.text if role.title else "",
            role.dates.raw.text if role.dates else "",
            role.location.text if role.location else "",
        )
        for work in resume.work
        for role in work.roles
    ]


def truth(profile: LinkedInProfile) -> list[tuple[str, str, str, str]]:
    found: list[tuple[str, str, str, str]] = []
    company = ""
    for position in profile.positions:
        company = position.company or company
        dates = position.dates.partition(" (")[0]
        found.append((company, position.title, dates, position.place))
    return found


@pytest.mark.parametrize("name", PROFILES)
def test_every_field_is_read_as_it_was_drawn(name: str) -> None:
    profile = PROFILES[name]
    resume = parse(drawn_profile(profile), suffix=".pdf")
    assert resume.made_by == "linkedin_pdf"
    assert unsupported_values(resume) == []
    contact = resume.contact
    assert contact.name is not None
    assert contact.label is not None
    assert contact.location is not None
    assert (contact.name.text, contact.label.text, contact.location.text) == (
        profile.name,
        profile.headline,
        profile.place,
    )
    assert jobs(resume) == truth(profile)
    assert [study.institution.text for study in resume.education if study.institution] == [
        school for school, _ in profile.studies
    ]
    assert [study.degree.text for study in resume.education if study.degree] == [
        degree.partition(" · ")[0] for _, degree in profile.studies
    ]
    if profile.has_rail:
        assert [skill.name.text for skill in resume.skills] == list(profile.rail[1][1])
    wanted = [" ".join(p.words).replace("• ", "") for p in profile.positions]
    found = [
        " ".join(item.text for item in role.highlights)
        for work in resume.work
        for role in work.roles
    ]
    assert found == wanted


def test_the_rail_gives_contact_languages_certificates_and_awards() -> None:
    resume = parse(drawn_profile(PRIYA), suffix=".pdf")
    assert resume.contact.email is not None
    assert resume.contact.phone is not None
    assert resume.contact.email.text == "priya.natarajan@example.com"
    assert resume.contact.phone.text == "+44 20 7946 0123"
    assert [link.text for link in resume.contact.links] == [
        "www.linkedin.com/in/priya-natarajan-8b1234567",
        "priya.example.com/work",
    ]
    assert [(s.language.text, s.fluency.text if s.fluency else "") for s in resume.languages] == [
        ("English", "Native or Bilingual"),
        ("Tamil", "Professional Working"),
        ("French", ""),
    ]
    assert [entry.name.text for entry in resume.certificates] == [
        "AWS Certified Solutions Architect - Associate Level",
        "Certified Scrum Master",
    ]
    assert [entry.name.text for entry in resume.awards] == ["Engineer of the Year"]


def test_a_rail_over_two_pages_keeps_all_its_items() -> None:
    resume = parse(drawn_profile(LONG_RAIL), suffix=".pdf")
    assert resume.source.pages >= 2
    assert [entry.name.text for entry in resume.certificates] == list(LONG_RAIL.rail[3][1])
    assert [entry.name.text for entry in resume.publications] == list(LONG_RAIL.rail[4][1])


@pytest.mark.parametrize("draw", [classic, sidebar, date_rail, tracked])
def test_other_resumes_are_not_taken_for_one(draw: object) -> None:
    assert callable(draw)
    assert parse(drawn(draw), suffix=".pdf").made_by == ""


@pytest.mark.parametrize(
    "line",
    ["www.linkedin.com/in/a", "a@b ", "January 2020 - Present (1 year)", "((((", "1 year 1 year "],
)
@pytest.mark.long
def test_hostile_pages_are_read_in_no_time_and_never_invent(line: str) -> None:
    page = PageText()
    count = 24_000 // len(line)
    for x0 in (20.0, 220.0):
        for heading in ("Contact", "Languages", "Experience", "Education"):
            page.add([Piece(text=heading, x0=x0, x1=x0 + 50)], size=15.0, y=1.0)
            for number in range(count // 8):
                page.add([Piece(text=line, x0=x0, x1=x0 + 90)], size=10.0, y=float(number))
    document = page.finish(pages=1, media_type="application/pdf")
    began = time.process_time()
    is_linkedin_pdf(document)
    resume = read_linkedin_pdf(document)
    assert time.process_time() - began < 4
    assert unsupported_values(resume) == []
