"""Which listed skills are also shown in work: what is not becomes a question, never a deduction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.findings import Level, Observation
from domain.integrity.quoting import passages
from domain.resume.model import Extracted, Resume, Skill
from domain.skills import find_skills, implied_by, related_to, taxonomy
from domain.skills.taxonomy import generality

MOST_QUESTIONS = 5
"""Observations at most, and skills named in one at most."""
_GENERAL_GROUPS = frozenset({"Office tools", "Ways of working"})
_EVERYDAY = frozenset(
    {"Bash", "Bitbucket", "CSS", "Confluence", "Git", "GitHub", "GitLab", "HTML", "JSON", "Jira"}
    | {"Linux", "Slack", "XML", "YAML"}
)
"""Nobody writes under a role that they sent e-mail; asking about it wastes an interview."""
_FEWEST_WORDS = 25
"""Fewer words under roles and projects are too few to show anything."""
_PLAIN_NAME = re.compile(r"[\w.+#&/ -]{1,40}")
_MOST_SKILLS = 300
_STRONG = ("expert", "advanced", "proficient", "strong", "core", "primary", "experte")


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillEvidence:
    """Listed skills and where they stand."""

    shown: tuple[str, ...]
    """Canonical names that another line of the page shows as well."""
    listed_only: tuple[Skill, ...]
    """Worth a question; heaviest claim first."""
    heavy: int
    """How many of these are in the headline or summary, or stated as strong."""
    is_checkable: bool
    """False when roles and projects have too few words to show anything."""


def skill_evidence(resume: Resume) -> SkillEvidence:
    """Compare the list of skills with every other line but headline and summary.

    A skill counts as shown when it, one that implies it ("Spring Boot" shows Java) or one that is
    near it is named. Weight of a claim: named in headline or summary, stated as strong, then its
    place in the list; skills that many others imply say little of anybody and weigh less.
    """
    text = _other_lines(resume)
    shown: set[str] = set()
    for mention in find_skills(text):
        shown |= implied_by(mention.canonical)
    for title in _titles(resume):
        for mention in find_skills(title.text, is_title=True):
            shown |= implied_by(mention.canonical)
    claims = (resume.contact.label, resume.summary)
    head = "\n".join(value.text for value in claims if value is not None)
    in_head = {mention.canonical for mention in find_skills(head)}
    kept: list[str] = []
    weighed: list[tuple[bool, float, Skill]] = []
    seen: set[str] = set()
    for place, skill in enumerate(resume.skills[:_MOST_SKILLS]):
        name = skill.canonical
        if name is None or name in seen:
            continue
        seen.add(name)
        if name in shown or _stands_in(text, skill.name.text):
            kept.append(name)
        elif not _is_general(name) and not related_to(name) & shown:
            is_strong = any(word in (skill.group or "").casefold() for word in _STRONG)
            weight = 0.05 * place + 0.2 * min(generality(name), 5)
            weighed.append((not (name in in_head or is_strong), weight, skill))
    weighed.sort(key=lambda one: one[:2])
    words = sum(len(value.text.split()) for value in _lines_of_work(resume))
    return SkillEvidence(
        shown=tuple(kept),
        listed_only=tuple(skill for _, _, skill in weighed),
        heavy=sum(not is_light for is_light, _, _ in weighed),
        is_checkable=words >= _FEWEST_WORDS,
    )


def listed_only(resume: Resume, found: SkillEvidence) -> Iterator[Observation]:
    """A question for each heavy claim that no other line shows, and one for all the rest."""
    if not found.is_checkable:
        return
    heavy = found.listed_only[: min(found.heavy, MOST_QUESTIONS - 1)]
    for skill in heavy:
        name = _as_written(skill)
        yield Observation(
            rule="claims.headline_skill",
            level=Level.INFO,
            title=f"{name} stands in the summary or as a strength; no role or project names it.",
            quotes=passages(resume, skill.name),
            benign=_BENIGN,
            question=f"Where did you last use {name}, and what did you build or do with it?",
        )
    rest = found.listed_only[len(heavy) :]
    if not rest:
        return
    names = [_as_written(skill) for skill in rest[:MOST_QUESTIONS]]
    more = len(rest) - len(names)
    yield Observation(
        rule="claims.listed_only",
        level=Level.INFO,
        title=f"Listed, and named in no role or project: {', '.join(names)}"
        + (f" and {more} more." if more else "."),
        quotes=passages(resume, *(skill.name for skill in rest[:MOST_QUESTIONS])),
        benign=_BENIGN,
        question=f"Where did you last use {_one_of(names)}, and what did you build or do with it?",
    )


_BENIGN = (
    "There was no room for it: a list is often all that a page can hold.",
    "It was used in a role and not written down there, or under another name.",
)


def _as_written(skill: Skill) -> str:
    """The person's own word, so that nobody is asked about our name for it; ours if it is odd."""
    written = " ".join(skill.name.text.split())
    return written if _PLAIN_NAME.fullmatch(written) else skill.canonical or ""


def _stands_in(text: str, name: str) -> bool:
    """Whether the skill stands there in its own spelling: also where it may be an everyday word."""
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text))


def _one_of(names: list[str]) -> str:
    first = names[:2]
    return " or ".join(first)


def _is_general(name: str) -> bool:
    return name in _EVERYDAY or taxonomy()[name].group in _GENERAL_GROUPS


def _titles(resume: Resume) -> Iterator[Extracted]:
    for work in resume.work:
        for role in work.roles:
            if role.title is not None:
                yield role.title


def _lines_of_work(resume: Resume) -> Iterator[Extracted]:
    for work in resume.work:
        for role in work.roles:
            yield from role.highlights
    for entry in (*resume.projects, *resume.volunteer):
        yield from entry.detail


def _other_lines(resume: Resume) -> str:
    """The page without its lists of skills, headline and summary.

    All of it, not only what was recognised as work: what our reader misses is not the person's
    omission.
    """
    text = resume.source.text
    claims = [value for value in (resume.contact.label, resume.summary) if value is not None]
    spans = sorted(
        (
            *((skill.name.span.start, skill.name.span.end) for skill in resume.skills),
            *((value.span.start, value.span.end) for value in claims),
        )
    )
    pieces: list[str] = []
    position = 0
    for start, end in spans:
        if start > position:
            pieces.append(text[position:start])
        position = max(position, end)
    pieces.append(text[position:])
    return "\n".join(pieces)
