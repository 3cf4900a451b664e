"""Buttons of the career advice agent."""

from __future__ import annotations

from domain.agents import AgentId
from domain.messages import Action
from domain.reply import Button


def advice_button(label: str, verb: str, **arguments: str) -> Button:
    """A button; empty arguments are left out."""
    kept = {key: value for key, value in arguments.items() if value}
    return Button(
        label=label, action=Action(agent=AgentId.CAREER_ADVICE, verb=verb, arguments=kept)
    )
