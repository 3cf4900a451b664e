"""Advice with its sources, what cannot be known, and practice for one posting."""

from __future__ import annotations

from pathlib import Path

from evaluation.transcripts.paper import Paper
from evaluation.transcripts.seekers_people import PIPELINE_STORY, about, meets, searches
from evaluation.transcripts.telegram_stage import TelegramStage, telegram_stage


def blank() -> Paper:
    """The page before anything happened."""
    return Paper("Advice and practice", about=about("seeker-advice"), person="Amara")


async def play(paper: Paper, *, folder: Path, model: str | None, database: str | None) -> None:
    """The whole story."""
    async with telegram_stage(folder, paper=paper, model=model, database=database) as stage:
        await the_advice(stage)
        await the_practice(stage)
        paper.tell(f"The server found {len(stage.telegram.faults)} faults in what it was sent.")


async def the_advice(stage: TelegramStage) -> None:
    """Pay from data, a decision, and what nobody can know."""
    stage.paper.chapter("Advice")
    await meets(stage)
    await stage.says("how do I negotiate pay as a backend engineer in Berlin?")
    await stage.says("What are my odds of getting an interview there?")


async def the_practice(stage: TelegramStage) -> None:
    """Questions from the posting, feedback on how a story is built, and one kept."""
    stage.paper.chapter("Practice for a posting")
    await searches(stage)
    await stage.says("Practice an interview with me for the first one")
    await stage.says(
        "I have run Python services at Windrose since 2019, I led the move to Kafka there, and I "
        "want to work on things that people touch."
    )
    await stage.presses("Next question")
    await stage.says("I just do my best")
    await stage.presses("Try again")
    await stage.says(PIPELINE_STORY)
    await stage.presses("Keep this story")
    await stage.says("stop")
