"""Alerts: new postings of saved searches, in one message per person."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from domain.digest.model import SavedSearch
from domain.digest.quiet import quiet_until
from domain.digest.subject import is_about
from domain.errors import TemporaryFailure
from domain.ids import OutboundId, PostingId, UserId
from domain.matching.model import Match
from domain.ports import Clock, PostingStore, ProfileStore, UserStore
from domain.preferences.effective import corrected
from domain.profiles import Profile, User
from domain.push_ports import SavedSearchStore
from domain.pushes import PushEvent, PushKind
from domain.reply import Reply
from graph.push_search import PushFindings, PushSearch, SearchesForMany
from scheduler.addresses import PushAddresses, messages_to
from scheduler.failures import kind_and_place
from scheduler.pace import PushPace
from scheduler.people import people_of
from scheduler.sending import PushSending

_PAGE = 100
"""People whose searches are done together: they share the work on the postings."""

_MOST_PER_SEARCH = 5
_MOST_POSTINGS = 10
_WORTH_AN_ALERT = 25.0  # points of 100
_LOOKED_AT = 40  # best matches, of which those count that are what the search asks for
"""In one message; what is left over comes with the next digest."""

_FAILED_PAUSE = timedelta(minutes=10)

_log = structlog.get_logger(__name__)


class AlertWriter(Protocol):
    """Findings of saved searches in words."""

    async def write(
        self, user: User, found: Sequence[tuple[SavedSearch, PushFindings]], *, now: datetime
    ) -> Reply | None:
        """One message that shows every match given, none of them twice.

        Args:
            user: whose searches they are.
            found: oldest search first, each with at least one match.
            now: UTC.

        Returns:
            None when there is nothing to say; then nothing counts as shown.
        """


@dataclass(frozen=True, slots=True)
class _Asked:
    """A person and those of their searches that are behind."""

    user: User
    searches: Sequence[SavedSearch]


class AlertRounds:
    """Looks through saved searches whenever there are new postings.

    Args:
        searches: what was saved, and how far it was looked at.
        postings: how far there is something to look at, and what people saw before.
        profiles: whose they are.
        users: their settings.
        finder: the search itself.
        writer: puts findings into words.
        addresses: where alerts go.
        pace: back-pressure and precedence of conversations.
        sending: hands stored messages over.
        clock: what "now" is.
        gap: least time between two alerts to one person.
    """

    def __init__(
        self,
        *,
        searches: SavedSearchStore,
        postings: PostingStore,
        profiles: ProfileStore,
        users: UserStore,
        finder: SearchesForMany,
        writer: AlertWriter,
        addresses: PushAddresses,
        pace: PushPace,
        sending: PushSending,
        clock: Clock,
        gap: timedelta,
    ) -> None:
        self._searches = searches
        self._postings = postings
        self._profiles = profiles
        self._users = users
        self._finder = finder
        self._writer = writer
        self._addresses = addresses
        self._pace = pace
        self._sending = sending
        self._clock = clock
        self._gap = gap
        self._failed: dict[UserId, datetime] = {}
        """Until when people are left out after a failure that is theirs alone."""
        self._running = asyncio.Lock()

    async def tick(self) -> None:
        """Tell what is new; what is not told now (quiet, too soon, busy stores) waits."""
        if self._running.locked():
            return
        async with self._running:
            try:
                await self._sending.send_kept()
                await self._round()
            except TemporaryFailure as error:
                _log.warning("alerts_interrupted", **kind_and_place(error))

    async def _round(self) -> None:
        now = self._clock.now()
        self._failed = {user: until for user, until in self._failed.items() if until > now}
        revision = await self._postings.revision()
        after: UserId | None = None
        told = 0
        while page := await self._searches.behind(revision=revision, after=after, limit=_PAGE):
            after = page[-1].user
            people = await self._who_may_hear(page, revision=revision)
            for asked, findings in await self._find(people):
                await self._pace.give_way()
                told += await self._tell_guarded(asked, findings)
        if told:
            _log.info("alerts_told", people=told)

    async def _who_may_hear(
        self, page: Sequence[SavedSearch], *, revision: int
    ) -> Sequence[_Asked]:
        """Those who may be told now; whoever wants no alerts is passed over for good."""
        now = self._clock.now()
        people, _ = await people_of(self._users, [one.user for one in page])
        found: list[_Asked] = []
        for key, group in itertools.groupby(page, key=lambda one: one.user):
            searches = list(group)
            user = people.get(key)
            if user is None or key in self._failed:
                continue
            if not user.settings.alerts_enabled:
                await self._pass_over(searches, revision=revision)
            elif not self._is_too_soon(searches) and quiet_until(user.settings, now) is None:
                found.append(_Asked(user, searches))
        return found

    def _is_too_soon(self, searches: Sequence[SavedSearch]) -> bool:
        now = self._clock.now()
        return any(one.told_at is not None and now - one.told_at < self._gap for one in searches)

    async def _pass_over(self, searches: Sequence[SavedSearch], *, revision: int) -> None:
        await self._searches.looked(
            searches[0].user,
            searches=[one.id for one in searches],
            revision=revision,
            now=self._clock.now(),
        )

    # --- finding ------------------------------------------------------------------------------

    async def _find(
        self, people: Sequence[_Asked]
    ) -> Sequence[tuple[_Asked, Sequence[PushFindings]]]:
        """Everybody together; one by one when that fails, and who fails alone waits a while."""
        if not people:
            return []
        await self._pace.give_way()
        try:
            return await self._find_together(people)
        except TemporaryFailure:
            raise
        except Exception as error:  # one person must not cost the others
            if len(people) > 1:
                singly = [await self._find([one]) for one in people]
                return [found for some in singly for found in some]
            self._leave_out(people[0].user, error)
            return []

    async def _find_together(
        self, people: Sequence[_Asked]
    ) -> Sequence[tuple[_Asked, Sequence[PushFindings]]]:
        users = [one.user.id for one in people]
        profiles = await self._profiles.get_many(users)
        stances = await self._postings.stances_of(users)
        wanted = [
            _push_search(profiles[one.user.id], search, skip=frozenset(stances[one.user.id]))
            for one in people
            for search in one.searches
        ]
        findings = iter(await self._finder.find_many(wanted))
        return [(one, list(itertools.islice(findings, len(one.searches)))) for one in people]

    # --- telling ------------------------------------------------------------------------------

    async def _tell_guarded(self, asked: _Asked, findings: Sequence[PushFindings]) -> bool:
        try:
            return await self._tell(asked, findings)
        except TemporaryFailure:
            raise
        except Exception as error:  # one person must not cost the others
            self._leave_out(asked.user, error)
            return False

    async def _tell(self, asked: _Asked, findings: Sequence[PushFindings]) -> bool:
        """Send one person's alert, or note that there was nothing to tell; whether it was sent."""
        user = asked.user
        # The search may lag behind the store: only so far was really looked.
        revision = min((found.revision for found in findings), default=0)
        looked = [one.id for one in asked.searches if one.cursor < revision]
        if not looked:
            return False
        found = [
            (search, part)
            for search, part in zip(
                asked.searches, _without_repeats(_on_subject(asked.searches, findings)), strict=True
            )
            if part.report.matches
        ]
        destinations = (await self._addresses.of(user))[:1] if found else ()
        # Named by where the look began: two processes that looked from the same place, each as
        # far as it could see, make the same message, and one of them is refused.
        began = min(one.cursor for one in asked.searches if one.cursor < revision)
        reply = None
        if destinations:
            await self._pace.wait_for_room()
            # Waiting and writing for others took time: the person may have changed their mind, and
            # another process may have told them.
            current = (await self._users.get_many([user.id])).get(user.id)
            if current is None or not current.settings.alerts_enabled:
                return False
            if quiet_until(current.settings, self._clock.now()) is not None:
                return False
            if self._is_too_soon(await self._searches.of(user.id)):
                return False
            reply = await self._writer.write(user, found, now=self._clock.now())
        messages = (
            ()
            if reply is None
            else messages_to(destinations, reply=reply, key=OutboundId(f"al:{user.id}:{began}"))
        )
        stored = await self._searches.looked(
            user.id,
            searches=looked,
            revision=revision,
            outbound=messages,
            shown=_named(found) if messages else (),
            now=self._clock.now(),
        )
        if not stored:
            await self._pass_refused(asked, _named(found), began=began, revision=revision)
            return False
        if not messages:
            return False
        await self._sending.send(messages)
        await self._sending.count(PushKind.ALERT, PushEvent.SENT)
        return True

    async def _pass_refused(
        self, asked: _Asked, shown: Sequence[PostingId], *, began: int, revision: int
    ) -> None:
        """Go on after a refusal that nothing explains.

        Somebody who was told from this place before, and got a search from another account that
        still stands there, would be refused for ever. What was found comes with the next digest.
        """
        user = asked.user.id
        seen = (await self._postings.stances_of([user]))[user]
        if any(posting in seen for posting in shown):
            return  # a digest showed it meanwhile: the next round knows
        stand = {one.id: one.cursor for one in await self._searches.of(user)}
        left = [one.id for one in asked.searches if stand.get(one.id, revision) < revision]
        if left and min(stand[one] for one in left) <= began:
            _log.warning("alert_passed_over", user=user)
            await self._searches.looked(
                user, searches=left, revision=revision, now=self._clock.now()
            )

    def _leave_out(self, user: User, error: Exception) -> None:
        self._failed[user.id] = self._clock.now() + _FAILED_PAUSE
        _log.error("alert_failed", user=user.id, **kind_and_place(error))


