"""The server: Web API, sockets, files, OAuth and response addresses on one local port."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.servers.slack import files, oauth, wire
from tests.servers.slack.answers import respond, spoil
from tests.servers.slack.chat import CHAT
from tests.servers.slack.conversations import CONVERSATIONS
from tests.servers.slack.events import Events
from tests.servers.slack.interactions import Interactions, json_copy
from tests.servers.slack.ledger import EDITS, POSTS, Call, Ledger
from tests.servers.slack.methods import Method
from tests.servers.slack.records import Channel, Install, Json, Limits, Refused, SlackClock
from tests.servers.slack.sender import RIGHT, Attempt, Sender, Signing
from tests.servers.slack.sockets import Delivery, EnvelopeKind, Sockets
from tests.servers.slack.surfaces import SURFACES
from tests.servers.slack.trouble import Trouble
from tests.servers.slack.world import DEFAULT_SCOPES, World

METHODS: Mapping[str, Method] = {**CHAT, **CONVERSATIONS, **SURFACES, **files.FILES}
_MOST_BODY_BYTES = 64 * 2**20


class FakeSlack:
    """A Slack of one's own: ``async with FakeSlack() as slack``."""

    def __init__(
        self,
        *,
        scopes: Iterable[str] = DEFAULT_SCOPES,
        limits: Limits | None = None,
        ack_timeout_s: float = 3.0,
        retry_delays_s: Sequence[float] = (0.0, 60.0, 300.0),
        answer_timeout_s: float = 3.0,
        token_life_s: float | None = None,
        ledger_file: Path | None = None,
    ) -> None:
        self.clock = SlackClock()
        self.limits = limits or Limits()
        self.world = World(clock=self.clock, scopes=scopes, limits=self.limits)
        self.trouble = Trouble()
        self.ledger = Ledger(ledger_file)
        self.sockets = Sockets(
            self.world, ack_timeout_s=ack_timeout_s, retry_delays_s=retry_delays_s
        )
        self.token_life_s = token_life_s
        """How long tokens of OAuth live; None: for ever, without refresh tokens."""
        self.consenting_team = self.team = self.world.add_team("T0FAKETEAM1", "Acme Hiring")
        self.user = "U0FAKEUSER1"
        self.world.add_user(self.user, team=self.team, name="amara")
        self.channel = self.world.add_channel(
            Channel(id="C0FAKECHAN1", name="hiring", team=self.team)
        )
        self.dm = self.world.add_channel(
            Channel(id="D0FAKEDM001", name="amara", team=self.team, kind="im", user=self.user)
        )
        self.install = self.world.install(self.team)
        self.app_token = self.world.app_install(self.team).token
        people: Json = {
            "team": self.team,
            "user": self.user,
            "channel": self.channel,
            "dm": self.dm,
        }
        self.events = Events(self.world, **people)
        self.interactions = Interactions(self.world, **people)
        self.foreign_requests: list[dict[str, str]] = []
        """Headers of requests that came to the foreign host; a token there is a leak."""
        self.answers: list[Json] = []
        """What was posted to response addresses."""
        self._changed = asyncio.Condition()
        self._retry_delays_s = retry_delays_s
        self._answer_timeout_s = answer_timeout_s
        self._sender: Sender | None = None
        self._runner: web.AppRunner | None = None

    # --- who ----------------------------------------------------------------------------------

    @property
    def base_url(self) -> str:
        """What a client takes for ``https://slack.com/api/``."""
        return f"{self.world.root}/api/"

    @property
    def foreign_url(self) -> str:
        """An address of another host, by name, for redirects."""
        return self.world.root.replace("127.0.0.1", "localhost") + "/foreign/file"

    @property
    def signing_secret(self) -> str:
        return self.world.signing_secret

    @property
    def bot_token(self) -> str:
        return self.install.token

    @property
    def team_id(self) -> str:
        return self.team.id

    @property
    def bot_user_id(self) -> str:
        return self.team.bot_user_id

    @property
    def bot_id(self) -> str:
        return self.team.bot_id

    @property
    def sender(self) -> Sender:
        """The HTTP side; only while the server runs."""
        if self._sender is None:
            raise RuntimeError("the server does not run")
        return self._sender

    # --- life ---------------------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=_MOST_BODY_BYTES)
        self.add_routes(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.world.root = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._sender = Sender(
            self.world,
            retry_delays_s=self._retry_delays_s,
            answer_timeout_s=self._answer_timeout_s,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.sockets.shut()
        await self.sender.close()
        if self._runner is not None:
            await self._runner.cleanup()
        self.ledger.shut()

    def add_routes(self, app: web.Application) -> None:
        """Everything a client may ask for."""
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_get("/link/", self.sockets.accept)
        app.router.add_route("*", "/upload/v1/{file}", self._upload)
        app.router.add_get("/files-pri/{file}/{name:.+}", self._file)
        app.router.add_get("/foreign/{name:.+}", self._foreign)
        app.router.add_post("/{kind:actions|commands}/{team}/{number}/{secret}", self._response)
        app.router.add_get("/oauth/v2/authorize", self._authorize)

    # --- requests -----------------------------------------------------------------------------

    async def _api(self, request: web.Request) -> web.StreamResponse:
        args, encoding = await wire.read(request)
        token = wire.token_of(request, args)
        call = self.ledger.open(
            method=request.match_info["method"],
            args=args,
            encoding=encoding,
            at_s=self.clock.monotonic(),
            token=token,
        )

        async def take() -> web.StreamResponse:
            status, headers = 200, {"X-Slack-Req-Id": f"req{call.number}"}
            if self._too_fast(call):
                self.ledger.hold(call, until_s=call.at_s + 1)
                call.answer = {"ok": False, "error": "ratelimited"}
                status, headers["Retry-After"] = 429, "1"
            else:
                call.answer = self._perform(call, request.headers.get("Authorization", ""))
                call.taken = bool(call.answer["ok"])
            call.error = str(call.answer.get("error", ""))
            if install := self.world.installs.get(token):
                headers["X-OAuth-Scopes"] = ",".join(sorted(install.scopes))
            return web.json_response(call.answer, status=status, headers=headers)

        return await self._troubled(request, call, take)

    def _too_fast(self, call: Call) -> bool:
        most = self.limits.channel_per_s
        if most is None or call.method not in POSTS | EDITS:
            return False
        recent = [
            one
            for one in self.ledger.calls[-200:]
            if one.taken and one.channel == call.channel and one.method in POSTS | EDITS
        ]
        return sum(call.at_s - one.at_s < 1.0 for one in recent) >= most

    def _perform(self, call: Call, authorization: str) -> Json:
        try:
            if "" in call.args:
                raise Refused(call.args[""])
            if call.method == "oauth.v2.access":
                return {"ok": True} | oauth.access(
                    self.world,
                    call,
                    authorization=authorization,
                    life_s=self.token_life_s,
                    installer=self.user,
                )
            method = METHODS.get(call.method)
            if method is None:
                self.ledger.faults.append(f"{call.method}: unknown method")
                raise Refused("unknown_method", req_method=call.method)
            install = self._allowed(call, method)
            return {"ok": True} | json_copy(method.handle(self.world, call, install))
        except Refused as refusal:
            return {"ok": False, "error": refusal.error} | refusal.extra

    def _allowed(self, call: Call, method: Method) -> Install:
        if not call.token:
            raise Refused("not_authed")
        install = self.world.installs.get(call.token)
        if install is None:
            raise Refused("invalid_auth")
        if install.state != "active":
            raise Refused("token_revoked" if install.state == "revoked" else "account_inactive")
        if install.expires_at is not None and self.clock.now() >= install.expires_at:
            raise Refused("token_expired")
        if install.kind != method.token:
            raise Refused("not_allowed_token_type")
        if method.scopes and not set(method.scopes) & install.scopes:
            provided = ",".join(sorted(install.scopes))
            raise Refused("missing_scope", needed=method.scopes[0], provided=provided)
        return install

    async def _troubled(
        self, request: web.Request, call: Call, take: Callable[[], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Answer, unless it is this call's turn to get into trouble."""
        drawn = self.trouble.draw(call.method)
        try:
            if drawn is None:
                return await take()
            call.trouble = drawn.kind
            if drawn.kind == "http429":
                self.ledger.hold(call, until_s=call.at_s + drawn.retry_after_s)
            return await spoil(request, drawn, await take() if drawn.takes else None)
        finally:
            self.ledger.close(call)
            await self._announce()

    async def _announce(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        call = self._plain_call("upload", request)

        async def take() -> web.StreamResponse:
            answer = await files.take_upload(self.world, request)
            call.taken = answer.status == 200
            return answer

        return await self._troubled(request, call, take)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        call = self._plain_call("files-pri", request)

        async def take() -> web.StreamResponse:
            call.taken = True
            return await files.serve(self.world, request)

        return await self._troubled(request, call, take)

    def _plain_call(self, method: str, request: web.Request) -> Call:
        return self.ledger.open(
            method=method,
            args={"file": request.match_info["file"]},
            encoding=request.content_type,
            at_s=self.clock.monotonic(),
            token="",
        )

    async def _foreign(self, request: web.Request) -> web.Response:
        self.foreign_requests.append(dict(request.headers))
        return web.Response(text="not Slack", content_type="application/pdf")

    async def _authorize(self, request: web.Request) -> web.Response:
        query = request.query
        if query.get("client_id") != self.world.client_id or "redirect_uri" not in query:
            return web.Response(status=400, text="invalid_client_id")
        place = oauth.consent(self.world, query, team=self.consenting_team)
        return web.Response(status=302, headers={"Location": place})

    async def _response(self, request: web.Request) -> web.Response:
        answer = await respond(self.world, request, self.answers)
        await self._announce()
        return answer

    # --- what a test asks -----------------------------------------------------------------------

    async def until(self, true: Callable[[], bool], *, timeout_s: float = 10.0) -> None:
        """Wait for it to hold; looked at after each request that was served."""
        async with asyncio.timeout(timeout_s), self._changed:
            await self._changed.wait_for(true)

    def messages(self, channel: str, *, by_app: bool | None = None) -> list[Json]:
        """The messages of a channel, oldest first; a duplicate shows twice."""
        return [
            one.body
            for one in self.world.in_channel(channel)
            if by_app is None or one.by_app is by_app
        ]

    def fastest(self, channel: str | None = None, **how: Any) -> int:
        """Most messages and edits of a channel (or of all) in any window of one second."""
        return self.ledger.fastest(channel, **how)

    def dump(self, path: Path) -> int:
        """Write the calls for ``check_slack_blocks``; how many they are."""
        return self.ledger.dump(path)

    # --- delivery -------------------------------------------------------------------------------

    def push(self, kind: EnvelopeKind, payload: Json) -> Delivery:
        """Start a delivery by Socket Mode."""
        event = payload.get("event")
        if isinstance(event, dict):
            self.world.learn(event, team_id=str(payload.get("team_id")))
        return self.sockets.push(kind, json_copy(payload))

    async def send_event(self, payload: Json, *, timeout_s: float = 10.0) -> Delivery:
        """Deliver an event by Socket Mode, to its acknowledgement or to the last resend."""
        return await self._settled(self.push("events_api", payload), timeout_s)

    async def send_interaction(self, payload: Json, *, timeout_s: float = 10.0) -> Delivery:
        """Deliver an interaction by Socket Mode."""
        return await self._settled(self.push("interactive", payload), timeout_s)

    async def send_command(self, fields: Json, *, timeout_s: float = 10.0) -> Delivery:
        """Deliver a slash command by Socket Mode."""
        return await self._settled(self.push("slash_commands", fields), timeout_s)

    async def _settled(self, delivery: Delivery, timeout_s: float) -> Delivery:
        async with asyncio.timeout(timeout_s):
            await delivery.settled.wait()
        return delivery

    async def post_event(
        self, url: str, payload: Json, *, signing: Signing = RIGHT, retries: bool = True
    ) -> list[Attempt]:
        """Deliver an event by HTTP; every attempt."""
        return await self.sender.event(url, payload, signing=signing, retries=retries)

    async def post_interaction(
        self, url: str, payload: Json, *, signing: Signing = RIGHT
    ) -> Attempt:
        """Deliver an interaction by HTTP."""
        return await self.sender.interaction(url, payload, signing=signing)

    async def post_command(self, url: str, fields: Json, *, signing: Signing = RIGHT) -> Attempt:
        """Deliver a slash command by HTTP."""
        return await self.sender.command(url, fields, signing=signing)
