"""What Slack sends over HTTP: signed events, interactions and commands, with its retries."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

import aiohttp

from tests.servers.slack.records import Json
from tests.servers.slack.world import World

_ANSWER_TIMEOUT_S = 3.0
_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One request and its answer; status 0: there was none."""

    number: int
    status: int
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    elapsed_s: float = 0.0
    reason: str = ""
    """Why Slack would try again; empty for 2xx."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """How a request is signed; the defaults are right."""

    skew_s: float = 0.0
    """Added to the timestamp."""
    timestamp: str | None = None
    """Sent as it is, such as ``abc``."""
    secret: str | None = None
    signature: str | None = None


RIGHT = Signing()


def twice_and_shuffled(payloads: Sequence[Json], *, seed: int, share: float = 1.0) -> list[Json]:
    """A share of the payloads twice, all in another order; the same seed gives the same."""
    draw = random.Random(seed)
    given = [*payloads, *(one for one in payloads if draw.random() < share)]
    draw.shuffle(given)
    return given


class Sender:
    """Posts to the product as Slack's servers do."""

    def __init__(
        self,
        world: World,
        *,
        retry_delays_s: Sequence[float],
        answer_timeout_s: float = _ANSWER_TIMEOUT_S,
    ) -> None:
        self.attempts: list[Attempt] = []
        self.retry_delays_s = tuple(retry_delays_s)
        self._world = world
        self._answer_timeout = aiohttp.ClientTimeout(total=answer_timeout_s)
        self._session = aiohttp.ClientSession(auto_decompress=True)

    async def close(self) -> None:
        await self._session.close()

    def headers(
        self, body: bytes, *, content_type: str, signing: Signing = RIGHT
    ) -> dict[str, str]:
        """The headers of a request, signed."""
        timestamp = signing.timestamp or str(int(self._world.clock.now() + signing.skew_s))
        secret = signing.secret or self._world.signing_secret
        text = b"v0:" + timestamp.encode() + b":" + body
        digest = hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()
        return {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signing.signature or f"v0={digest}",
        }

    async def event(
        self, url: str, payload: Json, *, signing: Signing = RIGHT, retries: bool = True
    ) -> list[Attempt]:
        """An Events API request, repeated until it is answered with 2xx or refused for good."""
        team_id = str(payload.get("team_id", ""))
        if isinstance(payload.get("event"), dict):
            self._world.learn(payload["event"], team_id=team_id)
        body = json.dumps(payload).encode()
        delays_s = (0.0, *(self.retry_delays_s if retries else ()))
        attempts: list[Attempt] = []
        for number, delay_s in enumerate(delays_s):
            if number:
                await asyncio.sleep(delay_s)
            headers = self.headers(body, content_type=_JSON, signing=signing)
            if number:
                headers |= {
                    "X-Slack-Retry-Num": str(number),
                    "X-Slack-Retry-Reason": attempts[-1].reason,
                }
            attempts.append(await self._post(url, body, headers=headers, number=number))
            if not attempts[-1].reason or attempts[-1].headers.get("x-slack-no-retry") == "1":
                break
        return attempts

    async def flood(
        self, url: str, payloads: Sequence[Json], *, at_once: int = 20, per_s: float | None = None
    ) -> list[Attempt]:
        """Many events at once, each tried once; ``per_s`` spreads their starts evenly."""
        loop = asyncio.get_running_loop()
        started_s, gate = loop.time(), asyncio.Semaphore(at_once)

        async def one(number: int, payload: Json) -> Attempt:
            if per_s is not None:
                await asyncio.sleep(max(0.0, started_s + number / per_s - loop.time()))
            async with gate:
                return (await self.event(url, payload, retries=False))[0]

        return await asyncio.gather(*(one(*pair) for pair in enumerate(payloads)))

    async def interaction(self, url: str, payload: Json, *, signing: Signing = RIGHT) -> Attempt:
        """A button, a modal or a shortcut: a form with one field; never repeated."""
        body = urlencode({"payload": json.dumps(payload)}).encode()
        headers = self.headers(body, content_type=_FORM, signing=signing)
        return await self._post(url, body, headers=headers)

    async def command(self, url: str, fields: Json, *, signing: Signing = RIGHT) -> Attempt:
        """A slash command: a plain form; never repeated."""
        body = urlencode(fields).encode()
        headers = self.headers(body, content_type=_FORM, signing=signing)
        return await self._post(url, body, headers=headers)

    async def challenge(self, url: str, text: str = "3eZbrw1aB10FEMAGAZd4FyFQ") -> Attempt:
        """The check of a request URL."""
        body = json.dumps({"type": "url_verification", "challenge": text, "token": "t"}).encode()
        headers = self.headers(body, content_type=_JSON)
        return await self._post(url, body, headers=headers)

    async def _post(
        self, url: str, body: bytes, *, headers: dict[str, str], number: int = 0
    ) -> Attempt:
        loop = asyncio.get_running_loop()
        started_s = loop.time()
        status, text, reason = 0, "", "connection_failed"
        received: dict[str, str] = {}
        try:
            async with self._session.post(
                url,
                data=body,
                headers=headers,
                timeout=self._answer_timeout,
                allow_redirects=False,
            ) as answer:
                status, text = answer.status, await answer.text()
                received = {name.lower(): value for name, value in answer.headers.items()}
                reason = "" if 200 <= status < 300 else "http_error"
        except TimeoutError:
            reason = "http_timeout"
        except aiohttp.ClientError:
            reason = "connection_failed"
        attempt = Attempt(
            number=number,
            status=status,
            body=text,
            headers=received,
            elapsed_s=loop.time() - started_s,
            reason=reason,
        )
        self.attempts.append(attempt)
        return attempt
