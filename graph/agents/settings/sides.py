"""Which side of the table a person is on: chosen by words or button, and how to go back."""

from __future__ import annotations

from dataclasses import replace

from domain.agents import AgentId, Audience
from domain.messages import Action
from domain.ports import UserStore
from domain.reply import (
    Block,
    Button,
    Buttons,
    Fact,
    Notice,
    Paragraph,
    PendingQuestion,
    SuggestedPrompt,
    bold,
    text,
)
from graph.agent import AgentReply, AgentRequest
from graph.offers import example_prompt
from graph.routing.sides import Certainty, SideWish

SET_SIDE, KEEP_SIDE = "set_side", "keep_side"
SIDE_ASKED = "side"
"""Topic of the open question whether to change sides."""

_NAMES = {Audience.SEEKER: "job search", Audience.RECRUITER: "recruiting"}
_THERE = {
    Audience.SEEKER: "your profile, jobs and applications",
    Audience.RECRUITER: "roles, resumes, candidates and reports",
}
_STAYS = {
    Audience.SEEKER: "your roles stay as they are",
    Audience.RECRUITER: "your own profile stays as it is",
}
_WAY_BACK = {Audience.SEEKER: "switch to recruiting", Audience.RECRUITER: "back to job search"}
"""By the side that was chosen: what to say to leave it; :mod:`graph.routing.sides` knows it."""
_FIRST_PROMPTS = {
    Audience.SEEKER: (AgentId.JOB_SEARCH, AgentId.PROFILE, AgentId.HELP),
    Audience.RECRUITER: (AgentId.SCREENING, AgentId.JD_BIAS, AgentId.HELP),
}
_LONGEST_PROMPT = 30
"""Characters of words that are offered to be said again."""


class SideDesk:
    """Sets the side, asks when the words were not plainly about this conversation."""

    def __init__(self, *, users: UserStore) -> None:
        self._users = users

    async def wished(self, request: AgentRequest, wish: SideWish) -> AgentReply:
        """Do what the words wish, or ask."""
        introduced = wish.certainty is Certainty.INTRODUCTION and not request.dialogue.history
        if wish.certainty is Certainty.SAID or introduced:
            return await self.choose(request, wish.audience)
        return _ask(request, wish)

    async def choose(self, request: AgentRequest, side: Audience, *, words: str = "") -> AgentReply:
        """Set the side; ``words`` are what was asked for before the change. Twice is as once."""
        await self._users.save_settings(
            request.user.id, replace(request.user.settings, audience=side)
        )
        blocks: list[Block] = [
            Paragraph(
                body=text(
                    "You are on the ",
                    bold(f"{_NAMES[side]} side"),
                    f" now: {_THERE[side]}. Say “{_WAY_BACK[side]}” to return; {_STAYS[side]}.",
                )
            )
        ]
        if side is Audience.SEEKER:
            blocks.append(
                Paragraph(
                    body=text(
                        "In a role's channel and at its mail address you are a recruiter as before."
                    )
                )
            )
        if request.turn.message.attachments:
            blocks.append(Notice(body=text("I did not open the file yet. Please send it again.")))
        said = () if not 0 < len(words) <= _LONGEST_PROMPT else (SuggestedPrompt(label=words),)
        return AgentReply(blocks=tuple(blocks), prompts=(*said, *_prompts(side)))

    def keep(self, request: AgentRequest) -> AgentReply:
        """Nothing changes."""
        side = request.turn.message.audience
        return AgentReply(
            blocks=(Paragraph(body=text(f"Nothing changed: you are on the {_NAMES[side]} side.")),),
            prompts=_prompts(side),
        )

    def fact(self, request: AgentRequest) -> Fact:
        """The side, for the settings card."""
        return Fact(label="Side", value=text(_NAMES[request.turn.message.audience]))

    def button(self, request: AgentRequest) -> Button:
        """Leads to the other side."""
        other = _other(request.turn.message.audience)
        return Button(label=f"Switch to {_NAMES[other]}", action=_action(other))


def side_of(word: str) -> Audience | None:
    """The side that a button names; None for anything else."""
    return next((side for side in Audience if side.value == word), None)


def _ask(request: AgentRequest, wish: SideWish) -> AgentReply:
    side, here = wish.audience, _other(wish.audience)
    words = request.turn.message.text.strip()
    kept = words if len(words) <= _LONGEST_PROMPT else ""
    if wish.certainty is Certainty.INTRODUCTION:
        question = text("Shall I serve you as a recruiter, or are you looking for a job yourself?")
        kept = ""
    else:
        question = text(
            f"That is on the {_NAMES[side]} side, and you are on the {_NAMES[here]} side. "
            "Shall I switch?"
        )
    blocks: list[Block] = [Paragraph(body=question)]
    if request.turn.message.attachments:
        blocks.append(Notice(body=text("I left the file unopened: please send it again then.")))
    blocks.append(
        Buttons(
            buttons=(
                Button(label=f"Switch to {_NAMES[side]}", action=_action(side, words=kept)),
                Button(
                    label=f"Stay with {_NAMES[here]}",
                    action=Action(agent=AgentId.SETTINGS, verb=KEEP_SIDE),
                ),
            )
        )
    )
    return AgentReply(
        blocks=tuple(blocks),
        prompts=(example_prompt(AgentId.HELP),),
        pending=PendingQuestion(
            agent=AgentId.SETTINGS, topic=SIDE_ASKED, data={"side": side.value, "words": kept}
        ),
    )


def _action(side: Audience, *, words: str = "") -> Action:
    arguments = {"side": side.value, **({"words": words} if words else {})}
    return Action(agent=AgentId.SETTINGS, verb=SET_SIDE, arguments=arguments)


def _other(side: Audience) -> Audience:
    return Audience.SEEKER if side is Audience.RECRUITER else Audience.RECRUITER


def _prompts(side: Audience) -> tuple[SuggestedPrompt, ...]:
    return tuple(example_prompt(agent) for agent in _FIRST_PROMPTS[side])
