"""Sketches and what is said about shared passages."""

from __future__ import annotations

import random

import pytest

from domain.findings import Level
from domain.ids import CandidateId
from domain.screening.dossier import Sketch
from domain.uniqueness.comparing import (
    NEAR_DUPLICATE,
    compare,
    error_points,
    estimated_jaccard,
    likenesses,
)
from domain.uniqueness.sketching import blocks_of, shingles_of, sketch_of
from integrations.documents.parsing import parse

WORDS = [
    f"{stem}{end}"
    for stem in ("build", "lead", "design", "test", "plan", "ship", "run", "serve")
    for end in ("er", "ing", "ed", "s", "able", "ment", "less", "ful")
]


def text_of(seed: int, *, words: int = 300) -> str:
    chance = random.Random(seed)
    return " ".join(chance.choice(WORDS) for _ in range(words))


def named(candidate: CandidateId) -> str:
    return f"Candidate {candidate}"


def others(*sketches: Sketch) -> dict[CandidateId, Sketch]:
    return {CandidateId(str(number)): one for number, one in enumerate(sketches, start=1)}


def edited(text: str, *, share: float, seed: int = 7) -> str:
    """A copy with some words replaced."""
    chance = random.Random(seed)
    return " ".join(
        f"other{chance.randrange(10**6)}" if chance.random() < share else word
        for word in text.split()
    )


def test_the_sketch_of_a_text_never_changes() -> None:
    """Sketches of different days, processes and versions are compared with each other."""
    assert sketch_of(" ".join(f"word{number}" for number in range(60))).minhash[:4] == (
        136847218,
        74390611,
        20401731,
        63025449,
    )
    sketch = sketch_of(text_of(1))
    assert len(sketch.minhash) == 128
    assert sketch.shingles == 296


@pytest.mark.parametrize("share", [0.0, 0.02, 0.05, 0.1, 0.3])
def test_estimates_keep_within_three_standard_errors(share: float) -> None:
    for seed in range(5):
        text = text_of(seed)
        copy = edited(text, share=share, seed=seed)
        mine, theirs = shingles_of(text), shingles_of(copy)
        true = len(mine & theirs) / len(mine | theirs)
        estimate = estimated_jaccard(sketch_of(text).minhash, sketch_of(copy).minhash)
        assert abs(estimate - true) <= 1.5 * error_points(true, permutations=128) / 100


def test_layout_case_and_contact_lines_do_not_matter() -> None:
    text = text_of(1)
    other = f"jane@example.com  +1 555 0142 000  https://x.example/y\n{text.upper()}".replace(
        " ", "\n"
    )
    assert sketch_of(text).minhash == sketch_of(other).minhash


def test_the_words_of_the_job_description_and_headings_do_not_count() -> None:
    description = text_of(50, words=80)
    one, other = text_of(1, words=100), text_of(2, words=100)
    mine = sketch_of(f"{one}\n{description}", ignore=(description,))
    theirs = sketch_of(f"{other}\n{description}", ignore=(description,))
    assert estimated_jaccard(mine.minhash, theirs.minhash) == 0
    kept = sketch_of(f"{one}\n{description}").minhash
    assert estimated_jaccard(kept, sketch_of(f"{other}\n{description}").minhash) > 0.2
    headed = f"Work Experience\n{one}\nMy own heading"
    assert sketch_of(headed, ignore=("my own heading",)).minhash == sketch_of(one).minhash


def test_too_little_text_is_not_compared() -> None:
    short = sketch_of(text_of(1, words=20))
    assert short.minhash == ()
    found = compare(short, others(sketch_of(text_of(1))), name_of=named)
    assert found.summary == "There is too little text to compare."
    assert found.not_checked
    found = compare(sketch_of(text_of(1)), others(short), name_of=named)
    assert found.summary == "There is no other resume to compare with yet."


def test_a_near_duplicate_is_offered_as_the_same_application_sent_again() -> None:
    text = text_of(1)
    found = compare(
        sketch_of(text),
        others(sketch_of(text_of(2)), sketch_of(edited(text, share=0.01))),
        name_of=named,
    )
    (one,) = found.observations
    assert (one.rule, one.level) == ("uniqueness.near_duplicate", Level.CONSIDER)
    assert "Candidate 2" in one.title
    assert "±" in one.title
    assert "same application sent again" in one.benign[0]
    assert "a person decides" in found.summary


def test_a_third_in_common_is_shared_passages_and_a_tenth_is_nothing() -> None:
    text = text_of(1)
    half = f"{text} {text_of(3, words=200)}"
    (one,) = compare(sketch_of(half), others(sketch_of(text)), name_of=named).observations
    assert (one.rule, one.level) == ("uniqueness.shared_passages", Level.INFO)
    little = f"{text} {text_of(3, words=3000)}"
    found = compare(sketch_of(little), others(sketch_of(text)), name_of=named)
    assert found.observations == ()
    assert found.summary == "No passages in common worth a mention."


def test_one_project_in_common_is_found_among_other_text() -> None:
    project = text_of(9, words=40)
    mine = sketch_of(f"{text_of(1)}\n{project}", parts=(text_of(1, words=50), project))
    theirs = sketch_of(f"{text_of(2)}\n{project}", parts=(project, text_of(2, words=50)))
    (one,) = compare(mine, others(theirs), name_of=named).observations
    assert one.rule == "uniqueness.same_block"
    assert "Candidate 1" in one.title


def test_wording_that_many_share_is_a_remark() -> None:
    template = text_of(40, words=100)
    crowd = [sketch_of(f"{text_of(seed, words=100)}\n{template}") for seed in range(1, 11)]
    found = compare(
        sketch_of(f"{text_of(99, words=100)}\n{template}"), others(*crowd), name_of=named
    )
    remark = next(one for one in found.remarks if one.label == "Common wording")
    assert "3 or more" in remark.value
    assert not remark.value.startswith("about 0%")


def test_at_most_three_resumes_are_named_per_kind() -> None:
    text = text_of(1)
    crowd = others(*(sketch_of(text) for _ in range(6)))
    found = compare(sketch_of(text), crowd, name_of=named)
    assert len(found.observations) == 3
    assert "6 of them" in found.summary


def test_order_does_not_depend_on_the_order_of_the_others() -> None:
    text = text_of(1)
    crowd = others(*(sketch_of(edited(text, share=rate)) for rate in (0.1, 0.01, 0.05)))
    backwards = dict(reversed(crowd.items()))
    assert likenesses(sketch_of(text), crowd) == likenesses(sketch_of(text), backwards)
    assert likenesses(sketch_of(text), crowd)[0].jaccard >= NEAR_DUPLICATE


def test_damaged_sketches_are_compared_with_nothing() -> None:
    assert estimated_jaccard((1, 2), (1, 2, 3)) == 0
    assert (
        compare(sketch_of(text_of(1)), others(Sketch(minhash=(5,))), name_of=named).observations
        == ()
    )


def test_blocks_are_roles_and_projects() -> None:
    text = b"""Jane Smith
jane@example.com

Experience
Engineer, Acme Corp | Jan 2019 - Present
- Built billing services in Python.
- Led the move to a new platform.

Projects
Ledger Toolkit
- A tool that reads ledgers.
"""
    blocks = blocks_of(parse(text, suffix=".txt"))
    assert len(blocks) == 2
    assert "billing services" in blocks[0]
    assert "Ledger Toolkit" in blocks[1]
