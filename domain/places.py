"""Comparing places: which country or town a few words name. Unknown stays unknown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from domain.places_table import CITIES, COUNTRIES, METROS, REGIONS, US_STATES
from domain.posting import Place
from domain.posting_identity import normalise

_PIECE = re.compile(r"\s*(?:[,;|/()\n]| [-–—] |\bor\b|\band\b|\boder\b|&)\s*", re.IGNORECASE)
_NOISE = re.compile(
    r"\b(?:fully|100%|remote(?:ly)?|hybrid|on-?site|in-?office|office|based|only|anywhere|within"
    r"|in|the|from|work from home|wfh|first|flexible|greater|metro(?:politan)?|area|candidates"
    r"|residents?|eligible|homeoffice|home office)\b|:",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(r"\b(?:anywhere|worldwide|world-wide|global(?:ly)?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """What some words say about a place."""

    countries: frozenset[str] = frozenset()
    """ISO 3166-1 alpha-2."""
    towns: frozenset[str] = frozenset()
    """Normalised names, one per town whatever the language."""
    anywhere: bool = False

    def joined(self, other: Whereabouts) -> Whereabouts:
        """Both together."""
        return Whereabouts(
            countries=self.countries | other.countries,
            towns=self.towns | other.towns,
            anywhere=self.anywhere or other.anywhere,
        )


@cache
def _countries() -> Mapping[str, str]:
    names: dict[str, str] = {}
    for entry in COUNTRIES.replace("\n", ";").split(";"):
        if entry.strip():
            code, _, spellings = entry.strip().partition(" ")
            names.update(dict.fromkeys(map(normalise, spellings.split("|")), code))
    return names


@cache
def _states() -> Mapping[str, str]:
    pairs = (entry.split(" ", 1) for entry in US_STATES.split(";"))
    return {normalise(name): code for code, name in pairs}


@cache
def _state_codes() -> frozenset[str]:
    return frozenset(entry.split(" ", 1)[0] for entry in US_STATES.split(";"))


@cache
def _towns() -> Mapping[str, tuple[str, str]]:
    """Spelling to (town, country)."""
    towns: dict[str, tuple[str, str]] = {}
    for line in CITIES.strip().splitlines():
        code, _, names = line.partition(" ")
        for town in names.split(";"):
            spellings = [normalise(name) for name in town.split("|")]
            towns.update(dict.fromkeys(spellings, (spellings[0], code)))
    return towns


def country_code(name: str) -> str | None:
    """The ISO code of a country written as a name or a code.

    >>> country_code("Deutschland"), country_code("USA"), country_code("pt"), country_code("Mars")
    ('DE', 'US', 'PT', None)
    """
    key = normalise(name)
    found = _countries().get(key)
    if found is None and len(key) == 2 and key.upper() in _codes():
        return key.upper()
    return found


@cache
def _codes() -> frozenset[str]:
    return frozenset(_countries().values())


@lru_cache(maxsize=8192)
def whereabouts(text: str) -> Whereabouts:
    """Countries and towns named in a short place line.

    >>> sorted(whereabouts("Remote - United States").countries)
    ['US']
    >>> whereabouts("München, Germany") == whereabouts("Munich (DE)")
    True
    """
    reading = _Reading()
    for piece in _PIECE.split(text):
        reading.take(piece.strip(" .-–—*"))
    return reading.result(anywhere=bool(_ANYWHERE.search(text)))


class _Reading:
    """Collects what the pieces of one place line say."""

    def __init__(self) -> None:
        self.stated: set[str] = set()
        self.inferred: set[str] = set()
        self.towns: list[str] = []
        self.unknown: list[str] = []

    def take(self, piece: str) -> None:
        if not self._know(piece):
            bare = _NOISE.sub(" ", piece).strip(" .-–—*")
            if normalise(bare) and not self._know(bare):
                self.unknown.append(normalise(bare))

    def result(self, *, anywhere: bool) -> Whereabouts:
        # A town that is not in the table comes first in its line; what follows is its region.
        towns = self.towns or self.unknown[:1]
        return Whereabouts(
            countries=frozenset(self.stated or self.inferred),
            towns=frozenset(towns),
            anywhere=anywhere,
        )

    def _know(self, name: str) -> bool:
        """Note what one name says; False when it is not in the tables."""
        key = normalise(name)
        is_code = len(name) == 2 and name.isupper()
        if key in REGIONS:
            self.stated.update(REGIONS[key].split())
        elif key in METROS:
            for town in METROS[key].split("|"):
                self.towns.append(town)
                self.inferred.add(_towns()[town][1])
        elif is_code and (self.towns or self.unknown) and name in _state_codes():
            # "Springfield, IL" is a state, not Israel; "Munich (DE)" is Germany, not Delaware.
            self.stated.add(name if name in self.inferred else "US")
        elif is_code and name in _codes() | _state_codes():
            self.stated.add(_two(name))
        elif key in _countries() and not is_code:
            self.stated.add(_countries()[key])
        elif key in _towns():
            town, country = _towns()[key]
            self.towns.append(town)
            self.inferred.add(country)
        elif key in _states():
            self.stated.add("US")
        elif is_code and name == "UK":
            self.stated.add("GB")
        else:
            return False
        return True


def _two(bare: str) -> str:
    """What two capitals alone mean.

    "Remote - DE" and "Remote - IN" are Germany and India; "Remote - CA" is read as the state.
    """
    if bare not in _state_codes() or bare in {"DE", "IN", "AR", "CO", "IL"}:
        return bare
    return "US"


@lru_cache(maxsize=8192)
def whereabouts_of(place: Place) -> Whereabouts:
    """What a posting's place says, its structured fields first."""
    stated = whereabouts(place.raw) if place.raw else Whereabouts()
    code = country_code(place.country) if place.country else None
    towns = stated.towns
    if place.city:
        key = normalise(place.city)
        towns = frozenset({_towns()[key][0] if key in _towns() else key})
    if code is None:
        city = whereabouts(place.city).countries if place.city else frozenset()
        return Whereabouts(
            countries=stated.countries or city, towns=towns, anywhere=stated.anywhere
        )
    return Whereabouts(countries=frozenset({code}), towns=towns, anywhere=stated.anywhere)


