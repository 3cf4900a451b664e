"""Every Protocol: what the inside needs of the outside. Adapters subclass them.

All methods may raise :class:`domain.errors.TemporaryFailure`; other errors are named in the method.
"""

from __future__ import annotations

from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Collection,
    Mapping,
    Sequence,
)
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol, TypeVar

from pydantic import BaseModel

from domain.agents import Audience
from domain.erasure import ErasureReceipt as ErasureReceipt
from domain.ids import BlobId, ConversationId, OutboundId, PostingId, TurnId, UserId
from domain.messages import Address, InboundMessage
from domain.posting import (
    IngestReport,
    Posting,
    PostingChanges,
    PostingEvent,
    Stance,
    StoredPosting,
)
from domain.profiles import Consent, Profile, User, UserSettings
from domain.reply import Reply
from domain.resume.model import Resume
from domain.turns import (
    Accepted,
    Delivery,
    Dialogue,
    Outbound,
    OutboundState,
    Route,
    Turn,
    TurnEvent,
)

Answer = TypeVar("Answer", bound=BaseModel)


class Clock(Protocol):
    """The time, so that tests can move it."""

    def now(self) -> datetime:
        """Aware, UTC."""


# --- stores -----------------------------------------------------------------------------------


class TurnStore(Protocol):
    """Accepted messages, their conversations and the history."""

    async def accept(self, message: InboundMessage) -> Accepted:
        """Store the message in one commit (user, identity, conversation, turn, dedupe keys)."""

    async def turn(self, turn: TurnId) -> Turn | None: ...
    async def dialogue(self, turn: Turn, *, last: int) -> Dialogue:
        """History before this turn (at most ``last`` lines, oldest first) and the open question."""

    async def finish(self, turn: Turn, reply: Reply) -> Outbound:
        """Store history, pending question and the outbound row in one commit; idempotent.

        When the turn was erased meanwhile, nothing is stored and the state is GONE.
        """

    async def unfinished(self) -> Sequence[Turn]:
        """Accepted and not finished, oldest first: what a start-up has to enqueue again."""

    async def forget_turn(self, turn: TurnId) -> None:
        """Remove the last rows of a turn whose user erased themselves."""

    async def retire(self, *, older_than: timedelta) -> int:
        """Retention: drop the documents of settled turns finished before that; text stays.

        Returns how many turns were thinned out. Redelivery is recognised for 30 days.
        """


class OutboundStore(Protocol):
    """Messages owed; one row per idempotency key."""

    async def add(self, outbound: Outbound) -> bool:
        """False when the id exists already."""

    async def get(self, outbound: OutboundId) -> Outbound | None: ...
    async def settle(
        self, outbound: OutboundId, *, state: OutboundState, provider_ref: str | None
    ) -> None: ...
    async def waiting(self) -> Sequence[OutboundId]: ...
    async def still_waiting(self, some: Collection[OutboundId]) -> Collection[OutboundId]: ...
    async def beginning_with(
        self, prefix: str, *, conversation: str | None = None
    ) -> Sequence[Outbound]:
        """Kept messages whose id begins so, newest first, at most 1,000; or those to one place."""


class UserStore(Protocol):
    """People, their settings, identities and consents."""

    async def get(self, user: UserId) -> User | None: ...
    async def get_many(self, users: Sequence[UserId]) -> Mapping[UserId, User]:
        """Those that exist and did not erase themselves."""

    async def find(self, term: str) -> Sequence[User]:
        """By user id, display name or a channel's own id: for the operator's export and erase."""

    async def save_settings(self, user: UserId, settings: UserSettings) -> None: ...
    async def identities(self, user: UserId) -> Sequence[Address]:
        """Per linked account, the conversation in which the person was last heard."""

    async def consent(self, user: UserId, what: Consent, *, given: bool) -> None: ...
    async def consents(self, user: UserId) -> Mapping[Consent, datetime]: ...
    async def once(self, user: UserId, key: str, *, turn: TurnId) -> bool:
        """True for the first turn that asks with this key, and for that same turn again."""


class ProfileStore(Protocol):
    """One profile per user."""

    async def get(self, user: UserId) -> Profile: ...
    async def get_many(self, users: Sequence[UserId]) -> Mapping[UserId, Profile]:
        """Everybody asked for is in the answer, with an empty profile if need be."""

    async def save(self, profile: Profile) -> Profile:
        """Returns it with the next version. Raises StorageBusy when ``version`` is not current."""


