"""What in a message to a candidate may sway, hurt or promise: findings with their words.

The rules of job descriptions apply to messages too; flattery, pressure, judgements and questions
that must not be asked are added here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from domain.findings import Level
from domain.job_wording.checking import check_description, is_explicit
from domain.job_wording.model import Category
from domain.outreach.prohibited import prohibited
from domain.screening.wording import offending_words

_OF_DESCRIPTIONS = frozenset(
    {
        Category.SEX,
        Category.AGE,
        Category.ORIGIN,
        Category.RELIGION,
        Category.FAMILY,
        Category.ABILITY,
        Category.LANGUAGE,
        Category.CULTURE,
        Category.SOCIAL,
    }
)
"""The rest (pay, hours, lists of requirements, reading grade) is about descriptions alone."""

_OWN: tuple[tuple[str, Level, str, str], ...] = (
    (
        "flattery",
        Level.CONSIDER,
        r"impress\w+|amazing|outstanding|brilliant|perfect (?:fit|match|candidate)|rock ?star|ninja"
        r"|superstar|best candidate|excited by your|blown away|beeindruck\w+|herausragend\w*"
        r"|perfekt\w* (?:kandidat\w*|passung)|hervorragend\w*",
        "Praise is a promise to one person that others do not get; say what the resume shows.",
    ),
    (
        "pressure",
        Level.CONSIDER,
        r"last chance|only today|act (?:now|fast)|don['’]?t miss|as soon as possible|urgent\w*"
        r"|letzte chance|nur heute|dringend\w*|so schnell wie möglich",
        "Pressure shuts out people with duties; give a date that leaves a few days.",
    ),
    (
        "promise",
        Level.FIX,
        r"guarantee\w*|(?:the job|the position|it) is yours|we will hire you|sure to get"
        r"|garantier\w*"
        r"|(?:die stelle|der job) ist ihnen sicher",
        "Nothing is decided yet; leave the promise out.",
    ),
    (
        "address",
        Level.FIX,
        r"(?:dear|hello|hi|good (?:morning|day)) (?:mr|mrs|ms|miss|sir|madam|guys)\b\.?"
        r"|sehr geehrte[rs]? (?:herr|frau)\b|lieber? (?:herr|frau)\b",
        "A title guesses a gender; “Hello” or “Guten Tag” does not.",
    ),
)
_PATTERNS = tuple(
    (rule, level, re.compile(rf"(?<!\w)(?:{forms})(?!\w)", re.IGNORECASE), why)
    for rule, level, forms, why in _OWN
)
_OPT_OUT = re.compile(
    r"do(?:n['’]?t| not) want to hear|tell us (?:so|and)|unsubscribe|opt out|not (?:interested|"
    r"write)|nichts mehr (?:von uns )?hören|abmelden|nicht mehr schreiben",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFinding:
    """One thing to look at."""

    rule: str
    level: Level
    quote: str
    why: str
    instead: str = ""
    stops: bool = False
    """Whether the message must not go out with these words."""


def lint_letter(subject: str, body: str, *, today: date) -> tuple[LetterFinding, ...]:
    """Findings in a message, those that stop it first.

    Args:
        subject: its subject.
        body: its words.
        today: for dated rules.

    >>> found = lint_letter("Hi", "You are a perfect fit.", today=date(2026, 11, 2))
    >>> [one.rule for one in found]
    ['opt_out', 'flattery']
    """
    words = f"{subject}\n{body}"
    found = [
        LetterFinding(
            rule=f"question.{question.topic.value}",
            level=Level.BLOCK,
            quote=question.words,
            why="This must not be asked or said to a candidate.",
            instead=question.instead,
            stops=True,
        )
        for question in prohibited(words)
    ]
    found += [
        LetterFinding(
            rule=finding.rule_id,
            level=finding.level,
            quote=finding.quote,
            why=finding.why,
            instead=finding.rewrite or "",
            stops=is_explicit(finding),
        )
        for finding in check_description(words, today=today).findings
        if finding.category in _OF_DESCRIPTIONS and finding.quote
    ]
    found += [
        LetterFinding(rule=rule, level=level, quote=match[0], why=why)
        for rule, level, pattern, why in _PATTERNS
        for match in pattern.finditer(words)
    ]
    found += [
        LetterFinding(
            rule="judgement",
            level=Level.FIX,
            quote=word,
            why="This judges a person; say what you saw and ask.",
            stops=True,
        )
        for word in offending_words(words)
    ]
    if not _OPT_OUT.search(body):
        found.append(
            LetterFinding(
                rule="opt_out",
                level=Level.FIX,
                quote="",
                why="The message does not say how to stop further ones.",
                stops=True,
            )
        )
    return tuple(sorted(_once(found), key=lambda one: not one.stops))


def _once(found: list[LetterFinding]) -> list[LetterFinding]:
    """One finding per quotation: the first, which is the sternest."""
    kept: dict[str, LetterFinding] = {}
    for one in found:
        kept.setdefault(one.quote.casefold() or one.rule, one)
    return list(kept.values())
