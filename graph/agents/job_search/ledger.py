"""Which postings a person has seen, told apart from those this very turn is showing."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

from domain.ids import PostingId, TurnId, UserId
from domain.ports import PostingStore, UserStore
from domain.posting import Stance


class ShownLedger:
    """Keeps "not shown twice" true when a turn runs twice.

    Why: a crashed turn is answered again. Its first run may have noted its postings as shown; they
    have to be shown by the second run as well. Each posting is claimed by the turn that shows it.
    """

    def __init__(self, *, postings: PostingStore, users: UserStore) -> None:
        self._postings = postings
        self._users = users

    async def seen_before(
        self, user: UserId, stances: Mapping[PostingId, frozenset[Stance]], *, turn: TurnId
    ) -> frozenset[PostingId]:
        """Postings shown by pushes and by other turns."""
        shown = sorted(p for p, held in stances.items() if Stance.SHOWN in held)
        # Every run has a name of its own, so that a second one finds the key taken.
        run = TurnId(secrets.token_hex(8))
        if await self._users.once(user, f"jobs-listed-by:{turn}", turn=run):
            return frozenset(shown)
        mine = [posting for posting in shown if await self._is_of(user, posting, turn=turn)]
        return frozenset(shown).difference(mine)

    async def _is_of(self, user: UserId, posting: PostingId, *, turn: TurnId) -> bool:
        # A turn claims before it notes: what is noted and not claimed was shown by a push.
        if await self._users.once(user, _posting_key(posting), turn=_PUSH):
            return False
        return await self._users.once(user, _posting_key(posting), turn=turn)

    async def note(self, user: UserId, postings: Sequence[PostingId], *, turn: TurnId) -> None:
        """Remember that this turn shows these postings."""
        for posting in postings:
            await self._users.once(user, _posting_key(posting), turn=turn)
            await self._postings.note(user, posting, Stance.SHOWN, on=True)


_PUSH = TurnId("push")
"""Instead of a turn: nobody asked."""


def _posting_key(posting: PostingId) -> str:
    return f"jobs-shown:{posting}"
