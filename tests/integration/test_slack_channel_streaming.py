"""An answer grows in its thread: soon, not too fast, and nothing is left over after trouble."""

from __future__ import annotations

import asyncio

import pytest

from domain.agents import AgentId
from domain.ids import OutboundId, TurnId
from domain.messages import Address, ChannelName
from domain.reply import Reply
from domain.turns import Outbound, PartialText, PartState, Sent, StatusChanged
from tests.integration.slack_stage import Stage, said, stage
from tests.servers.slack import FakeSlack, Limits, Rule
from tests.twins.stores_channels import InMemoryParts

TURN = TurnId("c_9:1.0")


def _reply(made: Stage, words: str, *, conversation: str) -> Outbound:
    return Outbound(
        id=OutboundId(f"out:{TURN}"),
        address=_address(made, conversation),
        reply=Reply(blocks=(said(words),), agents=(AgentId.HELP,)),
        turn=TURN,
        recipient=made.fake.user,
    )


def _address(made: Stage, conversation: str) -> Address:
    return Address(
        channel=ChannelName.SLACK, workspace=made.fake.team_id, conversation=conversation
    )


async def _show(made: Stage, conversation: str, *texts: str) -> None:
    for words in texts:
        await made.channel.show(_address(made, conversation), TURN, PartialText(text=words))


async def _shown(made: Stage, words: str) -> None:
    """Until the channel shows these words last."""
    await made.fake.until(
        lambda: any(
            one["text"].replace("\u2060", "").endswith(words)
            for one in made.bot_messages(made.fake.dm.id)
        )
    )


async def test_an_answer_is_streamed_and_becomes_the_reply() -> None:
    async with (
        FakeSlack(limits=Limits(channel_per_s=1)) as fake,
        stage(fake, running=False) as made,
    ):
        conversation = made.asked()
        status = StatusChanged(text="Looking at 40 jobs", eta_s=12)
        await made.channel.show(_address(made, conversation), TURN, status)
        await fake.until(lambda: bool(fake.world.statuses))
        assert fake.world.statuses[0]["loading_messages"] == ["Looking at 40 jobs (about 12 s)"]
        began = asyncio.get_running_loop().time()
        await _show(made, conversation, "Once")
        await _shown(made, "Once")
        assert asyncio.get_running_loop().time() - began < 0.5
        words = "Once"
        for number in range(20):
            words += f" and {number}"
            await _show(made, conversation, words)
        await _shown(made, "and 19")
        assert len(fake.ledger.of("chat.appendStream")) == 1  # the newest, when there is room
        result = await made.channel.deliver(_reply(made, "The end.", conversation=conversation))
        (message,) = made.bot_messages(fake.dm.id)
        assert result == Sent(provider_ref=message["ts"])
        assert message["text"] == "The end."
        assert message["metadata"]["event_type"] == "careergini_reply"
        assert fake.fastest(fake.dm.id, taken_only=False) == 1
        assert {part.state for part in await made.parts.parts(OutboundId(f"out:{TURN}"))} == {
            PartState.SENT
        }
        await fake.until(lambda: "active" in fake.world.sessions.values())
        await made.channel.show(_address(made, conversation), TURN, PartialText(text="too late"))
        assert not fake.ledger.faults


@pytest.mark.long
async def test_a_long_answer_goes_on_in_a_new_message() -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        conversation = made.asked()
        long = "".join(f"sentence number {n} ends here. " for n in range(600))
        await _show(made, conversation, long[:4_000])
        await _shown(made, long[3_980:4_000])
        await _show(made, conversation, long)
        await _shown(made, long[-30:])
        streams = made.bot_messages(fake.dm.id)
        assert len(streams) == 3
        assert all(len(one["text"].encode()) <= 9_000 for one in streams)
        assert "".join(one["text"] for one in streams) == long
        await made.channel.deliver(_reply(made, "Short after all.", conversation=conversation))
        (message,) = made.bot_messages(fake.dm.id)  # what was too much is deleted
        assert message["text"] == "Short after all."
        assert fake.fastest(fake.dm.id) == 1


