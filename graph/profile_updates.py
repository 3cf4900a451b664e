"""Change a profile safely: read, change, save, and again when somebody else saved in between."""

from __future__ import annotations

from collections.abc import Callable

from domain.errors import StorageBusy
from domain.ids import UserId
from domain.ports import ProfileStore
from domain.profiles import Profile

_TRIES = 3
"""Two channels of one person rarely write at once; three times in a row is a fault."""


async def update_profile(
    profiles: ProfileStore, user: UserId, change: Callable[[Profile], Profile]
) -> Profile:
    """Save ``change(profile)``; nothing is written when it changes nothing.

    Args:
        profiles: where profiles are kept.
        user: whose profile.
        change: pure; may be called again on a newer profile.

    Raises:
        StorageBusy: another writer won three times.
    """
    for attempt in range(1, _TRIES + 1):
        current = await profiles.get(user)
        changed = change(current)
        if changed == current:
            return current
        try:
            return await profiles.save(changed)
        except StorageBusy:
            if attempt == _TRIES:
                raise
    raise AssertionError("unreachable: the last try returns or raises")
