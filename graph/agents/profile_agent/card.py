"""The profile card and the first line of what was read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.agents import AgentId
from domain.messages import Action
from domain.profiles import Profile
from domain.reply import Button, Card, Fact, bold, text
from domain.resume.model import Resume
from graph.agents.profile_agent.view import ProfileView, RoleView, view_of, years_words
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
    if profile.statements:
        said = tuple(dict.fromkeys(each.skill for each in profile.statements))
        facts.append(Fact(label="Your word on", value=text(_some(said))))
    contact = " · ".join(part for part in (view.email, view.phone) if part)
    if contact:
        facts.append(Fact(label="Contact", value=text(contact)))
    many = len(profile.sources) > 1 or profile.statements
    more = (profile_button("My sources", "sources"),) if many else ()
    subtitle = " · ".join(part for part in (view.label, view.location) if part)
    return Card(
        title=text(bold(view.name or "Your profile")),
        subtitle=text(shortened(subtitle, limit=120)) if subtitle else (),
        facts=tuple(facts),
        buttons=(
            profile_button("Fix something", "edit"),
            profile_button("Where is this from?", "where"),
            *more,
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
    lines += _role_changes(before.roles, after.roles)
    if len(before.degrees) == len(after.degrees):
        lines += [
            f"Degree: {old} → {new}"
            for old, new in zip(before.degrees, after.degrees, strict=True)
            if old != new
        ]
    else:
        lines += [f"Degree added: {new}" for new in after.degrees if new not in before.degrees]
    known = {skill.casefold() for skill in before.skills}
    now = {skill.casefold() for skill in after.skills}
    added = [skill for skill in after.skills if skill.casefold() not in known]
    lost = [skill for skill in before.skills if skill.casefold() not in now]
    if added:
        lines.append(f"Skills added: {_some(tuple(added))}")
    if lost:
        lines.append(f"Skills no longer there: {_some(tuple(lost))}")
    return tuple(shortened(line, limit=160) for line in lines)


def _role_changes(before: Sequence[RoleView], after: Sequence[RoleView]) -> list[str]:
    """Roles that came, went, or read differently now."""
    olds, news = {role.line() for role in before}, {role.line() for role in after}
    gone = [role for role in before if role.line() not in news]
    lines: list[str] = []
    for role in after:
        if role.line() in olds:
            continue
        was = next((old for old in gone if _is_same_role(old, role)), None)
        if was is None:
            lines.append(f"Role added: {role.line()}")
        else:
            gone.remove(was)
            lines.append(f"Role: {was.line()} → {role.line()}")
    return lines + [f"Role no longer there: {role.line()}" for role in gone]


def _is_same_role(old: RoleView, new: RoleView) -> bool:
    """Two of the three are as before."""
    same = (old.title == new.title, old.employer == new.employer, old.dates == new.dates)
    return sum(same) >= 2


def _some(words: tuple[str, ...]) -> str:
    shown = [shortened(word, limit=40) for word in words[:_SKILLS]]
    rest = len(words) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "")
