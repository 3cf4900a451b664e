"""How Slack reaches us: HTTP and Socket Mode, both into the same middleware of the same app.

A payload is in the inbox before it is acknowledged: the SDK would acknowledge first and work later,
and what it had not worked off would be lost with the process.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence

import aiohttp
import structlog
from slack_bolt import BoltResponse
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message

from bot.slack_channel.decoding import heard, is_removal, raw_event, workspace_of
from bot.slack_channel.edge import SlackEdge
from bot.slack_channel.hearing import Said
from bot.slack_channel.listening import Listening
from bot.slack_channel.shortcuts import COMMAND
from bot.slack_channel.web_api import SlackRefused, Workspaces, ask, quiet_logger
from bot.slack_channel.wire import Json, object_at, text_at
from domain.channel_ports import Inbox, RawEvent
from domain.errors import TemporaryFailure
from domain.ports import Clock

log = structlog.get_logger(__name__)

EVENTS_PATH = "/slack/events"
INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"

_MOST_BODY_BYTES = 1_000_000
_SOCKETS = 2
"""Slack asks a connection to come again about every hour; with two, one is always open."""
_PATIENCE = 6  # pings
_CLOSE_S = 3.0
_COMMAND_TAKEN = "I answer in our direct messages."


class SlackIngress:
    """Takes payloads in; nothing else happens before Slack has its acknowledgement."""

    def __init__(
        self,
        *,
        workspaces: Workspaces,
        client: AsyncWebClient,
        inbox: Inbox,
        edge: SlackEdge,
        listening: Listening,
        clock: Clock,
        signing_secret: str,
        oauth: AsyncOAuthSettings | None = None,
        ping_s: float = 5.0,
    ) -> None:
        """See the class.

        Args:
            workspaces: where the app is installed.
            client: for the SDK's own calls.
            inbox: where payloads go.
            edge: what is answered at once.
            listening: what of a channel's talk is taken in.
            clock: the time.
            signing_secret: proves that Slack is calling; empty without HTTP.
            oauth: how other workspaces install the app.
            ping_s: seconds between two looks at a connection.
        """
        self._ping_s = ping_s
        self._installs = oauth is not None
        self._workspaces = workspaces
        self._inbox = inbox
        self._edge = edge
        self._listening = listening
        self._clock = clock
        self._client = client
        self._app = AsyncApp(
            name="careergini",
            # The SDK's own messages quote payloads; what matters is logged here.
            logger=quiet_logger(),
            signing_secret=signing_secret or "no http",
            client=client,
            authorize=_Authorize(workspaces),  # type: ignore[arg-type]  # taken, says its code
            oauth_settings=oauth,
        )
        self._app.middleware(self._take_in)
        self._sockets: dict[int, AsyncSocketModeHandler] = {}

    # --- HTTP ---------------------------------------------------------------------------------

    def routes(self, *, events: bool) -> Sequence[Route]:
        """What the web application serves.

        Args:
            events: whether Slack calls us, in place of Socket Mode.
        """
        routes = [Route(EVENTS_PATH, self._events, methods=["POST"])] if events else []
        if self._installs:
            routes += [
                Route(path, self._install, methods=["GET"])
                for path in (INSTALL_PATH, REDIRECT_PATH)
            ]
        return routes

    async def _install(self, request: Request) -> Response:
        try:
            return await AsyncSlackRequestHandler(self._app).handle(request)
        except (aiohttp.ClientError, TimeoutError, OSError, TemporaryFailure) as error:
            log.warning("slack_not_installed", error=type(error).__name__)
            words = "Slack could not be reached. Please start the installation again.\n"
            return PlainTextResponse(words, status_code=502)

    async def _events(self, request: Request) -> Response:
        stamp = request.headers.get("x-slack-request-timestamp", "")
        if not (stamp.isascii() and stamp.isdigit()):
            # The SDK would answer 500 to this, and Slack, or whoever it is, would come again.
            return JSONResponse({"error": "invalid request"}, status_code=401)
        try:
            body = await _limited_body(request)
        except ClientDisconnect:
            return Response(status_code=400)
        if body is None:
            return JSONResponse({"error": "too large"}, status_code=413)
        try:
            return await AsyncSlackRequestHandler(self._app).handle(_read_again(request, body))
        except (ValueError, AttributeError, TypeError) as error:
            # Not JSON, not UTF-8, or not an object: the SDK reads it before it looks who sent it.
            log.info("slack_request_unreadable", error=type(error).__name__)
            return JSONResponse({"error": "invalid request"}, status_code=400)

    # --- Socket Mode --------------------------------------------------------------------------

    async def serve_sockets(self, app_token: str) -> None:
        """Hold the connections open until cancelled; Slack need not be there at the start."""
        async with asyncio.TaskGroup() as group:
            for number in range(_SOCKETS):
                group.create_task(self._hold_socket(number, app_token=app_token))

    async def is_connected(self) -> bool:
        """Whether at least one connection is open."""
        return any([await socket.client.is_connected() for socket in self._sockets.values()])

    async def _hold_socket(self, number: int, *, app_token: str) -> None:
        """One connection.

        The SDK connects again by itself, except where it gets stuck with an address that was used
        up: then the connection is made anew.
        """
        while True:
            socket = AsyncSocketModeHandler(
                self._app,
                app_token=app_token,
                web_client=self._client,
                logger=quiet_logger(),
                ping_interval=self._ping_s,
            )
            self._sockets[number] = socket
            try:
                async with asyncio.timeout(self._ping_s * _PATIENCE):
                    await _connect(socket)
                log.info("slack_connected", socket=number)
                await self._until_lost(socket)
                log.warning("slack_connection_lost", socket=number)
            except TimeoutError:
                log.warning("slack_not_reached", socket=number, reason=await self._why(app_token))
            finally:
                self._sockets.pop(number, None)
                await _close(socket)

    async def _why(self, app_token: str) -> str:
        """Slack's own word for why no connection is made; the SDK keeps it for itself."""
        try:
            await ask(self._client, "apps.connections.open", {"app_token": app_token})
        except SlackRefused as refusal:
            return refusal.code
        except TemporaryFailure as error:
            return type(error).__name__
        return "too slow"

    async def _until_lost(self, socket: AsyncSocketModeHandler) -> None:
        misses = 0
        while misses < _PATIENCE:
            await asyncio.sleep(self._ping_s)
            misses = 0 if await socket.client.is_connected() else misses + 1

    # --- both ---------------------------------------------------------------------------------

    async def _take_in(
        self,
        req: AsyncBoltRequest,
        next: Callable[[], Awaitable[object]],  # noqa: A002 - SDK's name
    ) -> BoltResponse:
        """Every payload, after its signature was checked and our own events were left out."""
        del next  # there are no listeners: what is stored is worked off from the inbox
        body = object_at(dict(req.body))
        workspace = workspace_of(body)
        kind = text_at(body, "type")
        try:
            installed = await self._workspaces.find(workspace)
        except TemporaryFailure as error:
            return _not_stored(kind, error)
        if installed is None and not is_removal(body):
            log.info("slack_workspace_unknown", workspace=workspace)
            return BoltResponse(status=200, body="")
        if kind == "block_suggestion":
            return _json({"options": self._edge.options(body)})
        if kind == "view_submission" and (mistakes := self._edge.mistakes(body)):
            return _json({"response_action": "errors", "errors": dict(mistakes)})
        if self._edge.takes(body, workspace=workspace):
            return BoltResponse(status=200, body="")
        try:
            event = raw_event(
                body, bot_user=installed.bot_user if installed else "", now=self._clock.now()
            )
            if event is not None and await self._is_taken(event):
                await self._inbox.take_in(event)
        except TemporaryFailure as error:
            return _not_stored(kind, error)
        if text_at(body, "command") == COMMAND:
            return BoltResponse(status=200, body=_COMMAND_TAKEN)
        return BoltResponse(status=200, body="")

    async def _is_taken(self, event: RawEvent) -> bool:
        """What people say to each other is not even stored."""
        said = heard(event)
        return not isinstance(said, Said) or await self._listening.may_be_for_us(
            said, workspace=event.workspace
        )


