"""Updates, trouble and pacing of the fake Telegram server, with the library the product uses."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable
from datetime import timedelta

import pytest
from aiohttp import web
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import (
    Conflict,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters

from tests.servers.telegram import (
    SENDS,
    Delivery,
    FakeTelegram,
    FloodLimits,
    Group,
    Kind,
    Options,
    Person,
    Standing,
    Trouble,
    start_telegram,
)
from tests.servers.telegram.ptb import client_of

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


async def test_updates_come_until_they_are_confirmed(telegram: FakeTelegram, bot: Bot) -> None:
    updates = [telegram.updates.text(ANA, f"{n}") for n in range(5)]
    waiting = asyncio.create_task(bot.get_updates(timeout=30))
    await telegram.queue.polled()
    telegram.push(updates[0])
    first = updates[0]["update_id"]
    assert [u.update_id for u in await waiting] == [first]
    telegram.push(*updates[1:])
    assert len(await bot.get_updates()) == 5
    assert len(await bot.get_updates(offset=first + 2, limit=2)) == 2
    assert [u.update_id for u in await bot.get_updates()] == [first + n for n in (2, 3, 4)]
    assert [u.update_id for u in await bot.get_updates(offset=-1)] == [first + 4]
    assert [u.update_id for u in await bot.get_updates()] == [first + 4]
    assert await bot.get_updates(offset=first + 5) == ()
    await telegram.queue.drained()
    telegram.push(telegram.updates.reaction(ANA, updates[0]["message"], "👍"))
    assert await bot.get_updates() == ()


async def test_of_two_pollers_the_older_loses(telegram: FakeTelegram, bot: Bot) -> None:
    async with client_of(telegram) as other:
        older = asyncio.create_task(bot.get_updates(timeout=30))
        await telegram.queue.polled()
        newer = asyncio.create_task(other.get_updates(timeout=30))
        with pytest.raises(Conflict, match="make sure that only one bot instance is running"):
            await older
        await telegram.queue.polled()
        telegram.push(telegram.updates.text(ANA, "hi"))
        assert len(await newer) == 1


async def test_a_poller_that_left_is_no_rival(telegram: FakeTelegram, bot: Bot) -> None:
    left = asyncio.create_task(bot.get_updates(timeout=30))
    await telegram.queue.polled()
    left.cancel()
    with pytest.raises(asyncio.CancelledError):
        await left
    telegram.push(telegram.updates.text(ANA, "hi"))
    assert len(await bot.get_updates(timeout=30)) == 1


async def test_an_application_polls_and_answers(telegram: FakeTelegram) -> None:
    async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        await update.message.reply_text(f"You said: {update.message.text}")

    application = (
        ApplicationBuilder()
        .token(telegram.token)
        .base_url(telegram.base_url)
        .base_file_url(telegram.base_file_url)
        .job_queue(None)
        .build()
    )
    application.add_handler(MessageHandler(filters.TEXT, echo))
    async with application:
        assert application.updater is not None
        await application.start()
        await application.updater.start_polling(timeout=10)
        telegram.push(telegram.updates.text(ANA, "hi"))
        await telegram.until(lambda: len(telegram.said(ANA.id)) == 1)
        await application.updater.stop()
        await application.stop()
    assert [m["text"] for m in telegram.messages(ANA.id)] == ["hi", "You said: hi"]


async def test_a_webhook_gets_every_update_in_order_until_it_says_yes(
    telegram: FakeTelegram, bot: Bot
) -> None:
    answers = [500, 200, 503, 200]
    got: list[tuple[int, str | None]] = []

    async def take(request: web.Request) -> web.Response:
        update = await request.json()
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        got.append((update["update_id"], secret))
        return web.Response(status=answers[len(got) - 1])

    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
        assert await refusal(bot.set_webhook("http://example.org")) == (
            "Bad webhook: an https url must be provided for webhook"
        )
        assert await bot.set_webhook(url, secret_token="s3cret-1")
        with pytest.raises(Conflict, match="webhook is active"):
            await bot.get_updates()
        updates = [telegram.updates.text(ANA, text) for text in ("a", "b")]
        telegram.push(*updates)
        await telegram.queue.drained()
        first, second = (update["update_id"] for update in updates)
        assert [update_id for update_id, _ in got] == [first, first, second, second]
        assert {secret for _, secret in got} == {"s3cret-1"}
        info = await bot.get_webhook_info()
        assert info.url == url
        assert info.pending_update_count == 0
        assert info.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"
        answers[:] = [200] * 100
        got.clear()
        telegram.set_delivery(Delivery(duplicates=1.0, reorders=1.0))
        telegram.push(*[telegram.updates.text(ANA, f"{n}") for n in range(10)])
        await telegram.queue.drained()
        assert len(got) == 20
        assert [update_id for update_id, _ in got] != sorted(update_id for update_id, _ in got)
        assert await bot.delete_webhook()
        assert (await bot.get_webhook_info()).url == ""
    finally:
        await runner.cleanup()


async def test_polling_can_repeat_and_reorder(telegram: FakeTelegram, bot: Bot) -> None:
    telegram.set_delivery(Delivery(duplicates=0.5, reorders=0.5, seed=3))
    telegram.push(*[telegram.updates.text(ANA, f"{n}") for n in range(40)])
    got: list[int] = []
    offset = 0
    while telegram.queue.pending:
        batch = await bot.get_updates(offset=offset, limit=10)
        got += [update.update_id for update in batch]
        offset = max([offset, *(update.update_id + 1 for update in batch)])
        missed = [u for u in telegram.queue.pending if u["update_id"] < offset]
        if not {u["update_id"] for u in missed} <= set(got):
            offset = min(u["update_id"] for u in missed if u["update_id"] not in got)
    assert len(set(got)) == 40
    assert len(got) > 40
    assert got != sorted(got)


@pytest.mark.parametrize(
    ("kind", "error", "taken"),
    [
        (Kind.TOO_MANY, RetryAfter, False),
        (Kind.INTERNAL, NetworkError, False),
        (Kind.BAD_GATEWAY, NetworkError, False),
        (Kind.DROP, NetworkError, False),
        (Kind.TAKE_THEN_DROP, NetworkError, True),
        (Kind.TAKE_THEN_BAD_GATEWAY, NetworkError, True),
        (Kind.HALF_BODY, NetworkError, True),
    ],
)
async def test_trouble_has_the_effect_it_says(
    telegram: FakeTelegram, bot: Bot, kind: Kind, error: type[Exception], *, taken: bool
) -> None:
    telegram.troubles.plan("sendMessage", kind)
    with pytest.raises(error):
        await bot.send_message(ANA.id, "once")
    assert len(telegram.said(ANA.id)) == int(taken)
    (call,) = telegram.ledger.of("sendMessage")
    assert (call.taken, call.trouble) == (taken, kind)
    await bot.send_message(ANA.id, "after")
    assert telegram.said(ANA.id)[-1]["text"] == "after"


async def test_a_slow_answer_is_taken_though_the_client_gives_up(
    telegram: FakeTelegram, bot: Bot
) -> None:
    telegram.set_trouble(Trouble(share=1.0, kinds=(Kind.SLOW,), slow_s=60.0))
    with pytest.raises(TimedOut):
        await bot.send_message(ANA.id, "once", read_timeout=0.05)
    assert [m["text"] for m in telegram.said(ANA.id)] == ["once"]


async def test_the_ledger_agrees_with_the_chat_when_a_share_of_calls_fails(
    telegram: FakeTelegram, bot: Bot
) -> None:
    telegram.set_trouble(Trouble(share=0.3, seed=1, slow_s=0.001, methods=SENDS))
    for n in range(60):
        try:
            await bot.send_message(ANA.id, f"{n}")
        except TelegramError:
            continue
    taken = [call for call in telegram.ledger.of("sendMessage") if call.taken]
    assert len(taken) == len(telegram.said(ANA.id))
    assert 0 < telegram.troubles.drawn < 40
    assert 40 < len(taken) < 60


async def test_flood_control_and_the_fastest_window() -> None:
    now_s = [100.0]
    async with FakeTelegram(Options(clock=lambda: now_s[0])) as telegram:
        telegram.world.meet(ANA)
        telegram.world.meet(TEAM)
        telegram.set_flood_limits(FloodLimits())
        async with client_of(telegram) as bot:
            await bot.send_message(ANA.id, "a")
            with pytest.raises(RetryAfter):
                await bot.send_message(ANA.id, "b")
            now_s[0] += 1.0
            await bot.send_message(ANA.id, "b")
            for _ in range(20):
                now_s[0] += 1.0
                await bot.send_message(TEAM.id, "g")
            now_s[0] += 1.0
            with pytest.raises(RetryAfter) as caught:
                await bot.send_message(TEAM.id, "g")
            assert caught.value.retry_after == timedelta(seconds=40)
            assert telegram.fastest(ANA.id) == 1
            telegram.set_flood_limits(None)
            for person in (ANA, ANA, TEAM):
                await bot.send_message(person.id, "x")
            assert telegram.fastest(ANA.id) == 2
            assert telegram.fastest_overall() == 3


async def test_the_server_in_its_own_process(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("telegram")
    async with start_telegram(folder) as remote:
        assert remote.url.endswith((folder / "port").read_text())
        async with Bot(remote.token, base_url=remote.base_url) as bot:
            built = await remote.build("document", who=ANA, name="cv.pdf", content=b"%PDF")
            assert [u.update_id for u in await bot.get_updates()] == [built[0]["update_id"]]
            album = await remote.build("album", who=ANA, files=[("a.pdf", b"a"), ("b.pdf", b"b")])
            assert len(album) == 2
            keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Save", callback_data="s")]])
            waiting = asyncio.create_task(remote.wait_for("sendMessage"))
            await bot.send_message(ANA.id, "Roles", reply_markup=keyboard)
            await waiting
            pressed = await remote.press(ANA, "Save")
            assert pressed["callback_query"]["data"] == "s"
            await remote.plan("sendMessage", Kind.TAKE_THEN_DROP)
            with pytest.raises(NetworkError):
                await bot.send_message(ANA.id, "hi")
            await remote.set_standing(ANA.id, Standing.BLOCKED)
            with pytest.raises(Forbidden):
                await bot.send_message(ANA.id, "hi")
            await remote.set_trouble(Trouble(share=1.0, kinds=(Kind.INTERNAL,), methods=SENDS))
            await remote.set_delivery(Delivery())
            await remote.set_flood_limits(FloodLimits())
            await remote.set_rich(known=False)
        texts = [message.get("text") for message in await remote.messages(ANA.id)]
        assert texts == [None, None, None, "Roles", "hi"]
        assert [c["taken"] for c in await remote.ledger(since=2)] == [True, True, False]
        state = await remote.state()
        assert (state["pending"], state["faults"]) == (4, [])
    lines = (folder / "ledger.jsonl").read_text().splitlines()
    assert [json.loads(line)["method"] for line in lines] == [
        "getMe",
        "getUpdates",
        *["sendMessage"] * 3,
    ]
