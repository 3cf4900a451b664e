"""Channels of a role: files there are for us, what people say to each other is not."""

from __future__ import annotations

import json

import pytest

from bot.slack_channel.decoding import raw_event
from domain.messages import ChannelName
from domain.reply import Card, Chart, File, Table, text
from tests.integration.slack_stage import BoundChannels, said, stage
from tests.servers.slack import Channel, FakeSlack, HostedFile, Json
from tests.twins.stores import FrozenClock


def _resumes(fake: FakeSlack, count: int) -> list[HostedFile]:
    return [
        fake.events.file(f"%PDF-1.7 {number}".encode(), name=f"resume {number}.pdf")
        for number in range(count)
    ]


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_forty_files_without_our_name_are_one_upload(mode: str) -> None:
    async with (
        FakeSlack() as fake,
        stage(fake, mode=mode, places=BoundChannels(fake.channel.id)) as made,  # type: ignore[arg-type]  # literals
    ):
        payload = fake.events.file_share(*_resumes(fake, 40), channel=fake.channel)
        for _ in range(3):  # Slack sends what it thinks was not heard again
            if mode == "socket":
                assert (await fake.send_event(payload)).acked
            else:
                assert (await fake.post_event(made.url, payload))[-1].status == 200
        message = await made.intake.wait()
        assert [one.name for one in message.attachments] == [f"resume {n}.pdf" for n in range(40)]
        assert message.text == ""
        assert message.in_group
        assert message.is_open_to_all
        ts = payload["event"]["ts"]
        assert message.address.conversation == f"{fake.channel.id}:{ts}"
        await made.inbox_store_idle()
        assert len(made.intake.messages) == 1
        status = fake.world.statuses[0]
        assert (status["thread_ts"], status["loading_messages"]) == (ts, ["Got 40 files"])


async def test_people_see_at_once_that_their_files_arrived() -> None:
    async with (
        FakeSlack() as fake,
        stage(fake, places=BoundChannels(fake.channel.id)) as made,
    ):
        fake.trouble.then("files-pri", "http503", "http503", "http503")
        await fake.send_event(fake.events.file_share(*_resumes(fake, 9), channel=fake.channel))
        message = await made.intake.wait()
        assert len(message.attachments) == 9
        shown = next(call for call in fake.ledger.of("assistant.threads.setStatus"))
        last = fake.ledger.of("files-pri")[-1]
        assert shown.at_s <= last.at_s
        # What was fetched before the failure is not fetched again.
        assert len(fake.ledger.of("files-pri")) == 9 + 3


async def test_talk_is_not_for_us_and_is_not_even_stored() -> None:
    async with (
        FakeSlack() as fake,
        stage(fake, places=BoundChannels(fake.channel.id)) as made,
    ):
        root = fake.events.message_channels("what do you think of her?")
        await fake.send_event(root)
        assert made.inbox_store.last == 0
        # In a thread of others it is looked at, and left alone.
        reply = fake.events.message_channels("she is great", thread_ts=root["event"]["ts"])
        await fake.send_event(reply)
        edited = fake.events.message_changed(root, "what do you think of him?")
        await fake.send_event(edited)
        await fake.send_event(fake.events.message_im("hello"))
        assert (await made.intake.wait()).text == "hello"
        await made.inbox_store_idle()
        assert len(made.intake.messages) == 1


async def test_in_a_thread_that_we_are_in_we_are_spoken_to() -> None:
    async with (
        FakeSlack() as fake,
        stage(fake, places=BoundChannels(fake.channel.id)) as made,
    ):
        files = fake.events.file_share(*_resumes(fake, 1), channel=fake.channel)
        await fake.send_event(files)
        message = await made.intake.wait(1)
        await made.channel.deliver(
            await made.owed(
                said("Got 1 file"), conversation=message.address.conversation, is_personal=False
            )
        )
        await fake.send_event(
            fake.events.message_channels("compare 1 and 2", thread_ts=files["event"]["ts"])
        )
        second = await made.intake.wait(2)
        assert (second.text, second.address) == ("compare 1 and 2", message.address)
        # A thread that begins with a message of ours says so in the event.
        await made.channel.deliver(
            await made.owed(said("Candidate 1"), conversation=fake.channel.id, is_personal=False)
        )
        ours = made.bot_messages(fake.channel.id)[-1]["ts"]
        asked = len(fake.ledger.of("conversations.replies"))
        await fake.send_event(fake.events.message_channels("why?", thread_ts=ours))
        assert (await made.intake.wait(3)).address.conversation == f"{fake.channel.id}:{ours}"
        assert len(fake.ledger.of("conversations.replies")) == asked


