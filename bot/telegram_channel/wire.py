"""Calls of the Bot API, with errors that say whether the request had left this machine."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
from telegram import Bot
from telegram.error import BadRequest, NetworkError, TelegramError
from telegram.request import BaseRequest, HTTPXRequest

from bot.telegram_channel.payload import Payload, child, integer, parsed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from telegram.request import RequestData

_CONNECTIONS = 32
"""More than the 25 calls a second that are ever made at once."""
_CONNECT_TIMEOUT_S = 10.0
_UPLOAD_TIMEOUT_S = 120.0
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_LONGEST_HOLD_S = 86_400.0


class NotSent(NetworkError):
    """No connection: the request never left."""


class Flooded(TelegramError):
    """Too many requests (429). ``retry_after_s`` is in seconds."""

    def __init__(self, *, retry_after_s: float) -> None:
        super().__init__("Too Many Requests")
        self.retry_after_s = retry_after_s


class MethodMissing(TelegramError):
    """This server does not know the method (404)."""


class WireRequest(HTTPXRequest):
    """HTTP to the Bot API; tells apart what the library throws together."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body.

        Raises:
            NotSent: the request never left.
            Flooded: too many requests.
            MethodMissing: 404.
            BadRequest: the file is too large for the server.
        """
        try:
            code, body = await super().do_request(
                url,
                method,
                request_data,
                read_timeout,
                write_timeout,
                connect_timeout,
                pool_timeout,
            )
        except NetworkError as error:
            if isinstance(error.__cause__, _NEVER_LEFT):
                raise NotSent(type(error.__cause__).__name__) from error
            raise
        if code == httpx.codes.TOO_MANY_REQUESTS:
            raise Flooded(retry_after_s=_hold_s(body))
        if code == httpx.codes.NOT_FOUND:
            raise MethodMissing("Not Found")
        if code == httpx.codes.REQUEST_ENTITY_TOO_LARGE:
            raise BadRequest("Request Entity Too Large")
        return code, body

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The object in an answer; unlike the library, nothing of it is logged.

        Raises:
            TelegramError: not a JSON object.
        """
        try:
            found = json.loads(payload)
        except (ValueError, RecursionError) as error:
            raise TelegramError("Invalid server response") from error
        if not isinstance(found, dict):
            raise TelegramError("Invalid server response")
        return found


class WireBot(Bot):
    """The bot's calls; besides those of the library, raw updates, files and newer methods."""

    async def raw_updates(
        self, *, offset: int | None, timeout_s: int, allowed: Sequence[str]
    ) -> list[Payload]:
        """The next updates as they came: one that the library cannot read stops nobody."""
        data = {"offset": offset, "timeout": timeout_s, "allowed_updates": list(allowed)}
        found = await self._post("getUpdates", data, read_timeout=timeout_s + _CONNECT_TIMEOUT_S)
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []

    async def put_message(self, method: str, arguments: Mapping[str, object]) -> int | None:
        """Call a method that answers with a message, known to the library or not; the message's id.

        Only the id is read: what else the library could not read in an answer must not look like
        a message that was not sent.

        Raises:
            MethodMissing: the server does not know the method.
        """
        found = await self._post(method, {k: v for k, v in arguments.items() if v is not None})
        return integer(found, "message_id") if isinstance(found, dict) else None

    async def fetch(self, file_id: str, *, max_bytes: int) -> bytes | None:
        """A file's content; None when it turned out larger than ``max_bytes``."""
        found = await self._post("getFile", {"file_id": file_id})
        described: Payload = found if isinstance(found, dict) else {}
        path = described.get("file_path")
        if not isinstance(path, str):
            raise BadRequest("file is not available")
        if (integer(described, "file_size") or 0) > max_bytes:
            return None
        # Built here: the library would open a path that happens to exist on this machine.
        content = await self.request.retrieve(f"{self.base_file_url}/{quote(path.lstrip('/'))}")
        return None if len(content) > max_bytes else content

    async def aclose(self) -> None:
        """Close the connections, whether or not the bot was ever reached."""
        for request in self._request:
            await request.shutdown()


def open_bot(*, token: str, base_url: str, base_file_url: str, timeout_s: float) -> WireBot:
    """A bot that has not spoken to anybody yet; close it with ``aclose``."""
    calls = WireRequest(
        connection_pool_size=_CONNECTIONS,
        connect_timeout=min(timeout_s, _CONNECT_TIMEOUT_S),
        read_timeout=timeout_s,
        write_timeout=timeout_s,
        pool_timeout=timeout_s,
        media_write_timeout=max(timeout_s, _UPLOAD_TIMEOUT_S),
    )
    updates = WireRequest(
        connection_pool_size=1,
        connect_timeout=min(timeout_s, _CONNECT_TIMEOUT_S),
        read_timeout=timeout_s,
        write_timeout=timeout_s,
        pool_timeout=timeout_s,
    )
    return WireBot(
        token=token,
        base_url=base_url,
        base_file_url=base_file_url,
        request=calls,
        get_updates_request=updates,
    )


def _hold_s(body: bytes) -> float:
    asked = child(parsed(body.decode("utf-8", "replace")) or {}, "parameters").get("retry_after")
    if isinstance(asked, int | float) and math.isfinite(asked):
        return min(max(float(asked), 1.0), _LONGEST_HOLD_S)
    return 1.0
