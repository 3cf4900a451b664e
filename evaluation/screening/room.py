"""A team's private channel in Slack with a role, the real service behind it, and bystanders."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from evaluation.screening.applicants import DESCRIPTION
from evaluation.transcripts.paper import Paper
from evaluation.transcripts.service import Service, model_settings
from evaluation.transcripts.slack_stage import SlackStage
from tests.servers.slack import POSTS, FakeSlack, Json
from tests.servers.slack.records import Channel

_BYSTANDERS = 8
"""People who take turns in asking: in one chat the pace of Slack itself would be measured."""
_ROOM = "C0BACKEND01"
_QUESTIONS = ("what can you do?", "show my settings", "find jobs for a data engineer")
_PER_MESSAGE = 10
"""Files that people share in one message of Slack."""


class MeasuredService(Service):
    """The service, and what its process takes."""

    def memory_mb(self, *, peak: bool) -> float:
        """Resident memory of the process, without those it started."""
        assert self._process is not None
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        name = "VmHWM:" if peak else "VmRSS:"
        line = next(each for each in status.splitlines() if each.startswith(name))
        return int(line.split()[1]) / 1000


@dataclass(kw_only=True)
class Room:
    """What the measurements look at."""

    stage: SlackStage
    service: MeasuredService
    channel: Channel
    dms: Sequence[Channel]
    asked: list[tuple[str, float]] = field(default_factory=list)
    """Timestamp of each question of a bystander, and when it was sent."""

    async def drop(self, files: Sequence[tuple[str, bytes]]) -> None:
        """Share files, a handful in each message."""
        events = self.stage.slack.events
        for first in range(0, len(files), _PER_MESSAGE):
            shared = [
                events.file(content, name=name)
                for name, content in files[first : first + _PER_MESSAGE]
            ]
            await self.stage.slack.send_event(
                events.message("", channel=self.channel, files=shared), timeout_s=60.0
            )

    async def asks(self, *, until_s: float | None = None, times: int = 0) -> list[float]:
        """Somebody asks once a second; seconds to each answer, in order."""
        first = len(self.asked)
        number = 0
        while number < times if until_s is None else time.monotonic() < until_s:
            await self.ask()
            number += 1
            await asyncio.sleep(1.0)
        return await self.answers(since=first)

    async def ask(self) -> None:
        """One question in a thread of its own; nobody waits for the answer."""
        slack = self.stage.slack
        words = _QUESTIONS[len(self.asked) % len(_QUESTIONS)]
        dm = self.dms[len(self.asked) % len(self.dms)]
        payload = slack.events.message(words, channel=dm, user=dm.user)
        self.asked.append((payload["event"]["ts"], slack.clock.monotonic()))
        slack.push("events_api", payload)

    async def answers(self, *, since: int) -> list[float]:
        """Seconds from question to answer, once all are there."""
        mine = self.asked[since:]
        await self.service.until(lambda: len(self._answered()) == len(self.asked))
        found = self._answered()
        return [found[ts] - at_s for ts, at_s in mine]

    def _answered(self) -> dict[str, float]:
        wanted = {ts for ts, _ in self.asked}
        found: dict[str, float] = {}
        for call in self.stage.slack.ledger.calls:
            root = str(call.args.get("thread_ts", ""))
            if call.taken and call.method in POSTS and root in wanted:
                found.setdefault(root, call.at_s)
        return found

    def messages(self) -> list[Json]:
        """What the app wrote into the channel."""
        return self.stage.slack.messages(self.channel.id, by_app=True)

    def owed(self) -> int:
        """Steps and summaries that are not done, and what is not sent of them."""
        return self.service.count(
            "SELECT (SELECT count(*) FROM candidate_steps)"
            " + (SELECT count(*) FROM candidate_batches WHERE announced_at_us IS NULL)"
            " + (SELECT count(*) FROM outbound WHERE state = 'waiting' AND id LIKE 's%')"
        )

    def taken_in(self) -> int:
        """Candidates that the service knows."""
        return self.service.count("SELECT count(*) FROM candidates")

    def judged(self) -> int:
        """Candidates whose report is made."""
        return self.service.count("SELECT count(*) FROM candidates WHERE state = 'done'")


@asynccontextmanager
async def team_room(
    folder: Path, *, database: str | None = None, more: Mapping[str, str] | None = None
) -> AsyncIterator[Room]:
    """The service with a role that is bound to a private channel."""
    async with FakeSlack() as slack:
        settings = {
            "SLACK__BOT_TOKEN": slack.bot_token,
            "SLACK__APP_TOKEN": slack.app_token,
            "SLACK__BASE_URL": slack.base_url,
            "SLACK__FILE_HOSTS": slack.world.root.removeprefix("http://"),
            **model_settings(None),
            **(more or {}),
        }
        channel = slack.world.add_channel(
            Channel(id=_ROOM, name="backend-hiring", team=slack.team, kind="group")
        )
        dms = [_bystander(slack, number) for number in range(_BYSTANDERS)]
        async with MeasuredService(folder, settings=settings, database=database) as service:
            await slack.sockets.connected(timeout_s=30.0)
            paper = Paper("A room", about="", person="Amara")
            stage = SlackStage(slack=slack, service=service, paper=paper)
            await _role(stage, channel)
            yield Room(stage=stage, service=service, channel=channel, dms=dms)


def _bystander(slack: FakeSlack, number: int) -> Channel:
    user = f"U0BYSTAND{number:02}"
    slack.world.add_user(user, team=slack.team, name=f"noor{number}")
    return slack.world.add_channel(
        Channel(
            id=f"D0BYSTAND{number:02}",
            name=f"noor{number}",
            team=slack.team,
            kind="im",
            user=user,
        )
    )


async def _role(stage: SlackStage, channel: Channel) -> None:
    await stage.says(f"New role: Backend Engineer\n\n{DESCRIPTION}")
    await stage.presses("Save v1")
    events = stage.slack.events
    words = f"<@{stage.slack.bot_user_id}> use this channel to screen resumes for Backend Engineer"
    payload = events.message(words, channel=channel)
    await stage.happens(words, payload, events.app_mention_of(payload), channel=channel.id)
    if stage.service.count("SELECT count(*) FROM role_places") != 1:
        raise RuntimeError(f"the channel is not the role's:\n{stage.paper.text()[-2000:]}")
