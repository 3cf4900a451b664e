"""A line as clauses: what is said of what. A claim must find its words together in one of them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import takewhile

from domain.claims.verbs import is_verb
from domain.claims.vocabulary import CONNECTING, DIRECTIONS, GUARDS, HEDGES
from domain.claims.words import MOST_CHARACTERS, Token, stem, tokens_of
from domain.skills import find_skills

_AND = frozenset({"and", "or", "but", "und", "oder", "aber", "et", "ou", "mais", "y", "o", "e"})
_HEDGE_KEYS = frozenset(stem(word) for word in HEDGES)
_GUARD_KEYS = frozenset(stem(word) for word in GUARDS)
_DIRECTION_KEYS = frozenset(stem(word) for word in DIRECTIONS)
_CONNECTING_KEYS = frozenset(stem(word) for word in CONNECTING) | _AND
_USE = stem("using")
_FINITE_WORDS = "is are was were wurde wurden war waren ist sind"
_FINITE = frozenset(stem(word) for word in _FINITE_WORDS.split())
_IN_CHARGE = re.compile(
    r"^\W{0,3}(?:(?:was|i was|i am|being)\s)?(?:responsible for|in charge of)\s(?=\w+ing\b)",
    re.IGNORECASE,
)
"""An introduction that claims neither more nor less than the verb behind it."""


@dataclass(frozen=True, slots=True)
class Clause:
    """Words that belong together, in their order, with what they take over from before them."""

    words: tuple[Token, ...]
    """Content words, numbers, directions, hedges and guards; connecting words are left out."""
    all_tokens: tuple[Token, ...]
    """The same with connecting words: neighbours are looked up here."""
    verb: str
    """Key of the main verb, its own or taken over; empty when none is known."""
    opens_with_verb: bool
    opening: int
    """Where in ``words`` its first content word stands, adverbs skipped."""
    hedges: frozenset[str]
    """Its own, those that reach over from before it, and those that stand alone in the line."""
    guards: frozenset[str]
    """What reaches over from before it ("the team that built X and ran Y"); not its own."""

    @property
    def keys(self) -> frozenset[str]:
        """Everything that the clause says."""
        own = frozenset(token.key for token in self.words)
        return own | {self.verb} if self.verb else own


def is_connecting(token: Token) -> bool:
    """Claims nothing: may be put in and left out. "Used" does claim, "using" binds."""
    if token.is_number or token.key not in _CONNECTING_KEYS:
        return False
    return token.key != _USE or token.text.casefold() == "using"


def is_direction(token: Token) -> bool:
    """A preposition that says who did what to whom."""
    return not token.is_number and token.key in _DIRECTION_KEYS


def is_hedge(key: str) -> bool:
    """Makes a claim smaller, or denies it."""
    return key in _HEDGE_KEYS


def is_guard(token: Token) -> bool:
    """Opens something that is said of others, or under a condition."""
    return token.key in _GUARD_KEYS


def is_content(token: Token) -> bool:
    """Names something, says what was done, or counts."""
    return not (
        token.is_break or is_connecting(token) or is_direction(token) or token.key in _GUARD_KEYS
    )


def clauses_of(text: str) -> tuple[Clause, ...]:
    """The clauses of a line.

    A list of skills stays with what comes before it ("in Python, Go and Rust"); every other part
    behind a comma or an "and" is a clause of its own and takes over the verb.

    >>> [sorted(c.keys) for c in clauses_of("Cut costs by 20% and trained nurses")]
    [['20%', 'by', 'cost', 'cut'], ['nurse', 'train']]
    """
    shown = as_read(text)
    skill_spans = [(found.start, found.end) for found in find_skills(shown)]
    parts = _joined(_split(tokens_of(shown)), skill_spans)
    clauses: list[Clause] = []
    everywhere = frozenset(
        token.key for part in parts for token in part if is_hedge(token.key) and not _own_verb(part)
    )
    verb, carried, guards = "", frozenset[str](), frozenset[str]()
    for number, part in enumerate(parts):
        words = tuple(t for t in part if not t.is_break and not is_connecting(t))
        content = [token for token in words if is_content(token)]
        if not content:
            continue
        opens = is_verb(_opening(content))
        verb = _opening(content).key if opens else verb
        if not opens and _has_own_subject(part):
            verb = ""
        parallel = opens and _is_past(_opening(content)) and bool(clauses)
        if parallel and clauses[-1].opens_with_verb and not guards:
            carried = frozenset()
        if number and _ends_guard(parts[number - 1], part):
            guards = frozenset()
        hedges = frozenset(token.key for token in words if is_hedge(token.key))
        carried |= hedges
        clauses.append(
            Clause(
                words=words,
                all_tokens=tuple(t for t in part if not t.is_break),
                verb="" if opens else verb,
                opens_with_verb=opens,
                opening=words.index(_opening(content)),
                hedges=carried | everywhere,
                guards=guards,
            )
        )
        guards |= frozenset(token.key for token in words if token.key in _GUARD_KEYS)
    return tuple(clauses)


def as_read(text: str) -> str:
    """What offsets of tokens point into: composed letters, without an empty introduction."""
    return _IN_CHARGE.sub("", unicodedata.normalize("NFC", text[:MOST_CHARACTERS]), count=1)


def _opening(content: list[Token]) -> Token:
    """The first content word behind adverbs."""
    return next((t for t in content if not t.text.casefold().endswith("ly")), content[0])


def _own_verb(part: list[Token]) -> bool:
    content = [token for token in part if is_content(token)]
    return bool(content) and is_verb(_opening(content))


def _has_own_subject(part: list[Token]) -> bool:
    """Nothing is taken over by "offices were cleaned": it is not said who did that."""
    before_guard = takewhile(lambda token: token.key not in _GUARD_KEYS, part)
    return any(token.key in _FINITE for token in before_guard)


def _is_past(token: Token) -> bool:
    word = token.text.casefold()
    return word.endswith("ed") or word not in {token.key, f"{token.key}e", f"{token.key}ing"}


def _ends_guard(before: list[Token], part: list[Token]) -> bool:
    """A comma or full stop behind a relative clause ends it."""
    return bool(before) and before[-1].is_break and bool(part)


def _split(tokens: tuple[Token, ...]) -> list[list[Token]]:
    """Parts between breaks and coordinating words; a break ends the part that it closes."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.is_break:
            parts[-1].append(token)
            parts.append([])
        elif token.key in _AND and token.text != "&":
            parts.append([token])
        else:
            parts[-1].append(token)
    return [part for part in parts if any(is_content(token) for token in part)]


def _joined(parts: list[list[Token]], skill_spans: list[tuple[int, int]]) -> list[list[Token]]:
    """Parts that are nothing but skills go to the part before them."""
    joined: list[list[Token]] = []
    for part in parts:
        content = [token for token in part if is_content(token)]
        only_skills = all(
            any(start <= token.start and token.end <= end for start, end in skill_spans)
            for token in content
        )
        plain = not any(token.key in _GUARD_KEYS or is_direction(token) for token in part)
        closed = bool(joined) and joined[-1][-1].is_break and joined[-1][-1].text in ".;!?"
        if joined and only_skills and plain and not closed:
            joined[-1] = [*joined[-1], *part]
        else:
            joined.append(list(part))
    return joined
