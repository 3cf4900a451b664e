"""A screenshot and a text of a posting: what it asks, who may apply, how well it fits."""

from __future__ import annotations

from pathlib import Path

from evaluation.transcripts.paper import Paper
from evaluation.transcripts.seekers_people import POSTED, about, forwards, meets, screenshot
from evaluation.transcripts.telegram_stage import TelegramStage, telegram_stage


def blank() -> Paper:
    """The page before anything happened."""
    return Paper("Postings that she forwards", about=about("seeker-forwarded"), person="Amara")


async def play(paper: Paper, *, folder: Path, model: str | None, database: str | None) -> None:
    """The whole story."""
    async with telegram_stage(folder, paper=paper, model=model, database=database) as stage:
        await a_text(stage)
        await a_screenshot(stage)
        paper.tell(f"The server found {len(stage.telegram.faults)} faults in what it was sent.")


async def a_text(stage: TelegramStage) -> None:
    """Somebody sends her a posting."""
    stage.paper.chapter("A text")
    await meets(stage)
    await forwards(stage, POSTED)
    await stage.presses("Why?")
    await stage.says("what am I missing for this job?")


async def a_screenshot(stage: TelegramStage) -> None:
    """A picture of another one, read on this machine."""
    stage.paper.chapter("A screenshot")
    taken = screenshot(POSTED.replace("Fjordlicht Analytics", "Seebrise Data"))
    update = stage.telegram.updates.document(
        stage.person, "screenshot.png", taken, media_type="image/png"
    )
    await stage.says("", update, shown="sends screenshot.png")
    await stage.says("tailor my resume for this job")
