"""Reminders of open reviews, news for the digest, and the wording of everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from domain.agents import AgentId
from domain.deciding.model import ReviewReminder
from domain.ids import OutboundId
from domain.messages import Address, ChannelName
from domain.profiles import User
from domain.reply import plain_text
from domain.roles.model import Standing
from domain.screening.wording import offending_words
from domain.turns import Outbound
from graph.deciding.news import RoleNewsDesk
from scheduler import reviews
from scheduler.addresses import Destination
from scheduler.reviews import ReviewRounds
from scheduler.sending import PushSending
from storage.outbound import row_of
from tests.twins.stores_pushes import InMemoryPushCounts
from tests.unit.deciding_stage import NAMES, DecidingTeam
from tests.unit.roles_stage import CHANNEL, DIRECT

ME = AgentId.CANDIDATE_MATCHING
PRIVATE = Address(channel=ChannelName.TELEGRAM, workspace="", conversation="77")
MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)


class Carrier:
    """Notes what it was handed."""

    def __init__(self) -> None:
        self.taken: list[OutboundId] = []

    async def enqueue_outbound(self, outbound: OutboundId, *, partition: str) -> None:
        assert partition == outbound
        self.taken.append(outbound)


class KnownPlaces:
    """Where people are written to."""

    def __init__(self, *places: Destination) -> None:
        self.places = places

    async def of(self, user: User) -> Sequence[Destination]:
        return self.places


class Reviewing:
    """Rounds over a team."""

    def __init__(self, team: DecidingTeam, *, places: KnownPlaces | None = None) -> None:
        self.team, self.carrier = team, Carrier()
        recruiting, clock = team.recruiting, team.stores.clock
        self.rounds = ReviewRounds(
            decisions=recruiting.decisions,
            candidates=recruiting.candidates,
            roles=recruiting.roles,
            users=team.stores.users,
            addresses=places or KnownPlaces(),
            sending=PushSending(engine=self.carrier, counts=InMemoryPushCounts(), clock=clock),
            clock=clock,
        )

    async def remind(self, *, sent: int = 0) -> None:
        await self.team.recruiting.decisions.remind(
            ReviewReminder(
                role=self.team.only.id,
                reviewer=self.team.rui,
                address=DIRECT,
                due_at=self.team.stores.clock.now(),
                sent=sent,
            )
        )

    @property
    def messages(self) -> list[Outbound]:
        return [self.team.stores.outbound.rows[key] for key in self.carrier.taken]


async def test_a_reviewer_is_reminded_once_a_working_day_with_counts_only() -> None:
    team = DecidingTeam()
    role = await team.opened()
    stage = Reviewing(team)
    await stage.remind()
    for _ in range(3):
        await stage.rounds.tick()
    (first,) = stage.messages
    assert plain_text(first.reply.blocks) == (
        "Backend Engineer: 3 candidates wait for your scorecard."
    )
    assert first.id == f"rv:{team.rui}:{role.id}:2026-11-02:1"
    assert row_of(first, now_us=0)["named_user"] == team.rui  # by this an erasure finds it
    assert (first.address, first.kind, first.reply.is_personal) == (DIRECT, "notice", False)
    for _ in range(6):  # until Sunday
        team.stores.clock.advance(timedelta(days=1))
        await stage.rounds.tick()
    assert len(stage.messages) == 5
    team.stores.clock.advance(timedelta(days=1))
    await stage.rounds.tick()
    assert len(stage.messages) == 6


async def test_the_tenth_reminder_is_the_last() -> None:
    team = DecidingTeam()
    await team.opened()
    stage = Reviewing(team)
    await stage.remind(sent=9)
    for _ in range(5):
        await stage.rounds.tick()
        team.stores.clock.advance(timedelta(days=1))
    (last,) = stage.messages
    assert "This is the last reminder." in plain_text(last.reply.blocks)
    assert not team.recruiting.decisions.reminding


async def test_reminders_end_when_nothing_is_open_or_the_member_left() -> None:
    team = DecidingTeam()
    role = await team.opened()
    for candidate in await team.candidates():
        await team.press(ME, "rate", {"candidate": candidate.id, "form.c1": "3"}, by=team.rui)
    await team.press(ME, "submit", {"role": role.id}, by=team.rui)
    stage = Reviewing(team)
    await stage.remind()
    await stage.rounds.tick()
    assert not stage.messages
    assert not team.recruiting.decisions.reminding
    await team.arrive(
        "Person Nine\n\nExperience\n\nEngineer, Y\n2020 - 2021\n- Did X\n\nSkills\n\nC"
    )
    await stage.remind()
    await team.roles.set_standing(role.id, team.rui, None)
    await stage.rounds.tick()
    assert not stage.messages


async def test_reminders_go_to_the_persons_own_place_and_wait_for_quiet_hours() -> None:
    team = DecidingTeam()
    await team.opened()
    stage = Reviewing(team, places=KnownPlaces(Destination(address=PRIVATE, recipient="77")))
    user = team.stores.users.people[team.rui]
    quiet = replace(user.settings, time_zone="UTC", quiet_from=time(8), quiet_until=time(10))
    team.stores.users.people[team.rui] = replace(user, settings=quiet)
    await stage.remind()
    await stage.rounds.tick()
    assert not stage.messages
    team.stores.clock.advance(timedelta(hours=2))
    await stage.rounds.tick()
    (message,) = stage.messages
    assert (message.address, message.recipient) == (PRIVATE, "77")


async def test_who_has_quiet_hours_holds_nobody_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reviews, "_LIMIT", 2)
    team = DecidingTeam()
    role = await team.opened()
    stage = Reviewing(team)
    now, people = team.stores.clock.now(), team.stores.users.people
    sleepers = [team.person(f"Sleeper {number}") for number in range(5)]
    for number, user in enumerate(sleepers):
        await team.roles.join(role.id, user, standing=Standing.REVIEWER, at=now)
        settings = replace(
            people[user].settings, time_zone="UTC", quiet_from=time(8), quiet_until=time(10)
        )
        people[user] = replace(people[user], settings=settings)
        due = now - timedelta(minutes=10 - number)
        await team.recruiting.decisions.remind(
            ReviewReminder(role=role.id, reviewer=user, address=DIRECT, due_at=due)
        )
    await stage.remind()
    await stage.rounds.tick()
    assert [one.id.split(":")[1] for one in stage.messages] == [team.rui]
    team.stores.clock.advance(timedelta(hours=2))
    for _ in range(3):
        await stage.rounds.tick()
    assert [one.id.split(":")[1] for one in stage.messages] == [team.rui, *sleepers]


async def test_the_digest_hears_counts_of_new_applicants_and_open_reviews() -> None:
    team = DecidingTeam()
    await team.opened()
    desk = RoleNewsDesk(
        roles=team.roles,
        candidates=team.recruiting.candidates,
        decisions=team.recruiting.decisions,
        clock=team.stores.clock,
    )
    (news,) = await desk.news(team.rui, since=None)
    assert (news.role, news.new_applicants, news.open_reviews) == ("Backend Engineer", 3, 3)
    assert news.open_findings >= 1  # "Native German speaker"
    (later,) = await desk.news(team.rui, since=MONDAY)
    assert later.new_applicants == 0
    await team.roles.settle_finding(
        "T1", rule="x", quote="y", reason="z", by=team.ana, at=team.stores.clock.now()
    )
    assert await desk.news(team.person("Zoe Else"), since=None) == ()


async def test_nothing_that_is_said_judges_names_or_rejects_anybody() -> None:
    team = DecidingTeam()
    role = await team.opened(people=4)
    scripts, reports = AgentId.SCRIPTS, AgentId.REPORTS
    for agent, words in (
        (ME, "rank the candidates"),
        (ME, "compare candidates 1, 2 and 3"),
        (ME, "what if Kafka counts double"),
        (ME, "what if"),
        (ME, "review blind"),
        (ME, "scorecard for candidate 2"),
        (ME, "how far do reviewers agree?"),
        (ME, "decline candidate 2: too old"),
        (ME, "decline candidate 2: PostgreSQL is needed and was not shown in the interview"),
        (ME, "reject everybody else"),
        (ME, "show the decisions"),
        (ME, "remind the reviewers"),
        (scripts, "interview questions for candidate 3"),
        (scripts, "write an interview kit"),
        (scripts, "may I ask how old they are?"),
        (reports, "bias report for candidate 1"),
        (reports, "report on candidate 4"),
        (reports, "role summary"),
        (reports, "summary as pdf"),
        (reports, "export as CSV"),
        (reports, "export as JSON"),
        (reports, "show the log"),
        (reports, "run an audit"),
    ):
        await team.tell(agent, words, at=CHANNEL)
        team.pending.clear()
    candidate = (await team.candidates())[2]
    await team.press(scripts, "kit", {"candidate": candidate.id, "pdf": "1"}, at=CHANNEL)
    await team.press(ME, "compare", {
        "role": role.id, "quotes": "1",
        "candidates": ",".join(one.id for one in await team.candidates())}, at=CHANNEL)  # fmt: skip
    said = team.texts()
    assert len(team.seen) == 25
    # A person's own word in a decision is theirs; ours are the rest.
    assert offending_words(said) == ()
    assert not any(part in said for name in NAMES for part in name.split())
    assert "the law" not in said
