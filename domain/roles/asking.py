"""What a phrase asks for, in terms that evidence can answer: skills, months, degrees, languages.

Used for the sentences of a description and for what a team types into the chat.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.eligibility.languages import language_code, language_name
from domain.matching.titles import read_title
from domain.roles.model import Ask, Wanted
from domain.roles.practices import PRACTICES
from domain.roles.studies import fields_of, level_of, with_related
from domain.skills import SkillMention, canonical, find_skills, taxonomy

CEFR = ("A1", "A2", "B1", "B2", "C1", "C2")
"""Levels of the Common European Framework, lowest first."""

LONGEST_YEARS = 25
"""More is no demand but the age of a company."""

_LONGEST_NAME = 30  # characters
_NAMED_FIELDS = 3  # more come from "or a related field"

_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "ein": 1, "eine": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5,
    "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10,
}  # fmt: skip
LENGTH = re.compile(
    r"(?<![\w.,])(?P<low>\d{1,2}|" + "|".join(_NUMBERS) + r")\s*(?:\+|plus|or more|oder mehr)?\s*"
    r"(?:(?:-|–|to|bis)\s*\d{1,2}\s*\+?\s*)?"
    r"(?P<unit>years?(?:['’]s?)?|yrs?\b\.?|y\b|months?|mos?\b\.?|jahre?n?|monate?n?)(?!\w)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"(?:[\s,:()/-]|of|in|with|using|as|an?|the|and|or|at least|professional|practical|proven|solid"
    r"|relevant|commercial|industry|hands-?on|working|work|production|recent|demonstrated"
    r"|experience|experienced|expertise|developing|development|programming|coding|writing|building"
    r"|running|operating|knowledge|skills?|mit|von|und|oder|berufserfahrung|erfahrung|praxis"
    r"|praktische|der|dem|minimum|mindestens)*",
    re.IGNORECASE,
)
_JOINED = re.compile(r"[\s,/&+()]*(?:and|or|und|oder|and/or|as well as)?[\s,/&+()]*", re.IGNORECASE)
_EITHER = re.compile(r"\b(?:or|oder)\b|\w/\w", re.IGNORECASE)
_EXPERIENCE = re.compile(
    r"experience|erfahrung|track record|worked|background|practice", re.IGNORECASE
)
_RELATED = re.compile(
    r"related|similar|comparable|relevant field|vergleichbar|verwandt", re.IGNORECASE
)
_EQUIVALENT = re.compile(r"equivalent|comparable experience|vergleichbar", re.IGNORECASE)
_LANGUAGE_WORD = re.compile(r"[^\W\d_]{3,}")
_PARTS = re.compile(r"[,;/()]|\b(?:and|or|und|oder)\b")
_LANGUAGE_HINT = re.compile(
    r"fluen|speak|spoken|written|verbal|language|level|native|mother tongue|business|proficien"
    r"|command|excellent|very good|good|conversational|\b[abc][12]\b|sprach|fließend"
    r"|verhandlungssicher|kenntnisse|in wort und schrift|required|must|a plus|bilingual",
    re.IGNORECASE,
)
_NOT_A_LANGUAGE = re.compile(
    r"literature|market|customers?|clients?|cuisine|law|tax|teacher|accounting standards?|office",
    re.IGNORECASE,
)
_LEVELS_OF_WORDS = (
    ("C1", r"business[- ]fluent|fluen\w*|verhandlungssicher\w*|fließend\w*|proficien\w*|excellent"
           r"|sehr gute\w*|native|mother tongue|muttersprach\w*|bilingual|professional"),
    ("B2", r"very good|good|gute\w*|advanced|solid|strong|business|working|in wort und schrift"),
    ("B1", r"conversational|intermediate"),
    ("A2", r"basic\w*|grundkenntnisse"),
)  # fmt: skip
_CERTIFICATE = re.compile(
    r"(?P<name>(?:\b[\w.+#/&-]+\s+){0,5}?)(?:certifi(?:cation|cate|ed)\b"
    r"(?P<after>(?:\s+(?:in|as)?\s*[A-Z][\w+#&-]*){0,4}))|zertifi\w+",
    re.IGNORECASE,
)
_LICENCE = re.compile(
    r"(?:valid |current |clean |active |full |gültiger? )*"
    r"(?P<name>(?:driving|driver['’]?s?|forklift|pilot['’]?s?|nursing|medical|professional|trade"
    r"|security|electrical|plumbing|gas|hgv|cdl|commercial driver['’]?s?|rn|cpa|bar)\s+"
    r"licen[cs]e|führerschein(?: (?:der )?klasse \w+)?|staplerschein|approbation|gabelstaplerschein"
    r"|(?:licen[cs]ed|registered) (?:nurse|electrician|plumber|architect|pharmacist|attorney"
    r"|physiotherapist|social worker)|bar admission|admitted to the bar|medical licen[cs]ure)",
    re.IGNORECASE,
)
_KNOWN_CERTIFICATES = re.compile(
    r"\b(?:CPA|CFA|PMP|CISSP|CISM|CISA|CEH|OSCP|CCNA|CCNP|CKA|CKAD|ITIL(?: v?\d| Foundation)?"
    r"|PRINCE2|ISTQB|CSM|PSM(?: I{1,3})?|ACCA|CIPD|SHRM-CP|TOGAF|RHCE|RHCSA|BLS|ACLS|PALS"
    r"|Six Sigma(?: (?:Green|Black) Belt)?|CompTIA \w+\+|AWS Certified [A-Z][\w -]{3,40}?"
    r"(?=[.,;)]|$| or | and | is ))(?!\w)"
)
_FILLER_WORDS = (
    "a an the or and in of with is are as any relevant valid current active must have hold holds "
    "you are be required professional industry at least one strong plus other similar additional "
    "ein eine einen der die das"
)
_FILLER_BEFORE = frozenset(_FILLER_WORDS.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One thing that a phrase asks for and how a person would call it."""

    label: str
    wanted: Wanted


