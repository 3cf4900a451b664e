"""An answer while it is being written: a status line, then text that grows in the thread.

One worker per turn does all the calls, so that what is on its way is always known. Every message it
starts is noted before and after, so that a crash leaves no orphan: the reply becomes of it.
"""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable
from dataclasses import dataclass

import structlog

from bot.rendering.slack.spans import words
from bot.rendering.slack.wire import between_letters
from bot.slack_channel.hearing import Place
from bot.slack_channel.web_api import (
    NotWanted,
    SlackBusy,
    SlackRefused,
    SlackUnclear,
    SlackUnreachable,
    SlackWeb,
)
from bot.slack_channel.wire import text_at
from domain.channel_ports import PartStore
from domain.errors import CareerGiniError
from domain.ids import OutboundId
from domain.turns import PartialText, PartState, StatusChanged, TurnEvent

log = structlog.get_logger(__name__)

UNKNOWN_REF = "?"
"""Reference of a live part whose message may or may not be there."""

_SEGMENT_BYTES = 9_000
_SEGMENT_S = 240.0
_STATUS_GAP_S = 1.0
_IDLE_S = 1_800.0  # longer than any turn
_STATUS = "is working on it…"
_LONGEST_LOADING = 50
_REMEMBERED = 2_000
_UNSEEN = "\u2060"  # word joiner: no width, and no parser reads over it
_BREAKS = re.compile(
    r"(?<=\])(?=\()"  # a link in Markdown
    r"|(?<=@)(?=\w)"  # a mention
    r"|(?<=:)(?=//)|(?<=\w\.)(?=[^\W\d_])|(?<=[Mm][Aa][Ii][Ll][Tt][Oo]:)"  # a bare address
)
_NO_STREAM = frozenset({"message_not_in_streaming_state", "msg_too_long"})


def live_words(said: str) -> str:
    """Model output for a growing message: nobody is called, and nothing becomes a link.

    Characters are only put in between, so a text that grows stays the beginning of what follows.

    >>> live_words("<!here> [a](http://b.example)").replace(chr(0x2060), "_")
    '<_!here> [a]_(http:_//b._example)'
    """
    return _BREAKS.sub(_UNSEEN, words(said))


@dataclass(slots=True, kw_only=True)
class _Segment:
    """One growing message."""

    part: int
    ts: str
    begins: int
    """Where in the whole text it begins."""
    started_at: float
    sent: str
    streams: bool = True
    """False once it is only edited."""
    open: bool = True
    """Whether Slack still has it as a stream."""


