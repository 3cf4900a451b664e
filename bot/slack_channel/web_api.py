"""The one place that calls Slack's Web API: tokens, pace per channel, and what an error means."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack_channel.wire import Json, object_at, text_at
from domain.errors import CareerGiniError, TemporaryFailure

log = structlog.get_logger(__name__)

_GAP_S = 1.01
"""Seconds from an answer to the next message into the same channel. From the answer, not from the
request: however long a request was on its way, Slack then sees the next one a second later."""
_REMEMBERED = 5_000
_TOO_FAST = frozenset({"ratelimited", "rate_limited"})
_UNCLEAR = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
"""Slack says of these that some of it may have been done."""

MENDABLE = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "missing_scope",
        "token_expired",
        "token_revoked",
        "account_inactive",
        "team_added_to_org",
    }
)
"""Refusals that an operator can mend, or that pass: a message waits for it.

A workspace that took the app away tells us so, and then has no token here at all.
"""
NOT_INSTALLED = "not_installed"
"""Our own word for that."""
OPERATOR_S = 300.0
"""How long such a message waits at a time."""


class SlackBusy(TemporaryFailure):
    """Slack asked us to slow down; nothing was done."""


class SlackUnreachable(TemporaryFailure):
    """No connection could be made; nothing was done."""


class SlackUnclear(TemporaryFailure):
    """The request left; whether it was carried out is not known."""


class SlackRefused(CareerGiniError):
    """Slack said no; ``code`` is its own word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Slack refused: {code}")
        self.code = code


class NotWanted(CareerGiniError):
    """The call was given up while it waited for its turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """The app in one workspace."""

    workspace: str
    token: str
    bot_user: str = ""
    bot_id: str = ""
    team: str = ""
    enterprise: str = ""


class Workspaces(Protocol):
    """Where the app is installed."""

    async def find(self, workspace: str) -> Installed | None:
        """None when the app is not installed there."""

    async def remove(self, workspace: str, *, before_s: float) -> bool:
        """Forget the installation; False when it was made anew after that Unix time."""


@dataclass(slots=True, kw_only=True)
class _Lane:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0


def quiet_logger() -> logging.Logger:
    """For the SDKs, whose messages quote tokens and payloads; what matters is logged by us."""
    logger = logging.getLogger("careergini.slack_sdk")
    logger.setLevel(logging.CRITICAL)
    return logger


class ChannelPace:
    """At most one message or edit per second and channel, threads and streams included."""

    def __init__(self, *, gap_s: float = _GAP_S) -> None:
        self._gap_s = gap_s
        self._lanes: dict[tuple[str, str], _Lane] = {}

    @asynccontextmanager
    async def turn(
        self, workspace: str, channel: str, *, wanted: Callable[[], bool]
    ) -> AsyncIterator[None]:
        """Held from before a request until after its answer.

        Raises:
            NotWanted: ``wanted`` said no when its turn came; the turn is still free.
        """
        now = asyncio.get_running_loop().time
        if len(self._lanes) >= _REMEMBERED:
            self._lanes = {
                key: lane
                for key, lane in self._lanes.items()
                if lane.lock.locked() or lane.free_at > now()
            }
        lane = self._lanes.setdefault((workspace, channel), _Lane())
        async with lane.lock:
            while (wait_s := lane.free_at - now()) > 0:  # noqa: ASYNC110 - time is the event
                await asyncio.sleep(wait_s)
            if not wanted():
                raise NotWanted("given up while waiting")
            try:
                yield
            finally:
                lane.free_at = now() + self._gap_s


class SlackWeb:
    """Calls of one app, for every workspace in which it is installed."""

    def __init__(
        self,
        *,
        workspaces: Workspaces,
        session: aiohttp.ClientSession,
        base_url: str,
        pace: ChannelPace | None = None,
    ) -> None:
        self.workspaces = workspaces
        self.session = session
        self._base_url = base_url
        self._pace = pace or ChannelPace()
        self._held: dict[tuple[str, str, str], float] = {}

    def client(self, token: str | None) -> AsyncWebClient:
        """The SDK's client; nothing is retried behind our back, for a retried post is a second."""
        return AsyncWebClient(
            token=token,
            base_url=self._base_url,
            session=self.session,
            retry_handlers=[],
            logger=quiet_logger(),
        )

    async def installed(self, workspace: str) -> Installed:
        """Raises SlackRefused when the app is not installed there."""
        found = await self.workspaces.find(workspace)
        if found is None:
            raise SlackRefused(NOT_INSTALLED)
        return found

    async def call(self, method: str, *, workspace: str, arguments: Json) -> Json:
        """Call a method that puts nothing into a channel.

        Raises:
            SlackBusy, SlackUnreachable, SlackUnclear, SlackRefused: see there.
        """
        installed = await self.installed(workspace)
        return await self._call(installed, method, arguments)

    async def post(
        self,
        method: str,
        *,
        workspace: str,
        channel: str,
        arguments: Json,
        wanted: Callable[[], bool] = lambda: True,
    ) -> Json:
        """Call a method that writes into ``channel``, when it is that channel's turn.

        Raises:
            NotWanted: ``wanted`` said no when the turn came.
            SlackBusy, SlackUnreachable, SlackUnclear, SlackRefused: see there.
        """
        installed = await self.installed(workspace)
        async with self._pace.turn(workspace, channel, wanted=wanted):
            key = "channel_id" if method.startswith("files.") else "channel"
            return await self._call(installed, method, {key: channel, **arguments})

    async def _call(self, installed: Installed, method: str, arguments: Json) -> Json:
        now = asyncio.get_running_loop().time
        place = str(arguments.get("channel") or arguments.get("channel_id") or "")
        key = (installed.workspace, method, place)
        if (left_s := self._held.get(key, 0.0) - now()) > 0:
            raise SlackBusy(f"{method} is held", retry_after_s=left_s)
        try:
            return await ask(self.client(installed.token), method, arguments)
        except SlackBusy as busy:
            self._held = {one: until for one, until in self._held.items() if until > now()}
            self._held[key] = now() + (busy.retry_after_s or 1.0)
            raise


