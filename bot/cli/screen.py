"""``careergini screen``: resumes against one job description, with evidence and no model."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from domain.errors import UserMistake

_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("resumes", type=_FILE, nargs=-1, required=True)
@click.option("--role", "description", type=_FILE, required=True, help="The job description.")
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON on stdout.")
def screen(resumes: tuple[Path, ...], description: Path, *, as_json: bool) -> None:
    """Evaluate resumes (files or zip archives) for a job description.

    Candidates are called by pseudonyms: what identifies a person is taken out before anything is
    scored. The same files give the same numbers, always.
    """
    from bot.cli.documents import read_file
    from bot.cli.given import given_settings
    from bot.cli.output import print_json, progress_bar, remark
    from bot.wiring.recruiting import screen_given

    settings = given_settings()
    given = [(path.name, read_file(path)) for path in resumes]
    with progress_bar("Reading resumes", total=len(given), quiet=as_json) as advance:
        outcome = asyncio.run(
            screen_given(
                settings,
                given,
                description=(description.name, read_file(description)),
                advance=advance,
            )
        )
    for name, why in outcome.unreadable:
        remark(f"careergini: {name}: {why}")
    if not outcome.files:
        raise UserMistake("None of these files could be read as a resume.")
    if outcome.proposal.is_empty:
        remark(
            f"careergini: {description.name!r} asks for nothing that a score could rest on, so "
            "nobody has one. Give a description that names skills, years, degrees or languages."
        )
    if as_json:
        from graph.screening.files import screen_json

        print_json(screen_json(outcome))
        return
    from bot.cli.screen_view import print_screening

    print_screening(outcome)
