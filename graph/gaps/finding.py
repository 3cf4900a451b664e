"""Gap reports for a role, a goal or postings, over the live postings; exact counts, no model."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from domain.gaps.asking import Counted, count_asked, counted_line, posting_lines, sentence_of
from domain.gaps.model import (
    GapReport,
    Outlook,
    SkillLine,
    State,
    Target,
    TargetKind,
)
from domain.gaps.proving import Person
from domain.gaps.unlocking import Asking, outlook_of
from domain.goals import Goal
from domain.ids import PostingId
from domain.learning.model import SkillGap
from domain.matching.reading import PostingFacts, read_posting
from domain.matching.titles import TitleReading, read_title
from domain.ports import Clock, PostingStore
from domain.posting import Posting, Stance
from domain.profiles import Profile
from graph.gaps.columns import AskedColumns, AskedRow, FindsJobs, row_of
from graph.gaps.demands import DemandCount, count_demands, demand_lines
from graph.gaps.person import person_of
from graph.gaps.selecting import near_titles, of_role, one_per_job, repeated_clusters
from graph.job_columns import judge_location

MOST_IN_SET = 50
"""Chosen postings that are compared at once."""

NEW_FOR = timedelta(days=7)
"""How long a posting counts as of this week."""

Read = Mapping[PostingId, tuple[Posting, PostingFacts]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Market:
    """The open postings around one question."""

    person: Person
    rows: Mapping[PostingId, AskedRow]
    eligible: frozenset[PostingId]


class GapFinder:
    """Answers what somebody is missing, and how many postings a skill would open."""

    def __init__(self, *, jobs: FindsJobs, postings: PostingStore, clock: Clock) -> None:
        """Reads nothing yet; the first report reads the store through ``jobs``.

        Args:
            jobs: the job search, whose catalogue is followed.
            postings: what each person hid.
            clock: the time.
        """
        self._jobs = jobs
        self._postings = postings
        self._clock = clock
        self._columns = AskedColumns()

    async def warm(self) -> int:
        """Read all open postings once, so that no first question waits; returns how many."""
        await self._jobs.refresh()
        return len(await self._columns.follow(self._jobs))

    async def for_goal(self, profile: Profile, goal: Goal) -> GapReport:
        """The gap to a role: open postings whose title names it, in the places of the goal.

        Args:
            profile: as stored.
            goal: with a title.
        """
        places = tuple(place.name for place in goal.places)
        role = read_title(goal.title)
        market = await self._market(profile, places=places)
        rows = await self._of_role(market, role, in_places=bool(places))
        left_out = bool(places) and not rows
        if left_out:
            market = await self._market(profile, places=())
            rows = await self._of_role(market, role, in_places=False)
        counted, demands = await asyncio.to_thread(_counted, market.person, rows)
        read = await self._read(_examples(counted, demands))
        named_so = sum(bool(role.words) and role.words <= row.title.words for row in rows)
        return GapReport(
            target=Target(kind=TargetKind.ROLE, title=goal.title, places=places),
            of=len(rows),
            named_so=named_so,
            corpus=len(market.rows),
            as_of=market.person.today,
            skills=_lines(market.person, counted, read, of=len(rows)),
            demands=demand_lines(market.person.seeker, demands, read, of=len(rows)),
            outlook=await asyncio.to_thread(self._outlook, market, rows),
            knows_person=market.person.is_known,
            places_left_out=left_out,
        )

    async def for_postings(self, profile: Profile, postings: Sequence[Posting]) -> GapReport:
        """The gap to one posting, or to several together.

        Args:
            profile: as stored.
            postings: at least one; a person's own or pasted ones are in no store.
        """
        chosen = list(postings[:MOST_IN_SET])
        market = await self._market(profile, places=())
        person = market.person
        facts = await asyncio.to_thread(lambda: [read_posting(one) for one in chosen])
        titles = list(dict.fromkeys(one.title for one in facts))
        near = await asyncio.to_thread(near_titles, list(market.rows.values()), titles)
        near = await self._each_job_once([row for row in near if row.posting in market.eligible])
        read = {one.id: (one, its) for one, its in zip(chosen, facts, strict=True)}
        rows = [row_of(one, its, stored=None) for one, its in zip(chosen, facts, strict=True)]
        counted, demands = await asyncio.to_thread(_counted, person, rows)
        is_one = len(chosen) == 1
        return GapReport(
            target=Target(
                kind=TargetKind.POSTING if is_one else TargetKind.POSTINGS,
                title=chosen[0].title if is_one else "these jobs",
                postings=tuple(one.id for one in chosen if one.id),
            ),
            of=len(chosen),
            named_so=len(chosen),
            corpus=len(market.rows),
            as_of=person.today,
            skills=posting_lines(
                person,
                facts[0],
                title=chosen[0].title,
                text=chosen[0].description,
                posting=chosen[0].id or None,
            )
            if is_one
            else _lines(person, counted, read, of=len(chosen)),
            demands=demand_lines(person.seeker, demands, read, of=len(chosen)),
            outlook=await asyncio.to_thread(self._outlook, market, near),
            knows_person=person.is_known,
        )

    async def gaps_for(
        self,
        profile: Profile,
        *,
        goal: Goal | None = None,
        postings: Sequence[Posting] = (),
    ) -> tuple[SkillGap, ...]:
        """The missing musts of postings or a goal, in the order in which they pay off.

        With neither it is the first title that the person looks for; empty without one.

        A skill that is only partly shown counts when another one stands in for it; one that is
        listed, old or short of years does not need to be learned anew.
        """
        if postings:
            return missing_musts_of(await self.for_postings(profile, postings))
        if goal is None and profile.preferences.titles:
            goal = Goal(title=profile.preferences.titles[0])
        if goal is None or not goal.title:
            return ()
        return missing_musts_of(await self.for_goal(profile, goal))

    # --- the market ----------------------------------------------------------------------------

    async def _market(self, profile: Profile, *, places: tuple[str, ...]) -> _Market:
        await self._jobs.refresh()
        rows = await self._columns.follow(self._jobs)
        today = self._jobs.today()
        if places:
            wishes = replace(profile.preferences, places=places)
            profile = replace(profile, preferences=wishes)
        person = await asyncio.to_thread(person_of, profile, today=today)
        stances = await self._postings.stances(profile.user)
        hidden = frozenset(key for key, done in stances.items() if Stance.HIDDEN in done)
        hidden |= await self._jobs.same_jobs(hidden)
        # From here on without waiting: rows of the catalogue must not move under the mask.
        catalogue = self._jobs.catalogue
        admitted = catalogue.admit(person.seeker, hidden=hidden, today=today)
        return _Market(
            person=person, rows=rows, eligible=frozenset(catalogue.ids_of(admitted.mask))
        )

    async def _of_role(
        self, market: _Market, role: TitleReading, *, in_places: bool
    ) -> list[AskedRow]:
        rows = list(market.rows.values())
        if in_places:
            catalogue, seeker = self._jobs.catalogue, market.person.seeker
            elsewhere = catalogue.location.failing(lambda fact: judge_location(seeker, fact))
            there = frozenset(catalogue.ids_of(~elsewhere))
            rows = [row for row in rows if row.posting in there]
        found = await asyncio.to_thread(of_role, rows, role, today=market.person.today)
        return await self._each_job_once(found)

    async def _each_job_once(self, rows: Sequence[AskedRow]) -> list[AskedRow]:
        repeated = repeated_clusters(rows)
        reads = await self._jobs.readings(repeated) if repeated else {}
        return one_per_job(rows, reads)

    def _outlook(self, market: _Market, rows: Sequence[AskedRow]) -> Outlook:
        since = self._clock.now() - NEW_FOR
        return outlook_of(
            (
                Asking(
                    musts=tuple(enough for _, enough in row.asks.musts),
                    is_new=row.first_seen is not None and row.first_seen >= since,
                )
                for row in rows
                if row.posting in market.eligible
            ),
            market.person.seeker.skills,
        )

    async def _read(self, postings: Sequence[PostingId]) -> Read:
        reads = await self._jobs.readings(postings)
        return {key: (read.stored.posting, read.facts) for key, read in reads.items()}


def missing_musts_of(report: GapReport) -> tuple[SkillGap, ...]:
    """Musts that have to be learned, most opened first, then most asked.

    Counted over the eligible postings; where there is none, over those of the target.
    """
    outlook = report.outlook
    opens = {one.skills[0]: one.opens for one in outlook.unlocks if len(one.skills) == 1}
    lines = [line for line in report.musts if is_to_learn(line)]
    ordered = sorted(
        lines, key=lambda line: (-opens.get(line.skill, 0), -line.asked_by, line.skill)
    )
    return tuple(
        SkillGap(
            skill=line.skill,
            unlocks=opens.get(line.skill, 0),
            asked=outlook.lacking.get(line.skill, 0) if outlook.eligible else line.asked_by,
            of=outlook.eligible or line.of,
        )
        for line in ordered
    )


def is_to_learn(line: SkillLine) -> bool:
    """Whether a skill is not shown itself, by the profile or by what the person said."""
    proof = line.proof
    return proof.state is State.MISSING or (proof.state is State.PARTLY and bool(proof.by))


def _counted(
    person: Person, rows: Sequence[AskedRow]
) -> tuple[tuple[Counted, ...], tuple[DemandCount, ...]]:
    newest_first = rows[::-1]
    return (
        count_asked(
            [(row.posting, row.asks) for row in newest_first], shown=person.seeker.skills.keys()
        ),
        count_demands(person.seeker, newest_first),
    )


def _examples(counted: Sequence[Counted], demands: Sequence[DemandCount]) -> list[PostingId]:
    wanted = [posting for one in counted for posting in one.examples]
    return list(dict.fromkeys([*wanted, *(one.example for one in demands)]))


def _lines(
    person: Person, counted: Sequence[Counted], read: Read, *, of: int
) -> tuple[SkillLine, ...]:
    lines = []
    for one in counted:
        posting, sentence = _sentence(one, read)
        lines.append(counted_line(person, one, of=of, sentence=sentence, posting=posting))
    return tuple(lines)


def _sentence(counted: Counted, read: Read) -> tuple[PostingId | None, str]:
    """The first example with a whole sentence; else one whose title asks."""
    by_title: PostingId | None = None
    for posting in counted.examples:
        if posting not in read:
            continue
        words, facts = read[posting]
        asked = next((skill for skill in facts.asked if skill.name == counted.skill), None)
        if asked is None:
            continue
        if sentence := sentence_of(words.description, facts, asked):
            return posting, sentence
        by_title = by_title or posting
    return by_title, ""
