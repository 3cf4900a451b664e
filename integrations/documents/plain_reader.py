"""Plain text and Markdown to laid-out text; Markdown's marks become headings, lists and links."""

from __future__ import annotations

import re
from dataclasses import replace

from domain.resume.layout import LaidOutText, PageText, Piece
from domain.resume.model import HiddenKind, HiddenText, LinkTarget
from integrations.documents import faults
from integrations.documents.hidden_text import hidden_text, smuggled
from integrations.documents.sniffing import Kind, decode

_MAX_LINES = 20_000
_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_IMAGE = re.compile(r"!\[[^\]\n]*\](?:\([^)\n]*\)|\[[^\]\n]*\])?")
_LINK = re.compile(r"\[([^\]\n]+)\]\(<?([^)\s>]*)>?(?:\s+[\"'][^)\n]*[\"'])?\)")
_REFERENCE = re.compile(r"\[([^\]\n]+)\](?:\[([^\]\n]*)\])?")
_DEFINITION = re.compile(r"^ {0,3}\[([^\]\n]+)\]:\s*<?(\S+?)>?(?:\s+[\"'(].*)?$")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)?[^<>\s]+[.@:][^<>\s]+)>")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*])")
_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_RULE = re.compile(r"^\s*(?:[-*_]\s*){3,}$|^\s*[=~_]{3,}\s*$")
_LIST = re.compile(r"^(\s*)(?:[-*+]|\d{1,2}[.)])\s+(.*)$")
_TABLE_RULE = re.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*:?-*:?\s*$")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,300}>")


def read_text(content: bytes) -> LaidOutText:
    """Lines as they are; blank lines become white space, wide gaps become cells."""
    text = PageText()
    gap = 0.0
    source = decode(content)
    for line in _lines(source):
        if not line.strip() or _RULE.match(line):
            gap += 1.0
            continue
        indent = len(line) - len(line.lstrip())
        pieces: list[Piece] = []
        offset = indent
        for part in re.split(r"(\t+|\s{3,})", line.strip()):
            if part.strip():
                pieces.append(Piece(text=part, x0=offset, x1=offset + len(part)))
            offset += len(part)
        text.add(pieces, gap=gap)
        gap = 0.0
    return _finish(text, Kind.TEXT, hidden=_spelled(source))


def _spelled(source: str) -> tuple[HiddenText, ...]:
    spelled = smuggled(source)
    return (hidden_text(HiddenKind.INVISIBLE, spelled, page=1),) if spelled else ()


def read_markdown(content: bytes) -> LaidOutText:
    """Markdown without its marks; comments are reported as hidden."""
    source = decode(content)
    hidden: list[HiddenText] = []
    for comment in _COMMENT.finditer(source):
        words = " ".join(comment[1].split())
        if words:
            hidden.append(hidden_text(HiddenKind.INVISIBLE, words, page=1))
    hidden += _spelled(source)
    source = _COMMENT.sub("", source)
    lines = _lines(source)
    targets = {m[1].lower(): m[2] for m in map(_DEFINITION.match, lines) if m}
    links: dict[str, LinkTarget] = {}
    text = PageText()
    gap = 0.0
    for number, raw in enumerate(lines):
        if _DEFINITION.match(raw) or _TABLE_RULE.match(raw):
            continue
        if not raw.strip() or raw.strip().startswith("```") or _RULE.match(raw):
            gap += 1.0
            continue
        heading = _HEADING.match(raw)
        below = lines[number + 1] if number + 1 < len(lines) else ""
        level = len(heading[1]) if heading else None
        if level is None and re.fullmatch(r"\s*={3,}\s*|\s*-{3,}\s*", below) and gap + number:
            level = 1 if "=" in below else 2
        body = heading[2] if heading else raw
        item = None if level else _LIST.match(body)
        if item:
            body = item[2]
        cells = body.strip().strip("|").split("|") if body.strip().startswith("|") else [body]
        pieces = [_piece(cell, targets, links) for cell in cells]
        if _TABLE_RULE.match(below):
            pieces = [replace(piece, bold=True) for piece in pieces]  # names of the columns
        text.add(pieces, gap=gap, bullet=item is not None, level=level)
        gap = 0.0
    return _finish(text, Kind.MARKDOWN, hidden=tuple(hidden), links=tuple(links.values()))


def _lines(text: str) -> list[str]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").split("\n")
    if len(lines) > _MAX_LINES:
        raise faults.expands_too_far()
    return [line.rstrip() for line in lines]


def _piece(cell: str, targets: dict[str, str], links: dict[str, LinkTarget]) -> Piece:
    def note(anchor: str, url: str) -> None:
        if re.match(r"(?:https?|mailto|tel):", url, re.IGNORECASE) and len(url) <= 2000:
            links.setdefault(url, LinkTarget(url=url, anchor=anchor))

    def inline(match: re.Match[str]) -> str:
        note(match[1], match[2])
        return match[1]

    def reference(match: re.Match[str]) -> str:
        url = targets.get((match[2] or match[1]).lower())
        if url is None and match[2] is None:
            return match[0]
        note(match[1], url or "")
        return match[1]

    words = _IMAGE.sub("", cell)
    words = _LINK.sub(inline, words)
    words = _REFERENCE.sub(reference, words)
    words = _AUTOLINK.sub(r"\1", words)
    words = _TAG.sub("", words)
    bold_chars = sum(len(m[2]) for m in re.finditer(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", words))
    for _ in range(3):
        words = _EMPHASIS.sub(r"\2", words)
    words = re.sub(r"\\([\\`*_{}\[\]()#+\-.!|])", r"\1", words).replace("`", "")
    first_bold = bool(re.match(r"\s*(?:\*\*|__)", cell))
    return Piece(text=words, bold=first_bold and bold_chars >= 0.3 * len(words.strip()))


def _finish(
    text: PageText,
    kind: Kind,
    *,
    hidden: tuple[HiddenText, ...] = (),
    links: tuple[LinkTarget, ...] = (),
) -> LaidOutText:
    result = text.finish(pages=1, media_type=kind.value, hidden=hidden, links=links)
    if not result.text.strip():
        raise faults.no_words()
    return result
