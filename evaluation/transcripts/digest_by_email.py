"""What comes unasked by mail: a digest and an alert, answered by mail and ended by one click."""

from __future__ import annotations

import re
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import parse_qs, unquote

import httpx

from evaluation.transcripts.by_email import links_of, page_words, proving
from evaluation.transcripts.mail_stage import PUBLIC_URL, MailStage, mail_stage
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

_ABOUT = (
    "Written by `python -m evaluation.transcripts digest-email`: `careergini run` as a process of "
    "its own, with the bundled postings and no model, between unmodified Postfix, OpenDKIM and "
    "Dovecot. What is shown is the plain-text part; the HTML part is in the pictures. The person "
    f"is invented. {ALIKE} The tokens in addresses are left out."
)


def blank() -> Paper:
    """The page before anything happened."""
    return Paper("The daily push by email", about=_ABOUT, person="Ann")


async def play(paper: Paper, *, folder: Path, model: str | None, database: str | None) -> None:
    """The whole story."""
    async with mail_stage(folder, paper=paper, model=model, database=database, more=SOON) as stage:
        await proving(stage)
        await turned_on(stage)
        await arrives(stage)
        await alert(stage)
        await ended(stage)


async def turned_on(stage: MailStage) -> None:
    """A resume, and everything wished in one mail."""
    stage.paper.chapter("Turned on")
    await stage.writes(
        "Here is my resume.", subject="My resume", files=[("resume.pdf", RESUME.read_bytes())]
    )
    await stage.writes(
        f"Send the digest by email every day at {soon(stage.paper)}, at most 3 jobs",
        subject="Digest",
    )


async def arrives(stage: MailStage) -> None:
    """The first one, a button of it and a number."""
    stage.paper.chapter("The digest, at its hour")
    await digest_came(stage.service)
    (letter,) = await stage.look(comes_in=False)
    await presses(stage, letter, "Save")
    await stage.writes("7", reply_to=letter, shown="answers the digest with its number: 7")
    await stage.writes("alert me about Rust jobs in Berlin", subject="An alert")


async def alert(stage: MailStage) -> None:
    """New postings of a saved search."""
    stage.paper.chapter("An alert")
    stage.paper.tell("The operator loads a file with two new postings; the service is running.")
    await postings_arrive(stage.service)
    await alert_came(stage.service)
    await stage.look(comes_in=False)


async def ended(stage: MailStage) -> None:
    """One click, as mail providers do it."""
    stage.paper.chapter("No more of them")
    letter = stage.last
    assert letter is not None
    url = re.findall(r"<(https://[^>]+)>", letter["List-Unsubscribe"])[0]
    stage.paper.person("presses “Unsubscribe” beside the alert: her provider posts one click")
    async with httpx.AsyncClient(base_url=stage.service.web) as client:
        answer = await client.post(
            url.removeprefix(PUBLIC_URL), data={"List-Unsubscribe": "One-Click"}
        )
    stage.paper.screen(f"HTTP {answer.status_code}: {page_words(answer.text)}")
    await stage.writes("show my digest settings", subject="Settings")
    await stage.writes("stop everything", subject="Stop")


async def presses(stage: MailStage, letter: EmailMessage, label: str) -> None:
    """Press a button of a mail: it opens another one that is already written."""
    link = links_of(letter)[label]
    said = parse_qs(link.query)
    await stage.writes(
        said["body"][0],
        to=unquote(link.path),
        subject=said["subject"][0],
        shown=f"presses the first [{label}], and [Send]",
    )
