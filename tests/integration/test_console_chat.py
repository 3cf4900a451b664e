"""`careergini chat` against a service: scripted through pipes, and typed into a real terminal."""

from __future__ import annotations

import asyncio
import codecs
import io
import os
import pty
import re
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.console_chat import HISTORY_FOLDER, chat, socket_path
from bot.console_history import ConsoleHistory, erase_history
from bot.console_protocol import ReplyLine
from domain.agents import AgentId, Audience
from domain.errors import TemporaryFailure, UserMistake
from domain.ids import OutboundId
from domain.messages import Action, Address, ChannelName
from domain.ports import EventSink
from domain.reply import Button, Buttons, File, Paragraph, Reply, SuggestedPrompt, text
from domain.turns import Outbound, PartialText, StatusChanged, Turn
from tests.twins.console_service import ConsoleService
from tests.twins.stores import FrozenClock
from tests.twins.stores_files import InMemoryBlobs

PROJECT = Path(__file__).resolve().parent.parent.parent


def said(words: str) -> Reply:
    return Reply(blocks=(Paragraph(body=text(words)),), agents=(AgentId.HELP,))


CHOICES = Reply(
    blocks=(
        Paragraph(body=text("Delete?")),
        Buttons(
            buttons=(
                Button(
                    label="Yes",
                    action=Action(agent=AgentId.SETTINGS, verb="erase", arguments={"n": "3"}),
                ),
            )
        ),
    ),
    agents=(AgentId.SETTINGS,),
    prompts=(SuggestedPrompt(label="Find jobs"),),
)


class Answers:
    """Choices, a farewell, or what was understood; "slow" ends with a stop, "stuck" never does."""

    def __init__(self) -> None:
        self._stopped = asyncio.Event()

    async def __call__(self, turn: Turn, events: EventSink) -> Reply:
        message = turn.message
        if message.text == "choices":
            return CHOICES
        if message.text == "erase me":
            return replace(said("All gone."), erased_user=True)
        if message.command == "stop":
            self._stopped.set()
            return said("Nothing is running now.")
        if message.text in {"slow", "stuck"}:
            await events(StatusChanged(text="Thinking hard", eta_s=60.0))
            await self._stopped.wait()
            if message.text == "stuck":
                await asyncio.Event().wait()
            return said("Stopped. Your message is kept.")
        if message.text == "talk":
            await events(PartialText(text="So far so"))
        parts = [f"text={message.text!r}"]
        if message.command:
            parts.append(f"command={message.command}")
        if message.action:
            parts.append(f"action={message.action.verb}{dict(message.action.arguments)}")
        parts += [f"file={a.name}:{a.size_bytes}:{a.media_type}" for a in message.attachments]
        return said(" ".join(parts))


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[ConsoleService]:
    async with ConsoleService(socket_path=socket_path(tmp_path), answer=Answers()) as running:
        yield running


async def talk(folder: Path, *lines: str, patience_s: float = 5.0) -> list[str]:
    """What a piped conversation prints, answer by answer."""
    out = io.StringIO()
    await chat(
        data_folder=folder,
        conversation="main",
        person="Ana Example",
        audience=Audience.SEEKER,
        locale="de-AT",
        clock=FrozenClock(),
        downloads=folder / "downloads",
        source=io.StringIO("".join(f"{line}\n" for line in lines)),
        out=out,
        patience_s=patience_s,
    )
    return out.getvalue().strip().split("\n\n") if out.getvalue() else []


async def test_each_piped_line_is_answered_before_the_next(
    service: ConsoleService, tmp_path: Path
) -> None:
    printed = await talk(tmp_path, "hello", "", "/jobs in Berlin", "/Help", "talk")

    assert printed == [
        "text='hello'",
        "text='in Berlin' command=jobs",
        "text='' command=help",
        "text='talk'",
    ]
    [message] = {a.turn.message.sender_name for a in service.accepts}
    assert message == "Ana Example"
    assert service.accepts[0].turn.message.locale == "de-AT"


async def test_a_number_presses_the_button_or_says_the_prompt(
    service: ConsoleService, tmp_path: Path
) -> None:
    printed = await talk(tmp_path, "choices", "1", "choices", "[2]", "choices", "3", "/say 1")

    assert printed[2] == "[2] Find jobs"
    assert [line for line in printed if line.startswith("text=")] == [
        "text='Yes' action=erase{'n': '3'}",
        "text='Find jobs'",
        "text='3'",
        "text='1'",
    ]


