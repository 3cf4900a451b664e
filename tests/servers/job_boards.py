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
    silent: bool = False
    """Never answers: the client has to give up."""


class JobBoardServer:
    """Answers by path; each path has a list of answers, the last one repeats."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.port = 0

    @property
    def url(self) -> str:
        """Base URL, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    def say(self, path: str, *answers: Answer) -> None:
        """What to answer for a path (with its query, if any)."""
        self.answers[path] = list(answers)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                line, *rest = head.decode().split("\r\n")
                path = line.split(" ")[1]
                headers = dict(one.lower().split(": ", 1) for one in rest if ": " in one)
                self.requests.append((path, headers))
                known = self.answers.get(path) or [Answer(status=404, body=b"Not Found")]
                answer = known.pop(0) if len(known) > 1 else known[0]
                if answer.silent:
                    await reader.read()
                    return
                if headers.get("if-none-match", "-") == answer.headers.get("etag"):
                    answer = Answer(status=304, headers=answer.headers)
                fields = {"content-length": str(len(answer.body)), **answer.headers}
                lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
                writer.write(f"HTTP/1.1 {answer.status} X\r\n{lines}\r\n".encode() + answer.body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()


@asynccontextmanager
async def serve_job_boards() -> AsyncIterator[JobBoardServer]:
    """A server on a free port of this machine."""
    boards = JobBoardServer()
    server = await asyncio.start_server(boards._serve, "127.0.0.1", 0)
    boards.port = server.sockets[0].getsockname()[1]
    try:
        yield boards
    finally:
        server.close()
