"""The person's own word over what was read: an effective view for display and matching."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from domain.resume.dates import find_dates
from domain.resume.headings import fold
from domain.resume.model import (
    Contact,
    DateRange,
    Education,
    Extracted,
    PartialDate,
    Resume,
    Role,
    Skill,
    Span,
    Work,
)
from domain.skills import canonical

Item = TypeVar("Item")

PERSONS_WORD = Span(start=-1, end=-1)
"""Span of a value that a person stated: it stands nowhere in the file."""

_CONTACT = {"name", "label", "email", "phone", "location"}
_ROLE = {"title", "location"}
_EDUCATION = {"institution", "degree", "location", "grade"}


def stated(text: str) -> Extracted | None:
    """A value in a person's own words; None for empty words, which remove a value."""
    words = " ".join(text.split())
    return Extracted(text=words, span=PERSONS_WORD) if words else None


def is_persons_word(value: Extracted) -> bool:
    """True for values that a person stated instead of a file."""
    return value.span == PERSONS_WORD


def apply_corrections(resume: Resume, corrections: Mapping[str, str]) -> Resume:
    """The resume as the person corrected it; the original and its spans stay untouched.

    Paths: ``contact.phone``, ``summary``, ``work.0.employer``, ``work.0.location``,
    ``work.0.roles.1.title`` (also ``location``, ``dates``, ``start``, ``end``),
    ``education.0.degree`` (also ``institution``, ``dates``, ``grade``, ``location``),
    ``skills.2.name``, and comma-separated lists for ``skills.add`` and ``skills.remove``.
    Empty words remove a value. Paths that lead nowhere, and dates that are none, change nothing.

    >>> from domain.resume.model import ResumeText
    >>> empty = Resume(source=ResumeText(text="", pages=1, media_type="text/plain"))
    >>> apply_corrections(empty, {"contact.name": "Ada Lovelace"}).contact.name.text
    'Ada Lovelace'
    """
    for path, words in sorted(corrections.items(), key=lambda item: _order(item[0])):
        resume = _apply(resume, path.split("."), words)
    return resume


def _order(path: str) -> tuple[bool, str]:
    # indexes must still mean what they meant when the person answered: lists change last
    return path.startswith(("skills.add", "skills.remove")), path


def _apply(resume: Resume, path: list[str], words: str) -> Resume:
    match path:
        case ["summary"]:
            return replace(resume, summary=stated(words))
        case ["contact", key] if key in _CONTACT:
            return replace(resume, contact=_contact(resume.contact, key, words))
        case ["work", index, *rest]:
            at = _index(index, len(resume.work))
            if at is None:
                return resume
            changed = _work(resume.work[at], rest, words)
            return replace(resume, work=_put(resume.work, at, changed))
        case ["education", index, key]:
            at = _index(index, len(resume.education))
            if at is None:
                return resume
            entry = _education(resume.education[at], key, words)
            return replace(resume, education=_put(resume.education, at, entry))
        case ["skills", *rest]:
            return replace(resume, skills=_skills(resume.skills, rest, words))
    return resume


def _contact(contact: Contact, key: str, words: str) -> Contact:
    value = stated(words)
    match key:
        case "name":
            return replace(contact, name=value)
        case "label":
            return replace(contact, label=value)
        case "email":
            return replace(contact, email=value)
        case "phone":
            return replace(contact, phone=value)
    return replace(contact, location=value)


def _work(work: Work, path: list[str], words: str) -> Work:
    match path:
        case ["employer"]:
            return replace(work, employer=stated(words))
        case ["location"]:
            return replace(work, location=stated(words))
        case ["roles", index, key]:
            at = _index(index, len(work.roles))
            if at is not None:
                return replace(work, roles=_put(work.roles, at, _role(work.roles[at], key, words)))
    return work


def _role(role: Role, key: str, words: str) -> Role:
    if key == "title":
        return replace(role, title=stated(words))
    if key == "location":
        return replace(role, location=stated(words))
    return replace(role, dates=_dates(role.dates, key, words))


def _education(entry: Education, key: str, words: str) -> Education:
    match key:
        case "institution":
            return replace(entry, institution=stated(words))
        case "degree":
            return replace(entry, degree=stated(words))
        case "grade":
            return replace(entry, grade=stated(words))
        case "location":
            return replace(entry, location=stated(words))
    return replace(entry, dates=_dates(entry.dates, key, words))


def _dates(dates: DateRange | None, key: str, words: str) -> DateRange | None:
    raw = stated(words)
    if key == "dates":
        found = next(iter(find_dates(words)), None)
        if raw is None or found is None:
            return None if raw is None else dates
        return DateRange(raw=raw, start=found.first, end=found.last, is_current=found.is_current)
    if key not in {"start", "end"} or raw is None:
        return dates
    date, current = _point(words)
    if date is None and not current:
        return dates
    start = dates.start if dates else None
    end = dates.end if dates else None
    if key == "start":
        start = date or start
        current = dates.is_current if dates else False
    else:
        end = date
    label = " - ".join(
        [start.iso() if start else "", "present" if current else end.iso() if end else ""]
    ).strip(" -")
    if not label:
        return dates
    return DateRange(
        raw=Extracted(text=label, span=PERSONS_WORD), start=start, end=end, is_current=current
    )


def _point(words: str) -> tuple[PartialDate | None, bool]:
    """A date, or "present" in any supported language."""
    # a present word only means something behind a start
    found = next(iter(find_dates(f"2000 - {words.strip()}")), None)
    if found is not None and found.is_current and not re.search(r"\d", words):
        return None, bool(re.search(r"\w", words))
    found = next(iter(find_dates(words)), None)
    return (found.first, False) if found is not None else (None, False)


def _skills(skills: tuple[Skill, ...], path: list[str], words: str) -> tuple[Skill, ...]:
    names = [name.strip() for name in words.split(",") if name.strip()]
    match path:
        case ["add"]:
            known = {fold(skill.name.text) for skill in skills}
            added = [value for name in names if fold(name) not in known and (value := stated(name))]
            return skills + tuple(Skill(name=v, canonical=canonical(v.text)) for v in added)
        case ["remove"]:
            gone = {fold(name) for name in names}
            return tuple(skill for skill in skills if fold(skill.name.text) not in gone)
        case [index, "name"]:
            at = _index(index, len(skills))
            value = stated(words)
            if at is not None and value is not None:
                skill = Skill(name=value, canonical=canonical(value.text), group=skills[at].group)
                return _put(skills, at, skill)
    return skills


def _index(text: str, length: int) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and int(text) < length else None


def _put(items: tuple[Item, ...], at: int, item: Item) -> tuple[Item, ...]:
    return (*items[:at], item, *items[at + 1 :])
