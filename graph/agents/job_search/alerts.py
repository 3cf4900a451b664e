"""Saved searches: made out of words or of the search as it is, listed, and stopped."""

from __future__ import annotations

from dataclasses import replace

from domain.agents import AgentId
from domain.digest.model import SavedSearch
from domain.messages import Action
from domain.ports import Clock, PostingStore
from domain.preferences.changes import PreferenceField, apply_wishes
from domain.profiles import Profile
from domain.push_ports import SavedSearchStore
from domain.reply import (
    Block,
    Button,
    Buttons,
    Card,
    Fact,
    Notice,
    Paragraph,
    PendingQuestion,
    SuggestedPrompt,
    Tone,
    text,
)
from graph.agent import AgentReply, AgentRequest
from graph.agents.job_search.alert_words import (
    LABEL_CHARS,
    label_of,
    named_in,
    subject_of,
    wishes_in,
)
from graph.agents.job_search.cards import job_action, job_button
from graph.agents.job_search.replies import can_search, query_of
from graph.agents.job_search.requests import Verb
from graph.wording.counts import counted, shortened
from graph.wording.search import FIELD_LABELS, preference_words

ASKED = "alert"
"""Topic of the question what an alert should look for."""

_MY_ALERTS = SuggestedPrompt(label="My alerts", action=job_action(Verb.ALERTS))
_TOLD = (
    PreferenceField.TITLES,
    PreferenceField.PLACES,
    PreferenceField.REMOTE,
    PreferenceField.PAY_FLOOR,
    PreferenceField.EXCLUDE,
)


class AlertDesk:
    """Keeps saved searches; each step is the same when it runs twice for one turn."""

    def __init__(self, *, searches: SavedSearchStore, postings: PostingStore, clock: Clock) -> None:
        self._searches = searches
        self._postings = postings
        self._clock = clock

    async def on(
        self,
        request: AgentRequest,
        profile: Profile,
        *,
        subject: str,
        country: str | None,
        label: str = "",
    ) -> AgentReply:
        """Save a search; without a subject, the search as it is.

        Raises:
            UserMistake: there are twenty already.
        """
        subject = subject_of(subject)
        wishes = wishes_in(subject, country=country)
        preferences = apply_wishes(profile.preferences, wishes, country=country).preferences
        query = query_of(subject) if subject and wishes.is_empty else ""
        if not query and not can_search(replace(profile, preferences=preferences)):
            return _what_for()
        made = SavedSearch(
            id=str(request.turn.id),
            user=request.turn.user,
            label=shortened(label, limit=LABEL_CHARS) or label_of(subject, wishes, preferences),
            text=query,
            preferences=preferences,
            created_at=self._clock.now(),
            cursor=await self._postings.revision(),
        )
        same = next(
            (
                search
                for search in await self._searches.of(request.turn.user)
                if search.id != made.id
                and (search.preferences, search.text) == (made.preferences, made.text)
            ),
            None,
        )
        if same is None:
            await self._searches.save(made)
        return self._saved(request, same or made, is_new=same is None)

    def _saved(self, request: AgentRequest, search: SavedSearch, *, is_new: bool) -> AgentReply:
        locale = request.turn.message.locale
        told = [
            f"{FIELD_LABELS[field]}: {preference_words(search.preferences, field, locale=locale)}"
            for field in _TOLD
            if getattr(search.preferences, field)
        ]
        looking = ". ".join([*told, *([f"Words: {search.text}"] if search.text else [])])
        lead = "Alert on" if is_new else "You have that alert already"
        blocks: list[Block] = [
            Notice(body=text(f"{lead}: {search.label}."), tone=Tone.DONE),
        ]
        if looking:
            blocks.append(Paragraph(body=text(f"{looking}.")))
        buttons = [
            job_button("Stop this alert", Verb.ALERT_OFF, search=search.id),
            job_button("My alerts", Verb.ALERTS),
        ]
        if request.user.settings.alerts_enabled:
            words = (
                "I write as soon as a new posting fits, several in one message, and never in your "
                "quiet hours."
            )
        else:
            words = "Alerts are switched off in your settings, so nothing will come yet."
            buttons.insert(0, _turn_on())
        blocks += [Paragraph(body=text(words)), Buttons(buttons=tuple(buttons))]
        return AgentReply(blocks=tuple(blocks))

    async def off(self, request: AgentRequest, *, search: str) -> AgentReply:
        """Stop one by its id."""
        kept = {one.id: one for one in await self._searches.of(request.turn.user)}
        label = kept[search].label if search in kept else ""
        await self._searches.remove(request.turn.user, search)
        words = f"Stopped: {label}." if label else "That alert is stopped."
        return AgentReply(
            blocks=(Notice(body=text(words), tone=Tone.DONE),),
            prompts=(_MY_ALERTS, SuggestedPrompt(label="Find jobs for me")),
        )

    async def off_named(self, request: AgentRequest, *, words: str) -> AgentReply:
        """Stop the one that is named; ask when it is not clear which."""
        searches = await self._searches.of(request.turn.user)
        meant = named_in(words, searches) if words else tuple(searches)
        if len(meant) == 1:
            return await self.off(request, search=meant[0].id)
        return await self.listing(request)

    async def listing(self, request: AgentRequest) -> AgentReply:
        """All of them, each with a button that stops it."""
        searches = await self._searches.of(request.turn.user)
        if not searches:
            return AgentReply(
                blocks=(
                    Paragraph(
                        body=text(
                            "You have no alerts. Write for example “alert me when a nurse job in "
                            "Lyon appears”, and I tell you at once."
                        )
                    ),
                ),
                prompts=(
                    SuggestedPrompt(
                        label="Alert me about my search", action=job_action(Verb.ALERT_ON)
                    ),
                ),
            )
        is_on = request.user.settings.alerts_enabled
        paused = "" if is_on else " They are switched off in your settings."
        blocks: list[Block] = [
            Paragraph(body=text(f"You have {counted(len(searches), 'alert')}.{paused}"))
        ]
        for search in searches:
            places = preference_words(search.preferences, PreferenceField.PLACES)
            since = search.created_at
            blocks.append(
                Card(
                    title=text(search.label),
                    subtitle=text(f"{places} · since {since.day} {since:%b %Y}"),
                    facts=(Fact(label="Words", value=text(search.text)),) if search.text else (),
                    buttons=(job_button("Stop", Verb.ALERT_OFF, search=search.id),),
                )
            )
        switch = _settings_button("Pause all alerts", "alerts_off") if is_on else _turn_on()
        blocks.append(Buttons(buttons=(switch,)))
        return AgentReply(blocks=tuple(blocks))


def _what_for() -> AgentReply:
    return AgentReply(
        blocks=(
            Paragraph(
                body=text(
                    "What should I watch for? Write a title, and a place if you like: “nurse in "
                    "Lyon”."
                )
            ),
        ),
        pending=PendingQuestion(agent=AgentId.JOB_SEARCH, topic=ASKED),
    )


def _turn_on() -> Button:
    return _settings_button("Turn alerts on", "alerts_on")


def _settings_button(label: str, verb: str) -> Button:
    return Button(label=label, action=Action(agent=AgentId.SETTINGS, verb=verb))
