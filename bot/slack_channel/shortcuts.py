"""Names that Slack gives back: shortcuts, the command, and actions that open a dialog."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from bot.rendering.slack.views import Weekday
from bot.slack_channel.hearing import Shortcut
from bot.slack_channel.wire import Json
from domain.agents import AgentId, Audience
from domain.messages import Action
from domain.pushes import PushTopic

COMMAND = "/careergini"
CHECK_DESCRIPTION = "check_job_description"
"""Message shortcut: the message is a job description."""
READ_RESUME = "read_resume"
"""Message shortcut: the files of the message are resumes."""
NEW_ROLE = "new_role"
"""Global shortcut: opens the dialog for a new role."""

OPEN_SETTINGS = Action(agent=AgentId.SETTINGS, verb="open_settings")
OPEN_LINK = Action(agent=AgentId.SETTINGS, verb="open_link")
OPEN_NEW_ROLE = Action(agent=AgentId.SCREENING, verb="open_new_role")
"""Buttons whose press is answered with a dialog at once, and never reaches an agent."""

WEEK: tuple[Weekday, ...] = get_args(Weekday)
"""The days of a week as the settings dialog names them, Monday first."""

TOPICS_OF: Mapping[Audience, Mapping[str, str]] = {
    Audience.SEEKER: {
        PushTopic.JOBS.value: "New jobs",
        PushTopic.LEARNING.value: "Something to learn",
        PushTopic.APPLICATIONS.value: "Follow-ups on applications",
    },
    Audience.RECRUITER: {PushTopic.TEAM.value: "Your roles"},
}
"""What a digest can hold for whom, as the settings dialog names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a message will be made of."""

    text: str = ""
    files: Sequence[Json] = ()
    command: str | None = None
    action: Action | None = None


def asked_by(shortcut: Shortcut) -> tuple[Asked, str] | None:
    """What a message shortcut asks for, and the heading of its thread; None for an unknown one.

    Whatever channel the message stands in: its words and files go along, the answer is private.
    """
    said = shortcut.text.strip()
    match shortcut.name:
        case name if name == CHECK_DESCRIPTION:
            words = f"Check this job description:\n\n{said}".strip()
            heading = "Check a job description"
        case name if name == READ_RESUME:
            words = f"Screen this resume\n\n{'' if shortcut.files else said}".strip()
            heading = "Read a resume"
        case _:
            return None
    if not said and not shortcut.files:
        heading = f"{heading}: that message holds neither text nor a file"
        return Asked(command="help"), heading
    return Asked(text=words, files=shortcut.files), heading
