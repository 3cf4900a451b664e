"""From a document to what a person gets: gate, files, certificate, preview, a numbered version."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from domain.career_documents.model import (
    CareerDocument,
    CareerDocumentKind,
    CoverLetter,
    DocumentFile,
    FileFormat,
    ResumeDocument,
    Theme,
)
from domain.ids import CareerDocumentId, PostingId, TurnId
from domain.ports import BlobStore, Clock
from domain.recruiting_ports import PagePictures
from domain.reply import Block, File, Notice, Paragraph, Tone, text
from domain.seeker_ports import CareerDocumentStore
from domain.turns import StatusChanged
from graph.agent import AgentRequest
from graph.career_documents.studio import (
    MEDIA_TYPES,
    DocumentStudio,
    MadeFile,
    certificate_words,
    file_name,
)
from graph.wording.counts import counted, shortened

PREVIEW_PAGES = 2
PREVIEW_WIDTH_PX = 1000
HANDED_OVER = (FileFormat.PDF, FileFormat.DOCX)
_FORMAT_NAMES = {
    FileFormat.PDF: "PDF",
    FileFormat.DOCX: "Word",
    FileFormat.MARKDOWN: "Markdown",
    FileFormat.JSON_RESUME: "JSON Resume",
}

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was made: a stored document, or the reason why its files stay here."""

    document: CareerDocument | None
    refused: tuple[MadeFile, ...] = ()
    previews: tuple[File, ...] = ()


class DocumentDesk:
    """Makes, keeps and shows documents. The same turn again makes nothing twice."""

    def __init__(
        self,
        *,
        studio: DocumentStudio,
        documents: CareerDocumentStore,
        blobs: BlobStore,
        pages: PagePictures,
        clock: Clock,
    ) -> None:
        self._studio = studio
        self._documents = documents
        self._blobs = blobs
        self._pages = pages
        self._clock = clock

    async def write(
        self,
        request: AgentRequest,
        body: ResumeDocument | CoverLetter,
        *,
        title: str,
        posting: PostingId | None,
        theme: Theme,
        formats: Sequence[FileFormat] = HANDED_OVER,
    ) -> Written:
        """Make the files, have them read back, and store the version with them."""
        user, turn = request.turn.user, request.turn.id
        kind = (
            CareerDocumentKind.RESUME
            if isinstance(body, ResumeDocument)
            else CareerDocumentKind.COVER_LETTER
        )
        identity = _id_of(turn, kind)
        known = await self._documents.get(user, identity)
        if known is not None:
            # The run before may have ended between storing the document and owning its files.
            for file in known.files:
                await self._blobs.adopt(file.blob, owner=user)
            return Written(document=known, previews=await self._preview(known))
        await request.events(StatusChanged(text="Making the files and reading them back"))
        if isinstance(body, ResumeDocument):
            made = await self._studio.resume(body, theme=theme, formats=formats)
        else:
            made = await self._studio.letter(body, theme=theme, formats=formats)
        refused = tuple(one for one in made if not one.may_go_out)
        for one in refused:
            _log.warning("document_not_read_back", format=one.format.value, theme=theme.value)
        good = [one for one in made if one.may_go_out]
        if not good:
            return Written(document=None, refused=refused)
        files = [
            await self._keep(one, name=file_name(body.name, title, one.format)) for one in good
        ]
        stored = await self._documents.add(
            CareerDocument(
                id=identity,
                user=user,
                kind=kind,
                number=0,
                title=title,
                posting=posting,
                theme=theme,
                created_at=self._clock.now(),
                resume=body if isinstance(body, ResumeDocument) else None,
                letter=body if isinstance(body, CoverLetter) else None,
                files=tuple(file for file in files if file is not None),
            ),
            turn=turn,
        )
        for file in stored.files:
            await self._blobs.adopt(file.blob, owner=user)
        return Written(document=stored, refused=refused, previews=await self._preview(stored))

    async def _keep(self, made: MadeFile, *, name: str) -> DocumentFile | None:
        # Nobody's until the document that names it is stored: a crash leaves nothing behind.
        if made.certificate is None:
            return None
        blob = await self._blobs.put(made.content, owner=None, name=name)
        return DocumentFile(
            format=made.format,
            name=name,
            blob=blob,
            size_bytes=len(made.content),
            certificate=made.certificate,
        )

    async def _preview(self, document: CareerDocument) -> tuple[File, ...]:
        pdf = next((one for one in document.files if one.format is FileFormat.PDF), None)
        content = await self._blobs.get(pdf.blob) if pdf else None
        return await self.pictures(content, name="preview") if content else ()

    async def pictures(
        self, pdf: bytes, *, name: str, caption: str = "", pages: int = PREVIEW_PAGES
    ) -> tuple[File, ...]:
        """The first pages as pictures; they belong to nobody and are gone within a day."""
        shown: list[File] = []
        for page in range(1, pages + 1):
            png = await self._pages.page(pdf, page=page, width_px=PREVIEW_WIDTH_PX)
            if png is None:
                break
            picture = f"{name}-{page}.png"
            blob = await self._blobs.put(png, owner=None, name=picture)
            shown.append(
                File(
                    blob=blob,
                    name=picture,
                    media_type="image/png",
                    size_bytes=len(png),
                    caption=caption or f"Page {page}",
                )
            )
        return tuple(shown)

    async def looks(self, document: ResumeDocument) -> list[tuple[Theme, tuple[File, ...]]]:
        """The first page in every look."""
        found: list[tuple[Theme, tuple[File, ...]]] = []
        for theme in Theme:
            made = await self._studio.resume(document, theme=theme, formats=(FileFormat.PDF,))
            shown = await self.pictures(
                made[0].content, name=theme.value, caption=theme.value.capitalize(), pages=1
            )
            found.append((theme, shown))
        return found

    async def text_file(self, body: ResumeDocument, *, title: str, written_as: FileFormat) -> File:
        """Markdown or JSON Resume; nothing is typeset, so there is nothing to read back."""
        made = (await self._studio.resume(body, theme=Theme.PLAIN, formats=(written_as,)))[0]
        name = file_name(body.name, title, written_as)
        blob = await self._blobs.put(made.content, owner=None, name=name)
        return File(
            blob=blob,
            name=name,
            media_type=MEDIA_TYPES[written_as],
            size_bytes=len(made.content),
            caption=_FORMAT_NAMES[written_as],
        )


