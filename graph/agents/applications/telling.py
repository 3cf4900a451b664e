"""What people tell: happenings in their own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from domain.applications.meant import (
    applications_of,
)
from domain.applications.model import Application, ApplicationState
from domain.applications.moves import interview_day, moves_of, state_after
from domain.applications.statements import Happening, Statement
from domain.digest.local_time import zone_of
from domain.posting_identity import company_key
from domain.reply import PendingQuestion
from graph.agent import AgentReply, AgentRequest
from graph.agents.applications.cards import NAMES, OUTCOMES, button, name_of
from graph.agents.applications.replies import (
    asking,
    done,
    gone,
    said,
    which,
)
from graph.agents.applications.requests import Verb
from graph.applications.ledger import ApplicationLedger, Told
from graph.posting_lookup import PostingLookup
from graph.wording.dates import day_words

COMPANY = "company"
"""Topic: which company did this happen at."""

MOST_NAME = 80
"""Characters of a title or company that are kept."""


class Telling:
    """Turns what was told into moves, with a way back."""

    def __init__(self, *, ledger: ApplicationLedger, lookup: PostingLookup) -> None:
        self._ledger = ledger
        self._lookup = lookup

    # --- own words -----------------------------------------------------------------------------

    async def tell(
        self, request: AgentRequest, statement: Statement, board: Sequence[Application]
    ) -> AgentReply:
        """Do what a statement says, or ask which application it is about."""
        found = applications_of(statement, board)
        to, _ = state_after(statement.happening)
        received = request.turn.message.received_at
        by_this = [
            one
            for one in board
            if one.state is to
            and one.changed_at >= received
            and (not (statement.company or statement.title) or applications_of(statement, [one]))
        ]
        if len(by_this) == 1:  # this turn runs again: it moved that one
            return await self.act(request, by_this[0], _arguments(statement))
        if not (statement.company or statement.title):
            found = _likely(statement.happening, found, request.dialogue.pending)
        if len(found) == 1:
            return await self.act(request, found[0], _arguments(statement))
        if len(found) > 1:
            return which("Which application is that?", found, Verb.TELL, _arguments(statement))
        meant = await self._lookup.meant(request.turn, request.dialogue)
        if meant.posting is not None and _fits(statement, meant.posting.posting.company):
            added = await self._ledger.saved(request.turn.user, meant.posting.posting)
            return await self.act(request, added, _arguments(statement), is_new=True)
        if not statement.company:
            data = {**_arguments(statement), "title": statement.title}
            return asking("At which company?", COMPANY, data)
        added = await self._ledger.named(
            request.turn.user,
            title=statement.title[:MOST_NAME],
            company=statement.company[:MOST_NAME],
        )
        return await self.act(request, added, _arguments(statement), is_new=True)

    async def company(
        self, request: AgentRequest, words: str, data: Mapping[str, str]
    ) -> AgentReply:
        """The answer to "At which company?"."""
        happening = _happening(data.get("happening", ""))
        name = " ".join(words.split()).strip(" .!\"'")
        if happening is None or not 1 < len(name) <= MOST_NAME:
            return said("I did not find a company name in that. Nothing was changed.")
        statement = Statement(
            happening=happening,
            company=name,
            title=data.get("title", ""),
            day=_day(data.get("day", "")),
        )
        return await self.tell(request, statement, await self._ledger.board(request.turn.user))

    async def act(
        self,
        request: AgentRequest,
        application: Application,
        arguments: Mapping[str, str],
        *,
        is_new: bool = False,
    ) -> AgentReply:
        """Move one application as told, with a way back."""
        happening = _happening(arguments.get("happening", ""))
        if happening is None:
            return gone()
        to, outcome = state_after(happening)
        if to is ApplicationState.SAVED and application.state is not to and not is_new:
            # "Track this" about a job that is further already takes nothing back.
            known = f"{name_of(application)} is on your board already: {application.state.value}."
            return done(known, about=application)
        day = _day(arguments.get("day", ""))
        changed = await self._ledger.move(
            request.user,
            application,
            to,
            told=Told(
                outcome=outcome,
                on=day if happening is Happening.APPLIED else None,
                interview=day if happening is Happening.INTERVIEW else None,
                quote=arguments.get("quote", ""),
            ),
        )
        return await self.moved(request, changed, was=application, is_new=is_new)

    async def moved(
        self,
        request: AgentRequest,
        changed: Application,
        *,
        was: Application,
        is_new: bool = False,
    ) -> AgentReply:
        """What was done, when we ask about it, and the way back."""
        locale = request.turn.message.locale
        words = NAMES[changed.state]
        if changed.outcome is not None:
            words = f"Closed, {OUTCOMES[changed.outcome]}"
        elif changed.state is ApplicationState.APPLIED and changed.applied_on is not None:
            words = f"Applied on {day_words(changed.applied_on, locale=locale)}"
        sentence = f"{words}: {name_of(changed)}."
        interview = interview_day(changed)
        if changed.state is ApplicationState.INTERVIEWING and interview is not None:
            verb = "is" if interview >= self._ledger.today(request.user) else "was"
            sentence += f" The interview {verb} on {day_words(interview, locale=locale)}."
        follow_ups = await self._ledger.follow_ups(changed.user)
        due = follow_ups.get(changed.posting) if changed.posting is not None else None
        if due is not None and request.user.settings.reminders_enabled:
            day = due.astimezone(zone_of(request.user.settings.time_zone)).date()
            sentence += f" I will ask about it on {day_words(day, locale=locale)}."
        undo = await self._way_back(request, changed, was=was, is_new=is_new)
        buttons = [button("Undo", Verb.UNDO, **undo)]
        if changed.applied_on is not None and changed.resume is None:
            buttons.append(button("Which resume?", Verb.CHOOSE_RESUME, application=changed.id))
        buttons.append(button("Show the board", Verb.BOARD))
        return done(sentence, buttons=buttons, about=changed)

    async def _way_back(
        self, request: AgentRequest, changed: Application, *, was: Application, is_new: bool
    ) -> dict[str, str]:
        """Where "Undo" leads; a turn that runs again finds it in the history."""
        undo = {"application": changed.id, "to": was.state.value}
        if was.outcome is not None:
            undo["outcome"] = was.outcome.value
        received = request.turn.message.received_at
        if is_new or changed.created_at >= received:
            return {**undo, "remove": "yes"}
        if changed == was and changed.changed_at >= received:
            events = await self._ledger.events(changed.user)
            moves = moves_of([one for one in events if one.application == changed.id])
            if moves and moves[-1][1] == changed.state.value:
                undo["to"] = moves[-1][0]
        return undo


def _arguments(statement: Statement) -> dict[str, str]:
    day = {"day": statement.day.isoformat()} if statement.day is not None else {}
    return {"happening": statement.happening.value, **day}


def _happening(value: str) -> Happening | None:
    return Happening(value) if value in {one.value for one in Happening} else None


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _fits(statement: Statement, company: str) -> bool:
    return not statement.company or company_key(statement.company) == company_key(company)


_BEFORE = {
    Happening.APPLIED: (ApplicationState.SAVED,),
    Happening.INTERVIEW: (ApplicationState.APPLIED, ApplicationState.INTERVIEWING),
    Happening.OFFER: (ApplicationState.INTERVIEWING, ApplicationState.APPLIED),
    Happening.ACCEPTED: (ApplicationState.OFFER,),
    Happening.SAVED: (),
}
_STILL_OPEN = (ApplicationState.APPLIED, ApplicationState.INTERVIEWING, ApplicationState.OFFER)


def _likely(
    happening: Happening, board: Sequence[Application], pending: PendingQuestion | None
) -> list[Application]:
    """Without a name: the one on the screen, else those it can have happened to."""
    listed = (pending.data.get("applications", "") if pending else "").split("\n")
    # What is closed comes back only by its name, or by a button.
    on_screen = [
        one for one in board if one.id in listed and one.state is not ApplicationState.CLOSED
    ]
    if len(on_screen) == 1:
        return on_screen
    states = _BEFORE.get(happening, _STILL_OPEN)
    return [one for one in on_screen or board if one.state in states]
