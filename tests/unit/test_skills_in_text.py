"""Skills are found as whole words, and everyday words only in context."""

from __future__ import annotations

import pytest

from domain.skills import canonical, find_skills, implied_by, related_to, taxonomy


def names(text: str) -> list[str]:
    return [mention.canonical for mention in find_skills(text)]


def test_the_taxonomy_is_broad_and_closed() -> None:
    skills = taxonomy()
    assert len(skills) >= 500
    linked = {name for entry in skills.values() for name in (*entry.implies, *entry.related)}
    assert linked <= skills.keys()


@pytest.mark.parametrize(
    "text",
    [
        "We maintain and train, and aim to be fair.",
        "Vitamin C and C-level executives; Series C funding",
        "R&D department of J. R. Smith",
        "You go above and beyond, and excel at teams.",
        "React to customers quickly; spring is here; spark joy.",
        "Word of mouth and access to the building",
        "Health insurance from day one",
    ],
)
def test_everyday_words_are_not_skills(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Skills: Python, C, R, Go, C#", ["Python", "C", "R", "Go", "C#"]),
        ("C/C++ developer", ["C", "C++"]),
        ("proficient in R", ["R"]),
        ("services written in Go", ["Go"]),
        ("Strong Excel and Word skills", ["Microsoft Excel", "Microsoft Word"]),
        (".NET, ASP.NET Core and Node.js", [".NET", "ASP.NET", "Node.js"]),
        ("machine\nlearning", ["Machine learning"]),
        ("our AI team", ["Artificial intelligence"]),
        ("Krankenpflege und Wundversorgung", ["Nursing", "Wound care"]),
    ],
)
def test_skills_are_found_under_their_many_names(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_a_mention_points_at_its_words() -> None:
    text = "We use k8s daily."
    (mention,) = find_skills(text)
    assert text[mention.start : mention.end] == "k8s"
    assert mention.canonical == "Kubernetes"


def test_showing_a_framework_shows_its_language() -> None:
    assert implied_by("Django") >= {"Django", "Python"}
    assert "Python" not in implied_by("SQL")
    assert "Tableau" in related_to("Power BI")


def test_names_alone_are_canonicalised_or_unknown() -> None:
    assert canonical("postgres") == "PostgreSQL"
    assert canonical("underwater basket weaving") is None
