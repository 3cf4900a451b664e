"""``careergini jobs``: postings in, and what is there."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.settings import Settings
    from domain.posting import IngestReport


@click.group()
def jobs() -> None:
    """Ingest and list job postings."""


@jobs.command()
@click.argument("locations", nargs=-1, required=True, metavar="FILE|URL...")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON on stdout.")
def ingest(locations: tuple[str, ...], *, as_json: bool) -> None:
    """Take in postings from files, boards and pages.

    FILE: JSON Lines of JobPosting fields. URL: a Greenhouse, Lever or Ashby board, or any page with
    JSON-LD JobPosting.
    """
    from bot.cli.given import given_settings

    asyncio.run(_ingest(given_settings(), locations, as_json=as_json))


async def _ingest(settings: Settings, locations: tuple[str, ...], *, as_json: bool) -> None:
    from bot.cli.output import print_json, progress_bar, remark
    from bot.wiring.parts import open_posting_source
    from bot.wiring.stores import index_postings, open_stores

    reports: dict[str, dict[str, object]] = {}
    async with open_stores(settings) as stores, open_posting_source(settings) as source:
        for location in locations:
            listing = await source.fetch(location)
            report = await stores.postings.ingest(
                listing.source, listing.postings, complete=listing.complete, refused=listing.refused
            )
            for sentence in report.refused:
                remark(f"careergini: {sentence}")
            reports[location] = _counts(report)
            if not as_json:
                sys.stdout.write(f"{location}: {_sentence(report)}\n")
        total = await stores.postings.count_open()
        with progress_bar("Indexing", total=total, quiet=as_json) as advance:
            indexed = await index_postings(settings, stores, progress=advance)
    if as_json:
        print_json(reports)
    elif indexed is None:
        sys.stdout.write("The running service will index them.\n")
    else:
        sys.stdout.write(f"{total} open postings, {indexed} newly indexed.\n")


@jobs.command(name="list")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="JSON Lines on stdout, all postings.")
def list_postings(*, limit: int, as_json: bool) -> None:
    """Show open postings."""
    from bot.cli.given import given_settings

    asyncio.run(_list(given_settings(), limit=limit, as_json=as_json))


async def _list(settings: Settings, *, limit: int, as_json: bool) -> None:
    from bot.cli.output import print_json_line
    from bot.wiring.stores import open_stores

    async with open_stores(settings) as stores:
        shown = 0
        async for stored in stores.postings.open_postings():
            posting = stored.posting
            if as_json:
                print_json_line(
                    {
                        "id": posting.id,
                        "source": posting.source,
                        "title": posting.title,
                        "company": posting.company,
                        "location": [place.raw for place in posting.places],
                        "remote": posting.remote.value,
                        "salary": posting.salary.raw if posting.salary else None,
                        "validThrough": _day(posting.valid_through),
                        "url": posting.url,
                    }
                )
                continue
            if shown == limit:
                break
            places = ", ".join(place.raw for place in posting.places) or "place not stated"
            sys.stdout.write(f"{posting.title} · {posting.company} · {places}\n")
            shown += 1
        if not as_json:
            total = await stores.postings.count_open()
            sys.stdout.write(f"{shown} of {total} open postings.\n")


def _day(day: object) -> str | None:
    return None if day is None else str(day)


def _counts(report: IngestReport) -> dict[str, object]:
    return {
        "new": report.new,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "reopened": report.reopened,
        "closed": report.closed,
        "duplicates": report.duplicates,
        "refused": list(report.refused),
    }


def _sentence(report: IngestReport) -> str:
    parts = [
        f"{count} {word}"
        for count, word in (
            (report.new, "new"),
            (report.changed, "changed"),
            (report.unchanged, "unchanged"),
            (report.reopened, "reopened"),
            (report.closed, "closed"),
            (report.duplicates, "on another board too"),
            (len(report.refused), "refused"),
        )
        if count
    ]
    return ", ".join(parts) or "nothing in it"
