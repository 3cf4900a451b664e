"""Which bullets are worth other words, and whether other words claim the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.claims import Ledger, check, ledger_of
from domain.claims.ledger import Fact, FactKind
from domain.posting import Posting
from domain.profiles import Profile
from domain.skills import find_skills
from domain.tailoring.asking import Asked, ask
from domain.tailoring.model import Change, ChangeKind

_FEWEST_WORDS, _MOST_WORDS = 5, 45
_SHORTEST, _LONGEST = 0.4, 1.35
"""Of the length of the line, as a share."""
_NEWEST_ROLES = 4
_MARKUP = frozenset("<>{}[]*`_\n\t")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewordable:
    """A bullet worth other words, with the variables of the prompt ``rephrase_bullet``."""

    path: str
    text: str
    lines: tuple[str, ...]
    """What the new words must rest on."""
    reason: str
    posting_quote: str
    variables: Mapping[str, str]


def rewordable(
    profile: Profile, posting: Posting, *, today: date, most: int = 3
) -> tuple[Rewordable, ...]:
    """Bullets of the newest roles that answer the posting, most wanted first.

    The prompt gets the bullet and the names of skills that stand in it already. No word of the
    posting reaches it, so nothing in a posting can ask for more.
    """
    ledger = ledger_of(profile, today=today)
    asked = ask(posting, ledger)
    roles = list(dict.fromkeys(f.role for f in ledger.facts.values() if f.kind is FactKind.TITLE))
    lines = [
        (asked.weight_of(fact.text), fact)
        for fact in ledger.facts.values()
        if fact.kind is FactKind.LINE and fact.role in roles[:_NEWEST_ROLES]
        if _FEWEST_WORDS <= len(fact.text.split()) <= _MOST_WORDS
    ]
    best = sorted(((w, f) for w, f in lines if w > 0), key=lambda one: -one[0])
    return tuple(_rewordable(fact, asked) for _, fact in best[: max(0, most)])


def _rewordable(fact: Fact, asked: Asked) -> Rewordable:
    shown = {found.canonical for found in find_skills(fact.text)}
    wanted = [one for one in asked.answered if one.skill.canonical in shown]
    names = ", ".join(one.skill.name for one in wanted[:5])
    return Rewordable(
        path=fact.path,
        text=fact.text,
        lines=(fact.path,),
        reason=f"Shows {names} more clearly",
        posting_quote=wanted[0].quote if wanted else "",
        variables={"bullet": fact.text, "skills": names},
    )


def accept_rewording(
    before: str,
    after: str,
    ledger: Ledger,
    lines: Sequence[str],
    *,
    reason: str = "Clearer words for the same facts",
    posting_quote: str = "",
) -> Change | None:
    """The change, when the new words claim nothing that ``lines`` do not; None otherwise.

    Args:
        before: the line as it reads.
        after: the words of a model; untrusted.
        ledger: of the person as they are now.
        lines: paths that the new words must rest on; the first is the line's own.
        reason: shown to the person.
        posting_quote: the sentence of the posting that it answers.
    """
    words = " ".join(after.split()).rstrip(".") if not before.rstrip().endswith(".") else after
    words = " ".join(words.split())
    if not lines or not words or words == before:
        return None
    if not _SHORTEST * len(before) <= len(words) <= _LONGEST * len(before) + 10:
        return None
    if any(one in _MARKUP and one not in before for one in words):
        return None
    if check(words, ledger, lines=lines):
        return None
    return Change(
        id="",
        kind=ChangeKind.REPHRASE,
        path=lines[0],
        before=(before,),
        after=(words,),
        reason=reason,
        posting_quote=posting_quote,
        support=tuple(lines),
        by_model=True,
    )
