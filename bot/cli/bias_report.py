"""``careergini bias-report``: identity signals of a resume, and whether they move our score."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from domain.errors import TemporaryFailure, UserMistake

if TYPE_CHECKING:
    from domain.papers import Paper
    from domain.roles.model import Rubric
    from graph.bias_report import BiasReport

_FILE = click.Path(path_type=Path)


@click.command("bias-report")
@click.argument("resume", type=_FILE)
@click.option("--role", type=_FILE, help="A job description; without one a neutral rubric is used.")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON on stdout, nothing else.")
@click.option("--pdf", type=_FILE, help="Also write the report as a PDF to this file.")
def bias_report(resume: Path, *, role: Path | None, as_json: bool, pdf: Path | None) -> None:
    """What in a resume gives identity away, and whether it moves our score. Needs no model."""
    from bot.cli.output import print_json, remark
    from graph.bias_report import bias_paper, report_json

    report = asyncio.run(_reported(resume, role=role))
    if pdf is not None:
        paper = bias_paper(report, pseudonym=f"document {report.sha256[:8]}")
        _write(pdf, asyncio.run(_printed(paper)))
        remark(f"careergini: written to {str(pdf)!r}.")
    if as_json:
        print_json(report_json(report, with_quotes=True))
        return
    _print_report(report)


async def _reported(resume: Path, *, role: Path | None) -> BiasReport:
    """Read the files and look at them.

    Raises:
        UserMistake: a file cannot be used; says which and why.
    """
    from bot.cli.documents import read_file
    from bot.cli.given import given_settings
    from bot.wiring.parts import resume_reader
    from domain.screening.hidden import hidden_observations, instructions_in
    from graph.bias_report import bias_report as report_on
    from graph.screening.reading import looks_like_one

    settings = given_settings()
    reader = resume_reader(settings)
    content = read_file(resume)
    read = await reader.read(content, name=resume.name)
    if not looks_like_one(read):
        raise UserMistake(
            f"{resume.name!r} can be read, but there is no work, education or skill in it, so it "
            "does not look like a resume."
        )
    rubric: Rubric | None = None
    if role is not None:
        description = await reader.read(read_file(role), name=role.name)
        rubric = _rubric_of(description.source.text, name=role.name)
    instructions = instructions_in(read.source.text)
    return report_on(
        read,
        file_name=resume.name,
        sha256=hashlib.sha256(content).hexdigest(),
        as_of=datetime.now(UTC).date(),
        tool_version=_version(),
        rubric=rubric,
        rubric_name="rubric proposed from the description" if rubric else "",
        excluded=instructions,
        hidden=hidden_observations(read.hidden, instructions=instructions),
    )


def _rubric_of(description: str, *, name: str) -> Rubric:
    from domain.job_wording.requirements import requirements_of
    from domain.roles.proposing import propose_rubric

    proposal = propose_rubric(description, requirements_of(description))
    if proposal.is_empty:
        raise UserMistake(
            f"{name!r} asks for nothing that a score could rest on. Give a description that names "
            "skills, years, degrees or languages, or leave --role out."
        )
    return proposal.rubric


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("careergini")
    except PackageNotFoundError:
        return "from source"


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


def _print_report(report: BiasReport) -> None:
    from rich.console import Console
    from rich.text import Text

    from domain.reply import plain_text
    from graph.bias_report import bias_blocks
    from graph.bias_report.sentences import LIMITS

    console = Console(highlight=False)
    shown = plain_text(bias_blocks(report, is_public=False))
    # what files say may hold terminal sequences: only printable characters are shown
    for line in shown.splitlines():
        console.print(Text("".join(char for char in line if char.isprintable())))
    console.print()
    console.print(Text(f"Rubric: {report.rubric_name}. Model: {report.model}.", style="dim"))
    for line in (*report.not_checked, *LIMITS):
        console.print(Text(f"- {line}", style="dim"))
