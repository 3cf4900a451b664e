"""What is missing for a role and for one posting, with proof on both sides."""

from __future__ import annotations

from pathlib import Path

from evaluation.transcripts.paper import Paper
from evaluation.transcripts.seekers_people import about, meets, searches
from evaluation.transcripts.telegram_stage import TelegramStage, telegram_stage


def blank() -> Paper:
    """The page before anything happened."""
    return Paper("What am I missing?", about=about("seeker-gap"), person="Amara")


async def play(paper: Paper, *, folder: Path, model: str | None, database: str | None) -> None:
    """The whole story."""
    async with telegram_stage(folder, paper=paper, model=model, database=database) as stage:
        await for_a_role(stage)
        await for_a_posting(stage)
        paper.tell(f"The server found {len(stage.telegram.faults)} faults in what it was sent.")


async def for_a_role(stage: TelegramStage) -> None:
    """Musts, the picture, the proof, and a word of her own."""
    stage.paper.chapter("For a role")
    await meets(stage)
    await stage.says("What am I missing for a role as data engineer?")
    stage.keeps_picture("seeker-gap.png", "The picture: each skill, how often it is asked for")
    await stage.presses("Why?")
    await stage.says("I have used Airflow")
    await stage.says("At Harbour Data in 2018 I moved twelve cron jobs to Airflow")


async def for_a_posting(stage: TelegramStage) -> None:
    """The same for one posting of a list."""
    stage.paper.chapter("For one posting")
    await searches(stage)
    await stage.says("what am I missing for the first one?")
