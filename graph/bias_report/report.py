"""The report itself: signals, stability, hidden content, wording, the redacted copy, limits."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.fairness.rewriting import read_again
from domain.fairness.stability import StabilityReport, Trial, digest_of, stability
from domain.fairness.variants import Variant, VariantKind, variants_of
from domain.findings import Observation, Passage
from domain.papers import Picture
from domain.redaction.blinding import blind
from domain.redaction.leaks import leaks
from domain.redaction.model import SPECIAL, IdentitySignal, SignalKind
from domain.redaction.quotes import redacted_observations
from domain.redaction.redacting import redact
from domain.redaction.signals import signals_of
from domain.resume.model import Resume
from domain.roles.model import Ask, Criterion, Rubric, Wanted
from domain.screening.evidence import BlindResume
from domain.screening.facts import facts_of
from domain.screening.score import Score
from domain.screening.scoring import score
from domain.screening.wording import offending_words

OPENING = "This tests our tool and the document. It says nothing about who the person is."
REPEATS = 5
"""How often the unchanged document is scored again."""
_NEUTRAL_SKILLS = 8
_NEUTRAL_MONTHS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryRow:
    """Signals of one kind in one place. Never their words."""

    kind: SignalKind
    where: str
    count: int
    removed: bool
    why: str
    is_special: bool
    """A special category: only the type and the place are ever named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rereading:
    """Did reading the changed text anew give other facts? Without the file's layout, both times."""

    kind: VariantKind
    label: str
    difference: float
    """In points of 100 against the unchanged text read the same way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BiasReport:
    """Everything that the report says."""

    id: str
    made_on: date
    sha256: str
    """Of the file."""
    tool_version: str
    rubric_digest: str
    rubric_name: str
    """The role, or that the rubric is a neutral one."""
    model: str
    """Name and digest of the model that was used, or "no model used"."""
    signals: tuple[IdentitySignal, ...]
    inventory: tuple[InventoryRow, ...]
    stability: StabilityReport
    rereadings: tuple[Rereading, ...]
    """Variants whose text, read anew, gave other facts."""
    hidden: tuple[Observation, ...]
    """Redacted."""
    pictures: tuple[Picture, ...]
    wording: tuple[str, ...]
    """One sentence for each thing in our own texts that may sway readers."""
    own_texts: int
    """How many texts of ours were looked at."""
    leak_count: int
    """What the local adversary found in the redacted text; 0 is right."""
    not_checked: tuple[str, ...]
    blind: BlindResume

    @property
    def all_removed(self) -> bool:
        """Whether the scoring copy is without every signal, and the adversary found none."""
        return self.leak_count == 0 and all(signal.removed for signal in self.signals)


def bias_report(
    resume: Resume,
    *,
    file_name: str,
    sha256: str,
    as_of: date,
    tool_version: str,
    rubric: Rubric | None = None,
    rubric_name: str = "",
    model: str = "",
    excluded: Sequence[Passage] = (),
    hidden: Sequence[Observation] = (),
    pictures: Sequence[Picture] = (),
    own_texts: Sequence[str] = (),
    has_photo: bool | None = None,
    metadata: Mapping[str, str] | None = None,
    per_list: int = 2,
) -> BiasReport:
    """Look at one resume. Deterministic: the same arguments give the same report.

    Args:
        resume: the document as read.
        file_name: as it was uploaded.
        sha256: of the file.
        as_of: the day of arrival; current roles are counted to it.
        tool_version: of this product.
        rubric: of the role; without one a neutral rubric is made of the document's own skills.
        rubric_name: how the rubric is called in the report.
        model: name and digest of the model that worded or extracted something; empty for none.
        excluded: visible sentences addressed to a machine; they are in no scoring copy.
        hidden: observations on hidden content, as found; quotations are redacted here.
        pictures: of hidden content; pass them only for readers who may see identity.
        own_texts: summaries and letters that we generated about this candidate.
        has_photo: whether the file holds a picture that may be a portrait; None when nobody looked.
        metadata: fields inside of the file.
        per_list: names taken from each of the eight lists.
    """
    signals = signals_of(
        resume, file_name=file_name, has_photo=has_photo or False, metadata=metadata
    )
    seen = blind(resume, signals=signals, as_of=as_of, excluded=excluded)
    used = rubric if rubric is not None else neutral_rubric(seen)
    base, facts = _scored(seen, used)
    variants = variants_of(resume, file_name=file_name, per_list=per_list)
    trials = [_tried(variant, used, as_of=as_of) for variant in variants]
    repeats = [_scored(seen, used)[0] for _ in range(REPEATS)]
    redacted_text = "\n".join(line.text for line in seen.lines)
    whole = redact(resume.source.text, signals).text
    found = {
        (leak.kind, leak.form)
        for text in (redacted_text, whole)
        for leak in leaks(text, resume, file_name=file_name)
    }
    return BiasReport(
        id=hashlib.sha256(f"{sha256}{used.digest}{as_of}".encode()).hexdigest()[:12],
        made_on=as_of,
        sha256=sha256,
        tool_version=tool_version,
        rubric_digest=used.digest,
        rubric_name=rubric_name
        if rubric is not None
        else "neutral rubric, made of the document's own skills",
        model=model or "no model used",
        signals=signals,
        inventory=inventory_of(signals),
        stability=stability(base, trials, facts=facts, repeats=repeats),
        rereadings=_rereadings(resume, variants, used, file_name=file_name, as_of=as_of),
        hidden=redacted_observations(hidden, resume=resume, signals=signals, file_name=file_name),
        pictures=tuple(pictures),
        wording=_wording(own_texts, resume, file_name=file_name),
        own_texts=len(own_texts),
        leak_count=len(found),
        not_checked=_not_checked(has_photo, metadata, own_texts),
        blind=seen,
    )


def neutral_rubric(blind_resume: BlindResume) -> Rubric:
    """A rubric of the document's own first skills: it tests the tool where there is no role."""
    skills = [
        Criterion(
            id=f"c{number}",
            label=skill.name,
            wanted=Wanted(ask=Ask.SKILL, any_of=(skill.name,), months=_NEUTRAL_MONTHS),
        )
        for number, skill in enumerate(blind_resume.skills[:_NEUTRAL_SKILLS], start=1)
    ]
    work = Criterion(
        id=f"c{len(skills) + 1}",
        label="Work experience",
        wanted=Wanted(ask=Ask.EXPERIENCE, months=5 * 12),
    )
    return Rubric(criteria=(*skills, work))


