"""Replies of the skills gap agent: the report, the proof of its lines, and the questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.agents import AgentId
from domain.gaps.model import GapReport, SkillLine, State, TargetKind
from domain.ids import PostingId
from domain.messages import Action
from domain.posting import StoredPosting
from domain.profiles import Statement
from domain.reply import (
    Block,
    Bullets,
    Button,
    Buttons,
    Chart,
    File,
    Notice,
    Paragraph,
    PendingQuestion,
    SuggestedPrompt,
    Tone,
    bold,
    quoted,
    text,
)
from graph.agent import AgentReply
from graph.agents.skills_gap import lines
from graph.agents.skills_gap.requests import TargetWish, Verb, arguments_of
from graph.posting_lookup import CURRENT, SHOWN

MEMORY = "gap"
"""Topic of what "why SQL?" refers to; nothing was asked."""
WHERE_USED = "used"
"""Topic of the question where a skill was used."""

_PLANNED = 3  # skills of a plan for pasted text; a goal or posting names them itself
_PASTED_KEPT = 8_000  # characters of pasted text remembered for "why"
_SHARED_LINES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A report with what a reply needs beside it."""

    report: GapReport
    target: TargetWish
    locale: str | None
    postings: tuple[StoredPosting, ...] = ()


def gap_action(verb: Verb, target: TargetWish, **arguments: str) -> Action:
    """An action of this agent about a target."""
    return Action(
        agent=AgentId.SKILLS_GAP,
        verb=verb.value,
        arguments={**arguments_of(target), **arguments},
    )


def gap_reply(
    answered: Answered,
    *,
    picture: Chart | File | None,
    before: Sequence[Block] = (),
    undo: Statement | None = None,
) -> AgentReply:
    """The whole answer: headline, lines, picture, what a skill would open, next steps."""
    report = answered.report
    blocks: list[Block] = [*before, _headline(answered)]
    worth = lines.worth_showing(report)
    if worth:
        blocks.append(Bullets(items=tuple(lines.item(line, report) for line in worth)))
    if cautions := lines.cautions(report):
        blocks.append(Notice(body=text(" ".join(cautions))))
    if report.knows_person and (shown := lines.shown_sentence(report)):
        blocks.append(Paragraph(body=text(shown)))
    demands = lines.demand_sentences(report)
    if demands and report.knows_person:
        blocks.append(Bullets(items=tuple(demands)))
    if picture is not None:
        blocks.append(picture)
    blocks += [Paragraph(body=text(words)) for words in lines.outlook_sentences(report)]
    if not report.knows_person:
        blocks.append(Paragraph(body=text(_TELL_ME)))
    buttons = _buttons(answered, worth, undo=undo)
    if buttons:
        blocks.append(Buttons(buttons=buttons))
    return AgentReply(
        blocks=tuple(blocks), prompts=_prompts(report, worth), pending=_memory(answered)
    )


def shared_reply(answered: Answered) -> AgentReply:
    """At most four blocks, beside other agents' answers."""
    report = answered.report
    blocks: list[Block] = [_headline(answered)]
    worth = lines.worth_showing(report)[:_SHARED_LINES]
    if worth:
        blocks.append(Bullets(items=tuple(lines.item(line, report) for line in worth)))
    opened = lines.outlook_sentences(report) if report.knows_person else [_TELL_ME]
    said = " ".join([*lines.cautions(report), *opened])
    if said:
        blocks.append(Paragraph(body=text(said)))
    # The learning agent offers the plan itself; here only what nobody else shows.
    if worth and report.knows_person:
        blocks.append(Buttons(buttons=(_why_button(answered),)))
    return AgentReply(blocks=tuple(blocks), pending=_memory(answered))


_TELL_ME = (
    "I do not know your skills yet, so I cannot say what is missing. Send your resume, or write "
    "what you work with (“I know SQL and Excel”)."
)


def _headline(answered: Answered) -> Paragraph:
    return Paragraph(body=lines.headline(answered.report, locale=answered.locale))


