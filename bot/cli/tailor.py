"""``careergini tailor``: a resume for one job, from what the resume says and from nothing else."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from domain.career_documents.model import FileFormat, Theme
from domain.errors import TemporaryFailure, UserMistake

if TYPE_CHECKING:
    from bot.wiring.tailoring import TailoredFile

_FILE = click.Path(path_type=Path)
_FORMATS = {f".{one.value}": one for one in FileFormat}


@click.command()
@click.argument("resume", type=_FILE)
@click.option("--job", "description", type=_FILE, help="The job description: text, PDF or Word.")
@click.option(
    "-o",
    "--out",
    type=_FILE,
    required=True,
    help="The file to write; its ending decides: .pdf, .docx, .md or .json.",
)
@click.option(
    "--theme",
    type=click.Choice([theme.value for theme in Theme]),
    default=Theme.CLASSIC.value,
    show_default=True,
    help="The look.",
)
@click.option("--json", "as_json", is_flag=True, help="Changes and certificate as JSON on stdout.")
def tailor(resume: Path, description: Path | None, out: Path, theme: str, *, as_json: bool) -> None:
    """Tailor a resume to a job: select, reorder and rename; nothing is added.

    Every change is printed with its reason. Without --job it makes a clean copy. The file is
    written only when independent readers find every field in it.
    """
    from bot.cli.documents import read_file
    from bot.cli.given import given_settings
    from bot.cli.output import print_json, remark
    from bot.wiring.tailoring import tailor_files

    written_as = _FORMATS.get(out.suffix.lower())
    if written_as is None:
        endings = ", ".join(_FORMATS)
        raise UserMistake(f"{str(out)!r} has no ending that I can write. Use one of {endings}.")
    given = (description.name, read_file(description)) if description else None
    try:
        made = asyncio.run(
            tailor_files(
                given_settings(),
                resume=(resume.name, read_file(resume)),
                description=given,
                theme=Theme(theme),
                written_as=written_as,
                today=datetime.now(UTC).date(),
            )
        )
    except TemporaryFailure as error:
        raise UserMistake(f"The file could not be made: {error}. Try again.") from error
    if made.unsupported:
        first = made.unsupported[0]
        raise UserMistake(
            f"Nothing is written: {len(made.unsupported)} places say more than the resume supports,"
            f" first {first.words!r} ({first.kind})."
        )
    certificate = made.made.certificate
    if not made.made.may_go_out and certificate is not None:
        missing = [check for check in certificate.fields if check.missing_in]
        where = (
            f"first {missing[0].expected!r} ({', '.join(missing[0].missing_in)})" if missing else ""
        )
        raise UserMistake(
            f"Nothing is written: {len(missing)} of {len(certificate.fields)} fields did not "
            f"survive reading, {where or 'their order'}. Try another --theme."
        )
    _write(out, made.made.content)
    if as_json:
        print_json(_as_json(made))
        return
    _print(made)
    remark(f"careergini: wrote {out}")


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UserMistake(f"{str(path)!r} cannot be written: {error.strerror}.") from error


def _as_json(made: TailoredFile) -> dict[str, object]:
    certificate = made.made.certificate
    return {
        "changes": [
            {
                "kind": change.kind.value,
                "path": change.path,
                "before": list(change.before),
                "after": list(change.after),
                "reason": change.reason,
                "posting_quote": change.posting_quote,
                "support": list(change.support),
            }
            for change in made.draft.changes
        ],
        "left_out": [
            {"skill": one.skill, "required": one.required, "posting_quote": one.posting_quote}
            for one in made.draft.unsaid
        ],
        "certificate": None
        if certificate is None
        else {
            "sha256": certificate.sha256,
            "in_order": certificate.in_order,
            "agrees": certificate.agrees,
            "readers": [
                {"reader": one.reader, "version": one.version, "found": one.found}
                for one in certificate.readers
            ],
            "fields": [
                {"path": one.path, "expected": one.expected, "missing_in": list(one.missing_in)}
                for one in certificate.fields
            ],
        },
    }


def _print(made: TailoredFile) -> None:
    from rich.console import Console
    from rich.text import Text

    from graph.career_documents.studio import certificate_words

    console = Console(highlight=False)

    def say(words: str, style: str = "") -> None:
        # what files say may hold terminal sequences: only printable characters are shown
        console.print(Text("".join(char for char in words if char.isprintable()), style=style))

    for number, change in enumerate(made.draft.changes, start=1):
        say(f"{number}. {change.kind.value.replace('_', ' ')}: {change.reason}", "bold")
        for line in change.before[:6]:
            say(f"   - {line}", "red")
        for line in change.after[:6]:
            say(f"   + {line}", "green")
        if change.posting_quote:
            say(f"   the posting: {change.posting_quote}", "dim")
    if not made.draft.changes:
        for_what = "a clean copy" if made.draft.posting is None else "it reads as well as it can"
        say(f"No changes: {for_what}.")
    for one in made.draft.unsaid[:5]:
        say(f"Left out {one.skill}: nothing in the resume supports it.")
    if made.made.certificate is not None:
        say(certificate_words(made.made.certificate).capitalize() + ".")
