"""What the agent says about a plan: short, with dates, and honest about what is assumed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from domain.agents import AgentId
from domain.ids import ResourceId
from domain.learning.model import Cost, Resource
from domain.learning.plan import LearningPlan, PlanStep, StepState
from domain.learning.planning import MOST_STEPS, Progress, progress_of
from domain.learning.projects import project_for
from domain.learning.reasons import hours_words
from domain.learning.self_checks import skills_with_questions
from domain.messages import Action
from domain.reply import (
    Block,
    Bullets,
    Button,
    Buttons,
    Chart,
    Notice,
    Paragraph,
    PendingQuestion,
    Run,
    SuggestedPrompt,
    Text,
    Tone,
    bold,
    text,
)
from graph.agent import AgentReply
from graph.agents.learning.cards import shown_words, title_line
from graph.agents.learning.plan_requests import PLAN_TOPIC, PlanVerb
from graph.wording.counts import counted, joined
from graph.wording.dates import day_words

_HOURS_OFFERED = (2, 4, 8)
_SHOWN_STEPS = 5
_MAX_GOAL = 60  # characters
Shelf = Mapping[ResourceId, Resource]


def plan_button(label: str, verb: PlanVerb, **arguments: str) -> Button:
    """A button about plans; empty arguments are left out."""
    named = {name: value for name, value in arguments.items() if value}
    action = Action(agent=AgentId.LEARNING, verb=verb.value, arguments=named)
    return Button(label=label, action=action)


def hours_buttons(current: float | None, *, via: str = "") -> tuple[Button, ...]:
    """Two, four and eight hours a week, without the current choice."""
    return tuple(
        plan_button(f"{hours} h a week", PlanVerb.HOURS, hours=str(hours), via=via)
        for hours in _HOURS_OFFERED
        if hours != current
    )


def memory(marked: PlanStep | None = None) -> PendingQuestion:
    """That a plan is on the screen, and which step "undo" opens again."""
    data = {"marked": marked.id} if marked and marked.state is not StepState.TODO else {}
    return PendingQuestion(agent=AgentId.LEARNING, topic=PLAN_TOPIC, data=data, is_memory=True)


def goal_words(plan: LearningPlan) -> str:
    """The goal in a few words, as said."""
    return shown_words(plan.goal, limit=_MAX_GOAL) or "your goal"


def made(
    plan: LearningPlan,
    shelf: Shelf,
    *,
    today: date,
    locale: str | None,
    notes: Sequence[str] = (),
    was_kept: bool = False,
) -> AgentReply:
    """A new plan: its size in one line, the first steps, hours to choose."""
    progress = progress_of(plan, today=today)
    todo = [step for step in plan.steps if step.state is StepState.TODO]
    first = (
        f"{counted(len(todo), 'step')}, {hours_words(progress.hours_left)} in all: "
        f"{counted(progress.weeks_left, 'week')} at {hours_words(plan.hours_per_week)} a week, "
        f"until {day_words(todo[-1].due_on, locale=locale)}."
    )
    head = text("Your plan for ", bold(goal_words(plan)), f": {first}")
    blocks: list[Block] = [Paragraph(body=head), _list(todo, shelf, locale=locale)]
    blocks += _more(todo)
    said = [*notes]
    if any(not step.hours_stated for step in todo):
        said.append("“About” hours are my assumption from the kind of material: few state a time.")
    if was_kept:
        said.append("What you had done before stays done.")
    blocks += [Notice(body=text(" ".join(said)))] if said else []
    buttons = (*hours_buttons(plan.hours_per_week), _check_or_first(todo[0]))
    blocks.append(Buttons(buttons=buttons[:4]))
    return AgentReply(blocks=tuple(blocks), prompts=_PROMPTS, pending=memory())


_PROMPTS = (SuggestedPrompt(label="Show my plan"), SuggestedPrompt(label="Find jobs for me"))


def outline(
    plan: LearningPlan, shelf: Shelf, *, today: date, locale: str | None, is_new: bool
) -> AgentReply:
    """Three lines and one button: several agents answer this turn."""
    progress = progress_of(plan, today=today)
    todo = [step for step in plan.steps if step.state is StepState.TODO]
    names = joined([step.skill for step in todo[:4]])
    more = f" and {len(todo) - 4} more" if len(todo) > 4 else ""
    first = todo[0]
    lines = [
        text(bold("Learn: "), f"{names}{more}"),
        text(
            f"{counted(progress.weeks_left, 'week')} at {hours_words(plan.hours_per_week)} a week,"
            f" about {hours_words(progress.hours_left)} in all."
        ),
        text("Start with ", *_step_line(first, shelf, locale=locale)),
    ]
    label = "Start this plan" if is_new else "Show my plan"
    verb = PlanVerb.PLAN if is_new else PlanVerb.SHOW
    skills = ",".join(step.skill for step in todo) if is_new else ""
    arguments = (
        {"skills": skills, "goal": plan.goal[:80], "posting": plan.posting or ""} if is_new else {}
    )
    return AgentReply(
        blocks=(
            *(Paragraph(body=line) for line in lines),
            Buttons(buttons=(plan_button(label, verb, **arguments),)),
        )
    )


def shown(plan: LearningPlan, shelf: Shelf, *, today: date, locale: str | None) -> AgentReply:
    """Where the plan is, what comes next, and a small chart."""
    progress = progress_of(plan, today=today)
    blocks: list[Block] = [Paragraph(body=text(where_it_is(plan, progress, locale=locale)))]
    todo = [step for step in plan.steps if step.state is StepState.TODO]
    if not todo:
        return finished(plan)
    blocks.append(_list(todo, shelf, locale=locale))
    blocks += _more(todo)
    if progress.done:
        blocks.append(_chart(progress))
    blocks.append(Buttons(buttons=_buttons(plan, progress)))
    return AgentReply(blocks=tuple(blocks), prompts=_PROMPTS[1:], pending=memory())


def where_it_is(plan: LearningPlan, progress: Progress, *, locale: str | None) -> str:
    """One sentence: done, left, end, behind."""
    done = f"{progress.done} of {counted(progress.total, 'step')} done"
    if progress.skipped:
        done += f", {progress.skipped} skipped"
    if progress.ends_on is None:
        return f"{goal_words(plan)}: {done}. Nothing is left."
    left = f"{hours_words(progress.hours_left)} left"
    if plan.paused:
        return f"{goal_words(plan)}: {done}, {left}. The plan is paused."
    end = f"until {day_words(progress.ends_on, locale=locale)}"
    behind = f" {counted(len(progress.behind), 'step')} past the date." if progress.behind else ""
    rate = f"{hours_words(plan.hours_per_week)} a week"
    return f"{goal_words(plan)}: {done}, {left} at {rate}, {end}.{behind}"


def changed(
    words: str, plan: LearningPlan, shelf: Shelf, *, today: date, locale: str | None,
    undo: Button | None = None, step: PlanStep | None = None,
) -> AgentReply:  # fmt: skip
    """Something was noted: what, where the plan is now, and the next step."""
    progress = progress_of(plan, today=today)
    blocks: list[Block] = [Notice(body=text(words), tone=Tone.DONE)]
    if progress.current is None:
        return finished(plan, before=blocks, undo=undo, step=step)
    blocks.append(Paragraph(body=text(where_it_is(plan, progress, locale=locale))))
    buttons: list[Button] = []
    if step is not None and step.is_milestone and step.state is StepState.DONE:
        line, extra = _milestone(step)
        blocks.append(Paragraph(body=text(line)))
        buttons += extra
    if not plan.paused:
        following = _step_line(progress.current, shelf, locale=locale)
        blocks.append(Paragraph(body=text("Next: ", *following)))
    buttons += [undo] if undo else []
    buttons += _buttons(plan, progress)
    blocks.append(Buttons(buttons=tuple(buttons[:4])))
    return AgentReply(blocks=tuple(blocks), pending=memory(step))


def finished(
    plan: LearningPlan,
    *,
    before: Sequence[Block] = (),
    undo: Button | None = None,
    step: PlanStep | None = None,
) -> AgentReply:
    """The plan is at its end: what was reached, and how to show it."""
    done = [one.skill for one in plan.steps if one.state is StepState.DONE]
    hours = sum(one.hours for one in plan.steps if one.state is StepState.DONE)
    learned = (
        f" You worked through {joined(done)}, {hours_words(hours)} as planned." if done else ""
    )
    blocks: list[Block] = [*before]
    blocks.append(Paragraph(body=text(f"Your plan for {goal_words(plan)} is at its end.{learned}")))
    last = step or next((one for one in reversed(plan.steps) if one.state is StepState.DONE), None)
    buttons: list[Button] = []
    if last is not None:
        line, extra = _milestone(last)
        blocks.append(Paragraph(body=text(line)))
        buttons += extra
    buttons += [undo] if undo else []
    buttons.append(plan_button("New plan", PlanVerb.PLAN))
    blocks.append(Buttons(buttons=tuple(buttons)))
    return AgentReply(blocks=tuple(blocks), prompts=_PROMPTS[1:], pending=memory(step))


def _milestone(step: PlanStep) -> tuple[str, list[Button]]:
    check = [plan_button(f"Check {step.skill}", PlanVerb.CHECK, skill=step.skill)]
    if step.skill in skills_with_questions():
        line = (
            f"Time to show it: five questions about {step.skill}, the result goes to your profile."
        )
        return line, check
    return f"To show {step.skill}: {project_for(step.skill)}.", check


def _check_or_first(step: PlanStep) -> Button:
    if step.skill in skills_with_questions():
        return plan_button(f"Check {step.skill} now", PlanVerb.CHECK, skill=step.skill)
    return plan_button(f"I know {step.skill}", PlanVerb.SKIP, step=step.id)


def _buttons(plan: LearningPlan, progress: Progress) -> tuple[Button, ...]:
    current = progress.current
    if plan.paused:
        return (plan_button("Resume", PlanVerb.RESUME), plan_button("Stop", PlanVerb.STOP))
    buttons = []
    if current is not None:
        buttons.append(plan_button(f"Done: {current.skill}", PlanVerb.DONE, step=current.id))
        buttons.append(plan_button(f"Skip {current.skill}", PlanVerb.SKIP, step=current.id))
    if progress.behind:
        buttons.append(plan_button("New dates", PlanVerb.BEHIND))
    buttons.append(plan_button("Change hours", PlanVerb.HOURS))
    return tuple(buttons[:4])


def _list(todo: Sequence[PlanStep], shelf: Shelf, *, locale: str | None) -> Bullets:
    lines = tuple(_step_line(step, shelf, locale=locale) for step in todo[:_SHOWN_STEPS])
    return Bullets(items=lines, ordered=True)


def _more(todo: Sequence[PlanStep]) -> list[Block]:
    rest = [step.skill for step in todo[_SHOWN_STEPS:MOST_STEPS]]
    return [Paragraph(body=text(f"Then {joined(rest)}."))] if rest else []


def _step_line(step: PlanStep, shelf: Shelf, *, locale: str | None) -> Text:
    resource = shelf.get(step.resource) if step.resource is not None else None
    about = "" if step.hours_stated else "about "
    tail = f", {about}{hours_words(step.hours)}, by {day_words(step.due_on, locale=locale)}"
    # A title that begins with the skill names it already.
    title = shown_words(resource.title, limit=2 * _MAX_GOAL) if resource is not None else ""
    names_skill = re.match(rf"{re.escape(step.skill)}(?!\w)", title, re.IGNORECASE) is not None
    return (
        *(() if names_skill else (bold(step.skill), *text(": "))),
        *_material(step, resource),
        *text(f"{tail} ({step.why})"),
    )


def _material(step: PlanStep, resource: Resource | None) -> Sequence[Run]:
    if resource is None:
        missing = "no free resource known; search for a beginner's course of it"
        return text(missing if step.resource is None else "its course is not listed any more")
    paid = {Cost.PAID: " (paid; nothing free known)", Cost.UNKNOWN: " (cost not stated)"}
    return (*title_line(resource), *text(paid.get(resource.cost, "")))


def _chart(progress: Progress) -> Chart:
    done, left = round(progress.hours_done, 1), round(progress.hours_left, 1)
    return Chart(
        title="Hours of the plan",
        labels=("Done", "Left"),
        values=(done, left),
        unit="h",
        alternative=f"{hours_words(done)} done, {hours_words(left)} left.",
    )


# --- questions and refusals --------------------------------------------------------------------


def ask_hours(plan: LearningPlan) -> AgentReply:
    """How many hours a week from now on."""
    now = hours_words(plan.hours_per_week)
    return AgentReply(
        blocks=(
            Paragraph(body=text(f"How many hours a week from now on? It is {now} now.")),
            Buttons(buttons=hours_buttons(plan.hours_per_week)),
        ),
        pending=memory(),
    )


def confirm_stop(plan: LearningPlan) -> AgentReply:
    """Stopping deletes: ask once."""
    progress = progress_of(plan, today=plan.started_on)
    kept = f"{progress.done} of {counted(progress.total, 'step')} done"
    return AgentReply(
        blocks=(
            Paragraph(body=text(f"Delete the plan for {goal_words(plan)} ({kept})?")),
            Buttons(
                buttons=(
                    plan_button("Delete it", PlanVerb.STOP, sure="yes"),
                    plan_button("Only pause", PlanVerb.PAUSE),
                    plan_button("Keep it", PlanVerb.SHOW),
                )
            ),
        ),
        pending=memory(),
    )


def said(words: str, *buttons: Button, remembers: bool = False) -> AgentReply:
    """One sentence and, maybe, ways on."""
    blocks: list[Block] = [Paragraph(body=text(words))]
    blocks += [Buttons(buttons=buttons)] if buttons else []
    return AgentReply(
        blocks=tuple(blocks),
        prompts=() if buttons else _EXAMPLES,
        pending=memory() if remembers else None,
    )


_EXAMPLES = (
    SuggestedPrompt(label="Make me a plan to learn SQL"),
    SuggestedPrompt(label="Which skill would help me most?"),
)


def no_plan() -> AgentReply:
    """There is none."""
    return said(
        "You have no learning plan. Name a job or skills, such as “a plan for data engineer, "
        "4 hours a week”.",
    )
