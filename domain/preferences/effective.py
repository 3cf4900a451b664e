"""A profile with the person's word already put over what was read: what everybody works with."""

from __future__ import annotations

from dataclasses import replace

from domain.profiles import Profile
from domain.resume.corrections import apply_corrections

SKILLS_ADDED = "skills.add"
SKILLS_REMOVED = "skills.remove"


def listed(words: str | None) -> tuple[str, ...]:
    """The names in a comma-separated correction.

    >>> listed("Java, C++")
    ('Java', 'C++')
    """
    return tuple(name.strip() for name in (words or "").split(",") if name.strip())


def corrected(profile: Profile) -> Profile:
    """The same profile whose resume holds the corrections; paths and provenance stay.

    >>> from domain.ids import UserId
    >>> corrected(Profile(user=UserId("u"))).resume is None
    True
    """
    if profile.resume is None or not profile.corrections:
        return profile
    return replace(profile, resume=apply_corrections(profile.resume, profile.corrections))


def skill_changes(
    profile: Profile, *, add: tuple[str, ...], remove: tuple[str, ...]
) -> dict[str, str | None]:
    """The two list corrections after adding and removing skills; None takes a list away."""
    added = {name.casefold(): name for name in listed(profile.corrections.get(SKILLS_ADDED))}
    removed = {name.casefold(): name for name in listed(profile.corrections.get(SKILLS_REMOVED))}
    in_resume = {
        skill.name.text.casefold() for skill in (profile.resume.skills if profile.resume else ())
    }
    for name in add:
        removed.pop(name.casefold(), None)
        if name.casefold() not in in_resume:
            added[name.casefold()] = name
    for name in remove:
        added.pop(name.casefold(), None)
        if name.casefold() in in_resume:
            removed[name.casefold()] = name
    return {
        SKILLS_ADDED: ", ".join(added.values()) or None,
        SKILLS_REMOVED: ", ".join(removed.values()) or None,
    }
