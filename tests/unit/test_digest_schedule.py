"""When digests are due and when it is quiet: over all zones, years, hours and gaps."""

from __future__ import annotations

import itertools
import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.digest.local_time import day_exists, due_instant, zone_of
from domain.digest.model import Occasion
from domain.digest.quiet import is_quiet_at, quiet_until
from domain.digest.schedule import last_occasion, next_occasion
from domain.profiles import UserSettings

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
ZONES = sorted(zoneinfo.available_timezones() - {"Factory", "localtime"})

zones = st.sampled_from(ZONES)
hours = st.times().map(lambda at: at.replace(microsecond=0))
days = st.sets(st.integers(0, 6), min_size=1).map(lambda chosen: tuple(sorted(chosen)))
instants = st.datetimes(
    min_value=datetime(1900, 1, 1),  # noqa: DTZ001  hypothesis adds the zone
    max_value=datetime(2060, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@st.composite
def people(draw: st.DrawFn, *, quiet: bool = True) -> UserSettings:
    start, end = None, None
    if quiet and draw(st.booleans()):
        start, end = draw(hours), draw(hours)
    return UserSettings(
        digest_enabled=True,
        time_zone=draw(zones),
        digest_at=draw(hours),
        digest_days=draw(days),
        quiet_from=start,
        quiet_until=end,
    )


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def daily(zone: str, hour: time, **more: time) -> UserSettings:
    return UserSettings(
        digest_enabled=True,
        time_zone=zone,
        digest_at=hour,
        digest_days=EVERY_DAY,
        quiet_from=more.get("quiet_from"),
        quiet_until=more.get("quiet_until"),
    )


def in_order(who: UserSettings, *, after: datetime, count: int) -> list[Occasion]:
    found: list[Occasion] = []
    for _ in range(count):
        occasion = next_occasion(who, after=found[-1].due_at if found else after)
        assert occasion is not None
        found.append(occasion)
    return found


@pytest.mark.parametrize(
    ("zone", "day", "hour", "due"),
    [
        ("Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T03:00:00+02:00"),
        ("Europe/Berlin", "2026-03-29", "03:00", "2026-03-29T03:00:00+02:00"),
        ("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T02:30:00+02:00"),
        ("America/New_York", "2026-03-08", "02:59:59", "2026-03-08T03:00:00-04:00"),
        ("America/New_York", "2026-11-01", "01:30", "2026-11-01T01:30:00-04:00"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-04T02:30:00+11:00"),
        ("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-05T01:45:00+11:00"),
        ("Pacific/Chatham", "2026-09-27", "02:50", "2026-09-27T03:45:00+13:45"),
        ("Africa/Cairo", "2026-04-24", "00:00", "2026-04-24T01:00:00+03:00"),
        ("Asia/Tokyo", "2026-03-29", "02:30", "2026-03-29T02:30:00+09:00"),
    ],
)
def test_a_local_time_is_due_at_its_first_instant_or_after_the_gap(
    zone: str, day: str, hour: str, due: str
) -> None:
    found = due_instant(date.fromisoformat(day), time.fromisoformat(hour), ZoneInfo(zone))
    assert found == at(due)


@given(zones, instants)
def test_the_clock_shows_the_hour_for_the_first_time_when_it_is_due(
    zone: str, instant: datetime
) -> None:
    where = ZoneInfo(zone)
    local = instant.astimezone(where)
    due = due_instant(local.date(), local.time(), where)
    assert due <= instant
    assert due.astimezone(where).replace(tzinfo=None) == local.replace(tzinfo=None)


@settings(max_examples=60)
@given(people(), instants)
def test_every_chosen_date_has_exactly_one_occasion_and_they_come_in_order(
    who: UserSettings, after: datetime
) -> None:
    zone = ZoneInfo(who.time_zone)
    found = in_order(who, after=after, count=24)
    dates = [occasion.local_date for occasion in found]
    dues = [occasion.due_at for occasion in found]
    assert all(one < other for one, other in itertools.pairwise(dues))
    between = (dates[0] + timedelta(days=n) for n in range((dates[-1] - dates[0]).days + 1))
    wanted = [d for d in between if d.weekday() in who.digest_days and day_exists(d, zone)]
    assert dates == wanted


@settings(max_examples=60)
@given(people(), instants, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=20)))
def test_the_next_and_the_last_occasion_agree(
    who: UserSettings, since: datetime, span: timedelta
) -> None:
    until = since + span
    inside = []
    occasion = next_occasion(who, after=since)
    while occasion is not None and occasion.due_at <= until:
        inside.append(occasion)
        occasion = next_occasion(who, after=occasion.due_at)
    assert last_occasion(who, until=until, since=since) == (inside[-1] if inside else None)


@given(people(quiet=False), instants)
def test_without_quiet_hours_a_digest_is_due_on_its_date_within_a_gap_of_its_hour(
    who: UserSettings, after: datetime
) -> None:
    occasion = next_occasion(who, after=after)
    assert occasion is not None
    local = occasion.due_at.astimezone(ZoneInfo(who.time_zone)).replace(tzinfo=None)
    late = local - datetime.combine(occasion.local_date, who.digest_at)
    assert timedelta(0) <= late < timedelta(days=1)
    assert occasion.due_at - after < timedelta(days=16)


@settings(max_examples=300)
@given(people(), instants)
def test_quiet_hours_end_later_at_an_instant_that_is_not_quiet(
    who: UserSettings, now: datetime
) -> None:
    zone = ZoneInfo(who.time_zone)
    end = quiet_until(who, now)
    assert (end is not None) == is_quiet_at(who, now.astimezone(zone).time())
    if end is not None:
        assert now < end < now + timedelta(days=3)
        assert quiet_until(who, end) is None


@settings(max_examples=200)
@given(zones, st.integers(6, 9), hours, instants)
def test_no_digest_is_due_in_a_usual_night(
    zone: str, morning: int, hour: time, after: datetime
) -> None:
    who = daily(zone, hour, quiet_from=time(22), quiet_until=time(morning))
    occasion = next_occasion(who, after=after)
    assert occasion is not None
    assert quiet_until(who, occasion.due_at) is None
    assert occasion.due_at.astimezone(ZoneInfo(zone)).date() == occasion.local_date


def test_a_date_that_a_zone_left_out_has_no_digest() -> None:
    for hour in (time(0), time(2, 30), time(23, 59)):
        who = daily("Pacific/Apia", hour)
        found = in_order(who, after=at("2011-12-28T12:00+00:00"), count=4)
        assert date(2011, 12, 30) not in {occasion.local_date for occasion in found}
        assert date(2011, 12, 31) in {occasion.local_date for occasion in found}
    lost = daily("Pacific/Kwajalein", time(9))
    dates = [o.local_date.day for o in in_order(lost, after=at("1993-08-19T22:00+00:00"), count=3)]
    assert len(set(dates)) == 3
    assert 21 not in dates


def test_who_chose_only_the_weekday_that_was_left_out_waits_for_the_next_one() -> None:
    fridays = UserSettings(digest_enabled=True, time_zone="Pacific/Apia", digest_days=(4,))
    found = next_occasion(fridays, after=at("2011-12-24T00:00+00:00"))
    assert found is not None
    assert found.local_date == date(2012, 1, 6)


def test_a_date_that_a_zone_had_twice_has_one_digest() -> None:
    kwajalein = daily("Pacific/Kwajalein", time(9))
    found = in_order(kwajalein, after=at("1969-09-28T00:00+00:00"), count=6)
    assert len({occasion.local_date for occasion in found}) == 6
    juneau = daily("America/Juneau", time(9))
    found = in_order(juneau, after=at("1867-10-15T00:00+00:00"), count=6)
    assert len({occasion.local_date for occasion in found}) == 6


def test_an_hour_before_midnight_that_is_skipped_is_due_when_the_next_date_begins() -> None:
    who = daily("America/Nuuk", time(23, 30))  # clocks go from 23:00 to 00:00
    found = next_occasion(who, after=at("2026-03-28T12:00+00:00"))
    assert found == Occasion(local_date=date(2026, 3, 28), due_at=at("2026-03-29T00:00-01:00"))
    again = last_occasion(who, until=at("2026-03-29T01:00+00:00"), since=at("2026-03-28T12:00Z"))
    assert again == found


@pytest.mark.parametrize(
    ("hour", "start", "end", "due"),
    [
        ("08:00", "22:00", "07:00", "08:00"),
        ("06:59", "22:00", "07:00", "07:00"),
        ("07:00", "22:00", "07:00", "07:00"),
        ("23:30", "22:00", "07:00", "07:00"),  # on the chosen date, not the one after it
        ("22:00", "22:00", "00:00", "00:00"),
        ("12:30", "12:00", "14:00", "14:00"),
        ("14:00", "12:00", "14:00", "14:00"),
        ("12:00", "12:00", "12:00", "12:00"),
        ("00:00", "00:00", "23:59", "23:59"),
    ],
)
def test_an_hour_within_the_quiet_hours_moves_to_their_end_on_the_same_date(
    hour: str, start: str, end: str, due: str
) -> None:
    who = daily(
        "America/Lima",
        time.fromisoformat(hour),
        quiet_from=time.fromisoformat(start),
        quiet_until=time.fromisoformat(end),
    )
    found = next_occasion(who, after=at("2026-05-06T04:59:59+00:00"))
    assert found is not None
    assert found.due_at.astimezone(ZoneInfo("America/Lima")).time() == time.fromisoformat(due)
    assert found.due_at.astimezone(ZoneInfo("America/Lima")).date() == date(2026, 5, 6)


def test_a_gap_that_moves_an_hour_into_the_quiet_hours_moves_it_to_their_end() -> None:
    who = daily("Europe/Berlin", time(2, 15), quiet_from=time(3), quiet_until=time(7))
    found = next_occasion(who, after=at("2026-03-28T12:00+00:00"))
    assert found is not None
    assert found.due_at == at("2026-03-29T07:00+02:00")


def test_quiet_hours_cross_midnight_and_clock_changes() -> None:
    night = daily("Europe/Berlin", time(8), quiet_from=time(22), quiet_until=time(2, 30))
    assert quiet_until(night, at("2026-03-28T23:00+01:00")) == at("2026-03-29T03:00+02:00")
    assert quiet_until(night, at("2026-10-25T02:10+02:00")) == at("2026-10-25T02:30+02:00")
    assert quiet_until(night, at("2026-10-25T02:40+02:00")) is None
    assert quiet_until(night, at("2026-10-25T02:10+01:00")) == at("2026-10-25T02:30+01:00")


def test_half_a_window_or_an_empty_one_is_never_quiet() -> None:
    noon = at("2026-05-06T12:00+00:00")
    assert quiet_until(UserSettings(quiet_from=time(8)), noon) is None
    assert quiet_until(UserSettings(quiet_until=time(23)), noon) is None
    assert quiet_until(UserSettings(quiet_from=time(12), quiet_until=time(12)), noon) is None


def test_there_is_no_occasion_without_a_day_or_with_digests_off() -> None:
    now = at("2026-05-06T12:00+00:00")
    for who in (UserSettings(), UserSettings(digest_enabled=True, digest_days=())):
        assert next_occasion(who, after=now) is None
        assert last_occasion(who, until=now, since=now - timedelta(days=9)) is None


def test_an_unknown_zone_is_taken_as_utc() -> None:
    for name in ("Mars/Olympus", "", "../etc", "/etc/passwd", "Europe", "a\0b", "zone.tab"):
        assert zone_of(name).key == "UTC"
        found = next_occasion(daily(name, time(8)), after=at("2026-05-06T12:00+00:00"))
        assert found is not None
        assert found.due_at == at("2026-05-07T08:00+00:00")
