"""Loads what a batch of digests needs: what many people share is asked for once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog

from domain.digest.happenings import last_words
from domain.digest.local_time import zone_of
from domain.digest.model import DueDigest, Reminder, RoleNews
from domain.digest.week import days_since_last, is_last_of_week
from domain.errors import TemporaryFailure
from domain.ids import PostingId
from domain.learning.model import SkillGap, Suggestion
from domain.ports import PostingStore, ProfileStore, UserStore
from domain.posting import PostingEvent, Stance, StoredPosting
from domain.preferences.effective import corrected
from domain.profiles import Profile, User
from domain.push_ports import ReminderStore, RoleNewsSource, SourceHealthStore
from domain.pushes import PushTopic
from domain.seeker_ports import PrivatePostingStore
from graph.digest.day import Day
from graph.digest.learning import LessonPicker
from graph.digest.sections import MAX_REMINDERS
from graph.push_search import PushFindings, PushSearch, SearchesForMany

Stances = Mapping[PostingId, frozenset[Stance]]

_log = structlog.get_logger(__name__)

_A_WEEK = timedelta(days=8)
"""Reaches back to the first hour of a week in every time zone."""
_ARRIVALS_SERVE = timedelta(minutes=10)

_WORTH_A_LINE = 25.0
"""Points of 100 below which a posting is not worth waking anybody for; a search still shows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Person:
    """One entry of the batch whose person exists."""

    due: DueDigest
    user: User
    profile: Profile
    """With corrections in effect."""
    stances: Stances

    def wants(self, topic: PushTopic) -> bool:
        return topic in self.user.settings.digest_topics

    @property
    def kept(self) -> frozenset[PostingId]:
        """Postings whose fate is told: saved ones with the jobs, applied ones with either topic."""
        kinds = {
            kind
            for kind, topics in (
                (Stance.SAVED, (PushTopic.JOBS,)),
                (Stance.APPLIED, (PushTopic.JOBS, PushTopic.APPLICATIONS)),
            )
            if any(self.wants(topic) for topic in topics)
        }
        return frozenset(
            posting
            for posting, held in self.stances.items()
            if held & kinds and Stance.HIDDEN not in held
        )

    @property
    def search(self) -> PushSearch | None:
        """What to search for; None when nothing of it would be shown, or we know nothing."""
        if not (self.wants(PushTopic.JOBS) or self.wants(PushTopic.LEARNING)):
            return None
        if self.profile.resume is None and not self.profile.preferences.titles:
            return None
        return PushSearch(
            profile=self.profile,
            since=self.due.cursor,
            skip=frozenset(self.stances),
            limit=max(1, self.user.settings.digest_items),
            least_score=_WORTH_A_LINE,
        )

    @property
    def week_shown(self) -> frozenset[PostingId]:
        """Shown postings that the picture of the week counts; empty on other days."""
        settings = self.user.settings
        days = settings.digest_days
        if (
            not self.wants(PushTopic.JOBS)
            or self.due.cursor is None
            or not is_last_of_week(self.due.local_date, digest_days=days)
        ):
            return frozenset()
        return frozenset(p for p, held in self.stances.items() if Stance.SHOWN in held)


