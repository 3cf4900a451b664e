"""What a person does with single postings: save, hide, apply, ask why, look at the saved ones."""

from __future__ import annotations

from domain.agents import AgentId
from domain.ids import PostingId
from domain.messages import Action
from domain.ports import PostingStore, ProfileStore
from domain.posting import PostingState, Stance
from domain.preferences.effective import corrected
from domain.reply import (
    Block,
    Button,
    Buttons,
    Notice,
    Paragraph,
    PendingQuestion,
    SuggestedPrompt,
    Tone,
    text,
)
from graph.agent import AgentReply, AgentRequest
from graph.agents.job_search.cards import job_button, kept_card, name_of
from graph.agents.job_search.finding import FindsJobs
from graph.agents.job_search.follow_ups import ASKING, FollowUps
from graph.agents.job_search.replies import on_screen, which_one
from graph.agents.job_search.requests import JobRequest, Verb, shown_in
from graph.agents.job_search.why import why_blocks
from graph.applications.ledger import ApplicationLedger
from graph.push_counting import PushCounter
from graph.wording.counts import counted

LISTED = 5
"""Saved postings shown as cards; the rest by name."""

_STANCE_OF = {
    Verb.SAVE: (Stance.SAVED, True, "Saved"),
    Verb.UNSAVE: (Stance.SAVED, False, "No longer saved"),
    Verb.HIDE: (Stance.HIDDEN, True, "Hidden"),
    Verb.UNHIDE: (Stance.HIDDEN, False, "Back in your search"),
    Verb.APPLIED: (Stance.APPLIED, True, "Marked as applied"),
    Verb.NOT_APPLIED: (Stance.APPLIED, False, "No longer marked as applied"),
    Verb.MORE_LIKE: (Stance.MORE_LIKE_THIS, True, "Noted, more like this one"),
    Verb.NOT_MORE_LIKE: (Stance.MORE_LIKE_THIS, False, "No longer a guide for the search"),
}
_OPPOSITE = {
    Verb.SAVE: Verb.UNSAVE,
    Verb.UNSAVE: Verb.SAVE,
    Verb.HIDE: Verb.UNHIDE,
    Verb.UNHIDE: Verb.HIDE,
    Verb.APPLIED: Verb.NOT_APPLIED,
    Verb.NOT_APPLIED: Verb.APPLIED,
    Verb.MORE_LIKE: Verb.NOT_MORE_LIKE,
    Verb.NOT_MORE_LIKE: Verb.MORE_LIKE,
}


