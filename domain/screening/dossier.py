"""What the reading step keeps of a candidate, and what evaluators add. Sealed when stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from domain.findings import Observation, Passage
from domain.redaction.model import IdentitySignal
from domain.resume.model import HiddenText, Resume
from domain.screening.evidence import BlindResume
from domain.screening.score import Score
from domain.screening.stability import Stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A candidate's document, read. Holds identity: never shown as it is.

    ``as_of`` is the day of arrival: lengths of current roles are counted to it, so the same file
    scores the same on every later day.
    """

    resume: Resume
    blind: BlindResume
    signals: tuple[IdentitySignal, ...]
    hidden: tuple[HiddenText, ...]
    as_of: date
    sha256: str
    parser_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A labelled line of an evaluator's result ("Own commits" · "412 of 455 in 3 repositories")."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What one evaluator found. No number but relevance's, and that one is computed by code."""

    summary: str
    """One sentence that answers first."""
    observations: tuple[Observation, ...] = ()
    remarks: tuple[Remark, ...] = ()
    not_checked: tuple[str, ...] = ()
    """What it could not look at and why, one sentence each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relevance:
    """The relevance evaluator's result."""

    score: Score
    quotes: dict[str, Passage] = field(default_factory=dict)
    """The blind lines that the score cites, by id: quotation and place in the visible text."""
    stamp: Stamp | None = None
    """How much the score moved when only identity was changed; None when there is no total."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A public repository that the candidate's document links to, or of the linked account."""

    url: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """Hashed shingles of one document, for near-duplicates; the words cannot be got back."""

    minhash: tuple[int, ...]
    """128 minima of 5-word shingles; empty when the text is too short."""
    projects: tuple[tuple[int, ...], ...] = ()
    """The same per project or highlight block."""
    shingles: int = 0
