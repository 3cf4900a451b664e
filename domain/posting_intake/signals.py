"""Things in a posting that are worth a second look: each a sentence, never a verdict."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.job_text import sentences

_MOST_SIGNALS = 4
_NEVER = re.compile(r"\b(?:never|no|not|without|beware|scam\w*|fraud\w*)\b|n['’]t\b", re.IGNORECASE)
_SIGNALS = (
    (
        "It asks for money before you start",
        re.compile(
            r"\b(?:pay|send|transfer|deposit|buy|purchase)\b[^.;]{0,50}\b(?:registration fee|fee"
            r"|deposit|starter kit|training kit|gift cards?|crypto|bitcoin|equipment (?:check|fee))"
            r"|\b(?:registration|training|processing|application|security) (?:fee|deposit)s?\b",
            re.IGNORECASE,
        ),
    ),
    (
        "It asks for bank or identity data at once",
        re.compile(
            r"\b(?:send|provide|share|text)\b[^.;]{0,40}\b(?:bank (?:details|account|login)"
            r"|credit card|social security|ssn|passport (?:copy|scan|photo)|id card)",
            re.IGNORECASE,
        ),
    ),
    (
        "It is answered in a messenger only",
        re.compile(
            r"\b(?:contact|message|text|write|apply|reach|interview)\b[^.;]{0,40}\b(?:whatsapp"
            r"|telegram|signal|wechat)\b|\b(?:whatsapp|telegram) (?:only|interview|at|:)",
            re.IGNORECASE,
        ),
    ),
    (
        "It promises much for little",
        re.compile(
            r"\bearn\b[^.;]{0,30}(?:[$€£₹]\s?\d|\d+\s?(?:\$|€|£|usd|eur|dollars))[^.;]{0,40}"
            r"\b(?:week|daily|day|hour|from home)\b|\bno (?:interview|experience)[^.;]{0,30}"
            r"(?:[$€£₹]\s?\d|high (?:pay|salary|income))|\b(?:guaranteed|unlimited) (?:income"
            r"|earnings)|\bbe your own boss\b|\bquick money\b",
            re.IGNORECASE,
        ),
    ),
    (
        "It forwards money or parcels through you",
        re.compile(
            r"\b(?:reship\w*|re-ship\w*|forward (?:packages|parcels|payments)|receive (?:packages"
            r"|parcels|payments|funds)[^.;]{0,40}(?:home|account))\b|\bpayment processing agent\b",
            re.IGNORECASE,
        ),
    ),
    (
        "It may be a pool of applicants, not an opening",
        re.compile(
            r"\b(?:talent (?:pool|community|pipeline)|future (?:openings|opportunities|vacancies)"
            r"|no (?:current|immediate) (?:opening|vacancy)|initiativbewerbung|evergreen"
            r"|always (?:looking|hiring))\b",
            re.IGNORECASE,
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """What to check, and the sentence it stands in."""

    claim: str
    quote: str


def signals_in(text: str) -> tuple[Signal, ...]:
    """The first sentence of each kind.

    >>> [one.claim for one in signals_in("Please pay the registration fee of 50 EUR today.")]
    ['It asks for money before you start']
    >>> signals_in("We never ask for a registration fee.")
    ()
    """
    found: dict[str, Signal] = {}
    for sentence in sentences(text[:60_000]):
        words = text[sentence.start : sentence.end]
        for claim, pattern in _SIGNALS:
            if claim in found or not pattern.search(words):
                continue
            if claim.startswith("It asks") and _NEVER.search(words):
                continue
            found[claim] = Signal(claim=claim, quote=words)
    return tuple(found.values())[:_MOST_SIGNALS]
