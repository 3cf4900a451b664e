"""A finished resume or letter to the person: gate, files, pages, what to do next."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import structlog

from domain.career_documents.composing import resume_document
from domain.career_documents.letter import letter
from domain.career_documents.model import (
    CareerDocument,
    CareerDocumentKind,
    CoverLetter,
    FileFormat,
    ResumeDocument,
    Theme,
)
from domain.claims import unsupported_in
from domain.ids import PostingId
from domain.ports import Clock
from domain.posting import Posting
from domain.profiles import Profile
from domain.reply import Button, Buttons, File, Notice, Paragraph, Tone, bold, text
from domain.tailoring.applying import accepted, apply
from domain.tailoring.model import Change, ChangeKind, TailoringDraft
from graph.agent import AgentReply, AgentRequest
from graph.agents.resume_builder import changes as cards
from graph.agents.resume_builder import replies
from graph.agents.resume_builder.making import HANDED_OVER, DocumentDesk, written_blocks
from graph.agents.resume_builder.requests import Verb, builder_button

_LETTER_LANGUAGES = frozenset({"en", "de", "fr", "es", "pt"})
_ONLY_ORDER = frozenset(
    {
        ChangeKind.SKILLS_ORDER,
        ChangeKind.BULLETS_ORDER,
        ChangeKind.SECTIONS_ORDER,
        ChangeKind.LEAVE_OUT,
    }
)
"""Changes that put no new word anywhere."""

_log = structlog.get_logger(__name__)


class Delivery:
    """Nothing leaves that the profile does not support or that readers do not agree on."""

    def __init__(self, *, desk: DocumentDesk, clock: Clock) -> None:
        self._desk = desk
        self._clock = clock

    async def resume(
        self,
        request: AgentRequest,
        profile: Profile,
        draft: TailoringDraft | None,
        *,
        posting: Posting | None,
        theme: Theme,
        formats: tuple[FileFormat, ...],
    ) -> AgentReply:
        """The resume with the accepted changes of ``draft``, or as it is without one."""
        chosen = accepted(draft) if draft else ()
        document, taken_back = await asyncio.to_thread(self.composed, profile, chosen)
        title = cards.name_of(posting) if posting else "Resume"
        reply = await self._hand_over(
            request,
            document,
            title=title,
            posting=draft.posting if draft else None,
            theme=theme,
            formats=formats or HANDED_OVER,
        )
        if taken_back:
            notice = replies.not_supported(taken_back)
            reply = replace(reply, blocks=(notice, *reply.blocks))
        if draft is None:
            return reply
        blocks = reply.blocks
        if draft.unsaid:
            skill = draft.unsaid[0].skill
            blocks += (cards.unsaid_question(draft, skill), cards.unsaid_buttons(draft, skill))
        return replace(
            reply, blocks=blocks, pending=cards.memory(draft, unsaid=cards.first_unsaid(draft))
        )

    async def looks(self, profile: Profile, draft: TailoringDraft | None) -> AgentReply:
        """The first page in every look."""
        chosen = accepted(draft) if draft else ()
        document, _ = await asyncio.to_thread(self.composed, profile, chosen)
        shown = await self._desk.looks(document)
        return replies.looks(shown, draft=draft.id if draft else "")

    def composed(self, profile: Profile, chosen: tuple[Change, ...]) -> tuple[ResumeDocument, int]:
        """The document with the changes, and how many of them do not hold any more."""
        today = self._clock.now().date()
        plain = resume_document(profile, today=today)
        document = apply(plain, chosen)
        if not unsupported_in(document, profile, today=today):
            return document, 0
        # The profile changed since they were accepted: order may stay, new words go back.
        kept = tuple(one for one in chosen if one.kind in _ONLY_ORDER)
        document = apply(plain, kept)
        if unsupported_in(document, profile, today=today):
            return plain, len(chosen)
        return document, len(chosen) - len(kept)

    async def letter(
        self, request: AgentRequest, profile: Profile, posting: Posting, *, why: str, theme: Theme
    ) -> AgentReply:
        """A letter; ``why`` are the person's own words, empty for none."""
        today = self._clock.now().date()
        language = posting.language or "en"
        written = await asyncio.to_thread(
            letter,
            profile,
            posting,
            today=today,
            language=language if language in _LETTER_LANGUAGES else "en",
            why=why,
        )
        bad = await asyncio.to_thread(
            unsupported_in, written, profile, today=today, posting=posting, why=why
        )
        if bad:
            _log.error("letter_not_supported", places=len(bad))
            return AgentReply(
                blocks=(
                    Notice(
                        body=text(
                            "I wrote a letter, and my own check found a claim in it that your "
                            "profile does not support, so I do not hand it out. Ask again without "
                            "your own sentence, or tell me what your profile lacks."
                        ),
                        tone=Tone.WARNING,
                    ),
                ),
            )
        reply = await self._hand_over(
            request,
            written,
            title=f"Letter, {cards.name_of(posting)}",
            posting=posting.id,
            theme=theme,
            formats=HANDED_OVER,
        )
        said = tuple(Paragraph(body=text(line.text)) for line in written.paragraphs)
        return replace(
            reply,
            blocks=(reply.blocks[0], *said, *reply.blocks[1:]),
            pending=cards.about(posting.id),
        )

    async def _hand_over(
        self,
        request: AgentRequest,
        document: ResumeDocument | CoverLetter,
        *,
        title: str,
        posting: PostingId | None,
        theme: Theme,
        formats: tuple[FileFormat, ...],
    ) -> AgentReply:
        typeset = tuple(one for one in HANDED_OVER if one in formats)
        plain = [one for one in formats if one not in HANDED_OVER]
        beside: list[File] = []
        if isinstance(document, ResumeDocument):
            beside = [
                await self._desk.text_file(document, title=title, written_as=one) for one in plain
            ]
        if beside and not typeset:
            return AgentReply(blocks=(Paragraph(body=text("Here it is.")), *beside))
        written = await self._desk.write(
            request, document, title=title, posting=posting, theme=theme, formats=typeset
        )
        made = written.document
        first = (
            text(bold(replies.title_of(made)), f", look “{theme.value}”.")
            if made is not None
            else text("I made no file that I can vouch for.")
        )
        foot = _next_steps(made, is_resume=isinstance(document, ResumeDocument), posting=posting)
        return AgentReply(
            blocks=(Paragraph(body=first), *written_blocks(written), *beside, Buttons(buttons=foot))
        )


def _next_steps(
    made: CareerDocument | None, *, is_resume: bool, posting: PostingId | None
) -> tuple[Button, ...]:
    buttons: list[Button] = []
    if made is not None:
        buttons.append(builder_button("Certificate", Verb.CERTIFICATE, document=made.id))
    if made is not None and posting is not None:
        resume = made.id if made.kind is CareerDocumentKind.RESUME else ""
        track = cards.track_action(posting, resume=resume)
        buttons.append(Button(label="Track this application", action=track))
        if is_resume:
            buttons.append(builder_button("Cover letter", Verb.LETTER, posting=posting))
    if is_resume and posting is None:
        buttons.append(builder_button("Show the looks", Verb.LOOKS))
        buttons.append(builder_button("Tailor it for a job", Verb.TAILOR))
    return tuple(buttons) or (builder_button("My documents", Verb.DOCUMENTS),)
