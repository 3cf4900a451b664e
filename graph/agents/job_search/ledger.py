"""Which postings a person has seen, told apart from those this very turn is showing."""

from __future__ import annotations

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
        """Postings shown by other turns."""
        shown = sorted(p for p, held in stances.items() if Stance.SHOWN in held)
        if not shown:
            return frozenset()
        # The turn that made this count has claimed it: another one need not look any closer.
        if not await self._users.once(user, _count_key(len(shown)), turn=turn):
            return frozenset(shown)
        mine = [p for p in shown if await self._users.once(user, _posting_key(p), turn=turn)]
        return frozenset(shown).difference(mine)

    async def note(self, user: UserId, postings: Sequence[PostingId], *, turn: TurnId) -> None:
        """Remember that this turn shows these postings."""
        for posting in postings:
            await self._users.once(user, _posting_key(posting), turn=turn)
            await self._postings.note(user, posting, Stance.SHOWN, on=True)
        stances = await self._postings.stances(user)
        count = sum(Stance.SHOWN in held for held in stances.values())
        await self._users.once(user, _count_key(count), turn=turn)


def _count_key(count: int) -> str:
    return f"jobs-shown-count:{count}"


def _posting_key(posting: PostingId) -> str:
    return f"jobs-shown:{posting}"
