"""What the Home tab shows: the profile at a glance, digests, linked accounts, what to do next."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.slack_channel.shortcuts import OPEN_LINK, OPEN_NEW_ROLE, OPEN_SETTINGS
from domain.agents import Audience
from domain.channel_ports import AccountStore
from domain.messages import ChannelName
from domain.ports import ProfileStore
from domain.profiles import Profile, User
from domain.reply import Block, Button, Buttons, Card, Fact, Heading, Notice, Paragraph, text

HomeBlocks = Callable[[str, str], Awaitable[tuple[Block, ...]]]
"""What to show in a workspace to one of its members."""

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MOST_SKILLS = 8


class ProfileHome:
    """The Home tab from what is stored; nothing is written."""

    def __init__(
        self, *, accounts: AccountStore, profiles: ProfileStore, audience: Audience
    ) -> None:
        self._accounts = accounts
        self._profiles = profiles
        self._audience = audience

    async def __call__(self, workspace: str, sender: str) -> tuple[Block, ...]:
        user = await self._accounts.owner(
            channel=ChannelName.SLACK, workspace=workspace, sender=sender
        )
        buttons = [
            Button(label="Settings", action=OPEN_SETTINGS, tone="primary"),
            Button(label="Link an account", action=OPEN_LINK),
        ]
        if self._audience is Audience.RECRUITER:
            buttons.insert(0, Button(label="New role", action=OPEN_NEW_ROLE))
        if user is None:
            words = "Write to me in the Messages tab, or mention me in a channel I am in."
            return (
                Heading(body=text("Welcome")),
                Paragraph(body=text(words)),
                Notice(body=text("I am an AI assistant. What I say can be wrong: check it.")),
                Buttons(buttons=tuple(buttons)),
            )
        profile = await self._profiles.get(user.id)
        return (
            Heading(body=text("Your profile")),
            _profile_card(profile),
            Heading(body=text("Your settings")),
            _settings_card(user),
            await self._accounts_card(user),
            Buttons(buttons=tuple(buttons)),
            Notice(body=text("I am an AI assistant. What I say can be wrong: check it.")),
        )

    async def _accounts_card(self, user: User) -> Card:
        accounts = await self._accounts.accounts(user.id)
        names = [account.channel.value.capitalize() for account in accounts]
        return Card(
            title=text("Linked accounts"),
            facts=(Fact(label="Reachable in", value=text(", ".join(names) or "Slack")),),
        )


def _profile_card(profile: Profile) -> Card:
    resume = profile.resume
    if resume is None:
        return Card(
            title=text("No resume yet"),
            subtitle=text("Send me a PDF, Word or text file in the Messages tab."),
        )
    roles = sum(len(work.roles) for work in resume.work)
    facts = [Fact(label="Experience", value=text("1 role" if roles == 1 else f"{roles} roles"))]
    skills = [skill.name.text for skill in resume.skills[:_MOST_SKILLS]]
    if skills:
        facts.append(Fact(label="Skills", value=text(", ".join(skills))))
    wanted = profile.preferences
    if wanted.titles:
        facts.append(Fact(label="Looking for", value=text(", ".join(wanted.titles))))
    if wanted.places:
        facts.append(Fact(label="Where", value=text(", ".join(wanted.places))))
    name = resume.contact.name
    return Card(title=text(name.text if name is not None else "Your resume"), facts=tuple(facts))


def _settings_card(user: User) -> Card:
    settings = user.settings
    days = ", ".join(_DAYS[day] for day in settings.digest_days)
    digest = f"{days} at {settings.digest_at:%H:%M}" if settings.digest_enabled else "off"
    quiet = "none"
    if settings.quiet_from is not None and settings.quiet_until is not None:
        quiet = f"{settings.quiet_from:%H:%M} to {settings.quiet_until:%H:%M}"
    return Card(
        title=text("Settings"),
        facts=(
            Fact(label="Language", value=text(settings.language or "as you write")),
            Fact(label="Time zone", value=text(settings.time_zone)),
            Fact(label="Digest", value=text(digest)),
            Fact(label="Quiet hours", value=text(quiet)),
        ),
    )
