"""Settings: show and change how a person is served, and what is stored about them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from zoneinfo import ZoneInfo

from domain.agents import AgentId
from domain.messages import Action
from domain.ports import BlobStore, Clock, PersonalData, UserStore
from domain.profiles import Consent, UserSettings
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
    ask_digest,
    ask_language,
    digest_prompt,
    digest_words,
    zone_button,
)
from graph.agents.settings.linking import LINK_PROMPT, LinkDesk, account_of, code_in
from graph.agents.settings.mail_proof import MailProof
from graph.agents.settings.time_zones import guess_zones, is_zone
from graph.agents.settings.wishes import (
    LANGUAGES,
    YES,
    DigestWish,
    Topic,
    digest_wish,
    language_in,
    topic_of,
)
from graph.routing.features import plain

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_NO_PUSHES_YET = "Your choice is kept; this version does not send digests yet."
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
    ) -> None:
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
        topic = _COMMANDS.get(command) or ("link" if code_in(words) else topic_of(words))
        return await self._do(request, topic=topic, words=words)

    async def _act(self, request: AgentRequest, action: Action) -> AgentReply:
        chosen = action.arguments
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
            case "digest_on" | "digest_off":
                wish = DigestWish(enabled=action.verb == "digest_on")
                return await self._set_digest(request, wish)
            case "digest_at":
                return await self._set_digest(request, digest_wish(chosen.get("at", "")))
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
                return self._show(request.user.settings)

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
        if topic == "digest_time" and (wish := digest_wish(words)) != DigestWish():
            return await self._set_digest(request, wish)
        return None

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
                    words = "stop"
                return await self._set_digest(request, digest_wish(words))
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
                return self._show(user.settings)

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
        return AgentReply(
            blocks=(
                Paragraph(body=text("Time zone: ", bold(zone), f". It is {here:%H:%M} there now.")),
            ),
            prompts=(SHOW, SuggestedPrompt(label="Change the time zone", action=ASK_ZONE)),
        )

    async def _set_digest(self, request: AgentRequest, wish: DigestWish) -> AgentReply:
        before = request.user.settings
        if wish == DigestWish():
            return ask_digest(before)
        after = replace(
            before,
            digest_enabled=before.digest_enabled if wish.enabled is None else wish.enabled,
            digest_at=wish.at or before.digest_at,
            digest_days=wish.days or before.digest_days,
        )
        await self._users.save_settings(request.user.id, after)
        await self._users.consent(request.user.id, Consent.DAILY_DIGEST, given=after.digest_enabled)
        if not after.digest_enabled:
            return AgentReply(
                blocks=(Paragraph(body=text("Digest: ", bold("off"), ".")),),
                prompts=(digest_prompt(on=True), SHOW),
            )
        return AgentReply(
            blocks=(
                Paragraph(body=text("Digest: ", bold(digest_words(after)), ".")),
                Paragraph(body=text(_NO_PUSHES_YET)),
            ),
            prompts=(digest_prompt(on=False), SET_TIME_ZONE),
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
        clock = _CLOCK.fullmatch(chosen.get("at", ""))
        at = time(int(clock[1]), int(clock[2])) if clock else None
        days = tuple(sorted({int(day) for day in chosen.get("days", "") if day in "0123456"}))
        after = replace(
            before,
            language=chosen["language"] if chosen.get("language") in LANGUAGES else before.language,
            time_zone=chosen["time_zone"]
            if is_zone(chosen.get("time_zone", ""))
            else before.time_zone,
            digest_enabled={"on": True, "off": False}.get(
                chosen.get("digest", ""), before.digest_enabled
            ),
            digest_at=at or before.digest_at,
            digest_days=days or before.digest_days,
        )
        await self._users.save_settings(request.user.id, after)
        await self._users.consent(request.user.id, Consent.DAILY_DIGEST, given=after.digest_enabled)
        shown = self._show(after)
        saved = Notice(body=text("Saved."), tone=Tone.DONE)
        promise = (Paragraph(body=text(_NO_PUSHES_YET)),) if after.digest_enabled else ()
        return replace(shown, blocks=(saved, *shown.blocks, *promise))

    def _show(self, settings: UserSettings) -> AgentReply:
        language = LANGUAGES.get(settings.language or "", "as you write")
        return AgentReply(
            blocks=(
                Card(
                    title=text("Your settings"),
                    facts=(
                        Fact(label="Language", value=text(language)),
                        Fact(label="Time zone", value=text(settings.time_zone)),
                        Fact(label="Digest", value=text(digest_words(settings))),
                    ),
                    buttons=(
                        Button(label="Language", action=ASK_LANGUAGE),
                        Button(label="Time zone", action=ASK_ZONE),
                    ),
                ),
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
