"""A local web server that answers as boards and pages do, and misbehaves on request."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer of the server."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    """An ``etag`` or ``last-modified`` here is what a condition is compared with."""
    silent: bool = False
    """Never answers: the client has to give up."""
    cut_off: bool = False
    """Promises more bytes than it sends, and hangs up."""
    refuses_head: bool = False
    """Answers HEAD with 405."""


class JobBoardServer:
    """Answers by path; each path has a list of answers, the last one repeats."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.methods: list[str] = []
        """Of the requests, in the same order."""
        self.port = 0
        self._connections: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    @property
    def url(self) -> str:
        """Base URL, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    def say(self, path: str, *answers: Answer) -> None:
        """What to answer for a path (with its query, if any)."""
        self.answers[path] = list(answers)

    def answer_to(self, path: str, headers: Mapping[str, str]) -> Answer:
        """The next answer for a path."""
        known = self.answers.get(path) or [Answer(status=404, body=b"Not Found")]
        return known.pop(0) if len(known) > 1 else known[0]

    def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve a connection; it is known from its first moment on, so that it can be ended."""
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._connections[task] = writer

    async def hang_up(self) -> None:
        """End every connection, so that none outlives the test."""
        for writer in self._connections.values():
            writer.transport.abort()  # also where the client is gone and bytes are left
        await asyncio.gather(*self._connections)
        await _some_turns()  # lets the transports see that they are closed

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                line, *rest = head.decode().split("\r\n")
                method, path, _ = line.split(" ")
                pairs = (one.split(": ", 1) for one in rest if ": " in one)
                headers = {name.lower(): value for name, value in pairs}
                self.requests.append((path, headers))
                self.methods.append(method)
                answer = self.answer_to(path, headers)
                if answer.silent:
                    await reader.read()
                    return
                answer = _conditioned(answer, method, headers)
                body = b"" if method == "HEAD" else answer.body
                length = len(answer.body) + (100 if answer.cut_off else 0)
                fields = {"content-length": str(length), **answer.headers}
                lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
                writer.write(f"HTTP/1.1 {answer.status} X\r\n{lines}\r\n".encode() + body)
                await writer.drain()
                if answer.cut_off:
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()


async def _some_turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def _conditioned(answer: Answer, method: str, headers: Mapping[str, str]) -> Answer:
    """304 where a condition holds, 405 where HEAD is refused."""
    if method == "HEAD" and answer.refuses_head:
        return Answer(status=405)
    for asks, says in (("if-none-match", "etag"), ("if-modified-since", "last-modified")):
        if asks in headers and headers[asks] == answer.headers.get(says):
            return Answer(status=304, headers=answer.headers)
    return answer


@asynccontextmanager
async def serve_job_boards() -> AsyncIterator[JobBoardServer]:
    """A server on a free port of this machine."""
    async with serve(JobBoardServer()) as boards:
        yield boards


@asynccontextmanager
async def serve(boards: JobBoardServer) -> AsyncIterator[JobBoardServer]:
    """The given server on a free port of this machine."""
    server = await asyncio.start_server(boards.take, "127.0.0.1", 0)
    boards.port = server.sockets[0].getsockname()[1]
    try:
        yield boards
    finally:
        # A server that is closed while a connection comes in leaves that connection open.
        await _some_turns()
        server.close()
        await boards.hang_up()