class BlobStore(Protocol):
    """Files, encrypted at rest."""

    async def put(self, content: bytes, *, owner: UserId | None, name: str) -> BlobId: ...
    async def get(self, blob: BlobId) -> bytes | None: ...
    async def adopt(self, blob: BlobId, *, owner: UserId) -> None:
        """Name the owner of a file that was stored before its sender was known."""

    async def release(self, blob: BlobId) -> None:
        """Nobody's from now on: the next sweep deletes it."""

    async def delete(self, blob: BlobId) -> None: ...
    async def sweep(self, *, older_than: timedelta) -> int:
        """Delete files that nobody came to own within that time; returns how many."""


class PostingStore(Protocol):
    """Postings and what each person did with them."""

    async def ingest(
        self,
        source: str,
        postings: Sequence[Posting],
        *,
        complete: bool,
        refused: Sequence[str] = (),
    ) -> IngestReport:
        """Upsert; ``complete`` listings close what is absent from two in a row."""

    async def get(self, posting: PostingId) -> StoredPosting | None: ...
    async def get_many(self, postings: Sequence[PostingId]) -> Sequence[StoredPosting]: ...
    async def clusters(self, postings: Sequence[PostingId]) -> Mapping[PostingId, str]: ...
    def open_postings(self) -> AsyncIterator[StoredPosting]: ...
    async def changes_since(self, revision: int, *, limit: int = 1000) -> PostingChanges:
        """The next ``limit`` changes after ``revision``, in order; 0 starts from nothing."""

    async def revision(self) -> int: ...
    async def arrivals(self, *, since: datetime) -> Mapping[PostingId, datetime]: ...
    async def events(self, *, after: int, of: Collection[PostingId]) -> Sequence[PostingEvent]:
        """What happened to these postings after a revision, in order (history: 90 days)."""

    async def count_open(self) -> int: ...
    async def expire(self, *, now: datetime) -> int: ...
    async def close(self, posting: PostingId) -> bool:
        """Close one open posting whose own page is gone; False when it is not open."""

    async def note(self, user: UserId, posting: PostingId, stance: Stance, *, on: bool) -> None: ...
    async def stances(self, user: UserId) -> Mapping[PostingId, frozenset[Stance]]: ...
    async def stances_of(
        self, users: Sequence[UserId]
    ) -> Mapping[UserId, Mapping[PostingId, frozenset[Stance]]]:
        """The same for many at once; everybody asked for is in the answer."""


class PersonalData(Protocol):
    """Everything about one person, over all stores."""

    async def count(self, user: UserId) -> Mapping[str, int]: ...
    async def export(self, user: UserId, *, to: Path) -> Path:
        """A zip that a person can read. Raises UserMistake when there is no such user."""

    async def erase(self, user: UserId, *, keep_turn: TurnId | None = None) -> ErasureReceipt: ...


class TurnResidue(Protocol):
    """Work keyed by turn id outside our tables (durable rows, checkpoints): goes with the user."""

    async def count_turns(self, turns: Sequence[TurnId]) -> int: ...
    async def erase_turns(self, turns: Sequence[TurnId]) -> int: ...


# --- meaning ----------------------------------------------------------------------------------


class Embedder(Protocol):
    """Texts to unit vectors."""

    @property
    def model_id(self) -> str: ...
    @property
    def dimension(self) -> int: ...
    async def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A posting near a query; ``similarity`` is the cosine, -1 to 1."""

    posting: PostingId
    similarity: float


class VectorIndex(Protocol):
    """Postings by meaning and by words; a cache of the database, tied to one embedding model."""

    async def upsert(self, postings: Sequence[StoredPosting]) -> None: ...
    async def remove(self, postings: Sequence[PostingId]) -> None: ...
    async def search(
        self, query: str, *, limit: int, within: Collection[PostingId] | None = None
    ) -> Sequence[Hit]:
        """The nearest, best first; ``within`` leaves out all other postings."""

    async def similarities(
        self, query: str, postings: Sequence[PostingId]
    ) -> Mapping[PostingId, float]:
        """The cosine of each of these; a posting that is not indexed is absent."""

    async def versions(self) -> Mapping[PostingId, str]:
        """The content hash each posting was indexed with."""

    async def vectors(self, postings: Sequence[PostingId]) -> Mapping[PostingId, bytes]:
        """The unit vectors (float32, little endian) of these; what is not indexed is absent."""

    async def count(self) -> int: ...
    async def rebuild(
        self,
        postings: AsyncIterator[StoredPosting],
        *,
        progress: Callable[[int], None] | None = None,
    ) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A rendered prompt: ``system`` is byte-stable per name, ``user`` carries what varies."""

    name: str
    system: str
    user: str
    max_output_tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelWait:
    """What a question asked now would wait for: how many before it, and about how long."""

    ahead: int = 0
    estimate_s: float = 0.0


