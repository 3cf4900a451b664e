"""Postings that one person can mean: everybody's, and those they forwarded themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.ids import PostingId, UserId
from domain.ports import PostingStore
from domain.posting import StoredPosting
from domain.posting_identity import company_key, normalise, title_key
from domain.preferences.answers import read_position
from domain.preferences.bounded import bounded
from domain.seeker_ports import PrivatePostingStore
from domain.turns import Dialogue, Turn

CURRENT = "current"
"""Key in a pending question's data: the posting that the conversation is about."""
SHOWN = "shown"
"""Key: postings on the screen, one id a line, in order."""
YES_OR_NO = "yes_or_no"
"""Key in a memory: its agent asked something that a bare yes or no answers."""

_THIS_ONE = re.compile(
    r"(?<!\w)(?:this|that|it|the (?:job|posting|role|position|ad|one)|diese[nrsm]?|die stelle|"
    r"celui|celle|ce poste|cette offre|este|esta|ese|isso|isto|essa|ye|yeh)(?!\w)",
    re.IGNORECASE,
)
_ORDINAL = (
    r"first|second|third|last|previous|current|erste[nrs]?|zweite[nrs]?|letzte[nrs]?|premi(?:er|ère)|"
    r"derni(?:er|ère)|primer[oa]?|primeir[oa]|últim[oa]"
)
_NO_PLACE = re.compile(
    r"(?<!\w)(?:\d{1,3}[\s-]?(?:pages?|sheets?|years?|yrs?|months?|weeks?|days?|hours?|minutes?|"
    r"bullets?|lines?|words?|sentences?|changes?|people|seiten?|jahren?|monaten?|stunden?|tagen?|"
    r"ans?|années?|mois|jours|heures|páginas?|años?|meses|horas|días|dias|anos?|saal|"
    r"mahine)|"
    rf"(?:my|your|his|her|their|our|meine?[rnms]?|mon|ma|mi|meu|minha)\s+(?:{_ORDINAL})|"
    r"a (?:second|third)|second thoughts?|at (?:first|last)|first of all|"
    r"(?:last|letzte[sn]?) (?:year|month|week|time|jahr|monat|mal))(?!\w)",
    re.IGNORECASE,
)
"""Numbers that count something else than postings on the screen: "on 1 page", "my last job"."""
_FILLING = frozenset({"the", "and", "und", "of"})
_SHORT = 2  # letters of a name that is a common word when it is written small ("IT", "HP")
_WORD = re.compile(r"\w+")
_MOST_COMPARED = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """Which posting a message means. ``posting`` None with ``choices``: one of these; else none."""

    posting: StoredPosting | None = None
    choices: tuple[StoredPosting, ...] = ()


class PostingLookup:
    """Finds postings for a person by id, and which one their words mean."""

    def __init__(self, *, postings: PostingStore, private: PrivatePostingStore) -> None:
        self._postings = postings
        self._private = private

    async def get(self, user: UserId, posting: PostingId) -> StoredPosting | None:
        """One posting that this person may see."""
        return await self._private.get(user, posting) or await self._postings.get(posting)

    async def get_many(self, user: UserId, postings: Sequence[PostingId]) -> list[StoredPosting]:
        """Those that exist, in the order asked for."""
        found = {one.posting.id: one for one in await self._postings.get_many(postings)}
        for posting in postings:
            if posting not in found and (own := await self._private.get(user, posting)):
                found[posting] = own
        return [found[posting] for posting in postings if posting in found]

    async def meant(self, turn: Turn, dialogue: Dialogue) -> Meant:
        """The posting that a turn is about: its button's, the numbered, the named, the current.

        "this one" without anything on screen is the posting that was forwarded last.
        """
        arguments = turn.message.action.arguments if turn.message.action else {}
        if named := arguments.get("posting"):
            return Meant(posting=await self.get(turn.user, PostingId(named)))
        words = bounded(turn.message.text)
        data = dialogue.pending.data if dialogue.pending else {}
        shown = [PostingId(line) for line in data.get(SHOWN, "").split("\n") if line]
        current = data.get(CURRENT, "")
        counted = _NO_PLACE.sub(" ", words)
        position = read_position(counted, count=len(shown)) if shown else None
        if position is not None:
            return Meant(posting=await self.get(turn.user, shown[position]))
        forwarded = await self._private.of(turn.user)
        on_screen = await self.get_many(turn.user, shown)
        by_name = _named(words, [*on_screen, *forwarded[:_MOST_COMPARED]])
        if len(by_name) == 1:
            return Meant(posting=by_name[0])
        says_this = _THIS_ONE.search(words) is not None
        if by_name and says_this and current in {one.posting.id for one in by_name}:
            return Meant(posting=next(one for one in by_name if one.posting.id == current))
        if by_name:
            return Meant(choices=tuple(by_name))
        if not says_this:
            return Meant()
        if current and (known := await self.get(turn.user, PostingId(current))):
            return Meant(posting=known)
        if len(on_screen) == 1:
            return Meant(posting=on_screen[0])
        if on_screen:
            return Meant(choices=tuple(on_screen))
        return Meant(posting=forwarded[0] if forwarded else None)


def _named(words: str, postings: Sequence[StoredPosting]) -> list[StoredPosting]:
    """Postings whose company, or whose whole title, the words hold; company and title win."""
    said = frozenset((*normalise(words).split(), *title_key(words).split()))
    by_company = [one for one in postings if _says_company(one.posting.company, words, said)]
    both = [one for one in by_company if _says_title(one.posting.title, said)]
    by_title = [one for one in postings if _says_title(one.posting.title, said)]
    found = _fullest(both) or by_company or _fullest(by_title)
    return list({one.posting.id: one for one in found}.values())


def _fullest(postings: Sequence[StoredPosting]) -> list[StoredPosting]:
    """Without those whose title is a part of another's: "senior engineer" is not "engineer"."""
    words = [frozenset(title_key(one.posting.title).split()) for one in postings]
    return [
        one
        for one, own in zip(postings, words, strict=True)
        if not any(own < other for other in words)
    ]


def _says_title(title: str, said: frozenset[str]) -> bool:
    wanted = frozenset(title_key(title).split()) - _FILLING
    return bool(wanted) and wanted <= said


def _says_company(company: str, words: str, said: frozenset[str]) -> bool:
    """The name without its legal form; a short one only where it is written as a name."""
    key = company_key(company)
    if not key:
        return False
    if any(one >= "\u2e80" for one in key):  # scripts that put no space between words
        return key.replace(" ", "") in normalise(words).replace(" ", "")
    wanted = frozenset(key.split())
    wanted = wanted - _FILLING or wanted
    if not wanted <= said:
        return False
    if len(key) > _SHORT:
        return True
    return any(
        one.casefold() == key and not (one.isalpha() and one.islower())
        for one in _WORD.findall(words)
    )
