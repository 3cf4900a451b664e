"""A resume for one job: changes to accept, files that were read back, a letter."""

from __future__ import annotations

from pathlib import Path

from evaluation.transcripts.paper import Paper
from evaluation.transcripts.seekers_people import about, meets, searches
from evaluation.transcripts.telegram_stage import TelegramStage, telegram_stage


def blank() -> Paper:
    """The page before anything happened."""
    return Paper("A resume for one job", about=about("seeker-resume"), person="Amara")


async def play(paper: Paper, *, folder: Path, model: str | None, database: str | None) -> None:
    """The whole story."""
    async with telegram_stage(folder, paper=paper, model=model, database=database) as stage:
        await reviewed(stage)
        await tailored(stage)
        await made(stage)
        await the_letter(stage)
        paper.tell(f"The server found {len(stage.telegram.faults)} faults in what it was sent.")


async def reviewed(stage: TelegramStage) -> None:
    """What could be better, with the line."""
    stage.paper.chapter("Review")
    await meets(stage)
    await stage.says("review my resume")


async def tailored(stage: TelegramStage) -> None:
    """A diff, decided item by item; what is not supported is asked."""
    stage.paper.chapter("Tailoring")
    await searches(stage)
    await stage.says("tailor my resume for the third one")
    await stage.presses("1 Why?")
    await stage.says("accept 1")
    await stage.says("skip 2")
    await stage.presses("I have used Go")
    await stage.says("At Windrose I wrote a small load generator in Go in 2023")
    await stage.says("accept 1")


async def made(stage: TelegramStage) -> None:
    """The files with their certificate."""
    stage.paper.chapter("The files")
    await stage.presses("Make PDF and Word")
    stage.keeps_picture("seeker-resume.png", "The page as she sees it in the chat")
    await stage.presses("Certificate")


async def the_letter(stage: TelegramStage) -> None:
    """A letter from her own reason and her own lines."""
    stage.paper.chapter("A cover letter")
    await stage.presses("Cover letter")
    await stage.says("I cycle to work and want charging to be as boring as tap water.")
    stage.keeps_picture("seeker-letter.png", "The letter")
