"""``careergini parse`` and ``careergini match``: files in, JSON or a readable summary out."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from domain.errors import UserMistake

_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("file", type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="JSON Resume 1.0.0 on stdout, nothing else.")
def parse(file: Path, *, as_json: bool) -> None:
    """Read a resume (PDF, DOCX, HTML, Markdown, text, JSON Resume)."""
    from bot.cli.given import given_settings
    from bot.cli.output import print_json
    from bot.wiring.parts import resume_reader
    from domain.resume.json_resume import to_json_resume

    settings = given_settings()
    resume = asyncio.run(resume_reader(settings).read(read_file(file), name=file.name))
    if as_json:
        print_json(to_json_resume(resume))
        return
    from bot.cli.resume_view import print_resume

    print_resume(resume)


@click.command()
@click.argument("resume", type=_FILE)
@click.option(
    "--jobs", "jobs_file", type=_FILE, required=True, help="JSON Lines of JobPosting fields."
)
@click.option("--json", "as_json", is_flag=True, help="The ranked list as JSON on stdout.")
@click.option(
    "--limit", type=click.IntRange(min=1), help="Show at most this many (not with --json)."
)
def match(resume: Path, jobs_file: Path, *, as_json: bool, limit: int | None) -> None:
    """Rank the postings of a file for a resume, each with the lines that prove its score."""
    from bot.cli.given import given_settings
    from bot.cli.output import print_json, remark
    from bot.wiring.parts import match_files

    settings = given_settings()
    outcome = asyncio.run(
        match_files(settings, resume=read_file(resume), resume_name=resume.name, jobs=jobs_file)
    )
    for sentence in outcome.refused:
        remark(f"careergini: {sentence}")
    if as_json:
        from graph.job_finder import match_json

        print_json(match_json(outcome.report, postings=outcome.postings))
        return
    from bot.cli.match_view import print_matches

    print_matches(outcome, limit=limit or 10)


def read_file(path: Path) -> bytes:
    """The bytes of a file that the person named.

    Raises:
        UserMistake: it cannot be read; says why.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UserMistake(f"There is no file {str(path)!r}.") from error
    except IsADirectoryError as error:
        raise UserMistake(f"{str(path)!r} is a folder; name a file in it.") from error
    except OSError as error:
        raise UserMistake(f"{str(path)!r} cannot be read: {error.strerror}.") from error
