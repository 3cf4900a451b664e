"""The fake Telegram server, driven by the library the product uses."""

from __future__ import annotations

import html
from collections.abc import AsyncIterator, Awaitable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    Message,
    MessageEntity,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    TelegramError,
)
from telegram.helpers import escape_markdown

from tests.servers.telegram import (
    PNG,
    FakeTelegram,
    Group,
    Person,
    Standing,
)
from tests.servers.telegram.description import DESCRIPTION
from tests.servers.telegram.formatting.markup import parse_html, parse_markdown
from tests.servers.telegram.formatting.text import piece
from tests.servers.telegram.ptb import client_of, unmapped
from tests.servers.telegram.wire import Refused

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
MARKS = st.text(alphabet="_*[]()~`>#+-=|{}.!\\ab\n<>&/")
ANA = Person(id=5001, first_name="Ana", username="ana_example", language_code="de")
BO = Person(id=5002, first_name="Bo")
TEAM = Group(id=-1001234567890, forum=True)
SMALL = Group(id=-4321, title="Small team")


@pytest.fixture(autouse=True)
def _times_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the library's own ``RetryAfter`` warns that it will change, which is an error here."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        for person in (ANA, BO):
            server.world.meet(person)
        server.world.meet(TEAM)
        yield server


@pytest.fixture
async def bot(telegram: FakeTelegram) -> AsyncIterator[Bot]:
    async with client_of(telegram) as client:
        yield client


async def refusal(call: Awaitable[object]) -> str:
    with pytest.raises(TelegramError) as caught:
        await call
    return str(caught.value)


def keyboard(*data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("Save", callback_data=d)] for d in data])


async def test_messages_are_sent_edited_and_deleted(telegram: FakeTelegram, bot: Bot) -> None:
    sent = await bot.send_message(
        ANA.id, "Two *roles*\\!", "MarkdownV2", reply_markup=keyboard("a")
    )
    assert sent.text == "Two roles!"
    assert sent.from_user is not None
    assert sent.from_user.is_bot
    assert sent.parse_entities() == {sent.entities[0]: "roles"}
    same = sent.edit_text("Two <b>roles</b>!", "HTML", reply_markup=keyboard("a"))
    assert (await refusal(same)).startswith("Message is not modified")
    edited = await sent.edit_text("Three roles")
    assert isinstance(edited, Message)
    assert edited.edit_date is not None
    assert edited.reply_markup is None
    assert isinstance(await sent.edit_reply_markup(keyboard("b")), Message)
    answer = await bot.send_message(
        ANA.id, "see above", reply_parameters=ReplyParameters(sent.message_id)
    )
    assert answer.reply_to_message is not None
    assert answer.reply_to_message.text == "Three roles"
    assert [m["text"] for m in telegram.messages(ANA.id)] == ["Three roles", "see above"]
    assert await answer.delete()
    assert [m["text"] for m in telegram.said(ANA.id)] == ["Three roles"]
    assert await refusal(answer.delete()) == "Message to delete not found"
    assert await refusal(answer.edit_text("x")) == "Message to edit not found"
    lost = ReplyParameters(answer.message_id)
    assert (await refusal(bot.send_message(ANA.id, "x", reply_parameters=lost))) == (
        "Message to be replied not found"
    )
    anyway = ReplyParameters(answer.message_id, allow_sending_without_reply=True)
    assert (await bot.send_message(ANA.id, "x", reply_parameters=anyway)).reply_to_message is None
    assert telegram.faults == []


async def test_drafts_and_rich_messages(telegram: FakeTelegram, bot: Bot) -> None:
    assert await bot.send_message_draft(ANA.id, 7, "Loo")
    assert await bot.send_message_draft(ANA.id, 7, "Looking")
    assert [draft["text"] for draft in telegram.drafts(ANA.id)] == ["Looking"]
    rich = {"markdown": "# Roles\n\nTwo of **them**"}
    draft = {"chat_id": ANA.id, "draft_id": 8, "rich_message": rich}
    assert await bot.do_api_request("sendRichMessageDraft", api_kwargs=draft)
    assert len(telegram.drafts(ANA.id)) == 2
    sent = await bot.do_api_request(
        "sendRichMessage",
        api_kwargs={"chat_id": ANA.id, "rich_message": rich},
        return_type=Message,
    )
    assert isinstance(sent, Message)
    assert sent.api_kwargs["rich_message"]["blocks"][0] == {
        "type": "heading",
        "text": "Roles",
        "size": 1,
    }
    assert telegram.drafts(ANA.id) == []
    changed = await sent.edit_text("", api_kwargs={"rich_message": {"html": "<h1>One</h1>"}})
    assert isinstance(changed, Message)
    assert changed.api_kwargs["rich_message"]["blocks"][0]["text"] == "One"
    assert await refusal(bot.send_message_draft(TEAM.id, 7, "x")) == "Textdraft_peer_invalid"
    telegram.rich = False
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendRichMessage", api_kwargs=draft)
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendTelegrams")


