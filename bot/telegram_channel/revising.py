"""A newer state of a message that stands there already: its words are edited in place."""

from __future__ import annotations

from collections.abc import Sequence

from bot.rendering.telegram import TelegramMessage
from bot.telegram_channel.places import Place
from bot.telegram_channel.plan import Part
from bot.telegram_channel.sending import NotThere, Outcome, Posted, Sender
from domain.channel_ports import PartStore
from domain.turns import Outbound, PartState, SentPart

_PRIVATE_FROM = 1_000


class Revising:
    """Edits messages; the words of all states are noted as those of the first message."""

    def __init__(self, *, sender: Sender, parts: PartStore) -> None:
        self._sender = sender
        self._parts = parts

    async def reference(self, home: Outbound, place: Place) -> int | None:
        """The id that the first message has in this chat now."""
        return (await self._known(home, place)).get(0)

    async def revise(
        self, parts: Sequence[Part], *, home: Outbound, place: Place, may_post: bool
    ) -> Outcome:
        """Show the parts in place of what is there; doing it again does no harm.

        ``NotThere`` when there is nothing to edit and ``may_post`` is false.

        Args:
            parts: the words of the newer state.
            home: the message that was sent first.
            place: where it is.
            may_post: whether it is sent anew when the message is not there any more.
        """
        known = await self._known(home, place)
        first: Posted | None = None
        for number, part in enumerate(parts):
            outcome = await self._show(part, known.get(number))
            if isinstance(outcome, NotThere) and (may_post or first is not None):
                outcome = await self._post(part)
            if not isinstance(outcome, Posted):
                return outcome
            await self._parts.note_part(
                home.id,
                part=number,
                state=PartState.SENT,
                provider_ref=reference_of(part, outcome),
            )
            first = first or outcome
        for number, message_id in known.items():
            if first is not None and number >= len(parts):
                await self._sender.delete(place, message_id)
                await self._parts.drop_part(home.id, part=number)
        return first or NotThere()

    async def _known(self, home: Outbound, place: Place) -> dict[int, int]:
        """The messages of its words, by number."""
        found = {
            part.part: message_id
            for part in await self._parts.parts(home.id)
            if part.part < _PRIVATE_FROM and (message_id := message_in(part, place)) is not None
        }
        ref = home.provider_ref or ""
        return found if found or not ref.isdecimal() else {0: int(ref)}

    async def _show(self, part: Part, message_id: int | None) -> Outcome:
        if message_id is None or not isinstance(part.content, TelegramMessage):
            return NotThere()
        return await self._sender.edit(part.place, message_id, part.content, link=part.link)

    async def _post(self, part: Part) -> Outcome:
        if not isinstance(part.content, TelegramMessage):
            return NotThere()
        return await self._sender.send(
            part.place, part.content, reply_to=part.reply_to, link=part.link
        )


def reference_of(part: Part, posted: Posted) -> str:
    """How a sent part is noted: that of a file is no message whose words could be edited."""
    chat = str(part.place.chat_id)
    if not isinstance(part.content, TelegramMessage):
        chat = f"{chat}/file"
    return f"{chat}/{posted.message_id}"


def message_in(known: SentPart, place: Place) -> int | None:
    """The id of a message of words that was noted, if it is in this chat."""
    chat, _, message = known.provider_ref.rpartition("/")
    return int(message) if chat == str(place.chat_id) and message.isdigit() else None
