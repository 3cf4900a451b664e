"""Sources as people call them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.profiles import ProfileSource, SourceKind
from domain.resume.model import PartialDate
from graph.wording.counts import shortened
from graph.wording.dates import partial_date_words

_KINDS = {
    SourceKind.RESUME: "resume",
    SourceKind.LINKEDIN_EXPORT: "LinkedIn export",
    SourceKind.LINKEDIN_PDF: "LinkedIn PDF",
    SourceKind.GITHUB: "GitHub account",
    SourceKind.JSON_RESUME: "JSON Resume",
}
_ISO_MONTH = re.compile(r"\b(\d{4})(?:-(\d{2}))?\b")


def source_words(source: ProfileSource, among: Sequence[ProfileSource]) -> str:
    """A source in a sentence about the person's own: "your resume"; named where two are alike."""
    if source.kind is SourceKind.WORDS:
        return "what you told me"
    alike = [each for each in among if each.kind is source.kind]
    name = f" {shortened(source.name, limit=40)}" if len(alike) > 1 and source.name else ""
    return f"your {_KINDS[source.kind]}{name}"


def source_label(source: ProfileSource, among: Sequence[ProfileSource]) -> str:
    """The same at the head of a line or on a button: "Resume", "LinkedIn export"."""
    words = source_words(source, among).removeprefix("your ")
    return words[:1].upper() + words[1:]


def reading_words(value: str, *, field: str) -> str:
    """A reading of a field as a sentence shows it; months are spelled out in dates."""
    if field != "dates":
        return shortened(value, limit=70)

    def month(found: re.Match[str]) -> str:
        number = int(found[2]) if found[2] else None
        if number is not None and not 1 <= number <= 12:
            return found[0]
        return partial_date_words(PartialDate(year=int(found[1]), month=number))

    return _ISO_MONTH.sub(month, value[:60]).replace("present", "now")
