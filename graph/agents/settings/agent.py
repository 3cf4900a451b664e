"""Settings: show and change how a person is served, and what is stored about them."""

from __future__ import annotations

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
    Paragraph,
    PendingQuestion,
    SuggestedPrompt,
    bold,
    text,
)
from domain.turns import StatusChanged
from graph.agent import Agent, AgentReply, AgentRequest
from graph.agents.settings import privacy
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

_DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_NO_PUSHES_YET = "Digests start when the operator of this machine configures a digest channel."
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
    ) -> None:
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
        return await self._do(request, topic=_COMMANDS.get(command) or topic_of(words), words=words)

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
                return await self._set_language(request, code) if code else _ask_language()
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
                return await self._say_linking(request)
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
            prompts=(_SHOW, _TIME_ZONE),
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
                Buttons(buttons=tuple(_zone_button(zone) for zone in guesses)),
            ),
            prompts=(_SHOW,),
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
            prompts=(_SHOW, SuggestedPrompt(label="Change the time zone", action=_ASK_ZONE)),
        )

    async def _set_digest(self, request: AgentRequest, wish: DigestWish) -> AgentReply:
        before = request.user.settings
        if wish == DigestWish():
            return _ask_digest(before)
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
                prompts=(_digest_prompt(on=True), _SHOW),
            )
        return AgentReply(
            blocks=(
                Paragraph(body=text("Digest: ", bold(_digest_words(after)), ".")),
                Paragraph(body=text(_NO_PUSHES_YET)),
            ),
            prompts=(_digest_prompt(on=False), _TIME_ZONE),
        )

    async def _say_linking(self, request: AgentRequest) -> AgentReply:
        linked = await self._users.identities(request.user.id)
        channels = ", ".join(sorted({address.channel.value for address in linked})) or "this one"
        return AgentReply(
            blocks=(
                Paragraph(
                    body=text(
                        f"I know you on: {channels}. I cannot link accounts yet; that comes with "
                        "further channels. Until then each channel has a profile of its own."
                    )
                ),
            ),
            prompts=(_SHOW, privacy.KNOW_PROMPT),
        )

    def _show(self, settings: UserSettings) -> AgentReply:
        language = LANGUAGES.get(settings.language or "", "as you write")
        return AgentReply(
            blocks=(
                Card(
                    title=text("Your settings"),
                    facts=(
                        Fact(label="Language", value=text(language)),
                        Fact(label="Time zone", value=text(settings.time_zone)),
                        Fact(label="Digest", value=text(_digest_words(settings))),
                    ),
                    buttons=(
                        Button(label="Language", action=_ASK_LANGUAGE),
                        Button(label="Time zone", action=_ASK_ZONE),
                    ),
                ),
            ),
            prompts=(
                _digest_prompt(on=not settings.digest_enabled),
                privacy.KNOW_PROMPT,
                privacy.EXPORT_PROMPT,
                privacy.ERASE_PROMPT,
            ),
        )


_ASK_LANGUAGE = Action(agent=AgentId.SETTINGS, verb="language")
_ASK_ZONE = Action(agent=AgentId.SETTINGS, verb="time_zone")
_SHOW = SuggestedPrompt(
    label="Show my settings", action=Action(agent=AgentId.SETTINGS, verb="show")
)
_TIME_ZONE = SuggestedPrompt(label="Set my time zone", action=_ASK_ZONE)


def _command_of(request: AgentRequest) -> str:
    """The slash command, given by the channel or typed."""
    message = request.turn.message
    if message.command is not None:
        return message.command
    first = message.text.strip().split(maxsplit=1)[:1]
    return first[0][1:].lower() if first and first[0].startswith("/") else ""


def _ask_language() -> AgentReply:
    buttons = tuple(
        Button(
            label=LANGUAGES[code],
            action=Action(agent=AgentId.SETTINGS, verb="set_language", arguments={"code": code}),
        )
        for code in ("en", "de", "fr", "es", "pt", "hi")
    )
    return AgentReply(
        blocks=(Paragraph(body=text("Which language?")), Buttons(buttons=buttons)),
        prompts=(_SHOW,),
        pending=PendingQuestion(agent=AgentId.SETTINGS, topic="language"),
    )


def _ask_digest(settings: UserSettings) -> AgentReply:
    buttons = [
        Button(
            label=f"At {at:%H:%M}",
            action=Action(
                agent=AgentId.SETTINGS, verb="digest_at", arguments={"at": f"{at:%H:%M}"}
            ),
        )
        for at in (time(7), time(8), time(18))
    ]
    if settings.digest_enabled:
        buttons.append(
            Button(label="Off", action=Action(agent=AgentId.SETTINGS, verb="digest_off"))
        )
    return AgentReply(
        blocks=(
            Paragraph(
                body=text("Digest: ", bold(_digest_words(settings)), ". When should it come?")
            ),
            Buttons(buttons=tuple(buttons)),
        ),
        prompts=(_SHOW,),
        pending=PendingQuestion(agent=AgentId.SETTINGS, topic="digest_time"),
    )


def _digest_prompt(*, on: bool) -> SuggestedPrompt:
    return SuggestedPrompt(
        label="Turn the digest on" if on else "Turn the digest off",
        action=Action(agent=AgentId.SETTINGS, verb="digest_on" if on else "digest_off"),
    )


def _digest_words(settings: UserSettings) -> str:
    if not settings.digest_enabled:
        return "off"
    return f"{settings.digest_at:%H:%M} {_days(settings.digest_days)} ({settings.time_zone})"


def _days(days: tuple[int, ...]) -> str:
    if len(days) == 7:
        return "every day"
    if days == (0, 1, 2, 3, 4):
        return "Mon to Fri"
    return ", ".join(_DAY_NAMES[day] for day in days)


def _zone_button(zone: str) -> Button:
    return Button(
        label=zone.rpartition("/")[2].replace("_", " "),
        action=Action(agent=AgentId.SETTINGS, verb="set_zone", arguments={"zone": zone}),
    )
