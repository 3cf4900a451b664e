"""The few things worth asking before a search: one at a time, one tap each, all skippable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.matching.model import Gate
from domain.posting import PayPeriod, Salary
from domain.preferences.changes import PreferenceField, currency_for
from domain.preferences.countries import EEA
from domain.preferences.effective import corrected
from domain.preferences.guesses import home_country, home_place
from domain.preferences.pay import PayWish
from domain.preferences.places import country_name, country_of
from domain.preferences.wishes import Wishes
from domain.profiles import Profile, SearchPreferences
from domain.reply import Button
from graph.agents.job_search.cards import job_button
from graph.agents.job_search.requests import Verb
from graph.wording.look_for import WORDS, look_for_buttons
from graph.wording.money import amount_words, floor_words, period_words


class Topic(StrEnum):
    """What a pending question of this agent is about."""

    RESULTS = "results"
    """No question: a list is on the screen, and "hide 2" refers to it."""
    TITLES = "titles"
    PLACES = "places"
    PAY = "pay"
    PERMIT = "permit"
    PAY_CURRENCY = "pay_currency"
    PAY_PERIOD = "pay_period"


RELAXED: Mapping[Gate, tuple[PreferenceField, ...]] = {
    Gate.LOCATION: (PreferenceField.PLACES, PreferenceField.REMOTE),
    Gate.SALARY: (PreferenceField.PAY_FLOOR,),
    Gate.LANGUAGE: (PreferenceField.LANGUAGES,),
    Gate.WORK_PERMISSION: (PreferenceField.WORK_COUNTRIES, PreferenceField.NEEDS_SPONSORSHIP),
    Gate.EXCLUDED_WORDS: (PreferenceField.EXCLUDE,),
}
"""What a looser limit takes back."""

SKIPPED = {Topic.PLACES: Wishes(anywhere=True), Topic.PAY: Wishes(no_floor=True)}
"""Skipping these says something: "anywhere" and "no minimum" also end an earlier limit."""


ASKED_IN_ORDER = (Topic.TITLES, Topic.PLACES, Topic.PAY, Topic.PERMIT)

_STEPS: Mapping[str, tuple[PayPeriod, tuple[int, ...]]] = {
    "EUR": (PayPeriod.YEAR, (40_000, 55_000, 70_000)),
    "USD": (PayPeriod.YEAR, (60_000, 90_000, 120_000)),
    "GBP": (PayPeriod.YEAR, (35_000, 50_000, 65_000)),
    "CHF": (PayPeriod.YEAR, (80_000, 100_000, 120_000)),
    "CAD": (PayPeriod.YEAR, (60_000, 80_000, 100_000)),
    "AUD": (PayPeriod.YEAR, (70_000, 90_000, 110_000)),
    "INR": (PayPeriod.YEAR, (600_000, 1_200_000, 2_000_000)),
    "BRL": (PayPeriod.MONTH, (4_000, 8_000, 12_000)),
}
"""Amounts offered as buttons: steps to tap, not a claim about any market."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question with what can be tapped; free text is welcome too."""

    topic: Topic
    words: str
    buttons: tuple[Button, ...]
    data: Mapping[str, str]


def is_missing(topic: Topic, preferences: SearchPreferences) -> bool:
    """True when nothing was said about the topic."""
    match topic:
        case Topic.TITLES:
            return not preferences.titles
        case Topic.PLACES:
            return not preferences.places and not preferences.remote
        case Topic.PAY:
            return preferences.pay_floor is None
        case Topic.PERMIT:
            return not preferences.work_countries and preferences.needs_sponsorship is None
        case _:
            return False


def question_about(topic: Topic, profile: Profile, *, locale: str | None) -> Question:
    """The question on one of the four topics."""
    profile = corrected(profile)
    match topic:
        case Topic.TITLES:
            return _about_titles(profile)
        case Topic.PLACES:
            return _about_places(profile)
        case Topic.PAY:
            return _about_pay(profile, locale=locale)
        case _:
            return _about_permission(profile)


