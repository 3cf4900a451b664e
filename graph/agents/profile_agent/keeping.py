"""The person's own words into a profile, and everything out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from domain.profile_sources import source_at, sources_of
from domain.profiles import FieldProvenance, Origin, Profile
from domain.resume.spans import values_of


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
                held = source_at(profile.passages, extracted[path].span)
                source = next((each for each in sources_of(profile) if each.id == held), None)
                provenance[path] = FieldProvenance(
                    origin=Origin.RESUME,
                    at=at,
                    blob=source.blob if source else profile.resume_blob,
                    source=held,
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
    """Nothing of any source, correction or statement is left; search wishes stay."""
    return replace(
        profile,
        resume=None,
        resume_blob=None,
        corrections={},
        provenance={},
        sources=(),
        passages=(),
        choices={},
        statements=(),
    )
