"""The parts that dialogs are made of, and how to read what was entered. Answers are untrusted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import time

from bot.rendering.slack.wire import METADATA_UNITS, TITLE_UNITS, Block, plain, shorten, units
from bot.rendering.untrusted import clean_line

_CLOCK_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")

StateValues = Mapping[str, object]
"""``view["state"]["values"]`` of a submission: by block id, then by action id."""


def modal(
    blocks: Sequence[Block],
    *,
    title: str,
    callback_id: str,
    submit: str | None = None,
    context: str = "",
) -> Block:
    """A dialog.

    Args:
        blocks: its content.
        title: at most 24 characters are shown.
        callback_id: says at submission which dialog it was.
        submit: label of the button that sends it; None for a dialog to read.
        context: the channel's own note (``private_metadata``), at most 3,000 characters.

    Raises:
        ValueError: ``context`` is too long.
    """
    if units(context) > METADATA_UNITS:
        raise ValueError(f"context of a dialog: {units(context)} characters")
    view: Block = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(shorten(clean_line(title) or "CareerGini", most=TITLE_UNITS)),
        "close": plain("Close" if submit is None else "Cancel"),
        "blocks": list(blocks),
    }
    if submit is not None:
        view["submit"] = plain(submit)
    if context:
        view["private_metadata"] = context
    return view


def input_block(
    block_id: str, *, label: str, element: Block, hint: str | None = None, optional: bool = False
) -> Block:
    """One question of a dialog; ``block_id`` names it in errors."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": element,
        "optional": optional,
    }
    if hint is not None:
        block["hint"] = plain(hint)
    return block


def note(said: str) -> Block:
    """A quiet line."""
    return {"type": "context", "elements": [plain(said)]}


def option(said: str, *, value: str) -> Block:
    """One entry of a menu."""
    return {"text": plain(shorten(clean_line(said) or value, most=75)), "value": value}


def field(values: StateValues, block_id: str, action_id: str) -> Mapping[str, object]:
    """What was entered in one field; empty when it is not there or not as Slack sends it.

    >>> field({"a": {"b": {"value": "x"}}}, "a", "b")["value"]
    'x'
    """
    block = values.get(block_id)
    entered = block.get(action_id) if isinstance(block, Mapping) else None
    return entered if isinstance(entered, Mapping) else {}


def chosen(entered: Mapping[str, object]) -> str | None:
    """The value of the selected option of a menu."""
    selected = entered.get("selected_option")
    value = selected.get("value") if isinstance(selected, Mapping) else None
    return value if isinstance(value, str) else None


def ticked(entered: Mapping[str, object]) -> tuple[str, ...]:
    """The values of the ticked boxes."""
    boxes = entered.get("selected_options")
    if not isinstance(boxes, Sequence) or isinstance(boxes, str):
        return ()
    values = [box.get("value") for box in boxes if isinstance(box, Mapping)]
    return tuple(value for value in values if isinstance(value, str))


def picked_time(entered: Mapping[str, object]) -> time | None:
    """The time of a time picker.

    >>> picked_time({"selected_time": "08:30"})
    datetime.time(8, 30)
    """
    picked = entered.get("selected_time")
    found = _CLOCK_TIME.fullmatch(picked) if isinstance(picked, str) else None
    return time(int(found[1]), int(found[2])) if found else None
