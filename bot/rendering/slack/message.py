"""A reply as Slack messages: as few as possible, each within every limit, nothing dropped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.rendering.slack.blocks import Drawn, draw, is_divider
from bot.rendering.slack.choices import choice_rows, feedback_row
from bot.rendering.slack.wire import MESSAGE_BLOCKS, MESSAGE_WEIGHT, Block, Piece, weight
from domain.choices import numbered
from domain.reply import Reply

_MOST_BLOCKS = MESSAGE_BLOCKS - 1  # one is kept for the feedback row
_MOST_WEIGHT = MESSAGE_WEIGHT - 400  # and its weight
_TEXT_BYTES = 3_900  # chat.update refuses a text above 4,000; the blocks have all of it anyway
_CUT = "… (the rest is in the message)"
_TOKEN = re.compile(r"<[^<>]*>|&[a-z]+;|.", re.DOTALL)  # a link, an entity, a character


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackMessage:
    """Arguments of one ``chat.postMessage``."""

    text: str
    """The same words for notifications and screen readers: mrkdwn, escaped."""
    blocks: tuple[Block, ...]


def render_slack(reply: Reply, *, feedback: bool = False) -> tuple[SlackMessage, ...]:
    """The reply as messages to post in order; none when there is nothing to show.

    Args:
        reply: what to draw.
        feedback: whether the last message gets thumbs up and down.
    """
    numbers = numbered(reply)
    drawn = draw(reply.blocks, choices=numbers.by_block, as_grid=True)
    prompts = choice_rows(numbers.prompts)
    if prompts:
        drawn.append(Drawn(pieces=tuple(prompts)))
    packed = _packed(_units(drawn))
    if feedback and packed:
        packed[-1].append(feedback_row())
    return tuple(_message(pieces) for pieces in packed)


def render_slack_text(reply: Reply) -> tuple[str, ...]:
    """The whole reply as ``text`` alone: for a workspace that refuses the blocks.

    Each is mrkdwn, escaped, and at most 4,000 bytes (more only for a single longer link).
    """
    numbers = numbered(reply)
    drawn = draw(reply.blocks, choices=numbers.by_block, as_grid=False)
    pieces = [piece for block in drawn for piece in block.pieces] + choice_rows(numbers.prompts)
    rest = "\n".join(piece.text for piece in pieces if piece.text).strip()
    texts: list[str] = []
    while rest:
        whole = len(rest.encode()) <= _TEXT_BYTES
        end = len(rest) if whole else _reach(rest, most_bytes=_TEXT_BYTES)
        first = _TOKEN.match(rest)
        end = max(end, first.end() if first else 1)
        texts.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return tuple(texts)


def _units(drawn: Iterable[Drawn]) -> list[tuple[Piece, ...]]:
    """What stays together: a heading goes with what it is the heading of."""
    groups: list[tuple[Piece, ...]] = []
    lead: tuple[Piece, ...] = ()
    for block in drawn:
        if block.leads:
            lead += block.pieces
            continue
        groups.append(lead + block.pieces)
        lead = ()
    return [*groups, lead] if lead else groups


def _packed(groups: Iterable[tuple[Piece, ...]]) -> list[list[Piece]]:
    packed: list[list[Piece]] = []
    for group in groups:
        fits = packed and _fits([*packed[-1], *group])
        if fits:
            packed[-1] += group
        elif _fits(group):
            packed.append(list(group))
        else:
            _pour(packed, group)
    for pieces in packed:
        while pieces and is_divider(pieces[0]):
            del pieces[0]
        while pieces and is_divider(pieces[-1]):
            del pieces[-1]
    return [pieces for pieces in packed if pieces]


def _pour(packed: list[list[Piece]], group: tuple[Piece, ...]) -> None:
    """Spread what no message can hold as a whole."""
    for piece in group:
        if packed and _fits([*packed[-1], piece]):
            packed[-1].append(piece)
        else:
            packed.append([piece])


def _fits(pieces: Iterable[Piece]) -> bool:
    blocks = [piece.block for piece in pieces]
    tables = sum(block["type"] == "table" for block in blocks)  # Slack takes one per message
    return (
        len(blocks) <= _MOST_BLOCKS
        and tables <= 1
        and sum(weight(block) for block in blocks) <= _MOST_WEIGHT
    )


def _message(pieces: list[Piece]) -> SlackMessage:
    said = "\n".join(piece.text for piece in pieces if piece.text)
    return SlackMessage(text=_shortened(said), blocks=tuple(piece.block for piece in pieces))


def _shortened(said: str) -> str:
    """At most ``_TEXT_BYTES``, no link and no entity broken."""
    if len(said.encode()) <= _TEXT_BYTES:
        return said
    head = said[: _reach(said, most_bytes=_TEXT_BYTES - len(_CUT.encode()) - 1)]
    return f"{head.rstrip()}\n{_CUT}"


def _reach(said: str, *, most_bytes: int) -> int:
    """Where to cut: after a line if one ends in the second half, else a word, else a token."""
    room = most_bytes
    ends = {"\n": 0, " ": 0, "": 0}
    for token in _TOKEN.finditer(said):
        room -= len(token[0].encode())
        if room < 0:
            break
        ends[token[0] if token[0] in ends else ""] = token.end()
    furthest = max(ends.values())
    return next((end for end in ends.values() if end > furthest // 2), furthest)
