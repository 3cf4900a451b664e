"""Sentences that code composes of several facts: their patterns, and the check of every slot.

A composed sentence combines a title, a computed number of years and skills, which no single line
says together. So it may only be one of these patterns, and each slot is held against the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from domain.claims.ledger import FactKind, Ledger, flat
from domain.matching.titles import read_title
from domain.posting import Posting
from domain.resume.tenure import months_in_union

LONGEST = 2_000
"""Characters of a composed paragraph."""


class Pattern(StrEnum):
    """Which sentence it is."""

    SUMMARY = "summary"
    SUMMARY_SKILLS = "summary_skills"
    SUBJECT = "subject"
    SUBJECT_AT = "subject_at"
    OPENING = "opening"
    OPENING_AT = "opening_at"
    OPENING_UNNAMED = "opening_unnamed"
    """For a posting whose title nobody could read."""
    BACKGROUND = "background"
    EVIDENCE = "evidence"
    EVIDENCE_NO_EMPLOYER = "evidence_no_employer"
    EVIDENCE_PROJECT = "evidence_project"
    KNOWN = "known"
    CLOSING = "closing"


_TEXTS: Mapping[Pattern, Mapping[str, str]] = {
    Pattern.SUMMARY: {
        "en": "{title} with {years} years of experience.",
        "de": "{title} mit {years} Jahren Berufserfahrung.",
        "fr": "{title}, {years} ans d'expérience.",
        "es": "{title} con {years} años de experiencia.",
        "pt": "{title} com {years} anos de experiência.",
    },
    Pattern.SUMMARY_SKILLS: {
        "en": "{title} with {years} years of experience. Work with {skills}.",
        "de": "{title} mit {years} Jahren Berufserfahrung. Arbeit mit {skills}.",
        "fr": "{title}, {years} ans d'expérience. Travail avec {skills}.",
        "es": "{title} con {years} años de experiencia. Trabajo con {skills}.",
        "pt": "{title} com {years} anos de experiência. Trabalho com {skills}.",
    },
    Pattern.SUBJECT: {
        "en": "Application: {position}",
        "de": "Bewerbung: {position}",
        "fr": "Candidature : {position}",
        "es": "Candidatura: {position}",
        "pt": "Candidatura: {position}",
    },
    Pattern.SUBJECT_AT: {
        "en": "Application: {position}, {company}",
        "de": "Bewerbung: {position}, {company}",
        "fr": "Candidature : {position}, {company}",
        "es": "Candidatura: {position}, {company}",
        "pt": "Candidatura: {position}, {company}",
    },
    Pattern.OPENING: {
        "en": "I am applying for the position “{position}”.",
        "de": "hiermit bewerbe ich mich auf die Stelle „{position}“.",
        "fr": "Je vous présente ma candidature au poste « {position} ».",
        "es": "Presento mi candidatura al puesto «{position}».",
        "pt": "Apresento a minha candidatura à vaga «{position}».",
    },
    Pattern.OPENING_AT: {
        "en": "I am applying for the position “{position}” at {company}.",
        "de": "hiermit bewerbe ich mich auf die Stelle „{position}“ bei {company}.",
        "fr": "Je vous présente ma candidature au poste « {position} » chez {company}.",
        "es": "Presento mi candidatura al puesto «{position}» en {company}.",
        "pt": "Apresento a minha candidatura à vaga «{position}» na {company}.",
    },
    Pattern.OPENING_UNNAMED: {
        "en": "I am applying for the position that you advertise.",
        "de": "hiermit bewerbe ich mich auf die ausgeschriebene Stelle.",
        "fr": "Je vous présente ma candidature au poste que vous proposez.",
        "es": "Presento mi candidatura al puesto que ofrecen.",
        "pt": "Apresento a minha candidatura à vaga anunciada.",
    },
    Pattern.BACKGROUND: {
        "en": "My most recent position is {title}; in this line of work I have {years} years of "
        "experience.",
        "de": "Meine letzte Position ist {title}; in diesem Beruf habe ich {years} Jahre "
        "Erfahrung.",
        "fr": "Mon poste le plus récent est {title} ; j'ai {years} ans d'expérience dans ce "
        "métier.",
        "es": "Mi puesto más reciente es {title}; tengo {years} años de experiencia en este "
        "oficio.",
        "pt": "O meu cargo mais recente é {title}; tenho {years} anos de experiência nesta área.",
    },
    Pattern.EVIDENCE: {
        "en": "You ask for {skill}. From my work as {title} at {employer}: “{line}”",
        "de": "Sie suchen {skill}. Aus meiner Arbeit als {title} bei {employer}: „{line}“",
        "fr": "Vous demandez {skill}. De mon travail, {title} chez {employer} : « {line} »",
        "es": "Ustedes piden {skill}. De mi trabajo como {title} en {employer}: «{line}»",
        "pt": "Vocês pedem {skill}. Do meu trabalho como {title}, {employer}: «{line}»",
    },
    Pattern.EVIDENCE_NO_EMPLOYER: {
        "en": "You ask for {skill}. From my work as {title}: “{line}”",
        "de": "Sie suchen {skill}. Aus meiner Arbeit als {title}: „{line}“",
        "fr": "Vous demandez {skill}. De mon travail, {title} : « {line} »",
        "es": "Ustedes piden {skill}. De mi trabajo como {title}: «{line}»",
        "pt": "Vocês pedem {skill}. Do meu trabalho como {title}: «{line}»",
    },
    Pattern.EVIDENCE_PROJECT: {
        "en": "You ask for {skill}. From my project {project}: “{line}”",
        "de": "Sie suchen {skill}. Aus meinem Projekt {project}: „{line}“",
        "fr": "Vous demandez {skill}. De mon projet {project} : « {line} »",
        "es": "Ustedes piden {skill}. De mi proyecto {project}: «{line}»",
        "pt": "Vocês pedem {skill}. Do meu projeto {project}: «{line}»",
    },
    Pattern.KNOWN: {
        "en": "My resume also lists {skills}.",
        "de": "In meinem Lebenslauf finden Sie außerdem {skills}.",
        "fr": "Mon CV mentionne aussi {skills}.",
        "es": "Mi currículum incluye también {skills}.",
        "pt": "O meu currículo inclui também {skills}.",
    },
    Pattern.CLOSING: {
        "en": "I would be glad to tell you more in a conversation.",
        "de": "Über die Einladung zu einem Gespräch freue ich mich.",
        "fr": "Je serais heureux d'en parler avec vous lors d'un entretien.",
        "es": "Con gusto les contaré más en una entrevista.",
        "pt": "Terei gosto em contar mais numa entrevista.",
    },
}
_AND = {"en": "and", "de": "und", "fr": "et", "es": "y", "pt": "e"}
LANGUAGES = tuple(_AND)
_NAME = r".{1,200}"
_SLOT_SHAPES = {"years": r"[0-9]{1,2}", "line": r".{1,1200}", "skill": r".{1,80}"}
_SENTENCE_END = re.compile(r"(?<=\w{4})[.!?](?=\s)")
_LONGEST_POSITION, _LONGEST_COMPANY = 120, 80
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A sentence that is one of the patterns."""

    pattern: Pattern
    language: str
    slots: Mapping[str, str]


