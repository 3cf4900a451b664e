"""Which thread a letter belongs to, and what it has to name so that mail programs see that too."""

from __future__ import annotations

from dataclasses import replace

from bot.email_channel.composing import PUSHED
from bot.email_channel.frames import letter_kind, subject_of
from bot.email_channel.places import Letterhead, letterhead_of, place_of
from bot.email_channel.tokens import MailTokens
from bot.email_channel.words import bare_subject
from bot.lineage import GetOutbound
from domain.messages import ChannelName
from domain.turns import Outbound, OutboundState

_DEEPEST = 20


class Threads:
    """Finds the letters that outbound messages belong to.

    Args:
        tokens: makes the Message-IDs of our letters, which need not be kept.
        outbound: a stored message by its id.
        brand: what we are called, for subjects.
    """

    def __init__(self, *, tokens: MailTokens, outbound: GetOutbound, brand: str) -> None:
        self._tokens = tokens
        self._outbound = outbound
        self._brand = brand

    async def stem(self, outbound: Outbound) -> str:
        """The thread that its letter stands in, or opens."""
        earlier = await self._earlier(outbound)
        depth = 0
        while earlier is not None and depth < _DEEPEST:
            outbound, depth = earlier, depth + 1
            earlier = await self._earlier(outbound)
        # A push opens a thread of its own: "2" below it is not about an older list.
        known = place_of(outbound.address.conversation).stem
        is_push = letter_kind(outbound) in PUSHED
        return (None if is_push else known) or self._tokens.stem_of_outbound(outbound.id)

    async def head(self, outbound: Outbound, *, depth: int = 0) -> Letterhead | None:
        """What its letter answers: a letter of ours, a mail of the person, or nothing."""
        earlier = await self._earlier(outbound) if depth < _DEEPEST else None
        if earlier is None:
            return letterhead_of(outbound.reply_to)
        before = await self.head(earlier, depth=depth + 1)
        chain = () if before is None else (*before.references, before.message_id)
        subject = subject_of(
            earlier, answers=None if before is None else before.subject, brand=self._brand
        )
        person = place_of(earlier.address.conversation).person
        return Letterhead(
            message_id=self._tokens.message_id(
                earlier.id, stem=await self.stem(earlier), person=person
            ),
            references=tuple(one for one in chain if one),
            subject=bare_subject(subject),
        )

    async def as_letter(self, outbound: Outbound) -> Outbound:
        """The message as one of its thread, so that numbers are found there."""
        place = place_of(outbound.address.conversation)
        address = replace(place, stem=await self.stem(outbound)).address
        return replace(outbound, address=address)

    async def _earlier(self, outbound: Outbound) -> Outbound | None:
        """The letter it stands under, to the same person; a newer state follows the older one."""
        name = outbound.under or outbound.replaces
        found = None if name is None else await self._outbound(name)
        if found is None or found.address.channel is not ChannelName.EMAIL:
            return None
        if found.state is not OutboundState.SENT:
            return None
        person = place_of(found.address.conversation).person
        return found if person == place_of(outbound.address.conversation).person else None
