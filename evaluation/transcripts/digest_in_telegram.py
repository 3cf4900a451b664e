"""What comes unasked in Telegram: a digest, an alert, and how each is steered and ended."""

from __future__ import annotations

from pathlib import Path

from evaluation.transcripts.paper import Paper
from evaluation.transcripts.pushes import (
    ALIKE,
    SOON,
    alert_came,
    digest_came,
    postings_arrive,
    soon,
)
from evaluation.transcripts.service import RESUME
from evaluation.transcripts.telegram_stage import TelegramStage, telegram_stage

_ABOUT = (
    "Written by `python -m evaluation.transcripts digest-telegram`: `careergini run` as a process "
    "of its own, with the bundled postings and no model, against a local server that speaks the "
    f"Bot API. The person is invented. Buttons stand in brackets. {ALIKE}"
)


def blank() -> Paper:
    """The page before anything happened."""
    return Paper("The daily push in Telegram", about=_ABOUT, person="Amara")


async def play(paper: Paper, *, folder: Path, model: str | None, database: str | None) -> None:
    """The whole story."""
    async with telegram_stage(
        folder, paper=paper, model=model, database=database, more=SOON
    ) as stage:
        await turned_on(stage)
        await arrives(stage)
        await answered(stage)
        await alert(stage)
        await ended(stage)
        paper.tell(f"The server found {len(stage.telegram.faults)} faults in what it was sent.")


async def turned_on(stage: TelegramStage) -> None:
    """A resume, a wish, and how pushes are set."""
    stage.paper.chapter("Turned on")
    updates, person = stage.telegram.updates, stage.person
    stage.telegram.push(updates.document(person, "resume.pdf", RESUME.read_bytes()))
    stage.telegram.push(updates.text(person, "Backend jobs in Berlin or remote, 70k EUR, EU"))
    await stage.settle()
    stage.paper.tell("Amara has sent her resume and said what she looks for.")
    await stage.says(f"send me a digest every morning at {soon(stage.paper)}")
    await stage.says("alert me about Rust jobs in Berlin")
    await stage.says("/digest")


async def arrives(stage: TelegramStage) -> None:
    """The first one."""
    stage.paper.chapter("The digest, at its hour")
    await digest_came(stage.service)
    await stage.looks()


async def answered(stage: TelegramStage) -> None:
    """Its buttons, and words after it."""
    stage.paper.chapter("What she presses and writes")
    await stage.says("29")
    await stage.presses("1 Save")
    await stage.presses("Pay (6)")
    await stage.says("no more fintech")
    await stage.says("no courses in the digest")
    await stage.says("undo")
    await stage.says("show me tomorrow's digest")


async def alert(stage: TelegramStage) -> None:
    """New postings of a saved search."""
    stage.paper.chapter("An alert")
    stage.paper.tell("The operator loads a file with two new postings; the service is running.")
    await postings_arrive(stage.service)
    await alert_came(stage.service)
    await stage.looks()
    await stage.presses("Applied")


async def ended(stage: TelegramStage) -> None:
    """Another rhythm, one kind less, then nothing."""
    stage.paper.chapter("Fewer, and no more of them")
    await stage.says("digest at 7:30 on weekdays, no messages between 22 and 7")
    await stage.says("digest every hour")
    await stage.says("digest off")
    await stage.presses("Stop everything")
    await stage.says("/digest")
