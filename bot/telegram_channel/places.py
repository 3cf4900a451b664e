"""Chats, topics and conversations: ``"42"``, ``"-1001"``, ``"-1001:7"``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a message goes: a chat, perhaps one topic of it."""

    chat_id: int
    topic: int | None = None

    @property
    def is_group(self) -> bool:
        """Groups and supergroups have negative ids, people have positive ones."""
        return self.chat_id < 0

    @property
    def conversation(self) -> str:
        """The id of this conversation in an ``Address``.

        >>> Place(chat_id=-1001, topic=7).conversation
        '-1001:7'
        """
        return f"{self.chat_id}" if self.topic is None else f"{self.chat_id}:{self.topic}"


def place_of(conversation: str) -> Place | None:
    """The place of a conversation; None when it is not one of Telegram.

    >>> place_of("-1001:7")
    Place(chat_id=-1001, topic=7)
    >>> place_of("general") is None
    True
    """
    chat, _, topic = conversation.partition(":")
    try:
        return Place(chat_id=int(chat), topic=int(topic) if topic else None)
    except ValueError:
        return None


def units(text: str) -> int:
    """Length as Telegram counts it, in UTF-16 units.

    >>> units("a😀")
    3
    """
    return len(text) + sum(character > "\uffff" for character in text)


def ending_of(text: str, *, max_units: int) -> str:
    """The end of a text that is too long, behind an ellipsis.

    >>> ending_of("one two", max_units=4)
    '…two'
    """
    if units(text) <= max_units:
        return text
    kept = text[-max_units + 1 :]
    while units(kept) > max_units - 1:
        kept = kept[1:]
    return f"…{kept}"


def beginning_of(text: str, *, max_units: int) -> str:
    """The beginning of a text that is too long, before an ellipsis.

    >>> beginning_of("one two", max_units=4)
    'one…'
    """
    if units(text) <= max_units:
        return text
    kept = text[: max_units - 1]
    while units(kept) > max_units - 1:
        kept = kept[:-1]
    return f"{kept}…"
