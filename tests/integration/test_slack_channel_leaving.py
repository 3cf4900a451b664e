"""What waits in the inbox when the app is taken away, or may not do what it should."""

from __future__ import annotations

import pytest

from bot.slack_channel.decoding import raw_event
from domain.channel_ports import StoredEvent
from domain.errors import TemporaryFailure
from tests.integration.slack_stage import stage
from tests.servers.slack import DEFAULT_SCOPES, FakeSlack


async def test_what_was_stored_before_the_app_left_brings_nobody_back() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        await fake.send_event(fake.events.message_im("hi"))
        await made.intake.wait()
        waiting = [fake.events.message_im("late")]
        waiting.append(fake.interactions.slash_command("/careergini", "late"))
        await fake.send_event(fake.events.app_uninstalled())
        await fake.until(lambda: not made.stores.users.accounts)
        for number, body in enumerate(waiting, start=90):
            event = raw_event(body, bot_user=fake.bot_user_id, now=made.stores.clock.now())
            assert event is not None
            await made.slack.handler((StoredEvent(number=number, event=event),))
        assert len(made.intake.messages) == 1
        assert not made.stores.users.people


async def test_a_dialog_waits_for_the_operator_who_mends_the_app() -> None:
    scopes = DEFAULT_SCOPES - {"im:write", "mpim:write", "channels:manage"}
    async with FakeSlack(scopes=scopes) as fake, stage(fake) as made:
        event = raw_event(
            fake.interactions.slash_command("/careergini", "hello"),
            bot_user=fake.bot_user_id,
            now=made.stores.clock.now(),
        )
        assert event is not None
        with pytest.raises(TemporaryFailure):
            await made.slack.handler((StoredEvent(number=90, event=event),))
