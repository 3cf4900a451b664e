"""``careergini digest``: what is due and was sent, and what would be sent."""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from domain.errors import Defect, UserMistake

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from bot.settings import Settings
    from bot.wiring.stores import Stores
    from domain.digest.model import WrittenDigest
    from domain.ids import UserId
    from domain.pushes import PushCount

_DAYS_COUNTED = 14
_PAGE = 200


@click.command()
@click.argument("user", required=False)
@click.option("--dry-run", is_flag=True, help="Write what would be sent now. Sends nothing.")
@click.option(
    "--out",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="With --dry-run: a folder for one .txt and one .eml per person.",
)
@click.option("--json", "as_json", is_flag=True, help="JSON on stdout.")
def digest(user: str | None, *, dry_run: bool, folder: Path | None, as_json: bool) -> None:
    """Show who is due and what was sent; with --dry-run what the next digests would say.

    USER is a user id, a name or a channel's own id; without one --dry-run takes everybody who asked
    for digests.
    """
    from bot.cli.given import given_settings

    if not dry_run and (user is not None or folder is not None):
        raise click.UsageError("USER and --out go with --dry-run.")
    settings = given_settings()
    if dry_run:
        if folder is not None:
            _make(folder)
        asyncio.run(_dry_run(settings, user, folder=folder, as_json=as_json))
    else:
        asyncio.run(_figures(settings, as_json=as_json))


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserMistake(
            f"the folder {str(folder)!r} cannot be made: {error.strerror or 'no reason given'}"
        ) from error


# --- what is due and was sent ---------------------------------------------------------------------


async def _figures(settings: Settings, *, as_json: bool) -> None:
    from bot.cli.output import print_json
    from bot.wiring.stores import open_stores
    from graph.wording.counts import counted

    async with open_stores(settings) as stores:
        owed = await stores.digests.counts()
        since = stores.clock.now().date() - timedelta(days=_DAYS_COUNTED - 1)
        counts = await stores.push_counts.since(since)
    if as_json:
        print_json(
            {
                "now": dict(owed),
                "counts": [
                    {
                        "day": count.day.isoformat(),
                        "kind": count.kind.value,
                        "event": count.event.value,
                        "times": count.times,
                    }
                    for count in counts
                ],
            }
        )
        return
    people = counted(owed["scheduled"], "person")
    sys.stdout.write(f"{people} asked for digests; owed now: {owed['owed']}.\n")
    if not settings.push.enabled:
        sys.stdout.write("All are held back: CAREERGINI_PUSH__ENABLED is false.\n")
    if not counts:
        sys.stdout.write(f"Nothing was sent in the last {_DAYS_COUNTED} days.\n")
        return
    _print_counts(counts)


def _print_counts(counts: Sequence[PushCount]) -> None:
    from rich.console import Console
    from rich.table import Table

    from domain.pushes import PushEvent

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("day")
    table.add_column("kind")
    for event in PushEvent:
        table.add_column(event.value, justify="right")
    rows: dict[tuple[str, str], dict[PushEvent, int]] = {}
    for count in counts:
        rows.setdefault((count.day.isoformat(), count.kind.value), {})[count.event] = count.times
    for (day, kind), times in sorted(rows.items()):
        table.add_row(day, kind, *(str(times.get(event, 0)) for event in PushEvent))
    Console(highlight=False).print(table)


# --- what would be sent ---------------------------------------------------------------------------


async def _dry_run(
    settings: Settings, term: str | None, *, folder: Path | None, as_json: bool
) -> None:
    from bot.cli.output import print_json_line, remark
    from bot.rendering.plain import render_plain
    from bot.wiring.pushes import open_desk
    from bot.wiring.stores import open_stores
    from graph.wording.counts import counted

    written = silent = 0
    async with open_stores(settings) as stores, open_desk(settings, stores) as desk:
        async for user in _people(stores, term):
            digest = await desk.preview(user, now=stores.clock.now())
            if digest is None:
                continue
            if digest.reply is None:
                silent += 1
                if term is not None and not as_json:
                    remark(f"{user}: nothing new, and silence is wanted: nothing would be sent.")
                if as_json:
                    print_json_line(_as_json(user, digest, words=None))
                continue
            written += 1
            words = render_plain(digest.reply)
            if folder is not None:
                await _write(settings, digest, words, folder=folder)
            if as_json:
                print_json_line(_as_json(user, digest, words=words))
            elif folder is None:
                sys.stdout.write(f"--- {user} ---\n{words}\n\n")
    if as_json:
        return
    where = f" to {folder}" if folder is not None else ""
    quiet = f", {silent} would stay silent" if silent else ""
    remark(f"{counted(written, 'digest')} written{where}{quiet}; nothing was sent.")


async def write_samples(settings: Settings, term: str, *, folder: Path) -> list[Path]:
    """What would be sent to somebody, as ``.txt`` and ``.eml``; the letters' paths.

    Raises:
        UserMistake: nobody is called that.
    """
    from bot.rendering.plain import render_plain
    from bot.wiring.pushes import open_desk
    from bot.wiring.stores import open_stores

    await asyncio.to_thread(_make, folder)
    letters: list[Path] = []
    async with open_stores(settings) as stores, open_desk(settings, stores) as desk:
        async for user in _people(stores, term):
            digest = await desk.preview(user, now=stores.clock.now())
            if digest is not None and digest.reply is not None:
                letters.append(
                    await _write(settings, digest, render_plain(digest.reply), folder=folder)
                )
    return letters


async def _people(stores: Stores, term: str | None) -> AsyncIterator[UserId]:
    if term is not None:
        found = await stores.users.find(term)
        if not found:
            raise UserMistake(f"Nobody here is called {term!r}. Give a user id, name or account.")
        for user in found:
            yield user.id
        return
    after: UserId | None = None
    while page := await stores.digests.scheduled(after=after, limit=_PAGE):
        for each in page:
            yield each
        after = page[-1]


def _as_json(user: UserId, digest: WrittenDigest, *, words: str | None) -> dict[str, object]:
    return {
        "user": user,
        "date": digest.due.local_date.isoformat(),
        "due": digest.due.due_at.isoformat(),
        "text": words,
        "postings": list(digest.shown),
        "resources": list(digest.resources),
    }


async def _write(settings: Settings, digest: WrittenDigest, words: str, *, folder: Path) -> Path:
    from bot.email_channel.sample import sample_letter
    from domain.messages import Address, ChannelName
    from domain.turns import Outbound

    if digest.reply is None:
        raise Defect("a digest that stays silent was to be written")
    outbound = Outbound(
        id=digest.due.id,
        address=Address(channel=ChannelName.EMAIL, workspace="", conversation=""),
        reply=digest.reply,
        turn=None,
    )
    name = "".join(one if one.isalnum() or one in "-_." else "_" for one in digest.due.user)

    def write() -> None:
        letter = sample_letter(
            outbound,
            written_at=digest.due.due_at,
            brand=settings.email.name,
            own_address=settings.email.address,
            public_url=settings.web.public_url,
        )
        (folder / f"{name}.txt").write_text(words + "\n", encoding="utf-8")
        (folder / f"{name}.eml").write_bytes(letter)

    await asyncio.to_thread(write)
    return folder / f"{name}.eml"
