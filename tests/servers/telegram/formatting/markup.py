"""MarkdownV2, the old Markdown and HTML of the Bot API, strict where the server is strict."""

from __future__ import annotations

import html
import re

from tests.servers.telegram.wire import Json, Refused, bad_request

_RESERVED = "_*[]()~`>#+-=|{}.!"
_NAMES = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "code": "Code",
    "pre": "Pre",
    "text_link": "TextUrl",
}
_MARKS = (
    ("```", "pre"),
    ("__", "underline"),
    ("||", "spoiler"),
    ("_", "italic"),
    ("*", "bold"),
    ("~", "strikethrough"),
    ("`", "code"),
    ("[", "text_link"),
)
_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)((?:\s[^<>]*)?)>")
_ATTRIBUTE = re.compile(r"""([a-z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")


def _cannot(reason: str) -> Refused:
    return bad_request(f"can't parse entities: {reason}")


class _Writer:
    """Text that grows, with entities opened and closed at UTF-16 offsets."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.size = 0
        self.open: list[tuple[Json, int]] = []
        self.entities: list[Json] = []

    def put(self, words: str) -> None:
        self.text.append(words)
        self.size += len(words.encode("utf-16-le")) // 2

    def begin(self, kind: str, *, at_byte: int, **more: str) -> None:
        self.open.append(({"offset": self.size, "type": kind, **more}, at_byte))

    def end(self, **more: str) -> None:
        entity, _ = self.open.pop()
        length = self.size - entity["offset"]
        if length and entity["type"] != "code_in_pre":
            self.entities.append({**entity, "length": length, **more})

    @property
    def inside(self) -> str:
        return self.open[-1][0]["type"] if self.open else ""

    def done(self) -> tuple[str, list[Json]]:
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.text), self.entities


def parse_markdown(source: str, *, legacy: bool = False) -> tuple[str, list[Json]]:
    """Text and entities of MarkdownV2 (or of the old Markdown); :class:`Refused` when broken."""
    writer = _Writer()
    at = 0
    while at < len(source):
        letter = source[at]
        if letter == "\\" and source[at + 1 : at + 2] and 0 < ord(source[at + 1]) <= 126:
            writer.put(source[at + 1])
            at += 2
        elif writer.inside in {"code", "pre"}:
            at = _in_code(source, at, writer)
        elif not legacy and (at == 0 or source[at - 1] == "\n") and writer.inside != "blockquote":
            at = _at_line_start(source, at, writer)
        elif letter == "\n" and writer.inside == "blockquote":
            writer.put("\n")
            at += 1
            if source[at : at + 1] == ">":
                at += 1
            else:
                writer.end()
        elif letter in (_RESERVED if not legacy else "_*`["):
            at = _at_mark(source, at, writer, legacy=legacy)
        else:
            writer.put(letter)
            at += 1
    while writer.inside == "blockquote":
        writer.end()
    if writer.open:
        entity, byte = writer.open[-1]
        name = "the" if legacy else _NAMES.get(entity["type"], entity["type"])
        raise _cannot(
            f"Can't find end of {name} entity {'starting ' * legacy}at byte offset {byte}"
        )
    return writer.done()


def _at_line_start(source: str, at: int, writer: _Writer) -> int:
    skipped = at + 2 if source.startswith("**>", at) else at
    if source[skipped : skipped + 1] == ">" and not writer.open:
        writer.begin("blockquote", at_byte=_byte(source, at))
        return skipped + 1
    if source[at] in _RESERVED:
        return _at_mark(source, at, writer, legacy=False)
    writer.put(source[at])
    return at + 1


def _in_code(source: str, at: int, writer: _Writer) -> int:
    fence = "```" if writer.inside == "pre" else "`"
    if source.startswith(fence, at):
        writer.end()
        return at + len(fence)
    writer.put(source[at])
    return at + 1


