"""Buttons, and what comes back when one is pressed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.rendering.slack.spans import escaped, line
from bot.rendering.slack.wire import (
    LABEL_UNITS,
    OPTION_VALUE_UNITS,
    PIECE_WEIGHT,
    VALUE_UNITS,
    Block,
    Piece,
    between_letters,
    fitting,
    is_blank,
    plain,
    shorten,
    units,
    weight,
)
from bot.rendering.untrusted import clean_line
from domain.choices import Choice
from domain.encoding import from_json, to_json
from domain.errors import Defect
from domain.messages import Action

CHOICE_PREFIX = "choice:"
"""Every button and every "More" menu of a reply has an ``action_id`` that begins so."""
FORM_SUFFIX = ":form"
"""End of the ``action_id`` of a button that opens a dialog first."""
FEEDBACK_ACTION = "feedback"
"""The thumbs under an answer; their values are ``good`` and ``bad``."""

Value = TypeVar("Value")

_IN_ROW = 25
_SEEN = 4  # more buttons than these: three stay, the rest goes under "More"
_OPTIONS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    say: str


def choice_rows(choices: Sequence[Choice], *, about: str = "") -> list[Piece]:
    """Rows of buttons; beyond four, the later ones move into a "More" menu.

    Args:
        choices: numbered over the whole reply, so every ``action_id`` is unique.
        about: what the buttons belong to; screen readers hear it after the label.
    """
    folded = _folded(choices)
    visible = [choice for choice in choices if choice not in folded]
    rows: list[Piece] = []
    row: list[Block] = []
    labels: list[str] = []
    elements = [(_button(choice, about=about), f"[{label(choice)}]") for choice in visible]
    if folded:
        elements.append((_more(folded), " ".join(f"[{label(choice)}]" for choice in folded)))
    for element, said in elements:
        if row and (len(row) == _IN_ROW or weight(_row([*row, element])) > PIECE_WEIGHT):
            rows.append(_piece(row, labels=labels))
            row, labels = [], []
        row.append(element)
        labels.append(said)
    if row:
        rows.append(_piece(row, labels=labels))
    return rows


def feedback_row() -> Piece:
    """Thumbs up and down."""
    thumbs: Block = {
        "type": "feedback_buttons",
        "action_id": FEEDBACK_ACTION,
        "positive_button": {
            "text": plain("Good answer"),
            "value": "good",
            "accessibility_label": "This answer was good",
        },
        "negative_button": {
            "text": plain("Bad answer"),
            "value": "bad",
            "accessibility_label": "This answer was not good",
        },
    }
    return Piece(block={"type": "context_actions", "elements": [thumbs]})


def label(choice: Choice) -> str:
    """What stands on a button: never empty, one line, at most 75 units."""
    said = line(choice.label)
    return f"Choice {choice.number}" if is_blank(said) else shorten(said, most=LABEL_UNITS)


def choice_value(choice: Choice, *, most: int = VALUE_UNITS) -> str:
    """What Slack gives back when it is pressed; the label as words if the action is too long."""
    if choice.action is not None:
        document = to_json(choice.action)
        if units(document) <= most:
            return document
    said = clean_line(choice.label) or label(choice)
    while units(document := to_json(_Said(say=said))) > most:  # JSON escapes make it longer
        over = max((units(document) - most + 5) // 6, 1)  # at most six characters for one
        said = said[: between_letters(said, at=fitting(said, most=units(said) - over))]
    return document


def read_choice(value: str) -> Action | str | None:
    """The action of a pressed button, or the words it says; None when it is neither.

    The value comes back from outside: it is validated, and nothing is raised.

    >>> read_choice('{"say":"Only remote jobs"}')
    'Only remote jobs'
    >>> read_choice("{}") is None
    True
    """
    if len(value) > VALUE_UNITS:
        return None
    action = _read(Action, value)
    if action is not None:
        return action
    said = _read(_Said, value)
    return clean_line(said.say) or None if said is not None else None


def pressed(action: Mapping[str, object]) -> str:
    """The value in one element of ``actions`` of a ``block_actions`` payload; empty if none.

    A button carries it itself, a "More" menu in its selected option.

    >>> pressed({"type": "overflow", "selected_option": {"value": "x"}})
    'x'
    """
    option = action.get("selected_option")
    holder = option if isinstance(option, Mapping) else action
    value = holder.get("value")
    return value if isinstance(value, str) else ""


def _read(kind: type[Value], value: str) -> Value | None:
    try:
        return from_json(kind, value)
    except (Defect, UnicodeError):  # lone surrogates are no JSON
        return None


def _folded(choices: Sequence[Choice]) -> list[Choice]:
    if len(choices) <= _SEEN:
        return []
    # An option holds a shorter value than a button; what does not fit there stays a button.
    small = [
        choice
        for choice in choices[_SEEN - 1 :]
        if choice.form is None  # the press of an option does not say whose reply it is
        and (choice.action is None or units(to_json(choice.action)) <= OPTION_VALUE_UNITS)
    ]
    folded = small[-_OPTIONS:]
    return folded if len(folded) > 1 else []


def _button(choice: Choice, *, about: str) -> Block:
    button: Block = {
        "type": "button",
        "action_id": f"{CHOICE_PREFIX}{choice.number}{FORM_SUFFIX if choice.form else ''}",
        "text": plain(label(choice)),
        "value": choice_value(choice),
    }
    if choice.tone != "normal":
        button["style"] = choice.tone
    if not is_blank(about):
        button["accessibility_label"] = shorten(f"{label(choice)}: {about}", most=LABEL_UNITS)
    return button


def _more(choices: Sequence[Choice]) -> Block:
    return {
        "type": "overflow",
        "action_id": f"{CHOICE_PREFIX}more:{choices[0].number}",
        "options": [
            {
                "text": plain(label(choice)),
                "value": choice_value(choice, most=OPTION_VALUE_UNITS),
            }
            for choice in choices
        ],
    }


def _row(elements: list[Block]) -> Block:
    return {"type": "actions", "elements": elements}


def _piece(elements: list[Block], *, labels: list[str]) -> Piece:
    return Piece(block=_row(elements), text=escaped(" ".join(labels)))
