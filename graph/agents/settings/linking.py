"""One person on several channels: codes, joining, separating, and proving a mail address."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from domain.agents import AgentId
from domain.channel_ports import Account, AccountStore, CodeStore
from domain.errors import UserMistake
from domain.ids import UserId
from domain.messages import Action, ChannelName
from domain.ports import Clock, ProfileStore, UserStore
from domain.reply import (
    Block,
    Bullets,
    Button,
    Buttons,
    Notice,
    Paragraph,
    Run,
    SuggestedPrompt,
    Text,
    Tone,
    bold,
    link,
    text,
)
from graph.agent import AgentReply, AgentRequest
from graph.agents.settings.forms import SHOW

CODE_VALID = timedelta(minutes=10)

CODE = re.compile(
    r"(?<![A-Za-z0-9])([2-9A-HJ-NP-Za-hj-np-z]{4}-[2-9A-HJ-NP-Za-hj-np-z]{4}"
    r"|(?=[A-Z]*[2-9])[2-9A-HJ-NP-Z]{8})(?![A-Za-z0-9])"  # without a digit it may be a word
)
_NAMES = {
    ChannelName.CONSOLE: "the terminal",
    ChannelName.SLACK: "Slack",
    ChannelName.TELEGRAM: "Telegram",
    ChannelName.EMAIL: "email",
}
_CHOOSE_CODE = Action(agent=AgentId.SETTINGS, verb="link_code")
LINK_PROMPT = SuggestedPrompt(label="Link an account", action=_CHOOSE_CODE)
SHOW_LINKS = SuggestedPrompt(
    label="My linked accounts", action=Action(agent=AgentId.SETTINGS, verb="link")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """Where people can reach this installation, as far as it is configured."""

    telegram: str | None = None
    """The bot's user name, without the at sign."""
    slack: bool = False
    email: str | None = None
    """The bot's mail address."""
    public_url: str | None = None
    """Where pages can be opened from outside, without a slash at the end."""


