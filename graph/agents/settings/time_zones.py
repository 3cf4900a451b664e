"""Time zones as people name them: a city, a country, an abbreviation, an offset."""

from __future__ import annotations

import difflib
import re
import zoneinfo
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache

from graph.routing.features import plain

MAX_GUESSES = 4
"""Buttons under a question."""

_ALIASES: Mapping[str, str] = {
    name: zone
    for zone, names in {
        "Europe/Berlin": "germany, deutschland, allemagne, alemania, alemanha, munich, munchen, "
        "hamburg, cologne, koln, frankfurt, stuttgart, dusseldorf, leipzig, cet, mez",
        "Europe/Vienna": "austria, osterreich, wien, graz, linz, salzburg",
        "Europe/Zurich": "switzerland, schweiz, suisse, geneva, genf, basel, bern",
        "Europe/Paris": "france, frankreich, lyon, marseille, lille, nantes, toulouse, bordeaux",
        "Europe/Madrid": "spain, espana, spanien, barcelona, valencia, sevilla, seville, malaga",
        "Europe/Lisbon": "portugal, lisboa, porto, braga",
        "Europe/London": "uk, united kingdom, england, manchester, leeds, bristol, edinburgh, "
        "glasgow, bst",
        "Europe/Dublin": "ireland, irland, cork",
        "Europe/Amsterdam": "netherlands, holland, rotterdam, the hague, utrecht, eindhoven",
        "Europe/Rome": "italy, italia, milan, milano, roma, turin",
        "Europe/Warsaw": "poland, polen, krakow, wroclaw",
        "Europe/Stockholm": "sweden",
        "Europe/Copenhagen": "denmark",
        "Europe/Istanbul": "turkey, ankara",
        "Europe/Kyiv": "kiev, ukraine",
        "Asia/Kolkata": "india, indien, mumbai, bombay, delhi, new delhi, bangalore, bengaluru, "
        "chennai, hyderabad, pune, ahmedabad, jaipur, lucknow, noida, gurgaon, calcutta",
        "Asia/Karachi": "pakistan, lahore, islamabad",
        "Asia/Dhaka": "bangladesh",
        "Asia/Kathmandu": "nepal",
        "Asia/Tokyo": "japan, osaka, jst",
        "Asia/Shanghai": "china, beijing, shenzhen, guangzhou",
        "Asia/Dubai": "uae, abu dhabi, emirates",
        "Asia/Singapore": "sgt",
        "Asia/Manila": "philippines",
        "Asia/Ho_Chi_Minh": "vietnam, hanoi, saigon",
        "Asia/Jerusalem": "israel, tel aviv, haifa",
        "America/New_York": "boston, washington, philadelphia, miami, atlanta, est, edt, "
        "eastern time, nyc",
        "America/Chicago": "houston, dallas, austin, texas, minneapolis, cst, central time",
        "America/Denver": "salt lake city, mst, mountain time",
        "America/Los_Angeles": "san francisco, seattle, california, san diego, portland, pst, pdt, "
        "pacific time, la",
        "America/Toronto": "ottawa, montreal",
        "America/Vancouver": "british columbia",
        "America/Sao_Paulo": "rio de janeiro, rio, brasilia, curitiba, belo horizonte, salvador, "
        "porto alegre",
        "America/Mexico_City": "mexico, guadalajara",
        "America/Argentina/Buenos_Aires": "argentina",
        "America/Bogota": "colombia, medellin",
        "America/Santiago": "chile",
        "America/Lima": "peru",
        "Australia/Sydney": "canberra",
        "Africa/Johannesburg": "south africa, cape town",
        "Africa/Lagos": "nigeria, abuja",
        "Africa/Nairobi": "kenya",
        "Africa/Cairo": "egypt",
        "UTC": "utc, gmt, zulu",
    }.items()
    for name in names.split(", ")
}

_ABBREVIATION_LETTERS = 3

_SEVERAL: Mapping[str, tuple[str, ...]] = {
    "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "usa": ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
    "canada": ("America/Toronto", "America/Vancouver", "America/Halifax", "America/Winnipeg"),
    "australia": ("Australia/Sydney", "Australia/Brisbane", "Australia/Perth"),
    "brazil": ("America/Sao_Paulo", "America/Manaus", "America/Bahia"),
    "brasil": ("America/Sao_Paulo", "America/Manaus", "America/Bahia"),
    "russia": ("Europe/Moscow", "Asia/Yekaterinburg", "Asia/Novosibirsk"),
}

