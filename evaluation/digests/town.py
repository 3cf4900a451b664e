"""A hundred people for a month: who they are, what they want, and what they do when.

Everything is seeded. What somebody does with their phone is a list of deeds by day, so that the
checks afterwards know what should have come of it without asking the product.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time
from typing import Literal

from domain.ids import UserId
from domain.messages import ChannelName
from domain.posting import PayPeriod, RemoteMode, Salary
from domain.profiles import Profile, SearchPreferences, UserSettings
from domain.pushes import PushTopic
from evaluation.digests.people import Resident
from evaluation.matching.generated import resume_of

ZONES = (
    "Europe/Berlin",
    "Europe/London",
    "Europe/Lisbon",
    "America/New_York",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Asia/Kathmandu",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Honolulu",
    "Africa/Nairobi",
    "UTC",
)
_HOURS = (time(6, 30), time(7), time(8), time(8, 15), time(12), time(18, 45), time(23, 10))
_DAYS = ((0, 1, 2, 3, 4), tuple(range(7)), tuple(range(7)), (0, 3), (5, 6))
_NIGHTS = ((time(22), time(7)), (time(20), time(6)), (time(12), time(14)), (time(23, 30), time(8)))
_PLACES = ((), ("Berlin",), ("London", "Remote"), ("Portugal",), ("New York",), ())

DeedKind = Literal[
    "hide",
    "more_like_this",
    "save",
    "applied",
    "no_fintech",
    "move",
    "other_hour",
    "digest_off",
    "alerts_off",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that somebody does on one of the days, counted from 0."""

    day: int
    what: DeedKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Townsperson:
    """A resident and their plans."""

    resident: Resident
    deeds: tuple[Deed, ...] = ()
    searches: tuple[str, ...] = ()
    """What they want to be told of at once."""

    @property
    def user(self) -> UserId:
        """Ours."""
        return self.resident.user

    def on(self, day: int) -> Sequence[Deed]:
        """What they do on a day."""
        return [deed for deed in self.deeds if deed.day == day]


def townspeople(count: int, *, seed: int, days: int) -> list[Townsperson]:
    """So many people, the same for the same seed."""
    chance = random.Random(seed)
    found: list[Townsperson] = []
    for number in range(count):
        settings = _settings(number, chance)
        resident = Resident(
            number=number,
            channel=ChannelName.TELEGRAM,
            workspace="town",
            sender=str(number),
            conversation=str(number),
            settings=settings,
            profile=_profile(number, chance),
        )
        found.append(
            Townsperson(
                resident=resident,
                deeds=_deeds(number, chance, days=days),
                searches=_SEARCHES.get(number % 9, ()),
            )
        )
    return found


_SEARCHES: Mapping[int, tuple[str, ...]] = {
    2: ("remote jobs",),
    5: ("software engineer", "data engineer"),
}


def _settings(number: int, chance: random.Random) -> UserSettings:
    quiet = _NIGHTS[number % len(_NIGHTS)] if number % 3 == 0 else (None, None)
    topics: tuple[PushTopic, ...] = UserSettings().digest_topics
    if number % 11 == 4:
        topics = (PushTopic.JOBS,)
    return UserSettings(
        time_zone=ZONES[number % len(ZONES)],
        digest_enabled=True,
        digest_at=chance.choice(_HOURS),
        digest_days=_DAYS[number % len(_DAYS)],
        digest_items=chance.choice((1, 3, 5, 5, 10)),
        digest_topics=topics,
        digest_when_empty=number % 4 != 1,
        quiet_from=quiet[0],
        quiet_until=quiet[1],
    )


def _profile(number: int, chance: random.Random) -> Profile:
    # Every third person said only what they look for, and sent no resume.
    resume = None if number % 3 == 1 else resume_of(number)
    wishes = SearchPreferences(
        titles=(chance.choice(_TITLES),) if number % 2 or resume is None else (),
        places=_PLACES[number % len(_PLACES)],
        remote=(RemoteMode.REMOTE,) if number % 17 == 3 else (),
        work_countries=("DE",) if number % 5 == 2 else (),
        needs_sponsorship=True if number % 5 == 2 else None,
        pay_floor=Salary(
            raw="60,000 EUR a year", minimum=60_000.0, currency="EUR", period=PayPeriod.YEAR
        )
        if number % 7 == 6
        else None,
        exclude=("Company 13",) if number % 8 == 5 else (),
    )
    return Profile(user=UserId(""), resume=resume, preferences=wishes)


_TITLES = (
    "Data Engineer",
    "Software Engineer",
    "Registered Nurse",
    "Accountant",
    "UX Designer",
    "Electrician",
    "Marketing Manager",
    "Teacher",
)


def _deeds(number: int, chance: random.Random, *, days: int) -> tuple[Deed, ...]:
    """What they do: some press buttons often, a few move, a few leave."""

    def some_day() -> int:
        return chance.randrange(2, max(3, days - 3))

    found: list[Deed] = []
    if number % 2 == 0:
        found += [Deed(day=day, what="hide") for day in range(1, days, 4)]
        found.append(Deed(day=some_day(), what="save"))
    if number % 3 == 1:
        found += [Deed(day=day, what="more_like_this") for day in range(2, days, 6)]
    if number % 4 == 2:
        found.append(Deed(day=min(4, days - 2), what="applied"))
    if number % 6 == 5:
        found.append(Deed(day=days // 3, what="no_fintech"))
    if number % 12 == 7:
        found.append(Deed(day=some_day(), what="move"))
    if number % 12 == 10:
        found.append(Deed(day=some_day(), what="other_hour"))
    if number % 13 == 8:
        found.append(Deed(day=some_day(), what="digest_off"))
    if number % 18 == 5:
        found.append(Deed(day=some_day(), what="alerts_off"))
    return tuple(found)


def moved(settings: UserSettings) -> UserSettings:
    """As after a flight to a zone far away."""
    here = ZONES.index(settings.time_zone)
    return replace(settings, time_zone=ZONES[(here + len(ZONES) // 2) % len(ZONES)])


def with_another_hour(settings: UserSettings) -> UserSettings:
    """As after a change of habit."""
    here = _HOURS.index(settings.digest_at)
    return replace(settings, digest_at=_HOURS[(here + 3) % len(_HOURS)])