class PostingDesk:
    """Notes stances (idempotent) and opens the evidence of one posting."""

    def __init__(
        self,
        *,
        profiles: ProfileStore,
        postings: PostingStore,
        jobs: FindsJobs,
        follow_ups: FollowUps,
        counter: PushCounter,
        ledger: ApplicationLedger,
    ) -> None:
        self._ledger = ledger
        self._follow_ups = follow_ups
        self._counter = counter
        self._profiles = profiles
        self._postings = postings
        self._jobs = jobs

    async def handle(
        self, request: AgentRequest, wanted: JobRequest, pending: PendingQuestion | None
    ) -> AgentReply:
        """Do what was asked with one posting, or ask which one is meant."""
        shown = shown_in(pending)
        if wanted.posting is None:
            return which_one(wanted.verb, shown)
        stored = await self._postings.get(wanted.posting)
        if stored is None:
            return AgentReply(
                blocks=(Paragraph(body=text("I do not know that posting any more.")),),
                prompts=(SuggestedPrompt(label="Find jobs for me"),),
                pending=on_screen(shown),
            )
        if wanted.verb is Verb.WHY:
            return await self._why(request, wanted.posting, shown)
        stance, on, done = _STANCE_OF[wanted.verb]
        said = f"{done}: {name_of(stored.posting)}."
        user = request.turn.user
        match wanted.verb:
            case Verb.SAVE:
                await self._ledger.saved(user, stored.posting)
            case Verb.UNSAVE:
                await self._ledger.unsaved(user, wanted.posting)
            case Verb.APPLIED:
                asked = await self._follow_ups.applied(
                    user, stored.posting, settings=request.user.settings
                )
                said = f"{said} {asked}"
            case Verb.NOT_APPLIED:
                if not await self._ledger.not_applied(user, wanted.posting):
                    return _further(name_of(stored.posting), shown)
            case _:
                await self._postings.note(user, wanted.posting, stance, on=on)
        if wanted.verb is Verb.HIDE:
            await self._counter.hidden(request.turn, wanted.arguments)
        notice = Notice(body=text(said), tone=Tone.DONE)
        opposite = _OPPOSITE[wanted.verb]
        undo = {"undo_verb": opposite.value, "undo_posting": wanted.posting}
        if wanted.verb is Verb.MORE_LIKE:
            return AgentReply(blocks=(notice,), pending=on_screen(shown, undo=undo))
        buttons = [job_button("Undo", opposite, posting=wanted.posting)]
        if wanted.verb is Verb.APPLIED:
            buttons.append(
                job_button(
                    "Do not ask", Verb.CLOSE_APPLICATION, posting=wanted.posting, only=ASKING
                )
            )
        if wanted.verb is Verb.SAVE:
            buttons.append(job_button("Show saved", Verb.SAVED))
        buttons.append(job_button("More jobs", Verb.MORE))
        return AgentReply(
            blocks=(notice, Buttons(buttons=tuple(buttons))),
            pending=on_screen(shown, undo=undo, current=wanted.posting),
        )

    async def _why(
        self, request: AgentRequest, posting: PostingId, shown: tuple[PostingId, ...]
    ) -> AgentReply:
        profile = await self._profiles.get(request.turn.user)
        match = await self._jobs.explain(corrected(profile), posting)
        stored = await self._postings.get(posting)
        if match is None or stored is None:
            return AgentReply(
                blocks=(Paragraph(body=text("I cannot explain that posting: it is gone.")),),
                pending=on_screen(shown),
            )
        buttons = Buttons(
            buttons=(
                job_button("Save", Verb.SAVE, posting=posting),
                job_button("Hide", Verb.HIDE, posting=posting),
                job_button("More jobs", Verb.MORE),
            )
        )
        return AgentReply(
            blocks=(*why_blocks(match, stored.posting), buttons),
            pending=on_screen(shown, current=posting),
        )

    async def saved(self, request: AgentRequest) -> AgentReply:
        """The saved postings, open ones first."""
        stances = await self._postings.stances(request.turn.user)
        kept = sorted(p for p, held in stances.items() if Stance.SAVED in held)
        if not kept:
            return AgentReply(
                blocks=(Paragraph(body=text("You have no saved jobs yet.")),),
                prompts=(SuggestedPrompt(label="Find jobs for me"),),
            )
        stored = await self._postings.get_many(kept)
        newest = sorted(
            stored, key=lambda one: (one.state is not PostingState.OPEN, one.posting.title)
        )
        listed = newest[:LISTED]
        blocks: list[Block] = [Paragraph(body=text(f"You saved {counted(len(kept), 'job')}."))]
        blocks += [
            kept_card(
                one, stances[one.posting.id], number=number, locale=request.turn.message.locale
            )
            for number, one in enumerate(listed, start=1)
        ]
        if len(newest) > LISTED:
            rest = ", ".join(name_of(one.posting) for one in newest[LISTED : LISTED + 10])
            blocks.append(Paragraph(body=text(f"Also saved: {rest}.")))
        return AgentReply(
            blocks=tuple(blocks),
            prompts=(SuggestedPrompt(label="More jobs"),),
            pending=on_screen(tuple(one.posting.id for one in listed)),
        )


def _further(name: str, shown: tuple[PostingId, ...]) -> AgentReply:
    """More came of it since it was marked: the board has the last word."""
    board = Action(agent=AgentId.APPLICATIONS, verb="board")
    return AgentReply(
        blocks=(
            Paragraph(body=text(f"{name} is further on your board. Move it there.")),
            Buttons(buttons=(Button(label="Show the board", action=board),)),
        ),
        pending=on_screen(shown),
    )
