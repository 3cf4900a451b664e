"""An Ollama server without a model: the real wire protocol on a free port, and every misbehaviour.

What it answers is scripted; how it behaves is Ollama's: one question at a time per model, a reload
when the runner signature differs, silent truncation unless ``truncate`` is false, NDJSON frames
with counters on the last one. Nothing here waits for time; scripts hold on events.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Json = dict[str, object]

SIGNATURE_OPTIONS = (
    "num_ctx",
    "num_batch",
    "num_gpu",
    "main_gpu",
    "use_mmap",
    "num_thread",
    "draft_num_predict",
)
TOO_LONG = (
    "the prompt is longer than the context length currently available to the model; shorten the "
    "prompt, adjust the context length in settings, or use a model with a longer context length"
)
TEMPLATE_TOKENS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeModel:
    """One installed model. ``facts`` are header values, with the architecture in front."""

    name: str = "small:latest"
    digest: str = "sha256:aaaa"
    size: int = 1_000_000_000
    family: str = "qwen2"
    capabilities: tuple[str, ...] = ("completion",)
    facts: Mapping[str, object] = field(
        default_factory=lambda: {
            "general.architecture": "qwen2",
            "qwen2.block_count": 28,
            "qwen2.embedding_length": 1536,
            "qwen2.attention.head_count": 12,
            "qwen2.attention.head_count_kv": 2,
            "qwen2.context_length": 32768,
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """How one chat request is answered.

    ``hold`` waits before the first frame (slow first byte), ``hold_after`` after that many pieces;
    both until :meth:`FakeOllama.release` or the client's leaving. ``drop_after`` closes the
    connection in the middle; ``without_done`` ends politely, but without the last frame.
    """

    pieces: tuple[str, ...] = ("Hello", " there", ".")
    status: int = 200
    error: str = ""
    hold: bool = False
    hold_after: int | None = None
    drop_after: int | None = None
    error_after: int | None = None
    without_done: bool = False
    done_reason: str = "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as it came in."""

    path: str
    body: Json
    headers: Mapping[str, str]


def _steady(threads: int) -> tuple[float, float]:
    return 400.0, 50.0


