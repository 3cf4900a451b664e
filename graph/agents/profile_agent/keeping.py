"""A new resume into a profile: provenance per field, and the person's words kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from domain.ids import BlobId
from domain.profiles import FieldProvenance, Origin, Profile
from domain.resume.model import Resume, Work
from domain.resume.spans import values_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The new profile, and corrections whose role is not in the new resume."""

    profile: Profile
    dropped: tuple[str, ...] = ()


def with_resume(
    profile: Profile, resume: Resume, *, blob: BlobId | None, at: datetime, origin: Origin
) -> Kept:
    """Put a resume into a profile; the person's own words go on beating it."""
    corrections, dropped = _moved(profile, resume)
    before = dict(values_of(profile.resume)) if profile.resume else {}
    provenance: dict[str, FieldProvenance] = {}
    for path, value in values_of(resume):
        held = profile.provenance.get(path)
        same = path in before and before[path].text == value.text
        provenance[path] = FieldProvenance(
            origin=origin,
            at=at,
            blob=blob,
            confirmed=origin is Origin.PERSON or bool(held and held.confirmed and same),
        )
    for path in corrections:
        provenance[path] = profile.provenance.get(path) or FieldProvenance(
            origin=Origin.PERSON, at=at, confirmed=True
        )
    return Kept(
        profile=replace(
            profile,
            resume=resume,
            resume_blob=blob,
            corrections=corrections,
            provenance=provenance,
        ),
        dropped=dropped,
    )


def with_corrections(
    profile: Profile, changes: Mapping[str, str | None], *, at: datetime
) -> Profile:
    """Set corrections by path; None takes one back to what the resume says."""
    corrections = dict(profile.corrections)
    provenance = dict(profile.provenance)
    extracted = dict(values_of(profile.resume)) if profile.resume else {}
    for path, words in changes.items():
        if words is None:
            corrections.pop(path, None)
            provenance.pop(path, None)
            if path in extracted:
                provenance[path] = FieldProvenance(
                    origin=Origin.RESUME, at=at, blob=profile.resume_blob
                )
        else:
            corrections[path] = words
            provenance[path] = FieldProvenance(origin=Origin.PERSON, at=at, confirmed=True)
    return replace(profile, corrections=corrections, provenance=provenance)


def with_confirmation(profile: Profile, path: str) -> Profile:
    """The person said yes to a field."""
    held = profile.provenance.get(path)
    if held is None or held.confirmed:
        return profile
    return replace(profile, provenance={**profile.provenance, path: replace(held, confirmed=True)})


def without_resume(profile: Profile) -> Profile:
    """Nothing of the resume is left; search wishes stay."""
    return replace(profile, resume=None, resume_blob=None, corrections={}, provenance={})


def _moved(profile: Profile, resume: Resume) -> tuple[dict[str, str], tuple[str, ...]]:
    """Corrections under the new resume's paths: roles are found again by employer and title."""
    kept: dict[str, str] = {}
    dropped: list[str] = []
    for path, words in profile.corrections.items():
        if not path.startswith("work."):
            kept[path] = words
            continue
        target = _same_place(path, profile.resume, resume)
        if target is None:
            dropped.append(words)
        else:
            kept[target] = words
    return kept, tuple(dropped)


def _same_place(path: str, old: Resume | None, new: Resume) -> str | None:
    parts = path.split(".")
    work = _work_at(old, parts[1])
    if work is None or work.employer is None:
        return None
    name = work.employer.text.casefold()
    number = next(
        (
            i
            for i, each in enumerate(new.work)
            if each.employer is not None and each.employer.text.casefold() == name
        ),
        None,
    )
    if number is None:
        return None
    if len(parts) < 5 or parts[2] != "roles":
        return ".".join(["work", str(number), *parts[2:]])
    role = work.roles[int(parts[3])] if int(parts[3]) < len(work.roles) else None
    title = role.title.text.casefold() if role and role.title else None
    roles = new.work[number].roles
    found = next(
        (j for j, each in enumerate(roles) if each.title and each.title.text.casefold() == title),
        0 if len(roles) == 1 else None,
    )
    if found is None:
        return None
    return ".".join(["work", str(number), "roles", str(found), *parts[4:]])


def _work_at(resume: Resume | None, position: str) -> Work | None:
    if resume is None or not position.isdigit() or int(position) >= len(resume.work):
        return None
    return resume.work[int(position)]
