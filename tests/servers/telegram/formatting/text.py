"""Text and its entities, as Telegram accepts them: UTF-16 offsets, trimming, limits."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tests.servers.telegram.formatting.markup import parse_html, parse_markdown
from tests.servers.telegram.wire import Json, bad_request

MAX_TEXT_UNITS = 4096
MAX_CAPTION_UNITS = 1024

GIVEN = frozenset(
    [
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "date_time",
    ]
)
FOUND = frozenset(["mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"])
"""Types the server finds itself; given ones are ignored, as the server does."""

_DETECTED = (
    ("url", re.compile(r"\bhttps?://[^\s<>\"]+[^\s<>\".,;:!?)\]]", re.IGNORECASE)),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]*\w", re.ASCII)),
    ("bot_command", re.compile(r"(?<![\w/@<>])/\w{1,64}(?:@\w{3,32})?(?!\w)", re.ASCII)),
    ("mention", re.compile(r"(?<![\w.])@[A-Za-z]\w{2,31}(?!\w)", re.ASCII)),
    ("hashtag", re.compile(r"(?<![\w&#])#\w*[^\W\d]\w*")),
)


def units(text: str) -> int:
    """UTF-16 code units: what Telegram counts in."""
    return len(text.encode("utf-16-le")) // 2


def piece(text: str, entity: Json) -> str:
    """The words an entity covers."""
    raw = text.encode("utf-16-le")
    start = entity["offset"] * 2
    return raw[start : start + entity["length"] * 2].decode("utf-16-le")


def read_text(
    params: Json,
    *,
    key: str = "text",
    faults: list[str],
    max_units: int = MAX_TEXT_UNITS,
    may_be_empty: bool = False,
) -> tuple[str, list[Json]]:
    """The text of a call and its entities; :class:`Refused` like the server."""
    text = params.get(key, "")
    if not isinstance(text, str):
        text = str(text)
    mode = str(params.get("parse_mode", "")).lower()
    given = params.get("entities" if key == "text" else f"{key}_entities")
    entities: list[Json]
    if mode in {"markdownv2", "markdown"}:
        text, entities = parse_markdown(text, legacy=mode == "markdown")
    elif mode == "html":
        text, entities = parse_html(text)
    elif mode:
        raise bad_request("unsupported parse_mode")
    else:
        entities = _given_entities(text, given)
    text, entities = _trimmed(text, entities)
    if not text and not may_be_empty:
        raise bad_request("message text is empty" if key == "text" else f"{key} is empty")
    if units(text) > max_units:
        raise bad_request("message is too long" if key == "text" else "message caption is too long")
    _note_overlaps(entities, faults=faults)
    return text, with_detected(text, entities)


def with_detected(text: str, entities: Sequence[Json]) -> list[Json]:
    """Entities and what Telegram finds by itself: links, commands, mentions, hashtags."""
    taken = [
        (entity["offset"], entity["offset"] + entity["length"])
        for entity in entities
        if entity["type"] in {"code", "pre", "text_link", "text_mention", "custom_emoji"}
    ]
    found = list(entities)
    for kind, pattern in _DETECTED:
        for match in pattern.finditer(text):
            start = units(text[: match.start()])
            end = start + units(match[0])
            if all(end <= first or last <= start for first, last in taken):
                taken.append((start, end))
                found.append({"offset": start, "length": end - start, "type": kind})
    return sorted(found, key=lambda entity: (entity["offset"], -entity["length"]))


def _given_entities(text: str, given: object) -> list[Json]:
    if given is None or given == "":
        return []
    if not isinstance(given, list):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    size = units(text)
    entities = []
    for entity in given:
        if not isinstance(entity, dict) or not isinstance(entity.get("type"), str):
            raise bad_request("can't parse MessageEntity: expected an Object")
        offset, length = entity.get("offset"), entity.get("length")
        if not isinstance(offset, int) or not isinstance(length, int):
            raise bad_request('can\'t parse MessageEntity: Field "offset" must be of type Number')
        kind = entity["type"]
        if kind in FOUND:
            continue
        if kind not in GIVEN:
            raise bad_request("can't parse MessageEntity: Unsupported type specified")
        if offset < 0 or offset > size:
            raise bad_request(f"receive an entity with incorrect offset {offset}")
        if length < 1 or offset + length > size:
            raise bad_request(f"receive an entity with incorrect length {length}")
        if kind == "text_link" and not re.match(r"(https?|tg|mailto|tel):", entity.get("url", "")):
            raise bad_request("can't parse MessageEntity: wrong URL in a text_link")
        try:
            piece(text, entity)
        except UnicodeDecodeError:
            raise bad_request("entity begins in a middle of a UTF-16 symbol") from None
        entities.append(dict(entity))
    return entities


def _trimmed(text: str, entities: Sequence[Json]) -> tuple[str, list[Json]]:
    """Like the server: control characters are spaces, no space at either end."""
    text = "".join(" " if letter < " " and letter != "\n" else letter for letter in text)
    text = text.rstrip(" \n")
    first = min((entity["offset"] for entity in entities), default=units(text))
    cut = 0
    while cut < min(first, len(text)) and text[cut] in " \n":
        cut += 1
    text = text[cut:]
    size = units(text)
    moved = [{**entity, "offset": entity["offset"] - cut} for entity in entities]
    kept = [
        {**entity, "length": min(entity["length"], size - entity["offset"])}
        for entity in moved
        if entity["offset"] < size
    ]
    return text, kept


def _note_overlaps(entities: Sequence[Json], *, faults: list[str]) -> None:
    """The server splits crossing entities silently; a careful client does not send them."""
    spans = [(entity["offset"], entity["offset"] + entity["length"]) for entity in entities]
    for n, (start, end) in enumerate(spans):
        if any(start < other < end < last for other, last in spans[n + 1 :]):
            faults.append("entities cross each other")
