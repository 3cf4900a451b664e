"""How often one address is answered: two machines that thank each other must stop."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta

from domain.ports import Clock

_MAX_KEPT = 10_000


class SlidingLimit:
    """At most ``most`` different things per name within ``window``. In memory: a guard, no ledger.

    Args:
        most: things per name.
        window: how long each counts.
        clock: the time.
    """

    def __init__(self, *, most: int, window: timedelta, clock: Clock) -> None:
        self._most = most
        self._window = window
        self._clock = clock
        self._seen: OrderedDict[str, dict[str, datetime]] = OrderedDict()

    def allows(self, name: str, thing: str) -> bool:
        """Count the thing; False when it is one too many. The same thing again counts once."""
        now = self._clock.now()
        recent = self._recent(name, now)
        if thing not in recent:
            if len(recent) >= self._most:
                return False
            recent[thing] = now
        self._seen[name] = recent
        self._seen.move_to_end(name)
        while len(self._seen) > _MAX_KEPT:
            self._seen.popitem(last=False)
        return True

    def is_full(self, name: str) -> bool:
        """Whether the next new thing would be one too many."""
        return len(self._recent(name, self._clock.now())) >= self._most

    def _recent(self, name: str, now: datetime) -> dict[str, datetime]:
        kept = self._seen.get(name, {})
        return {thing: at for thing, at in kept.items() if now - at < self._window}
