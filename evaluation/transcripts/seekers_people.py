"""What an invented job seeker brings: an export, postings, messages of employers."""

from __future__ import annotations

import io
import zipfile

from evaluation.transcripts.recruiting_people import as_pdf
from evaluation.transcripts.service import RESUME
from evaluation.transcripts.telegram_stage import TelegramStage
from tests.servers.telegram import Person

JONAS = Person(id=4_299, first_name="Jonas", language_code="en")
"""Who writes what she forwards."""

SEARCH = (
    "Find backend jobs with Python in Berlin or remote, at least 70k EUR a year, "
    "I may work in the EU"
)

_EXPORT = {
    "Profile.csv": (
        "First Name,Last Name,Headline,Summary,Industry,Geo Location\r\n"
        'Amara,Okafor,Backend engineer who writes things down,,Software,"Berlin, Germany"\r\n'
    ),
    "Positions.csv": (
        "Company Name,Title,Description,Location,Started On,Finished On\r\n"
        "Windrose Telemetry,Lead Backend Engineer,,Berlin,Mar 2022,\r\n"
        "Windrose Telemetry,Backend Engineer,,Berlin,Jun 2019,Feb 2022\r\n"
        "Harbour Data Ltd,Software Developer,,Lagos,Sep 2016,May 2019\r\n"
    ),
    "Education.csv": (
        "School Name,Start Date,End Date,Notes,Degree Name,Activities\r\n"
        "Technical University of Berlin,2014,2016,,M.Sc. Computer Science,\r\n"
    ),
    "Skills.csv": "Name\r\nPython\r\nPostgres\r\nk8s\r\nTerraform\r\nApache Airflow\r\n",
    "Connections.csv": "First Name,Last Name,URL\r\nSomebody,Else,https://x.example\r\n",
}

POSTED = """Data Engineer (m/f/d)
Fjordlicht Analytics GmbH
Berlin, Germany (hybrid)
EUR 70,000 - 82,000 a year

What you bring
- 3+ years of experience with Python and SQL
- Apache Airflow and dbt in production
- German at C1 level
- You already have the right to work in Germany

Nice to have
- Terraform

We cannot sponsor visas.
"""

INVITED = """Dear Amara,

thank you for applying for the position of Data Engineer at Cartella Logistics. We would like to \
invite you to a first interview on Thursday, 10 December 2026 at 14:00 (video call).

Kind regards
Jonas Weber, Cartella Logistics"""

DECLINED = """Hello Amara, thank you for your interest in Northfield Energy. Unfortunately we have \
decided to move forward with other candidates for Senior Backend Engineer (Python)."""

PIPELINE_STORY = (
    "In 2017 the ports of Lagos waited two days for their reports. My task was to make them "
    "daily. I wrote a pipeline in Python and SQL with checks on every load. Reports were ready "
    "by 7 each morning, and errors fell by 60 percent."
)


def about(name: str) -> str:
    """What a page says of how it was made."""
    return (
        f"Written by `python -m evaluation.transcripts {name}`: `careergini run` as a process of "
        "its own, with the bundled postings, against a local server that speaks the Bot API. No "
        "language model. The person, the employers and their messages are invented. Buttons stand "
        "in brackets. Durations and codes are made alike."
    )


def linkedin_export() -> bytes:
    """The archive that the site gives to its members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _EXPORT.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def screenshot(words: str) -> bytes:
    """The words as somebody sees them on a screen: a picture with no text in it."""
    from pypdfium2 import PdfDocument  # type: ignore[import-untyped]  # ships no types

    page = PdfDocument(as_pdf(words))[0].render(scale=2).to_pil()
    buffer = io.BytesIO()
    page.crop((0, 0, page.width, page.height // 2)).save(buffer, "PNG")
    return buffer.getvalue()


async def sends_resume(stage: TelegramStage) -> None:
    """The first thing that a person does."""
    await stage.says(
        "",
        stage.telegram.updates.document(stage.person, "resume.pdf", RESUME.read_bytes()),
        shown="sends resume.pdf",
    )


async def meets(stage: TelegramStage) -> None:
    """The resume without showing the answer: another page has it."""
    updates = stage.telegram.updates
    stage.telegram.push(updates.document(stage.person, "resume.pdf", RESUME.read_bytes()))
    await stage.settle()
    stage.paper.tell("She has sent her resume before.")


async def searches(stage: TelegramStage) -> None:
    """A search whose answer is not shown: another page has it."""
    stage.paper.person(SEARCH)
    stage.telegram.push(stage.telegram.updates.text(stage.person, SEARCH))
    await stage.settle()
    stage.paper.tell("Five jobs come, as in the page of Telegram; the first is Northfield's.")


async def forwards(stage: TelegramStage, words: str) -> None:
    """Somebody else's message, passed on."""
    forwarded = stage.telegram.updates.forwarded(stage.person, words, origin=JONAS)
    await stage.says("", forwarded, shown=f"forwards: {words}")
