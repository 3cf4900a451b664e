"""From a stored update to an accepted message, a pressed button or a changed account."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

import structlog
from telegram.error import BadRequest, TelegramError

from bot.rendering.amounts import readable_size
from bot.rendering.untrusted import clean_line
from bot.telegram_channel.asked import Asker, Askers
from bot.telegram_channel.channel import TelegramChannel
from bot.telegram_channel.contents import FileReference
from bot.telegram_channel.decoding import Moved, Person, Pressed, ReachChanged, Said, decode
from bot.telegram_channel.identity import Identity
from bot.telegram_channel.payload import parsed
from bot.telegram_channel.places import Place, place_of
from bot.telegram_channel.wire import Flooded, MethodMissing, WireBot
from domain.agents import Audience
from domain.channel_ports import (
    Account,
    AccountStore,
    ChoiceStore,
    EventHandler,
    KeptChoice,
    StoredEvent,
)
from domain.errors import TemporaryFailure
from domain.messages import Address, Attachment, ChannelName, InboundMessage
from domain.ports import BlobStore, Intake
from domain.turns import Accepted

_log = structlog.get_logger(__name__)

MAX_DOWNLOAD_BYTES = 20_000_000
"""Telegram's limit for a file that a bot fetches."""
_TOO_OLD = "That button is too old. Ask again."
_ANSWER_WITHIN_S = 3.0
_FETCH_WITHIN_S = 120.0
_FETCHES = 4
"""After so many failures the message goes on without its file, instead of being parked."""
_LONGEST_NAME = 120


