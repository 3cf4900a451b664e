"""A profile of two sources: a choice where they differ, and where each line is from."""

from __future__ import annotations

from pathlib import Path

from evaluation.transcripts.paper import Paper
from evaluation.transcripts.seekers_people import about, linkedin_export, sends_resume
from evaluation.transcripts.telegram_stage import TelegramStage, telegram_stage


def blank() -> Paper:
    """The page before anything happened."""
    return Paper("One profile of many sources", about=about("seeker-profile"), person="Amara")


async def play(paper: Paper, *, folder: Path, model: str | None, database: str | None) -> None:
    """The whole story."""
    async with telegram_stage(folder, paper=paper, model=model, database=database) as stage:
        await the_sources(stage)
        await the_proof(stage)
        await taking_out(stage)
        paper.tell(f"The server found {len(stage.telegram.faults)} faults in what it was sent.")


async def the_sources(stage: TelegramStage) -> None:
    """A resume, then a LinkedIn export that says something else."""
    stage.paper.chapter("A resume and a LinkedIn export")
    await sends_resume(stage)
    archive = stage.telegram.updates.document(
        stage.person, "linkedin.zip", linkedin_export(), media_type="application/zip"
    )
    await stage.says("", archive, shown="sends linkedin.zip")
    await stage.presses("Resume: Senior Backend Engineer")


async def the_proof(stage: TelegramStage) -> None:
    """Where it is from, and years that are computed."""
    stage.paper.chapter("Where did you get that?")
    await stage.says("show my profile")
    await stage.says("where did you get that?")
    await stage.says("where did you get Terraform from?")
    await stage.says("how many years of Python do I have?")
    await stage.says("I left Windrose in October 2026")


async def taking_out(stage: TelegramStage) -> None:
    """A source goes, and what only it said."""
    stage.paper.chapter("Taking a source out")
    await stage.says("what are my sources?")
    await stage.presses("2 Remove")
    await stage.presses("Take it out")
