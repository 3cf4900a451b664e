"""A learning plan: skills in an order that works, resources, hours, dates, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.ids import PostingId, ResourceId, UserId


class StepState(StrEnum):
    """How far a step is."""

    TODO = "todo"
    DONE = "done"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep:
    """One skill to learn with one resource."""

    id: str
    skill: str
    """Canonical name."""
    why: str
    """One plain clause: what it opens, or for which later step it is needed."""
    resource: ResourceId | None
    """None when the shelf has nothing; the step says what to look for."""
    hours: float
    hours_stated: bool
    """False: assumed from kind and level, and said so."""
    due_on: date
    """When it is done at the chosen hours a week."""
    is_milestone: bool = False
    """After it something can be shown: a self-check or a project is due."""
    needs: tuple[str, ...] = ()
    """Ids of steps that come before."""
    state: StepState = StepState.TODO
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningPlan:
    """One active plan per person."""

    user: UserId
    goal: str
    """In the person's words, or the title of the posting."""
    posting: PostingId | None
    hours_per_week: float
    started_on: date
    steps: tuple[PlanStep, ...]
    check_in_at: datetime | None
    """Next time to ask how it goes; None: not asked."""
    paused: bool = False
    version: int = 0
    """Grows by one with every save; a save with an old version is refused."""
