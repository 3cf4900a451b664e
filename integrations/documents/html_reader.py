"""HTML to laid-out text: block by block, headings, lists and tables kept."""

from __future__ import annotations

import re
from typing import Any

from domain.resume.layout import LaidOutText, PageText, Piece
from domain.resume.model import HiddenKind, HiddenText, LinkTarget
from integrations.documents import faults
from integrations.documents.sniffing import Kind, decode

_SKIPPED = {
    "script", "style", "noscript", "template", "svg", "head", "iframe", "object", "select",
    "button", "canvas", "math", "-comment", "_comment", "-doctype",
}  # fmt: skip
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_SPACED = {"p", "section", "article", "table", "ul", "ol", "header", "h1", "h2", "h3", "h4"}
_BOLD = {"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"}
_UNSEEN: tuple[tuple[re.Pattern[str], HiddenKind], ...] = (
    (
        re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE),
        HiddenKind.INVISIBLE,
    ),
    (
        re.compile(r"(?:^|[;\s])opacity\s*:\s*0(?:\.0\d*)?\s*(?:;|$)", re.IGNORECASE),
        HiddenKind.TRANSPARENT,
    ),
    (
        re.compile(r"font-size\s*:\s*[0-2](?:\.\d+)?\s*(?:px|pt|;|$)", re.IGNORECASE),
        HiddenKind.TINY,
    ),
    (
        re.compile(r"(?:left|top|text-indent)\s*:\s*-\d{3,}", re.IGNORECASE),
        HiddenKind.OFF_PAGE,
    ),
    (
        re.compile(
            r"(?<![-\w])color\s*:\s*(?:white|#fff(?:fff)?|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))"
            r"(?!.*background)(?<!background)",
            re.IGNORECASE,
        ),
        HiddenKind.SAME_COLOUR,
    ),
)
_MAX_DEPTH = 400
_MAX_HIDDEN_CHARS = 4_000


class _Walker:
    def __init__(self) -> None:
        self.text = PageText()
        self.hidden: dict[HiddenKind, list[str]] = {}
        self.links: dict[str, LinkTarget] = {}
        self._cells: list[list[tuple[str, bool]]] = [[]]
        self._gap = 0.0
        self._bullet = False
        self._level: int | None = None
        self._coloured = 0

    def flush(self) -> None:
        """End the current line."""
        pieces = [
            Piece(
                text="".join(text for text, _ in cell),
                bold=all(bold for text, bold in cell if text.strip()),
            )
            for cell in self._cells
        ]
        if any(piece.text.strip() for piece in pieces):
            self.text.add(pieces, gap=self._gap, bullet=self._bullet, level=self._level)
            self._gap, self._bullet = 0.0, False
        self._cells = [[]]

    def walk(self, node: Any, *, bold: bool, pre: bool, depth: int) -> None:
        """Append what stands below ``node``; ``pre`` keeps line breaks."""
        if depth > _MAX_DEPTH:
            raise faults.expands_too_far()
        child = node.child
        while child is not None:
            self._visit(child, bold=bold, pre=pre, depth=depth)
            child = child.next

    def _visit(self, node: Any, *, bold: bool, pre: bool, depth: int) -> None:
        tag = node.tag or ""
        if tag in {"-text", "_text"}:
            self._write(node.text_content or "", bold=bold, pre=pre)
            return
        if tag in _SKIPPED:
            return
        attributes = node.attributes
        kind = self._unseen(attributes)
        if kind is not None:
            words = re.sub(r"\s+", " ", node.text(deep=True)).strip()
            if words:
                self.hidden.setdefault(kind, []).append(words)
            return
        if tag == "br":
            self.flush()
            return
        block = tag in _BLOCKS
        cell = tag in {"td", "th"}
        if block and not cell:
            self.flush()
        if cell and any(text.strip() for text, _ in self._cells[-1]):
            self._cells.append([])
        if tag in _SPACED:
            self._gap = max(self._gap, 1.0)
        if tag == "li":
            self._bullet = True
        outer = self._level
        if re.fullmatch(r"h[1-6]", tag):
            self._level = int(tag[1])
        if tag == "a":
            url = attributes.get("href") or ""
            if re.match(r"(?:https?|mailto|tel):", url, re.IGNORECASE) and len(url) <= 2000:
                anchor = node.text(deep=True).strip()[:200]
                self.links.setdefault(url, LinkTarget(url=url, anchor=anchor))
        style = attributes.get("style") or ""
        strong = tag in _BOLD or bool(re.search(r"font-weight\s*:\s*(?:bold|[6-9]00)", style))
        coloured = "background" in style
        self._coloured += coloured
        self.walk(node, bold=bold or strong, pre=pre or tag == "pre", depth=depth + 1)
        self._coloured -= coloured
        if block and not cell:
            self.flush()
            if tag in _SPACED:
                self._gap = max(self._gap, 1.0)
        self._level = outer

    def _unseen(self, attributes: Any) -> HiddenKind | None:
        if "hidden" in attributes:
            return HiddenKind.INVISIBLE
        style = attributes.get("style") or ""
        for pattern, kind in _UNSEEN:
            if pattern.search(style) and not (kind is HiddenKind.SAME_COLOUR and self._coloured):
                return kind
        return None

    def _write(self, text: str, *, bold: bool, pre: bool) -> None:
        if not pre:
            self._cells[-1].append((re.sub(r"\s+", " ", text), bold))
            return
        for number, line in enumerate(text.split("\n")):
            if number:
                self.flush()
            self._cells[-1].append((line, bold))


def read_html(content: bytes) -> LaidOutText:
    """The visible text of an HTML page.

    Raises:
        UnreadableDocument: nested beyond reason, without text.
    """
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(decode(content))
    walker = _Walker()
    if tree.body is not None:
        walker.walk(tree.body, bold=False, pre=False, depth=0)
    walker.flush()
    hidden = [
        HiddenText(kind=kind, page=1, text=" ".join(texts)[:_MAX_HIDDEN_CHARS])
        for kind, texts in walker.hidden.items()
    ]
    result = walker.text.finish(
        pages=1,
        media_type=Kind.HTML.value,
        hidden=hidden,
        links=tuple(walker.links.values()),
    )
    if not result.text.strip():
        raise faults.no_words()
    return result
