"""The dialog that a button opens, and what was filled in. Answers are untrusted."""

from __future__ import annotations

from collections.abc import Mapping

from bot.rendering.slack.inputs import StateValues, chosen, field, input_block, modal, note, option
from bot.rendering.slack.wire import (
    LABEL_UNITS,
    VIEW_BLOCKS,
    Block,
    between_letters,
    fitting,
    is_blank,
    plain,
    shorten,
    units,
)
from bot.rendering.untrusted import clean, clean_line
from domain.reply import Form, FormField

FORM_VIEW = "button_form"
"""``callback_id`` of the dialog that a button of a reply opens."""

_HINT_UNITS = 150
_INTRO_UNITS = 3_000
_TEXT_UNITS = 3_000
_FEW = 5  # options that are shown at once; more go into a menu
_MOST_OPTIONS = 100
_ANSWER = "answer"
_CUT = "The text was longer than fits here: its end is not shown."


def form_modal(form: Form, *, context: str) -> Block:
    """The form as a dialog: its words are plain text, its fields are named by their place.

    Args:
        form: what to ask.
        context: the channel's own note, given back at submission; at most 3,000 characters.
    """
    blocks: list[Block] = []
    intro = clean(form.intro).strip()
    if not is_blank(intro):
        said = plain(shorten(intro, most=_INTRO_UNITS))
        blocks.append({"type": "section", "text": said})
    for place, asked in enumerate(form.fields):
        if _has_no_choice(asked):
            continue
        blocks.append(_input(asked, place=place))
        if asked.kind != "choice" and units(clean(asked.initial)) > _TEXT_UNITS:
            blocks.append(note(_CUT))
    return modal(
        blocks[:VIEW_BLOCKS] or [note("There is nothing to fill in.")],
        title=form.title,
        submit=_label(form.submit) or "Save",
        callback_id=FORM_VIEW,
        context=context,
    )


def read_form(form: Form, values: StateValues) -> Mapping[str, str] | None:
    """What was filled in, as arguments ``form.{id}``; left out fields are empty.

    None when it cannot be an answer to this form: then somebody made it up, or it is outdated.
    """
    found: dict[str, str] = {}
    for place, asked in enumerate(form.fields):
        if _has_no_choice(asked):
            found[f"form.{asked.id}"] = ""
            continue
        entered = field(values, _block(place), _ANSWER)
        answer = _choice(asked, entered) if asked.kind == "choice" else _typed(asked, entered)
        if answer is None or (not answer and not asked.is_optional):
            return None
        found[f"form.{asked.id}"] = answer
    return found


def missing_answers(view: Block) -> Mapping[str, str]:
    """What has to be filled in and is not, by block: told before the dialog is taken.

    Slack's clients see to most of it, but take blanks for words.
    """
    blocks, state = view.get("blocks"), view.get("state")
    values = state.get("values") if isinstance(state, Mapping) else None
    missing: dict[str, str] = {}
    for block in blocks if isinstance(blocks, list) else []:
        if not isinstance(block, Mapping) or block.get("type") != "input" or block.get("optional"):
            continue
        name = block.get("block_id")
        if not isinstance(name, str):
            continue
        entered = field(values if isinstance(values, Mapping) else {}, name, _ANSWER)
        typed = entered.get("value")
        said = typed if isinstance(typed, str) else chosen(entered) or ""
        if is_blank(clean(said)):
            missing[name] = "Please fill this in, or press Cancel."
    return missing


def _has_no_choice(asked: FormField) -> bool:
    """Slack takes no menu without an entry."""
    return asked.kind == "choice" and not asked.options


def _input(asked: FormField, *, place: int) -> Block:
    label = clean_line(asked.label)
    hint = clean_line(asked.hint)
    return input_block(
        _block(place),
        label=f"Field {place + 1}" if is_blank(label) else shorten(label, most=LABEL_UNITS),
        element=_menu(asked) if asked.kind == "choice" else _text_input(asked),
        hint=None if is_blank(hint) else shorten(hint, most=_HINT_UNITS),
        optional=asked.is_optional,
    )


def _menu(asked: FormField) -> Block:
    options = [
        # By place, so that a value of any length fits and none can be made up.
        option(label if not is_blank(clean_line(label)) else f"Choice {at + 1}", value=str(at))
        for at, (_, label) in enumerate(asked.options[:_MOST_OPTIONS])
    ]
    kind = "radio_buttons" if len(options) <= _FEW and not asked.is_optional else "static_select"
    menu: Block = {"type": kind, "action_id": _ANSWER, "options": options}
    at = next((n for n, (value, _) in enumerate(asked.options) if value == asked.initial), None)
    if at is not None and at < len(options):
        menu["initial_option"] = options[at]
    return menu


def _text_input(asked: FormField) -> Block:
    element: Block = {
        "type": "plain_text_input",
        "action_id": _ANSWER,
        "multiline": asked.kind == "long_text",
        "max_length": _TEXT_UNITS,
    }
    said = clean(asked.initial) if asked.kind == "long_text" else clean_line(asked.initial)
    if said:
        element["initial_value"] = said[: between_letters(said, at=fitting(said, most=_TEXT_UNITS))]
    return element


def _choice(asked: FormField, entered: Mapping[str, object]) -> str | None:
    value = chosen(entered)
    if value is None:
        return ""
    if not (value.isascii() and value.isdecimal() and len(value) <= 3):
        return None
    at = int(value)
    return asked.options[at][0] if at < min(len(asked.options), _MOST_OPTIONS) else None


def _typed(asked: FormField, entered: Mapping[str, object]) -> str | None:
    value = entered.get("value")
    if not isinstance(value, str):
        return ""
    said = clean(value).strip() if asked.kind == "long_text" else clean_line(value)
    return said if units(said) <= _TEXT_UNITS else None


def _label(words: str) -> str:
    line = clean_line(words)
    return "" if is_blank(line) else shorten(line, most=24)


def _block(place: int) -> str:
    return f"field{place}"
