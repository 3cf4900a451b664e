"""The people of a batch, when one of them may be unreadable."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import structlog

from domain.errors import TemporaryFailure
from domain.ids import UserId
from domain.ports import UserStore
from domain.profiles import User
from scheduler.failures import kind_and_place

_log = structlog.get_logger(__name__)


async def people_of(
    users: UserStore, ids: Collection[UserId]
) -> tuple[Mapping[UserId, User], frozenset[UserId]]:
    """Those who are here, and those whose row cannot be read.

    Why not all or nothing: one damaged row would stop everybody who is due beside it, at every
    round, for good.

    Raises:
        TemporaryFailure: the store does not answer.
    """
    wanted = list(dict.fromkeys(ids))
    try:
        return await users.get_many(wanted), frozenset()
    except TemporaryFailure:
        raise
    except Exception as error:  # one person must not cost the others
        if len(wanted) <= 1:
            _log.error("person_not_readable", users=wanted, **kind_and_place(error))
            return {}, frozenset(wanted)
    found: dict[UserId, User] = {}
    unreadable: set[UserId] = set()
    for half in (wanted[: len(wanted) // 2], wanted[len(wanted) // 2 :]):
        some, bad = await people_of(users, half)
        found.update(some)
        unreadable |= bad
    return found, frozenset(unreadable)
