"""``careergini doctor`` and ``careergini health``."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

import click

from domain.errors import TemporaryFailure

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.wiring.checkup import Finding

_MISCONFIGURED = 3


@click.command()
@click.option("--json", "as_json", is_flag=True, help="The checklist as JSON on stdout.")
def doctor(*, as_json: bool) -> None:
    """Say in plain words what is configured, reachable and missing, and what to do next."""
    from bot.cli.given import given_settings
    from bot.logs import write_logs
    from bot.settings import LogSettings

    write_logs(LogSettings(level="error"))
    findings = asyncio.run(_findings(given_settings(), as_json=as_json))
    if any(finding.state == "broken" for finding in findings):
        sys.exit(_MISCONFIGURED)


async def _findings(settings: Settings, *, as_json: bool) -> list[Finding]:
    from rich.console import Console
    from rich.text import Text

    from bot.cli.output import print_json
    from bot.wiring.checkup import State, check_up

    marks = {
        State.GOOD: ("ok  ", "green"),
        State.OPTIONAL: ("-   ", "yellow"),
        State.BROKEN: ("FIX ", "bold red"),
    }
    console = Console(highlight=False)
    findings: list[Finding] = []
    async for finding in check_up(settings):
        findings.append(finding)
        if as_json:
            continue
        mark, style = marks[finding.state]
        console.print(
            Text(mark, style=style),
            Text(f"{finding.part:<15}"),
            Text(finding.sentence),
            sep="",
            soft_wrap=True,
        )
        if finding.remedy:
            console.print(Text(f"{'':<19}-> {finding.remedy}", style="dim"), soft_wrap=True)
    if as_json:
        print_json(
            [
                {
                    "part": finding.part,
                    "state": finding.state.value,
                    "sentence": finding.sentence,
                    "remedy": finding.remedy,
                }
                for finding in findings
            ]
        )
    else:
        console.print()
        console.print(_verdict(findings))
    return findings


def _verdict(findings: list[Finding]) -> str:
    broken = [finding.part for finding in findings if finding.state == "broken"]
    if broken:
        return f"To fix: {', '.join(broken)}."
    if any(finding.state == "optional" for finding in findings):
        return "Ready. The lines marked - are optional."
    return "Ready."


@click.command()
def health() -> None:
    """Exit 0 when the service of this data folder answers; for container health checks."""
    from bot.cli.given import given_settings

    if not asyncio.run(service_answers(given_settings())):
        raise TemporaryFailure("the service does not answer; start it: careergini run")


async def service_answers(settings: Settings) -> bool:
    """Whether a service listens in this data folder."""
    from bot.wiring.places import paths_of

    try:
        async with asyncio.timeout(5):
            _, writer = await asyncio.open_unix_connection(paths_of(settings).socket)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True
