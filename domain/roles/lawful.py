"""Criteria that must not be asked for, and what may be asked instead.

A criterion is refused when it names a protected ground, or stands in for one. What the work needs
is offered in its place. The grounds follow EU Directives 2000/43/EC, 2000/78/EC and 2006/54/EC, the
German AGG and US Title VII, ADEA and ADA; postcode, employment status and school are there because
they are known to stand in for them. The rules are ours; this is no legal advice.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.roles.lawful_contexts import without_harmless
from domain.roles.lawful_further import FURTHER
from domain.roles.lawful_rules import ALTERNATIVES, RULES


class Ground(StrEnum):
    """What a refused criterion is about."""

    AGE = "age"
    SEX = "sex"
    FAMILY = "family"
    ORIGIN = "origin"
    LANGUAGE = "language"
    """A first language in place of a level."""
    RELIGION = "religion"
    HEALTH = "health"
    LOOKS = "looks"
    NAME = "name"
    PLACE = "place"
    """Where somebody lives."""
    SCHOOL = "school"
    EMPLOYER = "employer"
    GAPS = "gaps"
    """Gaps, and whether somebody has work now."""
    FIT = "fit"
    POLITICS = "politics"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A criterion that is not taken, with what may be asked instead."""

    words: str
    """The words that it is about, as written."""
    ground: Ground
    why: str
    """One sentence."""
    instead: str
    """One sentence on what to ask for."""
    offers: tuple[str, ...] = ()
    """Ready criteria in plain words; each is lawful by the same rules."""


_RULES = tuple(
    (Ground(ground), re.compile(words, re.IGNORECASE)) for ground, words in (*RULES, *FURTHER)
)
_LANGUAGE_NAME = re.compile(
    r"(german|english|french|spanish|italian|dutch|polish|portuguese|japanese|chinese|russian"
    r"|turkish|arabic|deutsch|englisch|französisch|spanisch)",
    re.IGNORECASE,
)
_ENGLISH_NAME = {
    "deutsch": "German", "englisch": "English", "französisch": "French", "spanisch": "Spanish",
}  # fmt: skip
_NOT_SEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_SPELT_OUT = re.compile(r"[aou]e", re.IGNORECASE)
_UMLAUTS = {"ae": "ä", "oe": "ö", "ue": "ü"}
_LONGEST = 2000  # characters looked at; a criterion is a sentence


def check_lawful(words: str) -> Refusal | None:
    """Whether a criterion must be refused; None when nothing speaks against it.

    >>> refused = check_lawful("under 35 and energetic")
    >>> refused.ground.value, refused.words
    ('age', 'under 35')
    >>> check_lawful("native German speaker").offers
    ('German at C1',)
    >>> check_lawful("native app development") is None
    True
    """
    text = " ".join(_NOT_SEEN.sub("", unicodedata.normalize("NFKC", words[:_LONGEST])).split())
    refusal = _found(text)
    if refusal is None and _SPELT_OUT.search(text):
        # "hoechstens 35": the same words without a German keyboard
        refusal = _found(_SPELT_OUT.sub(lambda match: _UMLAUTS[match.group().lower()], text))
        refusal = replace(refusal, words=text) if refusal is not None else None
    return refusal


def _found(text: str) -> Refusal | None:
    seen = without_harmless(text)
    for ground, pattern in _RULES:
        match = pattern.search(seen)
        if match is not None:
            why, instead, offers = ALTERNATIVES[ground.value]
            return Refusal(
                words=text[match.start() : match.end()].strip(" ,.;:"),
                ground=ground,
                why=why,
                instead=instead,
                offers=_offers(ground, text, offers),
            )
    return None


def _offers(ground: Ground, text: str, offers: tuple[str, ...]) -> tuple[str, ...]:
    if ground is not Ground.LANGUAGE:
        return offers
    named = _LANGUAGE_NAME.search(text)
    if named is None:
        return ("English at C1",)
    name = _ENGLISH_NAME.get(named[0].lower(), named[0].capitalize())
    return (f"{name} at C1",)


LONG_MONTHS = 96
"""From 8 years on, a length of time shuts out younger and returning people more than it tells."""


def milder(subject: str, *, months: int | None) -> str | None:
    """What shows the same depth as a long time with ``subject``; None for a usual length.

    A long minimum is not refused: it is lawful where the work needs it, and rarely does it.

    >>> milder("Java", months=120), milder("Java", months=60)
    ('has led work in Java', None)
    """
    if months is None or months < LONG_MONTHS:
        return None
    return f"has led work in {subject}"
