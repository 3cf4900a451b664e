"""What a text asks the settings agent for, read from words of six languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Literal

from graph.routing.features import plain

Topic = Literal[
    "show", "language", "time_zone", "digest", "know", "privacy", "export", "erase", "link", "email"
]

LANGUAGES: Mapping[str, str] = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "pt": "Portuguese",
    "hi": "Hindi",
    "it": "Italian",
    "nl": "Dutch",
    "pl": "Polish",
    "tr": "Turkish",
}
"""ISO 639-1 code to the English name, of what can be chosen."""

_LANGUAGE_WORDS: Mapping[str, str] = {
    word: code
    for code, words in {
        "en": "english englisch anglais ingles angrezi en",
        "de": "german deutsch allemand aleman alemao de",
        "fr": "french franzosisch francais frances fr",
        "es": "spanish spanisch espagnol espanol espanhol es castellano",
        "pt": "portuguese portugiesisch portugais portugues pt",
        "hi": "hindi hi",
        "it": "italian italienisch italien italiano it",
        "nl": "dutch niederlandisch nederlands nl",
        "pl": "polish polnisch polski pl",
        "tr": "turkish turkisch turkce tr",
    }.items()
    for word in words.split()
}

_DAYS: Mapping[str, int] = {
    word: day
    for day, words in enumerate(
        (
            "monday mondays mon montag montags lundi lunes segunda somvar",
            "tuesday tuesdays tue dienstag mardi martes terca mangalvar",
            "wednesday wednesdays wed mittwoch mercredi miercoles quarta budhvar",
            "thursday thursdays thu donnerstag jeudi jueves quinta guruvar",
            "friday fridays fri freitag vendredi viernes sexta shukravar",
            "saturday saturdays sat samstag samedi sabado shanivar",
            "sunday sundays sun sonntag dimanche domingo ravivar",
        )
    )
    for word in words.split()
}

_WORDS_OF_TOPICS: tuple[tuple[Topic, str], ...] = (
    (
        "erase",
        r"\b(?:delete?|erase|remove|wipe|losch\w*|supprim\w*|efface\w*|borra\w*|elimin\w*"
        r"|apaga\w*|exclui\w*)\b.*\b(?:data|information|account|everything|all|me|daten|konto"
        r"|alles|mich|donnees|compte|tout\w*|datos|cuenta|tod[oa]s?|dados|conta|tudo|messages"
        r"|files)\b|\b(?:data|account|sab kuch|konto|daten)\b.*\b(?:deleted?|erased?|losch\w*)\b"
        r"|\bforget (?:me|about me|all|everyth)"
        r"|\bvergiss (?:mich|alles)|\bclose my account|right to be forgotten|\boublie moi"
        r"|withdraw my consent|^(?:delete|erase)$",
    ),
    (
        "export",
        r"\b(?:export\w*|download\w*|copy of|give me|send me|baixa\w*|descarga\w*|telecharge\w*"
        r"|herunterlad\w*)\b.*\b(?:data|everything|information|zip|daten|donnees|datos|dados)\b"
        r"|\bdaten exportieren|\bdata (?:export|download)|^export\b",
    ),
    (
        "know",
        r"know about me|(?:data|information) (?:do )?(?:you|u) (?:store|have|keep|hold)"
        r"|(?:store|have|keep|hold)\b.*\babout me|which of my data|was weisst du|welche daten"
        r"|que sais|quelles donnees|que sabes|que datos|sabe sobre mim|quais dados|mere baare",
    ),
    (
        "privacy",
        r"priva|gdpr|dsgvo|who can (?:see|read)|where is my data|\bshare\b|\bsell\b|openai"
        r"|leave this machine|recorded|which model|how long do you keep|datenschutz"
        r"|confidential"
        r"|wer kann|mera data kahan|store my messages|stored|consent",
    ),
    (
        "link",
        r"\b(?:un)?(?:link|connect|merge|verknupf\w*|lier|vincul\w*)\b|same account|log ?out"
        r"|sign out|\balso use you",
    ),
    (
        "time_zone",
        r"time ?zone|\butc\b|\bgmt\b|zeitzone|fuseau|zona horaria|\bfuso|wrong time|\bclock\b"
        r"|tokyo time|\bi live in\b|\bmoved to\b|\bim in\b|\bi'm in\b",
    ),
    (
        "digest",
        r"digest|daily|every ?day|each day|morning|weekly|notif|unsubscribe|\bmute|quiet hours"
        r"|newsletter|taglich|ubersicht|quotidien|diari|todo dia|\broz\b|messag\w+ me|too often"
        r"|resume a|resumen a|resumo as|abmelden|benachrichtig|evening message|updates\b",
    ),
    (
        "language",
        r"language|langage|sprache|langue|idioma|lingua|bhasha"
        r"|\b(?:answer|reply|speak|talk|write|switch|antworte|reponds|responde|habla|fala|jawab)"
        r"\b|^(?:in |auf |en |em )?(?:english|deutsch|german|francais|french|espanol|spanish"
        r"|portugues|portuguese|hindi)\b",
    ),
)

_PATTERNS = tuple((topic, re.compile(pattern)) for topic, pattern in _WORDS_OF_TOPICS)

_OFF = re.compile(
    r"\b(?:off|stop\w*|no|not|dont|don't|disable|pause|unsubscribe|mute|cancel|never|without|less"
    r"|ausschalten|aus|kein\w*|abmelden|arrete\w*|desactiv\w*|deslig\w*|para|nao|band|mat|plus de"
    r"|too often)\b"
)
_ON = re.compile(
    r"\b(?:on|enable|start|activate|resume|einschalten|active\w*|activa\w*|liga\w*|chalu)\b"
)
_CLOCK = re.compile(
    r"\b(?:at |um |a |as |las )?(?<!\d)(2[0-4]|[01]?\d)(?!\d)(?:[:.h]([0-5]\d))?"
    r"\s*(am|pm|a\.m\.|p\.m\.|uhr|h\b|o'?clock|baje)?"
)
_NO_TIME = re.compile(
    r"(?<![\d:.])(?:(?:2[5-9]|[3-9]\d)[:.h]\d\d|\d{1,2}[:.h][6-9]\d"
    r"|(?:2[5-9]|[3-9]\d) ?(?:am|pm|uhr|o'?clock)|(?<=\bat )(?:2[5-9]|[3-9]\d))(?![\w:.%])"
)
"""Written like an hour, and none: "25:00", "8:75"."""
_NO_RHYTHM = re.compile(
    r"\b(?:every|each) (?:hour|half hour|minute|month|quarter|(?:\d+|two|three|four|few)"
    r" (?:minutes?|hours?|days?|weeks?|months?)|(?:second|other|third) (?:day|week|month))\b"
    r"|\bhourly\b|\bmonthly\b|\bfortnight\w*|\bbi-?weekly\b|\b(?:once|twice) (?:a|per) (?:month"
    r"|hour)\b|\b(?:twice|(?:\d+|two|three|four|several|many) times) (?:a|per|each|every) (?:day"
    r"|hour)\b"
    r"|\b(?:morning|mornings) and (?:in the )?evenings?\b|\bstundlich\b|\bmonatlich\b"
    r"|\bjede stunde\b|\bzweimal (?:am|pro) tag\b|\btoutes les heures\b|\bdeux fois par jour\b"
    r"|\b(?:a )?cada hora\b|\bdos veces al dia\b|\bduas vezes (?:por|ao) dia\b|\bhar ghante\b"
)
"""A rhythm that digests do not have: they come once on each chosen day."""
_EVENING = re.compile(r"\b(?:evening|pm|p\.m\.|abends?|soir|tarde|noche|noite|shaam)\b")
_NOON = re.compile(r"\b(?:noon|midday|mittags?|midi|mediodia|meio[- ]dia|dopahar)\b")
_HALF_PAST = re.compile(r"half past (\w+)")
_HOUR_WORDS = (
    "twelve",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
)
_NOT_ON = re.compile(
    r"\b(?:not|no|except|never|off|stop|skip|pause|without|nothing|dont|don't|nicht|kein\w*|ohne"
    r"|ausser|pas|sauf|nao|sin|salvo|excepto|sem|exceto)\b"
)
_WEEKEND = re.compile(r"\bweek ?ends?\b|wochenende|fin de semana|fim de semana")
_WEEKDAYS = re.compile(r"\bweek ?days?\b|working days|werktags?|business days|dias uteis")
_EVERY_DAY = re.compile(
    r"every ?day|every morning|every evening|each morning|seven days|all days|jeden (?:tag|morgen"
    r"|abend)|tous les (?:jours|matins|soirs)|chaque (?:matin|soir)|todos (?:los|os) dias"
    r"|cada (?:manana|manha|noche)|toda manha|(?:har|roz) (?:subah|shaam|roz)"
)

YES = re.compile(
    r"^(?:yes|y|yep|yeah|sure|confirm\w*|do it|delete(?: (?:it|everything|all|me))?|go ahead|ja"
    r"|oui|si|sim|haan|ha|jawohl|ok(?:ay)? delete.*|i am sure|im sure)(?: please| bitte)?[.! ]*$"
)
"""A typed yes to the question before deleting; anything else deletes nothing."""


NO = re.compile(
    r"^(?:no|nope|nah|nein|non|nao|nahi|stay|stay here|not now|leave it|keep it|lass es|bleib\w*)"
    r"(?: (?:thanks|thank you|danke|please|bitte|here|hier))?[.! ]*$"
)
"""A typed no; nothing changes."""

UNDO = re.compile(
    r"(?:please )?(?:undo(?: that| it)?|take (?:that|it) back|ruckgangig|annule[rz]?|deshacer"
    r"|desfazer)(?: please)?[.! ]*"
)
"""A typed "undo"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestWish:
    """Changes to the digest; None leaves as it is."""

    enabled: bool | None = None
    at: time | None = None
    days: tuple[int, ...] | None = None
    not_days: tuple[int, ...] = field(default=(), compare=False, repr=False)
    """The days refused, when ``days`` are all others."""
    not_a_time: str = field(default="", repr=False)
    """What was written like an hour and is none."""
    no_rhythm: bool = field(default=False, repr=False)
    """A rhythm was asked for that is not once on each chosen day."""


