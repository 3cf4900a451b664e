"""What a person sees in Telegram, in plain lines: from the calls that the server took."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tests.servers.telegram import Call, Json

_MOST_DRAFTS = 4
_STATUS_CHARS = 40
_AROUND = {"blockquote": "│ ", "expandable_blockquote": "│ "}


def screen(calls: Iterable[Call], *, chat_id: int) -> str:
    """What happened in a chat, in order; drafts and statuses as far as they changed.

    Args:
        calls: those since the last look.
        chat_id: the chat that the person has open.
    """
    shown: list[str] = []
    drafts: list[str] = []
    for call in calls:
        if call.chat_id != chat_id or not call.taken:
            continue
        if call.method == "sendMessageDraft":
            words = str(call.params.get("text") or "")
            # Whether a short status is seen depends on how busy the machine is.
            if len(words) > _STATUS_CHARS and (not drafts or drafts[-1] != words):
                drafts.append(words)
            continue
        if drafts:
            shown += _written(drafts)
            drafts = []
        shown += _of(call)
    return "\n\n".join([*shown, *_written(drafts)])


def _of(call: Call) -> list[str]:
    match call.method:
        case "sendMessage" | "sendDocument" | "sendPhoto":
            return [message_lines(_object(call.result))]
        case "editMessageText":
            return [f"(now reads)\n{message_lines(_object(call.result))}"]
        case "deleteMessage":
            return ["(a message of the bot disappears)"]
        case "answerCallbackQuery" if call.params.get("text"):
            return [f"(pops up) {call.params['text']}"]
        case _:
            return []


def _object(result: object) -> Json:
    return result if isinstance(result, dict) else {}


def _written(drafts: Sequence[str]) -> list[str]:
    """While it is written: the first sights of it, and the last."""
    chosen = list(drafts)
    if len(chosen) > _MOST_DRAFTS:
        chosen = [*chosen[: _MOST_DRAFTS - 1], chosen[-1]]
    return [f"(being written) {_shortened(words)}" for words in chosen]


def _shortened(words: str, *, most: int = 160) -> str:
    line = " ".join(words.split())
    return line if len(line) <= most else f"…{line[-most:]}"


def message_lines(message: Json) -> str:
    """One message: its words, its file, its buttons row by row."""
    lines = []
    if document := message.get("document"):
        lines.append(f"[file: {document['file_name']}]")
    if message.get("photo"):
        lines.append("[picture]")
    words = str(message.get("text") or message.get("caption") or "")
    entities = message.get("entities") or message.get("caption_entities") or ()
    if words:
        lines.append(_drawn(words, entities))
    keyboard = message.get("reply_markup", {}).get("inline_keyboard", ())
    lines += ["  ".join(_button(button) for button in row) for row in keyboard]
    return "\n".join(lines)


def _button(button: Json) -> str:
    target = f" → {button['url']}" if "url" in button else ""
    return f"[{button['text']}{target}]"


def _drawn(words: str, entities: Sequence[Json]) -> str:
    """The words with the targets of their links, and a bar beside what is quoted."""
    units = words.encode("utf-16-le")
    marks: list[tuple[int, str]] = []
    quoted: list[tuple[int, int]] = []
    for entity in entities:
        begin, end = entity["offset"], entity["offset"] + entity["length"]
        if entity["type"] == "text_link":
            marks.append((end, f" ({entity['url']})"))
        elif entity["type"] in _AROUND:
            quoted.append((begin, end))
    lines: list[str] = []
    at = 0
    for line in words.split("\n"):
        length = len(line.encode("utf-16-le")) // 2
        drawn, last = "", at
        for place, mark in sorted(marks):
            if at < place <= at + length:
                drawn += units[last * 2 : place * 2].decode("utf-16-le") + mark
                last = place
        drawn += units[last * 2 : (at + length) * 2].decode("utf-16-le")
        bar = "│ " if any(begin <= at < end for begin, end in quoted) else ""
        lines.append(bar + drawn)
        at += length + 1
    return "\n".join(lines)


def buttons_of(messages: Iterable[Json]) -> list[str]:
    """The labels of all buttons that can be pressed, newest message first."""
    found: list[str] = []
    for message in reversed(list(messages)):
        rows: Any = message.get("reply_markup", {}).get("inline_keyboard", ())
        found += [button["text"] for row in rows for button in row if "callback_data" in button]
    return found