def _push_search(
    profile: Profile, search: SavedSearch, *, skip: frozenset[PostingId]
) -> PushSearch:
    # What the person never wants to see again holds for searches saved before that, too.
    exclude = dict.fromkeys((*search.preferences.exclude, *profile.preferences.exclude))
    wishes = replace(search.preferences, exclude=tuple(exclude))
    return PushSearch(
        profile=corrected(replace(profile, preferences=wishes)),
        since=search.cursor,
        skip=skip,
        limit=_LOOKED_AT,
        text=search.text,
        only_new=True,
        least_score=_WORTH_AN_ALERT,
    )


def _on_subject(
    searches: Sequence[SavedSearch], findings: Sequence[PushFindings]
) -> Iterator[PushFindings]:
    """The findings less what only suits the person but is not what the search asks for."""
    for search, found in zip(searches, findings, strict=True):
        subjects = [search.text] if search.text else search.preferences.titles
        kept = [
            match
            for match in found.report.matches
            if is_about(found.postings[match.posting].posting, subjects)
        ][:_MOST_PER_SEARCH]
        yield replace(
            found,
            report=replace(found.report, matches=tuple(kept)),
            fresh=found.fresh & {match.posting for match in kept},
        )


def _without_repeats(findings: Iterable[PushFindings]) -> Iterator[PushFindings]:
    """The same findings; a job that two searches found, on whatever board, stays in the first."""
    seen: set[str] = set()
    left = _MOST_POSTINGS
    for found in findings:
        kept: list[Match] = []
        for match in found.report.matches:
            names = _names_of(match, found)
            if len(kept) < left and not names & seen:
                kept.append(match)
                seen |= names
        left -= len(kept)
        yield replace(
            found,
            report=replace(found.report, matches=tuple(kept)),
            fresh=found.fresh & {match.posting for match in kept},
        )


def _names_of(match: Match, found: PushFindings) -> set[str]:
    own = [match.posting, *match.also]
    clusters = {found.postings[one].cluster for one in own if one in found.postings}
    return {*own, *clusters}


def _named(found: Sequence[tuple[SavedSearch, PushFindings]]) -> list[PostingId]:
    return [match.posting for _, part in found for match in part.report.matches]
