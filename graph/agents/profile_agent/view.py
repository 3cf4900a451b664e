"""A profile as the person sees it: the resume under their corrections, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.preferences.effective import corrected
from domain.profiles import Profile
from domain.resume.model import Contact, Extracted
from domain.resume.tenure import years_of_experience
from graph.wording.dates import range_words


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleView:
    """One role in words; empty where the source says nothing."""

    path: str
    title: str
    employer: str
    dates: str

    def line(self) -> str:
        """The role as one line."""
        who = " at ".join(part for part in (self.title or "Role", self.employer) if part)
        return f"{who}, {self.dates}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileView:
    """Everything a card shows."""

    name: str
    label: str
    email: str
    phone: str
    location: str
    roles: tuple[RoleView, ...]
    degrees: tuple[str, ...]
    skills: tuple[str, ...]
    languages: tuple[str, ...]


def view_of(profile: Profile) -> ProfileView:
    """The profile in words, corrections applied."""
    resume = corrected(profile).resume
    contact = resume.contact if resume else Contact()
    said = profile.corrections if resume is None else {}
    roles = tuple(
        RoleView(
            path=f"work.{i}.roles.{j}",
            title=_words(role.title),
            employer=_words(work.employer),
            dates=range_words(role.dates),
        )
        for i, work in enumerate(resume.work if resume else ())
        for j, role in enumerate(work.roles)
    )
    degrees = tuple(
        ", ".join(
            part
            for part in (
                _words(item.degree),
                _words(item.institution),
                range_words(item.dates) if item.dates else "",
            )
            if part
        )
        for item in (resume.education if resume else ())
    )
    spoken = tuple(
        item.language.text + (f" ({item.fluency.text})" if item.fluency else "")
        for item in (resume.languages if resume else ())
    )
    return ProfileView(
        name=_words(contact.name) or said.get("contact.name", ""),
        label=_words(contact.label) or said.get("contact.label", ""),
        email=_words(contact.email) or said.get("contact.email", ""),
        phone=_words(contact.phone) or said.get("contact.phone", ""),
        location=_words(contact.location) or said.get("contact.location", ""),
        roles=roles,
        degrees=tuple(degree for degree in degrees if degree),
        skills=skills_of(profile),
        languages=spoken,
    )


def skills_of(profile: Profile) -> tuple[str, ...]:
    """Skill names without repeats, corrections applied."""
    resume = corrected(profile).resume
    if resume is None:
        return tuple(
            name.strip()
            for name in profile.corrections.get("skills.add", "").split(",")
            if name.strip()
        )
    names: dict[str, str] = {}
    for skill in resume.skills:
        names.setdefault(skill.name.text.casefold(), skill.name.text)
    return tuple(names.values())


def years_words(profile: Profile, *, today: date) -> str:
    """How long the person has worked, empty when the resume states no length."""
    resume = corrected(profile).resume
    years = years_of_experience(resume, today=today) if resume else 0.0
    if years <= 0:
        return ""
    return f"{years:g} year{'' if years == 1 else 's'}, overlaps counted once"


def _words(value: Extracted | None) -> str:
    return " ".join(value.text.split()) if value else ""
