"""Evidence that stands in no document: said by the person, or shown in a short test."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.profiles import Profile, Statement, StatementKind
from domain.skills import canonical

MAX_STATEMENTS = 100
"""Per profile. Nobody tells more about themselves in a chat; a fault of ours could."""

_LONGEST_SKILL = 80  # characters
_LONGEST_WORDS = 600  # characters: a few sentences, never a document


def with_statement(
    profile: Profile,
    kind: StatementKind,
    skill: str,
    words: str,
    at: datetime,
    role: str = "",
    share: float | None = None,
) -> Profile:
    """The profile with one more piece of evidence; unchanged when it holds the same already.

    Use it inside :func:`graph.profile_updates.update_profile`: it is pure, and a turn that runs
    twice adds one statement.

    Args:
        profile: whose evidence.
        kind: what it rests on.
        skill: as said; the taxonomy's name is kept where there is one.
        words: verbatim; white space is collapsed and long texts are cut.
        at: when it was said.
        role: path of the role it belongs to (``work.0.roles.1``), empty when none was named.
        share: right answers of a self-check, 0 to 1.

    Returns:
        At most :data:`MAX_STATEMENTS` are kept: the oldest self-check goes first, then the oldest.
    """
    name = " ".join(skill.split())[:_LONGEST_SKILL]
    said = " ".join(words[: 4 * _LONGEST_WORDS].split())[:_LONGEST_WORDS]
    name = canonical(name) or name
    if not name or any(_is_same(held, name, said) for held in profile.statements):
        return profile
    number = profile.ids_given + 1
    added = Statement(
        id=f"e{number}", kind=kind, skill=name, words=said, at=at, role=role, share=share
    )
    kept = list(profile.statements)
    while len(kept) >= MAX_STATEMENTS:
        kept.remove(next((held for held in kept if held.kind is StatementKind.SELF_CHECK), kept[0]))
    return replace(profile, statements=(*kept, added), ids_given=number)


def without_statement(profile: Profile, statement: str) -> Profile:
    """The profile without one statement; unchanged when there is none of that id."""
    kept = tuple(held for held in profile.statements if held.id != statement)
    return profile if len(kept) == len(profile.statements) else replace(profile, statements=kept)


def _is_same(held: Statement, skill: str, words: str) -> bool:
    return held.skill.casefold() == skill.casefold() and held.words.casefold() == words.casefold()
