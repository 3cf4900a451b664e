"""From the requirements of a description to a rubric: gates, criteria, notes, each with its source.

Rules only, so the same description gives the same rubric. A gate is proposed only for what the work
cannot be done without and a document can show; whatever nothing can count becomes a note.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.findings import Passage
from domain.job_wording.model import Need, Requirement
from domain.roles.asking import Asked, asked_in
from domain.roles.lawful import Refusal, check_lawful, milder
from domain.roles.model import Ask, Criterion, Gate, Note, Rubric, Wanted
from domain.screening.hidden import instructions_in

MOST_CRITERIA = 10
"""More make each other weightless; the rest is named as not assessed."""
MOST_NOTES = 8
WEIGHT_OF = {Need.MUST: 4, Need.NICE: 2}
"""A must counts twice as much as a wish; people change it."""

_LONGEST_NOTE = 200
_MOST_REFUSALS_IN_ONE = 4
_REGULATED = frozenset({"nursing", "medicine", "law", "pharmacy", "education", "social work"})
"""Fields in which the law asks for the degree itself."""
_OUTRIGHT = re.compile(
    r"\b(?:must|required|requires|mandatory|essential|valid|current|registered|licen[cs]ed?"
    r"|erforderlich|zwingend|voraussetzung|führerschein|approbation)\b",
    re.IGNORECASE,
)
_EQUIVALENT = re.compile(
    r"equivalent|comparable experience|vergleichbar|oder erfahrung", re.IGNORECASE
)
_PERMISSION = re.compile(
    r"(?:right|authori[sz]\w+|eligible|permitted|permission|allowed) to work|work (?:permit|visa"
    r"|permission|authori[sz]ation)|visa sponsorship|sponsor\w*|arbeitserlaubnis|arbeitsgenehmigung"
    r"|aufenthaltstitel",
    re.IGNORECASE,
)
_PERMISSION_NOTE = "Ask everybody the same: may you work there by the start date?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Milder:
    """A criterion that shuts out more people than it has to, and one that does not."""

    criterion: str
    """Id of the criterion."""
    words: str
    """What may be asked instead, in plain words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A rubric to look at before it is saved."""

    rubric: Rubric
    refused: tuple[Refusal, ...] = ()
    unassessed: tuple[Requirement, ...] = ()
    """Requirements that no gate and no criterion counts."""
    milder: tuple[Milder, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True when there is nothing that could be scored."""
        return not self.rubric.criteria


@dataclass(slots=True)
class _Draft:
    asked: Asked
    weight: int
    source: Passage


def propose_rubric(description: str, requirements: Sequence[Requirement]) -> Proposal:
    """A rubric from what the description asks for.

    Args:
        description: the text that the requirements point into.
        requirements: as :func:`domain.job_wording.requirements.requirements_of` finds them.

    >>> text = "Requirements: 5 years of Python. Under 35. Fluent German required."
    >>> def find(words, need=Need.MUST):
    ...     start = text.index(words)
    ...     return Requirement(quote=words, start=start, end=start + len(words), need=need)
    >>> made = propose_rubric(text, [find("5 years of Python"), find("Under 35"),
    ...                              find("Fluent German required")])
    >>> [c.label for c in made.rubric.criteria], [g.label for g in made.rubric.gates]
    (['Python, 5 years'], ['German at C1'])
    >>> made.refused[0].words
    'Under 35'
    """
    gates: list[_Draft] = []
    criteria: list[_Draft] = []
    notes: dict[str, Passage] = {}
    refused: dict[str, Refusal] = {}
    unassessed: list[Requirement] = []
    orders = instructions_in(description)  # addressed to machines: nothing that work asks for
    requirements = [
        one
        for one in requirements
        if not any(order.start < one.end and one.start < order.end for order in orders)
    ]
    for one in requirements:
        quote = description[one.start : one.end] or one.quote
        source = Passage(quote=quote, start=one.start, end=one.end)
        rest, refusals = _without_refused(quote)
        refused.update({each.words.lower(): each for each in refusals})
        if _PERMISSION.search(rest):
            notes.setdefault(_PERMISSION_NOTE, source)
            continue
        found = asked_in(rest)
        for asked in found:
            draft = _Draft(asked=asked, weight=WEIGHT_OF[one.need], source=source)
            (gates if _is_gate(asked.wanted, rest, one.need) else criteria).append(draft)
        if not found and not refusals:
            unassessed.append(one)
            notes.setdefault(" ".join(rest.split())[:_LONGEST_NOTE], source)
    kept, left_out = _kept(_merged(criteria, gates=gates))
    unassessed += [
        one for one in requirements if any(draft.source.start == one.start for draft in left_out)
        and not any(draft.source.start == one.start for draft in kept)
    ]  # fmt: skip
    rubric = Rubric(
        gates=tuple(
            Gate(id=f"g{number}", label=one.asked.label, wanted=one.asked.wanted, source=one.source)
            for number, one in enumerate(_merged(gates, gates=()), start=1)
        ),
        criteria=tuple(
            Criterion(
                id=f"c{number}",
                label=one.asked.label,
                wanted=one.asked.wanted,
                weight=one.weight,
                source=one.source,
            )
            for number, one in enumerate(kept, start=1)
        ),
        notes=tuple(
            Note(id=f"n{number}", text=words, source=source)
            for number, (words, source) in enumerate(list(notes.items())[:MOST_NOTES], start=1)
        ),
    )
    return Proposal(
        rubric=rubric,
        refused=tuple(refused.values()),
        unassessed=tuple(dict.fromkeys(unassessed)),
        milder=milder_of(rubric),
    )


