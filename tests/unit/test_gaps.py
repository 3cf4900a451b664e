"""Gaps: states with their proof, counts over postings, and what a skill would open."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.gaps.asking import asks_of, posting_lines
from domain.gaps.model import DemandKind, Need, ProofKind, Standing, State, TargetKind
from domain.gaps.proving import proof_of
from domain.gaps.unlocking import Asking, outlook_of
from domain.goals import read_goal
from domain.matching.reading import read_posting
from domain.matching.seeker import Seeker, Shown
from domain.posting import Posting, Stance
from domain.preferences.effective import corrected
from domain.profile_sources import with_statement
from domain.profiles import Profile, SearchPreferences, StatementKind
from domain.resume.model import DateRange, PartialDate
from domain.skills import implied_by
from graph.gaps.finding import GapFinder, missing_musts_of
from graph.gaps.person import person_of
from graph.job_finder import JobFinder
from graph.job_planning_gaps import missing_musts
from graph.learning.gaps import FindsGaps
from tests.twins.hashed_index import HashedIndex
from tests.twins.stores import FrozenClock
from tests.twins.stores_postings import InMemoryPostings
from tests.unit.matching_samples import NOW, RESUME, TODAY, job, person, profile

_SKILLS = ("Python", "SQL", "PostgreSQL", "MySQL", "Django", "Docker", "Go", "Rust")


async def over(*postings: Posting) -> tuple[GapFinder, InMemoryPostings, JobFinder]:
    clock = FrozenClock(NOW)
    store = InMemoryPostings(clock=clock)
    await store.ingest("test", postings, complete=False)
    finder = JobFinder(postings=store, index=HashedIndex(), clock=clock)
    return GapFinder(jobs=finder, postings=store, clock=clock), store, finder


def data_job(key: str, *musts: str, place: str = "Berlin, Germany", extra: str = "") -> Posting:
    listed = "\n".join(f"- {skill}" for skill in musts)
    text = f"Requirements:\n{listed}\n{extra}"
    return job(key, "Data Engineer", text, place=place)


# --- states ---------------------------------------------------------------------------------------


def _ended(year: int) -> Profile:
    """Ana whose one role ended in a year."""
    role = RESUME.work[0].roles[0]
    assert role.dates is not None
    dates = DateRange(
        raw=role.dates.raw,
        start=PartialDate(year=2010, month=1),
        end=PartialDate(year=year, month=6),
    )
    work = replace(RESUME.work[0], roles=(replace(role, dates=dates),))
    return replace(profile(), resume=replace(RESUME, work=(work,)))


def test_a_skill_of_a_role_is_shown_by_its_line() -> None:
    proof = proof_of(person_of(profile(), today=TODAY), "Python")
    assert (proof.state, proof.kind) == (State.HAVE, ProofKind.RESUME)
    assert proof.line == "Built payment APIs in Python and PostgreSQL on AWS"


@pytest.mark.parametrize(
    ("skill", "state", "why"),
    [
        ("Go", State.PARTLY, "you list it, and no role shows it"),
        ("SQL", State.HAVE, ""),
        ("MySQL", State.PARTLY, "you show PostgreSQL, which is near it"),
        ("COBOL", State.MISSING, ""),
    ],
)
def test_why_a_skill_is_only_partly_shown(skill: str, state: State, why: str) -> None:
    proof = proof_of(person_of(profile(), today=TODAY), skill)
    assert (proof.state, proof.why_partly) == (state, why)
    assert (state is State.MISSING) == (not proof.line)


def test_what_was_last_used_long_ago_is_partly_shown() -> None:
    assert proof_of(person_of(_ended(2022), today=TODAY), "Python").state is State.HAVE
    old = proof_of(person_of(_ended(2018), today=TODAY), "Python")
    assert old.why_partly == "last used 2018, over 5 years ago"


def test_years_of_a_skill_short_of_those_asked_are_said() -> None:
    posting = job("p", description="Requirements:\n- 12+ years of experience with Python")
    facts = read_posting(posting)
    lines = posting_lines(
        person_of(profile(), today=TODAY),
        facts,
        title=posting.title,
        text=posting.description,
        posting=posting.id,
    )
    python = next(line for line in lines if line.skill == "Python")
    assert python.proof.state is State.PARTLY
    assert "of the 12 years asked" in python.proof.why_partly


def test_the_persons_word_shows_a_skill_and_a_self_check_only_partly() -> None:
    told = with_statement(
        profile(), StatementKind.EXPERIENCE, "Rust", "Wrote a parser in it at Acme", NOW
    )
    proof = proof_of(person_of(told, today=TODAY), "Rust")
    assert (proof.state, proof.kind) == (State.HAVE, ProofKind.STATEMENT)
    assert proof.line == "Wrote a parser in it at Acme"
    tested = with_statement(
        profile(), StatementKind.SELF_CHECK, "Rust", "4 of 5 on 21 November 2026", NOW, share=0.8
    )
    proof = proof_of(person_of(tested, today=TODAY), "Rust")
    assert (proof.state, proof.kind) == (State.PARTLY, ProofKind.SELF_CHECK)
    failed = with_statement(
        profile(), StatementKind.SELF_CHECK, "Rust", "1 of 5 on 21 November 2026", NOW, share=0.2
    )
    assert proof_of(person_of(failed, today=TODAY), "Rust").state is State.MISSING


def test_or_is_one_line_and_either_is_enough() -> None:
    posting = job("p", description="Requirements:\n- MySQL or PostgreSQL\n- COBOL or Fortran")
    lines = posting_lines(
        person_of(profile(), today=TODAY),
        read_posting(posting),
        title=posting.title,
        text=posting.description,
        posting=posting.id,
    )
    database = next(line for line in lines if "PostgreSQL" in {line.skill, *line.alternatives})
    assert (database.skill, database.alternatives) == ("PostgreSQL", ("MySQL",))
    assert database.proof.state is State.HAVE
    assert len([line for line in lines if line.proof.state is State.MISSING]) == 1


def test_the_occupation_of_a_title_is_no_skill_and_a_technology_is() -> None:
    plain = job("a", "Data Engineer", "Requirements:\n- SQL")
    assert [name for name, _ in asks_of(read_posting(plain), title=plain.title).musts] == ["SQL"]
    react = job("b", "React Developer", "Requirements:\n- CSS")
    musts = [name for name, _ in asks_of(read_posting(react), title=react.title).musts]
    assert "React" in musts


# --- what a skill would open ----------------------------------------------------------------------

_musts = st.lists(st.frozensets(st.sampled_from(_SKILLS), min_size=1, max_size=3), max_size=4).map(
    tuple
)


@settings(max_examples=150, deadline=None)
@given(
    postings=st.lists(st.builds(Asking, musts=_musts, is_new=st.booleans()), max_size=12),
    shown=st.frozensets(st.sampled_from(_SKILLS), max_size=4),
)
def test_unlocks_are_what_counting_again_with_the_skill_gives(
    postings: list[Asking], shown: frozenset[str]
) -> None:
    have = frozenset(name for skill in shown for name in implied_by(skill))

    def met(known: frozenset[str]) -> int:
        return sum(bool(one.musts) and all(known & must for must in one.musts) for one in postings)

    outlook = outlook_of(postings, have)
    assert (outlook.eligible, outlook.met) == (len(postings), met(have))
    for unlock in outlook.unlocks:
        proven = have.union(*(implied_by(skill) for skill in unlock.skills))
        assert unlock.opens == met(proven) - met(have) > 0
        assert unlock.opens_new <= unlock.opens
    singles = {one.skills[0] for one in outlook.unlocks if len(one.skills) == 1}
    lacking = {s for one in postings for must in one.musts if not have & must for s in must}
    for skill in lacking - singles:
        assert met(have | implied_by(skill)) == met(have)
    if singles:
        assert all(len(one.skills) == 1 for one in outlook.unlocks)


@settings(max_examples=60, deadline=None)
@given(
    asked=st.lists(st.sampled_from(_SKILLS), min_size=1, max_size=5, unique=True),
    shown=st.frozensets(st.sampled_from(_SKILLS), max_size=4),
)
def test_what_is_met_agrees_with_the_job_search(asked: list[str], shown: frozenset[str]) -> None:
    posting = job("p", "Consultant", "Requirements:\n" + "\n".join(f"- {one}" for one in asked))
    facts = read_posting(posting)
    names = {name for skill in shown for name in implied_by(skill)}
    seeker: Seeker = replace(
        person(), skills={name: Shown(name, "line") for name in names}, credits={}
    )
    musts = tuple(enough for _, enough in asks_of(facts, title=posting.title).musts)
    outlook = outlook_of([Asking(musts, False)], names)
    assert (outlook.met == 1) == (bool(musts) and not missing_musts(seeker, facts))


# --- over the live postings -----------------------------------------------------------------------


async def test_a_role_is_counted_over_its_open_postings() -> None:
    jobs = [data_job(f"d{n}", "Python", "COBOL" if n < 6 else "PostgreSQL") for n in range(8)]
    gaps, _, _ = await over(*jobs, job("nurse", "Registered Nurse", "Patient care."))
    wanted = read_goal("become a data engineer")
    assert wanted is not None
    report = await gaps.for_goal(profile(), wanted)
    assert (report.of, report.named_so, report.corpus) == (8, 8, 9)
    cobol = report.line_of("COBOL")
    assert cobol is not None
    assert (cobol.need, cobol.asked_by, cobol.of) == (Need.MUST, 6, 8)
    assert (cobol.proof.state, cobol.sentence) == (State.MISSING, "COBOL")
    assert (report.outlook.eligible, report.outlook.met) == (8, 2)
    assert [(one.skills, one.opens) for one in report.outlook.unlocks] == [(("COBOL",), 6)]
    assert [(gap.skill, gap.unlocks, gap.asked, gap.of) for gap in missing_musts_of(report)] == [
        ("COBOL", 6, 6, 8)
    ]


async def test_a_plan_gets_the_missing_musts_of_a_goal_postings_or_the_wish() -> None:
    jobs = [*(data_job(f"d{n}", "Python", "COBOL") for n in range(6)), data_job("f", "Fortran")]
    finder, _, _ = await over(*jobs)
    gaps: FindsGaps = finder
    wanted = read_goal("become a data engineer")
    assert [one.skill for one in await gaps.gaps_for(profile(), goal=wanted)] == ["COBOL"]
    (one,) = await gaps.gaps_for(profile(), postings=[jobs[-1]])
    assert (one.skill, one.unlocks, one.asked, one.of) == ("Fortran", 1, 1, 7)
    mine = profile(SearchPreferences(titles=("Data Engineer",)))
    assert [one.skill for one in await gaps.gaps_for(mine)] == ["COBOL"]
    assert await gaps.gaps_for(profile()) == ()


async def test_two_skills_are_named_where_one_alone_opens_nothing() -> None:
    gaps, _, _ = await over(*(data_job(f"d{n}", "COBOL", "Fortran") for n in range(5)))
    wanted = read_goal("become a data engineer")
    assert wanted is not None
    outlook = (await gaps.for_goal(profile(), wanted)).outlook
    assert [(one.skills, one.opens) for one in outlook.unlocks] == [(("COBOL", "Fortran"), 5)]


async def test_limits_hidden_and_repeated_postings_do_not_count_as_eligible() -> None:
    jobs = [data_job(f"d{n}", "COBOL") for n in range(6)]
    away = data_job("away", "COBOL", place="Paris, France")
    twin = replace(jobs[0], id=type(jobs[0].id)("other"), source="board2", source_id="x")
    gaps, store, _ = await over(*jobs, away)
    await store.ingest("board2", [twin], complete=False)
    mine = profile(SearchPreferences(places=("Berlin",)))
    await store.note(mine.user, jobs[1].id, Stance.HIDDEN, on=True)
    wanted = read_goal("become a data engineer")
    assert wanted is not None
    report = await gaps.for_goal(mine, wanted)
    assert report.of == 7
    assert report.outlook.eligible == 5


async def test_the_places_of_a_goal_choose_the_postings() -> None:
    berlin = [data_job(f"b{n}", "COBOL") for n in range(3)]
    paris = [data_job(f"p{n}", "Python", place="Paris, France") for n in range(3)]
    gaps, _, _ = await over(*berlin, *paris)
    in_paris = read_goal("become a data engineer in Paris")
    in_oslo = read_goal("become a data engineer in Oslo")
    assert in_paris is not None
    assert in_oslo is not None
    report = await gaps.for_goal(profile(), in_paris)
    assert (report.of, report.line_of("COBOL")) == (3, None)
    nowhere = await gaps.for_goal(profile(), in_oslo)
    assert (nowhere.of, nowhere.places_left_out) == (6, True)


async def test_changes_of_the_postings_are_followed_and_this_week_is_counted() -> None:
    gaps, store, _ = await over(*(data_job(f"d{n}", "COBOL") for n in range(5)))
    wanted = read_goal("become a data engineer")
    assert wanted is not None
    assert isinstance(store.clock, FrozenClock)
    assert (await gaps.for_goal(profile(), wanted)).outlook.eligible_new == 5
    store.clock.advance(timedelta(days=8))
    await store.ingest("test", [data_job("new", "COBOL")], complete=False)
    report = await gaps.for_goal(profile(), wanted)
    assert (report.of, report.outlook.eligible, report.outlook.eligible_new) == (6, 6, 1)
    assert report.outlook.unlocks[0].opens_new == 1
    await store.close(data_job("d0", "COBOL").id)
    assert (await gaps.for_goal(profile(), wanted)).of == 5


async def test_one_posting_has_its_demands_with_both_quotes() -> None:
    posting = job(
        "p",
        description=(
            "Requirements:\n- Python\n- 12+ years of experience as an engineer\n"
            "- Master's degree in computer science\n- Fluent French required\n"
            "We do not sponsor visas."
        ),
    )
    gaps, _, _ = await over(posting)
    report = await gaps.for_postings(
        profile(SearchPreferences(needs_sponsorship=True, work_countries=("PT",))), [posting]
    )
    assert report.target.kind is TargetKind.POSTING
    found = {line.kind: line for line in report.demands}
    assert found[DemandKind.YEARS].standing is Standing.MISSING
    assert "12+ years" in found[DemandKind.YEARS].quote
    assert found[DemandKind.DEGREE].standing is Standing.UNKNOWN
    assert found[DemandKind.LANGUAGE].standing is Standing.MISSING
    assert found[DemandKind.PERMISSION].standing is Standing.MISSING
    assert all(line.quote in posting.description for line in report.demands)


async def test_several_postings_count_how_many_ask() -> None:
    jobs = [
        data_job("a", "Python", "COBOL"),
        data_job("b", "Python", "COBOL"),
        data_job("c", "Python"),
    ]
    gaps, _, _ = await over(*jobs)
    report = await gaps.for_postings(profile(), jobs)
    assert report.target.kind is TargetKind.POSTINGS
    assert [(line.skill, line.asked_by) for line in report.musts] == [("Python", 3), ("COBOL", 2)]


async def test_nobody_known_is_called_missing_nothing() -> None:
    gaps, _, _ = await over(data_job("a", "COBOL"))
    report = await gaps.for_postings(Profile(user=profile().user), [data_job("a", "COBOL")])
    assert not report.knows_person


async def test_a_posting_of_a_megabyte_does_not_hold_anybody_up() -> None:
    hostile = job("h", description=("5+ years or " * 4000 + "python, sql or " * 4000)[:100_000])
    gaps, _, _ = await over(data_job("a", "COBOL"))
    started = datetime.now(UTC)
    report = await gaps.for_postings(corrected(profile()), [hostile])
    assert len(report.skills) <= 40
    assert datetime.now(UTC) - started < timedelta(seconds=5)
    assert report.as_of == date(2026, 11, 21)
