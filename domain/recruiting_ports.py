"""Protocols of recruiting teams: roles, candidates, decisions, paper and public code.

All methods may raise :class:`domain.errors.TemporaryFailure`; other errors are named in the method.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from domain.deciding.model import (
    Decision,
    LogEntry,
    OutreachDraft,
    OutreachState,
    ReviewReminder,
    Scorecard,
)
from domain.ids import BatchId, CandidateId, OutboundId, RoleId, TurnId, UserId
from domain.messages import Address
from domain.papers import Paper
from domain.ports import ErasureReceipt
from domain.resume.model import ResumeText
from domain.roles.model import Member, Role, Rubric, RubricVersion, Standing
from domain.screening.candidate import (
    Batch,
    BatchProgress,
    Candidate,
    DueStep,
    ReceivedFile,
    Step,
    StepOutcome,
)
from domain.screening.dossier import Dossier, Repository, Sketch
from domain.turns import Outbound

# --- roles --------------------------------------------------------------------------------------


class RoleStore(Protocol):
    """Roles, their rubrics, teams and places."""

    async def create(self, role: Role, *, turn: TurnId | None) -> Role:
        """Store a role; its creator becomes OWNER. The same turn again gets the same role."""

    async def get(self, role: RoleId) -> Role | None: ...
    async def of_member(self, user: UserId) -> Sequence[Role]:
        """Open roles first, then newest first."""

    async def by_mail_tag(self, tag: str) -> Role | None:
        """Case does not matter."""

    async def change(
        self,
        role: RoleId,
        *,
        title: str | None = None,
        description: str | None = None,
        is_open: bool | None = None,
        retention_days: int | None = None,
        at: datetime,
    ) -> Role | None: ...

    async def save_rubric(
        self, role: RoleId, rubric: Rubric, *, by: UserId | None, after: int | None, at: datetime
    ) -> RubricVersion:
        """Save the next version; an unchanged rubric keeps its version.

        Raises:
            StorageBusy: ``after`` is not the current version any more (None: there was none).
        """

    async def rubric(self, role: RoleId, *, number: int) -> RubricVersion | None: ...

    # who
    async def join(self, role: RoleId, user: UserId, *, standing: Standing, at: datetime) -> Member:
        """Add a member, or raise their standing; never lowers it."""

    async def set_standing(self, role: RoleId, user: UserId, standing: Standing | None) -> None:
        """None removes the member. Raises UserMistake when the last owner would go."""

    async def member(self, role: RoleId, user: UserId) -> Member | None: ...
    async def members(self, role: RoleId) -> Sequence[Member]: ...

    # where
    async def bind(self, role: RoleId, place: Address, *, at: datetime) -> RoleId | None:
        """Make this channel or chat the role's; returns the role that it was bound to before."""

    async def unbind(self, place: Address) -> None: ...
    async def bound_to(self, place: Address) -> Role | None:
        """The role of a channel or chat; a thread's address is its channel's."""

    async def places(self, role: RoleId) -> Sequence[Address]: ...

    # description findings that the team settled
    async def settle_finding(
        self, workspace: str, *, rule: str, quote: str, reason: str, by: UserId, at: datetime
    ) -> None:
        """Do not report this rule on these words again in this workspace."""

    async def settled_findings(self, workspace: str) -> Collection[tuple[str, str]]:
        """(rule, quotation in lower case) that were settled."""


# --- candidates ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became of uploaded files."""

    batch: Batch
    new: tuple[Candidate, ...]
    known: tuple[Candidate, ...]
    """Files that the role had already, byte for byte."""
    elsewhere: Mapping[CandidateId, int]
    """For new ones: how many other roles of the same team members hold the same bytes."""


