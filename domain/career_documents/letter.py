"""A cover letter composed by code: what is asked, and the line of the profile that answers it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.career_documents.model import CoverLetter, Line
from domain.claims.composed import (
    LANGUAGES,
    Pattern,
    company_of,
    compose,
    listed,
    position_of,
    years_as,
)
from domain.claims.ledger import Fact, FactKind, Ledger, SkillFact, flat, ledger_of
from domain.claims.salutations import forms
from domain.posting import Posting
from domain.profiles import Profile
from domain.tailoring.asking import ask

_MOST_EVIDENCE = 3
_MOST_LISTED = 4
_LONGEST_LINE = 300  # characters of a quoted line; longer ones are left to the resume


def letter(
    profile: Profile, posting: Posting, *, today: date, language: str = "en", why: str = ""
) -> CoverLetter:
    """A letter that says what the profile supports, and nothing about the employer but its name.

    Args:
        profile: as stored or corrected.
        posting: what is applied for; untrusted: only its title, company and asked skills are used.
        today: date of the letter.
        language: en, de, fr, es or pt; English for any other.
        why: the person's own words on why this role, put in as they are; left out when empty.
    """
    spoken = language if language in LANGUAGES else "en"
    ledger = ledger_of(profile, today=today)
    position, company = position_of(posting), company_of(posting)
    named = bool(company)
    slots = {"position": position, "company": company}
    greeting, ending = forms(spoken)
    opening = Pattern.OPENING_AT if named else Pattern.OPENING
    subject = compose(Pattern.SUBJECT_AT if named else Pattern.SUBJECT, spoken, **slots)
    if not position:
        opening, subject = Pattern.OPENING_UNNAMED, ""
    paragraphs = [
        Line(text=compose(opening, spoken, **slots), support=("posting",)),
        *_background(ledger, spoken),
        *_evidence(ledger, posting, spoken),
    ]
    if own := flat(why):
        paragraphs.append(Line(text=own, support=("words",)))
    paragraphs.append(Line(text=compose(Pattern.CLOSING, spoken)))
    contact = {key: _text(ledger, f"contact.{key}") for key in ("name", "email", "phone")}
    return CoverLetter(
        **contact,
        location=_text(ledger, "contact.location"),
        company=company,
        subject=subject,
        dated=today,
        salutation=greeting,
        paragraphs=tuple(paragraphs),
        closing=ending,
        language=spoken,
    )


def latest_title(ledger: Ledger) -> Fact | None:
    """The title of the role that goes on or ended last; the first one where dates are missing."""
    titles = [fact for fact in ledger.facts.values() if fact.kind is FactKind.TITLE]
    return max(titles, key=lambda fact: _ended(ledger, fact), default=None)


def _ended(ledger: Ledger, title: Fact) -> tuple[int, int]:
    known = ledger.facts.get(f"{title.role}.dates")
    dates = known.dates if known else None
    if dates is None:
        return (0, 0)
    if dates.is_current:
        return (9999, 0)
    end = dates.end or dates.start
    return (end.year, end.month or 0) if end else (0, 0)


def _text(ledger: Ledger, path: str) -> str:
    fact = ledger.facts.get(path)
    return fact.text if fact is not None else ""


def _background(ledger: Ledger, language: str) -> Iterator[Line]:
    title = latest_title(ledger)
    years = years_as(title.text, ledger) if title else 0
    if title is not None and years >= 2:
        words = compose(Pattern.BACKGROUND, language, title=title.text, years=str(min(years, 60)))
        yield Line(text=words, support=(title.path, f"{title.role}.dates"))


def _evidence(ledger: Ledger, posting: Posting, language: str) -> Iterator[Line]:
    """The two or three most wanted skills with a line each; then those that are only listed."""
    shown: set[str] = set()
    quoted: set[str] = set()
    listed_only: list[SkillFact] = []
    for one in ask(posting, ledger).answered:
        skill = one.skill
        if skill.name in shown:
            continue
        shown.add(skill.name)
        line = _best_line(ledger, skill, quoted) if len(quoted) < _MOST_EVIDENCE else None
        words = _quoted(ledger, line, one.spelling, language) if line is not None else ""
        if line is not None and words:
            quoted.add(line.path)
            yield Line(text=words, support=(line.path, line.role or line.path))
        elif len(listed_only) < _MOST_LISTED and _is_listed(skill):
            listed_only.append(skill)
    if listed_only:
        names = listed([skill.name for skill in listed_only], language)
        support = tuple(skill.paths[0] for skill in listed_only)
        yield Line(text=compose(Pattern.KNOWN, language, skills=names), support=support)


def _best_line(ledger: Ledger, skill: SkillFact, used: set[str]) -> Fact | None:
    """The line that names the skill; one with a number in it is worth more, then the newest."""
    lines = [
        ledger.facts[path]
        for path in skill.paths
        if ledger.facts[path].kind is FactKind.LINE
        and path not in used
        and len(ledger.facts[path].text) <= _LONGEST_LINE
    ]
    return max(lines, key=lambda fact: any(one.isdigit() for one in fact.text), default=None)


def _quoted(ledger: Ledger, line: Fact, asked: str, language: str) -> str:
    if line.role:
        title = _text(ledger, f"{line.role}.title")
        employer = _text(ledger, f"{line.role.partition('.roles.')[0]}.employer")
        if not title:
            return ""
        pattern = Pattern.EVIDENCE if employer else Pattern.EVIDENCE_NO_EMPLOYER
        slots = {"title": title, "employer": employer}
    else:
        project = _text(ledger, f"{line.path.rpartition('.detail.')[0]}.name")
        if not project or not line.path.startswith("projects."):
            return ""
        pattern, slots = Pattern.EVIDENCE_PROJECT, {"project": project}
    return compose(pattern, language, skill=asked, line=line.text, **slots)


def _is_listed(skill: SkillFact) -> bool:
    """Whether a list of skills names it: a word of a job title is no entry of a resume."""
    return any(path.startswith("skills.") for path in skill.paths)
