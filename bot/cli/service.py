"""``careergini run`` and ``careergini chat``: the service, and a person talking to it."""

from __future__ import annotations

import asyncio
import getpass
import locale
import signal
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from domain.errors import Misconfigured

if TYPE_CHECKING:
    from bot.settings import Settings


@click.command()
def run() -> None:
    """Start the service with every configured channel, until Ctrl-C or TERM."""
    from bot.cli.given import given_settings
    from bot.logs import write_logs

    settings = given_settings()
    write_logs(settings.log)
    asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    from bot.wiring.application import build_application

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with build_application(settings) as application:
        folder = settings.data_folder.absolute()
        sys.stderr.write(f"CareerGini is running. Data: {folder}\n")
        for line in application.summary():
            sys.stderr.write(f"{line}\n")
        sys.stderr.write("Stop with Ctrl-C; nothing is lost.\n")
        await stop.wait()
        sys.stderr.write("Stopping: answers in progress are finished at the next start.\n")


@click.command()
@click.option("--as", "audience", type=click.Choice(["seeker", "recruiter"]), default="seeker")
@click.option("--name", "person", help="Who talks. Default: your login name.")
@click.option("--conversation", default="main", show_default=True, help="Which one to go on with.")
@click.option(
    "--save-to",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Where /save puts files. Default: this folder.",
)
def chat(audience: str, person: str | None, conversation: str, save_to: Path) -> None:
    """Talk to the assistant. Uses the running service, else starts one for this conversation."""
    from bot.cli.given import given_settings

    asyncio.run(
        _talk(
            given_settings(),
            audience=audience,
            person=person or _login(),
            conversation=conversation,
            save_to=save_to,
        )
    )


async def _talk(
    settings: Settings, *, audience: str, person: str, conversation: str, save_to: Path
) -> None:
    from bot.console_chat import chat as hold_conversation
    from bot.wiring.places import SystemClock, paths_of
    from bot.wiring.stores import service_is_running
    from domain.agents import Audience

    if not settings.console.enabled:
        raise Misconfigured("CAREERGINI_CONSOLE__ENABLED is false: set it to true to chat here")
    paths = paths_of(settings)
    talk = partial(
        hold_conversation,
        data_folder=paths.folder,
        conversation=conversation,
        person=person,
        audience=Audience(audience),
        locale=_locale(),
        clock=SystemClock(),
        downloads=save_to,
    )
    if service_is_running(settings):
        await talk()
        return
    from bot.logs import write_logs
    from bot.wiring.application import build_application

    if sys.stderr.isatty():
        sys.stderr.write("Starting the service for this conversation, a few seconds.\n")
    with (paths.folder / "chat.log").open("a", encoding="utf-8") as log:
        write_logs(settings.log, to=log)  # the screen belongs to the conversation
        async with build_application(settings, is_awaited=True):
            await talk()


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container user without an entry in the user database
        return "me"


def _locale() -> str | None:
    """BCP 47 tag of the terminal's language, None when it says nothing."""
    name = locale.getlocale()[0]
    if not name or name in {"C", "POSIX"}:
        return None
    return name.replace("_", "-")
