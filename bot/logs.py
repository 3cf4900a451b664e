"""Logs: events with values on stderr, never the words of people and never secrets."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any, TextIO

import structlog

if TYPE_CHECKING:
    from bot.settings import LogSettings

_PRIVATE = frozenset(
    {
        "api_key",
        "attachment",
        "authorization",
        "content",
        "email",
        "name",
        "password",
        "phone",
        "prompt",
        "reply",
        "resume",
        "secret",
        "sender",
        "sender_name",
        "text",
        "token",
        "url",
        "words",
    }
)
"""Keys whose values are people's words, accounts or secrets; a last line of defence."""

Event = MutableMapping[str, Any]


def redact(_logger: object, _method: str, event: Event) -> Event:
    """Replace the values of private keys.

    >>> redact(None, "info", {"event": "turn_started", "text": "my phone is ..."})["text"]
    '[left out]'
    """
    for key in event:
        if key in _PRIVATE:
            event[key] = "[left out]"
    return event


def write_logs(settings: LogSettings, *, to: TextIO | None = None) -> None:
    """Send every log of this process to ``to`` (stderr if None), ours and the libraries'."""
    target = to or sys.stderr
    level = logging.getLevelNamesMapping()[settings.level.upper()]
    renderer: structlog.typing.Processor = structlog.processors.JSONRenderer()
    if settings.format == "text":
        renderer = structlog.dev.ConsoleRenderer(
            colors=target.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            redact,
            structlog.processors.format_exc_info
            if settings.format == "json"
            else structlog.processors.StackInfoRenderer(),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=target),
    )
    # Libraries speak only when something is wrong: their messages may quote what they handle.
    logging.basicConfig(
        stream=target,
        level=max(level, logging.WARNING),
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        force=True,
    )
