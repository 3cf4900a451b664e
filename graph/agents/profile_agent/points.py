"""The few points of a resume that are worth a question: one at a time, most valuable first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from domain.profiles import Profile
from domain.reply import Button, Text, quoted, text
from domain.resume.model import Extracted, Resume
from graph.agents.profile_agent.card import profile_button
from graph.wording.counts import shortened

UNSURE_BELOW = 0.6
"""Confidence (0 to 1) under which a field is worth a question."""

MAX_QUESTIONS = 4
"""Per resume; a person wants jobs, not a form."""

_ROLES_ASKED = 2
"""Only the latest roles decide a match; older ones are not worth a tap."""

_LABELS = {
    "contact.name": "your name",
    "contact.email": "your email address",
    "contact.phone": "your phone number",
    "contact.location": "where you live",
    "contact.label": "your headline",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Something to confirm (``yes_no``) or to fill in (``open``)."""

    path: str
    kind: Literal["until_now", "value", "title"]
    question: Text
    yes_no: bool

    def buttons(self) -> tuple[Button, ...]:
        """Yes · No · Skip, or Skip alone where words are needed."""
        skip = profile_button("Skip", "skip_point", path=self.path)
        if not self.yes_no:
            return (skip,)
        return (
            profile_button("Yes", "confirm", path=self.path, kind=self.kind),
            profile_button("No", "deny", path=self.path, kind=self.kind),
            skip,
        )


def points_of(profile: Profile) -> tuple[Point, ...]:
    """Open points in order of value, at most :data:`MAX_QUESTIONS`."""
    resume = profile.resume
    if resume is None:
        return ()
    points = [*_role_points(resume), *_contact_points(resume)]
    return tuple(point for point in points if not _is_settled(profile, point))[:MAX_QUESTIONS]


def open_question(path: str, kind: str) -> Text:
    """What to ask after a "no"."""
    if kind == "until_now":
        return text("Until when? A month and year is enough, such as March 2024.")
    label = _LABELS.get(path, "it")
    return text(f"What is {label}, then?")


def _role_points(resume: Resume) -> list[Point]:
    points: list[Point] = []
    asked = 0
    for i, work in enumerate(resume.work):
        for j, role in enumerate(work.roles):
            if asked >= _ROLES_ASKED:
                return points
            asked += 1
            path = f"work.{i}.roles.{j}"
            where = work.employer.text if work.employer else ""
            if role.title is None and where:
                points.append(
                    Point(
                        path=f"{path}.title",
                        kind="title",
                        question=text("What was your job title at ", quoted(_short(where)), "?"),
                        yes_no=False,
                    )
                )
                continue
            if role.title is None:
                continue
            dates = role.dates
            if dates is not None and dates.start and not dates.end and not dates.is_current:
                points.append(
                    Point(
                        path=f"{path}.end",
                        kind="until_now",
                        question=text(
                            "Is ", quoted(_short(role.title.text)), *_at(where), " until now?"
                        ),
                        yes_no=True,
                    )
                )
            if role.title.confidence < UNSURE_BELOW:
                points.append(
                    Point(
                        path=f"{path}.title",
                        kind="value",
                        question=text(
                            "Was ",
                            quoted(_short(role.title.text)),
                            " your job title",
                            *_at(where),
                            "?",
                        ),
                        yes_no=True,
                    )
                )
    return points


def _contact_points(resume: Resume) -> list[Point]:
    contact = resume.contact
    fields: list[tuple[str, Extracted | None]] = [
        ("contact.name", contact.name),
        ("contact.email", contact.email),
        ("contact.phone", contact.phone),
        ("contact.location", contact.location),
        ("contact.label", contact.label),
    ]
    return [
        Point(
            path=path,
            kind="value",
            question=text("Is ", quoted(_short(value.text)), f" {_LABELS[path]}?"),
            yes_no=True,
        )
        for path, value in fields
        if value is not None and value.confidence < UNSURE_BELOW
    ]


def _is_settled(profile: Profile, point: Point) -> bool:
    held = profile.provenance.get(point.path)
    return point.path in profile.corrections or (held is not None and held.confirmed)


def _at(employer: str) -> tuple[str, ...]:
    return (f" at {_short(employer)}",) if employer else ()


def _short(words: str) -> str:
    return shortened(words, limit=70)
