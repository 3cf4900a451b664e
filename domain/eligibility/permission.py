"""Work permission as postings and resumes state it, by rules; every statement has its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.job_text import Sentence
from domain.places import countries_named


class PermissionKind(StrEnum):
    """What a sentence says about permission to work."""

    NO_SPONSORSHIP = "no_sponsorship"
    SPONSORS = "sponsors"
    MUST_BE_ALLOWED = "must_be_allowed"
    CITIZENS_ONLY = "citizens_only"
    CLEARANCE = "clearance"


@dataclass(frozen=True, slots=True)
class PermissionStatement:
    """One statement; ``countries`` is empty when the sentence names none."""

    kind: PermissionKind
    countries: frozenset[str]
    start: int
    end: int


_WORTH_A_LOOK = (
    "sponsor",
    "visa",
    "authori",
    "right to",
    "work permit",
    "working permit",
    "citizen",
    "clearance",
    "green card",
    "permanent residen",
    "residence permit",
    "to work",
    "arbeitserlaubnis",
    "aufenthalt",
    "arbeitsgenehmigung",
    "visum",
    "autorisation de travail",
    "permis de travail",
    "permiso de trabajo",
    "autorização de trabalho",
    "nationals",
)
"""A sentence without any of these says nothing about permits; looked for in lower case."""

_ABOUT_EQUALITY = re.compile(
    r"regardless of|without regard|discriminat|equal[- ]opportunity|protected (?:class|status)"
    r"|all qualified applicants",
    re.IGNORECASE,
)
_SPONSORING = r"sponsor(?:ship|ing|ed|s)?\b"
_ABOUT_VISAS = re.compile(
    r"visa|work permit|immigration|h-?1b|employment sponsor|sponsorship|work authori[sz]ation"
    r"|sponsor (?:candidates|applicants|employees|you|work)",
    re.IGNORECASE,
)
_NO = (
    r"(?:\bno\b|\bnot\b|n['’]t\b|\bcannot\b|\bunable\b|\bnever\b|\bneither\b|\bwithout\b"
    r"|\bineligible\b|\bunavailable\b)"
)
_NO_SPONSORSHIP = re.compile(
    rf"{_NO}[^.;]{{0,70}}\b(?:{_SPONSORING}|visa support)|{_SPONSORING}[^.;]{{0,40}}{_NO}"
    r"|\bkeine?\b[^.;]{0,40}visa",
    re.IGNORECASE,
)
_OPEN_QUESTION = re.compile(
    r"\?\s*$|case[- ]by[- ]case|may (?:be able to )?(?:consider|sponsor)",
    re.IGNORECASE,
)
_SPONSORS = re.compile(
    rf"\b(?:we|will|can|able to|offers?|offering|provides?|providing|happy to|do|willing to"
    rf"|including)\b[^.;]{{0,50}}\b(?:{_SPONSORING}|visa (?:support|assistance|help))"
    rf"|{_SPONSORING}\s+(?:is\s+|are\s+)?(?:available|provided|offered|possible)"
    r"|visa (?:support|assistance|sponsorship)\s*(?:is\s+)?(?:available|provided|offered|$)"
    r"|wir unterstützen[^.;]{0,60}(?:visum|visa)",
    re.IGNORECASE,
)
_MUST_BE_ALLOWED = re.compile(
    r"(?:authori[sz]ed|eligible|entitled|permitted|allowed|able) to (?:legally )?(?:live and )?work"
    r"|right to (?:live and )?work|(?:valid|existing|current|have|hold|need|requires?)\b[^.;]{0,30}"
    r"(?:work(?:ing)? (?:permit|visa|authori[sz]ation)|residence permit)"
    r"|work authori[sz]ation (?:is )?required|(?:gültige|vorhandene)\w*\s+(?:arbeits|aufenthalt)\w+"
    r"|arbeitserlaubnis|autorisation de travail|permis de travail valide|permiso de trabajo"
    r"|autorização de trabalho",
    re.IGNORECASE,
)
_CITIZENS = re.compile(
    r"(?:must|required?|requires|only|have to)\b[^.;]{0,60}\b(?:citizens?(?:hip)?"
    r"|permanent residents?|green card|nationals?)\b"
    r"|\b(?:citizens?(?:hip)?|nationals)\s+(?:is\s+|are\s+)?(?:only|required)",
    re.IGNORECASE,
)
_CLEARANCE = re.compile(
    r"(?:security|secret|sci|dv|sc|government|polygraph|public trust)\s+clearance"
    r"|clearance[^.;]{0,30}\b(?:required|needed|must)|(?:active|obtain|hold|maintain)\b[^.;]{0,40}"
    r"\bclearance",
    re.IGNORECASE,
)


def permission_statements(
    text: str, sentences: Iterable[Sentence]
) -> tuple[PermissionStatement, ...]:
    """Every statement about permission to work, in the order of the text.

    >>> from domain.job_text import sentences
    >>> t = "We build maps. We are unable to sponsor visas for this role in the United States."
    >>> [(s.kind.value, sorted(s.countries)) for s in permission_statements(t, sentences(t))]
    [('no_sponsorship', ['US'])]
    """
    if not _is_worth_a_look(text):
        return ()
    found: list[PermissionStatement] = []
    for sentence in sentences:
        words = text[sentence.start : sentence.end]
        if not _is_worth_a_look(words):
            continue
        kinds = _kinds(words)
        if kinds:
            countries = countries_named(words)
            found.extend(
                PermissionStatement(kind, countries, sentence.start, sentence.end) for kind in kinds
            )
    return tuple(found)


def _is_worth_a_look(text: str) -> bool:
    lowered = text.lower()
    return any(word in lowered for word in _WORTH_A_LOOK)


def _kinds(words: str) -> list[PermissionKind]:
    if _ABOUT_EQUALITY.search(words) or _OPEN_QUESTION.search(words):
        return []
    kinds: list[PermissionKind] = []
    if _ABOUT_VISAS.search(words):
        if _NO_SPONSORSHIP.search(words):
            kinds.append(PermissionKind.NO_SPONSORSHIP)
        elif _SPONSORS.search(words):
            kinds.append(PermissionKind.SPONSORS)
    if _CITIZENS.search(words):
        kinds.append(PermissionKind.CITIZENS_ONLY)
    elif _MUST_BE_ALLOWED.search(words) and PermissionKind.SPONSORS not in kinds:
        kinds.append(PermissionKind.MUST_BE_ALLOWED)
    if _CLEARANCE.search(words):
        kinds.append(PermissionKind.CLEARANCE)
    return kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPermission:
    """What a resume says of the person's own permission."""

    countries: frozenset[str]
    """Where they say they may work; empty when nothing is said."""
    needs_sponsorship: bool
    quote: str


