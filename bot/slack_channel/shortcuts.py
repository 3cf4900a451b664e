"""Names that Slack gives back: shortcuts, the command, and actions that open a dialog."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from bot.rendering.slack.views import Weekday
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
