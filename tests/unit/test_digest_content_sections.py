"""The sections of a digest below its items, each with what it is made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.digest.account import account_of
from domain.digest.happenings import last_words
from domain.digest.model import RoleNews
from domain.ids import PostingId, UserId
from domain.learning.model import Cost, LearningStance, LinkState, SkillGap
from domain.matching.model import Gate
from domain.posting import PostingEvent, PostingEventKind, Stance
from domain.profiles import UserSettings
from domain.pushes import PushTopic
from domain.reply import Chart
from evaluation.pictures.digest_samples import GAP, LESSON
from tests.unit.digest_content_stage import (
    BERLIN,
    NOW,
    ScriptedRoles,
    Stage,
    buttons,
    findings,
    jobs,
    lesson,
    words,
)
from tests.unit.matching_samples import job


def only(*topics: PushTopic) -> UserSettings:
    return replace(BERLIN, digest_topics=topics)


async def keep(stage: Stage, user: UserId, key: str, *stances: Stance) -> PostingId:
    """A posting in the store that the person did something with."""
    posting = job(key, f"Job {key}")
    await stage.stores.postings.ingest("test", [posting], complete=False)
    for stance in stances:
        await stage.stores.postings.note(user, posting.id, stance, on=True)
    return posting.id


async def test_with_older_jobs_only_the_first_line_says_that_nothing_is_new() -> None:
    stage = Stage()
    user = await stage.seeker()
    stage.search.found[user] = findings(older=jobs(2))

    said = words(await stage.reply(user))

    assert said.startswith("Nothing new today; 2 jobs you have not seen are still open")


async def test_what_happened_to_kept_jobs_is_a_line_each_and_never_an_item() -> None:
    stage = Stage()
    user = await stage.seeker()
    cursor = await stage.stores.postings.revision()
    saved = await keep(stage, user, "saved", Stance.SAVED, Stance.SHOWN)
    applied = await keep(stage, user, "applied", Stance.APPLIED)
    await keep(stage, user, "hidden", Stance.SAVED, Stance.HIDDEN)
    for _ in range(2):
        await stage.stores.postings.ingest(
            "test", [job("saved", "Job saved", "Another text")], complete=True
        )

    written = await stage.one(user, cursor=cursor)
    assert written.reply is not None
    said = words(written.reply)

    assert "- Job applied at Company applied (applied): no longer listed" in said
    assert "- Job saved at Company saved (saved): the text changed" in said
    assert said.index("no longer listed") < said.index("the text changed")
    assert "hidden" not in said
    assert not {saved, applied} & set(written.shown)


async def test_what_happened_is_told_once_and_at_most_five_lines_are() -> None:
    stage = Stage()
    user = await stage.seeker(only(PushTopic.JOBS))
    for number in range(7):
        await keep(stage, user, f"k{number}", Stance.SAVED)
    before = await stage.stores.postings.revision()
    for _ in range(2):
        await stage.stores.postings.ingest("test", [], complete=True)
    after = await stage.stores.postings.revision()
    stage.search.found[user] = findings(revision=after)

    first = await stage.one(user, cursor=before)
    assert first.reply is not None
    assert words(first.reply).count("no longer listed") == 5
    assert "- and 2 more" in words(first.reply)

    assert "no longer listed" not in words(await stage.reply(user, cursor=first.cursor))


def test_the_last_word_on_a_posting_counts_within_the_two_cursors() -> None:
    def event(kind: PostingEventKind, revision: int, posting: str = "p") -> PostingEvent:
        return PostingEvent(posting=PostingId(posting), kind=kind, revision=revision, at=NOW)

    events = [
        event(PostingEventKind.CHANGED, 5),
        event(PostingEventKind.CLOSED, 6),
        event(PostingEventKind.REOPENED, 7),
        event(PostingEventKind.CLOSED, 12),
        event(PostingEventKind.NEW, 8, "q"),
        event(PostingEventKind.CLOSED, 9, "r"),
    ]
    of = [PostingId("p"), PostingId("q")]

    assert last_words(events, of=of, after=5, until=10) == (events[2],)
    assert last_words(events, of=of, after=5, until=12) == (events[3],)


async def test_what_was_left_out_can_be_seen_with_one_tap_per_limit_at_most_three() -> None:
    stage = Stage()
    user = await stage.seeker()
    stage.search.found[user] = findings(
        considered=30,
        excluded_by={
            Gate.SALARY: 4,
            Gate.WORK_PERMISSION: 12,
            Gate.LOCATION: 3,
            Gate.LANGUAGE: 2,
            Gate.EXPIRED: 9,
        },
    )

    reply = await stage.reply(user)
    found = [button for button in buttons(reply) if button.action.verb == "left_out"]

    assert [button.label for button in found] == [
        "Visa (12)",
        "Pay (4)",
        "Place (3)",
    ]
    assert found[0].action.arguments == {
        "gate": "work_permission",
        "since": "10",
        "via": "digest",
    }
    assert "9 expired" in words(reply)


async def test_sources_that_did_not_answer_are_named_with_their_last_good_day() -> None:
    stage = Stage()
    user = await stage.seeker()
    await stage.health.note("lever:acme", "jobs", at=NOW, found=4)
    await stage.health.note("greenhouse:acme", "jobs", at=NOW - timedelta(days=2), found=9)
    await stage.health.note("greenhouse:acme", "jobs", at=NOW, found=None, problem="timed out")

    said = words(await stage.reply(user))

    assert "1 of 2 sources did not answer (greenhouse:acme, last good answer 24 Nov)." in said
    assert "no jobs" not in said.casefold()
    assert "timed out" not in said


async def test_when_no_source_answered_nobody_says_that_there_are_no_jobs() -> None:
    stage = Stage()
    user = await stage.seeker()
    await stage.health.note("jsonl:/srv/secret/feed.jsonl", "jobs", at=NOW, found=None)

    said = words(await stage.reply(user))

    assert said.startswith("No news: no source answered")
    assert "The one source did not answer (jsonl:feed.jsonl, no good answer yet)." in said
    assert "nothing new" not in said.casefold()
    assert "/srv" not in said


async def test_the_lesson_names_the_gap_that_opens_most_and_what_the_resource_takes() -> None:
    stage = Stage()
    user = await stage.seeker(replace(BERLIN, language="de-DE"))
    await stage.teach(user)

    written = await stage.one(user)
    assert written.reply is not None
    said = words(written.reply)

    assert "Kubernetes would open 14 more of the 60 open jobs nearest to you" in said
    assert "free course, 6 h, for beginners, English, no prerequisites stated" in said
    assert [b.action.verb for b in buttons(written.reply) if b.action.agent == "learning"] == [
        "done",
        "not_for_me",
        "another",
    ]
    assert written.resources == (LESSON.resource.id,)
    assert stage.library.asked[0][1] == "de"
    assert "Cost" not in said
    assert "Link" not in said


@pytest.mark.parametrize(
    ("suggestion", "said"),
    [
        (lesson(cost=Cost.PAID), "Cost: it costs money"),
        (lesson(cost=Cost.UNKNOWN), "Cost: not stated"),
        (lesson(link=LinkState.UNCHECKED), "Link: not checked yet"),
        (lesson(link=LinkState.DOUBTFUL), "Link: did not answer when it was last checked"),
    ],
)
async def test_a_paid_or_doubtful_resource_says_so(suggestion: object, said: str) -> None:
    stage = Stage()
    user = await stage.seeker()
    await stage.teach(user, suggestion)  # type: ignore[arg-type]  # see lesson()

    assert said in words(await stage.reply(user))


async def test_a_dead_link_or_a_resource_had_before_is_never_shown() -> None:
    stage = Stage()
    user = await stage.seeker()
    await stage.teach(user, lesson(link=LinkState.DEAD))
    assert "learn" not in words(await stage.reply(user))

    await stage.teach(user)
    await stage.resources.note(user, LESSON.resource.id, LearningStance.NOT_FOR_ME, on=True)
    assert "learn" not in words(await stage.reply(user))


async def test_a_locked_shelf_costs_the_lesson_and_not_the_digest() -> None:
    stage = Stage()
    user = await stage.seeker()
    stage.search.found[user] = replace(findings(*jobs(1)), gaps=(GAP,))
    stage.library.failing = True

    assert words(await stage.reply(user)).startswith("1 new job today")


@pytest.mark.parametrize(
    ("asked", "of", "said"),
    [
        (21, 60, "21 of the 60 open jobs nearest to you ask for Kubernetes"),
        (6, 6, "all the 6 open jobs nearest to you ask for Kubernetes"),
    ],
)
async def test_a_gap_that_opens_nothing_by_itself_says_who_asks_for_it(
    asked: int, of: int, said: str
) -> None:
    stage = Stage()
    user = await stage.seeker()
    stage.library.suggestions = (LESSON,)
    gap = SkillGap(skill="Kubernetes", unlocks=0, asked=asked, of=of)
    stage.search.found[user] = replace(findings(), gaps=(gap,))

    assert said in words(await stage.reply(user))


@pytest.mark.parametrize(("asked", "of"), [(1, 60), (4, 4)])
async def test_a_gap_that_hardly_anybody_asks_about_is_no_lesson(asked: int, of: int) -> None:
    stage = Stage()
    user = await stage.seeker()
    stage.library.suggestions = (LESSON,)
    gap = SkillGap(skill="Kubernetes", unlocks=asked, asked=asked, of=of)
    stage.search.found[user] = replace(findings(), gaps=(gap,))

    assert "Kubernetes" not in words(await stage.reply(user))


async def test_follow_ups_are_asked_about_and_named_for_the_store() -> None:
    stage = Stage()
    user = await stage.seeker()
    posting = await keep(stage, user, "x", Stance.APPLIED)
    reminder = await stage.reminders.set(user, posting, due_at=NOW - timedelta(hours=1))

    written = await stage.one(user)
    assert written.reply is not None

    assert "You applied for Job x at Company x. Heard back?" in words(written.reply)
    asked = [b for b in buttons(written.reply) if b.action.arguments.get("posting") == posting]
    assert [b.action.verb for b in asked] == ["heard_back", "remind_later", "close_application"]
    assert written.reminders == (reminder.id,)


async def test_a_recruiter_reads_counts_per_role_and_is_not_asked_for_a_resume() -> None:
    roles = ScriptedRoles(
        RoleNews(role="Backend Engineer", new_applicants=3, open_reviews=2, open_findings=1),
        RoleNews(role="Nothing happened here"),
    )
    stage = Stage(roles=(roles,))
    user = await stage.seeker(titles=())

    said = words(await stage.reply(user))

    assert said.startswith("3 new applicants, 2 reviews open and 1 bias finding still open\n")
    assert "Backend Engineer\n3 new applicants · 2 reviews open · 1 bias finding still open" in said
    assert "Nothing happened" not in said
    assert "look for" not in said
    assert roles.since == [NOW - timedelta(days=1)]


async def test_roles_that_cannot_be_looked_up_are_said_and_cost_nothing_else() -> None:
    stage = Stage(roles=(ScriptedRoles(failing=True),))
    user = await stage.seeker()
    stage.search.found[user] = findings(*jobs(1))

    said = words(await stage.reply(user))

    assert said.startswith("1 new job today")
    assert "Your roles could not be looked up for this digest." in said


@pytest.mark.parametrize("topic", list(PushTopic))
async def test_a_topic_that_is_off_is_neither_said_nor_spent(topic: PushTopic) -> None:
    stage = Stage(roles=(ScriptedRoles(RoleNews(role="Chef", new_applicants=2)),))
    user = await stage.seeker(only(*(set(PushTopic) - {topic})))
    posting = await keep(stage, user, "x", Stance.APPLIED)
    await stage.reminders.set(user, posting, due_at=NOW - timedelta(hours=1))
    stage.search.found[user] = findings(*jobs(2))
    await stage.teach(user)

    written = await stage.one(user)
    assert written.reply is not None
    said = words(written.reply)

    assert ("new jobs today" in said) is (topic is not PushTopic.JOBS)
    assert bool(written.shown) is (topic is not PushTopic.JOBS)
    assert ("One thing to learn" in said) is (topic is not PushTopic.LEARNING)
    assert bool(written.resources) is (topic is not PushTopic.LEARNING)
    assert ("Heard back?" in said) is (topic is not PushTopic.APPLICATIONS)
    assert bool(written.reminders) is (topic is not PushTopic.APPLICATIONS)
    assert ("Chef" in said) is (topic is not PushTopic.TEAM)


async def test_with_jobs_and_learning_off_nothing_is_searched_and_the_cursor_goes_on() -> None:
    stage = Stage()
    user = await stage.seeker(only(PushTopic.APPLICATIONS))
    posting = await keep(stage, user, "x", Stance.APPLIED)
    before = await stage.stores.postings.revision()
    for _ in range(2):
        await stage.stores.postings.ingest("test", [], complete=True)

    written = await stage.one(user, cursor=before)

    assert stage.search.asked == []
    assert written.cursor == await stage.stores.postings.revision()
    assert written.reply is not None
    assert "Job x at Company x (applied): no longer listed" in words(written.reply)
    assert posting not in written.shown


async def test_the_week_is_drawn_on_its_last_digest_day_when_three_days_have_numbers() -> None:
    stage = Stage()
    user = await stage.seeker(replace(BERLIN, digest_days=(0, 1, 2, 3)))
    clock = stage.stores.clock
    clock.advance(-timedelta(days=3))
    for number in range(3):
        await keep(stage, user, f"w{number}", Stance.SHOWN)
        clock.advance(timedelta(days=1))
    every_day = await stage.seeker()
    stage.search.found[user] = findings(*jobs(2))
    stage.search.found[every_day] = findings(*jobs(2))

    (chart,) = [b for b in (await stage.reply(user)).blocks if isinstance(b, Chart)]

    assert chart.labels == ("Mon", "Tue", "Wed", "Thu")
    assert chart.values == (1.0, 1.0, 1.0, 2.0)
    assert not [b for b in (await stage.reply(every_day)).blocks if isinstance(b, Chart)]


@pytest.mark.parametrize("shown", [0, 3, 50])
@pytest.mark.parametrize("other", [0, 22, 99])
def test_every_posting_of_an_account_is_counted_exactly_once(shown: int, other: int) -> None:
    account = account_of(
        considered=41,
        excluded_by={Gate.SALARY: 4, Gate.WORK_PERMISSION: 12},
        other_field=other,
        shown=shown,
    )

    assert account.considered == 41
    assert (
        account.shown + sum(account.left_out.values()) + account.other_field + account.rest
    ) == 41
