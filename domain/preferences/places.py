"""Where somebody wants to work: places, remote words, countries of work permission."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.posting import RemoteMode
from domain.preferences.bounded import MAX_CHARACTERS
from domain.preferences.countries import CITY_NAMES, COUNTRY_NAMES, EEA, EU


def _index(table: dict[str, str]) -> dict[str, str]:
    return {name: code for code, names in table.items() for name in names.split("; ")}


_COUNTRIES = _index(COUNTRY_NAMES)
_CITIES = _index(CITY_NAMES)
# "georgia", "jordan" and the like are people and states too; they need a preposition before them.
_AMBIGUOUS = frozenset({"georgia", "georgien", "geórgia", "cali", "nice", "essen", "cork", "mali"})
_SHORT = frozenset({"uk", "usa", "uae", "eua", "sf", "nyc"})
_NAME = re.compile(
    r"(?<!\w)("
    + "|".join(re.escape(name) for name in sorted({*_COUNTRIES, *_CITIES}, key=len, reverse=True))
    + r")(?!\w)",
    re.IGNORECASE,
)
_UNITED_STATES = re.compile(r"(?<![\w.])(?:US|U\.S\.|the US)(?!\w)")
_PREPOSITION = (
    r"(?:in|near|around|to|from|based in|bei|nahe|nach|à|a|en|près de|cerca de|em|no|na|"
    r"perto de|aus)"
)
_PLACE_PHRASE = re.compile(
    rf"(?<!\w){_PREPOSITION}\s+(?:the\s+|der\s+|die\s+|la\s+|les\s+|los\s+)?"
    r"([A-ZÄÖÜÉÁÍÓÚÇ][\w'’-]+(?:\s+(?:de|do|da|am|an der|la|le)?\s*[A-ZÄÖÜÉÁÍÓÚÇ][\w'’-]+){0,2})"
)
_REGIONS = {
    "eu": EU,
    "european union": EU,
    "europäische union": EU,
    "union européenne": EU,
    "unión europea": EU,
    "união europeia": EU,
    "eea": EEA,
    "ewr": EEA,
}
_REGION = re.compile(
    r"(?<!\w)(" + "|".join(sorted(_REGIONS, key=len, reverse=True)) + r")(?!\w)", re.IGNORECASE
)

_REMOTE_WORDS = (
    (
        RemoteMode.HYBRID,
        r"hybrid\w*|hybride|híbrid[oa]|hibrid[oa]|(?:partly|partially|teilweise|partiellement) "
        r"(?:remote|from home)|\d days? (?:a week )?(?:in the office|from home)",
    ),
    (
        RemoteMode.REMOTE,
        r"remote(?:ly)?|work(?:ing)? from home|wfh|work from anywhere|home[ -]?office|"
        r"von zu ?hause|télétravail|teletravail|à distance|a distance|remot[oa]|teletrabajo|"
        r"a distancia|desde casa|teletrabalho|a distância|à distância|de casa|ghar se(?: kaam)?",
    ),
    (
        RemoteMode.ON_SITE,
        r"on[ -]?site|in[ -]office|in the office|at the office|vor ort|im büro|sur site|"
        r"au bureau|en présentiel|présentiel|presencial|en la oficina|no escritório|office "
        r"me(?:in)?",
    ),
)
_REMOTE_PATTERNS = tuple(
    (mode, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)) for mode, words in _REMOTE_WORDS
)
_NEGATION = re.compile(
    r"(?:\bno|\bnot|\bdon'?t want|\bnever|\bkein\w*|\bnicht|\bohne|\bpas de|\bpas en|\bsans|\bsin|"
    r"\bsem|\bnão|\bnao|\bnada de)\s*(?:to work|any|fully|full|100 ?%)?\s*$",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(
    r"\b(?:anywhere|any place|any location|everywhere|wherever|location does(?:n't| not) matter|"
    r"überall|egal wo|ort (?:ist )?egal|n'importe où|partout|peu importe (?:où|le lieu)|"
    r"en cualquier (?:lugar|sitio|parte)|donde sea|qualquer lugar|em qualquer lugar|tanto faz onde|"
    r"kahin bhi|kahi bhi)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWish:
    """A place somebody named, as said, with where it stands in the text."""

    name: str
    country: str | None
    start: int
    end: int


def read_places(text: str, *, bare: bool = False) -> tuple[PlaceWish, ...]:
    """Places named in ``text``, in order.

    Args:
        text: what the person typed.
        bare: True when the text answers "where": each part counts as a place.

    >>> [place.name for place in read_places("backend jobs in Berlin or Portugal")]
    ['Berlin', 'Portugal']
    """
    text = text[:MAX_CHARACTERS]
    found: list[PlaceWish] = []
    for hit in _NAME.finditer(text):
        word = hit.group().lower()
        if word in _AMBIGUOUS and not bare and not _follows_preposition(text, hit.start()):
            continue
        country = _COUNTRIES.get(word) or _CITIES.get(word)
        found.append(_place(hit.group(), country, hit.start()))
    found.extend(
        _place("United States", "US", hit.start(), length=len(hit.group()))
        for hit in _UNITED_STATES.finditer(text)
    )
    for hit in _PLACE_PHRASE.finditer(text):
        if not any(place.start <= hit.start(1) < place.end for place in found):
            name = hit.group(1).strip()
            if not _is_no_place(name):
                found.append(_place(name, None, hit.start(1)))
    if bare and not found:
        for part in re.finditer(
            r"[^,;/]+", re.sub(r"\b(?:or|and|oder|und|ou|et|o|y|e)\b", ",", text)
        ):
            name = re.sub(rf"^\s*{_PREPOSITION}\s+", "", part.group(), flags=re.IGNORECASE).strip(
                " .!"
            )
            if 2 <= len(name) <= 40 and not re.search(r"\d|[?]", name):
                found.append(_place(name, None, max(0, text.find(name))))
    return tuple(sorted(found, key=lambda place: place.start))


def country_of(place: str) -> str | None:
    """The ISO code of a country or larger city, None when unknown.

    >>> country_of("München, Germany")
    'DE'
    """
    place = place[:MAX_CHARACTERS]
    hits = [hit.group().lower() for hit in _NAME.finditer(place)]
    for hit in hits:
        if hit in _COUNTRIES:
            return _COUNTRIES[hit]
    if _UNITED_STATES.search(place):
        return "US"
    return _CITIES.get(hits[0]) if hits else None


def country_name(code: str) -> str:
    """The English name of an ISO country code; the code itself when unknown.

    >>> country_name("PT")
    'Portugal'
    """
    names = COUNTRY_NAMES.get(code)
    if names is None:
        return code
    return " ".join(
        word if word in {"and", "of", "the"} else word[:1].upper() + word[1:]
        for word in names.split("; ")[0].split()
    )


def countries_in(text: str) -> tuple[str, ...]:
    """ISO codes of all countries, unions of countries and larger cities named, without repeats.

    >>> countries_in("Germany and Austria")
    ('DE', 'AT')
    """
    text = text[:MAX_CHARACTERS]
    codes: list[str] = []
    for hit in _REGION.finditer(text):
        codes.extend(_REGIONS[hit.group().lower()])
    codes.extend(place.country for place in read_places(text) if place.country is not None)
    return tuple(dict.fromkeys(codes))


def read_remote(text: str) -> tuple[tuple[RemoteMode, ...], tuple[RemoteMode, ...]]:
    """Modes wanted and modes refused, in that order.

    >>> read_remote("hybrid is fine, no remote")
    ((<RemoteMode.HYBRID: 'hybrid'>,), (<RemoteMode.REMOTE: 'remote'>,))
    """
    text = text[:MAX_CHARACTERS]
    wanted: list[RemoteMode] = []
    refused: list[RemoteMode] = []
    rest = text
    for mode, pattern in _REMOTE_PATTERNS:
        for hit in pattern.finditer(rest):
            refuses = _NEGATION.search(rest[: hit.start()]) is not None
            (refused if refuses else wanted).append(mode)
        # A "partly remote" that was read as hybrid is not remote as well.
        rest = pattern.sub(lambda hit: " " * len(hit.group()), rest)
    return tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(refused))


def remote_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where the remote words stand, so that they are not read as anything else."""
    text = text[:MAX_CHARACTERS]
    return tuple(hit.span() for _, pattern in _REMOTE_PATTERNS for hit in pattern.finditer(text))


def wants_anywhere(text: str) -> bool:
    """True when the place does not matter.

    >>> wants_anywhere("egal wo")
    True
    """
    text = text[:MAX_CHARACTERS]
    return _ANYWHERE.search(text) is not None


def _place(name: str, country: str | None, start: int, *, length: int | None = None) -> PlaceWish:
    shown = name if any(letter.isupper() for letter in name) else name.title()
    if name.lower() in _SHORT:
        shown = name.upper()
    return PlaceWish(name=shown, country=country, start=start, end=start + (length or len(name)))


def _follows_preposition(text: str, start: int) -> bool:
    return re.search(rf"(?<!\w){_PREPOSITION}\s+$", text[:start], re.IGNORECASE) is not None


def _is_no_place(name: str) -> bool:
    # Capitalised words after "in" that are fields, times or German nouns rather than places.
    return name.split()[0].lower() in {
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december", "data", "software", "it", "marketing", "finance",
        "sales", "hr", "java", "python", "teilzeit", "vollzeit", "german", "english", "french",
        "spanish", "euro", "i", "my", "der", "die", "den", "fintech", "healthcare", "office",
        "deutsch", "englisch", "order", "general", "product", "design", "engineering",
    }  # fmt: skip
