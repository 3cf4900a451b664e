"""Everything known about one person on the day of a digest, loaded before a word is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from domain.digest.account import Account, account_of
from domain.digest.local_time import zone_of
from domain.digest.model import DueDigest, Reminder, RoleNews
from domain.digest.quiet import quiet_until
from domain.digest.week import days_since_last, new_per_day
from domain.ids import PostingId
from domain.learning.model import LinkState, SkillGap, Suggestion
from domain.matching.model import Match
from domain.posting import PostingEvent, PostingState, StoredPosting
from domain.profiles import Profile, User
from domain.push_ports import SourceHealth
from domain.pushes import PushTopic
from graph.digest.words import locale_of
from graph.push_search import PushFindings


@dataclass(frozen=True, kw_only=True)
class Day:
    """One person's digest before it is written. ``profile`` has corrections in effect."""

    due: DueDigest
    user: User
    profile: Profile
    now: datetime
    late_after: timedelta
    skip: frozenset[PostingId] = frozenset()
    """Postings that must not be shown as items."""
    findings: PushFindings | None = None
    """None: nothing was searched (topics off, or we do not know what for)."""
    happened: tuple[PostingEvent, ...] = ()
    applied: frozenset[PostingId] = frozenset()
    postings: Mapping[PostingId, StoredPosting]
    """Those that ``happened`` and ``reminders`` name."""
    reminders: tuple[Reminder, ...] = ()
    suggestion: Suggestion | None = None
    gap: SkillGap | None = None
    roles: tuple[RoleNews, ...] = ()
    unheard_roles: bool = False
    """True when the roles could not be looked up."""
    sources: tuple[SourceHealth, ...] = ()
    arrived: tuple[datetime, ...] = ()
    """When postings shown before came in; filled on the last digest day of a week."""

    @cached_property
    def zone(self) -> ZoneInfo:
        """Where the person lives by the clock."""
        return zone_of(self.user.settings.time_zone)

    @cached_property
    def today(self) -> date:
        """The person's date now."""
        return self.now.astimezone(self.zone).date()

    @cached_property
    def locale(self) -> str | None:
        """For numbers, dates and money."""
        return locale_of(self.user.settings)

    @property
    def is_first(self) -> bool:
        """Whether it is the person's first digest ever."""
        return self.due.cursor is None

    @property
    def is_late(self) -> bool:
        """Whether it says that it is late; waiting for the end of quiet hours is not late."""
        wanted = quiet_until(self.user.settings, self.due.due_at) or self.due.due_at
        return self.now - wanted > self.late_after

    @property
    def since_words(self) -> str:
        """What "new" means: since yesterday's digest, or since an earlier one."""
        days = self.user.settings.digest_days
        if self.due.local_date != self.today:
            return "since your last digest"
        if not days or days_since_last(self.due.local_date, digest_days=days) == 1:
            return "today"
        return "since your last digest"

    def wants(self, topic: PushTopic) -> bool:
        """Whether the person left this section on."""
        return topic in self.user.settings.digest_topics

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        """What is shown as items: open, and never shown before on any board."""
        found = self.findings
        if found is None or not self.wants(PushTopic.JOBS):
            return ()
        return tuple(
            match
            for match in found.report.matches
            if self.skip.isdisjoint((match.posting, *match.also))
            and _is_open(found.postings.get(match.posting), today=self.today)
        )[: self.user.settings.digest_items]

    @cached_property
    def fresh(self) -> tuple[Match, ...]:
        """Those that came since the last digest; all of them in the first one."""
        if self.findings is None or self.is_first:
            return self.matches
        return tuple(match for match in self.matches if match.posting in self.findings.fresh)

    @cached_property
    def older(self) -> tuple[Match, ...]:
        """Open for longer and never shown."""
        new = {match.posting for match in self.fresh}
        return tuple(match for match in self.matches if match.posting not in new)

    @cached_property
    def account(self) -> Account | None:
        """What became of the new postings."""
        if self.findings is None or not self.wants(PushTopic.JOBS):
            return None
        new = self.findings.new
        return account_of(
            considered=new.considered,
            excluded_by=new.excluded_by,
            other_field=new.other_field,
            shown=len(self.fresh),
        )

    @cached_property
    def week(self) -> tuple[tuple[date, int], ...]:
        """Jobs shown, by the day on which they came in, this week; empty on other days."""
        if self.is_first or not self.arrived or self.findings is None:
            return ()
        today = [self.findings.postings[match.posting].first_seen for match in self.matches]
        return new_per_day((*self.arrived, *today), today=self.today, zone=self.zone)

    @property
    def lesson(self) -> Suggestion | None:
        """The resource to show; never one whose link is dead."""
        if self.suggestion is None or self.suggestion.resource.link is LinkState.DEAD:
            return None
        return self.suggestion

    @property
    def all_sources_silent(self) -> bool:
        """Whether there are sources and none of them answered."""
        return bool(self.sources) and all(source.failures > 0 for source in self.sources)


def _is_open(stored: StoredPosting | None, *, today: date) -> bool:
    if stored is None or stored.state is not PostingState.OPEN:
        return False
    last_day = stored.posting.valid_through
    return last_day is None or last_day >= today
