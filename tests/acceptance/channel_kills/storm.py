"""A whole run: trouble everywhere, people who go on writing, ten kills at seeded moments."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, replace
from pathlib import Path

from tests.acceptance.channel_kills.crowd import SlackCrowd, TelegramCrowd, script
from tests.acceptance.channel_kills.judge import Verdict, judge, read_books
from tests.acceptance.channel_kills.product import until
from tests.acceptance.channel_kills.stage import Stage, on_stage
from tests.servers.telegram import Delivery, Trouble

_SHARE = 0.1
_END_WITHIN_S = 150.0
_AFTERWARDS_S = 3.0
"""Whatever would still be sent twice gets the time to be sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Storm:
    """How much work, how many kills."""

    seed: int
    messages: int = 200
    kills: int = 10
    threads: int = 10


async def ride_out(storm: Storm, folder: Path, *, database_url: str | None = None) -> Verdict:
    """Let people write, kill the product on the way, wait for the last answer, and judge."""
    chance = random.Random(storm.seed)
    steps = script(count=storm.messages, seed=storm.seed, threads=storm.threads)
    portion = -(-len(steps) // (storm.kills + 1))
    async with on_stage(folder, database_url=database_url) as stage:
        product = stage.product
        telegram = TelegramCrowd(stage.telegram)
        slack = SlackCrowd(stage.slack, threads=storm.threads, seed=storm.seed)
        await product.start()
        await telegram.gather()
        await slack.gather()
        await _make_trouble(stage, seed=storm.seed)
        talking = asyncio.create_task(slack.talk())
        try:
            for kill in range(storm.kills + 1):
                for step in steps[kill * portion : (kill + 1) * portion]:
                    if step.channel == "slack":
                        slack.do(step)
                    else:
                        await telegram.do(step)
                if kill == storm.kills:
                    break
                await _pass_some_time(stage, chance=chance)
                await product.kill()
                await product.start(ready=False)
            await until(
                lambda: slack.is_silent and _is_done(stage, telegram, slack),
                what="end",
                product=product,
                within_s=_END_WITHIN_S,
                every_s=0.5,
            )
            await asyncio.sleep(_AFTERWARDS_S)
        finally:
            talking.cancel()
            await asyncio.gather(talking, return_exceptions=True)
        assert await product.terminate(within_s=15.0) == 0
        verdict = await judge(stage, [*telegram.said, *slack.said])
        ignored = [
            f"a press was not acknowledged by a running process: {began:.1f} to {ended:.1f}"
            for began, ended in slack.unheard
            if not any(began - 1.0 <= kill <= ended for kill in product.kills)
        ]
        return replace(verdict, faults=(*verdict.faults, *ignored))


async def _make_trouble(stage: Stage, *, seed: int) -> None:
    await stage.telegram.set_trouble(Trouble(share=_SHARE, seed=seed))
    await stage.telegram.set_delivery(Delivery(duplicates=_SHARE, reorders=_SHARE, seed=seed))
    await stage.slack.ask("trouble", rules=[{"prefix": "", "share": _SHARE, "seed": seed}])


async def _pass_some_time(stage: Stage, *, chance: random.Random) -> None:
    """Until the kill: mostly in the middle of work, sometimes while the service still starts."""
    if chance.random() < 0.2:
        await asyncio.sleep(chance.uniform(0.1, 4.0))
        return
    before = stage.sends()
    await until(lambda: stage.sends() > before, what="answer", product=stage.product)
    await asyncio.sleep(chance.uniform(0.0, 3.0))


def _is_done(stage: Stage, telegram: TelegramCrowd, slack: SlackCrowd) -> bool:
    books = read_books(stage.database_url)
    said = [one for one in (*telegram.said, *slack.said) if one.must_be_answered]
    return len(books.turns) >= len(said) and not (books.unsettled or books.inbox)


def describe(verdict: Verdict, *, began: float) -> str:
    """One line for the record of a run."""
    return (
        f"{verdict.messages} messages, {verdict.turns} turns, {verdict.kills} kills in "
        f"{time.monotonic() - began:.0f} s: {verdict.lost} lost; Slack {verdict.slack_duplicated} "
        f"duplicated; Telegram {verdict.telegram_duplicated} duplicated, "
        f"{verdict.telegram_in_doubt} in doubt, {verdict.telegram_in_doubt_taken} of them taken"
    )
