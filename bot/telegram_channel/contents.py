"""What is in a message: its words, its files, and sentences about what cannot be read."""

from __future__ import annotations

from dataclasses import dataclass

from bot.rendering.untrusted import safe_url
from bot.telegram_channel.payload import Payload, child, children, integer, words

_NOTES = {
    "voice": "I cannot listen to voice messages yet. Please write it instead.",
    "audio": "I cannot listen to recordings yet. Please write it instead.",
    "video": "I cannot watch videos yet. Please write it, or send a document.",
    "video_note": "I cannot watch videos yet. Please write it, or send a document.",
    "animation": "I cannot watch videos yet. Please write it, or send a document.",
    "sticker": "I cannot make anything of a sticker. Please write it in words.",
    "location": "I cannot read places from the map yet. Please write the name of the place.",
    "contact": "I do not read contact cards, and did not keep this one. Please write what I need "
    "to know.",
    "poll": "I cannot read polls. Please write it in words.",
    "dice": "I cannot make anything of dice. Please write it in words.",
    "story": "I cannot read stories. Please write it in words.",
    "paid_media": "I cannot read paid media. Please write it, or send a document.",
    "checklist": "I cannot read checklists yet. Please write it as text.",
}
_FORWARDED = "This was forwarded: I read its words as if they were yours."
_LONGEST_ORDER = 60
"""Characters of a forwarded text that could be read as a wish of the person's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReference:
    """A file on Telegram's servers; ``name`` and ``media_type`` are the sender's, untrusted."""

    file_id: str
    name: str
    media_type: str
    size_bytes: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The text or caption, without our own name and with the addresses behind linked words."""

    text: str
    mentions_us: bool


def text_of(message: Payload, *, me_id: int, username: str) -> Words:
    """The words of a message.

    Args:
        message: of the Bot API.
        me_id: the bot's id.
        username: the bot's name without the at sign; empty when unknown.
    """
    key = "text" if words(message, "text") else "caption"
    text = words(message, key)
    entities = children(message, "entities" if key == "text" else "caption_entities")
    # Telegram counts in UTF-16 units, so the text is cut as such.
    coded = text.encode("utf-16-le", "surrogatepass")
    mentions_us = False
    changes: list[tuple[int, int, str]] = []
    for entity in entities:
        start, length = integer(entity, "offset"), integer(entity, "length")
        if start is None or length is None or start < 0 or length <= 0:
            continue
        end = start + length
        covered = _decoded(coded[2 * start : 2 * end])
        kind = words(entity, "type")
        is_our_name = (
            kind == "mention" and bool(username) and covered.lower() == f"@{username.lower()}"
        ) or (kind == "text_mention" and integer(child(entity, "user"), "id") == me_id)
        if is_our_name:
            mentions_us = True
            changes.append((start, end, ""))
        elif kind == "text_link":
            url = safe_url(words(entity, "url"))
            if url is not None and url not in text:
                changes.append((end, end, f" ({url})"))
    for start, end, instead in sorted(changes, reverse=True):
        coded = coded[: 2 * start] + instead.encode("utf-16-le") + coded[2 * end :]
    return Words(text=_decoded(coded).strip(), mentions_us=mentions_us)


def files_in(message: Payload) -> tuple[FileReference, ...]:
    """The document or photo of a message; at most one."""
    sizes = [size for size in children(message, "photo") if words(size, "file_id")]
    if sizes:
        # The same photo in several sizes: letters are read best in the largest.
        largest = max(sizes, key=lambda size: integer(size, "width") or 0)
        return (
            FileReference(
                file_id=words(largest, "file_id"),
                name="photo.jpg",
                media_type="image/jpeg",
                size_bytes=integer(largest, "file_size"),
            ),
        )
    document = child(message, "document")
    file_id = words(document, "file_id")
    # An animation comes as a document too, for old clients.
    if not file_id or "animation" in message:
        return ()
    return (
        FileReference(
            file_id=file_id,
            name=words(document, "file_name") or "file",
            media_type=words(document, "mime_type") or "application/octet-stream",
            size_bytes=integer(document, "file_size"),
        ),
    )


def notes_on(message: Payload) -> tuple[str, ...]:
    """Sentences for the person about what is in the message and cannot be read."""
    notes = [sentence for kind, sentence in _NOTES.items() if message.get(kind)]
    said = words(message, "text") or words(message, "caption")
    # Nobody takes a long text, or a link, for an order of whoever forwards it.
    could_be_order = 0 < len(said) <= _LONGEST_ORDER and "://" not in said and "\n" not in said
    if could_be_order and ("forward_origin" in message or "forward_date" in message):
        notes.append(_FORWARDED)
    return tuple(dict.fromkeys(notes))


def _decoded(coded: bytes) -> str:
    return coded.decode("utf-16-le", "surrogatepass")