async def test_a_stream_that_ended_is_edited() -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        conversation = made.asked()
        await _show(made, conversation, "One")
        await _shown(made, "One")
        fake.clock.advance(301)
        await _show(made, conversation, "One two")
        await _shown(made, "One two")
        await _show(made, conversation, "One two three")
        await _shown(made, "One two three")
        assert fake.ledger.of("chat.update", taken=True)
        await made.channel.deliver(_reply(made, "Done.", conversation=conversation))
        (message,) = made.bot_messages(fake.dm.id)
        assert message["text"] == "Done."


async def test_words_that_change_are_edited() -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        conversation = made.asked()
        await _show(made, conversation, "I think A")
        await _shown(made, "I think A")
        await _show(made, conversation, "No, B")
        await _shown(made, "No, B")
        (message,) = made.bot_messages(fake.dm.id)
        assert message["text"] == "No, B"


async def test_nothing_is_called_and_nothing_becomes_a_link_while_streaming() -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        conversation = made.asked()
        hostile = (
            "Ask <!channel> or <@U1> or @here, see [this](https://evil.example/x) evil.example"
        )
        await _show(made, conversation, hostile)
        await _shown(made, "evil.example")
        shown = made.bot_messages(fake.dm.id)[0]["text"]
        for bad in ("<!channel", "<@U1", "@here", "](", "://", "evil.example"):
            assert bad not in shown


async def test_in_a_channel_only_the_state_is_shown() -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        conversation = made.asked(in_channel=True)
        await _show(made, conversation, "SECRET")
        status = StatusChanged(text="Reading")
        await made.channel.show(_address(made, conversation), TURN, status)
        await fake.until(lambda: bool(fake.world.statuses))
        await made.channel.deliver(_reply(made, "SECRET", conversation=conversation))
        assert not fake.ledger.of("chat.startStream")
        assert all("SECRET" not in one["text"] for one in made.bot_messages(fake.channel.id))


@pytest.mark.parametrize("kind", ["take_then_drop", "take_then_500", "half_body", "drop_before"])
async def test_a_message_that_may_have_been_begun_is_found(kind: str) -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        conversation = made.asked()
        fake.trouble.then("chat.startStream", kind)  # type: ignore[arg-type]  # literals
        await _show(made, conversation, "One", "One two")
        await fake.until(lambda: bool(fake.ledger.of("chat.startStream")))
        reply = _reply(made, "Done.", conversation=conversation)
        await made.stores.outbound.add(reply)
        await made.outbox().send(reply.id, ambiguous=False)
        (message,) = made.bot_messages(fake.dm.id)
        assert message["text"] == "Done."


async def test_a_crash_in_mid_sentence_leaves_no_orphan() -> None:
    parts = InMemoryParts()
    async with FakeSlack() as fake:
        async with stage(fake, running=False, parts=parts) as made:
            conversation = made.asked()
            await _show(made, conversation, "One")
            await _shown(made, "One")
        async with stage(fake, running=False, parts=parts) as made:
            (part,) = await parts.parts(OutboundId(f"out:{TURN}"))
            assert part.state is PartState.LIVE
            reply = _reply(made, "Done.", conversation=conversation)
            await made.stores.outbound.add(reply)
            await made.outbox().send(reply.id, ambiguous=True)
            (message,) = made.bot_messages(fake.dm.id)
            assert message["text"] == "Done."
            assert message["streaming_state"] == "completed"


@pytest.mark.long
async def test_a_reply_survives_every_trouble_at_its_end() -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        conversation = made.asked()
        fake.trouble.always(Rule(prefix="chat.", share=0.5, seed=5, slow_s=0.01))
        for words in ("One", "One two"):
            calls = len(fake.ledger.of("chat."))
            await _show(made, conversation, words)
            await fake.until(lambda calls=calls: len(fake.ledger.of("chat.")) > calls)  # type: ignore[misc]  # bound now
        reply = _reply(made, "Done.", conversation=conversation)
        await made.stores.outbound.add(reply)
        async with asyncio.timeout(60):
            await made.outbox().send(reply.id, ambiguous=False)
        texts = [one["text"] for one in made.bot_messages(fake.dm.id)]
        assert texts == ["Done."]
        assert fake.fastest(fake.dm.id, taken_only=False) == 1
        assert not fake.ledger.faults