def _buttons(
    answered: Answered, worth: Sequence[SkillLine], *, undo: Statement | None
) -> tuple[Button, ...]:
    report, target = answered.report, answered.target
    buttons: list[Button] = []
    if undo is not None:
        action = gap_action(Verb.FORGET, target, statement=undo.id)
        buttons.append(Button(label="Undo", action=action))
    if not report.knows_person:
        return tuple(buttons)
    to_learn = _to_learn(report, worth)
    if to_learn:
        first = to_learn[0]
        buttons.append(
            Button(
                label=f"Plan to learn {lines.clean(first, limit=24)}",
                action=_plan_action(target, to_learn),
                tone="primary",
            )
        )
    if worth and undo is None:
        skill = worth[0].skill
        buttons.append(
            Button(
                label=f"I have used {lines.clean(skill, limit=24)}",
                action=gap_action(Verb.USED, target, skill=skill),
            )
        )
    if report.skills:
        buttons.append(_why_button(answered))
    buttons.append(
        Button(label="Jobs that fit now", action=Action(agent=AgentId.JOB_SEARCH, verb="search"))
    )
    return tuple(buttons[:4])


def _why_button(answered: Answered) -> Button:
    return Button(label="Why?", action=gap_action(Verb.WHY, answered.target))


def _to_learn(report: GapReport, worth: Sequence[SkillLine]) -> list[str]:
    """Skills to learn, the one that opens most first."""
    best = lines.best_unlock(report)
    first = list(best.skills) if best is not None else []
    missing = [line.skill for line in worth if line.proof.state is State.MISSING]
    named = {line.skill for line in report.skills if line.proof.state is not State.HAVE}
    return list(dict.fromkeys([*(one for one in first if one in named), *missing]))[:_PLANNED]


def _plan_action(target: TargetWish, skills: Sequence[str]) -> Action:
    """What the learning agent plans: the skills, and for what they are."""
    arguments = {"skills": "\n".join(skills)}
    if target.goal is not None:
        arguments["goal"] = target.goal.title
    elif target.posting:
        arguments["posting"] = target.posting
    return Action(agent=AgentId.LEARNING, verb="plan", arguments=arguments)


def _prompts(report: GapReport, worth: Sequence[SkillLine]) -> tuple[SuggestedPrompt, ...]:
    if not report.knows_person or not worth:
        return ()
    return (SuggestedPrompt(label=f"Why {lines.clean(worth[0].skill, limit=24)}?"),)


def _memory(answered: Answered) -> PendingQuestion:
    data = {**arguments_of(answered.target)}
    if answered.target.posting:
        data[CURRENT] = answered.target.posting
    if answered.target.postings:
        data[SHOWN] = "\n".join(answered.target.postings)
    if answered.target.pasted:
        data["pasted"] = answered.target.pasted[:_PASTED_KEPT]
    return PendingQuestion(agent=AgentId.SKILLS_GAP, topic=MEMORY, data=data, is_memory=True)


# --- why ------------------------------------------------------------------------------------------


def why_reply(answered: Answered, *, skill: str, titles: Mapping[PostingId, str]) -> AgentReply:
    """The words of both sides: of one skill, or of the lines that the report shows."""
    report = answered.report
    line = report.line_of(skill) if skill else None
    if skill and line is None:
        said = text(
            bold(skill), " is not among what I counted for ",
            *lines.target_words(report, locale=answered.locale), ".",
        )  # fmt: skip
        return AgentReply(blocks=(Paragraph(body=said),), pending=_memory(answered))
    chosen = [line] if line is not None else lines.worth_showing(report)
    blocks: list[Block] = []
    if chosen:
        items = lines.why_lines(chosen, report, titles)
        blocks = [Paragraph(body=items[0])] if len(items) == 1 else [Bullets(items=tuple(items))]
    else:
        blocks.append(Paragraph(body=lines.headline(report, locale=answered.locale)))
    have = report.with_state(State.HAVE)[: lines.MOST_LINES]
    if line is None and have:
        items = lines.why_lines(have, report, titles)
        blocks += [Paragraph(body=text("What you show:")), Bullets(items=tuple(items))]
    if line is None or report.target.kind is TargetKind.ROLE:
        blocks.append(Notice(body=text(_HOW)))
    buttons: tuple[Button, ...] = ()
    if report.knows_person and chosen and chosen[0].proof.state is not State.HAVE:
        first = chosen[0].skill
        buttons = (
            Button(
                label=f"I have used {lines.clean(first, limit=24)}",
                action=gap_action(Verb.USED, answered.target, skill=first),
            ),
            Button(label="Back to the gap", action=gap_action(Verb.GAP, answered.target)),
        )
        blocks.append(Buttons(buttons=buttons))
    return AgentReply(blocks=tuple(blocks), pending=_memory(answered))


