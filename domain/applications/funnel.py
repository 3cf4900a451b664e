"""How far applications got: counts with 95 % intervals, and "too few to tell"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.applications.model import Application, ApplicationEvent, ApplicationState, Outcome
from domain.applications.moves import COLUMNS, moves_of, was_sent
from domain.audit.proportions import wilson
from domain.ids import ApplicationId, CareerDocumentId

ENOUGH = 10
"""Applications under which a rate is not said: at 10 the interval is about 50 points wide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A share with its Wilson 95 % interval, 0 to 1."""

    count: int
    of: int

    @property
    def is_enough(self) -> bool:
        """True when the share may be said."""
        return self.of >= ENOUGH

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper bound."""
        return wilson(self.count, self.of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """How many got how far. Each counts in every stage that it reached."""

    applied: int
    interviews: int
    offers: int
    waiting: int
    """Applied, and nothing heard yet: some of them may still answer."""
    rejected: int
    unanswered: int

    @property
    def interview_rate(self) -> Rate:
        """Interviews of applications."""
        return Rate(count=self.interviews, of=self.applied)

    @property
    def offer_rate(self) -> Rate:
        """Offers of applications."""
        return Rate(count=self.offers, of=self.applied)


def funnel(applications: Sequence[Application], events: Sequence[ApplicationEvent]) -> Funnel:
    """Counts over the applications that were sent."""
    history: dict[ApplicationId, list[ApplicationEvent]] = defaultdict(list)
    for event in events:
        history[event.application].append(event)
    sent = [one for one in applications if was_sent(one)]
    reached = [_furthest(one, history[one.id]) for one in sent]
    interview, offer = ApplicationState.INTERVIEWING, ApplicationState.OFFER
    return Funnel(
        applied=len(sent),
        interviews=sum(stage >= COLUMNS.index(interview) for stage in reached),
        offers=sum(stage >= COLUMNS.index(offer) for stage in reached),
        waiting=sum(one.state is ApplicationState.APPLIED for one in sent),
        rejected=sum(one.outcome is Outcome.REJECTED for one in sent),
        unanswered=sum(one.outcome is Outcome.NO_ANSWER for one in sent),
    )


def by_resume(
    applications: Sequence[Application], events: Sequence[ApplicationEvent]
) -> Mapping[CareerDocumentId | None, Funnel]:
    """One funnel per resume version that was sent; None: it was not noted which."""
    groups: dict[CareerDocumentId | None, list[Application]] = defaultdict(list)
    for one in applications:
        if was_sent(one):
            groups[one.resume].append(one)
    return {resume: funnel(some, events) for resume, some in groups.items()}


def _furthest(application: Application, events: Sequence[ApplicationEvent]) -> int:
    """The furthest column that was reached and not taken back, CLOSED not counted.

    A move to an earlier column corrects a mistake: what lies behind it was not reached.
    """
    order = {state.value: number for number, state in enumerate(COLUMNS)}
    closed = ApplicationState.CLOSED.value
    furthest = 0
    for before, after in moves_of(events):
        if before not in order or after not in order:
            continue
        if before != closed:
            furthest = max(furthest, order[before])
        if after == closed:
            continue
        goes_back = before != closed and order[after] < order[before]
        furthest = order[after] if goes_back else max(furthest, order[after])
    if application.outcome is Outcome.ACCEPTED:
        return max(furthest, COLUMNS.index(ApplicationState.OFFER))
    if application.state is not ApplicationState.CLOSED:
        return COLUMNS.index(application.state)
    return max(furthest, COLUMNS.index(ApplicationState.APPLIED))