_MAY_WORK = re.compile(
    r"(?:authori[sz]ed|eligible|entitled|permitted|allowed) to (?:live and )?work"
    r"|right to work|work (?:permit|authori[sz]ation|visa)|citizen(?:ship)?\b|permanent resident"
    r"|green card|nationality|no (?:visa )?sponsorship (?:needed|required)|arbeitserlaubnis"
    r"|staatsangehörigkeit|blue card",
    re.IGNORECASE,
)
_NEEDS = re.compile(
    r"\b(?:needs?|requires?|requiring|will need|seeking)\b[^.;]{0,30}\b(?:visa|sponsorship)"
    r"|sponsorship (?:needed|required)|\bh-?1b\b[^.;]{0,20}(?:transfer|required|sponsorship)",
    re.IGNORECASE,
)
_NEEDS_NOT = re.compile(
    r"\b(?:no|not|without|n['’]t)\b[^.;]{0,30}\b(?:visa|sponsor)", re.IGNORECASE
)


def own_permission(lines: Iterable[str]) -> OwnPermission | None:
    """The resume's own words about permission to work; None when it says nothing.

    >>> own_permission(["Authorized to work in the United States"]).countries
    frozenset({'US'})
    """
    for line in lines:
        needs = bool(_NEEDS.search(line)) and not _NEEDS_NOT.search(line)
        if len(line) > 200 or not (needs or _MAY_WORK.search(line)):
            continue
        countries = countries_named(line)
        if needs or countries:
            return OwnPermission(
                countries=frozenset() if needs else countries,
                needs_sponsorship=needs,
                quote=line,
            )
    return None
