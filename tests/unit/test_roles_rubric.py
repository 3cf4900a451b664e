"""Proposing a rubric from a description, and changing it in plain words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.job_wording.requirements import requirements_of
from domain.roles.asking import asked_in
from domain.roles.editing import MOST_ITEMS, add, edit, with_weights
from domain.roles.model import DEGREE_LEVELS, Ask, Rubric
from domain.roles.notice import notice
from domain.roles.proposing import MOST_CRITERIA, Proposal, propose_rubric
from domain.roles.studies import level_of
from domain.screening.wording import offending_words
from tests.unit.roles_stage import DESCRIPTION, Team


def proposed(text: str = DESCRIPTION) -> Proposal:
    return propose_rubric(text, requirements_of(text))


def test_musts_weigh_twice_and_everything_shows_its_sentence() -> None:
    rubric = proposed().rubric
    assert [(one.label, one.weight) for one in rubric.criteria] == [
        ("Python, 5 years", 4),
        ("PostgreSQL", 4),
        ("Docker", 4),
        ("Bachelor's degree in computer science", 4),
        ("Kubernetes", 2),
    ]
    sources = [one.source for one in rubric.gates] + [one.source for one in rubric.criteria]
    for source in (*sources, *(one.source for one in rubric.notes)):
        assert source is not None
        assert DESCRIPTION[source.start : source.end] == source.quote


def test_gates_are_what_the_work_needs_and_a_document_shows() -> None:
    assert [one.label for one in proposed().rubric.gates] == ["English at C1"]
    nurse = proposed("Requirements\n- Registered nurse licence required\n- BLS is a plus\n")
    assert [one.wanted.ask for one in nurse.rubric.gates] == [Ask.CERTIFICATE]
    assert [one.label for one in nurse.rubric.criteria] == ["BLS"]


def test_work_permission_is_a_question_to_everybody_and_never_a_criterion() -> None:
    notes = [one.text for one in proposed().rubric.notes]
    assert "Ask everybody the same: may you work there by the start date?" in notes


def test_what_must_not_be_asked_is_refused_and_the_rest_of_its_line_kept() -> None:
    made = proposed()
    assert {one.words for one in made.refused} == {"top school", "Native German"}
    text = "Requirements\n- Under 35 with 3 years of Java\n"
    mixed = proposed(text)
    assert [one.label for one in mixed.rubric.criteria] == ["Java, 3 years"]
    assert [one.words for one in mixed.refused] == ["Under 35"]


def test_what_nothing_counts_is_named() -> None:
    assert [one.quote for one in proposed().unassessed] == ["Team player"]


def test_the_same_thing_twice_is_one_criterion_with_the_longer_time() -> None:
    made = proposed("Requirements\n- Python\n- 3 years of Python\nNice to have\n- Python\n- Go\n")
    labels = [(one.label, one.weight) for one in made.rubric.criteria]
    assert labels == [("Python, 3 years", 4), ("Go", 2)]


def test_long_lists_are_cut_and_the_rest_is_named() -> None:
    names = "Python Java Rust PostgreSQL MySQL Docker Kubernetes Terraform Ansible AWS Kafka Redis"
    made = proposed("Requirements\n" + "".join(f"- {name}\n" for name in names.split()))
    assert len(made.rubric.criteria) == MOST_CRITERIA
    assert {one.quote for one in made.unassessed} == {"Kafka", "Redis"}


def test_an_empty_description_gives_an_empty_proposal() -> None:
    assert proposed("").is_empty
    assert proposed("We are nice. Come and see us.").is_empty


def test_the_same_text_gives_the_same_rubric() -> None:
    assert proposed().rubric.digest == proposed().rubric.digest


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("5+ years of Python", "Python, 5 years"),
        ("Mindestens 3 Jahre Berufserfahrung mit Java", "Java, 3 years"),
        ("Experience with AWS or GCP", "AWS or Google Cloud"),
        ("at least 4 years experience as a nurse", "4 years of work in nursing"),
        ("Bachelor's or Master's degree in Physics", "Bachelor's degree in physics"),
        ("PMP or PRINCE2 certification", "PMP or PRINCE2"),
        ("German B2", "German at B2"),
        ("Gute Deutschkenntnisse", "German at B2"),
        ("Valid driving licence required", "driving licence"),
        ("has mentored others", "Has mentored others"),
    ],
)
def test_phrases_are_understood(words: str, label: str) -> None:
    assert [one.label for one in asked_in(words)] == [label]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("weight of Python to 5", "Python, 5 years now has weight 5."),
        ("Gewicht von Python auf 2", "Python, 5 years now has weight 2."),
        ("add must: 3 years of Terraform", "Added Terraform, 3 years with weight 4."),
        ("add: team lead experience", "Added Team leadership with weight 3."),
        ("remove Docker", "Removed Docker."),
        ("make English a criterion", "English at C1 is scored now, with weight 3."),
        ("make Docker a gate", "Docker is a gate now."),
        ("note: ask about shifts", "Added the note."),
        ("Python 4 years instead of 5", "Python: 4 years now."),
        ("weight of Python to 9", "A weight is 1 to 5; 9 is not. 0 takes it out."),
        ("add gate: driving licence", "Added the gate driving licence."),
        ("remove Docker; add nice: Go experience", "Removed Docker. Added Go with weight 2."),
    ],
)
def test_plain_words_change_the_rubric(words: str, says: str) -> None:
    done = edit(proposed().rubric, words)
    assert done is not None
    assert done.says == says


def test_an_unclear_name_is_asked_about() -> None:
    rubric = add(proposed().rubric, "PostgreSQL administration certificate", kind="note").rubric
    assert rubric is not None
    missing = edit(rubric, "weight of COBOL to 3")
    assert missing is not None
    assert missing.rubric is None
    assert "no “COBOL”" in missing.says


@pytest.mark.parametrize(
    "words",
    ["add: under 35", "add must: native German", "note: only women", "add gate: Ivy League"],
)
def test_no_edit_brings_in_what_must_not_be_asked(words: str) -> None:
    done = edit(proposed().rubric, words)
    assert done is not None
    assert done.rubric is None
    assert done.refusal is not None
    assert done.refusal.instead in done.says


def test_small_talk_is_no_edit() -> None:
    for words in ("how are you", "rank the candidates", "what does the rubric weigh?", ""):
        assert edit(proposed().rubric, words) is None


def test_weights_of_a_form_are_bounded_and_zero_takes_one_out() -> None:
    rubric = proposed().rubric
    changed = with_weights(rubric, {"c1": "5", "c2": "0", "c3": "99", "c9": "1", "c4": "x"})
    assert [(one.id, one.weight) for one in changed.criteria] == [
        ("c1", 5),
        ("c3", 4),
        ("c4", 4),
        ("c5", 2),
    ]


@given(st.lists(st.text(max_size=80), max_size=6))
def test_any_words_leave_a_rubric_within_its_limits(lines: list[str]) -> None:
    done = edit(proposed().rubric, "\n".join(f"add: {line}" for line in lines))
    if done is not None and done.rubric is not None:
        assert len(done.rubric.criteria) <= MOST_ITEMS
        ids = [one.id for one in done.rubric.criteria]
        assert len(ids) == len(set(ids))
        assert all(1 <= one.weight <= 5 for one in done.rubric.criteria)
    assert edit(Rubric(), "") is None


def test_degree_words_name_a_level() -> None:
    assert level_of("Scrum Master certification") is None
    assert level_of("abgeschlossene Ausbildung") == "vocational"
    assert {level_of(words) for words in ("PhD", "M.Sc.", "B.Sc.")} <= set(DEGREE_LEVELS)


async def test_the_notice_says_who_decides_and_how_long() -> None:
    role = await Team().with_role()
    english, german = notice(role, contact="Bo, jobs@example.org"), notice(role, language="de")
    assert "nobody is rejected automatically" in english
    assert "180 days" in english
    assert "Bo, jobs@example.org" in english
    assert "Niemand wird automatisch abgelehnt" in german
    assert "Einsprüche" not in german
    assert not offending_words(english)
