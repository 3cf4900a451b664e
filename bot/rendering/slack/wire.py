"""Block Kit as plain data: what a piece of a message is, and what Slack lets it weigh.

Slack names no limit for a whole message. What was measured in the field: a message is refused
(``msg_blocks_too_long``) from about 13,200 characters on, where every block costs up to 100 beside
its text. ``weight`` counts that way and ``MESSAGE_WEIGHT`` stays well below.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from unicodedata import category

Block = dict[str, object]
"""One Block Kit object (a block, an element, a text object) as JSON will have it."""

MESSAGE_WEIGHT = 10_000
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
PIECE_WEIGHT = 3_000  # no piece is heavier: three fill a message with little waste
TABLE_WEIGHT = 8_000  # but a table, which cannot be split; Slack's own limit is 10,000 characters
HEADER_UNITS = 150
CONTEXT_UNITS = 2_000
LABEL_UNITS = 75
VALUE_UNITS = 2_000
OPTION_VALUE_UNITS = 150
TITLE_UNITS = 24  # of a modal and of its two buttons
METADATA_UNITS = 3_000

_BLOCK_WEIGHT = 100
_NODE_WEIGHT = 20
_CELL_WEIGHT = 4
_JOINERS = frozenset("\u200d\ufe0e\ufe0f")
_SKIN_TONES = ("\U0001f3fb", "\U0001f3ff")
_LONGEST_CLUSTER = 40  # characters looked back over for a place between two letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A block and the same words as fallback text (mrkdwn, escaped)."""

    block: Block
    text: str = ""


def units(words: str) -> int:
    """Length as Slack's clients count: UTF-16 units, never less than characters.

    >>> units("a😀")
    3
    """
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


def fitting(words: str, *, most: int) -> int:
    """How many characters of ``words`` take at most ``most`` units.

    >>> fitting("a😀b", most=3)
    2
    """
    count = min(len(words), max(most, 0))
    return max(count - max(units(words[:count]) - most, 0), 0)


def shorten(words: str, *, most: int) -> str:
    """At most ``most`` units; what was cut shows as an ellipsis.

    >>> shorten("Senior Data Engineer", most=12)
    'Senior Data…'
    """
    if units(words) <= most:
        return words
    cut = between_letters(words, at=fitting(words, most=most - 1))
    return words[:cut].rstrip() + "…"


def between_letters(words: str, *, at: int) -> int:
    """The nearest place not after ``at`` where no letter or emoji is torn apart.

    >>> between_letters("e\u0301a", at=1)
    0
    """
    for place in range(at, max(at - _LONGEST_CLUSTER, 0), -1):
        if place >= len(words) or not _joined(words[place - 1], words[place]):
            return place
    return at if at > _LONGEST_CLUSTER else 0


def _joined(before: str, after: str) -> bool:
    return (
        before == "\u200d"
        or after in _JOINERS
        or _SKIN_TONES[0] <= after <= _SKIN_TONES[1]
        or category(after) in {"Mn", "Me", "Mc"}
    )


def is_blank(words: str) -> bool:
    r"""Whether nothing would be seen: Slack refuses such a text.

    >>> is_blank(" \u200b"), is_blank("-")
    (True, False)
    """
    return all(category(letter)[0] in "ZC" for letter in words)


def plain(words: str) -> Block:
    """A text object in which nothing is markup, not even ``:smile:``."""
    return {"type": "plain_text", "text": words, "emoji": False}


def weight(block: Block) -> int:
    """What a block counts against ``MESSAGE_WEIGHT``."""
    node = _CELL_WEIGHT if block.get("type") == "table" else _NODE_WEIGHT
    return _BLOCK_WEIGHT + _weigh(block, node=node)


def cells_weight(cells: Sequence[Block]) -> int:
    """What one row adds to the weight of its table."""
    return _weigh(cells, node=_CELL_WEIGHT)


def _weigh(value: object, *, node: int) -> int:
    if isinstance(value, Mapping):
        own = node if value.get("type") != "rich_text_section" else 0
        return own + sum(
            _weigh(inner, node=node)
            for key, inner in value.items()
            if key not in {"type", "action_id", "emoji", "accessibility_label"}
        )
    if isinstance(value, str):
        return units(value)
    if isinstance(value, Sequence):
        return sum(_weigh(inner, node=node) for inner in value)
    return 0