_HOW = (
    "How I count: a skill that a quarter of the postings require is a must of the role. A skill "
    "is only partly shown when it is listed and in no role, last used over 5 years ago, tested "
    "and not used, or when only a related or more general one is shown."
)


# --- questions ------------------------------------------------------------------------------------


def ask_where_used(skill: str, target: TargetWish) -> AgentReply:
    """One sentence is asked for; it counts as the person's word."""
    data = {**arguments_of(target), "skill": skill}
    if target.pasted:
        data["pasted"] = target.pasted[:_PASTED_KEPT]
    body = text(
        "Where did you use ", bold(skill), ", and for what? One sentence is enough; I keep it as "
        "your word, beside your resume.",
    )  # fmt: skip
    return AgentReply(
        blocks=(Paragraph(body=body),),
        prompts=(SuggestedPrompt(label="Skip"),),
        pending=PendingQuestion(agent=AgentId.SKILLS_GAP, topic=WHERE_USED, data=data),
    )


def noted(statement: Statement) -> Paragraph:
    """What was kept, in the person's words."""
    return Paragraph(
        body=text(
            "Noted for ", bold(statement.skill), ", as your word: ",
            quoted(lines.clean(statement.words, limit=280)),
        )
    )  # fmt: skip


def nothing_noted(skill: str) -> AgentReply:
    """The person did not say that they used it."""
    return said(f"Nothing noted: {skill} stays as it was." if skill else "Nothing noted.")


def ask_target(guesses: Sequence[str], *, knows_person: bool) -> AgentReply:
    """For which role? Guesses are buttons, never assumed."""
    question = "For which role? Write a title, or send the posting's text or link."
    blocks: list[Block] = [Paragraph(body=text(question))]
    if guesses:
        blocks.append(
            Buttons(
                buttons=tuple(
                    Button(
                        label=lines.clean(title, limit=40),
                        action=Action(
                            agent=AgentId.SKILLS_GAP,
                            verb=Verb.GAP.value,
                            arguments={"title": title},
                        ),
                    )
                    for title in guesses
                )
            )
        )
    elif not knows_person:
        blocks.append(Paragraph(body=text(_TELL_ME)))
    return AgentReply(
        blocks=tuple(blocks),
        pending=PendingQuestion(agent=AgentId.SKILLS_GAP, topic="target"),
    )


def ask_which(choices: Sequence[StoredPosting]) -> AgentReply:
    """Several postings could be meant."""
    return AgentReply(
        blocks=(
            Paragraph(body=text("Which posting do you mean?")),
            Buttons(
                buttons=tuple(
                    Button(
                        label=lines.clean(
                            f"{one.posting.title}, {one.posting.company}".strip(", "), limit=60
                        ),
                        action=Action(
                            agent=AgentId.SKILLS_GAP,
                            verb=Verb.GAP.value,
                            arguments={"posting": one.posting.id},
                        ),
                    )
                    for one in choices[:4]
                )
            ),
        )
    )


def unknown_role(title: str, *, corpus: int) -> AgentReply:
    """Nothing to measure against."""
    words = (
        f"I know {corpus:,} open postings and none is for “{lines.clean(title, limit=60)}”, so I "
        "cannot say what it asks for. Send me the text of such a posting, or try another title."
        if corpus
        else "I have no open postings yet, so I cannot say what a role asks for. Send me the text "
        "of a posting and I compare it with your profile."
    )
    return AgentReply(blocks=(Notice(body=text(words), tone=Tone.WARNING),))


def said(words: str) -> AgentReply:
    """One plain sentence."""
    return AgentReply(blocks=(Paragraph(body=text(words)),))