async def ask(client: AsyncWebClient, method: str, arguments: Json) -> Json:
    """One request and its answer; every failure is one of ours.

    Raises:
        SlackBusy, SlackUnreachable, SlackUnclear, SlackRefused: see there.
    """
    return object_at((await _ask(client, method, arguments)).data)


async def ask_scopes(
    client: AsyncWebClient, method: str, arguments: Json
) -> tuple[Json, frozenset[str]]:
    """The same, with what the token may do."""
    answer = await _ask(client, method, arguments)
    names = {str(name).lower(): str(value) for name, value in answer.headers.items()}
    scopes = (scope.strip() for scope in names.get("x-oauth-scopes", "").split(","))
    return object_at(answer.data), frozenset(scope for scope in scopes if scope)


async def _ask(client: AsyncWebClient, method: str, arguments: Json) -> AsyncSlackResponse:
    function: Callable[..., Awaitable[AsyncSlackResponse]]
    function = getattr(client, method.replace(".", "_"))
    try:
        return await function(**arguments)
    except SlackApiError as error:
        raise _meaning(error) from error
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise SlackUnreachable(f"{method}: {type(error).__name__}") from error
    except (aiohttp.ClientError, TimeoutError, OSError, SlackRequestError) as error:
        raise SlackUnclear(f"{method}: {type(error).__name__}") from error
    except (AttributeError, ValueError) as error:
        # What the SDK does with an answer that is no JSON object.
        raise SlackUnclear(f"{method}: unreadable answer") from error


def _meaning(error: SlackApiError) -> CareerGiniError:
    response = error.response
    if isinstance(response, AsyncSlackResponse):
        status, headers, data = response.status_code, response.headers, response.data
    else:  # the body could not be read
        return SlackUnclear("unreadable answer")
    code = text_at(data, "error")
    retry_after = {str(k).lower(): str(v) for k, v in headers.items()}.get("retry-after", "")
    if status == 429 or code in _TOO_FAST:
        after_s = float(retry_after) if retry_after.isdecimal() else 1.0
        return SlackBusy("slow down", retry_after_s=after_s)
    if status >= 500 or code in _UNCLEAR:
        return SlackUnclear(f"status {status}")
    return SlackRefused(code or f"status {status}")