def _at_mark(source: str, at: int, writer: _Writer, *, legacy: bool) -> int:
    if source[at] == "]" and writer.inside in {"text_link", "custom_emoji"}:
        return _end_of_link(source, at, writer)
    quote = writer.inside == "blockquote"
    if quote and source.startswith("||", at) and source[at + 2 : at + 3] in {"", "\n"}:
        entity, _ = writer.open[-1]
        entity["type"] = "expandable_blockquote"
        writer.end()
        return at + 2
    if source.startswith("![", at) and not legacy:
        writer.begin("custom_emoji", at_byte=_byte(source, at))
        return at + 2
    for mark, kind in _MARKS:
        if not source.startswith(mark, at) or (legacy and kind in {"underline", "spoiler"}):
            continue
        if writer.inside == kind and kind != "text_link":
            writer.end()
            return at + len(mark)
        if kind == "text_link" and legacy and "](" not in source[at:]:
            break
        at_byte = _byte(source, at)
        if kind == "pre":
            language = re.match(r"([^\s`]+)\n", source[at + 3 :])
            if language:
                writer.begin("pre", at_byte=at_byte, language=language[1])
                return at + 3 + language.end()
            writer.begin("pre", at_byte=at_byte)
            return at + (4 if source[at + 3 : at + 4] == "\n" else 3)
        writer.begin(kind, at_byte=at_byte)
        return at + len(mark)
    if legacy:
        writer.put(source[at])
        return at + 1
    raise _cannot(
        f"Character '{source[at]}' is reserved and must be escaped with the preceding '\\'"
    )


def _end_of_link(source: str, at: int, writer: _Writer) -> int:
    if source[at + 1 : at + 2] != "(":
        raise _cannot(f"Can't find end of a URL at byte offset {_byte(source, at)}")
    url, end = "", at + 2
    while end < len(source) and source[end] != ")":
        end += source[end] == "\\"
        url += source[end : end + 1]
        end += 1
    if end >= len(source):
        raise _cannot(f"Can't find end of a URL at byte offset {_byte(source, at)}")
    if writer.inside == "custom_emoji":
        writer.end(custom_emoji_id=url.removeprefix("tg://emoji?id="))
    else:
        writer.end(url=url)
    return end + 1


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Text and entities of HTML; :class:`Refused` when broken."""
    writer = _Writer()
    tags: list[str] = []
    at = 0
    while at < len(source):
        if source[at] != "<":
            end = source.find("<", at)
            end = len(source) if end < 0 else end
            writer.put(html.unescape(source[at:end]))
            at = end
            continue
        match = _TAG.match(source, at)
        byte = _byte(source, at)
        if match is None:
            name = re.match(r"</?([^\s>]*)", source[at:])
            raise _cannot(
                f'Unsupported start tag "{name[1] if name else ""}" at byte offset {byte}'
            )
        closing, tag = match[1] == "/", match[2].lower()
        at = match.end()
        if not closing:
            _begin_tag(tag, match[3], byte, writer)
            tags.append(tag)
        elif not tags:
            raise _cannot(f"Unexpected end tag at byte offset {byte}")
        elif tags[-1] != tag:
            raise _cannot(
                f'Unmatched end tag at byte offset {byte}, expected "</{tags[-1]}>", '
                f'found "</{tag}>"'
            )
        else:
            tags.pop()
            writer.end()
    if tags:
        raise _cannot(f'Can\'t find end tag corresponding to start tag "{tags[-1]}"')
    return writer.done()


def _begin_tag(tag: str, rest: str, byte: int, writer: _Writer) -> None:
    values = {m[1]: html.unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(rest)}
    kind = _TAGS.get(tag)
    if kind is None:
        raise _cannot(f'Unsupported start tag "{tag}" at byte offset {byte}')
    if tag == "span" and values.get("class") != "tg-spoiler":
        raise _cannot(f'Tag "span" must have class "tg-spoiler" at byte offset {byte}')
    more: dict[str, str] = {}
    if tag == "a":
        more = {"url": values.get("href", "")}
    elif tag == "tg-emoji":
        more = {"custom_emoji_id": values.get("emoji-id", "")}
    elif tag == "blockquote" and "expandable" in values:
        kind = "expandable_blockquote"
    elif tag == "code" and writer.inside == "pre" and "class" in values:
        writer.open[-1][0]["language"] = values["class"].removeprefix("language-")
        kind = "code_in_pre"
    writer.begin(kind, at_byte=byte, **more)


def _byte(source: str, at: int) -> int:
    return len(source[:at].encode())
