"""HTML of a posting to plain text: paragraphs, list lines, nothing that runs."""

from __future__ import annotations

import html
import re

_MARKUP = re.compile(r"<\s*/?\s*[a-zA-Z!][^>]*>|&(?:[a-z]+|#\d+|#x[0-9a-f]+);", re.IGNORECASE)
_ESCAPED_MARKUP = re.compile(r"&lt;\s*/?\s*[a-z]", re.IGNORECASE)
_BLOCKS = (
    "p div section article header footer br tr table ul ol li h1 h2 h3 h4 h5 h6 hr dt dd "
    "blockquote pre"
)
_DROPPED = ["script", "style", "noscript", "template", "iframe", "svg", "head"]
_MARK = "\ue000"  # private use: cannot come from a text that a person wrote for people
_MAX_CHARACTERS = 60_000
"""Longest description kept; longer ones are cut, because no posting needs forty pages."""


def plain_text(source: str) -> str:
    """Readable lines of a description that may be HTML, escaped HTML or plain text already."""
    text = source.replace("\x00", "").replace("\\r\\n", "\n").replace("\\n", "\n")
    if _ESCAPED_MARKUP.search(text):
        text = html.unescape(text)
    if _MARKUP.search(text):
        text = _from_html(text)
    return tidy(text)[:_MAX_CHARACTERS].rstrip()


def tidy(text: str) -> str:
    """Lines without trailing space, at most one empty line between them."""
    lines = [" ".join(line.split()) for line in text.replace("\r", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _from_html(source: str) -> str:
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(source.replace(_MARK, ""))
    for name in _DROPPED:
        for node in tree.css(name):
            node.decompose()
    body = tree.body
    if body is None:
        return html.unescape(source)
    for name in _BLOCKS.split():
        for node in body.css(name):
            node.insert_before(_MARK)
            if name == "li":
                node.insert_before("- ")
            node.insert_after(_MARK)
    # Line breaks of the source mean nothing in HTML; the marks do.
    flat = re.sub(r"[\t\r\n ]+", " ", body.text(deep=True))
    lines = [line.strip() for line in flat.split(_MARK)]
    joined: list[str] = []
    for line in lines:
        if joined and joined[-1] == "-" and line:
            joined[-1] = f"- {line}"
        else:
            joined.append(line)
    return "\n".join(line for line in joined if line not in {"", "-"})
