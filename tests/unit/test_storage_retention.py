"""What a finished turn costs on the disk once retention has passed over it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from domain.ids import OutboundId
from domain.turns import OutboundState
from storage.database import Database
from tests.contract.conftest import SqlStores, open_sql_stores
from tests.contract.examples import message, reply

TURNS = 60
MOST_BYTES_KEPT = 4096  # per turn, beyond its text


async def used_bytes(database: Database) -> int:
    """Pages in use; free ones are used again before the file grows."""
    async with database.read() as connection:
        pages, free, size = [
            int((await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one())
            for name in ("page_count", "freelist_count", "page_size")
        ]
    return (pages - free) * size


async def converse(stores: SqlStores, first: int) -> int:
    """``TURNS`` answered and delivered messages; returns the bytes of their text."""
    said = 0
    for number in range(first, first + TURNS):
        accepted = await stores.turns.accept(message(number, words="Find me jobs in Lisbon " * 8))
        await stores.turns.finish(accepted.turn, reply("Three jobs fit. " * 60))
        await stores.outbound.settle(
            OutboundId(f"out:{accepted.turn.id}"), state=OutboundState.SENT, provider_ref="1"
        )
        history = (await stores.turns.dialogue(accepted.turn, last=1)).history
        said += len(accepted.turn.message.text) + sum(len(line.text) for line in history)
    return said


async def test_a_finished_turn_keeps_four_kilobytes_at_most_beyond_its_text(
    tmp_path: Path,
) -> None:
    async with open_sql_stores(f"sqlite:///{tmp_path / 'c.db'}", folder=tmp_path) as stores:
        await converse(stores, 0)
        stores.clock.advance(timedelta(days=8))
        await stores.turns.retire(older_than=timedelta(days=7))
        before = await used_bytes(stores.database)
        text_bytes = await converse(stores, TURNS)
        stores.clock.advance(timedelta(days=8))
        assert await stores.turns.retire(older_than=timedelta(days=7)) == TURNS
        kept = await used_bytes(stores.database) - before
    assert 0 < (kept - text_bytes) / TURNS < MOST_BYTES_KEPT
