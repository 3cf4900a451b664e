"""Studies, skills, languages and everything else with a name, of several sources, each once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from domain.eligibility.languages import language_code
from domain.posting_identity import normalise
from domain.profile_sources.choosing import Chooser, Said, alias
from domain.profile_sources.comparing import (
    Nearness,
    dates_agree,
    dates_nearness,
    dates_words,
    degree_level,
    degrees_agree,
    exactness,
    same_line,
    school_key,
    schools,
    words_of,
)
from domain.profile_sources.model import SourcePart
from domain.resume.headings import fold
from domain.resume.model import (
    Education,
    Entry,
    Extracted,
    LinkTarget,
    Resume,
    Skill,
    SpokenLanguage,
)
from domain.skills import canonical

Item = TypeVar("Item")

MAX_ITEMS = 300
"""Of one list of a merged resume."""
_MAX_STUDIES = 40
_MAX_DETAIL = 20
_MAX_LINKS = 30

_Held = tuple[SourcePart, Education]


def merged_education(
    sources: Sequence[tuple[str, Resume]], chooser: Chooser
) -> tuple[tuple[Education, ...], dict[str, tuple[SourcePart, ...]], dict[str, frozenset[str]]]:
    """Studies of all sources, what each was made of, and the names it goes by."""
    found: list[list[_Held]] = []
    for source, resume in sources:
        taken: set[int] = set()
        for number, study in enumerate(resume.education[:_MAX_STUDIES]):
            part = SourcePart(source=source, path=f"education.{number}")
            at = next(
                (
                    i
                    for i, held in enumerate(found)
                    if i not in taken
                    and any(_same_study(study, other) for _, other in held)
                    and all(other_part.source != source for other_part, _ in held)
                ),
                None,
            )
            if at is None:
                found.append([(part, study)])
                taken.add(len(found) - 1)
            else:
                found[at].append((part, study))
                taken.add(at)
    studies: list[Education] = []
    parts: dict[str, tuple[SourcePart, ...]] = {}
    names: dict[str, frozenset[str]] = {}
    for number, held in enumerate(found[:_MAX_STUDIES]):
        studies.append(_study(held, chooser))
        parts[f"education.{number}"] = tuple(part for part, _ in held)
        names[f"education.{number}"] = frozenset(_study_alias(study) for _, study in held)
    return tuple(studies), parts, names


def _same_study(left: Education, right: Education) -> bool:
    school = schools(left.institution, right.institution)
    when = dates_nearness(left.dates, right.dates)
    if school is Nearness.APART:
        return False
    agrees = left.degree is None or right.degree is None or degrees_agree(left.degree, right.degree)
    if school is Nearness.UNKNOWN:
        both = left.degree is not None and right.degree is not None
        return both and agrees and when is not Nearness.APART
    if agrees:
        return when is not Nearness.APART
    # Another degree in the very same years at the same school: one of the two is wrong.
    return when is Nearness.SAME


def _study_alias(study: Education) -> str:
    return alias(
        "study", " ".join(sorted(school_key(study.institution))), str(degree_level(study.degree))
    )


def _study(held: Sequence[_Held], chooser: Chooser) -> Education:
    group = chooser.group([_study_alias(study) for _, study in held])

    def said(value: Callable[[Education], Extracted | None]) -> list[Said[Extracted]]:
        return [
            Said(source=part.source, value=found)
            for part, study in held
            if (found := value(study)) is not None
        ]

    return Education(
        institution=chooser.pick(
            said(lambda study: study.institution),
            group=group,
            field="institution",
            agree=lambda a, b: schools(a, b) >= Nearness.NEAR,
            fullness=lambda value: len(value.text),
            words=words_of,
        ),
        degree=chooser.pick(
            said(lambda study: study.degree),
            group=group,
            field="degree",
            agree=degrees_agree,
            fullness=lambda value: len(value.text),
            words=words_of,
        ),
        dates=chooser.pick(
            [Said(source=part.source, value=study.dates) for part, study in held if study.dates],
            group=group,
            field="dates",
            agree=dates_agree,
            fullness=exactness,
            words=dates_words,
        ),
        location=chooser.first(said(lambda study: study.location)),
        grade=chooser.first(said(lambda study: study.grade)),
    )


def merged_skills(resumes: Iterable[Resume]) -> tuple[Skill, ...]:
    """Skills by the taxonomy's name, else as written without accents and case."""

    def key(skill: Skill) -> Hashable:
        name = skill.canonical or canonical(words_of(skill.name))
        return ("known", name) if name else fold(words_of(skill.name))

    return _each_once((skill for resume in resumes for skill in resume.skills), key)


def merged_languages(resumes: Iterable[Resume]) -> tuple[SpokenLanguage, ...]:
    """Languages once each; the reading that states a level wins."""
    found: dict[str, SpokenLanguage] = {}
    for spoken in (each for resume in resumes for each in resume.languages):
        name = words_of(spoken.language)
        key = language_code(name) or fold(name)
        held = found.get(key)
        is_new = held is None and len(found) < MAX_ITEMS
        if is_new or (held is not None and held.fluency is None and spoken.fluency is not None):
            found[key] = spoken
    return tuple(found.values())


def merged_entries(lists: Iterable[Sequence[Entry]]) -> tuple[Entry, ...]:
    """Projects, certificates and their like by name; what one source lacks the other adds."""
    found: dict[str, Entry] = {}
    for entry in (each for entries in lists for each in entries[:MAX_ITEMS]):
        key = normalise(words_of(entry.name))
        held = found.get(key)
        if held is None:
            if len(found) < MAX_ITEMS:
                found[key] = entry
            continue
        detail = list(held.detail)
        for line in entry.detail[:_MAX_DETAIL]:
            if len(detail) < _MAX_DETAIL and not any(same_line(line, old) for old in detail):
                detail.append(line)
        found[key] = replace(
            held,
            detail=tuple(detail),
            dates=held.dates or entry.dates,
            issuer=held.issuer or entry.issuer,
        )
    return tuple(found.values())


def merged_links(resumes: Iterable[Resume]) -> tuple[Extracted, ...]:
    """Addresses of pages, once each."""

    def key(link: Extracted) -> Hashable:
        address = link.text.strip().casefold().removeprefix("https://").removeprefix("http://")
        return address.removeprefix("www.").rstrip("/")

    return _each_once((link for resume in resumes for link in resume.contact.links), key)[
        :_MAX_LINKS
    ]


def merged_targets(resumes: Iterable[Resume]) -> tuple[LinkTarget, ...]:
    """Where links lead, once each."""
    return _each_once(
        (target for resume in resumes for target in resume.link_targets), lambda target: target
    )


def _each_once(items: Iterable[Item], key: Callable[[Item], Hashable]) -> tuple[Item, ...]:
    found: dict[Hashable, Item] = {}
    for item in items:
        found.setdefault(key(item), item)
    return tuple(found.values())[:MAX_ITEMS]
