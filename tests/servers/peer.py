"""A chat provider in a process of its own: hands out messages, takes replies, keeps a ledger.

It survives the kills of the product's process and misbehaves on request: slow, 500, 429, and
disconnecting after it took a message. It never drops a duplicate, so that one shows.

``python -m tests.servers.peer FOLDER`` writes its port to ``FOLDER/port`` and its ledger, one JSON
object per line, to ``FOLDER/ledger.jsonl``.
"""

from __future__ import annotations

import json
import random
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

TAKE_PAUSE_S = 0.15
"""Longest pause between reading a request and taking the message, in seconds."""


class Peer(ThreadingHTTPServer):
    """State shared by the handlers, under one lock."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.lock = threading.Lock()
        self.ledger = (folder / "ledger.jsonl").open("a", buffering=1)
        self.taken: dict[str, str] = {}
        self.inbox: list[dict[str, str]] = []
        self.acknowledged: set[int] = set()
        self.trouble = random.Random(0)
        self.trouble_share = 0.0

    def take(self, message: dict[str, Any]) -> str:
        """Put a reply into the ledger; its reference."""
        with self.lock:
            reference = f"ref-{len(self.taken)}-{message['id']}"
            self.taken.setdefault(message["id"], reference)
            self.ledger.write(json.dumps(message) + "\n")
            return reference


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Peer

    def do_GET(self) -> None:
        if self.path == "/updates":
            with self.server.lock:
                waiting = [
                    {"n": n, **message}
                    for n, message in enumerate(self.server.inbox)
                    if n not in self.server.acknowledged
                ]
            self._answer(200, waiting[:10])
        elif self.path.startswith("/messages/"):
            reference = self.server.taken.get(self.path.removeprefix("/messages/"))
            self._answer(200 if reference else 404, {"reference": reference})
        else:
            self._answer(404, {})

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        body = json.loads(self.rfile.read(length) or b"null")
        if self.path == "/messages":
            self._take(body)
        elif self.path == "/acknowledge":
            with self.server.lock:
                self.server.acknowledged.add(body)
            self._answer(200, {})
        elif self.path == "/inbox":
            with self.server.lock:
                self.server.inbox += body
            self._answer(200, {})
        elif self.path == "/trouble":
            with self.server.lock:
                self.server.trouble = random.Random(body["seed"])
                self.server.trouble_share = body["share"]
            self._answer(200, {})
        else:
            self._answer(404, {})

    def _take(self, message: dict[str, Any]) -> None:
        with self.server.lock:
            draw = self.server.trouble.random()
            pause_s = self.server.trouble.uniform(0.0, TAKE_PAUSE_S)
            share = self.server.trouble_share
        if draw < share * 0.25:
            self._answer(500, {})
        elif draw < share * 0.5:
            self._answer(429, {"retry_after_s": 0.05})
        elif draw < share * 0.75:
            self.server.take(message)
            self.close_connection = True  # taken, and the answer never arrives
        else:
            if draw < share:
                threading.Event().wait(pause_s)
            self._answer(200, {"reference": self.server.take(message)})

    def _answer(self, status: int, body: object) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Quiet."""


def main() -> None:
    """Serve until killed."""
    folder = Path(sys.argv[1])
    peer = Peer(folder)
    unfinished = folder / "port.new"
    unfinished.write_text(str(peer.server_address[1]))
    unfinished.rename(folder / "port")
    peer.serve_forever()


if __name__ == "__main__":
    main()
