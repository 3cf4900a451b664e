"""Identity signals: every form of a name, every kind of personal word, and no skill."""

from __future__ import annotations

from itertools import pairwise

import pytest

from domain.redaction.explanations import MARKS, WHY
from domain.redaction.model import SPECIAL, SignalKind
from domain.redaction.redacting import redact
from domain.redaction.signals import signals_of
from domain.screening.wording import offending_words
from evaluation.redaction import people, templates
from evaluation.redaction.marking import true_resume
from tests.unit.redaction_stage import engineer, resume_of, words_of


def _redacted(*rows: str, file_name: str = "cv.pdf") -> str:
    resume = resume_of(rows)
    return redact(resume.source.text, signals_of(resume, file_name=file_name)).text


def test_every_form_of_a_name_is_found() -> None:
    names = words_of(signals_of(engineer(), file_name="cv.pdf"), SignalKind.NAME)

    assert names == ["JANE SMITH", "Jane", "Ms Smith", "Dr. Alan Turner", "Maria Gonzalez"]


def test_contact_data_school_employer_and_dates_are_found() -> None:
    signals = signals_of(engineer(), file_name="cv.pdf")

    assert words_of(signals, SignalKind.EMAIL) == [
        "jane.smith@example.com",
        "maria@windrose.example",
    ]
    assert words_of(signals, SignalKind.PHONE) == ["+1 (312) 555-0123"]
    assert words_of(signals, SignalKind.LINK) == ["linkedin.com/in/jane-smith"]
    assert words_of(signals, SignalKind.SCHOOL) == ["Springfield State University"]
    assert "Bluefin Analytics" in words_of(signals, SignalKind.EMPLOYER)
    assert words_of(signals, SignalKind.GRADUATION_YEAR) == ["2011 - 2015"]
    assert words_of(signals, SignalKind.AFFILIATION) == ["Society of Women Engineers"]


def test_passages_are_in_order_do_not_overlap_and_quote_the_text() -> None:
    resume = engineer()
    passages = [
        signal.passage
        for signal in signals_of(resume, file_name="cv.pdf")
        if signal.passage is not None
    ]

    assert all(resume.source.text[p.start : p.end] == p.quote for p in passages)
    assert all(one.end <= two.start for one, two in pairwise(passages))


def test_skills_stay_for_somebody_who_is_called_like_them() -> None:
    text = _redacted(
        "Ada Jenkins",
        "ada.jenkins@example.com",
        "# Experience",
        "Platform Engineer, Windrose Telemetry\t2017 - 2024",
        "- Ran Jenkins for 200 hosts; firmware in Ada and C",
        "# Skills",
        "Ada, Jenkins, Maven, Go, JavaScript",
        "# References",
        "Mr Paul Weatherby worked with A. Jenkins.",
    )

    assert "Ran Jenkins for 200 hosts; firmware in Ada and C" in text
    assert "Ada, Jenkins, Maven, Go, JavaScript" in text
    assert text.startswith("[name]\n[e-mail]")
    assert "[name] worked with [name]." in text


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Date of birth: 12 May 1990", SignalKind.BIRTH),
        ("geboren am 12.05.1990 in Gera", SignalKind.BIRTH),
        ("Née le 4 mars 1991", SignalKind.BIRTH),
        ("34 years old", SignalKind.BIRTH),
        ("Pronouns: she/her", SignalKind.PRONOUN),
        ("Nationality: Kenyan", SignalKind.NATIONALITY),
        ("Staatsangehörigkeit: deutsch", SignalKind.NATIONALITY),
        ("Green card holder", SignalKind.NATIONALITY),
        ("Familienstand: ledig", SignalKind.FAMILY),
        ("Estado civil: soltera", SignalKind.FAMILY),
        ("Married, two children", SignalKind.FAMILY),
        ("Elternzeit", SignalKind.FAMILY),
        ("Konfession: evangelisch", SignalKind.RELIGION),
        ("Choir of St Mary’s Church", SignalKind.RELIGION),
        ("Member of the Labour Party", SignalKind.POLITICS),
        ("Betriebsrat", SignalKind.POLITICS),
        ("Schwerbehinderung: GdB 50", SignalKind.HEALTH),
        ("I am deaf", SignalKind.HEALTH),
        ("Wehrdienst", SignalKind.MILITARY),
        ("US Navy, honorably discharged", SignalKind.MILITARY),
        ("Career break", SignalKind.GAP),
        ("Black Nurses Association", SignalKind.AFFILIATION),
        ("Grace Hopper Celebration", SignalKind.AFFILIATION),
    ],
)
def test_personal_words_are_found_in_four_languages(words: str, kind: SignalKind) -> None:
    resume = resume_of(["Jo Marlow", "jo@example.org", "# Interests", words])

    assert kind in {signal.kind for signal in signals_of(resume, file_name="cv.pdf")}


