"""What was written before: listed, sent again, certified, deleted."""

from __future__ import annotations

from domain.ids import CareerDocumentId
from domain.ports import BlobStore
from domain.reply import Notice, Tone, text
from domain.seeker_ports import CareerDocumentStore
from graph.agent import AgentReply, AgentRequest
from graph.agents.resume_builder import replies
from graph.agents.resume_builder.requests import BuilderRequest, Verb

VERBS = frozenset({Verb.DOCUMENTS, Verb.DOCUMENT, Verb.CERTIFICATE, Verb.DELETE, Verb.DELETE_YES})


class Shelf:
    """The documents of one person."""

    def __init__(self, *, documents: CareerDocumentStore, blobs: BlobStore) -> None:
        self._documents = documents
        self._blobs = blobs

    async def handle(self, request: AgentRequest, wanted: BuilderRequest) -> AgentReply:
        """One of :data:`VERBS`."""
        user = request.turn.user
        if wanted.verb is Verb.DOCUMENTS:
            mine = await self._documents.of(user)
            return replies.documents(mine, locale=request.turn.message.locale)
        named = CareerDocumentId(wanted.arguments.get("document", ""))
        document = await self._documents.get(user, named)
        if wanted.verb is Verb.DELETE_YES:
            for file in document.files if document else ():
                await self._blobs.delete(file.blob)
            await self._documents.remove(user, named)
            done = text("It is deleted, with its files.")
            return AgentReply(blocks=(Notice(body=done, tone=Tone.DONE),))
        if document is None:
            return replies.gone()
        match wanted.verb:
            case Verb.DOCUMENT:
                return replies.again(document)
            case Verb.CERTIFICATE:
                return replies.certificate(document)
            case _:
                return replies.ask_delete(document)
