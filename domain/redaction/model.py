"""Identity signals: what in a document can tell who somebody is or which group they belong to.

A signal has a kind and a place. It never has a class value, a probability or a guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.findings import Passage


class SignalKind(StrEnum):
    """What kind of identity a passage can give away."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    LINK = "link"
    """A profile address, a handle."""
    ADDRESS = "address"
    """Street, postcode or town of residence."""
    BIRTH = "birth"
    """Birth date, age."""
    GRADUATION_YEAR = "graduation_year"
    DATES = "dates"
    """Years of roles: the first one can give an age away."""
    PRONOUN = "pronoun"
    """Pronouns, titles (Mr, Frau), gendered words."""
    NATIONALITY = "nationality"
    """Nationality, citizenship, visa."""
    NATIVE_LANGUAGE = "native_language"
    FAMILY = "family"
    """Marital status, children, parental leave."""
    RELIGION = "religion"
    POLITICS = "politics"
    """Also union."""
    HEALTH = "health"
    """Also disability."""
    MILITARY = "military"
    AFFILIATION = "affiliation"
    """A society or prize of a gendered, ethnic or religious group."""
    SCHOOL = "school"
    EMPLOYER = "employer"
    GAP = "gap"
    """A stated gap or leave."""
    PHOTO = "photo"
    FILE_NAME = "file_name"
    METADATA = "metadata"
    """Author or title inside the file."""
    LINK_TARGET = "link_target"
    """An address behind a link."""


SPECIAL = frozenset(
    {
        SignalKind.RELIGION,
        SignalKind.POLITICS,
        SignalKind.HEALTH,
        SignalKind.AFFILIATION,
        SignalKind.NATIONALITY,
    }
)
"""Special categories: reports name the kind and the place, never the words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentitySignal:
    """One place that gives identity away."""

    kind: SignalKind
    passage: Passage | None
    """In the visible text; None for what is not text (photo, metadata, file name)."""
    where: str
    """For people: "first line", "education, 2nd entry", "file name"."""
    removed: bool
    """Whether the scoring copy is without it."""
    why: str
    """Why it can sway a reader; one sentence, about readers, never about the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactedText:
    """The visible text with marks ("[name]") in place of identity."""

    text: str
    offsets: tuple[int, ...]
    """For each character of ``text`` the offset in the visible text it stands for."""
    marks: int