class LiveAnswer:
    """Progress of one turn in one thread."""

    def __init__(
        self,
        *,
        web: SlackWeb,
        parts: PartStore,
        outbound: OutboundId,
        workspace: str,
        place: Place,
        segment_s: float = _SEGMENT_S,
    ) -> None:
        self._web = web
        self._parts = parts
        self._outbound = outbound
        self._workspace = workspace
        self._place = place
        self._segment_s = segment_s
        self._status: str | None = None
        self._said = ""
        self._shown_to = 0
        self._segment: _Segment | None = None
        self._next_part = 0
        self._looked_back = False
        self._can_show_text = place.is_private and bool(place.thread)
        self._news = asyncio.Event()
        self._closing = asyncio.Event()
        self._urgent = asyncio.Event()
        self._worker: asyncio.Task[None] | None = None

    @property
    def open_stream(self) -> str | None:
        """The message that Slack still has as a stream."""
        return self._segment.ts if self._segment is not None and self._segment.open else None

    def put(self, event: TurnEvent) -> None:
        """Show this next, instead of what was not shown yet."""
        match event:
            case StatusChanged():
                self._status = _loading(event)
            case PartialText():
                # In a channel everybody would read it before it is known whether all may.
                if not self._can_show_text:
                    return
                self._said = live_words(event.text)
                self._urgent.set()
        self._news.set()
        if self._worker is None:
            self._worker = asyncio.create_task(self._run(), name="slack live answer")

    async def close(self) -> None:
        """Start no further call; return when the last one is answered."""
        self._closing.set()
        self._urgent.set()
        self._news.set()
        if self._worker is not None:
            await asyncio.gather(self._worker, return_exceptions=True)

    async def _run(self) -> None:
        try:
            while not self._closing.is_set():
                async with asyncio.timeout(_IDLE_S):
                    await self._news.wait()
                self._news.clear()
                status, self._status = self._status, None
                if status is not None and not self._said:
                    await self._show_status(status)
                while self._is_behind() and not self._closing.is_set():
                    await self._advance()
        except (NotWanted, TimeoutError):
            return  # the reply itself is next, or nothing is any more
        except Exception as error:
            # Progress is best effort; the reply comes in any case.
            log.warning("slack_progress_ended", error=type(error).__name__)

    # --- status -------------------------------------------------------------------------------

    async def _show_status(self, loading: str) -> None:
        if not self._place.thread:
            return
        try:
            await self._web.call(
                "assistant.threads.setStatus",
                workspace=self._workspace,
                arguments={
                    "channel_id": self._place.channel,
                    "thread_ts": self._place.thread,
                    "status": _STATUS,
                    "loading_messages": [loading],
                },
            )
        except CareerGiniError as error:
            log.info("slack_status_not_shown", error=type(error).__name__)
        try:
            async with asyncio.timeout(_STATUS_GAP_S):
                await self._urgent.wait()
        except TimeoutError:
            return  # nothing more urgent came

    # --- text ---------------------------------------------------------------------------------

    def _is_behind(self) -> bool:
        if not self._can_show_text or not self._said.strip():
            return False
        segment = self._segment
        if segment is None:
            return bool(self._said[self._shown_to :].strip())
        return self._said[segment.begins :] != segment.sent

    async def _advance(self) -> None:
        """One step; what was refused for now is tried again after a while."""
        try:
            if self._segment is None:
                await self._begin()
            else:
                await self._grow(self._segment)
        except SlackBusy as busy:
            await self._pause(busy.retry_after_s or 1.0)
        except SlackUnreachable:
            await self._pause(1.0)

    async def _take_over(self) -> None:
        """Go on with what a process that died began to show of this turn.

        Begun anew under the same number, its message would be forgotten and stay a half answer.
        """
        self._looked_back = True
        earlier = [
            part for part in await self._parts.parts(self._outbound) if part.state is PartState.LIVE
        ]
        if not earlier:
            return
        self._next_part = earlier[-1].part + 1
        first = earlier[0]
        if first.provider_ref != UNKNOWN_REF:  # else the reply looks for it
            self._segment = _Segment(
                part=first.part,
                ts=first.provider_ref,
                begins=0,
                started_at=asyncio.get_running_loop().time(),
                sent="",
                streams=False,
            )

    async def _begin(self) -> None:
        if not self._looked_back:
            await self._take_over()
            if self._segment is not None:
                return
        begins = self._shown_to
        text = _first_bytes(self._said[begins:], most=_SEGMENT_BYTES)
        part = self._next_part
        await self._note(part, UNKNOWN_REF)
        try:
            answer = await self._post(
                "chat.startStream", thread_ts=self._place.thread, markdown_text=text
            )
        except SlackUnclear:
            self._can_show_text = False  # the reply will look for what became of it
            return
        except (SlackRefused, SlackBusy, SlackUnreachable, NotWanted) as error:
            await self._parts.drop_part(self._outbound, part=part)
            if not isinstance(error, SlackRefused):
                raise
            log.info("slack_stream_refused", code=error.code)
            self._can_show_text = False
            return
        ts = text_at(answer, "ts")
        await self._note(part, ts)
        self._next_part += 1
        self._segment = _Segment(
            part=part,
            ts=ts,
            begins=begins,
            started_at=asyncio.get_running_loop().time(),
            sent=text,
        )

    async def _grow(self, segment: _Segment) -> None:
        wanted = self._said[segment.begins :]
        age_s = asyncio.get_running_loop().time() - segment.started_at
        room = _SEGMENT_BYTES - len(segment.sent.encode())
        extends = wanted.startswith(segment.sent)
        added = _first_bytes(wanted[len(segment.sent) :], most=room) if extends else ""
        if extends and (age_s > self._segment_s or not added):
            await self._stop(segment)
            self._shown_to = segment.begins + len(segment.sent)
            self._segment = None
            return
        if segment.streams and extends:
            try:
                await self._post("chat.appendStream", ts=segment.ts, markdown_text=added)
                segment.sent += added
            except SlackUnclear:
                segment.streams = False  # an edit says the whole text, however far it was
            except SlackRefused as refusal:
                if refusal.code not in _NO_STREAM:
                    raise
                segment.streams = False
                segment.open = refusal.code != "message_not_in_streaming_state"
            return
        segment.streams = False
        await self._stop(segment)
        text = _first_bytes(wanted, most=_SEGMENT_BYTES)
        if text.strip():
            try:
                await self._post("chat.update", ts=segment.ts, markdown_text=text)
            except SlackUnclear:
                return  # saying it once more does no harm
        segment.sent = text

    async def _stop(self, segment: _Segment) -> None:
        if not segment.open:
            return
        try:
            await self._post("chat.stopStream", ts=segment.ts)
        except SlackRefused as refusal:
            if refusal.code != "message_not_in_streaming_state":
                raise
        except SlackUnclear:
            return
        segment.open = False

    def _post(self, method: str, **arguments: object) -> Awaitable[dict[str, object]]:
        return self._web.post(
            method,
            workspace=self._workspace,
            channel=self._place.channel,
            arguments=arguments,
            wanted=self._is_wanted,
        )

    def _is_wanted(self) -> bool:
        return not self._closing.is_set()

    async def _note(self, part: int, ref: str) -> None:
        await self._parts.note_part(
            self._outbound, part=part, state=PartState.LIVE, provider_ref=ref
        )

    async def _pause(self, for_s: float) -> None:
        try:
            async with asyncio.timeout(for_s):
                await self._closing.wait()
        except TimeoutError:
            return


