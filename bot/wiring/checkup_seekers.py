"""What `careergini doctor` looks at of job seekers: documents, pictures, accounts, links."""

from __future__ import annotations

from collections.abc import AsyncIterator

from bot.settings import Settings
from bot.wiring.findings import Finding, State
from bot.wiring.seekers import document_studio
from domain.career_documents.model import FileFormat, ResumeDocument, Theme
from domain.errors import CareerGiniError

_PROBE = ResumeDocument(name="Ana Example", email="ana@example.org", label="Engineer")
"""Nobody; enough to draw a page and read it back."""


async def check_seekers(settings: Settings) -> AsyncIterator[Finding]:
    """Documents first, then what people bring along."""
    yield await _documents(settings)
    yield _pictures(settings)
    yield _accounts(settings)
    yield _links(settings)


async def _documents(settings: Settings) -> Finding:
    part = "resumes"
    try:
        studio = document_studio(settings)
        made = await studio.resume(
            _PROBE, theme=Theme.CLASSIC, formats=(FileFormat.PDF, FileFormat.DOCX)
        )
    except CareerGiniError:
        made = ()
    if not made or not all(one.may_go_out for one in made):
        return Finding(
            part=part,
            state=State.BROKEN,
            sentence="PDF and Word files cannot be made and read back on this machine.",
            remedy="Install again: make .venv/.ready",
        )
    return Finding(
        part=part, state=State.GOOD, sentence="PDF and Word files are made and read back."
    )


def _pictures(settings: Settings) -> Finding:
    part = "pictures"
    if settings.seekers.read_pictures:
        sentence = "Screenshots and scans are read on this machine (about 500 MB while it does)."
        return Finding(part=part, state=State.GOOD, sentence=sentence)
    return Finding(
        part=part,
        state=State.OPTIONAL,
        sentence="Not read: people are asked for text instead.",
        remedy="CAREERGINI_SEEKERS__READ_PICTURES=true, with 500 MB of memory to spare.",
    )


def _accounts(settings: Settings) -> Finding:
    part = "GitHub import"
    if not settings.seekers.github_import:
        return Finding(
            part=part,
            state=State.OPTIONAL,
            sentence="Off: no call leaves this machine for it.",
            remedy="CAREERGINI_SEEKERS__GITHUB_IMPORT=true, and a token, if people want it.",
        )
    without = "" if settings.seekers.github_token else " Without a token: 60 calls an hour."
    return Finding(
        part=part,
        state=State.GOOD,
        sentence=f"On, at {settings.seekers.github_url}, when a person names an account.{without}",
    )


def _links(settings: Settings) -> Finding:
    part = "shared links"
    if settings.seekers.open_shared_links:
        sentence = "Opened when somebody forwards a posting, within the limits of job sources."
        return Finding(part=part, state=State.GOOD, sentence=sentence)
    return Finding(
        part=part,
        state=State.OPTIONAL,
        sentence="Not opened: people are asked to paste the text.",
        remedy="CAREERGINI_SEEKERS__OPEN_SHARED_LINKS=true, if this machine may ask job sites.",
    )