def asked_in(words: str) -> tuple[Asked, ...]:
    """Everything in a phrase that a document could show; empty when there is nothing such.

    >>> [(one.label, one.wanted.months) for one in asked_in("5+ years of Python and SQL")]
    [('Python, 5 years', 60), ('SQL, 5 years', 60)]
    >>> [one.label for one in asked_in("Fluent German and a degree in physics")]
    ['German at C1', "Bachelor's degree in physics"]
    >>> asked_in("Has a good sense of humour")
    ()
    """
    certificates, degrees = _certificates(words), _degree(words)
    found = [*certificates, *_languages(words), *degrees]
    skills = [
        one
        for one in _skills(words)
        if not _said_before(one, certificates=certificates, degrees=degrees)
    ]
    found += skills
    if not any(one.wanted.months for one in skills):
        found += _experience(words, has_skills=bool(skills))
    if not found:
        found += practices_in(words) or _bare_skill(words)
    unique: dict[Wanted, Asked] = {}
    for one in found:
        unique.setdefault(one.wanted, one)
    return tuple(unique.values())


def _said_before(skill: Asked, *, certificates: Sequence[Asked], degrees: Sequence[Asked]) -> bool:
    """Whether a skill is only part of a certificate's name or of a field of study."""
    names = [name.lower() for name in skill.wanted.any_of]
    certified = " ".join(name for one in certificates for name in one.wanted.any_of)
    mentioned = {one.canonical for one in find_skills(certified)} | {certified}
    if set(skill.wanted.any_of) <= mentioned or certified.lower() in names:
        return True
    fields = {name for one in degrees for name in one.wanted.any_of}
    return bool(fields) and any(set(fields_of(name)) & fields for name in names)


def months_in(words: str) -> int | None:
    """The first length of time in some words, in months; None when there is none.

    >>> months_in("at least three years"), months_in("18 months"), months_in("5-7 yrs")
    (36, 18, 60)
    """
    match = LENGTH.search(words)
    return _months(match) if match else None


def length_words(months: int) -> str:
    """Months as people say them.

    >>> length_words(60), length_words(12), length_words(18), length_words(105)
    ('5 years', '1 year', '18 months', '8 years 9 months')
    """
    years, rest = divmod(months, 12)
    if years and (rest == 0 or years >= 2):
        said = f"{years} year" + ("s" if years != 1 else "")
        return f"{said} {length_words(rest)}" if rest else said
    return f"{months} month" + ("s" if months != 1 else "")


