"""What could be better in single lines. Nothing is invented: a missing result is asked for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.claims.ledger import flat
from domain.claims.verbs import is_verb
from domain.claims.words import tokens_of
from domain.resume.model import Resume, Role
from domain.resume_review.model import Finding, FindingLevel

_WEAK = re.compile(
    r"(?:was |were |i was )?(?:responsible for|in charge of|tasked with|duties included?"
    r"|worked on|helped (?:with|in)|involved in|participated in|zuständig für|verantwortlich für"
    r"|mitarbeit (?:an|bei|in)|responsable de|chargée? de|encargad[oa] de|responsável por)\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(
    r"(?<![\w'’/.-])(?:I|I'm|I've|my|My|myself|ich|Ich|meine?|Meine?|je|Je|j'ai)(?![\w/.-])"
)
_FILLER = re.compile(
    r"\b(?:team player|hard[- ]?working|go[- ]getter|results?[- ](?:driven|oriented)"
    r"|think(?:s|ing)? outside the box|detail[- ]oriented|self[- ]starter|synergy|best of breed"
    r"|teamfähig|belastbar|motiviert)\b",
    re.IGNORECASE,
)
_LONG_LINE = 45  # words
_SHORT_LINE = 3
_SAME_START = 4  # lines of one resume that begin with the same verb
_NEWEST = 2  # roles that are asked for results
_PRESENT_FORMS = frozenset(
    """
    lead manage develop build create design maintain support implement write test train coordinate
    analyze analyse plan organize drive run own deliver improve
    """.split()  # noqa: SIM905 - a list of words reads better as text
)


@dataclass(frozen=True, slots=True)
class Bullet:
    """A line of a role with its place; ``age`` counts roles from the newest, 0 first."""

    text: str
    path: str
    role: Role
    age: int


def bullets_of(resume: Resume) -> tuple[Bullet, ...]:
    """All lines of all roles, in the order of the document."""
    found: list[Bullet] = []
    age = 0
    for i, work in enumerate(resume.work):
        for j, role in enumerate(work.roles):
            for k, line in enumerate(role.highlights):
                words = flat(line.text)
                found.append(Bullet(words, f"work.{i}.roles.{j}.highlights.{k}", role, age))
            age += 1
    return tuple(found)


def line_findings(bullets: Sequence[Bullet]) -> Iterator[Finding]:
    """Findings about single lines."""
    for one in bullets:
        if _WEAK.match(one.text):
            yield Finding(
                rule="weak_start",
                level=FindingLevel.CONSIDER,
                path=one.path,
                quote=one.text,
                why="It says what the job was, not what you did.",
                suggestion="Begin with the verb of what you did. What did you do there yourself?",
            )
        words = one.text.split()
        if len(words) > _LONG_LINE:
            yield Finding(
                rule="long_line",
                level=FindingLevel.CONSIDER,
                path=one.path,
                quote=one.text,
                why=f"{len(words)} words: readers skip lines of more than {_LONG_LINE}.",
                suggestion="Split it in two, the result first.",
            )
        if _FIRST_PERSON.search(one.text):
            yield Finding(
                rule="first_person",
                level=FindingLevel.CONSIDER,
                path=one.path,
                quote=one.text,
                why="Lines of a resume usually leave out “I” and “my”.",
                suggestion="Begin with the verb.",
            )
        if found := _FILLER.search(one.text):
            yield Finding(
                rule="filler",
                level=FindingLevel.CONSIDER,
                path=one.path,
                quote=one.text,
                why=f"“{found[0]}” stands in many resumes and shows nothing.",
                suggestion="Replace it by something you did that shows it.",
            )
        yield from _tense(one)


def _tense(one: Bullet) -> Iterator[Finding]:
    dates = one.role.dates
    first = one.text.split()[0].casefold() if one.text.split() else ""
    ended = dates is not None and dates.end is not None and not dates.is_current
    if ended and first in _PRESENT_FORMS:
        yield Finding(
            rule="tense",
            level=FindingLevel.CONSIDER,
            path=one.path,
            quote=one.text,
            why=f"The role has ended, and “{one.text.split()[0]}” is in the present.",
            suggestion="Use the past tense for roles that have ended.",
        )


def repeated(bullets: Sequence[Bullet]) -> Iterator[Finding]:
    """The same line twice, and the same first verb again and again."""
    seen: dict[str, Bullet] = {}
    for one in bullets:
        key = " ".join(token.key for token in tokens_of(one.text) if token.key)
        if key in seen and len(one.text.split()) > _SHORT_LINE:
            yield Finding(
                rule="repeated_line",
                level=FindingLevel.FIX,
                path=one.path,
                quote=one.text,
                why="The same line stands here twice.",
                suggestion="Keep it where it is worth more.",
            )
        seen.setdefault(key, one)
    starts: Counter[str] = Counter()
    example: dict[str, Bullet] = {}
    for one in bullets:
        tokens = tokens_of(one.text)
        if tokens and is_verb(tokens[0]):
            starts[tokens[0].text.casefold()] += 1
            example.setdefault(tokens[0].text.casefold(), one)
    for word, count in starts.most_common(1):
        if count >= _SAME_START and count * 4 >= len(bullets):
            yield Finding(
                rule="same_verb",
                level=FindingLevel.CONSIDER,
                path=example[word].path,
                quote=example[word].text,
                why=f"{count} of {len(bullets)} lines begin with “{word}”.",
                suggestion="Use the verb that says exactly what you did each time.",
            )


def results(resume: Resume, bullets: Sequence[Bullet]) -> Iterator[Finding]:
    """Whether the newest roles have lines, and figures in them."""
    age = 0
    for i, work in enumerate(resume.work):
        for j, role in enumerate(work.roles):
            own = [one for one in bullets if one.role is role]
            title = flat(role.title.text) if role.title else ""
            path = f"work.{i}.roles.{j}"
            if age < _NEWEST and not own and title:
                yield Finding(
                    rule="role_without_lines",
                    level=FindingLevel.FIX,
                    path=path,
                    quote=title,
                    why="Nothing says what you did in this role.",
                    suggestion="Add two to five lines: what you did, with what, and what came of "
                    "it.",
                )
            elif age < _NEWEST and own and not any(_has_figure(one.text) for one in own):
                yield Finding(
                    rule="no_result",
                    level=FindingLevel.CONSIDER,
                    path=own[0].path,
                    quote=own[0].text,
                    why=f"No line of “{title or 'this role'}” has a number in it.",
                    suggestion="How many, how often, how much faster or cheaper? Only if you know.",
                )
            age += 1


def _has_figure(text: str) -> bool:
    return any(token.is_number for token in tokens_of(text))
