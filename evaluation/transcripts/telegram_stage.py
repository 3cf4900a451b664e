"""A person with Telegram on their phone, and the service behind the bot."""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from evaluation.transcripts.paper import Paper
from evaluation.transcripts.service import Service, model_settings, running
from evaluation.transcripts.telegram_screen import screen
from tests.servers.telegram import SENDS, Call, FakeTelegram, Group, Json, Person

AMARA = Person(id=4_201, first_name="Amara", language_code="en")
OTHER_PHONE = Person(id=4_202, first_name="Amara", language_code="en")
TEAM = Group(id=-1_001_000_000_777, title="Job hunters Berlin")

_READABLE = 60  # characters
_PATIENCE_S = 6.0
_CODE = re.compile(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}")


@dataclass(kw_only=True)
class TelegramStage:
    """One person, one bot, and what was seen so far."""

    telegram: FakeTelegram
    service: Service
    paper: Paper
    person: Person = AMARA
    seen: int = 0
    """Calls that were looked at already."""
    delays_s: list[tuple[float, float]] = field(default_factory=list)
    """From each message to the first and the last message of its answer."""
    _began_s: float = 0.0

    async def says(self, words: str, *update: Json, shown: str | None = None) -> str:
        """Send it, wait until nothing more comes, and look at the screen.

        Args:
            words: what the person writes; shown as such.
            update: what is sent instead of a text message.
            shown: what the transcript says instead of ``words``.
        """
        updates = update or (self.telegram.updates.text(self.person, words),)
        return await self.happens(shown or words, *updates)

    async def presses(self, label: str, *, who: Person | None = None) -> str:
        """Press the newest button with that label."""
        self.paper.person(f"presses [{label}]")
        self._began_s = time.monotonic()
        person = who or self.person
        self.telegram.press(person, label)
        return await self._look(person.id)

    async def happens(
        self, shown: str, *updates: Json, chat_id: int | None = None, also: int | None = None
    ) -> str:
        """Push updates, and look at a chat afterwards, and at another one if there is."""
        self.paper.person(shown)
        self._began_s = time.monotonic()
        self.telegram.push(*updates)
        return await self._look(chat_id or self.person.id, also=also)

    async def stops(self, words: str) -> str:
        """Ask, and send /stop once the first words can be read, or patience is over."""
        self.paper.person(words)
        self._began_s = time.monotonic()
        before = len(self.telegram.ledger)
        self.telegram.push(self.telegram.updates.text(self.person, words))
        await self.service.until(
            lambda: (
                time.monotonic() - self._began_s > _PATIENCE_S
                or any(
                    len(str(call.params.get("text", ""))) > _READABLE
                    for call in self.telegram.ledger.calls[before:]
                    if call.method == "sendMessageDraft"
                )
            )
        )
        self.telegram.push(self.telegram.updates.text(self.person, "/stop"))
        self.paper.person("/stop")
        return await self._look(self.person.id)

    @property
    def last_code(self) -> str:
        """The newest link code in the person's chat."""
        said = "\n".join(str(one.get("text", "")) for one in self.said_in(self.person.id))
        return str(_CODE.findall(said)[-1])

    async def looks(self) -> str:
        """Show what came without being asked for."""
        return await self._look(self.person.id)

    async def settle(self) -> list[Call]:
        """Wait until nothing more comes; the calls since the last look."""
        telegram = self.telegram
        await self.service.until(lambda: not telegram.queue.pending)
        await self.service.at_rest(lambda: sum(c.method != "getUpdates" for c in telegram.ledger))
        new = telegram.ledger.calls[self.seen :]
        self.seen = len(telegram.ledger)
        return new

    async def _look(self, chat_id: int, *, also: int | None = None) -> str:
        calls = await self.settle()
        sent = [call.at_s - self._began_s for call in calls if call.method in SENDS and call.taken]
        self.delays_s.append((sent[0], sent[-1]) if sent else (0.0, 0.0))
        words = screen(calls, chat_id=chat_id)
        self.paper.screen(words or "(nothing)")
        if also is not None:
            self.paper.screen(screen(calls, chat_id=also) or "(nothing)")
        return words

    def keeps_picture(self, name: str, caption: str) -> None:
        """Put the last picture that the person was sent into the page.

        Raises:
            LookupError: none was sent.
        """
        shown = [one for one in self.said_in(self.person.id) if one.get("photo")]
        if not shown:
            raise LookupError(f"no picture in chat {self.person.id}")
        file = self.telegram.world.files[shown[-1]["photo"][-1]["file_id"]]
        self.paper.picture(name, file.content, caption=caption)

    def said_in(self, chat_id: int) -> list[Json]:
        """The bot's messages that are in a chat now."""
        return self.telegram.said(chat_id)


@asynccontextmanager
async def telegram_stage(
    folder: Path,
    *,
    paper: Paper,
    model: str | None,
    database: str | None,
    more: Mapping[str, str] | None = None,
) -> AsyncIterator[TelegramStage]:
    """The server, the service and the person."""
    async with FakeTelegram() as telegram:
        settings = {
            "TELEGRAM__TOKEN": telegram.token,
            "TELEGRAM__BASE_URL": telegram.base_url,
            "TELEGRAM__BASE_FILE_URL": telegram.base_file_url,
            **model_settings(model),
            **(more or {}),
        }
        async with running(folder, settings=settings, database=database) as service:
            yield TelegramStage(telegram=telegram, service=service, paper=paper)
