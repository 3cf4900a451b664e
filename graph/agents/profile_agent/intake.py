"""What a person gives us about themselves: files, pictures, accounts, pasted text, words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from domain.ids import BlobId
from domain.ports import BlobStore, Clock
from domain.preferences.bounded import bounded
from domain.preferences.introduction import read_introduction
from domain.reply import Block, Paragraph, SuggestedPrompt, quoted, text
from graph.agent import AgentReply, AgentRequest
from graph.agents.profile_agent.accounts import AccountDesk
from graph.agents.profile_agent.asking import Questioner
from graph.agents.profile_agent.card import found_words, profile_card
from graph.agents.profile_agent.reading import ResumeKeeper
from graph.agents.profile_agent.replies import ask_for_resume
from graph.agents.profile_agent.uploads import ReadFile, UploadDesk

_KEEP_BOTH = re.compile(
    r"(?<!\w)(?:keep|use|want) (?:them )?both|(?<!\w)(?:beide|les deux|los dos|ambos|as duas|dono)"
    r"(?!\w)",
    re.IGNORECASE,
)


class Intake:
    """Reads, keeps, and asks what is uncertain; one reply each."""

    def __init__(
        self,
        *,
        blobs: BlobStore,
        clock: Clock,
        uploads: UploadDesk,
        accounts: AccountDesk,
        keeper: ResumeKeeper,
        questions: Questioner,
    ) -> None:
        self._blobs = blobs
        self._clock = clock
        self._uploads = uploads
        self._accounts = accounts
        self._keeper = keeper
        self._questions = questions

    async def files(self, request: AgentRequest) -> AgentReply:
        """The files of the message; "keep both" in its words keeps the resume before as well."""
        message = request.turn.message
        files = await self._uploads.read_all(message.attachments, events=request.events)
        wants_both = _KEEP_BOTH.search(bounded(message.text)) is not None
        blocks, profile = await self._keeper.keep(request, files, keep_both=wants_both)
        if profile is None:
            return AgentReply(
                blocks=blocks,
                prompts=(
                    SuggestedPrompt(label="Show my profile"),
                    SuggestedPrompt(label="What can you do?"),
                ),
            )
        return await self._questions.then_ask(request, profile, blocks)

    async def use(
        self, request: AgentRequest, arguments: Mapping[str, str], *, keep_both: bool
    ) -> AgentReply:
        """A stored file that did not become a source, or was replaced, becomes one."""
        blob = BlobId(arguments.get("blob", ""))
        name = arguments.get("name", "resume")
        file = await self._uploads.read_again(blob, name=name)
        if file.is_picture:
            file = await self._uploads.read_picture(
                blob, name=name, owner=request.turn.user, events=request.events
            )
        if file.resume is not None:
            # It may have been let go when a newer one came.
            await self._blobs.adopt(blob, owner=request.turn.user)
        return await self._kept(request, file, keep_both=keep_both)

    async def picture(self, request: AgentRequest, arguments: Mapping[str, str]) -> AgentReply:
        """A stored picture or scan, read because the person asked for it."""
        file = await self._uploads.read_picture(
            BlobId(arguments.get("blob", "")),
            name=arguments.get("name", "picture"),
            owner=request.turn.user,
            events=request.events,
        )
        return await self._kept(request, file)

    async def account(self, request: AgentRequest, account: str) -> AgentReply:
        """A public account of a code host."""
        read = await self._accounts.read(request, account)
        if isinstance(read, AgentReply):
            return read
        return await self._kept(request, ReadFile(name=account, blob=None, resume=read))

    async def pasted(self, request: AgentRequest, words: str) -> AgentReply:
        """A resume as the text of a message."""
        file = await self._uploads.read_pasted(words)
        blocks, profile = await self._keeper.keep_pasted(request, file, words)
        if profile is None:
            return AgentReply(blocks=blocks)
        return await self._questions.then_ask(request, profile, blocks)

    async def introduced(self, request: AgentRequest, words: str) -> AgentReply:
        """A sentence or two about oneself."""
        resume = read_introduction(words, language=request.language)
        if resume is None:
            return ask_for_resume()
        profile = await self._keeper.keep_words(request, resume)
        label = resume.contact.label
        noted = ("Noted: ", quoted(label.text), ". ") if label is not None else ("Noted. ",)
        blocks: tuple[Block, ...] = (
            Paragraph(
                body=text(
                    *noted,
                    f"I found {found_words(resume) or '1 job title'} in "
                    "what you wrote. A resume file would tell me more; you can send one any time.",
                )
            ),
            profile_card(profile, today=self._clock.now().date()),
        )
        return self._questions.what_to_look_for(request, profile, blocks)

    async def _kept(
        self, request: AgentRequest, file: ReadFile, *, keep_both: bool = False
    ) -> AgentReply:
        blocks, profile = await self._keeper.keep(request, (file,), keep_both=keep_both)
        if profile is None:
            return AgentReply(blocks=blocks)
        return await self._questions.then_ask(request, profile, blocks)
