"""kill -9 while answers are being written: every half answer becomes the whole one."""

from __future__ import annotations

import asyncio
import random
import time
from pathlib import Path

import pytest

from tests.acceptance.channel_kills.crowd import Kind, SlackCrowd, Step, TelegramCrowd
from tests.acceptance.channel_kills.judge import judge, read_books
from tests.acceptance.channel_kills.product import until
from tests.acceptance.channel_kills.slow_model import SlowOllama
from tests.acceptance.channel_kills.stage import Stage, calls_in, on_stage
from tests.servers.fake_ollama import serve_ollama

pytestmark = [pytest.mark.storm, pytest.mark.timeout(300)]

_QUESTION = "How should I ask my boss for a raise?"
_KILLS = 4
_THREADS = 3
_ASKED_AGAIN = 5
_BEGINS_WITHIN_S = 8.0
_RATES = (4_000.0, 1_000.0)
"""Tokens per second that the model claims: who must wait long for it does without."""


def _begun(stage: Stage) -> int:
    """Streams, drafts and status messages that were begun."""
    return sum(
        call["taken"] and call["method"] in {"chat.startStream", "sendMessageDraft"}
        for server in ("slack", "telegram")
        for call in calls_in(stage, server)
    )


def _has_begun(stage: Stage, before: int) -> bool:
    return _begun(stage) > before


async def _begins(stage: Stage, before: int) -> bool:
    """Whether one begins within a few seconds."""
    ends = time.monotonic() + _BEGINS_WITHIN_S
    while time.monotonic() < ends:
        if _has_begun(stage, before):
            return True
        await asyncio.sleep(0.05)
    return False


async def _at_work(stage: Stage) -> list[str]:
    """Threads of Slack where the bot still seems to work, with a button to stop it."""
    sessions = (await stage.slack.ask("state"))["sessions"]
    return [thread for _, thread, status in sessions if status == "processing"]


@pytest.mark.parametrize("seed", [71])
async def test_no_half_answer_stays(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    began = time.monotonic()
    async with serve_ollama(SlowOllama(rates=lambda _: _RATES)) as model:
        more = {
            "MODEL__ENABLED": "true",
            "MODEL__BASE_URL": model.url,
            "SLACK__RECRUITER_DEFAULT": "false",
        }
        async with on_stage(tmp_path, more=more) as stage:
            product = stage.product
            telegram = TelegramCrowd(stage.telegram)
            slack = SlackCrowd(stage.slack, threads=_THREADS, seed=seed)
            await product.start()
            await telegram.gather()
            await slack.gather()
            await stage.slack.ask(
                "trouble", rules=[{"prefix": "chat.", "share": 0.1, "seed": seed}]
            )
            talking = asyncio.create_task(slack.talk())

            async def ask(kind: Kind = "text", *, people: int) -> None:
                for who in range(_THREADS if kind == "text" else 0):
                    slack.do(Step(channel="slack", kind=kind, who=who, words=_QUESTION))
                for who in range(people):
                    await telegram.do(Step(channel="telegram", kind=kind, who=who, words=_QUESTION))

            try:
                for _ in range(_KILLS):
                    before = _begun(stage)
                    # The trouble may hit the one call that begins a stream: then they ask again.
                    for _ in range(_ASKED_AGAIN):
                        await ask(people=2)
                        await ask("mention", people=1)
                        if await _begins(stage, before):
                            break
                    assert _has_begun(stage, before), product.said()[-3000:]
                    await asyncio.sleep(chance.uniform(0.0, 1.5))
                    await product.kill()
                    await product.start()

                def is_done() -> bool:
                    books = read_books(stage.database_url)
                    return (
                        slack.is_silent
                        and len(books.turns) == len(telegram.said) + len(slack.said)
                        and not (books.unsettled or books.inbox)
                    )

                await until(is_done, what="end", product=product, within_s=150.0, every_s=0.5)
            finally:
                talking.cancel()
                await asyncio.gather(talking, return_exceptions=True)
            assert await product.terminate(within_s=15.0) == 0
            verdict = await judge(stage, [*telegram.said, *slack.said])
            begun = _begun(stage)
            assert await _at_work(stage) == []
    print(  # noqa: T201 - the figures are what the run is for
        f"{verdict.turns} turns, {verdict.kills} kills, {begun} streams and drafts begun in "
        f"{time.monotonic() - began:.0f} s; Telegram {verdict.telegram_duplicated} duplicated, "
        f"{verdict.telegram_in_doubt} in doubt"
    )
    assert verdict.faults == ()
    assert (verdict.lost, verdict.slack_duplicated) == (0, 0)
    assert verdict.telegram_duplicated == verdict.telegram_in_doubt_taken


async def test_a_stream_whose_start_was_never_answered_becomes_the_answer(tmp_path: Path) -> None:
    async with serve_ollama(SlowOllama(rates=lambda _: _RATES)) as model:
        more = {
            "MODEL__ENABLED": "true",
            "MODEL__BASE_URL": model.url,
            "SLACK__RECRUITER_DEFAULT": "false",
        }
        async with on_stage(tmp_path, more=more) as stage:
            slack = SlackCrowd(stage.slack, threads=1, seed=1)
            await stage.product.start()
            await slack.gather()
            slow = {"kinds": ["slow"], "slow_s": 5.0, "share": 1.0, "at_most": 1}
            await stage.slack.ask("trouble", rules=[{"prefix": "chat.startStream", **slow}])
            talking = asyncio.create_task(slack.talk())
            try:
                slack.do(Step(channel="slack", kind="text", who=0, words=_QUESTION))
                while not await stage.slack.ask(  # noqa: ASYNC110 - of another process
                    "calls", prefix="chat.startStream", taken=True
                ):
                    await asyncio.sleep(0.02)
                await stage.product.kill()
                await stage.product.start()

                def is_done() -> bool:
                    books = read_books(stage.database_url)
                    return len(books.turns) == 1 and not (books.unsettled or books.inbox)

                await until(is_done, what="answer", product=stage.product, every_s=0.1)
            finally:
                talking.cancel()
                await asyncio.gather(talking, return_exceptions=True)
            assert await stage.product.terminate(within_s=15.0) == 0
            verdict = await judge(stage, slack.said)
            assert await _at_work(stage) == []
            assert verdict.faults == ()
            assert (verdict.lost, verdict.slack_duplicated) == (0, 0)