_WELL_KNOWN = [
    "Pacific/Honolulu",
    "America/Anchorage",
    "America/Los_Angeles",
    "America/Denver",
    "America/Chicago",
    "America/New_York",
    "America/Halifax",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires",
    "Atlantic/South_Georgia",
    "Atlantic/Azores",
    "Europe/London",
    "Europe/Lisbon",
    "Africa/Lagos",
    "Europe/Berlin",
    "Europe/Paris",
    "Europe/Madrid",
    "Africa/Johannesburg",
    "Europe/Athens",
    "Africa/Cairo",
    "Africa/Nairobi",
    "Europe/Istanbul",
    "Asia/Tehran",
    "Asia/Dubai",
    "Asia/Kabul",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Dhaka",
    "Asia/Yangon",
    "Asia/Bangkok",
    "Asia/Ho_Chi_Minh",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Manila",
    "Australia/Perth",
    "Asia/Tokyo",
    "Asia/Seoul",
    "Australia/Darwin",
    "Australia/Sydney",
    "Pacific/Noumea",
    "Pacific/Auckland",
]

_OFFSET = re.compile(
    r"(?:\b(?:utc|gmt)\s*|(?<![\w/]))([+\u2212-])\s*(\d{1,2})(?:[:.]?([0-5]\d))?\b"
)
_IANA = re.compile(r"\b([A-Za-z]+/[A-Za-z_]+(?:/[A-Za-z_]+)?)\b")


def guess_zones(words: str, *, now: datetime) -> tuple[str, ...]:
    """IANA names that the words may mean, best first; exactly one when they are clear.

    Args:
        words: untrusted text.
        now: aware; offsets are compared at this moment.

    >>> from datetime import UTC
    >>> guess_zones("I live in Munich", now=datetime(2026, 1, 1, tzinfo=UTC))
    ('Europe/Berlin',)
    """
    for name in _IANA.findall(words):
        for zone in _zones_by_city().values():
            if zone.casefold() == name.casefold():
                return (zone,)
    text = plain(words)
    if offset := _OFFSET.search(text):
        sign, hours, minutes = offset.groups()
        away = timedelta(hours=int(hours), minutes=int(minutes or 0))
        return _zones_at(away if sign == "+" else -away, now=now)
    tokens = re.findall(r"[^\W\d_]+", text)
    names = [
        " ".join(tokens[start : start + length])
        for length in (3, 2, 1)
        for start in range(len(tokens) - length + 1)
    ]
    # Abbreviations come last: "ist" and "est" are also small words of German and French.
    for name in sorted(names, key=lambda name: len(name) <= _ABBREVIATION_LETTERS):
        if name in _SEVERAL:
            return _SEVERAL[name]
        if (named := _zone_named(name)) is not None:
            return (named,)
    return _zones_spelt_like(tokens)


def _zone_named(name: str) -> str | None:
    return _ALIASES.get(name) or (_zones_by_city().get(name) if len(name) > 3 else None)


def _zones_at(away: timedelta, *, now: datetime) -> tuple[str, ...]:
    return tuple(
        zone for zone in _WELL_KNOWN if now.astimezone(zoneinfo.ZoneInfo(zone)).utcoffset() == away
    )[:MAX_GUESSES]


def _zones_spelt_like(tokens: list[str]) -> tuple[str, ...]:
    names = [*_ALIASES, *_zones_by_city()]
    for token in sorted(tokens, key=len, reverse=True):
        if len(token) >= 5 and (near := difflib.get_close_matches(token, names, n=3, cutoff=0.84)):
            zones = [zone for name in near if (zone := _zone_named(name))]
            return tuple(dict.fromkeys(zones))
    return ()


@cache
def _zones_by_city() -> Mapping[str, str]:
    """City as people write it ("new york") to zone, for every zone of the system."""
    found: dict[str, str] = {}
    for zone in sorted(zoneinfo.available_timezones()):
        area, slash, place = zone.rpartition("/")
        if slash and not area.startswith(("Etc", "SystemV", "US", "posix", "right")):
            found.setdefault(place.replace("_", " ").casefold(), zone)
    return found


def is_zone(name: str) -> bool:
    """Whether it is an IANA name that this system knows.

    >>> is_zone("Europe/Berlin"), is_zone("../etc/passwd")
    (True, False)
    """
    return name == "UTC" or name in _zones_by_city().values()