class TelegramEvents(EventHandler):
    """Works off stored updates. Running twice over the same ones is one message.

    Args:
        bot: fetches files and answers pressed buttons.
        identity: the bot.
        intake: durable accept.
        blobs: where files go before their message is accepted.
        choices: what buttons mean.
        accounts: who can be written to.
        channel: knows which groups moved and which numbers may be typed.
        askers: told whom a turn answers.
        max_file_bytes: largest file that is taken, besides Telegram's own limit.
    """

    def __init__(
        self,
        *,
        bot: WireBot,
        identity: Identity,
        intake: Intake,
        blobs: BlobStore,
        choices: ChoiceStore,
        accounts: AccountStore,
        channel: TelegramChannel,
        askers: Askers,
        max_file_bytes: int,
    ) -> None:
        self._bot = bot
        self._identity = identity
        self._intake = intake
        self._blobs = blobs
        self._choices = choices
        self._accounts = accounts
        self._channel = channel
        self._askers = askers
        self._max_bytes = min(max_file_bytes, MAX_DOWNLOAD_BYTES)

    async def __call__(self, events: Sequence[StoredEvent], /) -> None:
        """Work off one update, or the updates of an album.

        Raises:
            TemporaryFailure: not now; call again with the same.
        """
        if not self._identity.username:
            # Without it a mention in a group looks like talk among others, and would be dropped.
            raise TemporaryFailure("the bot's own name is not known yet", retry_after_s=30.0)
        said: list[tuple[StoredEvent, Said]] = []
        for stored in events:
            bundle = stored.event.bundle
            update = parsed(stored.event.document) or {}
            match decode(update, me=self._identity.me, albums=() if bundle is None else (bundle,)):
                case Said() as message:
                    said.append((stored, message))
                case Pressed() as pressed:
                    await self._press(stored, pressed)
                case ReachChanged() as change:
                    await self._note_reach(change)
                case Moved() as moved:
                    await self._channel.move(moved.old, moved.new)
                case ignored:
                    _log.warning("event_not_understood", reason=ignored.reason)
        if said:
            await self._accept(said)

    # --- messages -----------------------------------------------------------------------------

    async def _accept(self, said: Sequence[tuple[StoredEvent, Said]]) -> None:
        stored, first = said[0]
        attachments: list[Attachment] = []
        notes: list[str] = []
        for event, message in said:
            notes += message.notes
            for file in message.files:
                fetched = await self._fetch(file, failures=event.failures)
                if isinstance(fetched, str):
                    notes.append(fetched)
                else:
                    attachments.append(fetched)
        words = next((message for _, message in said if message.text or message.command), first)
        text, action = words.text, None
        if words.command is None and text.isascii() and text.isdigit() and len(text) <= 3:
            choice = await self._typed(words.place, int(text))
            if choice is not None:
                text, action = (choice.label, choice.action)
        accepted = await self._intake.accept(
            InboundMessage(
                address=self._address(first.place.conversation),
                sender=str(first.person.id),
                sender_name=first.person.name,
                audience=Audience.SEEKER,
                text=text,
                received_at=first.at or stored.event.received_at,
                dedupe_keys=tuple(key for _, message in said for key in message.keys),
                order_key=_order_key(stored.event.received_at, first.update_id),
                attachments=tuple(attachments),
                command=words.command,
                action=action,
                locale=first.person.locale,
                provider_ref=str(words.message_id),
                in_group=first.place.is_group,
                is_open_to_all=first.is_open,
                notes=tuple(dict.fromkeys(notes)),
            )
        )
        self._note_asker(accepted, first.person, words.message_id)

    async def _typed(self, place: Place, number: int) -> KeptChoice | None:
        if not self._channel.is_typed(place.conversation, number):
            return None
        return await self._choices.numbered(self._address(place.conversation), number)

    async def _fetch(self, file: FileReference, *, failures: int) -> Attachment | str:
        """The stored file, or a sentence for the person why there is none.

        Raises:
            TemporaryFailure: it could not be fetched now.
        """
        name = clean_line(file.name)[:_LONGEST_NAME] or "file"
        if file.size_bytes is not None and file.size_bytes > self._max_bytes:
            return self._too_large(name, file.size_bytes)
        try:
            async with asyncio.timeout(_FETCH_WITHIN_S):
                content = await self._bot.fetch(file.file_id, max_bytes=self._max_bytes)
        except BadRequest as error:
            if "too big" in error.message.lower():
                return self._too_large(name, file.size_bytes)
            return f"{name} is not available at Telegram any more. Please send it again."
        except (TelegramError, TimeoutError) as error:
            _log.warning("file_not_fetched", error=type(error).__name__, failures=failures)
            if failures >= _FETCHES or isinstance(error, MethodMissing):
                return f"{name} could not be fetched from Telegram. Please send it again."
            retry_after_s = error.retry_after_s if isinstance(error, Flooded) else None
            raise TemporaryFailure(
                "a file could not be fetched from Telegram", retry_after_s=retry_after_s
            ) from error
        if content is None:
            return self._too_large(name, file.size_bytes)
        blob = await self._blobs.put(content, owner=None, name=name)
        return Attachment(blob=blob, name=name, media_type=file.media_type, size_bytes=len(content))

    def _too_large(self, name: str, size_bytes: int | None) -> str:
        size = "too large" if size_bytes is None else _size(size_bytes)
        limit = _size(self._max_bytes)
        return (
            f"{name} is {size}; I can take files up to {limit} here. Send a smaller one, for "
            "example the document without its pictures."
        )

    # --- buttons ------------------------------------------------------------------------------

    async def _press(self, stored: StoredEvent, pressed: Pressed) -> None:
        choice = None
        if pressed.token:
            choice = await self._choices.find(pressed.token, channel=ChannelName.TELEGRAM)
        if choice is None or not self._leads_here(choice, pressed.place):
            await self._answer(pressed, text=_TOO_OLD)
            return
        accepted = await self._intake.accept(
            InboundMessage(
                # The button knows its topic, an old message does not.
                address=self._address(self._here(choice, pressed.place).conversation),
                sender=str(pressed.person.id),
                sender_name=pressed.person.name,
                audience=Audience.SEEKER,
                text=choice.label,
                received_at=stored.event.received_at,
                dedupe_keys=pressed.keys,
                order_key=_order_key(stored.event.received_at, pressed.update_id),
                action=choice.action,
                locale=pressed.person.locale,
                in_group=pressed.place.is_group,
                is_open_to_all=pressed.is_open,
                provider_ref=None if pressed.message_id is None else str(pressed.message_id),
            )
        )
        self._note_asker(accepted, pressed.person, pressed.message_id)
        await self._answer(pressed)

    def _leads_here(self, choice: KeptChoice, place: Place) -> bool:
        """Whether the button was offered in this chat; under its old id, if the chat moved."""
        if choice.address.workspace != self._identity.workspace:
            return False
        offered = place_of(choice.address.conversation)
        return offered is not None and self._channel.now_at(offered.chat_id) == place.chat_id

    def _here(self, choice: KeptChoice, place: Place) -> Place:
        offered = place_of(choice.address.conversation)
        return offered if offered is not None and offered.chat_id == place.chat_id else place

    async def _answer(self, pressed: Pressed, *, text: str | None = None) -> None:
        """Best effort: until it is answered, the button shows that it is waiting."""
        try:
            async with asyncio.timeout(_ANSWER_WITHIN_S):
                await self._bot.answer_callback_query(pressed.query, text=text)
        except (TelegramError, TimeoutError) as error:
            _log.info("button_not_answered", error=type(error).__name__)

    # --- accounts -----------------------------------------------------------------------------

    async def _note_reach(self, change: ReachChanged) -> None:
        if change.place.is_group:
            _log.info("group_reach_changed", reachable=change.reachable)
            return  # nobody's account; what is sent to a group we left is settled as gone
        account = Account(
            channel=ChannelName.TELEGRAM,
            workspace=self._identity.workspace,
            sender=str(change.place.chat_id),
        )
        await self._accounts.note_reachable(account, reachable=change.reachable)

    # --- small parts --------------------------------------------------------------------------

    def _address(self, conversation: str) -> Address:
        return Address(
            channel=ChannelName.TELEGRAM,
            workspace=self._identity.workspace,
            conversation=conversation,
        )

    def _note_asker(self, accepted: Accepted, person: Person, message_id: int | None) -> None:
        self._askers.note(accepted.turn.id, Asker(name=person.name, message_id=message_id))


def _size(size_bytes: int) -> str:
    return readable_size(size_bytes).replace(".0 ", " ")


def _order_key(received_at: datetime, update_id: int) -> str:
    """The day, then the update id: after a silent week Telegram starts at a random id again.

    >>> from datetime import UTC
    >>> _order_key(datetime(2026, 11, 25, tzinfo=UTC), 42)
    '020782.000000000042'
    """
    day = int(received_at.timestamp()) // 86_400
    return f"{day:06d}.{update_id:012d}"
