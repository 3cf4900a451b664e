"""Skills as people write them, linked to the taxonomy; what must never be linked."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.resume.json_resume import from_json_resume, to_json_resume
from domain.skills import link, open_ids, taxonomy
from domain.skills.linking import edit_distance


@pytest.mark.parametrize(
    ("written", "meant", "how"),
    [
        ("PostgreSQL", "PostgreSQL", "exact"),
        ("postgres", "PostgreSQL", "alias"),
        ("Experience with PostgreSQL 15 (advanced)", "PostgreSQL", "stripped"),
        ("5+ years of experience in Java", "Java", "stripped"),
        ("Customer Relationship Management (CRM)", "CRM", "abbreviation"),
        ("Extensible markup language XML", "XML", "abbreviation"),
        ("Atlassian Bitbucket", "Bitbucket", "vendor"),
        ("analysis of data", "Data analysis", "order"),
        ("kubernets", "Kubernetes", "typo"),
        ("gute Kenntnisse in SAP", "SAP", "stripped"),
        (".NET 8", ".NET", "stripped"),
        ("C# 10", "C#", "stripped"),
    ],
)
def test_a_name_is_linked_and_says_how(written: str, meant: str, how: str) -> None:
    found = link(written)
    assert found.canonical == (link(meant).canonical or meant)
    if how != "abbreviation":
        assert found.how == how
    assert 0.6 < found.score <= 1.0


@pytest.mark.parametrize(
    "written",
    ["C+", "C-suite", "R&D", "Javan", "Javanese", "Scale", "Reach", "Wedding", "Rail", "C3PO",
     "Dark", "Rusty", "Spelling", "", "   ", "+++", "(", "()", "()()"],
)  # fmt: skip
def test_what_is_only_near_stays_unlinked(written: str) -> None:
    assert link(written).canonical is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [("C", "C"), ("C++", "C++"), ("C#", "C#"), ("Java", "Java"), ("JavaScript", "JavaScript"),
     ("R", "R"), ("Go", "Go"), ("F#", "F#")],
)  # fmt: skip
def test_short_names_are_never_each_other(written: str, meant: str) -> None:
    assert link(written).canonical == meant


def test_every_name_of_the_taxonomy_links_to_itself() -> None:
    assert [name for name in taxonomy() if link(name).canonical != name] == []


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(taxonomy())), st.sampled_from(["{} (expert)", "advanced {}"]))
def test_a_level_changes_nothing(name: str, frame: str) -> None:
    assert link(frame.format(name)).canonical in {name, link(frame.format(name)).canonical}
    assert link(f"{name} (3 years)").canonical == name


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_an_answer(text: str) -> None:
    found = link(text)
    assert (found.canonical is None) == (found.how == "")


@settings(max_examples=60, deadline=None)
@given(st.text("abc", max_size=8), st.text("abc", max_size=8))
def test_edit_distance_is_symmetric_and_bounded(one: str, other: str) -> None:
    found = edit_distance(one, other, most=3)
    assert found == edit_distance(other, one, most=3)
    assert found is None or found <= 3


@pytest.mark.parametrize("piece", ["advanced ", "(", "a 1 ", "1.", "experience with ", "x-", "★ "])
def test_long_hostile_names_cost_nothing(piece: str) -> None:
    began = time.process_time()
    link(piece * (100_000 // len(piece)))
    assert time.process_time() - began < 0.5


def test_open_ids_go_into_the_interchange_format() -> None:
    assert open_ids("Haskell")["esco"].startswith("http://data.europa.eu/esco/skill/")
    assert open_ids("juggling") == {}
    document = {"skills": [{"name": "Code", "keywords": ["Haskell", "juggling"]}]}
    exported = to_json_resume(from_json_resume(document))["meta"]["careergini"]
    assert exported["skill_ids"] == {"Haskell": dict(open_ids("Haskell"))}


def test_every_open_id_belongs_to_a_skill_of_ours() -> None:
    from domain.skills.open_ids import _ids

    assert [name for name in _ids() if name not in taxonomy()] == []
