"""What a description asks for."""

from __future__ import annotations

import json
from pathlib import Path

from domain.job_wording.model import Need
from domain.job_wording.requirements import assessment_map, requirements_of

SAMPLES = Path(__file__).resolve().parents[2] / "bot" / "samples" / "postings.jsonl"


def asked(text: str) -> list[tuple[str, str]]:
    return [(one.quote, one.need.value) for one in requirements_of(text)]


def test_lists_under_headings_are_read_line_by_line() -> None:
    duties, wanted = "What you will do\n- Build APIs", "You have\n- 3+ years of Go\n- SQL"
    text = f"{duties}\n\n{wanted}\n\nNice to have\n- Rust"
    assert asked(text) == [("3+ years of Go", "must"), ("SQL", "must"), ("Rust", "nice")]


def test_prose_is_read_by_sentence() -> None:
    text = "You will meet customers. You must hold a licence. Kafka would be a plus. We offer tea."
    assert asked(text) == [("You must hold a licence", "must"), ("Kafka would be a plus", "nice")]


def test_offers_and_statements_ask_for_nothing() -> None:
    text = "We offer:\n- 30 days off\n- Training\n\nWe have been in business for 40 years."
    assert asked(text) == []


def test_a_list_without_a_heading_counts_when_one_line_asks() -> None:
    text = "Turn data into models.\n\n- 3+ years in analytics\n- Looker\n\nWe work remotely."
    assert asked(text) == [("3+ years in analytics", "must"), ("Looker", "must")]


def test_german_lists_are_read() -> None:
    text = "Das bringen Sie mit\n- Deutsch C1\n- Freude am Detail\n\nWir bieten 30 Tage Urlaub."
    assert asked(text) == [("Deutsch C1", "must"), ("Freude am Detail", "must")]


def test_every_requirement_quotes_the_text() -> None:
    found = 0
    for line in SAMPLES.read_text(encoding="utf-8").splitlines():
        text = json.loads(line)["description"]
        for one in requirements_of(text):
            assert text[one.start : one.end] == one.quote
            found += 1
    assert found > 60


def test_the_map_names_what_looks_at_a_requirement() -> None:
    lines = assessment_map(
        requirements_of("Requirements:\n- SQL\n- Tact"),
        lambda one: "c1" if one.quote == "SQL" else None,
    )
    assert [(line.requirement.quote, line.assessed_by) for line in lines] == [
        ("SQL", "c1"),
        ("Tact", None),
    ]
    assert all(line.requirement.need is Need.MUST for line in lines)
