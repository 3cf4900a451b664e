"""``python -m evaluation.channels.peers``: Telegram, Slack and a model server in one process.

Reads one JSON command per line and answers each with one line; ends when its input ends. It does
not share the interpreter with the service, so what it costs is not the service's.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

from tests.servers.fake_ollama import Asked, FakeOllama, serve_ollama
from tests.servers.slack import EDITS, POSTS, Channel, FakeSlack, Rule
from tests.servers.telegram import (
    AMBIGUOUS,
    DRAFTS,
    SENDS,
    FakeTelegram,
    Group,
    Json,
    Person,
    Trouble,
)

_SPEECH = (
    "Ask the recruiter for the salary range before you name a number. Say which results you bring "
    "and what the role is worth to you. Prepare one sentence with your target and then stay quiet. "
    "If they cannot move the salary, ask for a review after six months. Write down what was agreed "
    "and thank them for the open talk. "
)
_SENTENCE_WORDS = len(_SPEECH.partition(".")[0].split())
_MARK = re.compile(r"m\d{5}x")
_TEAM = Group(id=-1_001_000_000_777, title="Hiring team")


class SteadyModel(FakeOllama):
    """Streams words at an even pace, as a model does."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces = 60
        self.gap_s = 0.05
        self.first_at_s: list[float] = []
        """When each answer's first piece left, in monotonic seconds."""
        self.sentence_at_s: list[float] = []
        """When each answer's first whole sentence had left."""
        self.answered = 0

    async def _answer(
        self, request: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if request.path != "/api/chat" or not request.body.get("messages"):
            await super()._answer(request, reader, writer)
            return
        try:
            await self._speak_evenly(writer)
        finally:  # also when the listener has heard enough
            self.answered += 1

    async def _speak_evenly(self, writer: asyncio.StreamWriter) -> None:
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n"
        )
        words = _SPEECH.split()
        for number in range(self.pieces):
            await asyncio.sleep(self.gap_s)
            if number == 0:
                self.first_at_s.append(time.monotonic())
            await _frame(writer, f"{words[number % len(words)]} ")
            if number == _SENTENCE_WORDS:  # its end shows with the next word
                self.sentence_at_s.append(time.monotonic())
        await _frame(writer, "", done=True)
        writer.write(b"0\r\n\r\n")
        await writer.drain()


async def _frame(writer: asyncio.StreamWriter, content: str, *, done: bool = False) -> None:
    frame: Json = {
        "model": "small:latest",
        "message": {"role": "assistant", "content": content},
        "done": done,
    }
    if done:
        frame |= {
            "done_reason": "stop",
            "prompt_eval_count": 50,
            "prompt_eval_duration": 10**8,
            "eval_count": 60,
            "eval_duration": 10**9,
        }
    data = json.dumps(frame).encode() + b"\n"
    writer.write(b"%x\r\n%s\r\n" % (len(data), data))
    await writer.drain()


