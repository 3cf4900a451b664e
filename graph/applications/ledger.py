"""One place for every change of an application, so that board, stances and follow-ups agree.

The job search marks postings ("saved", "applied"), the board moves cards, mails are confirmed: all
of it goes through here. Every method may run twice for one turn and changes nothing then.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from domain.applications.model import (
    Application,
    ApplicationEvent,
    ApplicationEventKind,
    ApplicationState,
    Outcome,
)
from domain.applications.moves import (
    interview_day,
    moved,
    was_sent,
    with_interview,
    with_note,
)
from domain.digest.local_time import due_instant, zone_of
from domain.errors import StorageBusy
from domain.ids import ApplicationId, CareerDocumentId, PostingId, UserId
from domain.ports import Clock, PostingStore
from domain.posting import Posting, Stance, StoredPosting
from domain.posting_identity import company_key, posting_id, title_key
from domain.profiles import User
from domain.push_ports import ReminderStore
from domain.seeker_ports import ApplicationStore, PrivatePostingStore

OWN_SOURCE: Final = "own"
"""``Posting.source`` of jobs that stand in no list: the person named them."""
REMIND_AT: Final = time(9)
"""Local time of follow-ups on a day that the person named."""
_TRIES: Final = 3
_FAR: Final = datetime(9000, 1, 1, tzinfo=UTC)

Change = Callable[[Application], tuple[Application, tuple[ApplicationEvent, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told along with a move."""

    outcome: Outcome | None = None
    on: date | None = None
    """The day of the application."""
    interview: date | None = None
    quote: str = ""
    """The sentence of a message that the person confirmed."""