def label_of(wanted: Wanted) -> str:
    """A short name for what is wanted.

    >>> label_of(Wanted(ask=Ask.LANGUAGE, any_of=("de",), level="C1"))
    'German at C1'
    """
    names = " or ".join(wanted.any_of[:4])
    length = length_words(wanted.months) if wanted.months else ""
    match wanted.ask:
        case Ask.LANGUAGE:
            spoken = " or ".join(language_name(code) for code in wanted.any_of)
            return f"{spoken} at {wanted.level}" if wanted.level else spoken
        case Ask.DEGREE:
            return _degree_label(wanted)
        case Ask.EXPERIENCE:
            kind = f"work in {names}" if names else "work experience"
            return f"{length} of {kind}" if length else kind[:1].upper() + kind[1:]
        case _:
            return f"{names}, {length}" if length else names


def _degree_label(wanted: Wanted) -> str:
    level = {
        "secondary": "School leaving certificate", "vocational": "Vocational qualification",
        "associate": "Associate degree", "bachelor": "Bachelor's degree",
        "master": "Master's degree", "doctorate": "Doctorate",
    }[wanted.level or "bachelor"]  # fmt: skip
    if not wanted.any_of:
        return level
    if len(wanted.any_of) > _NAMED_FIELDS:
        return f"{level} in {wanted.any_of[0]} or a related field"
    return f"{level} in {' or '.join(wanted.any_of)}"


def _months(match: re.Match[str]) -> int | None:
    low = match["low"].lower()
    number = _NUMBERS[low] if low in _NUMBERS else int(low)
    months = number if match["unit"].lower().startswith("mo") else number * 12
    return months if 0 < months <= LONGEST_YEARS * 12 else None


def _skills(words: str) -> list[Asked]:
    mentions = [one for one in find_skills(words) if not _is_soft(one.canonical)]
    spans = [match.span() for match in _KNOWN_CERTIFICATES.finditer(words)]
    mentions = [
        one for one in mentions if not any(start <= one.start < end for start, end in spans)
    ]
    found: list[Asked] = []
    for run in _runs(words, mentions):
        months = _months_of_run(words, run)
        names = tuple(dict.fromkeys(one.canonical for one in run))
        between = words[run[0].start : run[-1].end]
        groups = [names] if len(names) > 1 and _EITHER.search(between) else [(n,) for n in names]
        for group in groups:
            wanted = Wanted(ask=Ask.SKILL, any_of=group, months=months)
            found.append(Asked(label=label_of(wanted), wanted=wanted))
    return found


def _bare_skill(words: str) -> list[Asked]:
    """A line that is nothing but a name ("Go") is that skill, everyday word or not."""
    name = canonical(words) if len(words.strip()) <= _LONGEST_NAME else None
    if name is None or _is_soft(name):
        return []
    wanted = Wanted(ask=Ask.SKILL, any_of=(name,))
    return [Asked(label=label_of(wanted), wanted=wanted)]


def _is_soft(skill: str) -> bool:
    entry = taxonomy().get(skill)
    return entry is not None and entry.group == "Ways of working"


def _runs(words: str, mentions: list[SkillMention]) -> list[list[SkillMention]]:
    runs: list[list[SkillMention]] = []
    for mention in mentions:
        if runs and _JOINED.fullmatch(words, runs[-1][-1].end, mention.start):
            runs[-1].append(mention)
        else:
            runs.append([mention])
    return runs


def _months_of_run(words: str, run: list[SkillMention]) -> int | None:
    """The length said of these skills: just before them, or just behind them."""
    for match in LENGTH.finditer(words):
        if _BETWEEN.fullmatch(words, match.end(), run[0].start):
            return _months(match)
        if match.start() >= run[-1].end and _BETWEEN.fullmatch(words, run[-1].end, match.start()):
            return _months(match)
    return None


def _experience(words: str, *, has_skills: bool) -> list[Asked]:
    match = LENGTH.search(words)
    months = _months(match) if match else None
    if months is None or not (_EXPERIENCE.search(words) or not has_skills):
        return []
    if match is not None and re.search(r"years? old|years? of age|jahre alt", words, re.IGNORECASE):
        return []
    kind = read_title(words[:120]).family
    wanted = Wanted(ask=Ask.EXPERIENCE, any_of=(kind,) if kind else (), months=months)
    return [Asked(label=label_of(wanted), wanted=wanted)]


