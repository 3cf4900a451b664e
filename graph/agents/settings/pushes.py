"""Changes to what is sent unasked, and what comes next after each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from domain.agents import AgentId
from domain.digest.schedule import next_occasion
from domain.errors import UserMistake
from domain.messages import ChannelName
from domain.ports import Clock, UserStore
from domain.profiles import Consent, UserSettings
from domain.push_ports import DigestStore, DigestWriter
from domain.pushes import EVERY_TOPIC, PushKind, PushTopic
from domain.reply import (
    Block,
    Button,
    Buttons,
    Notice,
    Paragraph,
    PendingQuestion,
    Tone,
    bold,
    text,
)
from graph.agent import AgentReply, AgentRequest
from graph.agents.settings.fields import clock_time, days_of, undo_fields, with_fields
from graph.agents.settings.forms import SET_TIME_ZONE, SHOW
from graph.agents.settings.linking import LINK_PROMPT, LinkDesk
from graph.agents.settings.push_forms import (
    CHANGED,
    DIGEST_SETTINGS,
    PREVIEW,
    ask_channels,
    ask_days,
    ask_hour,
    ask_quiet,
    ask_topics,
    digest_prompt,
    push_action,
    push_button,
    push_card,
    what_cannot_be,
)
from graph.agents.settings.push_wishes import (
    PushWish,
    channels_in,
    push_wish,
    quiet_in,
)
from graph.agents.settings.push_words import (
    TOPICS_OF,
    as_before_words,
    changes_words,
    digest_words,
    occasion_words,
    quiet_clash,
    still_comes,
)
from graph.agents.settings.wishes import UNDO
from graph.push_counting import PushCounter, via_of
from graph.routing.features import plain

_KIND_OF_OFF = {
    "digest_off": PushKind.DIGEST,
    "alerts_off": PushKind.ALERT,
    "reminders_off": PushKind.REMINDER,
}
_SWITCHES: Mapping[str, Mapping[str, str]] = {
    "digest_on": {"digest": "on"},
    "digest_off": {"digest": "off"},
    "alerts_on": {"alerts": "on"},
    "alerts_off": {"alerts": "off"},
    "reminders_on": {"reminders": "on"},
    "reminders_off": {"reminders": "off"},
    "stop_all": {"digest": "off", "alerts": "off", "reminders": "off"},
}
_LIKE_NEXT = "This is how the next digest would look now. Nothing of it counts as shown."


class PushDesk:
    """Digest, alerts and reminders; each step is the same when it runs twice for one turn."""

    def __init__(
        self,
        *,
        users: UserStore,
        links: LinkDesk,
        previews: DigestWriter,
        digests: DigestStore,
        counter: PushCounter,
        clock: Clock,
    ) -> None:
        self._users = users
        self._links = links
        self._previews = previews
        self._digests = digests
        self._counter = counter
        self._clock = clock

    # --- buttons and words -----------------------------------------------------------------------

    async def act(
        self, request: AgentRequest, verb: str, chosen: Mapping[str, str]
    ) -> AgentReply | None:
        """What a button asks for; None when it is not about pushes."""
        settings, audience = request.user.settings, request.turn.message.audience
        await self._counter.pressed(request.turn, chosen)
        match verb:
            case _ if verb in _SWITCHES:
                return await self._switch(request, verb, chosen)
            case "digest_at" if (at := clock_time(chosen.get("at", ""))) is not None:
                days = days_of(chosen.get("days", "")) or settings.digest_days
                return await self._set(
                    request, replace(settings, digest_enabled=True, digest_at=at, digest_days=days)
                )
            case "digest_days" if days := days_of(chosen.get("days", "")):
                return await self._set(
                    request, replace(settings, digest_enabled=True, digest_days=days)
                )
            case "topic_on" | "topic_off":
                named = tuple(t for t in PushTopic if t == chosen.get("topic"))
                wish = (
                    PushWish(topics_on=named) if verb == "topic_on" else PushWish(topics_off=named)
                )
                return await self.wish(request, wish)
            case "channels":
                return await self._set_fields(request, chosen)
            case "save_settings" if not chosen.keys() & {"language", "time_zone"}:
                return await self._set_fields(request, chosen)  # an Undo button
            case "digest_preview":
                return await self._preview(request)
            case "ask_hour":
                return ask_hour(settings)
            case "ask_days":
                return ask_days(settings)
            case "ask_quiet":
                return ask_quiet(settings)
            case "ask_topics":
                return ask_topics(settings, audience)
            case "ask_channels":
                return ask_channels(settings, linked=await self._links.channels_of(request.user.id))
            case "digest_settings" | "digest_at" | "digest_days":
                return await self._show(request)
            case _:
                return None

    async def answer(self, request: AgentRequest, *, topic: str, words: str) -> AgentReply | None:
        """The reply when the words answer an open question about pushes."""
        settings = request.user.settings
        if topic == "quiet" and (hours := quiet_in(words)) is not None:
            quiet = replace(settings, quiet_from=hours[0], quiet_until=hours[1])
            return await self._set(request, quiet)
        if topic == "channels" and (channels := channels_in(words)):
            return await self.wish(request, PushWish(channels=channels))
        if topic == "items" and words.strip().isdecimal() and len(words.strip()) < 4:
            return await self.wish(request, PushWish(items=int(words)))
        if topic == CHANGED and UNDO.fullmatch(plain(words)):
            data = request.dialogue.pending.data if request.dialogue.pending else {}
            return await self._set_fields(request, data)
        if topic in {"quiet", "topics", "items", "channels", "digest_time", "digest_days", CHANGED}:
            found = push_wish(words)
            return None if found.is_empty else await self.wish(request, found)
        return None

    async def wish(self, request: AgentRequest, wish: PushWish) -> AgentReply:
        """Do what the words wish; the settings of the digest when they wish nothing.

        Raises:
            UserMistake: a digest of nothing.
        """
        if wish.preview:
            return await self._preview(request)
        if wish.nothing_unasked:
            return await self._switch(request, "stop_all", {})
        before = request.user.settings
        if wish.asks_quiet:
            return ask_quiet(before)
        if (refused := what_cannot_be(before, wish)) is not None:
            return refused
        after, refusals = await self._wished(request, wish)
        if after == before and refusals:
            return AgentReply(
                blocks=tuple(Paragraph(body=text(line)) for line in refusals),
                prompts=(LINK_PROMPT, DIGEST_SETTINGS),
            )
        if wish.is_empty:
            return await self._show(request)
        return await self._set(request, after, beside=refusals)

    # --- what is on the screen -------------------------------------------------------------------

    async def card(self, request: AgentRequest, settings: UserSettings) -> Block:
        """The card of everything that is sent unasked."""
        return push_card(
            settings,
            audience=request.turn.message.audience,
            next_one=await self.next_one(request, settings),
        )

    async def _show(self, request: AgentRequest) -> AgentReply:
        settings = request.user.settings
        return AgentReply(
            blocks=(await self.card(request, settings),),
            prompts=(digest_prompt(on=not settings.digest_enabled), SHOW),
        )

    async def _preview(self, request: AgentRequest) -> AgentReply:
        written = await self._previews.preview(request.user.id, now=self._clock.now())
        prompts = (DIGEST_SETTINGS, digest_prompt(on=not request.user.settings.digest_enabled))
        if written is None or written.reply is None:
            words = (
                "There is nothing new for you right now, so no digest would be sent: you asked me "
                "to stay silent then."
            )
            return AgentReply(blocks=(Paragraph(body=text(words)),), prompts=prompts)
        return AgentReply(
            blocks=(Notice(body=text(_LIKE_NEXT)), *written.reply.blocks),
            prompts=(*written.reply.prompts[:2], DIGEST_SETTINGS),
            pending=written.reply.pending,
            language=written.reply.language,
        )

    # --- changing --------------------------------------------------------------------------------

    async def _switch(
        self, request: AgentRequest, verb: str, chosen: Mapping[str, str]
    ) -> AgentReply:
        before = request.user.settings
        after = with_fields(before, _SWITCHES[verb], linked=())
        kind = _KIND_OF_OFF.get(verb)
        if kind is not None and via_of(chosen) is not None and after != before:
            await self._counter.left(kind)
        return await self._set(request, after)

    async def _set_fields(self, request: AgentRequest, chosen: Mapping[str, str]) -> AgentReply:
        linked = await self._links.channels_of(request.user.id)
        refusals = self._refusals(
            tuple(c for c in ChannelName if c in chosen.get("channels", "").split(",")),
            linked=linked,
        )
        after = with_fields(request.user.settings, chosen, linked=linked)
        return await self._set(request, after, beside=refusals)

    async def save_form(
        self, request: AgentRequest, before: UserSettings, chosen: Mapping[str, str]
    ) -> tuple[UserSettings, tuple[str, ...]]:
        """Save what a form sent; what is not valid stays. The settings, and what to say to them.

        Args:
            request: the turn.
            before: the settings with what else the form changed.
            chosen: untrusted; names as in ``fields``.
        """
        linked = await self._links.channels_of(request.user.id)
        after = with_fields(before, chosen, linked=linked)
        await self._store(request, after)
        clash = quiet_clash(after)
        return after, (clash,) if clash else ()

    async def _wished(
        self, request: AgentRequest, wish: PushWish
    ) -> tuple[UserSettings, tuple[str, ...]]:
        before, audience = request.user.settings, request.turn.message.audience
        topics = set(wish.only_topics or before.digest_topics)
        if wish.only_topics:
            # What a digest of the other audience holds is not meant.
            topics |= set(EVERY_TOPIC) - set(TOPICS_OF[audience])
        topics = (topics | set(wish.topics_on)) - set(wish.topics_off)
        if not topics & set(TOPICS_OF[audience]):
            raise UserMistake(
                "That would leave nothing in the digest. To stop it, write “digest off”."
            )
        linked = await self._links.channels_of(request.user.id)
        named = wish.channels or ()
        refusals = self._refusals(named, linked=linked)
        channels = before.digest_channels
        if wish.channels is not None:
            usable = tuple(channel for channel in named if channel in linked)
            channels = usable if usable or not named else channels
        if wish.not_channels:
            base = channels or linked
            channels = tuple(c for c in base if c not in wish.not_channels)
            if not channels:
                refusals = (*refusals, "That is the only place I can write to. Link another first.")
                channels = before.digest_channels
        quiet = wish.quiet or (before.quiet_from, before.quiet_until)
        if wish.no_quiet:
            quiet = (None, None)
        digest = wish.digest
        days, enabled = digest.days or before.digest_days, digest.enabled
        if digest.not_days:
            # "Not on Fridays" starts nothing and adds no other day.
            days = tuple(d for d in before.digest_days if d not in digest.not_days) or days
            enabled = before.digest_enabled if digest.at is None else enabled
        after = replace(
            before,
            digest_enabled=before.digest_enabled if enabled is None else enabled,
            digest_at=digest.at or before.digest_at,
            digest_days=days,
            digest_items=wish.items or before.digest_items,
            digest_topics=tuple(topic for topic in PushTopic if topic in topics),
            digest_channels=channels,
            digest_when_empty=before.digest_when_empty
            if wish.when_empty is None
            else wish.when_empty,
            quiet_from=quiet[0],
            quiet_until=quiet[1],
            alerts_enabled=before.alerts_enabled if wish.alerts is None else wish.alerts,
            reminders_enabled=before.reminders_enabled
            if wish.reminders is None
            else wish.reminders,
        )
        return after, refusals

    def _refusals(
        self, named: tuple[ChannelName, ...], *, linked: tuple[ChannelName, ...]
    ) -> tuple[str, ...]:
        """Why a channel cannot be chosen, or why nothing would come there."""
        found = [self._links.how_to_link(channel) for channel in named if channel not in linked]
        if ChannelName.EMAIL in named and (reason := self._links.why_no_pushes_by_mail()):
            found.append(reason)
        return tuple(dict.fromkeys(found))

    async def _set(
        self, request: AgentRequest, after: UserSettings, *, beside: tuple[str, ...] = ()
    ) -> AgentReply:
        before = request.user.settings
        await self._store(request, after)
        audience = request.turn.message.audience
        more = changes_words(before, after, audience=audience)
        if after == before:
            more = as_before_words(after, audience=audience)
        blocks: list[Block] = []
        if digest_words(before) != digest_words(after) or after == before:
            said = text("Digest: ", bold(digest_words(after)), f". {more}".rstrip())
            blocks.append(Notice(body=said, tone=Tone.DONE))
        else:
            blocks.append(Notice(body=text(more), tone=Tone.DONE))
        blocks += [Paragraph(body=text(line)) for line in beside]
        blocks += [
            Paragraph(body=text(line))
            for line in await self._after_words(request, before, after)
            if line not in beside
        ]
        buttons = self._following(before, after)
        if buttons:
            blocks.append(Buttons(buttons=buttons))
        prompts = (
            (PREVIEW, DIGEST_SETTINGS, SET_TIME_ZONE)
            if after.digest_enabled
            else (digest_prompt(on=True), DIGEST_SETTINGS)
        )
        memory = PendingQuestion(
            agent=AgentId.SETTINGS,
            topic=CHANGED,
            data=undo_fields(before, after),
            is_memory=True,
        )
        return AgentReply(blocks=tuple(blocks), prompts=prompts, pending=memory)

    async def _store(self, request: AgentRequest, settings: UserSettings) -> None:
        user, given = request.user.id, settings.digest_enabled
        await self._users.save_settings(user, settings)
        await self._users.consent(user, Consent.DAILY_DIGEST, given=given)

    async def _after_words(
        self, request: AgentRequest, before: UserSettings, after: UserSettings
    ) -> list[str]:
        lines: list[str] = []
        if clash := quiet_clash(after):
            lines.append(clash)
        if next_one := await self.next_one(request, after):
            zone = " (UTC; if that is not your time, write “I live in …” with your city)"
            lines.append(f"Next one: {next_one}{zone if after.time_zone == 'UTC' else ''}.")
        if ChannelName.EMAIL in after.digest_channels and after.digest_enabled:
            lines += [reason] if (reason := self._links.why_no_pushes_by_mail()) else []
        audience = request.turn.message.audience
        lines += [still] if (still := still_comes(before, after, audience=audience)) else []
        return lines

    def _following(self, before: UserSettings, after: UserSettings) -> tuple[Button, ...]:
        back = undo_fields(before, after)
        buttons = []
        if back:
            buttons.append(Button(label="Undo", action=push_action("save_settings", **back)))
        if not after.digest_enabled and (after.alerts_enabled or after.reminders_enabled):
            buttons.append(push_button("Stop everything", "stop_all"))
        return tuple(buttons)

    async def next_one(self, request: AgentRequest, settings: UserSettings) -> str:
        """When the next digest comes, in words; empty when none does."""
        now = self._clock.now()
        planned = next_occasion(settings, after=now)
        if planned is None:
            return ""
        # The store knows what was sent today already.
        stored = await self._digests.next_due(request.user.id)
        return occasion_words(stored or planned, now=now, time_zone=settings.time_zone)
