"""A month in minutes: a hundred people, two job boards that change daily, and a look at everything.

Real stores, real embeddings, the real planner, desk, rounds and agents; only time is ours, and the
channel is a witness. What people do with their phones (hide, more like this, "no fintech", moving,
leaving) goes through the supervisor as it does for everybody.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import mean

from domain.agents import AgentId, Audience
from domain.digest.model import SavedSearch
from domain.ids import PostingId, UserId
from domain.matching.titles import read_title, title_closeness
from domain.messages import Action, Address, ChannelName, InboundMessage
from domain.ports import Embedder
from domain.posting import Posting
from domain.preferences.changes import apply_wishes
from domain.profiles import UserSettings
from domain.turns import TurnEvent
from evaluation.digests.market import BOARDS, Churn, Market, says_fintech
from evaluation.digests.month_stage import MonthStage, open_stage
from evaluation.digests.people import plan, settle
from evaluation.digests.town import (
    Deed,
    DeedKind,
    Townsperson,
    moved,
    townspeople,
    with_another_hour,
)
from evaluation.digests.watch import LATE, MISSING, Rules, Seen, Watch, due_at
from graph.agents.job_search.alert_words import wishes_in

_BEGINS = datetime(2026, 10, 12, tzinfo=UTC)
"""A Monday; Europe's clocks change on the 25th, America's on 1 November."""
_VERBS: Mapping[DeedKind, str] = {
    "hide": "hide",
    "save": "save",
    "applied": "applied",
    "more_like_this": "more_like",
}
"""What the buttons are called."""
_READ_AT_H = 3
_DEEDS_AT_H = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """How long, how many, how much."""

    days: int = 30
    people: int = 120
    seed: int = 4
    tick: timedelta = timedelta(minutes=5)
    outage_days: tuple[int, int] = (14, 16)
    """First day on which the service is off, and the one on which it is on again."""
    churn: Churn = field(default_factory=Churn)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What came of it."""

    month: Month
    people: Sequence[Townsperson]
    watch: Watch
    market: Market
    outcomes: Counter[str]
    """Rows of the due-table by outcome; ``open`` where there is none."""
    late: int
    """Late digests after the outage."""
    covered: int
    """People whose missed digests the next regular one covered."""
    feedback: dict[str, float]
    counted: dict[str, int]
    """The operator's statistics, summed over the month."""
    deeds: Sequence[tuple[datetime, UserId, str]]
    """What people did, and when."""
    took_s: float
    cpu_s: float

    @property
    def faults(self) -> int:
        """Everything that was wrong."""
        return sum(tally.broken for tally in self.watch.tallies.values())

    def of_kind(self, kind: str) -> list[Seen]:
        """All messages of a kind."""
        return [one for one in self.watch.seen if one.kind == kind]


async def live_through(month: Month, folder: Path, *, embedder: Embedder | None = None) -> Story:
    """Let the month pass; ``embedder`` None takes the packaged model."""
    began_s, cpu_s = time.perf_counter(), time.process_time()
    market = Market(seed=month.seed, first_day=_BEGINS.date(), churn=month.churn)
    people = townspeople(month.people, seed=month.seed, days=month.days)
    first, last = month.outage_days
    rules = Rules(
        tick=month.tick,
        alert_gap=timedelta(minutes=60),
        outage=(_BEGINS + timedelta(days=first), _BEGINS + timedelta(days=last)),
    )
    async with open_stage(
        folder, begins=_BEGINS, market=market, rules=rules, embedder=embedder
    ) as stage:
        life = _Life(month=month, stage=stage, market=market, people=people)
        await life.begin()
        await life.live()
        outcomes = await life.judge_dates()
        late, covered = life.judge_outage()
        return Story(
            month=month,
            people=people,
            watch=stage.watch,
            market=market,
            outcomes=outcomes,
            late=late,
            covered=covered,
            feedback=life.feedback(),
            counted=await life.counted(),
            deeds=life.done,
            took_s=time.perf_counter() - began_s,
            cpu_s=time.process_time() - cpu_s,
        )