def _languages(words: str) -> list[Asked]:
    named = [
        (match, code)
        for match in _LANGUAGE_WORD.finditer(words)
        if (code := language_code(match.group())) and match.group()[:1].isupper()
    ]
    if not named or _NOT_A_LANGUAGE.search(words):
        return []
    only = len(words.split()) <= 3
    parts = {part.strip(" .").lower() for part in _PARTS.split(words)}
    alone = [match for match, _ in named if match.group().lower() in parts]
    if not only and not alone and not _LANGUAGE_HINT.search(words):
        return []
    alternative = len(named) > 1 and re.search(
        r"\b(?:or|oder)\b|/", words[named[0][0].end() : named[-1][0].start()], re.IGNORECASE
    )
    codes = tuple(dict.fromkeys(code for _, code in named))
    groups = [codes] if alternative else [(code,) for code in codes]
    found = []
    for group in groups:
        wanted = Wanted(ask=Ask.LANGUAGE, any_of=group, level=language_level(words))
        found.append(Asked(label=label_of(wanted), wanted=wanted))
    return found


def language_level(words: str) -> str | None:
    """The CEFR level that some words state or mean; None when they say none.

    >>> language_level("German (C1)"), language_level("fließend"), language_level("Spanish")
    ('C1', 'C1', None)
    """
    stated = re.search(r"(?<!\w)([ABC][12])(?!\w)", words, re.IGNORECASE)
    if stated:
        return stated[1].upper()
    return next(
        (
            level
            for level, names in _LEVELS_OF_WORDS
            if re.search(rf"(?<!\w)(?:{names})(?!\w)", words, re.IGNORECASE)
        ),
        None,
    )


def _degree(words: str) -> list[Asked]:
    cleaned = re.sub(r"\bassociate(?! degree|['’]?s degree| of)", " ", words, flags=re.IGNORECASE)
    level = level_of(cleaned)
    if level is None or re.search(
        r"degree of (?!bachelor|master|doctor)|\d+[- ]degrees?\b", words, re.IGNORECASE
    ):
        return []
    fields = fields_of(words)
    if _RELATED.search(words):
        fields = with_related(fields)
    wanted = Wanted(ask=Ask.DEGREE, any_of=fields, level=level)
    suffix = " or equivalent experience" if _EQUIVALENT.search(words) else ""
    return [Asked(label=label_of(wanted) + suffix, wanted=wanted)]


def _certificates(words: str) -> list[Asked]:
    names = [match.group().strip() for match in _KNOWN_CERTIFICATES.finditer(words)]
    names += [match["name"].strip() for match in _LICENCE.finditer(words)]
    if not names:
        for match in _CERTIFICATE.finditer(words):
            name = _certificate_name(match["name"] or "", match["after"] or "")
            if name:
                names.append(name)
    if len(names) > 1 and re.search(r"\bor\b|\boder\b", words, re.IGNORECASE):
        groups = [tuple(dict.fromkeys(names))]
    else:
        groups = [(name,) for name in dict.fromkeys(names)]
    return [
        Asked(label=label_of(wanted), wanted=wanted)
        for group in groups
        for wanted in (Wanted(ask=Ask.CERTIFICATE, any_of=group),)
    ]


def _certificate_name(before: str, after: str) -> str:
    kept = [word for word in before.split() if word.lower().strip(",.") not in _FILLER_BEFORE]
    kept += [word for word in after.split() if word.lower() not in _FILLER_BEFORE]
    if not any(word[:1].isupper() for word in kept):
        return ""
    return " ".join(kept)[:60]


def practices_in(words: str) -> list[Asked]:
    """Ways of working that documents do name, by the phrases they use for them.

    >>> practices_in("has mentored others")[0].label
    'Has mentored others'
    """
    found = []
    for pattern, label, phrases in PRACTICES:
        if re.search(pattern, words, re.IGNORECASE):
            found.append(Asked(label=label, wanted=Wanted(ask=Ask.TERM, any_of=phrases)))
    return found
