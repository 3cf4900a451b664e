"""Matching: gates, sums, proofs, and what must not change a score."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.matching.model import Component, Gate, Verdict
from domain.matching.ranking import Candidate, best_relaxation, rank
from domain.matching.reading import read_posting, text_to_embed
from domain.matching.scoring import MAXIMUM
from domain.matching.seeker import Shown
from domain.matching.taste import taste_from
from domain.posting import PayPeriod, Posting, RemoteMode, Salary, Stance
from domain.profiles import SearchPreferences
from domain.resume.model import Extracted, Span, Work
from domain.skills import find_skills
from tests.unit.matching_samples import RESUME, TODAY, job, match_of, person, ranked

IRRELEVANT = (
    "\n\nThe building has a garden, and on Fridays somebody brings cake for the whole house. "
    "The river is five minutes away and the tram stops in front of the door."
)


def verdict_of(gate: Gate, preferences: SearchPreferences, **fields: object) -> Verdict:
    posting = replace(job("1"), **fields)  # type: ignore[arg-type]  # fields of Posting by name
    match = match_of(person(preferences), posting)
    return next(one.verdict for one in match.gates if one.gate is gate)


def test_components_sum_to_the_score_and_stay_within_their_maximum() -> None:
    for posting in (job("1"), job("2", "Nurse", "ICU nurse"), job("3", description="")):
        match = match_of(person(), posting)
        assert round(sum(match.components.values()), 2) == match.score
        assert all(0 <= points <= MAXIMUM[part] for part, points in match.components.items())
    assert sum(MAXIMUM.values()) == 100


def test_every_component_with_points_is_proven_verbatim() -> None:
    posting = job("1", posted_on=date(2026, 11, 20))
    match = match_of(person(), posting)
    assert {part for part, points in match.components.items() if points} <= {
        one.component for one in match.evidence
    }
    for one in match.evidence:
        if one.component is Component.SKILLS:
            assert one.resume_quote in RESUME.source.text
            assert one.posting_quote in posting.description or one.posting_quote == posting.title


def test_what_is_asked_and_not_shown_stands_against() -> None:
    match = match_of(person(), job("1", description="Must have: 12 years of Kubernetes and Kafka."))
    claims = " ".join(one.claim for one in match.against)
    assert "Kubernetes" in claims
    assert "12 years" in claims


def test_the_order_of_the_input_changes_nothing() -> None:
    postings = [
        job(str(n), f"{title} Engineer")
        for n, title in enumerate(["Backend", "Data", "QA", "Sales"])
    ]
    first = ranked(person(), *postings)
    random.Random(3).shuffle(postings)
    assert ranked(person(), *postings) == first


def test_an_irrelevant_paragraph_moves_nothing() -> None:
    plain = job("1")
    longer = replace(plain, description=plain.description + IRRELEVANT)
    assert match_of(person(), longer).components == match_of(person(), plain).components
    assert text_to_embed(longer) == text_to_embed(plain)


def test_an_irrelevant_resume_line_moves_nothing() -> None:
    text = RESUME.source.text + "\nI keep bees and bake bread at weekends"
    longer = replace(RESUME, source=replace(RESUME.source, text=text))
    before, after = match_of(person(), job("1")), match_of(person(resume=longer), job("1"))
    assert after.components == before.components


def test_freshness_cannot_outweigh_relevance() -> None:
    new_and_wrong = job("1", "Nurse", "Patient care on the ICU.", posted_on=TODAY)
    old_and_right = job("2", posted_on=date(2026, 8, 1))
    first = ranked(person(), new_and_wrong, old_and_right).matches[0]
    assert first.posting == old_and_right.id


def test_a_required_skill_weighs_more_than_a_nice_one() -> None:
    needed = job("1", "Engineer", "Requirements:\n- Rust\n- Python")
    nice = job("2", "Engineer", "Requirements:\n- Python\nNice to have:\n- Rust")
    skills = Component.SKILLS
    assert (
        match_of(person(), nice).components[skills] > match_of(person(), needed).components[skills]
    )


def test_a_doubtful_permit_abroad_ranks_below_the_same_job_at_home() -> None:
    home = job("1")
    abroad = job(
        "2",
        place="San Francisco, CA",
        description=home.description + "\nWe do not sponsor visas.",
    )
    first, second = ranked(person(), abroad, home).matches
    assert first.posting == home.id
    assert second.score < 0.8 * first.score


@pytest.mark.parametrize(
    ("wishes", "place", "remote", "verdict"),
    [
        ({"places": ("Berlin",)}, "Berlin, Germany", RemoteMode.UNKNOWN, Verdict.PASS),
        ({"places": ("München",)}, "Munich", RemoteMode.ON_SITE, Verdict.PASS),
        ({"places": ("Germany",)}, "Hamburg", RemoteMode.ON_SITE, Verdict.PASS),
        ({"places": ("Berlin",)}, "Hamburg", RemoteMode.ON_SITE, Verdict.FAIL),
        ({"places": ("Berlin",)}, "Germany", RemoteMode.UNKNOWN, Verdict.UNKNOWN),
        ({"places": ("Berlin",)}, "", RemoteMode.UNKNOWN, Verdict.UNKNOWN),
        ({"places": ("remote",)}, "Berlin", RemoteMode.ON_SITE, Verdict.FAIL),
        ({"places": ("remote",)}, "Berlin", RemoteMode.UNKNOWN, Verdict.UNKNOWN),
        ({"remote": (RemoteMode.REMOTE,)}, "Remote - EU", RemoteMode.REMOTE, Verdict.PASS),
        ({"remote": (RemoteMode.ON_SITE,)}, "Remote", RemoteMode.REMOTE, Verdict.FAIL),
        ({"work_countries": ("DE",)}, "Remote - US", RemoteMode.REMOTE, Verdict.FAIL),
        ({"work_countries": ("DE",)}, "Remote - EU", RemoteMode.REMOTE, Verdict.PASS),
        ({}, "Remote - US", RemoteMode.REMOTE, Verdict.UNKNOWN),
    ],
)
def test_places_pass_fail_or_stay_unknown(
    wishes: dict[str, tuple[str, ...]], place: str, remote: RemoteMode, verdict: Verdict
) -> None:
    posting = job("1", place=place, remote=remote)
    preferences = SearchPreferences(**wishes)  # type: ignore[arg-type]  # fields by name
    match = match_of(person(preferences), posting)
    assert next(g.verdict for g in match.gates if g.gate is Gate.LOCATION) is verdict


@pytest.mark.parametrize(
    ("sentence", "needed", "verdict"),
    [
        ("We do not sponsor visas.", True, Verdict.FAIL),
        ("We do not sponsor visas.", False, Verdict.PASS),
        ("We do not sponsor visas.", None, Verdict.UNKNOWN),
        ("Visa sponsorship is available.", True, Verdict.PASS),
        ("", True, Verdict.UNKNOWN),
        ("", False, Verdict.PASS),
    ],
)
def test_needing_a_sponsor_as_said_in_the_chat_decides_work_permission(
    sentence: str, needed: bool | None, verdict: Verdict
) -> None:
    match = match_of(
        person(SearchPreferences(needs_sponsorship=needed)),
        job("1", description=f"Build things.\n{sentence}"),
    )
    gate = next(g for g in match.gates if g.gate is Gate.WORK_PERMISSION)
    assert gate.verdict is verdict


@pytest.mark.parametrize(
    ("sentence", "countries", "verdict"),
    [
        ("We do not sponsor visas.", ("DE",), Verdict.PASS),
        ("We do not sponsor visas.", ("US",), Verdict.FAIL),
        ("We do not sponsor visas.", (), Verdict.UNKNOWN),
        ("Visa sponsorship is available.", ("US",), Verdict.PASS),
        ("", ("US",), Verdict.UNKNOWN),
        ("", (), Verdict.PASS),
        ("US citizenship required.", ("DE",), Verdict.FAIL),
    ],
)
def test_work_permission_is_decided_with_its_sentence(
    sentence: str, countries: tuple[str, ...], verdict: Verdict
) -> None:
    match = match_of(
        person(SearchPreferences(work_countries=countries)),
        job("1", description=f"Build things.\n{sentence}"),
    )
    gate = next(g for g in match.gates if g.gate is Gate.WORK_PERMISSION)
    assert gate.verdict is verdict
    if verdict is Verdict.FAIL:
        assert gate.quote == sentence
        assert match.excluded == gate.reason


def test_unknown_pay_never_passes_a_floor() -> None:
    floor = Salary(raw="50k", minimum=50_000, currency="EUR", period=PayPeriod.YEAR)
    wishes = SearchPreferences(pay_floor=floor)
    low = replace(floor, raw="30k", minimum=30_000, maximum=40_000)
    assert verdict_of(Gate.SALARY, wishes, salary=None) is Verdict.UNKNOWN
    assert verdict_of(Gate.SALARY, wishes, salary=Salary(raw="good")) is Verdict.UNKNOWN
    assert verdict_of(Gate.SALARY, wishes, salary=low) is Verdict.FAIL
    assert verdict_of(Gate.SALARY, wishes, salary=replace(floor, maximum=60_000)) is Verdict.PASS


def test_a_language_that_the_resume_does_not_list_excludes_with_its_sentence() -> None:
    match = match_of(person(), job("1", description="Fluent French is required."))
    assert match.excluded == "Asks for French; you have German, English."
    assert match_of(person(), job("2", description="Fluent German is required.")).excluded is None


def test_expired_hidden_and_excluded_words_leave_the_ranking() -> None:
    old = job("1", valid_through=date(2026, 11, 20))
    last_day = job("2", valid_through=TODAY)
    fintech = job("3", description="A fintech for everybody.")
    finesse = job("4", description="A fintechnical word.")
    report = ranked(
        person(SearchPreferences(exclude=("fintech",))), old, last_day, fintech, finesse
    )
    assert {m.posting for m in report.matches} == {last_day.id, finesse.id}
    assert report.excluded_by == {Gate.EXPIRED: 1, Gate.EXCLUDED_WORDS: 1}


def test_the_same_job_on_two_boards_is_ranked_once_and_accounted_for() -> None:
    one = job("1", company="Acme", source="greenhouse:acme")
    two = job("2", company="Acme Inc", source="lever:acme")
    report = ranked(person(), one, two)
    assert len(report.matches) == 1
    assert [match.excluded for match in report.excluded] == [
        f"Same job as 'Backend Engineer' from {report_source(report.matches[0].posting, one.id)}, "
        "which is ranked."
    ]


def report_source(kept: str, first: str) -> str:
    return "greenhouse:acme" if kept == first else "lever:acme"


def test_two_openings_of_one_board_are_two_jobs() -> None:
    one = job("1", company="Acme", description="Payments team. Python.")
    two = job("2", company="Acme", description="Search team. Python.")
    assert len(ranked(person(), one, two).matches) == 2


def test_the_best_relaxation_counts_what_it_opens() -> None:
    floor = Salary(raw="50k", minimum=50_000, currency="EUR", period=PayPeriod.YEAR)
    low = Salary(raw="30k", minimum=30_000, maximum=30_000, currency="EUR", period=PayPeriod.YEAR)
    wishes = SearchPreferences(places=("Berlin",), pay_floor=floor)
    away, poor = job("1", place="Hamburg"), job("2", salary=low)
    both, away_too = job("3", place="Hamburg", salary=low), job("4", place="Bremen")
    relaxation = best_relaxation(ranked(person(wishes), away, poor, both, away_too))
    assert relaxation is not None
    assert (relaxation.gate, relaxation.opens) == (Gate.LOCATION, 2)


def test_feedback_moves_similar_postings_and_says_why() -> None:
    liked = job("0", "Data Engineer", "Airflow and Spark pipelines")
    similar = job("1", "Data Engineer", "Spark and Airflow")
    candidate = Candidate(posting=similar, facts=read_posting(similar))

    def feedback_points(stance: Stance | None) -> tuple[float, str]:
        stances = {liked.id: frozenset({stance} if stance else ())}
        taste = taste_from(stances, [(liked.id, liked.title, read_posting(liked))])
        (match,) = rank(person(), [candidate], today=TODAY, taste=taste).matches
        claim = next(e.claim for e in match.evidence if e.component is Component.FEEDBACK)
        return match.components[Component.FEEDBACK], claim

    neutral, _ = feedback_points(None)
    more, because = feedback_points(Stance.MORE_LIKE_THIS)
    assert more > neutral
    assert because == "Like “Data Engineer”, which you liked"
    stances = {liked.id: frozenset({Stance.HIDDEN})}
    taste = taste_from(stances, [(liked.id, liked.title, read_posting(liked))])
    (match,) = rank(person(), [candidate], today=TODAY, taste=taste).matches
    assert match.components[Component.FEEDBACK] < neutral


def test_a_person_without_a_resume_is_matched_by_wishes() -> None:
    seeker = person(SearchPreferences(titles=("Backend Engineer",)), resume=None)
    report = ranked(seeker, job("1"), job("2", "Pastry Chef", "Bake."))
    assert report.matches[0].score > report.matches[1].score


@settings(max_examples=60, deadline=None)
@given(title=st.text(max_size=60), description=st.text(max_size=400))
def test_any_text_is_ranked_without_failing(title: str, description: str) -> None:
    match = match_of(person(), job("1", title, description))
    assert round(sum(match.components.values()), 2) == match.score
    assert 0 <= match.score <= 100


def _on(board: str, posting: Posting) -> Posting:
    return replace(posting, url=f"https://{board}/{posting.source_id}")


def test_the_same_job_on_two_boards_is_one_match_with_the_fullest_text_and_the_other_link() -> None:
    full = _on("jobs.example.org", job(
        "a", "Senior Backend Engineer (Python)", "Requirements:\n- Python\n- PostgreSQL\n- AWS",
        company="Northfield Energy", place="Berlin, Germany",
    ))  # fmt: skip
    short = _on("board.example.net", job(
        "b", "Senior Backend Engineer - Python (m/f/d)", "Python, PostgreSQL.",
        company="Northfield Energy GmbH", place="Berlin",
    ))  # fmt: skip
    report = ranked(person(), full, short)
    assert [match.posting for match in report.matches] == [full.id]
    assert report.matches[0].also == (short.id,)
    assert [match.posting for match in report.excluded] == [short.id]
    assert report.excluded_by == {Gate.DUPLICATE: 1}
    assert "jobs.example.org" in (report.excluded[0].excluded or "")


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("Backend Engineer - Python", "Berlin"),
        ("Senior Backend Engineer - Python", "Hamburg"),
        ("Senior Data Engineer - Python", "Berlin"),
    ],
)
def test_another_level_town_or_title_is_another_job(title: str, place: str) -> None:
    first = _on("a.example", job("a", "Senior Backend Engineer (Python)", company="North"))
    second = _on("b.example", job("b", title, company="North GmbH", place=place))
    assert len(ranked(person(), first, second).matches) == 2


def test_a_near_skill_speaks_only_against_and_by_the_name_that_the_resume_uses() -> None:
    wished = person(resume=None)
    redis = Shown("Redis", "Cached sessions in Redis")
    seeker = replace(wished, skills={"Redis": redis, "NoSQL": redis}, named=frozenset({"Redis"}))
    match = match_of(seeker, job("1", "Backend Engineer", "Requirements:\n- Elasticsearch"))
    assert all(item.about != "Elasticsearch" for item in match.evidence)
    (missing,) = (item for item in match.against if item.about == "Elasticsearch")
    assert "you show Redis, which is near" in missing.claim
    assert "NoSQL" not in missing.claim


@pytest.mark.parametrize(
    ("title", "words", "skill"),
    [
        ("Backend Engineer (Go)", "- 3+ years of Go in production.", "Go"),
        ("Backend Engineer", "- 3+ years of Go in production.", "Go"),
        ("Statistician, R", "Work with clinical data.", "R"),
        ("Analyst", "- 2 years with R", "R"),
        ("Firmware Engineer (C)", "Small devices.", "C"),
        ("Systems Engineer", "- 5 years of C in production", "C"),
    ],
)
def test_a_language_with_an_everyday_name_is_asked_for(title: str, words: str, skill: str) -> None:
    facts = read_posting(job("1", title, f"We ask for\n{words}"))
    (asked,) = (asked for asked in facts.asked if asked.name == skill)
    assert asked.required


@pytest.mark.parametrize("title", ["Manager, R&D", "Teacher, Class C", "Go to Market Lead"])
def test_a_letter_in_a_title_is_no_language(title: str) -> None:
    facts = read_posting(job("1", title, "A nice team."))
    assert {"R", "C", "Go"}.isdisjoint(asked.name for asked in facts.asked)


def test_names_of_employers_are_no_skills() -> None:
    facts = read_posting(
        job("1", "Engineer", "Windrose Telemetry needs you. Use Python and Terraform.",
            company="Windrose Telemetry")
    )  # fmt: skip
    names = {asked.name for asked in facts.asked}
    assert "Telemetry" not in names
    assert {"Python", "Terraform"} <= names


def test_one_of_two_skills_joined_by_or_is_enough() -> None:
    posting = job("1", "Engineer", "Requirements:\n- MySQL or PostgreSQL\n- Go, Rust or C++")
    match = match_of(person(), posting)
    assert all(item.about not in {"MySQL", "Rust"} for item in match.against)


def test_what_is_another_field_is_counted_and_not_ranked() -> None:
    nurse = job("1", "Registered Nurse", "Patient care on the ICU.")
    candidates = [Candidate(posting=one, facts=read_posting(one)) for one in (nurse, job("2"))]
    report = rank(person(), candidates, today=TODAY, least_relevance=0.1)
    assert [match.posting for match in report.matches] == [candidates[1].posting.id]
    assert report.other_field == 1


def test_an_employer_in_a_resume_is_no_skill() -> None:
    words = "Nurse, Windrose Telemetry, 2019-03 - Present"
    text = RESUME.source.text.replace("Acme", "Windrose Telemetry")
    start = text.index("Windrose Telemetry")
    employer = Extracted(text="Windrose Telemetry", span=Span(start=start, end=start + 18))
    resume = replace(
        RESUME,
        source=replace(RESUME.source, text=text),
        work=(Work(employer=employer, roles=RESUME.work[0].roles),),
    )
    assert "Telemetry" in {mention.canonical for mention in find_skills(words)}
    assert "Telemetry" not in person(resume=resume).skills
