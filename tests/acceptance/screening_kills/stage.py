"""A private channel with a role, thirty files on their way, and instances of the product."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from evaluation.screening.applicants import DESCRIPTION
from evaluation.screening.drawing import resume_file
from evaluation.transcripts.slack_blocks import buttons_in
from storage.migration import migrate
from tests.acceptance.channel_kills.product import Product
from tests.servers.slack import FakeSlack, Json
from tests.servers.slack.records import Channel

_KEY = base64.b64encode(b"k" * 32).decode()
_ANSWER_WITHIN_S = 60.0
_RESTART_AFTER_S = 1.0
_HELD = "another CareerGini process is already running as executor"
"""A process says so and ends while another one recovers the work of a dead one of its name."""


@dataclass(kw_only=True)
class Stage:
    """What a run plays on."""

    slack: FakeSlack
    channel: Channel
    products: tuple[Product, ...]
    database_url: str
    dropped: list[str] = field(default_factory=list)
    """Timestamps of the messages with files."""

    def drop(self, numbers: Sequence[int]) -> None:
        """Share files in one message, whose event Slack delivers twice."""
        events = self.slack.events
        files = [resume_file(number) for number in numbers]
        shared = [events.file(content, name=name) for name, content in files]
        payload = events.message("", channel=self.channel, files=shared)
        self.dropped.append(payload["event"]["ts"])
        self.slack.push("events_api", payload)
        self.slack.push("events_api", payload)

    def posts(self) -> int:
        """Messages and edits of the product so far."""
        return sum(
            call.taken and call.method in {"chat.postMessage", "chat.update"}
            for call in self.slack.ledger.calls
        )

    async def until(
        self, holds: Callable[[], bool], *, within_s: float, what: str, every_s: float = 0.1
    ) -> None:
        """Wait, and do what a service manager does."""
        try:
            async with asyncio.timeout(within_s):
                while not holds():
                    await self.keep_running()
                    await asyncio.sleep(every_s)
        except TimeoutError:
            said = "\n".join(product.said()[-1500:] for product in self.products)
            raise AssertionError(f"no {what} within {within_s:.0f} s:\n{said}") from None

    async def keep_running(self) -> None:
        """Start again what ended because another process still looked after its predecessor."""
        for product in self.products:
            if product.ended is not None:
                assert _HELD in product.said(), product.said()[-3000:]
                await asyncio.sleep(_RESTART_AFTER_S)
                await product.start(ready=False)


@asynccontextmanager
async def on_stage(
    folder: Path, *, database_url: str | None = None, instances: int = 1
) -> AsyncIterator[Stage]:
    """Running instances, and a channel whose role has a rubric.

    Args:
        folder: for everything.
        database_url: an empty PostgreSQL database; None: SQLite in the data folder.
        instances: how many processes share the database.
    """
    if database_url is not None:
        await asyncio.to_thread(migrate, database_url)
    async with FakeSlack(ack_timeout_s=2.0, retry_delays_s=[0.2] * 3 + [1.0] * 60) as slack:
        channel = slack.world.add_channel(
            Channel(id="C0BACKEND01", name="backend-hiring", team=slack.team, kind="group")
        )
        data = folder / "data"
        products = tuple(
            _product(folder, slack, data=data, number=number, database_url=database_url)
            for number in range(instances)
        )
        stage = Stage(
            slack=slack,
            channel=channel,
            products=products,
            database_url=database_url or f"sqlite:///{data / 'careergini.db'}",
        )
        try:
            for product in products:
                await product.start()
            await slack.sockets.connected(instances, timeout_s=60.0)
            await _role(stage)
            yield stage
        finally:
            for product in products:
                await product.aclose()


def _product(
    folder: Path, slack: FakeSlack, *, data: Path, number: int, database_url: str | None
) -> Product:
    own = folder / f"instance{number}"
    own.mkdir()
    settings = {
        # Instances of one database share its files and the key of its sealed rows.
        "DATA_FOLDER": str(data),
        "SECRET_KEY": _KEY,
        "CONSOLE__ENABLED": "false",
        "MODEL__ENABLED": "false",
        "WEB__PORT": "0",
        "TURNS__EXECUTOR_ID": f"instance{number}",
        "SLACK__BOT_TOKEN": slack.bot_token,
        "SLACK__APP_TOKEN": slack.app_token,
        "SLACK__BASE_URL": slack.base_url,
        "SLACK__FILE_HOSTS": slack.world.root.removeprefix("http://"),
    }
    if database_url is not None:
        settings["DATABASE__URL"] = database_url
    return Product(own, settings=settings)


async def _role(stage: Stage) -> None:
    slack, events = stage.slack, stage.slack.events
    slack.push("events_api", events.message_im(f"New role: Backend Engineer\n\n{DESCRIPTION}"))
    await stage.until(lambda: _button(slack) is not None, within_s=_ANSWER_WITHIN_S, what="rubric")
    found = _button(slack)
    assert found is not None
    ts, action = found
    slack.push(
        "interactive", slack.interactions.block_actions(action, message_ts=ts, channel=slack.dm)
    )
    await _said(stage, slack.dm.id, "Saved as rubric v1")
    words = f"<@{slack.bot_user_id}> use this channel to screen resumes for Backend Engineer"
    payload = events.message(words, channel=stage.channel)
    slack.push("events_api", payload)
    slack.push("events_api", events.app_mention_of(payload))
    await _said(stage, stage.channel.id, "is the place of Backend Engineer now")


def _button(slack: FakeSlack) -> tuple[str, str] | None:
    for message in slack.messages(slack.dm.id, by_app=True):
        for found in buttons_in(message.get("blocks", ())):
            if "text" in found and found["text"]["text"] == "Save v1":
                return str(message["ts"]), str(found["action_id"])
    return None


async def _said(stage: Stage, channel: str, words: str) -> None:
    def is_said() -> bool:
        messages: list[Json] = stage.slack.messages(channel, by_app=True)
        return any(words in str(one) for one in messages)

    await stage.until(is_said, within_s=_ANSWER_WITHIN_S, what=repr(words))
