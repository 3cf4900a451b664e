"""What a posting asks for, read once: skills with their sentences, years, degree, permits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.eligibility.languages import LanguageDemand, language_demands
from domain.eligibility.permission import PermissionStatement, permission_statements
from domain.eligibility.qualifications import degree_asked, years_asked
from domain.job_text import Section, Sentence, language_of, sentences
from domain.matching.titles import TitleReading, read_title
from domain.posting import Posting
from domain.skills import SkillMention, canonical, find_skills, taxonomy
from domain.skills.names import without_names

_SECTION_WEIGHT = {
    Section.REQUIRED: 1.0,
    Section.DUTIES: 0.8,
    Section.OTHER: 0.7,
    Section.NICE: 0.35,
    Section.OFFER: 0.0,
}
_GROUP_WEIGHT = {"Ways of working": 0.15, "Office tools": 0.5}
_TITLE_WEIGHT = 1.5
_LONGEST_NAME = 30  # characters
_LISTING_SECTIONS = frozenset({Section.REQUIRED, Section.NICE})
_LIST_GAP = re.compile(
    r"\s*[,/(]?\s*(?P<or>\b(?:or|oder|ou|o|ya)\b)?\s*(?:an?\s|eine?\s)?\s*", re.IGNORECASE
)
_MAX_SKILLS = 40  # more are a list of everything, and say nothing about this job


@dataclass(frozen=True, slots=True)
class AskedSkill:
    """A skill that the posting names; ``sentence`` is -1 for the title."""

    name: str
    weight: float
    required: bool
    sentence: int
    alternatives: frozenset[str] = frozenset()
    """Other skills of which one is enough: "MySQL or PostgreSQL"."""


@dataclass(frozen=True, slots=True)
class Demand:
    """A number (years, or a degree's level) asked for in a sentence."""

    value: int
    sentence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingFacts:
    """A posting read once. Offsets point into its description."""

    sentences: tuple[Sentence, ...]
    title: TitleReading
    asked: tuple[AskedSkill, ...]
    years: Demand | None
    degree: Demand | None
    permission: tuple[PermissionStatement, ...]
    languages: tuple[LanguageDemand, ...]
    written_in: str | None


def read_posting(posting: Posting) -> PostingFacts:
    """Read a posting by rules (under a millisecond for two pages)."""
    text = posting.description
    parts = sentences(text)
    return PostingFacts(
        sentences=parts,
        title=read_title(posting.title),
        asked=_asked_skills(posting, parts),
        years=_years(text, parts),
        degree=_degree(text, parts),
        permission=permission_statements(text, parts),
        languages=language_demands(text, parts),
        written_in=posting.language or language_of(text),
    )


def _asked_skills(posting: Posting, parts: tuple[Sentence, ...]) -> tuple[AskedSkill, ...]:
    text = without_names(posting.description, (posting.company,))
    best: dict[str, AskedSkill] = {}
    for mention in find_skills(without_names(posting.title, (posting.company,)), is_title=True):
        weight = _TITLE_WEIGHT * _group_weight(mention.canonical)
        best[mention.canonical] = AskedSkill(mention.canonical, weight, True, -1)
    number = 0
    mentions = find_skills(text)
    for mention in mentions:
        while number < len(parts) and parts[number].end <= mention.start:
            number += 1
        if number == len(parts) or parts[number].start > mention.start:
            continue  # in a heading
        section = parts[number].section
        weight = _SECTION_WEIGHT[section] * _group_weight(mention.canonical)
        known = best.get(mention.canonical)
        if known is not None and known.sentence < 0 and section in _LISTING_SECTIONS:
            # Asked in the title and in a sentence: the sentence is the better proof.
            best[mention.canonical] = AskedSkill(mention.canonical, known.weight, True, number)
        elif weight > 0 and (known is None or weight > known.weight):
            best[mention.canonical] = AskedSkill(
                mention.canonical, weight, section is not Section.NICE, number
            )
    for number, part in enumerate(parts):
        # A bullet that is nothing but a name ("Rust") is that skill, everyday word or not.
        if part.end - part.start <= _LONGEST_NAME and part.section in _LISTING_SECTIONS:
            name = canonical(text[part.start : part.end])
            if name is not None and name not in best:
                weight = _SECTION_WEIGHT[part.section] * _group_weight(name)
                required = part.section is not Section.NICE
                best[name] = AskedSkill(name, weight, required, number)
    either = _alternatives(text, mentions)
    best = {
        name: replace(asked, alternatives=either[name] & best.keys() - {name})
        if name in either
        else asked
        for name, asked in best.items()
    }
    ranked = sorted(best.values(), key=lambda asked: (-asked.weight, asked.sentence, asked.name))
    return tuple(ranked[:_MAX_SKILLS])


def _alternatives(text: str, mentions: Sequence[SkillMention]) -> dict[str, frozenset[str]]:
    """Skills of which the posting wants one or another, each with its whole list."""
    found: dict[str, frozenset[str]] = {}
    run: list[str] = []
    has_or = False
    for number, mention in enumerate(mentions):
        run.append(mention.canonical)
        following = mentions[number + 1] if number + 1 < len(mentions) else None
        gap = _LIST_GAP.fullmatch(text, mention.end, following.start) if following else None
        if gap is not None:
            has_or = has_or or gap["or"] is not None
            continue
        if has_or:
            together = frozenset(run)
            for name in together:
                # Asked for outright elsewhere as well: then the other one is not enough.
                found[name] = found[name] & together if name in found else together
        run, has_or = [], False
    return found


def _group_weight(skill: str) -> float:
    return _GROUP_WEIGHT.get(taxonomy()[skill].group, 1.0)


def _years(text: str, parts: tuple[Sentence, ...]) -> Demand | None:
    """The largest minimum that the required part states."""
    best: Demand | None = None
    for number, part in enumerate(parts):
        if part.section in {Section.NICE, Section.OFFER}:
            continue
        value = years_asked(
            text[part.start : part.end], under_requirements=part.section is Section.REQUIRED
        )
        if value is not None and (best is None or value > best.value):
            best = Demand(value, number)
    return best


def _degree(text: str, parts: tuple[Sentence, ...]) -> Demand | None:
    """The lowest degree that a required sentence accepts; none when experience may replace it."""
    for number, part in enumerate(parts):
        if part.section in {Section.NICE, Section.OFFER}:
            continue
        asked = degree_asked(text[part.start : part.end])
        if asked is not None:
            return None if asked.replaceable else Demand(asked.level, number)
    return None


_EMBEDDED_SKILLS = 20
_EMBEDDED_SENTENCES = 4
_EMBEDDED_WORDS = 60


def text_to_embed(posting: Posting) -> str:
    """The short text that stands for a posting's meaning: title, skills, and where they are asked.

    Why not the whole text: the model reads 256 tokens, and a paragraph about the company must not
    move a match. A posting without known skills is represented by its first words.
    """
    parts = sentences(posting.description)
    asked = _asked_skills(posting, parts)
    names = [skill.name for skill in asked[:_EMBEDDED_SKILLS]]
    chosen = sorted({skill.sentence for skill in asked if skill.sentence >= 0})
    lines = [
        " ".join(posting.description[parts[i].start : parts[i].end].split()[:30])
        for i in chosen[:_EMBEDDED_SENTENCES]
    ]
    if not lines:
        lines = [" ".join(posting.description.split()[:_EMBEDDED_WORDS])]
    head = posting.title if posting.department is None else f"{posting.title}, {posting.department}"
    return "\n".join(part for part in (head, ", ".join(names), *lines) if part)
