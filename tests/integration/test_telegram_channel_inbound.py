"""What people send on Telegram, over the real wire protocol, until it is accepted once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from domain.agents import AgentId, Audience
from domain.errors import StorageBusy
from domain.messages import Action, Address, ChannelName
from domain.reply import Button, Buttons, Paragraph, Reply, SuggestedPrompt, text
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
    stage,
    until,
)
from tests.servers.telegram import Delivery, FakeTelegram, Json, Kind
from tests.servers.telegram.world import BOT_ID

SAVE = Action(agent=AgentId.JOB_SEARCH, verb="save", arguments={"posting": "p_1"})
CHOICES = Reply(
    blocks=(
        Paragraph(body=text("Nurse in Porto")),
        Buttons(buttons=(Button(label="Save", action=SAVE),)),
    ),
    agents=(AgentId.JOB_SEARCH,),
    prompts=(SuggestedPrompt(label="Only remote jobs"),),
)


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        yield server
        assert server.faults == []


@pytest.fixture
async def on(telegram: FakeTelegram) -> AsyncIterator[Stage]:
    async with stage(telegram) as it:
        yield it


async def test_words_become_a_message_with_everything_a_turn_needs(on: Stage) -> None:
    update = on.telegram.updates.text(ANA, "find me a job")
    async with on.opened():
        [message] = await on.hear(update)

    assert message.address == Address(
        channel=ChannelName.TELEGRAM, workspace=str(BOT_ID), conversation=str(ANA.id)
    )
    assert (message.sender, message.sender_name) == (str(ANA.id), "Ana Example")
    assert (message.text, message.command, message.locale) == ("find me a job", None, "pt-BR")
    assert message.audience is Audience.SEEKER
    assert int(message.received_at.timestamp()) == update["message"]["date"]
    assert message.provider_ref == str(update["message"]["message_id"])
    assert message.dedupe_keys == (
        f"update:{update['update_id']}",
        f"msg:{ANA.id}:{update['message']['message_id']}",
    )


async def test_commands_carry_their_argument_and_a_link_its_code(on: Stage) -> None:
    new = on.telegram.updates
    async with on.opened():
        heard = await on.hear(
            new.text(ANA, "/jobs berlin remote"),
            new.start(ANA),
            new.start(ANA, "ABCD-EFGH"),
            new.start(ANA, "open"),
        )

    assert [(one.command, one.text) for one in heard] == [
        ("jobs", "berlin remote"),
        ("start", ""),
        ("link", "ABCD-EFGH"),
        ("start", ""),
    ]


async def test_a_code_that_a_whole_group_has_read_is_not_used(on: Stage) -> None:
    async with on.opened():
        [message] = await on.hear(
            on.telegram.updates.text(ANA, "/start@careergini_bot ABCD", where=TEAM)
        )

    assert (message.command, message.text) == ("start", "")


async def test_delivered_twice_and_shuffled_is_accepted_once_and_in_order(on: Stage) -> None:
    on.telegram.set_delivery(Delivery(duplicates=0.5, reorders=0.5, seed=7))
    updates = [on.telegram.updates.text(ANA, f"word {n}") for n in range(300)]
    async with on.opened():
        for first in range(0, 300, 50):  # with every copy within one answer of the server
            heard = await on.hear(*updates[first : first + 50])

    assert [one.text for one in heard] == [f"word {n}" for n in range(300)]
    assert [one.order_key for one in heard] == sorted(one.order_key for one in heard)


async def test_what_is_not_stored_is_not_confirmed(on: Stage) -> None:
    refused: list[int] = []
    put = on.inbox_store.put

    async def busy(events: object) -> object:
        if len(refused) < 3:
            refused.append(1)
            raise StorageBusy("locked")
        return await put(events)  # type: ignore[arg-type]  # passed on as it came

    on.inbox_store.put = busy  # type: ignore[method-assign, assignment]  # a store that is busy
    async with on.opened():
        heard = await on.hear(on.telegram.updates.text(ANA, "hello"))

    assert [one.text for one in heard] == ["hello"]
    calls = on.telegram.ledger.of("getUpdates")
    assert [call.params.get("offset") for call in calls[:4]] == [None] * 4


async def test_a_restart_between_taking_in_and_working_off_loses_nothing(on: Stage) -> None:
    on.intake.failures = 1_000
    async with on.opened():
        on.telegram.push(on.telegram.updates.text(ANA, "hello"))
        await on.telegram.queue.drained()
        await until(lambda: on.intake.failures < 1_000)
    assert on.intake.messages == []

    on.intake.failures = 0
    async with on.opened():
        heard = await on.intake.until(1)
    assert [one.text for one in heard] == ["hello"]


async def test_an_edit_is_new_words_and_its_copy_is_not(on: Stage) -> None:
    first = on.telegram.updates.text(ANA, "jobs in Porto")
    edit = on.telegram.updates.edited(first, "jobs in Lisbon")
    copy = {**edit, "update_id": edit["update_id"] + 1}
    async with on.opened():
        heard = await on.hear(first, edit, copy)

    assert [one.text for one in heard] == ["jobs in Porto", "jobs in Lisbon"]


async def test_an_album_is_one_message_with_its_caption_once(on: Stage) -> None:
    files = [(f"cv{n}.pdf", b"%PDF-" + bytes([n])) for n in range(4)]
    album = on.telegram.updates.album(ANA, files, caption="my papers")
    async with on.opened():
        [message] = await on.hear(*album)

    assert message.text == "my papers"
    assert [one.name for one in message.attachments] == [name for name, _ in files]
    stored = [await on.stores.blobs.get(one.blob) for one in message.attachments]
    assert stored == [content for _, content in files]
    assert len(message.dedupe_keys) == 8


async def test_a_file_above_the_limit_is_said_and_not_fetched(on: Stage) -> None:
    update = on.telegram.updates.document(ANA, "scan.pdf", b"%PDF-", size=23_000_000, caption="cv")
    async with on.opened():
        [message] = await on.hear(update)

    assert (message.text, message.attachments) == ("cv", ())
    assert message.notes == (
        "scan.pdf is 23 MB; I can take files up to 20 MB here. Send a smaller one, for example "
        "the document without its pictures.",
    )
    assert on.telegram.ledger.of("getFile") == []


async def test_the_services_own_limit_counts_too(on: Stage) -> None:
    on.max_file_bytes = 4
    async with on.opened():
        [message] = await on.hear(on.telegram.updates.document(ANA, "cv.pdf", b"%PDF-"))

    assert message.attachments == ()
    assert "up to 4" in message.notes[0]


async def test_a_file_that_comes_at_the_third_try_is_stored(on: Stage) -> None:
    on.telegram.troubles.plan("getFile", Kind.BAD_GATEWAY)
    on.telegram.troubles.plan("download", Kind.DROP)
    async with on.opened():
        [message] = await on.hear(on.telegram.updates.document(ANA, "cv.pdf", b"%PDF-"))

    assert [one.name for one in message.attachments] == ["cv.pdf"]
    assert message.notes == ()


async def test_a_file_that_never_comes_does_not_hold_its_message_back(on: Stage) -> None:
    on.telegram.troubles.plan("getFile", *[Kind.INTERNAL] * 9)
    update = on.telegram.updates.document(ANA, "cv.pdf", b"%PDF-", caption="hi")
    async with on.opened():
        [message] = await on.hear(update)

    assert (message.text, message.attachments) == ("hi", ())
    assert message.notes == ("cv.pdf could not be fetched from Telegram. Please send it again.",)


async def test_a_photo_is_taken_and_a_voice_is_answered_honestly(on: Stage) -> None:
    new = on.telegram.updates
    async with on.opened():
        photo, voice = await on.hear(new.photo(ANA, caption="my cv"), new.voice(ANA))

    assert photo.text == "my cv"
    assert [(one.name, one.media_type) for one in photo.attachments] == [
        ("photo.jpg", "image/jpeg")
    ]
    assert photo.notes == ()
    assert voice.notes == ("I cannot listen to voice messages yet. Please write it instead.",)
    assert voice.attachments == ()


async def test_a_button_is_its_action_and_is_answered(on: Stage) -> None:
    async with on.opened() as opened:
        await on.hear(on.telegram.updates.text(ANA, "jobs"))
        await opened.channel.deliver(owed(CHOICES))
        [sent] = on.telegram.said(ANA.id)
        save, prompt = keys_of(sent)
        heard = await on.hear(
            on.telegram.updates.pressed(ANA, sent, save["callback_data"]),
            on.telegram.updates.pressed(ANA, sent, prompt["callback_data"]),
        )

    assert [(one.text, one.action) for one in heard[1:]] == [
        ("Save", SAVE),
        ("Only remote jobs", None),
    ]
    assert all(on.telegram.world.callbacks.values())
    assert [call.params.get("text") for call in on.telegram.ledger.of("answerCallbackQuery")] == [
        None,
        None,
    ]


async def test_a_forged_or_foreign_button_is_answered_and_does_nothing(on: Stage) -> None:
    async with on.opened() as opened:
        await on.hear(on.telegram.updates.text(ANA, "jobs"), on.telegram.updates.text(BEN, "hi"))
        await opened.channel.deliver(owed(CHOICES))
        await opened.channel.deliver(owed("hi Ben", to=BEN.id, name="c_2:1", recipient=BEN.id))
        token = on.telegram.said(ANA.id)[0]["reply_markup"]["inline_keyboard"][0][0][
            "callback_data"
        ]
        [bens] = on.telegram.said(BEN.id)
        heard = await on.hear(
            on.telegram.updates.pressed(BEN, bens, token),
            on.telegram.updates.pressed(BEN, bens, "a" * 16),
            on.telegram.updates.pressed(BEN, bens, "\u2603"),
        )

    assert len(heard) == 2
    answers = [call.params["text"] for call in on.telegram.ledger.of("answerCallbackQuery")]
    assert answers == ["That button is too old. Ask again."] * 3


async def test_a_button_that_cannot_be_answered_still_counts(on: Stage) -> None:
    async with on.opened() as opened:
        await on.hear(on.telegram.updates.text(ANA, "jobs"))
        await opened.channel.deliver(owed(CHOICES))
        [sent] = on.telegram.said(ANA.id)
        token = keys_of(sent)[0]["callback_data"]
        on.telegram.troubles.plan("answerCallbackQuery", Kind.DROP)
        heard = await on.hear(on.telegram.updates.pressed(ANA, sent, token))

    assert heard[-1].action == SAVE


async def test_in_groups_only_what_is_meant_for_us_is_stored(on: Stage) -> None:
    new = on.telegram.updates
    async with on.opened() as opened:
        await on.hear(new.mention(ANA, TEAM, "help us"))
        await opened.channel.deliver(owed("hello", to=TEAM.id, recipient=None))
        ours = on.telegram.said(TEAM.id)[0]
        heard = await on.hear(
            new.text(ANA, "lunch?", where=TEAM),
            new.text(ANA, "/jobs@other_bot", where=TEAM),
            new.text(ANA, "/jobs@CareerGini_bot porto", where=TEAM),
            new.text(BEN, "thanks", where=TEAM, reply_to=ours),
            new.edited(new.text(ANA, "lunch", where=TEAM), "dinner?"),
            *new.added(ANA, TEAM),
        )
        assert all(one.in_group for one in heard)

    assert [(one.sender, one.command, one.text) for one in heard] == [
        (str(ANA.id), None, "help us"),
        (str(ANA.id), "jobs", "porto"),
        (str(BEN.id), None, "thanks"),
    ]
    assert on.inbox_store.last == 4  # these, and that we were added; no word of the others


async def test_a_topic_is_a_conversation_of_its_own(on: Stage) -> None:
    new = on.telegram.updates
    async with on.opened():
        heard = await on.hear(
            new.mention(ANA, FORUM, "here", topic=77), new.mention(ANA, FORUM, "there")
        )

    assert [one.address.conversation for one in heard] == [f"{FORUM.id}:77", f"{FORUM.id}"]


async def test_blocking_and_coming_back_is_noted(on: Stage) -> None:
    account = {
        "channel": ChannelName.TELEGRAM,
        "workspace": str(BOT_ID),
        "sender": str(ANA.id),
    }
    async with on.opened():
        await on.hear(on.telegram.updates.blocked(ANA))
        assert not await on.accounts.is_reachable(**account)  # type: ignore[arg-type]  # named above
        await on.hear(on.telegram.updates.unblocked(ANA))
        assert await on.accounts.is_reachable(**account)  # type: ignore[arg-type]  # named above


async def test_a_group_that_moves_keeps_its_conversation(on: Stage) -> None:
    new = on.telegram.updates
    async with on.opened():
        await on.hear(new.mention(ANA, OLD_GROUP, "hello"))
        before = on.stores.turns.conversations[address(OLD_GROUP.id)]
        supergroup, told = new.migrated(ANA, OLD_GROUP)
        await on.hear(*told)
        await on.hear(new.mention(ANA, replace(supergroup), "again"))

    assert on.stores.turns.conversations[address(supergroup.id)] == before
    assert [one.turn.conversation for one in on.intake.accepted] == [before, before]


async def test_an_update_that_no_library_understands_stops_nobody(on: Stage) -> None:
    strange: list[Json] = [
        on.telegram.updates.update(message={"chat": "no", "from": 7, "text": ["x"]}),
        on.telegram.updates.update(message={}),
        on.telegram.updates.update(callback_query={"id": 5}),
    ]
    async with on.opened():
        heard = await on.hear(*strange, on.telegram.updates.text(ANA, "still here"))

    assert [one.text for one in heard] == ["still here"]


async def test_a_second_poller_is_waited_out_and_said_once(on: Stage) -> None:
    with capture_logs() as logs:
        async with on.opened():
            for _ in range(3):
                await on.telegram.queue.polled()
                # Another program asks with the same token: whoever waited gets a conflict.
                conflicts = conflicts_of(on)
                await on.telegram.queue.get_updates({"timeout": 0}, [])
                await until(lambda before=conflicts: conflicts_of(on) > before)  # type: ignore[misc]  # bound now
            heard = await on.hear(on.telegram.updates.text(ANA, "hello"))

    assert [one.text for one in heard] == ["hello"]
    said = [line for line in logs if line["event"] == "telegram_polled_twice"]
    assert len(said) == 1
    assert "Stop the other one" in said[0]["advice"]


def conflicts_of(on: Stage) -> int:
    return sum(call.status == 409 for call in on.telegram.ledger.of("getUpdates"))


async def test_polling_ends_at_once_when_the_service_stops(on: Stage) -> None:
    began = asyncio.get_running_loop().time()
    async with on.opened():
        await on.telegram.queue.polled()
    assert asyncio.get_running_loop().time() - began < 2.0