class LiveAnswers:
    """Those of all running turns."""

    def __init__(self, *, web: SlackWeb, parts: PartStore, segment_s: float = _SEGMENT_S) -> None:
        self._web = web
        self._parts = parts
        self._segment_s = segment_s
        self._running: dict[OutboundId, LiveAnswer] = {}
        self._ended: OrderedDict[OutboundId, None] = OrderedDict()

    def put(self, outbound: OutboundId, *, workspace: str, place: Place, event: TurnEvent) -> bool:
        """Show an event; True when it is the turn's first. Nothing is shown after its reply."""
        if outbound in self._ended:
            return False
        known = self._running.get(outbound)
        if known is not None:
            known.put(event)
            return False
        live = LiveAnswer(
            web=self._web,
            parts=self._parts,
            outbound=outbound,
            workspace=workspace,
            place=place,
            segment_s=self._segment_s,
        )
        while len(self._running) >= _REMEMBERED:
            del self._running[next(iter(self._running))]  # of turns that never had a reply
        self._running[outbound] = live
        live.put(event)
        return True

    async def end(self, outbound: OutboundId) -> str | None:
        """End the progress of a turn; the stream that is still open, if one is."""
        self._ended[outbound] = None
        while len(self._ended) > _REMEMBERED:
            self._ended.popitem(last=False)
        live = self._running.pop(outbound, None)
        if live is None:
            return None
        await live.close()
        return live.open_stream

    async def aclose(self) -> None:
        """End all of it."""
        for outbound in list(self._running):
            await self.end(outbound)


def _loading(event: StatusChanged) -> str:
    said = words(event.text)
    if event.eta_s is not None and event.eta_s >= 5:
        said = f"{said} (about {event.eta_s:.0f} s)"
    return said if len(said) <= _LONGEST_LOADING else said[: _LONGEST_LOADING - 1].rstrip() + "…"


def _first_bytes(text: str, *, most: int) -> str:
    """As much of it as fits, in UTF-8 bytes, no letter torn apart."""
    encoded = text.encode()
    if len(encoded) <= most:
        return text
    cut = len(encoded[: max(most, 0)].decode(errors="ignore"))
    return text[: between_letters(text, at=cut)]
