"""A resume as we hold it: JSON Resume 1.0.0 terms, plus where every value stands in the source.

Promise: every extracted value is a *span* of the document's text.
JSON Resume has one position per work entry; people have several roles per employer, so ``Work``
holds ``roles`` and :mod:`domain.resume.json_resume` flattens them for the interchange format.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

PARSER_VERSION = "3"
"""Grows when the rules change what they find; stored with every result."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Characters ``start`` to ``end`` (end excluded) of ``ResumeText.text``, zero-based."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """One value with its proof.

    ``text`` equals ``ResumeText.text[span.start:span.end]`` up to white space and line-break
    hyphens. ``confidence`` is 0 to 1: the margin of the best reading over the second best.
    """

    text: str
    span: Span
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A date as exact as the source states it; ``month`` is None when only a year is given."""

    year: int
    month: int | None = None

    def iso(self) -> str:
        """ISO 8601 with reduced precision, as JSON Resume wants it.

        >>> PartialDate(year=2021, month=3).iso()
        '2021-03'
        """
        return f"{self.year:04d}" if self.month is None else f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRange:
    """When something began and ended. ``raw`` is the whole range exactly as drawn."""

    raw: Extracted
    start: PartialDate | None
    end: PartialDate | None
    is_current: bool = False
    """True when the source says "present" in any supported language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """One position held at one employer."""

    title: Extracted | None
    dates: DateRange | None = None
    location: Extracted | None = None
    highlights: tuple[Extracted, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """An employer and the roles held there, in the order of the document."""

    employer: Extracted | None
    location: Extracted | None = None
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Education:
    """A course of study. ``degree`` is the whole line as drawn ("B.S. in Computer Science")."""

    institution: Extracted | None
    degree: Extracted | None = None
    dates: DateRange | None = None
    location: Extracted | None = None
    grade: Extracted | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """A skill as written (``name``), and the taxonomy's name for it when we know one."""

    name: Extracted
    canonical: str | None = None
    group: str | None = None
    """The label it stood under ("Languages", "Cloud"), if any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenLanguage:
    """A human language and the stated fluency, as written."""

    language: Extracted
    fluency: Extracted | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Anything else with a name: project, certificate, award, volunteering, publication."""

    name: Extracted
    detail: tuple[Extracted, ...] = ()
    dates: DateRange | None = None
    issuer: Extracted | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Who and how to reach; all optional, none guessed."""

    name: Extracted | None = None
    label: Extracted | None = None
    """The headline under the name ("Backend engineer")."""
    email: Extracted | None = None
    phone: Extracted | None = None
    location: Extracted | None = None
    links: tuple[Extracted, ...] = ()


class HiddenKind(StrEnum):
    """How text was kept from a human reader's eye."""

    INVISIBLE = "invisible"
    SAME_COLOUR = "same_colour"
    TINY = "tiny"
    OFF_PAGE = "off_page"
    TRANSPARENT = "transparent"
    COVERED = "covered"
    """Under a picture or a filled shape."""
    CLIPPED = "clipped"
    """Outside of a clipping path."""
    LAYER = "layer"
    """In a layer (optional content) that is switched off."""
    MISLEADING_FONT = "misleading_font"
    """Its glyphs draw something else than its characters say."""
    MARKED_HIDDEN = "marked_hidden"
    """The word processor was told not to show it (vanish)."""
    METADATA = "metadata"
    """Not on any page: title, subject, comments, form values, attachments, alternative texts."""


class HiddenNature(StrEnum):
    """What hidden text looks like; says nothing about who put it there or why."""

    INSTRUCTION = "instruction"
    """Addressed to a machine that reads the document."""
    DATA = "data"
    """More of what a resume holds: keywords, claims."""
    ARTEFACT = "artefact"
    """What tools leave behind: producer names, alternative texts, field names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenText:
    """Text that a person looking at the page would not see; excluded from everything."""

    kind: HiddenKind
    page: int
    """From 1; 0 when it is on none."""
    text: str
    nature: HiddenNature = HiddenNature.DATA


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTarget:
    """Where a link of the document leads. Not visible text, so never the value of a field."""

    url: str
    anchor: str = ""
    """The words that carry the link, when known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeText:
    """The visible text in reading order: what all spans point into."""

    text: str
    pages: int
    media_type: str
    language: str | None = None
    """ISO 639-1 code of the main language, None when too short to tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """A parsed resume. Absent means absent: nothing is filled in to look complete."""

    source: ResumeText
    contact: Contact = field(default_factory=Contact)
    summary: Extracted | None = None
    work: tuple[Work, ...] = ()
    education: tuple[Education, ...] = ()
    skills: tuple[Skill, ...] = ()
    languages: tuple[SpokenLanguage, ...] = ()
    projects: tuple[Entry, ...] = ()
    certificates: tuple[Entry, ...] = ()
    awards: tuple[Entry, ...] = ()
    volunteer: tuple[Entry, ...] = ()
    publications: tuple[Entry, ...] = ()
    hidden: tuple[HiddenText, ...] = ()
    link_targets: tuple[LinkTarget, ...] = ()
    made_by: str = ""
    """What made the document, when its rules are known: ``linkedin_pdf``, ``linkedin_export``,
    ``github``, ``json_resume``; empty for any other resume."""
    warnings: tuple[str, ...] = ()
    """One sentence each, safe to show ("Page 2 has no text")."""
