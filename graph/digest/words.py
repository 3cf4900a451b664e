"""Phrases of digests: counts with their reasons, days, hours, sources. Words only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from domain.digest.account import Account
from domain.matching.model import Gate
from domain.profiles import UserSettings
from domain.push_ports import SourceHealth
from graph.wording.counts import joined, shortened
from graph.wording.money import number_words
from graph.wording.regions import reading_locale, region_of

_REASONS: Final[dict[Gate, tuple[str, str]]] = {
    Gate.WORK_PERMISSION: ("needs a visa you do not have", "need a visa you do not have"),
    Gate.SALARY: ("under your floor", "under your floor"),
    Gate.LOCATION: ("not where you want to work", "not where you want to work"),
    Gate.LANGUAGE: ("needs a language you did not name", "need a language you did not name"),
    Gate.EXCLUDED_WORDS: ("with words you left out", "with words you left out"),
    Gate.EXPIRED: ("expired", "expired"),
    Gate.HIDDEN: ("hidden by you", "hidden by you"),
    Gate.DUPLICATE: ("on another board as well", "on another board as well"),
}
LOOK_BEHIND: Final[dict[Gate, str]] = {
    Gate.WORK_PERMISSION: "Visa",
    Gate.SALARY: "Pay",
    Gate.LOCATION: "Place",
    Gate.LANGUAGE: "Language",
    Gate.EXCLUDED_WORDS: "Words",
}
"""Labels of the buttons that show what a limit kept back."""

_SOURCES_NAMED: Final = 3


def locale_of(settings: UserSettings) -> str | None:
    """Where the person reads numbers, dates and money, by what they set themselves.

    A digest answers no message, so no channel tells it. The country is that of the language they
    chose ("de-AT"), else of their time zone. A resume is no guide: who lives in Berlin and chats in
    English reads €75,000 there.

    >>> locale_of(UserSettings(time_zone="Europe/Vienna"))
    'en-AT'
    """
    from babel.core import get_global

    if region_of(settings.language):
        return settings.language
    territory = get_global("zone_territories").get(settings.time_zone)
    country = territory if isinstance(territory, str) and len(territory) == 2 else None
    return f"en-{country}" if country else None


def short_day(day: date, *, locale: str | None) -> str:
    """A day of about this year, as people write it there.

    >>> short_day(date(2026, 11, 12), locale="en-DE"), short_day(date(2026, 11, 12), locale=None)
    ('12 Nov', 'Nov 12')
    """
    from babel.dates import format_skeleton

    instant = datetime.combine(day, time(), tzinfo=UTC)
    return format_skeleton("MMMd", instant, locale=reading_locale(locale))


def weekday(day: date) -> str:
    """The short name of the day of the week.

    >>> weekday(date(2026, 11, 26))
    'Thu'
    """
    return ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[day.weekday()]


def hour(instant: datetime) -> str:
    """The time of day as settings show it.

    >>> hour(datetime(2026, 11, 26, 8, 0))
    '08:00'
    """
    return f"{instant:%H:%M}"


def number_of(count: int, noun: str, *, locale: str | None, plural: str = "") -> str:
    """A count with its noun, in the person's digits.

    >>> number_of(1, "new job", locale=None), number_of(1200, "new job", locale="en-DE")
    ('1 new job', '1.200 new jobs')
    """
    said = number_words(count, locale=locale)
    return f"{said} {noun}" if count == 1 else f"{said} {plural or f'{noun}s'}"


def late_words(due_at: datetime, *, today: date) -> str:
    """That a digest comes late, and since when it is owed.

    Args:
        due_at: when it was due, in the person's time zone.
        today: the person's date now.
    """
    day = due_at.date()
    ago = (today - day).days
    which = {0: "today's digest", 1: "yesterday's digest"}.get(ago)
    if which is None:
        which = f"the digest of {weekday(day)} {short_day(day, locale='en-GB')}"
    return f"This is {which}, sent late: it could not be sent at {hour(due_at)}."


def account_words(account: Account, *, locale: str | None, is_first: bool) -> str:
    """Every new posting accounted for; empty when there is nothing to add to the first line.

    >>> from domain.digest.account import account_of
    >>> account_words(account_of(considered=41, excluded_by={Gate.SALARY: 4}, other_field=34,
    ...                          shown=3), locale=None, is_first=False)
    'Of 41 new: 34 not your field, 4 under your floor.'
    """
    parts = [
        (number, _REASONS[gate][number != 1]) for gate, number in account.left_out.items() if number
    ]
    if account.other_field:
        parts.append((account.other_field, "not your field"))
    parts.sort(key=lambda pair: (-pair[0], pair[1]))
    if account.rest:
        parts.append((account.rest, "ranked lower or seen before"))
    if not parts:
        return ""
    kind = "open" if is_first else "new"
    said = [f"{number_words(number, locale=locale)} {words}" for number, words in parts]
    return f"Of {number_words(account.considered, locale=locale)} {kind}: {', '.join(said)}."


def failed(sources: Sequence[SourceHealth]) -> tuple[SourceHealth, ...]:
    """Those that did not answer the last time they were asked."""
    return tuple(source for source in sources if source.failures > 0)


def silent_sources_words(
    sources: Sequence[SourceHealth], *, zone: ZoneInfo, today: date, locale: str | None
) -> str:
    """Which sources did not answer and since when; empty when all did."""
    silent = failed(sources)
    if not silent:
        return ""
    named = []
    for source in silent[:_SOURCES_NAMED]:
        good = "no good answer yet"
        if source.ok_at is not None:
            good = f"last good answer {when(source.ok_at, zone=zone, today=today, locale=locale)}"
        named.append(f"{source_name(source.name)}, {good}")
    more = len(silent) - _SOURCES_NAMED
    if more > 0:
        named.append(f"and {more} more")
    who = f"{len(silent)} of {len(sources)} sources" if len(sources) > 1 else "The one source"
    return f"{who} did not answer ({'; '.join(named)})."


def all_answered_words(
    sources: Sequence[SourceHealth], *, zone: ZoneInfo, today: date, locale: str | None
) -> str:
    """That every source answered, and when the last did; empty when that is not so."""
    good = [source.ok_at for source in sources if source.ok_at is not None]
    if not good or failed(sources):
        return ""
    who = "The one source" if len(sources) == 1 else f"All {len(sources)} sources"
    last = "" if len(sources) == 1 else "the last "
    said = when(max(good), zone=zone, today=today, locale=locale)
    return f"{who} answered, {last}{'at' if ':' in said else 'on'} {said}."


def when(instant: datetime, *, zone: ZoneInfo, today: date, locale: str | None) -> str:
    """The hour of something today, the day of anything earlier."""
    local = instant.astimezone(zone)
    return hour(local) if local.date() == today else short_day(local.date(), locale=locale)


def source_name(name: str) -> str:
    """A source as it may be shown: the operator's folders are nobody's business.

    >>> source_name("/srv/feeds/acme.jsonl"), source_name("https://boards.example.org/acme?key=1")
    ('acme.jsonl', 'boards.example.org/acme')
    >>> source_name("jsonl:/srv/feeds/acme.jsonl"), source_name("greenhouse:acme")
    ('jsonl:acme.jsonl', 'greenhouse:acme')
    """
    if "://" in name:
        # What stands behind "?" or before "@" may be a secret.
        where = urlsplit(name)
        return shortened(f"{where.hostname or ''}{where.path.rstrip('/')}", limit=40)
    kind, colon, place = name.rpartition(":")
    last = place.rstrip("/").rpartition("/")[2]
    return shortened(f"{kind}{colon}{last}", limit=40)


def listed(parts: Sequence[str]) -> str:
    """Parts as a sentence of their own."""
    words = joined([part for part in parts if part])
    return f"{words[:1].upper()}{words[1:]}."
