"""A profile as the person sees it: the resume under their corrections, in words."""

from __future__ import annotations

from dataclasses import dataclass

from domain.preferences.corrections import PRESENT, skill_path
from domain.profiles import Profile
from domain.resume.model import Extracted, Role
from graph.wording.dates import partial_date_words, range_words


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
    resume, said = profile.resume, profile.corrections

    def value(path: str, extracted: Extracted | None) -> str:
        return said.get(path, extracted.text if extracted else "")

    contact = resume.contact if resume else None
    roles: list[RoleView] = []
    for i, work in enumerate(resume.work if resume else ()):
        for j, role in enumerate(work.roles):
            path = f"work.{i}.roles.{j}"
            roles.append(
                RoleView(
                    path=path,
                    title=value(f"{path}.title", role.title),
                    employer=value(f"work.{i}.employer", work.employer),
                    dates=_dates(
                        role, start=said.get(f"{path}.start"), end=said.get(f"{path}.end")
                    ),
                )
            )
    degrees = tuple(
        ", ".join(
            part
            for part in (
                value(f"education.{i}.degree", item.degree),
                value(f"education.{i}.institution", item.institution),
                range_words(item.dates) if item.dates else "",
            )
            if part
        )
        for i, item in enumerate(resume.education if resume else ())
    )
    spoken = tuple(
        item.language.text + (f" ({item.fluency.text})" if item.fluency else "")
        for item in (resume.languages if resume else ())
    )
    return ProfileView(
        name=value("contact.name", contact.name if contact else None),
        label=value("contact.label", contact.label if contact else None),
        email=value("contact.email", contact.email if contact else None),
        phone=value("contact.phone", contact.phone if contact else None),
        location=value("contact.location", contact.location if contact else None),
        roles=tuple(roles),
        degrees=tuple(degree for degree in degrees if degree),
        skills=skills_of(profile),
        languages=spoken,
    )


def skills_of(profile: Profile) -> tuple[str, ...]:
    """Skill names: the resume's without those taken away, then those the person added."""
    names: dict[str, str] = {}
    for skill in profile.resume.skills if profile.resume else ():
        path = skill_path(skill.name.text)
        if profile.corrections.get(path) != "":
            names.setdefault(path, skill.name.text)
    for path, words in profile.corrections.items():
        if path.startswith("skills.") and words:
            names.setdefault(path, words)
    return tuple(names.values())


def _dates(role: Role, *, start: str | None, end: str | None) -> str:
    if start is None and end is None:
        return range_words(role.dates)
    dates = role.dates
    begun = start or (partial_date_words(dates.start) if dates and dates.start else "")
    if end is None:
        if dates and dates.is_current:
            end = "now"
        else:
            end = partial_date_words(dates.end) if dates and dates.end else ""
    ended = "now" if end == PRESENT else end
    return " – ".join(part for part in (begun or "start not stated", ended) if part)
