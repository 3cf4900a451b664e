"""What is done with the board: looking, paging, notes, reminders, resume versions, deleting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from domain.applications.days import read_day
from domain.applications.model import Application, ApplicationState
from domain.career_documents.model import CareerDocumentKind
from domain.digest.local_time import zone_of
from domain.ids import CareerDocumentId, UserId
from domain.ports import Clock
from domain.reply import (
    Block,
    Buttons,
    Paragraph,
    SuggestedPrompt,
    bold,
    text,
)
from domain.seeker_ports import CareerDocumentStore
from graph.agent import AgentReply, AgentRequest
from graph.agents.applications.cards import (
    NAMES,
    PAGE,
    Surroundings,
    button,
    card,
    counts_line,
    move_buttons,
    name_of,
    needing_attention,
)
from graph.agents.applications.replies import asking, done, memory, said, which
from graph.agents.applications.requests import Verb
from graph.applications.ledger import ApplicationLedger
from graph.wording.counts import shortened
from graph.wording.dates import day_words
from graph.wording.regions import region_of

NOTE = "note"
"""Topic: the words of a note are awaited."""
REMIND = "remind"
"""Topic: a day is awaited."""
_MOST_VERSIONS = 4


class BoardDesk:
    """Shows the board and does what its buttons say."""

    def __init__(
        self, *, ledger: ApplicationLedger, documents: CareerDocumentStore, clock: Clock
    ) -> None:
        self._ledger = ledger
        self._documents = documents
        self._clock = clock

    # --- looking -------------------------------------------------------------------------------

    async def show(self, request: AgentRequest) -> AgentReply:
        """Counts, then the column that needs attention."""
        board = await self._ledger.board(request.turn.user)
        if not board:
            return AgentReply(
                blocks=(
                    Paragraph(
                        body=text(
                            "Your board is empty. Save a job, or tell me what you did: “I applied "
                            "to Acme as data engineer yesterday”."
                        )
                    ),
                ),
                prompts=(SuggestedPrompt(label="Find jobs for me"),),
            )
        follow_ups = await self._ledger.follow_ups(request.turn.user)
        if request.is_shared:
            return AgentReply(
                blocks=(
                    Paragraph(body=counts_line(board)),
                    Buttons(buttons=(button("Show the board", Verb.BOARD),)),
                )
            )
        state = needing_attention(board, follow_ups=follow_ups, now=self._clock.now())
        return await self._column(request, board, state, page=0, first=True)

    async def column(self, request: AgentRequest, arguments: Mapping[str, str]) -> AgentReply:
        """One column, page by page."""
        state = arguments.get("state", "")
        if state not in {one.value for one in ApplicationState}:
            return await self.show(request)
        number = arguments.get("page", "0")
        page = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0
        board = await self._ledger.board(request.turn.user)
        return await self._column(request, board, ApplicationState(state), page=page, first=False)

    async def cards(self, request: AgentRequest, applications: Sequence[Application]) -> AgentReply:
        """Some applications, as cards."""
        around = await self._around(request)
        some = applications[:PAGE]
        return AgentReply(
            blocks=tuple(
                card(one, around=around, number=number if len(some) > 1 else 0)
                for number, one in enumerate(some, start=1)
            ),
            pending=memory(some),
        )

    async def _column(
        self,
        request: AgentRequest,
        board: Sequence[Application],
        state: ApplicationState,
        *,
        page: int,
        first: bool,
    ) -> AgentReply:
        held = [one for one in board if one.state is state]
        start = page * PAGE
        some = held[start : start + PAGE]
        blocks: list[Block] = []
        if first:
            blocks.append(Paragraph(body=counts_line(board)))
        if not some:
            return said(
                f"Nothing is under {NAMES[state].lower()}.",
                buttons=[button("Show the board", Verb.BOARD)],
            )
        of = f" {start + 1} to {start + len(some)} of {len(held)}" if len(held) > PAGE else ""
        if not first or len(held) < len(board) or of:  # else the counts have said it
            blocks.append(Paragraph(body=text(bold(f"{NAMES[state]}:"), of)))
        around = await self._around(request)
        blocks += [
            card(one, around=around, number=number) for number, one in enumerate(some, start=1)
        ]
        buttons = []
        if start + PAGE < len(held):
            buttons.append(button("Next", Verb.COLUMN, state=state.value, page=str(page + 1)))
        if first:
            buttons += [
                button(f"{NAMES[other]} ({count})", Verb.COLUMN, state=other.value)
                for other in ApplicationState
                if other is not state and (count := sum(one.state is other for one in board))
            ]
            buttons.append(button("How far I got", Verb.FUNNEL))
        else:
            buttons.append(button("Show the board", Verb.BOARD))
        blocks.append(Buttons(buttons=tuple(buttons)))
        return AgentReply(blocks=tuple(blocks), pending=memory(some))

    async def _around(self, request: AgentRequest) -> Surroundings:
        return Surroundings(
            locale=request.turn.message.locale,
            zone=zone_of(request.user.settings.time_zone),
            follow_ups=await self._ledger.follow_ups(request.turn.user),
            resumes=await self.resumes(request.turn.user),
        )

    async def resumes(self, user: UserId) -> Mapping[CareerDocumentId, str]:
        """How each resume version is called."""
        versions = await self._documents.of(user, kind=CareerDocumentKind.RESUME)
        return {one.id: _version_words(one.number, one.title) for one in versions}

    # --- one application -----------------------------------------------------------------------

    async def on_one(
        self,
        request: AgentRequest,
        verb: Verb,
        application: Application,
        arguments: Mapping[str, str],
    ) -> AgentReply:
        """What a button on a card asks for."""
        name, key = name_of(application), application.id
        match verb:
            case Verb.CHOOSE_MOVE:
                return said(f"Where to? {name}", buttons=move_buttons(application))
            case Verb.NOTE:
                data = {"application": key}
                return asking(f"What shall I note about {name}?", NOTE, data)
            case Verb.REMIND:
                return self._when(application)
            case Verb.REMIND_ON:
                return await self._in_days(request, application, arguments.get("days", ""))
            case Verb.ASK_NO_MORE:
                await self._ledger.ask_no_more(application)
                return done(f"I will not ask about it: {name}.", about=application)
            case Verb.CHOOSE_RESUME:
                return await self._choose_resume(application)
            case Verb.RESUME:
                return await self._sent_with(application, arguments.get("document", ""))
            case Verb.REMOVE:
                return said(
                    f"Delete {name} from your board, with its notes and history?",
                    buttons=[
                        button("Yes, delete it", Verb.REMOVE_YES, application=key),
                        button("No, keep it", Verb.BOARD),
                    ],
                )
            case Verb.REMOVE_YES:
                await self._ledger.remove(application)
                return done(f"Deleted: {name}.")
            case _:
                return await self.cards(request, [application])

    async def noted(
        self, request: AgentRequest, found: Sequence[Application], words: str
    ) -> AgentReply:
        """Keep a note."""
        del request
        if not found:
            return said("I do not know which application that note is for.")
        if len(found) > 1:
            return which("Which application is the note for?", found, Verb.NOTE, {})
        changed = await self._ledger.note(found[0], words)
        return done(f"Noted for {name_of(changed)}.", about=changed)

    def _when(self, application: Application) -> AgentReply:
        key = application.id
        return asking(
            f"When shall I ask about {name_of(application)}? Tap, or name a day.",
            REMIND,
            {"application": key},
            buttons=[
                button("In 3 days", Verb.REMIND_ON, application=key, days="3"),
                button("In a week", Verb.REMIND_ON, application=key, days="7"),
                button("In 2 weeks", Verb.REMIND_ON, application=key, days="14"),
                button("Do not ask", Verb.ASK_NO_MORE, application=key),
            ],
        )

    async def _in_days(
        self, request: AgentRequest, application: Application, days: str
    ) -> AgentReply:
        count = int(days) if days.isascii() and days.isdigit() and len(days) < 4 else 7
        # Counted from the message, so that a turn that runs twice means the same day.
        zone = zone_of(request.user.settings.time_zone)
        today = request.turn.message.received_at.astimezone(zone).date()
        day = today + timedelta(days=max(1, count))
        await self._ledger.remind(request.user, application, day)
        return self._will_ask(request, application, day_words(day, locale=_locale(request)))

    async def remind_named(
        self, request: AgentRequest, found: Sequence[Application], words: str
    ) -> AgentReply:
        """A reminder in words ("about Acme on Friday")."""
        if not found:
            return said(
                "I do not know which application you mean. Say its company, or open the board.",
                buttons=[button("Show the board", Verb.BOARD)],
            )
        if len(found) > 1:
            return which("Which application?", found, Verb.REMIND, {})
        application = found[0]
        named = read_day(
            words,
            today=self._ledger.today(request.user),
            is_future=True,
            month_first=region_of(_locale(request)) == "US",
        )
        if named is None:
            return self._when(application)
        if await self._ledger.remind(request.user, application, named.day) is None:
            return said(
                f"{day_words(named.day, locale=_locale(request))} has no morning left to ask. "
                "Name a later day."
            )
        return self._will_ask(request, application, day_words(named.day, locale=_locale(request)))

    def _will_ask(self, request: AgentRequest, application: Application, day: str) -> AgentReply:
        sentence = f"I will ask on {day}: {name_of(application)}."
        if not request.user.settings.reminders_enabled:
            sentence = f"Kept for {day}, but reminders are off in your settings: I will not write."
        key = application.id
        return done(
            sentence,
            buttons=[button("Do not ask", Verb.ASK_NO_MORE, application=key)],
            about=application,
        )

    async def _choose_resume(self, application: Application) -> AgentReply:
        versions = await self.resumes(application.user)
        if not versions:
            return said("No resume version is kept here yet. One is once I wrote it for you.")
        buttons = [
            button(label, Verb.RESUME, application=application.id, document=key)
            for key, label in list(versions.items())[:_MOST_VERSIONS]
        ]
        return said(f"Which resume did you send for {name_of(application)}?", buttons=buttons)

    async def _sent_with(self, application: Application, document: str) -> AgentReply:
        key = CareerDocumentId(document)
        known = await self.resumes(application.user)
        if key not in known:
            return said("That resume version is not kept any more.")
        changed = await self._ledger.sent_with(application, key)
        return done(f"Noted: {known[key]} went to {name_of(changed)}.", about=changed)


def _version_words(number: int, title: str) -> str:
    return f"Resume {number}, {shortened(title, limit=40)}" if title else f"Resume {number}"


def _locale(request: AgentRequest) -> str | None:
    return request.turn.message.locale