class ChatModel(Protocol):
    """The language model. Raises ModelUnavailable, ModelTimedOut, UserMistake (prompt too long)."""

    async def available(self) -> bool:
        """Cheap and cached: whether asking makes sense now."""

    async def choose(self, prompt: Prompt, *, answer: type[Answer], timeout_s: float) -> Answer:
        """An answer that validates as ``answer`` (one repair try)."""

    def speak(self, prompt: Prompt, *, timeout_s: float) -> AsyncGenerator[str, None]:
        """Free text, piece by piece; closing the generator (``aclosing``) cancels."""

    def waiting(self) -> ModelWait:
        """The queue in front of the model now; nobody waits where it does not say otherwise."""
        return ModelWait()


class ResumeReader(Protocol):
    """Files to resumes."""

    async def read(self, content: bytes, *, name: str) -> Resume:
        """Raises UnreadableDocument with one clear sentence; bounded time and memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a source answered. ``complete`` is True when absence means the job is gone."""

    source: str
    postings: tuple[Posting, ...]
    complete: bool
    refused: tuple[str, ...] = ()


class PostingSource(Protocol):
    """Somewhere postings come from. Raises SourceUnavailable, UnreadablePosting."""

    async def fetch(self, location: str) -> Listing:
        """``location`` is a file path or an http(s) URL."""


# --- conversation -----------------------------------------------------------------------------

EventSink = Callable[[TurnEvent], Awaitable[None]]


class Supervisor(Protocol):
    """The one door to the agents."""

    async def answer(self, turn: Turn, dialogue: Dialogue, *, events: EventSink) -> Reply:
        """The same turn again continues where a crash left it."""

    async def forget(self, turn: TurnId) -> None:
        """Drop what is kept of a turn that was given up or erased: it is not answered again."""
        del turn  # nothing is kept unless an implementation says so


class Router(Protocol):
    """Who answers a text."""

    async def route(self, text: str, *, audience: Audience, dialogue: Dialogue) -> Route: ...


class Channel(Protocol):
    """The outbound half of a channel; the inbound half calls ``Intake.accept``."""

    async def deliver(self, outbound: Outbound) -> Delivery: ...
    async def find_sent(self, outbound: Outbound) -> str | None:
        """The provider's reference if this id was sent before; None when not found."""

    @property
    def can_find_sent(self) -> bool: ...
    async def may_have_left(self, outbound: Outbound) -> bool:
        """Whether an earlier try may have reached the provider, where that cannot be asked."""
        del outbound
        return True

    @property
    def progress_gap_s(self) -> float:
        """Seconds between two updates of a turn's progress; people read about one a second."""
        return 1.0

    @property
    def wants_every_reply(self) -> bool:
        """Whether its client waits for a reply to every message, also for one without words."""
        return False

    async def show(self, address: Address, turn: TurnId, event: TurnEvent) -> None:
        """Progress of a turn; best effort, never an error."""


class Intake(Protocol):
    """Durable accept: returns only after the message cannot be lost any more."""

    async def accept(self, message: InboundMessage) -> Accepted: ...


class DurableEngine(Protocol):
    """Durable work by idempotent id; see docs/decisions for the guards.

    ``again`` says that the work is still owed: what the engine closed under this id (failed,
    cancelled) runs once more, and a delivery is looked up before it is sent.
    """

    async def start(self) -> None:
        """Begin to run what is queued; until then it only collects. Idempotent."""

    async def enqueue_turn(
        self, turn: TurnId, *, conversation: ConversationId, again: bool = False
    ) -> None: ...
    async def enqueue_outbound(
        self, outbound: OutboundId, *, partition: str, again: bool = False
    ) -> None: ...
    async def stats(self) -> Mapping[str, int]: ...
    async def forget(self, prefix: str) -> int:
        """Delete finished work whose id starts with ``prefix``; returns how many."""

    async def retire(self, *, older_than: timedelta) -> int:
        """Retention: delete finished work older than that."""
