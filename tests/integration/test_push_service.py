"""The whole service and its digests: turned on in a chat, used, stopped, never repeated."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import httpx
import pytest
from pydantic import SecretStr

from bot.settings import ConsoleSettings, ModelSettings, Settings
from bot.settings_channels import EmailSettings, TelegramSettings, WebSettings
from bot.settings_pushes import PushSettings
from bot.wiring.application import Application, build_application
from bot.wiring.stores import open_stores
from domain.ids import PostingId, UserId
from domain.matching.model import Gate
from domain.messages import ChannelName
from domain.posting import Stance
from domain.profiles import Profile, SearchPreferences
from evaluation.digests.people import Resident, every_day, noon_zone, plan, settle
from evaluation.matching.generated import SOURCE, postings
from graph.digest.words import LOOK_BEHIND
from tests.integration.telegram_channel_stage import keys_of, until, words_in
from tests.servers.mail.smtp_peer import SmtpPeer, serve_smtp
from tests.servers.telegram import FakeTelegram, Person

ANA = Person(id=501, first_name="Ana", language_code="en")
_POSTINGS = 150
_LONGEST_S = 60.0
_PUSH = PushSettings(tick_s=1.0, model_sentence=False)


async def _offers(settings: Settings) -> None:
    """Some postings, before the service begins."""
    async with open_stores(settings) as stores:
        today = stores.clock.now().date()
        offers = list(postings(_POSTINGS, seed=3, today=today))
        await stores.postings.ingest(SOURCE, offers, complete=False)


class _Chat:
    """Ana's chat with the bot."""

    def __init__(self, telegram: FakeTelegram) -> None:
        self._telegram = telegram

    @property
    def said(self) -> list[dict[str, object]]:
        """What the bot wrote."""
        return self._telegram.said(ANA.id)

    async def says(self, words: str) -> str:
        """Write, and wait for the answer."""
        return await self._answered(lambda: self._push(words))

    async def presses(self, label: str) -> str:
        """Press the newest button with these words, and wait for the answer."""
        return await self._answered(lambda: self._telegram.press(ANA, label))

    def _push(self, words: str) -> None:
        self._telegram.push(self._telegram.updates.text(ANA, words))

    async def _answered(self, act: Callable[[], object]) -> str:
        before = len(self.said)
        act()
        await until(lambda: len(self.said) > before, within_s=_LONGEST_S)
        return words_in(self.said)[-1]

    def digests(self) -> list[dict[str, object]]:
        """Messages with the button that only a digest has."""
        return [one for one in self.said if any(map(_stops_digest, _labels(one)))]


def _stops_digest(label: str) -> bool:
    return "stop" in label.casefold() and "digest" in label.casefold()


def _labels(message: dict[str, object]) -> list[str]:
    if "reply_markup" not in message:
        return []
    return [str(key["text"]) for key in keys_of(message)]


async def _make_due(application: Application, user: UserId) -> None:
    """Move somebody's hour to a moment from now, in a zone where no date ends meanwhile."""
    users = application.stores.users
    settings = (await users.get_many([user]))[user].settings
    zone = noon_zone(datetime.now(UTC))
    soon = (datetime.now(UTC) + timedelta(seconds=2)).astimezone(ZoneInfo(zone))
    await users.save_settings(
        user,
        replace(
            settings,
            time_zone=zone,
            digest_at=soon.time().replace(microsecond=0),
            digest_days=tuple(range(7)),
        ),
    )


async def _stances(application: Application, user: UserId) -> dict[Stance, set[PostingId]]:
    found: dict[Stance, set[PostingId]] = {}
    for posting, marks in (await application.stores.postings.stances(user)).items():
        for mark in marks:
            found.setdefault(mark, set()).add(posting)
    return found


