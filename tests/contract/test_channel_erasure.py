"""What an erasure takes of the things that channels keep."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from domain.channel_ports import RawEvent
from domain.ids import OutboundId
from domain.turns import Outbound, PartState, Turn
from tests.contract.conftest import SqlStores
from tests.contract.examples import message, reply


async def finished(stores: SqlStores, number: int) -> tuple[Turn, Outbound]:
    said = message(number, sender="ana1000", conversation="ana1000")
    turn = (await stores.turns.accept(said)).turn
    return turn, await stores.turns.finish(turn, reply())


async def test_erasing_takes_parts_choices_codes_and_waiting_events(sql_stores: SqlStores) -> None:
    stores = sql_stores
    turn, outbound = await finished(stores, 1)
    await stores.parts.note_part(outbound.id, part=0, state=PartState.SENT, provider_ref="ana1000x")
    await stores.choices.keep(outbound)
    await stores.codes.issue(
        purpose="verify_email",
        user=turn.user,
        payload="ana1000@example.org",
        valid=timedelta(minutes=10),
        turn=turn.id,
    )
    waiting = RawEvent(
        channel=turn.message.address.channel,
        workspace=turn.message.address.workspace,
        keys=("late",),
        lane=turn.message.address.conversation,
        document='{"from":"ana1000"}',
        received_at=stores.clock.now(),
    )
    await stores.inbox.put([waiting])
    receipt = await stores.personal_data.erase(turn.user)
    assert dict(receipt.found_afterwards) == {}
    assert await stores.parts.parts(outbound.id) == []
    assert await stores.choices.numbered(outbound.address, 1) is None
    assert await stores.inbox.waiting() == []


async def test_erasing_takes_what_waits_of_the_person_outside_of_any_conversation(
    sql_stores: SqlStores,
) -> None:
    stores = sql_stores
    said = message(1, sender="ana1000", conversation="D1:17.5")
    turn = (await stores.turns.accept(said)).turn
    command = RawEvent(
        channel=turn.message.address.channel,
        workspace=turn.message.address.workspace,
        keys=("command",),
        lane=turn.message.sender,
        document='{"text":"my secret"}',
        received_at=stores.clock.now(),
    )
    elsewhere = replace(command, workspace="another", keys=("other",))
    await stores.inbox.put([command, elsewhere])
    await stores.personal_data.erase(turn.user)
    assert [one.event.workspace for one in await stores.inbox.waiting()] == ["another"]


async def test_a_workspace_that_leaves_takes_the_parts_of_its_messages(
    sql_stores: SqlStores,
) -> None:
    stores = sql_stores
    _, outbound = await finished(stores, 1)
    notice = replace(outbound, id=OutboundId("notice:1"), turn=None)
    await stores.outbound.add(notice)
    await stores.parts.note_part(notice.id, part=0, state=PartState.SENT, provider_ref="1.2")
    await stores.accounts.erase_workspace(notice.address.channel, notice.address.workspace)
    assert await stores.parts.parts(notice.id) == []
