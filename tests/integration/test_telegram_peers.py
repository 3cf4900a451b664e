"""The fake Telegram server against judges that know nothing of it.

A JavaScript client talks to it, the checker of recorded calls reads its ledger, and recorded
updates of the live server go through it.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
    ReplyParameters,
    Update,
)

from tests.servers.telegram import PNG, FakeTelegram, Group, Json, Kind, Person
from tests.servers.telegram.ptb import client_of, unmapped

PEER = Path(__file__).resolve().parent.parent / "servers" / "js" / "telegram"
INSTALL_TIMEOUT_S = 100
OUT_OF_REACH = ("ECONNREFUSED", "ENOTFOUND", "ETIMEDOUT", "ECONNRESET", "EAI_AGAIN")
ANA = Person(id=5001, first_name="Ana", username="ana_example", language_code="de")
TEAM = Group(id=-1001234567890, forum=True)
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        server.world.meet(ANA)
        server.world.meet(TEAM)
        yield server


async def test_every_method_passes_the_public_description(
    telegram: FakeTelegram, shared: Path, tmp_path: Path
) -> None:
    checker = shared / "tools" / "check_telegram" / "validate.py"
    if not checker.is_file():
        pytest.skip("the checker of recorded calls is not among the shared tools")
    async with client_of(telegram) as bot:
        await walk(telegram, bot)
    log = tmp_path / "calls.jsonl"
    assert telegram.ledger.dump(log) == len(telegram.ledger)
    assert {call.method for call in telegram.ledger} == telegram.methods
    assert telegram.faults == []
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(checker), str(log), stdout=subprocess.PIPE
    )
    said, _ = await process.communicate()
    assert (process.returncode, said.decode().splitlines()[:-1]) == (0, [])


async def walk(telegram: FakeTelegram, bot: Bot) -> None:
    """Call every method at least once, and let every kind of update arrive."""
    make = telegram.updates
    rich = {"markdown": "# Roles\n\nTwo\n\n```py\nx\n```"}
    buttons = InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton("Save", callback_data="s"),
                InlineKeyboardButton("Open", "https://a.example"),
            ]
        ]
    )
    sent = await bot.send_message(
        ANA.id,
        "*Two* [roles](https://a.example)",
        "MarkdownV2",
        reply_markup=buttons,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        protect_content=True,
    )
    await bot.send_message(ANA.id, "as said", reply_parameters=ReplyParameters(sent.message_id))
    await bot.send_message_draft(ANA.id, 1, "Loo")
    for method, more in {"sendRichMessage": {}, "sendRichMessageDraft": {"draft_id": 2}}.items():
        asked = {"chat_id": ANA.id, "rich_message": rich, **more}
        await bot.do_api_request(method, api_kwargs=asked)
    document = await bot.send_document(
        ANA.id, PDF, filename="cv.pdf", caption="<i>cv</i>", parse_mode="HTML"
    )
    assert document.document is not None
    await (await document.document.get_file()).download_as_bytearray()
    await bot.send_photo(ANA.id, PNG)
    await bot.send_media_group(ANA.id, [InputMediaPhoto(PNG, "one"), InputMediaPhoto(PNG)])
    await bot.send_chat_action(ANA.id, "typing")
    await sent.edit_text("Three")
    await sent.edit_reply_markup(buttons)
    await sent.set_reaction("👍")
    thread = make.topic(ANA, TEAM, "Backend")
    in_topic = await bot.send_message(
        TEAM.id, "here", message_thread_id=thread["message"]["message_thread_id"]
    )
    await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    first = make.text(ANA, "hi @ana_example")
    small = Group(id=-77, title="Small")
    telegram.push(
        first,
        thread,
        make.start(ANA, "code"),
        make.document(ANA, "cv.pdf", PDF, caption="mine"),
        make.photo(ANA),
        *make.album(ANA, [("a.pdf", PDF), ("b.pdf", PDF)]),
        make.edited(first, "ho"),
        make.pressed(ANA, telegram.said(ANA.id)[0], "s"),
        make.mention(ANA, TEAM, "hi", topic=in_topic.message_thread_id),
        make.blocked(ANA),
        make.unblocked(ANA),
        *make.added(ANA, small),
        make.removed(ANA, small),
        *make.migrated(ANA, small)[1],
        make.reaction(ANA, first["message"], "👍"),
        make.voice(ANA),
        make.forwarded(ANA, "x", origin=Person(id=9)),
    )
    for update in await bot.get_updates():
        assert unmapped(update) == []
        if update.callback_query:
            await update.callback_query.answer("Saved")
    scope = BotCommandScopeChat(ANA.id)
    await bot.set_my_commands([BotCommand("ask", "Ask")], scope, "de")
    await bot.get_my_commands(scope, "de")
    await bot.delete_my_commands(scope, "de")
    await bot.set_my_description("Finds jobs", "de")
    await bot.get_my_description("de")
    await bot.set_my_short_description("Jobs")
    await bot.get_my_short_description()
    await bot.get_chat(TEAM.id)
    await bot.get_chat_member(ANA.id, ANA.id)
    await bot.set_webhook("https://bot.example/hook", secret_token="s", drop_pending_updates=True)
    await bot.get_webhook_info()
    await bot.delete_webhook(drop_pending_updates=True)
    await sent.delete()
    await bot.leave_chat(TEAM.id)
    await bot.log_out()
    await bot.close()


async def test_recorded_updates_round_trip(telegram: FakeTelegram, shared: Path) -> None:
    path = shared / "data" / "telegram" / "replay" / "telegram.json"
    if not path.is_file():
        pytest.skip("the recorded updates are not among the shared data")
    recorded = json.loads(path.read_text(encoding="utf-8"))
    updates = [one for one in recorded.values() if isinstance(one, dict) and "update_id" in one]
    assert len(updates) == 2
    async with client_of(telegram) as bot:
        telegram.push(*updates)
        found = await bot.get_updates()
    assert [unmapped(update) for update in found] == [[], []]
    assert [one for one in map(left_out, updates, found) if one] == []


def left_out(sent: Json, read: Update) -> list[str]:
    """What was sent and is not what was read; the library adds a few flags of its own."""
    back = json.loads(read.to_json())
    lost = [name for name in sent if name != "message" and back.get(name) != sent[name]]
    message = sent["message"]
    return lost + [name for name in message if back["message"].get(name) != message[name]]


@asynccontextmanager
async def javascript_bot(telegram: FakeTelegram) -> AsyncIterator[asyncio.StreamReader]:
    """The lines a bot on an independent library prints; skipped where it cannot be had."""
    folder = await asyncio.to_thread(install_peer)
    process = await asyncio.create_subprocess_exec(
        "node",
        str(folder / "peer.mjs"),
        stdout=subprocess.PIPE,
        env={
            "PATH": os.environ["PATH"],
            "TELEGRAM_URL": telegram.url,
            "TELEGRAM_TOKEN": telegram.token,
        },
    )
    assert process.stdout is not None
    try:
        yield process.stdout
        assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def install_peer() -> Path:
    """The folder outside the repository where the locked packages are installed."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("node and npm are not installed: no JavaScript client to try")
    lock = (PEER / "package-lock.json").read_bytes()
    cache = Path(os.environ.get("CAREERGINI_CACHE") or Path.home() / ".cache/careergini-tools")
    folder = cache / f"telegram-peer-{hashlib.sha256(lock).hexdigest()[:16]}"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", "peer.mjs"):
        shutil.copy(PEER / name, folder / name)
    installed = folder / "installed"
    if not installed.exists():
        command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        done = subprocess.run(
            command,
            cwd=folder,
            capture_output=True,
            check=False,
            text=True,
            timeout=INSTALL_TIMEOUT_S,
        )
        if any(sign in done.stderr for sign in OUT_OF_REACH):
            pytest.skip("npm could not install the JavaScript client: no registry in reach")
        assert done.returncode == 0, done.stderr
        installed.touch()
    return folder


