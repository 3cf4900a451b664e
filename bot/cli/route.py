"""``careergini route``: which agent would answer, per line of input."""

from __future__ import annotations

import asyncio
import sys
from typing import IO, TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.settings import Settings


@click.command()
@click.argument("texts", type=click.File("r", encoding="utf-8"), default="-")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line on stdout.")
@click.option(
    "--audience",
    type=click.Choice(["seeker", "recruiter"]),
    default="seeker",
    show_default=True,
    help="Whom the conversation serves.",
)
@click.option("--model/--no-model", "use_model", default=True, help="May a language model decide.")
def route(texts: IO[str], *, as_json: bool, audience: str, use_model: bool) -> None:
    """Show the agent for each line of TEXTS (a file, or - for stdin)."""
    from bot.cli.given import given_settings

    asyncio.run(
        _route(given_settings(), texts, as_json=as_json, audience=audience, model=use_model)
    )


async def _route(
    settings: Settings, texts: IO[str], *, as_json: bool, audience: str, model: bool
) -> None:
    from bot.cli.output import print_json_line
    from bot.wiring.parts import open_router
    from domain.agents import Audience
    from domain.turns import Dialogue

    async with open_router(settings, use_model=model) as router:
        for line in texts:
            text = line.strip()
            if not text:
                continue
            found = await router.route(text, audience=Audience(audience), dialogue=Dialogue())
            if as_json:
                print_json_line(
                    {
                        "text": text,
                        "agent": found.agents[0].value,
                        "confidence": round(found.confidence, 3),
                        "by": found.by,
                    }
                )
            else:
                agents = ", ".join(found.agents)
                sys.stdout.write(f"{agents:<20} {found.confidence:>4.0%} {found.by:<9} {text}\n")
