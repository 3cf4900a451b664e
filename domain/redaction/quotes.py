"""Quotations that reviewers may see: observations with identity taken out of their words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from domain.findings import Observation, Passage
from domain.redaction.leaks import without_leaks
from domain.redaction.model import IdentitySignal
from domain.redaction.redacting import redacted_part
from domain.resume.model import Resume


def redacted_passages(
    passages: Iterable[Passage],
    *,
    resume: Resume,
    signals: Sequence[IdentitySignal],
    file_name: str,
) -> tuple[Passage, ...]:
    """Quotations of the visible text, or of hidden text, as reviewers may see them.

    Places stay those of the visible text; a quotation that is not there (hidden text) is masked by
    what is known of the person.
    """
    text = resume.source.text
    shown: list[Passage] = []
    for each in passages:
        quote = each.quote
        source = text[each.start : each.end]
        if source and " ".join(source.split()) == " ".join(quote.split()):
            quote = " ".join(redacted_part(text, signals, start=each.start, end=each.end).split())
        shown.append(replace(each, quote=without_leaks(quote, resume, file_name=file_name)))
    return tuple(shown)


def redacted_observations(
    observations: Iterable[Observation],
    *,
    resume: Resume,
    signals: Sequence[IdentitySignal],
    file_name: str,
) -> tuple[Observation, ...]:
    """Observations whose title and quotations reviewers may see."""
    return tuple(
        replace(
            each,
            title=without_leaks(each.title, resume, file_name=file_name),
            quotes=redacted_passages(
                each.quotes, resume=resume, signals=signals, file_name=file_name
            ),
        )
        for each in observations
    )
