"""``careergini migrate``, ``export`` and ``erase``: the operator's hand on the stored data."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from domain.errors import UserMistake

if TYPE_CHECKING:
    from bot.settings import Settings
    from domain.ports import ErasureReceipt, UserStore
    from domain.profiles import User


@click.command()
def migrate() -> None:
    """Bring the database schema up to date (SQLite does this by itself at start)."""
    from bot.cli.given import given_settings
    from bot.wiring.stores import migrate_database

    where = asyncio.run(migrate_database(given_settings()))
    sys.stdout.write(f"The schema is up to date: {where}\n")


@click.command()
@click.argument("user")
@click.option(
    "--out",
    "target",
    type=click.Path(path_type=Path),
    help="The zip to write. Default: careergini-export-USER.zip in this folder.",
)
def export(user: str, *, target: Path | None) -> None:
    """Write everything about USER (id, name or chat id) to a zip that a person can read."""
    from bot.cli.given import given_settings

    written = asyncio.run(_export(given_settings(), user, target))
    sys.stdout.write(f"Wrote {written} ({written.stat().st_size / 1000:.0f} kB).\n")


async def _export(settings: Settings, term: str, target: Path | None) -> Path:
    from bot.wiring.stores import open_stores

    async with open_stores(settings) as stores:
        person = await _the_one(stores.users, term)
        chosen = target or Path(f"careergini-export-{person.id}.zip")
        if chosen.exists():
            raise UserMistake(f"{str(chosen)!r} exists already; name another file with --out.")
        return await stores.personal.export(person.id, to=chosen)


@click.command()
@click.argument("user")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(user: str, *, yes: bool) -> None:
    """Delete everything about USER: rows, files, vectors, checkpoints; then search for traces."""
    from bot.cli.given import given_settings

    receipt = asyncio.run(_erase(given_settings(), user, yes=yes))
    if receipt is None:
        sys.stdout.write("Nothing was deleted.\n")
        return
    for kind, count in receipt.deleted.items():
        sys.stdout.write(f"deleted {count:>6}  {kind}\n")
    if receipt.found_afterwards:
        traces = ", ".join(f"{kind} ({n})" for kind, n in receipt.found_afterwards.items())
        raise UserMistake(f"A search afterwards still found traces in: {traces}. Run it again.")
    sys.stdout.write("A search afterwards found nothing.\n")


async def _erase(settings: Settings, term: str, *, yes: bool) -> ErasureReceipt | None:
    from bot.console_chat import HISTORY_FOLDER
    from bot.console_history import erase_history
    from bot.wiring.places import paths_of
    from bot.wiring.stores import open_erasure
    from domain.messages import ChannelName

    async with open_erasure(settings) as stores:
        person = await _the_one(stores.users, term)
        counts = await stores.personal.count(person.id)
        sys.stdout.write(f"{person.display_name} ({person.id}):\n")
        for kind, count in counts.items():
            sys.stdout.write(f"  {count:>6}  {kind}\n")
        if not yes and not click.confirm("Delete all of it? This cannot be undone"):
            return None
        accounts = await stores.users.identities(person.id)
        receipt = await stores.personal.erase(person.id)
    for account in accounts:
        if account.channel is ChannelName.CONSOLE:
            erase_history(
                paths_of(settings).folder / HISTORY_FOLDER, conversation=account.conversation
            )
    return receipt


async def _the_one(users: UserStore, term: str) -> User:
    found = await users.find(term)
    if not found:
        raise UserMistake(f"No user has the id, name or chat id {term!r}.")
    if len(found) > 1:
        listed = ", ".join(f"{person.id} ({person.display_name})" for person in found[:5])
        raise UserMistake(f"{term!r} fits {len(found)} users: {listed}. Name the id.")
    return found[0]
