"""SIGTERM at bad moments: the process ends soon and in order, and the next one goes on."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.acceptance.channel_kills.crowd import PEOPLE, SlackCrowd, Step, TelegramCrowd
from tests.acceptance.channel_kills.judge import judge, read_books
from tests.acceptance.channel_kills.product import Product, until
from tests.acceptance.channel_kills.stage import Stage, calls_in, on_stage
from tests.servers.telegram import SENDS, Kind, Trouble

pytestmark = [pytest.mark.long, pytest.mark.timeout(180)]

_ENDS_WITHIN_S = 15.0
_SECRET = "a-secret-of-the-webhook"


async def _stop(product: Product, *, began: str) -> float:
    """SIGTERM; how long it took, in seconds."""
    asked_at = time.monotonic()
    assert await product.terminate(within_s=_ENDS_WITHIN_S) == 0, product.said()[-3000:]
    took_s = time.monotonic() - asked_at
    print(f"{began}: ended within {took_s:.1f} s")  # noqa: T201 - the figure of the run
    said = product.said()
    assert "Traceback" not in said, said[-5000:]
    assert "[error" not in said, said[-5000:]
    return took_s


async def _answered(stage: Stage, *, turns: int) -> None:
    """Wait until so many turns have their answer."""

    def holds() -> bool:
        books = read_books(stage.database_url)
        return len(books.turns) >= turns and not (books.unsettled or books.inbox)

    await until(holds, what=f"{turns} answers", product=stage.product, every_s=0.1)


def _step(channel: str, who: int, number: int) -> Step:
    return Step(
        channel="slack" if channel == "slack" else "telegram",
        kind="text",
        who=who,
        number=f"{8 + who:02d}:{number:02d}",
    )


async def test_term_in_the_middle_of_work_loses_and_repeats_nothing(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        telegram = TelegramCrowd(stage.telegram)
        slack = SlackCrowd(stage.slack, threads=4, seed=1)
        await stage.product.start()
        await telegram.gather()
        await slack.gather()
        await _answered(stage, turns=2)
        # Every send takes a while: several are on their way whenever the signal comes.
        await stage.telegram.set_trouble(
            Trouble(share=1.0, kinds=(Kind.SLOW,), methods=SENDS, slow_s=0.7)
        )
        before = stage.sends()
        for n in range(3):
            for who in range(len(PEOPLE)):
                await telegram.do(_step("telegram", who, n))
            for who in range(4):
                slack.do(_step("slack", who, n))
        talking = asyncio.create_task(slack.talk())
        try:
            await until(
                lambda: stage.sends() >= before + 4, what="first answers", product=stage.product
            )
            await _stop(stage.product, began="in the middle of work")
            assert read_books(stage.database_url).unsettled > 0, "nothing was left to finish"
            await stage.product.start()
            await until(lambda: slack.is_silent, what="silence", product=stage.product)
            await _answered(stage, turns=2 + 3 * (len(PEOPLE) + 4))
        finally:
            talking.cancel()
            await asyncio.gather(talking, return_exceptions=True)
        await _stop(stage.product, began="idle")
        verdict = await judge(stage, [*telegram.said, *slack.said])
        assert verdict.faults == ()
        assert (verdict.lost, verdict.slack_duplicated, verdict.telegram_duplicated) == (0, 0, 0)


async def test_term_while_a_poll_is_open_ends_soon(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.product.start()
        await stage.telegram.build("text", who=PEOPLE[0], text="/start")
        await _answered(stage, turns=1)
        # What is answered is confirmed by the next poll, and then one is open for 30 s.
        while (await stage.telegram.state())["pending"]:  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.05)
        await _stop(stage.product, began="poll open")
        await stage.telegram.build("text", who=PEOPLE[0], text="/help")
        await stage.product.start()
        await _answered(stage, turns=2)
        sends = [call for call in calls_in(stage, "telegram") if call["method"] in SENDS]
        assert len(sends) == 2


def _webhook_settings() -> Mapping[str, str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    return {
        "TELEGRAM__MODE": "webhook",
        "TELEGRAM__WEBHOOK_SECRET": _SECRET,
        "WEB__PORT": str(port),
        "WEB__PUBLIC_URL": f"http://127.0.0.1:{port}",
    }


class _Caller:
    """Somebody who posts an update to the webhook, in two halves."""

    def __init__(self, *, port: int, update: Mapping[str, object]) -> None:
        body = json.dumps(update).encode()
        head = (
            f"POST /telegram/webhook HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {_SECRET}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self._port = port
        self._halves = (head.encode() + body[:20], body[20:])

    async def begin(self) -> None:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._writer.write(self._halves[0])
        await self._writer.drain()

    async def finish(self) -> str:
        """Send the rest; the status line."""
        self._writer.write(self._halves[1])
        await self._writer.drain()
        status = (await self._reader.readline()).decode().strip()
        await self.hang_up()
        return status

    async def hang_up(self) -> None:
        self._writer.close()
        try:
            await self._writer.wait_closed()
        except ConnectionError:
            return  # the other side was quicker


async def test_a_webhook_call_that_is_under_way_at_term_is_answered_and_kept(
    tmp_path: Path,
) -> None:
    settings = _webhook_settings()
    async with on_stage(tmp_path, more=settings) as stage:
        await stage.product.start()
        await stage.product.logged("webhook_set")
        (known,) = await stage.telegram.build("text", who=PEOPLE[0], text="/start")
        await _answered(stage, turns=1)
        update = {**known, "update_id": known["update_id"] + 100_000}
        update["message"] = {**known["message"], "message_id": 90_000, "text": "/help"}
        caller = _Caller(port=int(settings["WEB__PORT"]), update=update)
        await caller.begin()
        stopping = asyncio.create_task(_stop(stage.product, began="webhook call open"))
        await stage.product.logged("Stopping")
        assert await caller.finish() == "HTTP/1.1 200 OK"
        await stopping
        await stage.product.start()
        await _answered(stage, turns=2)
        assert {turn.state for turn in read_books(stage.database_url).turns} == {"sent"}


async def test_a_caller_who_never_finishes_does_not_keep_the_process(tmp_path: Path) -> None:
    settings = _webhook_settings()
    async with on_stage(tmp_path, more=settings) as stage:
        await stage.product.start()
        await stage.product.logged("webhook_set")
        caller = _Caller(port=int(settings["WEB__PORT"]), update={"update_id": 1})
        await caller.begin()
        await _stop(stage.product, began="webhook call stuck")
        await caller.hang_up()
