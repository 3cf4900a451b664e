"""The service's end of the terminal channel, spoken to over its real socket."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.console_protocol import (
    MAX_LINE_BYTES,
    MAX_REPLY_LINE_BYTES,
    AcceptedLine,
    Ack,
    Chunk,
    Data,
    EventLine,
    Fault,
    Fetch,
    FromClient,
    FromService,
    Hello,
    Message,
    Missing,
    Probe,
    Refused,
    ReplyLine,
    Unseen,
    Upload,
    Welcome,
    encode,
    from_service,
)
from bot.lineage import LEFT_OUT
from domain.agents import AgentId, Audience
from domain.errors import Misconfigured, StorageBusy, UserMistake
from domain.ids import BlobId, OutboundId
from domain.messages import Address, ChannelName
from domain.ports import EventSink
from domain.reply import Paragraph, Reply, text
from domain.turns import Gone, Outbound, PartialText, Retry, Sent, StatusChanged, Turn
from tests.twins.console_service import ConsoleService


class Peer:
    """A terminal client that does exactly what a test says."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def send(self, *lines: FromClient) -> None:
        for line in lines:
            self.writer.write(encode(line))
        await self.writer.drain()

    async def send_raw(self, content: bytes) -> None:
        self.writer.write(content)
        await self.writer.drain()

    async def next(self) -> FromService:
        return from_service(await self.reader.readuntil(b"\n"))

    async def accepted(self, message: Message) -> AcceptedLine:
        await self.send(message)
        line = await self.next()
        assert isinstance(line, AcceptedLine)
        return line

    async def reply(self) -> ReplyLine:
        line = await self.next()
        assert isinstance(line, ReplyLine)
        return line

    async def is_over(self) -> bool:
        return await self.reader.read() == b""


@asynccontextmanager
async def peer(socket: Path, *, conversation: str = "main") -> AsyncIterator[Peer]:
    reader, writer = await asyncio.open_unix_connection(socket, limit=MAX_REPLY_LINE_BYTES)
    it = Peer(reader, writer)
    await it.send(hello(conversation))
    assert await it.next() == Welcome(max_file_bytes=1_000_000)
    try:
        yield it
    finally:
        writer.close()


def hello(conversation: str = "main") -> Hello:
    return Hello(
        conversation=conversation, sender="ana", sender_name="Ana", audience=Audience.SEEKER
    )


def message(key: str = "m1", *, words: str = "hello", files: Sequence[str] = ()) -> Message:
    return Message(id=key, sequence=int(key[1:]), text=words, files=tuple(files))


def upload(file: str = "f1", *, size: int = 5, name: str = "cv.txt") -> Upload:
    return Upload(file=file, name=name, media_type="text/plain", size_bytes=size)


def said(words: str) -> Reply:
    return Reply(blocks=(Paragraph(body=text(words)),), agents=(AgentId.HELP,))


async def echo(turn: Turn, events: EventSink) -> Reply:
    return said(f"You said {turn.message.text}")


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[ConsoleService]:
    async with ConsoleService(socket_path=tmp_path / "chat.sock", answer=echo) as running:
        yield running


@pytest.fixture
def socket(tmp_path: Path) -> Path:
    return tmp_path / "chat.sock"


async def test_a_message_is_accepted_and_answered(service: ConsoleService, socket: Path) -> None:
    async with peer(socket) as client:
        accepted = await client.accepted(message())
        reply = await client.reply()

    assert accepted.is_new
    assert (reply.turn, reply.reply) == (accepted.turn, said("You said hello"))


async def test_accepted_is_said_only_after_the_message_is_stored(
    service: ConsoleService, socket: Path
) -> None:
    service.failures = [StorageBusy("locked")]
    async with peer(socket) as client:
        await client.send(message())
        refused = await client.next()
        assert isinstance(refused, Refused)
        assert refused.temporary
        assert service.accepts == []

        assert (await client.accepted(message())).is_new


async def test_the_same_message_twice_is_one_turn(service: ConsoleService, socket: Path) -> None:
    async with peer(socket) as client:
        first = await client.accepted(message())
        await client.reply()
        again = await client.accepted(message(words="changed"))
    async with peer(socket) as client:
        await client.send(message())
        lines = [await client.next(), await client.next()]  # the reply was never acknowledged

    over_another_line = next(line for line in lines if isinstance(line, AcceptedLine))
    assert {first.turn, again.turn, over_another_line.turn} == {first.turn}
    assert [accepted.is_new for accepted in service.accepts] == [True, False, False]


