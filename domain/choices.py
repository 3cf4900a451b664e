"""What a reply offers: every button and suggested prompt, numbered in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from domain.messages import Action
from domain.reply import Button, Buttons, Card, File, Form, Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What typing ``number`` does; without an ``action`` the label is sent as words."""

    number: int
    label: str
    action: Action | None
    tone: Literal["normal", "primary", "danger"] = "normal"
    form: Form | None = None
    """What has to be filled in first, where the channel has dialogs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """A reply's choices: per block (by its place in ``Reply.blocks``), and the prompts below."""

    by_block: tuple[tuple[Choice, ...], ...]
    prompts: tuple[Choice, ...]

    def find(self, number: int) -> Choice | None:
        """The choice with this number."""
        every = [choice for choices in self.by_block for choice in choices]
        return next((c for c in [*every, *self.prompts] if c.number == number), None)


def numbered(reply: Reply) -> Numbered:
    """Number what can be chosen, from 1.

    >>> numbered(Reply(blocks=(), agents=())).find(1) is None
    True
    """
    number = 0
    by_block: list[tuple[Choice, ...]] = []
    for block in reply.blocks:
        buttons: tuple[Button, ...] = block.buttons if isinstance(block, Card | Buttons) else ()
        choices: list[Choice] = []
        for button in buttons:
            number += 1
            choices.append(
                Choice(
                    number=number,
                    label=button.label,
                    action=button.action,
                    tone=button.tone,
                    form=button.form,
                )
            )
        by_block.append(tuple(choices))
    prompts = tuple(
        Choice(number=number + place, label=prompt.label, action=prompt.action)
        for place, prompt in enumerate(reply.prompts, start=1)
    )
    return Numbered(by_block=tuple(by_block), prompts=prompts)


def files(reply: Reply) -> tuple[File, ...]:
    """The files of a reply, in order: ``/save 1`` is the first."""
    return tuple(block for block in reply.blocks if isinstance(block, File))
