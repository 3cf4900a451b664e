"""The settings of this call: the environment, with what was said on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.settings import Settings


def given_settings() -> Settings:
    """Read the settings for the command that runs now.

    Raises:
        Misconfigured: a value is not valid.
    """
    from bot.settings import read_settings

    return read_settings(data_folder=click.get_current_context().find_root().params["data"])
