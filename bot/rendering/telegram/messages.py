"""What is sent: text with ranges in UTF-16 units, and the keys below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MAX_MESSAGE_UNITS = 4_096
MAX_CAPTION_UNITS = 1_024
MAX_ENTITIES = 100
"""Ranges of one message; Telegram drops the others without a word."""
MAX_KEYS = 100
MAX_RICH_CHARS = 32_768

EntityType = Literal[
    "bold", "italic", "code", "pre", "text_link", "blockquote", "expandable_blockquote"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A range of the text and how it is drawn; ``offset`` and ``length`` in UTF-16 units."""

    type: EntityType
    offset: int
    length: int
    url: str | None = None
    """Where a ``text_link`` leads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One button of an inline keyboard; ``token`` goes out as its callback data."""

    label: str
    token: str
    tone: Literal["normal", "primary", "danger"] = "normal"
    """The button's ``style`` where the Bot API has one (9.4 and later)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramMessage:
    """One message, not empty and within every limit of Telegram."""

    text: str
    entities: tuple[Entity, ...] = ()
    keyboard: tuple[tuple[Key, ...], ...] = ()
    rich: str | None = None
    """The same words as rich-message markdown, where that is nicer. To be sent with
    ``skip_entity_detection``; this ``text`` is what to fall back to."""
    typed: tuple[int, ...] = ()
    """Choices without a key, listed in the text with the number that a person types."""


def utf16_units(words: str) -> int:
    """Length as Telegram counts it.

    >>> utf16_units("a😀")
    3
    """
    return len(words) + sum(char > "\uffff" for char in words)
