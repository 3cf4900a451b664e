"""What the manifest asks for is enough for everything that the channel does."""

from __future__ import annotations

import pytest

from bot.slack_channel.manifest import BOT_SCOPES
from domain.ids import OutboundId, TurnId
from domain.messages import Address, ChannelName
from domain.reply import Card, File, text
from domain.turns import PartialText, Sent
from tests.integration.slack_stage import said, stage
from tests.servers.slack import Channel, FakeSlack

TURN = TurnId("c_9:1.0")


@pytest.mark.long
async def test_no_call_lacks_a_permission() -> None:
    async with FakeSlack(scopes=BOT_SCOPES) as fake, stage(fake) as made:
        blob = await made.stores.blobs.put(b"%PDF-1.7 x", owner=None, name="r.pdf")
        file = File(blob=blob, name="r.pdf", media_type="application/pdf", size_bytes=10)
        await fake.send_event(fake.events.file_share(fake.events.file(b"%PDF-1.7 x")))
        conversation = (await made.intake.wait()).address.conversation
        await fake.send_event(fake.events.app_home_opened("home"))
        await fake.send_event(fake.events.app_home_opened("messages"))
        await fake.send_command(fake.interactions.slash_command("/careergini", "hello"))
        await fake.send_interaction(fake.interactions.shortcut("new_role"))
        await made.intake.wait(2)

        address = Address(
            channel=ChannelName.SLACK, workspace=fake.team_id, conversation=conversation
        )
        await made.channel.show(address, TURN, PartialText(text="Half"))
        await fake.until(lambda: bool(fake.ledger.of("chat.startStream", taken=True)))
        owed = await made.owed(said("Whole."), file, conversation=conversation, turn=TURN)
        assert owed.id == OutboundId(f"out:{TURN}")
        assert isinstance(await made.channel.deliver(owed), Sent)

        private = fake.world.add_channel(
            Channel(id="G0PRIVATE01", name="secret", team=fake.team, kind="group")
        )
        for place in (fake.channel, private):
            event = fake.events.message("q", channel=place)["event"]
            owed = await made.owed(
                Card(title=text("Nurse")),
                file,
                conversation=f"{place.id}:{event['ts']}",
                recipient=fake.user,
            )
            fake.trouble.then("chat.postMessage", "take_then_drop")
            await made.outbox().send(owed.id, ambiguous=False)
            assert len(made.bot_messages(place.id)) == 1
        await fake.until(lambda: bool(fake.world.prompts) and bool(fake.world.titles))
        errors = {(call.method, call.error) for call in fake.ledger.calls if call.error}
        assert not errors
        assert not fake.ledger.faults
