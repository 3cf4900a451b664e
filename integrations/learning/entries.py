"""From untrusted entries of sources to resources: short texts, addresses, levels, skills."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from urllib.parse import urlsplit

from domain.ids import ResourceId
from domain.learning.model import Level, Resource
from domain.skills import find_skills
from domain.skills.taxonomy import TOKEN, fold, key_of
from integrations.sources.field_values import Fields, short_text

_MAX_TITLE = 160
_MAX_URL = 1000

_LEVELS = (
    (
        Level.BEGINNER,
        r"beginners?|absolute beginner|from scratch|fundamentals?|basics?|introduct(?:ion|ory)|"
        r"intro|getting started|crash course|for dummies|101|first steps|einsteiger|anfänger|"
        r"grundlagen|débutants?|principiantes|desde cero|iniciantes|do zero",
    ),
    (Level.ADVANCED, r"advanced|experts?|in depth|deep dive|internals|fortgeschrittene|avanzado"),
    (Level.INTERMEDIATE, r"intermediate|beyond the basics?|next level"),
)
_LEVEL_WORDS = tuple(
    (level, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for level, words in _LEVELS
)
_LESSON_WORDS = re.compile(
    r"\b(?:learn(?:ing)?|introduct(?:ion|ory)|intro|tutorials?|courses?|lessons?|guides?|books?|"
    r"basics|fundamentals|beginners?|started|master(?:ing)?|programming|essentials|workshop|"
    r"build(?:ing)?|to|with|in|for|using|and|by example|crash|complete|full|advanced)\b",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"P(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?"
)


def title_text(value: object) -> str:
    """One line, at most 160 characters, cut at a word."""
    text = short_text(value)
    if len(text) <= _MAX_TITLE:
        return text
    return f"{text[:_MAX_TITLE].rsplit(' ', 1)[0]} …"


def web_address(value: object) -> str | None:
    """An http(s) address of a public host as it may be shown; None for anything else.

    >>> web_address("https://example.org/a(b)"), web_address("javascript:alert(1)")
    ('https://example.org/a(b)', None)
    >>> web_address("https://example.org/a b"), web_address("http://127.0.0.1/x")
    (None, None)
    """
    if not isinstance(value, str) or not 0 < len(value) <= _MAX_URL:
        return None
    if not value.isprintable() or re.search(r"[\s<>\"\\^`{|}]", value):
        return None
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or parts.username is not None:
        return None
    # A provider has a name: numbers alone lead into networks that are none of ours.
    if not re.fullmatch(r"[^.:]+(?:\.[^.:]+)*\.[^\W\d][^.:]*", host):
        return None
    return value if port in {None, 80, 443, 8080} else None


def level_of(title: str) -> Level | None:
    """The level that a title states.

    >>> level_of("SQL for Beginners"), level_of("Advanced Go"), level_of("SQL")
    (<Level.BEGINNER: 'beginner'>, <Level.ADVANCED: 'advanced'>, None)
    """
    found = {level for level, words in _LEVEL_WORDS if words.search(title)}
    if Level.INTERMEDIATE in found:
        return Level.INTERMEDIATE
    return next(iter(found)) if len(found) == 1 else None


def hours_of_duration(value: object) -> float | None:
    """Hours of an ISO 8601 duration; None when it is none, or zero.

    >>> hours_of_duration("PT1H30M"), hours_of_duration("P1DT2H"), hours_of_duration("soon")
    (1.5, 26.0, None)
    """
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    parts = {name: int(number) for name, number in match.groupdict(default="0").items()}
    days = parts["weeks"] * 7 + parts["days"]
    hours = days * 24 + parts["hours"] + parts["minutes"] / 60 + parts["seconds"] / 3600
    return round(hours, 2) if hours > 0 else None


def day_of(value: object) -> date | None:
    """The date of an ISO 8601 time."""
    if not isinstance(value, str):
        return None
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        return None


def skills_named(*texts: str) -> tuple[str, ...]:
    """Canonical skills that titles of courses and books name, in order, each once.

    "Learn Git" is about Git although "git" is an everyday word too: beside a word that titles of
    lessons are made of, a name stands alone.

    >>> skills_named("Learn Python and SQL", "SQL"), skills_named("Go for Beginners")
    (('Python', 'SQL'), ('Go',))
    """
    named: dict[str, None] = {}
    for text in texts:
        apart = _LESSON_WORDS.sub(",", f"({text})")
        for title in (text, apart):
            for mention in find_skills(title, is_title=True):
                named.setdefault(mention.canonical)
    return tuple(named)


def is_about(skill: str, *texts: str) -> bool:
    """Whether any of the texts names the skill, in the exact case when its name is a short word.

    >>> is_about("R", "R Programming Tutorial"), is_about("Go", "go on"), is_about("SQL", "Java")
    (True, False, False)
    """
    if skill in skills_named(*texts):
        return True
    wanted = key_of(skill)
    for text in texts:
        words = TOKEN.findall(text)
        folded = tuple(fold(word) for word in words)
        for start in range(len(words) - len(wanted) + 1):
            if folded[start : start + len(wanted)] != wanted:
                continue
            if len(skill) > 3 or " ".join(words[start : start + len(wanted)]) == skill:
                return True
    return False


def resource_id(source: str, own: str) -> ResourceId:
    """The id of a resource that its source names ``own``; long names become their hash."""
    if re.fullmatch(r"[\w./+-]{1,100}", own, re.ASCII):
        return ResourceId(f"{source}:{own}")
    return ResourceId(f"{source}:{hashlib.sha256(own.encode()).hexdigest()[:24]}")


def about_first(resources: Iterable[Resource], skill: str) -> list[Resource]:
    """Those that teach a skill; first those that are about it, otherwise in the given order."""
    teaching = [one for one in resources if skill in one.skills]
    return sorted(teaching, key=lambda one: one.skills[0] != skill)


def records(value: object) -> Sequence[Fields]:
    """The objects of a list; everything else in it, or in its place, is left out."""
    if not isinstance(value, list):
        return ()
    return [one for one in value if isinstance(one, Mapping)]


def fields(value: object) -> Fields:
    """An object's fields; none when it is no object."""
    return value if isinstance(value, Mapping) else {}
