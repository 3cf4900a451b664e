"""People by the ten thousand, written as rows: settings, an account, a profile.

Through the front door a person costs a turn; a measurement of pushes needs them there already.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from sqlalchemy import text as sql

from domain.encoding import to_json
from domain.ids import UserId
from domain.messages import ChannelName
from domain.profiles import Consent, Profile, UserSettings
from domain.push_ports import DigestStore
from storage.database import Database
from storage.times import to_us

_STEP = 2_000
"""Rows per transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """Somebody who wants a digest."""

    number: int
    channel: ChannelName
    workspace: str
    sender: str
    """The channel's own id of the person."""
    conversation: str
    """The channel's own id of where they were heard last."""
    settings: UserSettings
    profile: Profile | None = None
    """As of any user: the id is filled in."""

    @property
    def user(self) -> UserId:
        """Ours."""
        return UserId(f"u_{self.number:032x}")


async def settle(database: Database, residents: Sequence[Resident], *, now: datetime) -> None:
    """Write them; their first digest is not planned yet (see :func:`plan`)."""
    for some in _steps(residents):
        rows = [_row(one, now_us=to_us(now)) for one in some]
        profiles = [_profile(one) for one in some if one.profile is not None]
        async with database.write() as connection:
            for statement in (_USER, _CONVERSATION, _IDENTITY, _CONSENT):
                await connection.execute(statement, rows)
            if profiles:
                await connection.execute(_PROFILE, profiles)


async def plan(digests: DigestStore, *, now: datetime) -> None:
    """Have the store work out when everybody's next digest is due, as after a change of rules."""
    after: UserId | None = None
    while True:
        after = await digests.reschedule(now=now, after=after, limit=_STEP)
        if after is None:
            return


def noon_zone(now: datetime) -> str:
    """A time zone in which it is about noon: no date ends while a measurement runs.

    >>> from datetime import UTC
    >>> noon_zone(datetime(2026, 11, 26, 1, 20, tzinfo=UTC)), noon_zone(
    ...     datetime(2026, 11, 26, 15, 0, tzinfo=UTC)
    ... )
    ('Etc/GMT-11', 'Etc/GMT+3')
    """
    ahead_h = 12 - now.hour
    # The signs of these names are turned round: Etc/GMT-11 is eleven hours ahead.
    return f"Etc/GMT{-ahead_h:+d}" if ahead_h else "UTC"


def every_day(at: time, *, zone: str) -> UserSettings:
    """A digest every day at that local time."""
    return UserSettings(
        time_zone=zone, digest_enabled=True, digest_at=at, digest_days=tuple(range(7))
    )


def _row(one: Resident, *, now_us: int) -> dict[str, object]:
    return {
        "user": one.user,
        "name": f"Person {one.number}",
        "search": f"person {one.number}",
        "settings": to_json(one.settings),
        "now_us": now_us + one.number,
        "conversation": f"c_{one.number:032x}",
        "channel": one.channel.value,
        "workspace": one.workspace,
        "external": one.conversation,
        "sender": one.sender,
        "consent": Consent.DAILY_DIGEST.value,
    }


def _profile(one: Resident) -> dict[str, object]:
    profile = replace(one.profile or Profile(user=one.user), user=one.user, version=1)
    return {"user": one.user, "document": to_json(profile)}


def _steps(residents: Sequence[Resident]) -> Iterator[Sequence[Resident]]:
    for start in range(0, len(residents), _STEP):
        yield residents[start : start + _STEP]


_USER = sql(
    """
    INSERT INTO users (id, display_name, search_name, settings, created_at_us)
    VALUES (:user, :name, :search, :settings, :now_us)
    """
)
_CONVERSATION = sql(
    """
    INSERT INTO conversations (id, channel, workspace, external_id, created_at_us)
    VALUES (:conversation, :channel, :workspace, :external, :now_us)
    """
)
_IDENTITY = sql(
    """
    INSERT INTO identities
        (channel, workspace, sender, user_id, last_conversation_id, created_at_us)
    VALUES (:channel, :workspace, :sender, :user, :conversation, :now_us)
    """
)
_CONSENT = sql(
    "INSERT INTO consents (user_id, what, given_at_us) VALUES (:user, :consent, :now_us)"
)
_PROFILE = sql("INSERT INTO profiles (user_id, version, document) VALUES (:user, 1, :document)")
