"""Reviews a resume, tailors it by changes to accept, typesets, reads back, writes letters."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from domain.agents import AgentId
from domain.career_documents.model import (
    Theme,
)
from domain.claims import ledger_of
from domain.ids import PostingId
from domain.ports import BlobStore, ChatModel, Clock, PostingStore, ProfileStore
from domain.posting import Posting, Stance, StoredPosting
from domain.preferences.answers import ShortAnswer, read_short_answer
from domain.preferences.effective import corrected
from domain.profile_sources.statements import with_statement
from domain.profile_sources.telling import is_denial, tells_of_use
from domain.profiles import Profile, StatementKind
from domain.recruiting_ports import PagePictures
from domain.reply import Block, Notice, Paragraph, Tone, quoted, text
from domain.resume_review.reviewing import review
from domain.seeker_ports import CareerDocumentStore, PrivatePostingStore
from domain.tailoring.model import Change, ChangeState, TailoringDraft
from graph.agent import Agent, AgentReply, AgentRequest
from graph.agents.resume_builder import changes as cards
from graph.agents.resume_builder import replies
from graph.agents.resume_builder.delivering import Delivery
from graph.agents.resume_builder.drafting import Drafting
from graph.agents.resume_builder.making import DocumentDesk
from graph.agents.resume_builder.requests import (
    BuilderRequest,
    Topic,
    Verb,
    formats_in,
    request_of,
)
from graph.agents.resume_builder.reviewing import reviewed
from graph.agents.resume_builder.shelf import VERBS as SHELF_VERBS
from graph.agents.resume_builder.shelf import Shelf
from graph.career_documents.studio import DocumentStudio
from graph.posting_lookup import PostingLookup
from graph.profile_updates import update_profile
from prompts.catalogue import Catalogue

_STATEMENT_CHARACTERS = 400
_WHY_CHARACTERS = 600
_NO_WHY = "no"
"""In the place of the person's own sentence: there is none."""