class CandidateStore(Protocol):
    """Candidates, their documents and the steps that are owed for them.

    Dossiers, results and sketches are sealed: a copy of the database shows nothing of them.
    """

    async def receive(
        self, batch: Batch, files: Sequence[ReceivedFile], *, rubric_version: int | None
    ) -> Receipt:
        """Store new candidates with a READ step each, in one commit.

        The same batch again is the same receipt.

        Blobs become the role's: no person's erasure takes them, the role's does.
        """

    async def get(self, candidate: CandidateId) -> Candidate | None: ...
    async def of_role(self, role: RoleId) -> Sequence[Candidate]:
        """In order of number, erased ones left out."""

    async def counts(self, role: RoleId) -> Mapping[str, int]:
        """By state; ``stale``: scored by an older rubric version."""

    async def mark_same(self, candidate: CandidateId, *, as_of: CandidateId | None) -> None: ...

    # steps
    async def claim_steps(
        self, *, now: datetime, lease: timedelta, limit: int
    ) -> Sequence[DueStep]:
        """Take due steps: one candidate's steps may go to several processes.

        Fair: batches take turns, so a small upload does not wait for a large one.
        """

    async def finish_step(
        self,
        due: DueStep,
        outcome: StepOutcome,
        *,
        dossier: Dossier | None = None,
        sketch: Sketch | None = None,
        problem: str = "",
        messages: Sequence[Outbound] = (),
    ) -> bool:
        """Keep a result, owe what follows from it, and store its messages, all in one commit.

        READ done: the four evaluators are owed; with ``problem`` the candidate is unreadable and
        the file is deleted. The last evaluator ended: REPORT is owed. REPORT done: the candidate
        is DONE. False when the claim was lost or the candidate erased; nothing is stored then.
        """

    async def fail_step(self, due: DueStep, *, again_at: datetime | None) -> None:
        """Count a failure; ``again_at`` None gives the step up (and owes the REPORT if last)."""

    async def owe(
        self,
        candidates: Sequence[CandidateId],
        steps: Collection[Step],
        *,
        rubric_version: int | None,
        now: datetime,
    ) -> int:
        """Owe steps again (a changed rubric, a retried evaluator); REPORT follows by itself."""

    async def outcomes(self, candidate: CandidateId) -> Mapping[Step, StepOutcome]: ...
    async def outcomes_of(
        self, candidates: Sequence[CandidateId], *, step: Step
    ) -> Mapping[CandidateId, StepOutcome]:
        """One step for many at once; those without are absent."""

    async def waiting_steps(self) -> int:
        """How many steps are owed now, in all roles."""

    async def dossier(self, candidate: CandidateId) -> Dossier | None: ...
    async def sketches(self, role: RoleId) -> Mapping[CandidateId, Sketch]:
        """Of this role and of all roles that share a member with it."""

    # batches
    async def batch(self, batch: BatchId) -> Batch | None: ...
    async def open_batches(self) -> Sequence[BatchProgress]:
        """Those whose summary was not announced yet, oldest first."""

    async def progress(self, batch: BatchId) -> BatchProgress | None: ...
    async def announce(self, batch: BatchId, *, messages: Sequence[Outbound]) -> bool:
        """Store the summary's messages, once ever; False when it was announced before."""

    # the end
    async def erase(
        self, candidate: CandidateId, *, by: UserId | None, at: datetime
    ) -> ErasureReceipt:
        """Delete file, dossier, results, sketch, cards, drafts, messages; keep number and log."""

    async def erase_role(
        self, role: RoleId, *, by: UserId | None, at: datetime
    ) -> ErasureReceipt: ...
    async def retire(self, *, now: datetime) -> int:
        """Erase candidates whose role's retention time has passed; returns how many."""


# --- deciding -----------------------------------------------------------------------------------


class DecisionStore(Protocol):
    """Scorecards, decisions, outreach and the log of who did what."""

    async def rate(self, card: Scorecard) -> Scorecard:
        """Save a reviewer's card; a submitted one is not changed any more (UserMistake)."""

    async def cards(self, candidate: CandidateId, *, seen_by: UserId) -> Sequence[Scorecard]:
        """Own card always; those of others once the asking reviewer submitted an own one."""

    async def submitted(self, role: RoleId) -> Sequence[Scorecard]:
        """All submitted cards of a role, for agreement figures; never for one reviewer to see."""

    async def decide(self, decision: Decision) -> Decision:
        """Append; a later decision of anybody replaces an earlier one, both stay in the log."""

    async def decisions(self, role: RoleId) -> Mapping[CandidateId, Decision]:
        """The latest per candidate."""

    async def draft(self, draft: OutreachDraft) -> OutreachDraft:
        """Save a new draft or a new wording; changing an approved one takes the approval back."""

    async def get_draft(self, draft: str) -> OutreachDraft | None: ...
    async def drafts(self, role: RoleId) -> Sequence[OutreachDraft]: ...
    async def move_draft(
        self,
        draft: str,
        *,
        from_state: OutreachState,
        to: OutreachState,
        by: UserId,
        at: datetime,
        messages: Sequence[Outbound] = (),
        seen: datetime | None = None,
    ) -> bool:
        """Approve, send or discard in one commit with its messages; False when it moved before.

        ``seen`` is the ``changed_at`` of the words that are meant: False when they changed since.
        """

    async def log(self, entry: LogEntry) -> None: ...
    async def entries(self, role: RoleId) -> Sequence[LogEntry]:
        """Oldest first."""

    async def retire_log(self, *, older_than: timedelta) -> int: ...

    # reminders of open reviews
    async def remind(self, reminder: ReviewReminder) -> None:
        """One per role and reviewer; a newer one replaces it."""

    async def due_reminders(self, *, now: datetime, limit: int) -> Sequence[ReviewReminder]: ...
    async def reminded(
        self, reminder: ReviewReminder, *, next_at: datetime | None, messages: Sequence[Outbound]
    ) -> bool: ...


