"""A model server that takes its time over every answer."""

from __future__ import annotations

import asyncio

from tests.servers.fake_ollama import FakeModel, FakeOllama, Json, Script

_PAUSE_S = 0.15
_SENTENCES = (
    "Ask for a meeting of its own, so that nobody is in a hurry. ",
    "Open with the result your boss cares about most. ",
    "Show the work that went beyond the job you were hired for. ",
    "Name the sum you want before you explain it. ",
    "Then stay silent and let the other side answer. ",
    "If the budget is closed, ask what would open it again. ",
    "Agree on a date for the next talk before you leave. ",
    "Write down what was said and send it the same day. ",
    "A refusal today is often a yes after the next review. ",
    "Keep your tone calm, whatever the first answer is. ",
    "Thank them for the time, even when nothing was decided. ",
    "Practise the first sentence aloud the evening before. ",
)


class SlowOllama(FakeOllama):
    """Every chat is answered with the same dozen sentences, one after another."""

    async def _speak(
        self,
        model: FakeModel,
        body: Json,
        script: Script,
        tokens: int,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        del script
        spoken = Script(pieces=_SENTENCES)
        # What is written goes into a pipe of our own first, and on from there sentence by sentence.
        write = writer.write

        def hold(data: bytes | bytearray | memoryview) -> None:
            waiting.append(bytes(data))

        waiting: list[bytes] = []
        writer.write = hold  # type: ignore[method-assign]  # for the time of one answer
        try:
            await super()._speak(model, body, spoken, tokens, reader, writer)
        finally:
            writer.write = write  # type: ignore[method-assign]  # see above
        for data in waiting:
            writer.write(data)
            await writer.drain()
            await asyncio.sleep(_PAUSE_S)
