"""Search preferences in words."""

from __future__ import annotations

from domain.posting import RemoteMode
from domain.preferences.changes import PreferenceField
from domain.preferences.languages import language_name
from domain.preferences.regions import countries_words
from domain.profiles import SearchPreferences
from graph.wording.counts import joined
from graph.wording.money import floor_words

REMOTE_WORDS = {
    RemoteMode.REMOTE: "remote",
    RemoteMode.HYBRID: "hybrid",
    RemoteMode.ON_SITE: "on site",
    RemoteMode.UNKNOWN: "place of work not stated",
}

FIELD_LABELS = {
    PreferenceField.TITLES: "Job titles",
    PreferenceField.PLACES: "Places",
    PreferenceField.REMOTE: "Remote",
    PreferenceField.PAY_FLOOR: "Pay",
    PreferenceField.WORK_COUNTRIES: "May work in",
    PreferenceField.NEEDS_SPONSORSHIP: "Visa sponsor",
    PreferenceField.LANGUAGES: "Languages",
    PreferenceField.EXCLUDE: "Leave out",
}


def preference_words(
    preferences: SearchPreferences, field: PreferenceField, *, locale: str | None = None
) -> str:
    """One preference; "any" where nothing was said.

    >>> preference_words(SearchPreferences(places=("Berlin",)), PreferenceField.PLACES)
    'Berlin'
    """
    match field:
        case PreferenceField.TITLES:
            return joined(preferences.titles, last="or") or "from your profile"
        case PreferenceField.PLACES:
            return joined(preferences.places, last="or") or "anywhere"
        case PreferenceField.REMOTE:
            words = [REMOTE_WORDS[mode] for mode in preferences.remote]
            return joined(words, last="or") or "remote, hybrid or on site"
        case PreferenceField.PAY_FLOOR:
            floor = preferences.pay_floor
            return floor_words(floor, locale=locale) if floor else "no minimum"
        case PreferenceField.WORK_COUNTRIES:
            return countries_words(preferences.work_countries) or "not said"
        case PreferenceField.NEEDS_SPONSORSHIP:
            said = {True: "needed", False: "not needed"}
            needs = preferences.needs_sponsorship
            return "not said" if needs is None else said[needs]
        case PreferenceField.LANGUAGES:
            return joined([language_name(code) for code in preferences.languages]) or "not said"
        case PreferenceField.EXCLUDE:
            return joined(preferences.exclude) or "nothing"


def change_words(
    after: SearchPreferences, changed: tuple[PreferenceField, ...], *, locale: str | None = None
) -> str:
    """What changed, as a line ("Places: Berlin. Pay: at least €60,000 a year.").

    >>> change_words(SearchPreferences(exclude=("fintech",)), (PreferenceField.EXCLUDE,))
    'Leave out: fintech.'
    """
    return " ".join(
        f"{FIELD_LABELS[field]}: {preference_words(after, field, locale=locale)}."
        for field in changed
    )
