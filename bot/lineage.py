"""Which earlier message an outbound message belongs to: what it replaces, what it stands under.

Several states of one message may be on their way at once, in several processes, and any of them may
be tried again after a crash. The newest one wins; see :func:`is_newer`.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Literal
from weakref import WeakValueDictionary

import structlog

from domain.channel_ports import PartStore
from domain.ids import OutboundId
from domain.turns import Outbound, OutboundState, PartState, SentPart

log = structlog.get_logger(__name__)

GetOutbound = Callable[[OutboundId], Awaitable[Outbound | None]]
"""``OutboundStore.get``."""

LEFT_OUT = "progress without its message"
"""Reason of a ``Gone``: a state that is not worth a message of its own has nothing to change."""

EDITION_PART = 1_000_000
"""From this number on, parts of a message note which states of it were shown; no reply has so many
parts of its own."""

_LONGEST_LINE = 200
_REMEMBERED = 500
_DIGITS = re.compile(r"(\d+)")


async def kept_nowhere(outbound: OutboundId) -> Outbound | None:
    """A :data:`GetOutbound` for a channel that stands alone: every message is plain."""
    del outbound
    return None


async def lineage(outbound: Outbound, *, get: GetOutbound) -> tuple[Outbound, ...]:
    """It and what it replaces, newest first; the last one is where all of them are shown.

    Ends early where a message is not kept any more, and after 200 states.
    """
    states = [outbound]
    seen = {outbound.id}
    while (earlier := states[-1].replaces) is not None and earlier not in seen:
        found = await get(earlier) if len(states) < _LONGEST_LINE else None
        if found is None:
            break
        seen.add(earlier)
        states.append(found)
    return tuple(states)


async def is_newer(one: Outbound, other: Outbound, *, get: GetOutbound) -> bool:
    """Whether ``one`` is a later state of the same message than ``other``.

    What replaces the other, directly or not, is later. Of two that replace the same message, one
    that stands alone (a summary) is later than progress, else the one whose id is greater; digits
    in ids count as numbers, so that ``…:10`` follows ``…:9``.
    """
    if other.id in {state.id for state in await lineage(one, get=get)}:
        return one.id != other.id
    if one.id in {state.id for state in await lineage(other, get=get)}:
        return False
    return _order(one) > _order(other)


def _order(outbound: Outbound) -> tuple[bool, list[tuple[int, str]]]:
    pieces = _DIGITS.split(outbound.id)
    return outbound.stands_alone, [
        (int(piece[:300]), "") if piece.isdecimal() else (-1, piece) for piece in pieces
    ]


async def awaited(
    outbound: Outbound, *, get: GetOutbound
) -> tuple[OutboundId, Literal["waiting", "unknown"]] | None:
    """The earlier message that has to be sent first; None when nothing is in the way.

    ``unknown`` is the reply of a turn that is still running: it will be stored with its answer.
    """
    line = await lineage(outbound, get=get)
    home = line[-1]
    if home.id != outbound.id and home.state is OutboundState.WAITING:
        return home.id, "waiting"
    for earlier in (home.replaces, outbound.under):
        if earlier is None or earlier in {state.id for state in line}:
            continue
        found = await get(earlier)
        if found is None:
            if Outbound.kind_of(earlier) == "reply":
                return earlier, "unknown"
        elif found.state is OutboundState.WAITING:
            return earlier, "waiting"
    return None


class Editions:
    """Shows states of messages, each message's one at a time; an older one never stays.

    A state is noted with its message before the message is edited, and noted as done afterwards.
    After an edit the notes are read again: when another process has begun a newer state meanwhile,
    that one is shown once more, which does no harm. A state that was begun and not done (the
    process died, the answer got lost) may have been shown after a newer one: when it comes again,
    the newest is shown.
    """

    def __init__(self, *, parts: PartStore, get: GetOutbound) -> None:
        self._parts = parts
        self._get = get
        self._newest: OrderedDict[OutboundId, Outbound] = OrderedDict()
        self._locks: WeakValueDictionary[OutboundId, asyncio.Lock] = WeakValueDictionary()

    async def show(
        self,
        outbound: Outbound,
        *,
        home: Outbound,
        edit: Callable[[Outbound], Awaitable[None]],
    ) -> bool:
        """Show a state; False when a newer one is shown or on its way, and this one is not needed.

        Args:
            outbound: the state.
            home: the message that is edited.
            edit: edits it; what it raises ends this, and the state may be shown again.
        """
        known = self._newest.get(home.id)
        if known is None or await self._is_newer(outbound, known):
            self._newest[home.id] = outbound
            self._newest.move_to_end(home.id)
            while len(self._newest) > _REMEMBERED:
                self._newest.popitem(last=False)
        async with self._locks.setdefault(home.id, asyncio.Lock()):
            was_begun = await self._state(outbound, home=home) is PartState.LIVE
            coming = self._newest.get(home.id, outbound)
            if not was_begun and await self._is_newer(coming, outbound):
                return False
            await self._note(outbound, home=home, state=PartState.LIVE)
            newest = await self._newest_of(outbound, home=home)
            if newest.id != outbound.id and not was_begun:
                await self._parts.drop_part(home.id, part=_part_of(outbound.id))
                return False
            await self._edit(newest, home=home, edit=edit)
            await self._note(outbound, home=home, state=PartState.SENT)
            await self._forget_older(home)
        return True

    async def _edit(
        self, state: Outbound, *, home: Outbound, edit: Callable[[Outbound], Awaitable[None]]
    ) -> None:
        while True:
            await edit(state)
            newest = await self._newest_of(state, home=home)
            if newest.id == state.id:
                return
            log.info("message_edited_by_another_process", outbound=home.id)
            state = newest

    async def _newest_of(self, outbound: Outbound, *, home: Outbound) -> Outbound:
        newest = outbound
        for part in await self._notes(home):
            noted = await self._get(OutboundId(part.provider_ref))
            if noted is not None and await self._is_newer(noted, newest):
                newest = noted
        return newest

    async def _forget_older(self, home: Outbound) -> None:
        """Of what was shown only the newest is of interest."""
        shown = [part for part in await self._notes(home) if part.state is PartState.SENT]
        rows = [(part, await self._get(OutboundId(part.provider_ref))) for part in shown]
        newest: Outbound | None = None
        for _, row in rows:
            if row is not None and (newest is None or await self._is_newer(row, newest)):
                newest = row
        for part, _ in rows:
            if newest is not None and part.provider_ref != newest.id:
                await self._parts.drop_part(home.id, part=part.part)

    async def _notes(self, home: Outbound) -> list[SentPart]:
        return [part for part in await self._parts.parts(home.id) if part.part >= EDITION_PART]

    async def _state(self, outbound: Outbound, *, home: Outbound) -> PartState | None:
        for part in await self._notes(home):
            if part.provider_ref == outbound.id:
                return part.state
        return None

    async def _note(self, outbound: Outbound, *, home: Outbound, state: PartState) -> None:
        await self._parts.note_part(
            home.id, part=_part_of(outbound.id), state=state, provider_ref=outbound.id
        )

    async def _is_newer(self, one: Outbound, other: Outbound) -> bool:
        return one.id != other.id and await is_newer(one, other, get=self._get)


def _part_of(outbound: OutboundId) -> int:
    """Each state has a number of its own, so that no process overwrites another's note."""
    digest = hashlib.sha256(outbound.encode("utf-8", "surrogatepass")).digest()
    return EDITION_PART + (int.from_bytes(digest[:4]) >> 2)
