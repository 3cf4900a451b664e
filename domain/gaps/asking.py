"""What postings ask for, counted: which skills are musts of a role, and what one posting wants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from math import ceil

from domain.gaps.model import FEW_POSTINGS, Need, Proof, SkillLine, State
from domain.gaps.proving import Person, proof_of
from domain.gaps.unlocking import Must
from domain.ids import PostingId
from domain.matching.reading import AskedSkill, PostingFacts
from domain.skills import taxonomy

GENERIC_GROUPS = frozenset({"Ways of working"})
"""Everybody asks for these and nobody is turned away for them: no gap, and no obstacle."""

MOST_MUSTS, MOST_NICE = 12, 8
"""Lines of a report over several postings."""

_SHARE_OF_MUST = 0.25  # of a role's postings; what fewer require is a taste of theirs
_SHARE_WHERE_TASTES_DIFFER = 0.12
_FEWEST_MUSTS = 3
_SHARE_OF_NICE = 0.1
_STATES = (State.HAVE, State.PARTLY, State.MISSING)


@dataclass(frozen=True, slots=True)
class Asks:
    """The skills that one posting asks for, without those that everybody asks for."""

    musts: tuple[tuple[str, Must], ...]
    """Each with the skills of which one is enough, itself included."""
    nice: tuple[str, ...]


def asks_of(facts: PostingFacts, *, title: str) -> Asks:
    """The skills of a posting that was read, with its title."""
    asked = skills_of(facts, title=title)
    return Asks(
        musts=tuple(
            (one.name, frozenset({one.name}) | one.alternatives) for one in asked if one.required
        ),
        nice=tuple(one.name for one in asked if not one.required),
    )


def skills_of(facts: PostingFacts, *, title: str) -> list[AskedSkill]:
    """Skills that can be shown and missed.

    Why not all: everybody asks for some, and an occupation that only the title names ("Data
    engineering" for a data engineer) is the job itself; nobody could open it by one skill. A
    title's "React" is asked for.
    """
    said = title.casefold()
    return [
        one
        for one in facts.asked
        if not is_generic(one.name) and (one.sentence >= 0 or one.name.casefold() in said)
    ]


def is_generic(skill: str) -> bool:
    """Whether everybody is asked for it ("Communication").

    >>> is_generic("SQL")
    False
    """
    entry = taxonomy().get(skill)
    return entry is not None and entry.group in GENERIC_GROUPS


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A skill over several postings."""

    skill: str
    need: Need
    asked_by: int
    covered_by: int
    """Of those that require it: where an alternative is accepted that the person shows."""
    covering: str
    """The alternative that covers most; empty when none does."""
    examples: tuple[PostingId, ...]
    """A few that ask for it, those that require it first."""


def count_asked(
    postings: Sequence[tuple[PostingId, Asks]], *, shown: Collection[str]
) -> tuple[Counted, ...]:
    """Musts and nice-to-haves over several postings, most asked first.

    A must is required by a quarter of them; where tastes differ so much that fewer than three
    skills are, by an eighth. A handful of postings: by half of them.

    Args:
        postings: each job once.
        shown: canonical skills that the person shows.
    """
    required: Counter[str] = Counter()
    named: Counter[str] = Counter()
    covered: dict[str, Counter[str]] = {}
    examples: dict[str, list[PostingId]] = {}
    spare: dict[str, list[PostingId]] = {}
    for posting, asks in postings:
        for skill, enough in asks.musts:
            required[skill] += 1
            named[skill] += 1
            _note(examples, skill, posting)
            if skill not in shown and (other := min(enough & set(shown), default="")):
                covered.setdefault(skill, Counter())[other] += 1
        for skill in asks.nice:
            named[skill] += 1
            _note(spare, skill, posting)
    total = len(postings)
    musts = _musts(required, total)
    least = 1 if total < FEW_POSTINGS else max(2, ceil(_SHARE_OF_NICE * total))
    nice = [skill for skill in _most(named) if skill not in musts and named[skill] >= least]
    return tuple(
        Counted(
            skill=skill,
            need=need,
            asked_by=named[skill],
            covered_by=sum(covered.get(skill, Counter()).values()),
            covering=next((name for name, _ in covered.get(skill, Counter()).most_common(1)), ""),
            examples=tuple([*examples.get(skill, ()), *spare.get(skill, ())][:_EXAMPLES]),
        )
        for need, skills in ((Need.MUST, musts), (Need.NICE, nice[:MOST_NICE]))
        for skill in skills
    )


_EXAMPLES = 3


def _note(examples: dict[str, list[PostingId]], skill: str, posting: PostingId) -> None:
    known = examples.setdefault(skill, [])
    if len(known) < _EXAMPLES:
        known.append(posting)


def _musts(required: Counter[str], total: int) -> list[str]:
    if total < FEW_POSTINGS:
        return [skill for skill in _most(required) if 2 * required[skill] >= total][:MOST_MUSTS]
    for share in (_SHARE_OF_MUST, _SHARE_WHERE_TASTES_DIFFER):
        least = max(2, ceil(share * total))
        musts = [skill for skill in _most(required) if required[skill] >= least]
        if len(musts) >= _FEWEST_MUSTS:
            break
    return musts[:MOST_MUSTS]


def _most(counts: Counter[str]) -> list[str]:
    return sorted(counts, key=lambda skill: (-counts[skill], skill))


def counted_line(
    person: Person,
    counted: Counted,
    *,
    of: int,
    sentence: str,
    posting: PostingId | None,
) -> SkillLine:
    """A counted skill with both sides' words."""
    proof = proof_of(person, counted.skill)
    if proof.state is not State.HAVE and counted.covering:
        instead = proof_of(person, counted.covering)
        if counted.covered_by == counted.asked_by:
            proof = replace(instead, by=counted.covering)
        elif proof.state is State.MISSING:
            proof = Proof(
                state=State.PARTLY,
                kind=instead.kind,
                line=instead.line,
                by=counted.covering,
                why_partly=(
                    f"{counted.covered_by} of {counted.asked_by} also accept {counted.covering}, "
                    "which you show"
                ),
                on=instead.on,
            )
    return SkillLine(
        skill=counted.skill,
        need=counted.need,
        asked_by=counted.asked_by,
        of=of,
        proof=proof,
        sentence=sentence,
        posting=posting,
    )


def posting_lines(
    person: Person, facts: PostingFacts, *, title: str, text: str, posting: PostingId | None
) -> tuple[SkillLine, ...]:
    """The skills of one posting; "MySQL or PostgreSQL" is one line.

    Args:
        person: whose proofs.
        facts: the posting read.
        title: its title.
        text: its description, which the facts point into.
        posting: its id; None for pasted text.
    """
    by_name = {one.name: one for one in skills_of(facts, title=title)}
    taken: set[str] = set()
    lines: list[SkillLine] = []
    for asked in by_name.values():
        if asked.name in taken:
            continue
        mutual = [
            by_name[other]
            for other in sorted(asked.alternatives & by_name.keys())
            if asked.name in by_name[other].alternatives and other not in taken
        ]
        taken.update(other.name for other in mutual)
        options = [asked, *mutual]
        proofs = [proof_of(person, one.name, years_asked=_years_of(facts, one)) for one in options]
        # The taxonomy's order within "or" says nothing: the best shown one speaks for the line.
        best = min(range(len(options)), key=lambda i: (_STATES.index(proofs[i].state), i))
        lines.append(
            SkillLine(
                skill=options[best].name,
                need=Need.MUST if any(one.required for one in options) else Need.NICE,
                asked_by=1,
                of=1,
                proof=proofs[best],
                sentence=sentence_of(text, facts, options[best]),
                posting=posting,
                alternatives=tuple(one.name for one in options if one is not options[best]),
            )
        )
    return tuple(sorted(lines, key=lambda line: line.need is not Need.MUST))


def sentence_of(text: str, facts: PostingFacts, asked: AskedSkill) -> str:
    """The sentence that asks for a skill, verbatim; empty where only the title does."""
    if not 0 <= asked.sentence < len(facts.sentences):
        return ""
    part = facts.sentences[asked.sentence]
    return text[part.start : part.end].strip()


def _years_of(facts: PostingFacts, asked: AskedSkill) -> int:
    """Years wanted of exactly this skill: its sentence states them and names no other skill."""
    if facts.years is None or facts.years.sentence != asked.sentence:
        return 0
    beside = [one for one in facts.asked if one.sentence == asked.sentence]
    return facts.years.value if len(beside) == 1 else 0
