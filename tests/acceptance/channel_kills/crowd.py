"""People who write to the bot: numbered wishes, documents, albums, presses, mentions, some twice.

A number is a time of day: "daily digest at 09:41" is answered with "Digest: 09:41", so that an
answer tells which message it belongs to without any help from the product.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import httpx

from tests.acceptance.channel_kills.stage import SlackDoor
from tests.servers.telegram import Group, Person, RemoteTelegram
from tests.servers.telegram.wire import Json
from tests.twins.talk import RESUME

_BUTTON = "Turn the digest off"
_NUMBERED = re.compile(r"Digest: (\d\d:\d\d)\b")
_FIRST_MINUTE = 60
_RESENT_SHARE = 0.15

PEOPLE = tuple(Person(id=600 + n, first_name=f"Person{n}") for n in range(6))
TEAM = Group(id=-1_001_000_000_600, title="Team")
_IN_TEAM = PEOPLE[:2]

Kind = Literal["text", "document", "album", "press", "mention"]
_KINDS: dict[Literal["telegram", "slack"], dict[Kind, int]] = {
    # Of a hundred.
    "telegram": {"text": 74, "document": 7, "album": 5, "press": 8, "mention": 6},
    "slack": {"text": 78, "document": 7, "press": 9, "mention": 6},
}


def number_in(words: str) -> str | None:
    """The number of an answer, None when it has none.

    >>> number_in("Digest: 09:41 Mon to Fri (UTC).")
    '09:41'
    """
    found = _NUMBERED.search(words)
    return None if found is None else found[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What somebody said once."""

    channel: Literal["telegram", "slack"]
    conversation: str
    """As the product names it."""
    key: str
    """What its turn's id ends with."""
    words: str
    number: str = ""
    must_be_answered: bool = True
    """False: the provider never got an acknowledgement, and does not send it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What somebody is about to do."""

    channel: Literal["telegram", "slack"]
    kind: Kind
    who: int
    """Of the people of Telegram, of the threads of Slack."""
    number: str = ""
    words: str = ""
    """What is said in place of a numbered wish."""

    @property
    def said(self) -> str:
        """The words of a message."""
        return self.words or f"daily digest at {self.number}"


