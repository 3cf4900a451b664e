"""Every line of the bundled catalogue, and files that an operator writes."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from graphlib import TopologicalSorter
from importlib.resources import files
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from domain.errors import Misconfigured
from domain.learning.model import Cost, LinkState
from domain.preferences.languages import LANGUAGE_NAMES
from domain.skills import taxonomy
from evaluation.learning.__main__ import GOAL, SAMPLES, SHARED
from evaluation.learning.demand import rank_skills
from graph.learning.library import address_key
from integrations.learning.bundled import (
    AREAS,
    bundled_resources,
    own_resources,
    read_catalogue,
)

_TRACKERS = re.compile(r"utm_\w+|fbclid|gclid|ref|ref_src|aff\w*|tag|mc_[ce]id|irclickid|ranMID")
_FIELDS = {
    "id", "title", "provider", "url", "skills", "format", "level", "language", "hours",
    "prerequisites", "licence", "cost", "needs_account", "curated_on",
}  # fmt: skip


def _lines() -> Iterator[tuple[str, dict[str, object]]]:
    folder = files("integrations.learning").joinpath("bundled")
    for area in AREAS:
        lines = folder.joinpath(f"{area}.jsonl").read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            yield f"{area}.jsonl line {number}", json.loads(line)


def test_every_line_has_every_field_and_the_day_it_was_written() -> None:
    for place, entry in _lines():
        assert set(entry) == _FIELDS, place
        assert date.fromisoformat(str(entry["curated_on"])) >= date(2026, 11, 26), place


def test_no_line_is_refused() -> None:
    folder = files("integrations.learning").joinpath("bundled")
    for area in AREAS:
        read = read_catalogue(folder.joinpath(f"{area}.jsonl").read_bytes(), source="bundled")
        assert read.refused == (), area
    assert len(bundled_resources()) == len(list(_lines()))


def test_the_catalogues_page_says_how_many_lines_there_are() -> None:
    page = files("integrations.learning").joinpath("bundled", "README.md").read_text("utf-8")
    assert f"\n{len(bundled_resources())} courses" in page


def test_skills_and_prerequisites_are_canonical_names() -> None:
    names = set(taxonomy())
    for place, entry in _lines():
        for field in ("skills", "prerequisites"):
            listed = entry[field]
            assert isinstance(listed, list)
            assert set(listed) <= names, place
            assert len(set(listed)) == len(listed), place


def test_ids_and_addresses_are_unique() -> None:
    ids = Counter(str(entry["id"]) for _, entry in _lines())
    addresses = Counter(address_key(str(entry["url"])) for _, entry in _lines())
    assert [name for name, count in ids.items() if count > 1] == []
    assert [address for address, count in addresses.items() if count > 1] == []


def test_addresses_are_https_without_trackers_or_fragments() -> None:
    for place, entry in _lines():
        parts = urlsplit(str(entry["url"]))
        assert parts.scheme == "https", place
        assert not parts.fragment, place
        assert parts.username is None, place
        for name, _ in parse_qsl(parts.query, keep_blank_values=True):
            assert not _TRACKERS.fullmatch(name), place


def test_languages_are_known_codes() -> None:
    assert {one.language for one in bundled_resources()} <= set(LANGUAGE_NAMES)


def test_what_it_costs_is_always_stated_and_nothing_is_paid() -> None:
    assert {one.cost for one in bundled_resources()} == {Cost.FREE, Cost.FREE_TO_READ}


def test_no_link_claims_to_have_been_checked() -> None:
    for one in bundled_resources():
        assert one.link is LinkState.UNCHECKED
        assert one.checked_at is None


def test_prerequisites_lead_nowhere_in_a_circle_and_each_can_be_learned_here() -> None:
    needs: dict[str, set[str]] = {}
    for one in bundled_resources():
        assert not set(one.prerequisites) & set(one.skills), one.id
        needs.setdefault(one.skills[0], set()).update(one.prerequisites)
    list(TopologicalSorter(needs).static_order())  # raises CycleError
    taught = {skill for one in bundled_resources() for skill in one.skills}
    asked = {skill for one in bundled_resources() for skill in one.prerequisites}
    assert asked <= taught


@pytest.mark.skipif(not (SHARED / "taxonomy").is_dir(), reason="no folder of shared data")
def test_the_most_asked_skills_each_have_a_free_resource() -> None:
    covered = {
        skill
        for one in bundled_resources()
        if one.cost in {Cost.FREE, Cost.FREE_TO_READ}
        for skill in one.skills
    }
    asked = [one.skill for one in rank_skills(samples=SAMPLES, shared=SHARED)[:GOAL]]
    assert [skill for skill in asked if skill not in covered] == []


# --- an operator's file ---------------------------------------------------------------------------


def _line(**changes: object) -> bytes:
    entry: dict[str, object] = {
        "id": "sql-at-work",
        "title": "SQL at work",
        "provider": "Our academy",
        "url": "https://academy.example.org/sql",
        "skills": ["sql"],
        "format": "course",
    }
    return json.dumps({**entry, **changes}).encode()


def test_an_own_file_may_leave_out_what_is_not_known_and_write_skills_as_people_do(
    tmp_path: Path,
) -> None:
    path = tmp_path / "own.jsonl"
    path.write_bytes(
        b"\xef\xbb\xbf" + _line() + b"\n\n" + _line(id="k8s", skills=["K8s", "kubernetes"])
    )
    read = own_resources(path)
    assert [one.id for one in read.resources] == ["own:sql-at-work", "own:k8s"]
    assert [one.skills for one in read.resources] == [("SQL",), ("Kubernetes",)]
    assert read.resources[0].cost is Cost.UNKNOWN
    assert read.refused == ()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"not json", "it is not a JSON object in UTF-8"),
        (b"\xff\xfe", "it is not a JSON object in UTF-8"),
        (b"[" * 5000, "it is not a JSON object in UTF-8"),
        (b"[]", "the object is missing or has a value that is not allowed"),
        (_line(url="javascript:alert(1)"), "url is no public web address"),
        (_line(url="https://user:secret@example.org/"), "url is no public web address"),
        (_line(skills=["juggling"]), "'juggling' is no skill that I know"),
        (_line(skills=[]), "skills is missing or has a value that is not allowed"),
        (_line(cost="cheap"), "cost is missing or has a value that is not allowed"),
        (_line(hours=-1), "hours is missing or has a value that is not allowed"),
        (_line(surprise=1), "surprise is missing or has a value that is not allowed"),
        (_line(title="x" * 30_000), "it is too long"),
    ],
)
def test_a_bad_line_is_refused_by_number_and_the_others_go_on(line: bytes, said: str) -> None:
    read = read_catalogue(_line() + b"\n" + line + b"\n" + _line(id="two"), source="own")
    assert [one.id for one in read.resources] == ["own:sql-at-work", "own:two"]
    assert read.refused == (f"Line 2: {said}.",)


def test_an_id_that_occurs_twice_is_refused_the_second_time() -> None:
    read = read_catalogue(_line() + b"\n" + _line(title="Again"), source="own")
    assert [one.title for one in read.resources] == ["SQL at work"]
    assert read.refused == ("Line 2: the id occurs on an earlier line.",)


def test_a_file_that_is_missing_or_holds_no_resource_is_a_misconfiguration(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="cannot be read"):
        own_resources(tmp_path / "nothing.jsonl")
    bad = tmp_path / "bad.jsonl"
    bad.write_bytes(b"nothing\n")
    with pytest.raises(Misconfigured, match="no line of the learning catalogue"):
        own_resources(bad)
