"""Settings: show and change how a person is served, and what is stored about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from domain.agents import AgentId, Audience
from domain.messages import Action
from domain.ports import BlobStore, Clock, PersonalData, UserStore
from domain.profiles import UserSettings
from domain.push_ports import DigestStore, DigestWriter, PushCountStore
from domain.reply import (
    Button,
    Buttons,
    Card,
    Fact,
    Notice,
    Paragraph,
    PendingQuestion,
    SuggestedPrompt,
    Tone,
    bold,
    text,
)
from domain.turns import StatusChanged
from graph.agent import Agent, AgentReply, AgentRequest
from graph.agents.settings import privacy
from graph.agents.settings.forms import (
    ASK_LANGUAGE,
    ASK_ZONE,
    SET_TIME_ZONE,
    SHOW,
    ask_language,
    zone_button,
)
from graph.agents.settings.linking import LINK_PROMPT, LinkDesk, account_of, code_in
from graph.agents.settings.mail_proof import MailProof
from graph.agents.settings.push_forms import CHANGED, digest_prompt
from graph.agents.settings.push_wishes import push_wish, says_more_than_digest
from graph.agents.settings.pushes import PushDesk
from graph.agents.settings.sides import KEEP_SIDE, SET_SIDE, SIDE_ASKED, SideDesk, side_of
from graph.agents.settings.time_zones import guess_zones, is_zone
from graph.agents.settings.wishes import (
    LANGUAGES,
    NO,
    YES,
    Topic,
    language_in,
    topic_of,
)
from graph.push_counting import PushCounter
from graph.routing.features import plain
from graph.routing.rules import says_stop
from graph.routing.sides import side_wished

_COMMANDS: dict[str, Topic] = {
    "language": "language",
    "timezone": "time_zone",
    "digest": "digest",
    "stop": "digest",
    "privacy": "privacy",
    "data": "know",
    "export": "export",
    "delete": "erase",
    "erase": "erase",
    "link": "link",
    "unlink": "link",
    "accounts": "link",
    "email": "email",
}
_SIDE_COMMANDS: dict[str, Audience] = {
    "recruiting": Audience.RECRUITER,
    "recruiter": Audience.RECRUITER,
    "jobsearch": Audience.SEEKER,
    "seeker": Audience.SEEKER,
}
_MAY_BE_PUSHES = frozenset(("show", "digest", "language", "time_zone"))
"""Topics that words about pushes may look like."""
_LIKELY_ZONES = {
    "de": "Europe/Berlin",
    "fr": "Europe/Paris",
    "es": "Europe/Madrid",
    "pt": "Europe/Lisbon",
    "hi": "Asia/Kolkata",
    "en": "Europe/London",
}


class SettingsAgent(Agent):
    """Answers for ``settings``; every change is the same when it runs twice."""

    def __init__(
        self,
        *,
        users: UserStore,
        personal_data: PersonalData,
        blobs: BlobStore,
        clock: Clock,
        links: LinkDesk,
        mail: MailProof,
        previews: DigestWriter,
        digests: DigestStore,
        counts: PushCountStore,
    ) -> None:
        self._pushes = PushDesk(
            users=users,
            links=links,
            previews=previews,
            digests=digests,
            counter=PushCounter(counts=counts, users=users, clock=clock),
            clock=clock,
        )
        self._sides = SideDesk(users=users)
        self._links = links
        self._mail = mail
        self._users = users
        self._personal_data = personal_data
        self._blobs = blobs
        self._clock = clock

    @property
    def id(self) -> AgentId:
        """``settings``."""
        return AgentId.SETTINGS

    async def answer(self, request: AgentRequest) -> AgentReply:
        """Do what the button, the open question or the words ask for."""
        action = request.turn.message.action
        if action is not None and action.agent is self.id:
            return await self._act(request, action)
        words = request.turn.message.text
        pending = request.dialogue.pending
        if pending is not None and pending.agent is self.id:
            reply = await self._answer_open_question(request, topic=pending.topic, words=words)
            if reply is not None:
                return reply
        command = _command_of(request)
        if side := _SIDE_COMMANDS.get(command):
            return await self._sides.choose(request, side)
        if wish := side_wished(words, audience=request.turn.message.audience):
            return await self._sides.wished(request, wish)
        topic = _COMMANDS.get(command) or ("link" if code_in(words) else topic_of(words))
        if not command and says_stop(words):
            topic, words = "digest", "digest off"
        elif topic in _MAY_BE_PUSHES and not command and says_more_than_digest(push_wish(words)):
            topic = "digest"
        return await self._do(request, topic=topic, words=words)

    async def _act(self, request: AgentRequest, action: Action) -> AgentReply:
        chosen = action.arguments
        if (reply := await self._pushes.act(request, action.verb, chosen)) is not None:
            return reply
        side = side_of(chosen.get("side", ""))
        if action.verb == SET_SIDE and side is not None:
            return await self._sides.choose(request, side, words=chosen.get("words", ""))
        if action.verb == KEEP_SIDE:
            return self._sides.keep(request)
        match action.verb:
            case "erase":
                return await privacy.erase(
                    request.user.id, turn=request.turn.id, personal_data=self._personal_data
                )
            case "keep":
                return privacy.say_kept()
            case "ask_erase":
                return await self._do(request, topic="erase", words="")
            case "set_language" if chosen.get("code") in LANGUAGES:
                return await self._set_language(request, chosen["code"])
            case "set_zone" if is_zone(chosen.get("zone", "")):
                return await self._set_zone(request, chosen["zone"])
            case "save_settings":
                return await self._save_all(request, chosen)
            case "link_code":
                return await self._links.give_code(request)
            case "link_confirm":
                return await self._links.confirm(
                    request, code=chosen.get("code", ""), keep=chosen.get("keep", "")
                )
            case "link_cancel":
                return AgentReply(
                    blocks=(Paragraph(body=text("Nothing was linked.")),), prompts=(SHOW,)
                )
            case "unlink":
                return await self._links.unlink(request, account_of(chosen))
            case "know" | "export" | "link" | "privacy" | "language" | "time_zone" as topic:
                return await self._do(request, topic=topic, words="")
            case _:
                return await self._show(request, request.user.settings)

    async def _answer_open_question(
        self, request: AgentRequest, *, topic: str, words: str
    ) -> AgentReply | None:
        """The reply when the words answer what was asked; None when they are something else."""
        if topic == "erase":
            if YES.match(plain(words)):
                return await privacy.erase(
                    request.user.id, turn=request.turn.id, personal_data=self._personal_data
                )
            return privacy.say_kept() if topic_of(words) == "show" else None
        if topic == SIDE_ASKED:
            return await self._answer_side(request, words)
        if topic == "email":
            return await self._mail.ask(request, words) if "@" in words else None
        if topic == "email_code":
            code = code_in(words)
            return await self._mail.prove(request, code) if code else None
        if topic == "time_zone":
            zones = guess_zones(words, now=self._clock.now())
            return await self._zone_reply(request, zones) if zones else None
        if topic == "language" and (code := language_in(words)):
            return await self._set_language(request, code)
        if topic == CHANGED and request.user.settings.time_zone == "UTC":
            # The last reply named UTC, and how to say where one lives.
            zones = guess_zones(words, now=self._clock.now()) if push_wish(words).is_empty else ()
            if len(zones) == 1:
                return await self._set_zone(request, zones[0])
        return await self._pushes.answer(request, topic=topic, words=words)

    async def _answer_side(self, request: AgentRequest, words: str) -> AgentReply | None:
        pending = request.dialogue.pending
        side = side_of(pending.data.get("side", "")) if pending is not None else None
        if pending is None or side is None:
            return None
        if YES.match(plain(words)):
            return await self._sides.choose(request, side, words=pending.data.get("words", ""))
        return self._sides.keep(request) if NO.match(plain(words)) else None

    async def _do(self, request: AgentRequest, *, topic: Topic, words: str) -> AgentReply:
        user = request.user
        match topic:
            case "language":
                code = language_in(words)
                return await self._set_language(request, code) if code else ask_language()
            case "time_zone":
                return await self._zone_reply(request, guess_zones(words, now=self._clock.now()))
            case "digest":
                if _command_of(request) == "stop":
                    words = "digest off"
                return await self._pushes.wish(request, push_wish(words))
            case "know":
                return await privacy.say_what_is_known(user.id, personal_data=self._personal_data)
            case "privacy":
                return privacy.say_how_private()
            case "export":
                await request.events(StatusChanged(text="Collecting your data"))
                return await privacy.export(
                    user.id,
                    personal_data=self._personal_data,
                    blobs=self._blobs,
                    now=self._clock.now(),
                )
            case "erase":
                return await privacy.ask_before_erasing(user.id, personal_data=self._personal_data)
            case "link":
                return await self._link(request, words)
            case "email":
                return await self._mail.ask(request, words)
            case "show":
                return await self._show(request, user.settings)

    async def _set_language(self, request: AgentRequest, code: str) -> AgentReply:
        settings = replace(request.user.settings, language=code)
        await self._users.save_settings(request.user.id, settings)
        return AgentReply(
            blocks=(
                Paragraph(
                    body=text(
                        "Language: ",
                        bold(LANGUAGES[code]),
                        ". It is used where a language model words the answer; "
                        "fixed texts are in English.",
                    )
                ),
            ),
            prompts=(SHOW, SET_TIME_ZONE),
        )

    async def _zone_reply(self, request: AgentRequest, zones: tuple[str, ...]) -> AgentReply:
        if len(zones) == 1:
            return await self._set_zone(request, zones[0])
        current = request.user.settings.time_zone
        guesses = zones or tuple(
            dict.fromkeys((_LIKELY_ZONES.get(request.language, "Europe/London"), "Asia/Kolkata"))
        )
        question = (
            "Which of these is yours?"
            if zones
            else f"Your time zone is {current} now. Which city are you in, or near?"
        )
        return AgentReply(
            blocks=(
                Paragraph(body=text(question)),
                Buttons(buttons=tuple(zone_button(zone) for zone in guesses)),
            ),
            prompts=(SHOW,),
            pending=PendingQuestion(agent=AgentId.SETTINGS, topic="time_zone"),
        )

    async def _set_zone(self, request: AgentRequest, zone: str) -> AgentReply:
        settings = replace(request.user.settings, time_zone=zone)
        await self._users.save_settings(request.user.id, settings)
        here = self._clock.now().astimezone(ZoneInfo(zone))
        said = f". It is {here:%H:%M} there now."
        if next_one := await self._pushes.next_one(request, settings):
            said = f"{said} Next digest: {next_one}."
        return AgentReply(
            blocks=(Paragraph(body=text("Time zone: ", bold(zone), said)),),
            prompts=(SHOW, SuggestedPrompt(label="Change the time zone", action=ASK_ZONE)),
        )

    async def _link(self, request: AgentRequest, words: str) -> AgentReply:
        code = code_in(words)
        if code is not None and await self._mail.may_be(request, code):
            return await self._mail.prove(request, code)
        if code is not None and request.turn.message.in_group:
            return await self._links.spoil(request, code)
        if code is not None:
            return await self._links.offer(request, code)
        return await self._links.show(request)

    async def _save_all(self, request: AgentRequest, chosen: Mapping[str, str]) -> AgentReply:
        """What a form sent at once; a value that is not valid leaves that setting as it is."""
        before = request.user.settings
        language, zone = chosen.get("language", ""), chosen.get("time_zone", "")
        after, notes = await self._pushes.save_form(
            request,
            replace(
                before,
                language=language if language in LANGUAGES else before.language,
                time_zone=zone if is_zone(zone) else before.time_zone,
            ),
            chosen,
        )
        shown = await self._show(request, after)
        saved = Notice(body=text("Saved."), tone=Tone.DONE)
        said = tuple(Paragraph(body=text(note)) for note in notes)
        return replace(shown, blocks=(saved, *shown.blocks, *said))

    async def _show(self, request: AgentRequest, settings: UserSettings) -> AgentReply:
        language = LANGUAGES.get(settings.language or "", "as you write")
        return AgentReply(
            blocks=(
                Card(
                    title=text("Your settings"),
                    facts=(
                        Fact(label="Language", value=text(language)),
                        Fact(label="Time zone", value=text(settings.time_zone)),
                        self._sides.fact(request),
                    ),
                    buttons=(
                        Button(label="Language", action=ASK_LANGUAGE),
                        Button(label="Time zone", action=ASK_ZONE),
                        self._sides.button(request),
                    ),
                ),
                await self._pushes.card(request, settings),
            ),
            prompts=(
                digest_prompt(on=not settings.digest_enabled),
                LINK_PROMPT,
                privacy.EXPORT_PROMPT,
                privacy.ERASE_PROMPT,
            ),
        )


def _command_of(request: AgentRequest) -> str:
    """The slash command, given by the channel or typed."""
    message = request.turn.message
    if message.command is not None:
        return message.command
    first = message.text.strip().split(maxsplit=1)[:1]
    return first[0][1:].lower() if first and first[0].startswith("/") else ""
