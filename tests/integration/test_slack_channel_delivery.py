"""Replies reach Slack once, whatever its API does, and never faster than it allows."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from typing import Literal

import pytest

from domain.errors import TemporaryFailure
from domain.messages import Attachment
from domain.reply import Bullets, Card, File, Heading, text
from domain.turns import Ambiguous, Gone, Outbound, OutboundState, PartState, Retry, Sent
from tests.integration.slack_stage import Stage, said, stage
from tests.servers.slack import DEFAULT_SCOPES, POSTS, Channel, FakeSlack, Limits, Rule
from tests.twins.stores_channels import InMemoryParts
from tests.twins.stores_files import InMemoryStores


async def test_a_reply_stands_in_its_thread_with_a_mark_and_without_previews() -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        conversation = made.asked()
        owed = await made.owed(
            Heading(body=text("Found")), said("See <!channel> & more"), conversation=conversation
        )
        assert isinstance(await made.channel.deliver(owed), Sent)
        (message,) = made.bot_messages(fake.dm.id)
        assert f"{fake.dm.id}:{message['thread_ts']}" == conversation
        assert message["metadata"]["event_type"] == "careergini_reply"
        assert owed.id not in json.dumps(message["metadata"])
        call = fake.ledger.of("chat.postMessage")[0]
        assert call.args["unfurl_links"] is call.args["unfurl_media"] is False
        assert "feedback" in json.dumps(message["blocks"])
        assert "<!channel>" not in message["text"]
        assert await made.channel.find_sent(owed) == message["ts"]
        assert not fake.ledger.faults


@pytest.mark.long
async def test_three_hundred_replies_arrive_once_through_ten_percent_trouble() -> None:
    async with (
        FakeSlack(limits=Limits(channel_per_s=1)) as fake,
        stage(fake, running=False) as made,
    ):
        places = [
            fake.world.add_channel(
                Channel(
                    id=f"D0MANY{n:05d}", name=f"p{n}", team=fake.team, kind="im", user=fake.user
                )
            )
            for n in range(60)
        ]
        owed: list[Outbound] = []
        for number in range(300):
            place = places[number % len(places)]
            event = fake.events.message("q", channel=place)["event"]
            owed.append(
                await made.owed(said(f"answer {number}"), conversation=f"{place.id}:{event['ts']}")
            )
        fake.trouble.always(Rule(prefix="chat.", share=0.1, seed=7))
        fake.trouble.always(Rule(prefix="conversations.", share=0.1, seed=8))
        outbox = made.outbox()
        await asyncio.gather(*(outbox.send(one.id, ambiguous=False) for one in owed))
        states = Counter(row.state for row in made.stores.outbound.rows.values())
        assert states == {OutboundState.SENT: 300}
        shown = Counter(body["text"] for place in places for body in made.bot_messages(place.id))
        assert shown == {f"answer {number}": 1 for number in range(300)}
        assert sum(fake.trouble.made.values()) >= 20
        for place in places:
            assert fake.fastest(place.id, taken_only=False) <= 1
        assert not fake.ledger.faults


async def test_threads_share_the_pace_of_their_channel() -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        owed = [
            await made.owed(said(f"answer {n}"), conversation=made.asked(f"q{n}")) for n in range(4)
        ]
        await asyncio.gather(*(made.channel.deliver(one) for one in owed))
        assert len(made.bot_messages(fake.dm.id)) == 4
        assert fake.fastest(fake.dm.id, methods=POSTS) == 1


@pytest.mark.long
async def test_what_slack_answers_is_told_apart() -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        owed = await made.owed(said("one"), conversation=made.asked())
        fake.trouble.retry_after_s = 2
        fake.trouble.then("chat.postMessage", "http429")
        result = await made.channel.deliver(owed)
        assert isinstance(result, Retry)
        assert result.after_s == 2.0
        assert isinstance(await made.channel.deliver(owed), Retry)  # not even asked
        assert len(fake.ledger.of("chat.postMessage")) == 1
        for kind in ("take_then_502", "http503", "take_then_drop", "half_body", "internal_error"):
            other = await made.owed(said("two"), conversation=made.asked())
            made.slack.channel._sending._web._held.clear()  # time passes
            fake.trouble.then("chat.postMessage", kind)
            assert isinstance(await made.channel.deliver(other), Ambiguous), kind
        fake.channel.archived = True
        gone = await made.owed(
            said("x"), conversation=made.asked(in_channel=True), is_personal=False
        )
        result = await made.channel.deliver(gone)
        assert result == Gone(reason="is_archived")
        lost = await made.owed(said("x"), conversation="D0NOSUCH1:1.2")
        assert isinstance(await made.channel.deliver(lost), Gone)


@pytest.mark.parametrize("state", ["revoked", "uninstalled"])
async def test_a_reply_waits_while_the_operator_changes_the_token(
    state: Literal["revoked", "uninstalled"],
) -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        owed = await made.owed(said("one"), conversation=made.asked())
        fake.install.state = state
        assert isinstance(await made.channel.deliver(owed), Retry)
        with pytest.raises(TemporaryFailure):
            await made.channel.find_sent(owed)


async def test_slack_that_cannot_be_reached_is_tried_again() -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        owed = await made.owed(said("one"), conversation=made.asked())
        made.slack.channel._sending._web._base_url = (
            "http://127.0.0.1:1/api/"  # nobody listens there
        )
        assert isinstance(await made.channel.deliver(owed), Retry)


async def test_blocks_that_slack_does_not_take_are_sent_as_text() -> None:
    async with FakeSlack(limits=Limits(blocks=1)) as fake, stage(fake, running=False) as made:
        owed = await made.owed(Heading(body=text("A")), said("B"), conversation=made.asked())
        assert isinstance(await made.channel.deliver(owed), Sent)
        (message,) = made.bot_messages(fake.dm.id)
        assert "blocks" not in message
        assert "B" in message["text"]


async def test_only_the_missing_part_of_a_long_reply_is_sent_again() -> None:
    parts, stores = InMemoryParts(), InMemoryStores()
    async with FakeSlack() as fake:
        async with stage(fake, running=False, parts=parts, stores=stores) as made:
            blocks = [said(f"{n}: " + "word " * 700) for n in range(6)]
            owed = await made.owed(*blocks, conversation=made.asked())
            fake.trouble.then("chat.postMessage", None, "take_then_drop")
            assert isinstance(await made.channel.deliver(owed), Ambiguous)
            assert len(await parts.parts(owed.id)) == 1
        async with stage(fake, running=False, parts=parts, stores=stores) as made:
            await made.outbox().send(owed.id, ambiguous=True)
            count = len(made.bot_messages(fake.dm.id))
            assert count >= 3
            marks = [
                one["metadata"]["event_payload"]["id"] for one in made.bot_messages(fake.dm.id)
            ]
            assert len(set(marks)) == count
            assert stores.outbound.rows[owed.id].state is OutboundState.SENT


async def test_a_deleted_question_is_not_answered() -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        payload = fake.events.message_im("never mind")
        fake.events.message_deleted(payload)
        conversation = f"{fake.dm.id}:{payload['event']['ts']}"
        owed = await made.owed(said("x"), conversation=conversation)
        assert await made.channel.deliver(owed) == Gone(reason="thread_not_found")
        assert await made.channel.find_sent(owed) is None


@pytest.mark.parametrize("kind", ["dg", "al", "rm"])
async def test_a_push_stands_by_itself(kind: str) -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        conversation = made.asked()
        owed = await made.owed(
            said("3 new jobs"), conversation=conversation, id=f"{kind}:u_1:2026-11-25"
        )
        fake.trouble.then("chat.postMessage", "take_then_drop")
        await made.outbox().send(owed.id, ambiguous=False)
        (message,) = made.bot_messages(fake.dm.id)
        assert "thread_ts" not in message
        assert "feedback" not in json.dumps(message["blocks"])
        asked_in_channel = made.asked(in_channel=True)
        owed = await made.owed(
            said("4 new jobs"),
            conversation=asked_in_channel,
            id=f"{kind}:u_1:2026-11-26",
            recipient=fake.user,
        )
        await made.outbox().send(owed.id, ambiguous=False)
        assert not made.bot_messages(fake.channel.id)
        assert made.bot_messages(fake.dm.id)[-1]["text"] == "4 new jobs"


# --- files ------------------------------------------------------------------------------------


async def _file(made: Stage, content: bytes = b"%PDF-1.7 report") -> File:
    blob = await made.stores.blobs.put(content, owner=None, name="report.pdf")
    kept = Attachment(
        blob=blob, name="../report.pdf", media_type="application/pdf", size_bytes=len(content)
    )
    return File(blob=blob, name=kept.name, media_type=kept.media_type, size_bytes=kept.size_bytes)


@pytest.mark.parametrize(
    ("method", "trouble"),
    [
        ("files.completeUploadExternal", "take_then_drop"),
        ("files.completeUploadExternal", "http502"),
        ("files.getUploadURLExternal", "http503"),
        ("upload", "drop_before"),
        ("upload", "http502"),
    ],
)
async def test_a_file_is_uploaded_once(method: str, trouble: str) -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        conversation = made.asked()
        owed = await made.owed(said("Here."), await _file(made), conversation=conversation)
        fake.trouble.then(method, trouble)  # type: ignore[arg-type]  # literals
        await made.outbox().send(owed.id, ambiguous=False)
        with_files = [one for one in made.bot_messages(fake.dm.id) if one.get("files")]
        assert len(with_files) == 1
        assert f"{fake.dm.id}:{with_files[0]['thread_ts']}" == conversation
        assert "/" not in with_files[0]["files"][0]["name"]
        hosted = fake.world.files[with_files[0]["files"][0]["id"]]
        assert hosted.content == b"%PDF-1.7 report"
        assert fake.fastest(fake.dm.id, taken_only=False) == 1


async def test_words_arrive_where_files_are_forbidden() -> None:
    scopes = DEFAULT_SCOPES - {"files:write"}
    async with FakeSlack(scopes=scopes) as fake, stage(fake, running=False) as made:
        owed = await made.owed(said("Here."), await _file(made), conversation=made.asked())
        assert isinstance(await made.channel.deliver(owed), Retry)  # an operator can mend it
        assert made.bot_messages(fake.dm.id)[0]["text"].startswith("Here.")
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        owed = await made.owed(said("Here."), await _file(made), conversation=made.asked())
        await made.stores.blobs.delete(next(iter(made.stores.blobs.files)))  # erased meanwhile
        assert isinstance(await made.channel.deliver(owed), Sent)


# --- in channels ------------------------------------------------------------------------------


async def test_personal_details_never_stand_in_a_channel() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        conversation = made.asked("my jobs?", in_channel=True)
        owed = await made.owed(
            Card(title=text("Nurse at Acme"), subtitle=text("SECRET salary")),
            await _file(made),
            conversation=conversation,
            recipient=fake.user,
        )
        assert isinstance(await made.channel.deliver(owed), Sent)
        (public,) = made.bot_messages(fake.channel.id)
        assert "For amara: 1 result, 1 file. The details are private." in public["text"]
        assert "SECRET" not in json.dumps(public)
        (whisper,) = fake.world.ephemerals
        assert whisper["to"] == fake.user
        assert "SECRET" in json.dumps(whisper)
        (direct,) = made.bot_messages(fake.dm.id)
        assert direct["files"]

        press = fake.interactions.block_actions(
            "show_details", message_ts=public["ts"], channel=fake.channel
        )
        assert press["actions"][0]["value"] == owed.id
        await fake.send_interaction(press)
        await fake.until(lambda: bool(fake.world.views))
        (view,) = fake.world.views.values()
        assert "SECRET" in json.dumps(view)
        assert view["private_metadata"] == conversation

        fake.world.add_user("U0OTHER0001", team=fake.team, name="omar")
        fake.interactions.user = "U0OTHER0001"
        await fake.send_interaction(
            fake.interactions.block_actions(
                "show_details", message_ts=public["ts"], channel=fake.channel
            )
        )
        await fake.until(lambda: len(fake.world.ephemerals) == 2)
        assert fake.world.ephemerals[-1]["to"] == "U0OTHER0001"
        assert "Only the person who asked" in fake.world.ephemerals[-1]["text"]
        assert len(fake.world.views) == 1
        assert not made.intake.messages
        assert not fake.ledger.faults


async def test_what_is_not_personal_may_stand_in_a_channel() -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        owed = await made.owed(
            Bullets(items=(text("Ask open questions"),)),
            conversation=made.asked(in_channel=True),
            recipient=fake.user,
            is_personal=False,
        )
        await made.channel.deliver(owed)
        assert "Ask open questions" in made.bot_messages(fake.channel.id)[0]["text"]
        assert not fake.world.ephemerals


async def test_details_without_a_recipient_stay_away() -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        owed = await made.owed(said("SECRET"), conversation=made.asked(in_channel=True))
        await made.channel.deliver(owed)
        assert "SECRET" not in json.dumps(fake.messages(fake.channel.id, by_app=True))
        assert not fake.world.ephemerals


async def test_an_unclear_whisper_is_not_said_twice() -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        owed = await made.owed(
            said("SECRET"), conversation=made.asked(in_channel=True), recipient=fake.user
        )
        fake.trouble.then("chat.postEphemeral", "take_then_drop")
        await made.outbox().send(owed.id, ambiguous=False)
        assert len(fake.world.ephemerals) == 1
        other = await made.owed(
            said("SECRET"), conversation=made.asked(in_channel=True), recipient=fake.user
        )
        fake.trouble.then("chat.postEphemeral", "http429")
        await made.outbox().send(other.id, ambiguous=False)
        assert len(fake.world.ephemerals) == 2
        assert {part.state for part in await made.parts.parts(other.id)} == {PartState.SENT}
