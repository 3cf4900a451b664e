"""A resume or letter before it is drawn. Every line names what in the profile supports it.

The words are final: a press draws them and changes nothing. Dates are words already ("March 2021 –
present"), because the certificate compares what readers find with exactly these words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.ids import BlobId, CareerDocumentId, PostingId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One sentence or bullet. ``support``: profile paths or statement ids that it rests on."""

    text: str
    support: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRole:
    """One position; ``path`` is its place in the profile (``work.0.roles.1``)."""

    title: str
    dates: str = ""
    location: str = ""
    highlights: tuple[Line, ...] = ()
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentWork:
    """An employer with the roles held there, newest first."""

    employer: str
    location: str = ""
    roles: tuple[DocumentRole, ...] = ()
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentEducation:
    """A course of study."""

    institution: str
    degree: str = ""
    dates: str = ""
    location: str = ""
    grade: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentEntry:
    """A project, certificate, award, voluntary work or publication."""

    name: str
    issuer: str = ""
    dates: str = ""
    detail: tuple[Line, ...] = ()
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillGroup:
    """Skills under one label; the label may be empty."""

    label: str
    names: tuple[str, ...]


class DocumentSection(StrEnum):
    """Parts below the head, in the order a document names them."""

    SUMMARY = "summary"
    SKILLS = "skills"
    WORK = "work"
    PROJECTS = "projects"
    EDUCATION = "education"
    CERTIFICATES = "certificates"
    LANGUAGES = "languages"
    AWARDS = "awards"
    PUBLICATIONS = "publications"
    VOLUNTEER = "volunteer"


USUAL_ORDER = tuple(DocumentSection)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeDocument:
    """A resume as it will be read. Nothing in it is without support in the profile."""

    name: str
    label: str = ""
    email: str = ""
    phone: str = ""
    location: str = ""
    links: tuple[str, ...] = ()
    summary: tuple[Line, ...] = ()
    work: tuple[DocumentWork, ...] = ()
    education: tuple[DocumentEducation, ...] = ()
    skills: tuple[SkillGroup, ...] = ()
    languages: tuple[tuple[str, str], ...] = ()
    """Language and fluency as stated; the second may be empty."""
    projects: tuple[DocumentEntry, ...] = ()
    certificates: tuple[DocumentEntry, ...] = ()
    awards: tuple[DocumentEntry, ...] = ()
    publications: tuple[DocumentEntry, ...] = ()
    volunteer: tuple[DocumentEntry, ...] = ()
    order: tuple[DocumentSection, ...] = USUAL_ORDER
    language: str = "en"
    """ISO 639-1: decides the words of the headings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverLetter:
    """A letter to one employer."""

    name: str
    email: str = ""
    phone: str = ""
    location: str = ""
    company: str = ""
    subject: str = ""
    dated: date | None = None
    salutation: str = ""
    paragraphs: tuple[Line, ...] = ()
    closing: str = ""
    language: str = "en"


class Theme(StrEnum):
    """Looks of a document; all are single-column and readable by machines."""

    CLASSIC = "classic"
    MODERN = "modern"
    COMPACT = "compact"
    PLAIN = "plain"


class FileFormat(StrEnum):
    """What a document can be handed over as."""

    PDF = "pdf"
    DOCX = "docx"
    MARKDOWN = "md"
    JSON_RESUME = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One reader of a written file: how many of the expected fields it found."""

    reader: str
    version: str
    found: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldCheck:
    """One field of a written file; ``missing_in`` names the readers that did not find it."""

    path: str
    expected: str
    missing_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What independent readers found in a written file. It is handed over only when they agree."""

    sha256: str
    format: FileFormat
    theme: Theme | None
    readers: tuple[Reading, ...]
    fields: tuple[FieldCheck, ...]
    in_order: bool
    """Every reader met the fields in the order of the document."""

    @property
    def agrees(self) -> bool:
        """All readers found all fields, in order, and nothing that was not written."""
        return self.in_order and not any(check.missing_in for check in self.fields)


class CareerDocumentKind(StrEnum):
    """What was written."""

    RESUME = "resume"
    COVER_LETTER = "cover_letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFile:
    """One file of a document, with its certificate."""

    format: FileFormat
    name: str
    blob: BlobId
    size_bytes: int
    certificate: Certificate


@dataclass(frozen=True, slots=True, kw_only=True)
class CareerDocument:
    """A version that was written for somebody: what "the resume that I sent" means later."""

    id: CareerDocumentId
    user: UserId
    kind: CareerDocumentKind
    number: int
    """Counts a person's documents of this kind from 1: "resume 3"."""
    title: str
    posting: PostingId | None
    theme: Theme
    created_at: datetime
    resume: ResumeDocument | None = None
    letter: CoverLetter | None = None
    files: tuple[DocumentFile, ...] = ()
