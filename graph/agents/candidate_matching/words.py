"""What people mean by words sent to this agent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from domain.deciding.model import Outcome
from domain.roles.model import Criterion, Rubric

WHAT_IF = re.compile(
    r"\bwhat if\b|\bwas wäre\b|\bweigh\w*\b|\bcounts? (?:double|twice|half|more|less|nothing)\b"
    r"|\bother weights\b|\bgewicht\w*\b",
    re.IGNORECASE,
)
COMPARE = re.compile(
    r"\bcompar\w+|\bversus\b|\bvs\b|\bside by side\b|\bvergleich\w*", re.IGNORECASE
)
SIFT = re.compile(
    r"\breview\w*\b.*\bblind\w*|\bblind\w*\b.*\breview\w*|\bsift\b|\bblind (?:rating|sift)\b"
    r"|\b(?:start|go on with|continue|resume) (?:my |the )?review\w*|\breview (?:the )?candidates\b"
    r"|\bblind bewerten\b",
    re.IGNORECASE,
)
RATE = re.compile(r"\bscorecards?\b|^\s*rate\b|\bbewerte\b", re.IGNORECASE)
SUBMIT = re.compile(r"\bsubmit\b|\babgeben\b|\beinreichen\b", re.IGNORECASE)
AGREEMENT = re.compile(
    r"\bagree(?:ment)?\b|\balpha\b|\border effect\b|\bübereinstimm\w+", re.IGNORECASE
)
REMIND = re.compile(r"\bremind\w*\b|\berinner\w*\b", re.IGNORECASE)
MYSELF = re.compile(r"\b(?:remind|erinnere) (?:me|mich)\b", re.IGNORECASE)
DECISIONS = re.compile(
    r"\bdecisions\b|\bwho (?:was|is|has been) (?:advanced|declined)\b|\bentscheidungen\b",
    re.IGNORECASE,
)
LATER = re.compile(r"^\s*(?:later|skip|next|pass|später|weiter)\W*$", re.IGNORECASE)
RATING = re.compile(r"^\s*([1-5])\s*[.!]?\s*$")
EVERYBODY = re.compile(
    r"\b(?:all|everybody|everyone|the rest|the others|both|alle|den rest|die anderen)\b",
    re.IGNORECASE,
)

_OUTCOMES: tuple[tuple[Outcome, str], ...] = (
    (Outcome.ADVANCE, r"advance|shortlist|invite|move forward with|weiter mit|lade"),
    (Outcome.HOLD, r"hold|park|put on hold|zurückstellen"),
    (Outcome.DECLINE, r"decline|reject|turn down|absagen|lehne"),
)
_DECIDE = tuple(
    (outcome, re.compile(rf"^\s*(?:please\s+|i(?:'d)?\s+)?(?:{forms})\b", re.IGNORECASE))
    for outcome, forms in _OUTCOMES
)
_REASON = re.compile(r"\s*(?::|\bbecause\b|\bsince\b|\bas\b|\bweil\b|\bda\b|–|—)\s*", re.IGNORECASE)

_CLAUSE = re.compile(r"[,;.?!]|\band\b|\bund\b|\bbut\b|\baber\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.])([0-5])(?![\w.]|\s*(?:years?|months?|jahre?n?|monate?n?))")
_AMOUNTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(forms, re.IGNORECASE))
    for name, forms in (
        ("none", r"\b(?:without|no|ignore|leave out|drop|nothing|not at all|ohne|gar nicht)\b"),
        ("double", r"\b(?:double|twice|doubled|doppelt)\b"),
        ("half", r"\b(?:half|halved|halb|hälfte)\b"),
        ("most", r"\b(?:most|triple|maximum|am meisten)\b"),
        ("more", r"\b(?:more|higher|mehr|höher)\b"),
        ("less", r"\b(?:less|lower|weniger|niedriger)\b"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidDecision:
    """A decision in words."""

    outcome: Outcome
    about: str
    """The words before the reason: they say whom it is about."""
    reason: str


def decision_in(words: str) -> SaidDecision | None:
    """A decision that words begin with, and the reason behind a colon or "because".

    >>> decision_in("Advance candidate 3: five years of Python shown").reason
    'five years of Python shown'
    >>> decision_in("compare candidates 3 and 4") is None
    True
    """
    for outcome, pattern in _DECIDE:
        if pattern.search(words):
            parts = _REASON.split(words, maxsplit=1)
            reason = parts[1].strip() if len(parts) > 1 else ""
            return SaidDecision(outcome=outcome, about=parts[0], reason=reason)
    return None


def weights_in(words: str, rubric: Rubric) -> Mapping[str, int]:
    """Weights by criterion id that words ask for; an amount counts for those named before it.

    >>> from domain.roles.model import Ask, Wanted
    >>> python = Criterion(id="c1", label="Python", wanted=Wanted(ask=Ask.SKILL), weight=2)
    >>> weights_in("what if Python counts double", Rubric(criteria=(python,)))
    {'c1': 4}
    """
    found: dict[str, int] = {}
    named: list[Criterion] = []
    for clause in _CLAUSE.split(words):
        named += [each for each in rubric.criteria if _names(each, clause) and each not in named]
        rest = clause
        for each in named:
            for name in _calls(each):
                rest = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", rest, flags=re.IGNORECASE)
        amount = _amount(rest)
        if amount is not None and named:
            for each in named:
                found[each.id] = _applied(amount, each.weight)
            named = []
    return found


_VENDOR = re.compile(r"^(?:apache|amazon|microsoft|google|oracle) (?=\S)", re.IGNORECASE)
"""People say "Kafka" for "Apache Kafka"."""


def _calls(criterion: Criterion) -> tuple[str, ...]:
    label = criterion.label.partition(",")[0].strip()
    names = {criterion.label, label, *criterion.wanted.any_of}
    names |= {rest for name in names if (rest := _VENDOR.sub("", name))}
    return tuple(sorted((name for name in names if name), key=len, reverse=True))


def _names(criterion: Criterion, clause: str) -> bool:
    return any(
        re.search(rf"(?<!\w){re.escape(name)}(?!\w)", clause, re.IGNORECASE)
        for name in _calls(criterion)
    )


def _amount(words: str) -> str | None:
    number = _NUMBER.search(words)
    if number is not None:
        return number[1]
    return next((name for name, pattern in _AMOUNTS if pattern.search(words)), None)


def _applied(amount: str, weight: int) -> int:
    changed = {
        "none": 0,
        "double": weight * 2,
        "half": max(1, weight // 2),
        "most": 5,
        "more": weight + 1,
        "less": max(1, weight - 1),
    }
    return min(5, int(amount) if amount.isdigit() else changed[amount])
