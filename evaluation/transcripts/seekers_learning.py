"""A plan with hours and dates, its steps, and a short test whose result is kept."""

from __future__ import annotations

import re
from pathlib import Path

from evaluation.transcripts.paper import Paper
from evaluation.transcripts.seekers_people import about, meets
from evaluation.transcripts.telegram_stage import TelegramStage, telegram_stage

_QUESTIONS = 5
_ANSWER = re.compile(r"^\W*([A-D])\) (.+)$", re.MULTILINE)
_KNOWS = {
    "HAVING",
    "LEFT JOIN",
    "column IS NULL",
    "its values are unique and not NULL",
}
"""What she answers right; she guesses the others."""


def blank() -> Paper:
    """The page before anything happened."""
    return Paper("A learning plan", about=about("seeker-learning"), person="Amara")


async def play(paper: Paper, *, folder: Path, model: str | None, database: str | None) -> None:
    """The whole story."""
    async with telegram_stage(folder, paper=paper, model=model, database=database) as stage:
        await the_plan(stage)
        await the_test(stage)
        paper.tell(f"The server found {len(stage.telegram.faults)} faults in what it was sent.")


async def the_plan(stage: TelegramStage) -> None:
    """Made, changed, worked on."""
    stage.paper.chapter("The plan")
    await meets(stage)
    await stage.says("Make me a plan to learn Airflow and dbt, 5 hours a week")
    await stage.says("I only have 3 hours a week")
    await stage.says("done with step 1")
    await stage.says("I am behind")


async def the_test(stage: TelegramStage) -> None:
    """Five questions, and where the result went."""
    stage.paper.chapter("A short test")
    shown = await stage.says("test me in SQL")
    for _ in range(_QUESTIONS):
        known = [letter for letter, words in _ANSWER.findall(shown) if words.strip() in _KNOWS]
        shown = await stage.presses(known[0] if known else "A")
    await stage.says("where did you get SQL from?")