class _Life:
    """The days of the month, one tick after another."""

    def __init__(
        self,
        *,
        month: Month,
        stage: MonthStage,
        market: Market,
        people: Sequence[Townsperson],
    ) -> None:
        self._month = month
        self._stage = stage
        self._market = market
        self._people = people
        self._watch = stage.watch
        self.done: list[tuple[datetime, UserId, str]] = []
        self._said = 0
        self._liked: defaultdict[UserId, list[tuple[datetime, Posting]]] = defaultdict(list)
        self._no_fintech_at: dict[UserId, datetime] = {}
        self._left: dict[UserId, datetime] = {}

    # --- living ----------------------------------------------------------------------------------

    async def begin(self) -> None:
        """Everybody moves in, and the boards are read for the first time."""
        clock, stores = self._stage.clock, self._stage.stores
        residents = [one.resident for one in self._people]
        await settle(stores.database, residents, now=clock.now())
        await plan(stores.digests, now=clock.now())
        await self._read_boards()
        for person in self._people:
            for number, words in enumerate(person.searches):
                assert person.resident.profile is not None
                # As the assistant understands the same words in a chat.
                wishes = wishes_in(words, country=None)
                wished = apply_wishes(person.resident.profile.preferences, wishes).preferences
                await stores.searches.save(
                    SavedSearch(
                        id=f"town:{number}",
                        user=person.user,
                        label=words,
                        text=words if wishes.is_empty else "",
                        preferences=wished,
                        created_at=clock.now(),
                        cursor=await stores.postings.revision(),
                    )
                )

    async def live(self) -> None:
        """Until the last day is over."""
        stage, tick = self._stage, self._month.tick
        for _ in range(self._month.days * (timedelta(days=1) // tick)):
            stage.clock.move(tick)
            now = stage.clock.now()
            is_full_hour = now.minute == 0
            if self._watch.was_out(now):
                if is_full_hour and now.hour == _READ_AT_H:
                    self._market.next_day(now.date())  # the world goes on
                continue
            if is_full_hour:
                await stage.stores.postings.expire(now=now)
            if is_full_hour and now.hour == _READ_AT_H:
                await self._read_boards()
            await stage.tick()
            if is_full_hour and now.hour == _DEEDS_AT_H:
                await self._do_deeds((now - _BEGINS).days)

    async def _read_boards(self) -> None:
        self._market.next_day(self._stage.clock.now().date())
        for board in BOARDS:
            await self._stage.stores.postings.ingest(
                board, self._market.listing(board), complete=True
            )
        self._market.note_read()
        await self._stage.catch_up()

    # --- what people do --------------------------------------------------------------------------

    async def _do_deeds(self, day: int) -> None:
        for person in self._people:
            for deed in person.on(day):
                await self._do(person, deed)

    async def _do(self, person: Townsperson, deed: Deed) -> None:
        user, now = person.user, self._stage.clock.now()
        settings = (await self._stage.stores.users.get_many([user]))[user].settings
        match deed.what:
            case "move":
                await self._change(user, moved(settings))
            case "other_hour":
                await self._change(user, with_another_hour(settings))
            case "digest_off":
                await self._press_or_say(person, "digest_off", agent=AgentId.SETTINGS)
                self._watch.stopped[user].add("digest")
                self._left[user] = now
            case "alerts_off":
                await self._press_or_say(person, "alerts_off", agent=AgentId.SETTINGS)
                self._watch.stopped[user].add("alert")
            case "no_fintech":
                await self._say(person, words="No fintech please, nothing from fintech companies")
                self._watch.no_fintech.add(user)
                self._no_fintech_at[user] = now
            case verb:
                if not await self._press_first_item(person, verb):
                    return
        self.done.append((now, user, deed.what))

    async def _change(self, user: UserId, settings: UserSettings) -> None:
        await self._stage.stores.users.save_settings(user, settings)
        self._watch.changed_on[user].add(self._stage.clock.now().date())

    async def _press_first_item(self, person: Townsperson, verb: DeedKind) -> bool:
        """Press a button of the first posting of their newest message; whether there was one."""
        seen = self._watch.last_of(person.user)
        item = None if seen is None else seen.items[0]
        action = None if seen is None else seen.action(_VERBS[verb], posting=item)
        if item is None or action is None:
            return False
        await self._say(person, action=action)
        if verb == "hide":
            self._watch.hidden[person.user].add(item)
        posting = self._market.posting(item)
        if verb == "more_like_this" and posting is not None:
            self._liked[person.user].append((self._stage.clock.now(), posting))
        return True

    async def _press_or_say(self, person: Townsperson, verb: str, *, agent: AgentId) -> None:
        """The button of their newest message, or the same choice without one."""
        mine = [one for one in self._watch.seen if one.user == person.user]
        found = next((action for one in reversed(mine) if (action := one.action(verb))), None)
        await self._say(person, action=found or Action(agent=agent, verb=verb))

    async def _say(
        self, person: Townsperson, *, words: str = "", action: Action | None = None
    ) -> None:
        self._said += 1
        resident, now = person.resident, self._stage.clock.now()
        accepted = await self._stage.stores.turns.accept(
            InboundMessage(
                address=Address(
                    channel=ChannelName.TELEGRAM,
                    workspace=resident.workspace,
                    conversation=resident.conversation,
                ),
                sender=resident.sender,
                sender_name=f"Person {resident.number}",
                audience=Audience.SEEKER,
                text=words,
                received_at=now,
                dedupe_keys=(f"said:{self._said}",),
                order_key=f"{self._said:012d}",
                action=action,
            )
        )
        turn = accepted.turn
        dialogue = await self._stage.stores.turns.dialogue(turn, last=12)
        reply = await self._stage.supervisor.answer(turn, dialogue, events=_unheard)
        await self._stage.stores.turns.finish(turn, reply)

    # --- judging ---------------------------------------------------------------------------------

    async def judge_dates(self) -> Counter[str]:
        """Every chosen day has its digest or its silence; outcomes over all rows."""
        rows = await self._stage.digest_rows()
        ends = _BEGINS + timedelta(days=self._month.days)
        tally = self._watch.tallies[MISSING]
        for person in self._people:
            settings = person.resident.settings
            for day in range(self._month.days):
                on = _BEGINS.date() + timedelta(days=day)
                due = due_at(settings, on)
                if not (_BEGINS < due < ends - self._month.tick) or self._watch.was_out(due):
                    continue
                if on.weekday() not in settings.digest_days or not self._is_settled(person, on):
                    continue
                outcome = rows.get((person.user, on))
                tally.note(
                    holds=outcome in {"sent", "silent"}, example=f"{person.user} {on}: {outcome}"
                )
        return Counter(outcome or "open" for outcome in rows.values())

    def _is_settled(self, person: Townsperson, on: date) -> bool:
        """Whether their wishes on that date are those they moved in with."""
        changes = [*self._watch.changed_on[person.user]]
        if person.user in self._left:
            changes.append(self._left[person.user].date())
        return all(on < change - timedelta(days=1) for change in changes)

    def judge_outage(self) -> tuple[int, int]:
        """At most one late digest each; how many there were, and who needed none."""
        late = covered = 0
        for person in self._people:
            mine = [
                one
                for one in self._watch.digests_of(person.user)
                if one.on is not None
                and person.user not in self._left
                and not self._watch.changed_on[person.user]
                and self._watch.was_out(due_at(person.resident.settings, one.on))
            ]
            missed = self._missed(person)
            if not missed:
                continue
            self._watch.tallies[LATE].note(
                holds=len(mine) <= 1, example=f"{person.user}: {[one.on for one in mine]}"
            )
            late += len(mine)
            covered += not mine
        return late, covered

    def _missed(self, person: Townsperson) -> list[date]:
        settings = person.resident.settings
        days = (_BEGINS.date() + timedelta(days=day) for day in range(self._month.days))
        return [
            on
            for on in days
            if on.weekday() in settings.digest_days and self._watch.was_out(due_at(settings, on))
        ]

    def feedback(self) -> dict[str, float]:
        """What changed after people said something."""
        before: list[float] = []
        after: list[float] = []
        for user, liked in self._liked.items():
            since, first = liked[0]
            for one in self._watch.seen:
                if one.user != user:
                    continue
                near = [self._closeness(first, item) for item in one.items if item != first.id]
                (after if one.at > since else before).extend(near)
        fintech: Counter[str] = Counter()
        for one in self._watch.seen:
            if (at := self._no_fintech_at.get(one.user)) is None:
                continue
            postings = [self._market.posting(item) for item in one.items]
            when = "before" if one.at <= at else f"after, {one.kind}"
            fintech[when] += sum(p is not None and says_fintech(p) for p in postings)
        return {
            "people_who_liked": len(self._liked),
            "closeness_to_liked_before": mean(before) if before else 0.0,
            "closeness_to_liked_after": mean(after) if after else 0.0,
            "fintech_before": fintech["before"],
            "fintech_after": fintech["after, digest"],
            "fintech_in_alerts_after": fintech["after, alert"],
            "people_without_fintech": len(self._no_fintech_at),
            "hidden": sum(len(items) for items in self._watch.hidden.values()),
        }

    def _closeness(self, liked: Posting, item: PostingId) -> float:
        posting = self._market.posting(item)
        if posting is None:
            return 0.0
        return title_closeness(read_title(liked.title), read_title(posting.title))

    async def counted(self) -> dict[str, int]:
        """What the operator sees."""
        totals: Counter[str] = Counter()
        for one in await self._stage.stores.counts.since(_BEGINS.date()):
            totals[f"{one.kind} {one.event}"] += one.times
        return dict(totals)


async def _unheard(event: TurnEvent) -> None:
    """Progress that nobody looks at."""