class Peers:
    """The three servers and what can be asked about them."""

    def __init__(self, telegram: FakeTelegram, slack: FakeSlack, model: SteadyModel) -> None:
        self._telegram = telegram
        self._slack = slack
        self._model = model

    def info(self) -> Json:
        """Where they are and what opens them."""
        return {
            "telegram_token": self._telegram.token,
            "telegram_base_url": self._telegram.base_url,
            "telegram_base_file_url": self._telegram.base_file_url,
            "slack_base_url": self._slack.base_url,
            "slack_bot_token": self._slack.bot_token,
            "slack_signing_secret": self._slack.signing_secret,
            "slack_team": self._slack.team_id,
            "slack_channel": self._slack.channel.id,
            "group": _TEAM.id,
            "model_url": self._model.url,
        }

    def meet(self, *, chats: int) -> Json:
        """Make that many people known, each with a private chat and a direct conversation."""
        self._telegram.updates.added(_person(0), _TEAM)
        for number in range(chats):
            self._telegram.updates.text(_person(number), "hello")
            user = f"U0BENCH{number:05d}"
            self._slack.world.add_user(user, team=self._slack.team, name=f"person{number}")
            self._slack.world.add_channel(self._dm(number))
        return {
            "telegram": [_person(number).id for number in range(chats)],
            "slack": [self._dm(number).id for number in range(chats)],
        }

    def events(
        self, *, file: str, counts: dict[str, int], chats: int, words: str, copies: int, seed: int
    ) -> int:
        """Write events of people who were met, each ``copies`` times, shuffled by the seed."""
        lines = [line for line in self._lines(counts, chats, words) for _ in range(copies)]
        if copies > 1:
            random.Random(seed).shuffle(lines)
        Path(file).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return len(lines)

    def _lines(self, counts: dict[str, int], chats: int, words: str) -> Iterator[str]:
        for number in range(max(counts.values())):
            if number < counts.get("telegram", 0):
                update = self._telegram.updates.text(_person(number % chats), words)
                yield f"telegram {json.dumps(update)}"
            if number < counts.get("slack", 0):
                channel = self._slack.world.channels[self._dm(number % chats).id]
                payload = self._slack.events.message(words, channel=channel, user=channel.user)
                yield f"slack {json.dumps(payload)}"

    def _dm(self, number: int) -> Channel:
        return Channel(
            id=f"D0BENCH{number:05d}",
            name=f"person{number}",
            team=self._slack.team,
            kind="im",
            user=f"U0BENCH{number:05d}",
        )

    def trouble(self, *, share: float, seed: int) -> None:
        """From now on a share of all calls fails, in every way there is."""
        self._telegram.set_trouble(Trouble(share=share, seed=seed))
        self._slack.trouble.clear()
        self._slack.trouble.always(Rule(prefix="", share=share, seed=seed))

    def model(self, *, pieces: int, gap_s: float) -> None:
        """How long the model talks."""
        self._model.pieces, self._model.gap_s = pieces, gap_s

    def replies(self) -> Json:
        """Messages that arrived, by chat and by thread."""
        telegram = Counter(
            str(call.chat_id) for call in self._telegram.ledger.of(*SENDS) if call.taken
        )
        slack = Counter(
            f"{call.channel}:{call.args.get('thread_ts', '')}"
            for call in self._slack.ledger.calls
            if call.method in POSTS and call.taken
        )
        return {"telegram": telegram, "slack": slack}

    def marks(self) -> Json:
        """How often each marked message arrived."""
        telegram = Counter(
            mark
            for call in self._telegram.ledger.of(*SENDS)
            if call.taken
            for mark in set(_MARK.findall(json.dumps(call.params)))
        )
        slack = Counter(
            mark
            for call in self._slack.ledger.calls
            if call.method in POSTS and call.taken
            for mark in set(_MARK.findall(json.dumps(call.args)))
        )
        return {"telegram": telegram, "slack": slack}

    def troubles(self) -> Json:
        """What went wrong on purpose, and what the servers found wrong with us."""
        telegram = Counter(call.trouble for call in self._telegram.ledger if call.trouble)
        unclear = sum(call.trouble in AMBIGUOUS for call in self._telegram.ledger.of(*SENDS))
        return {
            "telegram": telegram,
            "telegram_sends_unclear": unclear,
            "telegram_calls": len(self._telegram.ledger),
            "telegram_faults": self._telegram.faults,
            "slack": self._slack.trouble.made,
            "slack_calls": len(self._slack.ledger.calls),
            "slack_faults": self._slack.ledger.faults,
        }

    def pace(self) -> Json:
        """The fastest windows that the servers counted; refused calls count too."""
        telegram, slack = self._telegram.ledger, self._slack.ledger
        private = [chat for chat in self._telegram.world.chats if chat > 0]
        everything = SENDS | DRAFTS | {"editMessageText", "sendChatAction"}
        return {
            "telegram_chat": max(telegram.fastest(chat, attempts=True) for chat in private),
            "telegram_group": telegram.fastest(_TEAM.id, attempts=True),
            "telegram_group_minute": telegram.fastest(_TEAM.id, window_s=60.0, attempts=True),
            "telegram_bot": telegram.fastest(attempts=True),
            "telegram_bot_all_calls": telegram.fastest(methods=everything, attempts=True),
            "slack_channel": max(
                slack.fastest(channel, methods=POSTS, taken_only=False)
                for channel in self._slack.world.channels
            ),
            "slack_channel_with_edits": max(
                slack.fastest(channel, methods=POSTS | EDITS, taken_only=False)
                for channel in self._slack.world.channels
            ),
        }

    def words(self) -> Json:
        """When the model began to speak, and when somebody could read it; monotonic seconds."""
        drafts = [
            call.at_s
            for call in self._telegram.ledger.of(*DRAFTS)
            if call.taken and "recruiter" in json.dumps(call.params)
        ]
        growing = [
            call.at_s
            for call in self._slack.ledger.calls
            if call.method in {"chat.startStream", "chat.appendStream", "chat.update"}
            and call.taken
            and "recruiter" in json.dumps(call.args)
        ]
        return {
            "model": self._model.first_at_s,
            "sentence": self._model.sentence_at_s,
            "answered": self._model.answered,
            "telegram": drafts,
            "slack": growing,
        }

    def edits(self) -> Json:
        """Most changes of a growing answer in any second, in one chat."""
        telegram, slack = self._telegram.ledger, self._slack.ledger
        return {
            "telegram": max(
                telegram.fastest(chat, methods=DRAFTS, attempts=True)
                for chat in self._telegram.world.chats
            ),
            "slack": max(
                slack.fastest(channel, methods=POSTS | EDITS, taken_only=False)
                for channel in self._slack.world.channels
            ),
            "telegram_drafts": len(telegram.of(*DRAFTS)),
            "slack_edits": sum(call.method in EDITS for call in slack.calls),
        }


def _person(number: int) -> Person:
    return Person(id=100_000 + number, first_name=f"Person {number}", language_code="en")


async def serve() -> None:
    """Answer commands until the input ends."""
    loop = asyncio.get_running_loop()
    commands = asyncio.StreamReader(limit=2**24)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(FakeTelegram())
        slack = await stack.enter_async_context(FakeSlack())
        model = SteadyModel()
        await stack.enter_async_context(serve_ollama(model))
        peers = Peers(telegram, slack, model)
        while line := await commands.readline():
            command: Json = json.loads(line)
            name = command.pop("do")
            print(json.dumps(getattr(peers, name)(**command)), flush=True)


if __name__ == "__main__":
    asyncio.run(serve())
