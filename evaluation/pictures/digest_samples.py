"""Made-up days, written by the same code as real digests: for pictures, snapshots and checkers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.rendering.mail.frame import FooterLink, MailFrame
from domain.digest.model import DueDigest, Reminder, RoleNews, SavedSearch
from domain.ids import PostingId, ResourceId, UserId
from domain.learning.model import (
    Cost,
    Format,
    Level,
    LinkState,
    Resource,
    SkillGap,
    Suggestion,
)
from domain.matching.model import (
    Component,
    Evidence,
    Gate,
    GateResult,
    Match,
    MatchReport,
    Verdict,
)
from domain.posting import (
    PayPeriod,
    Place,
    Posting,
    PostingEvent,
    PostingEventKind,
    PostingState,
    RemoteMode,
    Salary,
    StoredPosting,
)
from domain.profiles import Profile, SearchPreferences, User, UserSettings
from domain.push_ports import SourceHealth
from domain.reply import Reply
from evaluation.pictures.mail_samples import reply_link
from graph.digest.alerts import AlertDesk
from graph.digest.composing import draft, with_sentence
from graph.digest.day import Day
from graph.push_search import NewAccount, PushFindings

ANA = UserId("u_ana")
NOW = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
"""A Friday, 8:00 in Berlin."""

_SETTINGS = UserSettings(time_zone="Europe/Berlin", digest_enabled=True)
_USER = User(
    id=ANA, display_name="Ana", settings=_SETTINGS, created_at=datetime(2026, 10, 1, tzinfo=UTC)
)
_PROFILE = Profile(user=ANA, preferences=SearchPreferences(titles=("Data Engineer",)))
_DUE = DueDigest(user=ANA, local_date=date(2026, 11, 27), due_at=NOW, cursor=4711)


def posting(
    key: str,
    title: str,
    company: str,
    place: str,
    *,
    remote: RemoteMode = RemoteMode.UNKNOWN,
    pay: tuple[float, float] | None = None,
    seen: datetime = NOW - timedelta(hours=9),
    state: PostingState = PostingState.OPEN,
) -> StoredPosting:
    """One posting of the day."""
    salary = None
    if pay is not None:
        salary = Salary(
            raw="", minimum=pay[0], maximum=pay[1], currency="EUR", period=PayPeriod.YEAR
        )
    return StoredPosting(
        posting=Posting(
            id=PostingId(f"p_{key}"),
            source="greenhouse:acme",
            source_id=key,
            title=title,
            company=company,
            description="",
            places=(Place(raw=place),) if place else (),
            remote=remote,
            salary=salary,
            url=f"https://jobs.example.org/{key}",
        ),
        state=state,
        content_hash=key,
        cluster=key,
        first_seen=seen,
        last_seen=NOW,
    )


def match(
    key: str,
    score: float,
    *,
    skill: str = "",
    line: str = "",
    against: str = "",
    unknown: str = "",
) -> Match:
    """One ranked posting with its proof."""
    proof = (
        Evidence(
            component=Component.SKILLS,
            claim=f"{skill}, asked for",
            resume_quote=line,
            posting_quote=f"You know {skill}",
            about=skill,
        ),
    )
    held = Evidence(
        component=Component.SKILLS, claim=against, resume_quote="", posting_quote=against
    )
    doubt = GateResult(gate=Gate.WORK_PERMISSION, verdict=Verdict.UNKNOWN, reason=unknown)
    return Match(
        posting=PostingId(f"p_{key}"),
        score=score,
        components={Component.SKILLS: score},
        evidence=proof if skill else (),
        against=(held,) if against else (),
        gates=(doubt,) if unknown else (),
    )


_POSTINGS = (
    posting(
        "senior-data",
        "Senior Data Engineer",
        "Nordlicht Energie",
        "Hamburg",
        remote=RemoteMode.HYBRID,
        pay=(72_000, 85_000),
    ),
    posting("analytics", "Analytics Engineer", "Kupferwerk", "Berlin"),
    posting(
        "platform",
        "Platform Engineer, Data",
        "Fjordline",
        "",
        remote=RemoteMode.REMOTE,
        pay=(70_000, 78_000),
    ),
    posting(
        "part-time",
        "Data Engineer (80 %)",
        "Stadtwerke Altona",
        "Hamburg",
        pay=(61_000, 66_000),
        seen=NOW - timedelta(days=15),
    ),
    posting("kept-1", "Lead Data Engineer", "Marktwagen", "Hamburg", state=PostingState.CLOSED),
    posting("kept-2", "Backend Engineer", "Hafenbau", "Kiel"),
    posting("applied-1", "Data Engineer", "Seeblick Software", "Berlin"),
)
_MATCHES = (
    match(
        "senior-data",
        86,
        skill="Python",
        line="Built the billing pipeline in Python and Airflow, 2018–2024",
        against="German at level C1, your profile says B2",
    ),
    match(
        "analytics",
        79,
        skill="dbt",
        line="Moved 140 models of the warehouse to dbt",
        unknown="whether they sponsor a visa is not stated",
    ),
    match(
        "platform",
        74,
        skill="Airflow",
        line="Runs Airflow for four teams on AWS",
        against="Kubernetes is required and not in your profile",
    ),
    match("part-time", 71, skill="SQL", line="SQL on PostgreSQL and Snowflake, daily since 2018"),
)
GAP = SkillGap(skill="Kubernetes", unlocks=14, asked=21, of=60)
LESSON = Suggestion(
    resource=Resource(
        id=ResourceId("bundled:kubernetes-basics"),
        source="bundled",
        title="Learn Kubernetes Basics",
        provider="Kubernetes project",
        url="https://learn.example.org/kubernetes-basics",
        skills=("Kubernetes",),
        format=Format.COURSE,
        level=Level.BEGINNER,
        hours=6,
        cost=Cost.FREE,
        link=LinkState.ALIVE,
    ),
    skill="Kubernetes",
    why="free course, 6 h, for beginners, English, no prerequisites stated",
)
_SOURCES = tuple(
    SourceHealth(name=name, area="jobs", tried_at=NOW, ok_at=NOW - timedelta(minutes=20))
    for name in ("lever:fjordline", "ashby:kupferwerk", "jsonl:/srv/feeds/regional.jsonl")
)
_SILENT = SourceHealth(
    name="greenhouse:acme",
    area="jobs",
    tried_at=NOW,
    ok_at=datetime(2026, 11, 24, 6, 40, tzinfo=UTC),
    failures=3,
)


def findings(matches: tuple[Match, ...] = _MATCHES, *, considered: int = 41) -> PushFindings:
    """What the search found; the first three came since the last digest."""
    parts = {Gate.WORK_PERMISSION: 12, Gate.SALARY: 4} if considered else {}
    return PushFindings(
        report=MatchReport(matches=matches, excluded=(), considered=1_204),
        postings={stored.posting.id: stored for stored in _POSTINGS},
        fresh=frozenset(one.posting for one in matches[:3]),
        new=NewAccount(
            considered=considered,
            excluded_by=parts,
            other_field=max(0, considered - 16 - len(matches[:3])),
        ),
        gaps=(GAP,),
        revision=4800,
    )


def full_day() -> Day:
    """A Friday with everything in it."""
    arrived = [NOW - timedelta(days=ago, hours=2) for ago in (4, 4, 3, 2, 2, 2, 1)]
    return Day(
        due=_DUE,
        user=_USER,
        profile=_PROFILE,
        now=NOW,
        late_after=timedelta(hours=1),
        findings=findings(),
        happened=(
            PostingEvent(
                posting=PostingId("p_kept-1"),
                kind=PostingEventKind.CLOSED,
                revision=4720,
                at=NOW - timedelta(hours=12),
            ),
            PostingEvent(
                posting=PostingId("p_kept-2"),
                kind=PostingEventKind.CHANGED,
                revision=4721,
                at=NOW - timedelta(hours=11),
            ),
        ),
        applied=frozenset({PostingId("p_applied-1"), PostingId("p_kept-2")}),
        postings={stored.posting.id: stored for stored in _POSTINGS},
        reminders=(
            Reminder(
                id="r1", user=ANA, posting=PostingId("p_applied-1"), due_at=NOW - timedelta(hours=1)
            ),
        ),
        suggestion=LESSON,
        gap=GAP,
        sources=(*_SOURCES, _SILENT),
        arrived=tuple(arrived),
    )


def empty_day() -> Day:
    """Nothing new, every source answered."""
    return replace(
        full_day(),
        findings=findings((), considered=0),
        happened=(),
        reminders=(),
        suggestion=None,
        gap=None,
        sources=_SOURCES,
        arrived=(),
    )


def first_day() -> Day:
    """The first digest ever."""
    return replace(
        full_day(), due=replace(_DUE, cursor=None), happened=(), reminders=(), sources=_SOURCES
    )


def late_day() -> Day:
    """Yesterday's digest, after a night without the service."""
    due = replace(_DUE, local_date=date(2026, 11, 26), due_at=NOW - timedelta(days=1))
    return replace(full_day(), due=due, happened=(), arrived=(), sources=_SOURCES)