async def test_files_go_both_ways(telegram: FakeTelegram, bot: Bot) -> None:
    sent = await bot.send_document(ANA.id, b"%PDF-1.7 x", filename="cv.pdf", caption="Your CV")
    assert sent.document is not None
    assert sent.document.file_name == "cv.pdf"
    file = await sent.document.get_file()
    assert await file.download_as_bytearray() == b"%PDF-1.7 x"
    again = await bot.send_document(ANA.id, sent.document.file_id)
    assert again.document is not None
    assert again.document.file_unique_id == sent.document.file_unique_id
    photo = await bot.send_photo(ANA.id, PNG)
    assert len(photo.photo) == 2
    album = await bot.send_media_group(
        ANA.id, [InputMediaDocument(b"%PDF a", filename="a.pdf"), InputMediaDocument(b"%PDF b")]
    )
    assert len({message.media_group_id for message in album}) == 1
    big = telegram.updates.document(ANA, "big.pdf", b"", size=20_000_001)
    update = Update.de_json(big, bot)
    assert update.message is not None
    assert update.message.document is not None
    assert await refusal(update.message.document.get_file()) == "File is too big"
    assert telegram.faults == []


async def test_the_bot_describes_itself(telegram: FakeTelegram, bot: Bot) -> None:
    assert bot.username == "careergini_bot"
    scope = BotCommandScopeAllPrivateChats()
    assert await bot.set_my_commands([BotCommand("ask", "Etwas fragen")], scope, "de")
    assert [c.command for c in await bot.get_my_commands(scope, "de")] == ["ask"]
    assert await bot.get_my_commands() == ()
    assert await bot.delete_my_commands(scope, "de")
    assert await bot.get_my_commands(scope, "de") == ()
    assert await bot.set_my_description("Finds jobs", "en")
    assert (await bot.get_my_description("en")).description == "Finds jobs"
    assert await bot.set_my_short_description("Jobs")
    assert (await bot.get_my_short_description()).short_description == "Jobs"
    assert (await bot.get_chat(ANA.id)).username == "ana_example"
    assert (await bot.get_chat_member(TEAM.id, bot.id)).status == "member"
    assert await bot.send_chat_action(ANA.id, "typing")
    assert await bot.leave_chat(TEAM.id)
    assert "not a member of the supergroup" in await refusal(bot.send_message(TEAM.id, "x"))
    assert await bot.log_out()
    assert await bot.close()
    assert telegram.faults == []


@pytest.mark.parametrize(
    ("text", "mode", "reason"),
    [
        ("x" * 4097, None, "Message is too long"),
        ("😀" * 2049, None, "Message is too long"),
        (" \n ", None, "Message text is empty"),
        ("1.", "MarkdownV2", "Can't parse entities: character '.' is reserved"),
        ("*x", "MarkdownV2", "Can't parse entities: can't find end of bold entity"),
        ("[x](y", "MarkdownV2", "Can't parse entities: can't find end of a url"),
        ("_x", "Markdown", "Can't parse entities: can't find end of the entity starting"),
        ("<b>x", "HTML", "Can't parse entities: can't find end tag corresponding to start tag"),
        ("<id>", "HTML", 'Can\'t parse entities: unsupported start tag "id" at byte offset 0'),
        ("<b><i>x</b>", "HTML", "Can't parse entities: unmatched end tag at byte offset 7"),
    ],
)
async def test_text_that_is_refused(bot: Bot, text: str, mode: str | None, reason: str) -> None:
    said = await refusal(bot.send_message(ANA.id, text, mode))
    assert said.lower().startswith(reason.lower())


async def test_limits_count_after_parsing_and_in_utf16(telegram: FakeTelegram, bot: Bot) -> None:
    await bot.send_message(ANA.id, "<b>" + "😀" * 2048 + "</b>", "HTML")
    words = MessageEntity("bold", 2, 3)
    sent = await bot.send_message(ANA.id, "😀abc", entities=[words])
    assert sent.parse_entity(sent.entities[0]) == "abc"
    for wrong in (MessageEntity("bold", 3, 3), MessageEntity("bold", 1, 1)):
        await refusal(bot.send_message(ANA.id, "😀abc", entities=[wrong]))
    crossing = [MessageEntity("bold", 0, 3), MessageEntity("italic", 1, 4)]
    await bot.send_message(ANA.id, "abcdef", entities=crossing)
    assert telegram.faults == ["entities cross each other"]
    said = await refusal(bot.send_document(ANA.id, b"x", caption="c" * 1025))
    assert said == "Message caption is too long"


async def test_buttons_have_limits(bot: Bot) -> None:
    await bot.send_message(ANA.id, "x", reply_markup=keyboard("ü" * 32))
    for wrong in ("ü" * 33, ""):
        said = await refusal(bot.send_message(ANA.id, "x", reply_markup=keyboard(wrong)))
        assert said in {
            "Button_data_invalid",
            "Can't parse inline keyboard button: text buttons are unallowed in the inline keyboard",
        }
    many = keyboard(*map(str, range(101)))
    assert await refusal(bot.send_message(ANA.id, "x", reply_markup=many)) == (
        "Reply markup is too long"
    )