async def test_turns_sort_in_the_order_they_were_written(
    service: ConsoleService, socket: Path
) -> None:
    async with peer(socket) as client:
        turns: list[str] = []
        for key in ("m1", "m2", "m10", "m9999999999999999"):
            await client.send(message(key))
        while len(turns) < 4:
            line = await client.next()
            if isinstance(line, AcceptedLine):
                turns.append(line.turn)

    assert turns == sorted(turns)


async def test_a_reply_counts_as_sent_when_the_client_has_written_it_down(
    service: ConsoleService, socket: Path
) -> None:
    async with peer(socket) as client:
        await client.accepted(message())
        reply = await client.reply()
        assert await service.turns.outbound.waiting() == [reply.outbound]

        await client.send(Ack(outbound=reply.outbound))
        await service.delivered.wait()

    assert await service.turns.outbound.waiting() == []


async def test_a_client_that_leaves_before_its_ack_gets_the_reply_again(
    service: ConsoleService, socket: Path
) -> None:
    async with peer(socket) as client:
        await client.accepted(message())
        missed = await client.reply()
    await service.delivered.wait()

    async with peer(socket) as client:
        assert await client.reply() == missed
        await client.send(Ack(outbound=missed.outbound))
        await client.accepted(message("m2"))  # so the ack before it has been read
        await client.reply()

        assert await service.channel.deliver(await row(service, missed)) == Sent(
            provider_ref=missed.outbound
        )


async def test_a_newer_state_is_shown_below_and_progress_is_left_out(
    service: ConsoleService, socket: Path
) -> None:
    first = outbound("out:1")
    progress = replace(outbound("p:1"), replaces=first.id, stands_alone=False)
    done = replace(outbound("p:done"), replaces=first.id, under=first.id)
    # Nobody is there: progress is not even kept for later.
    assert await service.channel.deliver(progress) == Gone(reason=LEFT_OUT)
    for owed in (first, done):
        assert await service.channel.deliver(owed) == Retry(after_s=1.0)
    async with peer(socket) as client:
        assert [(await client.reply()).outbound for _ in range(2)] == [first.id, done.id]


async def test_replies_wait_for_an_absent_client_and_come_in_order_at_once(
    service: ConsoleService, socket: Path
) -> None:
    owed = [outbound(f"out:{n}", words=str(n)) for n in range(3)]
    assert [await service.channel.deliver(one) for one in owed] == [Retry(after_s=1.0)] * 3

    async with peer(socket, conversation="another"), peer(socket) as client:
        came = [(await client.reply()).outbound for _ in owed]

    assert came == [one.id for one in owed]


async def test_find_sent_asks_the_client(service: ConsoleService, socket: Path) -> None:
    lost, kept = outbound("out:lost"), outbound("out:kept")
    assert await service.channel.find_sent(kept) is None

    async with peer(socket) as client:
        asking = asyncio.create_task(service.channel.find_sent(kept))
        assert await client.next() == Probe(outbound=kept.id)
        await client.send(Ack(outbound=kept.id))
        assert await asking == kept.id

        asking = asyncio.create_task(service.channel.find_sent(lost))
        assert await client.next() == Probe(outbound=lost.id)
        await client.send(Unseen(outbound=lost.id))
        assert await asking is None

    assert await service.channel.find_sent(kept) == kept.id


async def test_the_newest_connection_of_a_conversation_gets_the_replies(
    service: ConsoleService, socket: Path
) -> None:
    async with peer(socket) as old, peer(socket) as new:
        await old.accepted(message())

        assert (await new.reply()).reply == said("You said hello")


# --- files ------------------------------------------------------------------------------------


async def test_a_file_is_stored_before_its_message_is_accepted(
    service: ConsoleService, socket: Path
) -> None:
    async with peer(socket) as client:
        await client.send(
            upload(size=8), Chunk(file="f1", data=b"four"), Chunk(file="f1", data=b"more")
        )
        await client.accepted(message(files=["f1"]))

    [attachment] = service.accepts[0].turn.message.attachments
    assert (attachment.name, attachment.size_bytes) == ("cv.txt", 8)
    assert await service.blobs.get(attachment.blob) == b"fourmore"


@pytest.mark.parametrize(
    ("size", "chunks", "reason"),
    [
        (2_000_000, [], "cv.txt has 2.0 MB. The limit is 1.0 MB: please send a smaller file."),
        (0, [], "cv.txt is empty. Please send a file with text in it."),
        (5, [b"too long"], "cv.txt is larger than announced."),
        (5, [b"half"], "A file of this message did not arrive whole."),
    ],
)
async def test_a_file_that_cannot_be_used_refuses_the_message_in_one_sentence(
    service: ConsoleService, socket: Path, size: int, chunks: list[bytes], reason: str
) -> None:
    async with peer(socket) as client:
        await client.send(
            upload(size=size),
            *(Chunk(file="f1", data=chunk) for chunk in chunks),
            message(files=["f1"]),
        )
        assert await client.next() == Refused(id="m1", reason=reason)

    assert service.accepts == []
    assert service.blobs.files == {}


