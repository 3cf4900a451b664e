"""Each block of a reply as Block Kit pieces that belong together."""

from __future__ import annotations

from dataclasses import dataclass

from bot.rendering.amounts import readable_size
from bot.rendering.slack.choices import choice_rows
from bot.rendering.slack.figures import chart_pieces, table_pieces
from bot.rendering.slack.spans import (
    Span,
    Spans,
    escaped,
    fallback,
    joined,
    line,
    nothing,
    paragraphs,
    rich,
    section,
    spans,
    split,
    text_of,
    weight_of,
    words,
)
from bot.rendering.slack.wire import (
    CONTEXT_UNITS,
    HEADER_UNITS,
    PIECE_WEIGHT,
    Block,
    Piece,
    plain,
    units,
)
from domain.choices import Choice
from domain.reply import Block as ReplyBlock
from domain.reply import (
    Bullets,
    Buttons,
    Card,
    Chart,
    Fact,
    File,
    Heading,
    Notice,
    Paragraph,
    Table,
    Text,
    Tone,
)

_MARKS = {"for": "✓ ", "against": "✗ ", "unknown": "? ", "none": ""}
_TONES = {Tone.INFO: "", Tone.DONE: "✓ ", Tone.WARNING: "⚠️ "}
_DIVIDER = Piece(block={"type": "divider"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The pieces of one reply block; they stay in one message if there is room."""

    pieces: tuple[Piece, ...]
    leads: bool = False
    """True for a heading: it goes where the next block goes."""


def draw(
    blocks: tuple[ReplyBlock, ...], *, choices: tuple[tuple[Choice, ...], ...], as_grid: bool
) -> list[Drawn]:
    """The blocks in order; what shows nothing is left out.

    Args:
        blocks: of the reply.
        choices: the buttons of each block.
        as_grid: whether tables may be table blocks (messages only).
    """
    drawn: list[Drawn] = []
    after_card = False
    for block, own in zip(blocks, choices, strict=True):
        pieces = _pieces(block, choices=own, as_grid=as_grid)
        if not pieces:
            continue
        is_card = isinstance(block, Card)
        if is_card and after_card:
            pieces.insert(0, _DIVIDER)
        drawn.append(Drawn(pieces=tuple(pieces), leads=isinstance(block, Heading)))
        after_card = is_card
    return drawn


def is_divider(piece: Piece) -> bool:
    """Whether it only separates: useless as the first block."""
    return piece is _DIVIDER


def _pieces(block: ReplyBlock, *, choices: tuple[Choice, ...], as_grid: bool) -> list[Piece]:
    match block:
        case Paragraph():
            return _paragraph(block.body)
        case Heading():
            return _heading(block.body)
        case Bullets():
            return _bullets(block)
        case Card():
            return _card(block, choices)
        case Table():
            return table_pieces(block, as_grid=as_grid)
        case Chart():
            return chart_pieces(block)
        case File():
            return _file(block)
        case Notice():
            return _notice(block)
        case Buttons():
            return choice_rows(choices)


def _paragraph(body: Text) -> list[Piece]:
    drawn = spans(body)
    if len(body) == 1 and body[0].style == "quote":  # nothing but somebody else's words
        return _quoted(drawn)
    return paragraphs(drawn)


def _heading(body: Text) -> list[Piece]:
    drawn = spans(body, bold=True)
    said = " ".join(text_of(drawn).split())
    if nothing(drawn) or units(said) > HEADER_UNITS or any(span.url for span in drawn):
        return paragraphs(drawn)
    return [Piece(block={"type": "header", "text": plain(said)}, text=escaped(said))]


def _bullets(block: Bullets) -> list[Piece]:
    items = [spans(item) for item in block.items]
    items = [(Span(text="–"),) if nothing(item) else item for item in items]
    if not items:
        return []
    total = sum(weight_of(item) for item in items)
    if block.ordered and total > PIECE_WEIGHT:
        # A second list would begin at 1 again, so the numbers are written out.
        numbered = [(Span(text=f"{n}. "), *item) for n, item in enumerate(items, start=1)]
        return [piece for item in numbered for piece in paragraphs(item)]
    pieces: list[Piece] = []
    listed: list[Spans] = []
    room = PIECE_WEIGHT
    for item in items:
        head, *more = split(item)
        if listed and weight_of(head) > room:
            pieces.append(_list(listed, ordered=block.ordered))
            listed, room = [], PIECE_WEIGHT
        listed.append(head)
        room -= weight_of(head)
        if more:
            pieces.append(_list(listed, ordered=block.ordered))
            pieces += [Piece(block=rich(section(part)), text=fallback(part)) for part in more]
            listed, room = [], PIECE_WEIGHT
    if listed:
        pieces.append(_list(listed, ordered=block.ordered))
    return pieces


def _list(items: list[Spans], *, ordered: bool) -> Piece:
    style = "ordered" if ordered else "bullet"
    marks = [f"{n}." if ordered else "•" for n in range(1, len(items) + 1)]
    element: Block = {
        "type": "rich_text_list",
        "style": style,
        "elements": [section(item) for item in items],
    }
    said = [f"{mark} {fallback(item)}" for mark, item in zip(marks, items, strict=True)]
    return Piece(block=rich(element), text="\n".join(said))


def _card(block: Card, choices: tuple[Choice, ...]) -> list[Piece]:
    title = spans(block.title, bold=True)
    head = joined([title, spans(block.subtitle)])
    facts = joined(_fact(fact) for fact in block.facts)
    pieces = [*paragraphs(head), *_quoted(facts)]
    total = weight_of(head) + weight_of(facts)
    if not (nothing(head) or nothing(facts)) and total <= PIECE_WEIGHT:
        body = rich(section(head), _quote(facts))
        pieces = [Piece(block=body, text="\n".join(piece.text for piece in pieces))]
    about = " ".join(text_of(title).split())
    return [*pieces, *choice_rows(choices, about=about)]


def _fact(fact: Fact) -> Spans:
    label = line(fact.label)
    lead = [Span(text=_MARKS[fact.mark])] if _MARKS[fact.mark] else []
    if label:
        lead += [Span(text=f"{label}:", bold=True), Span(text=" ")]
    value = spans(fact.value)
    return (*lead, *value) if label or not nothing(value) else ()


def _quoted(body: Spans) -> list[Piece]:
    return [Piece(block=rich(_quote(part)), text=fallback(part)) for part in split(body)]


def _quote(part: Spans) -> Block:
    return {"type": "rich_text_quote", "elements": section(part)["elements"]}


def _file(block: File) -> list[Piece]:
    caption = words(block.caption)
    line_below = f"📎 {line(block.name)} · {readable_size(block.size_bytes)}"
    return [*paragraphs((Span(text=caption),) if caption else ()), *_small(line_below)]


def _notice(block: Notice) -> list[Piece]:
    drawn = spans(block.body)
    if nothing(drawn):
        return []
    mark = _TONES[block.tone]
    if any(span.url for span in drawn):  # small print cannot hold links without being markup
        return paragraphs((Span(text=mark), *drawn) if mark else drawn)
    return _small(mark + text_of(drawn))


def _small(said: str) -> list[Piece]:
    if units(said) > CONTEXT_UNITS:
        return paragraphs((Span(text=said),))
    return [Piece(block={"type": "context", "elements": [plain(said)]}, text=escaped(said))]
