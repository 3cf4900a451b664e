"""Documents as lines of a page, in reading order: what both presses draw.

The order of the lines and of the parts of a line is decided here once, so that PDF and Word files
say the same in the same order, and the certificate knows what to look for where.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.career_documents.headings import heading
from domain.career_documents.model import (
    CoverLetter,
    DocumentEntry,
    DocumentSection,
    ResumeDocument,
)
from integrations.career_documents.letter_dates import written_date
from integrations.papers.words import may_link, printable

SEPARATOR = " | "
"""Between the parts of a line: every reader keeps it, and no value holds it."""
_LINKS_CHARACTERS = 72
"""Of the links in one line."""
_MAIL = re.compile(r"[^\s@/:?&]{1,64}@[^\s@/:?&]{1,255}")
_MARK = re.compile(r"\A(?:[•◦▪‣*·–—-] )+")
_HOST = re.compile(r"(?:[\w-]{1,63}\.){1,8}[a-zA-Z]{2,24}(?:[/?#]\S{0,1000})?")
_ENTRIES = {
    DocumentSection.PROJECTS, DocumentSection.CERTIFICATES, DocumentSection.AWARDS,
    DocumentSection.PUBLICATIONS, DocumentSection.VOLUNTEER,
}  # fmt: skip


class Kind(StrEnum):
    """What a line is; a theme gives each kind a look."""

    NAME = "name"
    LABEL = "label"
    CONTACT = "contact"
    HEADING = "heading"
    ENTRY = "entry"
    ROLE = "role"
    TEXT = "text"
    BULLET = "bullet"
    LINE = "line"
    """A short line of a letter's head."""
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words of one look. ``url`` is empty or safe to link to."""

    text: str
    url: str = ""
    is_strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One paragraph. Its pieces stand beside each other with separators between."""

    kind: Kind
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The paragraph's words as they are drawn."""
        return self.joint.join(piece.text for piece in self.pieces)

    @property
    def joint(self) -> str:
        """What stands between two pieces: a label and its list have a separator of their own."""
        return " " if self.kind is Kind.TEXT else SEPARATOR


def resume_rows(document: ResumeDocument) -> tuple[Row, ...]:
    """Head, then the sections in the order that the document names; empty ones are left out."""
    rows = [_row(Kind.NAME, document.name), _row(Kind.LABEL, document.label)]
    rows.append(_contact(document.email, document.phone, document.location))
    rows += [_contact(*line) for line in _lines_of(document.links)]
    for section in dict.fromkeys(document.order):
        found = [row for row in _section(document, section) if row is not None]
        if found:
            head = _row(Kind.HEADING, heading(section, document.language))
            rows += [head, *found]
    return tuple(row for row in rows if row is not None)


def letter_rows(letter: CoverLetter) -> tuple[Row, ...]:
    """Sender, date, recipient, subject, the letter and who signs it."""
    written = written_date(letter.dated, letter.language) if letter.dated else ""
    rows = [
        _row(Kind.NAME, letter.name),
        _contact(letter.email, letter.phone, letter.location),
        _row(Kind.LINE, written),
        _row(Kind.LINE, letter.company),
        _row(Kind.SUBJECT, letter.subject),
        _row(Kind.TEXT, letter.salutation),
        *(_row(Kind.TEXT, line.text) for line in letter.paragraphs),
        _row(Kind.TEXT, letter.closing),
        _row(Kind.LINE, letter.name if letter.closing else ""),
    ]
    return tuple(row for row in rows if row is not None)


def _section(document: ResumeDocument, section: DocumentSection) -> Iterator[Row | None]:
    if section is DocumentSection.SUMMARY:
        yield _row(Kind.TEXT, " ".join(line.text for line in document.summary))
    elif section is DocumentSection.SKILLS:
        for group in document.skills:
            yield _skills(group.label, group.names)
    elif section is DocumentSection.WORK:
        for work in document.work:
            yield _row(Kind.ENTRY, work.employer, work.location)
            for role in work.roles:
                yield _row(Kind.ROLE, role.title, role.dates, role.location)
                for line in role.highlights:
                    yield _row(Kind.BULLET, item(line.text))
    elif section is DocumentSection.EDUCATION:
        for study in document.education:
            yield _row(Kind.ENTRY, study.institution, study.location)
            yield _row(Kind.ROLE, study.degree, study.dates)
            yield _row(Kind.TEXT, study.grade)
    elif section is DocumentSection.LANGUAGES:
        known = [
            f"{plain(name)}: {plain(fluency)}" if plain(fluency) else name
            for name, fluency in document.languages
        ]
        yield _row(Kind.CONTACT, *known, strong=0)
    elif section in _ENTRIES:
        entries: Sequence[DocumentEntry] = getattr(document, section.value)
        for entry in entries:
            yield _row(Kind.ENTRY, entry.name, entry.issuer, entry.dates)
            for line in entry.detail:
                yield _row(Kind.BULLET, item(line.text))


def _skills(label: str, names: Sequence[str]) -> Row | None:
    shown = [words for words in map(plain, names) if words]
    if not shown:
        return None
    joint = SEPARATOR if any("," in name for name in shown) else ", "
    label = plain(label)
    head = (Piece(text=f"{label}:", is_strong=True),) if label else ()
    return Row(kind=Kind.TEXT, pieces=(*head, Piece(text=joint.join(shown))))


def _row(kind: Kind, *values: str, strong: int = 1) -> Row | None:
    """A row of what is not empty; its first ``strong`` values stand out where the kind does."""
    stands_out = kind in {Kind.ENTRY, Kind.ROLE}
    pieces = [
        Piece(text=words, is_strong=stands_out and index < strong)
        for index, words in enumerate(map(plain, values))
        if words
    ]
    return Row(kind=kind, pieces=tuple(pieces)) if pieces else None


def _lines_of(links: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Links in lines that need not wrap."""
    line: list[str] = []
    for link in map(plain, links):
        if line and sum(map(len, line)) + len(link) > _LINKS_CHARACTERS:
            yield tuple(line)
            line = []
        line.append(link)
    if line:
        yield tuple(line)


def _contact(*values: str) -> Row | None:
    pieces = tuple(Piece(text=words, url=_target(words)) for words in map(plain, values) if words)
    return Row(kind=Kind.CONTACT, pieces=pieces) if pieces else None


def _target(words: str) -> str:
    """Where a part of the head leads: what is shown and nothing else; empty for other words."""
    if _MAIL.fullmatch(words):
        url = f"mailto:{words}"
    elif "://" in words:
        url = words
    else:
        url = f"https://{words}" if _HOST.fullmatch(words) else ""
    return url if may_link(url) else ""


def item(words: str) -> str:
    """A list item without a list mark of its own: the list has marks already.

    >>> item("- Cut costs"), item("-5 °C")
    ('Cut costs', '-5 °C')
    """
    return _MARK.sub("", plain(words))


def plain(words: str) -> str:
    """One line of composed characters (NFC), without control characters and soft hyphens."""
    shown = printable(words, breaks=False).replace("\u00ad", "")
    return " ".join(unicodedata.normalize("NFC", shown).split())