def script(*, count: int, seed: int, threads: int) -> list[Step]:
    """So many steps in a seeded order; half of them in Telegram."""
    chance = random.Random(seed)
    found: list[Step] = []
    for channel, crowd in (("telegram", len(PEOPLE)), ("slack", threads)):
        kinds = _KINDS[channel]  # type: ignore[index]  # a literal of the line above
        wanted = [kind for kind, share in kinds.items() for _ in range(share * count // 200)]
        wanted += ["text"] * (count // 2 - len(wanted))
        found += [
            Step(channel=channel, kind=kind, who=n % crowd)  # type: ignore[arg-type]
            for n, kind in enumerate(chance.sample(wanted, len(wanted)))
        ]
    chance.shuffle(found)
    return [
        Step(channel=step.channel, kind=step.kind, who=step.who, number=_clock(n))
        for n, step in enumerate(found)
    ]


def _clock(number: int) -> str:
    minute = _FIRST_MINUTE + number
    return f"{minute // 60:02d}:{minute % 60:02d}"


@dataclass
class TelegramCrowd:
    """Six people in private chats, two of them also in a group."""

    telegram: RemoteTelegram
    said: list[Saying] = field(default_factory=list)

    async def gather(self) -> None:
        """Begin the group."""
        await self.telegram.build("added", who=PEOPLE[0], where=TEAM)
        # Somebody who never opened a private chat cannot be written to there.
        for who in _IN_TEAM:
            await self._note(who.id, await self.telegram.build("text", who=who, text="/start"))

    async def do(self, step: Step) -> None:
        """Telegram keeps what is said here until the bot has fetched it."""
        who = PEOPLE[step.who]
        match step.kind:
            case "document":
                name = f"cv {step.number.replace(':', '')}.txt"
                built = await self.telegram.build(
                    "document", who=who, name=name, content=_resume(), media_type="text/plain"
                )
                await self._note(who.id, built)
            case "album":
                files = [(f"part {n}.txt", _resume()) for n in range(2)]
                built = await self.telegram.build("album", who=who, files=files, caption="Mine")
                await self._note(who.id, built[:1])
            case "press" if (pressed := await self._press(who)) is not None:
                await self._note(who.id, [pressed])
            case "mention":
                asker = _IN_TEAM[step.who % 2]
                built = await self.telegram.build("mention", who=asker, where=TEAM, text=step.said)
                await self._note(TEAM.id, built, words=step.said, number=step.number)
            case _:
                # A command: after a resume the assistant has an open question, and words answer it.
                typed = step.words or f"/digest {step.said}"
                built = await self.telegram.build("text", who=who, text=typed)
                await self._note(who.id, built, words=step.said, number=step.number)

    async def _press(self, who: Person) -> Json | None:
        try:
            return await self.telegram.press(who, _BUTTON)
        except httpx.HTTPStatusError:
            return None  # nothing to press yet

    async def _note(
        self, chat_id: int, built: Sequence[Json], *, words: str = "", number: str = ""
    ) -> None:
        self.said += [
            Saying(
                channel="telegram",
                conversation=str(chat_id),
                key=f".{update['update_id']:012d}",
                words=words,
                number=number,
            )
            for update in built
        ]


class SlackCrowd:
    """Threads in direct conversations and one in a channel; each says one thing after another.

    The next is said when the one before was acknowledged: so Slack delivers a thread in order.
    """

    def __init__(self, slack: SlackDoor, *, threads: int, seed: int) -> None:
        self.said: list[Saying] = []
        self.unheard: list[tuple[float, float]] = []
        """When presses were delivered that nobody acknowledged; Slack does not repeat them."""
        self._slack = slack
        self._chance = random.Random(seed)
        self._threads = [
            _Thread(channel=f"D0KILLDM{n // 2:03d}", user=f"U0KILL{n // 2:04d}")
            for n in range(threads)
        ]
        self._team = _Thread(channel=slack.channel, user=slack.user)

    async def gather(self) -> None:
        """Open the direct conversations."""
        people = {thread.channel: thread.user for thread in self._threads}
        for channel, user in people.items():
            await self._slack.ask("channel", id=channel, name=user.lower(), kind="im", user=user)

    def do(self, step: Step) -> None:
        """Put it at the end of its thread's line."""
        thread = self._team if step.kind == "mention" else self._threads[step.who]
        thread.steps.append(step)
        thread.more.set()

    async def talk(self) -> None:
        """Say everything that is put in line, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for thread in (*self._threads, self._team):
                tasks.create_task(self._talk(thread))

    @property
    def is_silent(self) -> bool:
        """Whether everything was said and acknowledged."""
        return not any(one.steps or one.is_busy for one in (*self._threads, self._team))

    async def _talk(self, thread: _Thread) -> None:
        while True:
            if not thread.steps:
                thread.more.clear()
                await thread.more.wait()
            thread.is_busy = True
            await self._say(thread, thread.steps.popleft())
            thread.is_busy = False

    async def _say(self, thread: _Thread, step: Step) -> None:
        words = step.said
        match step.kind:
            case "mention":
                pair = await self._slack.build("mention", words)
                await self._deliver(thread, pair, root=pair[0]["event"]["ts"], step=step)
            case "press" if (press := await self._press(thread)) is not None:
                began = time.monotonic()
                (shown,) = await self._slack.deliver(press, kind="interactive")
                if shown["given_up"]:
                    self.unheard.append((began, time.monotonic()))
                self._note(
                    thread,
                    root=thread.root,
                    key=press["actions"][0]["action_ts"],
                    must_be_answered=not shown["given_up"],
                )
            case "document":
                file = await self._slack.ask("file", hex=_resume().hex(), name="resume.txt")
                where = {"channel": thread.channel}
                payload = await self._slack.build(
                    "file_share", files=[file["id"]], text=words, **where
                )
                payload["event"]["user"] = thread.user
                await self._deliver(thread, [payload], root=payload["event"]["ts"])
            case _:
                payload = await self._slack.build(
                    "message",
                    words,
                    channel=thread.channel,
                    user=thread.user,
                    thread_ts=thread.root or None,
                )
                thread.root = thread.root or payload["event"]["ts"]
                await self._deliver(thread, [payload], root=thread.root, step=step)

    async def _deliver(
        self, thread: _Thread, payloads: Sequence[Json], *, root: str, step: Step | None = None
    ) -> None:
        given = [*payloads]
        if self._chance.random() < _RESENT_SHARE:
            given.append(payloads[0])
        shown = await self._slack.deliver(*given)
        assert not any(one["given_up"] for one in shown)
        key = payloads[0]["event"]["ts"]
        words, number = ("", "") if step is None else (step.said, step.number)
        self._note(thread, root=root, key=key, words=words, number=number)

    async def _press(self, thread: _Thread) -> Json | None:
        for message in reversed(
            await self._slack.ask("messages", channel=thread.channel, by_app=True)
        ):
            if message.get("thread_ts") != thread.root:
                continue
            for block in message.get("blocks", ()):
                for element in block.get("elements", ()):
                    if element.get("text", {}) and _label(element) == _BUTTON:
                        press: Json = await self._slack.build(
                            "block_actions",
                            element["action_id"],
                            message_ts=message["ts"],
                            channel=thread.channel,
                        )
                        press["user"]["id"] = thread.user
                        return press
        return None

    def _note(
        self,
        thread: _Thread,
        *,
        root: str,
        key: str,
        words: str = "",
        number: str = "",
        must_be_answered: bool = True,
    ) -> None:
        self.said.append(
            Saying(
                channel="slack",
                conversation=f"{thread.channel}:{root}",
                key=f":{key}",
                words=words,
                number=number,
                must_be_answered=must_be_answered,
            )
        )


@dataclass
class _Thread:
    channel: str
    user: str
    root: str = ""
    steps: deque[Step] = field(default_factory=deque)
    more: asyncio.Event = field(default_factory=asyncio.Event)
    is_busy: bool = False


def _label(element: Json) -> str:
    words = element["text"]
    return str(words["text"]) if isinstance(words, dict) else ""


def _resume() -> bytes:
    return RESUME.encode()
