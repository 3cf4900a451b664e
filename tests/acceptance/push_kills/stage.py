"""The messengers, the people, and one or two instances of the product that are not started."""

from __future__ import annotations

import asyncio
import base64
import json
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import httpx

from domain.ids import UserId
from domain.messages import ChannelName
from domain.posting import Posting
from domain.profiles import Profile, SearchPreferences
from evaluation.digests.people import Resident, every_day, noon_zone, plan, settle
from evaluation.matching.generated import SOURCE, postings
from storage.database import open_database
from storage.digests import SqlDigests
from storage.migration import migrate
from storage.postings import SqlPostings
from tests.acceptance.channel_kills.product import ROOT, Product
from tests.acceptance.push_kills.peers import slack_dm, slack_user, telegram_chat
from tests.servers.telegram.wire import Json
from tests.servers.telegram.world import BOT_ID
from tests.twins.stores import FrozenClock

Messenger = Literal["slack", "telegram"]
_POSTINGS = 40
_START_TIMEOUT_S = 60.0
_OVERDUE = -timedelta(minutes=20)
"""Everybody's hour from now: due at the first tick, and not late yet."""
_PLANNED_BEFORE = timedelta(minutes=40)
_KEY = base64.b64encode(b"k" * 32).decode()


class Instance(Product):
    """One process of the service."""

    @property
    def pid(self) -> int:
        """Of the one that runs now."""
        assert self._process is not None
        return self._process.pid


class Peers:
    """The messengers' process, asked over HTTP."""

    def __init__(self, info: Mapping[str, str], *, client: httpx.AsyncClient) -> None:
        self.info = info
        self._client = client

    async def count(self, messenger: Messenger) -> int:
        """How many messages of the bot there are."""
        return int(await self._ask(messenger, "sent/count"))

    async def sent(self, messenger: Messenger) -> list[Json]:
        """All of them: place, mark and words."""
        found: list[Json] = await self._ask(messenger, "sent")
        return found

    async def _ask(self, messenger: Messenger, what: str) -> Any:  # whatever JSON it answers
        url = self.info[f"{messenger}_url"]
        response = await self._client.get(f"{url}/control/{what}")
        return response.raise_for_status().json()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What a run plays on."""

    messenger: Messenger
    peers: Peers
    products: tuple[Instance, ...]
    database_url: str
    people: Mapping[str, UserId]
    """By the place that the messenger knows them by."""
    on: str
    """The local date of everybody's digest, ISO."""


@asynccontextmanager
async def on_stage(
    folder: Path,
    *,
    messenger: Messenger,
    people: int,
    database_url: str | None = None,
    instances: int = 1,
    due_in: timedelta = _OVERDUE,
    more: Mapping[str, str] | None = None,
) -> AsyncIterator[Stage]:
    """People whose digests are all due, and instances that are not started.

    Args:
        folder: for everything.
        messenger: where everybody is.
        people: how many.
        database_url: an empty PostgreSQL database; None: SQLite in the data folder.
        instances: how many processes share the database.
        due_in: everybody's hour, from now.
        more: further settings, names without their prefix.
    """
    data = folder / "data0"
    data.mkdir(mode=0o700)
    url = database_url or f"sqlite:///{data / 'careergini.db'}"
    async with _peers_running(folder, people=people) as peers:
        now = datetime.now(UTC)
        residents = _residents(people, messenger=messenger, peers=peers, due_at=now + due_in)
        await _prepare(url, residents, now=now)
        products = tuple(
            _product(
                folder / f"instance{number}",
                data=folder / f"data{number}",
                number=number,
                messenger=messenger,
                peers=peers,
                database_url=database_url,
                more=more or {},
            )
            for number in range(instances)
        )
        try:
            yield Stage(
                messenger=messenger,
                peers=peers,
                products=products,
                database_url=url,
                people={one.conversation.partition(":")[0]: one.user for one in residents},
                on=_local(now + due_in).date().isoformat(),
            )
        finally:
            for product in products:
                await product.aclose()


