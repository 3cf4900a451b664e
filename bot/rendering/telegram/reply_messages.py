"""A reply as Telegram messages: drawn, kept from linking itself, cut, and given its keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.rendering.telegram.drawing import caption_of, draw, file_name, kept
from bot.rendering.telegram.keyboards import Group, Offer, card_numbers, keyboard, typed_words
from bot.rendering.telegram.linkless import linkless, linkless_words
from bot.rendering.telegram.messages import Key, TelegramMessage
from bot.rendering.telegram.rich_markdown import gains_from_rich, rich_markdown
from bot.rendering.telegram.spans import Line, Span, entities_of, joined, words_of
from bot.rendering.telegram.splitting import Chunk, Piece, fits, has_ink, pack
from domain.choices import files, numbered
from domain.reply import Block, Bullets, Card, File, Heading, Paragraph, Reply

_NO_WORDS = "👇"
"""The text above keys that come without any."""


def render_telegram(
    reply: Reply, *, token_of: Callable[[int], str], rich: bool = False
) -> tuple[TelegramMessage, ...]:
    """The reply as messages to be sent one after the other, almost always a single one.

    One message holds the whole list of results, since six bubbles in a row would bury each other.
    A keyboard belongs to a message, not to a card; so each card has one row of keys that begin with
    its number ("1 Save", "1 Hide"), and the number is in front of its title. Below come the next
    actions and the suggested prompts, packed together. Where that makes more than eight rows, every
    card keeps its first row and what is left is named in the last line with the number to type
    ("More like this – 5 (1), 10 (2)"); ``typed`` lists these numbers, and only these are meant to
    be typed, so that "2" can still mean the second card. A lone card needs no numbers.

    A reply that is too long for one message is cut between blocks; then each card's keys are below
    the message that ends the card.

    Args:
        reply: what to say.
        token_of: the callback data (at most 64 bytes) of a choice, by its number in ``numbered``;
            asked at most once for each.
        rich: fill ``TelegramMessage.rich`` where the reply gains from it.

    Returns:
        The messages; none when the reply has nothing to show. Files are only announced: see
        ``documents``.
    """
    numbers = card_numbers(reply.blocks)
    leads = {p: "" if is_said else f"{number}. " for p, (number, is_said) in numbers.items()}
    pieces = [
        Piece(
            line=linkless(draw(block, lead=leads.get(place, ""))),
            block=place,
            is_heading=isinstance(block, Heading),
            is_tight=_is_tight(reply.blocks, place),
        )
        for place, block in enumerate(reply.blocks)
    ]
    chunks = list(pack([piece for piece in pieces if has_ink(words_of(piece.line))]))
    choices = numbered(reply)
    if not chunks and (any(choices.by_block) or choices.prompts):
        chunks = [Chunk(line=(Span(text=_NO_WORDS),), blocks=(), is_whole=False)]
    groups: list[list[Group]] = [[] for _ in chunks]
    for place, offered in enumerate(choices.by_block):
        if offered:
            lead, _ = numbers.get(place, ("", False))
            groups[_home(place, chunks)].append(Group(lead=lead, choices=offered))
    if choices.prompts:
        groups[-1].append(Group(lead="", choices=choices.prompts))
    drawn = [
        _Drawn(chunk=chunk, rows=rows, left=left)
        for chunk, (rows, left) in zip(
            chunks, (keyboard(group, token_of=token_of) for group in groups), strict=True
        )
    ]
    titled = [(block, leads.get(place, "")) for place, block in enumerate(reply.blocks)]
    wants_rich = rich and gains_from_rich(reply.blocks)
    return _messages(drawn, titled if wants_rich else [], language=reply.language)


def documents(reply: Reply) -> tuple[File, ...]:
    """The files to send after the messages: names made safe, captions within Telegram's limit."""
    return tuple(
        replace(file, name=file_name(file), caption=caption_of(file)) for file in files(reply)
    )


def split_plain(text: str) -> tuple[str, ...]:
    r"""Plain text as messages without entities: the last resort, and what is streamed.

    >>> split_plain("Hello @ana")
    ('Hello @\u2060ana',)
    """
    line = (Span(text=linkless_words(kept(text))),)
    return tuple(words_of(chunk.line) for chunk in pack([Piece(line=line, block=0)]))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """A message before it is put together."""

    chunk: Chunk
    rows: tuple[tuple[Key, ...], ...]
    left: tuple[Offer, ...]


def _is_tight(blocks: Sequence[Block], place: int) -> bool:
    """True for what belongs to the line before it: text to its heading, a list to its sentence."""
    if place == 0:
        return False
    before, block = blocks[place - 1], blocks[place]
    if isinstance(before, Heading):
        return not isinstance(block, Card)
    return isinstance(before, Paragraph) and isinstance(block, Bullets)


def _home(place: int, chunks: Sequence[Chunk]) -> int:
    """The message with the end of the block, or of the nearest block before it that has words."""
    homes = [n for n, chunk in enumerate(chunks) if any(b <= place for b in chunk.blocks)]
    return homes[-1] if homes else 0


def _messages(
    drawn: Sequence[_Drawn], titled: Sequence[tuple[Block, str]], *, language: str
) -> tuple[TelegramMessage, ...]:
    left = [offer for one in drawn for offer in one.left]
    typed = tuple(offer.choice.number for offer in left)
    hint: Line = ()
    if left:
        hint = linkless((Span(text=typed_words(left, language=language), italic=True),))
    messages: list[TelegramMessage] = []
    for number, one in enumerate(drawn, start=1):
        line = one.chunk.line
        last: Line = ()
        if number == len(drawn) and hint and fits(joined([line, hint], by="\n\n")):
            line, last, hint = joined([line, hint], by="\n\n"), hint, ()
        markdown = None
        if titled and one.chunk.is_whole:
            markdown = rich_markdown([titled[place] for place in one.chunk.blocks], last=last)
        messages.append(_message(line, rows=one.rows, rich=markdown))
    if hint:
        messages += [_message(c.line) for c in pack([Piece(line=hint, block=0)])]
    if messages:
        messages[-1] = replace(messages[-1], typed=typed)
    return tuple(messages)


def _message(
    line: Line, *, rows: tuple[tuple[Key, ...], ...] = (), rich: str | None = None
) -> TelegramMessage:
    return TelegramMessage(
        text=words_of(line), entities=entities_of(line), keyboard=rows, rich=rich
    )
