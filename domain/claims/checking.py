"""Does a sentence say more than the lines it rests on? Every word must be licensed by them.

There is no list of forbidden words: a sentence is supported when each of its clauses finds all its
words in one clause of its lines, in an order, with the neighbours and the hedges that keep the
meaning. Everything else is unsupported, whatever language or alphabet it is written in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.claims.clauses import Clause, as_read, clauses_of, is_hedge
from domain.claims.ledger import Fact, FactKind, Ledger
from domain.claims.support import Failure, Respelling, failure_of, is_licensed, is_rank, respellings
from domain.claims.words import MOST_CHARACTERS, Token, strange_characters, tokens_of
from domain.skills import find_skills

_MOST_FOUND = 20


class UnsupportedKind(StrEnum):
    """What sort of thing is said without support."""

    SKILL = "skill"
    NUMBER = "number"
    """Number, amount, share or date."""
    RANK = "rank"
    """Rank, scope or praise."""
    NAME = "name"
    """Looks like the name of somebody or something."""
    HEDGE = "hedge"
    """A word that makes the claim smaller was left out or put in."""
    RELATION = "relation"
    """The words are there, but not said of each other."""
    WORD = "word"
    CHARACTER = "character"
    """Invisible or unknown characters."""
    LENGTH = "length"
    LINE = "line"
    """Rests on nothing."""
    FIELD = "field"
    """A field of a document that is not what the profile says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsupported:
    """One thing that a sentence says and nothing supports."""

    kind: UnsupportedKind
    words: str
    where: str = ""
    """Path in the finished document; empty for a single sentence."""


def check(text: str, ledger: Ledger, *, lines: Sequence[str]) -> tuple[Unsupported, ...]:
    """What ``text`` says and ``lines`` do not support; empty is right.

    Args:
        text: one sentence or bullet; untrusted.
        ledger: of the person.
        lines: paths and statement ids that it claims to rest on. Self-checks support nothing.
    """
    facts = [f for f in ledger.at(lines) if f.kind is not FactKind.SELF_CHECK]
    if not facts:
        return (Unsupported(kind=UnsupportedKind.LINE, words=text[:80]),)
    if any(" ".join(text.split()) == fact.text for fact in facts):
        return ()
    if strange := strange_characters(text):
        return tuple(
            Unsupported(kind=UnsupportedKind.CHARACTER, words=one) for one in strange[:_MOST_FOUND]
        )
    if len(text) > MOST_CHARACTERS:
        return (Unsupported(kind=UnsupportedKind.LENGTH, words=f"{len(text)} characters"),)
    said = clauses_of(text)
    if not said:
        return (Unsupported(kind=UnsupportedKind.LINE, words=text[:80]),)
    spellings = {fact.path: respellings(text, fact.text) for fact in facts}
    return _foreign(text, facts, spellings) or _unrelated(said, ledger, facts, spellings)


def _foreign(
    text: str, facts: Sequence[Fact], spellings: Mapping[str, Sequence[Respelling]]
) -> tuple[Unsupported, ...]:
    """Words that stand in none of the lines, under no reviewed spelling either."""
    lines = [(tokens_of(as_read(fact.text)), spellings[fact.path]) for fact in facts]
    held = frozenset(token.key for tokens, _ in lines for token in tokens)
    read = as_read(text)
    skills = [(found.start, found.end) for found in find_skills(read)]
    found = [
        Unsupported(kind=_kind_of(token, skills), words=token.text)
        for token in tokens_of(read)
        if not token.is_break
        and token.key not in held
        and not any(is_licensed(token, tokens, spelled) for tokens, spelled in lines)
    ]
    return tuple(found[:_MOST_FOUND])


def _kind_of(token: Token, skills: Sequence[tuple[int, int]]) -> UnsupportedKind:
    if any(start <= token.start and token.end <= end for start, end in skills):
        return UnsupportedKind.SKILL
    if token.is_number:
        return UnsupportedKind.NUMBER
    if is_rank(token):
        return UnsupportedKind.RANK
    if is_hedge(token.key):
        return UnsupportedKind.HEDGE
    if token.is_symbol:
        return UnsupportedKind.CHARACTER
    is_name = token.start > 0 and token.text[:1].isupper()
    return UnsupportedKind.NAME if is_name else UnsupportedKind.WORD


def _unrelated(
    said: Sequence[Clause],
    ledger: Ledger,
    facts: Sequence[Fact],
    spellings: Mapping[str, Sequence[Respelling]],
) -> tuple[Unsupported, ...]:
    """Clauses whose words no single clause of the lines says together."""
    found: list[Unsupported] = []
    for clause in said:
        failures = [
            failure_of(clause, line, spellings[fact.path])
            for fact in facts
            for line in ledger.clauses(fact)
        ]
        if not failures or None in failures:
            if not failures:
                found.append(Unsupported(kind=UnsupportedKind.LINE, words=_words(clause)))
            continue
        furthest = max(one for one in failures if one is not None)
        found.append(Unsupported(kind=_KINDS[furthest], words=_words(clause)))
    return tuple(found[:_MOST_FOUND])


def _words(clause: Clause) -> str:
    return " ".join(token.text for token in clause.all_tokens)[:160]


_KINDS = {
    Failure.MISSING: UnsupportedKind.RELATION,
    Failure.ORDER: UnsupportedKind.RELATION,
    Failure.RELATION: UnsupportedKind.RELATION,
    Failure.NUMBER: UnsupportedKind.NUMBER,
    Failure.RANK: UnsupportedKind.RANK,
    Failure.HEDGE: UnsupportedKind.HEDGE,
}