def written_blocks(written: Written) -> list[Block]:
    """The files with their certificates, the pages as pictures, and what stayed here."""
    blocks: list[Block] = []
    document = written.document
    if document is not None:
        blocks += [*written.previews]
        blocks += [handed_over(file) for file in document.files]
    instead = " Please use the other file: programs read it whole." if document is not None else ""
    for made in written.refused:
        blocks.append(Notice(body=text(refusal(made) + instead), tone=Tone.WARNING))
    if document is None:
        blocks.append(
            Paragraph(
                body=text(
                    "Markdown and JSON Resume are text and always work: say “as Markdown”, or try "
                    "another look."
                )
            )
        )
    return blocks


def handed_over(file: DocumentFile) -> File:
    """A stored file with its certificate in one line."""
    return File(
        blob=file.blob,
        name=file.name,
        media_type=MEDIA_TYPES[file.format],
        size_bytes=file.size_bytes,
        caption=f"{_FORMAT_NAMES[file.format]}, {certificate_words(file.certificate)}",
    )


def refusal(made: MadeFile) -> str:
    """Why a file was not handed over."""
    name = _FORMAT_NAMES[made.format]
    if made.certificate is None:
        return f"I could not make the {name} file."
    missing = [check for check in made.certificate.fields if check.missing_in]
    if not missing:
        return (
            f"I keep the {name} file back: programs read its parts in another order than people do."
        )
    first = missing[0]
    return (
        f"I keep the {name} file back: {counted(len(missing), 'field')} did not survive reading, "
        f"first “{shortened(first.expected, limit=60)}” ({', '.join(first.missing_in)})."
    )


def _id_of(turn: TurnId, kind: CareerDocumentKind) -> CareerDocumentId:
    digest = hashlib.sha256(f"{turn}\n{kind.value}".encode()).hexdigest()
    return CareerDocumentId(f"d_{digest[:24]}")
