"""A board of applications: told, forwarded, confirmed, counted, exported."""

from __future__ import annotations

from pathlib import Path

from evaluation.transcripts.paper import Paper
from evaluation.transcripts.seekers_people import (
    DECLINED,
    INVITED,
    about,
    forwards,
    meets,
    searches,
)
from evaluation.transcripts.telegram_stage import TelegramStage, telegram_stage


def blank() -> Paper:
    """The page before anything happened."""
    return Paper("Applications", about=about("seeker-applications"), person="Amara")


async def play(paper: Paper, *, folder: Path, model: str | None, database: str | None) -> None:
    """The whole story."""
    async with telegram_stage(folder, paper=paper, model=model, database=database) as stage:
        await the_board(stage)
        await what_they_write(stage)
        await the_answers(stage)
        await what_came_of_it(stage)
        paper.tell(f"The server found {len(stage.telegram.faults)} faults in what it was sent.")


async def the_board(stage: TelegramStage) -> None:
    """Two ways onto it."""
    stage.paper.chapter("The board")
    await meets(stage)
    await stage.says("I applied to Cartella Logistics as Data Engineer yesterday")
    await searches(stage)
    await stage.presses("1 Applied")
    await stage.says("show my applications")


async def what_they_write(stage: TelegramStage) -> None:
    """An invitation and a rejection, each moved only after a yes."""
    stage.paper.chapter("What employers write")
    await forwards(stage, INVITED)
    await stage.presses("Move to interviewing")
    await forwards(stage, DECLINED)
    await stage.presses("Close it as rejected")


async def the_answers(stage: TelegramStage) -> None:
    """Facts for forms: told once, years computed."""
    stage.paper.chapter("Answers for forms")
    await stage.says("My notice period is 3 months")
    await stage.presses("Yes, keep it")
    await stage.says("What do I answer for notice period?")
    await stage.says("What do I answer for years of Python?")


async def what_came_of_it(stage: TelegramStage) -> None:
    """The funnel, honest about few, and a table to take away."""
    stage.paper.chapter("What came of it")
    await stage.says("How are my applications doing?")
    await stage.says("export my applications")