async def test_choices_still_count_after_a_new_start(
    service: ConsoleService, tmp_path: Path
) -> None:
    await talk(tmp_path, "choices")

    assert await talk(tmp_path, "1") == ["text='Yes' action=erase{'n': '3'}"]


async def test_a_backslash_continues_a_line(service: ConsoleService, tmp_path: Path) -> None:
    assert await talk(tmp_path, "one \\", "two") == ["text='one \\ntwo'"]


async def test_a_file_is_sent_with_words_beside_it(service: ConsoleService, tmp_path: Path) -> None:
    folder = tmp_path / "my files"
    folder.mkdir()
    (folder / "cv of ana.pdf").write_bytes(b"x" * 600_000)

    printed = await talk(
        tmp_path,
        f"/file {folder}/cv of ana.pdf this is me",
        f"/file '{folder}/cv of ana.pdf'",
        f"/file {folder}/nothing.pdf",
        "/file",
    )

    assert printed == [
        "text='this is me' file=cv of ana.pdf:600000:application/pdf",
        "text='' file=cv of ana.pdf:600000:application/pdf",
        f"-- There is no file '{folder}/nothing.pdf'. Check the path.",
        "-- Which file? Use /file PATH, for example /file ~/resume.pdf",
    ]


async def test_a_file_that_is_too_large_is_not_sent(
    service: ConsoleService, tmp_path: Path
) -> None:
    (tmp_path / "big.pdf").write_bytes(b"x" * 1_000_001)
    (tmp_path / "empty.pdf").touch()

    printed = await talk(tmp_path, f"/file {tmp_path}/big.pdf", f"/file {tmp_path}/empty.pdf", "hi")

    assert printed == [
        "-- big.pdf has 1.0 MB. The limit is 1.0 MB: please send a smaller file.",
        "-- empty.pdf is empty. Please send a file with text in it.",
        "text='hi'",
    ]
    assert service.blobs.files == {}


async def test_a_file_of_an_answer_is_saved_under_a_harmless_name(tmp_path: Path) -> None:
    blobs = InMemoryBlobs()

    async def hand_over(turn: Turn, events: EventSink) -> Reply:
        blob = await blobs.put(b"content", owner=turn.user, name="x")
        file = File(blob=blob, name="../../.profile", media_type="application/pdf", size_bytes=7)
        return Reply(blocks=(file,), agents=(AgentId.HELP,))

    async with ConsoleService(socket_path=socket_path(tmp_path), answer=hand_over, blobs=blobs):
        printed = await talk(tmp_path, "please", "/save 1", "/save 1", "/save 2", "/save x")

    assert printed[1:] == [
        f"-- Saved as {tmp_path}/downloads/profile",
        f"-- Saved as {tmp_path}/downloads/profile (2)",
        "-- The last answer has 1 files. Use /save N, N from 1 to 1.",
        "-- The last answer has 1 files. Use /save N, N from 1 to 1.",
    ]
    saved = tmp_path / "downloads" / "profile"
    assert await asyncio.to_thread(saved.read_bytes) == b"content"


async def test_what_was_written_while_the_service_was_away_is_sent_and_answered_later(
    tmp_path: Path,
) -> None:
    async with ConsoleService(socket_path=socket_path(tmp_path), answer=Answers()) as first:
        await talk(tmp_path, "one")
    with (
        ConsoleHistory(folder=tmp_path / HISTORY_FOLDER, conversation="main") as history,
    ):
        history.say(at=FrozenClock().now(), shown_as="two", text="two")
    with pytest.raises(TemporaryFailure, match="What you wrote is kept"):
        await talk(tmp_path, patience_s=0.1)

    async with ConsoleService(
        socket_path=socket_path(tmp_path), answer=Answers(), turns=first.turns, blobs=first.blobs
    ) as second:
        printed = await talk(tmp_path, "three")
        assert await talk(tmp_path) == []

    assert printed == ["> two", "text='two'", "text='three'"]
    assert [a.turn.message.text for a in second.accepts] == ["two", "three"]


