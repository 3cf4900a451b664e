"""Names of Slack members, asked once and remembered for an hour."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import structlog

from bot.rendering.untrusted import clean_line
from bot.slack_channel.web_api import SlackRefused, SlackWeb
from bot.slack_channel.wire import Json, object_at, text_at
from domain.digest.local_time import zone_of
from domain.errors import TemporaryFailure

log = structlog.get_logger(__name__)

_KEPT_S = 3600.0
_FAILED_KEPT_S = 60.0
_PATIENCE_S = 2.0
_REMEMBERED = 10_000
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What Slack says of a member; untrusted."""

    name: str = ""
    locale: str | None = None
    time_zone: str | None = None
    """IANA name; None when it is none that we know."""


class People:
    """Looks members up; one whom Slack does not describe has no name."""

    def __init__(self, *, web: SlackWeb) -> None:
        self._web = web
        self._known: dict[tuple[str, str], tuple[float, Person]] = {}

    async def describe(self, workspace: str, user: str) -> Person:
        """Never raises: a name is worth no delay and no failure."""
        now = asyncio.get_running_loop().time
        until, person = self._known.get((workspace, user), (0.0, Person()))
        if now() < until:
            return person
        asked: Json = {"user": user, "include_locale": True}
        try:
            async with asyncio.timeout(_PATIENCE_S):
                answer = await self._web.call("users.info", workspace=workspace, arguments=asked)
        except (SlackRefused, TemporaryFailure, TimeoutError) as error:
            log.info("slack_member_not_described", error=type(error).__name__)
            self._remember(workspace, user, person, until=now() + _FAILED_KEPT_S)
            return person
        found = object_at(answer, "user")
        name = (
            text_at(found, "profile", "display_name")
            or text_at(found, "profile", "real_name")
            or text_at(found, "real_name")
            or text_at(found, "name")
        )
        person = Person(
            name=clean_line(name)[:_LONGEST_NAME],
            locale=text_at(found, "locale") or None,
            time_zone=_known_zone(text_at(found, "tz")),
        )
        self._remember(workspace, user, person, until=now() + _KEPT_S)
        return person

    def _remember(self, workspace: str, user: str, person: Person, *, until: float) -> None:
        if len(self._known) >= _REMEMBERED:
            self._known.clear()  # asked once more, which is cheap
        self._known[workspace, user] = (until, person)


def _known_zone(name: str) -> str | None:
    """The name if it is one of a time zone.

    >>> _known_zone("Asia/Kolkata"), _known_zone("Mars/Olympus")
    ('Asia/Kolkata', None)
    """
    return name if name and zone_of(name).key == name else None
