"""HTML to laid-out text: block by block, headings, lists and tables kept."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from domain.resume.layout import LaidOutText, PageText, Piece
from domain.resume.model import HiddenKind, LinkTarget
from integrations.documents import faults
from integrations.documents.hidden_text import hidden_text, smuggled
from integrations.documents.html_styles import (
    WHITE,
    Colour,
    alike,
    look_of,
    rules_of,
    texts_beside,
)
from integrations.documents.sniffing import Kind, decode
from integrations.documents.worth import worth_telling

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
_MAX_DEPTH = 400
_MAX_STYLED = 20_000


class _Walker:
    def __init__(self) -> None:
        self.text = PageText()
        self.hidden: dict[HiddenKind, list[str]] = {}
        self.links: dict[str, LinkTarget] = {}
        self._cells: list[list[tuple[str, bool]]] = [[]]
        self._gap = 0.0
        self._bullet = False
        self._level: int | None = None
        self._sheet: dict[int, str] = {}
        """Declarations of the page's own style sheets, by element."""
        self._grounds: list[Colour | None] = [WHITE]
        """Colours under the text, innermost last; None is one that is not known."""
        self._colours: list[Colour | None] = [None]
        """Colours of the text; None is the page's own."""

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
            words = node.text_content or ""
            colour, ground = self._colours[-1], self._grounds[-1]
            if colour and ground and words.strip() and alike(colour, ground):
                self.hidden.setdefault(HiddenKind.SAME_COLOUR, []).append(words.strip())
            else:
                self._write(words, bold=bold, pre=pre)
            return
        if tag in _SKIPPED:
            return
        attributes = node.attributes
        look = look_of(f"{self._sheet.get(node.mem_id, '')};{attributes.get('style') or ''}")
        kind = HiddenKind.INVISIBLE if "hidden" in attributes else look.hidden
        colour = look.colour or self._colours[-1]
        ground = look.ground if look.has_ground else self._grounds[-1]
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
        self._grounds.append(ground)
        self._colours.append(colour)
        self.walk(node, bold=bold or strong, pre=pre or tag == "pre", depth=depth + 1)
        self._grounds.pop()
        self._colours.pop()
        if block and not cell:
            self.flush()
            if tag in _SPACED:
                self._gap = max(self._gap, 1.0)
        self._level = outer

    def learn(self, tree: Any) -> None:
        """Take in the page's own style sheets."""
        from selectolax.lexbor import SelectolaxError

        for selector, declarations in rules_of(tree):
            try:
                found = tree.css(selector)
            except SelectolaxError:
                continue  # a selector that is newer than the library hides nothing we can tell
            for node in found[:_MAX_STYLED]:
                known = self._sheet.get(node.mem_id, "")
                self._sheet[node.mem_id] = f"{known};{declarations}"

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

    source = decode(content)
    tree = LexborHTMLParser(source)
    walker = _Walker()
    walker.learn(tree)
    if tree.body is not None:
        walker.walk(tree.body, bold=False, pre=False, depth=0)
    walker.flush()
    hidden = [hidden_text(kind, " ".join(texts), page=1) for kind, texts in walker.hidden.items()]
    spelled = smuggled(source)
    if spelled:
        hidden.append(hidden_text(HiddenKind.INVISIBLE, spelled, page=1))
    result = walker.text.finish(
        pages=1,
        media_type=Kind.HTML.value,
        hidden=hidden,
        links=tuple(walker.links.values()),
    )
    if not result.text.strip():
        raise faults.no_words()
    beside = [
        hidden_text(HiddenKind.METADATA, text, page=0)
        for text in dict.fromkeys(texts_beside(tree, source))
        if worth_telling(text, visible=result.text)
    ]
    return replace(result, hidden=(*result.hidden, *beside))