class LinkDesk:
    """Everything about accounts; each step is the same when it runs twice for one turn."""

    def __init__(
        self,
        *,
        users: UserStore,
        profiles: ProfileStore,
        accounts: AccountStore,
        codes: CodeStore,
        clock: Clock,
        doors: Callable[[], Doors],
    ) -> None:
        self._users = users
        self._profiles = profiles
        self._accounts = accounts
        self._codes = codes
        self._clock = clock
        self._doors = doors

    async def show(self, request: AgentRequest) -> AgentReply:
        """The person's accounts, with a way to add and to remove one."""
        accounts = await self._accounts.accounts(request.user.id)
        items = tuple(_described(account) for account in accounts)
        buttons = [Button(label="Get a link code", action=_CHOOSE_CODE, tone="primary")]
        if len(accounts) > 1:
            buttons += [_unlink_button(account) for account in accounts[:6]]
        return AgentReply(
            blocks=(
                Paragraph(
                    body=text("Your accounts share one profile and one set of settings:")
                    if len(accounts) > 1
                    else text("This is your only account here:")
                ),
                Bullets(items=items),
                Buttons(buttons=tuple(buttons)),
            ),
            prompts=(SHOW,),
        )

    async def give_code(self, request: AgentRequest) -> AgentReply:
        """A fresh code, and what to do with it where."""
        user = request.user
        code = await self._codes.issue(
            purpose="link", user=user.id, valid=CODE_VALID, turn=request.turn.id
        )
        until = code.expires_at.astimezone(ZoneInfo(user.settings.time_zone))
        steps = _steps(self._doors(), code=code.code, here=request.turn.message.address.channel)
        blocks: list[Block] = [
            Paragraph(
                body=text(
                    "Your link code: ",
                    bold(code.code),
                    f". It works once, until {until:%H:%M} ({user.settings.time_zone}).",
                )
            )
        ]
        if steps:
            blocks += [
                Paragraph(body=text("Use it where you want to go on:")),
                Bullets(items=steps),
            ]
        else:
            blocks.append(
                Paragraph(body=text("The operator has set up no other channel here yet."))
            )
        blocks.append(
            Notice(body=text("Give it to nobody: whoever has it gets your profile and settings."))
        )
        return AgentReply(blocks=tuple(blocks), prompts=(SHOW_LINKS, SHOW))

    async def offer(self, request: AgentRequest, code: str) -> AgentReply:
        """Ask before two accounts become one person's."""
        found = await self._codes.look_at(code, purpose="link")
        if found is None:
            return bad_code()
        if found.user == request.user.id:
            return say(
                "That is your own code. Use it in the other place: there, write ",
                bold(f"link {code.upper()}"),
                ".",
            )
        other = await self._users.get(found.user)
        if other is None:
            return bad_code()
        there = ", ".join(
            sorted({_NAMES[a.channel] for a in await self._accounts.accounts(found.user)})
        )
        here = _NAMES[request.turn.message.address.channel]
        return AgentReply(
            blocks=(
                Paragraph(
                    body=text(
                        f"Link {here} with ",
                        bold(other.display_name or "the account"),
                        f" on {there or 'another channel'}?",
                    )
                ),
                Paragraph(
                    body=text(
                        "Both will share one profile and the settings from there. "
                        "Conversations stay where they are."
                    )
                ),
                Buttons(buttons=await self._join_buttons(request.user.id, found.user, code=code)),
            ),
        )

    async def spoil(self, request: AgentRequest, code: str) -> AgentReply:
        """A code that others have read: whoever of them is quick would get the whole profile."""
        await self._codes.redeem(code, purpose="link", turn=request.turn.id)
        words = (
            "Others can read this, so that code is void now. Get a new one where you have your "
            "profile, and write it to me in a private message."
        )
        return AgentReply(blocks=(Notice(body=text(words), tone=Tone.WARNING),), is_personal=False)

    async def channels_of(self, user: UserId) -> tuple[ChannelName, ...]:
        """The channels in which this person has an account, each once."""
        linked = {account.channel for account in await self._accounts.accounts(user)}
        return tuple(channel for channel in ChannelName if channel in linked)

    def how_to_link(self, channel: ChannelName) -> str:
        """What to do before anything can be sent to a channel that is not linked."""
        name, doors = _NAMES[channel], self._doors()
        if not _is_open(doors, channel):
            return f"{name.capitalize()} is not set up on this machine."
        if channel is ChannelName.EMAIL:
            return (
                "Email is not linked with you yet. Write /email and your address; I send a code "
                "there."
            )
        if channel is ChannelName.CONSOLE:
            return "The terminal is not linked with you yet. Get a link code and use it there."
        return f"{name} is not linked with you yet. Get a link code and use it in {name}."

    def why_no_pushes_by_mail(self) -> str:
        """Why nothing is sent unasked by mail from here; empty when it is."""
        doors = self._doors()
        if doors.email is None or (doors.public_url or "").startswith("https://"):
            return ""
        return (
            "Nothing can be sent unasked by mail from this machine yet: a digest needs a link "
            "that stops it, and the operator has set up no https address."
        )

    async def _join_buttons(self, here: UserId, there: UserId, *, code: str) -> tuple[Button, ...]:
        def button(label: str, *, keep: str) -> Button:
            return Button(
                label=label,
                action=Action(
                    agent=AgentId.SETTINGS,
                    verb="link_confirm",
                    arguments={"code": code, "keep": keep},
                ),
                tone="primary",
            )

        both = [(await self._profiles.get(user)).resume is not None for user in (here, there)] == [
            True,
            True,
        ]
        cancel = Button(label="Cancel", action=Action(agent=AgentId.SETTINGS, verb="link_cancel"))
        if not both:
            return (button("Link", keep="there"), cancel)
        return (
            button("Link, keep the profile from there", keep="there"),
            button("Link, keep the profile from here", keep="here"),
            cancel,
        )

    async def confirm(self, request: AgentRequest, *, code: str, keep: str) -> AgentReply:
        """Make the two people one."""
        found = await self._codes.redeem(code, purpose="link", turn=request.turn.id)
        if found is None:
            return bad_code()
        here = request.user.id
        if found.user != here:
            await self._accounts.join(
                stays=found.user, joins=here, profile_of=here if keep == "here" else found.user
            )
        return AgentReply(
            blocks=(
                Notice(
                    body=text("Linked. Profile and settings are shared from now on."),
                    tone=Tone.DONE,
                ),
            ),
            prompts=(SHOW_LINKS, SHOW),
            became=found.user,
        )

    async def unlink(self, request: AgentRequest, account: Account) -> AgentReply:
        """Separate one account; where the profile is, it stays."""
        accounts = await self._accounts.accounts(request.user.id)
        key = (account.channel, account.workspace, account.sender)
        if len(accounts) < 2 or key not in {(a.channel, a.workspace, a.sender) for a in accounts}:
            return say("That account is not linked with this one.")
        fresh = await self._accounts.detach(request.user.id, account)
        message = request.turn.message
        is_here = key == (message.address.channel, message.address.workspace, message.sender)
        words = (
            "This account is separate now and starts anew. Your profile stays with the others."
            if is_here
            else f"{_NAMES[account.channel].capitalize()} is separate now and starts anew there. "
            "Your profile stays here."
        )
        return AgentReply(
            blocks=(Notice(body=text("Unlinked. ", words), tone=Tone.DONE),),
            prompts=(SHOW,),
            became=fresh if is_here else None,
        )


