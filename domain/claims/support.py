"""Whether one clause of a line supports one clause of a sentence.

All words must be found in the one clause, in at most two stretches of its order ("Python services
built" of "built services in Python"); hedges and conditions must be the same; a number keeps its
unit, a word its direction ("to the director"), a rank its neighbours, a main verb its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from domain.claims.clauses import (
    Clause,
    as_read,
    is_connecting,
    is_content,
    is_direction,
    is_guard,
    is_hedge,
)
from domain.claims.skill_names import same_skill
from domain.claims.verbs import is_verb, may_stand_for
from domain.claims.vocabulary import RANKS
from domain.claims.words import Token, stem
from domain.skills import SkillMention, find_skills

_RANK_KEYS = frozenset(stem(word) for word in RANKS)
_TAKEN_OVER = -1  # the verb that a clause takes over from before it
_REACH = 3  # words over which a preposition still governs
_RANGE = frozenset({"of", "to", "bis", "von", "de", "à", "a", "or", "oder", "out"})
_BEFORE_NUMBERS = frozenset({"in", "with", "mit", "con", "com", "avec", "dans", "en", "em"})
_GENITIVE = frozenset({"of", "de", "du", "des", "del", "da", "do", "von", "vom", "der"})
_ATTACHED_WORDS = """
    non un anti pseudo quasi semi sub co vice ex pre post self half mid under assistant deputy
    junior award
    """
_ATTACHED = frozenset(stem(word) for word in _ATTACHED_WORDS.split())
"""First halves of words with a hyphen that make another thing of the second half."""
_HELPING = frozenset(stem(word) for word in ("help", "assist", "support"))


class Failure(IntEnum):
    """How far the comparison got; the furthest is the one worth reporting."""

    MISSING = 0
    ORDER = 1
    RELATION = 2
    NUMBER = 3
    RANK = 4
    HEDGE = 5


@dataclass(frozen=True, slots=True)
class Respelling:
    """A skill of the sentence at ``start`` to ``end``, and where the line spells it."""

    start: int
    end: int
    line_start: int
    line_end: int


def is_rank(token: Token) -> bool:
    """Rank, scope or praise."""
    return token.key in _RANK_KEYS


def respellings(said: str, line: str) -> tuple[Respelling, ...]:
    """Skills that both name under spellings that mean the same."""
    said, line = as_read(said), as_read(line)
    theirs = [_name_in(line, found) for found in find_skills(line)]
    return tuple(
        Respelling(*one, *other)
        for one in (_name_in(said, found) for found in find_skills(said))
        for other in theirs
        if same_skill(said[slice(*one)], line[slice(*other)])
    )


def _name_in(text: str, found: SkillMention) -> tuple[int, int]:
    """Where the name stands, without what belongs to it only as a phrase ("SQL queries")."""
    end = found.start + len(found.canonical)
    is_longer = text[found.start : end].casefold() == found.canonical.casefold()
    return found.start, min(end, found.end) if is_longer else found.end


def failure_of(said: Clause, line: Clause, spellings: Sequence[Respelling]) -> Failure | None:
    """Why ``line`` does not support ``said``; None when it does."""
    places = _places(said, line, spellings)
    if places is None or not _verb_holds(said, line):
        return Failure.MISSING
    descents = sum(1 for left, right in pairwise(places) if right < left)
    if descents > 1:
        return Failure.ORDER
    holds = _opening_holds(said, line, places) and _ruled(said, line, places)
    if not (holds and _guards_hold(said, line, places)):
        return Failure.RELATION
    at = dict(zip((token.start for token in said.words), places, strict=True))
    if not all(
        _direction_holds(said, line, token, at) and _phrase_holds(said, line, token, at)
        for token in said.words
    ):
        return Failure.RELATION
    if not all(_number_holds(said, line, token, at) for token in said.words if token.is_number):
        return Failure.NUMBER
    if not all(_rank_holds(said, line, token, at) for token in said.words if is_rank(token)):
        return Failure.RANK
    return None if _hedges(said, line, places) == _plain(line.hedges) else Failure.HEDGE


def is_licensed(token: Token, words: Sequence[Token], spellings: Sequence[Respelling]) -> bool:
    """True when a word that a line does not hold claims nothing that the line does not."""
    return (
        is_connecting(token)
        or any(may_stand_for(token.key, word.key) for word in words if is_verb(word))
        or any(one.start <= token.start and token.end <= one.end for one in spellings)
    )


def _places(said: Clause, line: Clause, spellings: Sequence[Respelling]) -> list[int] | None:
    """Where in the line each word stands; None when one stands nowhere."""
    places: list[int] = []
    used: set[int] = set()
    for token in said.words:
        found = [i for i, word in enumerate(line.words) if i not in used and _same(token, word)]
        if not found and line.verb and _same_key(token.key, line.verb):
            found = [_TAKEN_OVER]
        if not found:
            found = _respelled(token, line, spellings)
        if not found:
            return None
        last = places[-1] if places else _TAKEN_OVER
        place = next((one for one in found if one > last), found[0])
        places.append(place)
        used.add(place)
    return places


def _same(token: Token, word: Token) -> bool:
    if token.key == word.key:
        return not _is_more_of(token, word)
    return is_verb(word) and may_stand_for(token.key, word.key)


def _is_more_of(token: Token, word: Token) -> bool:
    """Apps of one app."""
    one, many = word.text.casefold(), token.text.casefold()
    return many in {f"{one}s", f"{one}es", f"{one[:-1]}ies"} and not is_verb(word)


def _same_key(said: str, line: str) -> bool:
    return said == line or may_stand_for(said, line)


def _respelled(token: Token, line: Clause, spellings: Sequence[Respelling]) -> list[int]:
    return [
        i
        for one in spellings
        if one.start <= token.start and token.end <= one.end
        for i, word in enumerate(line.words)
        if one.line_start <= word.start and word.end <= one.line_end
    ][:1]


def _main_verb(clause: Clause) -> str:
    return clause.words[clause.opening].key if clause.opens_with_verb else clause.verb


def _verb_holds(said: Clause, line: Clause) -> bool:
    """A verb that the clause takes over must be the one that rules the line's clause."""
    return not said.verb or _same_key(said.verb, _main_verb(line))


