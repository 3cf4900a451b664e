"""What a posting asks for, held against what a profile shows; each with the posting's words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from domain.claims.ledger import Ledger, SkillFact
from domain.claims.skill_names import same_skill
from domain.claims.words import strange_characters
from domain.matching.reading import AskedSkill, PostingFacts, read_posting
from domain.posting import Posting
from domain.skills import find_skills, taxonomy
from domain.tailoring.model import LeftUnsaid

_LONGEST_POSTING = 40_000
"""Characters that are read; more are no description of a job."""
_LONGEST_TITLE = 200
_LONGEST_QUOTE = 300
_LONGEST_SPELLING = 40
_MOST_UNSAID = 10
_NOT_ASKED_ABOUT = frozenset({"Ways of working"})
"""Skill groups that nobody proves by "have you used it"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A skill that is asked for and that the profile names."""

    skill: SkillFact
    weight: float
    quote: str
    spelling: str
    """As the posting writes it, when that names the same; else as the profile does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A posting against a profile."""

    answered: tuple[Answered, ...]
    """Most wanted first."""
    unsaid: tuple[LeftUnsaid, ...]
    facts: PostingFacts

    def weight_of(self, text: str) -> float:
        """How much of what is asked for a line shows."""
        wanted = {one.skill.canonical: one.weight for one in self.answered}
        shown = {found.canonical for found in find_skills(text[:1_200])}
        return sum(wanted.get(name, 0.0) for name in shown)


def bounded_posting(posting: Posting) -> Posting:
    """The part of a posting that is read: a description of 100 kB is no description."""
    return replace(
        posting,
        title=" ".join(posting.title[:_LONGEST_TITLE].split()),
        description=posting.description[:_LONGEST_POSTING],
    )


def ask(posting: Posting, ledger: Ledger) -> Asked:
    """Hold what a posting asks for against a ledger.

    Nothing of the posting enters the profile: it decides what is shown first, and under which of
    two names that mean the same.
    """
    read = bounded_posting(posting)
    facts = read_posting(read)
    answered: list[Answered] = []
    unsaid: list[LeftUnsaid] = []
    for asked in facts.asked:
        quote = _quote(read, facts, asked)
        skill = ledger.skill(asked.name)
        if skill is not None and not skill.implied_by and _is_more_than_a_title(skill):
            spelling = _spelling(quote, asked.name, skill)
            answered.append(
                Answered(skill=skill, weight=asked.weight, quote=quote, spelling=spelling)
            )
        elif (
            skill is None
            and not any(ledger.skill(name) for name in asked.alternatives)
            and taxonomy()[asked.name].group not in _NOT_ASKED_ABOUT
        ):
            unsaid.append(
                LeftUnsaid(skill=asked.name, posting_quote=quote, required=asked.required)
            )
    unsaid.sort(key=lambda one: not one.required)
    return Asked(answered=tuple(answered), unsaid=tuple(unsaid[:_MOST_UNSAID]), facts=facts)


def _is_more_than_a_title(skill: SkillFact) -> bool:
    """The title "Backend Engineer" shows back-end work; "work with Backend" is no sentence."""
    return any(path != "contact.label" and not path.endswith(".title") for path in skill.paths)


def _quote(posting: Posting, facts: PostingFacts, asked: AskedSkill) -> str:
    if asked.sentence < 0:
        return posting.title
    sentence = facts.sentences[asked.sentence]
    words = posting.description[sentence.start : sentence.end].strip()
    if len(words) <= _LONGEST_QUOTE:
        return words
    return words[:_LONGEST_QUOTE].rpartition(" ")[0] or words[:_LONGEST_QUOTE]


def _spelling(quote: str, name: str, skill: SkillFact) -> str:
    for found in find_skills(quote):
        words = quote[found.start : found.end]
        if (
            found.canonical == name
            and len(words) <= _LONGEST_SPELLING
            and not strange_characters(words)
            and same_skill(words, skill.name)
            and same_skill(skill.name, words)
        ):
            return " ".join(words.split())
    return skill.name
