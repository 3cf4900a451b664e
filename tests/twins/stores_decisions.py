"""In-memory scorecards, decisions, drafts, reminders and the log."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain.deciding.model import (
    Decision,
    LogEntry,
    LogKind,
    OutreachDraft,
    OutreachState,
    ReviewReminder,
    Scorecard,
)
from domain.errors import UserMistake
from domain.ids import CandidateId, RoleId, UserId
from domain.recruiting_ports import DecisionStore
from domain.turns import Outbound
from tests.twins.stores_files import InMemoryStores

_NOBODY = UserId("")


class InMemoryDecisions(DecisionStore):
    """Everything in lists and dictionaries."""

    def __init__(self, *, stores: InMemoryStores) -> None:
        self.stores = stores
        self.rated: dict[tuple[CandidateId, UserId], Scorecard] = {}
        self.decided: list[Decision] = []
        self.written: dict[str, OutreachDraft] = {}
        self.lines: list[LogEntry] = []
        self.reminding: dict[tuple[RoleId, UserId], ReviewReminder] = {}
        self.touch: Callable[[CandidateId], bool] = lambda _: True

    def _touch(self, candidate: CandidateId) -> None:
        if not self.touch(candidate):
            raise UserMistake("This candidate was erased. Only the number is left.")

    async def rate(self, card: Scorecard) -> Scorecard:
        self._touch(card.candidate)
        known = self.rated.get((card.candidate, card.reviewer))
        if known is not None and known.submitted_at is not None:
            raise UserMistake(
                "You submitted this scorecard already, so it stays as it is. Say what changed as "
                "a note to the decision."
            )
        self.rated[card.candidate, card.reviewer] = card
        return card

    async def cards(self, candidate: CandidateId, *, seen_by: UserId) -> Sequence[Scorecard]:
        own = self.rated.get((candidate, seen_by))
        if own is None or own.submitted_at is None:
            return [own] if own else []
        return sorted(
            (
                card
                for (of, reviewer), card in self.rated.items()
                if of == candidate and (reviewer == seen_by or card.submitted_at is not None)
            ),
            key=lambda card: card.reviewer,
        )

    async def submitted(self, role: RoleId) -> Sequence[Scorecard]:
        found = [c for c in self.rated.values() if c.role == role and c.submitted_at is not None]
        return sorted(found, key=lambda card: (card.candidate, card.reviewer))

    async def decide(self, decision: Decision) -> Decision:
        self._touch(decision.candidate)
        latest = (await self.decisions(decision.role)).get(decision.candidate)
        if latest == decision:
            return decision
        self.decided.append(decision)
        return decision

    async def decisions(self, role: RoleId) -> Mapping[CandidateId, Decision]:
        return {one.candidate: one for one in self.decided if one.role == role}

    async def draft(self, draft: OutreachDraft) -> OutreachDraft:
        self._touch(draft.candidate)
        known = self.written.get(draft.id)
        if known is None:
            self.written[draft.id] = replace(draft, state=OutreachState.DRAFT, approved_by=None)
        elif known.state in {OutreachState.SENT, OutreachState.DISCARDED}:
            raise UserMistake(
                f"This message was {known.state.value} already, so it stays as it is. Write a new "
                "one."
            )
        elif (known.subject, known.body) != (draft.subject, draft.body):
            self.written[draft.id] = replace(
                known,
                subject=draft.subject,
                body=draft.body,
                state=OutreachState.DRAFT,
                approved_by=None,
                changed_at=draft.changed_at,
            )
        return self.written[draft.id]

    async def get_draft(self, draft: str) -> OutreachDraft | None:
        return self.written.get(draft)

    async def drafts(self, role: RoleId) -> Sequence[OutreachDraft]:
        found = [draft for draft in self.written.values() if draft.role == role]
        return sorted(found, key=lambda draft: (draft.changed_at, draft.id))

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
        known = self.written.get(draft)
        if known is None or known.state is not from_state:
            return False
        if seen is not None and seen != known.changed_at:
            return False
        approved_by = known.approved_by
        if to is OutreachState.APPROVED:
            approved_by = by
        elif to is OutreachState.DRAFT:
            approved_by = None
        self.written[draft] = replace(known, state=to, approved_by=approved_by, changed_at=at)
        for message in messages:
            await self.stores.outbound.add(message)
        return True

    async def log(self, entry: LogEntry) -> None:
        if entry.key and any(
            (line.role, line.key) == (entry.role, entry.key) for line in self.lines
        ):
            return
        self.lines.append(entry)

    async def entries(self, role: RoleId) -> Sequence[LogEntry]:
        found = [replace(line, key="") for line in self.lines if line.role == role]
        return sorted(found, key=lambda line: line.at)

    async def retire_log(self, *, older_than: timedelta) -> int:
        limit = self.stores.clock.now() - older_than
        kept = [line for line in self.lines if line.at >= limit]
        dropped = len(self.lines) - len(kept)
        self.lines = kept
        return dropped

    async def remind(self, reminder: ReviewReminder) -> None:
        self.reminding[reminder.role, reminder.reviewer] = reminder

    async def due_reminders(self, *, now: datetime, limit: int) -> Sequence[ReviewReminder]:
        due = [one for one in self.reminding.values() if one.due_at <= now]
        return sorted(due, key=lambda one: (one.due_at, one.role, one.reviewer))[:limit]

    async def reminded(
        self, reminder: ReviewReminder, *, next_at: datetime | None, messages: Sequence[Outbound]
    ) -> bool:
        key = (reminder.role, reminder.reviewer)
        if self.reminding.get(key) != reminder:
            return False
        if next_at is None:
            del self.reminding[key]
        else:
            self.reminding[key] = replace(reminder, due_at=next_at, sent=reminder.sent + 1)
        for message in messages:
            await self.stores.outbound.add(message)
        return True

    # what goes with a candidate, a role, a person

    def erase_candidate(self, candidate: CandidateId) -> dict[str, int]:
        """Cards and drafts go; decisions lose their reason."""
        cards = [key for key in self.rated if key[0] == candidate]
        for key in cards:
            del self.rated[key]
        drafts = [key for key, draft in self.written.items() if draft.candidate == candidate]
        for one in drafts:
            del self.written[one]
        self.decided = [
            replace(one, reason="") if one.candidate == candidate else one for one in self.decided
        ]
        return {"scorecards": len(cards), "message drafts": len(drafts)}

    def erase_role(self, role: RoleId) -> None:
        """All but the log."""
        self.decided = [one for one in self.decided if one.role != role]
        self.reminding = {key: one for key, one in self.reminding.items() if key[0] != role}

    def count_of(self, user: UserId) -> dict[str, int]:
        return {
            "scorecards": sum(reviewer == user for _, reviewer in self.rated),
            "decisions with your name": sum(one.by == user for one in self.decided),
            "message drafts": sum(draft.author == user for draft in self.written.values()),
        }

    def forget(self, user: UserId) -> None:
        self.rated = {key: one for key, one in self.rated.items() if key[1] != user}
        self.written = {key: one for key, one in self.written.items() if one.author != user}
        self.reminding = {key: one for key, one in self.reminding.items() if key[1] != user}
        self._rename(user, None)

    def move(self, joins: UserId, stays: UserId) -> None:
        for (candidate, reviewer), card in list(self.rated.items()):
            if reviewer == joins:
                del self.rated[candidate, reviewer]
                mine = self.rated.get((candidate, stays))
                if mine is None or (mine.submitted_at is None and card.submitted_at is not None):
                    self.rated[candidate, stays] = replace(card, reviewer=stays)
        for key, draft in self.written.items():
            if draft.author == joins:
                self.written[key] = replace(draft, author=stays)
        for (role, reviewer), one in list(self.reminding.items()):
            if reviewer == joins:
                del self.reminding[role, reviewer]
                self.reminding.setdefault((role, stays), replace(one, reviewer=stays))
        self._rename(joins, stays)

    def _rename(self, user: UserId, to: UserId | None) -> None:
        self.decided = [
            replace(one, by=to or _NOBODY) if one.by == user else one for one in self.decided
        ]
        self.lines = [
            replace(
                one,
                by=to,
                detail="" if to is None and one.kind is LogKind.JOINED else one.detail,
            )
            if one.by == user
            else one
            for one in self.lines
        ]
        for key, draft in self.written.items():
            if draft.approved_by == user:
                self.written[key] = replace(draft, approved_by=to)
