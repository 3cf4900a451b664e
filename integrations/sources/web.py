"""Fetching addresses that people paste: bounded, patient, and never into the private network.

The address is resolved once, checked, and the connection goes to exactly that address, so a name
that resolves differently a moment later cannot lead elsewhere. Redirects are checked the same way.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Literal
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

LONGEST_REST_S = 7 * 24 * 3600.0
"""What a server may ask for at most: longer is a mistake or malice, and no date can hold it."""

_USER_AGENT = "CareerGini/0.1 (self-hosted job search)"

_ACCEPT = "application/json, text/html;q=0.9, */*;q=0.5"
_SECRETS = frozenset({"authorization", "x-goog-api-key"})
"""Headers that stay with the server they were meant for when it redirects elsewhere."""

_NO_SUCH_NAME = frozenset(
    number
    for number in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None))
    if number is not None
)

_log = structlog.get_logger(__name__)


class NoSuchHost(SourceUnavailable):
    """The host's name does not exist; our own network may be the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What an address answered."""

    url: str
    """After redirects."""
    status: int
    content_type: str
    body: bytes
    headers: Mapping[str, str]
    """By lower-case name."""


class WebFetcher:
    """GET and HEAD with limits. One client per fetcher; close it."""

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
        page = await self.ask(url, headers=headers)
        if page.status < 400 or page.status in {404, 410}:
            return page
        host = host_of(url)
        _log.warning("source_unavailable", host=host, fault=f"answered {page.status}")
        wait_s = self.retry_after_s(page)
        raise SourceUnavailable(refusal(host, page.status, wait_s=wait_s), retry_after_s=wait_s)

    async def ask(
        self,
        url: str,
        *,
        method: Literal["GET", "HEAD"] = "GET",
        headers: Mapping[str, str] | None = None,
        attempts: int = _ATTEMPTS,
        first_bytes: int | None = None,
    ) -> Page:
        """Whatever the address answers in the end, with any status.

        Args:
            url: http or https.
            method: HEAD answers without a body.
            headers: sent as well; keys and tokens are not sent on to another server.
            attempts: 1 to ask once; more ask again after a failure, 429 or 5xx.
            first_bytes: stop reading the answer there, without an error.

        Raises:
            UnreadablePosting: the address is not one that may be fetched, or its answer too large.
            NoSuchHost: its host's name does not exist.
            SourceUnavailable: no answer came, in a sentence that names the host only.
        """
        host = host_of(url)
        call = _Call(method=method, headers=dict(headers or {}), first_bytes=first_bytes)
        outcome: Page | SourceUnavailable | None = None
        for attempt in range(attempts):
            if attempt:
                wait_s = self.retry_after_s(outcome) if isinstance(outcome, Page) else None
                delay_s = _BACKOFF_S * 2 ** (attempt - 1) if wait_s is None else wait_s
                if delay_s > _LONGEST_WAIT_S:
                    break
                await self._pause(delay_s)
            try:
                outcome = await self._try(url, call)
            except SourceUnavailable as error:
                outcome = error
                continue
            if outcome.status != 429 and outcome.status < 500:
                break
        if isinstance(outcome, Page):
            return outcome
        fault = outcome or SourceUnavailable(f"{host} was not asked.")
        _log.warning("source_unavailable", host=host, fault=str(fault))
        raise fault

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def _try(self, url: str, call: _Call) -> Page:
        """One attempt with its redirects."""
        import httpx

        host = host_of(url)
        current = url
        try:
            async with asyncio.timeout(self._timeout_s):
                for _ in range(_MAX_REDIRECTS + 1):
                    page = await self._once(current, call)
                    target = page.headers.get("location")
                    if page.status not in {301, 302, 303, 307, 308} or not target:
                        return page
                    current, call = _redirected(current, target, call)
        except (TimeoutError, httpx.TimeoutException) as error:
            raise SourceUnavailable(
                f"{host} did not answer within {self._timeout_s:g} seconds."
            ) from error
        except socket.gaierror as error:
            if error.errno in _NO_SUCH_NAME:
                raise NoSuchHost(f"There is no host {host}, or no network here.") from error
            raise SourceUnavailable(f"The name {host} cannot be looked up now.") from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise SourceUnavailable(f"{host} could not be reached.") from error
        except ValueError as error:  # urllib on "http://[" and its like, pasted or redirected to
            raise UnreadablePosting(f"{_shown(current)!r} is not a web address.") from error
        raise UnreadablePosting(f"{_shown(url)} redirects more than {_MAX_REDIRECTS} times.")

    async def _once(self, url: str, call: _Call) -> Page:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise UnreadablePosting(f"{_shown(url)!r} is not a web address (http or https).")
        address = await self._checked_address(url)
        netloc = f"[{address}]" if ":" in address else address
        if parts.port:
            netloc = f"{netloc}:{parts.port}"
        pinned = urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, ""))
        request_headers = {
            "accept": _ACCEPT,
            **call.headers,
            "host": parts.netloc.rsplit("@", 1)[-1],
            "user-agent": _USER_AGENT,
        }
        async with self._open().stream(
            call.method,
            pinned,
            headers=request_headers,
            extensions={"sni_hostname": parts.hostname},
        ) as response:
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if call.first_bytes is not None and len(body) >= call.first_bytes:
                    break
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
            raise UnreadablePosting(f"{_shown(url)!r} has no valid port.") from error
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

    def retry_after_s(self, page: Page) -> float | None:
        """Seconds that the server asks to be left alone, a week at most; None when it says none."""
        stated = page.headers.get("retry-after", "").strip()
        if stated.isascii() and stated.isdigit():
            return min(float(stated), LONGEST_REST_S)
        try:
            until = parsedate_to_datetime(stated)
        except (TypeError, ValueError):
            return None
        if until.tzinfo is None:
            return None
        left_s = (until - self._clock.now()).total_seconds()
        return min(max(0.0, left_s), LONGEST_REST_S)

    def _open(self) -> httpx.AsyncClient:
        if self._client is None:
            import httpx

            self._client = httpx.AsyncClient(
                timeout=self._timeout_s, follow_redirects=False, trust_env=False
            )
        return self._client


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    """What is asked of one address after the other."""

    method: str
    headers: Mapping[str, str]
    first_bytes: int | None