@pytest.mark.long
async def test_a_javascript_client_works_with_it(telegram: FakeTelegram) -> None:
    async with javascript_bot(telegram) as lines:

        async def step(name: str) -> Json:
            line: Json = json.loads(await lines.readline())
            assert line.pop("step") == name
            return line

        assert await step("started") == {
            "username": "careergini_bot",
            "commands": [{"command": "ask", "description": "Ask"}],
        }
        telegram.push(telegram.updates.text(ANA, "hi"))
        replied = await step("replied")
        assert replied["entities"] == [{"offset": 4, "length": 5, "type": "bold"}]
        (message,) = telegram.said(ANA.id)
        assert len(message["reply_markup"]["inline_keyboard"][0]) == 2
        telegram.push(telegram.updates.pressed(ANA, message, "save:1"))
        pressed = await step("pressed")
        assert pressed["answered"] is True
        assert pressed["same"]["description"].startswith("Bad Request: message is not modified")
        assert pressed["late"]["description"].startswith("Bad Request: query is too old")
        assert telegram.said(ANA.id) == []
        telegram.push(telegram.updates.document(ANA, "cv.pdf", PDF))
        assert await step("document") == {
            "digest": hashlib.sha256(PDF).hexdigest(),
            "name": "copy.pdf",
            "album": 2,
        }
        assert telegram.said(ANA.id)[0]["caption"] == "Copy"
        telegram.troubles.plan("sendMessage", None, None, None, Kind.TOO_MANY, Kind.TAKE_THEN_DROP)
        telegram.push(telegram.updates.text(ANA, "stop"))
        errors = await step("errors")
        assert {name: error["code"] for name, error in errors.items()} == {
            "long": 400,
            "markup": 400,
            "nobody": 400,
            "flood": 429,
            "dropped": 0,
            "unknown": 404,
        }
        assert errors["flood"]["retry_after"] == 1
        assert errors["nobody"]["description"] == "Bad Request: chat not found"
        await step("stopped")
    assert telegram.said(ANA.id)[-1]["text"] == "dropped"
    assert telegram.queue.pending == []
    assert telegram.faults == []