@pytest.mark.parametrize(
    "line",
    [
        "Supported people with disabilities and their families",
        "Built a single page application with single sign-on and child processes",
        "Women's health programme at a clinic",
        "Double-blind trials with 400 patients",
        "Disabled feature flags after the release of a 10 years old system",
        "Credit union software for the European Union",
        "Native apps for Android",
        "Parent company reporting, 3 subsidiaries",
        "Server rack for ASP.NET and socket.io with Node.js",
        "Cut costs by 1,200,000 USD in 2 regions and 14 markets",
    ],
)
def test_work_that_sounds_personal_stays(line: str) -> None:
    text = _redacted(
        "Jo Marlow",
        "jo@example.org",
        "# Experience",
        "Nurse, Maple Clinic\t2017 - 2024",
        f"- {line}",
    )

    assert line in text


def test_special_kinds_leave_no_trace_of_their_type() -> None:
    text = _redacted("Jo Marlow", "# Interests", "Religion: Sikh", "Disability: none")

    assert text.count("[removed]") == 2
    assert not any(kind.value in text for kind in SPECIAL)


@pytest.mark.parametrize("form", ["Softwareentwickler", "Softwareentwicklerin"])
def test_both_forms_of_a_german_title_read_the_same(form: str) -> None:
    text = _redacted(
        "Jo Marlow",
        "# Berufserfahrung",
        f"{form}, Silberbach Software GmbH\t04/2015 - heute",
        "- Pflege von Diensten für die Abteilung und die Kunden",
    )

    assert "Softwareentwickl[er]" in text


def test_what_is_not_text_is_a_signal_without_words() -> None:
    signals = signals_of(
        engineer(),
        file_name="Jane_Smith_CV.pdf",
        has_photo=True,
        metadata={"Author": "Jane Smith", "Producer": "a program"},
    )
    outside = [(signal.kind, signal.where) for signal in signals if signal.passage is None]

    assert outside == [
        (SignalKind.PHOTO, "picture in the file"),
        (SignalKind.FILE_NAME, "file name"),
        (SignalKind.METADATA, "Author inside the file"),
    ]
    assert all(signal.removed for signal in signals)


def test_a_neutral_file_name_is_no_signal() -> None:
    signals = signals_of(engineer(), file_name="resume_final.pdf")

    assert SignalKind.FILE_NAME not in {signal.kind for signal in signals}


def test_offsets_lead_back_to_the_visible_text() -> None:
    resume = engineer()
    redacted = redact(resume.source.text, signals_of(resume, file_name="cv.pdf"))
    at = redacted.text.index("Kubernetes")

    assert resume.source.text[redacted.offsets[at] :].startswith("Kubernetes")
    assert len(redacted.offsets) == len(redacted.text)


@pytest.mark.parametrize("who", [*people.FIRST, *people.LATER], ids=lambda who: who.email)
def test_names_of_many_scripts_are_redacted_and_no_skill(who: people.Person) -> None:
    for shape in (templates.plain, templates.bottom):
        case = true_resume("case", shape(who), file_name="cv.pdf")
        signals = signals_of(case.resume, file_name=case.file_name)
        spans = [signal.passage for signal in signals if signal.passage is not None]
        for mark in case.marked:
            covered = any(span.start <= mark.start and mark.end <= span.end for span in spans)
            touched = any(span.start < mark.end and mark.start < span.end for span in spans)
            words = case.resume.source.text[mark.start : mark.end]
            if mark.kind == "n":
                assert covered, words
            if mark.kind == "s":
                assert not touched, words


def test_reasons_and_marks_are_calm_and_say_nothing_about_a_person() -> None:
    for kind in SignalKind:
        assert offending_words(WHY[kind]) == ()
    assert {MARKS[kind] for kind in SPECIAL} == {"[removed]"}
