"""What comes unasked in Slack: a digest and an alert in the direct conversation."""

from __future__ import annotations

from pathlib import Path

from evaluation.transcripts.paper import Paper
from evaluation.transcripts.pushes import (
    ALIKE,
    SOON,
    alert_came,
    digest_came,
    postings_arrive,
    soon,
)
from evaluation.transcripts.service import RESUME
from evaluation.transcripts.slack_stage import SlackStage, slack_stage

_ABOUT = (
    "Written by `python -m evaluation.transcripts digest-slack`: `careergini run` as a process of "
    "its own, with the bundled postings and no model, by Socket Mode against a local server that "
    "speaks Slack's protocols. The person is invented. Buttons stand in brackets, menus too. "
    f"{ALIKE}"
)


def blank() -> Paper:
    """The page before anything happened."""
    return Paper("The daily push in Slack", about=_ABOUT, person="Amara")


async def play(paper: Paper, *, folder: Path, model: str | None, database: str | None) -> None:
    """The whole story."""
    more = {"SLACK__RECRUITER_DEFAULT": "false", **SOON}
    async with slack_stage(folder, paper=paper, model=model, database=database, more=more) as stage:
        await turned_on(stage)
        await arrives(stage)
        await alert(stage)
        await ended(stage)
        paper.tell(f"The server found {len(stage.slack.ledger.faults)} faults in what it was sent.")


async def turned_on(stage: SlackStage) -> None:
    """A resume, a wish, and how pushes are set."""
    stage.paper.chapter("Turned on")
    events = stage.slack.events
    file = events.file(RESUME.read_bytes(), name="resume.pdf")
    await stage.slack.send_event(events.message("", files=[file]))
    await stage.settle()
    await stage.slack.send_event(
        events.message_im("Backend jobs in Berlin or remote, 70k EUR, EU", thread_ts=None)
    )
    await stage.settle()
    stage.paper.tell("Amara has sent her resume and has seen five jobs.")
    at = soon(stage.paper, zone="Europe/Berlin")  # where Slack says she is
    await stage.says(f"send me a digest every morning at {at}")
    await stage.says("alert me about Rust jobs in Berlin")


async def arrives(stage: SlackStage) -> None:
    """The first one, and its buttons."""
    stage.paper.chapter("The digest, at its hour")
    await digest_came(stage.service)
    await stage.look()
    await stage.presses("Save")
    await stage.presses("Not for me")


async def alert(stage: SlackStage) -> None:
    """New postings of a saved search."""
    stage.paper.chapter("An alert")
    stage.paper.tell("The operator loads a file with two new postings; the service is running.")
    await postings_arrive(stage.service)
    await alert_came(stage.service)
    await stage.look()
    await stage.presses("Hide")


async def ended(stage: SlackStage) -> None:
    """One kind, then all."""
    stage.paper.chapter("No more of them")
    await stage.presses("Stop digest")
    await stage.presses("Stop everything")
