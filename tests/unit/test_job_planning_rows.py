"""The planner's masks, counts and nearest rows against the slow and obvious ways."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.ids import PostingId
from domain.matching.model import Gate
from domain.matching.seeker import Seeker, read_seeker
from domain.posting import (
    PayPeriod,
    Place,
    Posting,
    PostingState,
    RemoteMode,
    Salary,
    StoredPosting,
)
from domain.posting_identity import cluster_key, content_hash
from domain.profiles import SearchPreferences
from graph.job_catalogue import JobCatalogue, prepare
from graph.job_columns import judge_location, judge_pay
from graph.job_planning_masks import FACET_GATES, facets_of
from graph.job_planning_memory import BoundedMemory
from graph.job_planning_rows import CANDIDATES, KEPT, PersonRows, RowPlanner
from graph.job_planning_vectors import BLOCK_ROWS, RowVectors, nearest
from tests.unit.matching_samples import NOW, RESUME, TODAY, job

PLACES = (
    "Berlin, Germany", "Berlin", "Hamburg", "Paris, France", "Remote - US", "Austin, TX", "EU", "",
)  # fmt: skip
SENTENCES = (
    "Fluent German is required.",
    "We do not sponsor visas.",
    "Visa sponsorship is available.",
    "Must be authorized to work in the United States.",
    "You sell insurance.",
    "Python and Go.",
    "Unser Team spricht Deutsch und wir suchen dich für die Arbeit mit der Technik.",
)
TITLES = ("Backend Engineer", "Sales Engineer", "Registered Nurse", "Ingénieur Straße", "K-Sales")
EXCLUSIONS = (
    "sales", "acme", "Backend Engineer", "insurance", "STRASSE", "straße", "k", "c++", " ",
)  # fmt: skip

sentences = st.lists(st.sampled_from(SENTENCES), max_size=3).map("\n".join)
pay = st.one_of(
    st.none(),
    st.builds(
        lambda low, period: Salary(
            raw="", minimum=low, maximum=low * 1.2, currency="EUR", period=period
        ),
        st.sampled_from([20_000.0, 50_000.0, 90_000.0, 40.0]),
        st.sampled_from([PayPeriod.YEAR, PayPeriod.HOUR]),
    ),
)
postings = st.builds(
    lambda number, title, text, place, remote, salary, days, countries: replace(
        job(
            str(number),
            title,
            text,
            company="Acme" if number % 3 == 0 else "",
            place=place,
            remote=remote,
            salary=salary,
            valid_through=None if days is None else TODAY + timedelta(days=days),
        ),
        applicant_countries=countries,
    ),
    st.integers(0, 60),
    st.sampled_from(TITLES),
    sentences,
    st.sampled_from(PLACES),
    st.sampled_from(list(RemoteMode)),
    pay,
    st.sampled_from([None, -2, -1, 0, 1]),
    st.sampled_from([(), ("DE",), ("US", "CA")]),
)
floors = st.one_of(
    st.none(),
    st.builds(
        lambda low, period: Salary(raw="", minimum=low, currency="EUR", period=period),
        st.sampled_from([30_000.0, 60_000.0, 45.0]),
        st.sampled_from([PayPeriod.YEAR, PayPeriod.HOUR]),
    ),
)
wishes = st.builds(
    lambda places, remote, floor, countries, needs, languages, exclude: SearchPreferences(
        places=places,
        remote=remote,
        pay_floor=floor,
        work_countries=countries,
        needs_sponsorship=needs,
        languages=languages,
        exclude=exclude,
    ),
    st.sampled_from([(), ("Berlin",), ("Germany", "Paris"), ("remote",), ("Texas",)]),
    st.sampled_from([(), (RemoteMode.REMOTE,), (RemoteMode.ON_SITE, RemoteMode.HYBRID)]),
    floors,
    st.sampled_from([(), ("DE",), ("US",)]),
    st.sampled_from([None, True, False]),
    st.sampled_from([(), ("en",), ("de", "fr")]),
    st.lists(st.sampled_from(EXCLUSIONS), max_size=2).map(tuple),
)
people = st.builds(
    lambda preferences, has_resume: read_seeker(
        RESUME if has_resume else None, preferences=preferences, today=TODAY
    ),
    wishes,
    st.booleans(),
)


SPOTS = ("Berlin", "Hamburg, Germany", "Paris", "France", "Austin, TX", "Nowhereville", "remote")


@cache
def every_place_and_pay() -> tuple[JobCatalogue, RowPlanner]:
    """Postings at no, one and two places, in every way of working; pay with and without ends."""
    spots = [
        (),
        *((Place(raw=spot),) for spot in PLACES),
        (Place(raw="Berlin"), Place(raw="Paris")),
    ]
    ends = (None, 20_000.0, 59_999.0, 60_000.0, 95_000.0)
    periods, currencies = (PayPeriod.YEAR, PayPeriod.HOUR, None), ("EUR", "USD")
    paid = itertools.cycle(itertools.product(ends, ends, periods, currencies))
    made = []
    for number, (places, mode, countries, _) in enumerate(
        itertools.product(spots, RemoteMode, [(), ("DE",), ("US", "CA")], range(2))
    ):
        low, high, period, currency = next(paid)
        salary = Salary(raw="", minimum=low, maximum=high, currency=currency, period=period)
        posting = replace(
            job(str(number), description="Python.", remote=mode, salary=salary),
            places=places,
            applicant_countries=countries,
        )
        made.append(stored(posting, number + 1))
    catalogue = JobCatalogue()
    catalogue.add(prepare(made))
    planner = RowPlanner(catalogue)
    planner.masks.follow()
    return catalogue, planner


def stored(posting: Posting, revision: int) -> StoredPosting:
    return StoredPosting(
        posting=posting,
        state=PostingState.OPEN,
        content_hash=content_hash(posting),
        cluster=cluster_key(posting),
        first_seen=NOW,
        last_seen=NOW,
        revision=revision,
    )


def rows_of(
    seeker: Seeker,
    *,
    hidden: Sequence[int] = (),
    skip: Sequence[int] = (),
    first_new: int = 0,
    vector: np.ndarray[tuple[int], np.dtype[np.float32]] | None = None,
    key: str | None = None,
) -> PersonRows:
    return PersonRows(
        key=key,
        signature=facets_of(seeker),
        facets=facets_of(seeker),
        vector=vector,
        hidden=hidden,
        skip=skip,
        first_new=first_new,
    )


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(postings, max_size=12), min_size=1, max_size=3),
    st.lists(people, min_size=1, max_size=4),
    st.data(),
)
def test_masks_and_counts_equal_the_catalogue_through_additions_and_losses(
    pages: list[list[Posting]], seekers: list[Seeker], data: st.DataObject
) -> None:
    catalogue = JobCatalogue()
    planner = RowPlanner(catalogue)
    revision = 0
    for page in pages:
        entries = []
        for posting in page:
            revision += 1
            entries.append(stored(posting, revision))
        catalogue.add(prepare(entries))
        for known in sorted(catalogue.hashes):
            if data.draw(st.integers(0, 9), label=known) == 9:
                catalogue.remove(known)
        planner.masks.follow()
        ids = sorted(catalogue.hashes)
        hidden = data.draw(st.lists(st.sampled_from(ids), max_size=2)) if ids else []
        first = data.draw(st.integers(0, len(catalogue.ids)))
        rows = [row for one in hidden if (row := catalogue.row_of(one)) is not None]
        asked = [rows_of(seeker, hidden=rows, first_new=first) for seeker in seekers]
        plans = planner.plan(asked, today=TODAY, count_everything=True)
        for seeker, person, plan in zip(seekers, asked, plans, strict=True):
            admitted = catalogue.admit(seeker, hidden=hidden, today=TODAY)
            assert plan.everything.excluded_by == admitted.excluded_by
            assert plan.everything.opened_by == admitted.opened_by
            assert plan.everything.considered == admitted.considered
            assert plan.everything.eligible == int(admitted.mask.sum())
            flags = planner.eligible_unplaced(person, today=TODAY)
            assert flags.tolist() == admitted.mask.tolist()
            new = [row >= first and alive for row, alive in enumerate(catalogue.alive)]
            assert plan.new_counts.considered == sum(new)
            assert plan.new_counts.eligible == int(admitted.mask[first:].sum())
            assert sum(plan.new_counts.excluded_by.values()) == sum(new) - int(
                admitted.mask[first:].sum()
            )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(SPOTS), max_size=3, unique=True).map(tuple),
    st.lists(st.sampled_from(list(RemoteMode)[:3]), max_size=2, unique=True).map(tuple),
    st.lists(st.sampled_from(["DE", "US", "FR"]), max_size=2, unique=True).map(tuple),
    floors,
)
def test_wishes_for_several_places_and_pay_are_the_gates_own_verdict(
    places: tuple[str, ...],
    modes: tuple[RemoteMode, ...],
    countries: tuple[str, ...],
    floor: Salary | None,
) -> None:
    catalogue, planner = every_place_and_pay()
    wish = SearchPreferences(places=places, remote=modes, work_countries=countries, pay_floor=floor)
    seeker = read_seeker(None, preferences=wish, today=TODAY)
    facets = facets_of(seeker)
    for gate, column_fails in (
        (Gate.LOCATION, catalogue.location.failing(lambda fact: judge_location(seeker, fact))),
        (Gate.SALARY, catalogue.pay.failing(lambda fact: judge_pay(seeker, fact))),
    ):
        bits = planner.masks.failing(gate, facets)
        assert np.unpackbits(bits, count=len(catalogue.ids)).tolist() == column_fails.tolist()


@pytest.mark.parametrize("gate", FACET_GATES)
def test_whoever_asks_for_nothing_is_refused_nothing(gate: Gate) -> None:
    _, planner = every_place_and_pay()
    facets = facets_of(read_seeker(None, preferences=SearchPreferences(), today=TODAY))
    assert planner.masks.failing_each(gate, [facets, facets], start=0) is None
    assert not planner.masks.failing(gate, facets).any()


def units(
    count: int, seed: int, dimension: int = 24
) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    found = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    unit: np.ndarray[tuple[int, int], np.dtype[np.float32]] = found / np.linalg.norm(
        found, axis=1, keepdims=True
    )
    return unit


@pytest.mark.parametrize("start", [0, 64, BLOCK_ROWS - 64, BLOCK_ROWS, 3 * BLOCK_ROWS - 128])
@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 1.0])
def test_the_nearest_are_those_of_a_full_sort(start: int, share: float) -> None:
    count, k = 3 * BLOCK_ROWS - 64, 20
    everything, queries = units(count, 1), units(7, 2)
    vectors = RowVectors()
    vectors.put({row: one.tobytes() for row, one in enumerate(everything)})
    chance = np.random.default_rng(3)
    flags = chance.random((7, count + 64 - start)) < share
    flags[:, count - start :] = False
    found = nearest(queries, vectors, np.packbits(flags, axis=1), start=start, k=k)
    scores = np.where(flags[:, : count - start], queries @ everything[start:].T, -9)
    for number, near in enumerate(found):
        best = np.sort(scores[number])[::-1][:k]
        assert near.cosines == pytest.approx(best[best > -9], abs=1e-5)
        assert all(flags[number, row - start] for row in near.rows)
        assert len(set(near.rows.tolist())) == len(near)


def catalogue_of(count: int) -> tuple[JobCatalogue, RowPlanner]:
    catalogue = JobCatalogue()
    planner = RowPlanner(catalogue)
    grow(catalogue, planner, count)
    return catalogue, planner


SAMPLE = prepare([stored(job("sample", description="Python."), 1)])[0]


def grow(catalogue: JobCatalogue, planner: RowPlanner, count: int) -> None:
    """Rows that share one reading, each with its own vector."""
    first = len(catalogue.ids)
    catalogue.add(
        replace(SAMPLE, id=PostingId(f"p{row}"), stored=replace(SAMPLE.stored, revision=row + 1))
        for row in range(first, first + count)
    )
    planner.masks.follow()
    fresh = units(count, first)
    planner.vectors.put({first + number: one.tobytes() for number, one in enumerate(fresh)})


def test_a_plan_of_new_rows_is_the_plan_of_all_rows_while_rows_come_close_and_are_shown() -> None:
    catalogue, planner = catalogue_of(900)
    seeker = read_seeker(RESUME, preferences=SearchPreferences(), today=TODAY)
    vectors = units(12, 99)
    shown: dict[int, list[int]] = {number: [] for number in range(12)}
    chance = random.Random(5)
    only_new = 0
    for _ in range(14):
        first_new = len(catalogue.ids)
        grow(catalogue, planner, chance.choice([0, 1, 40, 200]))
        for posting in chance.sample(sorted(catalogue.hashes), 10):
            catalogue.remove(posting)
        planner.masks.follow()
        asked = [
            rows_of(seeker, vector=vectors[n], key=f"u{n}", first_new=first_new, skip=shown[n])
            for n in range(12)
        ]
        only_new += sum(planner.is_compared_with_new_only(person) for person in asked)
        plans = planner.plan(asked, today=TODAY, count_everything=True)
        fresh = RowPlanner(catalogue)
        fresh.masks.follow()
        fresh.vectors = planner.vectors
        again = fresh.plan(asked, today=TODAY, count_everything=True)
        for number, (plan, full) in enumerate(zip(plans, again, strict=True)):
            assert plan.new.rows.tolist() == full.new.rows.tolist()
            # A full pass has the nearest KEPT, of which the new ones are not open ones.
            count = min(len(plan.open), CANDIDATES - len(plan.new))
            assert plan.open.rows.tolist()[:count] == full.open.rows.tolist()[:count]
            assert plan.everything == full.everything
            assert plan.new_counts == full.new_counts
            assert not set(plan.new.rows.tolist() + plan.open.rows.tolist()) & set(shown[number])
            shown[number] += [*plan.new.rows.tolist(), *plan.open.rows.tolist()][:5]
    assert only_new > 12 * 9, "most plans looked at the new rows only"
    assert KEPT > CANDIDATES


def test_people_with_different_cursors_share_a_batch() -> None:
    _, planner = catalogue_of(700)
    seeker = read_seeker(RESUME, preferences=SearchPreferences(), today=TODAY)
    vectors = units(6, 98)
    cursors = [0, 1, 350, 640, 699, 700]
    asked = [rows_of(seeker, vector=vectors[n], first_new=first) for n, first in enumerate(cursors)]
    together = planner.plan(asked, today=TODAY, count_everything=True)
    for person, plan in zip(asked, together, strict=True):
        (alone,) = planner.plan([person], today=TODAY, count_everything=True)
        assert plan.new.rows.tolist() == alone.new.rows.tolist()
        assert plan.new_counts == alone.new_counts
        assert plan.new_counts.considered == 700 - person.first_new
        assert all(row >= person.first_new for row in plan.new.rows)
        assert all(row < person.first_new for row in plan.open.rows)


def test_what_differs_only_in_how_a_place_is_written_is_judged_once() -> None:
    catalogue = JobCatalogue()
    catalogue.add(
        prepare(
            [stored(job(str(n), place=place), n) for n, place in enumerate(("Berlin", "berlin "))]
        )
    )
    assert len(catalogue.location.facts) == 2
    planner = RowPlanner(catalogue)
    planner.masks.follow()
    wish = SearchPreferences(places=("Paris",))
    seeker = read_seeker(None, preferences=wish, today=TODAY)
    (plan,) = planner.plan([rows_of(seeker)], today=TODAY, count_everything=True)
    assert sum(plan.everything.excluded_by.values()) == 2
    assert Place(raw="Berlin") != Place(raw="berlin ")


def test_memory_is_bounded_in_bytes_and_keeps_what_was_used_last() -> None:
    memory: BoundedMemory[str] = BoundedMemory(max_bytes=3000)
    for number in range(20):
        memory.keep(number, "x", size=600)
        assert memory.get(0) == ("x" if number < 20 else None)
    assert len(memory) == 3
    assert memory.get(1) is None
    memory.keep(0, "y", size=100)
    assert memory.get(0) == "y"
    memory.clear()
    assert len(memory) == 0
