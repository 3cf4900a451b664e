"""A profile with the person's word already put over what was read: what everybody works with."""

from __future__ import annotations

from dataclasses import replace

from domain.profiles import Profile, Statement, StatementKind
from domain.resume.corrections import apply_corrections, stated
from domain.resume.headings import fold
from domain.resume.model import Resume, Skill
from domain.skills import canonical

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

    Skills that the person says they used (not those of a self-check, which shows knowledge only)
    stand in the list of skills as the person's word.

    >>> from domain.ids import UserId
    >>> corrected(Profile(user=UserId("u"))).resume is None
    True
    """
    if profile.resume is None or not (profile.corrections or profile.statements):
        return profile
    resume = apply_corrections(profile.resume, profile.corrections)
    return replace(
        profile,
        resume=_with_stated(resume, profile),
        statements=standing_statements(profile),
    )


def _with_stated(resume: Resume, profile: Profile) -> Resume:
    """The resume with the skills of the person's own statements, unless taken back since."""
    names = {fold(skill.name.text) for skill in resume.skills}
    names |= {fold(skill.canonical) for skill in resume.skills if skill.canonical}
    names |= {fold(name) for name in listed(profile.corrections.get(SKILLS_REMOVED))}
    added: list[Skill] = []
    for name in stated_skills(profile):
        value = stated(name)
        if value is not None and fold(name) not in names:
            names.add(fold(name))
            added.append(Skill(name=value, canonical=canonical(name)))
    return replace(resume, skills=(*resume.skills, *added)) if added else resume


def standing_statements(profile: Profile) -> tuple[Statement, ...]:
    """The statements without those of experience whose skill the person took back since."""
    removed = {
        fold(canonical(name) or name) for name in listed(profile.corrections.get(SKILLS_REMOVED))
    }
    return tuple(
        each
        for each in profile.statements
        if each.kind is not StatementKind.EXPERIENCE
        or fold(canonical(each.skill) or each.skill) not in removed
    )


def stated_skills(profile: Profile) -> tuple[str, ...]:
    """Skills that the person said they used, each once."""
    return tuple(
        dict.fromkeys(
            each.skill for each in profile.statements if each.kind is StatementKind.EXPERIENCE
        )
    )


def skill_changes(
    profile: Profile, *, add: tuple[str, ...], remove: tuple[str, ...]
) -> dict[str, str | None]:
    """The two list corrections after adding and removing skills; None takes a list away."""
    added = {name.casefold(): name for name in listed(profile.corrections.get(SKILLS_ADDED))}
    removed = {name.casefold(): name for name in listed(profile.corrections.get(SKILLS_REMOVED))}
    in_resume = {
        skill.name.text.casefold() for skill in (profile.resume.skills if profile.resume else ())
    }
    in_resume |= {name.casefold() for name in stated_skills(profile)}
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
