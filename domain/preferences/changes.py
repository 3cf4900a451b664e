"""Wishes put into search preferences, and an account of what that changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from domain.posting import RemoteMode, Salary
from domain.preferences.pay import PayWish, period_by_size
from domain.preferences.places import country_of
from domain.preferences.wishes import Wishes
from domain.profiles import SearchPreferences

_CURRENCY_OF = {
    "US": "USD",
    "GB": "GBP",
    "IN": "INR",
    "BR": "BRL",
    "CH": "CHF",
    "CA": "CAD",
    "AU": "AUD",
    "NZ": "NZD",
    "SG": "SGD",
    "PL": "PLN",
    "SE": "SEK",
    "NO": "NOK",
    "DK": "DKK",
    "MX": "MXN",
    "JP": "JPY",
    "AE": "AED",
    "ZA": "ZAR",
}
_EURO = frozenset(
    [
        "AT",
        "BE",
        "HR",
        "CY",
        "EE",
        "FI",
        "FR",
        "DE",
        "GR",
        "IE",
        "IT",
        "LV",
        "LT",
        "LU",
        "MT",
        "NL",
        "PT",
        "SK",
        "SI",
        "ES",
    ]
)

_MODES = (RemoteMode.REMOTE, RemoteMode.HYBRID, RemoteMode.ON_SITE)


class PreferenceField(StrEnum):
    """Fields of :class:`SearchPreferences`, by name."""

    TITLES = "titles"
    PLACES = "places"
    REMOTE = "remote"
    PAY_FLOOR = "pay_floor"
    WORK_COUNTRIES = "work_countries"
    NEEDS_SPONSORSHIP = "needs_sponsorship"
    LANGUAGES = "languages"
    EXCLUDE = "exclude"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedWishes:
    """New preferences, what differs, and the pay wish that still lacks currency or period."""

    preferences: SearchPreferences
    changed: tuple[PreferenceField, ...]
    unclear_pay: PayWish | None = None


def apply_wishes(
    preferences: SearchPreferences, wishes: Wishes, *, country: str | None = None
) -> AppliedWishes:
    """Put wishes into preferences; a wish replaces what it is about, "also" adds to it.

    Args:
        preferences: as they are.
        wishes: what was said.
        country: where the person is, if known: decides a currency that was not said.

    >>> from domain.preferences.wishes import read_wishes
    >>> apply_wishes(SearchPreferences(), read_wishes("no more fintech")).preferences.exclude
    ('fintech',)
    """
    titles, places = preferences.titles, preferences.places
    if wishes.titles:
        titles = _joined(titles if wishes.adds else (), wishes.titles)
    if wishes.anywhere:
        places = ()
    elif wishes.places:
        places = _joined(places if wishes.adds else (), wishes.places)
    floor, unclear = preferences.pay_floor, None
    if wishes.no_floor:
        floor = None
    elif wishes.pay is not None:
        settled = settle_pay(wishes.pay, places=places, country=country)
        floor, unclear = (settled, None) if settled else (floor, wishes.pay)
    allowed = {term.casefold() for term in wishes.allow_again}
    exclude = tuple(term for term in preferences.exclude if term.casefold() not in allowed)
    after = replace(
        preferences,
        titles=titles,
        places=places,
        remote=_modes(preferences.remote, wishes),
        pay_floor=floor,
        work_countries=_work_countries(preferences, wishes),
        needs_sponsorship=preferences.needs_sponsorship
        if wishes.needs_sponsorship is None
        else wishes.needs_sponsorship,
        languages=_joined(preferences.languages if wishes.adds else (), wishes.languages)
        if wishes.languages
        else preferences.languages,
        exclude=_joined(exclude, wishes.exclude),
    )
    return AppliedWishes(
        preferences=after, changed=changed_fields(preferences, after), unclear_pay=unclear
    )


def changed_fields(
    before: SearchPreferences, after: SearchPreferences
) -> tuple[PreferenceField, ...]:
    """Which fields differ, in the order of the enum."""
    return tuple(name for name in PreferenceField if getattr(before, name) != getattr(after, name))


def without(
    preferences: SearchPreferences, fields: tuple[PreferenceField, ...]
) -> SearchPreferences:
    """The preferences with these fields as if never said.

    >>> without(SearchPreferences(places=("Berlin",)), (PreferenceField.PLACES,)).places
    ()
    """
    empty = SearchPreferences()
    kept = {
        name.value: getattr(empty if name in fields else preferences, name)
        for name in PreferenceField
    }
    return SearchPreferences(**kept)


def settle_pay(
    wish: PayWish, *, places: tuple[str, ...] = (), country: str | None = None
) -> Salary | None:
    """A floor with currency and period, None when either cannot be known without asking."""
    currency = wish.currency or currency_for(places=places, country=country)
    period = wish.period
    if period is None and currency is not None:
        period = period_by_size(wish.amount, currency)
    if currency is None or period is None:
        return None
    return Salary(raw=wish.raw, minimum=wish.amount, currency=currency, period=period)


def currency_for(*, places: tuple[str, ...], country: str | None) -> str | None:
    """The one currency of the places wished for, else of the person's country, else None.

    >>> currency_for(places=("Berlin", "Lisbon"), country=None)
    'EUR'
    """
    codes = [code for place in places if (code := country_of(place)) is not None]
    currencies = {_currency_of(code) for code in codes or ([country] if country else [])}
    return currencies.pop() if len(currencies) == 1 else None


def _currency_of(code: str) -> str | None:
    return "EUR" if code in _EURO else _CURRENCY_OF.get(code)


def _work_countries(preferences: SearchPreferences, wishes: Wishes) -> tuple[str, ...]:
    if wishes.adds:
        countries = _joined(preferences.work_countries, wishes.work_countries)
    else:
        countries = wishes.work_countries or preferences.work_countries
    return tuple(code for code in countries if code not in wishes.sponsored_in)


def _modes(current: tuple[RemoteMode, ...], wishes: Wishes) -> tuple[RemoteMode, ...]:
    if not wishes.remote and not wishes.not_remote:
        return current
    if wishes.remote:
        wanted = set(wishes.remote) | (set(current) if wishes.adds else set())
    else:
        wanted = set(current or _MODES)
    wanted -= set(wishes.not_remote)
    kept = tuple(mode for mode in _MODES if mode in wanted)
    return () if len(kept) == len(_MODES) else kept


def _joined(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for word in (*first, *second):
        seen.setdefault(word.casefold(), word)
    return tuple(seen.values())
