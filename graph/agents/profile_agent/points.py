"""The few points of a resume that are worth a question: one at a time, most valuable first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from domain.preferences.effective import corrected
from domain.profile_sources import sources_of
from domain.profiles import Profile
from domain.reply import Button, Text, quoted, text
from domain.resume.gaps import uncertain
from domain.resume.model import Extracted, Resume
from graph.agents.profile_agent.card import profile_button
from graph.agents.profile_agent.differing import differences
from graph.wording.counts import shortened

MAX_QUESTIONS = 4
"""Per resume; a person wants jobs, not a form."""

_WORTH_A_DOUBT = 0.2
"""Worth (0 to 1) under which a doubtful value is not asked about."""
_WORTH_A_GAP = 0.7
"""Worth under which a missing field is not asked for."""
_SETTLED_BY_READING = frozenset({"degree", "institution"})
"""A school that was read at all moves no match: not worth a tap."""
_DIFFERENCES_ASKED = 3
"""Of several sources; with them there is still room for a doubt."""
_ROLES_ASKED = 2
"""Only the latest roles decide a match; older ones are not worth a tap."""

_LABELS = {
    "contact.name": "your name",
    "contact.email": "your email address",
    "contact.phone": "your phone number",
    "contact.location": "where you live",
    "contact.label": "your headline",
}
_KEYS = {
    "title": "your job title",
    "employer": "the employer",
    "dates": "when you worked there",
    "degree": "your degree",
    "institution": "where you studied",
    "name": "your name",
    "email": "your email address",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Something to confirm (``yes_no``) or to fill in (``open``)."""

    path: str
    kind: Literal["until_now", "value", "dates", "choice"]
    question: Text
    yes_no: bool
    choices: tuple[Button, ...] = ()
    """Of a difference between sources: its buttons instead of Yes and No."""
    data: Mapping[str, str] = field(default_factory=dict)
    """What understands an answer in words."""

    def buttons(self) -> tuple[Button, ...]:
        """The choices, or Yes · No · Skip, or Skip alone where words are needed."""
        if self.choices:
            return self.choices
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
    resume = corrected(profile).resume
    if resume is None:
        return ()
    points = [*_differences(profile), *_open_ends(resume), *_doubts(resume)]
    return tuple(point for point in points if not _is_settled(profile, point))[:MAX_QUESTIONS]


def _differences(profile: Profile) -> list[Point]:
    """Where two sources say different things: which of them is right."""
    among = sources_of(profile)
    return [
        Point(
            path=f"choice:{each.key}",
            kind="choice",
            question=each.question(among),
            yes_no=False,
            choices=each.buttons(among),
            data={
                "of": each.token,
                "sources": "\n".join(reading.source.id for reading in each.readings),
                "values": "\n".join(reading.words() for reading in each.readings),
            },
        )
        for each in differences(profile)[:_DIFFERENCES_ASKED]
    ]


def open_question(path: str, kind: str) -> Text:
    """What to ask after a "no"."""
    if kind == "until_now":
        return text("Until when? A month and year is enough, such as March 2024.")
    if kind == "dates":
        return text("From when to when? Such as “March 2019 to June 2021”.")
    label = _LABELS.get(path) or _KEYS.get(path.rsplit(".", 1)[-1], "it")
    return text(f"What is {label}, then?")


def _open_ends(resume: Resume) -> list[Point]:
    """Latest roles with a start and neither an end nor "present"."""
    roles = [
        (f"work.{i}.roles.{j}", work.employer, role)
        for i, work in enumerate(resume.work)
        for j, role in enumerate(work.roles)
    ][:_ROLES_ASKED]
    return [
        Point(
            path=f"{path}.end",
            kind="until_now",
            question=text("Is ", quoted(_short(role.title.text)), *_at(employer), " until now?"),
            yes_no=True,
        )
        for path, employer, role in roles
        if role.title is not None
        and role.dates is not None
        and role.dates.start
        and not role.dates.end
        and not role.dates.is_current
    ]


def _doubts(resume: Resume) -> list[Point]:
    points: list[Point] = []
    for doubt in uncertain(resume, limit=12):
        key = doubt.path.rsplit(".", 1)[-1]
        label = _LABELS.get(doubt.path) or _KEYS.get(key)
        if key in _SETTLED_BY_READING and doubt.value is not None:
            continue
        if label is None or doubt.worth < (_WORTH_A_GAP if doubt.value is None else _WORTH_A_DOUBT):
            continue
        kind: Literal["value", "dates"] = "dates" if key == "dates" else "value"
        where = _where(resume, doubt.path)
        if doubt.value is None:
            question = text(f"I did not find {label}{where}. What is it?")
            if kind == "dates":
                question = text(f"From when to when did you work{where}?")
        else:
            question = text("Is ", quoted(_short(doubt.value)), f" {label}{where}?")
        points.append(
            Point(path=doubt.path, kind=kind, question=question, yes_no=doubt.value is not None)
        )
    return points


def _where(resume: Resume, path: str) -> str:
    """The job or school a field belongs to, as "at …"; empty when it is not known."""
    parts = path.split(".")
    if parts[0] == "work" and parts[-1] != "employer":
        work = resume.work[int(parts[1])]
        return f" at {_short(work.employer.text)}" if work.employer else ""
    return ""


def _is_settled(profile: Profile, point: Point) -> bool:
    held = profile.provenance.get(point.path)
    return point.path in profile.corrections or (held is not None and held.confirmed)


def _at(employer: Extracted | None) -> tuple[str, ...]:
    return (f" at {_short(employer.text)}",) if employer else ()


def _short(words: str) -> str:
    return shortened(words, limit=70)
