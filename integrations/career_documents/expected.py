"""What has to be found in a written file: its paragraphs and its fields, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.career_documents.model import (
    CoverLetter,
    DocumentEntry,
    DocumentSection,
    ResumeDocument,
)
from integrations.career_documents.layout import Kind, Row, item, letter_rows, plain, resume_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One value of a document; ``path`` is JSON Resume-like (``work.0.roles.1.title``)."""

    path: str
    text: str


def resume_fields(document: ResumeDocument) -> tuple[Field, ...]:
    """Every value that a resume shows, in the order in which it shows them."""
    found = [
        ("name", document.name),
        ("label", document.label),
        ("email", document.email),
        ("phone", document.phone),
        ("location", document.location),
        *((f"links.{number}", link) for number, link in enumerate(document.links)),
    ]
    for section in dict.fromkeys(document.order):
        found += _section(document, section)
    return _fields(found)


def letter_fields(letter: CoverLetter) -> tuple[Field, ...]:
    """The paragraphs of a letter, its head part by part."""
    found = [
        ("name", letter.name),
        ("email", letter.email),
        ("phone", letter.phone),
        ("location", letter.location),
    ]
    body = [row for row in letter_rows(letter) if row.kind not in {Kind.NAME, Kind.CONTACT}]
    found += [(f"text.{number}", row.text) for number, row in enumerate(body)]
    return _fields(found)


def rows_of(document: ResumeDocument | CoverLetter) -> tuple[Row, ...]:
    """The paragraphs as drawn."""
    return letter_rows(document) if isinstance(document, CoverLetter) else resume_rows(document)


def fields_of(document: ResumeDocument | CoverLetter) -> tuple[Field, ...]:
    """The values as drawn."""
    if isinstance(document, CoverLetter):
        return letter_fields(document)
    return resume_fields(document)


def _fields(found: Sequence[tuple[str, str]]) -> tuple[Field, ...]:
    plainly = ((path, plain(text)) for path, text in found)
    return tuple(Field(path=path, text=text) for path, text in plainly if text)


def _section(document: ResumeDocument, section: DocumentSection) -> Iterator[tuple[str, str]]:
    if section is DocumentSection.SUMMARY:
        for number, line in enumerate(document.summary):
            yield f"summary.{number}", line.text
    elif section is DocumentSection.SKILLS:
        for number, group in enumerate(document.skills):
            names = [name for name in group.names if plain(name)]
            if names:
                yield f"skills.{number}.label", group.label
            for place, name in enumerate(names):
                yield f"skills.{number}.{place}", name
    elif section is DocumentSection.WORK:
        for number, work in enumerate(document.work):
            yield f"work.{number}.employer", work.employer
            yield f"work.{number}.location", work.location
            for place, role in enumerate(work.roles):
                path = f"work.{number}.roles.{place}"
                yield f"{path}.title", role.title
                yield f"{path}.dates", role.dates
                yield f"{path}.location", role.location
                for at, line in enumerate(role.highlights):
                    yield f"{path}.highlights.{at}", item(line.text)
    elif section is DocumentSection.EDUCATION:
        for number, study in enumerate(document.education):
            for name in ("institution", "location", "degree", "dates", "grade"):
                yield f"education.{number}.{name}", getattr(study, name)
    elif section is DocumentSection.LANGUAGES:
        for number, (name, fluency) in enumerate(document.languages):
            yield f"languages.{number}.language", name
            yield f"languages.{number}.fluency", fluency if plain(name) else ""
    else:
        entries: Sequence[DocumentEntry] = getattr(document, section.value)
        for number, entry in enumerate(entries):
            for name in ("name", "issuer", "dates"):
                yield f"{section.value}.{number}.{name}", getattr(entry, name)
            for at, line in enumerate(entry.detail):
                yield f"{section.value}.{number}.detail.{at}", item(line.text)
