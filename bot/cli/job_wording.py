"""``careergini jd-check``: what in a job description keeps people away, and better words."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from domain.errors import TemporaryFailure, UserMistake

if TYPE_CHECKING:
    from domain.job_wording.model import WordingReport
    from domain.papers import Paper

_FILE = click.Path(path_type=Path, allow_dash=True)
_PLAIN = frozenset({"", ".txt", ".md", ".markdown", ".text"})


@click.command("jd-check")
@click.argument("file", type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="The report as JSON on stdout, nothing else.")
@click.option("--place", "places", multiple=True, help="Where the work is; may be repeated.")
@click.option("--remote", is_flag=True, help="The work may be done from elsewhere.")
@click.option("--employees", type=click.IntRange(min=1), help="How many people the employer has.")
@click.option("--pdf", type=click.Path(path_type=Path), help="Also write the report as a PDF.")
def jd_check(
    file: Path,
    *,
    as_json: bool,
    places: tuple[str, ...],
    remote: bool,
    employees: int | None,
    pdf: Path | None,
) -> None:
    """Check a job description (PDF, DOCX, text, Markdown; - for stdin). Needs no model."""
    from bot.cli.output import print_json, remark
    from domain.job_wording.checking import check_description
    from graph.job_wording.as_json import report_json
    from graph.job_wording.paper import wording_paper

    words = _text_of(file)
    today = datetime.now(UTC).date()
    report = check_description(
        words,
        places=places,
        is_remote=True if remote else None,
        employees=employees,
        today=today,
    )
    if pdf is not None:
        title = "Job description" if str(file) == "-" else file.name
        _write(pdf, asyncio.run(_printed(wording_paper(report, words, title=title, day=today))))
        remark(f"careergini: written to {str(pdf)!r}.")
    if as_json:
        print_json(report_json(report, words))
        return
    _show(report)


def _text_of(file: Path) -> str:
    """The visible text of the file.

    Raises:
        UserMistake: it cannot be read or is empty; says why.
    """
    from bot.cli.documents import read_file

    if str(file) == "-":
        content, name = sys.stdin.buffer.read(), "stdin.txt"
    else:
        content, name = read_file(file), file.name
    words = None
    if Path(name).suffix.lower() in _PLAIN:
        words = _decoded(content)
    if words is None:
        words = asyncio.run(_read(content, name=name))
    if not words.strip():
        raise UserMistake(f"There is no text in {name!r}. Name a file with the description in it.")
    return words


def _decoded(content: bytes) -> str | None:
    """Plain text as it is, so that offsets count its own characters; None for anything else."""
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return None


async def _read(content: bytes, *, name: str) -> str:
    from bot.cli.given import given_settings
    from bot.wiring.recruiting import document_reader

    return (await document_reader(given_settings()).read_text(content, name=name)).text


async def _printed(paper: Paper) -> bytes:
    from bot.cli.given import given_settings
    from bot.wiring.recruiting import paper_press

    try:
        return await paper_press(given_settings()).print(paper)
    except TemporaryFailure as error:
        raise UserMistake(f"The PDF could not be made: {error}. Try again.") from error


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UserMistake(f"{str(path)!r} cannot be written: {error.strerror}.") from error


def _show(report: WordingReport) -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    from domain.findings import Level
    from graph.job_wording.telling import (
        LEVEL_NAMES,
        applies_word,
        by_urgency,
        category_name,
        figures,
        quote_of,
        rewrite_of,
        verdict,
    )

    console = Console(highlight=False)
    colours = {Level.BLOCK: "bold red", Level.FIX: "red", Level.CONSIDER: "yellow"}
    console.print(Text(verdict(report), style="bold"))
    for one in by_urgency(report.findings):
        console.print()
        console.print(
            Text(f"{LEVEL_NAMES[one.level]} ", style=colours.get(one.level, "dim")),
            Text(f"“{quote_of(one)}”" if one.quote else quote_of(one)),
            Text(f"· {category_name(one.category)}", style="dim"),
        )
        console.print(Padding(Text(one.why), (0, 0, 0, 2)))
        console.print(Padding(Text(rewrite_of(one), style="green"), (0, 0, 0, 2)))
    console.print()
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for name, value in figures(report.metrics):
        table.add_row(Text(name, style="dim"), Text(value))
    console.print(table)
    if report.pay:
        console.print()
        pay = Table("Place", "Applies", "Needed", "In the text", "As of", box=None)
        for duty in report.pay:
            pay.add_row(
                Text(duty.place),
                Text(applies_word(duty)),
                Text(duty.needed),
                Text("yes" if duty.is_present else "no"),
                Text(duty.as_of.isoformat()),
            )
        console.print(pay)
    console.print(Text("Decision support. A person decides.", style="dim"))
