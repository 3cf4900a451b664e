"""A desk for letters to candidates that only remembers."""

from __future__ import annotations

from collections.abc import Sequence

from domain.ids import OutboundId
from domain.ports import OutboundStore
from domain.recruiting_ports import LETTER_PREFIX, LetterDesk, LetterFate
from domain.turns import Outbound


class NotingLetters(LetterDesk):
    """What did not arrive, in order."""

    def __init__(self, *, outbound: OutboundStore) -> None:
        self._outbound = outbound
        self.noted: list[tuple[OutboundId, LetterFate]] = []

    async def letters(self, *, to: str | None = None) -> Sequence[Outbound]:
        return await self._outbound.beginning_with(LETTER_PREFIX, conversation=to)

    async def came_back(self, person: str) -> bool:
        dead = {letter for letter, fate in self.noted if fate is LetterFate.NO_MAILBOX}
        return any(letter.id in dead for letter in await self.letters(to=person))

    async def not_delivered(self, letter: OutboundId, fate: LetterFate) -> None:
        self.noted.append((letter, fate))
