"""Fetching addresses that people paste: bounded, patient, and never into the private network.

The address is resolved once, checked, and the connection goes to exactly that address, so a name
that resolves differently a moment later cannot lead elsewhere. Redirects are checked the same way.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit, urlunsplit

import structlog

from domain.errors import SourceUnavailable, UnreadablePosting

if TYPE_CHECKING:
    import httpx

    from domain.ports import Clock

_MAX_REDIRECTS = 5
_ATTEMPTS = 3
_BACKOFF_S = 0.5
_LONGEST_WAIT_S = 15.0
"""A server that asks for a longer pause is left alone and named as unavailable."""

_USER_AGENT = "CareerGini/0.1 (self-hosted job search)"

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What an address answered."""

    url: str
    """After redirects."""
    status: int
    content_type: str
    body: bytes
    headers: Mapping[str, str]


class WebFetcher:
    """GET with limits. One client per fetcher; close it."""

    def __init__(
        self,
        *,
        timeout_s: float,
        max_bytes: int,
        allow_private_addresses: bool,
        trusted_bases: tuple[str, ...] = (),
        clock: Clock,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Keep the limits.

        Args:
            timeout_s: longest wait for one answer.
            max_bytes: largest answer that is read, after decompression.
            allow_private_addresses: whether links may point into the private network.
            trusted_bases: base URLs from the operator's settings, which may be private.
            clock: for a Retry-After that names a time.
            pause: waits; tests replace it.
        """
        self._timeout_s = timeout_s
        self._max_bytes = max_bytes
        self._allow_private = allow_private_addresses
        self._trusted = frozenset(_origin(base) for base in trusted_bases)
        self._clock = clock
        self._pause = pause
        self._client: httpx.AsyncClient | None = None

    async def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Page:
        """Fetch ``url``; 2xx, 304, 404 and 410 are answers, everything else is an error.

        Raises:
            UnreadablePosting: the address is not one that may be fetched, or its answer too large.
            SourceUnavailable: it did not answer, even when asked again.
        """
        last = "did not answer"
        wait_s: float | None = None
        for attempt in range(_ATTEMPTS):
            if attempt:
                delay_s = _BACKOFF_S * 2 ** (attempt - 1) if wait_s is None else wait_s
                if delay_s > _LONGEST_WAIT_S:
                    break
                await self._pause(delay_s)
            outcome = await self._try(url, dict(headers or {}))
            if isinstance(outcome, Page):
                if outcome.status < 400 or outcome.status in {404, 410}:
                    return outcome
                last, wait_s = f"answered {outcome.status}", self._retry_after(outcome.headers)
                if outcome.status != 429 and outcome.status < 500:
                    break
            else:
                last, wait_s = outcome, None
        host = urlsplit(url).hostname or url
        _log.warning("source_unavailable", host=host, fault=last)
        raise SourceUnavailable(f"{host} {last}", retry_after_s=wait_s)

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def _try(self, url: str, headers: dict[str, str]) -> Page | str:
        """One attempt with its redirects: a page, or in words why there is none."""
        import httpx

        current = url
        try:
            async with asyncio.timeout(self._timeout_s):
                for _ in range(_MAX_REDIRECTS + 1):
                    page = await self._get_once(current, headers)
                    target = page.headers.get("location")
                    if page.status not in {301, 302, 303, 307, 308} or not target:
                        return page
                    current = urljoin(current, target)
        except (TimeoutError, httpx.TimeoutException):
            return f"did not answer within {self._timeout_s:g} seconds"
        except (httpx.HTTPError, OSError) as error:
            return f"could not be reached ({type(error).__name__})"
        raise UnreadablePosting(f"{url} redirects more than {_MAX_REDIRECTS} times.")

    async def _get_once(self, url: str, headers: dict[str, str]) -> Page:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise UnreadablePosting(f"{url!r} is not a web address (http or https).")
        address = await self._checked_address(url)
        netloc = f"[{address}]" if ":" in address else address
        if parts.port:
            netloc = f"{netloc}:{parts.port}"
        pinned = urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, ""))
        request_headers = {
            **headers,
            "host": parts.netloc.rsplit("@", 1)[-1],
            "user-agent": _USER_AGENT,
            "accept": "application/json, text/html;q=0.9, */*;q=0.5",
        }
        async with self._open().stream(
            "GET", pinned, headers=request_headers, extensions={"sni_hostname": parts.hostname}
        ) as response:
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > self._max_bytes:
                    raise UnreadablePosting(
                        f"{parts.hostname} sent more than {self._max_bytes // 1_000_000} MB; "
                        "raise CAREERGINI_JOBS__MAX_BYTES to read it."
                    )
            return Page(
                url=url,
                status=response.status_code,
                content_type=response.headers.get("content-type", ""),
                body=bytes(body),
                headers={name.lower(): value for name, value in response.headers.items()},
            )

    async def _checked_address(self, url: str) -> str:
        """One address of the host that may be called."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        try:
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError as error:
            raise UnreadablePosting(f"{url!r} has no valid port.") from error
        try:
            found = await asyncio.get_running_loop().getaddrinfo(
                host, port, type=socket.SOCK_STREAM
            )
        except UnicodeError as error:
            raise UnreadablePosting(f"{host!r} is not a host name.") from error
        addresses = [str(entry[4][0]) for entry in found]
        if self._allow_private or _origin(url) in self._trusted:
            return addresses[0]
        for address in addresses:
            if not _is_public(address):
                raise UnreadablePosting(
                    f"{host} is an address inside a private network; set "
                    "CAREERGINI_JOBS__ALLOW_PRIVATE_ADDRESSES=true to allow it."
                )
        return addresses[0]

    def _retry_after(self, headers: Mapping[str, str]) -> float | None:
        stated = headers.get("retry-after", "").strip()
        if stated.isdigit():
            return float(stated)
        try:
            until = parsedate_to_datetime(stated)
        except (TypeError, ValueError):
            return None
        if until.tzinfo is None:
            return None
        return max(0.0, (until - self._clock.now()).total_seconds())

    def _open(self) -> httpx.AsyncClient:
        if self._client is None:
            import httpx

            self._client = httpx.AsyncClient(
                timeout=self._timeout_s, follow_redirects=False, trust_env=False
            )
        return self._client


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, (parts.hostname or "").lower(), parts.port


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    return ip.is_global and not ip.is_multicast
