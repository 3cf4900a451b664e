"""What people do in Slack becomes messages: over both transports, once, and only what is for us."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from domain.agents import AgentId, Audience
from domain.messages import ChannelName
from domain.reply import SuggestedPrompt
from domain.turns import OutboundState
from tests.integration.slack_stage import said, stage
from tests.servers.slack import Channel, FakeSlack, Json, Signing

REPLAY = Path(__file__).parents[3] / "shared" / "data" / "slack" / "replay"


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_a_direct_message_is_stored_before_it_is_acknowledged(mode: str) -> None:
    async with FakeSlack() as fake, stage(fake, mode=mode) as made:  # type: ignore[arg-type]  # literals
        payload = fake.events.message_im("find me <https://x.example|jobs> &amp; more")
        if mode == "socket":
            assert (await fake.send_event(payload)).acked
        else:
            assert [one.status for one in await fake.post_event(made.url, payload)] == [200]
        assert len(made.inbox_store.keys) == 2
        message = await made.intake.wait()
        ts = payload["event"]["ts"]
        assert message.text == "find me https://x.example & more"
        assert message.address.conversation == f"{fake.dm.id}:{ts}"
        assert message.address.workspace == fake.team_id
        assert (message.sender, message.sender_name) == (fake.user, "amara")
        assert message.locale == "en-GB"
        assert message.audience is Audience.RECRUITER
        assert message.order_key == message.provider_ref == ts
        await fake.until(lambda: bool(fake.world.statuses) and bool(fake.world.titles))
        assert fake.world.statuses[0]["loading_messages"] == ["Reading your message"]
        assert fake.world.titles[fake.dm.id, ts].startswith("find me")
        assert not fake.ledger.faults


async def test_a_mention_that_arrives_twice_is_one_message() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        first, second = fake.events.mention("check this")
        await fake.send_event(second)
        await fake.send_event(first)
        await fake.send_event(first)
        await made.intake.wait()
        root = first["event"]["ts"]
        follow = fake.events.mention("and this", thread_ts=root)
        for payload in follow:
            await fake.send_event(payload)
        await made.intake.wait(2)
        assert [one.text for one in made.intake.messages] == ["check this", "and this"]
        places = {one.address.conversation for one in made.intake.messages}
        assert places == {f"{fake.channel.id}:{root}"}
        assert all(one.in_group for one in made.intake.messages)


async def test_what_is_not_for_us_is_neither_stored_nor_answered() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        payload = fake.events.message("lunch?", channel=fake.channel)
        direct = fake.events.message_im("hi")
        for one in (
            payload,
            fake.events.bot_message("deployed", channel=fake.dm),
            fake.events.bot_message("our own", own=True, channel=fake.dm),
            fake.events.message_deleted(direct),
            fake.events.app_context_changed(),
            fake.events.reaction_added(payload["event"]["ts"]),
        ):
            assert (await fake.send_event(one)).acked
        assert not made.inbox_store.keys
        assert not made.intake.messages


async def test_an_edit_is_new_words_and_a_link_preview_is_not() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        payload = fake.events.message_im("find jbos")
        await fake.send_event(payload)
        await made.intake.wait()
        preview = fake.events.message_changed(payload, "find jbos")
        await fake.send_event(preview)
        edit = fake.events.message_changed(payload, "find jobs")
        await fake.send_event(edit)
        await fake.send_event(edit)
        message = await made.intake.wait(2)
        assert message.text == "find jobs"
        assert message.order_key > made.intake.messages[0].order_key
        assert message.address == made.intake.messages[0].address
        assert len(made.intake.messages) == 2


async def test_a_bare_mention_asks_for_help() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        await fake.send_event(fake.events.mention("")[1])
        assert (await made.intake.wait()).command == "help"


async def test_the_native_stop_button_stops_the_conversation() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        payload = fake.events.message_im("find jobs")
        await fake.send_event(payload)
        await made.intake.wait()
        ts = payload["event"]["ts"]
        await fake.send_event(fake.events.agent_session_stopped(ts))
        message = await made.intake.wait(2)
        assert message.command == "stop"
        assert message.address == made.intake.messages[0].address


# --- buttons ----------------------------------------------------------------------------------


async def test_a_typed_stop_does_not_look_like_work() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        await fake.send_event(fake.events.message_im("Stop!"))
        await made.intake.wait()
        await fake.send_event(fake.events.message_im("hi"))
        await made.intake.wait(2)
        await fake.until(lambda: bool(fake.world.statuses))
        said_at = made.intake.messages[1].provider_ref
        assert {one["thread_ts"] for one in fake.world.statuses} == {said_at}


async def test_buttons_become_actions_or_words_in_their_conversation() -> None:
    from dataclasses import replace

    from domain.messages import Action
    from domain.reply import Button, Buttons

    async with FakeSlack() as fake, stage(fake) as made:
        conversation = made.asked()
        action = Action(agent=AgentId.JOB_SEARCH, verb="more", arguments={"page": "2"})
        owed = await made.owed(
            said("Three jobs."),
            Buttons(buttons=(Button(label="More", action=action),)),
            conversation=conversation,
        )
        prompts = (SuggestedPrompt(label="Only remote ones"),)
        owed = replace(owed, reply=replace(owed.reply, prompts=prompts))
        await made.channel.deliver(owed)
        ts = made.bot_messages(fake.dm.id)[-1]["ts"]
        press = fake.interactions.block_actions("choice:1", message_ts=ts)
        assert (await fake.send_interaction(press)).acked
        assert (await fake.send_interaction(press)).acked  # Slack may do so after a reconnect
        message = await made.intake.wait()
        assert message.action == action
        assert message.address.conversation == conversation
        await fake.send_interaction(fake.interactions.block_actions("choice:2", message_ts=ts))
        message = await made.intake.wait(2)
        assert (message.text, message.action) == ("Only remote ones", None)
        assert len(made.intake.messages) == 2
        thumbs = fake.interactions.block_actions("feedback", message_ts=ts, value="good")
        await fake.send_interaction(thumbs)
        await fake.until(lambda: bool(fake.world.ephemerals))
        assert fake.world.ephemerals[-1]["text"] == "Thank you."
        assert len(made.intake.messages) == 2
        forged = fake.interactions.block_actions("choice:1", message_ts=ts, value='{"x": 1}')
        await fake.send_interaction(forged)
        await fake.until(lambda: len(fake.world.ephemerals) == 2)
        assert "does not work any more" in fake.world.ephemerals[-1]["text"]


# --- the command, shortcuts, the app ---------------------------------------------------------


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_the_command_is_answered_in_a_direct_message(mode: str) -> None:
    async with FakeSlack() as fake, stage(fake, mode=mode) as made:  # type: ignore[arg-type]  # literals
        fields = fake.interactions.slash_command("/careergini", "find <!here> jobs")
        if mode == "socket":
            answer = (await fake.send_command(fields)).answer
            assert answer is not None
            assert answer["text"] == "I answer in our direct messages."
        else:
            attempt = await fake.post_command(made.url, fields)
            assert (attempt.status, attempt.body) == (200, "I answer in our direct messages.")
        message = await made.intake.wait()
        assert message.text == "find <!here> jobs"
        root = made.bot_messages(fake.dm.id)[0]
        assert message.address.conversation == f"{fake.dm.id}:{root['ts']}"
        assert "<!here>" not in root["text"]
        assert not made.bot_messages(fake.channel.id)


async def test_a_thread_is_begun_once_when_the_post_was_unclear() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        fake.trouble.then("chat.postMessage", "take_then_drop")
        await fake.send_command(fake.interactions.slash_command("/careergini", "hello"))
        message = await made.intake.wait()
        assert len(made.bot_messages(fake.dm.id)) == 1
        assert message.address.conversation.endswith(made.bot_messages(fake.dm.id)[0]["ts"])


async def test_message_shortcuts_take_the_message_with_them() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        pasted = fake.events.message("We want a rockstar &amp; more.", channel=fake.channel)
        await fake.send_interaction(
            fake.interactions.message_action("check_job_description", pasted)
        )
        message = await made.intake.wait()
        assert message.text == "Check this job description:\n\nWe want a rockstar & more."
        assert message.address.conversation.startswith(f"{fake.dm.id}:")
        shared = fake.events.file_share(fake.events.file(b"%PDF-1.7 x"), channel=fake.channel)
        await fake.send_interaction(fake.interactions.message_action("read_resume", shared))
        message = await made.intake.wait(2)
        assert message.text == "Screen this resume"
        assert [one.name for one in message.attachments] == ["resume.pdf"]


async def test_opening_the_app_shows_home_and_prompts() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        await fake.send_event(fake.events.app_home_opened("messages"))
        await fake.until(lambda: bool(fake.world.prompts))
        assert len(fake.world.prompts[fake.dm.id]["prompts"]) == 4
        await fake.send_event(fake.events.app_home_opened("home"))
        await fake.until(lambda: bool(fake.world.homes))
        assert "Welcome" in json.dumps(fake.world.homes[fake.user])
        await fake.send_event(fake.events.message_im("hi"))
        await made.intake.wait()
        await fake.send_event(fake.events.app_home_opened("home"))
        await fake.until(lambda: "No resume yet" in json.dumps(fake.world.homes[fake.user]))


async def test_an_uninstalled_app_forgets_the_workspace() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        await fake.send_event(fake.events.message_im("hi"))
        await made.intake.wait()
        await fake.until(lambda: bool(fake.world.titles))
        conversation = made.asked()
        assert made.stores.users.people
        await fake.send_event(fake.events.app_uninstalled())
        await fake.until(lambda: not made.stores.users.accounts)
        assert not made.stores.users.people
        owed = await made.owed(said("late"), conversation=conversation)
        await made.outbox().send(owed.id, ambiguous=False)
        assert made.stores.outbound.rows[owed.id].state is OutboundState.GONE


# --- trouble ----------------------------------------------------------------------------------


async def test_what_cannot_be_stored_is_not_acknowledged_and_comes_again() -> None:
    async with (
        FakeSlack(retry_delays_s=(0.05, 0.05, 0.05)) as fake,
        stage(fake, mode="http") as made,
    ):
        put = made.inbox_store.put
        calls: list[int] = []

        async def failing(events: object) -> object:
            calls.append(1)
            if len(calls) < 3:
                raise OSError("disk full")
            return await put(events)  # type: ignore[arg-type]  # passed through

        made.inbox_store.put = failing  # type: ignore[method-assign,assignment]  # a broken disk
        payload = fake.events.message_im("hi")
        attempts = await fake.post_event(made.url, payload)
        assert [one.status for one in attempts] == [500, 500, 200]
        again = await fake.post_event(made.url, payload)
        assert [one.status for one in again] == [200]
        assert (await made.intake.wait()).text == "hi"
        assert len(made.intake.messages) == 1


async def test_a_handler_that_fails_for_now_is_asked_again() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        made.intake.failures = 2
        await fake.send_event(fake.events.message_im("one"))
        assert (await made.intake.wait()).text == "one"


async def test_forged_requests_are_refused() -> None:
    async with FakeSlack() as fake, stage(fake, mode="http") as made:
        for signing in (
            Signing(timestamp="abc"),
            Signing(timestamp="-5"),
            Signing(skew_s=-400),
            Signing(skew_s=400),
            Signing(secret="wrong"),
            Signing(signature="v0=nonsense"),
        ):
            payload = fake.events.message_im("hi")
            attempts = await fake.post_event(made.url, payload, signing=signing, retries=False)
            assert attempts[0].status == 401, signing
        assert not made.inbox_store.keys
        assert (await fake.sender.challenge(made.url)).status == 200


async def test_oversized_and_unreadable_bodies_are_refused() -> None:
    async with FakeSlack() as fake, stage(fake, mode="http") as made:
        large = fake.events.message_im("x" * 510_000)
        assert (await fake.post_event(made.url, large, retries=False))[0].status == 413
        for body in (b"{", b"[]", b"\xff\xfe", b"", b"payload=%7B", b'"text"'):
            headers = fake.sender.headers(body, content_type="application/json")
            attempt = await fake.sender._post(made.url, body, headers=headers)
            assert attempt.status in {200, 400, 401}, body
        assert not made.inbox_store.keys


async def test_everything_is_taken_over_a_refreshed_and_a_broken_socket() -> None:
    async with (
        FakeSlack(ack_timeout_s=0.5, retry_delays_s=(0.1, 0.2, 0.5)) as fake,
        stage(fake) as made,
    ):
        deliveries = []
        for number in range(20):
            deliveries.append(fake.push("events_api", fake.events.message_im(f"message {number}")))
            if number == 5:
                await fake.sockets.disconnect("refresh_requested")
            if number == 12:
                fake.sockets.drop()
        await made.intake.wait(20, timeout_s=30)
        texts = sorted(one.text for one in made.intake.messages)
        assert texts == sorted(f"message {number}" for number in range(20))
        await fake.sockets.connected(2, timeout_s=30)
        assert await made.slack.ingress.is_connected()


async def test_a_start_without_slack_waits_for_it() -> None:
    async with FakeSlack() as fake:
        fake.trouble.then("apps.connections.open", "http502", "http502", "http502", "drop_before")
        fake.trouble.then("auth.test", "http500")
        async with stage(fake) as made:
            await fake.send_event(fake.events.message_im("hi"))
            assert (await made.intake.wait()).text == "hi"


async def test_a_wrong_app_token_is_told_from_a_slack_that_is_away() -> None:
    async with FakeSlack() as fake, stage(fake, running=False) as made:
        assert await made.slack.ingress._why("xapp-wrong") == "invalid_auth"
        fake.trouble.then("apps.connections.open", "drop_before")
        assert await made.slack.ingress._why(fake.app_token) == "SlackUnclear"


# --- recorded payloads ------------------------------------------------------------------------


async def test_recorded_payloads_are_taken() -> None:
    if not REPLAY.is_dir():
        pytest.skip("no recorded payloads beside the repository")
    async with FakeSlack() as fake, stage(fake, mode="http", oauth=True) as made:
        for team_id in ("T00FAKE00AA", "T00FAKE00BB", "T08REALTEAM1", "T0B3ZCXXNRV"):
            await made.install(fake.world.add_team(team_id, team_id))
        statuses: list[int] = []
        for file in sorted(REPLAY.glob("*.json")):
            document: dict[str, object] = json.loads(file.read_text("utf-8"))
            for key, payload in document.items():
                if isinstance(payload, dict) and not key.endswith("Context"):
                    statuses.append(await _send(fake, made.url, payload))
        assert len(statuses) >= 27
        assert set(statuses) == {200}
        texts = [one.text for one in made.intake.messages]
        assert "hello from team 2" in texts
        assert "Who are you?" not in texts  # a follow-up in a channel that does not mention us
        assert (await made.inbox_store.counts())["parked"] == 0


async def _send(fake: FakeSlack, url: str, payload: Json) -> int:
    if payload.get("type") == "event_callback":
        return (await fake.post_event(url, payload, retries=False))[0].status
    if "command" in payload:
        return (await fake.post_command(url, payload)).status
    return (await fake.post_interaction(url, payload)).status


async def test_people_of_another_company_in_a_shared_channel_are_heard() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        partner = fake.world.add_team("T0PARTNER01", "Partner")
        fake.world.add_user("U0PARTNER01", team=partner, name="pia")
        shared = fake.world.add_channel(
            Channel(id="C0SHARED001", name="shared", team=fake.team, shared_with=(partner.id,))
        )
        words = f"<@{fake.bot_user_id}> hello"
        payload = fake.events.message(
            words, channel=shared, user="U0PARTNER01", user_team=partner.id
        )
        await fake.send_event(fake.events.app_mention_of(payload))
        message = await made.intake.wait()
        assert message.address.workspace == fake.team_id
        assert (message.sender, message.sender_name) == ("U0PARTNER01", "pia")
        assert message.address.channel is ChannelName.SLACK


async def test_acknowledgements_are_fast_while_events_pour_in() -> None:
    async with FakeSlack() as fake, stage(fake) as made:
        payloads = [fake.events.message_im(f"m{number}") for number in range(100)]
        deliveries = await asyncio.gather(*(fake.send_event(one) for one in payloads))
        await made.intake.wait(100, timeout_s=30)
        assert all(one.acked for one in deliveries)
        assert {one.text for one in made.intake.messages} == {f"m{n}" for n in range(100)}
