"""Changes as cards: before, after, why, and the posting's own sentence."""

from __future__ import annotations

from collections.abc import Sequence

from domain.agents import AgentId
from domain.messages import Action
from domain.posting import Posting
from domain.reply import (
    Block,
    Button,
    Buttons,
    Card,
    Fact,
    Notice,
    Paragraph,
    PendingQuestion,
    Text,
    Tone,
    bold,
    quoted,
    text,
)
from domain.tailoring.model import Change, ChangeKind, ChangeState, TailoringDraft
from graph.agent import AgentReply
from graph.agents.resume_builder.requests import Topic, Verb, builder_button
from graph.posting_lookup import CURRENT, YES_OR_NO
from graph.wording.counts import counted, joined, shortened

SHOWN = 3
"""Changes in one message; the next ones come as these are decided."""
_LINE = 220
_LISTED = 8
_TITLES = {
    ChangeKind.HEADLINE: "Headline",
    ChangeKind.SUMMARY: "Summary",
    ChangeKind.SKILLS_ORDER: "Order of skills",
    ChangeKind.SKILL_NAME: "Name of a skill",
    ChangeKind.BULLETS_ORDER: "Order of bullets",
    ChangeKind.LEAVE_OUT: "Leave out",
    ChangeKind.REPHRASE: "Other words",
    ChangeKind.SECTIONS_ORDER: "Order of sections",
}


def name_of(posting: Posting | None) -> str:
    """The posting in a few words."""
    if posting is None:
        return "any job"
    title = shortened(posting.title, limit=60) or "this job"
    return f"{title} at {shortened(posting.company, limit=40)}" if posting.company else title


def opened(draft: TailoringDraft, posting: Posting, *, wanted_model: bool) -> AgentReply:
    """A fresh draft: what it comes to, and the first changes."""
    open_ones = _open(draft)
    if not draft.changes:
        return AgentReply(
            blocks=(
                Paragraph(
                    body=text(
                        "Your resume already reads as well for ",
                        bold(name_of(posting)),
                        " as your profile allows: I would change nothing.",
                    )
                ),
                *_unsaid(draft),
                _foot(draft),
            ),
            pending=memory(draft, unsaid=first_unsaid(draft)),
        )
    first = text(
        f"{counted(len(draft.changes), 'change')} for ",
        bold(name_of(posting)),
        ". Nothing is added that your profile does not show.",
    )
    blocks: list[Block] = [Paragraph(body=first)]
    if draft.stopped:
        blocks.append(
            Notice(
                body=text(
                    f"{counted(draft.stopped, 'wording')} of the language model said more than "
                    "your profile does, so I threw it away."
                    if draft.stopped == 1
                    else f"{draft.stopped} wordings of the language model said more than your "
                    "profile does, so I threw them away."
                )
            )
        )
    blocks += [change_card(draft, one) for one in open_ones[:SHOWN]]
    blocks.append(_foot(draft))
    return AgentReply(
        blocks=tuple(blocks),
        pending=memory(draft, change=open_ones[0] if len(open_ones) == 1 else None),
        wanted_model=wanted_model,
    )


def decided(draft: TailoringDraft, changes: Sequence[Change], *, verb: Verb) -> AgentReply:
    """After "accept" or "skip": the next open change, or the way on."""
    open_ones = _open(draft)
    done = "Accepted" if verb is Verb.ACCEPT else "Skipped"
    names = joined([_TITLES[one.kind].lower() for one in changes][:3])
    accepted = sum(one.state is ChangeState.ACCEPTED for one in draft.changes)
    rest = f"{len(open_ones)} open" if open_ones else "all decided"
    said = f"{done}: {names}. {accepted} of {len(draft.changes)} accepted, {rest}."
    blocks: list[Block] = [Notice(body=text(said), tone=Tone.DONE)]
    if open_ones:
        # Those below the first three were not seen yet; the next one follows each decision.
        following = next((one for one in open_ones if _place(draft, one) >= SHOWN), open_ones[0])
        blocks += [change_card(draft, following), _foot(draft)]
        return AgentReply(blocks=tuple(blocks), pending=memory(draft, change=following))
    blocks += [*_unsaid(draft), _foot(draft)]
    return AgentReply(blocks=tuple(blocks), pending=memory(draft, unsaid=first_unsaid(draft)))


def listed(draft: TailoringDraft, posting: Posting | None) -> AgentReply:
    """All changes that are not decided, a page at a time."""
    open_ones = _open(draft)
    if not open_ones:
        done = f"Everything for {name_of(posting)} is decided."
        return AgentReply(
            blocks=(Paragraph(body=text(done)), *_unsaid(draft), _foot(draft)),
            pending=memory(draft, unsaid=first_unsaid(draft)),
        )
    return AgentReply(
        blocks=(
            Paragraph(body=text(f"{counted(len(open_ones), 'change')} to decide:")),
            *(change_card(draft, one) for one in open_ones[:5]),
            _foot(draft),
        ),
        pending=memory(draft),
    )


def why(draft: TailoringDraft, change: Change, quotes: Sequence[str]) -> AgentReply:
    """What a change rests on: lines of the profile and the sentence of the posting."""
    facts = [Fact(label="Why", value=text(change.reason))]
    if change.posting_quote:
        said = shortened(change.posting_quote, limit=_LINE)
        facts.append(Fact(label="Posting", value=text(quoted(said))))
    facts += [
        Fact(label="Your profile", value=text(quoted(shortened(line, limit=_LINE))))
        for line in quotes[:4]
    ]
    if change.by_model:
        facts.append(
            Fact(
                label="Words",
                value=text("by the language model; the checker found no new fact in them"),
            )
        )
    where = {"draft": draft.id, "change": change.id}
    buttons = (
        builder_button("Accept", Verb.ACCEPT, **where),
        builder_button("Skip", Verb.SKIP, **where),
    )
    card = Card(title=_title(draft, change), facts=tuple(facts), buttons=buttons)
    return AgentReply(blocks=(card,), pending=memory(draft, change=change))