def is_remote_word(text: str) -> bool:
    """Whether a wanted "place" only says that the work is remote.

    >>> is_remote_word("remote"), is_remote_word("Berlin")
    (True, False)
    """
    return normalise(text) in {"remote", "anywhere", "home office", "homeoffice", "worldwide"}


_NATIONALITIES = {
    "american": "US",
    "british": "GB",
    "german": "DE",
    "french": "FR",
    "spanish": "ES",
    "portuguese": "PT",
    "canadian": "CA",
    "australian": "AU",
    "indian": "IN",
    "irish": "IE",
    "dutch": "NL",
    "swiss": "CH",
    "austrian": "AT",
    "italian": "IT",
    "polish": "PL",
    "swedish": "SE",
    "brazilian": "BR",
    "mexican": "MX",
}


@cache
def _named_pattern() -> re.Pattern[str]:
    names = [
        name
        for entry in COUNTRIES.replace("\n", ";").split(";")
        for name in entry.strip().partition(" ")[2].split("|")
        if name
    ]
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    codes = r"(?-i:\bU\.?S\.?(?!\w)|\bUK\b|\bEU\b|\bEEA\b)|european union|\beurope\b"
    people = "|".join(_NATIONALITIES)
    return re.compile(
        rf"(?<!\w)(?:{words})(?!\w)|{codes}|\b(?:{people})"
        r"(?=\s+(?:citizen|national|resident|passport"
        r"|work(?:ing)? (?:rights|permit|visa|authori[sz]ation)))",
        re.IGNORECASE,
    )


def countries_named(text: str) -> frozenset[str]:
    """Countries that a sentence names.

    >>> sorted(countries_named("You must be a US citizen; we tell us about you"))
    ['US']
    >>> len(countries_named("the right to work in the EU"))
    27
    """
    found: set[str] = set()
    for match in _named_pattern().finditer(text):
        key = normalise(match[0])
        if key in {"u s", "us"}:
            found.add("US")
        elif key in REGIONS:
            found.update(REGIONS[key].split())
        else:
            code = _NATIONALITIES.get(key) or _countries().get(key)
            found.update({code} if code else ())
    return frozenset(found)
