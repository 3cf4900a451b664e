"""The sections of a digest, each empty when it has nothing to say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from domain.agents import AgentId
from domain.digest.account import Account
from domain.digest.model import Reminder, RoleNews
from domain.ids import PostingId
from domain.learning.model import Cost, LinkState
from domain.matching.model import Match
from domain.messages import Action
from domain.posting import PostingEvent, PostingEventKind, PostingState, Salary, StoredPosting
from domain.preferences.languages import language_name
from domain.pushes import PushTopic
from domain.reply import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Chart,
    Fact,
    Heading,
    Notice,
    Paragraph,
    Run,
    SuggestedPrompt,
    Text,
    Tone,
    bold,
    link,
    text,
)
from graph.agents.job_search.cards import match_cards, name_of, title_of, where_words
from graph.digest.day import Day
from graph.digest.words import (
    LOOK_BEHIND,
    number_of,
    short_day,
    silent_sources_words,
    weekday,
)
from graph.wording.counts import shortened
from graph.wording.money import number_words

MAX_REMINDERS: Final = 3
"""Follow-ups in one message; the others come with the next."""
MAX_HAPPENED: Final = 5
_MAX_GATES: Final = 3
_MAX_ROLES: Final = 5
_ABOUT_LIMIT: Final = 240
"""Characters about a resource: what it costs and needs is at the end."""

_HAPPENED: Final = {
    PostingEventKind.CLOSED: "no longer listed",
    PostingEventKind.EXPIRED: "expired",
    PostingEventKind.CHANGED: "the text changed",
    PostingEventKind.REOPENED: "open again",
}


def job_button(label: str, verb: str, **arguments: str) -> Button:
    """A button that the job search answers."""
    return Button(
        label=label, action=Action(agent=AgentId.JOB_SEARCH, verb=verb, arguments=arguments)
    )


def settings_button(label: str, verb: str, **arguments: str) -> Button:
    """A button that the settings answer."""
    return Button(
        label=label, action=Action(agent=AgentId.SETTINGS, verb=verb, arguments=arguments)
    )


def push_cards(
    matches: Sequence[Match],
    postings: Mapping[PostingId, StoredPosting],
    *,
    locale: str | None,
    floor: Salary | None,
    via: str,
) -> tuple[Card, ...]:
    """Cards of the job search whose buttons say where they were pressed.

    The numbers in front of the titles go: a digest has other cards too, and channels that need
    numbers give their own.
    """
    drawn = match_cards(matches, postings, locale=locale, floor=floor)
    return tuple(with_via(card, via=via) for card in drawn)


def with_via(card: Card, *, via: str) -> Card:
    """The card without its number, its buttons with ``via``."""
    title = card.title
    if title and title[0].text.strip().removesuffix(".").isdigit():
        title = title[1:]
    buttons = tuple(
        replace(
            button,
            action=replace(button.action, arguments={**button.action.arguments, "via": via}),
        )
        for button in card.buttons
    )
    return replace(card, title=title, buttons=buttons)


def match_section(day: Day) -> tuple[Block, ...]:
    """New matches, then open ones that were never shown, with the day since when."""
    if day.findings is None or not day.matches:
        return ()
    ordered = (*day.fresh, *day.older)
    cards = push_cards(
        ordered,
        day.findings.postings,
        locale=day.locale,
        floor=day.profile.preferences.pay_floor,
        via="digest",
    )
    blocks: list[Block] = [*cards[: len(day.fresh)]]
    if day.older:
        if day.fresh:
            blocks.append(Heading(body=text("Still open, not shown before")))
        for match, card in zip(day.older, cards[len(day.fresh) :], strict=True):
            since = _open_since(day.findings.postings[match.posting], day=day)
            blocks.append(replace(card, facts=(*card.facts, since)))
    return tuple(blocks)


def _open_since(stored: StoredPosting, *, day: Day) -> Fact:
    seen = stored.first_seen.astimezone(day.zone).date()
    posted = stored.posting.posted_on
    earliest = posted if posted is not None and posted < seen else seen
    return Fact(label="Open since", value=text(short_day(earliest, locale=day.locale)))


def happened_section(day: Day) -> tuple[Block, ...]:
    """What became of postings that the person saved or applied for: one line each."""
    lines = [
        _happened_line(event, day=day) for event in day.happened if event.posting in day.postings
    ]
    if not lines:
        return ()
    more = len(lines) - MAX_HAPPENED
    shown = lines[:MAX_HAPPENED]
    if more > 0:
        shown.append(text(f"and {more} more"))
    return (Heading(body=text("Jobs you keep")), Bullets(items=tuple(shown)))


def _happened_line(event: PostingEvent, *, day: Day) -> Text:
    posting = day.postings[event.posting].posting
    held = "applied" if event.posting in day.applied else "saved"
    company = shortened(posting.company, limit=40)
    at = f" at {company}" if company else ""
    return text(*title_of(posting), f"{at} ({held}): ", bold(_HAPPENED[event.kind]))


def left_out_section(day: Day) -> tuple[Block, ...]:
    """A button for each limit that kept new postings back: one tap shows them."""
    account: Account | None = day.account
    if account is None:
        return ()
    openable = account.openable[:_MAX_GATES]
    if not openable:
        return ()
    since = "" if day.due.cursor is None else str(day.due.cursor)
    buttons = tuple(
        job_button(
            f"{LOOK_BEHIND[gate]} ({number_words(number, locale=day.locale)})",
            "left_out",
            gate=gate.value,
            since=since,
            via="digest",
        )
        for gate, number in openable
    )
    return (
        Paragraph(body=text("Not shown, but one tap away. Your wishes stay as they are.")),
        Buttons(buttons=buttons),
    )


def source_section(day: Day) -> tuple[Block, ...]:
    """Sources that did not answer, by name."""
    if not day.wants(PushTopic.JOBS):
        return ()
    words = silent_sources_words(day.sources, zone=day.zone, today=day.today, locale=day.locale)
    return (Notice(body=text(words), tone=Tone.WARNING),) if words else ()


def lesson_section(day: Day) -> tuple[Block, ...]:
    """One resource for the gap that would open most."""
    lesson = day.lesson
    if lesson is None:
        return ()
    resource = lesson.resource
    title = shortened(resource.title, limit=90) or "A learning resource"
    is_linked = resource.url.startswith(("https://", "http://"))
    said = [lesson.why.strip(" .")]
    language = language_name(resource.language)
    if language.casefold() not in lesson.why.casefold():
        said.append(language)
    provider = shortened(resource.provider, limit=40)
    about = [part for part in (provider, ", ".join(part for part in said if part)) if part]
    facts = [Fact(label="For", value=text(gap_words(day)), mark="for")]
    if resource.cost is Cost.PAID and "paid" not in lesson.why:
        facts.append(Fact(label="Cost", value=text("it costs money"), mark="against"))
    elif resource.cost is Cost.UNKNOWN and "cost not stated" not in lesson.why:
        facts.append(Fact(label="Cost", value=text("not stated"), mark="unknown"))
    if resource.link is LinkState.DOUBTFUL:
        words = "did not answer when it was last checked"
        facts.append(Fact(label="Link", value=text(words), mark="unknown"))
    elif resource.link is LinkState.UNCHECKED:
        facts.append(Fact(label="Link", value=text("not checked yet"), mark="unknown"))
    return (
        Heading(body=text("One thing to learn")),
        Card(
            title=(link(title, url=resource.url),) if is_linked else text(title),
            subtitle=text(shortened(" · ".join(about), limit=_ABOUT_LIMIT)),
            facts=tuple(facts),
            buttons=tuple(
                Button(
                    label=label,
                    action=Action(
                        agent=AgentId.LEARNING,
                        verb=verb,
                        arguments={
                            "resource": resource.id,
                            "skill": lesson.skill,
                            "via": "digest",
                        },
                    ),
                )
                for label, verb in (
                    ("Done", "done"),
                    ("Not for me", "not_for_me"),
                    ("Another", "another"),
                )
            ),
        ),
    )


def gap_words(day: Day) -> str:
    """What the skill would open, with the number of jobs looked at.

    Only counts that are over the same jobs stand in one sentence.
    """
    skill, gap = (day.suggestion.skill if day.suggestion else ""), day.gap
    if gap is None or gap.of <= 0:
        return f"postings near to you ask for {skill}"
    of = f"the {number_of(gap.of, 'open job', locale=day.locale)} nearest to you"
    if gap.unlocks > 0:
        return f"{skill} would open {number_words(gap.unlocks, locale=day.locale)} more of {of}"
    asked = number_words(gap.asked, locale=day.locale)
    if gap.asked >= gap.of:
        return f"{'all ' if gap.of > 1 else ''}{of} ask{'' if gap.of > 1 else 's'} for {skill}"
    return f"{asked} of {of} ask{'' if gap.asked > 1 else 's'} for {skill}"


def reminder_section(day: Day) -> tuple[Block, ...]:
    """Applications to ask about."""
    cards = reminder_cards(day.reminders[:MAX_REMINDERS], day.postings, via="digest")
    return (Heading(body=text("Follow-up")), *cards) if cards else ()


def reminder_cards(
    reminders: Sequence[Reminder], postings: Mapping[PostingId, StoredPosting], *, via: str
) -> tuple[Card, ...]:
    """One card per follow-up, also when its posting is not known any more."""
    cards: list[Card] = []
    for reminder in reminders:
        stored = postings.get(reminder.posting)
        arguments = {"posting": reminder.posting, "via": via}
        subtitle: Text = ()
        body: tuple[str | Run, ...]
        if stored is None:
            body = ("You applied for a job that is no longer listed here. Heard back?",)
        else:
            body = (f"You applied for {name_of(stored.posting)}. Heard back?",)
            gone = stored.state is not PostingState.OPEN
            subtitle = text(
                where_words(stored.posting), " · the posting is no longer open" if gone else ""
            )
        cards.append(
            Card(
                title=text(*body),
                subtitle=subtitle,
                buttons=(
                    job_button("Heard back", "heard_back", **arguments),
                    job_button("Remind me in a week", "remind_later", **arguments),
                    job_button("Close it", "close_application", **arguments),
                ),
            )
        )
    return tuple(cards)


def team_section(day: Day) -> tuple[Block, ...]:
    """What is new on the roles of a recruiter."""
    cards = [_role_card(role, day=day) for role in day.roles[:_MAX_ROLES]]
    more = len(day.roles) - _MAX_ROLES
    # Where nothing else is in it, the first line has said already what this is about.
    heading = () if day.findings is None else (Heading(body=text("Your roles")),)
    blocks: list[Block] = [*heading, *cards] if cards else []
    if more > 0:
        blocks.append(Paragraph(body=text(f"and {number_of(more, 'more role', locale=None)}")))
    if day.unheard_roles:
        words = "Your roles could not be looked up for this digest."
        blocks.append(Notice(body=text(words), tone=Tone.WARNING))
    return tuple(blocks)


def _role_card(role: RoleNews, *, day: Day) -> Card:
    name = shortened(role.role, limit=90) or "A role"
    is_linked = role.url is not None and role.url.startswith(("https://", "http://"))
    counts = (
        number_of(role.new_applicants, "new applicant", locale=day.locale)
        if role.new_applicants
        else "",
        f"{number_of(role.open_reviews, 'review', locale=day.locale)} open"
        if role.open_reviews
        else "",
        f"{number_of(role.open_findings, 'bias finding', locale=day.locale)} still open"
        if role.open_findings
        else "",
    )
    return Card(
        title=(link(name, url=role.url or ""),) if is_linked else text(name),
        subtitle=text(" · ".join(count for count in counts if count)),
    )


def week_section(day: Day) -> tuple[Block, ...]:
    """The week in bars, at its end."""
    if not day.week:
        return ()
    total = sum(count for _, count in day.week)
    best, most = max(day.week, key=lambda pair: pair[1])
    return (
        Chart(
            title="New jobs for you this week",
            labels=tuple(weekday(date) for date, _ in day.week),
            values=tuple(float(count) for _, count in day.week),
            unit="",
            alternative=(
                f"{number_of(total, 'job', locale=day.locale)} of this week "
                f"{'was' if total == 1 else 'were'} shown to you, by the day on which they came "
                f"in; most on {weekday(best)} ({number_words(most, locale=day.locale)})."
            ),
        ),
    )


def foot(day: Day) -> Buttons:
    """What can be done with the whole digest."""
    more = (job_button("More jobs", "more", via="digest"),) if day.matches else ()
    return Buttons(
        buttons=(
            *more,
            settings_button("Settings", "digest_settings", via="digest"),
            settings_button("Stop digest", "digest_off", via="digest"),
        )
    )


def next_prompts(day: Day) -> tuple[SuggestedPrompt, ...]:
    """Things to say next; what is about one thing has a button there."""
    if day.roles and day.findings is None:
        return (
            SuggestedPrompt(label="What can you do?"),
            SuggestedPrompt(
                label="My settings", action=Action(agent=AgentId.SETTINGS, verb="digest_settings")
            ),
        )
    return (
        SuggestedPrompt(
            label="My saved jobs", action=Action(agent=AgentId.JOB_SEARCH, verb="saved")
        ),
        SuggestedPrompt(
            label="What I look for", action=Action(agent=AgentId.JOB_SEARCH, verb="preferences")
        ),
    )
