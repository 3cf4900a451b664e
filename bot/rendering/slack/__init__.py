"""Replies, the Home tab and dialogs as Block Kit: plain data, no SDK, no I/O, no decisions."""

from bot.rendering.slack.choices import (
    CHOICE_PREFIX,
    FEEDBACK_ACTION,
    FORM_SUFFIX,
    pressed,
    read_choice,
)
from bot.rendering.slack.message import SlackMessage, render_slack, render_slack_text
from bot.rendering.slack.wire import Block

__all__ = [
    "CHOICE_PREFIX",
    "FEEDBACK_ACTION",
    "FORM_SUFFIX",
    "Block",
    "SlackMessage",
    "pressed",
    "read_choice",
    "render_slack",
    "render_slack_text",
]