async def test_in_other_channels_nothing_changes() -> None:
    async with FakeSlack() as fake, stage(fake, places=BoundChannels("C0ELSE")) as made:
        await fake.send_event(fake.events.file_share(*_resumes(fake, 2), channel=fake.channel))
        assert made.inbox_store.last == 0
        words, mention = fake.events.mention("help me")
        await fake.send_event(words)
        await fake.send_event(mention)
        assert (await made.intake.wait()).text == "help me"
        await made.inbox_store_idle()
        assert len(made.intake.messages) == 1


async def test_files_with_our_name_are_one_message() -> None:
    async with (
        FakeSlack() as fake,
        stage(fake, places=BoundChannels(fake.channel.id)) as made,
    ):
        payload = fake.events.file_share(
            *_resumes(fake, 2), text=f"<@{fake.bot_user_id}> screen these", channel=fake.channel
        )
        await fake.send_event(payload)
        await fake.send_event(fake.events.app_mention_of(payload))
        message = await made.intake.wait()
        assert (message.text, len(message.attachments)) == ("screen these", 2)
        await made.inbox_store_idle()
        assert len(made.intake.messages) == 1


async def test_a_store_that_does_not_answer_makes_slack_come_again() -> None:
    async with FakeSlack() as fake:
        places = BoundChannels(fake.channel.id)
        async with stage(fake, mode="http", places=places) as made:
            places.failures = 1
            payload = fake.events.file_share(*_resumes(fake, 1), channel=fake.channel)
            attempts = await fake.post_event(made.url, payload, retries=False)
            assert attempts[0].status == 500
            attempts = await fake.post_event(made.url, payload)
            assert attempts[-1].status == 200
            assert len((await made.intake.wait()).attachments) == 1


async def test_other_bots_and_our_own_files_are_left_alone() -> None:
    async with (
        FakeSlack() as fake,
        stage(fake, places=BoundChannels(fake.channel.id)) as made,
    ):
        payload = fake.events.file_share(*_resumes(fake, 1), channel=fake.channel)
        for change in ({"bot_id": "B0OTHER"}, {"user": fake.bot_user_id}):
            body = payload | {"event": payload["event"] | change}
            assert raw_event(body, bot_user=fake.bot_user_id, now=FrozenClock().now()) is None
            await fake.send_event(body)
        assert made.inbox_store.last == 0


# --- who reads it -----------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "is_open"), [("channel", True), ("group", False)])
async def test_public_channels_are_told_from_private_ones(kind: str, is_open: bool) -> None:
    async with FakeSlack() as fake:
        place = fake.world.add_channel(
            Channel(id="C0ROLE0001", name="role", team=fake.team, kind=kind)  # type: ignore[arg-type]  # literals
        )
        async with stage(fake, places=BoundChannels(place.id)) as made:
            payload = fake.events.file_share(*_resumes(fake, 1), channel=place)
            await fake.send_event(payload)
            assert (await made.intake.wait()).is_open_to_all is is_open
            assert not fake.ledger.of("conversations.info")  # the event said it
        async with stage(fake, places=BoundChannels(place.id)) as made:
            # A mention alone does not say it: Slack is asked, once.
            for count in (1, 2):
                body = fake.events.message(f"<@{fake.bot_user_id}> {count}", channel=place)
                await fake.send_event(fake.events.app_mention_of(body))
                assert (await made.intake.wait(count)).is_open_to_all is is_open
            assert len(fake.ledger.of("conversations.info")) == 1


