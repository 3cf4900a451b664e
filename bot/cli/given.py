"""The settings of this call: the environment, with what was said on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.settings import Settings


def given_settings() -> Settings:
    """Read the settings for the command that runs now, and keep its logs away from stdout.

    A command at a terminal says what matters itself, so only errors are logged; the service sets
    its own level.

    Raises:
        Misconfigured: a value is not valid.
    """
    from bot.logs import write_logs
    from bot.settings import LogSettings, read_settings

    settings = read_settings(data_folder=click.get_current_context().find_root().params["data"])
    quiet = settings.log.level in {"debug", "info"}
    write_logs(LogSettings(level="error" if quiet else settings.log.level))
    return settings