def recruiter_day() -> Day:
    """Two roles of somebody who looks for no job."""
    return replace(
        empty_day(),
        profile=Profile(user=ANA),
        findings=None,
        sources=(),
        roles=(
            RoleNews(
                role="Backend Engineer",
                new_applicants=3,
                open_reviews=2,
                open_findings=1,
                url="https://careers.example.org/roles/backend",
            ),
            RoleNews(role="Product Designer", open_reviews=1),
        ),
    )


def alert_reply() -> Reply:
    """Two saved searches with something new."""
    searches = [
        SavedSearch(
            id=f"t{number}",
            user=ANA,
            label=label,
            text="",
            preferences=SearchPreferences(),
            created_at=NOW,
            cursor=4711,
        )
        for number, label in enumerate(("data engineer, remote", "analytics in Berlin"), start=1)
    ]
    first, second = findings(_MATCHES[:1], considered=0), findings(_MATCHES[1:2], considered=0)
    first = replace(first, new=NewAccount(considered=8, excluded_by={}, other_field=0))
    found = list(zip(searches, (first, second), strict=True))
    reply = asyncio.run(AlertDesk().write(_USER, found, now=NOW))
    if reply is None:
        raise AssertionError("two searches found something")
    return reply


def reply_of(day: Day, sentence: str | None = None) -> Reply:
    """The day's digest."""
    reply = with_sentence(draft(day, cursor=4800), sentence).reply
    if reply is None:
        raise AssertionError("this day is not silent")
    return reply


SAMPLES: dict[str, Callable[[], Reply]] = {
    "full": lambda: reply_of(
        full_day(), "Look at the first job, it fits your Python, then take the follow-up."
    ),
    "empty": lambda: reply_of(empty_day()),
    "first": lambda: reply_of(first_day()),
    "late": lambda: reply_of(late_day()),
    "recruiter": lambda: reply_of(recruiter_day()),
    "alert": alert_reply,
}
"""Every kind of push by name."""


def push_frame(subject: str) -> MailFrame:
    """The page around a push, as the mail channel makes it."""
    return MailFrame(
        subject=subject,
        href_of=reply_link,
        footer=(
            "You get this because you asked for a regular summary by mail.",
            "Written by CareerGini, an assistant program that runs on this organisation's own "
            "machine.",
        ),
        footer_links=(FooterLink(label="Unsubscribe", url="https://careers.example.org/u/7Yk2pQ"),),
    )