async def test_a_private_channel_that_another_organisation_reads_counts_as_public() -> None:
    async with FakeSlack() as fake:
        fake.world.add_team("T0PARTNER01", "Partner")
        place = fake.world.add_channel(
            Channel(
                id="C0ROLE0001",
                name="role",
                team=fake.team,
                kind="group",
                shared_with=("T0PARTNER01",),
            )
        )
        async with stage(fake, places=BoundChannels(place.id)) as made:
            await fake.send_event(fake.events.file_share(*_resumes(fake, 1), channel=place))
            assert (await made.intake.wait()).is_open_to_all
        async with stage(fake, places=BoundChannels(place.id)) as made:
            body = fake.events.message(f"<@{fake.bot_user_id}> hello", channel=place)
            mention = fake.events.app_mention_of(body)
            mention.pop("is_ext_shared_channel", None)  # then Slack is asked
            await fake.send_event(mention)
            assert (await made.intake.wait()).is_open_to_all


async def test_a_channel_that_slack_does_not_describe_counts_as_public() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        fake.trouble.then("conversations.info", "http503")
        _, mention = fake.events.mention("hello")
        await fake.send_event(mention)
        assert (await made.intake.wait()).is_open_to_all
        await fake.send_event(fake.events.message_im("hello"))
        assert not (await made.intake.wait(2)).is_open_to_all


# --- what begins outside of a conversation ------------------------------------------------------


async def test_shortcuts_and_the_command_work_from_a_channel_of_a_role() -> None:
    async with (
        FakeSlack() as fake,
        stage(fake, places=BoundChannels(fake.channel.id)) as made,
    ):
        shared = fake.events.file_share(
            *_resumes(fake, 2), text="from the fair", channel=fake.channel
        )
        await fake.send_interaction(fake.interactions.message_action("read_resume", shared))
        message = await made.intake.wait()
        assert message.text.startswith("Screen this resume")
        assert len(message.attachments) == 2
        assert message.address.conversation.startswith(f"{fake.dm.id}:")
        assert not message.in_group
        described = fake.events.message_channels("We want a salesman")
        await fake.send_interaction(
            fake.interactions.message_action("check_job_description", described)
        )
        message = await made.intake.wait(2)
        assert message.text == "Check this job description:\n\nWe want a salesman"
        assert message.address.conversation.startswith(f"{fake.dm.id}:")
        await fake.send_command(
            fake.interactions.slash_command("/careergini", "roles", channel=fake.channel)
        )
        message = await made.intake.wait(3)
        assert message.text == "roles"
        assert message.address.conversation.startswith(f"{fake.dm.id}:")
        assert not made.bot_messages(fake.channel.id)


async def test_a_zip_is_a_file_like_others() -> None:
    async with (
        FakeSlack() as fake,
        stage(fake, places=BoundChannels(fake.channel.id)) as made,
    ):
        archive = fake.events.file(b"PK\x03\x04 resumes", name="resumes.zip")
        await fake.send_event(fake.events.file_share(archive, channel=fake.channel))
        (attachment,) = (await made.intake.wait()).attachments
        assert (attachment.name, attachment.media_type) == ("resumes.zip", "application/zip")


# --- who is told what ---------------------------------------------------------------------------


async def test_details_of_every_kind_stay_with_the_one_who_asked() -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        blob = await made.stores.blobs.put(b"%PDF-1.7", owner=None, name="SECRET.pdf")
        file = File(blob=blob, name="SECRET.pdf", media_type="application/pdf", size_bytes=8)
        blocks = (
            Card(title=text("SECRET card")),
            Table(columns=("SECRET",), rows=((text("SECRET cell"),),)),
            Chart(title="SECRET", labels=("a",), values=(1.0,), unit="%", alternative="SECRET"),
            file,
        )
        conversation = made.asked("my report?", in_channel=True)
        for recipient in (fake.user, ""):
            owed = await made.owed(*blocks, conversation=conversation, recipient=recipient)
            await made.outbox().send(owed.id, ambiguous=False)
        public: list[Json] = made.bot_messages(fake.channel.id)
        assert "SECRET" not in json.dumps(public)
        assert "1 result, 2 overviews, 1 file" in public[0]["text"]
        assert not any(one.get("files") for one in public)
        assert [one for one in made.bot_messages(fake.dm.id) if one.get("files")]
        # What says nothing about a person goes into the thread, files too.
        owed = await made.owed(said("All"), file, conversation=conversation, is_personal=False)
        await made.outbox().send(owed.id, ambiguous=False)
        last = made.bot_messages(fake.channel.id)[-1]
        assert last["files"]
        assert f"{fake.channel.id}:{last['thread_ts']}" == conversation
        assert owed.address.channel is ChannelName.SLACK