class ResumeBuilderAgent(Agent):
    """Works with what the profile supports, and with nothing else.

    Args:
        profiles: what is known of the person.
        postings: saved and applied ones are offered to tailor for.
        private: postings that the person forwarded.
        lookup: which posting is meant.
        documents: what was written before, and drafts.
        blobs: the files.
        studio: draws documents and has them read back.
        pages: pictures of pages.
        model: offers other words, each of which is checked.
        prompts: what it is told.
        clock: today.
    """

    def __init__(
        self,
        *,
        profiles: ProfileStore,
        postings: PostingStore,
        private: PrivatePostingStore,
        lookup: PostingLookup,
        documents: CareerDocumentStore,
        blobs: BlobStore,
        studio: DocumentStudio,
        pages: PagePictures,
        model: ChatModel,
        prompts: Catalogue,
        clock: Clock,
    ) -> None:
        self._profiles = profiles
        self._postings = postings
        self._private = private
        self._lookup = lookup
        self._clock = clock
        self._model = model
        self._shelf = Shelf(documents=documents, blobs=blobs)
        desk = DocumentDesk(
            studio=studio, documents=documents, blobs=blobs, pages=pages, clock=clock
        )
        self._delivery = Delivery(desk=desk, clock=clock)
        self._drafting = Drafting(
            profiles=profiles,
            documents=documents,
            lookup=lookup,
            model=model,
            prompts=prompts,
            clock=clock,
        )

    @property
    def id(self) -> AgentId:
        return AgentId.RESUME_BUILDER

    async def answer(self, request: AgentRequest) -> AgentReply:
        """One reply to one turn."""
        open_question = request.dialogue.pending
        is_own = open_question is not None and open_question.agent is AgentId.RESUME_BUILDER
        pending = open_question if is_own else None
        wanted = request_of(request.turn.message, pending)
        profile = await self._profiles.get(request.turn.user)
        if wanted.verb in SHELF_VERBS:
            return await self._shelf.handle(request, wanted)
        effective = corrected(profile)
        if effective.resume is None:
            return replies.no_profile()
        if wanted.verb is Verb.ANSWER and pending is not None:
            return await self._answered(request, wanted, effective, topic=pending.topic)
        match wanted.verb:
            case Verb.REVIEW:
                findings = await asyncio.to_thread(review, effective, today=self._today())
                return reviewed(findings, start=_number(wanted.arguments.get("start", "")))
            case Verb.TAILOR:
                return await self._tailor(request, effective)
            case Verb.LETTER:
                return await self._letter(request, wanted, effective)
            case Verb.LOOKS:
                return await self._looks(request, wanted, effective)
            case Verb.MAKE | Verb.EXPORT:
                return await self._make(request, wanted, effective)
            case Verb.USED:
                skill = wanted.arguments.get("skill", "it")
                return replies.ask_where_used(skill, wanted.arguments.get("draft", ""))
            case (
                Verb.ACCEPT | Verb.SKIP | Verb.ACCEPT_ALL | Verb.CHANGES | Verb.WHY | Verb.NOT_USED
            ):
                return await self._on_draft(request, wanted, effective)
            case _:
                # What was on the table stays there: "accept all" still means it.
                return replace(replies.overview(), pending=pending)

    def _today(self) -> date:
        return self._clock.now().date()

    # --- tailoring -----------------------------------------------------------------------------

    async def _tailor(self, request: AgentRequest, profile: Profile) -> AgentReply:
        stored, missing = await self._posting(request, Verb.TAILOR)
        if stored is None:
            return missing
        draft = await self._drafting.new(request, profile, stored.posting)
        has_model = await self._model.available()
        return cards.opened(draft, stored.posting, wanted_model=not has_model)

    async def _posting(
        self, request: AgentRequest, verb: Verb
    ) -> tuple[StoredPosting | None, AgentReply]:
        """The posting that is meant, or the question which one."""
        meant = await self._lookup.meant(request.turn, request.dialogue)
        if meant.posting is not None:
            return meant.posting, replies.gone()
        action = request.turn.message.action
        if action is not None and action.arguments.get("posting"):
            return None, replies.gone()
        choices = meant.choices or await self._at_hand(request)
        return None, replies.which_posting(verb, choices)

    async def _at_hand(self, request: AgentRequest) -> tuple[StoredPosting, ...]:
        """What was forwarded, saved or applied to: what people tailor for."""
        user = request.turn.user
        stances = await self._postings.stances(user)
        kept = [one for one, held in stances.items() if held & {Stance.SAVED, Stance.APPLIED}]
        forwarded = await self._private.of(user)
        saved = await self._postings.get_many(sorted(kept))
        newest = sorted(saved, key=lambda one: one.last_seen, reverse=True)
        return (*forwarded[:3], *newest)

    async def _on_draft(
        self, request: AgentRequest, wanted: BuilderRequest, profile: Profile
    ) -> AgentReply:
        draft = await self._drafting.open(request.turn.user, wanted.arguments.get("draft", ""))
        if draft is None:
            return replies.gone()
        posting = await self._of(request, draft)
        chosen = _chosen(draft, wanted.arguments)
        match wanted.verb:
            case Verb.ACCEPT_ALL:
                open_ones = [one for one in draft.changes if one.state is ChangeState.OPEN]
                draft = await self._drafting.decide(
                    draft, [one.id for one in open_ones], ChangeState.ACCEPTED
                )
                return cards.decided(draft, open_ones, verb=Verb.ACCEPT)
            case Verb.ACCEPT | Verb.SKIP if chosen:
                state = ChangeState.ACCEPTED if wanted.verb is Verb.ACCEPT else ChangeState.SKIPPED
                draft = await self._drafting.decide(draft, [one.id for one in chosen], state)
                return cards.decided(draft, chosen, verb=wanted.verb)
            case Verb.WHY if chosen:
                return cards.why(
                    draft, chosen[0], _lines_of(profile, chosen[0], today=self._today())
                )
            case Verb.NOT_USED:
                said = wanted.arguments.get("skill", "")
                rest = [one.skill for one in draft.unsaid if one.skill != said]
                unsaid = ""
                words = f"Then {said} stays out." if said else "Then it stays out."
                blocks: tuple[Block, ...] = (Paragraph(body=text(words)),)
                if rest and said == draft.unsaid[0].skill:
                    blocks += (
                        cards.unsaid_question(draft, rest[0]),
                        cards.unsaid_buttons(draft, rest[0]),
                    )
                    unsaid = rest[0]
                return AgentReply(blocks=blocks, pending=cards.memory(draft, unsaid=unsaid))
            case _:
                return cards.listed(draft, posting)

    async def _of(self, request: AgentRequest, draft: TailoringDraft) -> Posting | None:
        if draft.posting is None:
            return None
        stored = await self._lookup.get(request.turn.user, draft.posting)
        return stored.posting if stored else None

    async def _answered(
        self, request: AgentRequest, wanted: BuilderRequest, profile: Profile, *, topic: str
    ) -> AgentReply:
        """Words after a question of ours."""
        short = read_short_answer(wanted.words)
        refused = short in {ShortAnswer.NO, ShortAnswer.SKIP, ShortAnswer.STOP}
        asks_back = short is None and wanted.words.rstrip().endswith("?")
        if topic == Topic.WHY_ROLE.value:
            posting = PostingId(wanted.arguments.get("posting", ""))
            if asks_back and (known := await self._lookup.get(request.turn.user, posting)):
                return replies.ask_why_role(known.posting)
            why = _NO_WHY if refused else request.turn.message.text.strip()[:_WHY_CHARACTERS]
            arguments = {**wanted.arguments, "why": why}
            asked = BuilderRequest(verb=Verb.LETTER, arguments=arguments)
            return await self._letter(request, asked, profile)
        skill, draft_id = wanted.arguments.get("skill", ""), wanted.arguments.get("draft", "")
        words = " ".join(request.turn.message.text.split())[:_STATEMENT_CHARACTERS]
        if refused or is_denial(words):
            return await self._on_draft(
                request, BuilderRequest(verb=Verb.NOT_USED, arguments=wanted.arguments), profile
            )
        if short is not None or not tells_of_use(words):
            return replies.ask_where_used(skill, draft_id)
        now = self._clock.now()
        await update_profile(
            self._profiles,
            request.turn.user,
            lambda before: with_statement(before, StatementKind.EXPERIENCE, skill, words, now),
        )
        noted = Notice(
            body=text(
                f"Noted as your own word, beside your resume: {skill}, ",
                quoted(words),
                ". “Show my profile” lists it, and you can take it back there.",
            ),
            tone=Tone.DONE,
        )
        draft = await self._drafting.open(request.turn.user, draft_id)
        if draft is None:
            return AgentReply(blocks=(noted,))
        after = cards.listed(draft, await self._of(request, draft))
        return replace(after, blocks=(noted, *after.blocks))

    # --- documents -----------------------------------------------------------------------------

    async def _make(
        self, request: AgentRequest, wanted: BuilderRequest, profile: Profile
    ) -> AgentReply:
        draft = None
        if wanted.verb is Verb.MAKE:
            named = wanted.arguments.get("draft", "")
            draft = await self._drafting.open(request.turn.user, named) if named else None
            if named and draft is None:
                return replies.gone()
        theme = wanted.theme(draft.theme if draft else Theme.CLASSIC)
        if draft is not None and theme is not draft.theme:
            draft = replace(draft, theme=theme)
            await self._drafting.keep(draft)
        return await self._delivery.resume(
            request,
            profile,
            draft,
            posting=await self._of(request, draft) if draft else None,
            theme=theme,
            formats=formats_in(wanted.words),
        )

    async def _looks(
        self, request: AgentRequest, wanted: BuilderRequest, profile: Profile
    ) -> AgentReply:
        named = wanted.arguments.get("draft", "")
        draft = await self._drafting.open(request.turn.user, named) if named else None
        shown = await self._delivery.looks(profile, draft)
        return replace(shown, pending=cards.memory(draft)) if draft else shown

    async def _letter(
        self, request: AgentRequest, wanted: BuilderRequest, profile: Profile
    ) -> AgentReply:
        named = wanted.arguments.get("posting", "")
        stored = await self._lookup.get(request.turn.user, PostingId(named)) if named else None
        if stored is None and named:
            return replies.gone()
        if stored is None:
            stored, missing = await self._posting(request, Verb.LETTER)
            if stored is None:
                return missing
        why = wanted.arguments.get("why", "")
        if not why:
            return replies.ask_why_role(stored.posting)
        return await self._delivery.letter(
            request,
            profile,
            stored.posting,
            why="" if why == _NO_WHY else why,
            theme=wanted.theme(),
        )


def _chosen(draft: TailoringDraft, arguments: Mapping[str, str]) -> list[Change]:
    """The changes that a button names by id, or words by their number in the list."""
    named = arguments.get("change", "").split()
    numbers = arguments.get("numbers", "").split()
    return [
        one
        for number, one in enumerate(draft.changes, start=1)
        if one.id in named or str(number) in numbers
    ]


def _lines_of(profile: Profile, change: Change, *, today: date) -> tuple[str, ...]:
    """The lines that a change rests on, in the person's words."""
    facts = ledger_of(profile, today=today).facts
    found = [facts[path].text for path in change.support if path in facts]
    return tuple(dict.fromkeys(found))


def _number(words: str) -> int:
    return int(words) if words.isascii() and words.isdigit() and len(words) < 4 else 0
