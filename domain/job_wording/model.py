"""The report on a job description. No grade: counts per level, findings with their words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain.findings import EvidenceStrength, Level


class Category(StrEnum):
    """What a finding is about."""

    SEX = "sex"
    AGE = "age"
    ORIGIN = "origin"
    RELIGION = "religion"
    FAMILY = "family"
    ABILITY = "ability"
    LANGUAGE = "language"
    """Nationality and language."""
    GENDER_CODED = "gender_coded"
    CULTURE = "culture"
    """Culture and perks."""
    REQUIREMENT = "requirement"
    """Requirements that the work may not need."""
    HOURS = "hours"
    SOCIAL = "social"
    """Socio-economic: prestige school, unpaid work."""
    PAY = "pay"
    ACCOMMODATION = "accommodation"
    READABILITY = "readability"


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingFinding:
    """One finding. ``quote`` is ``text[start:end]`` exactly."""

    id: str
    """"f1", "f2", … in order of the text."""
    rule_id: str
    level: Level
    category: Category
    quote: str
    start: int
    end: int
    why: str
    evidence_strength: EvidenceStrength
    rewrite: str | None
    """What to write in place of the quotation; empty to leave it out; None when a person has to
    decide."""


class Need(StrEnum):
    """How a description asks for something."""

    MUST = "must"
    NICE = "nice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One thing that the description asks for, as it says it."""

    quote: str
    start: int
    end: int
    need: Need


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentLine:
    """A requirement and how a screen would see it; None when nothing assesses it."""

    requirement: Requirement
    assessed_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PayDuty:
    """A place's rule on pay ranges in postings, as dated data says."""

    place: str
    applies: bool | None
    """None: it depends on something the description does not say (size, remote)."""
    needed: str
    is_present: bool
    source: str
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingMetrics:
    """Figures beside the findings; all advisory."""

    words: int
    musts: int
    nices: int
    years_asked: int | None
    """The largest number of years asked for."""
    reading_grade: float | None
    """Flesch-Kincaid; None under 30 words."""
    you_we_ratio: float | None
    passive_share: float | None
    coded_feminine: int
    coded_masculine: int
    balance: float | None
    """(F - M) / (F + M), only when F + M is at least 5."""
    balance_low: float | None
    """Wilson 95 % interval of F / (F + M)."""
    balance_high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingReport:
    """Everything the check says about one description."""

    findings: tuple[WordingFinding, ...]
    settled: int
    """Findings left out because the team settled them before."""
    metrics: WordingMetrics
    pay: tuple[PayDuty, ...]
    requirements: tuple[AssessmentLine, ...]
    lexicon_version: str
    language: str | None
    counts: Mapping[Level, int] = field(default_factory=dict)
