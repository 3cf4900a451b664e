"""Long text as several messages: cut where a reader would pause, never within a character."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.rendering.telegram.clusters import may_cut
from bot.rendering.telegram.linkless import WORD_JOINER
from bot.rendering.telegram.messages import MAX_ENTITIES, MAX_MESSAGE_UNITS, utf16_units
from bot.rendering.telegram.spans import Line, Span, cut, entity_budget, trimmed, words_of

_WORTH_FILLING = 1_500
"""Units of room left in a message for which a text that is too long anyway is begun there."""
_PAUSES = (
    re.compile(r"\n\n"),
    re.compile(r"\n"),
    re.compile(r"[.!?…؟।։]+[\"”’»)]*\s|[。！？]"),
    re.compile(r"\s"),
)
_COMMAND = re.compile(r"/[A-Za-z0-9_@]")
_LONGEST_CLUSTER = 64  # code points looked back over for the beginning of one character
# Beside white space and formatting characters, what has no ink; such a message is refused.
_BLANK = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufffc]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """The words of one block, on their way into a message."""

    line: Line
    block: int
    """Its place in the reply."""
    is_heading: bool = False
    is_tight: bool = False
    """Follows its predecessor without an empty line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """The text of one message."""

    line: Line
    blocks: tuple[int, ...]
    """Places of the blocks that are in it, wholly or in part."""
    is_whole: bool = True
    """False when it holds a part of a block only."""


def has_ink(words: str) -> bool:
    """True when there is something to see, so that Telegram takes it as a message.

    >>> has_ink(" \u2060"), has_ink("a")
    (False, True)
    """
    return any(
        unicodedata.category(char)[0] not in "ZC" and not _BLANK.match(char) for char in words
    )


def pack(pieces: Sequence[Piece]) -> tuple[Chunk, ...]:
    """The pieces in as few messages as hold them, in order."""
    chunks: list[Chunk] = []
    held: list[Piece] = []
    for piece in pieces:
        if fits(_line_of([*held, piece])):
            held.append(piece)
            continue
        rest = piece.line
        is_long = not fits(rest)
        room = MAX_MESSAGE_UNITS - utf16_units(words_of(_line_of(held))) - 2
        if is_long and held and room >= _WORTH_FILLING:
            head, rest = split_once(rest, units=room, entities=_entities_left(held))
            held.append(Piece(line=head, block=piece.block, is_tight=piece.is_tight))
            chunks.append(_chunk(held, is_whole=False))
            held = []
        else:
            carried = held[-1:] if len(held) > 1 and held[-1].is_heading else []
            held = held[: len(held) - len(carried)]
            chunks += [_chunk(held)] if held else []
            held = carried
        while not fits(_line_of([*held, Piece(line=rest, block=piece.block)])):
            if held:  # a heading and its text that together are too long
                chunks.append(_chunk(held))
                held = []
                continue
            head, rest = split_once(rest)
            chunks.append(Chunk(line=head, blocks=(piece.block,), is_whole=False))
        held = [*held, Piece(line=rest, block=piece.block)]
        if is_long:
            chunks.append(_chunk(held, is_whole=False))
            held = []
    chunks += [_chunk(held)] if held else []
    return tuple(chunk for chunk in chunks if has_ink(words_of(chunk.line)))


def split_once(
    line: Line, *, units: int = MAX_MESSAGE_UNITS, entities: int = MAX_ENTITIES
) -> tuple[Line, Line]:
    """As much of the line as one message holds, and the rest."""
    words = words_of(line)
    place = _cut_place(words, reach=_reach(line, units=units, entities=entities))
    rest = trimmed(cut(line, place, len(words)))
    if _COMMAND.match(words_of(rest)) and not rest[0].mono:
        # The letter that kept it from being a command is in the other message.
        rest = (replace(rest[0], text=f"/{WORD_JOINER}{rest[0].text[1:]}"), *rest[1:])
    return trimmed(cut(line, 0, place)), rest


def fits(line: Line) -> bool:
    """True when one message can hold it."""
    return utf16_units(words_of(line)) <= MAX_MESSAGE_UNITS and entity_budget(line) <= MAX_ENTITIES


def _entities_left(held: Sequence[Piece]) -> int:
    return max(0, MAX_ENTITIES - entity_budget(_line_of(held)))


def _line_of(held: Sequence[Piece]) -> Line:
    parts: list[Span] = []
    for piece in held:
        if parts:
            parts.append(Span(text="\n" if piece.is_tight else "\n\n"))
        parts.extend(piece.line)
    return tuple(parts)


def _chunk(held: Sequence[Piece], *, is_whole: bool = True) -> Chunk:
    return Chunk(
        line=trimmed(_line_of(held)),
        blocks=tuple(dict.fromkeys(piece.block for piece in held)),
        is_whole=is_whole,
    )


def _reach(line: Line, *, units: int, entities: int) -> int:
    """Code points from the start that are within the limits; at least one."""
    place = 0
    for span in line:
        entities -= span.most_entities
        if entities < 0:
            break
        length = utf16_units(span.text)
        if length > units:
            for char in span.text:
                units -= 1 + (char > "\uffff")
                if units < 0:
                    break
                place += 1
            break
        units -= length
        place += len(span.text)
    return max(place, 1)


def _cut_place(words: str, *, reach: int) -> int:
    if reach >= len(words):
        return len(words)
    for pause in _PAUSES:
        # Not in the first half: many short messages are worse than a cut sentence.
        places = [m.end() for m in pause.finditer(words, reach // 2, reach + 1) if m.end() <= reach]
        if places:
            return places[-1]
    for place in range(reach, max(0, reach - _LONGEST_CLUSTER), -1):
        if may_cut(words, place):
            return place
    return reach
