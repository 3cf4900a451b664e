"""One person's digest out of everything known: sections in a fixed order, silence where chosen."""

from __future__ import annotations

from dataclasses import dataclass, replace

from domain.agents import AgentId
from domain.digest.model import WrittenDigest
from domain.pushes import PushTopic
from domain.reply import Block, Heading, Notice, Paragraph, Reply, Tone, plain_text, text
from graph.digest.day import Day
from graph.digest.sections import (
    MAX_REMINDERS,
    foot,
    gap_words,
    happened_section,
    left_out_section,
    lesson_section,
    match_section,
    next_prompts,
    reminder_section,
    source_section,
    team_section,
    week_section,
)
from graph.digest.words import account_words, all_answered_words, late_words, number_of
from graph.wording.counts import joined
from graph.wording.money import number_words

_SKILLS_TOLD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A digest that is complete; one sentence more may follow its opening."""

    written: WrittenDigest
    opening: int = 0
    """Blocks before the place of the sentence."""
    facts: str = ""
    """What the sentence may be about: our own words and counts, nothing that others wrote."""


def draft(day: Day, *, cursor: int) -> Draft:
    """The digest of one person.

    Args:
        day: what is known.
        cursor: posting revision that was looked up to.
    """
    body = (
        *match_section(day),
        *happened_section(day),
        *left_out_section(day),
        *source_section(day),
        *lesson_section(day),
        *reminder_section(day),
        *team_section(day),
        *week_section(day),
    )
    if not _has_something(day) and not day.user.settings.digest_when_empty:
        return Draft(written=WrittenDigest(due=day.due, reply=None, cursor=cursor))
    opening = _opening(day)
    agents = [AgentId.JOB_SEARCH]
    if day.lesson is not None:
        agents.append(AgentId.LEARNING)
    reply = Reply(
        blocks=(*opening, *body, foot(day)), agents=tuple(agents), prompts=next_prompts(day)
    )
    lesson = day.lesson
    return Draft(
        written=WrittenDigest(
            due=day.due,
            reply=reply,
            shown=tuple(match.posting for match in (*day.fresh, *day.older)),
            resources=() if lesson is None else (lesson.resource.id,),
            reminders=tuple(reminder.id for reminder in day.reminders[:MAX_REMINDERS]),
            cursor=cursor,
        ),
        opening=len(opening),
        facts=_facts(day, opening),
    )


def with_sentence(draft: Draft, sentence: str | None) -> WrittenDigest:
    """The digest with the sentence after its opening; as it was without one."""
    reply = draft.written.reply
    if sentence is None or reply is None:
        return draft.written
    at = draft.opening
    blocks = (*reply.blocks[:at], Paragraph(body=text(sentence)), *reply.blocks[at:])
    return replace(draft.written, reply=replace(reply, blocks=blocks))


def _has_something(day: Day) -> bool:
    return bool(
        day.matches
        or any(event.posting in day.postings for event in day.happened)
        or day.lesson
        or day.reminders
        or day.roles
    )


def _opening(day: Day) -> tuple[Block, ...]:
    """The line that answers, the account behind it, and what has to be known first."""
    blocks: list[Block] = [Heading(body=text(_headline(day)))]
    if day.is_late:
        words = late_words(day.due.due_at.astimezone(day.zone), today=day.today)
        blocks.append(Notice(body=text(words), tone=Tone.INFO))
    account = day.account
    said = (
        "" if account is None else account_words(account, locale=day.locale, is_first=day.is_first)
    )
    why = "" if day.matches else _why_empty(day)
    reason = " ".join(part for part in (said, why) if part)
    if reason:
        blocks.append(Paragraph(body=text(reason)))
    if day.is_first:
        blocks.append(Paragraph(body=text(_welcome(day))))
    return tuple(blocks)


def _welcome(day: Day) -> str:
    parts = []
    if day.wants(PushTopic.JOBS):
        parts.append("new jobs, what became of those you keep")
    if day.wants(PushTopic.LEARNING):
        parts.append("one thing to learn")
    holds = f": {', and '.join(parts)}" if parts else ""
    return (
        f"This is your first digest{holds}. Change or stop it with the buttons at the end, or tell "
        "me in your own words."
    )


def _headline(day: Day) -> str:
    new, older = len(day.fresh), len(day.older)
    if day.is_first and new:
        return f"{number_of(new, 'job', locale=day.locale)} to begin with"
    if new:
        return f"{number_of(new, 'new job', locale=day.locale)} {day.since_words}"
    if older:
        kept = number_of(older, "job", locale=day.locale)
        verb = "is" if older == 1 else "are"
        return f"Nothing new {day.since_words}; {kept} you have not seen {verb} still open"
    if day.findings is not None and day.wants(PushTopic.JOBS):
        if day.all_sources_silent:
            return "No news: no source answered"
        return f"Nothing new {day.since_words}"
    return _headline_without_jobs(day)


def _headline_without_jobs(day: Day) -> str:
    parts = []
    applicants = sum(role.new_applicants for role in day.roles)
    reviews = sum(role.open_reviews for role in day.roles)
    findings = sum(role.open_findings for role in day.roles)
    if applicants:
        parts.append(number_of(applicants, "new applicant", locale=day.locale))
    if reviews:
        words = number_of(reviews, "review", locale=day.locale)
        parts.append(f"{words} open")
    if findings:
        words = number_of(findings, "bias finding", locale=day.locale)
        parts.append(f"{words} still open")
    if day.reminders:
        parts.append(number_of(len(day.reminders), "follow-up", locale=day.locale))
    if day.lesson is not None:
        # The section below says "One thing to learn".
        parts.append("something to learn" if parts else f"To learn: {day.lesson.skill}")
    if not parts:
        return "Nothing for you today"
    words = joined(parts)
    return f"{words[:1].upper()}{words[1:]}"


def _why_empty(day: Day) -> str:
    """Why there are no jobs: in one line, and honest."""
    if not day.wants(PushTopic.JOBS):
        return "" if _has_something(day) else "New jobs are switched off in your digest."
    if day.findings is None:
        if day.roles:
            return ""
        return (
            "I do not know yet what you look for. Send your resume, or tell me a job title, and "
            "the next digest has jobs in it."
        )
    return all_answered_words(day.sources, zone=day.zone, today=day.today, locale=day.locale)


def _facts(day: Day, opening: tuple[Block, ...]) -> str:
    """Facts for the one sentence; titles and companies stay out, since others wrote them."""
    lines = [plain_text(opening[:1]).rstrip(".") + "."]
    matches = (*day.fresh, *day.older)
    if matches:
        skills = list(dict.fromkeys(item.about for item in matches[0].evidence if item.about))[
            :_SKILLS_TOLD
        ]
        if skills:
            lines.append(f"The first job fits these skills of the person: {joined(skills)}.")
        flawless = sum(not match.against for match in matches)
        if flawless:
            words = number_of(flawless, "job", locale=None)
            lines.append(f"No flags were found for {words}.")
    if day.lesson is not None:
        lines.append(f"To learn: {gap_words(day)}.")
    if day.reminders:
        count = number_words(len(day.reminders), locale=day.locale)
        lines.append(f"Follow-ups due: {count}.")
    return "\n".join(lines)
