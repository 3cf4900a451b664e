"""A newer state of a message that stands there already: its words are edited in place."""

from __future__ import annotations

from dataclasses import replace

from bot.slack_channel.lookup import Lookup
from bot.slack_channel.pieces import Words, marker_of
from bot.slack_channel.sending import Letter, Sending, is_ts
from bot.slack_channel.web_api import SlackWeb
from domain.channel_ports import PartStore
from domain.turns import Outbound, PartState


class Revising:
    """Edits messages; every method raises the errors of ``SlackWeb``.

    The words of all states are noted, and marked in Slack, as those of the message that was sent
    first. Files and private details are those of the state itself.
    """

    def __init__(self, *, web: SlackWeb, sending: Sending, parts: PartStore) -> None:
        self._sending = sending
        self._parts = parts
        self._lookup = Lookup(web=web)

    async def reference(self, home: Outbound) -> str:
        """Where the first message stands now; empty when it does not."""
        for part in await self._parts.parts(home.id):
            if part.part == 0 and is_ts(part.provider_ref):
                return part.provider_ref
        ref = home.provider_ref or ""
        return ref if is_ts(ref) else ""

    async def revise(self, letter: Letter, *, home: Outbound, may_post: bool) -> str:
        """Show the letter in place of what is there; its reference.

        Doing it again does no harm. Empty when there is nothing to edit and ``may_post`` is false.

        Args:
            letter: the newer state.
            home: the message that was sent first.
            may_post: whether it is posted anew when the message is not there any more.
        """
        words = [piece for piece in letter.pieces if isinstance(piece, Words)]
        first = await self._revise_words(
            replace(letter, outbound=home.id, after_ts=""),
            words,
            known=await self._known(home),
            may_post=may_post,
        )
        if first:
            rest = tuple(piece for piece in letter.pieces if not isinstance(piece, Words))
            await self._sending.send(replace(letter, pieces=rest), open_stream=None)
        return first

    async def _known(self, home: Outbound) -> dict[int, str]:
        found = {
            part.part: part.provider_ref
            for part in await self._parts.parts(home.id)
            if is_ts(part.provider_ref)
        }
        ref = home.provider_ref or ""
        return found if found or not is_ts(ref) else {0: ref}

    async def _revise_words(
        self, letter: Letter, words: list[Words], *, known: dict[int, str], may_post: bool
    ) -> str:
        first = ""
        for number, piece in enumerate(words):
            ts = known.get(number, "")
            if not ts or not await self._sending.finish(letter, number, piece, ts=ts):
                if number == 0 and not may_post:
                    return ""
                ts = await self._post(letter, number, piece, but=ts)
            await self._parts.note_part(
                letter.outbound, part=number, state=PartState.SENT, provider_ref=ts
            )
            first = first or ts
        for number, ts in known.items():
            if words and number >= len(words):
                await self._sending.remove(letter, words[0].place, ts)
                await self._parts.drop_part(letter.outbound, part=number)
        return first

    async def _post(self, letter: Letter, number: int, piece: Words, *, but: str) -> str:
        """Post it, unless an earlier try has."""
        marked = await self._lookup.marked(piece.place, workspace=letter.workspace)
        ts = marked.get(marker_of(letter.outbound, part=number), "")
        if ts and ts != but and await self._sending.finish(letter, number, piece, ts=ts):
            return ts
        return await self._sending.say(letter, number, piece)
