"""A recruiter in Telegram: a role from a description, resumes as an album, a decision."""

from __future__ import annotations

from pathlib import Path

from evaluation.transcripts.paper import Paper
from evaluation.transcripts.recruiting_people import HIDDEN, MINA, NADIA, POSTED, TOMAS, as_pdf
from evaluation.transcripts.telegram_stage import TelegramStage, telegram_stage

_ABOUT = (
    "Written by `python -m evaluation.transcripts recruiting-telegram`: `careergini run` as a "
    "process of its own, against a local server that speaks the Bot API. No language model. The "
    "people, their resumes and the bank are invented. Buttons stand in brackets. Durations and "
    "codes are made alike; pseudonyms are drawn anew for each role."
)


def blank() -> Paper:
    """The page before anything happened."""
    return Paper("A recruiter in Telegram", about=_ABOUT, person="Amara")


async def play(paper: Paper, *, folder: Path, model: str | None, database: str | None) -> None:
    """The whole story."""
    async with telegram_stage(folder, paper=paper, model=model, database=database) as stage:
        await the_role(stage)
        await the_resumes(stage)
        await deciding(stage)
        await leaving(stage)
        paper.tell(f"The server found {len(stage.telegram.faults)} faults in what it was sent.")


async def the_role(stage: TelegramStage) -> None:
    """The side, the description, the rubric."""
    stage.paper.chapter("A role from a job description")
    await stage.says("/start", stage.telegram.updates.start(stage.person))
    await stage.says("switch to recruiting")
    await stage.says("check this job description")
    await stage.says(POSTED)
    await stage.presses("Make a role of it")
    await stage.presses("Save v1")


async def the_resumes(stage: TelegramStage) -> None:
    """Three files as one album."""
    stage.paper.chapter("Resumes as an album")
    files = [
        ("brandt.pdf", as_pdf(NADIA)),
        ("tomas_oliveira_cv.pdf", as_pdf(TOMAS, hidden=HIDDEN)),
        ("mina-haddad.pdf", as_pdf(MINA)),
    ]
    album = stage.telegram.updates.album(stage.person, files)
    await stage.says("", *album, shown="sends brandt.pdf, tomas_oliveira_cv.pdf, mina-haddad.pdf")


async def deciding(stage: TelegramStage) -> None:
    """Comparing, one evaluation, a decision with its reason."""
    stage.paper.chapter("Looking closer, and a decision")
    await stage.says("compare the candidates")
    await stage.says("interview questions for candidate 2")
    await stage.says("show candidate 1")
    await stage.presses("Decide")
    await stage.presses("Advance")
    await stage.says("Python and PostgreSQL over eight years, with examples")
    await stage.says("invite candidate 1")
    await stage.says("show the decisions")


async def leaving(stage: TelegramStage) -> None:
    """A candidate withdraws."""
    stage.paper.chapter("A candidate withdraws")
    await stage.says("erase candidate 3")
    await stage.says("yes")
