"""Messages that belong to earlier ones in Slack: in their thread, or in their place."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.lineage import LEFT_OUT
from domain.agents import AgentId
from domain.ids import OutboundId
from domain.messages import Action
from domain.reply import Button, Buttons, File
from domain.turns import Ambiguous, Gone, OutboundState, Retry, Sent
from tests.integration.slack_stage import Stage, said, stage
from tests.servers.slack import FakeSlack
from tests.twins.stores_channels import InMemoryParts
from tests.twins.stores_files import InMemoryStores

FIRST = OutboundId("batch:b1:first")


async def _first(made: Stage, *, conversation: str | None = None) -> str:
    """A message that others belong to; its timestamp."""
    owed = await made.owed(
        said("Got 3 files"),
        conversation=conversation or made.fake.channel.id,
        id=FIRST,
        is_personal=False,
    )
    await made.outbox().send(owed.id, ambiguous=False)
    row = made.stores.outbound.rows[owed.id]
    assert row.state is OutboundState.SENT
    return row.provider_ref or ""


async def _state(
    made: Stage, name: str, words: str, *, of: str = FIRST, alone: bool = False
) -> OutboundId:
    owed = await made.owed(
        said(words),
        conversation=made.fake.channel.id,
        id=name,
        is_personal=False,
        replaces=OutboundId(of),
        stands_alone=alone,
    )
    return owed.id


# --- under ------------------------------------------------------------------------------------


async def test_what_belongs_under_a_message_goes_into_its_thread() -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        ts = await _first(made)
        card = await made.owed(
            said("Candidate 1"),
            conversation=fake.channel.id,
            id="card:1",
            is_personal=False,
            under=FIRST,
        )
        below = await made.owed(
            said("More of candidate 1"),
            conversation=fake.channel.id,
            id="card:1:more",
            is_personal=False,
            under=card.id,
        )
        await made.outbox().send(below.id, ambiguous=False)  # waits, then goes without
        await made.outbox().send(card.id, ambiguous=False)
        messages = {one["text"]: one for one in made.bot_messages(fake.channel.id)}
        assert messages["Candidate 1"]["thread_ts"] == ts
        assert "thread_ts" not in messages["More of candidate 1"]


async def test_it_waits_for_the_message_it_belongs_under_without_holding_that_one_up() -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        first = await made.owed(
            said("Got 3 files"), conversation=fake.channel.id, id=FIRST, is_personal=False
        )
        cards = [
            await made.owed(
                said(f"Candidate {n}"),
                conversation=fake.channel.id,
                id=f"card:{n}",
                is_personal=False,
                under=FIRST,
            )
            for n in range(2)
        ]
        outbox = made.outbox()
        sending = [asyncio.create_task(outbox.send(one.id, ambiguous=False)) for one in cards]
        await asyncio.sleep(0)
        assert not made.bot_messages(fake.channel.id)
        await outbox.send(first.id, ambiguous=False)
        await asyncio.gather(*sending)
        root, *others = made.bot_messages(fake.channel.id)
        assert root["text"] == "Got 3 files"
        assert {one["thread_ts"] for one in others} == {root["ts"]}


async def test_a_thread_that_is_gone_or_elsewhere_does_not_keep_a_message_back() -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        ts = await _first(made)
        stored = fake.world.message(fake.channel.id, ts)
        assert stored is not None
        stored.deleted = True
        owed = await made.owed(
            said("a"), conversation=fake.channel.id, id="n:1", is_personal=False, under=FIRST
        )
        assert isinstance(await made.channel.deliver(owed), Sent)
        # A private message never moves into the channel of what it is about.
        owed = await made.owed(said("b"), conversation=fake.dm.id, id="n:2", under=FIRST)
        assert isinstance(await made.channel.deliver(owed), Sent)
        assert [one["text"] for one in made.bot_messages(fake.dm.id)] == ["b"]


async def test_a_send_in_doubt_is_found_in_the_thread() -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        ts = await _first(made)
        owed = await made.owed(
            said("a"), conversation=fake.channel.id, id="n:1", is_personal=False, under=FIRST
        )
        fake.trouble.then("chat.postMessage", "take_then_drop")
        assert isinstance(await made.channel.deliver(owed), Ambiguous)
        await made.outbox().send(owed.id, ambiguous=True)
        below = [one for one in made.bot_messages(fake.channel.id) if one.get("thread_ts") == ts]
        assert [one["text"] for one in below] == ["a"]


# --- replaces ---------------------------------------------------------------------------------


async def test_newer_states_are_edited_in_place_and_the_summary_stays() -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        ts = await _first(made)
        outbox = made.outbox()
        names = [
            await _state(made, "batch:b1:progress:9", "9 of 12"),
            await _state(made, "batch:b1:progress:10", "10 of 12"),
            await _state(made, "batch:b1:done", "12 read", alone=True),
        ]
        for name in (names[1], names[0], names[2], names[1], names[0]):
            await outbox.send(name, ambiguous=False)
            (message,) = made.bot_messages(fake.channel.id)
            assert message["ts"] == ts
        assert message["text"] == "12 read"
        assert len(fake.ledger.of("chat.update", taken=True)) == 2
        row = made.stores.outbound.rows[names[2]]
        assert (row.state, row.provider_ref) == (OutboundState.SENT, ts)
        assert fake.fastest(fake.channel.id) == 1
        assert not fake.ledger.faults


async def test_of_many_states_at_once_only_the_newest_is_shown() -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        await _first(made)
        outbox = made.outbox()
        names = [await _state(made, f"p:{n}", f"{n} of 40") for n in range(1, 41)]
        await asyncio.gather(*(outbox.send(name, ambiguous=False) for name in reversed(names)))
        (message,) = made.bot_messages(fake.channel.id)
        assert message["text"] == "40 of 40"
        assert len(fake.ledger.of("chat.update")) <= 2


async def test_a_chain_leads_to_the_first_message() -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        ts = await _first(made)
        second = await _state(made, "z", "second")
        third = await _state(made, "y", "third", of=second)
        fourth = await _state(made, "x", "fourth", of=third)
        outbox = made.outbox()
        for name in (third, fourth, second):  # one of them is late
            await outbox.send(name, ambiguous=False)
        (message,) = made.bot_messages(fake.channel.id)
        assert (message["ts"], message["text"]) == (ts, "fourth")


@pytest.mark.long
async def test_a_state_whose_message_is_gone_is_sent_anew_only_when_it_stands_alone() -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        ts = await _first(made)
        stored = fake.world.message(fake.channel.id, ts)
        assert stored is not None
        stored.deleted = True
        progress = made.stores.outbound.rows[await _state(made, "p:1", "1 of 3")]
        assert await made.channel.deliver(progress) == Gone(reason=LEFT_OUT)
        assert not made.bot_messages(fake.channel.id)
        done = await _state(made, "q:done", "3 read", alone=True)
        fake.trouble.then("chat.postMessage", "take_then_drop")
        await made.outbox().send(done, ambiguous=False)
        await made.outbox().send(
            await _state(made, "q:more", "3 read, 1 known", of=done), ambiguous=False
        )
        (message,) = made.bot_messages(fake.channel.id)
        assert message["text"] == "3 read, 1 known"
        # What belongs under the first message finds the one that took its place.
        card = await made.owed(
            said("c"), conversation=fake.channel.id, id="c", is_personal=False, under=FIRST
        )
        await made.channel.deliver(card)
        assert made.bot_messages(fake.channel.id)[-1]["thread_ts"] == message["ts"]


async def test_a_state_of_a_message_that_was_never_kept() -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        progress = made.stores.outbound.rows[await _state(made, "p:1", "1", of="no:such")]
        assert await made.channel.deliver(progress) == Gone(reason=LEFT_OUT)
        alone = made.stores.outbound.rows[await _state(made, "p:2", "2", of="no:such", alone=True)]
        assert isinstance(await made.channel.deliver(alone), Sent)
        assert [one["text"] for one in made.bot_messages(fake.channel.id)] == ["2"]


@pytest.mark.parametrize("trouble", ["http502", "take_then_drop", "http429"])
async def test_an_edit_that_breaks_off_is_repeated_after_a_restart(trouble: str) -> None:
    parts, stores = InMemoryParts(), InMemoryStores()
    async with FakeSlack() as fake:
        async with stage(fake, running=False, parts=parts, stores=stores) as made:
            await _first(made)
            older = await _state(made, "p:1", "1 of 3")
            newer = await _state(made, "p:2", "2 of 3")
            fake.trouble.then("chat.update", trouble)  # type: ignore[arg-type]  # literals
            result = await made.channel.deliver(stores.outbound.rows[newer])
            assert isinstance(result, Retry)
        async with stage(fake, running=False, parts=parts, stores=stores) as made:
            outbox = made.outbox()
            await outbox.send(older, ambiguous=True)
            await outbox.send(newer, ambiguous=True)
            await outbox.send(older, ambiguous=True)
            (message,) = made.bot_messages(fake.channel.id)
            assert message["text"] == "2 of 3"
            assert not await stores.outbound.waiting()


async def test_another_process_does_not_bring_an_older_state_back() -> None:
    """Two processes share the stores, and edit the same message at the same time."""
    parts, stores = InMemoryParts(), InMemoryStores()
    async with (
        FakeSlack() as fake,
        stage(fake, running=False, parts=parts, stores=stores) as one,
        stage(fake, running=False, parts=parts, stores=stores) as other,
    ):
        await _first(one)
        rows = stores.outbound.rows
        names = [await _state(one, f"p:{n}", f"{n} of 8") for n in range(1, 9)]
        for older, newer in zip(names[::2], names[1::2], strict=True):
            await asyncio.gather(
                one.channel.deliver(rows[newer]), other.channel.deliver(rows[older])
            )
            (message,) = one.bot_messages(fake.channel.id)
            assert message["text"] == f"{newer.partition(':')[2]} of 8"


async def test_pages_come_and_go_and_files_come_with_their_state() -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        ts = await _first(made)
        content = b"\x89PNG\r\n\x1a\n picture"
        blob = await made.stores.blobs.put(content, owner=None, name="chart.png")
        picture = File(
            blob=blob,
            name="chart.png",
            media_type="image/png",
            size_bytes=len(content),
            caption="Three bars",
        )
        long = await made.owed(
            *(said(f"{n}: " + "word " * 700) for n in range(4)),
            picture,
            conversation=fake.channel.id,
            id="s:1",
            is_personal=False,
            replaces=FIRST,
        )
        outbox = made.outbox()
        await outbox.send(long.id, ambiguous=False)
        pages = [one for one in made.bot_messages(fake.channel.id) if not one.get("files")]
        assert len(pages) >= 2
        assert pages[0]["ts"] == ts
        short = await made.owed(
            said("short"), conversation=fake.channel.id, id="s:2", is_personal=False, replaces=FIRST
        )
        await outbox.send(short.id, ambiguous=False)
        first, with_file = made.bot_messages(fake.channel.id)
        assert first["text"] == "short"
        assert with_file["files"][0]["name"] == "chart.png"
        (ticket,) = fake.ledger.of("files.getUploadURLExternal")
        assert ticket.args["alt_txt"] == "Three bars"


async def test_the_answer_of_a_running_turn_is_waited_for() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        await fake.send_event(fake.events.file_share(fake.events.file(b"%PDF-1.7 x")))
        await made.intake.wait()
        turn = made.intake.turns[0]
        answer = OutboundId(f"out:{turn}")
        progress = await made.owed(
            said("1 of 1"),
            conversation=made.intake.messages[0].address.conversation,
            id="p:1",
            replaces=answer,
            stands_alone=False,
        )
        sending = asyncio.create_task(made.outbox().send(progress.id, ambiguous=False))
        await asyncio.sleep(0)
        owed = await made.owed(
            said("Got 1 file"),
            conversation=made.intake.messages[0].address.conversation,
            turn=turn,
        )
        await made.outbox().send(owed.id, ambiguous=False)
        await sending
        (message,) = made.bot_messages(fake.dm.id)
        assert message["text"] == "1 of 1"


async def test_buttons_of_an_edited_message_work() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        ts = await _first(made)
        action = Action(agent=AgentId.SCREENING, verb="compare", arguments={"batch": "b1"})
        done = await made.owed(
            said("3 read"),
            Buttons(buttons=(Button(label="Compare", action=action),)),
            conversation=fake.channel.id,
            id="p:done",
            is_personal=False,
            replaces=FIRST,
        )
        await made.channel.deliver(done)
        press = fake.interactions.block_actions("choice:1", message_ts=ts, channel=fake.channel)
        await fake.send_interaction(press)
        message = await made.intake.wait()
        assert message.action == action
        assert message.address.conversation == f"{fake.channel.id}:{ts}"


async def test_what_is_personal_stays_private_in_every_state() -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        await _first(made)
        blob = await made.stores.blobs.put(b"%PDF-1.7", owner=None, name="kit.pdf")
        file = File(blob=blob, name="kit.pdf", media_type="application/pdf", size_bytes=8)
        personal = await made.owed(
            said("SECRET score"),
            file,
            conversation=fake.channel.id,
            id="s:1",
            recipient=fake.user,
            replaces=FIRST,
        )
        await made.outbox().send(personal.id, ambiguous=False)
        public = made.bot_messages(fake.channel.id)
        assert len(public) == 1
        assert "SECRET" not in json.dumps(public)
        assert not any(one.get("files") for one in public)
        assert "SECRET" in json.dumps(fake.world.ephemerals)
        assert made.bot_messages(fake.dm.id)[-1]["files"]