@pytest.mark.long
async def test_a_digest_is_turned_on_in_a_chat_used_and_stopped_and_never_comes_twice(
    tmp_path: Path,
) -> None:
    async with FakeTelegram() as telegram:
        settings = Settings(
            data_folder=tmp_path,
            model=ModelSettings(enabled=False),
            console=ConsoleSettings(enabled=False),
            web=WebSettings(port=0),
            push=_PUSH,
            telegram=TelegramSettings(
                token=SecretStr(telegram.token),
                base_url=telegram.base_url,
                base_file_url=telegram.base_file_url,
            ),
        )
        await _offers(settings)
        chat = _Chat(telegram)
        async with build_application(settings) as application:
            await chat.says("I am looking for a job as software engineer, at least 90,000 EUR")
            turned_on = await chat.says("daily digest at 8:00")
            assert "Digest" in turned_on
            (ana,) = await application.stores.users.find(str(ANA.id))
            assert ana.settings.digest_enabled

            await _make_due(application, ana.id)
            await until(lambda: bool(chat.digests()), within_s=_LONGEST_S)
            (digest,) = chat.digests()
            labels = _labels(digest)
            assert {"Save", "Hide"} <= {re.sub(r"^\d+\W*", "", one) for one in labels}, labels
            shown = (await _stances(application, ana.id))[Stance.SHOWN]
            assert shown

            await chat.presses(_labelled(labels, "Save"))
            await chat.presses(_labelled(labels, "Hide"))
            stances = await _stances(application, ana.id)
            assert len(stances[Stance.SAVED]) == len(stances[Stance.HIDDEN]) == 1
            assert stances[Stance.SAVED] | stances[Stance.HIDDEN] <= shown

            left_out = await chat.presses(_labelled(labels, LOOK_BEHIND[Gate.SALARY]))
            assert re.search(r"pay|floor|90[,.]?000", left_out, re.IGNORECASE), left_out

        # The same date again: neither a new process nor its first tick repeats it.
        async with build_application(settings) as application:
            stop = next(filter(_stops_digest, labels))
            assert "off" in (await chat.presses(stop)).casefold()
            (ana,) = await application.stores.users.find(str(ANA.id))
            assert not ana.settings.digest_enabled
            assert await application.stores.digests.next_due(ana.id) is None
            assert len(chat.digests()) == 1
            assert (await application.stores.digests.counts())["owed"] == 0
        assert telegram.faults == []


def _labelled(labels: list[str], words: str) -> str:
    found = [one for one in labels if words in one]
    assert found, f"no button {words!r} among {labels}"
    return found[0]


@pytest.mark.long
async def test_a_digest_comes_by_mail_and_one_click_stops_it(tmp_path: Path) -> None:
    peer = SmtpPeer()
    async with serve_smtp(peer):
        settings = Settings(
            data_folder=tmp_path,
            model=ModelSettings(enabled=False),
            console=ConsoleSettings(enabled=False),
            web=WebSettings(port=0, public_url="https://bot.example.org"),
            push=_PUSH,
            email=EmailSettings(
                address="bot@example.org",
                smtp_host="127.0.0.1",
                smtp_port=peer.port,
                smtp_security="none",
            ),
        )
        await _offers(settings)
        ana = await _settled_by_mail(settings)
        async with build_application(settings) as application:
            await until(lambda: bool(peer.ledger), within_s=_LONGEST_S)
            letter = _parsed(peer.ledger[0].content)
            assert peer.ledger[0].recipient == "ana@example.org"
            assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
            url = next(
                found
                for found in re.findall(r"<([^>]+)>", str(letter["List-Unsubscribe"]))
                if found.startswith("https:")
            )
            assert application.web is not None
            # What a mail provider does when somebody presses its own unsubscribe button.
            async with httpx.AsyncClient(base_url=application.web) as client:
                answer = await client.post(
                    urlsplit(url).path, data={"List-Unsubscribe": "One-Click"}
                )
            assert answer.is_success
            stopped = (await application.stores.users.get_many([ana]))[ana].settings
            assert not stopped.digest_enabled
            assert await application.stores.digests.next_due(ana) is None
        async with build_application(settings):
            assert len(peer.ledger) == 1


async def _settled_by_mail(settings: Settings) -> UserId:
    """Ana, whose digest is due, and who once wrote a mail."""
    now = datetime.now(UTC)
    zone = noon_zone(now)
    hour = (now - timedelta(minutes=5)).astimezone(ZoneInfo(zone)).time().replace(microsecond=0)
    resident = Resident(
        number=1,
        channel=ChannelName.EMAIL,
        workspace="",
        sender="ana@example.org",
        conversation="ana@example.org",
        settings=every_day(hour, zone=zone),
        profile=Profile(user=UserId(""), preferences=SearchPreferences(titles=("Data Engineer",))),
    )
    async with open_stores(settings) as stores:
        before = now - timedelta(minutes=30)
        await settle(stores.database, [resident], now=before)
        await plan(stores.digests, now=before)
    return resident.user


def _parsed(content: bytes) -> EmailMessage:
    return BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(content)