class DayLoader:
    """Turns owed digests into days; None where the person is gone."""

    def __init__(
        self,
        *,
        users: UserStore,
        profiles: ProfileStore,
        postings: PostingStore,
        search: SearchesForMany,
        lessons: LessonPicker,
        reminders: ReminderStore,
        health: SourceHealthStore,
        roles: Sequence[RoleNewsSource],
        late_after: timedelta,
        private: PrivatePostingStore | None = None,
    ) -> None:
        self._private = private
        self._users = users
        self._profiles = profiles
        self._postings = postings
        self._search = search
        self._lessons = lessons
        self._reminders = reminders
        self._health = health
        self._last_arrivals: tuple[datetime, Mapping[PostingId, datetime]] | None = None
        self._roles = tuple(roles)
        self._late_after = late_after

    async def load(
        self, due: Sequence[DueDigest], *, now: datetime
    ) -> tuple[tuple[Day | None, int], ...]:
        """For each, in order: the day, and the posting revision that was looked up to."""
        people = await self._people(due)
        alive = [person for person in people if person is not None]
        # Read before the events, so that no cursor passes an event that was not looked at.
        revision = await self._postings.revision()
        found = await self._findings(alive)
        until = {
            person.due: max(revision if one is None else one.revision, person.due.cursor or 0)
            for person, one in zip(alive, found, strict=True)
        }
        happened = await self._happened(alive, until)
        arrivals = await self._arrivals(alive, now=now)
        reminders = {person.due: await self._due_reminders(person, now=now) for person in alive}
        named = {event.posting for events in happened.values() for event in events}
        for some in reminders.values():
            named |= {reminder.posting for reminder in some[:MAX_REMINDERS]}
        stored = await self._postings.get_many(sorted(named)) if named else ()
        postings = {one.posting.id: one for one in stored}
        sources = tuple(await self._health.all("jobs"))
        days: dict[DueDigest, Day] = {}
        for person, one in zip(alive, found, strict=True):
            lesson = await self._lesson(person, one, now=now)
            roles, unheard = await self._news(person)
            days[person.due] = Day(
                due=person.due,
                user=person.user,
                profile=person.profile,
                now=now,
                late_after=self._late_after,
                skip=frozenset(person.stances),
                findings=one,
                happened=happened[person.due],
                applied=_holding(person.stances, Stance.APPLIED),
                postings=await self._with_own(postings, person, reminders[person.due]),
                reminders=reminders[person.due],
                suggestion=None if lesson is None else lesson[0],
                gap=None if lesson is None else lesson[1],
                roles=roles,
                unheard_roles=unheard,
                sources=sources,
                arrived=tuple(arrivals[p] for p in person.week_shown if p in arrivals),
            )
        return tuple((days.get(one), until.get(one, 0)) for one in due)

    async def _with_own(
        self,
        postings: Mapping[PostingId, StoredPosting],
        person: _Person,
        reminders: Sequence[Reminder],
    ) -> Mapping[PostingId, StoredPosting]:
        """And those that this person forwarded: nobody else's digest sees them."""
        own: dict[PostingId, StoredPosting] = {}
        for reminder in reminders[:MAX_REMINDERS]:
            if reminder.posting not in postings and self._private is not None:
                stored = await self._private.get(person.due.user, reminder.posting)
                if stored is not None:
                    own[reminder.posting] = stored
        return {**postings, **own} if own else postings

    async def _people(self, due: Sequence[DueDigest]) -> list[_Person | None]:
        wanted = list(dict.fromkeys(one.user for one in due))
        users = await self._users.get_many(wanted) if wanted else {}
        alive = [user for user in wanted if user in users]
        if not alive:
            return [None for _ in due]
        profiles = await self._profiles.get_many(alive)
        stances = await self._postings.stances_of(alive)
        effective = {user: corrected(profiles[user]) for user in alive}
        return [
            _Person(
                due=one,
                user=users[one.user],
                profile=effective[one.user],
                stances=stances.get(one.user, {}),
            )
            if one.user in users
            else None
            for one in due
        ]

    async def _findings(self, alive: Sequence[_Person]) -> list[PushFindings | None]:
        searches = [person.search for person in alive]
        wanted = [search for search in searches if search is not None]
        answers = iter(await self._search.find_many(wanted) if wanted else ())
        return [None if search is None else next(answers) for search in searches]

    async def _happened(
        self, alive: Sequence[_Person], until: Mapping[DueDigest, int]
    ) -> dict[DueDigest, tuple[PostingEvent, ...]]:
        """One question for all: events of what anybody keeps, since the oldest cursor."""
        told = [person for person in alive if person.due.cursor is not None]
        kept = frozenset[PostingId]().union(*(person.kept for person in told))
        events: Sequence[PostingEvent] = ()
        if kept:
            oldest = min(person.due.cursor or 0 for person in told)
            events = await self._postings.events(after=oldest, of=kept)
        by_posting: dict[PostingId, list[PostingEvent]] = {}
        for event in events:
            by_posting.setdefault(event.posting, []).append(event)
        return {
            person.due: ()
            if person.due.cursor is None
            else last_words(
                _of(by_posting, person.kept),
                of=person.kept,
                after=person.due.cursor,
                until=until[person.due],
            )
            for person in alive
        }

    async def _arrivals(
        self, alive: Sequence[_Person], *, now: datetime
    ) -> Mapping[PostingId, datetime]:
        """When the postings of the last days came in, if somebody's week ends with this digest.

        Everybody's week ends on the same evening: one answer serves for some minutes.
        """
        if not any(person.week_shown for person in alive):
            return {}
        last = self._last_arrivals
        if last is None or not timedelta() <= now - last[0] < _ARRIVALS_SERVE:
            last = self._last_arrivals = (now, await self._postings.arrivals(since=now - _A_WEEK))
        return last[1]

    async def _due_reminders(self, person: _Person, *, now: datetime) -> tuple[Reminder, ...]:
        if not person.wants(PushTopic.APPLICATIONS):
            return ()
        return tuple(await self._reminders.due(person.user.id, now=now))

    async def _lesson(
        self, person: _Person, found: PushFindings | None, *, now: datetime
    ) -> tuple[Suggestion, SkillGap | None] | None:
        if found is None or not person.wants(PushTopic.LEARNING):
            return None
        try:
            return await self._lessons.pick(
                person.profile,
                found.gaps,
                language=person.user.settings.language,
                today=now.astimezone(zone_of(person.user.settings.time_zone)).date(),
            )
        except TemporaryFailure as error:
            # A digest without a lesson is worth more than no digest.
            _log.warning("digest_lesson_missed", reason=type(error).__name__)
            return None

    async def _news(self, person: _Person) -> tuple[tuple[RoleNews, ...], bool]:
        """News of roles, and whether a source of them did not answer."""
        if not person.wants(PushTopic.TEAM):
            return (), False
        since: datetime | None = None
        if person.due.cursor is not None:
            days = person.user.settings.digest_days
            ago = days_since_last(person.due.local_date, digest_days=days)
            since = person.due.due_at.astimezone(UTC) - timedelta(days=ago)
        news: list[RoleNews] = []
        unheard = False
        for source in self._roles:
            try:
                news += await source.news(person.user.id, since=since)
            except TemporaryFailure as error:
                _log.warning("digest_roles_missed", reason=type(error).__name__)
                unheard = True
        worth = [one for one in news if one.new_applicants or one.open_reviews or one.open_findings]
        return tuple(worth), unheard


def _holding(stances: Stances, stance: Stance) -> frozenset[PostingId]:
    return frozenset(posting for posting, held in stances.items() if stance in held)


def _of(
    by_posting: Mapping[PostingId, Sequence[PostingEvent]], wanted: Iterable[PostingId]
) -> list[PostingEvent]:
    return [event for posting in wanted for event in by_posting.get(posting, ())]
