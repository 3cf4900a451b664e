"""JSON Resume out and in again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from domain.encoding import from_json, to_json
from domain.resume.json_resume import from_json_resume, split_degree, to_json_resume
from domain.resume.model import Resume
from domain.resume.spans import unsupported_values
from integrations.documents.parsing import parse

TEXTS = Path(__file__).parent / "resume_texts"


@pytest.fixture
def resume() -> Resume:
    path = TEXTS / "two_roles.txt"
    return parse(path.read_bytes(), suffix=path.suffix)


def test_work_is_flattened_to_one_entry_per_role(resume: Resume) -> None:
    work = to_json_resume(resume)["work"]
    assert [(entry["name"], entry["position"]) for entry in work[:2]] == [
        ("Contoso Health", "Director of Product Management"),
        ("Contoso Health", "Senior Product Manager"),
    ]
    assert (work[1]["startDate"], work[1]["endDate"]) == ("2017", "2019")
    assert "endDate" not in work[0]


def test_dates_follow_the_schema_pattern(resume: Resume) -> None:
    document = to_json_resume(resume)
    dated = [entry for key in ("work", "education", "certificates") for entry in document[key]]
    for entry in dated:
        for key in ("startDate", "endDate", "date"):
            parts = entry.get(key, "2000").split("-")
            assert len(parts[0]) == 4
            assert all(len(part) == 2 for part in parts[1:])


def test_every_value_in_the_evidence_is_quoted_from_the_source(resume: Resume) -> None:
    proof: dict[str, Any] = to_json_resume(resume)["meta"]["careergini"]
    assert set(proof["confidence"]) == set(proof["evidence"])
    for path, evidence in proof["evidence"].items():
        source = resume.source.text[evidence["start"] : evidence["end"]]
        assert " ".join(source.split()) == evidence["quote"], path


def test_study_type_and_area_join_to_the_degree_line() -> None:
    assert split_degree("Bachelor of Science in Computer Science") == (
        "Bachelor of Science",
        "Computer Science",
    )
    assert split_degree("B.S. Computer Science") == ("B.S.", "Computer Science")
    assert split_degree("Full-Stack Web Development Program") == (
        "Full-Stack Web Development Program",
        None,
    )


def test_a_json_resume_comes_back_as_it_went_out(resume: Resume) -> None:
    document = json.loads(json.dumps(to_json_resume(resume)))
    again = from_json_resume(document)
    assert unsupported_values(again) == []
    assert to_json_resume(again)["work"] == document["work"]
    assert [s.name.text for s in again.skills] == [s.name.text for s in resume.skills]
    assert again.contact.email is not None


def test_wrong_types_in_json_count_as_absent() -> None:
    again = from_json_resume({"basics": {"name": 7, "email": ["x"]}, "work": [3, {"name": "Acme"}]})
    assert again.contact.name is None
    assert again.work[0].employer is not None


@pytest.mark.parametrize("document", [None, [], {}, {"a": 1}, {"basics": "no"}])
def test_what_is_no_json_resume_is_refused(document: object) -> None:
    with pytest.raises(ValueError, match="JSON Resume"):
        from_json_resume(document)


def test_a_resume_survives_our_own_encoding(resume: Resume) -> None:
    assert from_json(Resume, to_json(resume)) == resume
