"""Which verb may stand for which: equal or weaker, never stronger."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from domain.claims.words import Token, stem

_EQUAL = (
    "build develop implement create",
    "reduce cut lower decrease",
    "improve enhance",
    "use apply utilize utilise",
    "fix resolve repair correct",
    "test check verify",
    "analyze analyse examine",
    "move migrate",
    "teach train instruct",
    "document record",
    "organize organise arrange",
    "help assist support",
    "speed accelerate",
    "start begin",
    "ship release",
    "collaborate cooperate",
    "show demonstrate",
    "optimize optimise",
)
_WEAKER = {
    "led": "coordinate organize organise support help",
    "manage": "coordinate support",
    "increase": "raise",
    "design": "draft",
    "architect": "design",
    "own": "maintain support",
    "maintain": "support",
    "spearhead": "start support",
    "found": "start",
    "master": "use",
}
"""What may be said instead because it claims less. Nothing leads upwards."""

_DOING_WORDS = """
    build rebuild write rewrite run drive grow teach sell buy make keep hold win bring oversee take
    give choose speak begin send meet spend sing draw seek use set put cut led was were did had ship
    find feed deal shrink speed see understand read shut split spread beat quit hit lay pay
    develop manage design create maintain implement own analyze analyse deliver plan organize
    reduce increase improve help assist support coordinate train document test serve
    """
_DOING = frozenset(stem(word) for word in _DOING_WORDS.split())


@cache
def _table() -> Mapping[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for group in _EQUAL:
        stems = {stem(word) for word in group.split()}
        for one in stems:
            table.setdefault(one, set()).update(stems - {one})
    for strong, weak in _WEAKER.items():
        table.setdefault(stem(strong), set()).update(stem(word) for word in weak.split())
    return {verb: frozenset(others) for verb, others in table.items()}


def may_stand_for(said: str, line: str) -> bool:
    """True when a line with the verb ``line`` supports the verb ``said``; both are keys.

    >>> may_stand_for("develop", "build"), may_stand_for("led", "help")
    (True, False)
    """
    return said in _table().get(line, frozenset())


def is_verb(token: Token) -> bool:
    """Reads as an English verb of doing: an inflected form, or a well-known one."""
    if token.is_number or token.is_break:
        return False
    word = token.text.casefold()
    return token.key in _DOING or (
        len(word) > 4 and word.isascii() and word.endswith(("ed", "ing")) and token.key != word
    )
