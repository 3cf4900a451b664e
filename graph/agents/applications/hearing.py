"""Messages of employers: how each was read is said and asked; only a yes changes something."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from domain.applications.days import read_day
from domain.applications.employers import employer_in
from domain.applications.meant import applications_in, companies_in, is_company_of
from domain.applications.messages import Heard, HeardMessage, sentences_in
from domain.applications.model import Application, ApplicationState
from domain.applications.moves import state_after
from domain.applications.statements import Happening
from domain.reply import Button, Buttons, Paragraph, Text, quoted, text
from graph.agent import AgentReply, AgentRequest
from graph.agents.applications.cards import NAMES, button, name_of
from graph.agents.applications.replies import awaiting_yes, done, gone, memory, said
from graph.agents.applications.requests import Verb
from graph.agents.applications.telling import MOST_NAME, Telling
from graph.applications.ledger import ApplicationLedger
from graph.wording.counts import shortened
from graph.wording.dates import day_words
from graph.wording.regions import region_of

_AS = {
    Heard.REJECTION: ("a rejection", Happening.REJECTED, "Close it as rejected"),
    Heard.INVITATION: ("an invitation", Happening.INTERVIEW, "Move to interviewing"),
    Heard.OFFER: ("an offer", Happening.OFFER, "Move to offer"),
    Heard.RECEIVED: ("a confirmation of receipt", Happening.APPLIED, "Mark as applied"),
}


class Hearing:
    """Reads messages of employers for a person, and does what they confirm."""

    def __init__(self, *, ledger: ApplicationLedger, telling: Telling) -> None:
        self._ledger = ledger
        self._telling = telling

    def confirm(
        self,
        request: AgentRequest,
        words: str,
        heard: HeardMessage,
        board: Sequence[Application],
    ) -> AgentReply:
        """Say how a message was read, with its sentence, and ask; nothing is changed here."""
        found = applications_in(words, board)
        employer = employer_in(words)
        is_known = not employer or any(is_company_of(employer, one) for one in board)
        is_known = is_known or bool(companies_in(words, board))
        day = self._interview_in(request, words, heard)
        dated = {"day": day.isoformat()} if day is not None else {}
        reading = _AS[heard.heard][0]
        sentence = text(f"That reads like {reading}: ", quoted(heard.quote))
        if heard.also:
            others = " and ".join(_AS[other][0] for other in heard.also)
            sentence = (*sentence, *text(f" It also reads like {others}."))
        if not is_known:
            return _unknown_employer(sentence, employer, heard, dated)
        if not board:
            # Nothing to match with: the person's own words make an application of it.
            return AgentReply(
                blocks=(
                    Paragraph(body=sentence),
                    Paragraph(
                        body=text(
                            "Your board is empty. Tell me what you applied for, for example "
                            "“I applied to Acme as data engineer”."
                        )
                    ),
                )
            )
        if len(found) == 1:
            question = f"Is it about {name_of(found[0])}?"
            if day is not None:
                in_words = day_words(day, locale=request.turn.message.locale)
                question = f"Is it about {name_of(found[0])}, with the interview on {in_words}?"
            given = {"application": found[0].id, "quote": heard.quote, **dated}
            buttons = _reading_buttons(given, (heard.heard, *heard.also))
            data = {**given, "heard": heard.heard.value, "also": "\n".join(heard.also)}
            return AgentReply(
                blocks=(
                    Paragraph(body=sentence),
                    Paragraph(body=text(question)),
                    Buttons(buttons=buttons),
                ),
                pending=awaiting_yes(found, data),
            )
        waiting = [
            one
            for one in board
            if one.state not in {ApplicationState.SAVED, ApplicationState.CLOSED}
        ]
        choices = (found or waiting or list(board))[:4]
        named = [
            button(
                name_of(one),
                Verb.HEARD,
                application=one.id,
                heard=heard.heard.value,
                quote=heard.quote,
                **dated,
            )
            for one in choices
        ]
        return AgentReply(
            blocks=(
                Paragraph(body=sentence),
                Paragraph(
                    body=text(
                        f"Which application is it about? A tap: {_AS[heard.heard][2].lower()}."
                    )
                ),
                Buttons(buttons=(*named, button("None, change nothing", Verb.NOT_HEARD))),
            ),
            pending=memory(choices),
        )

    async def confirmed(
        self, request: AgentRequest, application: Application, arguments: Mapping[str, str]
    ) -> AgentReply:
        """The person said yes to the reading of a message."""
        heard = arguments.get("heard", "")
        if heard not in {kind.value for kind in _AS}:
            return gone()
        kind = Heard(heard)
        if kind is Heard.RECEIVED and application.state not in {
            ApplicationState.SAVED,
            ApplicationState.CLOSED,
        }:
            noted = await self._ledger.note(application, arguments.get("quote", ""))
            return done(f"Noted: {name_of(noted)} was received.", about=noted)
        happening = _AS[kind][1].value
        told = {"happening": happening, "quote": arguments.get("quote", "")[:400]}
        if kind is Heard.INVITATION:
            told["day"] = arguments.get("day", "")
        return await self._telling.act(request, application, told)

    async def added(self, request: AgentRequest, arguments: Mapping[str, str]) -> AgentReply:
        """The person said yes: a message is about a job that is not on the board yet."""
        heard, company = arguments.get("heard", ""), arguments.get("company", "").strip()
        if heard not in {kind.value for kind in _AS} or not company:
            return gone()
        told = {
            "happening": _AS[Heard(heard)][1].value,
            "quote": arguments.get("quote", "")[:400],
            "day": arguments.get("day", "") if heard == Heard.INVITATION.value else "",
        }
        application = await self._ledger.named(
            request.turn.user, title="", company=company[:MOST_NAME]
        )
        is_new = application.created_at >= request.turn.message.received_at
        return await self._telling.act(request, application, told, is_new=is_new)

    def which_reading(self, data: Mapping[str, str]) -> AgentReply:
        """A yes to a message that says two things: which of them?"""
        kinds = [data.get("heard", ""), *data.get("also", "").split("\n")]
        known = tuple(Heard(kind) for kind in kinds if kind in {one.value for one in _AS})
        given = {key: data[key] for key in ("application", "quote", "day") if key in data}
        return said("Which of the two is it?", buttons=_reading_buttons(given, known))

    def _interview_in(self, request: AgentRequest, words: str, heard: HeardMessage) -> date | None:
        """The coming day that an invitation names beside the interview; no deadline."""
        if Heard.INVITATION not in {heard.heard, *heard.also}:
            return None
        today = self._ledger.today(request.user)
        month_first = region_of(request.turn.message.locale) == "US"
        lines = [heard.quote, *sentences_in(words)]
        for line in lines:
            if _NAMES_INTERVIEW.search(line) is None:
                continue
            named = read_day(line, today=today, is_future=True, month_first=month_first)
            if named is None or _DEADLINE.search(line[: named.start]):
                continue
            if today <= named.day <= today + _FARTHEST_INTERVIEW:
                return named.day
        return None


_NAMES_INTERVIEW = re.compile(
    r"interview|gespräch|entretien|entrevista|"
    r"(?<!\w)(?:call|meet(?:ing)?|take place|date|when)(?!\w)|findet|aura lieu|statt",
    re.IGNORECASE,
)
_DEADLINE = re.compile(
    r"(?<!\w)(?:by|until|before|till|no later than|from|since|bis|vor|spätestens|avant|antes|até|"
    r"applied|application|bewerbung)(?!\w)[^.!?]{0,40}$",
    re.IGNORECASE,
)
_FARTHEST_INTERVIEW = timedelta(days=183)


def _reading_buttons(given: Mapping[str, str], kinds: Sequence[Heard]) -> tuple[Button, ...]:
    readings = [button(_AS[kind][2], Verb.HEARD, heard=kind.value, **given) for kind in kinds]
    return (*readings, button("No, change nothing", Verb.NOT_HEARD))


def _unknown_employer(
    sentence: Text, employer: str, heard: HeardMessage, dated: Mapping[str, str]
) -> AgentReply:
    """A message of an employer that is not on the board: offer to add it, and nothing else."""
    name = shortened(employer, limit=40)
    given = {"company": employer, "heard": heard.heard.value, "quote": heard.quote, **dated}
    state, _ = state_after(_AS[heard.heard][1])
    column = "closed" if state is ApplicationState.CLOSED else NAMES[state].lower()
    return AgentReply(
        blocks=(
            Paragraph(body=sentence),
            Paragraph(body=text(f"{name} is not on your board. Shall I add it as {column}?")),
            Buttons(
                buttons=(
                    button(f"Add as {column}", Verb.HEARD_NEW, **given),
                    button("No, change nothing", Verb.NOT_HEARD),
                    button("Show the board", Verb.BOARD),
                )
            ),
        ),
        pending=awaiting_yes((), given),
    )