def compose(pattern: Pattern, language: str, **slots: str) -> str:
    """A pattern filled; English where a language has no words of ours.

    >>> compose(Pattern.SUMMARY, "de", title="Pflegefachfrau", years="7")
    'Pflegefachfrau mit 7 Jahren Berufserfahrung.'
    """
    words = _TEXTS[pattern]
    filled = words.get(language, words["en"])
    return _SLOT.sub(lambda slot: slots[slot[1]], filled)


def listed(names: Sequence[str], language: str) -> str:
    """``A, B and C``.

    >>> listed(["Go", "SQL", "dbt"], "en")
    'Go, SQL and dbt'
    """
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {_AND.get(language, 'and')} {names[-1]}"


def position_of(posting: Posting) -> str:
    """The posting's title on one line, cut where it is no title any more.

    >>> from domain.ids import PostingId
    >>> position_of(Posting(id=PostingId("p"), source="", source_id="", company="", description="",
    ...     title="Supervisor. You led 40 people"))
    'Supervisor'
    """
    words = _SENTENCE_END.split(flat(posting.title[: 4 * _LONGEST_POSITION]), maxsplit=1)[0]
    if len(words) <= _LONGEST_POSITION:
        return words
    return words[:_LONGEST_POSITION].rpartition(" ")[0] or words[:_LONGEST_POSITION]


def company_of(posting: Posting) -> str:
    """The posting's company; empty when it is too long to be a name."""
    words = flat(posting.company[: 4 * _LONGEST_COMPANY])
    return words if len(words) <= _LONGEST_COMPANY else ""