def question_about_unit(wish: PayWish, *, locale: str | None) -> Question:
    """Which currency or period an amount was meant in."""
    amount = f"{wish.amount:.2f}"
    if wish.currency is None:
        known = {"amount": amount, "period": wish.period.value if wish.period else ""}
        return Question(
            topic=Topic.PAY_CURRENCY,
            words=f"{wish.raw}: in which currency?",
            buttons=tuple(
                job_button(code, Verb.SET, topic=Topic.PAY_CURRENCY, currency=code, **known)
                for code in ("EUR", "USD", "GBP", "INR")
            ),
            data=known,
        )
    known = {"amount": amount, "currency": wish.currency}
    shown = amount_words(wish.amount, wish.currency, locale=locale)
    return Question(
        topic=Topic.PAY_PERIOD,
        words=f"{shown}: per year, month or hour?",
        buttons=tuple(
            job_button(
                period_words(period).split()[-1].capitalize(),
                Verb.SET,
                topic=Topic.PAY_PERIOD,
                period=period.value,
                **known,
            )
            for period in (PayPeriod.YEAR, PayPeriod.MONTH, PayPeriod.HOUR)
        ),
        data=known,
    )


def _skip(topic: Topic, label: str) -> Button:
    return job_button(label, Verb.SKIP, topic=topic)


def _about_titles(profile: Profile) -> Question:
    words = WORDS
    if profile.resume is None:
        words = (
            "What should I look for? Write a job title, or send your resume "
            "and I will work from that."
        )
    buttons = look_for_buttons(profile.resume)
    return Question(topic=Topic.TITLES, words=words, buttons=buttons, data={})


def _about_places(profile: Profile) -> Question:
    home = home_place(profile.resume)
    buttons: list[Button] = []
    if home:
        buttons.append(job_button(home, Verb.SET, topic=Topic.PLACES, place=home))
        buttons.append(
            job_button(f"{home} or remote", Verb.SET, topic=Topic.PLACES, place=home, remote="also")
        )
    buttons.append(job_button("Remote only", Verb.SET, topic=Topic.PLACES, remote="only"))
    buttons.append(_skip(Topic.PLACES, "Anywhere"))
    return Question(
        topic=Topic.PLACES,
        words="Where? Tap one, or write a city or country.",
        buttons=tuple(buttons),
        data={},
    )


def _about_pay(profile: Profile, *, locale: str | None) -> Question:
    currency = currency_for(places=profile.preferences.places, country=home_country(profile.resume))
    buttons: list[Button] = []
    if currency is not None and currency in _STEPS:
        period, steps = _STEPS[currency]
        for step in steps:
            floor = Salary(raw="", minimum=step, currency=currency, period=period)
            buttons.append(
                job_button(
                    floor_words(floor, locale=locale).removeprefix("at least "),
                    Verb.SET,
                    topic=Topic.PAY,
                    amount=str(step),
                    currency=currency,
                    period=period.value,
                )
            )
    buttons.append(_skip(Topic.PAY, "No minimum"))
    return Question(
        topic=Topic.PAY,
        words=(
            "What is the least you want to be paid? Tap one, or write an amount such as 60k€ "
            "or $45/h. Jobs that state no pay stay in the list, marked."
        ),
        buttons=tuple(buttons),
        data={},
    )


def _about_permission(profile: Profile) -> Question:
    codes = [
        code for place in profile.preferences.places if (code := country_of(place)) is not None
    ]
    home = home_country(profile.resume)
    offered = list(dict.fromkeys([*codes, *([home] if home else [])]))[:2]
    buttons = [
        job_button(country_name(code), Verb.SET, topic=Topic.PERMIT, countries=code)
        for code in offered
    ]
    if any(code in EEA for code in offered) or not offered:
        buttons.append(
            job_button("All of the EU", Verb.SET, topic=Topic.PERMIT, countries=" ".join(EEA))
        )
    buttons.append(_skip(Topic.PERMIT, "Skip"))
    return Question(
        topic=Topic.PERMIT,
        words="Where may you work without a visa sponsor? Tap one, or name the countries.",
        buttons=tuple(buttons),
        data={},
    )
