"""Replies as Telegram messages: plain values, which the channel turns into its library's objects.

Pure functions: no I/O, no decisions, no import of a Telegram library. Styles are entities (ranges
with a type) and not a parse mode, so no word has to be escaped and none can break a message. The
same words as rich-message markdown (Bot API 10.1) are there for those who switch it on.
"""

from __future__ import annotations

from bot.rendering.telegram.messages import (
    MAX_CAPTION_UNITS as MAX_CAPTION_UNITS,
)
from bot.rendering.telegram.messages import (
    MAX_MESSAGE_UNITS as MAX_MESSAGE_UNITS,
)
from bot.rendering.telegram.messages import Entity as Entity
from bot.rendering.telegram.messages import EntityType as EntityType
from bot.rendering.telegram.messages import Key as Key
from bot.rendering.telegram.messages import TelegramMessage as TelegramMessage
from bot.rendering.telegram.reply_messages import documents as documents
from bot.rendering.telegram.reply_messages import render_telegram as render_telegram
from bot.rendering.telegram.reply_messages import split_plain as split_plain