def _opening_holds(said: Clause, line: Clause, places: Sequence[int]) -> bool:
    """A main verb stays the main verb: "the team built X" does not become "built X"."""
    if not said.opens_with_verb:
        # "worked with the sales director" is no "sales director"
        bare = not said.verb and any(is_rank(one) and not is_verb(one) for one in said.words)
        return not bare or places[said.opening] == line.opening
    place = places[said.opening]
    return place == _TAKEN_OVER or place == line.opening


def _ruled(said: Clause, line: Clause, places: Sequence[int]) -> bool:
    """What a verb governs is not said without it: "stopped using Java" is no "Java"."""
    if line.opens_with_verb:
        return line.opening in places or bool(said.verb)
    return not line.verb or bool(said.verb) or _TAKEN_OVER in places


def _guards_hold(said: Clause, line: Clause, places: Sequence[int]) -> bool:
    furthest = max(places, default=0)
    own = {word.key for i, word in enumerate(line.words) if is_guard(word) and i < furthest}
    stated = {token.key for token in said.words if is_guard(token)}
    return own | line.guards == stated | said.guards


def _direction_holds(said: Clause, line: Clause, token: Token, at: dict[int, int]) -> bool:
    place = at[token.start]
    if place == _TAKEN_OVER or not is_content(token):
        return True
    word = line.words[place]
    own, own_near = _directions(said.all_tokens, token)
    theirs, theirs_near = _directions(line.all_tokens, word)
    if own and own not in theirs_near:
        return False
    return not theirs or theirs in own_near


def _phrase_holds(said: Clause, line: Clause, token: Token, at: dict[int, int]) -> bool:
    """What a word belongs to stays: "the Python team" is no Python, "non-profit" no profit."""
    place = at[token.start]
    if place == _TAKEN_OVER or not is_content(token):
        return True
    word = line.words[place]
    if not _governed(line, word, at):
        return False
    index = line.all_tokens.index(word)
    before = line.all_tokens[index - 1] if index else None
    if before is not None and word.start == before.end + 1 and before.key in _ATTACHED:
        return any(one.key == before.key for one in said.all_tokens)
    after = line.all_tokens[index + 1] if index + 1 < len(line.all_tokens) else None
    if after is None or is_verb(word) or word.is_number or not _is_noun_like(after):
        return True
    if is_verb(after) or _is_adverb(after) or word.end + 1 < after.start:
        return True
    own = said.all_tokens[said.all_tokens.index(token) + 1 :]
    return any(_same(one, after) for one in own) or _is_respelled(said, line, after, at)


def _governed(line: Clause, word: Token, at: dict[int, int]) -> bool:
    """What stands before an "of" stays: "calendars of directors" are no directors.

    A number also keeps what comes before "in" and "with" ("a post in a team of 40").
    """
    binding = _GENITIVE | _BEFORE_NUMBERS if word.is_number else _GENITIVE
    tokens = line.all_tokens[: line.all_tokens.index(word)]
    for i, one in reversed(list(enumerate(tokens))):
        if is_direction(one) or is_verb(one) or is_guard(one):
            return True
        if one.key in binding:
            heads = [token for token in tokens[:i] if is_content(token)]
            kept = {line.words[place] for place in at.values() if place != _TAKEN_OVER}
            return not heads or is_verb(heads[-1]) or heads[-1] in kept
        if one.key in _BEFORE_NUMBERS:
            return True
    return True


def _is_respelled(said: Clause, line: Clause, word: Token, at: dict[int, int]) -> bool:
    """Another spelling stands for it ("SQL queries" of "PostgreSQL queries")."""
    place = next((i for i, one in enumerate(line.words) if one == word), _TAKEN_OVER)
    return any(at[token.start] == place for token in said.words)


