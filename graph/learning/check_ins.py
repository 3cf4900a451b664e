"""Check-ins in words: where the plan is, what is next, four buttons."""

from __future__ import annotations

from datetime import datetime

from domain.agents import AgentId
from domain.digest.local_time import zone_of
from domain.learning.plan import LearningPlan, StepState
from domain.learning.planning import progress_of
from domain.learning.reasons import hours_words
from domain.messages import Action
from domain.profiles import User
from domain.push_ports import LearningLibrary
from domain.reply import Block, Button, Buttons, Paragraph, Reply, bold, link, text
from graph.learning.plan_dates import next_check_in
from graph.wording.counts import counted, shortened
from graph.wording.dates import day_words

_VIA = "reminder"
_MAX_GOAL, _MAX_TITLE = 60, 110  # characters


class CheckInDesk:
    """Writes check-ins; stores nothing."""

    def __init__(self, *, library: LearningLibrary) -> None:
        self._library = library

    def next_at(self, user: User, plan: LearningPlan, *, now: datetime) -> datetime | None:
        """When to ask after this one; None for a plan that is at its end."""
        is_open = any(step.state is StepState.TODO for step in plan.steps)
        return next_check_in(user.settings, now=now) if is_open else None

    async def write(self, user: User, plan: LearningPlan, *, now: datetime) -> Reply:
        """One message: a question about the next step, or the last words about a finished plan."""
        today = now.astimezone(zone_of(user.settings.time_zone)).date()
        progress = progress_of(plan, today=today)
        goal = shortened("".join(c for c in plan.goal if c.isprintable()), limit=_MAX_GOAL)
        done = f"{progress.done} of {counted(progress.total, 'step')} done"
        step = progress.current
        if step is None:
            end = f"Your plan for {goal} is at its end: {done}."
            return _reply((Paragraph(body=text(end)), _buttons(("New plan", "plan", {}))))
        locale = user.settings.language
        due = day_words(step.due_on, locale=locale)
        asked = f"How is {step.skill} going? "
        first = text(bold(asked), f"{done}, {hours_words(progress.hours_left)} left for {goal}.")
        blocks: list[Block] = [Paragraph(body=first)]
        resource = None if step.resource is None else await self._library.find(step.resource)
        if resource is not None and resource.url.startswith(("https://", "http://")):
            title = "".join(c for c in resource.title if c.isprintable())
            named = link(shortened(title, limit=_MAX_TITLE) or step.skill, url=resource.url)
            blocks.append(Paragraph(body=text("With ", named, f", planned until {due}.")))
        else:
            blocks.append(Paragraph(body=text(f"Planned until {due}.")))
        if progress.behind:
            late = counted(len(progress.behind), "step")
            words = f"{late} past the date: fewer hours or new dates are fine."
            blocks.append(Paragraph(body=text(words)))
        blocks.append(
            _buttons(
                (f"Done: {step.skill}", "plan_done", {"step": step.id}),
                ("Later", "plan_later", {}),
                ("Change hours", "plan_hours", {}),
                ("Pause", "plan_pause", {}),
            )
        )
        return _reply(tuple(blocks))


def _reply(blocks: tuple[Block, ...]) -> Reply:
    return Reply(blocks=blocks, agents=(AgentId.LEARNING,))


def _buttons(*wanted: tuple[str, str, dict[str, str]]) -> Buttons:
    return Buttons(
        buttons=tuple(
            Button(
                label=label,
                action=Action(
                    agent=AgentId.LEARNING, verb=verb, arguments={**arguments, "via": _VIA}
                ),
            )
            for label, verb, arguments in wanted
        )
    )
