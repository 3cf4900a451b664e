"""Small calls beside an answer (titles, prompts, states): in the background, best effort."""

from __future__ import annotations

import asyncio
from weakref import WeakValueDictionary

import structlog

from bot.slack_channel.hearing import Place
from bot.slack_channel.web_api import SlackRefused, SlackWeb
from bot.slack_channel.wire import Json
from domain.errors import CareerGiniError

log = structlog.get_logger(__name__)

_MOST_AT_ONCE = 500
_NOT_OFFERED = frozenset({"unknown_method", "missing_scope", "not_allowed_token_type"})
_WORKING = "is working on it…"
_SESSION = "agents.sessions.setStatus"


class Courtesies:
    """Owns its tasks; one after another per channel, so that "done" never precedes "working"."""

    def __init__(self, *, web: SlackWeb) -> None:
        self._web = web
        self._tasks: set[asyncio.Task[None]] = set()
        self._orders: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._unavailable: set[tuple[str, str]] = set()

    def offer(self, method: str, *, workspace: str, arguments: Json) -> None:
        """Make the call some time soon; what the workspace does not offer is not asked again."""
        if (workspace, method) in self._unavailable or len(self._tasks) >= _MOST_AT_ONCE:
            return
        work = self._call(method, workspace=workspace, arguments=arguments)
        task = asyncio.create_task(work, name="slack courtesy")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def session(self, place: Place, *, workspace: str, status: str) -> None:
        """Say whether we are at work in a thread: Slack shows its stop button meanwhile."""
        if place.thread and place.is_private:
            where: Json = {"channel_id": place.channel, "thread_ts": place.thread}
            self.offer(_SESSION, workspace=workspace, arguments={**where, "status": status})

    def working(self, place: Place, *, workspace: str, words: str) -> None:
        """Say in a thread what is happening, before there is a turn that could say it."""
        if place.thread:
            where: Json = {"channel_id": place.channel, "thread_ts": place.thread}
            said: Json = {"status": _WORKING, "loading_messages": [words]}
            self.offer("assistant.threads.setStatus", workspace=workspace, arguments=where | said)

    def remark(self, place: Place, *, workspace: str, user: str, words: str) -> None:
        """A line that only one person sees."""
        said: Json = {"channel": place.channel, "user": user, "text": words}
        if place.thread:
            said["thread_ts"] = place.thread
        self.offer("chat.postEphemeral", workspace=workspace, arguments=said)

    async def aclose(self) -> None:
        """Wait briefly for what is on its way, then let go."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=2.0)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _call(self, method: str, *, workspace: str, arguments: Json) -> None:
        order = str(arguments.get("channel_id") or arguments.get("channel") or workspace)
        async with self._orders.setdefault(order, asyncio.Lock()):
            try:
                if method == "chat.postEphemeral":
                    await self._web.post(
                        method,
                        workspace=workspace,
                        channel=str(arguments["channel"]),
                        arguments=arguments,
                    )
                else:
                    await self._web.call(method, workspace=workspace, arguments=arguments)
            except SlackRefused as refusal:
                if refusal.code in _NOT_OFFERED:
                    self._unavailable.add((workspace, method))
                log.info("slack_courtesy_refused", method=method, code=refusal.code)
            except CareerGiniError as error:
                log.info("slack_courtesy_left_out", method=method, error=type(error).__name__)