class ApplicationLedger:
    """Applications of everybody, with what hangs on them."""

    def __init__(
        self,
        *,
        applications: ApplicationStore,
        postings: PostingStore,
        private: PrivatePostingStore,
        reminders: ReminderStore,
        clock: Clock,
        follow_up: timedelta,
    ) -> None:
        self._applications = applications
        self._postings = postings
        self._private = private
        self._reminders = reminders
        self._clock = clock
        self._follow_up = follow_up

    # --- looking -------------------------------------------------------------------------------

    async def board(self, user: UserId) -> Sequence[Application]:
        """All applications, last changed first; marks of the job search are adopted first."""
        known = {one.posting: one for one in await self._applications.of(user) if one.posting}
        stances = await self._postings.stances(user)
        missing = [
            posting
            for posting, held in stances.items()
            if posting not in known and held & {Stance.SAVED, Stance.APPLIED}
        ]
        for stored in await self._stored(user, missing):
            held = stances[stored.posting.id]
            state = ApplicationState.APPLIED if Stance.APPLIED in held else ApplicationState.SAVED
            await self._add(user, stored.posting, state)
        for posting, one in known.items():
            held = stances.get(posting, frozenset())
            if one.state is ApplicationState.SAVED and Stance.APPLIED in held:
                await self._change(one, self._moving(ApplicationState.APPLIED))
        return await self._applications.of(user)

    async def get(self, user: UserId, application: ApplicationId) -> Application | None:
        """One application of this person."""
        return await self._applications.get(user, application)

    async def of_posting(self, user: UserId, posting: PostingId) -> Application | None:
        """The application for a posting; one that was only marked as applied is adopted."""
        known = await self._applications.by_posting(user, posting)
        if known is not None:
            return known
        held = (await self._postings.stances(user)).get(posting, frozenset())
        if Stance.APPLIED not in held:
            return None
        for stored in await self._stored(user, [posting]):
            return await self._add(user, stored.posting, ApplicationState.APPLIED)
        return None

    async def events(self, user: UserId) -> Sequence[ApplicationEvent]:
        """Everything that happened, oldest first."""
        return await self._applications.events(user)

    async def follow_ups(self, user: UserId) -> Mapping[PostingId, datetime]:
        """When the person is asked about which posting (UTC)."""
        due = await self._reminders.due(user, now=_FAR)
        return {reminder.posting: reminder.due_at for reminder in due}

    # --- adding --------------------------------------------------------------------------------

    async def named(self, user: UserId, *, title: str, company: str, url: str = "") -> Application:
        """A job that stands in no list: the application for it, with a posting of their own."""
        key = f"{user}:{company_key(company)}:{title_key(title)}"
        posting = Posting(
            id=posting_id(OWN_SOURCE, key),
            source=OWN_SOURCE,
            source_id=key,
            title=title,
            company=company,
            description="",
            url=url or None,
        )
        known = await self._applications.by_posting(user, posting.id)
        if known is not None:
            return known
        await self._private.put(user, posting, at=self._clock.now())
        await self._postings.note(user, posting.id, Stance.SAVED, on=True)
        return await self._add(user, posting, ApplicationState.SAVED)

    async def saved(self, user: UserId, posting: Posting) -> Application:
        """The application for a posting, on the board as saved unless it is further."""
        await self._postings.note(user, posting.id, Stance.SAVED, on=True)
        known = await self._applications.by_posting(user, posting.id)
        if known is None:
            return await self._add(user, posting, ApplicationState.SAVED)
        if known.state is ApplicationState.CLOSED and not was_sent(known):
            return await self._change(known, self._moving(ApplicationState.SAVED))
        return known

    # --- what the job search marks --------------------------------------------------------------

    async def applied(self, user: UserId, posting: Posting) -> Application:
        """A posting was marked as applied for; an application that is further stays there."""
        known = await self._applications.by_posting(user, posting.id)
        await self._postings.note(user, posting.id, Stance.APPLIED, on=True)
        if known is None:
            return await self._add(user, posting, ApplicationState.APPLIED)
        if known.state in {ApplicationState.SAVED, ApplicationState.CLOSED}:
            return await self._change(known, self._moving(ApplicationState.APPLIED))
        return known

    async def not_applied(self, user: UserId, posting: PostingId) -> bool:
        """That mark is taken back. False, and nothing changes, when more came of it since."""
        known = await self._applications.by_posting(user, posting)
        if known is not None and known.state not in {
            ApplicationState.SAVED,
            ApplicationState.APPLIED,
        }:
            return False
        await self._postings.note(user, posting, Stance.APPLIED, on=False)
        await self._reminders.close(user, posting)
        held = (await self._postings.stances(user)).get(posting, frozenset())
        if known is not None and known.state is ApplicationState.APPLIED:
            if Stance.SAVED in held or known.note:
                await self._change(known, self._moving(ApplicationState.SAVED))
                await self._postings.note(user, posting, Stance.SAVED, on=True)
            else:
                await self._applications.remove(user, known.id)
        return True

    async def unsaved(self, user: UserId, posting: PostingId) -> None:
        """A posting is not saved any more: off the board, unless it was applied for."""
        known = await self._applications.by_posting(user, posting)
        await self._postings.note(user, posting, Stance.SAVED, on=False)
        if known is not None and known.state is ApplicationState.SAVED:
            await self._applications.remove(user, known.id)

    # --- moves ---------------------------------------------------------------------------------

    async def move(
        self,
        user: User,
        application: Application,
        to: ApplicationState,
        *,
        told: Told | None = None,
    ) -> Application:
        """Into another column, with stances and follow-up; what is there already stays."""
        told = told or Told()
        today = self.today(user)

        def change(current: Application) -> tuple[Application, tuple[ApplicationEvent, ...]]:
            now = self._clock.now()
            changed, events = moved(
                current, to, at=now, outcome=told.outcome, on=told.on, today=today
            )
            if told.interview is not None:
                changed = with_interview(changed, told.interview, at=now)
            if told.quote and changed != current:
                heard = ApplicationEvent(
                    application=current.id,
                    kind=ApplicationEventKind.HEARD,
                    at=now,
                    detail=told.quote,
                )
                events = (heard, *events)
            return changed, events

        changed = await self._change(application, change)
        await self._stances(changed)
        await self._ask_when_due(user, changed)
        return changed

    async def remove(self, application: Application) -> None:
        """Off the board, with its marks and its follow-up; a posting of their own goes as well."""
        user, posting = application.user, application.posting
        if posting is not None:
            for stance in (Stance.SAVED, Stance.APPLIED):
                await self._postings.note(user, posting, stance, on=False)
            await self._reminders.close(user, posting)
            own = await self._private.get(user, posting)
            if own is not None and own.posting.source == OWN_SOURCE:
                await self._private.remove(user, posting)
        await self._applications.remove(user, application.id)

    async def note(self, application: Application, words: str) -> Application:
        """One more line of notes."""

        def change(current: Application) -> tuple[Application, tuple[ApplicationEvent, ...]]:
            now = self._clock.now()
            changed = with_note(current, words, at=now)
            if changed == current:
                return current, ()
            kind = ApplicationEventKind.NOTED
            line = " ".join(words.split())[:300]
            return changed, (
                ApplicationEvent(application=current.id, kind=kind, at=now, detail=line),
            )

        return await self._change(application, change)

    async def sent_with(self, application: Application, resume: CareerDocumentId) -> Application:
        """Which resume version was sent."""

        def change(current: Application) -> tuple[Application, tuple[ApplicationEvent, ...]]:
            if current.resume == resume:
                return current, ()
            now = self._clock.now()
            kind = ApplicationEventKind.DOCUMENT
            return replace(current, resume=resume, changed_at=now), (
                ApplicationEvent(application=current.id, kind=kind, at=now, detail=resume),
            )

        return await self._change(application, change)

    async def remind(self, user: User, application: Application, day: date) -> datetime | None:
        """Ask about it on a day of the person; the instant, None when that has passed."""
        due = due_instant(day, REMIND_AT, zone_of(user.settings.time_zone))
        if application.posting is None or due <= self._clock.now():
            return None
        await self._reminders.set(user.id, application.posting, due_at=due)
        return due

    async def ask_no_more(self, application: Application) -> None:
        """Its follow-up is closed."""
        if application.posting is not None:
            await self._reminders.close(application.user, application.posting)

    def today(self, user: User) -> date:
        """The person's own date."""
        return self._clock.now().astimezone(zone_of(user.settings.time_zone)).date()

    # --- within --------------------------------------------------------------------------------

    async def _stored(self, user: UserId, postings: Collection[PostingId]) -> list[StoredPosting]:
        found = {one.posting.id: one for one in await self._postings.get_many(sorted(postings))}
        for posting in postings:
            if posting not in found and (own := await self._private.get(user, posting)):
                found[posting] = own
        return list(found.values())

    async def _add(self, user: UserId, posting: Posting, state: ApplicationState) -> Application:
        now = self._clock.now()
        is_sent = state is ApplicationState.APPLIED
        return await self._applications.add(
            Application(
                id=ApplicationId(f"a_{secrets.token_hex(12)}"),
                user=user,
                title=posting.title,
                company=posting.company,
                state=state,
                created_at=now,
                changed_at=now,
                posting=posting.id,
                url=posting.url or "",
                applied_on=now.date() if is_sent else None,
            )
        )

    def _moving(self, to: ApplicationState) -> Change:
        now = self._clock.now()
        return lambda current: moved(current, to, at=now, today=now.date())

    async def _change(self, application: Application, change: Change) -> Application:
        current: Application | None = application
        for attempt in range(1, _TRIES + 1):
            if current is None:
                return application  # removed meanwhile: there is nothing to change
            changed, events = change(current)
            if changed == current:
                return current
            try:
                return await self._applications.save(changed, events=events)
            except StorageBusy:
                if attempt == _TRIES:
                    raise
                current = await self._applications.get(application.user, application.id)
        raise AssertionError("unreachable: the last try returns or raises")

    async def _stances(self, application: Application) -> None:
        if application.posting is None:
            return
        is_sent = was_sent(application)
        is_saved = application.state is ApplicationState.SAVED
        note = self._postings.note
        await note(application.user, application.posting, Stance.APPLIED, on=is_sent)
        if is_saved or (application.state is ApplicationState.CLOSED and not is_sent):
            await note(application.user, application.posting, Stance.SAVED, on=is_saved)

    async def _ask_when_due(self, user: User, application: Application) -> None:
        posting = application.posting
        if posting is None:
            return
        match application.state:
            case ApplicationState.APPLIED:
                due = self._clock.now() + self._follow_up
                await self._reminders.set(user.id, posting, due_at=due)
            case ApplicationState.INTERVIEWING:
                day = interview_day(application)
                # The day after an interview is when to ask what came of it.
                after = None if day is None else day + timedelta(days=1)
                if after is None or await self.remind(user, application, after) is None:
                    due = self._clock.now() + self._follow_up
                    await self._reminders.set(user.id, posting, due_at=due)
            case ApplicationState.SAVED | ApplicationState.CLOSED | ApplicationState.OFFER:
                await self._reminders.close(user.id, posting)