LETTER_PREFIX = "or:"
"""With it the id of a letter to a candidate begins; the id of its draft follows."""


class LetterFate(StrEnum):
    """What became of a letter that did not simply arrive."""

    NO_MAILBOX = "no_mailbox"
    """The address takes no mail, for good."""
    NOT_DELIVERED = "not_delivered"
    """It was refused, or is late: the mailbox is full, a server is away, words are not liked."""
    UNKNOWN = "unknown"
    """The connection broke while it was handed over. It is not sent again."""


class LetterDesk(Protocol):
    """Letters to candidates that went out by mail, and what became of them."""

    async def letters(self, *, to: str | None = None) -> Sequence[Outbound]:
        """Those that are kept, newest first, at most 1,000; or those to one mail address."""

    async def came_back(self, person: str) -> bool:
        """Whether a letter to this mail address could not be delivered for good."""

    async def not_delivered(self, letter: OutboundId, fate: LetterFate) -> None:
        """Tell whoever gets the answers, once per letter and fate; write it into the role's log.

        A letter that is not kept any more is passed over.
        """


# --- the world ----------------------------------------------------------------------------------


class PaperPress(Protocol):
    """Typesets papers."""

    async def print(self, paper: Paper) -> bytes:
        """A PDF with real text, bookmarks and a title; metadata name no person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpacked:
    """A file out of an archive."""

    name: str
    content: bytes


class TextReader(Protocol):
    """Documents to their visible text, within limits."""

    async def read_text(self, content: bytes, *, name: str) -> ResumeText:
        """Raises UnreadableDocument."""


class ArchiveReader(Protocol):
    """Zip archives of resumes, within limits on count, size and ratio."""

    async def unpack(self, content: bytes) -> tuple[Sequence[Unpacked], Sequence[str]]:
        """Files, and one sentence for each that was left out. Raises UnreadableDocument."""


class PagePictures(Protocol):
    """Pictures of a document's pages, drawn in a limited process."""

    async def passage(self, content: bytes, *, page: int, needle: str) -> bytes | None:
        """PNG of the part of a page where hidden text stands, its place marked; None if unknown."""

    async def page(self, content: bytes, *, page: int, width_px: int = 900) -> bytes | None:
        """PNG of a whole page (from 1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryFacts:
    """What code says about one public repository; no stars, no followers."""

    repository: Repository
    is_fork: bool
    commits: int
    own_commits: int
    """By the account that the document links to."""
    upstream_merged: int
    """For a fork: the account's commits or pull requests that the upstream took."""
    has_tests: bool
    has_ci: bool
    languages: Mapping[str, int]
    """Bytes by language."""
    functions: int
    mean_complexity: float | None
    """Cyclomatic, mean per function; None when no function was analysed."""
    last_commit_days_ago: int | None
    problem: str = ""
    """One sentence when something could not be looked at."""


class CodeHost(Protocol):
    """Public repositories. Candidate code is read as text and never run."""

    async def look_at(
        self, links: Sequence[str], *, limit: int
    ) -> tuple[str | None, Sequence[RepositoryFacts]]:
        """The account the links lead to, and its repositories named there or most worked on.

        Raises:
            SourceUnavailable: the host did not answer or its quota is used up.
        """
