"""Claims of the text against the text: years of a technology, years in all, listed skills."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from domain.findings import Level, Observation
from domain.integrity.first_releases import FIRST_YEARS
from domain.integrity.quoting import passages_at
from domain.resume.dates import find_dates
from domain.resume.gaps import SURE
from domain.resume.model import DateRange, Resume, Span
from domain.resume.tenure import months_in_union
from domain.skills import find_skills

_YEARS = (
    r"(?<![\d.,/–-])(?P<years>\d{1,2})\s?\+?\s?(?:years?|yrs?|jahren?|ans|années|años|anos)(?!\w)"
)
_AFTER = re.compile(
    _YEARS + r"(?P<of>[’']?\s+(?:of\s+|de\s+|d['’]\s?)?"
    r"(?:[\w-]+\s+){0,3}?"
    r"(?:experience|expertise|berufserfahrung|erfahrung|expérience|experiencia|experiência)?)"
    r"\s*(?P<with>(?:with|in|of|using|on|mit|en|em|com|con|avec|de|building|writing)\b|:)?",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\(\s*" + _YEARS + r"\s*\)", re.IGNORECASE)
_IN_ALL = re.compile(
    _YEARS + r"[’']?\s+(?:of\s+|de\s+|d['’]\s?)?(?:[\w-]+\s+){0,2}?"
    r"(?:experience|expertise|berufserfahrung|erfahrung|expérience|experiencia|experiência)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[.;!?\n(]|\b(?:and|und|et|y|e)\s+\d")
_CLAUSE_CHARS = 90
_MOST_EARLY = 2
_TOLERATED_YEARS = 2.0
_TOLERATED_SHARE = 0.25


def years_of_technology(resume: Resume, *, as_of: date) -> Iterator[Observation]:
    """Years claimed for a technology that has been public for fewer.

    A claim about several technologies holds while one of them, or one that we do not know, is old
    enough. Ages count from January of the first public year (:data:`FIRST_YEARS`).
    """
    text = resume.source.text
    seen: set[str] = set()
    for years, names, span in _claims(text):
        ages = [_age(name, as_of=as_of) for name in names]
        known = [age for age in ages if age is not None]
        if not known or len(known) < len(ages) or years <= max(known):
            continue
        name = names[ages.index(max(known))]
        if name in seen:
            continue
        seen.add(name)
        yield Observation(
            rule="claims.older_than_technology",
            level=Level.INFO,
            title=f"{years} years of {name} are stated; it has been public for about "
            f"{max(1, round(max(known)))}.",
            quotes=passages_at(resume, (span,)),
            benign=(
                "The number stands for the whole field or for a forerunner of the technology.",
                "It was used before its public release, or the number was rounded up.",
            ),
            question=f"When did you first use {name}, and for what?",
        )


def early_use(resume: Resume) -> Iterator[Observation]:
    """A technology in the lines of a role that ended before its first public year; at most two."""
    named: set[str] = set()
    for work in resume.work:
        for role in work.roles:
            dates = role.dates
            if dates is None or dates.end is None or dates.is_current:
                continue
            if dates.raw.confidence < SURE:
                continue
            for line in role.highlights:
                for mention in find_skills(line.text):
                    first = FIRST_YEARS.get(mention.canonical)
                    if first is None or dates.end.year >= first:
                        continue
                    if mention.canonical in named or len(named) == _MOST_EARLY:
                        continue
                    named.add(mention.canonical)
                    yield Observation(
                        rule="claims.before_release",
                        level=Level.INFO,
                        title=f"{mention.canonical} is named in a role that ended before its first "
                        "public release.",
                        quotes=passages_at(resume, (line.span, dates.raw.span)),
                        benign=(
                            "The work was described later, with today's name for it.",
                            "It was used before its public release, or a date has a typing slip.",
                        ),
                        question=f"What did you use {mention.canonical} for in this role?",
                    )


def years_in_all(resume: Resume, *, as_of: date) -> Iterator[Observation]:
    """Years of experience stated in the summary, against the dated roles.

    Only when every role is dated, and only when the statement is more than two years and more than
    a quarter above what the widest reading of the dates adds up to.
    """
    head = resume.summary or resume.contact.label
    if head is None or not resume.work:
        return
    months = widest_months(resume, as_of=as_of)
    if months is None:
        return
    for match in _IN_ALL.finditer(head.text):
        years = int(match["years"])
        if years > months / 12 + max(_TOLERATED_YEARS, _TOLERATED_SHARE * years):
            span = _inside(resume, head.span, match[0]) or head.span
            yield Observation(
                rule="claims.years_in_all",
                level=Level.INFO,
                title=f"{years} years of experience are stated; the dated roles add up to about "
                f"{round(months / 12)}.",
                quotes=passages_at(resume, (span,)),
                benign=(
                    "Earlier roles were left out to keep the resume short.",
                    "Studies, freelance or unpaid work are counted in.",
                ),
                question="Which work do these years stand for?",
            )
            return


def widest_months(resume: Resume, *, as_of: date) -> int | None:
    """Months of all roles together, bare years read from January to December.

    None when a role has no dates: then the sum says nothing.
    """
    ranges: list[DateRange] = []
    for work in resume.work:
        for role in work.roles:
            if role.dates is None or role.dates.start is None:
                return None
            ranges.append(role.dates)
    months = months_in_union(ranges, today=as_of)
    return months + 12 * sum(
        dates.start is not None and dates.start.month is None for dates in ranges
    )


def _claims(text: str) -> Iterator[tuple[int, tuple[str, ...], Span]]:
    """Years, the technologies that they are claimed for, and where."""
    for match in _AFTER.finditer(text):
        end = min(len(text), match.end() + _CLAUSE_CHARS)
        stop = _CLAUSE.search(text, match.end(), end)
        stop_at = stop.start() if stop else end
        # Read with the claim before it: "years of" tells that React is no verb here.
        mentions = find_skills(text[match.start() : stop_at])
        behind = match.end() - match.start()
        names = tuple(dict.fromkeys(one.canonical for one in mentions if one.start >= behind))
        has_link = bool(match["with"]) or bool(match["of"].strip())
        if names and has_link and not _is_date(text, match):
            yield int(match["years"]), names, Span(start=match.start(), end=stop_at)
    for match in _IN_BRACKETS.finditer(text):
        begin = max(0, match.start() - 40)
        begin = max(begin, text.rfind("\n", begin, match.start()) + 1)
        piece = re.split(r"[,;|•·:/()]", text[begin : match.start()])[-1].strip()
        told = f"experience with {piece}"
        mentions = find_skills(told)
        if mentions and mentions[-1].end == len(told):
            start = text.rindex(piece, begin, match.start())
            yield int(match["years"]), (mentions[-1].canonical,), Span(start=start, end=match.end())


def _is_date(text: str, match: re.Match[str]) -> bool:
    """Whether the number belongs to a date beside it."""
    begin = max(0, match.start() - 12)
    end = min(len(text), match.start() + 4)
    return any(
        begin + date.start <= match.start() < begin + date.end
        for date in find_dates(text[begin:end])
    )


def _age(name: str, *, as_of: date) -> float | None:
    first = FIRST_YEARS.get(name)
    return None if first is None else as_of.year - first + as_of.month / 12


def _inside(resume: Resume, span: Span, words: str) -> Span | None:
    start = resume.source.text.find(words, span.start, span.end)
    return None if start < 0 else Span(start=start, end=start + len(words))
