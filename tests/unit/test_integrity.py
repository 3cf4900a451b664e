"""What is observed in dates and claims, and above all what is not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.findings import Level, Observation
from domain.integrity.first_releases import FIRST_YEARS
from domain.integrity.observing import observe
from domain.resume.model import Extracted, Resume, ResumeText, Span
from domain.screening.dossier import Evaluation
from domain.skills import taxonomy
from domain.uniqueness.sketching import sketch_of
from integrations.documents.parsing import parse

TEXTS = Path(__file__).parent / "resume_texts"
TODAY = date(2026, 11, 26)
WORK = """Senior Engineer, Acme Corp | Jan 2019 - Present
- Built billing services in Python with SQL reports for the finance team and its partners.
- Led the move of all services to a new platform.

Engineer, Globex Inc | Jan 2015 - Dec 2018
- Wrote reports in SQL and Python for all customers.
"""
STUDY = "B.S. Computer Science, State University | 2011 - 2015"


def resume_of(
    *,
    summary: str = "Engineer who builds services.",
    work: str = WORK,
    education: str = STUDY,
    skills: str = "Python, SQL",
) -> Resume:
    text = (
        f"Jane Smith\njane@example.com | Springfield, IL\n\nSummary\n{summary}\n\n"
        f"Experience\n{work}\n\nEducation\n{education}\n\nSkills\n{skills}\n"
    )
    return parse(text.encode(), suffix=".txt")


def seen(**parts: str) -> Evaluation:
    return observe(resume_of(**parts), as_of=TODAY)


def rules(**parts: str) -> list[str]:
    return [one.rule for one in seen(**parts).observations]


def test_an_ordinary_resume_has_nothing_to_ask_about() -> None:
    found = seen()
    assert found.observations == ()
    assert found.summary == "Nothing to ask about in dates and claims."
    assert found.not_checked == ()
    assert {remark.label: remark.value for remark in found.remarks} == {
        "Dated roles": "2 of 2",
        "Listed skills shown in work": "2 of 2",
    }


@pytest.mark.parametrize("path", sorted(TEXTS.iterdir()), ids=lambda path: path.stem)
def test_sample_resumes_in_six_languages_raise_no_point_about_dates(path: Path) -> None:
    found = observe(parse(path.read_bytes(), suffix=path.suffix), as_of=TODAY)
    assert [one.rule for one in found.observations if not one.rule.startswith("claims.l")] == []


# --- overlaps -----------------------------------------------------------------------------------


def overlapping(title: str = "Engineer", until: str = "Dec 2020") -> str:
    return WORK.replace("Engineer, Globex", f"{title}, Globex").replace("Dec 2018", until)


def test_two_full_time_roles_that_share_two_years_are_a_question_with_harmless_readings() -> None:
    (one,) = seen(work=overlapping()).observations
    assert (one.rule, one.level) == ("timeline.overlap", Level.CONSIDER)
    assert one.title == "Two roles share 2 years; neither is marked as part-time."
    assert len(one.benign) == 3
    assert one.question.endswith("?")
    assert [each.quote for each in one.quotes] == [
        "Senior Engineer",
        "Jan 2019 - Present",
        "Engineer",
        "Jan 2015 - Dec 2020",
    ]


@pytest.mark.parametrize(
    ("until", "is_seen"), [("Mar 2019", False), ("Apr 2019", True), ("2019", False)]
)
def test_three_shared_months_are_a_handover_and_bare_years_are_read_kindly(
    until: str, is_seen: bool
) -> None:
    assert rules(work=overlapping(until=until)) == (["timeline.overlap"] if is_seen else [])


@pytest.mark.parametrize(
    "title",
    [
        "Part-time Engineer",
        "Freelance Engineer",
        "Co-founder",
        "Board Member",
        "Research Assistant",
        "PhD Student",
        "Engineering Intern",
        "Volunteer",
        "Contractor",
        "Werkstudent",
        "Estagiário",
        "Adjunct Lecturer",
    ],
)
def test_what_people_do_beside_a_job_is_no_overlap(title: str) -> None:
    assert rules(work=overlapping(title)) == []


def test_a_vice_president_has_a_full_time_job() -> None:
    assert rules(work=overlapping("Vice President")) == ["timeline.overlap"]


def test_a_line_that_says_part_time_is_read() -> None:
    work = overlapping().replace("- Wrote reports", "- Part-time, 10 hours a week: wrote reports")
    assert rules(work=work) == []


def test_roles_at_one_employer_may_overlap() -> None:
    assert rules(work=overlapping().replace("Globex Inc", "Acme Corp")) == []


def test_a_gap_of_years_is_no_observation() -> None:
    assert rules(work=WORK.replace("Dec 2018", "Mar 2015")) == []


# --- dates --------------------------------------------------------------------------------------


def test_dates_that_run_backwards_or_ahead_are_for_information_only() -> None:
    for change, rule in (
        (("Jan 2015 - Dec 2018", "Jan 2018 - Dec 2015"), "timeline.reversed"),
        (("Jan 2019 - Present", "Jan 2027 - Present"), "timeline.future_start"),
        (("Jan 2019 - Present", "Jan 2019 - Mar 2027"), "timeline.future_end"),
    ):
        (one,) = seen(work=WORK.replace(*change)).observations
        assert (one.rule, one.level) == (rule, Level.INFO)


def test_a_number_range_that_is_no_date_is_left_alone() -> None:
    work = WORK.replace(
        "- Wrote reports", "- Rooms 300-200, 2018-19, phone 555-0142; wrote reports"
    )
    assert rules(work=work) == []


def test_an_expected_graduation_is_ordinary() -> None:
    assert rules(education="M.Sc. Physics, State University | 2025 - 2028") == []


def test_today_is_only_what_is_passed() -> None:
    resume = resume_of(work=WORK.replace("Jan 2019 - Present", "Jan 2027 - Present"))
    assert observe(resume, as_of=date(2027, 3, 1)).observations == ()


# --- studies ------------------------------------------------------------------------------------


def test_a_masters_before_a_bachelors_is_for_information() -> None:
    education = (
        "M.Sc. Physics, State University | 2009 - 2011\nB.Sc. Physics, City College | 2012 - 2015"
    )
    assert rules(education=education) == ["studies.order"]
    assert rules(education=education.replace("2009 - 2011", "2015 - 2017")) == []
    assert rules(education=education.replace("B.Sc.", "Second B.Sc.")) == []


def test_a_bachelors_of_five_months_is_for_information_and_a_long_one_is_not() -> None:
    course = "B.Sc. Physics, City College | Jan 2012 - {}"
    assert rules(education=course.format("May 2012")) == ["studies.length"]
    assert rules(education=course.format("May 2024")) == []
    assert rules(education="B.Sc. Physics, City College | 2012 - 2012") == []


# --- claims -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("summary", "is_seen"),
    [
        ("15+ years of experience with Kubernetes.", True),
        ("15 years of Kubernetes and Docker in production.", True),
        ("Kubernetes (15 years), Docker (3 years)", True),
        ("15 Jahre Erfahrung mit Kubernetes", True),
        ("15 ans d'expérience en Kubernetes", True),
        ("12 years of experience with Kubernetes.", False),
        ("12 years of experience with Java, Kubernetes and Docker.", False),
        ("Moved 25 services to Kubernetes in 2 years.", False),
        ("Kubernetes since 2015; the company is 30 years old.", False),
        ("30 years of growth. Kubernetes for all.", False),
    ],
)
def test_years_of_a_technology_are_held_against_its_age(summary: str, is_seen: bool) -> None:
    found = rules(summary=summary, skills="Python")
    assert ("claims.older_than_technology" in found) is is_seen


def test_a_technology_in_a_role_before_its_release_is_for_information() -> None:
    work = WORK.replace("Jan 2015 - Dec 2018", "Jan 2010 - Dec 2012").replace(
        "Wrote reports", "Wrote Kubernetes operators and reports"
    )
    assert rules(work=work) == ["claims.before_release"]
    assert rules(work=work.replace("Dec 2012", "Dec 2014")) == []


def test_stated_years_may_exceed_the_dated_roles_a_little() -> None:
    assert rules(summary="20 years of experience in software.") == ["claims.years_in_all"]
    assert rules(summary="14 years of experience in software.") == []


def test_undated_roles_say_nothing_about_years() -> None:
    work = WORK + "\nDeveloper, Initech\n- Wrote letters.\n"
    found = seen(summary="20 years of experience in software.", work=work)
    assert "claims.years_in_all" not in [one.rule for one in found.observations]


def test_skills_that_only_the_list_names_become_one_question() -> None:
    found = seen(skills="Python, SQL, Terraform, Go, Rust, Kubernetes, Redis, Kafka, Git, Teamwork")
    (one,) = found.observations
    assert one.rule == "claims.listed_only"
    assert one.level is Level.INFO
    assert "Git" not in one.title.replace("GitHub", "")
    assert "and 1 more" in one.title
    assert len(one.quotes) == 5


def test_a_skill_of_the_summary_that_no_role_names_is_asked_about_by_itself() -> None:
    found = seen(summary="Kubernetes expert.", skills="Python, Terraform, Kubernetes")
    first = found.observations[0]
    assert first.rule == "claims.headline_skill"
    assert first.title.startswith("Kubernetes")


def test_a_skill_counts_as_shown_when_another_one_implies_it() -> None:
    work = WORK.replace("in Python", "in Spring Boot")
    assert rules(work=work, skills="Java, Spring, SQL") == []


# --- all ----------------------------------------------------------------------------------------


def test_hidden_text_comes_in_and_the_most_urgent_is_first() -> None:
    hidden = Observation(
        rule="hidden.text",
        level=Level.CONSIDER,
        title="Some text cannot be seen.",
        benign=("A tool.",),
    )
    found = observe(resume_of(skills="Python, Rust"), as_of=TODAY, hidden=(hidden,))
    assert [one.rule for one in found.observations] == ["hidden.text", "claims.listed_only"]
    assert found.summary.startswith("1 point to ask about, 1 for information.")


def test_names_places_schools_and_years_stay_out_of_titles_and_questions() -> None:
    found = seen(
        summary="Kubernetes expert with 30 years of experience with Docker.",
        work=overlapping(),
        education="M.Sc. Physics, State University | 2011\nB.Sc. Physics, City College | 2014",
        skills="Python, Kubernetes",
    )
    assert len(found.observations) >= 4
    ours = " ".join(
        f"{one.title} {one.question} {' '.join(one.benign)}" for one in found.observations
    )
    for word in ("Jane", "Smith", "Acme", "Globex", "State", "College", "Springfield", "2011"):
        assert word not in ours


def test_quotes_stand_where_they_say() -> None:
    resume = resume_of(work=overlapping(), skills="Python, Rust")
    for one in observe(resume, as_of=TODAY).observations:
        for each in one.quotes:
            assert resume.source.text[each.start : each.end] == each.quote


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=400))
def test_any_text_is_survived_and_answered_the_same_twice(words: str) -> None:
    resume = resume_of(summary=words, work=words or "x", skills=words)
    assert observe(resume, as_of=TODAY) == observe(resume, as_of=TODAY)


@pytest.mark.parametrize("words", ["a", "2015-", " - ", "a.", "(10 years)", "10 years of ", "a@"])
def test_endless_lines_end(words: str) -> None:
    text = words * (60_000 // len(words))
    span = Span(start=0, end=len(text))
    resume = Resume(
        source=ResumeText(text=text, pages=1, media_type="text/plain"),
        summary=Extracted(text=text, span=span),
    )
    observe(resume, as_of=TODAY)
    sketch_of(text)


def test_the_table_of_years_speaks_of_skills_that_we_know() -> None:
    assert len(FIRST_YEARS) >= 120
    assert set(FIRST_YEARS) <= set(taxonomy())
    assert all(1950 < year <= 2026 for year in FIRST_YEARS.values())
