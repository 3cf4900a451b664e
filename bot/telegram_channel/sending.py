"""One message or file to one chat: paced, with fallbacks, an outcome instead of an error."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import structlog
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    MessageEntity,
    ReplyParameters,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
)

from bot.telegram_channel.wire import Flooded, MethodMissing, NotSent, WireBot
from domain.turns import Ambiguous, Gone, Retry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.rendering.telegram import Entity, Key, TelegramMessage
    from bot.telegram_channel.places import Place
    from bot.telegram_channel.speed import SpeedLimit

_log = structlog.get_logger(__name__)

_NO_CONNECTION_S = 2.0
_NO_TOKEN_S = 60.0
_STYLES = {"primary": "primary", "danger": "danger"}
_ALIKE = "message is not modified"
_NOTHING_TO_EDIT = ("message to edit not found", "message can't be edited", "message_id_invalid")
_NOBODY = (
    "chat not found",
    "peer_id_invalid",
    "user not found",
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_restricted",
    "thread not found",
    "topic_closed",
    "topic_deleted",
    "group chat was deactivated",
    "group chat was deleted",
)
"""What refusals say that mean: nobody can be written to there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """It is there, under this id."""

    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedTo:
    """The chat has another id now; nothing was sent."""

    chat_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotThere:
    """There is no such message to edit, or no such file to be had."""


Before = Callable[[], Awaitable[None]]

Outcome = Posted | MovedTo | NotThere | Retry | Gone | Ambiguous


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkKey:
    """A button that opens an address."""

    label: str
    url: str


class Sender:
    """Puts messages into chats.

    Args:
        bot: the calls.
        speed: every call waits for its right.
        rich: use rich messages where a message has them and the server knows them.
    """

    def __init__(self, *, bot: WireBot, speed: SpeedLimit, rich: bool) -> None:
        self._bot = bot
        self._speed = speed
        self._rich = rich

    async def send(
        self,
        place: Place,
        message: TelegramMessage,
        *,
        reply_to: int | None = None,
        link: LinkKey | None = None,
        before: Before | None = None,
    ) -> Outcome:
        """Send one message: as rich as the server takes it, down to plain words.

        ``before`` is awaited right before each call that may put it there.
        """
        if self._rich and message.rich is not None:
            outcome = await self._send_rich(
                place, message, reply_to=reply_to, link=link, before=before
            )
            if outcome is not None:
                return outcome
        for attempt in _attempts(message):
            try:
                async with self._speed.message(place.chat_id):
                    if before is not None:
                        await before()
                    message_id = await self._bot.put_message(
                        "sendMessage",
                        {
                            "chat_id": place.chat_id,
                            "message_thread_id": place.topic,
                            "text": attempt.text,
                            "entities": _entities(attempt.entities),
                            "reply_markup": _keyboard(attempt.keyboard, link=link),
                            "link_preview_options": LinkPreviewOptions(is_disabled=True),
                            "reply_parameters": _answering(reply_to),
                        },
                    )
            except BadRequest as error:
                if _is_final(error):
                    return self._outcome(place, error)
                _log.warning("message_refused", reason=error.message[:80], plainer="next")
                continue
            except TelegramError as error:
                return self._outcome(place, error)
            return _posted(message_id)
        _log.error("message_given_up", reason="refused even as plain text")
        return Gone(reason="refused even as plain text")

    async def edit(
        self, place: Place, message_id: int, message: TelegramMessage, *, link: LinkKey | None
    ) -> Outcome:
        """Replace the words of one of our messages. Doing it twice does no harm."""
        for attempt in _attempts(message):
            try:
                async with self._speed.message(place.chat_id):
                    await self._bot.put_message(
                        "editMessageText",
                        {
                            "chat_id": place.chat_id,
                            "message_id": message_id,
                            "text": attempt.text,
                            "entities": _entities(attempt.entities),
                            "reply_markup": _keyboard(attempt.keyboard, link=link),
                            "link_preview_options": LinkPreviewOptions(is_disabled=True),
                        },
                    )
            except BadRequest as error:
                said = error.message.lower()
                if _ALIKE in said:
                    return Posted(message_id=message_id)
                if any(words in said for words in _NOTHING_TO_EDIT):
                    return NotThere()
                if _is_final(error):
                    return self._outcome(place, error)
                continue
            except TelegramError as error:
                outcome = self._outcome(place, error)
                if isinstance(outcome, Ambiguous):
                    return Retry(after_s=_NO_CONNECTION_S)
                return outcome
            return Posted(message_id=message_id)
        return NotThere()

    async def delete(self, place: Place, message_id: int) -> None:
        """Take back one of our messages, if that works."""
        try:
            async with self._speed.call():
                await self._bot.delete_message(place.chat_id, message_id)
        except TelegramError as error:
            _log.info("message_not_deleted", error=type(error).__name__)

    async def send_file(
        self,
        place: Place,
        content: bytes,
        *,
        name: str,
        caption: str,
        is_picture: bool = False,
        reply_to: int | None = None,
        before: Before | None = None,
    ) -> Outcome:
        """Send a file; ``NotThere`` when Telegram does not take it. ``before`` as in ``send``.

        A picture is shown in the chat; one that Telegram does not take as such (too wide, too
        tall) is sent as a file.
        """
        document: dict[str, object] = {
            "document": InputFile(content, filename=name),
            "disable_content_type_detection": True,
        }
        attempts: list[tuple[str, dict[str, object]]] = [("sendDocument", document)]
        if is_picture:
            attempts.insert(0, ("sendPhoto", {"photo": InputFile(content, filename=name)}))
        for method, file in attempts:
            try:
                async with self._speed.message(place.chat_id):
                    if before is not None:
                        await before()
                    message_id = await self._bot.put_message(
                        method,
                        {
                            "chat_id": place.chat_id,
                            "message_thread_id": place.topic,
                            "caption": caption or None,
                            "reply_parameters": _answering(reply_to),
                            **file,
                        },
                    )
            except BadRequest as error:
                if _is_final(error):
                    return self._outcome(place, error)
                _log.warning("file_refused", reason=error.message[:80], method=method)
                continue
            except TelegramError as error:
                return self._outcome(place, error)
            return _posted(message_id)
        return NotThere()

    async def _send_rich(
        self,
        place: Place,
        message: TelegramMessage,
        *,
        reply_to: int | None,
        link: LinkKey | None,
        before: Before | None,
    ) -> Outcome | None:
        """None when it has to be said without a rich message."""
        arguments: dict[str, object] = {
            "chat_id": place.chat_id,
            "message_thread_id": place.topic,
            "rich_message": {"markdown": message.rich, "skip_entity_detection": True},
            "reply_markup": _keyboard(message.keyboard, link=link),
            "reply_parameters": _answering(reply_to),
        }
        try:
            async with self._speed.message(place.chat_id):
                if before is not None:
                    await before()
                message_id = await self._bot.put_message("sendRichMessage", arguments)
        except MethodMissing:
            self._rich = False
            _log.warning("rich_messages_switched_off", reason="the server does not know them")
            return None
        except BadRequest as error:
            if _is_final(error):
                return self._outcome(place, error)
            _log.warning("message_refused", reason=error.message[:80], plainer="entities")
            return None
        except TelegramError as error:
            return self._outcome(place, error)
        return _posted(message_id)

    def _outcome(self, place: Place, error: TelegramError) -> Outcome:
        match error:
            case Flooded():
                self._speed.hold(place.chat_id, for_s=error.retry_after_s)
                return Retry(after_s=error.retry_after_s)
            case ChatMigrated():
                return MovedTo(chat_id=error.new_chat_id)
            case Forbidden() | BadRequest():
                return Gone(reason=_reason(error))
            case NotSent():
                return Retry(after_s=_NO_CONNECTION_S)
            case InvalidToken() | MethodMissing():
                _log.error(
                    "telegram_token_refused",
                    advice="Ask @BotFather for a new token, set CAREERGINI_TELEGRAM__TOKEN and "
                    "restart.",
                )
                return Retry(after_s=_NO_TOKEN_S)
            case NetworkError():
                return Ambiguous(reason=type(error).__name__)
            case _:
                return Ambiguous(reason=type(error).__name__)