def topic_of(words: str) -> Topic:
    """What the words are about; ``show`` when nothing else fits.

    >>> topic_of("was weißt du über mich"), topic_of("settings")
    ('know', 'show')
    """
    text = plain(words)
    return next((topic for topic, pattern in _PATTERNS if pattern.search(text)), "show")


def language_in(words: str) -> str | None:
    """Code of the language that the words name.

    >>> language_in("antworte auf deutsch")
    'de'
    """
    found = re.findall(r"[^\W\d_]+", plain(words))
    named = [word for word in found if len(word) > 2 and word in _LANGUAGE_WORDS]
    if not named and len(found) <= 2:
        named = [word for word in found[-1:] if word in _LANGUAGE_WORDS]
    return _LANGUAGE_WORDS[named[-1]] if named else None


def digest_wish(words: str) -> DigestWish:
    """Time, days and on or off in the words.

    >>> digest_wish("send the digest at 7am on mondays")
    DigestWish(enabled=True, at=datetime.time(7, 0), days=(0,))
    """
    text = plain(words)
    if "quiet hours" in text:
        return DigestWish()
    if _NO_RHYTHM.search(text):
        return DigestWish(no_rhythm=True)
    if wrong := _NO_TIME.search(text):
        return DigestWish(not_a_time=wrong[0])
    named, is_refused = _days_in(text)
    at = _time_in(text)
    days = named
    if named is not None and is_refused:
        days = tuple(day for day in range(7) if day not in named)
        return DigestWish(enabled=True, at=at, days=days, not_days=named)
    if days is not None or at is not None:
        return DigestWish(enabled=True, at=at, days=days)
    if _OFF.search(text):
        return DigestWish(enabled=False)
    return DigestWish(enabled=True if _ON.search(text) else None)