def inventory_of(signals: Sequence[IdentitySignal]) -> tuple[InventoryRow, ...]:
    """Signals by kind and place, in the order of the kinds."""
    counts: dict[tuple[SignalKind, str], list[IdentitySignal]] = {}
    for signal in signals:
        counts.setdefault((signal.kind, signal.where), []).append(signal)
    order = list(SignalKind)
    rows = [
        InventoryRow(
            kind=kind,
            where=where,
            count=len(found),
            removed=all(signal.removed for signal in found),
            why=found[0].why,
            is_special=kind in SPECIAL,
        )
        for (kind, where), found in counts.items()
    ]
    return tuple(sorted(rows, key=lambda row: order.index(row.kind)))


def _scored(blind_resume: BlindResume, rubric: Rubric) -> tuple[Score, str]:
    facts = facts_of(blind_resume, rubric)
    return score(rubric, facts), digest_of(facts)


def _tried(variant: Variant, rubric: Rubric, *, as_of: date) -> Trial:
    result, facts = _scored(_blinded(variant.resume, file_name="", as_of=as_of), rubric)
    return Trial(kind=variant.kind, label=variant.label, score=result, facts=facts)


def _blinded(resume: Resume, *, file_name: str, as_of: date) -> BlindResume:
    return blind(resume, signals=signals_of(resume, file_name=file_name), as_of=as_of)


def _rereadings(
    resume: Resume,
    variants: Sequence[Variant],
    rubric: Rubric,
    *,
    file_name: str,
    as_of: date,
) -> tuple[Rereading, ...]:
    base, facts = _scored(_blinded(read_again(resume), file_name=file_name, as_of=as_of), rubric)
    found: list[Rereading] = []
    for variant in variants:
        again = read_again(variant.resume)
        result, other = _scored(_blinded(again, file_name="", as_of=as_of), rubric)
        if other != facts:
            found.append(
                Rereading(
                    kind=variant.kind,
                    label=variant.label,
                    difference=round(_points(result) - _points(base), 1),
                )
            )
    return tuple(found)


def _points(result: Score) -> float:
    return result.shown if result.total is None else result.total


def _wording(own_texts: Sequence[str], resume: Resume, *, file_name: str) -> tuple[str, ...]:
    """What in our own words may sway a reader; the candidate's words are not looked at here."""
    found: list[str] = []
    for number, words in enumerate(own_texts, start=1):
        told = {leak.kind.value for leak in leaks(words, resume, file_name=file_name)}
        found += [f"Text {number} of ours holds a signal of type {kind}." for kind in sorted(told)]
        judging = offending_words(words)
        if judging:
            found.append(f"Text {number} of ours has {len(judging)} judging words.")
    return tuple(found)


def _not_checked(
    has_photo: bool | None, metadata: Mapping[str, str] | None, own_texts: Sequence[str]
) -> tuple[str, ...]:
    gaps = []
    if has_photo is None:
        gaps.append("Whether the file holds a portrait was not looked at; pictures are never used.")
    if metadata is None:
        gaps.append("Author and title inside the file were not looked at; they are never used.")
    if not own_texts:
        gaps.append("No summary or letter of ours exists yet, so none was looked at.")
    return tuple(gaps)
