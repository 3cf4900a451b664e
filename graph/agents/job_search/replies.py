"""Short replies and the memory they leave behind in the pending question."""

from __future__ import annotations

import re
from collections.abc import Mapping

from domain.agents import AgentId
from domain.encoding import to_json
from domain.ids import PostingId
from domain.messages import Action
from domain.preferences.changes import PreferenceField
from domain.preferences.wishes import Wishes, clean_title
from domain.profiles import Profile, SearchPreferences
from domain.reply import (
    Block,
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
from graph.agent import AgentReply
from graph.agents.job_search.cards import job_action, job_button
from graph.agents.job_search.questions import Question, Topic
from graph.agents.job_search.requests import JobRequest, Verb
from graph.wording.search import FIELD_LABELS, preference_words

_ASKS_FOR_JOBS = re.compile(
    r"(?:(?:please|can you|could you|would you|find|show|search|get|give|send|look|for|me|my|some|"
    r"any|new|"
    r"the|more|good|best|matching|open|a|i|want|need|to|see|jobs?|roles?|positions?|work|openings?|"
    r"that|which|fit|fits|match|matches|suit|profile|resume|cv|today|now|bitte|zeig|zeige|mir|"
    r"finde|"
    r"passende|neue|stellen?|suche|ich|cherche|trouve|moi|des|emplois?|offres?|busca|encuentra|"
    r"trabajos?|empleos?|vagas?|procura|mostra|naukri|dikhao|mujhe|chahiye|hi|hello|"
    r"hey)[\s,.!?']*)+",
    re.IGNORECASE,
)
_MAX_HANDED_OVER = 500
"""Characters of a message that a button carries to another agent."""

_HINTS = {
    Topic.TITLES: "I did not find a job title in that.",
    Topic.PLACES: "I did not find a place in that.",
    Topic.PAY: "I did not find an amount in that.",
    Topic.PERMIT: "I did not find a country in that.",
}


def asking(
    question: Question,
    *,
    before: tuple[Block, ...] = (),
    shown: tuple[PostingId, ...] = (),
    undo: Mapping[str, str] | None = None,
    prompts: tuple[SuggestedPrompt, ...] = (),
    can_show_now: bool = False,
) -> AgentReply:
    """One question with its buttons; the list on the screen stays in memory."""
    buttons = list(question.buttons)
    if can_show_now:
        buttons.append(job_button("Show jobs now", Verb.SHOW_NOW))
    blocks: tuple[Block, ...] = (*before, Paragraph(body=text(question.words)))
    if buttons:
        blocks = (*blocks, Buttons(buttons=tuple(buttons)))
    memory = on_screen(shown, undo=undo)
    data = {**(memory.data if memory else {}), **question.data}
    return AgentReply(
        blocks=blocks,
        prompts=prompts,
        pending=PendingQuestion(agent=AgentId.JOB_SEARCH, topic=question.topic, data=data),
    )


def on_screen(
    listed: tuple[PostingId, ...],
    *,
    undo: Mapping[str, str] | None = None,
    current: PostingId | None = None,
) -> PendingQuestion | None:
    """What "hide 2", "why?" and "undo" will refer to; None when there is nothing to refer to."""
    data = dict(undo or {})
    if listed:
        data["shown"] = "\n".join(listed)
    if current:
        data["current"] = current
    if not data:
        return None
    return PendingQuestion(agent=AgentId.JOB_SEARCH, topic=Topic.RESULTS, data=data, is_memory=True)


def own(pending: PendingQuestion | None) -> PendingQuestion | None:
    """The open question, if this agent asked it."""
    return pending if pending is not None and pending.agent is AgentId.JOB_SEARCH else None


def undo_of(before: SearchPreferences) -> dict[str, str]:
    """What "undo" has to know after the preferences changed."""
    return {"undo_preferences": to_json(before)}


def undo_in(pending: PendingQuestion | None) -> dict[str, str]:
    """The part of the memory that "undo" needs."""
    data = pending.data if pending else {}
    return {key: value for key, value in data.items() if key.startswith("undo_")}


def undone(pending: PendingQuestion | None) -> JobRequest | None:
    """The request that takes the last step back, None when there is none."""
    data = pending.data if pending else {}
    if "undo_preferences" in data:
        return JobRequest(verb=Verb.RESTORE, arguments={"preferences": data["undo_preferences"]})
    if "undo_verb" in data and data["undo_verb"] in set(Verb):
        return JobRequest(
            verb=Verb(data["undo_verb"]), arguments={"posting": data.get("undo_posting", "")}
        )
    return None


def nothing_to_undo() -> AgentReply:
    """There is no last step."""
    return AgentReply(
        blocks=(Paragraph(body=text("There is nothing to undo in your job search.")),),
        prompts=(SuggestedPrompt(label="Find jobs for me"),),
    )


def which_one(verb: Verb, shown: tuple[PostingId, ...]) -> AgentReply:
    """Ask which posting is meant, with the numbers on the screen as buttons."""
    if not shown:
        return AgentReply(
            blocks=(
                Paragraph(
                    body=text("Which job? I have no list open. Ask for jobs, then tap a card.")
                ),
            ),
            prompts=(
                SuggestedPrompt(label="Find jobs for me"),
                SuggestedPrompt(
                    label="Show the last ones again", action=job_action(Verb.SHOW_AGAIN)
                ),
            ),
        )
    buttons = tuple(
        job_button(str(number), verb, posting=posting)
        for number, posting in enumerate(shown, start=1)
    )
    return AgentReply(
        blocks=(Paragraph(body=text("Which one?")), Buttons(buttons=buttons)),
        pending=on_screen(shown),
    )


def about_profile(words: str, pending: PendingQuestion | None) -> AgentReply:
    """The words mean the profile: one tap hands them over; the open question stays open."""
    hand_over = Action(
        agent=AgentId.PROFILE, verb="words", arguments={"words": words[:_MAX_HANDED_OVER]}
    )
    return AgentReply(
        blocks=(
            Paragraph(body=text("That sounds like your profile, not your search.")),
            Buttons(
                buttons=(
                    Button(label="Yes, my profile", action=hand_over),
                    job_button("No, go on searching", Verb.SEARCH),
                )
            ),
        ),
        pending=pending,
    )


def preferences_reply(profile: Profile, *, locale: str | None) -> AgentReply:
    """The search as it stands, and how to change it."""
    preferences = profile.preferences
    facts = tuple(
        Fact(
            label=FIELD_LABELS[field],
            value=text(preference_words(preferences, field, locale=locale)),
        )
        for field in PreferenceField
    )
    return AgentReply(
        blocks=(
            Card(title=text(bold("Your search")), facts=facts),
            Paragraph(
                body=text(
                    "Change it in plain words: “only remote”, “at least 60k€”, “no more fintech”, "
                    "“also Lisbon”."
                )
            ),
            Buttons(
                buttons=(
                    job_button("Show jobs now", Verb.SHOW_NOW),
                    job_button("Alert me about new ones", Verb.ALERT_ON),
                    job_button("Start over", Verb.RESET),
                )
            ),
        ),
    )


def offer_of_digest() -> tuple[Block, ...]:
    """Shall new ones come by themselves? Said once per person."""

    def button(label: str, verb: str, **arguments: str) -> Button:
        return Button(
            label=label,
            action=Action(agent=AgentId.SETTINGS, verb=verb, arguments=arguments),
        )

    return (
        Paragraph(body=text("Shall I send you new ones every morning at 8:00?")),
        Buttons(
            buttons=(
                button("Yes, every morning", "digest_at", at="08:00", days="0123456"),
                button("Another hour", "ask_hour"),
            )
        ),
    )


def spoken_of(wishes: Wishes, *, floor_is_set: bool) -> tuple[PreferenceField, ...]:
    """Fields that wishes speak of: the same on a second run of the turn, unlike a difference."""
    spoken = {
        PreferenceField.TITLES: wishes.titles,
        PreferenceField.PLACES: wishes.places or wishes.anywhere,
        PreferenceField.REMOTE: wishes.remote or wishes.not_remote,
        PreferenceField.PAY_FLOOR: (wishes.pay and floor_is_set) or wishes.no_floor,
        PreferenceField.WORK_COUNTRIES: wishes.work_countries or wishes.sponsored_in,
        PreferenceField.NEEDS_SPONSORSHIP: wishes.needs_sponsorship is not None,
        PreferenceField.LANGUAGES: wishes.languages,
        PreferenceField.EXCLUDE: wishes.exclude or wishes.allow_again,
    }
    return tuple(field for field, said in spoken.items() if said)


def not_understood(topic: Topic) -> str:
    """Why a question is asked again."""
    return _HINTS.get(topic, "I did not understand that.")


def query_of(words: str) -> str:
    """Words worth searching for as they are; empty for "find me jobs"."""
    if _ASKS_FOR_JOBS.fullmatch(words.strip()) or (clean_title(words) is None and len(words) < 40):
        return ""
    return " ".join(words.split())[:300]


def can_search(profile: Profile) -> bool:
    """True when there is something to match postings with."""
    return profile.resume is not None or bool(profile.preferences.titles)
