"""Asking one host: bounded, one question at a time, with conditions, and never anywhere else."""

from __future__ import annotations

import asyncio
import json
import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin, urlsplit

import structlog

from domain.errors import SourceUnavailable
from domain.ports import Clock

if TYPE_CHECKING:
    import httpx

_MAX_REDIRECTS = 3
"""A renamed repository is one redirect, a renamed owner another."""
_MAX_KEPT = 400
_MAX_KEPT_BYTES = 500_000
_LONGEST_WAIT_S = 24 * 3600.0
_SECONDARY_WAIT_S = 60.0
"""What GitHub asks for when a short-term limit names no time."""
_USER_AGENT = "CareerGini/0.1 (self-hosted recruiting assistant)"

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the host said."""

    status: int
    body: bytes
    headers: Mapping[str, str]
    """By lower-case name."""

    def document(self) -> object:
        """The body as JSON.

        Raises:
            SourceUnavailable: it is none.
        """
        try:
            found: object = json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise SourceUnavailable("The code host sent an answer that is not JSON.") from error
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    answer: Answer
    at: datetime


class CodeWeb:
    """GET on one API and its archives. Close it."""

    def __init__(
        self,
        *,
        token: str | None,
        clock: Clock,
        timeout_s: float,
        max_bytes: int,
        fresh_s: float,
    ) -> None:
        """Keep the limits.

        Args:
            token: sent as a bearer token to API addresses only.
            clock: for limits that name a time, and for how old an answer is.
            timeout_s: longest wait for one whole answer.
            max_bytes: largest API answer that is read, after decompression.
            fresh_s: seconds that an answer is used again without asking. Later it is asked for
                with its entity tag: a confirmed answer does not count against the host's quota.
        """
        self._token = token
        self._clock = clock
        self._timeout_s = timeout_s
        self._max_bytes = max_bytes
        self._fresh_for = timedelta(seconds=fresh_s)
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._turn = asyncio.Lock()
        self._client: httpx.AsyncClient | None = None

    async def ask(self, url: str, *, query: Mapping[str, str | int] | None = None) -> Answer:
        """The answer of any status but those of a limit.

        Raises:
            SourceUnavailable: nothing usable came, or the quota is used up; says when to ask again.
        """
        address = f"{url}?{urlencode(query)}" if query else url
        known = self._kept.get(address)
        now = self._clock.now()
        if known is not None and timedelta() <= now - known.at < self._fresh_for:
            return known.answer
        headers = {
            "accept": "application/vnd.github+json",
            "x-github-api-version": "2022-11-28",
            **({"authorization": f"Bearer {self._token}"} if self._token else {}),
        }
        etag = known.answer.headers.get("etag") if known else None
        if etag:
            headers["if-none-match"] = etag
        async with self._turn:  # the host asks for one question at a time
            answer = await self._get(address, headers=headers, max_bytes=self._max_bytes)
        if answer.status == 304 and known is not None:
            answer = known.answer
        self._refuse_limits(answer)
        if answer.status == 200 and len(answer.body) <= _MAX_KEPT_BYTES:
            self._keep(address, answer)
        return answer

    async def archive(self, url: str, *, max_bytes: int, timeout_s: float) -> bytes | None:
        """A file, asked for without the token; None when it is too large, too slow or absent."""
        try:
            answer = await self._get(
                url, headers={"accept": "*/*"}, max_bytes=max_bytes, timeout_s=timeout_s
            )
        except SourceUnavailable:
            return None  # the rest of what is known of the repository is worth reporting
        return answer.body if answer.status == 200 else None

    async def close(self) -> None:
        """Close the connections and forget all answers."""
        self._kept.clear()
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    def _keep(self, address: str, answer: Answer) -> None:
        self._kept[address] = _Kept(answer=answer, at=self._clock.now())
        self._kept.move_to_end(address)
        while len(self._kept) > _MAX_KEPT:
            self._kept.popitem(last=False)

    async def _get(
        self,
        url: str,
        *,
        headers: Mapping[str, str],
        max_bytes: int,
        timeout_s: float | None = None,
    ) -> Answer:
        import httpx

        current = url
        try:
            async with asyncio.timeout(timeout_s or self._timeout_s):
                for _ in range(_MAX_REDIRECTS + 1):
                    answer = await self._once(current, headers=headers, max_bytes=max_bytes)
                    target = answer.headers.get("location")
                    if answer.status not in {301, 302, 303, 307, 308} or not target:
                        return answer
                    current = urljoin(current, target)
                    if _origin(current) != _origin(url):
                        raise SourceUnavailable("The code host sends us to another host.")
        except (TimeoutError, httpx.TimeoutException) as error:
            raise SourceUnavailable("The code host did not answer in time.") from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            raise SourceUnavailable("The code host could not be reached.") from error
        raise SourceUnavailable("The code host redirects without end.")

    async def _once(self, url: str, *, headers: Mapping[str, str], max_bytes: int) -> Answer:
        if self._client is None:
            import httpx

            self._client = httpx.AsyncClient(
                timeout=self._timeout_s, follow_redirects=False, trust_env=False
            )
        sent = {"user-agent": _USER_AGENT, **headers}
        async with self._client.stream("GET", url, headers=sent) as response:
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > max_bytes:
                    raise SourceUnavailable("The code host sent more than we read.")
            return Answer(
                status=response.status_code,
                body=bytes(body),
                headers={name.lower(): value for name, value in response.headers.items()},
            )

    def _refuse_limits(self, answer: Answer) -> None:
        """Raise for a used-up quota, a refused token, and faults of the host."""
        if answer.status in {403, 429}:
            wait_s = self._wait_s(answer)
            if wait_s is not None:
                _log.warning("code_host_limit_reached", wait_s=wait_s)
                raise SourceUnavailable("The code host's quota is used up.", retry_after_s=wait_s)
        if answer.status == 401:
            raise SourceUnavailable("The code host refuses our token; the operator can renew it.")
        if answer.status >= 500:
            raise SourceUnavailable("The code host has a fault of its own.")

    def _wait_s(self, answer: Answer) -> float | None:
        """How long a limit lasts; None when the answer is about something else."""
        stated = answer.headers.get("retry-after", "").strip()
        if stated.isascii() and stated.isdigit():
            return min(float(stated[:9]), _LONGEST_WAIT_S)
        if answer.headers.get("x-ratelimit-remaining", "").strip() == "0":
            until = answer.headers.get("x-ratelimit-reset", "")
            if re.fullmatch(r"[0-9]{1,12}", until):
                left_s = int(until) - self._clock.now().timestamp()
                return min(max(1.0, left_s), _LONGEST_WAIT_S)
            return _SECONDARY_WAIT_S
        if answer.status == 429 or b"rate limit" in answer.body[:2000].lower():
            return _SECONDARY_WAIT_S
        return None


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, (parts.hostname or "").lower(), parts.port