def _directions(tokens: Sequence[Token], token: Token) -> tuple[str, frozenset[str]]:
    """The preposition right before a word, and those within reach."""
    before: list[Token] = []
    for one in reversed(tokens[: tokens.index(token)]):
        if one.key == "of" and not before and _is_instead(tokens, one):
            continue
        if one.key in _GENITIVE or len(before) == _REACH:
            break  # "for managers of hotels": the hotels are not what it is for
        if not is_connecting(one) and not _is_adverb(one):
            before.append(one)
    near = frozenset(one.key for one in before if is_direction(one))
    return (before[0].key if before and is_direction(before[0]) else ""), near


def _is_instead(tokens: Sequence[Token], of: Token) -> bool:
    """The "of" is part of a preposition of two words."""
    index = tokens.index(of)
    return index > 0 and is_direction(tokens[index - 1])


def _is_adverb(token: Token) -> bool:
    return len(token.text) > 4 and token.text.casefold().endswith("ly")


def _number_holds(said: Clause, line: Clause, token: Token, at: dict[int, int]) -> bool:
    """The unit behind it is the same; without a unit, the word before it is."""
    place = at[token.start]
    if place == _TAKEN_OVER:
        return False
    word = line.words[place]
    if not _range_holds(line, word, at):
        return False
    unit, before = _around(line.all_tokens, word)
    own_unit, own_before = _around(said.all_tokens, token)
    if unit is not None:
        return own_unit is not None and _stands_at(own_unit, unit, line, at)
    if own_unit is not None:
        return before is not None and _stands_at(own_unit, before, line, at)
    if before is None or own_before is None:
        return before is own_before
    return _stands_at(own_before, before, line, at)


def _range_holds(line: Clause, word: Token, at: dict[int, int]) -> bool:
    """Both numbers of "3-5", "2 of 5" and "3 to 5" stay, or none does."""
    numbers = [i for i, one in enumerate(line.words) if one.is_number]
    tokens = line.all_tokens
    index = tokens.index(word)
    kept = set(at.values())
    for i in numbers:
        other = line.words[i]
        first, last = sorted((index, tokens.index(other)))
        between = tokens[first + 1 : last]
        spans = all(one.key in _RANGE for one in between) and len(between) < 2
        if other != word and spans and i not in kept:
            return False
    return True


def _stands_at(token: Token, word: Token, line: Clause, at: dict[int, int]) -> bool:
    place = at.get(token.start, _TAKEN_OVER)
    return place != _TAKEN_OVER and line.words[place] == word


def _around(tokens: Sequence[Token], token: Token) -> tuple[Token | None, Token | None]:
    """What is counted: the word right behind a number, and the content word before it."""
    index = tokens.index(token)
    behind = [one for one in tokens[index + 1 : index + 3] if one.key not in {"of", "de"}]
    unit = behind[0] if behind and _is_noun_like(behind[0]) else None
    before = next((one for one in reversed(tokens[:index]) if _is_noun_like(one)), None)
    return unit, before


def _is_noun_like(token: Token) -> bool:
    return is_content(token) and not token.is_number and not token.is_symbol


def _rank_holds(said: Clause, line: Clause, token: Token, at: dict[int, int]) -> bool:
    place = at[token.start]
    if place == _TAKEN_OVER:
        return True
    word = line.words[place]
    own_before, own_next = _neighbours(said.all_tokens, token)
    before, following = _neighbours(line.all_tokens, word)
    if own_before is not None and before is None and line.verb:
        # the verb in front was taken over from before the clause
        return at.get(own_before.start) == _TAKEN_OVER
    if (own_before is None) != (before is None):
        return False
    if own_before is not None and before is not None and not _meets(own_before, before, line, at):
        return False
    if own_next is None or is_verb(token):
        return True
    return following is not None and _meets(own_next, following, line, at)


def _meets(token: Token, word: Token, line: Clause, at: dict[int, int]) -> bool:
    return _stands_at(token, word, line, at) or token.key == word.key


def _neighbours(tokens: Sequence[Token], token: Token) -> tuple[Token | None, Token | None]:
    index = tokens.index(token)
    before = [one for one in tokens[:index] if not is_connecting(one) and not _is_adverb(one)]
    after = [one for one in tokens[index + 1 :] if not is_connecting(one)]
    return (before[-1] if before else None), (after[0] if after else None)


def _hedges(said: Clause, line: Clause, places: Sequence[int]) -> frozenset[str]:
    """The sentence's hedges in the line's words; a weaker verb in place of a verb is none."""
    stands_for = {
        token.key: line.words[place].key
        for token, place in zip(said.words, places, strict=True)
        if place != _TAKEN_OVER
    }
    keys = (stands_for.get(key, key) for key in said.hedges)
    return _plain(key for key in keys if is_hedge(key))


def _plain(keys: Iterable[str]) -> frozenset[str]:
    """Helping, assisting and supporting are the same smaller part."""
    return frozenset("help" if key in _HELPING else key for key in keys)
