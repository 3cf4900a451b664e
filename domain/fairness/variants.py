"""Variants of a resume in which only identity differs: what the work says stays word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.fairness.name_lists import NAME_LISTS, PLACES, SCHOOLS, ListedName
from domain.fairness.rewriting import Edit, rewritten
from domain.redaction.explanations import mark_of
from domain.redaction.letters import folded
from domain.redaction.model import IdentitySignal, SignalKind
from domain.redaction.signals import signals_of
from domain.resume.model import Resume


class VariantKind(StrEnum):
    """What a variant changes."""

    NAME = "name"
    PRONOUN = "pronoun"
    SCHOOL = "school"
    GAP = "gap"
    ADDRESS = "address"
    REDACTED = "redacted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A changed document."""

    kind: VariantKind
    label: str
    """Of our test data ("name list 3, 2"); never a guess about the person."""
    resume: Resume


_PRONOUNS = {
    "she": ("she", "he"), "he": ("she", "he"), "her": ("her", "his"), "his": ("her", "his"),
    "him": ("her", "him"), "hers": ("hers", "his"), "herself": ("herself", "himself"),
    "himself": ("herself", "himself"),
}  # fmt: skip
_DATED = frozenset(
    {SignalKind.DATES, SignalKind.GRADUATION_YEAR, SignalKind.EMPLOYER, SignalKind.NATIVE_LANGUAGE}
)
"""Left in the redacted variant: lengths and levels are facts, and follow from them."""


def variants_of(resume: Resume, *, file_name: str = "", per_list: int = 2) -> tuple[Variant, ...]:
    """All variants that the document allows.

    Args:
        resume: the document as read.
        file_name: as the sender named it; it helps to find the name.
        per_list: names taken from each of the eight lists, 1 to 6.

    A document without a name gets one put in front; without a school or an address, none is added.
    """
    signals = signals_of(resume, file_name=file_name)
    return (
        *_names(resume, signals, per_list=per_list),
        *_pronouns(resume, signals),
        *_schools(resume, signals),
        *_gap(resume),
        *_addresses(resume, signals),
        _redacted(resume, signals),
    )


def _of(
    signals: Sequence[IdentitySignal], *kinds: SignalKind
) -> Iterator[tuple[SignalKind, int, int, str]]:
    for signal in signals:
        if signal.kind in kinds and signal.passage is not None:
            yield signal.kind, signal.passage.start, signal.passage.end, signal.passage.quote


def _names(
    resume: Resume, signals: Sequence[IdentitySignal], *, per_list: int
) -> Iterator[Variant]:
    own = resume.contact.name
    first = folded(own.text).replace(",", " ").split()[0] if own is not None else ""
    for number, names in enumerate(NAME_LISTS, start=1):
        for index, name in enumerate(names[:per_list], start=1):
            edits = [
                Edit(start=start, end=end, words=_renamed(kind, quote, name, first=first))
                for kind, start, end, quote in _of(
                    signals, SignalKind.NAME, SignalKind.EMAIL, SignalKind.LINK
                )
            ]
            if not any(edit.words for edit in edits):
                edits = [Edit(start=0, end=0, words=f"{name.given} {name.family}\n")]
            yield Variant(
                kind=VariantKind.NAME,
                label=f"name list {number}, {index}",
                resume=rewritten(resume, edits),
            )


def _renamed(kind: SignalKind, quote: str, name: ListedName, *, first: str) -> str:
    """The same form of another name."""
    handle = f"{folded(name.given)}.{folded(name.family)}".replace(" ", "")
    if kind is SignalKind.EMAIL:
        return f"{handle}@example.org"
    if kind is SignalKind.LINK:
        host = quote.rpartition("/")[0]
        return f"{host}/{handle.replace('.', '-')}" if "/" in quote else f"{handle}.example.org"
    if len(quote.split()) > 1 or "," in quote:
        words = f"{name.family}, {name.given}" if "," in quote else f"{name.given} {name.family}"
    else:
        words = name.given if folded(quote) == first else name.family
    return words.upper() if quote.isupper() else words


def _pronouns(resume: Resume, signals: Sequence[IdentitySignal]) -> Iterator[Variant]:
    own = resume.contact.name
    at = own.span.end if own is not None else 0
    for index, words in enumerate(("she/her", "he/him")):
        edits = [Edit(start=at, end=at, words=f" ({words})")]
        for _, start, end, quote in _of(signals, SignalKind.PRONOUN):
            pair = _PRONOUNS.get(quote.lower())
            if pair is not None:
                new = pair[index]
                edits.append(
                    Edit(
                        start=start, end=end, words=new.capitalize() if quote[0].isupper() else new
                    )
                )
        yield Variant(
            kind=VariantKind.PRONOUN,
            label=f"pronouns {index + 1}",
            resume=rewritten(resume, edits),
        )


def _schools(resume: Resume, signals: Sequence[IdentitySignal]) -> Iterator[Variant]:
    places = list(_of(signals, SignalKind.SCHOOL))
    for number, school in enumerate(SCHOOLS if places else (), start=1):
        edits = [Edit(start=start, end=end, words=school) for _, start, end, _ in places]
        yield Variant(
            kind=VariantKind.SCHOOL, label=f"school {number}", resume=rewritten(resume, edits)
        )


def _gap(resume: Resume) -> Iterator[Variant]:
    """A stated break, on a line of its own below the last job."""
    ends = [
        highlight.span.end
        for work in resume.work
        for role in work.roles
        for highlight in role.highlights
    ]
    if not ends:
        return
    below = resume.source.text.find("\n", max(ends))
    at = len(resume.source.text) if below < 0 else below
    edit = Edit(start=at, end=at, words="\nCareer break of 18 months (parental leave)")
    yield Variant(kind=VariantKind.GAP, label="a stated break", resume=rewritten(resume, [edit]))


def _addresses(resume: Resume, signals: Sequence[IdentitySignal]) -> Iterator[Variant]:
    location = resume.contact.location
    if location is None:
        return
    town = re.split(r"[,\d]", location.text)[0].strip()
    for number, place in enumerate(PLACES, start=1):
        edits = [Edit(start=location.span.start, end=location.span.end, words=place)]
        for _, start, end, quote in _of(signals, SignalKind.ADDRESS):
            if quote == town and not location.span.start <= start < location.span.end:
                edits.append(Edit(start=start, end=end, words=place.split(",")[0]))
        yield Variant(
            kind=VariantKind.ADDRESS, label=f"place {number}", resume=rewritten(resume, edits)
        )


def _redacted(resume: Resume, signals: Sequence[IdentitySignal]) -> Variant:
    edits = [
        Edit(start=signal.passage.start, end=signal.passage.end, words=mark_of(signal))
        for signal in signals
        if signal.passage is not None and signal.kind not in _DATED
    ]
    return Variant(
        kind=VariantKind.REDACTED, label="identity taken out", resume=rewritten(resume, edits)
    )
