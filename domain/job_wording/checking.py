"""Checking a job description: words in context, figures, pay duties, requirements."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from domain.findings import LEVELS, EvidenceStrength, Level
from domain.job_text import language_of
from domain.job_wording.coded import coded_words
from domain.job_wording.context import Context, context_of
from domain.job_wording.metrics import MOST_MUSTS, MOST_WORDS, READING_GOAL, measure
from domain.job_wording.model import (
    Category,
    Need,
    Requirement,
    WordingFinding,
    WordingMetrics,
    WordingReport,
)
from domain.job_wording.pay_duties import pay_duties
from domain.job_wording.requirements import assessment_map, requirements_of
from domain.job_wording.rule import Compiled, compiled
from domain.job_wording.rules_advice import ADVICE
from domain.job_wording.rules_choosing import CHOOSING, DESCRIBED
from domain.job_wording.rules_further import FURTHER
from domain.job_wording.rules_german import GERMAN
from domain.job_wording.rules_origin import EXPLICIT_ORIGIN
from domain.job_wording.rules_people import EXPLICIT_PERSON
from domain.job_wording.rules_titles import TITLES
from domain.job_wording.rules_workplace import WORKPLACE

LEXICON_VERSION = "2026.11-1"
"""Changes with every change of the rules or the pay table."""

EXPLICIT = frozenset(
    {
        Category.SEX,
        Category.AGE,
        Category.ORIGIN,
        Category.RELIGION,
        Category.FAMILY,
        Category.ABILITY,
        Category.LANGUAGE,
    }
)
_LONG_SENTENCE = 45  # words
_ENOUGH_FOR_STATEMENT = 120  # words; a shorter text is an extract and owes no statement
_ABOUT_THE_WHOLE = frozenset({"readability.long_sentence", "requirement.many"})
"""They may share words with others: nothing is put in their place."""
_FEW_OTHER_WORDS = 3
_CODED_SHOWN = 8
_STRONGLY_CODED = 0.5
_STATEMENT = re.compile(
    r"equal[- ](?:employment[- ])?opportunit|accommodat|adjustment|regardless of|without regard|"
    r"barrierefrei|behinder|gleichstellung|chancengleich|m/w/d|do not discriminate|"
    r"all backgrounds",
    re.IGNORECASE,
)
_BOTH_SIDES = (
    "Coded as {side}. Studies disagree: one on 300,000 postings finds almost no effect (2023), "
    "one "
    "experiment with 37,920 people finds one (2025). Advice only."
)
_OFFER_OF_HELP = (
    "\n\nIf you need an adjustment for the application or the work, tell us; we will arrange it."
)


@dataclass(frozen=True, slots=True)
class _Hit:
    rule: str
    level: Level
    category: Category
    start: int
    end: int
    why: str
    evidence: EvidenceStrength
    rewrite: str | None


def check_description(
    text: str,
    *,
    places: Sequence[str] = (),
    is_remote: bool | None = None,
    settled: Collection[tuple[str, str]] = (),
    today: date,
    assessed: Callable[[Requirement], str | None] | None = None,
    employees: int | None = None,
) -> WordingReport:
    """Everything that the rules say about a description. The same text gives the same report.

    Args:
        text: the description; findings point into exactly this text.
        places: where the work is, as the team wrote it; those named in the text when empty.
        is_remote: whether it may be done from elsewhere; read from the text when None.
        settled: (rule, quotation in lower case) that the team decided to keep; counted only.
        today: decides which pay rules are in force.
        assessed: names what of a role's rubric sees a requirement.
        employees: how many people the employer has, when known.

    >>> text = "We want a salesman. He will be young."
    >>> report = check_description(text, today=date(2026, 11, 26))
    >>> [(one.quote, one.level.value, one.rewrite) for one in report.findings]
    [('salesman', 'fix', 'salesperson'), ('He', 'fix', 'The person'), ('young', 'fix', None)]
    """
    context = context_of(text)
    requirements = requirements_of(text)
    coded = coded_words(context)
    metrics = measure(context, requirements=requirements, coded=coded)
    hits = [
        *_rule_hits(context),
        *_coded_hits(context, metrics),
        *_shape_hits(context, requirements=requirements, metrics=metrics),
    ]
    kept = _without_overlaps(hits, text=text)
    known = frozenset(settled)
    wanted = [hit for hit in kept if (hit.rule, text[hit.start : hit.end].lower()) not in known]
    findings = tuple(
        WordingFinding(
            id=f"f{number}",
            rule_id=hit.rule,
            level=hit.level,
            category=hit.category,
            quote=text[hit.start : hit.end],
            start=hit.start,
            end=hit.end,
            why=hit.why,
            evidence_strength=hit.evidence,
            rewrite=hit.rewrite,
        )
        for number, hit in enumerate(wanted, start=1)
    )
    counted = Counter(one.level for one in findings)
    return WordingReport(
        findings=findings,
        settled=len(kept) - len(wanted),
        metrics=metrics,
        pay=pay_duties(text, places=places, is_remote=is_remote, employees=employees, today=today),
        requirements=assessment_map(requirements, assessed or (lambda _one: None)),
        lexicon_version=LEXICON_VERSION,
        language=language_of(text),
        counts={level: counted[level] for level in LEVELS if counted[level]},
    )


def is_explicit(finding: WordingFinding) -> bool:
    """Whether a finding is about words that keep people out for what they are."""
    return finding.category in EXPLICIT and finding.level in {Level.BLOCK, Level.FIX}


@cache
def _rules() -> tuple[Compiled, ...]:
    every = (
        *EXPLICIT_PERSON,
        *TITLES,
        *EXPLICIT_ORIGIN,
        *CHOOSING,
        *DESCRIBED,
        *FURTHER,
        *GERMAN,
        *ADVICE,
        *WORKPLACE,
    )
    return tuple(compiled(rule) for rule in every)


def _rule_hits(context: Context) -> Iterator[_Hit]:
    for one in _rules():
        for match in one.pattern.finditer(context.text):
            start, end = _quoted_part(match)
            if start == end or not _speaks(one, context, match, start=start, end=end):
                continue
            rule = one.rule
            quote = context.text[start:end]
            better = rule.rewrite
            if rule.rewrite_plural is not None and _is_plural(quote):
                better = rule.rewrite_plural
            if better == "" and not rule.is_modifier:
                whole = _whole_sentence(context, start, end)
                better = None if whole is None else ""
                start, end = whole or (start, end)
                quote = context.text[start:end]
            rewrite = None if better is None else match.expand(better)
            if rewrite and quote[0].isupper() and quote[1:2].islower():
                rewrite = rewrite[0].upper() + rewrite[1:]
            yield _Hit(
                rule.id, rule.level, rule.category, start, end, rule.why, rule.evidence, rewrite
            )
            if rule.once:
                break


def _whole_sentence(context: Context, start: int, end: int) -> tuple[int, int] | None:
    """The sentence around words that can only go with it; None when it says something else too."""
    low, high = context.sentence(start)
    rest = f"{context.text[low:start]} {context.text[end:high]}"
    if len(re.findall(r"\w+", rest)) > _FEW_OTHER_WORDS:
        return None
    words = context.text[low:high]
    low += len(words) - len(words.lstrip(" \t-*•·–—"))
    return low, low + len(context.text[low:high].rstrip())


def _is_plural(quote: str) -> bool:
    return re.search(r"(?:[^s]s|men)\W*\Z", quote, re.IGNORECASE) is not None


def _quoted_part(match: re.Match[str]) -> tuple[int, int]:
    for name in ("q", "p", "r"):
        if name in match.re.groupindex and match[name]:
            return match.span(name)
    text = match[0]
    left = len(text) - len(text.lstrip())
    return match.start() + left, match.end() - (len(text) - len(text.rstrip()))


def _speaks(one: Compiled, context: Context, match: re.Match[str], *, start: int, end: int) -> bool:
    low, high = context.sentence(start)
    sentence = context.text[low:high]
    if one.unless and one.unless.search(sentence):
        return False
    if one.unless and one.rule.looks_back and one.unless.search(context.sentence_before(start)):
        return False
    if one.only_if and not one.only_if.search(sentence):
        return False
    if one.unless_before and one.unless_before.search(context.text[low : match.start()]):
        return False
    if context.is_masked(start, end):
        return one.rule.level is Level.BLOCK and not context.is_quoted(start, end)
    if one.rule.heeds_context:
        return not context.is_negated(start, end)
    return not context.is_denied(match.start())


def _coded_hits(context: Context, metrics: WordingMetrics) -> Iterator[_Hit]:
    """The words that weigh on the balance, when it is clearly on one side."""
    if metrics.balance is None or abs(metrics.balance) < _STRONGLY_CODED:
        return
    shown: set[str] = set()
    for one in coded_words(context):
        word = context.text[one.start : one.end].lower()
        if one.is_feminine != (metrics.balance > 0) or word in shown:
            continue
        shown.add(word)
        side = "feminine" if one.is_feminine else "masculine"
        yield _Hit(
            f"coded.{side}",
            Level.INFO,
            Category.GENDER_CODED,
            one.start,
            one.end,
            _BOTH_SIDES.format(side=side),
            EvidenceStrength.MIXED,
            None,
        )
        if len(shown) >= _CODED_SHOWN:
            return


def _shape_hits(
    context: Context, *, requirements: Sequence[Requirement], metrics: WordingMetrics
) -> Iterator[_Hit]:
    text = context.text
    musts = [one for one in requirements if one.need is Need.MUST]
    if len(musts) > MOST_MUSTS:
        eighth = musts[MOST_MUSTS]
        yield _Hit(
            "requirement.many",
            Level.CONSIDER,
            Category.REQUIREMENT,
            eighth.start,
            eighth.end,
            f"This is the {MOST_MUSTS + 1}th of {len(musts)} required points. Beyond "
            f"{MOST_MUSTS}, "
            "capable people leave; move what can be learnt to “nice to have”.",
            EvidenceStrength.MIXED,
            None,
        )
    for low, high in context.breaks:
        words = len(text[low:high].split())
        if words > _LONG_SENTENCE:
            yield _Hit(
                "readability.long_sentence",
                Level.INFO,
                Category.READABILITY,
                low,
                low + len(text[low:high].rstrip()),
                f"{words} words in one sentence. Two sentences read more easily.",
                EvidenceStrength.STYLE,
                None,
            )
    yield from _whole_text(text, metrics)


def _whole_text(text: str, metrics: WordingMetrics) -> Iterator[_Hit]:
    """What is said of the text as a whole: an empty quotation at its end."""
    end = len(text.rstrip())
    if metrics.reading_grade is not None and metrics.reading_grade > READING_GOAL:
        yield _Hit(
            "readability.grade",
            Level.INFO,
            Category.READABILITY,
            end,
            end,
            f"Reading grade {metrics.reading_grade:.1f} (Flesch-Kincaid); up to "
            "{READING_GOAL:.0f} is "
            "easy for most. Shorter words and sentences bring it down.",
            EvidenceStrength.STYLE,
            None,
        )
    if metrics.words > MOST_WORDS:
        yield _Hit(
            "readability.length",
            Level.INFO,
            Category.READABILITY,
            end,
            end,
            f"{metrics.words} words; 300 to {MOST_WORDS} are read to the end more often.",
            EvidenceStrength.STYLE,
            None,
        )
    if metrics.words >= _ENOUGH_FOR_STATEMENT and not _STATEMENT.search(text):
        yield _Hit(
            "accommodation.missing",
            Level.INFO,
            Category.ACCOMMODATION,
            end,
            end,
            "Nothing tells people how to ask for an adjustment. One sentence helps.",
            EvidenceStrength.STRONG,
            _OFFER_OF_HELP,
        )


def _without_overlaps(hits: Sequence[_Hit], *, text: str) -> list[_Hit]:
    """In order of the text; where two share words, the more urgent, then the longer one stays."""
    urgency = {level: number for number, level in enumerate(LEVELS)}
    chosen: list[_Hit] = []
    taken: list[tuple[int, int]] = []
    for hit in sorted(
        hits,
        key=lambda one: (
            urgency[one.level],
            one.start - one.end,
            one.start,
            one.rewrite is None,
            one.rule,
        ),
    ):
        if hit.rule in _ABOUT_THE_WHOLE or hit.start == hit.end:
            chosen.append(hit)
            continue
        at = bisect_left(taken, (hit.start, hit.end))
        before_ends = taken[at - 1][1] if at else 0
        next_starts = taken[at][0] if at < len(taken) else len(text)
        if before_ends <= hit.start and hit.end <= next_starts:
            chosen.append(hit)
            taken.insert(at, (hit.start, hit.end))
    return sorted(chosen, key=lambda one: (one.start, one.end, one.rule))
