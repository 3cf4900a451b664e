"""The profile card and the first line of what was read."""

from __future__ import annotations

from datetime import date

from domain.agents import AgentId
from domain.messages import Action
from domain.profiles import Profile
from domain.reply import Button, Card, Fact, bold, text
from domain.resume.model import Resume
from graph.agents.profile_agent.view import ProfileView, view_of, years_words
from graph.wording.counts import counted, joined, shortened

_ROLES = 4
_DEGREES = 2
_SKILLS = 12


def profile_action(verb: str, **arguments: str) -> Action:
    """A button's meaning for this agent."""
    return Action(agent=AgentId.PROFILE, verb=verb, arguments=arguments)


def profile_button(label: str, verb: str, **arguments: str) -> Button:
    """A button for this agent."""
    return Button(label=label, action=profile_action(verb, **arguments))


def find_jobs_button() -> Button:
    """The way on from a profile."""
    return Button(label="Find jobs", action=Action(agent=AgentId.JOB_SEARCH, verb="search"))


def profile_card(profile: Profile, *, today: date) -> Card:
    """The whole profile on one card; what is not known is left out."""
    view = view_of(profile)
    facts: list[Fact] = []
    for number, role in enumerate(view.roles[:_ROLES]):
        label = "Work" if number == 0 else "Before"
        facts.append(Fact(label=label, value=text(shortened(role.line(), limit=110))))
    if len(view.roles) > _ROLES:
        facts.append(Fact(label="Earlier", value=text(f"{len(view.roles) - _ROLES} more")))
    degrees = [shortened(degree, limit=110) for degree in view.degrees[:_DEGREES]]
    if len(view.degrees) > _DEGREES:
        degrees.append(f"{len(view.degrees) - _DEGREES} more")
    if degrees:
        facts.append(Fact(label="Education", value=text("; ".join(degrees))))
    if years := years_words(profile, today=today):
        facts.append(Fact(label="Experience", value=text(years)))
    if view.skills:
        facts.append(Fact(label="Skills", value=text(_some(view.skills))))
    if view.languages:
        facts.append(Fact(label="Languages", value=text(joined(view.languages))))
    contact = " · ".join(part for part in (view.email, view.phone) if part)
    if contact:
        facts.append(Fact(label="Contact", value=text(contact)))
    subtitle = " · ".join(part for part in (view.label, view.location) if part)
    return Card(
        title=text(bold(view.name or "Your profile")),
        subtitle=text(shortened(subtitle, limit=120)) if subtitle else (),
        facts=tuple(facts),
        buttons=(
            profile_button("Fix something", "edit"),
            profile_button("Where is this from?", "where"),
        ),
    )


def found_words(resume: Resume) -> str:
    """What was found, counted: "4 roles, 2 degrees and 17 skills"."""
    counts = [
        (sum(max(1, len(work.roles)) for work in resume.work), "role"),
        (len(resume.education), "degree"),
        (len(resume.skills), "skill"),
        (len(resume.projects), "project"),
        (len(resume.certificates), "certificate"),
    ]
    found = [counted(number, noun) for number, noun in counts if number]
    return joined(found)


def changes_between(before: ProfileView, after: ProfileView) -> tuple[str, ...]:
    """What a new resume changed, one line each; empty when nothing did."""
    lines: list[str] = []
    for label, old, new in (
        ("Name", before.name, after.name),
        ("Headline", before.label, after.label),
        ("Email", before.email, after.email),
        ("Phone", before.phone, after.phone),
        ("Place", before.location, after.location),
    ):
        if old != new:
            lines.append(f"{label}: {old or 'not stated'} → {new or 'not stated'}")
    for noun, olds, news in (
        ("Role", {r.line() for r in before.roles}, [r.line() for r in after.roles]),
        ("Degree", set(before.degrees), list(after.degrees)),
    ):
        lines += [f"{noun} added: {line}" for line in news if line not in olds]
    gone = [
        role.line() for role in before.roles if role.line() not in {r.line() for r in after.roles}
    ]
    lines += [f"Role no longer there: {line}" for line in gone]
    known = {skill.casefold() for skill in before.skills}
    now = {skill.casefold() for skill in after.skills}
    added = [skill for skill in after.skills if skill.casefold() not in known]
    lost = [skill for skill in before.skills if skill.casefold() not in now]
    if added:
        lines.append(f"Skills added: {_some(tuple(added))}")
    if lost:
        lines.append(f"Skills no longer there: {_some(tuple(lost))}")
    return tuple(shortened(line, limit=160) for line in lines)


def _some(words: tuple[str, ...]) -> str:
    shown = [shortened(word, limit=40) for word in words[:_SKILLS]]
    rest = len(words) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "")
