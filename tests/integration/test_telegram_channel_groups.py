"""Answers in groups: where they belong, and nothing about a person for everybody to read."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from domain.agents import AgentId
from domain.channel_ports import RawEvent, StoredEvent
from domain.errors import TemporaryFailure
from domain.ids import OutboundId
from domain.messages import Action, ChannelName
from domain.reply import Button, Card, Reply, text
from domain.turns import Gone, Sent
from tests.integration.telegram_channel_stage import (
    ANA,
    BEN,
    FORUM,
    OLD_GROUP,
    TEAM,
    Stage,
    address,
    keys_of,
    owed,
    said,
    stage,
    words_in,
)
from tests.servers.telegram import FakeTelegram, Kind, Standing, Trouble
from tests.servers.telegram.world import BOT_ID

CARDS = Reply(
    blocks=(
        Card(
            title=text("Nurse"),
            subtitle=text("Porto"),
            buttons=(
                Button(label="Save", action=Action(agent=AgentId.JOB_SEARCH, verb="save")),
                Button(label="Hide", action=Action(agent=AgentId.JOB_SEARCH, verb="hide")),
            ),
        ),
    ),
    agents=(AgentId.JOB_SEARCH,),
)


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        server.world.meet(ANA)
        server.world.meet(BEN)
        server.world.meet(TEAM)
        server.world.meet(FORUM)
        server.world.meet(OLD_GROUP)
        yield server
        assert server.faults == []


@pytest.fixture
async def on(telegram: FakeTelegram) -> AsyncIterator[Stage]:
    async with stage(telegram) as it:
        yield it


async def test_a_group_that_moved_gets_its_answer_at_the_new_place(on: Stage) -> None:
    on.telegram.push(on.telegram.updates.mention(ANA, OLD_GROUP, "hello"))
    supergroup, _ = on.telegram.updates.migrated(ANA, OLD_GROUP)
    async with on.opened(runs=False) as opened:
        result = await opened.channel.deliver(
            owed(said("hello", is_personal=False), to=OLD_GROUP.id, reply_to=101)
        )
        await opened.channel.deliver(
            owed(said("again", is_personal=False), to=OLD_GROUP.id, name="c_1:2")
        )

    assert isinstance(result, Sent)
    assert words_in(on.telegram.said(supergroup.id)) == ["hello", "again"]


async def test_topics_and_answers_stay_where_they_belong(on: Stage) -> None:
    asked = on.telegram.updates.mention(ANA, FORUM, "who?", topic=77)["message"]
    async with on.opened(runs=False) as opened:
        await opened.channel.deliver(
            owed(
                said("me", is_personal=False),
                to=f"{FORUM.id}:77",
                reply_to=asked["message_id"],
            )
        )
        await opened.channel.deliver(
            owed(said("lost", is_personal=False), to=f"{FORUM.id}:77", name="c:2", reply_to=9_999)
        )

    me, lost = on.telegram.said(FORUM.id)
    assert (me["message_thread_id"], me["reply_to_message"]["message_id"]) == (
        77,
        asked["message_id"],
    )
    assert lost["message_thread_id"] == 77
    assert "reply_to_message" not in lost


async def test_a_topic_that_was_deleted_is_gone(on: Stage) -> None:
    async with on.opened(runs=False) as opened:
        result = await opened.channel.deliver(
            owed(said("me", is_personal=False), to=f"{FORUM.id}:99")
        )
    assert isinstance(result, Gone)


async def test_a_personal_answer_in_a_group_is_a_count_and_the_rest_is_private(on: Stage) -> None:
    new = on.telegram.updates
    async with on.opened() as opened:
        await on.hear(new.mention(ANA, TEAM, "jobs"), new.start(ANA))
        turn = on.intake.accepted[0].turn
        outbound = owed(
            CARDS, to=TEAM.id, name=turn.id, reply_to=int(turn.message.provider_ref or 0)
        )
        result = await opened.channel.deliver(outbound)
        again = await opened.channel.deliver(outbound)
        [public] = on.telegram.said(TEAM.id)
        [private] = on.telegram.said(ANA.id)
        pressed = await on.hear(new.pressed(ANA, private, keys_of(private)[0]["callback_data"]))

    assert result == again == Sent(provider_ref=str(public["message_id"]))
    assert public["text"] == "For Ana Example: 1 result. The details are private."
    assert public["reply_to_message"]["text"] == "@careergini_bot jobs"
    [key] = keys_of(public)
    assert key["url"] == "https://t.me/careergini_bot?start=open"
    assert "Nurse" in private["text"]
    assert pressed[-1].address == address(ANA.id)
    assert pressed[-1].action == Action(agent=AgentId.JOB_SEARCH, verb="save")


async def test_who_never_wrote_to_the_bot_is_told_how_to_begin(on: Stage) -> None:
    on.telegram.world.chats[BEN.id].standing = Standing.NEVER
    async with on.opened(runs=False) as opened:
        result = await opened.channel.deliver(owed(CARDS, to=TEAM.id, recipient=BEN.id))

    assert isinstance(result, Sent)
    assert on.telegram.said(BEN.id) == []
    assert words_in(on.telegram.said(TEAM.id)) == [
        "Answered: 1 result. The details are private.\n"
        "I may not write to you first: open our private chat, press Start, and ask me there."
    ]
    assert await on.accounts.is_reachable(
        channel=ChannelName.TELEGRAM, workspace=str(BOT_ID), sender=str(BEN.id)
    )


@pytest.mark.parametrize("kind", ["dg", "al", "rm"])
async def test_a_push_goes_into_the_private_chat_wherever_the_person_wrote_last(
    on: Stage, kind: str
) -> None:
    new = on.telegram.updates
    push = replace(
        owed(CARDS, to=f"{FORUM.id}:7"), id=OutboundId(f"{kind}:u_1:2026-11-25"), turn=None
    )
    async with on.opened() as opened:
        await on.hear(new.start(ANA))
        assert isinstance(await opened.channel.deliver(push), Sent)
        [private] = on.telegram.said(ANA.id)
        pressed = await on.hear(new.pressed(ANA, private, keys_of(private)[0]["callback_data"]))

    assert on.telegram.said(FORUM.id) == []
    assert pressed[-1].address == address(ANA.id)
    assert pressed[-1].action == Action(agent=AgentId.JOB_SEARCH, verb="save")


async def test_what_a_group_may_read_is_not_sent_twice(on: Stage) -> None:
    async with on.opened(runs=False) as opened:
        await opened.channel.deliver(owed(said("open to all", is_personal=False), to=TEAM.id))

    assert words_in(on.telegram.said(TEAM.id)) == ["open to all"]
    assert on.telegram.said(ANA.id) == []


async def test_a_stored_mention_is_heard_after_a_restart_while_telegram_is_away(
    on: Stage,
) -> None:
    async with on.opened():
        pass  # Telegram told the bot its name; the process ends
    mention = on.telegram.updates.mention(ANA, TEAM, "what can you do?")
    event = RawEvent(
        channel=ChannelName.TELEGRAM,
        workspace=str(BOT_ID),
        keys=("mention",),
        lane=str(TEAM.id),
        document=json.dumps(mention),
        received_at=on.stores.clock.now(),
    )
    on.telegram.set_trouble(
        Trouble(share=1.0, methods=frozenset({"getMe"}), kinds=(Kind.BAD_GATEWAY,))
    )
    async with on.opened(runs=False) as opened:
        assert opened.username
        await opened.handler([StoredEvent(number=1, event=event)])
    assert [one.text for one in on.intake.messages] == ["what can you do?"]


async def test_stored_events_wait_while_the_bot_does_not_know_its_own_name(on: Stage) -> None:
    on.telegram.set_trouble(
        Trouble(share=1.0, methods=frozenset({"getMe"}), kinds=(Kind.BAD_GATEWAY,))
    )
    event = RawEvent(
        channel=ChannelName.TELEGRAM,
        workspace=str(BOT_ID),
        keys=("mention",),
        lane=str(TEAM.id),
        document=json.dumps(on.telegram.updates.mention(ANA, TEAM, "hello")),
        received_at=on.stores.clock.now(),
    )
    async with on.opened(runs=False) as opened:
        with pytest.raises(TemporaryFailure):
            await opened.handler([StoredEvent(number=1, event=event)])
