"""A seeker's story in Telegram: from /start to goodbye."""

from __future__ import annotations

from pathlib import Path

from evaluation.transcripts.paper import Paper
from evaluation.transcripts.service import RESUME
from evaluation.transcripts.telegram_stage import OTHER_PHONE, TEAM, TelegramStage, telegram_stage

_ABOUT = (
    "Written by `python -m evaluation.transcripts telegram`: `careergini run` as a process of its "
    "own, with the bundled postings, against a local server that speaks the Bot API (grammY and "
    "python-telegram-bot work against it, and the public description of the API was checked). "
    "The person is invented. Buttons stand in brackets. Durations and codes are made alike."
)
_OTHER_FILE_BYTES = 48_000_000


def blank() -> Paper:
    """The page before anything happened."""
    return Paper("CareerGini in Telegram", about=_ABOUT, person="Amara")


async def play(paper: Paper, *, folder: Path, model: str | None, database: str | None) -> None:
    """The whole story."""
    async with telegram_stage(folder, paper=paper, model=model, database=database) as stage:
        paper.chapter("What the operator sees")
        paper.screen(stage.service.summary())
        await first_contact(stage)
        await first_matches(stage)
        await reasons(stage)
        if model is not None:
            await advice(stage)
        await what_goes_wrong(stage)
        await other_channels(stage)
        await in_a_group(stage)
        await blocked(stage)
        await goodbye(stage)
        paper.tell(f"The server found {len(stage.telegram.faults)} faults in what it was sent.")


async def first_contact(stage: TelegramStage) -> None:
    """/start, then the resume."""
    stage.paper.chapter("First contact")
    await stage.says("/start", stage.telegram.updates.start(stage.person))
    await stage.says(
        "",
        stage.telegram.updates.document(stage.person, "resume.pdf", RESUME.read_bytes()),
        shown="sends resume.pdf",
    )


async def first_matches(stage: TelegramStage) -> None:
    """Wishes by buttons and words."""
    stage.paper.chapter("What to look for, and the first matches")
    await stage.presses("Senior Backend Engineer")
    await stage.says("Berlin or remote")
    await stage.says("at least 70k EUR")
    await stage.says("I may work in the EU")


async def reasons(stage: TelegramStage) -> None:
    """Why, save, hide, and a wish in plain words."""
    stage.paper.chapter("Why, save, hide")
    await stage.presses("1 Why?")
    await stage.presses("Save")
    await stage.says("hide the second")
    await stage.says("/saved")
    await stage.says("no more fintech")


async def advice(stage: TelegramStage) -> None:
    """The model writes, and is stopped once."""
    stage.paper.chapter("Advice, as the model writes it")
    await stage.says("my last company closed and I am afraid to tell recruiters, what do I say?")
    stage.paper.tell("The next answer she stops when words can be read, or after six seconds.")
    await stage.stops("how should I answer when they ask for my salary expectation?")


async def what_goes_wrong(stage: TelegramStage) -> None:
    """Files and messages that cannot be taken."""
    updates, person = stage.telegram.updates, stage.person
    stage.paper.chapter("What goes wrong")
    await stage.says(
        "",
        updates.document(person, "portfolio.pdf", b"%PDF-1.7", size=_OTHER_FILE_BYTES),
        shown="sends portfolio.pdf, 48 MB",
    )
    await stage.says("", updates.voice(person, seconds=7), shown="sends a voice message, 7 s")
    await stage.says(
        "", updates.document(person, "resume.pdf", b"%PDF-1.4 nothing"), shown="sends a broken PDF"
    )
    await stage.says("/stop")


async def other_channels(stage: TelegramStage) -> None:
    """Settings, a link code, a second account."""
    stage.paper.chapter("Settings and other channels")
    await stage.says("/settings")
    await stage.says("/link")
    await stage.presses("Get a link code")
    code = stage.last_code
    stage.paper.tell("On her other phone, with another Telegram account, she opens the link:")
    updates = stage.telegram.updates
    await stage.happens(f"/start {code}", updates.start(OTHER_PHONE, code), chat_id=OTHER_PHONE.id)
    await stage.presses("Link", who=OTHER_PHONE)
    await stage.happens("/profile", updates.text(OTHER_PHONE, "/profile"), chat_id=OTHER_PHONE.id)


async def in_a_group(stage: TelegramStage) -> None:
    """Counts for everybody, details for her."""
    updates, person = stage.telegram.updates, stage.person
    stage.paper.chapter("In a group")
    stage.telegram.push(*updates.added(person, TEAM))
    await stage.settle()
    stage.paper.tell("Everybody reads the first screen; the second is hers alone.")
    await stage.happens(
        "in the group: @careergini_bot show my saved jobs",
        updates.mention(person, TEAM, "show my saved jobs"),
        chat_id=TEAM.id,
        also=person.id,
    )


async def blocked(stage: TelegramStage) -> None:
    """Nothing is sent to who does not want it."""
    updates, person = stage.telegram.updates, stage.person
    stage.paper.chapter("Blocked, and let in again")
    await stage.happens("blocks the bot", updates.blocked(person))
    stage.telegram.push(updates.unblocked(person))
    await stage.settle()
    await stage.says("hello again")


async def goodbye(stage: TelegramStage) -> None:
    """Everything goes."""
    stage.paper.chapter("Goodbye")
    await stage.says("delete everything")
    await stage.says("yes")
    left = stage.service.left_of_people()
    stage.paper.tell(f"Rows of hers that are left in the database: {sum(left.values())}.")