def code_in(words: str) -> str | None:
    """A one-time code in what a person wrote.

    >>> code_in("link k7qm-2p9x please"), code_in("software engineer")
    ('k7qm-2p9x', None)
    """
    found = CODE.search(words)
    return None if found is None else found[1]


def account_of(arguments: Mapping[str, str]) -> Account:
    """The account that a button names; untrusted.

    Raises:
        UserMistake: it names none.
    """
    try:
        channel = ChannelName(arguments.get("channel", ""))
    except ValueError as error:
        raise UserMistake("That account is not known here. Ask for your accounts again.") from error
    return Account(
        channel=channel,
        workspace=arguments.get("workspace", ""),
        sender=arguments.get("sender", ""),
    )


def _steps(doors: Doors, *, code: str, here: ChannelName) -> tuple[Text, ...]:
    """What to do in every other place; words to copy are code, which nothing is added to."""
    steps: list[Text] = []
    if doors.telegram and here is not ChannelName.TELEGRAM:
        url = f"https://t.me/{doors.telegram}?start={code}"
        steps.append(text("Telegram: ", link("open the bot", url=url), " and press Start."))
    if doors.slack and here is not ChannelName.SLACK:
        steps.append(text("Slack: write ", _to_type(f"link {code}"), " to the CareerGini app."))
    if doors.email and here is not ChannelName.EMAIL:
        steps.append(text("Email: write ", _to_type(f"link {code}"), f" to {doors.email}."))
    if here is not ChannelName.CONSOLE:
        steps.append(text("Terminal of that machine: ", _to_type(f"/link {code}"), "."))
    return tuple(steps)


def _is_open(doors: Doors, channel: ChannelName) -> bool:
    match channel:
        case ChannelName.TELEGRAM:
            return doors.telegram is not None
        case ChannelName.SLACK:
            return doors.slack
        case ChannelName.EMAIL:
            return doors.email is not None
        case ChannelName.CONSOLE:
            return True


def _to_type(words: str) -> Run:
    return Run(text=words, style="code")


def _described(account: Account) -> Text:
    name = _NAMES[account.channel].capitalize()
    shown = f"{name}: {account.sender}" if account.channel is ChannelName.EMAIL else name
    return text(shown) if account.reachable else text(shown, " (does not accept messages now)")


def _unlink_button(account: Account) -> Button:
    shown = account.sender if account.channel is ChannelName.EMAIL else _NAMES[account.channel]
    return Button(
        label=f"Unlink {shown}",
        action=Action(
            agent=AgentId.SETTINGS,
            verb="unlink",
            arguments={
                "channel": account.channel.value,
                "workspace": account.workspace,
                "sender": account.sender,
            },
        ),
    )


def say(*parts: str | Run) -> AgentReply:
    """One paragraph, and where to go on."""
    return AgentReply(blocks=(Paragraph(body=text(*parts)),), prompts=(SHOW_LINKS, SHOW))


def bad_code() -> AgentReply:
    """The code does not work; which of the reasons it is, is not told."""
    return AgentReply(
        blocks=(
            Notice(
                body=text(
                    "This code is wrong, used, or too old: codes work once, for ten minutes. "
                    "Get a new one where you have your profile."
                ),
                tone=Tone.WARNING,
            ),
        ),
        prompts=(LINK_PROMPT, SHOW),
    )
