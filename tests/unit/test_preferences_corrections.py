"""What people say is wrong in their profile, and profiles from their own words."""

from __future__ import annotations

import pytest

from domain.preferences.corrections import (
    Correction,
    FieldCorrection,
    SkillCorrection,
    Unclear,
    UnclearCorrection,
    read_corrections,
    read_end_date,
)
from domain.preferences.introduction import read_introduction
from domain.resume.model import Resume
from domain.resume.spans import unsupported_values
from integrations.documents.parsing import parse
from tests.twins.talk import RESUME


@pytest.fixture(scope="module")
def resume() -> Resume:
    return parse(RESUME.encode(), suffix="txt")


def _field(path: str, words: str) -> FieldCorrection:
    return FieldCorrection(path=path, words=words)


@pytest.mark.parametrize(
    ("words", "correction"),
    [
        ("my phone is +49 170 1234567", _field("contact.phone", "+49 170 1234567")),
        ("change my email to a@b.co", _field("contact.email", "a@b.co")),
        ("meine Telefonnummer ist 030 1234567", _field("contact.phone", "030 1234567")),
        ("I moved to Lisbon", _field("contact.location", "Lisbon")),
        ("I left Acme in March 2024", _field("work.0.roles.0.end", "March 2024")),
        ("ich habe Acme im März 2024 verlassen", _field("work.0.roles.0.end", "März 2024")),
        ("j'ai quitté Globex en mars 2022", _field("work.1.roles.0.end", "mars 2022")),
        ("dejé Acme en marzo de 2024", _field("work.0.roles.0.end", "marzo de 2024")),
        ("maine Acme March 2024 mein chhodi", _field("work.0.roles.0.end", "March 2024")),
        ("I left Globe in 2020", UnclearCorrection(reason=Unclear.NO_SUCH_EMPLOYER, about="Globe")),
        ("I still work at Globex", _field("work.1.roles.0.end", "present")),
        ("I joined Globex in 2016", _field("work.1.roles.0.start", "2016")),
        ("my title at Globex was Lead Developer", _field("work.1.roles.0.title", "Lead Developer")),
        ("remove Java from my skills", SkillCorrection(name="Java", has_it=False)),
        ("Java hata do", SkillCorrection(name="Java", has_it=False)),
        ("add Terraform", SkillCorrection(name="Terraform", has_it=True)),
        ("füge Rust hinzu", SkillCorrection(name="Rust", has_it=True)),
        (
            "My email is foo",
            UnclearCorrection(reason=Unclear.NOT_AN_EMAIL, about="foo"),
        ),
        (
            "I left Initech in 2020",
            UnclearCorrection(reason=Unclear.NO_SUCH_EMPLOYER, about="Initech"),
        ),
        ("remove Perl", UnclearCorrection(reason=Unclear.NO_SUCH_SKILL, about="Perl")),
    ],
)
def test_a_correction_is_understood(words: str, correction: Correction, resume: Resume) -> None:
    assert read_corrections(words, resume) == (correction,)


@pytest.mark.parametrize(
    "words",
    ["where is my phone?", "delete my resume", "show my profile", "find me jobs", "add a reminder"],
)
def test_other_requests_are_no_correction(words: str, resume: Resume) -> None:
    assert read_corrections(words, resume) == ()


def test_an_end_date_is_read_from_an_answer() -> None:
    assert read_end_date("No, until March 2024") == "March 2024"
    assert read_end_date("a while ago") is None


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("I am a nurse with 5 years in intensive care at Charité in Berlin", "nurse"),
        ("ich bin Krankenpflegerin aus München", "Krankenpflegerin"),
        ("je suis développeur à Lyon", "développeur"),
        ("soy enfermera con 5 años", "enfermera"),
        ("main software engineer hoon", "software engineer"),
    ],
)
def test_a_profile_from_words_holds_only_spans_of_them(words: str, title: str) -> None:
    introduced = read_introduction(words)
    assert introduced is not None
    assert introduced.contact.label is not None
    assert introduced.contact.label.text == title
    assert unsupported_values(introduced) == []


@pytest.mark.parametrize("words", ["I'm tired", "I am looking for a job", "I'm an EU citizen"])
def test_feelings_and_wishes_are_no_profession(words: str) -> None:
    assert read_introduction(words) is None


@pytest.mark.parametrize(
    ("words", "title", "place", "skills", "languages"),
    [
        (
            "I'm a nurse with 6 years of ICU experience in Seville, I speak Spanish and English "
            "(B2)",
            "nurse",
            "Seville",
            ["ICU"],
            ["Spanish", "English (B2)"],
        ),
        (
            "I know Excel and a bit of SQL, I live in Leeds",
            None,
            "Leeds",
            ["Excel", "SQL"],
            [],
        ),
        (
            "Soy electricista en Sevilla, 10 años de experiencia, hablo inglés",
            "electricista",
            "Sevilla",
            [],
            ["inglés"],
        ),
        ("Ich bin Erzieherin aus Köln und suche Teilzeit", "Erzieherin", "Köln", [], []),
        (
            "main ek python developer hoon, 3 saal ka experience, Pune",
            "python developer",
            "Pune",
            ["python"],
            [],
        ),
        (
            "Je suis comptable à Lyon, je connais Excel et SAP",
            "comptable",
            "Lyon",
            ["Excel", "SAP"],
            [],
        ),
        (
            "I'm a developer, I don't know Java but I know C++ and juggling",
            "developer",
            None,
            ["C++", "juggling"],
            [],
        ),
        (
            "Ich bin Koch, spreche Deutsch (Muttersprache) und etwas Englisch",
            "Koch",
            None,
            [],
            ["Deutsch (Muttersprache)", "Englisch"],
        ),
    ],
)
def test_an_introduction_is_read_into_its_fields_and_nothing_is_invented(
    words: str, title: str | None, place: str | None, skills: list[str], languages: list[str]
) -> None:
    introduced = read_introduction(words)
    assert introduced is not None
    contact = introduced.contact
    assert (contact.label.text if contact.label else None) == title
    assert (contact.location.text if contact.location else None) == place
    assert [skill.name.text for skill in introduced.skills] == skills
    assert [
        spoken.language.text + (f" ({spoken.fluency.text})" if spoken.fluency else "")
        for spoken in introduced.languages
    ] == languages
    assert introduced.summary is not None
    assert introduced.summary.text == words
    assert unsupported_values(introduced) == []


@pytest.mark.parametrize(
    "words", ["I know where Python is", "I know nothing", "I don't know Excel", "I know juggling"]
)
def test_words_without_an_occupation_or_a_known_skill_are_no_profile(words: str) -> None:
    assert read_introduction(words) is None
