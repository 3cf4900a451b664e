"""Messages that belong to earlier ones in Telegram, and pictures."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.delivery import Outbox
from bot.lineage import LEFT_OUT
from bot.pacing import Pacer
from domain.agents import AgentId
from domain.ids import OutboundId
from domain.messages import Action, ChannelName
from domain.ports import Channel
from domain.reply import Button, Buttons, File, Form, FormField, Paragraph, Reply, text
from domain.turns import Gone, Outbound, OutboundState, Retry, Sent
from tests.integration.telegram_channel_stage import (
    ANA,
    BEN,
    FORUM,
    TEAM,
    Stage,
    address,
    keys_of,
    said,
    stage,
    words_in,
)
from tests.servers.telegram import FakeTelegram, Kind

FIRST = OutboundId("batch:b1:first")
COMPARE = Action(agent=AgentId.SCREENING, verb="compare", arguments={"batch": "b1"})
PNG = b"\x89PNG\r\n\x1a\n picture"


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        server.world.meet(ANA)
        server.world.meet(BEN)
        server.world.meet(TEAM)
        server.world.meet(FORUM)
        yield server


@pytest.fixture
async def on(telegram: FakeTelegram) -> AsyncIterator[Stage]:
    async with stage(telegram) as made:
        yield made


async def _owe(
    on: Stage,
    name: str,
    reply: Reply | str,
    *,
    to: int | str = TEAM.id,
    under: str | None = None,
    replaces: str | None = None,
    alone: bool = True,
    recipient: str = "",
) -> Outbound:
    outbound = Outbound(
        id=OutboundId(name),
        address=address(to),
        reply=said(reply, is_personal=False) if isinstance(reply, str) else reply,
        turn=None,
        recipient=recipient,
        under=None if under is None else OutboundId(under),
        replaces=None if replaces is None else OutboundId(replaces),
        stands_alone=alone,
    )
    await on.stores.outbound.add(outbound)
    return outbound


def _outbox(on: Stage, channel: Channel) -> Outbox:
    return Outbox(
        outbound=on.stores.outbound,
        channels={ChannelName.TELEGRAM: channel},
        pacer=Pacer(paces={}),
        doubt_s=0.0,
        first_backoff_s=0.01,
        longest_backoff_s=0.02,
        patience_s=0.5,
        unknown_patience_s=0.1,
        look_again_s=0.01,
    )


async def test_what_belongs_under_a_message_answers_it(on: Stage, telegram: FakeTelegram) -> None:
    async with on.opened(runs=False) as opened:
        outbox = _outbox(on, opened.channel)
        for place in (TEAM.id, f"{FORUM.id}:77", ANA.id):
            first = await _owe(on, f"first:{place}", "Got 3 files", to=place)
            card = await _owe(on, f"card:{place}", "Candidate 1", to=place, under=first.id)
            sending = asyncio.create_task(outbox.send(card.id, ambiguous=False))
            await outbox.send(first.id, ambiguous=False)
            await sending
            root, below = telegram.said(int(str(place).partition(":")[0]))
            assert below["reply_to_message"]["message_id"] == root["message_id"]
            if place == f"{FORUM.id}:77":
                assert below["message_thread_id"] == 77
        # The message of another chat is not answered from here.
        elsewhere = await _owe(on, "card:else", "Candidate 2", to=BEN.id, under=f"first:{ANA.id}")
        assert isinstance(await opened.channel.deliver(elsewhere), Sent)
        assert "reply_to_message" not in telegram.said(BEN.id)[-1]


async def test_newer_states_are_edited_in_place(on: Stage, telegram: FakeTelegram) -> None:
    async with on.opened(runs=False) as opened:
        outbox = _outbox(on, opened.channel)
        first = await _owe(on, FIRST, "Got 12 files")
        await outbox.send(first.id, ambiguous=False)
        names = ["p:9", "p:10", "p:done"]
        await _owe(on, "p:9", "9 of 12", replaces=FIRST, alone=False)
        await _owe(on, "p:10", "10 of 12", replaces="p:9", alone=False)
        done = Reply(
            blocks=(
                Paragraph(body=text("12 read")),
                Buttons(buttons=(Button(label="Compare", action=COMPARE),)),
            ),
            agents=(AgentId.SCREENING,),
            is_personal=False,
        )
        await _owe(on, "p:done", done, replaces=FIRST)
        for name in (names[1], names[0], names[2], names[0], names[1]):
            await outbox.send(OutboundId(name), ambiguous=False)
        (message,) = telegram.said(TEAM.id)
        assert message["text"].startswith("12 read")
        row = on.stores.outbound.rows[OutboundId("p:done")]
        assert (row.state, row.provider_ref) == (OutboundState.SENT, str(message["message_id"]))
        assert [key["text"] for key in keys_of(message)] == ["Compare"]


async def test_buttons_of_an_edited_message_work(on: Stage, telegram: FakeTelegram) -> None:
    form = Form(title="Rate", fields=(FormField(id="why", label="Why", kind="text"),))
    async with on.opened() as opened:
        await opened.channel.deliver(await _owe(on, FIRST, "Reading", to=ANA.id))
        row = on.stores.outbound.rows[FIRST]
        on.stores.outbound.rows[FIRST] = replace(row, state=OutboundState.SENT)
        reply = Reply(
            blocks=(
                Paragraph(body=text("Read")),
                Buttons(buttons=(Button(label="Rate", action=COMPARE, form=form),)),
            ),
            agents=(AgentId.SCREENING,),
        )
        done = await _owe(on, "p:done", reply, to=ANA.id, replaces=FIRST)
        assert isinstance(await opened.channel.deliver(done), Sent)
        messages = await on.hear(telegram.press(ANA, "Rate"))
        # There are no dialogs here: the action comes as it is, and its agent asks step by step.
        assert messages[-1].action == COMPARE


async def test_of_many_states_at_once_only_the_newest_is_shown(
    on: Stage, telegram: FakeTelegram
) -> None:
    async with on.opened(runs=False) as opened:
        outbox = _outbox(on, opened.channel)
        await outbox.send((await _owe(on, FIRST, "Got 40")).id, ambiguous=False)
        names = [
            (await _owe(on, f"p:{n}", f"{n} of 40", replaces=FIRST, alone=False)).id
            for n in range(1, 41)
        ]
        await asyncio.gather(*(outbox.send(name, ambiguous=False) for name in reversed(names)))
        (message,) = telegram.said(TEAM.id)
        assert message["text"] == "40 of 40"
        assert not await on.stores.outbound.waiting()


async def test_an_edit_survives_a_restart_and_an_older_one_does_not_come_back(
    on: Stage, telegram: FakeTelegram
) -> None:
    async with on.opened(runs=False) as opened:
        await _outbox(on, opened.channel).send((await _owe(on, FIRST, "Got 3")).id, ambiguous=False)
        await _owe(on, "p:1", "1 of 3", replaces=FIRST, alone=False)
        newer = await _owe(on, "p:2", "2 of 3", replaces=FIRST, alone=False)
        telegram.troubles.plan("editMessageText", Kind.TAKE_THEN_DROP)
        assert isinstance(await opened.channel.deliver(newer), Retry)  # and the process dies
    async with on.opened(runs=False) as opened:
        outbox = _outbox(on, opened.channel)
        for name in ("p:1", "p:2", "p:1"):
            await outbox.send(OutboundId(name), ambiguous=True)
        (message,) = telegram.said(TEAM.id)
        assert message["text"] == "2 of 3"


async def test_a_state_whose_message_is_gone(on: Stage, telegram: FakeTelegram) -> None:
    async with on.opened(runs=False) as opened:
        outbox = _outbox(on, opened.channel)
        await outbox.send((await _owe(on, FIRST, "Got 3")).id, ambiguous=False)
        (message,) = telegram.said(TEAM.id)
        del telegram.world.chat(TEAM.id).messages[message["message_id"]]
        progress = await _owe(on, "p:1", "1 of 3", replaces=FIRST, alone=False)
        assert await opened.channel.deliver(progress) == Gone(reason=LEFT_OUT)
        orphan = await _owe(on, "p:0", "0 of 3", replaces="no:such", alone=False)
        assert await opened.channel.deliver(orphan) == Gone(reason=LEFT_OUT)
        assert not telegram.messages(TEAM.id)
        await outbox.send((await _owe(on, "q", "3 read", replaces=FIRST)).id, ambiguous=False)
        await outbox.send(
            (await _owe(on, "r", "3 read, 1 known", replaces="q")).id, ambiguous=False
        )
        (message,) = telegram.said(TEAM.id)
        assert message["text"] == "3 read, 1 known"


async def test_pages_come_and_go_and_a_file_stays(on: Stage, telegram: FakeTelegram) -> None:
    async with on.opened(runs=False) as opened:
        outbox = _outbox(on, opened.channel)
        blob = await on.stores.blobs.put(b"%PDF-", owner=None, name="kit.pdf")
        kit = File(blob=blob, name="kit.pdf", media_type="application/pdf", size_bytes=5)
        one = Reply(
            blocks=(Paragraph(body=text("one")), kit),
            agents=(AgentId.SCREENING,),
            is_personal=False,
        )
        many = replace(
            one, blocks=tuple(Paragraph(body=text(f"{n} " + "word " * 700)) for n in range(4))
        )
        await outbox.send((await _owe(on, FIRST, one)).id, ambiguous=False)
        await outbox.send((await _owe(on, "s:1", many, replaces=FIRST)).id, ambiguous=False)
        shown = telegram.said(TEAM.id)
        assert len([one for one in shown if "text" in one]) >= 3
        await outbox.send((await _owe(on, "s:2", "short", replaces=FIRST)).id, ambiguous=False)
        shown = telegram.said(TEAM.id)
        assert [one.get("text") for one in shown] == ["short", None]
        assert shown[1]["document"]["file_name"] == "kit.pdf"


async def test_a_personal_state_stays_private_in_a_group(on: Stage, telegram: FakeTelegram) -> None:
    async with on.opened(runs=False) as opened:
        outbox = _outbox(on, opened.channel)
        await outbox.send((await _owe(on, FIRST, "Got 3")).id, ambiguous=False)
        blob = await on.stores.blobs.put(PNG, owner=None, name="SECRET.png")
        picture = File(blob=blob, name="SECRET.png", media_type="image/png", size_bytes=len(PNG))
        secret = Reply(
            blocks=(Paragraph(body=text("SECRET score")), picture), agents=(AgentId.SCREENING,)
        )
        await outbox.send(
            (await _owe(on, "s:1", secret, replaces=FIRST, recipient=str(ANA.id))).id,
            ambiguous=False,
        )
        (public,) = telegram.said(TEAM.id)
        assert "SECRET" not in str(public)
        assert "1 file" in public["text"]
        words, shown = telegram.said(ANA.id)
        assert words["text"].startswith("SECRET score")
        assert shown["photo"]


# --- files --------------------------------------------------------------------------------------


async def test_a_picture_is_shown_with_its_caption(on: Stage, telegram: FakeTelegram) -> None:
    async with on.opened(runs=False) as opened:
        blob = await on.stores.blobs.put(PNG, owner=None, name="page 1.png")
        picture = File(
            blob=blob,
            name="page 1.png",
            media_type="image/png",
            size_bytes=len(PNG),
            caption="Page 1, the white line",
        )
        reply = Reply(blocks=(picture,), agents=(AgentId.SCREENING,), is_personal=False)
        assert isinstance(await opened.channel.deliver(await _owe(on, "f:1", reply)), Sent)
        shown = telegram.said(TEAM.id)[-1]
        assert shown["photo"]
        assert words_in([shown]) == ["Page 1, the white line"]
        # What Telegram does not take as a picture is sent as a file.
        blob = await on.stores.blobs.put(b"no picture", owner=None, name="b.png")
        broken = replace(picture, blob=blob, name="b.png", size_bytes=10)
        large = replace(picture, size_bytes=11_000_000)
        for number, file in enumerate((broken, large)):
            owed = await _owe(on, f"g:{number}", replace(reply, blocks=(file,)))
            assert isinstance(await opened.channel.deliver(owed), Sent)
            assert telegram.said(TEAM.id)[-1]["document"]


async def test_an_album_of_documents_and_a_zip_are_one_upload(on: Stage) -> None:
    files = [(f"resume {n}.pdf", f"%PDF-{n}".encode()) for n in range(4)] + [
        ("more.zip", b"PK\x03\x04")
    ]
    async with on.opened():
        [message] = await on.hear(*on.telegram.updates.album(ANA, files, caption="screen these"))
        assert [one.name for one in message.attachments] == [name for name, _ in files]
        assert message.text == "screen these"
        assert not message.notes
