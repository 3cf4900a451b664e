"""Follow-ups on applications: opened by "Applied", told once, closed or put off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from domain.applications.model import Application, ApplicationState, Outcome
from domain.ids import PostingId, UserId
from domain.ports import Clock, PostingStore
from domain.posting import Posting
from domain.profiles import User, UserSettings
from domain.push_ports import ReminderStore
from domain.pushes import PushTopic
from domain.reply import Buttons, Notice, Paragraph, SuggestedPrompt, Tone, text
from graph.agent import AgentReply, AgentRequest
from graph.agents.job_search.cards import job_action, job_button, name_of
from graph.agents.job_search.requests import JobRequest, Verb
from graph.applications.ledger import ApplicationLedger, Told
from graph.wording.counts import counted

PUT_OFF = timedelta(days=7)
ASKING = "asking"
"""Argument ``only`` of "do not ask": the follow-up ends, the application goes on."""

_WAITED_FOR = frozenset({ApplicationState.APPLIED, ApplicationState.INTERVIEWING})

_OUTCOMES = {
    "interview": ("Interview", ApplicationState.INTERVIEWING, None),
    "rejected": ("Rejected", ApplicationState.CLOSED, Outcome.REJECTED),
    "offer": ("Offer", ApplicationState.OFFER, None),
}


class FollowUps:
    """Keeps at most one open follow-up per application."""

    def __init__(
        self,
        *,
        reminders: ReminderStore,
        postings: PostingStore,
        follow_up: timedelta,
        ledger: ApplicationLedger,
        clock: Clock,
    ) -> None:
        self._ledger = ledger
        self._reminders = reminders
        self._postings = postings
        self._follow_up = follow_up
        self._clock = clock

    async def applied(self, user: UserId, posting: Posting, *, settings: UserSettings) -> str:
        """Onto the board, with a follow-up; the sentence that says when the person is asked."""
        await self._ledger.applied(user, posting)
        await self._reminders.set(user, posting.id, due_at=self._clock.now() + self._follow_up)
        in_digest = settings.digest_enabled and PushTopic.APPLICATIONS in settings.digest_topics
        if not settings.reminders_enabled and not in_digest:
            return "Reminders are off in your settings, so I will not ask whether you heard back."
        return f"I will ask {in_words(self._follow_up)} whether you heard back."

    async def handle(self, request: AgentRequest, wanted: JobRequest) -> AgentReply:
        """What a button under a follow-up asks for."""
        posting = wanted.posting
        if posting is None:
            return AgentReply(
                blocks=(Paragraph(body=text("I do not know which application that is.")),),
                prompts=(SuggestedPrompt(label="Find jobs for me"),),
            )
        user = request.turn.user
        application = await self._ledger.of_posting(user, posting)
        name = await self._name(posting, application)
        match wanted.verb:
            case Verb.REMIND_LATER:
                await self._reminders.set(user, posting, due_at=self._clock.now() + PUT_OFF)
                return _done(f"I will ask again {in_words(PUT_OFF)}: {name}.")
            case Verb.CLOSE_APPLICATION:
                await self._reminders.close(user, posting)
                if wanted.arguments.get("only") == ASKING:
                    return _done(f"I will not ask about it: {name}.")
                if application is not None and application.state in _WAITED_FOR:
                    told = Told(outcome=Outcome.NO_ANSWER)
                    await self._ledger.move(
                        request.user, application, ApplicationState.CLOSED, told=told
                    )
                return _done(f"Closed: {name}. I will not ask about it again.")
            case _:
                return await self._heard_back(
                    request.user, posting, application, wanted.arguments, name=name
                )

    async def _heard_back(
        self,
        user: User,
        posting: PostingId,
        application: Application | None,
        arguments: Mapping[str, str],
        *,
        name: str,
    ) -> AgentReply:
        known = _OUTCOMES.get(arguments.get("outcome", ""))
        if known is None:
            buttons = tuple(
                job_button(label, Verb.HEARD_BACK, posting=posting, outcome=key)
                for key, (label, _, _) in _OUTCOMES.items()
            )
            not_yet = job_button("Not yet", Verb.REMIND_LATER, posting=posting)
            return AgentReply(
                blocks=(
                    Paragraph(body=text(f"What did you hear? {name}")),
                    Buttons(buttons=(*buttons, not_yet)),
                ),
            )
        outcome, state, why = known
        await self._reminders.close(user.id, posting)
        said = f"{outcome}: {name}."
        if application is not None:
            await self._ledger.move(user, application, state, told=Told(outcome=why))
            said = f"{said} It is on your board."
        return AgentReply(
            blocks=(Notice(body=text(said), tone=Tone.DONE),),
            prompts=_after(outcome),
        )

    async def _name(self, posting: PostingId, application: Application | None) -> str:
        if application is not None and application.title and application.company:
            return f"{application.title} at {application.company}"
        stored = await self._postings.get(posting)
        return (
            "a job that is not listed here any more" if stored is None else name_of(stored.posting)
        )


def in_words(span: timedelta) -> str:
    """When, counted from now.

    >>> in_words(timedelta(days=7)), in_words(timedelta(days=10)), in_words(timedelta(days=1))
    ('in a week', 'in 10 days', 'tomorrow')
    """
    weeks, days = divmod(span.days, 7)
    if span.days == 1:
        return "tomorrow"
    if days == 0 and weeks > 0:
        return "in a week" if weeks == 1 else f"in {counted(weeks, 'week')}"
    return f"in {counted(span.days, 'day')}"


def _done(words: str) -> AgentReply:
    return AgentReply(
        blocks=(Notice(body=text(words), tone=Tone.DONE),),
        prompts=(
            SuggestedPrompt(label="Find jobs for me"),
            SuggestedPrompt(label="My saved jobs", action=job_action(Verb.SAVED)),
        ),
    )


def _after(outcome: str) -> tuple[SuggestedPrompt, ...]:
    if outcome == "Interview":
        return (SuggestedPrompt(label="Practice an interview with me"),)
    return (SuggestedPrompt(label="Find jobs for me"),)
