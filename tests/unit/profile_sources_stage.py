"""A person with several sources: texts, readers that know what made them, and a conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from domain.agents import AgentId
from domain.errors import DocumentFault, SourceUnavailable, UnreadableDocument, UserMistake
from domain.ids import BlobId, UserId
from domain.ports import ResumeReader
from domain.profile_sources import Changed, with_source
from domain.profiles import Profile, SourceKind
from domain.resume.model import Resume
from domain.seeker_ports import AccountImporter, PictureLine, PictureReader
from graph.agents.profile_agent import ProfileAgent
from integrations.documents.parsing import parse
from prompts.catalogue import Catalogue
from tests.twins.talk import RESUME, Stores, Talk

AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
LINKEDIN = """Ana Example
Backend Engineer at Acme
ana@example.org
Berlin Metropolitan Area

Experience
Backend Engineer, Acme, Berlin
June 2021 - Present
- Built the payments API in Python and PostgreSQL, 40% fewer failed payments
- Mentored three juniors in Go

Software Developer, Globex International, Hamburg
January 2017 - February 2021
- Wrote Java services for logistics

Education
Bachelor of Science in Computer Science, Universität Hamburg
2013 - 2016

Skills
Postgres, Go, K8s

Languages
English, French (basic)
"""
GITHUB = """Ana Codes
Backend Engineer

Projects
Tiny Queue, 2023 - 2024
- A small message queue

Skills
Go, Rust, Python
"""
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


def read(words: str) -> Resume:
    """A text as the rules read it."""
    return parse(words.encode(), suffix="txt")


def added(
    profile: Profile,
    words: str,
    kind: SourceKind,
    *,
    name: str = "",
    day: int = 0,
    keep_both: bool = False,
) -> Changed:
    """The profile with a source of these words, ``day`` days after the first."""
    name = name or f"{kind.value}.txt"
    return with_source(
        profile,
        read(words),
        kind=kind,
        name=name,
        blob=BlobId(f"blob-{kind.value}-{name}-{day}"),
        at=AT + timedelta(days=day),
        keep_both=keep_both,
    )


def with_both(linkedin: str = LINKEDIN, resume: str = RESUME) -> Changed:
    """A resume, and a LinkedIn export a day later."""
    first = added(Profile(user=UserId("ana")), resume, SourceKind.RESUME, name="cv.txt")
    return added(first.profile, linkedin, SourceKind.LINKEDIN_EXPORT, name="export.txt", day=1)


class ReaderBySource(ResumeReader):
    """Reads in this process; a file named after a source counts as made by it."""

    async def read(self, content: bytes, *, name: str) -> Resume:
        if content.startswith(PNG[:8]):
            raise UnreadableDocument("This is a picture.", fault=DocumentFault.WRONG_TYPE)
        if content.startswith(b"%PDF"):
            raise UnreadableDocument("This PDF is a picture.", fault=DocumentFault.SCANNED)
        resume = parse(content, suffix=name.rpartition(".")[2].lower())
        made_by = "linkedin_export" if "linkedin" in name else resume.made_by
        return replace(resume, made_by=made_by)


class AccountsOnFile(AccountImporter):
    """Accounts whose public side is on file; ``down`` hosts do not answer."""

    def __init__(self, *, down: bool = False) -> None:
        self._down = down

    async def read(self, account: str) -> Resume:
        if self._down:
            raise SourceUnavailable("github did not answer", retry_after_s=600.0)
        if account != "ana-codes":
            raise UserMistake(f"There is no GitHub account {account!r}.")
        return replace(read(GITHUB), made_by="github")


class Glasses(PictureReader):
    """Reads every picture as the sample resume; the line of the title is hard to read."""

    async def read(self, content: bytes, *, name: str) -> Sequence[PictureLine]:
        return [
            PictureLine(text=line, confidence=0.5 if line.startswith("Senior") else 0.97)
            for line in RESUME.splitlines()
        ]

    async def read_pages(self, content: bytes, *, name: str) -> Sequence[PictureLine]:
        return await self.read(content, name=name)


def talk_with(
    *, accounts: AccountImporter | None = None, pictures: PictureReader | None = None
) -> Talk:
    """A conversation with the profile agent and whatever is switched on."""
    stores = Stores()
    agent = ProfileAgent(
        profiles=stores.profiles,
        blobs=stores.blobs,
        users=stores.users,
        reader=ReaderBySource(),
        clock=stores.clock,
        model=stores.model,
        prompts=Catalogue.load(),
        accounts=accounts,
        pictures=pictures,
    )
    stores.agents = {**stores.agents, AgentId.PROFILE: agent}
    return Talk(stores, stores.answering(AgentId.PROFILE))