async def test_more_than_ten_files_are_refused_and_none_is_kept(
    service: ConsoleService, socket: Path
) -> None:
    async with peer(socket) as client:
        for n in range(11):
            await client.send(upload(f"f{n}", size=1), Chunk(file=f"f{n}", data=b"x"))
        await client.send(message(files=["f10"]))
        refused = await client.next()

    assert isinstance(refused, Refused)
    assert refused.reason == "More than 10 files in one message: please send fewer."
    assert service.blobs.files == {}


async def test_a_client_that_dies_after_its_file_leaves_no_file_behind(
    service: ConsoleService, socket: Path
) -> None:
    async with peer(socket) as client:
        await client.send(upload(), Chunk(file="f1", data=b"hello"))
        await client.send_raw(b'{"type":"message","id":"m1"')  # and dies
    async with peer(socket) as client:
        await client.accepted(message("m2"))
    await service.channel.__aexit__(None, None, None)

    assert [accepted.turn.message.text for accepted in service.accepts] == ["hello"]
    assert service.blobs.files == {}


async def test_the_second_copy_of_a_message_leaves_only_the_first_copy_of_its_file(
    service: ConsoleService, socket: Path
) -> None:
    for _ in range(2):
        async with peer(socket) as client:
            await client.send(upload(), Chunk(file="f1", data=b"hello"))
            await client.send(message(files=["f1"]))
            while not isinstance(await client.next(), AcceptedLine):
                continue

    [attachment] = service.accepts[0].turn.message.attachments
    assert list(service.blobs.files) == [attachment.blob]


async def test_a_file_survives_an_accept_that_failed_after_its_commit(
    service: ConsoleService, socket: Path
) -> None:
    service.fail_after_commit = True
    service.failures = [StorageBusy("the commit went through, its answer did not")]
    async with peer(socket) as client:
        await client.send(upload(), Chunk(file="f1", data=b"hello"))
        await client.send(message(files=["f1"]))
        assert isinstance(await client.next(), Refused)

        assert not (await client.accepted(message(files=["f1"]))).is_new

    [attachment] = service.accepts[0].turn.message.attachments
    assert await service.blobs.get(attachment.blob) == b"hello"


async def test_a_message_that_the_intake_refuses_leaves_no_file(
    service: ConsoleService, socket: Path
) -> None:
    service.failures = [UserMistake("Too many messages. Wait a minute.")]
    async with peer(socket) as client:
        await client.send(upload(), Chunk(file="f1", data=b"hello"))
        await client.send(message(files=["f1"]))

        assert await client.next() == Refused(id="m1", reason="Too many messages. Wait a minute.")

    assert service.blobs.files == {}


async def test_a_file_of_a_reply_is_fetched_whole(service: ConsoleService, socket: Path) -> None:
    content = bytes(range(256)) * 3_000
    blob = await service.blobs.put(content, owner=None, name="out.pdf")
    async with peer(socket) as client:
        await client.send(Fetch(blob=blob), Fetch(blob=BlobId("unknown")))
        received = b""
        while True:
            line = await client.next()
            assert isinstance(line, Data)
            received += line.data
            if line.last:
                break
        assert await client.next() == Missing(blob="unknown")

    assert received == content


# --- lines that are not of the protocol -------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"not json",
        b"[]",
        b'{"type":"unknown"}',
        b'{"type":"message","id":"../x","sequence":1}',
        b'{"type":"message","id":"m1","sequence":-1}',
        b'{"type":"message","id":"m1","sequence":1,"command":"Rm -rf"}',
        b'{"type":"message","id":"m1","sequence":1,"action":{"agent":"root","verb":"x"}}',
        b'{"type":"message","id":"m1","sequence":1,"surprise":1}',
        b'{"type":"chunk","file":"f1","data":"*"}',
        b'{"type":"ack","outbound":"\\ud800"}',
        b"\xff\xfe\x00",
        b"[" * 10_000,
    ],
)
async def test_a_line_that_is_not_understood_ends_the_connection_with_a_reason(
    service: ConsoleService, socket: Path, line: bytes
) -> None:
    async with peer(socket) as client:
        await client.send_raw(line + b"\n")
        fault = await client.next()
        assert isinstance(fault, Fault)
        assert fault.reason.startswith("A line is not of the chat protocol")
        assert await client.is_over()

    async with peer(socket) as client:  # the service goes on
        assert (await client.accepted(message())).is_new


