"""Which message a turn answers, and whose it is: for progress, which is told only the turn."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from domain.ids import TurnId

_REMEMBERED = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """The person a turn is for, as their chat knows them; ``name`` is untrusted."""

    name: str
    message_id: int | None


class Askers:
    """The last turns of this process. What is forgotten costs comfort, never an answer."""

    def __init__(self) -> None:
        self._by_turn: OrderedDict[TurnId, Asker] = OrderedDict()

    def note(self, turn: TurnId, asker: Asker) -> None:
        """Remember who asked."""
        self._by_turn[turn] = asker
        while len(self._by_turn) > _REMEMBERED:
            self._by_turn.popitem(last=False)

    def of(self, turn: TurnId | None) -> Asker | None:
        """Who asked, if this process heard it."""
        return None if turn is None else self._by_turn.get(turn)
