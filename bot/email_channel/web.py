"""Where links in mails lead: one-click unsubscribe (RFC 8058) and confirming an address."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Final

import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.email_channel.limits import SlidingLimit
from bot.email_channel.pages import (
    BELONGS_TO_ANOTHER,
    CODE_NOT_VALID,
    EVERYTHING_STOPPED,
    HEADERS,
    NOT_NOW,
    TOO_MANY,
    UNKNOWN_LINK,
    Page,
    ask_confirm,
    ask_unsubscribe,
    confirmed,
    drawn,
    stopped,
)
from bot.email_channel.reports import Subscriptions, account_of
from bot.email_channel.tokens import MailTokens, person_of
from domain.channel_ports import AccountStore, CodeStore
from domain.errors import TemporaryFailure, UserMistake
from domain.ids import TurnId
from domain.ports import Clock
from domain.pushes import PushKind

_log = structlog.get_logger(__name__)

UNSUBSCRIBE_PATH: Final = "/email/unsubscribe/{token}"
UNSUBSCRIBE_ALL_PATH: Final = "/email/unsubscribe/{token}/all"
CONFIRM_PATH: Final = "/email/confirm/{code}"
_CODE: Final = re.compile(r"[A-Za-z0-9-]{4,40}")
_WRONG_ALLOWED: Final = 20
_WRONG_WINDOW: Final = timedelta(minutes=10)

Handler = Callable[[Request], Awaitable[Response]]


class MailPages:
    """Routes of the web application. A GET changes nothing; a POST does, however often it comes.

    Only links that do not work are counted against a client, and a link to unsubscribe that works
    is never held up: providers unsubscribe many people from one address, and behind a proxy
    everybody may have the same one.
    """

    def __init__(
        self,
        *,
        brand: str,
        tokens: MailTokens,
        subscriptions: Subscriptions,
        accounts: AccountStore,
        codes: CodeStore,
        clock: Clock,
    ) -> None:
        self._brand = brand
        self._tokens = tokens
        self._subscriptions = subscriptions
        self._accounts = accounts
        self._codes = codes
        self._wrong = SlidingLimit(most=_WRONG_ALLOWED, window=_WRONG_WINDOW, clock=clock)
        self._count = 0

    def routes(self) -> Sequence[Route]:
        """Both links, to look at and to act on."""
        return [
            Route(UNSUBSCRIBE_PATH, self._guarded(self._show_unsubscribe), methods=["GET"]),
            Route(UNSUBSCRIBE_PATH, self._guarded(self._unsubscribe), methods=["POST"]),
            Route(UNSUBSCRIBE_ALL_PATH, self._guarded(self._unsubscribe_all), methods=["POST"]),
            Route(CONFIRM_PATH, self._guarded(self._show_confirm), methods=["GET"]),
            Route(CONFIRM_PATH, self._guarded(self._confirm), methods=["POST"]),
        ]

    def _guarded(self, handler: Handler) -> Handler:
        async def guarded(request: Request) -> Response:
            client = request.client.host if request.client else "unknown"
            if self._wrong.is_full(client) and not self._is_leaving(request):
                response = self._page(TOO_MANY, status=429)
                response.headers["Retry-After"] = "600"
                return response
            try:
                response = await handler(request)
            except TemporaryFailure as error:
                _log.warning("mail_page_not_served", error=type(error).__name__)
                response = self._page(NOT_NOW, status=503)
                response.headers["Retry-After"] = "60"
            if response.status_code in {404, 410}:
                self._count += 1
                self._wrong.allows(client, str(self._count))
            return response

        return guarded

    def _is_leaving(self, request: Request) -> bool:
        token = request.path_params.get("token")
        return isinstance(token, str) and self._tokens.unsubscriber(token) is not None

    # --- unsubscribe --------------------------------------------------------------------------

    async def _show_unsubscribe(self, request: Request) -> Response:
        token = request.path_params["token"]
        leaving = self._tokens.unsubscriber(token)
        if leaving is None:
            return self._page(UNKNOWN_LINK, status=404)
        # Relative, because a proxy may serve us under a path of its own.
        page = ask_unsubscribe(leaving.person, leaving.kind, everything=f"{token}/all")
        return self._page(page)

    async def _unsubscribe(self, request: Request) -> Response:
        """The body is not read: whoever has the link may leave, and that is all it does."""
        leaving = self._tokens.unsubscriber(request.path_params["token"])
        if leaving is None:
            return self._page(UNKNOWN_LINK, status=404)
        await self._subscriptions.end(leaving.person, {leaving.kind})
        return self._page(stopped(leaving.kind))  # also for people who are gone: nothing comes

    async def _unsubscribe_all(self, request: Request) -> Response:
        leaving = self._tokens.unsubscriber(request.path_params["token"])
        if leaving is None:
            return self._page(UNKNOWN_LINK, status=404)
        await self._subscriptions.end(leaving.person, set(PushKind))
        return self._page(EVERYTHING_STOPPED)

    # --- confirm ------------------------------------------------------------------------------

    async def _show_confirm(self, request: Request) -> Response:
        code = request.path_params["code"]
        found = None
        if _CODE.fullmatch(code):
            found = await self._codes.look_at(code, purpose="verify_email")
        if found is None:
            return self._page(CODE_NOT_VALID, status=410)
        return self._page(ask_confirm(found.payload))

    async def _confirm(self, request: Request) -> Response:
        code = request.path_params["code"]
        found = None
        if _CODE.fullmatch(code):
            found = await self._codes.redeem(code, purpose="verify_email", turn=_turn(code))
        if found is None:
            return self._page(CODE_NOT_VALID, status=410)
        person = person_of(found.payload)
        try:
            attached = await self._accounts.attach(
                found.user, account_of(person), conversation=person
            )
        except UserMistake:  # two Slack workspaces that must not meet
            attached = False
        _log.info("mail_address_confirmed", attached=attached)
        if not attached:
            return self._page(BELONGS_TO_ANOTHER, status=409)
        await self._accounts.note_reachable(account_of(person), reachable=True)
        return self._page(confirmed(person))

    def _page(self, page: Page, *, status: int = 200) -> Response:
        return HTMLResponse(drawn(page, brand=self._brand), status_code=status, headers=HEADERS)


def _turn(code: str) -> TurnId:
    """The same for the same code, so that a second click on the button finds it done."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return TurnId(f"web:{hashlib.sha256(letters.encode()).hexdigest()[:32]}")