async def test_a_service_killed_between_accept_and_answer_answers_after_its_restart(
    tmp_path: Path,
) -> None:
    accepted = asyncio.Event()

    async def die(turn: Turn, events: EventSink) -> Reply:
        accepted.set()
        await asyncio.Event().wait()
        raise AssertionError("never reached")

    first = ConsoleService(socket_path=socket_path(tmp_path), answer=die)
    async with first:
        talking = asyncio.create_task(talk(tmp_path, "hello"))
        await accepted.wait()
    async with ConsoleService(
        socket_path=socket_path(tmp_path), answer=Answers(), turns=first.turns, blobs=first.blobs
    ) as second:
        for turn in await second.turns.unfinished():
            second.begin(turn)  # as the durable engine does at its start

        assert await talking == ["text='hello'"]

    assert len(first.turns.turns) == 1


async def test_a_reply_that_came_while_nobody_looked_is_shown_once(
    service: ConsoleService, tmp_path: Path
) -> None:
    digest = Outbound(
        id=OutboundId("dg:1"),
        address=Address(channel=ChannelName.CONSOLE, workspace="", conversation="main"),
        reply=said("3 new jobs"),
        turn=None,
    )
    await service.channel.deliver(digest)

    assert await talk(tmp_path, "hello") == ["3 new jobs", "text='hello'"]
    assert await service.channel.find_sent(digest) == digest.id
    for _ in range(2):
        await service.channel.deliver(digest)
    assert await talk(tmp_path, "again") == ["text='again'"]


async def test_a_reply_stored_before_a_crash_of_the_terminal_is_shown_at_its_next_start(
    service: ConsoleService, tmp_path: Path
) -> None:
    with ConsoleHistory(folder=tmp_path / HISTORY_FOLDER, conversation="main") as history:
        line = ReplyLine(outbound="out:x", turn=None, reply=said("acknowledged, never shown"))
        assert history.receive(line, at=FrozenClock().now())

    assert await talk(tmp_path) == ["acknowledged, never shown"]
    assert await talk(tmp_path) == []


async def test_hostile_words_of_an_answer_do_not_reach_the_terminal(tmp_path: Path) -> None:
    async def hostile(turn: Turn, events: EventSink) -> Reply:
        return said("\x1b]52;c;ZXZpbA==\x07\x1b[2Jclean\u202e")

    async with ConsoleService(socket_path=socket_path(tmp_path), answer=hostile):
        assert await talk(tmp_path, "x", "/history") == [
            "]52;c;ZXZpbA==[2Jclean",
            "> x",
            "-- ]52;c;ZXZpbA==[2Jclean",
        ]


async def test_after_an_erasure_the_terminal_remembers_no_words(
    service: ConsoleService, tmp_path: Path
) -> None:
    printed = await talk(tmp_path, "my secret", "erase me", "/history")

    assert printed == ["text='my secret'", "All gone."]
    kept = "".join(path.read_text() for path in sorted((tmp_path / HISTORY_FOLDER).iterdir()))
    assert "secret" not in kept
    assert "gone" not in kept


async def test_the_operator_can_erase_what_a_terminal_remembers(
    service: ConsoleService, tmp_path: Path
) -> None:
    await talk(tmp_path, "my secret")

    assert erase_history(tmp_path / HISTORY_FOLDER, conversation="main")
    assert not erase_history(tmp_path / HISTORY_FOLDER, conversation="main")
    assert list((tmp_path / HISTORY_FOLDER).iterdir()) == []
    with pytest.raises(UserMistake):
        erase_history(tmp_path / HISTORY_FOLDER, conversation="../../etc/passwd")


async def test_a_conversation_is_open_in_one_terminal_at_a_time(
    service: ConsoleService, tmp_path: Path
) -> None:
    with (
        ConsoleHistory(folder=tmp_path / HISTORY_FOLDER, conversation="main"),
        pytest.raises(UserMistake, match="open in another terminal"),
    ):
        await talk(tmp_path, "hello")


async def test_no_service_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(TemporaryFailure, match="The service does not answer"):
        await talk(tmp_path, "hello", patience_s=0.1)


# --- the memory of a terminal -----------------------------------------------------------------


