"""Which provider messages an outbound message becomes: the same plan whenever it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.rendering.amounts import readable_size
from bot.rendering.telegram import MAX_MESSAGE_UNITS, TelegramMessage, documents, render_telegram
from bot.telegram_channel.places import Place, beginning_of
from bot.telegram_channel.sending import LinkKey
from domain.channel_ports import ChoiceStore
from domain.discretion import public_view
from domain.messages import Address
from domain.reply import File
from domain.turns import Outbound

MAX_UPLOAD_BYTES = 50_000_000
"""Telegram's limit for a file that a bot sends."""
MAX_PICTURE_BYTES = 10_000_000
"""Telegram's limit for a file that it shows as a picture."""
_EMPTY = "Done."
_BUTTON = "Open our private chat"
_BEGIN = "I may not write to you first: open our private chat, press Start, and ask me there."


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One message or file of an outbound message."""

    number: int
    """From 0, in the chat of the conversation; from 1000, in the person's private chat."""
    content: TelegramMessage | File
    place: Place
    reply_to: int | None = None
    link: LinkKey | None = None
    is_private_copy: bool = False
    """Of an answer that a group may not read."""


_PRIVATE_FROM = 1_000


class Planner:
    """Plans parts.

    Args:
        choices: where tokens for buttons come from.
        rich: render rich messages too.
    """

    def __init__(self, *, choices: ChoiceStore, rich: bool) -> None:
        self._choices = choices
        self._rich = rich

    async def plan(
        self,
        outbound: Outbound,
        place: Place,
        *,
        name: str,
        username: str,
        under: int | None = None,
    ) -> Sequence[Part]:
        """The parts, in the order in which they are to be sent.

        Args:
            outbound: what is owed.
            place: where its conversation is now.
            name: of the person, as the group knows them; untrusted.
            username: the bot's.
            under: the message there that it belongs under.
        """
        reply = outbound.reply
        reply_to = under or (_message_id(outbound.reply_to) if place.is_group else None)
        if not (place.is_group and reply.is_personal):
            # Under the chat's present id, which a group that moved does not have in its address.
            address = replace(outbound.address, conversation=place.conversation)
            return await self._whole(outbound, address, place, reply_to=reply_to)
        private: Sequence[Part] = ()
        recipient = _message_id(outbound.recipient)
        if recipient is not None and recipient > 0:
            there = Place(chat_id=recipient)
            address = replace(outbound.address, conversation=there.conversation)
            parts = await self._whole(outbound, address, there, reply_to=None)
            private = [
                replace(part, number=part.number + _PRIVATE_FROM, is_private_copy=True)
                for part in parts
            ]
        shown = public_view(reply, name=name)
        link = LinkKey(label=_BUTTON, url=f"https://t.me/{username}?start=open")
        messages = render_telegram(shown, token_of=str, rich=False)
        public = Part(
            number=0,
            content=messages[0] if messages else TelegramMessage(text=_EMPTY),
            place=place,
            reply_to=reply_to,
            link=link if username else None,
        )
        return [*private, public]

    async def _whole(
        self, outbound: Outbound, address: Address, place: Place, *, reply_to: int | None
    ) -> list[Part]:
        reply = outbound.reply
        tokens = await self._choices.keep(replace(outbound, address=address))
        messages = list(render_telegram(reply, token_of=tokens.__getitem__, rich=self._rich))
        files = documents(reply)
        if not messages and not files:
            messages = [TelegramMessage(text=_EMPTY)]
        contents: list[TelegramMessage | File] = [*messages]
        contents += [
            file if file.size_bytes <= MAX_UPLOAD_BYTES else too_big(file) for file in files
        ]
        return [
            Part(
                number=number,
                content=content,
                place=place,
                reply_to=reply_to if number == 0 else None,
            )
            for number, content in enumerate(contents)
        ]


def typed_numbers(parts: Sequence[Part]) -> frozenset[int]:
    """Choices that have no button and are meant to be typed."""
    return frozenset(
        number
        for part in parts
        if isinstance(part.content, TelegramMessage)
        for number in part.content.typed
    )


def asking_to_begin(part: Part) -> Part:
    """The count that a group reads, when its person cannot be written to yet."""
    content = part.content
    if not isinstance(content, TelegramMessage):
        return part
    words = f"{content.text}\n{_BEGIN}"
    return replace(
        part, content=replace(content, text=beginning_of(words, max_units=MAX_MESSAGE_UNITS))
    )


def too_big(file: File) -> TelegramMessage:
    """A sentence instead of a file that Telegram does not take."""
    return said(
        f"{file.name} is {readable_size(file.size_bytes)}, and Telegram takes at most 50 MB from a "
        "bot. Ask for a shorter version."
    )


def is_picture(file: File) -> bool:
    """Whether Telegram can show it right in the chat."""
    return file.media_type == "image/png" and file.size_bytes <= MAX_PICTURE_BYTES


def missing(file: File) -> TelegramMessage:
    """A sentence instead of a file that was deleted meanwhile."""
    return said(f"{file.name} is not here any more. Ask for it again.")


def unsendable(file: File) -> TelegramMessage:
    """A sentence instead of a file that Telegram refused."""
    return said(f"Telegram did not take the file {file.name}. Ask for it in another format.")


def said(words: str) -> TelegramMessage:
    """One plain message."""
    return TelegramMessage(text=beginning_of(words, max_units=MAX_MESSAGE_UNITS))


def _message_id(reference: str | None) -> int | None:
    """A message or user id from its text; None when it is none."""
    if reference is None or not reference.isascii() or not reference.isdigit():
        return None
    return int(reference)
