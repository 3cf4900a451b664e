"""What updates mean: recorded ones, crafted ones, and anything at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram_channel.contents import text_of
from bot.telegram_channel.decoding import (
    Decoded,
    Ignored,
    Me,
    Moved,
    Pressed,
    ReachChanged,
    Said,
    decode,
)
from bot.telegram_channel.payload import Payload, parsed

ME = Me(id=7_000_000_001, username="CareerGini_bot")
RECORDED = Path(__file__).parents[2] / "../shared/data/telegram/replay/telegram.json"
PERSON = {"id": 5, "is_bot": False, "first_name": "Ana", "language_code": "de"}
PRIVATE = {"id": 5, "type": "private", "first_name": "Ana"}
GROUP = {"id": -100_7, "type": "supergroup", "title": "T"}


def said(decoded: Decoded) -> Said:
    assert isinstance(decoded, Said)
    return decoded


def message(chat: Payload = PRIVATE, /, **content: object) -> Payload:
    return {
        "update_id": 9,
        "message": {"message_id": 3, "date": 1_767_224_888, "chat": chat, "from": PERSON} | content,
    }


@pytest.mark.skipif(not RECORDED.exists(), reason="the recorded payloads are not on this machine")
def test_recorded_updates_are_understood() -> None:
    recorded = json.loads(RECORDED.read_text())
    me = Me(id=int(recorded["botUserId"]), username=recorded["botName"])
    assert said(decode(recorded["mention"], me=me)).text == "hi"
    assert said(decode(recorded["followUp"], me=me)).text == "how are you"


@pytest.mark.parametrize(
    ("text", "command", "rest"),
    [
        ("/jobs", "jobs", ""),
        ("/jobs@careergini_BOT  berlin\nremote", "jobs", "berlin\nremote"),
        ("/JOBS x", "jobs", "x"),
        ("/start ABCD-EFGH", "link", "ABCD-EFGH"),
        ("/start open", "start", ""),
        ("/srv/ana/cv.pdf", None, "/srv/ana/cv.pdf"),
        ("/ jobs", None, "/ jobs"),
        ("a /jobs", None, "a /jobs"),
    ],
)
def test_commands(text: str, command: str | None, rest: str) -> None:
    found = said(decode(message(text=text), me=ME))
    assert (found.command, found.text) == (command, rest)


def test_our_name_is_cut_out_behind_characters_of_two_units() -> None:
    text = "😀😀 @careergini_bot find jobs"
    entity = {"type": "mention", "offset": 5, "length": 15}
    found = said(decode(message(GROUP, text=text, entities=[entity]), me=ME))
    assert found.text == "😀😀  find jobs"


def test_only_our_name_in_a_group_asks_for_help() -> None:
    entity = {"type": "mention", "offset": 0, "length": 15}
    found = said(decode(message(GROUP, text="@CareerGini_bot", entities=[entity]), me=ME))
    assert (found.command, found.text) == ("help", "")


@pytest.mark.parametrize(
    ("chat", "is_open"),
    [
        (GROUP, False),
        (GROUP | {"username": "hiring"}, True),
        (PRIVATE | {"username": "ana"}, False),
    ],
)
def test_a_group_with_a_public_name_is_open_to_all(chat: Payload, is_open: bool) -> None:
    assert said(decode(message(chat, text="/help"), me=ME)).is_open is is_open
    query = {"id": "q", "from": PERSON, "data": "abc", "message": {"chat": chat, "message_id": 3}}
    press = decode({"update_id": 9, "callback_query": query}, me=ME)
    assert isinstance(press, Pressed)
    assert press.is_open is is_open


def test_another_name_that_begins_like_ours_is_not_ours() -> None:
    entity = {"type": "mention", "offset": 0, "length": 16}
    decoded = decode(message(GROUP, text="@careergini_bots hi", entities=[entity]), me=ME)
    assert decoded == Ignored(reason="not for us")


def test_addresses_behind_words_are_kept() -> None:
    words = text_of(
        {
            "text": "Nurse, apply here",
            "entities": [
                {"type": "text_link", "offset": 13, "length": 4, "url": "https://a.example/1"},
                {"type": "text_link", "offset": 0, "length": 5, "url": "javascript:x"},
            ],
        },
        me_id=1,
        username="",
    )
    assert words.text == "Nurse, apply here (https://a.example/1)"


def test_the_rest_of_a_known_album_is_for_us_too() -> None:
    document = {"file_id": "f", "file_name": "b.pdf", "mime_type": "application/pdf"}
    update = message(GROUP, document=document, media_group_id="12")
    assert decode(update, me=ME) == Ignored(reason="not for us")
    found = said(decode(update, me=ME, albums={"-1007:12"}))
    assert [file.name for file in found.files] == ["b.pdf"]


def test_a_chain_of_replies_is_no_topic() -> None:
    reply = {"from": {"id": ME.id}, "message_id": 2}
    update = message(GROUP, text="hi", message_thread_id=2, reply_to_message=reply)
    assert said(decode(update, me=ME)).place.conversation == "-1007"
    update = message(
        GROUP, text="hi", message_thread_id=2, reply_to_message=reply, is_topic_message=True
    )
    assert said(decode(update, me=ME)).place.conversation == "-1007:2"


def test_in_a_topic_that_we_opened_not_everything_is_for_us() -> None:
    opening = {"from": {"id": ME.id}, "message_id": 2, "forum_topic_created": {"name": "x"}}
    update = message(GROUP, text="hi", is_topic_message=True, reply_to_message=opening)
    assert decode(update, me=ME) == Ignored(reason="not for us")


@pytest.mark.parametrize(
    "content",
    [
        {"from": {**PERSON, "is_bot": True}, "text": "hi"},
        {"chat": {"id": -1005, "type": "channel"}, "text": "hi"},
        {"new_chat_members": [PERSON]},
        {"pinned_message": {"text": "x"}},
        {"chat": {}, "text": "hi"},
    ],
)
def test_what_nobody_said_is_ignored(content: dict[str, object]) -> None:
    assert isinstance(decode(message(**content), me=ME), Ignored)


@pytest.mark.parametrize(
    ("kind", "begins"),
    [
        ("voice", "I cannot listen"),
        ("sticker", "I cannot make anything of a sticker"),
        ("location", "I cannot read places"),
        ("contact", "I do not read contact cards"),
        ("video", "I cannot watch videos"),
        ("poll", "I cannot read polls"),
    ],
)
def test_what_cannot_be_read_is_said(kind: str, begins: str) -> None:
    [note] = said(decode(message(**{kind: {"file_id": "x"}}), me=ME)).notes
    assert note.startswith(begins)


def test_forwarded_words_are_taken_and_said_to_be() -> None:
    found = said(decode(message(text="delete it", forward_origin={"type": "user"}), me=ME))
    assert found.text == "delete it"
    assert found.notes == ("This was forwarded: I read its words as if they were yours.",)


@pytest.mark.parametrize(
    "text",
    [
        "Look at https://jobs.example/1",
        "Dear Jo,\nwe chose somebody else.",
        "Unfortunately, we have decided to move forward with other candidates this time.",
    ],
)
def test_what_nobody_takes_for_an_order_is_forwarded_without_a_word(text: str) -> None:
    found = said(decode(message(text=text, forward_origin={"type": "user"}), me=ME))
    assert (found.text, found.notes) == (text, ())


def test_state_changes() -> None:
    def status(old: str, new: str) -> Decoded:
        change = {
            "chat": PRIVATE,
            "old_chat_member": {"status": old},
            "new_chat_member": {"status": new},
        }
        return decode({"update_id": 9, "my_chat_member": change}, me=ME)

    blocked, back = status("member", "kicked"), status("kicked", "member")
    assert isinstance(blocked, ReachChanged)
    assert isinstance(back, ReachChanged)
    assert (blocked.reachable, back.reachable) == (False, True)
    assert isinstance(status("member", "administrator"), Ignored)
    moved = decode(message({"id": -4, "type": "group"}, migrate_to_chat_id=-1004), me=ME)
    assert isinstance(moved, Moved)
    assert (moved.old.conversation, moved.new.conversation) == ("-4", "-1004")


def test_a_press_below_a_message_too_old_to_be_told() -> None:
    query = {
        "id": "q",
        "from": PERSON,
        "data": "abc",
        "message": {"chat": GROUP, "message_id": 3, "date": 0},
    }
    found = decode({"update_id": 9, "callback_query": query}, me=ME)
    assert isinstance(found, Pressed)
    assert (found.token, found.place.conversation) == ("abc", "-1007")


_KEYS = [
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "chat",
    "from",
    "id",
    "type",
    "text",
    "entities",
    "offset",
    "length",
    "user",
    "date",
    "edit_date",
    "message_id",
    "media_group_id",
    "document",
    "file_id",
    "caption",
    "is_topic_message",
    "message_thread_id",
    "url",
    "data",
    "photo",
    "status",
    "new_chat_member",
    "old_chat_member",
    "reply_to_message",
    "first_name",
    "language_code",
]
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["/start x", "@CareerGini_bot", "private", "supergroup", "kicked"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(_KEYS),
            inner,
            max_size=6,
        )
    ),
    max_leaves=40,
)


@given(content=st.dictionaries(st.sampled_from(["message", "callback_query"]), JSON))
def test_any_object_decodes(content: dict[str, object]) -> None:
    decode({"update_id": 1, **content}, me=ME)


@given(
    entities=st.lists(
        st.fixed_dictionaries(
            {
                "type": st.sampled_from(["mention", "text_link", "text_mention", "bold"]),
                "offset": st.integers(-5, 50),
                "length": st.integers(-5, 50),
                "url": st.sampled_from(["https://a.example", "x"]),
                "user": st.sampled_from([{"id": ME.id}, {}]),
            }
        )
    ),
    text=st.text(max_size=30),
)
def test_entities_never_break_a_text(entities: list[Payload], text: str) -> None:
    found = decode(message(text=f"@CareerGini_bot {text}", entities=entities), me=ME)
    assert isinstance(found, Said)


@given(st.text() | st.binary())
def test_any_body_parses_to_an_object_or_nothing(body: str | bytes) -> None:
    found = parsed(body)
    assert found is None or isinstance(found, dict)
