"""Tailoring of files on the command line: no store, no model; the same code as in chat."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date

from bot.settings import Settings
from bot.wiring.recruiting import document_reader
from bot.wiring.seekers import document_studio
from domain.career_documents.model import FileFormat, ResumeDocument, Theme
from domain.claims import Unsupported
from domain.errors import UserMistake
from domain.ids import PostingId, UserId
from domain.posting import Posting
from domain.profiles import Profile
from domain.tailoring.model import TailoringDraft
from graph.career_documents.studio import MadeFile

_HERE = UserId("u_command_line")


@dataclass(frozen=True, slots=True, kw_only=True)
class TailoredFile:
    """What was made of one resume for one posting."""

    draft: TailoringDraft
    document: ResumeDocument
    made: MadeFile
    unsupported: tuple[Unsupported, ...]
    """Empty, or nothing may be handed over."""


async def tailor_files(
    settings: Settings,
    *,
    resume: tuple[str, bytes],
    description: tuple[str, bytes] | None,
    theme: Theme,
    written_as: FileFormat,
    today: date,
) -> TailoredFile:
    """Read, propose, accept everything, check, draw, read back.

    Args:
        settings: limits and fonts.
        resume: name and content of the resume.
        description: name and content of the job description; None: a clean copy of the resume.
        theme: the look.
        written_as: the format of the file.
        today: for roles that go on until now.

    Raises:
        UserMistake: a file cannot be read, or the resume says nothing of a career.
    """
    from domain.career_documents.composing import resume_document
    from domain.claims import unsupported_in
    from domain.tailoring.applying import apply
    from domain.tailoring.proposing import propose

    reader = document_reader(settings)
    name, content = resume
    read = await reader.read(content, name=name)
    if not (read.work or read.education or read.skills):
        raise UserMistake(
            f"{name!r} can be read, but there is no work, education or skill in it, so it does not "
            "look like a resume."
        )
    profile = Profile(user=_HERE, resume=read, version=1)
    posting = None
    if description is not None:
        words = await reader.read_text(description[1], name=description[0])
        posting = _posting(words.text, name=description[0])
    draft = await asyncio.to_thread(propose, profile, posting, today=today, theme=theme)
    plain = resume_document(profile, today=today)
    document = apply(plain, draft.changes)
    unsupported = unsupported_in(document, profile, today=today)
    studio = document_studio(settings)
    (made,) = await studio.resume(document, theme=theme, formats=(written_as,))
    return TailoredFile(draft=draft, document=document, made=made, unsupported=unsupported)


def _posting(words: str, *, name: str) -> Posting:
    from domain.posting_intake.fields import read_posting_text

    if len(words.split()) < _FEWEST_WORDS:
        raise UserMistake(f"{name!r} says too little to be a job description.")
    read = read_posting_text(words)
    return Posting(
        id=PostingId("given"),
        source="file",
        source_id=name,
        title=read.title,
        company=read.company,
        description=read.description,
        places=read.places,
        remote=read.remote,
        language=read.language,
    )


_FEWEST_WORDS = 8