class _Authorize(AsyncAuthorize):
    """Whose payload it is, without asking Slack: taking in must work when Slack's API does not."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        **actor: object,
    ) -> AuthorizeResult | None:
        del user_id, actor
        workspace = enterprise_id if context.is_enterprise_install else team_id
        installed = await self._workspaces.find(workspace or enterprise_id or "")
        if installed is None:
            # Not None, for then the SDK would write to an address from the payload.
            return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=installed.token,
            bot_id=installed.bot_id or None,
            bot_user_id=installed.bot_user or None,
        )


def _not_stored(kind: str, error: TemporaryFailure) -> BoltResponse:
    """No acknowledgement: Slack sends it again."""
    log.warning("slack_payload_not_stored", kind=kind, error=type(error).__name__)
    return BoltResponse(status=500, body="")


def _json(document: Json) -> BoltResponse:
    return BoltResponse(
        status=200,
        body=json.dumps(document),
        headers={"content-type": ["application/json;charset=utf-8"]},
    )


async def _limited_body(request: Request) -> bytes | None:
    """The body, None when it is larger than anything that Slack sends."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BODY_BYTES:
            return None
    return bytes(body)


def _read_again(request: Request, body: bytes) -> Request:
    """The request with its body to be read once more."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return Request(request.scope, receive)


async def _connect(socket: AsyncSocketModeHandler) -> None:
    await socket.connect_async()  # type: ignore[no-untyped-call]  # the SDK's


async def _close(socket: AsyncSocketModeHandler) -> None:
    """Close it, also when nobody is at the other end any more."""
    client = socket.client
    try:
        async with asyncio.timeout(_CLOSE_S):
            await client.close()  # type: ignore[no-untyped-call]  # the SDK's
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        log.info("slack_socket_not_closed", error=type(error).__name__)
    tasks = [client.message_processor, client.current_session_monitor, client.message_receiver]
    running = [task for task in tasks if task is not None]
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    await client.aiohttp_client_session.close()