def _days_in(text: str) -> tuple[tuple[int, ...] | None, bool]:
    """The days named, and whether they are those on which nothing should come."""
    named = tuple(
        dict.fromkeys(_DAYS[word] for word in re.findall(r"[^\W\d_]+", text) if word in _DAYS)
    )
    if _WEEKEND.search(text):
        named = tuple(range(7)) if _WEEKDAYS.search(text) else (5, 6)
    if named:
        return tuple(sorted(named)), _NOT_ON.search(text) is not None
    if _WEEKDAYS.search(text):
        return (0, 1, 2, 3, 4), False
    if _EVERY_DAY.search(text) and not _OFF.search(text):
        return (0, 1, 2, 3, 4, 5, 6), False
    return ((0,) if "weekly" in text else None), False


def _time_in(text: str) -> time | None:
    if half := _HALF_PAST.search(text):
        word = half.group(1)
        hour = int(word) if word.isdigit() else _index(word)
        if hour is not None and hour < 24:
            return time(_afternoon(hour, text), 30)
    if _NOON.search(text):
        return time(12)
    found = _CLOCK.search(text)
    return _time_of(found, afternoon=text) if found else None


def times_in(text: str) -> list[time]:
    """Every time of day that a plain text names, in order.

    >>> times_in("between 10pm and 7 am")
    [datetime.time(22, 0), datetime.time(7, 0)]
    """
    return [_time_of(found) for found in _CLOCK.finditer(text)]


def _time_of(found: re.Match[str], *, afternoon: str = "") -> time:
    """A clock that was found; ``afternoon`` is where "evening" may stand."""
    hour, minute, suffix = int(found[1]), int(found[2] or 0), (found[3] or "").replace(".", "")
    if hour == 24:
        hour = 0
    if suffix == "pm" and hour < 12:
        hour += 12
    elif suffix == "am" and hour == 12:
        hour = 0
    elif suffix not in ("am", "pm"):
        hour = _afternoon(hour, afternoon)
    return time(hour, minute)


def _index(word: str) -> int | None:
    return _HOUR_WORDS.index(word) if word in _HOUR_WORDS else None


def _afternoon(hour: int, text: str) -> int:
    return hour + 12 if hour < 12 and _EVENING.search(text) else hour
