"""Which other resumes of a team share passages with one, with the harmless reading first."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from domain.findings import Level, Observation
from domain.ids import CandidateId
from domain.screening.dossier import Evaluation, Remark, Sketch

NEAR_DUPLICATE = 0.8
"""Jaccard index from which two texts may be one application sent twice."""
SHARED = 0.3
"""Jaccard index from which shared passages are mentioned."""
SAME_BLOCK = 0.7
"""The same for the block under one role or project."""
COMMON_TO = 3
"""Passages that stand in this many other resumes are a template's or a trade's, not a person's."""
FEWEST_FOR_COMMON = 8
"""Fewer other resumes do not show what is common."""
_MOST_NAMED = 3
_PROBED = 12
_FEWEST_HITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How like another resume is, estimated from the sketches."""

    candidate: CandidateId
    jaccard: float
    """Estimated share of passages in common, of all passages of both, 0 to 1."""
    blocks: int
    """Blocks under roles or projects that both have."""


def compare(
    mine: Sketch,
    others: Mapping[CandidateId, Sketch],
    *,
    name_of: Callable[[CandidateId], str],
) -> Evaluation:
    """What this resume shares with the other resumes of the team.

    Nothing is merged or decided: a near-duplicate is offered to a person as "the same application
    sent again".

    Args:
        mine: sketch of the resume.
        others: sketches of the other resumes, this one left out.
        name_of: how people know a candidate ("Candidate 7"), never a name.

    >>> compare(Sketch(minhash=()), {}, name_of=str).summary
    'There is too little text to compare.'
    """
    if not mine.minhash:
        return Evaluation(
            summary="There is too little text to compare.",
            not_checked=("Shared passages were not looked for: the text is too short.",),
        )
    comparable = {candidate: other for candidate, other in others.items() if other.minhash}
    short = len(others) - len(comparable)
    notes = (f"{_resumes(short)} with too little text could not be compared.",) if short else ()
    if not comparable:
        return Evaluation(
            summary="There is no other resume to compare with yet.", not_checked=notes
        )
    found = likenesses(mine, comparable)
    near = [one for one in found if one.jaccard >= NEAR_DUPLICATE]
    shared = [one for one in found if SHARED <= one.jaccard < NEAR_DUPLICATE]
    blocks = [one for one in found if one.jaccard < SHARED and one.blocks]
    observations = (
        *(_near(one, name=name_of(one.candidate)) for one in near[:_MOST_NAMED]),
        *(_shared(one, name=name_of(one.candidate)) for one in shared[:_MOST_NAMED]),
        *(_block(one, name=name_of(one.candidate)) for one in blocks[:_MOST_NAMED]),
    )
    remarks = [Remark(label="Compared with", value=_resumes(len(comparable)))]
    if len(comparable) >= FEWEST_FOR_COMMON:
        share = common_share(mine, list(comparable.values()))
        remarks.append(
            Remark(
                label="Common wording",
                value=f"about {share:.0%} of the passages stand in {COMMON_TO} or more others",
            )
        )
    return Evaluation(
        summary=_summary(near=near, shared=shared, blocks=blocks),
        observations=observations,
        remarks=tuple(remarks),
        not_checked=notes,
    )


def likenesses(mine: Sketch, others: Mapping[CandidateId, Sketch]) -> Sequence[Likeness]:
    """Every other resume with anything in common, most alike first, then by id."""
    probes: dict[tuple[int, int], list[int]] = {}
    for number, block in enumerate(mine.projects):
        for at, value in enumerate(block[:_PROBED]):
            probes.setdefault((at, value), []).append(number)
    found = []
    for candidate, other in others.items():
        jaccard = estimated_jaccard(mine.minhash, other.minhash)
        blocks = _same_blocks(mine.projects, other.projects, probes=probes)
        if jaccard > 0 or blocks:
            found.append(Likeness(candidate=candidate, jaccard=jaccard, blocks=blocks))
    found.sort(key=lambda one: (-one.jaccard, -one.blocks, one.candidate))
    return found


def estimated_jaccard(one: Sequence[int], other: Sequence[int]) -> float:
    """The share of equal minima, 0 to 1; 0 when a sketch is empty or of another length.

    >>> estimated_jaccard((1, 2, 3, 4), (1, 2, 9, 9))
    0.5
    """
    if not one or len(one) != len(other):
        return 0.0
    return sum(map(int.__eq__, one, other)) / len(one)


def error_points(jaccard: float, *, permutations: int) -> int:
    """Two standard errors of an estimate, in percentage points, at least 1.

    >>> error_points(0.5, permutations=128), error_points(1.0, permutations=128)
    (9, 1)
    """
    return max(1, round(200 * math.sqrt(jaccard * (1 - jaccard) / permutations)))


def common_share(mine: Sketch, others: Sequence[Sketch]) -> float:
    """The least share of passages that :data:`COMMON_TO` or more of the others have as well."""
    common = 0
    for at, value in enumerate(mine.minhash):
        holders = 0
        for other in others:
            holders += other.minhash[at] == value
            if holders == COMMON_TO:
                common += 1
                break
    return common / len(mine.minhash)


def _same_blocks(
    mine: Sequence[Sequence[int]],
    theirs: Sequence[Sequence[int]],
    *,
    probes: Mapping[tuple[int, int], Sequence[int]],
) -> int:
    """My blocks that they have too. A few minima are probed first: most pairs share none."""
    matched: set[int] = set()
    for block in theirs:
        hits: dict[int, int] = {}
        for at, value in enumerate(block[:_PROBED]):
            for number in probes.get((at, value), ()):
                hits[number] = hits.get(number, 0) + 1
        matched.update(
            number
            for number, count in hits.items()
            if count >= _FEWEST_HITS and estimated_jaccard(mine[number], block) >= SAME_BLOCK
        )
    return len(matched)


def _near(one: Likeness, *, name: str) -> Observation:
    return Observation(
        rule="uniqueness.near_duplicate",
        level=Level.CONSIDER,
        title=f"Nearly the same text as {name}: {_percent(one.jaccard)} of the passages are equal.",
        benign=(
            "It may be the same application sent again, perhaps through another channel.",
            "It may be a newer version of the same resume.",
            "Both may start from the same sample text.",
        ),
        question=f"Is this the same application as {name}? If so, mark the two as the same.",
    )


def _shared(one: Likeness, *, name: str) -> Observation:
    return Observation(
        rule="uniqueness.shared_passages",
        level=Level.INFO,
        title=f"Shares passages with {name}: {_percent(one.jaccard)} of the passages are equal.",
        benign=(
            "Both used the same template, sample text or course material.",
            "Both worked on the same team or project, or it is an earlier version of one resume.",
        ),
        question="Which part of the shared work was yours?",
    )


def _block(one: Likeness, *, name: str) -> Observation:
    what = "A role or project reads" if one.blocks == 1 else f"{one.blocks} roles or projects read"
    return Observation(
        rule="uniqueness.same_block",
        level=Level.INFO,
        title=f"{what} nearly the same as in {name}.",
        benign=(
            "Both worked on the same team, course or public project.",
            "Both used the same sample text for this kind of work.",
        ),
        question="Which part of this work was yours?",
    )


def _summary(
    *, near: Sequence[Likeness], shared: Sequence[Likeness], blocks: Sequence[Likeness]
) -> str:
    if near:
        many = f" ({len(near)} of them)" if len(near) > 1 else ""
        return f"May be an application that was sent again{many}: a person decides."
    if shared:
        return f"Shares passages with {_resumes(len(shared))}."
    if blocks:
        return f"Has a role or project in common with {_resumes(len(blocks))}."
    return "No passages in common worth a mention."


def _percent(jaccard: float) -> str:
    points = error_points(jaccard, permutations=128)
    return f"about {jaccard:.0%} (± {points} point{'s' if points > 1 else ''})"


def _resumes(count: int) -> str:
    return f"{count} other resume{'s' if count != 1 else ''}"
