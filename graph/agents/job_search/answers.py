"""What an answer to one of the search questions says: a tap or free words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.posting import PayPeriod, RemoteMode
from domain.preferences.answers import ShortAnswer, read_short_answer
from domain.preferences.pay import PayWish, read_currency, read_pay, read_period, refuses_floor
from domain.preferences.permission import read_permission
from domain.preferences.places import (
    country_name,
    read_places,
    read_remote,
    wants_anywhere,
)
from domain.preferences.wishes import Wishes, clean_title, read_wishes
from domain.reply import PendingQuestion
from graph.agents.job_search.questions import Topic

_REQUEST = re.compile(
    r"[?]|(?<!\w)(?:show|find|what|how|why|who|which|help|delete|forget)(?!\w)", re.IGNORECASE
)
_CURRENCY = re.compile(r"[A-Z]{3}")
_MAX_AMOUNT = 1e10
_CLEAR_QUESTIONS = frozenset({Topic.TITLES, Topic.PLACES, Topic.PAY, Topic.PERMIT})
"""Questions that can be asked again as they stand."""
_ANY = re.compile(
    r"(?:any(?:thing)?|none|nothing|whatever|(?:it )?does(?:n't| not) matter|no preference|egal|"
    r"(?:ist )?mir egal|peu importe|n'importe|(?:me )?da igual|cualquiera|tanto faz|qualquer(?: "
    r"um)?|"
    r"koi bhi|kuch bhi)[\s.!]*",
    re.IGNORECASE,
)
_SHOW_NOW = re.compile(r"(?:just )?show(?: me)?(?: the)? jobs(?: now)?[.!]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """Exactly one of these; none when the words are no answer at all."""

    wishes: Wishes | None = None
    skipped: bool = False
    show_now: bool = False
    unclear: bool = False


def read_answer(words: str, pending: PendingQuestion | None, *, country: str | None) -> Understood:
    """The words as an answer to the open question."""
    if pending is None or pending.topic not in set(Topic) or pending.topic == Topic.RESULTS:
        return Understood()
    if _SHOW_NOW.fullmatch(words.strip()):
        return Understood(show_now=True)
    topic = Topic(pending.topic)
    short = read_short_answer(words)
    if short in {ShortAnswer.SKIP, ShortAnswer.STOP} or (
        short is ShortAnswer.NO and topic in {Topic.PAY, Topic.PERMIT}
    ):
        return Understood(show_now=True) if short is ShortAnswer.STOP else Understood(skipped=True)
    if _ANY.fullmatch(words.strip()):
        return Understood(skipped=True)
    if short is not None:
        return Understood(unclear=topic in _CLEAR_QUESTIONS)
    wishes = _of_topic(topic, words, pending.data, country=country)
    if wishes is not None:
        return Understood(wishes=wishes)
    if not read_wishes(words, country=country).is_empty or _REQUEST.search(words):
        return Understood()
    return Understood(unclear=topic in _CLEAR_QUESTIONS)


def wishes_of_button(arguments: Mapping[str, str]) -> Wishes:
    """What a tapped answer wishes; a damaged argument wishes nothing."""
    if title := arguments.get("title"):
        return Wishes(titles=(title,))
    match arguments.get("topic"):
        case Topic.PLACES:
            place = arguments.get("place")
            places = (place,) if place else ()
            remote = {
                "only": (RemoteMode.REMOTE,),
                "also": (RemoteMode.REMOTE, RemoteMode.HYBRID, RemoteMode.ON_SITE),
            }.get(arguments.get("remote", ""), ())
            return Wishes(places=places, remote=remote)
        case Topic.PAY | Topic.PAY_CURRENCY | Topic.PAY_PERIOD:
            pay = _pay_of(arguments)
            return Wishes(pay=pay) if pay else Wishes()
        case Topic.PERMIT:
            codes = arguments.get("countries", "").split()
            return Wishes(
                work_countries=tuple(code for code in codes if country_name(code) != code)
            )
        case _:
            return Wishes()


def _of_topic(
    topic: Topic, words: str, data: Mapping[str, str], *, country: str | None
) -> Wishes | None:
    """The answer as wishes; None when the words do not answer this question."""
    more = read_wishes(words, country=country)
    match topic:
        case Topic.TITLES:
            if more.titles or _REQUEST.search(words):
                return more if more.titles else None
            if not more.is_empty:
                return more
            parts = re.split(r"\s*(?:,|;|/|\s(?:or|and|oder|und|ou|o|e|ya)\s)\s*", words)
            titles = tuple(title for part in parts if (title := clean_title(part)) is not None)
            return Wishes(titles=titles) if titles else None
        case Topic.PLACES:
            remote, refused = read_remote(words)
            places = () if _REQUEST.search(words) else read_places(words, bare=not remote)
            if places and more.places:
                remote = more.remote  # "remote or Berlin" is read there as a whole
            if wants_anywhere(words) or places or remote or refused:
                return Wishes(
                    anywhere=wants_anywhere(words) and not places,
                    places=more.places
                    if more.work_countries and more.places  # "the EU" is not a place to work then
                    else tuple(place.name for place in places),
                    remote=remote,
                    not_remote=refused,
                    pay=more.pay,
                    work_countries=more.work_countries,
                    exclude=more.exclude,
                )
            return None
        case Topic.PAY:
            if refuses_floor(words):
                return Wishes(no_floor=True)
            pay = read_pay(words, country=country, bare=True)
            # What was said besides the amount was meant as well.
            return replace(more, pay=pay) if pay else None
        case Topic.PERMIT:
            if more.needs_sponsorship is not None:
                return more
            codes = read_permission(words, bare=True)
            if not codes:
                return None
            return Wishes(
                work_countries=codes, pay=more.pay, remote=more.remote, exclude=more.exclude
            )
        case Topic.PAY_CURRENCY:
            currency = read_currency(words, country=country)
            pay = _pay_of({**data, "currency": currency or ""})
            return Wishes(pay=pay) if pay and currency else None
        case Topic.PAY_PERIOD:
            period = read_period(words)
            pay = _pay_of({**data, "period": period.value if period else ""})
            return Wishes(pay=pay) if pay and period else None
        case _:
            return None


def _pay_of(arguments: Mapping[str, str]) -> PayWish | None:
    try:
        amount = float(arguments.get("amount", ""))
        period = PayPeriod(arguments["period"]) if arguments.get("period") else None
    except ValueError:
        return None
    currency = arguments.get("currency") or None
    if not 0 < amount < _MAX_AMOUNT or (currency and not _CURRENCY.fullmatch(currency)):
        return None
    raw = f"{amount:g} {currency or ''}".strip()
    return PayWish(amount=amount, currency=currency, period=period, start=0, end=0, raw=raw)
