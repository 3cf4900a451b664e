"""Which candidates people mean: by number or pseudonym, never by name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.roles.model import Role
from domain.screening.candidate import Candidate
from domain.screening.pseudonym import pseudonym

_NUMBERS = re.compile(
    r"\b(?:candidates?|applicants?|kandidat(?:en|in|innen)?|bewerber(?:in|innen)?|#|no\.?|nr\.?)"
    r"\s*((?:#?\d{1,5}\b(?:\s*(?:,|and|und|&|/|vs\.?|\+)\s*)?)+)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,5}")


def meant(words: str, candidates: Sequence[Candidate], *, role: Role) -> tuple[Candidate, ...]:
    """The candidates that words name, in the order of the words.

    Args:
        words: what a person wrote.
        candidates: of the role.
        role: whose pseudonyms count.
    """
    found: dict[int, Candidate] = {}
    by_number = {each.number: each for each in candidates}
    for match in _NUMBERS.finditer(words):
        for number in _NUMBER.finditer(match.group(1)):
            if each := by_number.get(int(number.group())):
                found.setdefault(match.start(1) + number.start(), each)
    folded = words.casefold()
    for each in candidates:
        name = pseudonym(role.id, each.number).casefold()
        place = folded.find(name)
        # "Amber Heron 2" is somebody else than "Amber Heron"
        after = folded[place + len(name) : place + len(name) + 2].strip()
        if place >= 0 and not after[:1].isdigit():
            found.setdefault(place, each)
    ordered = [found[place] for place in sorted(found)]
    return tuple(dict.fromkeys(ordered))
