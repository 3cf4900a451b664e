"""What people see while a turn runs, and that nothing of it stays when the reply is there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.delivery import Outbox
from bot.dispatcher import Dispatcher
from bot.pacing import Pacer
from bot.telegram_channel.opening import Tempo
from bot.telegram_channel.places import units
from bot.telegram_channel.progress import Rhythm
from domain.ids import OutboundId, TurnId
from domain.messages import ChannelName
from domain.ports import EventSink, Supervisor
from domain.reply import Reply
from domain.turns import Dialogue, PartialText, PartState, Sent, StatusChanged, Turn
from tests.integration.telegram_channel_stage import (
    ANA,
    FORUM,
    HASTY,
    TEAM,
    Stage,
    address,
    owed,
    said,
    stage,
    until,
    words_in,
)
from tests.servers.telegram import FakeTelegram, Kind, Trouble
from tests.servers.telegram.ledger import most_in_window
from tests.twins.durable_engine import NotingEngine

TURN = TurnId("c_1:1")


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        for who in (ANA, TEAM, FORUM):
            server.world.meet(who)
        yield server
        assert server.faults == []


@pytest.fixture
async def on(telegram: FakeTelegram) -> AsyncIterator[Stage]:
    async with stage(telegram) as it:
        yield it


def drafts(telegram: FakeTelegram) -> list[str]:
    return [str(call.params.get("text")) for call in telegram.ledger.of("sendMessageDraft")]


async def test_typing_at_once_then_what_is_happening_then_the_words(on: Stage) -> None:
    async with on.opened(runs=False) as opened:
        await opened.channel.show(address(ANA.id), TURN, StatusChanged(text="Reading your resume"))
        await until(lambda: drafts(on.telegram) == ["Reading your resume"])
        assert [call.method for call in on.telegram.ledger][:2] == ["getMe", "sendChatAction"]
        await opened.channel.show(address(ANA.id), TURN, PartialText(text="Four roles"))
        await until(lambda: drafts(on.telegram)[-1] == "Four roles")
        await opened.channel.show(address(ANA.id), TURN, PartialText(text="Four roles, two"))
        await until(lambda: drafts(on.telegram)[-1] == "Four roles, two")
        assert len(on.telegram.drafts(ANA.id)) == 1  # always the same draft
        await opened.channel.deliver(owed("Four roles, two degrees."))

    assert on.telegram.drafts(ANA.id) == []
    assert words_in(on.telegram.said(ANA.id)) == ["Four roles, two degrees."]


async def test_a_quick_turn_shows_no_status(on: Stage) -> None:
    on.tempo = replace(HASTY, rhythm=replace(HASTY.rhythm, status_after_s=60.0))
    async with on.opened(runs=False) as opened:
        await opened.channel.show(address(ANA.id), TURN, StatusChanged(text="Thinking"))
        await until(lambda: on.telegram.ledger.of("sendChatAction"))
        await opened.channel.deliver(owed("Done."))

    assert drafts(on.telegram) == []


async def test_a_draft_keeps_the_end_of_a_long_answer(on: Stage) -> None:
    async with on.opened(runs=False) as opened:
        words = "😀 word " * 2_000 + "the end"
        await opened.channel.show(address(ANA.id), TURN, PartialText(text=words))
        await until(lambda: drafts(on.telegram))
        await opened.channel.deliver(owed("x"))

    assert units(drafts(on.telegram)[0]) <= 4_096
    assert drafts(on.telegram)[0].endswith("the end")


async def test_nothing_of_a_turn_appears_after_its_reply(on: Stage) -> None:
    on.telegram.set_trouble(
        Trouble(share=1.0, kinds=(Kind.SLOW,), methods=frozenset({"sendMessageDraft"}), slow_s=0.2)
    )
    async with on.opened(runs=False) as opened:
        await opened.channel.show(address(ANA.id), TURN, PartialText(text="half"))
        await until(lambda: drafts(on.telegram))
        await opened.channel.show(address(ANA.id), TURN, PartialText(text="half of it"))
        await opened.channel.deliver(owed("all of it"))
        assert "telegram progress" not in {task.get_name() for task in asyncio.all_tasks()}

    methods = [call.method for call in on.telegram.ledger]
    assert "sendMessageDraft" not in methods[methods.index("sendMessage") :]


async def test_trouble_with_progress_never_reaches_the_turn(on: Stage) -> None:
    on.telegram.set_trouble(
        Trouble(share=1.0, methods=frozenset({"sendMessageDraft", "sendChatAction"}))
    )
    async with on.opened(runs=False) as opened:
        for n in range(5):
            await opened.channel.show(address(ANA.id), TURN, PartialText(text=f"part {n}"))
        await until(lambda: on.telegram.troubles.drawn >= 2)
        await opened.channel.show(address("nowhere"), TurnId("c_2:1"), PartialText(text="x"))
        assert isinstance(await opened.channel.deliver(owed("whole")), Sent)


async def test_a_flooded_draft_waits_as_long_as_asked(on: Stage) -> None:
    on.telegram.troubles.plan("sendMessageDraft", Kind.TOO_MANY)
    async with on.opened(runs=False) as opened:
        await opened.channel.show(address(ANA.id), TURN, PartialText(text="part"))
        await until(lambda: on.telegram.ledger.of("sendMessageDraft"))
        for n in range(5):
            await opened.channel.show(address(ANA.id), TURN, PartialText(text=f"part {n}"))
        await until(lambda: len(on.telegram.ledger.of("sendMessageDraft")) == 2)
        await opened.channel.deliver(owed("whole"))

    first, second = on.telegram.ledger.of("sendMessageDraft")
    assert second.at_s - first.at_s >= 1.0
    assert second.params["text"] == "part 4"


async def test_in_a_group_a_long_turn_has_one_status_which_becomes_the_answer(on: Stage) -> None:
    async with on.opened() as opened:
        asked = on.telegram.updates.mention(ANA, TEAM, "screen these")
        await on.hear(asked)
        turn = on.intake.accepted[0].turn.id
        for n in (1, 2, 3):
            event = StatusChanged(text=f"Reading 3 resumes, {n} done")
            await opened.channel.show(address(TEAM.id), turn, event)
            await until(lambda n=n: f"{n} done" in str(words_in(on.telegram.said(TEAM.id))))  # type: ignore[misc]  # bound now
        [status] = on.telegram.said(TEAM.id)
        [live] = await on.parts.parts(OutboundId(f"out:{turn}"))
        assert live.state is PartState.LIVE
        outbound = owed(said("3 read", is_personal=False), to=TEAM.id, name=turn)
        result = await opened.channel.deliver(outbound)

    [message] = on.telegram.said(TEAM.id)
    assert result == Sent(provider_ref=str(status["message_id"]))
    assert (message["message_id"], message["text"]) == (status["message_id"], "3 read")
    assert message["reply_to_message"]["message_id"] == asked["message"]["message_id"]
    [part] = await on.parts.parts(OutboundId(f"out:{turn}"))
    assert part.state is PartState.SENT


async def test_a_group_never_sees_an_answer_in_the_making(on: Stage) -> None:
    async with on.opened(runs=False) as opened:
        await opened.channel.show(address(TEAM.id), TURN, PartialText(text="Your pay is 50,000"))
        await until(lambda: on.telegram.ledger.of("sendChatAction"))
        await opened.channel.deliver(owed("Your pay is 50,000", to=TEAM.id))

    assert "50,000" not in str(words_in(on.telegram.said(TEAM.id)))
    assert drafts(on.telegram) == []


async def test_a_status_left_by_a_crash_becomes_the_answer_after_the_restart(on: Stage) -> None:
    async with on.opened(runs=False) as opened:
        event = StatusChanged(text="Reading")
        await opened.channel.show(address(f"{FORUM.id}:77"), TURN, event)
        await until(lambda: on.parts.rows)
    async with on.opened(runs=False) as opened:
        await opened.channel.deliver(
            owed(said("Read.", is_personal=False), to=f"{FORUM.id}:77", name=TURN)
        )

    assert words_in(on.telegram.said(FORUM.id)) == ["Read."]


async def test_a_status_that_somebody_deleted_is_no_obstacle(on: Stage) -> None:
    async with on.opened(runs=False) as opened:
        await opened.channel.show(address(TEAM.id), TURN, StatusChanged(text="Reading"))
        await until(lambda: on.parts.rows)
        on.telegram.world.chats[TEAM.id].messages.clear()
        await opened.channel.deliver(owed(said("Read.", is_personal=False), to=TEAM.id))

    assert words_in(on.telegram.said(TEAM.id)) == ["Read."]


class Speaking(Supervisor):
    """Streams an answer as a model does, and notes when its first token was there."""

    def __init__(self, *, thinks_s: float, tokens: int, gap_s: float) -> None:
        self._thinks_s = thinks_s
        self._tokens = tokens
        self._gap_s = gap_s
        self.first_token_at = 0.0

    async def answer(self, turn: Turn, dialogue: Dialogue, *, events: EventSink) -> Reply:
        await events(StatusChanged(text="Looking for jobs"))
        await asyncio.sleep(self._thinks_s)
        self.first_token_at = asyncio.get_running_loop().time()
        for n in range(1, self._tokens + 1):
            await events(PartialText(text="word " * n))
            await asyncio.sleep(self._gap_s)
        return said("word " * self._tokens)


@pytest.mark.parametrize("thinks_s", [0.05, 0.9, 1.3])
async def test_the_first_words_are_visible_within_a_second(on: Stage, thinks_s: float) -> None:
    """With the product's own rhythm, through the dispatcher, whatever came before the words."""
    on.tempo = Tempo(rhythm=Rhythm())
    speaking = Speaking(thinks_s=thinks_s, tokens=60, gap_s=0.04)
    async with on.opened() as opened:
        channels = {ChannelName.TELEGRAM: opened.channel}
        dispatcher = Dispatcher(
            turns=on.stores.turns,
            outbound=on.stores.outbound,
            supervisor=speaking,
            channels=channels,
            outbox=Outbox(outbound=on.stores.outbound, channels=channels, pacer=Pacer(paces={})),
        )
        dispatcher.use(NotingEngine())
        await on.hear(on.telegram.updates.text(ANA, "jobs"))
        await dispatcher.run_turn(on.intake.accepted[0].turn.id, deliver_now=True)

    calls = on.telegram.ledger.of("sendMessageDraft")
    words = [call for call in calls if str(call.params["text"]).startswith("word")]
    assert words[0].at_s - speaking.first_token_at <= 1.0
    assert most_in_window((call.at_s for call in calls), window_s=1.0) == 1
    assert len(words) >= 2
    assert words_in(on.telegram.said(ANA.id)) == [("word " * 60).strip()]