async def test_a_press_finds_its_button(telegram: FakeTelegram, bot: Bot) -> None:
    await bot.send_message(ANA.id, "x", reply_markup=keyboard("old"))
    newest = await bot.send_message(ANA.id, "y", reply_markup=keyboard("new"))
    telegram.press(ANA, "Save")
    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    assert update.callback_query.data == "new"
    assert update.callback_query.message == newest
    with pytest.raises(LookupError):
        telegram.press(ANA, "Open")


async def test_chats_that_cannot_be_written_to(telegram: FakeTelegram, bot: Bot) -> None:
    assert await refusal(bot.send_message(999, "x")) == "Chat not found"
    chat = telegram.world.meet(ANA)
    for standing, words in {
        Standing.BLOCKED: "bot was blocked by the user",
        Standing.DEACTIVATED: "user is deactivated",
        Standing.NEVER: "bot can't initiate conversation with a user",
    }.items():
        chat.standing = standing
        with pytest.raises(Forbidden, match=words):
            await bot.send_message(ANA.id, "x")
    telegram.updates.removed(ANA, SMALL)
    with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
        await bot.send_message(SMALL.id, "x")
    telegram.updates.added(ANA, SMALL)
    new, _ = telegram.updates.migrated(ANA, SMALL)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(SMALL.id, "x")
    assert caught.value.new_chat_id == new.id
    await bot.send_message(new.id, "x")
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(TEAM.id, "x", message_thread_id=77)


async def test_all_updates_are_understood_and_nothing_in_them_is_unknown(
    telegram: FakeTelegram, bot: Bot
) -> None:
    make = telegram.updates
    mine = telegram.world.add_message(telegram.world.meet(ANA), telegram.world.bot, text="Roles")
    topic = make.topic(ANA, TEAM, "Backend")
    thread = topic["message"]["message_thread_id"]
    told = make.text(ANA, "/find python @ana_example https://example.org/x.")
    updates = [
        told,
        make.start(ANA, "Code_1-2"),
        make.document(ANA, "cv.pdf", b"%PDF", caption="see #cv"),
        make.photo(ANA),
        *make.album(ANA, [("a.pdf", b"%PDF"), ("b.pdf", b"%PDF")], caption="both"),
        make.edited(told, "changed"),
        make.pressed(ANA, mine, "a:1"),
        make.mention(ANA, TEAM, "hello", topic=thread),
        make.text(ANA, "reply", where=TEAM, reply_to=mine),
        make.text(BO, "unmentioned", where=TEAM),
        topic,
        make.blocked(ANA),
        make.unblocked(ANA),
        make.removed(ANA, SMALL),
        *make.added(ANA, SMALL),
        *make.migrated(ANA, SMALL)[1],
        make.reaction(ANA, mine, "👍"),
        make.voice(ANA),
        make.forwarded(ANA, "from somebody", origin=BO),
    ]
    await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    telegram.push(*updates)
    found = await bot.get_updates(timeout=5, allowed_updates=Update.ALL_TYPES)
    ids = sorted(update["update_id"] for update in updates)
    assert [update.update_id for update in found] == ids
    assert ids == list(range(ids[0], ids[0] + len(ids)))
    assert [unmapped(update) for update in found] == [[]] * len(found)
    by_id = {update.update_id: update for update in found}
    message = by_id[told["update_id"]].message
    assert message is not None
    assert list(message.parse_entities().values()) == [
        "/find",
        "@ana_example",
        "https://example.org/x",
    ]
    pressed = next(update.callback_query for update in found if update.callback_query)
    assert await pressed.answer("Saved")
    telegram.world.callbacks.clear()
    assert (await refusal(pressed.answer())).startswith("Query is too old")


async def test_a_call_with_an_unknown_field_is_a_fault(telegram: FakeTelegram, bot: Bot) -> None:
    if not DESCRIPTION.is_file():
        pytest.skip("the public Bot API description is not among the shared data")
    await bot.send_message(ANA.id, "x", api_kwargs={"txt": "y"})
    await refusal(bot.do_api_request("sendRichMessage", api_kwargs={"chat_id": ANA.id}))
    assert telegram.faults == [
        "sendMessage.txt: unknown field",
        "sendRichMessage.rich_message: required field is missing",
    ]


@given(text=TEXTS | MARKS)
def test_escaped_text_comes_out_as_it_was(text: str) -> None:
    assert parse_markdown(escape_markdown(text, version=2)) == (text, [])
    assert parse_html(html.escape(text)) == (text, [])
    written, entities = parse_html(f"<i>😀</i><b>{html.escape(text)}</b>")
    assert written == f"😀{text}"
    assert [piece(written, entity) for entity in entities] == [
        part for part in ("😀", text) if part
    ]


@given(text=MARKS)
def test_markup_is_read_or_refused(text: str) -> None:
    for parse in (parse_markdown, parse_html):
        try:
            written, entities = parse(text)
        except Refused:
            continue
        assert all(piece(written, entity) for entity in entities)