class FakeOllama:
    """See the module. Use :func:`serve_ollama`."""

    def __init__(
        self,
        *,
        models: Sequence[FakeModel] = (FakeModel(),),
        version: str = "0.40.12",
        honours_truncate: bool = True,
        characters_per_token: int = 4,
        rates: Callable[[int], tuple[float, float]] = _steady,
    ) -> None:
        self.models = list(models)
        self.version = version
        self.rates = rates
        self.url = ""
        self.asked: list[Asked] = []
        self.loads: list[tuple[str, Json]] = []
        self.finished: list[str] = []
        """The last message of every answered chat, in order."""
        self.vector_tail: tuple[float, ...] = (3.0, 4.0)
        """What follows the length of the text in its vector."""
        self.client_left = asyncio.Event()
        self.holding = asyncio.Event()
        self.most_at_once = 0
        self._honours_truncate = honours_truncate
        self._characters_per_token = characters_per_token
        self._scripts: deque[Script] = deque()
        self._released = asyncio.Event()
        self._signatures: dict[str, Json] = {}
        self._turns: dict[str, asyncio.Lock] = {}
        self._at_once = 0
        self._connections: set[asyncio.Task[None]] = set()

    def script(self, *scripts: Script) -> None:
        """Answer the next chat requests like this; after them comes the plain answer again."""
        self._scripts.extend(scripts)

    def release(self) -> None:
        """Let every held answer go on."""
        self._released.set()

    def chats(self) -> list[Json]:
        """Bodies of the chat requests that had messages."""
        return [
            asked.body
            for asked in self.asked
            if asked.path == "/api/chat" and _messages(asked.body)
        ]

    def tokens_of(self, body: Json) -> int:
        """Tokens of a chat request's messages as this server counts them."""
        characters = sum(len(message["content"]) for message in _messages(body))
        return characters // self._characters_per_token + TEMPLATE_TOKENS

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, with as many requests as the client likes."""
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            while (request := await _read_request(reader)) is not None:
                self.asked.append(request)
                await self._answer(request, reader, writer)
                if writer.is_closing():
                    return
        except (ConnectionError, asyncio.CancelledError):
            return
        finally:
            self._connections.discard(task)
            writer.close()

    async def stop(self) -> None:
        """Close every connection."""
        for task in list(self._connections):
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _answer(
        self, request: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        body = request.body
        if request.path == "/api/version":
            await _send(writer, {"version": self.version})
        elif request.path == "/api/tags":
            await _send(writer, {"models": [_listed(model) for model in self.models]})
        elif request.path == "/api/ps":
            loaded = [model for model in self.models if model.name in self._signatures]
            await _send(writer, {"models": [_listed(model) for model in loaded]})
        elif request.path not in ("/api/show", "/api/chat", "/api/embed"):
            await _send(writer, {"error": "404 page not found"}, status=404)
        elif (model := self._find(body)) is None:
            await _send(writer, {"error": f"model '{body.get('model')}' not found"}, status=404)
        elif request.path == "/api/show":
            shown: Json = {
                "model_info": dict(model.facts),
                "capabilities": list(model.capabilities),
            }
            await _send(writer, shown)
        elif request.path == "/api/embed":
            await self._embed(model, body, writer)
        else:
            await self._chat(model, body, reader, writer)

    def _find(self, body: Json) -> FakeModel | None:
        names = (body.get("model"), f"{body.get('model')}:latest")
        return next((model for model in self.models if model.name in names), None)

    async def _embed(self, model: FakeModel, body: Json, writer: asyncio.StreamWriter) -> None:
        texts = body["input"]
        assert isinstance(texts, list)
        vectors = [[float(len(text)), *self.vector_tail] for text in texts]
        await _send(writer, {"model": model.name, "embeddings": vectors})

    async def _chat(
        self,
        model: FakeModel,
        body: Json,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        # The script belongs to the request, not to the moment its turn comes.
        script = self._scripts.popleft() if self._scripts and _messages(body) else Script()
        if script.status != 200:
            await _send(writer, {"error": script.error}, status=script.status)
            return
        async with self._turns.setdefault(model.name, asyncio.Lock()):
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            try:
                await self._compute(model, body, script, reader, writer)
            finally:
                self._at_once -= 1

    async def _compute(
        self,
        model: FakeModel,
        body: Json,
        script: Script,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        options = body.get("options") or {}
        assert isinstance(options, dict)
        signature: Json = {name: options.get(name) for name in SIGNATURE_OPTIONS}
        signature["shift"] = body.get("shift")
        if self._signatures.get(model.name) != signature:
            self._signatures[model.name] = signature
            self.loads.append((model.name, signature))
        if not _messages(body):
            await _send(writer, _frame(model, "", done=True, done_reason="load"))
            return
        num_ctx = int(options.get("num_ctx", 4096))
        tokens = self.tokens_of(body)
        if tokens > num_ctx:
            if body.get("truncate") is False and self._honours_truncate:
                await _send(writer, {"error": TOO_LONG}, status=400)
                return
            tokens = num_ctx // 2 + 4
        await self._speak(model, body, script, tokens, reader, writer)

    async def _speak(
        self,
        model: FakeModel,
        body: Json,
        script: Script,
        tokens: int,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        if script.hold:
            await self._hold(reader)
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n"
        )
        for count, piece in enumerate(script.pieces):
            if script.drop_after == count:
                writer.close()
                return
            if script.error_after == count:
                await _chunk(writer, {"error": script.error})
                await _end(writer)
                return
            if script.hold_after == count:
                await self._hold(reader)
            await _chunk(writer, _frame(model, piece, done=False))
        if not script.without_done:
            options = body.get("options") or {}
            assert isinstance(options, dict)
            prefill, decode = self.rates(int(options.get("num_thread") or 1))
            done = _frame(
                model,
                "",
                done=True,
                done_reason=script.done_reason,
                prompt_eval_count=tokens,
                prompt_eval_cached_count=0,
                prompt_eval_duration=int(tokens / prefill * 1e9),
                eval_count=24,
                eval_duration=int(24 / decode * 1e9),
            )
            await _chunk(writer, done)
        self.finished.append(_messages(body)[-1]["content"])
        await _end(writer)

    async def _hold(self, reader: asyncio.StreamReader) -> None:
        self.holding.set()
        gone = asyncio.ensure_future(reader.read(1))
        released = asyncio.ensure_future(self._released.wait())
        try:
            await asyncio.wait({gone, released}, return_when=asyncio.FIRST_COMPLETED)
            if gone.done():
                self.client_left.set()
                raise ConnectionError
        finally:
            released.cancel()
            if not gone.done():
                gone.cancel()
                await asyncio.wait({gone})


@asynccontextmanager
async def serve_ollama(server: FakeOllama | None = None) -> AsyncIterator[FakeOllama]:
    """The server on a free port of this machine, for the time of the block."""
    fake = server or FakeOllama()
    listener = await asyncio.start_server(fake.serve, "127.0.0.1", 0)
    host, port = listener.sockets[0].getsockname()[:2]
    fake.url = f"http://{host}:{port}"
    try:
        yield fake
    finally:
        listener.close()
        await fake.stop()
        await listener.wait_closed()


def _messages(body: Json) -> list[dict[str, str]]:
    messages = body.get("messages") or []
    assert isinstance(messages, list)
    return messages


def _listed(model: FakeModel) -> Json:
    return {
        "name": model.name,
        "model": model.name,
        "digest": model.digest,
        "size": model.size,
        "details": {"family": model.family},
    }


def _frame(model: FakeModel, content: str, *, done: bool, **more: object) -> Json:
    message = {"role": "assistant", "content": content}
    return {"model": model.name, "message": message, "done": done, **more}


async def _read_request(reader: asyncio.StreamReader) -> Asked | None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    first, *lines = head.strip().split("\r\n")
    headers = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(":") for line in lines)
    }
    raw = await reader.readexactly(int(headers.get("content-length", 0)))
    return Asked(path=first.split(" ")[1], body=json.loads(raw) if raw else {}, headers=headers)


async def _send(writer: asyncio.StreamWriter, body: Json, *, status: int = 200) -> None:
    data = json.dumps(body).encode()
    writer.write(
        f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(data)}\r\n\r\n".encode()
        + data
    )
    await writer.drain()


async def _chunk(writer: asyncio.StreamWriter, body: Json) -> None:
    data = json.dumps(body).encode() + b"\n"
    writer.write(b"%x\r\n%s\r\n" % (len(data), data))
    await writer.drain()


async def _end(writer: asyncio.StreamWriter) -> None:
    writer.write(b"0\r\n\r\n")
    await writer.drain()