async def test_an_endless_line_ends_the_connection_and_nothing_else(
    service: ConsoleService, socket: Path
) -> None:
    async with peer(socket) as client:
        try:
            await client.send_raw(b"x" * (MAX_LINE_BYTES * 2))
            assert await client.next() == Fault(
                reason="A line is longer than 1 MiB. Send files in chunks."
            )
        except ConnectionError:
            pass  # the service need not read the rest before it hangs up
    async with peer(socket) as client:
        assert (await client.accepted(message())).is_new


async def test_a_message_before_hello_is_refused(service: ConsoleService, socket: Path) -> None:
    reader, writer = await asyncio.open_unix_connection(socket)
    client = Peer(reader, writer)
    await client.send(message())

    assert isinstance(await client.next(), Fault)
    assert await client.is_over()
    assert service.accepts == []
    writer.close()


# --- progress ---------------------------------------------------------------------------------


async def test_progress_reaches_the_client_and_a_silent_client_does_not_hold_it_up(
    service: ConsoleService, socket: Path
) -> None:
    async with peer(socket) as client:
        accepted = await client.accepted(message())
        turn = service.accepts[0].turn
        await client.reply()
        status = StatusChanged(text="Reading", eta_s=2.0)
        await service.channel.show(turn.message.address, turn.id, status)
        assert await client.next() == EventLine(turn=accepted.turn, event=status)

        for _ in range(2_000):  # never read: far more than any buffer holds
            flood = StatusChanged(text="x" * 10_000)
            await service.channel.show(turn.message.address, turn.id, flood)


async def test_partial_texts_are_thinned_out(service: ConsoleService, socket: Path) -> None:
    async with peer(socket) as client:
        accepted = await client.accepted(message())
        turn = service.accepts[0].turn
        await client.reply()
        for n in range(50):
            await service.channel.show(turn.message.address, turn.id, PartialText(text=str(n)))
        await service.channel.show(turn.message.address, turn.id, StatusChanged(text="end"))

        shown = []
        while (line := await client.next()) != EventLine(
            turn=accepted.turn, event=StatusChanged(text="end")
        ):
            shown.append(line)

    assert len(shown) < 10


# --- the socket -------------------------------------------------------------------------------


async def test_only_this_user_can_open_the_socket(service: ConsoleService, socket: Path) -> None:
    mode = (await asyncio.to_thread(socket.stat)).st_mode

    assert stat.S_IMODE(mode) == 0o600


async def test_a_socket_left_by_a_killed_service_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "chat.sock"
    async with ConsoleService(socket_path=path, answer=echo):
        left_behind = path.rename(tmp_path / "kept")
    left_behind.rename(path)

    async with ConsoleService(socket_path=path, answer=echo) as second, peer(path) as client:
        await client.accepted(message())
        assert len(second.accepts) == 1


async def test_a_second_service_on_the_same_folder_is_refused(
    service: ConsoleService, socket: Path
) -> None:
    second = ConsoleService(socket_path=socket, answer=echo)

    with pytest.raises(Misconfigured, match="another CareerGini service already listens"):
        await second.channel.__aenter__()

    async with peer(socket) as client:
        assert (await client.accepted(message())).is_new


async def test_a_path_that_no_socket_can_have_is_said_clearly(tmp_path: Path) -> None:
    service = ConsoleService(socket_path=tmp_path / ("x" * 120) / "chat.sock", answer=echo)

    with pytest.raises(Misconfigured, match="CAREERGINI_DATA_FOLDER to a shorter path"):
        await service.channel.__aenter__()


async def test_closing_ends_every_connection_and_removes_the_socket(tmp_path: Path) -> None:
    path = tmp_path / "chat.sock"
    async with ConsoleService(socket_path=path, answer=echo) as service, peer(path) as client:
        await service.channel.__aexit__(None, None, None)
        assert await client.is_over()

    assert not path.exists()


def outbound(key: str, *, words: str = "owed") -> Outbound:
    return Outbound(
        id=OutboundId(key),
        address=Address(channel=ChannelName.CONSOLE, workspace="", conversation="main"),
        reply=said(words),
        turn=None,
    )


async def row(service: ConsoleService, line: ReplyLine) -> Outbound:
    stored = await service.turns.outbound.get(OutboundId(line.outbound))
    assert stored is not None
    return stored
