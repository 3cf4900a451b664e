"""Levels of a language on both sides, the words of a first reply, and who the employer is."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from domain.eligibility.findings import EligibilityFinding, Standing, eligibility_findings
from domain.eligibility.fluency import fluency_of
from domain.eligibility.gates import language_gate
from domain.eligibility.languages import language_demands
from domain.eligibility.statements import StatementKind
from domain.gaps.model import (
    DemandKind,
    DemandLine,
    GapReport,
    Outlook,
    State,
    Target,
    TargetKind,
    Unlock,
)
from domain.gaps.model import Standing as Meets
from domain.gaps.proving import proof_of
from domain.job_text import sentences
from domain.matching.model import Verdict
from domain.matching.seeker import Seeker, Shown
from domain.posting_intake.fields import read_posting_text
from domain.reply import Paragraph, Text, plain_text
from graph.agents.job_search.eligibility import finding_facts, flagged
from graph.agents.skills_gap.lines import demand_sentences, outlook_sentences
from graph.gaps.person import person_of
from tests.unit.matching_samples import TODAY, job, person, profile


def plain(words: Text) -> str:
    return plain_text((Paragraph(body=words),))


def _speaking(line: str, code: str = "de") -> Seeker:
    return replace(person(), languages={"en": "English (C2)", code: line})


def _finding(asked: str, seeker: Seeker, *lines: str) -> EligibilityFinding:
    posting = job("p", description=f"Requirements:\n- {asked}")
    found = eligibility_findings(posting, seeker, resume_lines=lines)
    return next(one for one in found if one.kind is StatementKind.LANGUAGE)


@pytest.mark.parametrize(
    ("asked", "line", "standing"),
    [
        ("German at C1 level", "German (B2)", Standing.UNKNOWN),
        ("German at C1 level", "German (C1)", Standing.MEETS),
        ("German at C1 level", "German (native)", Standing.MEETS),
        ("German at C1 level", "German", Standing.UNKNOWN),
        ("German at C1 level", "German (A2)", Standing.FAILS),
        ("Fluent German is required", "German (conversational)", Standing.FAILS),
        ("Fluent German is required", "German (Professional working)", Standing.UNKNOWN),
        ("Native German speaker required", "German (fluent)", Standing.UNKNOWN),
        ("Very good German skills (min. B2)", "German (B1)", Standing.UNKNOWN),
        ("You speak German fluently (B2 or higher)", "German (B2)", Standing.MEETS),
        ("Good German is required", "German", Standing.MEETS),
        ("Deutschkenntnisse mindestens B2", "Deutsch (verhandlungssicher)", Standing.MEETS),
        ("German or Polish at B1 is required", "German (B1)", Standing.MEETS),
    ],
)
def test_the_level_asked_is_compared_with_the_level_stated(
    asked: str, line: str, standing: Standing
) -> None:
    assert _finding(asked, _speaking(line)).standing is standing


def test_a_lower_level_is_said_with_both_words_and_the_search_gate_lets_it_pass() -> None:
    seeker = _speaking("German (B2)")
    finding = _finding("German at C1 level", seeker)
    assert finding.reason == "Asks for German (C1); your resume says B2."
    assert (finding.quote, finding.resume_line) == ("German at C1 level", "German (B2)")
    text = "German at C1 level is required."
    demands = language_demands(text, sentences(text))
    gate = language_gate(seeker, demands=demands, written_in=None, text=text)
    assert gate.verdict is Verdict.PASS


def test_the_strictest_mention_counts_and_the_resume_knows_a_level_that_the_wishes_do_not() -> None:
    seeker = _speaking("You work in: de")
    asked = "You speak German\n- German at C1 level"
    assert _finding(asked, seeker).reason == "Asks for German (C1); your level is not known."
    finding = _finding(asked, seeker, "Languages: English (C2), German (B2)")
    assert finding.reason == "Asks for German (C1); your resume says B2."


@pytest.mark.parametrize(
    ("code", "words", "said"),
    [
        ("de", "Fluent English and German", "fluent"),
        ("de", "German and English at C1", "C1"),
        ("de", "German, English (C2)", ""),
        ("de", "Native English, German", ""),
        ("de", "German, at least C1", "C1"),
        ("de", "German and a C1 driving licence", ""),
        ("de", "B2B sales in German", ""),
        ("de", "near-native German", "near-native"),
    ],
)
def test_a_level_belongs_to_its_language(code: str, words: str, said: str) -> None:
    found = fluency_of(code, words)
    assert (found.words if found else "") == said


def test_hostile_lines_are_read_at_once() -> None:
    started = time.process_time()
    fluency_of("de", "full professional native, German and " * 5_000)
    read_posting_text("Data Engineer\n" + "A, " * 40_000 + "\n" + "at C1-" * 5_000)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("line", "company", "place"),
    [
        ("Northpole Data, Berlin, Germany (hybrid)", "Northpole Data", "Berlin, Germany"),
        ("Northpole Data · Berlin", "Northpole Data", "Berlin"),
        ("Northpole Data - Berlin", "Northpole Data", "Berlin"),
        ("Berlin, Germany (hybrid)", "", "Berlin, Germany"),
        ("Keen on data, Berlin, Germany", "", "Keen on data, Berlin, Germany"),
        ("Kreuzberg, Berlin, Germany", "", "Kreuzberg, Berlin, Germany"),
        ("San Mateo, California, United States", "", "San Mateo, California, United States"),
        ("Full-time, Berlin, Germany", "", "Full-time, Berlin, Germany"),
    ],
)
def test_the_line_below_the_title_names_the_employer_and_the_place(
    line: str, company: str, place: str
) -> None:
    read = read_posting_text(f"Senior Data Engineer\n{line}\n\nRequirements\n- German at C1 level")
    assert (read.company, [one.raw for one in read.places]) == (company, [place])


def test_the_employer_may_stand_some_lines_below_the_title() -> None:
    read = read_posting_text("Data Engineer\nGrade: E13\nMorning Star Foods - Madrid, Spain\nText")
    assert (read.company, read.places[0].raw) == ("Morning Star Foods", "Madrid, Spain")
    read = read_posting_text("Data Engineer\nGrade: E13\nEngineering - Madrid, Spain\nText")
    assert read.company == ""


def test_one_word_is_an_employer_when_the_text_calls_it_so_again() -> None:
    text = "Data Engineer\nNorthpole, Berlin, Germany (remote)\nNorthpole builds maps.\n"
    assert read_posting_text(text).company == "Northpole"


@pytest.mark.parametrize("words", ["at C1", "at B2-C1", "at 8", "at E13", "at UK"])
def test_a_level_a_number_or_a_code_is_no_employer(words: str) -> None:
    assert read_posting_text(f"Data Engineer\nBerlin, Germany\nYou work {words}.").company == ""


def test_a_skill_that_another_one_implies_is_said_to_come_through_it() -> None:
    someone = person_of(profile(), today=TODAY)
    line = "Skills: Apache Airflow"
    shown = {**someone.seeker.skills, "Data engineering": Shown("Apache Airflow", line)}
    seeker = replace(someone.seeker, skills=shown, credits={})
    someone = replace(someone, seeker=seeker, listed_lines=someone.listed_lines | {line})
    proof = proof_of(someone, "Data engineering")
    assert proof.state is State.PARTLY
    assert proof.why_partly == "through Apache Airflow, which you list and no role shows"


def _report(*demands: DemandLine, unlock: Unlock | None = None) -> GapReport:
    return GapReport(
        target=Target(kind=TargetKind.ROLE, title="data engineer"),
        of=4, named_so=4, corpus=9, as_of=TODAY, skills=(), demands=demands, knows_person=True,
        outlook=Outlook(eligible=4, eligible_new=1, met=0, unstated=0,
                        unlocks=(unlock,) if unlock else ()),
    )  # fmt: skip


def _permits(reason: str, *, standing: Meets, asked_by: int, met_by: int = 0) -> str:
    line = DemandLine(
        kind=DemandKind.PERMISSION, standing=standing, reason=reason, asked_by=asked_by,
        met_by=met_by, of=4, quote="", line="", posting=None,
    )  # fmt: skip
    return plain(demand_sentences(_report(line))[0])


def test_demands_over_postings_are_plain_sentences() -> None:
    lacks, unknown = (
        "Asks for a permit that you do not have.",
        "Asks for a work permit; whether you have one is not known.",
    )
    assert _permits(lacks, standing=Meets.MISSING, asked_by=1) == (
        "Not met: 1 of 4 asks for a permit that you do not have."
    )
    assert _permits(unknown, standing=Meets.UNKNOWN, asked_by=3) == (
        "Not known: 3 of 4 ask for a work permit; whether you have one is not known."
    )
    assert _permits(lacks, standing=Meets.MISSING, asked_by=3, met_by=1).startswith(
        "Not met: 3 of 4 ask for a work permit; as far as I know you meet 1 of them. One asks for "
    )


def test_new_postings_are_counted_only_beside_a_larger_count() -> None:
    one = outlook_sentences(_report(unlock=Unlock(skills=("SQL",), opens=1, opens_new=1)))
    assert "new this week" not in " ".join(one)
    two = outlook_sentences(_report(unlock=Unlock(skills=("SQL",), opens=2, opens_new=1)))
    assert "1 of them new this week" in " ".join(two)


def test_the_card_says_what_its_label_says_only_once() -> None:
    finding = EligibilityFinding(
        kind=StatementKind.WORK_PERMISSION,
        standing=Standing.UNKNOWN,
        quote="You have the right to work in Germany",
        resume_line="",
        reason="Asks for a work permit; whether you have one is not known.",
    )
    assert plain(flagged([finding])[0].value).startswith(
        "Whether you have it is not known · they write: "
    )
    bullets = str(finding_facts([finding])[1])
    assert "Work permission: Whether you have it is not known" in bullets
