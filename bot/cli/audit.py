"""``careergini audit``: rates and impact ratios of a table of self-reported categories."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from domain.papers import Paper
    from graph.audit.report import AuditReport

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("table", metavar="CSV", type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="The whole report as JSON on stdout.")
@click.option("--pdf", type=_FILE, help="Write the report as PDF.")
@click.option("--publish", type=_FILE, help="Write the page that may be published, as PDF.")
@click.option("--pack", type=_FILE, help="Write what is needed to compute it again, as zip.")
@click.option("--with-rows", is_flag=True, help="Put the table itself into the pack.")
@click.option("--threshold", type=float, help="The score from which somebody is selected.")
@click.option("--stages", default="", help="Stages in their order, with commas between them.")
@click.option("--role", default="", help="Title of the role, for the header.")
@click.option("--audit-role", is_flag=True, help="Show counts under 5 too.")
def audit(
    table: Path,
    *,
    as_json: bool,
    pdf: Path | None,
    publish: Path | None,
    pack: Path | None,
    with_rows: bool,
    threshold: float | None,
    stages: str,
    role: str,
    audit_role: bool,
) -> None:
    """Audit a table of people: one row each, with outcome or score and what they said themselves.

    Internal monitoring, not an independent audit under 6 RCNY 5-300.
    """
    from bot.cli.output import print_json
    from domain.audit.reading import read_pool
    from graph.audit.pack import recompute_pack
    from graph.audit.paper import audit_paper
    from graph.audit.publish import published_paper
    from graph.audit.report import Scope, build_report, report_json

    rows = _text_of(table)
    report = build_report(
        read_pool(rows),
        scope=Scope(made_at=datetime.now(UTC), version=version("careergini"), role=role),
        threshold=threshold,
        stages=tuple(name for name in stages.split(",") if name.strip()),
        audit_role=audit_role,
    )
    papers = [
        (path, paper)
        for path, paper in ((pdf, audit_paper(report)), (publish, published_paper(report)))
        if path is not None
    ]
    if papers:
        asyncio.run(_print(papers))
    if pack is not None:
        _write(pack, recompute_pack(report, rows=rows if with_rows else None))
    if as_json:
        print_json(report_json(report))
        return
    _show(report)


def _text_of(path: Path) -> str:
    from bot.cli.documents import read_file
    from domain.errors import UserMistake

    content = read_file(path)
    is_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return content.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserMistake(
            f"{path.name} is not UTF-8 text (byte {error.start}). Save the table as CSV UTF-8."
        ) from error


async def _print(papers: list[tuple[Path, Paper]]) -> None:
    from bot.cli.given import given_settings
    from bot.wiring.recruiting import paper_press

    press = paper_press(given_settings())
    for path, paper in papers:
        _write(path, await press.print(paper))


def _write(path: Path, content: bytes) -> None:
    from bot.cli.output import remark
    from domain.errors import UserMistake

    try:
        path.write_bytes(content)
    except OSError as error:
        raise UserMistake(f"{path} cannot be written: {error.strerror}.") from error
    remark(f"Wrote {path} ({len(content) / 1000:.0f} kB)")


def _show(report: AuditReport) -> None:
    from domain.audit.pool import ATTRIBUTE_NAMES
    from domain.audit.readings import SHORT
    from graph.audit.words import count, percent, rate_words, ratio, summary_lines

    out = [report.headline, report.statement, f"Chosen: {rate_words(report)}.", ""]
    if report.stages_unknown:
        out[-1:] = ["The order of the stages is not known: name them with --stages.", ""]
    for result, line in zip(report.results, summary_lines(report), strict=True):
        out.extend((line, ""))
        labels = [ATTRIBUTE_NAMES[result.attribute], *(row.label for row in result.table.rows)]
        width = min(44, max(len(label) for label in labels))
        heads = f"{'n':>9}{'chosen':>9}{'rate':>9}{'ratio':>7}"
        out.append(f"  {labels[0][:width]:<{width}}{heads}  reading")
        for row in result.table.rows:
            said = "highest rate" if row.role == "reference" and not row.note else row.note
            if not said and row.reading is not None:
                said = SHORT[row.reading]
            figures = (
                f"{count(row.n):>9}{count(row.selected):>9}{percent(row.rate):>9}"
                f"{ratio(row.ratio):>7}"
            )
            out.append(f"  {row.label[:width]:<{width}}{figures}  {said}")
        out.append("")
    sys.stdout.write("\n".join(out).rstrip() + "\n")
