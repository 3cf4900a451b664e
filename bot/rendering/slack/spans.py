"""Runs of a reply as rich text elements and as fallback text. Nothing in them is ever parsed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from bot.rendering.slack.wire import (
    PIECE_WEIGHT,
    Block,
    Piece,
    between_letters,
    fitting,
    is_blank,
    units,
)
from bot.rendering.untrusted import clean, clean_line, safe_url
from domain.reply import Text

_UNSEEN = "\u2060"  # word joiner: no width, and no parser reads over it
_SPAN_WEIGHT = 40
_LINK_UNITS = 300
_REFERENCE = re.compile("<(?=[!@#])")  # how Slack writes mentions
_MENTION = re.compile(r"(?<!\w)@(?=\w)")
_ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=\w\.)(?=[^\W\d_])|(?<=[Mm][Aa][Ii][Ll][Tt][Oo]:)")
_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}")
_BORDERS = (
    re.compile(r"\n|[.!?؟…][\"'”’)\]]*\s|[。！？]"),  # a sentence is complete
    re.compile(r"\s"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Clean characters in one style; ``url`` has passed ``safe_url``."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    url: str | None = None


Spans = tuple[Span, ...]
NEWLINE = Span(text="\n")


def words(said: str) -> str:
    """Untrusted words for any text field, on one or several lines."""
    return _REFERENCE.sub(f"<{_UNSEEN}", clean(said))


def line(said: str) -> str:
    """Untrusted words on one line."""
    return _REFERENCE.sub(f"<{_UNSEEN}", clean_line(said))


def spans(body: Text, *, bold: bool = False) -> Spans:
    """The runs of a line, cleaned; links whose words name another place say where they lead.

    >>> from domain.reply import link, text
    >>> [span.text for span in spans(text(link("bank.example", url="https://x.example/")))]
    ['bank.example', ' (x.example)']
    """
    found: list[Span] = []
    for run in body:
        said = words(run.text)
        url = safe_url(run.url)
        if is_blank(said) and url is not None:
            said = url.removeprefix("mailto:")
        if not said:
            continue
        if run.style == "quote":
            said = f"“{said}”"
        style = run.style
        span = Span(
            text=said,
            bold=bold or style == "bold",
            italic=style in {"italic", "quote"},
            code=style == "code",
            url=url,
        )
        found.append(span)
        if url is not None and _names_another_place(said, url=url):
            found.append(Span(text=f" ({_where(url)})"))
    return _merged(found)


def joined(lines: Iterable[Spans]) -> Spans:
    """Several lines as one text; blank ones are left out."""
    parts: list[Span] = []
    for part in lines:
        if not nothing(part):
            parts += [NEWLINE, *part] if parts else part
    return _merged(parts)


def nothing(part: Spans) -> bool:
    """Whether nothing of it would be seen."""
    return all(is_blank(span.text) for span in part)


def text_of(part: Spans) -> str:
    """The characters alone."""
    return "".join(span.text for span in part)


def elements(part: Spans) -> list[Block]:
    """Rich text elements."""
    drawn: list[Block] = []
    for span in part:
        element: Block = {"type": "text" if span.url is None else "link", "text": span.text}
        if span.url is not None:
            element["url"] = span.url
        style = {name: True for name in ("bold", "italic", "code") if getattr(span, name)}
        if style:
            element["style"] = style
        drawn.append(element)
    return drawn


def section(part: Spans) -> Block:
    """A rich text section: lines of text."""
    return {"type": "rich_text_section", "elements": elements(part)}


def rich(*parts: Block) -> Block:
    """A rich text block of sections, lists, quotes and preformatted text."""
    return {"type": "rich_text", "elements": list(parts)}


def paragraphs(body: Spans) -> list[Piece]:
    """Text of any length as rich text blocks, cut where a reader would pause."""
    return [Piece(block=rich(section(part)), text=fallback(part)) for part in split(body)]


def fallback(part: Spans) -> str:
    """The same as ``text`` of a message: no mention and no link but those of the reply.

    >>> fallback((Span(text="<!channel> @here see evil.example"),)).replace(chr(0x2060), "_")
    '&lt;!channel&gt; @_here see evil._example'
    """
    return "".join(
        escaped(span.text) if span.url is None else _link(span.text, url=span.url) for span in part
    )


def escaped(said: str) -> str:
    """Plain words for a field that Slack parses: shown as they are, never a mention or a link."""
    return _ADDRESS.sub(_UNSEEN, _MENTION.sub(f"@{_UNSEEN}", _entities(said)))


def split(body: Spans, *, most: int = PIECE_WEIGHT) -> list[Spans]:
    """Parts that weigh at most ``most``, cut at the end of a sentence, else a word, else a letter.

    >>> [text_of(part) for part in split((Span(text="One. Two."),), most=47)]
    ['One.', 'Two.']
    """
    if nothing(body):
        return []
    whole = text_of(body)
    parts: list[Spans] = []
    start = 0
    while start < len(whole):
        stop = _border(whole, start=start, stop=_reach(body, start=start, most=most))
        part = _between(body, start=start, stop=stop)
        if not nothing(part):
            parts.append(part)
        start = stop
        while start < len(whole) and whole[start] in " \n":
            start += 1
    return parts


def weight_of(part: Spans) -> int:
    """What ``split`` counts."""
    return sum(units(span.text) + len(span.url or "") + _SPAN_WEIGHT for span in part)


def _link(said: str, *, url: str) -> str:
    target = _entities(url).replace("|", "%7C")
    label = escaped(" ".join(said.split()))
    if units(label) > _LINK_UNITS:  # so that a text can be cut beside it
        return f"{label} <{target}|{escaped(_where(url)[:_LINK_UNITS])}>"
    return f"<{target}|{label}>"


def _entities(said: str) -> str:
    return said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _where(url: str) -> str:
    """Host or mailbox, without the "user@" that can look like a host."""
    return urlsplit(url).hostname or url.split(":", 1)[1]


def _names_another_place(said: str, *, url: str) -> bool:
    where = _where(url)
    if where.lower() in said.lower().split():
        return False
    named = {host.lower().removeprefix("www.") for host in _HOST.findall(said)}
    return any(not f".{where.lower()}".endswith(f".{host}") for host in named)


def _merged(found: Sequence[Span]) -> Spans:
    """Neighbours of one style as one span."""
    merged: list[Span] = []
    for span in found:
        if merged and replace(merged[-1], text=span.text) == span:
            merged[-1] = replace(span, text=merged[-1].text + span.text)
        else:
            merged.append(span)
    return tuple(merged)


def _reach(body: Spans, *, start: int, most: int) -> int:
    """The furthest place at which the text from ``start`` on still weighs at most ``most``."""
    place = 0
    room = most
    for span in body:
        begin = max(start, place)
        place += len(span.text)
        if place <= begin:
            continue
        room -= len(span.url or "") + _SPAN_WEIGHT
        rest = span.text[len(span.text) - (place - begin) :]
        fits = fitting(rest, most=room)
        if fits < len(rest):
            return max(begin + fits, start + 1)
        room -= units(rest)
    return place


def _border(whole: str, *, start: int, stop: int) -> int:
    if stop >= len(whole):
        return len(whole)
    half = start + (stop - start) // 2
    for border in _BORDERS:
        ends = [found.end() for found in border.finditer(whole, half, stop)]
        if ends:
            return ends[-1]
    return max(between_letters(whole, at=stop), start + 1)


def _between(body: Spans, *, start: int, stop: int) -> Spans:
    cut: list[Span] = []
    place = 0
    for span in body:
        piece = span.text[max(start - place, 0) : max(stop - place, 0)]
        place += len(span.text)
        if piece:
            cut.append(replace(span, text=piece))
    if cut:
        cut[-1] = replace(cut[-1], text=cut[-1].text.rstrip())
    return tuple(span for span in cut if span.text)
