"""The board in blocks: counts per column, cards, buttons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo

from domain.agents import AgentId
from domain.applications.model import Application, ApplicationState, Outcome
from domain.applications.moves import COLUMNS, interview_day
from domain.ids import CareerDocumentId, PostingId
from domain.messages import Action
from domain.reply import Button, Card, Fact, Text, bold, link, quoted, text
from graph.agents.applications.requests import Verb
from graph.wording.counts import counted, shortened
from graph.wording.dates import day_words

PAGE = 5
"""Cards in one reply."""

NAMES = {
    ApplicationState.SAVED: "Saved",
    ApplicationState.APPLIED: "Applied",
    ApplicationState.INTERVIEWING: "Interviewing",
    ApplicationState.OFFER: "Offer",
    ApplicationState.CLOSED: "Closed",
}
OUTCOMES = {
    Outcome.ACCEPTED: "accepted",
    Outcome.REJECTED: "rejected",
    Outcome.WITHDRAWN: "withdrawn",
    Outcome.NO_ANSWER: "no answer",
}
_NEXT = {
    ApplicationState.SAVED: (("I applied", ApplicationState.APPLIED),),
    ApplicationState.APPLIED: (("Interview", ApplicationState.INTERVIEWING),),
    ApplicationState.INTERVIEWING: (("Offer", ApplicationState.OFFER),),
    ApplicationState.OFFER: (),
    ApplicationState.CLOSED: (),
}
_ATTENTION = (
    ApplicationState.OFFER,
    ApplicationState.INTERVIEWING,
    ApplicationState.APPLIED,
    ApplicationState.SAVED,
    ApplicationState.CLOSED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What cards need beside their application."""

    locale: str | None = None
    zone: tzinfo = UTC
    follow_ups: Mapping[PostingId, datetime] = field(default_factory=dict)
    resumes: Mapping[CareerDocumentId, str] = field(default_factory=dict)
    """How each resume version is called."""

    def day(self, day: date) -> str:
        """A day in words."""
        return day_words(day, locale=self.locale)

    def local(self, at: datetime) -> str:
        """The local day of an instant in words."""
        return self.day(at.astimezone(self.zone).date())


def action(verb: Verb, **arguments: str) -> Action:
    """A button's meaning for this agent."""
    return Action(agent=AgentId.APPLICATIONS, verb=verb.value, arguments=arguments)


def button(label: str, verb: Verb, **arguments: str) -> Button:
    """A button for this agent."""
    return Button(label=label, action=action(verb, **arguments))


def name_of(application: Application) -> str:
    """An application in one phrase: "Nurse at Charité"."""
    title, company = (
        shortened(application.title, limit=60),
        shortened(application.company, limit=40),
    )
    if title and company:
        return f"{title} at {company}"
    return title or (f"a job at {company}" if company else "a job without a name")


def counts_line(applications: Sequence[Application]) -> Text:
    """How many are where ("3 applied · 1 interviewing"); columns that hold something, in order."""
    held = {one.state for one in applications}
    if len(held) == 1:
        every = ", all " if len(applications) > 1 else ", "
        words = f"{every}{NAMES[applications[0].state].lower()}"
        return text(bold(counted(len(applications), "application")), words)
    tally = Counter(one.state for one in applications)
    parts = [f"{tally[state]} {NAMES[state].lower()}" for state in COLUMNS if tally[state]]
    return text(bold(counted(len(applications), "application")), f": {' · '.join(parts)}")


def needing_attention(
    applications: Sequence[Application], *, follow_ups: Mapping[PostingId, datetime], now: datetime
) -> ApplicationState:
    """The column to show first: one with a follow-up that is due, else the furthest one."""
    held = {one.state for one in applications}
    due = {
        one.state
        for one in applications
        if one.posting is not None
        and follow_ups.get(one.posting, datetime.max.replace(tzinfo=UTC)) <= now
    }
    return next((state for state in _ATTENTION if state in (due or held)), ApplicationState.SAVED)


def card(application: Application, *, around: Surroundings, number: int = 0) -> Card:
    """One application with its buttons; ``number`` 0 draws none."""
    state = NAMES[application.state].lower()
    if application.outcome is not None:
        state = f"closed: {OUTCOMES[application.outcome]}"
    title = shortened(application.title, limit=60) or "Job title not stated"
    is_linked = application.url.startswith(("https://", "http://"))
    company = shortened(application.company, limit=40)
    return Card(
        title=text(
            *([bold(f"{number}. ")] if number else []),
            link(title, url=application.url) if is_linked else title,
            f" at {company}" if company else "",
        ),
        subtitle=text(f"{state} {_when(application, around)}"),
        facts=_facts(application, around),
        buttons=card_buttons(application),
    )


def _when(application: Application, around: Surroundings) -> str:
    """Since when it is where it is; an application has the day on which it was sent."""
    if application.state is ApplicationState.APPLIED and application.applied_on is not None:
        return f"on {around.day(application.applied_on)}"
    return f"since {around.local(application.changed_at)}"


def _facts(application: Application, around: Surroundings) -> tuple[Fact, ...]:
    facts: list[Fact] = []
    if application.applied_on is not None:
        if application.state is not ApplicationState.APPLIED:  # else it stands above
            facts.append(Fact(label="Applied on", value=text(around.day(application.applied_on))))
        label = around.resumes.get(application.resume) if application.resume else None
        said = label or ("a version that is deleted" if application.resume else "not noted")
        mark = "none" if label else "unknown"
        facts.append(
            Fact(
                label="Resume sent", value=text(said), mark="none" if mark == "none" else "unknown"
            )
        )
    interview = interview_day(application)
    if interview is not None:
        facts.append(Fact(label="Interview", value=text(around.day(interview))))
    due = around.follow_ups.get(application.posting) if application.posting else None
    if due is not None:
        facts.append(Fact(label="Next follow-up", value=text(around.local(due))))
    notes = [line for line in application.note.split("\n") if line and "Interview: " not in line]
    if notes:
        facts.append(Fact(label="Notes", value=text(quoted(shortened(notes[-1], limit=160)))))
    return tuple(facts)


def card_buttons(application: Application) -> tuple[Button, ...]:
    """The next step, every other step, and what else belongs to one application."""
    key = application.id
    buttons = [
        button(label, Verb.MOVE, application=key, to=to.value)
        for label, to in _NEXT[application.state]
    ]
    buttons.append(button("Move", Verb.CHOOSE_MOVE, application=key))
    if application.state is not ApplicationState.CLOSED:
        buttons.append(button("Remind me", Verb.REMIND, application=key))
    if application.applied_on is not None and application.resume is None:
        buttons.append(button("Which resume?", Verb.CHOOSE_RESUME, application=key))
    buttons += [
        button("Note", Verb.NOTE, application=key),
        button("Delete", Verb.REMOVE, application=key),
    ]
    return tuple(buttons)


def move_buttons(application: Application) -> tuple[Button, ...]:
    """Everywhere it is not yet."""
    key = application.id
    buttons = [
        button(NAMES[state], Verb.MOVE, application=key, to=state.value)
        for state in COLUMNS
        if state is not application.state and state is not ApplicationState.CLOSED
    ]
    return (
        *buttons,
        *(
            button(
                f"Closed: {words}",
                Verb.MOVE,
                application=key,
                to=ApplicationState.CLOSED.value,
                outcome=outcome.value,
            )
            for outcome, words in OUTCOMES.items()
            if outcome is not application.outcome
        ),
    )
