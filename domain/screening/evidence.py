"""What the scorer may see: facts without a person. Nothing here can hold a name or a place.

The types are the proof: :func:`domain.screening.scoring.score` takes a rubric and these facts, so a
change of name, pronoun, school or address cannot reach the number but through extraction.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SECTIONS = (
    "work",
    "education",
    "skills",
    "languages",
    "certificates",
    "projects",
    "summary",
    "other",
)
"""Where a line can stand."""


class FactKind(StrEnum):
    """What a fact is about."""

    SKILL = "skill"
    EXPERIENCE = "experience"
    DEGREE = "degree"
    LANGUAGE = "language"
    CERTIFICATE = "certificate"
    TERM = "term"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFact:
    """One thing the document shows.

    ``name`` comes from a closed vocabulary or from the rubric, never from the candidate's words: a
    canonical skill, a kind of work, a degree level, an ISO 639-1 code, a phrase of the rubric.
    """

    kind: FactKind
    name: str
    months: int | None = None
    """Months of use or work that the dates of the document support; None when undated."""
    level: str | None = None
    """CEFR level, degree level; None when not stated."""
    field: str | None = None
    """Field of study, canonical; None when unknown or not a degree."""
    quotes: tuple[str, ...] = ()
    """Ids of the lines that show it, best first; a fact without one does not exist."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindLine:
    """A line of the visible text with everything identifying taken out.

    ``text`` is what may be shown and quoted; where something was taken out it holds a mark like
    "[name]". ``start`` and ``end`` are characters of the visible source text.
    """

    id: str
    """"q1", "q2", … in document order."""
    text: str
    section: str
    """One of :data:`SECTIONS`."""
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindPeriod:
    """A role held: how long and what was done, without employer, place or dates."""

    title: str
    """Redacted title of the position; empty when not stated."""
    months: int | None
    """Length; None when undated."""
    ended_months_ago: int | None
    """0 for a current role; None when undated."""
    lines: tuple[str, ...]
    """Ids of its lines, the title's line first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindStudy:
    """A course of study without the school and the years."""

    level: str | None
    """One of :data:`domain.roles.model.DEGREE_LEVELS`."""
    field: str | None
    is_completed: bool
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindSkill:
    """A skill by its canonical name and where it is shown."""

    name: str
    months: int | None
    """Merged months of the roles whose lines name it; None when no dated role does."""
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindLanguage:
    """A human language."""

    code: str
    """ISO 639-1."""
    level: str | None
    """CEFR level as stated or as the stated words mean ("fluent" is C1); None when not stated."""
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindResume:
    """Everything that may be looked at when a resume is scored or reviewed."""

    lines: tuple[BlindLine, ...]
    periods: tuple[BlindPeriod, ...] = ()
    studies: tuple[BlindStudy, ...] = ()
    skills: tuple[BlindSkill, ...] = ()
    languages: tuple[BlindLanguage, ...] = ()
    certificates: tuple[str, ...] = ()
    """Ids of the lines that name one."""
    work_months: int | None = None
    """Merged months of all dated roles; None when none is dated."""

    def quoted(self, line: str) -> str:
        """The words of a line by its id; empty when there is none."""
        return next((each.text for each in self.lines if each.id == line), "")
