"""Lists of links in Markdown: headings, and one link with notes per bullet.

Made for the lists of free-programming-books: ``### Topic``, ``#### Sub-topic``, and
``* [Title](address) - Author (PDF) (CC BY-SA) *( :construction: in process)*``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
_BULLET = re.compile(r"\s{0,12}[*+-]\s+(?=\[)")
_TITLE = re.compile(r"\[((?:\\.|[^\[\]\\]|\[(?:\\.|[^\[\]\\])*\])*)\]\(")
_ADDRESS = re.compile(
    r"\s*<?((?:[^\s()<>]|\((?:[^\s()<>]|\([^\s()<>]*\))*\))+)>?\s*(?:\"[^\"]*\")?\s*\)"
)
_TAG = re.compile(r"<[^<>]{1,200}>")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_EMOJI = re.compile(r":[a-z0-9_+-]{2,40}:")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_NOTE = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_LONGEST_LINE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedLink:
    """One bullet."""

    topics: tuple[str, ...]
    """Headings above it, outermost first."""
    title: str
    address: str
    author: str = ""
    notes: tuple[str, ...] = ()
    """What stands in brackets behind it: ``PDF``, ``CC BY-SA``, ``in process``."""


def listed_links(text: str) -> tuple[ListedLink, ...]:
    r"""Every bullet that starts with a link; the index (links within the page) is left out.

    >>> (go,) = listed_links("### Go\n* [Go by Example](https://gobyexample.com) - M. M. (HTML)")
    >>> go.topics, go.title, go.author, go.notes
    (('Go',), 'Go by Example', 'M. M.', ('HTML',))
    """
    return tuple(_links(text))


def _links(text: str) -> Iterator[ListedLink]:
    headings: list[tuple[int, str]] = []
    is_fenced = False
    for line in text.splitlines():
        if line.lstrip().startswith(("```", "~~~")):
            is_fenced = not is_fenced
        if is_fenced or len(line) > _LONGEST_LINE:
            continue
        heading = _HEADING.match(line)
        if heading:
            depth = len(heading[1])
            headings = [(above, name) for above, name in headings if above < depth]
            headings.append((depth, plain(heading[2])))
            continue
        # ## is the page's own title.
        link = _link(line, tuple(name for depth, name in headings if depth > 2))
        if link is not None:
            yield link


def _link(line: str, topics: tuple[str, ...]) -> ListedLink | None:
    bullet = _BULLET.match(line)
    title = _TITLE.match(line, bullet.end()) if bullet else None
    address = _ADDRESS.match(line, title.end()) if title else None
    if title is None or address is None or address[1].startswith("#"):
        return None
    rest = plain(_LINK.sub(r"\1", line[address.end() :]))
    notes = tuple(note for found in _NOTE.finditer(rest) if (note := found[1].strip(" .,*_")))
    author = _NOTE.sub(" ", rest).strip()
    is_author = author.startswith(("-", "–", "—"))
    return ListedLink(
        topics=topics,
        title=plain(title[1]),
        address=html.unescape(address[1]),
        author=" ".join(author.lstrip("-–— ").split()).strip(" ,;") if is_author else "",
        notes=notes,
    )


def plain(text: str) -> str:
    r"""Markdown of one line as words: no anchors, escapes, emphasis or emoji codes.

    >>> plain('<a id="cpp"></a>C++'), plain(r"C\#"), plain("*( :construction: in process)*")
    ('C++', 'C#', '( in process)')
    """
    text = html.unescape(_TAG.sub("", text))
    text = _EMOJI.sub("", text)
    # A star or backtick that is not escaped is emphasis; underscores belong to many names.
    text = re.sub(r"(?<!\\)[*`]", "", text)
    return " ".join(_ESCAPE.sub(r"\1", text).split())