def _local(at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(noon_zone(at))).replace(microsecond=0)


def _residents(
    people: int, *, messenger: Messenger, peers: Peers, due_at: datetime
) -> list[Resident]:
    settings = replace(every_day(_local(due_at).time(), zone=noon_zone(due_at)), digest_items=2)
    wishes = (
        SearchPreferences(titles=("Data Engineer",)),
        SearchPreferences(titles=("Registered Nurse",)),
        SearchPreferences(titles=("Accountant",), places=("Berlin",)),
        SearchPreferences(),
    )
    is_slack = messenger == "slack"
    return [
        Resident(
            number=number,
            channel=ChannelName(messenger),
            workspace=peers.info["slack_team"] if is_slack else str(BOT_ID),
            sender=slack_user(number) if is_slack else str(telegram_chat(number)),
            # In Slack the thread in which they wrote last: no place for a digest.
            conversation=f"{slack_dm(number)}:1700000000.000001"
            if is_slack
            else str(telegram_chat(number)),
            settings=settings,
            profile=Profile(user=UserId(""), preferences=wishes[number % len(wishes)]),
        )
        for number in range(people)
    ]


async def _prepare(url: str, residents: list[Resident], *, now: datetime) -> None:
    await asyncio.to_thread(migrate, url)
    clock = FrozenClock(now - _PLANNED_BEFORE)
    offers: list[Posting] = list(postings(_POSTINGS, seed=3, today=now.date()))
    async with open_database(url=url) as database:
        await settle(database, residents, now=clock.now())
        await SqlPostings(database=database, clock=clock).ingest(SOURCE, offers, complete=False)
        # Before everybody's hour: what is planned then is due now.
        await plan(SqlDigests(database=database, clock=clock), now=clock.now())


def _product(
    folder: Path,
    *,
    data: Path,
    number: int,
    messenger: Messenger,
    peers: Peers,
    database_url: str | None,
    more: Mapping[str, str],
) -> Instance:
    folder.mkdir()
    info = peers.info
    settings = {
        "DATA_FOLDER": str(data),
        # Instances that share a database share the key of its sealed rows.
        "SECRET_KEY": _KEY,
        "CONSOLE__ENABLED": "false",
        "MODEL__ENABLED": "false",
        "WEB__PORT": "0",
        "TURNS__EXECUTOR_ID": f"instance{number}",
        "PUSH__TICK_S": "1",
    }
    if database_url is not None:
        settings["DATABASE__URL"] = database_url
    if messenger == "slack":
        settings |= {
            "SLACK__BOT_TOKEN": info["slack_bot_token"],
            "SLACK__APP_TOKEN": info["slack_app_token"],
            "SLACK__BASE_URL": info["slack_base_url"],
            "SLACK__RECRUITER_DEFAULT": "false",
        }
    else:
        settings |= {
            "TELEGRAM__TOKEN": info["telegram_token"],
            "TELEGRAM__BASE_URL": info["telegram_base_url"],
            "TELEGRAM__BASE_FILE_URL": info["telegram_base_file_url"],
            # Of several processes only one could poll.
            "TELEGRAM__MODE": "webhook" if database_url else "polling",
            "WEB__PUBLIC_URL": "https://bot.example.org",
        }
    return Instance(folder, settings={**settings, **more})


@asynccontextmanager
async def _peers_running(folder: Path, *, people: int) -> AsyncIterator[Peers]:
    place = folder / "peers"
    place.mkdir()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.acceptance.push_kills.peers",
        str(place),
        str(people),
        cwd=ROOT,
    )
    try:
        async with asyncio.timeout(_START_TIMEOUT_S):
            while not (place / "info.json").exists():
                assert process.returncode is None, "the messengers did not start"
                await asyncio.sleep(0.05)
        info = json.loads((place / "info.json").read_text(encoding="utf-8"))
        async with httpx.AsyncClient(timeout=120.0) as client:
            yield Peers(info, client=client)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
