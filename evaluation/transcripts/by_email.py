"""A seeker's story by mail: an address is proven, a resume is mailed, a digest is ended."""

from __future__ import annotations

import html
import re
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import httpx

from evaluation.transcripts.mail_stage import PUBLIC_URL, MailStage, body_of, mail_stage
from evaluation.transcripts.paper import Paper
from evaluation.transcripts.pushes import SOON, digest_came, soon
from evaluation.transcripts.service import RESUME

_ABOUT = (
    "Written by `python -m evaluation.transcripts email`: `careergini run` as a process of its "
    "own, with the bundled postings, between unmodified Postfix, OpenDKIM and Dovecot. Ann's mail "
    "is signed as her provider would and verified by OpenDKIM; the service watches its mailbox by "
    "IMAP and sends by submission. What is shown is the plain-text part; the HTML part is in the "
    "pictures. The person is invented. Durations, codes and the tokens in addresses are made alike."
)
_LINK = re.compile(r'<a [^>]*href="(mailto:[^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
_CODE = re.compile(r"\b([2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4})\b")


def blank() -> Paper:
    """The page before anything happened."""
    return Paper("CareerGini by email", about=_ABOUT, person="Ann")


async def play(paper: Paper, *, folder: Path, model: str | None, database: str | None) -> None:
    """The whole story."""
    async with mail_stage(folder, paper=paper, model=model, database=database, more=SOON) as stage:
        paper.chapter("What the operator sees")
        paper.screen(stage.service.summary())
        await proving(stage)
        await resume(stage)
        await matches(stage)
        await digest(stage)
        await not_answered(stage)
        await bounce(stage)
        await goodbye(stage)


async def proving(stage: MailStage) -> None:
    """Begun in Telegram: a code goes to the address and comes back."""
    stage.paper.chapter("An address is proven")
    stage.paper.tell("Ann is in Telegram first.")
    await stage.phone.says(f"/email {stage.lab.ann}")
    stage.paper.tell("In her mailbox:")
    (letter,) = await stage.look(comes_in=False)
    stage.paper.tell("Back in Telegram:")
    code = _CODE.search(body_of(letter))
    assert code is not None
    await stage.phone.says(code[1])


async def resume(stage: MailStage) -> None:
    """A mail with a resume."""
    stage.paper.chapter("A resume by mail")
    await stage.writes(
        "Here is my resume.", subject="My resume", files=[("resume.pdf", RESUME.read_bytes())]
    )


async def matches(stage: MailStage) -> None:
    """Wishes in one sentence, a button of the mail, a number."""
    stage.paper.chapter("Matches by mail")
    (found,) = await stage.writes(
        "Backend jobs with Python in Berlin or remote, at least 70k EUR a year, "
        "I may work in the EU.",
        reply_to=stage.last,
    )
    link = links_of(found)["Save"]
    said = parse_qs(link.query)
    stage.paper.tell("Every button of the HTML part is a mail that is already written.")
    await stage.writes(
        said["body"][0],
        to=unquote(link.path),
        subject=said["subject"][0],
        shown="presses [Save] below the first job, and [Send]",
    )
    stage.paper.tell("She answers the newest mail with a number.")
    await stage.writes("2", reply_to=stage.last)


async def digest(stage: MailStage) -> None:
    """One is sent, and ended by one click."""
    stage.paper.chapter("A digest, and no more of them")
    await stage.writes(
        f"send the digest by email every day at {soon(stage.paper)}", subject="Digest"
    )
    await digest_came(stage.service)
    (letter,) = await stage.look(comes_in=False)
    url = re.findall(r"<(https://[^>]+)>", letter["List-Unsubscribe"])[0]
    stage.paper.person("presses “Unsubscribe” beside the sender: her provider posts one click")
    async with httpx.AsyncClient(base_url=stage.service.web) as client:
        answer = await client.post(
            url.removeprefix(PUBLIC_URL), data={"List-Unsubscribe": "One-Click"}
        )
    stage.paper.screen(f"HTTP {answer.status_code}: {page_words(answer.text)}")
    await stage.writes("show my settings", subject="Settings")


async def not_answered(stage: MailStage) -> None:
    """What must never be answered."""
    stage.paper.chapter("What is not answered")
    await stage.writes(
        "I am on holiday until Monday.",
        subject="Out of office",
        headers=[("Auto-Submitted", "auto-replied")],
        shown="is away; her mail program answers by itself: “Out of office”",
    )
    await stage.writes(
        "delete everything",
        subject="Hello",
        is_signed=False,
        shown="knows nothing of this: a stranger forged her address, “delete everything”",
    )


async def bounce(stage: MailStage) -> None:
    """An address that does not exist."""
    stage.paper.chapter("A mail comes back")
    stage.paper.tell("In Telegram, with a typing error in the address:")
    await stage.phone.says("/email ann@bounce.test")
    await stage.service.until(lambda: "reason=bounce" in stage.service.said())
    stage.taken = stage.service.said().count("mail_taken")
    stage.paper.tell("The mail server reports that it could not be delivered.")


async def goodbye(stage: MailStage) -> None:
    """Everything goes."""
    stage.paper.chapter("Goodbye")
    await stage.writes("delete everything", subject="Goodbye")
    await stage.writes("yes", reply_to=stage.last)
    left = stage.service.left_of_people()
    stage.paper.tell(f"Rows of hers that are left in the database: {sum(left.values())}.")


def links_of(mail: EmailMessage) -> dict[str, SplitResult]:
    """The buttons of a mail by their first label."""
    part = mail.get_body(preferencelist=("html",))
    page = str(part.get_content()) if part is not None else ""
    found: dict[str, SplitResult] = {}
    for href, inner in _LINK.findall(page):
        label = html.unescape(re.sub(r"<[^>]+>", "", inner)).strip(" 0123456789\xa0")
        found.setdefault(label, urlsplit(html.unescape(href)))
    return found


def page_words(page: str) -> str:
    """A page without its markup."""
    main = page.partition("<main")[2].partition(">")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())
