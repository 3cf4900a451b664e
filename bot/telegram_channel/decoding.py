"""An update of the Bot API to what it means for us; pure, and total: any JSON object decodes."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.rendering.untrusted import clean_line
from bot.telegram_channel.contents import FileReference, files_in, notes_on, text_of
from bot.telegram_channel.payload import Payload, child, integer, words
from bot.telegram_channel.places import Place

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
"""Everything that is decoded here, and nothing else is asked for."""
OPEN_CHAT = "open"
"""Deep link payload of our own buttons; all other payloads are one-time codes."""

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9_]+))?(?:\s+|$)")
_LOCALE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_LONGEST_NAME = 100
_GONE = frozenset({"left", "kicked"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """The bot itself. ``username`` is empty until Telegram was reached once."""

    id: int
    username: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who wrote or pressed; ``name`` is untrusted."""

    id: int
    name: str
    locale: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Words or files for us."""

    place: Place
    person: Person
    text: str
    command: str | None
    files: tuple[FileReference, ...]
    notes: tuple[str, ...]
    message_id: int
    at: datetime | None
    """When it was written, or written anew."""
    keys: tuple[str, ...]
    update_id: int
    bundle: str | None
    """The album it belongs to."""
    is_open: bool = False
    """Said in a public group: anybody can read it there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button below one of our messages."""

    place: Place
    """The topic is unknown when the message is too old."""
    person: Person
    query: str
    """What has to be answered."""
    token: str
    message_id: int | None
    keys: tuple[str, ...]
    update_id: int
    is_open: bool = False
    """As in ``Said``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachChanged:
    """Blocked or unblocked by a person, thrown out of a group or added to one."""

    place: Place
    reachable: bool
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A group became a supergroup and got another id."""

    old: Place
    new: Place
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """Not for us; ``reason`` is for the log."""

    reason: str


Decoded = Said | Pressed | ReachChanged | Moved | Ignored


def decode(update: Payload, *, me: Me, albums: Collection[str] = ()) -> Decoded:
    """What an update means.

    Args:
        update: as the Bot API wrote it; untrusted.
        me: the bot.
        albums: albums known to be for us: only one file of an album carries the words.

    >>> decode({"update_id": 1, "poll": {}}, me=Me(id=7, username="b"))
    Ignored(reason='another kind of update')
    """
    update_id = integer(update, "update_id")
    if update_id is None or update_id < 0:
        return Ignored(reason="no update id")
    key = f"update:{update_id}"
    if message := child(update, "message"):
        return _message(message, me=me, albums=albums, update_id=update_id, edited=False)
    if message := child(update, "edited_message"):
        return _message(message, me=me, albums=albums, update_id=update_id, edited=True)
    if query := child(update, "callback_query"):
        return _pressed(query, update_id=update_id)
    if change := child(update, "my_chat_member"):
        return _reach(change, key=key)
    return Ignored(reason="another kind of update")


def _message(
    message: Payload, *, me: Me, albums: Collection[str], update_id: int, edited: bool
) -> Decoded:
    place = _place(message)
    message_id = integer(message, "message_id")
    if place is None or message_id is None:
        return Ignored(reason="no chat")
    moved = integer(message, "migrate_to_chat_id")
    key = f"update:{update_id}"
    if moved is not None:
        return Moved(old=Place(chat_id=place.chat_id), new=Place(chat_id=moved), keys=(key,))
    person = _person(message)
    if person is None:
        return Ignored(reason="not from a person")
    said = text_of(message, me_id=me.id, username=me.username)
    command, addressee, argument = _command(said.text)
    files = files_in(message)
    notes = notes_on(message)
    if not (said.text or files or notes or said.mentions_us):
        return Ignored(reason="nothing in it")
    if edited and not (said.text or files):
        return Ignored(reason="nothing to read anew")
    group_id = words(message, "media_group_id")
    bundle = f"{place.chat_id}:{group_id}" if group_id and not edited else None
    if place.is_group:
        to_us = addressee is None or addressee.lower() == me.username.lower()
        if command is not None and not to_us:
            return Ignored(reason="a command to another bot")
        answers_us = _answers_us(message, me)
        if not (command or answers_us or said.mentions_us or bundle in albums):
            return Ignored(reason="not for us")
    text = said.text
    if command is not None:
        text = argument
        if command == "start":
            command, text = _started(argument, is_group=place.is_group)
    elif not (text or files or notes):
        command = "help"  # only our name was said
    edit_date = integer(message, "edit_date") if edited else None
    own = f"msg:{place.chat_id}:{message_id}"
    return Said(
        place=place,
        person=person,
        text=text,
        command=command,
        files=files,
        notes=notes,
        message_id=message_id,
        at=_time(edit_date if edit_date is not None else integer(message, "date")),
        keys=(key, own if not edited else f"{own}:{edit_date or update_id}"),
        update_id=update_id,
        bundle=bundle,
        is_open=_is_open(message, place),
    )


def _command(text: str) -> tuple[str | None, str | None, str]:
    """Name, addressed bot and argument of a command."""
    found = _COMMAND.match(text)
    if found is None:
        return None, None, text
    return found[1].lower(), found[2], text[found.end() :].strip()


def _started(payload: str, *, is_group: bool) -> tuple[str, str]:
    """``/start CODE`` from a link. A code that a whole group read is not used."""
    if not payload or payload == OPEN_CHAT or is_group:
        return "start", ""
    return "link", payload


def _answers_us(message: Payload, me: Me) -> bool:
    replied = child(message, "reply_to_message")
    # In a topic every message "replies" to the one that opened it, perhaps ours.
    return integer(child(replied, "from"), "id") == me.id and "forum_topic_created" not in replied


def _pressed(query: Payload, *, update_id: int) -> Decoded:
    message = child(query, "message")
    place = _place(message)
    person = _person(query)
    query_id = words(query, "id")
    if place is None or person is None or not query_id:
        return Ignored(reason="a button of no chat")
    return Pressed(
        place=place,
        person=person,
        query=query_id,
        token=words(query, "data"),
        message_id=integer(message, "message_id"),
        keys=(f"update:{update_id}", f"callback:{query_id}"),
        update_id=update_id,
        is_open=_is_open(message, place),
    )


def _reach(change: Payload, *, key: str) -> Decoded:
    place = _place(change)
    if place is None:
        return Ignored(reason="no chat")
    status = words(child(change, "new_chat_member"), "status")
    before = words(child(change, "old_chat_member"), "status")
    if (status in _GONE) == (before in _GONE):
        return Ignored(reason="another right in a chat")
    return ReachChanged(place=place, reachable=status not in _GONE, keys=(key,))


def _place(source: Payload) -> Place | None:
    chat = child(source, "chat")
    chat_id = integer(chat, "id")
    if not chat_id or words(chat, "type") == "channel":
        return None
    # Without this mark the thread is only a chain of replies.
    topic = integer(source, "message_thread_id") if source.get("is_topic_message") else None
    return Place(chat_id=chat_id, topic=topic)


def _is_open(source: Payload, place: Place) -> bool:
    """Groups with a public name can be read without joining them."""
    return place.is_group and bool(words(child(source, "chat"), "username"))


def _person(source: Payload) -> Person | None:
    found = child(source, "from")
    person_id = integer(found, "id")
    if person_id is None or found.get("is_bot"):
        return None  # other bots, and admins who hide behind the group
    name = clean_line(f"{words(found, 'first_name')} {words(found, 'last_name')}")
    return Person(
        id=person_id, name=name[:_LONGEST_NAME], locale=_locale(words(found, "language_code"))
    )


def _locale(code: str) -> str | None:
    """A BCP 47 tag.

    >>> _locale("pt-br")
    'pt-BR'
    """
    if not _LOCALE.fullmatch(code):
        return None
    language, _, rest = code.partition("-")
    region = rest.upper() if len(rest) == 2 else rest
    return f"{language.lower()}-{region}" if region else language.lower()


def _time(seconds: int | None) -> datetime | None:
    if not seconds:
        return None
    try:
        return datetime.fromtimestamp(seconds, tz=UTC)
    except (OverflowError, OSError, ValueError):
        return None
