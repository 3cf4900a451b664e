"""Rows that somebody damaged are errors where they are read, and nobody else's problem."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from domain.errors import Defect
from domain.ids import OutboundId
from domain.turns import Turn
from tests.contract.conftest import SqlStores, open_sql_stores
from tests.contract.examples import QUESTION, message, posting, profile_of, reply


@pytest.fixture
async def stores(tmp_path: Path) -> AsyncIterator[SqlStores]:
    async with open_sql_stores(f"sqlite:///{tmp_path / 'c.db'}", folder=tmp_path) as opened:
        yield opened


async def damage(stores: SqlStores, statement: str, **values: str) -> None:
    async with stores.database.write() as connection:
        assert (await connection.execute(text(statement), values)).rowcount == 1


async def accepted(stores: SqlStores, number: int = 1) -> Turn:
    return (await stores.turns.accept(message(number))).turn


async def test_a_damaged_turn_is_a_defect_that_does_not_show_its_content(
    stores: SqlStores,
) -> None:
    turn = await accepted(stores)
    await damage(stores, 'UPDATE turns SET message = \'{"text": "my secret"}\'')
    with pytest.raises(Defect) as raised:
        await stores.turns.turn(turn.id)
    assert "secret" not in str(raised.value)


async def test_a_damaged_turn_does_not_keep_the_others_from_being_taken_up(
    stores: SqlStores,
) -> None:
    broken, whole = await accepted(stores, 1), await accepted(stores, 2)
    await damage(stores, "UPDATE turns SET message = 'x' WHERE id = :id", id=broken.id)
    assert list(await stores.turns.unfinished()) == [whole]


@pytest.mark.parametrize(
    "change", ["reply = '[]'", "channel = 'pigeon'", "state = 'lost'", "promise = 'maybe'"]
)
async def test_a_damaged_outbound_message_is_a_defect(stores: SqlStores, change: str) -> None:
    turn = await accepted(stores)
    await stores.turns.finish(turn, reply())
    await damage(stores, f"UPDATE outbound SET {change}")
    with pytest.raises(Defect):
        await stores.outbound.get(OutboundId(f"out:{turn.id}"))


async def test_a_damaged_question_profile_or_posting_is_a_defect(stores: SqlStores) -> None:
    turn = await accepted(stores)
    await stores.turns.finish(turn, reply(pending=QUESTION))
    await stores.profiles.save(profile_of(turn.user))
    await stores.postings.ingest("greenhouse:tejo", [posting(1)], complete=True)
    await damage(stores, "UPDATE pending_questions SET question = '{'")
    await damage(stores, "UPDATE profiles SET document = '{}'")
    await damage(stores, "UPDATE postings SET document = 'null'")
    await damage(stores, "UPDATE users SET settings = '7'")
    following = await accepted(stores, 2)
    with pytest.raises(Defect):
        await stores.turns.dialogue(following, last=5)
    with pytest.raises(Defect):
        await stores.profiles.get(turn.user)
    with pytest.raises(Defect):
        await stores.postings.get(posting(1).id)
    with pytest.raises(Defect):
        await stores.users.get(turn.user)


async def test_the_cost_of_a_turn_does_not_depend_on_the_length_of_its_conversation(
    stores: SqlStores,
) -> None:
    statements = {
        "SELECT turn_id FROM utterances WHERE turn_id >= 'c:' AND turn_id < 'c:9'"
        " ORDER BY turn_id DESC, seat DESC LIMIT 20": "SEARCH utterances USING",
        "SELECT id FROM turns WHERE finished_at_us IS NULL"
        " ORDER BY accepted_at_us, id": "ix_turns_unfinished",
        "SELECT id FROM outbound WHERE state = 'waiting'"
        " ORDER BY created_at_us, id": "ix_outbound_waiting",
        "SELECT turn_id FROM dedupe_keys WHERE digest IN (x'00')": "SEARCH dedupe_keys USING",
    }
    async with stores.database.read() as connection:
        for statement, way in statements.items():
            rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")
            plan = " / ".join(row.detail for row in rows)
            assert way in plan, plan
            assert "TEMP B-TREE FOR ORDER BY" not in plan, plan