def _posted(message_id: int | None) -> Outcome:
    return Ambiguous(reason="no id") if message_id is None else Posted(message_id=message_id)


def is_blocked(reason: str) -> bool:
    """Whether the reason of a ``Gone`` is that this person is not to be reached any more.

    >>> is_blocked("bot can't initiate conversation with a user")
    False
    """
    return "blocked by the user" in reason or "deactivated" in reason or "not found" in reason


def _reason(error: TelegramError) -> str:
    said = error.message.lower()
    return said.removeprefix("forbidden: ").removeprefix("bad request: ")[:80]


def _is_final(error: BadRequest) -> bool:
    """Whether saying it more plainly cannot help."""
    said = error.message.lower()
    return any(words in said for words in _NOBODY)


def _attempts(message: TelegramMessage) -> Sequence[TelegramMessage]:
    """As it is, without styles, and without buttons."""
    plain = replace(message, entities=(), rich=None)
    bare = replace(plain, keyboard=())
    return list(dict.fromkeys((replace(message, rich=None), plain, bare)))


def _entities(entities: Sequence[Entity]) -> list[MessageEntity] | None:
    return [
        MessageEntity(type=one.type, offset=one.offset, length=one.length, url=one.url)
        for one in entities
    ] or None


def _keyboard(
    rows: Sequence[Sequence[Key]], *, link: LinkKey | None
) -> InlineKeyboardMarkup | None:
    buttons = [
        [
            InlineKeyboardButton(key.label, callback_data=key.token, style=_STYLES.get(key.tone))
            for key in row
        ]
        for row in rows
    ]
    if link is not None:
        buttons.append([InlineKeyboardButton(link.label, url=link.url)])
    return InlineKeyboardMarkup(buttons) if buttons else None


def _answering(message_id: int | None) -> ReplyParameters | None:
    if message_id is None:
        return None
    return ReplyParameters(message_id=message_id, allow_sending_without_reply=True)
