"""Type sizes of the themes: one size per kind of line, so that size alone says what a line is.

The sizes are whole or half points because word processors know no others. Within a theme no two
kinds share a size: our own reader takes a document that keeps to one of these ladders at its word
(:mod:`domain.resume.own_layout`) instead of guessing which line names an employer.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.career_documents.model import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeSizes:
    """Points per kind of line."""

    name: float
    label: float
    """The headline under the name."""
    heading: float
    """Of a section."""
    entry: float
    """Employer, institution, project."""
    role: float
    """Position or degree below an entry."""
    body: float


SIZES: dict[Theme, TypeSizes] = {
    Theme.CLASSIC: TypeSizes(name=22, label=12.5, heading=13, entry=11.5, role=11, body=10.5),
    Theme.MODERN: TypeSizes(name=24, label=13, heading=12.5, entry=11.5, role=10.5, body=10),
    Theme.COMPACT: TypeSizes(name=18, label=11.5, heading=11, entry=10.5, role=10, body=9.5),
    Theme.PLAIN: TypeSizes(name=20, label=12.5, heading=14, entry=12, role=11.5, body=11),
}
