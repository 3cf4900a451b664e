"""``careergini slack``: what Slack has to be told about the app."""

from __future__ import annotations

import click


@click.group()
def slack() -> None:
    """Set Slack up. The guide is docs/guides/slack.md."""


@slack.command()
@click.option(
    "--mode",
    type=click.Choice(["socket", "http"]),
    help="How Slack reaches this machine. Default: CAREERGINI_SLACK__MODE.",
)
@click.option(
    "--many/--one",
    "many",
    default=None,
    help="Whether other workspaces install the app. Default: whether a client ID is set.",
)
def manifest(*, mode: str | None, many: bool | None) -> None:
    """Print the app manifest (JSON) for api.slack.com/apps, "From a manifest"."""
    from bot.cli.given import given_settings
    from bot.cli.output import print_json
    from bot.slack_channel.manifest import manifest as made
    from bot.slack_channel.opening import audience_of
    from domain.errors import Misconfigured

    settings = given_settings()
    public_url = (settings.web.public_url or "").rstrip("/")
    wanted = mode or settings.slack.mode
    is_many = bool(settings.slack.client_id) if many is None else many
    if is_many and wanted != "http":
        raise Misconfigured("Several workspaces need --mode http (CAREERGINI_SLACK__MODE).")
    if wanted == "http" and not public_url.startswith("https://"):
        raise Misconfigured(
            "CAREERGINI_WEB__PUBLIC_URL is missing: the https address under which Slack reaches "
            "this machine, such as https://bot.example.org."
        )
    print_json(
        made(
            mode="http" if wanted == "http" else "socket",
            public_url=public_url,
            many=is_many,
            audience=audience_of(settings.slack),
        )
    )
