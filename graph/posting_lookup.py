"""Postings that one person can mean: everybody's, and those they forwarded themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.ids import PostingId, UserId
from domain.ports import PostingStore
from domain.posting import StoredPosting
from domain.preferences.answers import read_position
from domain.preferences.bounded import bounded
from domain.seeker_ports import PrivatePostingStore
from domain.turns import Dialogue, Turn

CURRENT = "current"
"""Key in a pending question's data: the posting that the conversation is about."""
SHOWN = "shown"
"""Key: postings on the screen, one id a line, in order."""

_THIS_ONE = re.compile(
    r"(?<!\w)(?:this|that|it|the (?:job|posting|role|position|ad|one)|diese[nrsm]?|die stelle|"
    r"celui|celle|ce poste|cette offre|este|esta|ese|isso|isto|essa|ye|yeh)(?!\w)",
    re.IGNORECASE,
)
_NAME_WORD = re.compile(r"[^\W\d_]{3,}")
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
        position = read_position(words, count=len(shown)) if shown else None
        if position is not None:
            return Meant(posting=await self.get(turn.user, shown[position]))
        forwarded = await self._private.of(turn.user)
        on_screen = await self.get_many(turn.user, shown)
        by_name = _named(words, [*on_screen, *forwarded[:_MOST_COMPARED]])
        if len(by_name) == 1:
            return Meant(posting=by_name[0])
        if by_name:
            return Meant(choices=tuple(by_name))
        if not _THIS_ONE.search(words):
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
    said = {word.casefold() for word in _NAME_WORD.findall(words)}
    by_company = [one for one in postings if _says_all(one.posting.company, said)]
    both = [one for one in by_company if _says_all(one.posting.title, said)]
    by_title = [one for one in postings if _says_all(one.posting.title, said)]
    found = both or by_company or by_title
    return list({one.posting.id: one for one in found}.values())


def _says_all(name: str, said: set[str]) -> bool:
    wanted = {word.casefold() for word in _NAME_WORD.findall(name)}
    wanted -= {"gmbh", "inc", "ltd", "the", "and", "mwd", "all", "genders"}
    return bool(wanted) and wanted <= said
