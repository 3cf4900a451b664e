"""What touches identity: reveal with a reason, the redacted copy, disputes. All of it is logged."""

from __future__ import annotations

import asyncio

from domain.agents import AgentId
from domain.deciding.model import LogEntry, LogKind
from domain.ids import UserId
from domain.ports import BlobStore, Clock
from domain.recruiting_ports import (
    CandidateStore,
    DecisionStore,
    PagePictures,
    PaperPress,
    TextReader,
)
from domain.redaction.leaks import leaks
from domain.reply import (
    Block,
    Card,
    Fact,
    File,
    Notice,
    Paragraph,
    PendingQuestion,
    Tone,
    bold,
    quoted,
    text,
)
from domain.roles.model import Role
from domain.screening.candidate import Candidate
from domain.screening.hidden import safe_quote
from domain.screening.pseudonym import pseudonym
from domain.turns import Turn
from graph.agent import AgentReply
from graph.bias_report.redacted_copy import redacted_paper
from graph.screening.guarding import Guard

_PDF = "application/pdf"
_REASON_CHARS = 300
_PICTURES = 3


class IdentityDesk:
    """Shows identity to permitted people and hands out documents without it.

    Args:
        candidates: dossiers.
        decisions: the log.
        blobs: original files, and where copies are kept for delivery.
        press: typesets the redacted copy.
        reader: reads the printed copy back before it leaves.
        drawer: draws pages.
        clock: for the log.
    """

    def __init__(
        self,
        *,
        candidates: CandidateStore,
        decisions: DecisionStore,
        blobs: BlobStore,
        press: PaperPress,
        reader: TextReader,
        drawer: PagePictures,
        clock: Clock,
    ) -> None:
        self._candidates = candidates
        self._decisions = decisions
        self._blobs = blobs
        self._press = press
        self._reader = reader
        self._drawer = drawer
        self._clock = clock

    async def reveal(
        self, turn: Turn, role: Role, candidate: Candidate, *, reason: str
    ) -> AgentReply:
        """Name, contact and the original file, to the asking person alone."""
        name = pseudonym(role.id, candidate.number)
        if not reason.strip():
            return AgentReply(
                blocks=(
                    Paragraph(
                        body=text(
                            "Why do you need to know who ",
                            bold(name),
                            " is now? The reason is logged with your name.",
                        )
                    ),
                ),
                pending=PendingQuestion(
                    agent=AgentId.SCREENING, topic="reveal", data={"candidate": candidate.id}
                ),
            )
        dossier = await self._candidates.dossier(candidate.id)
        if dossier is None or candidate.file is None:
            return not_here(name)
        guard = Guard(dossier, file=candidate.file)
        kept = await asyncio.to_thread(guard.line, reason.strip()[:_REASON_CHARS])
        await self._log(turn, role, candidate, LogKind.REVEALED, kept)
        contact = dossier.resume.contact
        said = (
            ("E-mail", contact.email),
            ("Phone", contact.phone),
            ("Place", contact.location),
        )
        facts = [Fact(label=label, value=text(value.text)) for label, value in said if value]
        facts += [Fact(label="Link", value=text(link.text)) for link in contact.links[:3]]
        facts.append(Fact(label="File", value=text(candidate.file.name)))
        return AgentReply(
            blocks=(
                Card(
                    title=text(
                        f"{name} is ",
                        bold(contact.name.text if contact.name else "not named in the resume"),
                    ),
                    facts=tuple(facts),
                ),
                File(
                    blob=candidate.file.blob,
                    name=candidate.file.name,
                    media_type=candidate.file.media_type,
                    size_bytes=candidate.file.size_bytes,
                    caption="The original file",
                ),
                Notice(body=text("Logged: you, the time and your reason.")),
            )
        )

    async def pictures(self, turn: Turn, role: Role, candidate: Candidate) -> AgentReply:
        """Where hidden text stands on the page: for permitted people, the page may show a name."""
        name = pseudonym(role.id, candidate.number)
        dossier = await self._candidates.dossier(candidate.id)
        content = await self._blobs.get(candidate.file.blob) if candidate.file else None
        if dossier is None or content is None:
            return not_here(name)
        files: list[Block] = []
        for hidden in [each for each in dossier.hidden if each.page][:_PICTURES]:
            png = await self._drawer.passage(content, page=hidden.page, needle=hidden.text)
            if png is None:
                continue
            shown = f"hidden-{len(files) + 1}.png"
            # Nobody's: kept for its delivery only, so that no copy outlives an erasure.
            blob = await self._blobs.put(png, owner=None, name=shown)
            files.append(
                File(
                    blob=blob,
                    name=shown,
                    media_type="image/png",
                    size_bytes=len(png),
                    caption=f"Page {hidden.page}: a program reads here “{safe_quote(hidden.text)}”",
                )
            )
        if not files:
            words = f"There is no page of {name} on which it could be shown."
            return AgentReply(blocks=(Paragraph(body=text(words)),))
        await self._log(turn, role, candidate, LogKind.REVEALED, "pictures of hidden text")
        return AgentReply(
            blocks=(
                Paragraph(
                    body=text(
                        f"{name}: what a program reads and nobody sees. It counts for nothing in "
                        "the score. Resume builders and templates leave such text; the person may "
                        "not know of it."
                    )
                ),
                *files,
            )
        )

    async def redacted(self, role: Role, candidate: Candidate) -> AgentReply:
        """The document without identity, printed anew and read back before it leaves."""
        name = pseudonym(role.id, candidate.number)
        dossier = await self._candidates.dossier(candidate.id)
        if dossier is None or candidate.file is None:
            return not_here(name)
        content = await self._press.print(redacted_paper(dossier.blind, pseudonym=name))
        file_name = f"{name.lower().replace(' ', '-')}.pdf"
        printed = await self._reader.read_text(content, name=file_name)
        found = await asyncio.to_thread(
            leaks, printed.text, dossier.resume, file_name=candidate.file.name
        )
        if found:
            return AgentReply(
                blocks=(
                    Notice(
                        body=text(
                            f"The copy of {name} still held {len(found)} passages that could tell "
                            "who it is, so I do not hand it out. Please use the evaluation instead."
                        ),
                        tone=Tone.WARNING,
                    ),
                ),
                is_personal=False,
            )
        blob = await self._blobs.put(content, owner=None, name=file_name)  # as above
        return AgentReply(
            blocks=(
                Paragraph(
                    body=text(
                        f"{name} without identity: printed anew from the visible text and read "
                        "back, 0 passages left that name anybody."
                    )
                ),
                File(
                    blob=blob,
                    name=file_name,
                    media_type=_PDF,
                    size_bytes=len(content),
                    caption=f"{name}, redacted",
                ),
            ),
            is_personal=False,
        )

    async def dispute(
        self, turn: Turn, role: Role, candidate: Candidate, *, words: str
    ) -> AgentReply:
        """Note that a person thinks the report is wrong."""
        name = pseudonym(role.id, candidate.number)
        if not words.strip():
            return AgentReply(
                blocks=(Paragraph(body=text("What is wrong in the report on ", bold(name), "?")),),
                pending=PendingQuestion(
                    agent=AgentId.SCREENING, topic="dispute", data={"candidate": candidate.id}
                ),
                is_personal=False,
            )
        dossier = await self._candidates.dossier(candidate.id)
        kept = words.strip()[:_REASON_CHARS]
        if dossier is not None:
            kept = await asyncio.to_thread(Guard(dossier, file=candidate.file).line, kept)
        await self._log(turn, role, candidate, LogKind.DISPUTED, kept)
        return AgentReply(
            blocks=(
                Paragraph(
                    body=text(
                        f"Noted for {name}: ",
                        quoted(kept),
                        ". It is in the log; a person has to look. The score changes only with the "
                        "rubric or a corrected document.",
                    )
                ),
            ),
            is_personal=False,
        )

    async def _log(
        self, turn: Turn, role: Role, candidate: Candidate, kind: LogKind, detail: str
    ) -> None:
        by: UserId = turn.user
        await self._decisions.log(
            LogEntry(
                role=role.id,
                kind=kind,
                by=by,
                at=self._clock.now(),
                candidate=candidate.id,
                detail=detail,
                key=f"{kind.value}:{turn.id}",
            )
        )


def not_here(name: str) -> AgentReply:
    """For a candidate whose document is gone or was never read."""
    blocks: tuple[Block, ...] = (
        Paragraph(body=text(f"The document of {name} is not stored here any more.")),
    )
    return AgentReply(blocks=blocks, is_personal=False)
