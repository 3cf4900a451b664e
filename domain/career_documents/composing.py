"""A resume document out of a profile: every line verbatim, with the path that supports it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from domain.career_documents.dates_in_words import dates_in_words
from domain.career_documents.model import (
    DocumentEducation,
    DocumentEntry,
    DocumentRole,
    DocumentWork,
    Line,
    ResumeDocument,
    SkillGroup,
)
from domain.claims.checking import check
from domain.claims.ledger import Fact, FactKind, Ledger, flat, ledger_of, own_resume
from domain.profiles import Profile
from domain.resume.model import DateRange, Education, Entry, Extracted, Resume, Role, Work

_MOST_IN_A_LIST = 400
_ANSWER = re.compile(
    r"^(?:(?:yes|yeah|yep|ja|oui|sí|si|sim|haan)\b[\s,.!:-]{0,4})?(?:i|ich|je|yo|eu)?\s+(?=\w)",
    re.IGNORECASE,
)


def resume_document(profile: Profile, *, today: date, language: str = "en") -> ResumeDocument:
    """The resume that a profile makes, untailored.

    Args:
        profile: as stored or corrected; corrections count either way.
        today: for roles that go on until now.
        language: ISO 639-1 of headings and dates; the lines stay in the language they are in.

    A statement of experience adds its skill, and a line to the role that it names where its words
    read as one. Self-checks add nothing.
    """
    resume = own_resume(profile)
    if resume is None:
        return ResumeDocument(name="", language=language)
    ledger = ledger_of(profile, today=today)
    contact = resume.contact
    summary = _text(resume.summary)
    return ResumeDocument(
        name=_text(contact.name),
        label=_text(contact.label),
        email=_text(contact.email),
        phone=_text(contact.phone),
        location=_text(contact.location),
        links=tuple(_text(link) for link in contact.links if _text(link)),
        summary=(Line(text=summary, support=("summary",)),) if summary else (),
        work=_work(resume.work, ledger, language),
        education=tuple(
            _education(entry, f"education.{i}", language)
            for i, entry in enumerate(resume.education[:_MOST_IN_A_LIST])
        ),
        skills=_skills(resume, ledger),
        languages=tuple(
            (_text(spoken.language), _text(spoken.fluency))
            for spoken in resume.languages
            if _text(spoken.language)
        ),
        projects=_entries("projects", resume.projects, language),
        certificates=_entries("certificates", resume.certificates, language),
        awards=_entries("awards", resume.awards, language),
        publications=_entries("publications", resume.publications, language),
        volunteer=_entries("volunteer", resume.volunteer, language),
        language=language,
    )


def _work(works: Sequence[Work], ledger: Ledger, language: str) -> tuple[DocumentWork, ...]:
    placed = list(enumerate(works[:_MOST_IN_A_LIST]))
    if all(_last(role.dates) for _, work in placed for role in work.roles):
        placed.sort(key=lambda one: _newest(one[1]), reverse=True)
    return tuple(
        DocumentWork(
            employer=_text(work.employer),
            location=_text(work.location),
            roles=_roles(work.roles, f"work.{i}", ledger, language),
            path=f"work.{i}",
        )
        for i, work in placed
    )


def _roles(
    roles: Sequence[Role], base: str, ledger: Ledger, language: str
) -> tuple[DocumentRole, ...]:
    placed = list(enumerate(roles))
    if all(_last(role.dates) for role in roles):
        placed.sort(key=lambda one: _last(one[1].dates), reverse=True)
    return tuple(
        DocumentRole(
            title=_text(role.title),
            dates=dates_in_words(role.dates, language=language),
            location=_text(role.location),
            highlights=_highlights(role, f"{base}.roles.{j}", ledger),
            path=f"{base}.roles.{j}",
        )
        for j, role in placed
    )


def _highlights(role: Role, path: str, ledger: Ledger) -> tuple[Line, ...]:
    own = [
        Line(text=_text(line), support=(f"{path}.highlights.{k}",))
        for k, line in enumerate(role.highlights)
        if _text(line)
    ]
    said = [
        Line(text=words, support=(fact.path,))
        for fact in ledger.facts.values()
        if fact.kind is FactKind.STATEMENT and fact.role == path
        if (words := _as_bullet(fact, ledger))
    ]
    return (*own, *said)


def _as_bullet(fact: Fact, ledger: Ledger) -> str:
    """A statement without "yes, I"; empty when it does not read as a line of a resume."""
    words = _ANSWER.sub("", fact.text, count=1).rstrip(" .!")
    if len(words.split()) < 4:
        return ""
    line = words[:1].upper() + words[1:]
    return "" if check(line, ledger, lines=(fact.path,)) else line


def _last(dates: DateRange | None) -> tuple[int, ...]:
    """Orders by end, then start; empty when neither is known."""
    if dates is None or (dates.start is None and dates.end is None):
        return ()
    end = dates.end or dates.start
    start = dates.start or dates.end
    last = (9999, 12) if dates.is_current or end is None else (end.year, end.month or 12)
    first = (0, 0) if start is None else (start.year, start.month or 1)
    return (*last, *first)


def _newest(work: Work) -> tuple[int, ...]:
    return max((_last(role.dates) for role in work.roles), default=())


def _education(entry: Education, path: str, language: str) -> DocumentEducation:
    return DocumentEducation(
        institution=_text(entry.institution),
        degree=_text(entry.degree),
        dates=dates_in_words(entry.dates, language=language),
        location=_text(entry.location),
        grade=_text(entry.grade),
        path=path,
    )


def _entries(section: str, entries: Iterable[Entry], language: str) -> tuple[DocumentEntry, ...]:
    found: list[DocumentEntry] = []
    for i, entry in enumerate(entries):
        path = f"{section}.{i}"
        detail = tuple(
            Line(text=_text(line), support=(f"{path}.detail.{k}",))
            for k, line in enumerate(entry.detail)
            if _text(line)
        )
        found.append(
            DocumentEntry(
                name=_text(entry.name),
                issuer=_text(entry.issuer),
                dates=dates_in_words(entry.dates, language=language),
                detail=detail,
                path=path,
            )
        )
    return tuple(found[:_MOST_IN_A_LIST])


def _skills(resume: Resume, ledger: Ledger) -> tuple[SkillGroup, ...]:
    groups: dict[str, list[str]] = {}
    known: set[str] = set()
    stated = [
        (fact.skill, "")
        for fact in ledger.facts.values()
        if fact.kind is FactKind.STATEMENT and fact.skill
    ]
    listed = [(_text(skill.name), flat(skill.group or "")) for skill in resume.skills]
    for name, group in (*listed, *stated):
        fact = ledger.skill(name)
        key = (fact.canonical if fact else None) or name.casefold()
        if name and key not in known and len(known) < _MOST_IN_A_LIST:
            known.add(key)
            groups.setdefault(group, []).append(name)
    return tuple(SkillGroup(label=label, names=tuple(names)) for label, names in groups.items())


def _text(value: Extracted | None) -> str:
    return flat(value.text) if value is not None else ""