def change_card(draft: TailoringDraft, change: Change) -> Card:
    """One change with its buttons."""
    facts = [
        Fact(label="Now", value=_lines(change.before)),
        Fact(label="Then", value=_lines(change.after) if change.after else text("left out")),
        Fact(label="Why", value=text(change.reason)),
    ]
    if change.posting_quote:
        said = shortened(change.posting_quote, limit=_LINE)
        facts.append(Fact(label="Posting", value=text(quoted(said))))
    return Card(title=_title(draft, change), facts=tuple(facts), buttons=_decide(draft, change))


def memory(
    draft: TailoringDraft, *, change: Change | None = None, unsaid: str = ""
) -> PendingQuestion:
    """What "accept 2", "make it" and "this job" refer to next; ``unsaid``: yes or no was asked."""
    data = {"draft": draft.id}
    if unsaid:
        data |= {YES_OR_NO: "used", "skill": unsaid[:60]}
    if draft.posting:
        data[CURRENT] = draft.posting
    if change is not None:
        data["change"] = change.id
    return PendingQuestion(
        agent=AgentId.RESUME_BUILDER, topic=Topic.DRAFT.value, data=data, is_memory=True
    )


def about(posting: str) -> PendingQuestion:
    """What "this job" refers to next, where no changes are on the table."""
    return PendingQuestion(
        agent=AgentId.RESUME_BUILDER,
        topic=Topic.DRAFT.value,
        data={CURRENT: posting},
        is_memory=True,
    )


def track_action(posting: str, *, resume: str = "") -> Action:
    """Put the posting on the board of applications, with the version that was made for it."""
    arguments = {"posting": posting, **({"resume": resume} if resume else {})}
    return Action(agent=AgentId.APPLICATIONS, verb="track", arguments=arguments)


def _open(draft: TailoringDraft) -> list[Change]:
    return [one for one in draft.changes if one.state is ChangeState.OPEN]


def _place(draft: TailoringDraft, change: Change) -> int:
    return next(place for place, one in enumerate(draft.changes) if one.id == change.id)


def _title(draft: TailoringDraft, change: Change) -> Text:
    return text(bold(f"{_place(draft, change) + 1}. {_TITLES[change.kind]}"))


def _lines(lines: Sequence[str]) -> Text:
    if not lines:
        return text("nothing")
    if len(lines) == 1:
        return text(quoted(shortened(lines[0], limit=_LINE)))
    listed_ones = [shortened(line, limit=60) for line in lines[:_LISTED]]
    more = f" and {len(lines) - _LISTED} more" if len(lines) > _LISTED else ""
    return text(quoted(" · ".join(listed_ones)), more)


def _decide(draft: TailoringDraft, change: Change) -> tuple[Button, ...]:
    where = {"draft": draft.id, "change": change.id}
    return (
        builder_button("Accept", Verb.ACCEPT, **where),
        builder_button("Skip", Verb.SKIP, **where),
        builder_button("Why?", Verb.WHY, **where),
    )


def _foot(draft: TailoringDraft) -> Buttons:
    open_ones = _open(draft)
    buttons = []
    if open_ones:
        label = f"Accept all {len(open_ones)}" if len(open_ones) > 1 else "Accept it"
        buttons.append(builder_button(label, Verb.ACCEPT_ALL, draft=draft.id))
    buttons.append(builder_button("Make PDF and Word", Verb.MAKE, draft=draft.id))
    buttons.append(builder_button("Show the looks", Verb.LOOKS, draft=draft.id))
    if len(open_ones) > SHOWN:
        buttons.append(builder_button("All changes", Verb.CHANGES, draft=draft.id))
    return Buttons(buttons=tuple(buttons))


def first_unsaid(draft: TailoringDraft) -> str:
    """The skill that is asked about first; empty when nothing was left out."""
    return draft.unsaid[0].skill if draft.unsaid else ""


def _unsaid(draft: TailoringDraft) -> list[Block]:
    """The most wanted thing that nothing supports: a question, never a claim."""
    if not draft.unsaid:
        return []
    first = draft.unsaid[0]
    return [unsaid_question(draft, first.skill), unsaid_buttons(draft, first.skill)]


def unsaid_question(draft: TailoringDraft, skill: str) -> Paragraph:
    """What was left out because nothing supports it, as a question."""
    said = next((one for one in draft.unsaid if one.skill == skill), None)
    rest = [one.skill for one in draft.unsaid if one.skill != skill]
    more = f" (Also not supported: {joined(rest[:4])}.)" if rest else ""
    asked = (
        ("The posting says ", quoted(shortened(said.posting_quote, limit=_LINE)), " ")
        if said and said.posting_quote
        else ()
    )
    return Paragraph(
        body=text(
            *asked,
            f"I left out {skill}: nothing in your profile supports it. Have you used it?{more}",
        )
    )


def unsaid_buttons(draft: TailoringDraft, skill: str) -> Buttons:
    """Yes, no, and the way to learn it."""
    plan = Action(
        agent=AgentId.LEARNING,
        verb="plan",
        arguments={
            "skills": skill[:60],
            **({"posting": draft.posting} if draft.posting else {}),
        },
    )
    return Buttons(
        buttons=(
            builder_button(
                f"I have used {shortened(skill, limit=20)}",
                Verb.USED,
                skill=skill[:60],
                draft=draft.id,
            ),
            builder_button("No", Verb.NOT_USED, skill=skill[:60], draft=draft.id),
            Button(label="Plan to learn it", action=plan),
        )
    )