def refusal(host: str, status: int, *, wait_s: float | None = None) -> str:
    """One plain sentence about an error status.

    >>> refusal("example.org", 429, wait_s=900.0)
    'example.org has had too many questions (answer 429) and asks for 15 minutes of peace.'
    """
    what = {
        401: "wants other credentials (answer 401)",
        403: "refuses to answer (answer 403)",
        429: "has had too many questions (answer 429)",
    }.get(status)
    if what is None:
        what = (
            f"has a fault of its own (answer {status})" if status >= 500 else f"answered {status}"
        )
    if wait_s is None:
        return f"{host} {what}."
    minutes = max(1, round(wait_s / 60))
    return f"{host} {what} and asks for {minutes} minute{'s' if minutes > 1 else ''} of peace."


def host_of(url: str) -> str:
    """The host to name in a message; the address itself when it has none.

    >>> host_of("https://example.org/x?key=1"), host_of("http://[")
    ('example.org', 'http://[')
    """
    try:
        return urlsplit(url).hostname or _shown(url)
    except ValueError:
        return _shown(url)


def _redirected(url: str, target: str, call: _Call) -> tuple[str, _Call]:
    there = urljoin(url, target)
    if _origin(there) == _origin(url):
        return there, call
    kept = {name: value for name, value in call.headers.items() if name.lower() not in _SECRETS}
    return there, replace(call, headers=kept)


def _shown(url: str) -> str:
    """An address in a message: without a query, which may hold secrets."""
    return url.partition("?")[0]


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, (parts.hostname or "").lower(), parts.port


_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""Addresses that a gateway turns into IPv4 (RFC 6052)."""


def _is_public(address: str) -> bool:
    """Whether it lies outside of every private network, also where IPv6 only wraps IPv4.

    >>> [_is_public(one) for one in ("9.9.9.9", "::ffff:10.0.0.1", "64:ff9b::a00:1")]
    [True, False, False]
    """
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour
        if ip in _TRANSLATED:
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if wrapped is not None:
            return wrapped.is_global and not wrapped.is_multicast
    return ip.is_global and not ip.is_multicast
