"""What merging gives: one resume, whose words are whose, and where the sources differ."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.profiles import Passage, ProfileSource, SourceKind
from domain.resume.model import Resume, Span

MAX_SOURCES = 8
"""Per profile: two resumes, LinkedIn twice, two code hosts, JSON Resume and the chat."""

_RANK = {
    SourceKind.RESUME: 0,
    SourceKind.JSON_RESUME: 1,
    SourceKind.LINKEDIN_EXPORT: 2,
    SourceKind.LINKEDIN_PDF: 3,
    SourceKind.GITHUB: 4,
    SourceKind.WORDS: 5,
}
SOFT = frozenset({SourceKind.GITHUB, SourceKind.WORDS})
"""Sources that fill gaps and never start an argument: a handle is no name, a remark no record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """What one source (and every source that agrees with it) says of a field."""

    source: str
    """Id of the first source that says so."""
    value: str
    """In the source's words; dates as ISO 8601 months ("2021-03 – present")."""
    line: str
    """The line of the source that says so, verbatim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A field on which sources differ. ``options`` has two or more, the preferred first."""

    key: str
    """Employer, title and field: the same after every merge; key of ``Profile.choices``."""
    group: str
    """The role, study or contact it belongs to: one question settles a group."""
    path: str
    """Where the value stands in the merged resume (``work.0.roles.0.title``, ``…dates``)."""
    options: tuple[Option, ...]
    chosen: str = ""
    """Source that the person chose; empty while the order of sources decides."""

    @property
    def token(self) -> str:
        """The group in 16 characters, for a button."""
        return group_token(self.group)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePart:
    """A role or study as it stands in one source."""

    source: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """One resume of many sources. Every value is a span of ``resume.source.text``."""

    resume: Resume
    passages: tuple[Passage, ...]
    """In the order of the text; the separators between sources are nobody's."""
    origins: Mapping[str, tuple[str, ...]]
    """Field path to the sources that say so, the one that is quoted first."""
    conflicts: tuple[Conflict, ...]
    """Settled ones too, in the order of the resume."""
    parts: Mapping[str, tuple[SourcePart, ...]] = field(default_factory=dict)
    """``work.0``, ``work.0.roles.1`` or ``education.0`` to what it was made of."""
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The same paths to the names they go by in any source, comparable over merges."""

    @property
    def open_conflicts(self) -> tuple[Conflict, ...]:
        """Those that the person did not settle."""
        return tuple(conflict for conflict in self.conflicts if not conflict.chosen)


def group_token(group: str) -> str:
    """A group's name for a button, which holds short plain strings only.

    >>> len(group_token("role|acme|engineer"))
    16
    """
    return hashlib.blake2b(group.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def preferred(sources: tuple[ProfileSource, ...]) -> tuple[ProfileSource, ...]:
    """Best first: resume files before accounts before words, newer before older."""
    newest_first = sorted(sources, key=lambda source: source.at, reverse=True)
    return tuple(sorted(newest_first, key=lambda source: _RANK[source.kind]))


def source_at(passages: tuple[Passage, ...], span: Span) -> str:
    """Id of the source whose words stand at ``span``; empty when it is nobody's."""
    return next(
        (part.source for part in passages if part.start <= span.start and span.end <= part.end), ""
    )


def line_at(text: str, span: Span) -> str:
    """The whole line (or lines) of ``text`` that hold ``span``, verbatim, single spaces."""
    start = text.rfind("\n", 0, max(0, span.start)) + 1
    end = text.find("\n", max(0, span.end))
    return " ".join(text[start : end if end >= 0 else len(text)].split())
