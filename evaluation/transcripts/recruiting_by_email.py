"""A recruiter by mail: resumes to the role's own address, and the summary that comes back."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

from evaluation.transcripts.mail_stage import MailStage, body_of, mail_stage
from evaluation.transcripts.paper import Paper
from evaluation.transcripts.recruiting_people import HIDDEN, MINA, NADIA, POSTED, TOMAS, as_pdf

_ABOUT = (
    "Written by `python -m evaluation.transcripts recruiting-email`: `careergini run` as a process "
    "of its own, between unmodified Postfix, OpenDKIM and Dovecot. No language model. What is "
    "shown is the plain-text part. The people, their resumes and the bank are invented. Durations, "
    "codes and the tokens in addresses are made alike; pseudonyms are drawn anew for each role."
)
_CODE = re.compile(r"\b([2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4})\b")
_ROLE_ADDRESS = re.compile(r"bot\+[a-z0-9-]+@[a-z0-9.-]+[a-z]")


def blank() -> Paper:
    """The page before anything happened."""
    return Paper("A recruiter by email", about=_ABOUT, person="Ann")


async def play(paper: Paper, *, folder: Path, model: str | None, database: str | None) -> None:
    """The whole story."""
    async with mail_stage(folder, paper=paper, model=model, database=database) as stage:
        address = await the_role(stage)
        await the_resumes(stage, address=address)
        await deciding(stage)
        await a_stranger(stage, address=address)


async def the_role(stage: MailStage) -> str:
    """In Telegram: the address is proven, a role is made; the role's own mail address."""
    stage.paper.chapter("A proven address and a role")
    stage.paper.tell("Ann works in Telegram and by mail. She proves her address first.")
    await stage.phone.says(f"/email {stage.lab.ann}")
    (letter,) = await stage.look(comes_in=False)
    code = _CODE.search(body_of(letter))
    assert code is not None
    await stage.phone.says(code[1])
    await stage.phone.says("switch to recruiting")
    await stage.phone.says(f"new role: {POSTED}")
    await stage.phone.presses("Save v1")
    said = await stage.phone.says("what is the mail address of this role?")
    found = _ROLE_ADDRESS.search(said)
    assert found is not None, said
    stage.paper.alike(found[0], "bot+backend-engineer-3f9a21@careergini.test")
    return found[0]


async def the_resumes(stage: MailStage, *, address: str) -> None:
    """Two files and an archive to that address."""
    stage.paper.chapter("Resumes to the role's address")
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mina-haddad.pdf", as_pdf(MINA))
        archive.writestr("brandt again.pdf", as_pdf(NADIA))
        archive.writestr("lunch.txt", "We meet at noon. Bring the cake.")
    await stage.writes(
        "Three for you.",
        to=address,
        subject="Applications of this week",
        files=[
            ("brandt.pdf", as_pdf(NADIA)),
            ("tomas_oliveira_cv.pdf", as_pdf(TOMAS, hidden=HIDDEN)),
            ("more.zip", packed.getvalue()),
        ],
    )


async def deciding(stage: MailStage) -> None:
    """Answers in words and numbers."""
    stage.paper.chapter("Looking closer by mail")
    summary = stage.last
    await stage.writes("compare the candidates", reply_to=stage.last)
    await stage.writes("bias report for candidate 2", reply_to=stage.last)
    stage.paper.chapter("A decision by mail")
    stage.paper.tell("She answers the summary with the number of a button.")
    await stage.writes("7", reply_to=summary)
    await stage.writes("1", reply_to=stage.last)
    await stage.writes("Python and PostgreSQL over eight years.", reply_to=stage.last)


async def a_stranger(stage: MailStage, *, address: str) -> None:
    """Somebody who merely knows the address."""
    stage.paper.chapter("Not from the team")
    await stage.writes(
        "Here is my resume.",
        to=address,
        subject="Application",
        files=[("cv.pdf", as_pdf(NADIA))],
        is_signed=False,
        shown="knows nothing of this: somebody forged her address and mailed a resume there",
    )
