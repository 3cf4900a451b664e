"""Rich messages (Bot API 10.1): enough of their Markdown to answer with blocks."""

from __future__ import annotations

import html
import re

from tests.servers.telegram.wire import Json, bad_request

MAX_RICH_CHARACTERS = 32_768


def read_rich(params: Json, *, may_be_empty: bool = False) -> Json:
    """The blocks of ``rich_message``.

    Raises:
        Refused: Not exactly one of markdown and html, empty, or too long.
    """
    given = params.get("rich_message")
    if not isinstance(given, dict):
        raise bad_request("object expected as rich message")
    sources = [given[name] for name in ("markdown", "html") if given.get(name) is not None]
    if len(sources) != 1 or not isinstance(sources[0], str):
        raise bad_request("exactly one of the fields html and markdown must be used")
    source = sources[0]
    if "html" in given:
        source = html.unescape(re.sub(r"<[^>]*>", "", source))
    if not source.strip() and not may_be_empty:
        raise bad_request("message text is empty")
    if len(source) > MAX_RICH_CHARACTERS:
        raise bad_request("message is too long")
    rich: Json = {"blocks": _blocks(source.strip())}
    if given.get("is_rtl"):
        rich["is_rtl"] = True
    return rich


def rich_text(rich: Json) -> str:
    """The words of a rich message, a block a paragraph."""
    return "\n\n".join(str(block.get("text", "")) for block in rich["blocks"])


def _blocks(source: str) -> list[Json]:
    blocks: list[Json] = []
    for part in re.split(r"(?ms)(^```.*?^```$)|\n\s*\n", source):
        words = (part or "").strip()
        heading = re.match(r"(#{1,6})\s+(.*)", words)
        if words.startswith("```"):
            language, _, code = words.removeprefix("```").removesuffix("```").partition("\n")
            blocks.append({"type": "pre", "text": code.rstrip("\n"), "language": language})
        elif heading:
            blocks.append({"type": "heading", "text": heading[2], "size": len(heading[1])})
            if rest := words[heading.end() :].strip():
                blocks.append({"type": "paragraph", "text": rest})
        elif words:
            blocks.append({"type": "paragraph", "text": words})
    return blocks
