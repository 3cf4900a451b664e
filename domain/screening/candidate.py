"""A candidate of a role as the team meets one: a number, a pseudonym, a file and its state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.ids import BatchId, BlobId, CandidateId, RoleId, TurnId, UserId
from domain.messages import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedFile:
    """A file as it was uploaded; stored encrypted."""

    blob: BlobId
    name: str
    """As the sender named it: identity, so shown to nobody who may not reveal."""
    media_type: str
    size_bytes: int
    sha256: str


class CandidateState(StrEnum):
    """How far the evaluation is."""

    WAITING = "waiting"
    EVALUATING = "evaluating"
    """Read; evaluators are at work."""
    DONE = "done"
    """Reported; evaluators that were given up are named in the report."""
    UNREADABLE = "unreadable"
    """``problem`` says why; nothing of the file is kept but its hash."""
    WITHDRAWN = "withdrawn"
    """Erased on request: only the number and the log remain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One application."""

    id: CandidateId
    role: RoleId
    number: int
    """From 1 within the role, in order of arrival."""
    batch: BatchId
    file: ReceivedFile | None
    """None after erasure, and when the file could not be read."""
    state: CandidateState
    received_at: datetime
    problem: str = ""
    """One sentence for people; set when unreadable."""
    rubric_version: int | None = None
    """The version the current score is of; older than the role's means stale."""
    same_as: CandidateId | None = None
    """A person said that this is the same application sent again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The resumes of one message, and where to speak about them."""

    id: BatchId
    role: RoleId
    address: Address
    """Where the files came from: the channel (not its thread), chat or mailbox."""
    turn: TurnId
    """The turn that took them in; its reply is the message that shows progress."""
    by: UserId
    total: int
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchProgress:
    """How far a batch is."""

    batch: Batch
    done: int
    """Reported candidates."""
    unreadable: int
    waiting: int
    """Those that are neither."""
    repeated: int
    """Files that the role had already."""
    announced: bool
    """Its summary was posted."""


class Step(StrEnum):
    """What is done for a candidate: one durable step each."""

    READ = "read"
    INTEGRITY = "integrity"
    CODE_QUALITY = "code_quality"
    UNIQUENESS = "uniqueness"
    RELEVANCE = "relevance"
    REPORT = "report"


EVALUATORS = (Step.INTEGRITY, Step.CODE_QUALITY, Step.UNIQUENESS, Step.RELEVANCE)
"""Side by side, once the document is read; the report waits until each has ended."""


class StepState(StrEnum):
    """How a step stands."""

    WAITING = "waiting"
    """Also while one process holds its claim."""
    DONE = "done"
    GIVEN_UP = "given_up"
    """Failed too often; the report says what is missing. It can be asked for again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueStep:
    """A step that this process claimed."""

    candidate: Candidate
    step: Step
    failures: int
    """How often it was tried in vain before."""
    rubric_version: int | None = None
    """For RELEVANCE and REPORT: which version is asked for."""
    claim: str = ""
    """Which claim this is: another process's later one makes it lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepOutcome:
    """What is kept of an ended step. ``result`` is JSON of what the step found; sealed."""

    step: Step
    state: StepState
    result: str = ""
    ended_at: datetime
    rubric_version: int | None = None
