"""The applications agent: the board, what happened, answers for forms, the funnel. No model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from domain.agents import AgentId
from domain.applications.answering import YearsOf
from domain.applications.meant import applications_in
from domain.applications.messages import Heard, read_message
from domain.applications.model import Application, ApplicationState, Outcome
from domain.applications.questions import Topic, read_question
from domain.applications.statements import read_statement
from domain.applications.years import years_with
from domain.ids import ApplicationId, CareerDocumentId, PostingId
from domain.ports import BlobStore, Clock, PostingStore, ProfileStore, UserStore
from domain.preferences.answers import ShortAnswer, read_position, read_short_answer
from domain.push_ports import ReminderStore
from domain.reply import PendingQuestion
from domain.seeker_ports import (
    AnswerStore,
    ApplicationStore,
    CareerDocumentStore,
    PrivatePostingStore,
)
from graph.agent import Agent, AgentReply, AgentRequest
from graph.agents.applications import requests as asked
from graph.agents.applications.bank import ANSWER, AnswerDesk
from graph.agents.applications.board import NOTE, REMIND, BoardDesk
from graph.agents.applications.cards import button, name_of
from graph.agents.applications.figures import Exporter, funnel_reply
from graph.agents.applications.hearing import Hearing
from graph.agents.applications.replies import LISTED, done, gone, said, which
from graph.agents.applications.requests import Verb
from graph.agents.applications.telling import COMPANY, Telling
from graph.applications.ledger import ApplicationLedger, Told
from graph.posting_lookup import YES_OR_NO, PostingLookup
from graph.wording.regions import region_of

_LONG = 160
"""Characters from which a text is read as a pasted message or form first."""


class ApplicationsAgent(Agent):
    """Keeps track, reminds, and answers what forms ask. It never submits anything."""

    def __init__(
        self,
        *,
        profiles: ProfileStore,
        postings: PostingStore,
        lookup: PostingLookup,
        private: PrivatePostingStore,
        applications: ApplicationStore,
        answers: AnswerStore,
        documents: CareerDocumentStore,
        reminders: ReminderStore,
        users: UserStore,
        blobs: BlobStore,
        clock: Clock,
        follow_up: timedelta,
        years_of: YearsOf = years_with,
    ) -> None:
        self._users = users
        self._lookup = lookup
        self._documents = documents
        self._ledger = ApplicationLedger(
            applications=applications,
            postings=postings,
            private=private,
            reminders=reminders,
            clock=clock,
            follow_up=follow_up,
        )
        self._telling = Telling(ledger=self._ledger, lookup=lookup)
        self._hearing = Hearing(ledger=self._ledger, telling=self._telling)
        self._bank = AnswerDesk(profiles=profiles, answers=answers, clock=clock, years_of=years_of)
        self._board = BoardDesk(ledger=self._ledger, documents=documents, clock=clock)
        self._exporter = Exporter(blobs=blobs)

    @property
    def id(self) -> AgentId:
        return AgentId.APPLICATIONS

    async def answer(self, request: AgentRequest) -> AgentReply:
        """One reply to one turn."""
        # Settings may have changed within this conversation since the request was put together.
        user = await self._users.get(request.turn.user)
        request = request if user is None else replace(request, user=user)
        message = request.turn.message
        if message.action is not None:
            return await self._on_button(request, message.action.verb, message.action.arguments)
        if message.command is not None and not message.text.strip():
            return await self._board.show(request)
        return await self._on_words(request, message.text, _own(request.dialogue.pending))

    # --- buttons -------------------------------------------------------------------------------

    async def _on_button(
        self, request: AgentRequest, named: str, arguments: Mapping[str, str]
    ) -> AgentReply:
        # A button of an older version: the nearest thing that works.
        verb = Verb(named) if named in {one.value for one in Verb} else Verb.BOARD
        match verb:
            case Verb.BOARD:
                return await self._board.show(request)
            case Verb.COLUMN:
                return await self._board.column(request, arguments)
            case Verb.TRACK:
                return await self._track(request, arguments)
            case Verb.FUNNEL:
                return await self._funnel(request)
            case Verb.EXPORT:
                return await self._export(request)
            case Verb.HEARD_NEW:
                return await self._hearing.added(request, arguments)
            case Verb.NOT_HEARD:
                return done("Nothing was changed.")
            case Verb.ANSWERS:
                return await self._bank.listing(request)
            case Verb.ANSWER_ASK:
                return self._bank.asking(arguments)
            case Verb.ANSWER_KEEP:
                return await self._bank.keep(request, arguments)
            case Verb.ANSWER_DROP:
                return await self._bank.drop(request, arguments.get("key", ""))
            case Verb.WORDS:
                return await self._on_words(request, arguments.get("words", ""), None)
            case _:
                return await self._on_one(request, verb, arguments)

    async def _on_one(
        self, request: AgentRequest, verb: Verb, arguments: Mapping[str, str]
    ) -> AgentReply:
        key = ApplicationId(arguments.get("application", ""))
        application = await self._ledger.get(request.turn.user, key)
        if application is None:
            return gone()
        match verb:
            case Verb.MOVE | Verb.UNDO:
                return await self._moved(request, application, arguments, is_undo=verb is Verb.UNDO)
            case Verb.TELL:
                return await self._telling.act(request, application, arguments)
            case Verb.HEARD:
                return await self._hearing.confirmed(request, application, arguments)
            case _:
                return await self._board.on_one(request, verb, application, arguments)

    async def _moved(
        self,
        request: AgentRequest,
        application: Application,
        arguments: Mapping[str, str],
        *,
        is_undo: bool,
    ) -> AgentReply:
        if is_undo and arguments.get("remove"):
            await self._ledger.remove(application)
            return done(f"Taken back: {name_of(application)} is off your board.")
        to, outcome = arguments.get("to", ""), arguments.get("outcome", "")
        if to not in {state.value for state in ApplicationState}:
            return gone()
        known = outcome in {one.value for one in Outcome}
        changed = await self._ledger.move(
            request.user,
            application,
            ApplicationState(to),
            told=Told(outcome=Outcome(outcome) if known else None),
        )
        return await self._telling.moved(request, changed, was=application)

    async def _track(self, request: AgentRequest, arguments: Mapping[str, str]) -> AgentReply:
        posting = arguments.get("posting", "")
        stored = await self._lookup.get(request.turn.user, PostingId(posting)) if posting else None
        if stored is None:
            return said("I do not know that posting any more, so I cannot put it on your board.")
        kept = await self._ledger.saved(request.turn.user, stored.posting)
        named = CareerDocumentId(arguments.get("resume", ""))
        resume = await self._documents.get(request.turn.user, named) if named else None
        if resume is not None and kept.resume is None:
            kept = await self._ledger.sent_with(kept, resume.id)
        version = f", with resume {resume.number}" if resume is not None else ""
        if kept.state is not ApplicationState.SAVED:
            return done(
                f"{name_of(kept)} is on your board already: {kept.state.value}.", about=kept
            )
        return done(
            f"On your board as saved: {name_of(kept)}{version}.",
            buttons=[
                button("I applied", Verb.MOVE, application=kept.id, to="applied"),
                button("Show the board", Verb.BOARD),
                button("Undo", Verb.UNDO, application=kept.id, remove="yes"),
            ],
            about=kept,
        )

    # --- words ---------------------------------------------------------------------------------

    async def _on_words(
        self, request: AgentRequest, words: str, pending: PendingQuestion | None
    ) -> AgentReply:
        if pending is not None and not pending.is_memory and len(words) <= _LONG * 4:
            answered = await self._answered(request, words, pending)
            if answered is not None:
                return answered
        if pending is not None and YES_OR_NO in pending.data:
            short = read_short_answer(words)
            if short in {ShortAnswer.YES, ShortAnswer.NO}:
                return await self._confirmed(request, pending, is_yes=short is ShortAnswer.YES)
        today = self._ledger.today(request.user)
        board = await self._ledger.board(request.turn.user)
        if len(words) >= _LONG or "\n" in words.strip():
            long = await self._on_long(request, words, board, today=today)
            if long is not None:
                return long
        about_answers = await self._about_answers(request, words, today=today)
        if about_answers is not None:
            return about_answers
        if asked.wants_funnel(words):
            return await self._funnel(request)
        if asked.wants_export(words):
            return await self._export(request)
        about, note = asked.told_note(words)
        if note:
            return await self._board.noted(request, self._meant(about, board, pending), note)
        if asked.wants_reminder(words):
            found = self._meant(words, board, pending)
            return await self._board.remind_named(request, found, words)
        if asked.wants_removal(words):
            found = self._meant(words, board, pending)
            if found:
                return which("Take which one off your board?", found, Verb.REMOVE, {})
        statement = read_statement(
            words, today=today, month_first=region_of(request.turn.message.locale) == "US"
        )
        if statement is not None:
            named = applications_in(words, board) if not statement.company else []
            if len(named) == 1:
                statement = replace(statement, company=named[0].company, title=named[0].title)
            return await self._telling.tell(request, statement, board)
        heard = read_message(words)
        if heard.heard is not Heard.NONE:
            return self._hearing.confirm(request, words, heard, board)
        state = asked.asked_column(words)
        if state is not None:
            return await self._board.column(request, {"state": state.value})
        named = applications_in(words, board)
        if named:
            return await self._board.cards(request, named)
        return await self._board.show(request)

    async def _confirmed(
        self, request: AgentRequest, pending: PendingQuestion, *, is_yes: bool
    ) -> AgentReply:
        """A bare yes or no to how a message was read does what the button does."""
        data = pending.data
        if not is_yes:
            return done("Nothing was changed.")
        if data.get("also"):
            return self._hearing.which_reading(data)
        verb = Verb.HEARD if data.get("application") else Verb.HEARD_NEW
        return await self._on_button(request, verb, data)

    async def _answered(
        self, request: AgentRequest, words: str, pending: PendingQuestion
    ) -> AgentReply | None:
        short = read_short_answer(words)
        if short in {ShortAnswer.STOP, ShortAnswer.SKIP, ShortAnswer.UNDO}:
            return done("All right. Nothing was changed.")
        if self._says_something_else(request, words, pending):
            return None
        data = pending.data
        if pending.topic == COMPANY:
            return await self._telling.company(request, words, data)
        if pending.topic == ANSWER:
            return self._bank.confirm(data.get("key", ""), data.get("question", ""), words)
        key = ApplicationId(data.get("application", ""))
        application = await self._ledger.get(request.turn.user, key)
        if application is None:
            return None
        if pending.topic == NOTE:
            return await self._board.noted(request, [application], words)
        if pending.topic == REMIND:
            return await self._board.remind_named(request, [application], words)
        return None

    def _says_something_else(
        self, request: AgentRequest, words: str, pending: PendingQuestion
    ) -> bool:
        """A sentence of its own is no answer to what we asked, whatever we asked."""
        if pending.topic == NOTE:
            return False
        told, _ = asked.told_answer(words)
        today = self._ledger.today(request.user)
        return (
            (bool(told) and read_question(told).topic is not Topic.OTHER)
            or bool(asked.asked_answer(words) or asked.dropped_answer(words))
            or words.rstrip().endswith("?")
            or read_statement(words, today=today) is not None
        )

    async def _on_long(
        self, request: AgentRequest, words: str, board: Sequence[Application], *, today: date
    ) -> AgentReply | None:
        heard = read_message(words)
        if heard.heard is not Heard.NONE:
            return self._hearing.confirm(request, words, heard, board)
        return await self._bank.form(request, words, today=today)

    async def _about_answers(
        self, request: AgentRequest, words: str, *, today: date
    ) -> AgentReply | None:
        question = asked.asked_answer(words)
        if question:
            return await self._bank.ask(request, question, today=today)
        dropped = asked.dropped_answer(words)
        if dropped:
            return await self._bank.drop_named(request, dropped)
        told, answer = asked.told_answer(words)
        if told:
            confirmed = self._bank.told(told, answer)
            if confirmed is not None:
                return confirmed
        if asked.wants_answers(words):
            return await self._bank.listing(request)
        return None

    def _meant(
        self, words: str, board: Sequence[Application], pending: PendingQuestion | None
    ) -> list[Application]:
        """By name; else by place in the list on the screen; else the only one on it."""
        named = applications_in(words, board)
        if named:
            return named
        listed = (pending.data.get(LISTED, "") if pending else "").split("\n")
        by_id = {one.id: one for one in board}
        shown = [by_id[ApplicationId(one)] for one in listed if one in by_id]
        position = read_position(words, count=len(shown)) if shown else None
        if position is not None:
            return [shown[position]]
        return shown if len(shown) == 1 else []

    # --- numbers and files ---------------------------------------------------------------------

    async def _funnel(self, request: AgentRequest) -> AgentReply:
        user = request.turn.user
        board = await self._ledger.board(user)
        return funnel_reply(
            board, await self._ledger.events(user), resumes=await self._resumes(request)
        )

    async def _export(self, request: AgentRequest) -> AgentReply:
        user = request.turn.user
        return await self._exporter.export(
            request,
            await self._ledger.board(user),
            await self._ledger.events(user),
            resumes=await self._resumes(request),
            today=self._ledger.today(request.user),
        )

    async def _resumes(self, request: AgentRequest) -> Mapping[CareerDocumentId, str]:
        return await self._board.resumes(request.turn.user)


def _own(pending: PendingQuestion | None) -> PendingQuestion | None:
    return pending if pending is not None and pending.agent is AgentId.APPLICATIONS else None
