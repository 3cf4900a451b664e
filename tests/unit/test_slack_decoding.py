"""What Slack's payloads mean: for us or not, the same or another, whose and where."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack_channel.decoding import heard, plain_words, raw_event, workspace_of
from bot.slack_channel.hearing import Opened, Place, Pressed, Removed, Said, Stopped
from bot.slack_channel.wire import Json
from domain.channel_ports import RawEvent

NOW = datetime(2026, 11, 25, tzinfo=UTC)
BOT = "UBOT"

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


def _event(event: Json, **outer: object) -> Json:
    return {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": event, **outer}


def _message(**changes: object) -> Json:
    event: Json = {
        "type": "message",
        "user": "U1",
        "text": "hello",
        "channel": "D1",
        "channel_type": "im",
        "ts": "1700000000.000100",
    }
    return _event(event | changes)


def _raw(body: Json) -> RawEvent | None:
    return raw_event(body, bot_user=BOT, now=NOW)


def _heard(body: Json) -> object:
    raw = _raw(body)
    return None if raw is None else heard(raw)


def test_a_message_and_its_mention_share_a_key() -> None:
    text = f"<@{BOT}> hi"
    message = _raw(_message(channel="C1", channel_type="channel", text=text))
    mention = _raw(_message(type="app_mention", channel="C1", text=text) | {"event_id": "Ev2"})
    assert message is not None
    assert mention is not None
    assert set(message.keys) & set(mention.keys) == {"message:C1:1700000000.000100"}
    assert message.lane == mention.lane == "C1:1700000000.000100"


@pytest.mark.parametrize(
    "changes",
    [
        {"bot_id": "B2"},
        {"subtype": "bot_message"},
        {"subtype": "channel_join"},
        {"subtype": "message_deleted"},
        {"user": BOT},
        {"user": ""},
        {"ts": None},
        {"channel": "C1", "channel_type": "channel"},
        {"channel": "C1", "channel_type": "channel", "text": "<@UBOTHER> hi"},
    ],
)
def test_what_is_not_for_us_is_left_out(changes: Json) -> None:
    assert _raw(_message(**changes)) is None


def test_a_group_conversation_is_heard_without_a_mention() -> None:
    said = _heard(_message(channel="G1", channel_type="mpim"))
    assert isinstance(said, Said)
    assert not said.place.is_private


def test_every_message_begins_a_conversation_and_a_reply_goes_on() -> None:
    first = _heard(_message())
    assert isinstance(first, Said)
    assert first.place.conversation == "D1:1700000000.000100"
    assert first.is_first
    reply = _heard(_message(ts="1700000001.000100", thread_ts="1700000000.000100"))
    assert isinstance(reply, Said)
    assert reply.place == first.place
    assert not reply.is_first
    assert reply.order_key > first.order_key


def test_our_name_and_markup_are_taken_out_of_the_words() -> None:
    text = f"<@{BOT}|gini>  see <https://x.example/a|a> in <#C2|jobs> &lt;b&gt;"
    said = _heard(_message(type="app_mention", channel="C1", text=text))
    assert isinstance(said, Said)
    assert said.text == "see https://x.example/a in #jobs <b>"


def test_the_verification_token_is_not_stored() -> None:
    raw = _raw(_message() | {"token": "secret-1", "response_url": "https://hooks.example/secret-2"})
    assert raw is not None
    assert "secret" not in raw.document


def test_the_workspace_is_the_one_that_installed_the_app() -> None:
    granted: Json = {"enterprise_id": "E1", "team_id": "T1", "user_id": BOT, "is_bot": True}
    assert workspace_of({"team_id": "T2", "authorizations": [granted]}) == "T1"
    org = granted | {"is_enterprise_install": True}
    assert workspace_of({"team_id": "T2", "authorizations": [org]}) == "E1"
    assert workspace_of({"team": None, "user": {"team_id": "T3"}}) == "T3"
    assert workspace_of({"is_enterprise_install": "true", "enterprise_id": "E1"}) == "E1"
    assert workspace_of({"is_enterprise_install": "false", "team_id": "T1"}) == "T1"


def test_other_events_are_told_apart() -> None:
    stop: Json = {"type": "agent_session_stopped", "channel": "D1", "user": "U1"}
    assert isinstance(_heard(_event(stop | {"thread_ts": "1.2", "event_ts": "1.3"})), Stopped)
    assert _heard(_event(stop)) is None
    opened: Json = {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"}
    assert isinstance(_heard(_event(opened)), Opened)
    assert isinstance(_heard(_event({"type": "app_uninstalled"}, event_time=5)), Removed)
    people: Json = {"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}}
    assert _heard(_event(people)) is None
    ours: Json = {"type": "tokens_revoked", "tokens": {"bot": [BOT]}}
    assert isinstance(_heard(_event(ours)), Removed)
    assert _heard(_event({"type": "reaction_added", "user": "U1"})) is None


def test_a_press_belongs_to_the_thread_of_its_message() -> None:
    press: Json = {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "trigger_id": "1.2.3",
        "container": {"message_ts": "2.0", "thread_ts": "1.0", "channel_id": "C1"},
        "channel": {"id": "C1"},
        "actions": [{"action_id": "choice:1", "action_ts": "3.0", "text": {"text": "More"}}],
    }
    found = _heard(press)
    assert isinstance(found, Pressed)
    assert (found.place, found.label, found.order_key) == (
        Place(channel="C1", thread="1.0"),
        "More",
        "3.0",
    )
    again = _raw(press | {"trigger_id": "9.9.9"})  # sent again over another socket
    first = _raw(press)
    assert first is not None
    assert again is not None
    assert set(first.keys) & set(again.keys)


@given(body=st.dictionaries(st.text(max_size=8), json_values))
def test_any_document_is_decoded_without_an_error(body: Json) -> None:
    for kind in ("event_callback", "block_actions", "view_submission", "message_action", ""):
        raw = raw_event(
            {"team_id": "T1", "event_id": "Ev1", "command": "/x", "trigger_id": "t"}
            | body
            | {"type": kind},
            bot_user=BOT,
            now=NOW,
        )
        if raw is not None:
            heard(raw)
            assert json.loads(raw.document)
            assert raw.keys


@given(
    event=st.fixed_dictionaries(
        {
            "type": st.sampled_from(["message", "app_mention", "app_home_opened", "x"]),
            "channel": json_values,
            "user": json_values,
            "ts": json_values,
            "text": json_values,
            "files": json_values,
            "message": json_values,
            "subtype": st.sampled_from(["", "message_changed", "file_share"]) | json_values,
        }
    )
)
def test_any_event_is_decoded_without_an_error(event: Json) -> None:
    raw = _raw(_event(event))
    if raw is not None:
        heard(raw)


@given(st.text(max_size=200))
def test_words_are_read_without_an_error(words: str) -> None:
    assert isinstance(plain_words(words), str)


@pytest.mark.parametrize("opening", ["<mailto:", "<https://", "<#a", "<!a|", f"<@{BOT}|"])
def test_markup_that_never_closes_costs_no_time(opening: str) -> None:
    text = opening * (40_000 // len(opening))
    began_s = time.process_time()
    said = _heard(_message(text=text))
    assert isinstance(said, Said)
    assert time.process_time() - began_s < 0.5
