"""What a rule on wording is: a pattern, what it asks for and why, and when it says nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.findings import EvidenceStrength, Level
from domain.job_wording.model import Category


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. Patterns are matched without regard to case unless they say otherwise."""

    id: str
    level: Level
    category: Category
    pattern: str
    """Named group ``q``, when there is one, is what is quoted; else the whole match."""
    why: str
    evidence: EvidenceStrength
    rewrite: str | None = None
    """As in :class:`domain.job_wording.model.WordingFinding`; may use groups of the pattern."""
    is_modifier: bool = False
    """An empty rewrite is good anywhere: the words stand before a noun and can just go."""
    rewrite_plural: str | None = None
    """In place of ``rewrite`` when the quotation is a plural."""
    unless: str = ""
    """Says nothing in a sentence that has this."""
    unless_before: str = ""
    """Says nothing when the words right before the match end with this."""
    only_if: str = ""
    """Speaks only in a sentence that has this."""
    looks_back: bool = False
    """``unless`` is looked for in the sentence before as well."""
    heeds_context: bool = True
    """False: also inside statements of equal opportunity and after a negation, because the words
    themselves turn people away ("women need not apply")."""
    once: bool = False
    """Only the first place is reported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A rule with its patterns compiled."""

    rule: Rule
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    unless_before: re.Pattern[str] | None
    only_if: re.Pattern[str] | None


def compiled(rule: Rule) -> Compiled:
    """The rule ready to use."""
    return Compiled(
        rule=rule,
        pattern=re.compile(rule.pattern, re.IGNORECASE),
        unless=_optional(rule.unless),
        unless_before=_optional(rf"(?:{rule.unless_before})$" if rule.unless_before else ""),
        only_if=_optional(rule.only_if),
    )


def _optional(pattern: str) -> re.Pattern[str] | None:
    return re.compile(pattern, re.IGNORECASE) if pattern else None