def test_a_line_cut_off_by_a_crash_loses_nothing_else(tmp_path: Path) -> None:
    at = FrozenClock().now()
    with ConsoleHistory(folder=tmp_path, conversation="main") as history:
        first = history.say(at=at, shown_as="one", text="one")
    with (tmp_path / "main.jsonl").open("a") as file:
        file.write('{"kind":"said","id":"x","sequ')

    with ConsoleHistory(folder=tmp_path, conversation="main") as history:
        second = history.say(at=at, shown_as="two", text="two")
    with ConsoleHistory(folder=tmp_path, conversation="main") as history:
        assert history.unsettled() == (first, second)
        assert first.sequence < second.sequence


def test_a_long_memory_is_cut_and_keeps_what_is_still_open(tmp_path: Path) -> None:
    at = FrozenClock().now()
    with ConsoleHistory(folder=tmp_path, conversation="main") as history:
        waiting = history.say(at=at, shown_as="never accepted", text="x")
        for n in range(700):
            line = ReplyLine(outbound=f"out:{n}", turn=None, reply=said(str(n)))
            history.receive(line, at=at)
            history.mark_shown(line.outbound)

    for _ in range(2):
        with ConsoleHistory(folder=tmp_path, conversation="main") as history:
            assert history.unsettled() == (waiting,)
            assert history.has("out:699")
            assert not history.has("out:1")
            assert history.unshown() == ()


def test_the_memory_is_private_to_this_user(tmp_path: Path) -> None:
    with ConsoleHistory(folder=tmp_path / "console", conversation="main"):
        modes = {path.stat().st_mode & 0o077 for path in (tmp_path / "console").iterdir()}

    assert modes == {0}
    assert (tmp_path / "console").stat().st_mode & 0o077 == 0


# --- a real terminal --------------------------------------------------------------------------

_PROGRAM = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
import structlog
from bot.console_chat import chat
from domain.agents import Audience
structlog.configure(processors=[structlog.processors.JSONRenderer()],
    logger_factory=structlog.PrintLoggerFactory(open("/dev/null", "w")))
class Now:
    def now(self): return datetime.now(UTC)
asyncio.run(chat(data_folder=Path(sys.argv[1]), conversation="main", person="Ana",
    audience=Audience.SEEKER, locale=None, clock=Now(), downloads=Path(sys.argv[1])))
"""


class Typist:
    """A person at a pseudo-terminal."""

    def __init__(self, master: int, process: asyncio.subprocess.Process) -> None:
        self._master = master
        self.process = process
        self.seen = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def types(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    async def sees(self, words: str) -> None:
        """Wait until the words are on the screen (after what was seen before)."""
        while words not in self.seen:
            content = await asyncio.to_thread(os.read, self._master, 65_536)
            self.seen += re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\r", "", self._decoder.decode(content))
        self.seen = self.seen.split(words, 1)[1]


@pytest.fixture
async def typist(service: ConsoleService, tmp_path: Path) -> AsyncIterator[Typist]:
    master, slave = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _PROGRAM, str(tmp_path)),
        stdin=slave,
        stdout=slave,
        stderr=slave,
        cwd=PROJECT,
        env=environment,
        start_new_session=True,
    )
    os.close(slave)
    try:
        yield Typist(master, process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        os.close(master)


async def test_a_person_types_chooses_stops_waiting_and_leaves(typist: Typist) -> None:
    await typist.sees("›")
    typist.types("choices\n")
    await typist.sees("[2] Find jobs")
    await typist.sees("›")
    typist.types("1\n")
    await typist.sees("› Yes")
    await typist.sees("action=erase{'n': '3'}")
    await typist.sees("›")
    typist.types("slow\n")
    await typist.sees("Thinking hard · about")
    typist.process.send_signal(signal.SIGINT)
    await typist.sees("Stopped. Your message is kept.")
    await typist.sees("›")
    typist.types("stuck\n")
    await typist.sees("Thinking hard · about")
    typist.process.send_signal(signal.SIGINT)
    await typist.sees("Stopping")
    typist.process.send_signal(signal.SIGINT)
    await typist.sees("Not waiting any longer.")
    await typist.sees("›")
    typist.types("/stop\n")
    await typist.sees("Nothing is running now.")
    await typist.sees("›")
    typist.types("/quit\n")

    assert await typist.process.wait() == 0


async def test_pasted_lines_are_one_message(typist: Typist) -> None:
    await typist.sees("›")
    typist.types("\x1b[200~first line\nsecond line\x1b[201~")
    await typist.sees("second line")
    typist.types("\n")

    await typist.sees("text='first line\\nsecond line'")
