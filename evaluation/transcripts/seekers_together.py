"""One question that several agents answer together."""

from __future__ import annotations

from pathlib import Path

from evaluation.transcripts.paper import Paper
from evaluation.transcripts.seekers_people import about, meets
from evaluation.transcripts.telegram_stage import TelegramStage, telegram_stage


def blank() -> Paper:
    """The page before anything happened."""
    return Paper("What should I do?", about=about("seeker-together"), person="Amara")


async def play(paper: Paper, *, folder: Path, model: str | None, database: str | None) -> None:
    """The whole story."""
    async with telegram_stage(folder, paper=paper, model=model, database=database) as stage:
        await the_question(stage)
        paper.tell(f"The server found {len(stage.telegram.faults)} faults in what it was sent.")


async def the_question(stage: TelegramStage) -> None:
    """Where she stands, what is open, what to learn first; and one step further."""
    stage.paper.chapter("I want to move")
    await meets(stage)
    await stage.says("I want to move into data engineering in Berlin, what should I do?")
    await stage.presses("Start this plan")
