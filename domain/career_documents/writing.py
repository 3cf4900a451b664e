"""A document as Markdown and as JSON Resume 1.0.0. Words enter as data, never as markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from domain.career_documents.headings import heading
from domain.career_documents.model import (
    CoverLetter,
    DocumentEntry,
    DocumentSection,
    DocumentWork,
    ResumeDocument,
)
from domain.resume.dates import find_dates
from domain.resume.json_resume import SCHEMA, split_degree
from domain.resume.model import PartialDate

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_STARTS = re.compile(r"^(\d{1,9})([.)])(?=\s|$)|^([-+=>])", re.MULTILINE)


def resume_markdown(document: ResumeDocument) -> str:
    """The resume as Markdown; marks in its words are escaped."""
    return "\n".join(_resume_lines(document)).rstrip() + "\n"


def letter_markdown(letter: CoverLetter) -> str:
    """The letter as Markdown."""
    head = [letter.name, _joined(letter.email, letter.phone, letter.location, by=" · ")]
    parts = ["  \n".join(escaped(line) for line in head if line)]
    if letter.dated is not None:
        parts.append(letter.dated.isoformat())
    parts += [escaped(letter.company), f"**{escaped(letter.subject)}**" if letter.subject else ""]
    parts += [escaped(letter.salutation), *(escaped(line.text) for line in letter.paragraphs)]
    parts += ["  \n".join(escaped(line) for line in (letter.closing, letter.name) if line)]
    return "\n\n".join(part for part in parts if part) + "\n"


def escaped(text: str) -> str:
    r"""One line whose marks are letters and nothing else.

    >>> escaped("Led *all* of <b>C#</b>")
    'Led \\*all\\* of \\<b\\>C\\#\\</b\\>'
    """
    line = _MARKUP.sub(r"\\\1", " ".join(text.split()))
    return _STARTS.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", line)


def _joined(*words: str, by: str = ", ") -> str:
    return by.join(word for word in words if word)


def _resume_lines(document: ResumeDocument) -> Iterator[str]:
    yield f"# {escaped(document.name)}"
    if document.label:
        yield f"\n{escaped(document.label)}"
    contact = (document.email, document.phone, document.location, *document.links)
    if any(contact):
        yield f"\n{escaped(_joined(*contact, by=' · '))}"
    for section in document.order:
        lines = list(_section(document, section))
        if lines:
            yield f"\n## {escaped(heading(section, document.language))}\n"
            yield from lines


def _section(document: ResumeDocument, section: DocumentSection) -> Iterator[str]:
    match section:
        case DocumentSection.SUMMARY:
            yield from (f"{escaped(line.text)}" for line in document.summary)
        case DocumentSection.SKILLS:
            for group in document.skills:
                label = f"**{escaped(group.label)}:** " if group.label else ""
                yield f"- {label}{escaped(', '.join(group.names))}"
        case DocumentSection.WORK:
            for work in document.work:
                yield from _work(work)
        case DocumentSection.EDUCATION:
            for study in document.education:
                what = _joined(study.degree, study.institution, study.location)
                yield f"- {escaped(_joined(what, study.dates, study.grade, by=' · '))}"
        case DocumentSection.LANGUAGES:
            for language, fluency in document.languages:
                yield f"- {escaped(_joined(language, fluency, by=' · '))}"
        case _:
            for entry in _entries(document)[section]:
                head = _joined(_joined(entry.name, entry.issuer), entry.dates, by=" · ")
                yield f"- {escaped(head)}"
                yield from (f"  - {escaped(line.text)}" for line in entry.detail)


def _entries(document: ResumeDocument) -> Mapping[DocumentSection, Sequence[DocumentEntry]]:
    return {
        DocumentSection.PROJECTS: document.projects,
        DocumentSection.CERTIFICATES: document.certificates,
        DocumentSection.AWARDS: document.awards,
        DocumentSection.PUBLICATIONS: document.publications,
        DocumentSection.VOLUNTEER: document.volunteer,
    }


def _work(work: DocumentWork) -> Iterator[str]:
    employer = _joined(work.employer, work.location)
    if not work.roles and employer:
        yield f"### {escaped(employer)}\n"
    for role in work.roles:
        yield f"### {escaped(_joined(role.title, employer, by=' – '))}\n"
        when = _joined(role.dates, role.location, by=" · ")
        if when:
            yield f"{escaped(when)}\n"
        yield from (f"- {escaped(line.text)}" for line in role.highlights)
        if role.highlights:
            yield ""


def resume_json(document: ResumeDocument) -> dict[str, object]:
    """JSON Resume 1.0.0: one work entry per role; absent values are absent keys."""
    location = {"address": document.location} if document.location else ""
    summary = " ".join(line.text for line in document.summary)
    basics = _present(
        name=document.name,
        label=document.label,
        email=document.email,
        phone=document.phone,
        summary=summary,
        location=location,
        profiles=[{"url": link} for link in document.links],
    )
    return _present(
        basics=basics,
        work=[entry for work in document.work for entry in _json_work(work)],
        education=[
            _present(
                institution=study.institution,
                studyType=(parts := split_degree(study.degree))[0],
                area=parts[1] or "",
                score=study.grade,
                **_json_dates(study.dates, lone="endDate"),
            )
            for study in document.education
        ],
        skills=[_present(name=name) for group in document.skills for name in group.names],
        languages=[_present(language=one, fluency=how) for one, how in document.languages],
        projects=[
            _present(
                name=entry.name,
                highlights=[line.text for line in entry.detail],
                **_json_dates(entry.dates, lone="startDate"),
            )
            for entry in document.projects
        ],
        certificates=_json_named(document.certificates, "name", "issuer", "date"),
        awards=_json_named(document.awards, "title", "awarder", "date"),
        publications=_json_named(document.publications, "name", "publisher", "releaseDate"),
        volunteer=[
            _present(
                organization=entry.issuer or entry.name,
                position=entry.name if entry.issuer else "",
                highlights=[line.text for line in entry.detail],
                **_json_dates(entry.dates, lone="startDate"),
            )
            for entry in document.volunteer
        ],
    ) | {"$schema": SCHEMA}


def _json_work(work: DocumentWork) -> list[dict[str, object]]:
    entries = [
        _present(
            name=work.employer,
            position=role.title,
            location=role.location or work.location,
            highlights=[line.text for line in role.highlights],
            **_json_dates(role.dates, lone="startDate"),
        )
        for role in work.roles
    ]
    return entries or [_present(name=work.employer, location=work.location)]


def _json_named(
    entries: Sequence[DocumentEntry], name: str, issuer: str, dated: str
) -> list[dict[str, object]]:
    return [
        _present(
            **{
                name: entry.name,
                issuer: entry.issuer,
                dated: _json_dates(entry.dates, lone="d").get("d", ""),
                "summary": " ".join(line.text for line in entry.detail),
            }
        )
        for entry in entries
    ]


def _json_dates(words: str, *, lone: str) -> dict[str, str]:
    """ISO dates out of the words of a document; ``lone``: what a single date is."""
    found = next(iter(find_dates(words)), None)
    if found is None:
        return {}
    if not found.is_range:
        return {lone: _iso(found.first)}
    return {"startDate": _iso(found.first), "endDate": _iso(found.last)}


def _iso(date: PartialDate | None) -> str:
    return date.iso() if date else ""


def _present(**values: object) -> dict[str, object]:
    return {key: value for key, value in values.items() if value not in ("", [], {}, None)}
