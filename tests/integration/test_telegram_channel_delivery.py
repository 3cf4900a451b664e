"""What the service sends to Telegram: each part once, whatever happens on the way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.delivery import Outbox
from bot.pacing import Pacer
from bot.telegram_channel.opening import check_telegram
from domain.agents import AgentId
from domain.errors import Misconfigured, TemporaryFailure
from domain.ids import BlobId
from domain.messages import Action, ChannelName
from domain.reply import (
    Button,
    Buttons,
    Card,
    File,
    Paragraph,
    Reply,
    SuggestedPrompt,
    Table,
    bold,
    link,
    text,
)
from domain.turns import Ambiguous, Gone, OutboundState, PartState, Retry, SendPromise, Sent
from tests.integration.telegram_channel_stage import (
    ANA,
    BEN,
    FORUM,
    OLD_GROUP,
    TEAM,
    Stage,
    keys_of,
    owed,
    settings_for,
    stage,
    words_in,
)
from tests.servers.telegram import FakeTelegram, Kind, Options, Standing
from tests.servers.telegram.wire import bad_request
from tests.servers.telegram.world import BOT_ID

LONG = Reply(
    blocks=tuple(Paragraph(body=text(f"{n} " + "word " * 700)) for n in range(4)),
    agents=(AgentId.HELP,),
)
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
        Buttons(
            buttons=(
                Button(
                    label="Delete",
                    action=Action(agent=AgentId.SETTINGS, verb="erase"),
                    tone="danger",
                ),
            )
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


async def test_a_reply_is_sent_with_its_styles_and_without_previews(on: Stage) -> None:
    reply = Reply(
        blocks=(
            Paragraph(
                body=text("Read in ", bold("0.6 s"), ", see ", link("it", url="https://a.b"))
            ),
        ),
        agents=(),
    )
    async with on.opened(runs=False) as opened:
        result = await opened.channel.deliver(owed(reply))

    [message] = on.telegram.said(ANA.id)
    assert result == Sent(provider_ref=str(message["message_id"]))
    assert {entity["type"] for entity in message["entities"]} == {"bold", "text_link"}
    assert message["link_preview_options"] == {"is_disabled": True}


async def test_buttons_carry_short_tokens_and_their_tone(on: Stage) -> None:
    async with on.opened(runs=False) as opened:
        await opened.channel.deliver(owed(CARDS))

    [message] = on.telegram.said(ANA.id)
    keys = keys_of(message)
    assert all(len(key["callback_data"].encode()) <= 64 for key in keys)
    assert [key["callback_data"] in on.choices.rows for key in keys] == [True] * 3
    assert keys[-1]["style"] == "danger"


async def test_a_long_reply_is_several_messages_and_repeats_none(on: Stage) -> None:
    async with on.opened(runs=False) as opened:
        on.telegram.troubles.plan("sendMessage", None, None, Kind.INTERNAL)
        first = await opened.channel.deliver(owed(LONG))
        second = await opened.channel.deliver(owed(LONG))
        third = await opened.channel.deliver(owed(LONG))

    assert isinstance(first, Ambiguous)
    texts = words_in(on.telegram.said(ANA.id))
    assert [words[0] for words in texts] == ["0", "1", "2", "3"]
    assert second == third == Sent(provider_ref=str(on.telegram.said(ANA.id)[0]["message_id"]))


async def test_a_part_whose_answer_was_lost_is_repeated_alone(on: Stage) -> None:
    async with on.opened(runs=False) as opened:
        on.telegram.troubles.plan("sendMessage", None, Kind.TAKE_THEN_DROP)
        assert isinstance(await opened.channel.deliver(owed(LONG)), Ambiguous)
        assert isinstance(await opened.channel.deliver(owed(LONG)), Sent)

    assert [words[0] for words in words_in(on.telegram.said(ANA.id))] == ["0", "1", "1", "2", "3"]


@pytest.mark.parametrize(
    ("promise", "times"), [(SendPromise.AT_LEAST_ONCE, 2), (SendPromise.AT_MOST_ONCE, 1)]
)
async def test_in_doubt_the_promise_decides(on: Stage, promise: SendPromise, times: int) -> None:
    outbound = owed("hello", promise=promise)
    await on.stores.outbound.add(outbound)
    async with on.opened(runs=False) as opened:
        outbox = Outbox(
            outbound=on.stores.outbound,
            channels={ChannelName.TELEGRAM: opened.channel},
            pacer=Pacer(paces={}),
            doubt_s=0.0,
            first_backoff_s=0.0,
        )
        on.telegram.troubles.plan("sendMessage", Kind.HALF_BODY)
        await outbox.send(outbound.id, ambiguous=False)

    assert words_in(on.telegram.said(ANA.id)) == ["hello"] * times
    state = on.stores.outbound.rows[outbound.id].state
    assert state is (OutboundState.SENT if times == 2 else OutboundState.UNKNOWN)


async def test_a_push_that_only_waited_for_its_turn_is_sent_after_a_crash(on: Stage) -> None:
    outbound = owed("hello", promise=SendPromise.AT_MOST_ONCE)
    await on.stores.outbound.add(outbound)
    async with on.opened(runs=False) as opened:
        outbox = Outbox(
            outbound=on.stores.outbound,
            channels={ChannelName.TELEGRAM: opened.channel},
            pacer=Pacer(paces={}),
        )
        # The engine knows that a dead process had begun, and not how far it was.
        await outbox.send(outbound.id, ambiguous=True)

    assert words_in(on.telegram.said(ANA.id)) == ["hello"]
    assert on.stores.outbound.rows[outbound.id].state is OutboundState.SENT


async def test_a_push_whose_call_had_begun_is_not_sent_after_a_crash(on: Stage) -> None:
    outbound = owed("hello", promise=SendPromise.AT_MOST_ONCE)
    await on.stores.outbound.add(outbound)
    async with on.opened(runs=False) as opened:
        on.telegram.troubles.plan("sendMessage", Kind.TAKE_THEN_DROP)
        assert isinstance(await opened.channel.deliver(outbound), Ambiguous)
        outbox = Outbox(
            outbound=on.stores.outbound,
            channels={ChannelName.TELEGRAM: opened.channel},
            pacer=Pacer(paces={}),
        )
        await outbox.send(outbound.id, ambiguous=True)

    assert words_in(on.telegram.said(ANA.id)) == ["hello"]
    assert on.stores.outbound.rows[outbound.id].state is OutboundState.UNKNOWN


async def test_a_push_that_was_told_to_wait_is_in_no_doubt(on: Stage) -> None:
    outbound = owed("hello", promise=SendPromise.AT_MOST_ONCE)
    on.telegram.troubles.plan("sendMessage", Kind.TOO_MANY)
    async with on.opened(runs=False) as opened:
        assert isinstance(await opened.channel.deliver(outbound), Retry)
        assert not await opened.channel.may_have_left(outbound)


async def test_too_many_requests_waits_as_long_as_asked(on: Stage) -> None:
    on.telegram.troubles.policy = replace(on.telegram.troubles.policy, retry_after_s=7)
    on.telegram.troubles.plan("sendMessage", Kind.TOO_MANY)
    async with on.opened(runs=False) as opened:
        assert await opened.channel.deliver(owed("hello")) == Retry(after_s=7.0)
    assert on.telegram.said(ANA.id) == []


async def test_no_connection_is_a_retry_and_not_a_doubt(telegram: FakeTelegram) -> None:
    async with FakeTelegram() as other:
        closed = other.base_url
    async with stage(telegram, base_url=closed) as on, on.opened(runs=False) as opened:
        assert isinstance(await opened.channel.deliver(owed("hello")), Retry)
        with pytest.raises(TemporaryFailure):
            await opened.check()


@pytest.mark.parametrize("standing", [Standing.BLOCKED, Standing.DEACTIVATED])
async def test_who_blocked_us_is_gone_and_noted(on: Stage, standing: Standing) -> None:
    on.telegram.world.chats[ANA.id].standing = standing
    async with on.opened(runs=False) as opened:
        assert isinstance(await opened.channel.deliver(owed("hello")), Gone)

    assert not await on.accounts.is_reachable(
        channel=ChannelName.TELEGRAM, workspace=str(BOT_ID), sender=str(ANA.id)
    )


async def test_a_chat_that_does_not_exist_is_gone(on: Stage) -> None:
    async with on.opened(runs=False) as opened:
        assert isinstance(await opened.channel.deliver(owed("hello", to=999)), Gone)
        assert isinstance(await opened.channel.deliver(owed("hello", to="general")), Gone)


async def test_files_are_documents_after_the_words(on: Stage) -> None:
    blob = await on.stores.blobs.put(b"%PDF-1.7", owner=None, name="cv.pdf")
    file = File(
        blob=blob, name="cv.pdf", media_type="application/pdf", size_bytes=8, caption="Two pages."
    )
    reply = Reply(blocks=(Paragraph(body=text("Here it is.")), file), agents=())
    async with on.opened(runs=False) as opened:
        on.telegram.troubles.plan("sendDocument", Kind.DROP)
        assert isinstance(await opened.channel.deliver(owed(reply)), Ambiguous)
        assert isinstance(await opened.channel.deliver(owed(reply)), Sent)

    words, document = on.telegram.said(ANA.id)
    assert words["text"].startswith("Here it is.")
    assert document["document"]["file_name"] == "cv.pdf"
    assert document["caption"] == "Two pages."
    assert on.telegram.world.files[document["document"]["file_id"]].content == b"%PDF-1.7"


async def test_files_that_cannot_be_sent_are_said(on: Stage) -> None:
    big = File(blob=BlobId("b"), name="all.zip", media_type="x/y", size_bytes=51_000_000)
    gone = File(blob=BlobId("c"), name="old.pdf", media_type="x/y", size_bytes=5)
    async with on.opened(runs=False) as opened:
        await opened.channel.deliver(owed(Reply(blocks=(big, gone), agents=())))

    words = words_in(on.telegram.said(ANA.id))
    assert any("takes at most 50 MB" in one for one in words)
    assert any("not here any more" in one for one in words)


async def test_rich_messages_are_used_when_switched_on(telegram: FakeTelegram) -> None:
    async with stage(telegram, rich_messages=True) as on, on.opened(runs=False) as opened:
        await opened.channel.deliver(owed(table()))

    assert "rich_message" in telegram.said(ANA.id)[0]


async def test_a_server_without_rich_messages_is_asked_only_once() -> None:
    async with FakeTelegram(Options(rich=False)) as telegram:
        telegram.world.meet(ANA)
        async with stage(telegram, rich_messages=True) as on, on.opened(runs=False) as opened:
            await opened.channel.deliver(owed(table()))
            await opened.channel.deliver(owed(table(), name="c_1:2"))
        assert len(telegram.said(ANA.id)) == 2
        assert len([call for call in telegram.ledger if call.method == "sendRichMessage"]) == 1


async def test_what_the_server_refuses_is_said_more_plainly(on: Stage) -> None:
    refused: list[str] = []
    send = on.telegram.world.add_message

    def picky(chat: object, sender: object, **content: object) -> object:
        if content.get("entities"):
            refused.append("entities")
            raise bad_request("ENTITY_TEXTURL_INVALID")
        return send(chat, sender, **content)  # type: ignore[arg-type]  # passed on as it came

    on.telegram.world.add_message = picky  # type: ignore[assignment, method-assign]  # pickier
    async with on.opened(runs=False) as opened:
        result = await opened.channel.deliver(
            owed(Reply(blocks=(Paragraph(body=text(bold("Hi"))),), agents=()))
        )

    assert isinstance(result, Sent)
    assert refused == ["entities"]
    assert words_in(on.telegram.said(ANA.id)) == ["Hi"]


async def test_a_number_is_typed_only_where_there_was_no_room_for_a_button(on: Stage) -> None:
    many = Reply(
        blocks=tuple(
            Card(
                title=text(f"Posting {n}"),
                buttons=tuple(
                    Button(
                        label=f"{verb} {n}",
                        action=Action(agent=AgentId.JOB_SEARCH, verb=verb, arguments={"n": str(n)}),
                    )
                    for verb in ("save", "hide", "why", "more like this", "apply", "tailor")
                ),
            )
            for n in range(8)
        ),
        agents=(),
        prompts=(SuggestedPrompt(label="More"),),
    )
    async with on.opened() as opened:
        await on.hear(on.telegram.updates.text(ANA, "jobs"))
        await opened.channel.deliver(owed(many))
        on_keys = {
            on.choices.rows[key["callback_data"]].number
            for message in on.telegram.said(ANA.id)
            if "reply_markup" in message
            for key in keys_of(message)
        }
        typed = sorted({row.number for row in on.choices.rows.values()} - on_keys)
        heard = await on.hear(
            on.telegram.updates.text(ANA, str(typed[0])), on.telegram.updates.text(ANA, "1")
        )

    expected = next(row for row in on.choices.rows.values() if row.number == typed[0])
    assert heard[1].action == expected.action is not None
    assert (heard[2].text, heard[2].action) == ("1", None)


async def test_parts_are_noted_one_by_one(on: Stage) -> None:
    async with on.opened(runs=False) as opened:
        await opened.channel.deliver(owed(LONG))

    parts = await on.parts.parts(owed(LONG).id)
    assert [(one.part, one.state) for one in parts] == [(n, PartState.SENT) for n in range(4)]
    ids = [message["message_id"] for message in on.telegram.said(ANA.id)]
    assert [one.provider_ref for one in parts] == [f"{ANA.id}/{number}" for number in ids]


@pytest.mark.parametrize("token", ["", "nonsense", "123:", f"{BOT_ID}:wrong"])
async def test_a_wrong_token_is_named_at_the_start(telegram: FakeTelegram, token: str) -> None:
    on = Stage(telegram=telegram, settings=settings_for(telegram, token=token))
    with pytest.raises(Misconfigured, match="CAREERGINI_TELEGRAM__TOKEN"):
        async with on.opened():
            pass


async def test_the_service_starts_without_telegram_and_finds_it_later(
    telegram: FakeTelegram,
) -> None:
    telegram.troubles.plan("getMe", Kind.DROP, Kind.BAD_GATEWAY, Kind.INTERNAL)
    async with stage(telegram) as on, on.opened() as opened:
        assert opened.username == ""
        heard = await on.hear(telegram.updates.mention(ANA, TEAM, "hello"))
        assert opened.username == "careergini_bot"
        assert await opened.check() == "@careergini_bot"
    assert [one.text for one in heard] == ["hello"]


async def test_two_deliveries_to_one_chat_keep_their_order(on: Stage) -> None:
    async with on.opened(runs=False) as opened:
        await asyncio.gather(
            *(opened.channel.deliver(owed(f"{n}", name=f"c_1:{n}")) for n in range(10))
        )
    assert words_in(on.telegram.said(ANA.id)) == [str(n) for n in range(10)]


def table() -> Reply:
    return Reply(
        blocks=(
            Table(
                columns=("Employer", "Role"),
                rows=((text("Acme"), text("Lead")), (text("Beispiel"), text("Developer"))),
            ),
        ),
        agents=(),
    )


async def test_a_file_that_telegram_refuses_is_said(on: Stage) -> None:
    blob = await on.stores.blobs.put(b"", owner=None, name="empty.pdf")
    file = File(blob=blob, name="empty.pdf", media_type="application/pdf", size_bytes=0)
    async with on.opened(runs=False) as opened:
        result = await opened.channel.deliver(owed(Reply(blocks=(file,), agents=())))

    assert isinstance(result, Sent)
    assert "did not take the file empty.pdf" in words_in(on.telegram.said(ANA.id))[-1]


async def test_the_doctor_asks_who_the_bot_is(telegram: FakeTelegram) -> None:
    assert await check_telegram(settings_for(telegram)) == "@careergini_bot"
    with pytest.raises(Misconfigured, match="CAREERGINI_TELEGRAM__TOKEN"):
        await check_telegram(settings_for(telegram, token=f"{BOT_ID}:wrong"))
    telegram.troubles.plan("getMe", Kind.DROP)
    with pytest.raises(TemporaryFailure):
        await check_telegram(settings_for(telegram))
