"""A channel that looks at every message at the moment it is sent, and counts what it may not be.

What is right is worked out here from the settings and from the market's own record, not with the
product's functions: otherwise a mistake would be compared with itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.agents import AgentId
from domain.ids import PostingId, TurnId, UserId
from domain.messages import Action, Address
from domain.ports import Channel, Clock, PostingStore, UserStore
from domain.posting import PostingState
from domain.profiles import UserSettings
from domain.reply import Buttons, Card, Reply, plain_text
from domain.turns import Delivery, Outbound, OutboundKind, Sent, TurnEvent
from evaluation.digests.market import Market, says_fintech

_EXAMPLES = 5
REPEAT = "postings shown to a person who was shown them before"
REPEAT_ELSEWHERE = "postings shown before on another board"
NOT_OPEN = "postings that the store had as expired or closed when they were sent"
NOT_OFFERED = "postings that no board offered any more"
QUIET = "messages within quiet hours"
SECOND = "second digests for a person and date"
WRONG_DAY = "digests on a day that was not chosen"
WRONG_HOUR = "digests not at their hour (to the tick)"
NOT_WANTED = "messages of a kind after it was stopped"
GAP = "alerts sooner after another than the least gap"
TOO_MANY = "digests with more postings than wished for"
HIDDEN = "postings that were hidden, shown again"
FINTECH = "fintech postings in digests after “no fintech”"
MISSING = "chosen days without a digest"
LATE = "people with more than one late digest after the outage"
EVERYTHING = (
    REPEAT,
    REPEAT_ELSEWHERE,
    NOT_OPEN,
    NOT_OFFERED,
    QUIET,
    SECOND,
    WRONG_DAY,
    WRONG_HOUR,
    NOT_WANTED,
    GAP,
    TOO_MANY,
    HIDDEN,
    FINTECH,
    MISSING,
    LATE,
)


@dataclass(slots=True)
class Tally:
    """How often something was looked at, and how often it was wrong."""

    checked: int = 0
    broken: int = 0
    examples: list[str] = field(default_factory=list)

    def note(self, *, holds: bool, example: str) -> None:
        """One look."""
        self.checked += 1
        if not holds:
            self.broken += 1
            if len(self.examples) < _EXAMPLES:
                self.examples.append(example)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One message as it arrived."""

    at: datetime
    user: UserId
    kind: OutboundKind
    on: date | None
    """The local date of a digest."""
    items: tuple[PostingId, ...]
    reply: Reply

    @property
    def words(self) -> str:
        """As plain text."""
        return plain_text(self.reply.blocks)

    def action(self, verb: str, *, posting: PostingId | None = None) -> Action | None:
        """What a button of it means; None when it has no such button."""
        for action in _actions(self.reply):
            if action.verb == verb and posting in {None, action.arguments.get("posting")}:
                return action
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the watch holds messages against, beside settings."""

    tick: timedelta
    alert_gap: timedelta
    outage: tuple[datetime, datetime]


class Watch(Channel):
    """Takes every message and says that it arrived."""

    def __init__(
        self,
        *,
        clock: Clock,
        users: UserStore,
        postings: PostingStore,
        market: Market,
        rules: Rules,
    ) -> None:
        self._clock = clock
        self._users = users
        self._postings = postings
        self._market = market
        self._rules = rules
        self.seen: list[Seen] = []
        self.tallies: Mapping[str, Tally] = {name: Tally() for name in EVERYTHING}
        self.changed_on: defaultdict[UserId, set[date]] = defaultdict(set)
        """Dates (UTC) on which somebody changed when they want it: their hour is not judged."""
        self.stopped: dict[UserId, set[OutboundKind]] = defaultdict(set)
        self.hidden: defaultdict[UserId, set[PostingId]] = defaultdict(set)
        self.no_fintech: set[UserId] = set()
        self._shown: defaultdict[UserId, set[PostingId]] = defaultdict(set)
        self._jobs: defaultdict[UserId, set[str]] = defaultdict(set)
        self._dates: defaultdict[UserId, set[date]] = defaultdict(set)
        self._alerted: dict[UserId, datetime] = {}
        self._arrived: set[str] = set()

    @property
    def can_find_sent(self) -> bool:
        return True

    async def find_sent(self, outbound: Outbound) -> str | None:
        """Only what was looked at has arrived."""
        return outbound.id if outbound.id in self._arrived else None

    async def show(self, address: Address, turn: TurnId, event: TurnEvent) -> None:
        """Nothing to show progress on."""

    async def deliver(self, outbound: Outbound) -> Delivery:
        """Look at it."""
        self._arrived.add(outbound.id)
        seen = _seen(outbound, at=self._clock.now())
        if seen is not None:
            user = await self._users.get(seen.user)
            if user is not None:
                self._look_at_time(seen, user.settings)
                await self._look_at_items(seen, user.settings)
            self.seen.append(seen)
        return Sent(provider_ref=outbound.id)

    def _check(self, name: str, *, holds: bool, example: Callable[[], str]) -> None:
        self.tallies[name].note(holds=holds, example="" if holds else example())

    # --- when ------------------------------------------------------------------------------------

    def _look_at_time(self, seen: Seen, settings: UserSettings) -> None:
        def example() -> str:
            return f"{seen.user} {seen.kind} {seen.on} at {seen.at:%d %b %H:%M} UTC"

        self._check(QUIET, holds=not is_quiet(settings, seen.at), example=example)
        self._check(NOT_WANTED, holds=seen.kind not in self.stopped[seen.user], example=example)
        if seen.kind == "alert":
            before = self._alerted.get(seen.user)
            held = before is None or seen.at - before >= self._rules.alert_gap
            self._check(GAP, holds=held, example=example)
            self._alerted[seen.user] = seen.at
        if seen.kind != "digest" or seen.on is None:
            return
        self._check(SECOND, holds=seen.on not in self._dates[seen.user], example=example)
        self._dates[seen.user].add(seen.on)
        if self._is_judged(seen.user, seen.on):
            self._check(WRONG_DAY, holds=seen.on.weekday() in settings.digest_days, example=example)
            due = due_at(settings, seen.on)
            if not self.was_out(due):
                is_punctual = due <= seen.at <= due + self._rules.tick
                self._check(WRONG_HOUR, holds=is_punctual, example=example)

    def _is_judged(self, user: UserId, on: date) -> bool:
        near = {on + timedelta(days=days) for days in (-1, 0, 1)}
        return not near & self.changed_on[user]

    def was_out(self, at: datetime) -> bool:
        """Whether the service was off then."""
        return self.outage_began <= at < self.outage_ended

    @property
    def outage_began(self) -> datetime:
        """The first instant at which the service was off."""
        return self._rules.outage[0]

    @property
    def outage_ended(self) -> datetime:
        """The first one at which it was on again."""
        return self._rules.outage[1]

    # --- what ------------------------------------------------------------------------------------

    async def _look_at_items(self, seen: Seen, settings: UserSettings) -> None:
        stored = {one.posting.id: one for one in await self._postings.get_many(seen.items)}
        today = seen.at.date()
        if seen.kind == "digest":
            self._check(
                TOO_MANY,
                holds=len(seen.items) <= settings.digest_items,
                example=lambda: f"{seen.user}: {len(seen.items)} of {settings.digest_items}",
            )
        for item in seen.items:

            def example(item: PostingId = item) -> str:
                return f"{seen.user} {seen.kind} {seen.at:%d %b %H:%M}: {item}"

            found = stored.get(item)
            last = None if found is None else found.posting.valid_through
            is_open = found is not None and found.state is PostingState.OPEN
            is_current = last is None or last >= today
            self._check(NOT_OPEN, holds=is_open and is_current, example=example)
            offered = self._market.is_open(item, on=today)
            self._check(NOT_OFFERED, holds=offered, example=example)
            self._check(REPEAT, holds=item not in self._shown[seen.user], example=example)
            self._check(HIDDEN, holds=item not in self.hidden[seen.user], example=example)
            job = self._market.job_of(item)
            if item not in self._shown[seen.user]:
                is_known = job in self._jobs[seen.user]
                self._check(REPEAT_ELSEWHERE, holds=not is_known, example=example)
            posting = self._market.posting(item)
            # A saved search has wishes of its own: an alert may have what a digest must not.
            is_judged = seen.kind == "digest" and seen.user in self.no_fintech
            if is_judged and posting is not None:
                self._check(FINTECH, holds=not says_fintech(posting), example=example)
            self._shown[seen.user].add(item)
            self._jobs[seen.user].add(job)

    # --- afterwards ------------------------------------------------------------------------------

    def digests_of(self, user: UserId) -> list[Seen]:
        """In order."""
        return [one for one in self.seen if one.user == user and one.kind == "digest"]

    def last_of(self, user: UserId) -> Seen | None:
        """Their newest message with postings."""
        return next((one for one in reversed(self.seen) if one.user == user and one.items), None)


def _seen(outbound: Outbound, *, at: datetime) -> Seen | None:
    kind = outbound.kind
    if kind not in {"digest", "alert", "reminder"}:
        return None
    _, user, *rest = outbound.id.split(":")
    return Seen(
        at=at,
        user=UserId(user),
        kind=kind,
        on=date.fromisoformat(rest[0][:10]) if kind == "digest" else None,
        items=tuple(
            dict.fromkeys(
                PostingId(action.arguments["posting"])
                for action in _actions(outbound.reply)
                if action.agent is AgentId.JOB_SEARCH and action.verb == "hide"
            )
        ),
        reply=outbound.reply,
    )


def _actions(reply: Reply) -> list[Action]:
    found: list[Action] = []
    for block in reply.blocks:
        if isinstance(block, Card | Buttons):
            found += [button.action for button in block.buttons]
    return [*found, *(prompt.action for prompt in reply.prompts if prompt.action is not None)]


def is_quiet(settings: UserSettings, at: datetime) -> bool:
    """Whether the person's clock shows a time within their quiet hours.

    >>> night = UserSettings(quiet_from=time(22), quiet_until=time(7))
    >>> [is_quiet(night, datetime(2026, 11, 2, hour, tzinfo=UTC)) for hour in (6, 7, 21, 22)]
    [True, False, False, True]
    """
    begins, ends = settings.quiet_from, settings.quiet_until
    if begins is None or ends is None:
        return False
    minutes = _minutes(at.astimezone(ZoneInfo(settings.time_zone)).time())
    after_begin = (minutes - _minutes(begins)) % _DAY_MINUTES
    return after_begin < (_minutes(ends) - _minutes(begins)) % _DAY_MINUTES


def due_at(settings: UserSettings, on: date) -> datetime:
    """When a digest has to come: at the hour, or when the quiet hours around it are over.

    Only for months in which no hour is skipped (autumn in the north, winter in the south).

    >>> late = UserSettings(digest_at=time(23), quiet_from=time(22), quiet_until=time(7))
    >>> str(due_at(late, date(2026, 11, 2)))
    '2026-11-02 07:00:00+00:00'
    """
    zone = ZoneInfo(settings.time_zone)
    wanted = datetime.combine(on, settings.digest_at, tzinfo=zone)
    if settings.quiet_until is not None and is_quiet(settings, wanted.astimezone(UTC)):
        wanted = datetime.combine(on, settings.quiet_until, tzinfo=zone)
    return wanted.astimezone(UTC)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


_DAY_MINUTES = 24 * 60
