"""Replies about one's own data: what is known, a copy of it, and its end."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from domain.agents import AgentId
from domain.errors import Defect
from domain.ids import TurnId, UserId
from domain.messages import Action
from domain.ports import BlobStore, ErasureReceipt, PersonalData
from domain.reply import (
    Bullets,
    Button,
    Buttons,
    File,
    Notice,
    Paragraph,
    PendingQuestion,
    SuggestedPrompt,
    Tone,
    bold,
    text,
)
from graph.agent import AgentReply

EXPORT_PROMPT = SuggestedPrompt(
    label="Export my data", action=Action(agent=AgentId.SETTINGS, verb="export")
)
ERASE_PROMPT = SuggestedPrompt(
    label="Delete my data", action=Action(agent=AgentId.SETTINGS, verb="ask_erase")
)
KNOW_PROMPT = SuggestedPrompt(
    label="What do you know about me?", action=Action(agent=AgentId.SETTINGS, verb="know")
)

_WHERE = Paragraph(
    body=text(
        "It is stored on this organisation's own machine; files are encrypted. "
        "What you write passes through the chat or mail service you chose; from here nothing goes "
        "to a cloud service or an employer, and nobody is told what you write."
    )
)


async def say_what_is_known(user: UserId, *, personal_data: PersonalData) -> AgentReply:
    """Counts by kind."""
    counted = await personal_data.count(user)
    if not counted:
        return AgentReply(
            blocks=(
                Paragraph(body=text("I store nothing about you but this conversation.")),
                _WHERE,
            ),
            prompts=(ERASE_PROMPT,),
        )
    return AgentReply(
        blocks=(
            Paragraph(body=text("This is what I store about you:")),
            _counted(counted),
            _WHERE,
        ),
        prompts=(EXPORT_PROMPT, ERASE_PROMPT),
    )


def say_how_private() -> AgentReply:
    """Where data is and who can reach it."""
    return AgentReply(
        blocks=(
            Paragraph(
                body=text(
                    "Your messages, profile and files stay on this organisation's own machine, "
                    "and the language model runs there too. Files are encrypted."
                )
            ),
            Paragraph(
                body=text(
                    "The people who operate this machine could reach the data; nobody else gets "
                    "it. You can see, export and delete everything yourself."
                )
            ),
        ),
        prompts=(KNOW_PROMPT, EXPORT_PROMPT, ERASE_PROMPT),
    )


async def export(
    user: UserId, *, personal_data: PersonalData, blobs: BlobStore, now: datetime
) -> AgentReply:
    """A zip with everything, as a file of this reply."""
    with tempfile.TemporaryDirectory(prefix="careergini-export-") as folder:
        path = await personal_data.export(user, to=Path(folder))
        content = await asyncio.to_thread(path.read_bytes)
    name = f"careergini-export-{now.date().isoformat()}.zip"
    blob = await blobs.put(content, owner=user, name=name)
    return AgentReply(
        blocks=(
            Paragraph(body=text("Here is everything I store about you, as a zip you can read.")),
            File(
                blob=blob,
                name=name,
                media_type="application/zip",
                size_bytes=len(content),
                caption="Your data: README.txt first, then JSON and your original files",
            ),
        ),
        prompts=(KNOW_PROMPT, ERASE_PROMPT),
    )


async def ask_before_erasing(user: UserId, *, personal_data: PersonalData) -> AgentReply:
    """What would be deleted, counted, and the two buttons."""
    counted = await personal_data.count(user)
    return AgentReply(
        blocks=(
            Paragraph(
                body=text("This would delete everything I store about you. ", bold("It is final."))
            ),
            _counted(counted),
            Buttons(
                buttons=(
                    Button(
                        label="Delete everything",
                        action=Action(agent=AgentId.SETTINGS, verb="erase"),
                        tone="danger",
                    ),
                    Button(
                        label="Keep everything",
                        action=Action(agent=AgentId.SETTINGS, verb="keep"),
                        tone="primary",
                    ),
                )
            ),
        ),
        prompts=(EXPORT_PROMPT,),
        pending=PendingQuestion(agent=AgentId.SETTINGS, topic="erase"),
    )


def say_kept() -> AgentReply:
    """The person did not want it after all."""
    return AgentReply(
        blocks=(Notice(body=text("Nothing was deleted."), tone=Tone.DONE),),
        prompts=(EXPORT_PROMPT, KNOW_PROMPT),
    )


async def erase(user: UserId, *, turn: TurnId, personal_data: PersonalData) -> AgentReply:
    """Delete everything and hand over the receipt.

    The rows of this very turn stay until the receipt is delivered.
    """
    receipt = await personal_data.erase(user, keep_turn=turn)
    return AgentReply(blocks=_receipt(receipt), erased_user=True)


def _receipt(receipt: ErasureReceipt) -> tuple[Notice | Bullets | Paragraph, ...]:
    deleted = {kind: count for kind, count in receipt.deleted.items() if count}
    left = {kind: count for kind, count in receipt.found_afterwards.items() if count}
    head = Notice(body=text("Everything about you is deleted."), tone=Tone.DONE)
    if left:
        head = Notice(
            body=text(
                "Not everything could be deleted. Still there: "
                f"{_listed(left)}. Please tell the people who operate this machine."
            ),
            tone=Tone.WARNING,
        )
    after = "Searched afterwards: nothing found." if not left else "Searched afterwards."
    return (
        head,
        *((_counted(deleted),) if deleted else ()),
        Paragraph(body=text(f"{after} A later message starts anew.")),
    )


def _counted(counted: Mapping[str, int]) -> Bullets:
    return Bullets(
        items=tuple(text(_amount(kind, count)) for kind, count in counted.items() if count)
    )


def _amount(kind: str, count: int) -> str:
    """Kinds are named in the plural.

    >>> _amount("linked accounts", 1), _amount("messages", 2)
    ('1 linked account', '2 messages')
    """
    return f"1 {kind.removesuffix('s')}" if count == 1 else f"{count} {kind}"


def _listed(counted: Mapping[str, int]) -> str:
    if not counted:
        raise Defect("nothing to list")
    return ", ".join(_amount(kind, count) for kind, count in counted.items())