def unsupported_slots(
    text: str, ledger: Ledger, *, posting: Posting | None, language: str
) -> tuple[str, ...] | None:
    """What is wrong with a composed sentence; None when it is none of the patterns.

    Several patterns can fit one text; one whose slots all hold is enough.
    """
    worst: tuple[str, ...] | None = None
    for found in _readings(text, language):
        bad = tuple(
            f"{key}: {value}"
            for key, value in found.slots.items()
            if not _holds(key, found, ledger, posting)
        )
        if not bad:
            return ()
        worst = worst or bad
    return worst


def years_as(title: str, ledger: Ledger) -> int:
    """Whole years in roles of the same line of work as ``title``; overlaps count once.

    A nurse who became a developer has no "eight years of experience" as a developer.
    """
    wanted = read_title(title)
    roles = [fact for fact in ledger.facts.values() if fact.kind is FactKind.TITLE]
    same = [
        fact.role
        for fact in roles
        if flat(fact.text) == flat(title)
        or (wanted.family is not None and read_title(fact.text).family == wanted.family)
    ]
    dates = (
        ledger.facts[f"{role}.dates"].dates for role in same if f"{role}.dates" in ledger.facts
    )
    return months_in_union(dates, today=ledger.today) // 12


def _readings(text: str, language: str) -> list[Composed]:
    if len(text) > LONGEST:
        return []
    spoken = language if language in LANGUAGES else "en"
    return [
        Composed(pattern=pattern, language=spoken, slots=match.groupdict())
        for pattern, compiled in _patterns(spoken)
        if (match := compiled.fullmatch(text))
    ]


@cache
def _patterns(language: str) -> tuple[tuple[Pattern, re.Pattern[str]], ...]:
    return tuple((pattern, _compiled(words[language])) for pattern, words in _TEXTS.items())


def _compiled(words: str) -> re.Pattern[str]:
    parts = _SLOT.split(words)
    # Odd parts are names of slots; all are bounded, so a long text cannot make this slow.
    joined = "".join(
        re.escape(part) if i % 2 == 0 else rf"(?P<{part}>{_SLOT_SHAPES.get(part, _NAME)})"
        for i, part in enumerate(parts)
    )
    return re.compile(joined)


def _holds(key: str, found: Composed, ledger: Ledger, posting: Posting | None) -> bool:
    value = found.slots[key]
    match key:
        case "title":
            return value in ledger.texts(FactKind.TITLE)
        case "years":
            title = found.slots["title"]
            return 0 < int(value) <= years_as(title, ledger)
        case "skills":
            return _skills_hold(value, found, ledger)
        case "skill":
            return ledger.named_skill(value) is not None
        case "employer":
            return _stand_together(found.slots, ledger)
        case "project":
            return any(
                fact.kind is FactKind.NAME
                and fact.text == value
                and _stands_below(fact.path, found.slots["line"], ledger)
                for fact in ledger.facts.values()
            )
        case "line":
            return any(
                fact.text == value
                for fact in ledger.facts.values()
                if fact.kind in {FactKind.LINE, FactKind.STATEMENT}
            )
        case "position":
            return posting is not None and value == position_of(posting)
        case "company":
            return posting is not None and value == company_of(posting)
    return False


def _skills_hold(value: str, found: Composed, ledger: Ledger) -> bool:
    """Each name of the list is a skill of the person; in a summary one that was used."""
    head, _, last = value.rpartition(f" {_AND[found.language]} ")
    names = [*head.split(", "), last] if head else [last]
    for name in names:
        fact = ledger.named_skill(name)
        if fact is None:
            return False
        if found.pattern is Pattern.SUMMARY_SKILLS and not fact.used_in:
            return False
    return True


def _stand_together(slots: Mapping[str, str], ledger: Ledger) -> bool:
    """The line belongs to a role with this title at this employer."""
    return any(
        ledger.facts[f"{fact.role}.title"].text == slots["title"]
        and ledger.facts[employer].text == slots["employer"]
        for fact in ledger.facts.values()
        if fact.text == slots["line"] and fact.role and f"{fact.role}.title" in ledger.facts
        if (employer := f"{fact.role.partition('.roles.')[0]}.employer") in ledger.facts
    )


def _stands_below(name_path: str, line: str, ledger: Ledger) -> bool:
    detail = f"{name_path.removesuffix('name')}detail."
    return any(fact.text == line for path, fact in ledger.facts.items() if path.startswith(detail))
