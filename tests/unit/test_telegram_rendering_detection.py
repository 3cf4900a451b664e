"""What Telegram makes of a text by itself, written down from TDLib and the Android client.

Independent of the renderer: links, mentions and commands that appear although no entity of the
message says so. What touches code, pre or a link of the message is dropped, as Telegram does.
"""

from __future__ import annotations

import re

from bot.rendering.telegram import Entity, TelegramMessage

# TDLib's is_domain_symbol: ASCII letters, digits, "_-~", and beyond U+00C0 all but separators.
_SYMBOL = r"(?:[A-Za-z0-9_\-~\u200c\u200d\u2010-\u2015]|[^\x00-\xbf\s\u1680\u2000-\u206f\u3000])"
_LETTER = r"[^\W\d_]"
_HASHTAG = r"[\w\u200c\u00b7\u0d80-\u0dff]"
_NO_TOP_LEVEL = (
    "csv docx? gif html jpe?g jsx? json odt pdf png pptx? rtf tsx? txt xlsx? xml".replace(" ", "|")
)
RULES = {
    "mention": r"(?<!\w)@[A-Za-z0-9_]{2,32}(?!\w)",
    "hashtag": rf"(?<!{_HASHTAG})#{_HASHTAG}{{1,256}}",
    "cashtag": r"(?<![$\w])\$(?:1INCH|[A-Z]{1,8})(?![$\w])",
    "command": r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@\w+)?(?![\w/<>])",
    "internal": r"(?i:tg|ton)://[A-Za-z0-9_-]",
    "url": rf"(?i:https?|ftp)://[^\s/?#]*{_SYMBOL}\.{_SYMBOL}",
    "host": (
        rf"{_SYMBOL}\.(?!(?i:{_NO_TOP_LEVEL})(?!{_SYMBOL}|\.{_SYMBOL}))"
        rf"{_LETTER}{{2,}}(?!{_SYMBOL})"
    ),
    "punycode": rf"{_SYMBOL}\.xn--[A-Za-z0-9]",
    "ipv4": r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w])",
    "email": r"[A-Za-z0-9_-]@[A-Za-z0-9][A-Za-z0-9_.-]*\.[A-Za-z]{2,8}",
    "phone": r"\+\d(?:[ ()-]{0,2}\d){6,}",
    "android mention": r"(?:^|[\s(])@[A-Za-z\d_.]{1,32}",
    "android hashtag": r"(?:^|[\s(])#[A-Za-z0-9_@.]+",
    "android cashtag": r"(?:^|[\s(])\$[^0-9][A-Za-z0-9_@.]+",
    "android command": r"(?:^|\s)/[A-Za-z@\d_]{1,255}",
}
_CARD = re.compile(r"[0-9](?:[0-9 -]*[0-9])?")


def detected(text: str) -> list[tuple[str, int, int]]:
    """Kind, start and end (code points) of everything found in the text."""
    found = [
        (kind, match.start(), match.end())
        for kind, rule in RULES.items()
        for match in re.finditer(rule, text)
    ]
    found += [
        ("bank card", match.start(), match.end())
        for match in _CARD.finditer(text)
        if 13 <= sum(char.isdigit() for char in match[0]) <= 19
    ]
    return found


def linked(message: TelegramMessage) -> list[str]:
    """What a client would link in the message beyond its own links."""
    covered = [
        span
        for entity in message.entities
        if entity.type in {"code", "pre", "text_link"}
        for span in [code_points(message.text, entity)]
    ]
    return [
        f"{kind}: {message.text[start:end]!r}"
        for kind, start, end in detected(message.text)
        if not any(start < last and first < end for first, last in covered)
    ]


def code_points(text: str, entity: Entity) -> tuple[int, int]:
    """The entity's range in code points; fails within a surrogate pair or outside the text."""
    raw = text.encode("utf-16-le")
    start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
    assert 0 <= start < end <= len(raw)
    first = len(raw[:start].decode("utf-16-le"))
    return first, first + len(raw[start:end].decode("utf-16-le"))
