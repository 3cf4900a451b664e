"""A desk with twins around it: people, postings and a search that finds what the test says."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from domain.digest.model import DueDigest, RoleNews, WrittenDigest
from domain.errors import TemporaryFailure
from domain.ids import ResourceId, UserId
from domain.learning.model import LearningStance, Resource, SkillGap, Suggestion
from domain.matching.model import Gate, Match, MatchReport
from domain.ports import ChatModel
from domain.posting import Posting, PostingState, StoredPosting
from domain.profiles import Profile, SearchPreferences, UserSettings
from domain.push_ports import LearningLibrary, RoleNewsSource
from domain.reply import Button, Buttons, Card, Reply, plain_text
from evaluation.pictures.digest_samples import GAP, LESSON
from graph.digest.desk import DigestDesk
from graph.push_search import NewAccount, PushFindings, PushSearch, SearchesForMany
from prompts.catalogue import Catalogue
from tests.twins.stores import FrozenClock
from tests.twins.stores_digests import InMemoryDigests
from tests.twins.stores_files import InMemoryStores
from tests.twins.stores_learning import InMemoryResources
from tests.twins.stores_pushes import InMemoryReminders, InMemorySourceHealth
from tests.unit.matching_samples import job, person, ranked

NOW = datetime(2026, 11, 26, 7, 0, tzinfo=UTC)
"""A Thursday, 8:00 in Berlin."""
BERLIN = UserSettings(time_zone="Europe/Berlin", digest_enabled=True)


class ScriptedSearches(SearchesForMany):
    """Finds what the test wrote for each person; ``asked`` keeps every call."""

    def __init__(self) -> None:
        self.found: dict[UserId, PushFindings] = {}
        self.asked: list[tuple[PushSearch, ...]] = []

    async def find_many(self, searches: Sequence[PushSearch]) -> Sequence[PushFindings]:
        self.asked.append(tuple(searches))
        return [self.found.get(one.profile.user, findings()) for one in searches]

    async def left_out(
        self, profile: Profile, gate: Gate, *, since: int | None, limit: int = 5
    ) -> tuple[Sequence[StoredPosting], int]:
        return (), 0


class OneShelf(LearningLibrary):
    """Suggests what it was given, as long as the person has not had it."""

    def __init__(self, *suggestions: Suggestion) -> None:
        self.suggestions = suggestions
        self.failing = False
        self.asked: list[tuple[frozenset[str], str]] = []

    async def suggest(
        self,
        gaps: Sequence[SkillGap],
        *,
        known: Collection[str],
        language: str,
        past: Mapping[ResourceId, frozenset[LearningStance]],
        limit: int = 1,
    ) -> Sequence[Suggestion]:
        if self.failing:
            raise TemporaryFailure("the shelf is locked")
        self.asked.append((frozenset(known), language))
        return [one for one in self.suggestions if one.resource.id not in past][:limit]

    async def find(self, resource: ResourceId) -> Resource | None:
        return None


class ScriptedRoles(RoleNewsSource):
    """The same news for everybody."""

    def __init__(self, *news: RoleNews, failing: bool = False) -> None:
        self.told = news
        self.failing = failing
        self.since: list[datetime | None] = []

    async def news(self, user: UserId, *, since: datetime | None) -> Sequence[RoleNews]:
        self.since.append(since)
        if self.failing:
            raise TemporaryFailure("the roles are locked")
        return self.told


def stored(posting: Posting, *, seen: datetime = NOW - timedelta(hours=5)) -> StoredPosting:
    """The posting as the store has it."""
    return StoredPosting(
        posting=posting,
        state=PostingState.OPEN,
        content_hash=posting.id,
        cluster=posting.id,
        first_seen=seen,
        last_seen=NOW,
    )


def findings(
    *postings: StoredPosting,
    older: Sequence[StoredPosting] = (),
    considered: int | None = None,
    excluded_by: Mapping[Gate, int] | None = None,
    other_field: int = 0,
    gaps: tuple[SkillGap, ...] = (),
    revision: int = 50,
) -> PushFindings:
    """New postings and older ones, each with a real match of one person."""
    every = (*postings, *older)
    return PushFindings(
        report=MatchReport(
            matches=tuple(_match(one) for one in every), excluded=(), considered=len(every)
        ),
        postings={one.posting.id: one for one in every},
        fresh=frozenset(one.posting.id for one in postings),
        new=NewAccount(
            considered=len(postings) if considered is None else considered,
            excluded_by=excluded_by or {},
            other_field=other_field,
        ),
        gaps=gaps,
        revision=revision,
    )


def _match(one: StoredPosting) -> Match:
    report = ranked(person(), replace(one.posting, valid_through=None))
    (match,) = (*report.matches, *report.excluded)
    return match


def jobs(count: int) -> tuple[StoredPosting, ...]:
    """Different postings."""
    return tuple(stored(job(f"new{number}")) for number in range(count))


@dataclass(kw_only=True)
class Stage:
    """Everything a desk talks to."""

    model: ChatModel | None = None
    model_sentence: bool = True
    backlog: Callable[[], int] | None = None
    roles: tuple[RoleNewsSource, ...] = ()
    budget_s: float = 4.0
    stores: InMemoryStores = field(default_factory=lambda: InMemoryStores(clock=FrozenClock(NOW)))

    def __post_init__(self) -> None:
        self.search = ScriptedSearches()
        self.library = OneShelf()
        self.resources = InMemoryResources(stores=self.stores)
        self.reminders = InMemoryReminders(stores=self.stores)
        self.health = InMemorySourceHealth()
        self.digests = InMemoryDigests(
            stores=self.stores, reminders=self.reminders, resources=self.resources
        )
        self.desk = DigestDesk(
            users=self.stores.users,
            profiles=self.stores.profiles,
            postings=self.stores.postings,
            search=self.search,
            library=self.library,
            resources=self.resources,
            reminders=self.reminders,
            digests=self.digests,
            health=self.health,
            roles=self.roles,
            model=self.model,
            prompts=Catalogue.load(),
            late_after=timedelta(hours=1),
            model_sentence=self.model_sentence,
            backlog=self.backlog,
            sentence_budget_s=self.budget_s,
        )

    async def seeker(
        self, settings: UserSettings = BERLIN, *, titles: tuple[str, ...] = ("Backend Engineer",)
    ) -> UserId:
        """A person who looks for something."""
        user = self.stores.users.add(settings=settings)
        preferences = SearchPreferences(titles=titles)
        await self.stores.profiles.save(Profile(user=user.id, preferences=preferences))
        return user.id

    async def teach(self, user: UserId, suggestion: Suggestion = LESSON) -> None:
        """Put a resource on the shelf and a gap into what is found for the person."""
        self.library.suggestions = (suggestion,)
        known = self.search.found.get(user, findings())
        self.search.found[user] = replace(known, gaps=(GAP,))

    async def write(
        self, *users: UserId, cursor: int | None = 10, late: timedelta = timedelta()
    ) -> Sequence[WrittenDigest | None]:
        """The digests of these people, as of now."""
        return await self.desk.write(
            [owed(user, cursor=cursor, due_at=NOW - late) for user in users], now=NOW
        )

    async def one(
        self, user: UserId, *, cursor: int | None = 10, late: timedelta = timedelta()
    ) -> WrittenDigest:
        """The digest of one person who exists."""
        (written,) = await self.write(user, cursor=cursor, late=late)
        assert written is not None
        return written

    async def reply(
        self, user: UserId, *, cursor: int | None = 10, late: timedelta = timedelta()
    ) -> Reply:
        """What the person reads."""
        reply = (await self.one(user, cursor=cursor, late=late)).reply
        assert reply is not None
        return reply


def owed(user: UserId, *, cursor: int | None = 10, due_at: datetime = NOW) -> DueDigest:
    """A digest that is due."""
    return DueDigest(user=user, local_date=due_at.date(), due_at=due_at, cursor=cursor)


def words(reply: Reply) -> str:
    """Everything it says."""
    return plain_text(reply.blocks)


def buttons(reply: Reply) -> list[Button]:
    """Every button, in order."""
    return [
        button
        for block in reply.blocks
        if isinstance(block, Card | Buttons)
        for button in block.buttons
    ]


def labels(reply: Reply) -> list[str]:
    """What stands on the buttons."""
    return [button.label for button in buttons(reply)]


def lesson(**changes: object) -> Suggestion:
    """The sample resource with other facts."""
    changed = replace(LESSON.resource, **changes)  # type: ignore[arg-type]  # real fields
    return replace(LESSON, resource=changed)