def milder_of(rubric: Rubric) -> tuple[Milder, ...]:
    """Criteria that ask for a very long time, each with a less exclusive one."""
    return tuple(
        Milder(criterion=one.id, words=words)
        for one in rubric.criteria
        if (
            words := milder(
                " or ".join(one.wanted.any_of) or "this field", months=one.wanted.months
            )
        )
    )


def _without_refused(quote: str) -> tuple[str, list[Refusal]]:
    """What is left of a requirement when everything that must not be asked for is taken out."""
    rest, refusals = quote, list[Refusal]()
    for _ in range(_MOST_REFUSALS_IN_ONE):
        refusal = check_lawful(rest)
        if refusal is None:
            return rest, refusals
        refusals.append(refusal)
        pattern = r"\s+".join(map(re.escape, refusal.words.split()))
        shorter = re.sub(pattern, " ", rest, count=1)
        if shorter == rest:
            break
        rest = shorter
    return "", refusals


def _is_gate(wanted: Wanted, words: str, need: Need) -> bool:
    if need is not Need.MUST:
        return False
    match wanted.ask:
        case Ask.LANGUAGE:
            return True
        case Ask.CERTIFICATE:
            return _OUTRIGHT.search(words) is not None
        case Ask.DEGREE:
            is_regulated = bool(wanted.any_of) and set(wanted.any_of) <= _REGULATED
            return is_regulated and not _EQUIVALENT.search(words)
        case _:
            return False


def _merged(drafts: Sequence[_Draft], *, gates: Sequence[_Draft]) -> list[_Draft]:
    """One draft per thing that is asked for: the longest time, the greatest weight."""
    taken = {_key(one) for one in gates}
    merged: dict[tuple[Ask, frozenset[str]], _Draft] = {}
    for one in drafts:
        key = _key(one)
        if key in taken:
            continue
        known = merged.get(key)
        if known is None:
            merged[key] = replace(one)
            continue
        known.weight = max(known.weight, one.weight)
        if (one.asked.wanted.months or 0) > (known.asked.wanted.months or 0):
            known.asked, known.source = one.asked, one.source
    alone = {next(iter(names)) for ask, names in merged if ask is Ask.SKILL and len(names) == 1}
    return [
        one
        for (ask, names), one in merged.items()
        # "AWS or Azure" says nothing new beside "AWS" itself
        if not (ask is Ask.SKILL and len(names) > 1 and names & alone)
    ]


def _key(draft: _Draft) -> tuple[Ask, frozenset[str]]:
    wanted = draft.asked.wanted
    return wanted.ask, frozenset(wanted.any_of)


def _kept(drafts: Sequence[_Draft]) -> tuple[list[_Draft], list[_Draft]]:
    """The weightiest, in the order of the description, and those that are one too many."""
    ranked = sorted(enumerate(drafts), key=lambda pair: (-pair[1].weight, pair[0]))
    places = {place for place, _ in ranked[:MOST_CRITERIA]}
    kept = [one for place, one in enumerate(drafts) if place in places]
    return kept, [one for place, one in enumerate(drafts) if place not in places]
