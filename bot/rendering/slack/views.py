"""The Home tab and the dialogs, with what a submitted dialog says. Plain data both ways."""

from __future__ import annotations

from bot.rendering.slack.blocks import draw, is_divider
from bot.rendering.slack.choices import choice_rows
from bot.rendering.slack.forms import (
    NEW_ROLE_VIEW,
    SETTINGS_VIEW,
    ZONE_ACTION,
    NewRole,
    Refused,
    SettingsForm,
    Weekday,
    new_role_modal,
    read_new_role,
    read_settings,
    settings_modal,
    zone_options,
)
from bot.rendering.slack.inputs import StateValues, field, input_block, modal, note
from bot.rendering.slack.wire import VIEW_BLOCKS, Block, Piece, plain
from domain.choices import Choice, numbered
from domain.reply import Block as ReplyBlock
from domain.reply import Reply

__all__ = [
    "DETAILS_VIEW",
    "HOME_VIEW",
    "LINK_VIEW",
    "NEW_ROLE_VIEW",
    "SETTINGS_VIEW",
    "ZONE_ACTION",
    "NewRole",
    "Refused",
    "SettingsForm",
    "Weekday",
    "details_modal",
    "home_view",
    "link_modal",
    "new_role_modal",
    "read_link_code",
    "read_new_role",
    "read_settings",
    "settings_modal",
    "zone_options",
]

HOME_VIEW = "home"
DETAILS_VIEW = "details"
LINK_VIEW = "link"

_CODE = "link_code"
_CODE_LENGTHS = range(4, 65)


def home_view(blocks: tuple[ReplyBlock, ...]) -> Block:
    """The Home tab: these blocks and their buttons."""
    shown = _shown(blocks, choices=numbered(Reply(blocks=blocks, agents=())).by_block)
    return {"type": "home", "callback_id": HOME_VIEW, "blocks": shown}


def details_modal(reply: Reply, *, title: str = "Details", context: str = "") -> Block:
    """A reply that only the person who asked may see; its buttons work as in a message.

    Args:
        reply: what to show.
        title: at most 24 characters are shown.
        context: the channel's own note, given back with every press.
    """
    numbers = numbered(reply)
    shown = _shown(reply.blocks, choices=numbers.by_block, prompts=numbers.prompts)
    return modal(
        shown or [note("There is nothing to show.")],
        title=title,
        callback_id=DETAILS_VIEW,
        context=context,
    )


def link_modal(*, context: str = "") -> Block:
    """Asks for the one-time code that another channel showed."""
    code: Block = {
        "type": "plain_text_input",
        "action_id": _CODE,
        "min_length": _CODE_LENGTHS[0],
        "max_length": _CODE_LENGTHS[-1],
        "focus_on_load": True,
    }
    return modal(
        [
            note("Both places will then share your profile and settings, not the conversations."),
            input_block(
                _CODE, label="Code", element=code, hint="From Telegram, e-mail or the terminal."
            ),
        ],
        title="Link an account",
        submit="Link",
        callback_id=LINK_VIEW,
        context=context,
    )


def read_link_code(values: StateValues) -> str | Refused:
    """The code that was typed, without blanks; whether it is right is not known here."""
    typed = field(values, _CODE, _CODE).get("value")
    code = "".join(typed.split()) if isinstance(typed, str) else ""
    if len(code) in _CODE_LENGTHS and all(c.isascii() and (c.isalnum() or c in "-_") for c in code):
        return code
    return Refused(
        errors={_CODE: "This is not a code: it has letters and digits only. Copy it once more."}
    )


def _shown(
    blocks: tuple[ReplyBlock, ...],
    *,
    choices: tuple[tuple[Choice, ...], ...],
    prompts: tuple[Choice, ...] = (),
) -> list[Block]:
    """At most as many blocks as a view takes; what is missing is said."""
    drawn = draw(blocks, choices=choices, as_grid=False)
    pieces = [piece for block in drawn for piece in block.pieces] + choice_rows(prompts)
    if pieces and is_divider(pieces[0]):
        del pieces[0]
    if len(pieces) > VIEW_BLOCKS:
        pieces = _cut(pieces)
    return [piece.block for piece in pieces]


def _cut(pieces: list[Piece]) -> list[Piece]:
    kept = pieces[: VIEW_BLOCKS - 1]
    said = f"… and {len(pieces) - len(kept)} more parts. Ask in the chat to see all of it."
    return [*kept, Piece(block={"type": "context", "elements": [plain(said)]})]
