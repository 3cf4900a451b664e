"""What the job search answers about pushes: saved searches, follow-ups, what was left out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from domain.matching.model import Gate
from domain.ports import Clock, PostingStore, UserStore
from domain.profiles import Profile
from domain.push_ports import ReminderStore, SavedSearchStore
from domain.reply import PendingQuestion
from graph.agent import AgentReply, AgentRequest
from graph.agents.job_search.alert_words import AlertRequest, alert_request
from graph.agents.job_search.alerts import ASKED, AlertDesk
from graph.agents.job_search.follow_ups import FollowUps
from graph.agents.job_search.left_out import LeftOutDesk
from graph.agents.job_search.requests import JobRequest, Verb
from graph.applications.ledger import ApplicationLedger
from graph.push_search import SearchesForMany

VERBS = frozenset(
    {
        Verb.LEFT_OUT,
        Verb.ALERT_ON,
        Verb.ALERT_OFF,
        Verb.ALERTS,
        Verb.HEARD_BACK,
        Verb.REMIND_LATER,
        Verb.CLOSE_APPLICATION,
    }
)
"""Buttons that end here."""


class PushRequests:
    """Hands each request to the desk it belongs to."""

    def __init__(
        self,
        *,
        users: UserStore,
        postings: PostingStore,
        pushes: SearchesForMany,
        searches: SavedSearchStore,
        reminders: ReminderStore,
        follow_up: timedelta,
        relaxable: Collection[Gate],
        ledger: ApplicationLedger,
        clock: Clock,
    ) -> None:
        self._users = users
        self._alerts = AlertDesk(searches=searches, postings=postings, clock=clock)
        self._left_out = LeftOutDesk(pushes=pushes, relaxable=relaxable)
        self.follow_ups = FollowUps(
            reminders=reminders,
            postings=postings,
            follow_up=follow_up,
            ledger=ledger,
            clock=clock,
        )

    async def handle(
        self, request: AgentRequest, wanted: JobRequest, profile: Profile, *, country: str | None
    ) -> AgentReply | None:
        """The reply to one of :data:`VERBS`; None when its arguments say nothing."""
        arguments = wanted.arguments
        match wanted.verb:
            case Verb.ALERTS:
                return await self._alerts.listing(request)
            case Verb.ALERT_OFF:
                return await self._alerts.off(request, search=arguments.get("search", ""))
            case Verb.ALERT_ON:
                return await self._alerts.on(
                    request,
                    profile,
                    subject=arguments.get("text", ""),
                    country=country,
                    label=arguments.get("label", ""),
                )
            case Verb.LEFT_OUT:
                return await self._left_out.show(request, profile, arguments)
            case _:
                return await self.follow_ups.handle(request, wanted)

    async def on_words(
        self,
        request: AgentRequest,
        words: str,
        profile: Profile,
        *,
        pending: PendingQuestion | None,
        country: str | None,
    ) -> AgentReply | None:
        """The reply to words about saved searches; None when they are about something else."""
        asked = alert_request(words)
        if asked is None and pending is not None and pending.topic == ASKED:
            asked = AlertRequest(kind="on", text=words)
        if asked is None:
            return None
        match asked.kind:
            case "list":
                return await self._alerts.listing(request)
            case "off":
                return await self._alerts.off_named(request, words=asked.text)
            case "on":
                return await self._alerts.on(request, profile, subject=asked.text, country=country)

    async def may_offer_digest(self, request: AgentRequest) -> bool:
        """Once per person, and never to somebody who has one."""
        if request.user.settings.digest_enabled:
            return False
        return await self._users.once(request.turn.user, "digest-offered", turn=request.turn.id)
