"""Scorecards, decisions, drafts, reminders and the log of who did what, in SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.deciding.model import (
    Decision,
    LogEntry,
    OutreachDraft,
    OutreachState,
    ReviewReminder,
    Scorecard,
)
from domain.errors import UserMistake
from domain.ids import CandidateId, RoleId, UserId
from domain.ports import Clock
from domain.recruiting_ports import DecisionStore
from domain.screening.candidate import CandidateState
from domain.turns import Outbound
from storage.candidate_rows import lock_candidate
from storage.database import Database
from storage.deciding_rows import (
    card_from,
    card_row,
    decision_from,
    decision_row,
    draft_from,
    draft_row,
    reminder_from,
)
from storage.outbound import INSERT_OUTBOUND, row_of
from storage.role_log import ENTRIES, INSERT_LOG, entry_from, log_row
from storage.sealing import RECRUITING, Seal
from storage.storable import storable
from storage.times import to_us

_WITHDRAWN = "This candidate was erased. Only the number is left."


class SqlDecisions(DecisionStore):
    """What people decided, in the product's own database.

    Args:
        database: where.
        clock: when messages were stored and a log line is old.
        key: the installation's key; notes, reasons and drafts are sealed with it.
    """

    def __init__(self, *, database: Database, clock: Clock, key: bytes) -> None:
        self._database = database
        self._clock = clock
        self._seal = Seal(key=key, purpose=RECRUITING)

    async def rate(self, card: Scorecard) -> Scorecard:
        """Save a card; see :class:`DecisionStore`.

        Raises:
            UserMistake: it was submitted before, or the candidate is erased.
        """
        card, _ = storable(card)
        row = card_row(card, seal=self._seal)
        async with self._database.write() as connection:
            await self._touch(connection, card.candidate)
            if not (await connection.execute(_RATE, row)).rowcount:
                raise UserMistake(
                    "You submitted this scorecard already, so it stays as it is. Say what changed "
                    "as a note to the decision."
                )
        return card

    async def cards(self, candidate: CandidateId, *, seen_by: UserId) -> Sequence[Scorecard]:
        where = {"candidate": candidate, "user": seen_by}
        async with self._database.read() as connection:
            rows = (await connection.execute(_CARDS, where)).all()
        return [card_from(row, seal=self._seal) for row in rows]

    async def submitted(self, role: RoleId) -> Sequence[Scorecard]:
        async with self._database.read() as connection:
            rows = (await connection.execute(_SUBMITTED, {"role": role})).all()
        return [card_from(row, seal=self._seal) for row in rows]

    async def decide(self, decision: Decision) -> Decision:
        """Append a decision; the same one again is stored once.

        Raises:
            UserMistake: the candidate is erased.
        """
        decision, _ = storable(decision)
        where = {"candidate": decision.candidate}
        async with self._database.write() as connection:
            await self._touch(connection, decision.candidate)
            latest = (await connection.execute(_LATEST_OF, where)).one_or_none()
            number = 1
            if latest is not None:
                if decision_from(latest, seal=self._seal) == decision:
                    return decision
                number = latest.number + 1
            await connection.execute(
                _DECIDE, decision_row(decision, number=number, seal=self._seal)
            )
        return decision

    async def decisions(self, role: RoleId) -> Mapping[CandidateId, Decision]:
        async with self._database.read() as connection:
            rows = (await connection.execute(_DECISIONS, {"role": role})).all()
        found = [decision_from(row, seal=self._seal) for row in rows]
        return {decision.candidate: decision for decision in found}

    async def _touch(self, connection: AsyncConnection, candidate: CandidateId) -> None:
        """Keep the candidate for another retention time, and locked for this transaction."""
        is_sqlite = self._database.is_sqlite
        row = await lock_candidate(connection, candidate, is_sqlite=is_sqlite)
        if row is None or row.state == CandidateState.WITHDRAWN:
            raise UserMistake(_WITHDRAWN)
        touched = {"candidate": candidate, "now_us": to_us(self._clock.now())}
        await connection.execute(_TOUCH, touched)

    # outreach

    async def draft(self, draft: OutreachDraft) -> OutreachDraft:
        """Save a draft or its new wording; see :class:`DecisionStore`.

        Raises:
            UserMistake: it was sent or discarded before, or the candidate is erased.
        """
        draft, _ = storable(draft)
        row = draft_row(draft, seal=self._seal)
        async with self._database.write() as connection:
            await self._touch(connection, draft.candidate)
            stored = (await connection.execute(_DRAFT, row)).one_or_none()
            if stored is None:
                await connection.execute(_NEW_DRAFT, row)
            else:
                known = draft_from(stored, seal=self._seal)
                if known.state in {OutreachState.SENT, OutreachState.DISCARDED}:
                    raise UserMistake(
                        f"This message was {known.state.value} already, so it stays as it is. "
                        "Write a new one."
                    )
                if (known.subject, known.body) == (draft.subject, draft.body):
                    return known
                await connection.execute(_REWORD, row)
            return draft_from((await connection.execute(_DRAFT, row)).one(), seal=self._seal)

    async def get_draft(self, draft: str) -> OutreachDraft | None:
        """The draft.

        Raises:
            Defect: the row is damaged or sealed with another key.
        """
        async with self._database.read() as connection:
            row = (await connection.execute(_DRAFT, {"id": draft})).one_or_none()
        return None if row is None else draft_from(row, seal=self._seal)

    async def drafts(self, role: RoleId) -> Sequence[OutreachDraft]:
        async with self._database.read() as connection:
            rows = (await connection.execute(_DRAFTS, {"role": role})).all()
        return [draft_from(row, seal=self._seal) for row in rows]

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
        row = {
            "id": draft,
            "seen_us": -1 if seen is None else to_us(seen),
            "from": from_state.value,
            "to": to.value,
            "by": by,
            "is_approval": int(to is OutreachState.APPROVED),
            "is_draft": int(to is OutreachState.DRAFT),
            "at_us": to_us(at),
        }
        async with self._database.write() as connection:
            if not (await connection.execute(_MOVE, row)).rowcount:
                return False
            await self._send(connection, messages)
        return True

    async def _send(self, connection: AsyncConnection, messages: Sequence[Outbound]) -> None:
        rows = [row_of(message, now_us=to_us(self._clock.now())) for message in messages]
        if rows:
            await connection.execute(INSERT_OUTBOUND, rows)

    # the log

    async def log(self, entry: LogEntry) -> None:
        async with self._database.write() as connection:
            await connection.execute(INSERT_LOG, log_row(entry))

    async def entries(self, role: RoleId) -> Sequence[LogEntry]:
        async with self._database.read() as connection:
            rows = (await connection.execute(ENTRIES, {"role": role})).all()
        return [entry_from(row) for row in rows]

    async def retire_log(self, *, older_than: timedelta) -> int:
        limit = {"limit_us": to_us(self._clock.now() - older_than)}
        async with self._database.write(in_bulk=True) as connection:
            return (await connection.execute(_RETIRE_LOG, limit)).rowcount

    # reminders

    async def remind(self, reminder: ReviewReminder) -> None:
        row = {
            "role": reminder.role,
            "user": reminder.reviewer,
            "channel": reminder.address.channel.value,
            "workspace": reminder.address.workspace,
            "external": reminder.address.conversation,
            "due_us": to_us(reminder.due_at),
            "sent": reminder.sent,
        }
        async with self._database.write() as connection:
            await connection.execute(_REMIND, row)

    async def due_reminders(self, *, now: datetime, limit: int) -> Sequence[ReviewReminder]:
        page = {"now_us": to_us(now), "limit": limit}
        async with self._database.read() as connection:
            rows = (await connection.execute(_DUE_REMINDERS, page)).all()
        return [reminder_from(row) for row in rows]

    async def reminded(
        self, reminder: ReviewReminder, *, next_at: datetime | None, messages: Sequence[Outbound]
    ) -> bool:
        row = {
            "role": reminder.role,
            "user": reminder.reviewer,
            "due_us": to_us(reminder.due_at),
            "sent": reminder.sent,
            "next_us": None if next_at is None else to_us(next_at),
        }
        statement = _LAST_REMINDED if next_at is None else _REMINDED
        async with self._database.write() as connection:
            if not (await connection.execute(statement, row)).rowcount:
                return False
            await self._send(connection, messages)
        return True


_TOUCH = text("UPDATE candidates SET changed_at_us = :now_us WHERE id = :candidate")

_RATE = text(
    """
    INSERT INTO scorecards
        (candidate_id, user_id, role_id, ratings, note, position, submitted_at_us)
    VALUES (:candidate, :user, :role, :ratings, :note, :position, :submitted_us)
    ON CONFLICT (candidate_id, user_id) DO UPDATE SET ratings = excluded.ratings,
        note = excluded.note, position = excluded.position,
        submitted_at_us = excluded.submitted_at_us
    WHERE scorecards.submitted_at_us IS NULL
    """
)

_CARDS = text(
    """
    SELECT * FROM scorecards s WHERE s.candidate_id = :candidate AND (s.user_id = :user
        OR (s.submitted_at_us IS NOT NULL AND EXISTS (SELECT 1 FROM scorecards o
            WHERE o.candidate_id = :candidate AND o.user_id = :user
                AND o.submitted_at_us IS NOT NULL)))
    ORDER BY s.user_id
    """
)

_SUBMITTED = text(
    """
    SELECT * FROM scorecards WHERE role_id = :role AND submitted_at_us IS NOT NULL
    ORDER BY candidate_id, user_id
    """
)

_LATEST_OF = text(
    "SELECT * FROM decisions WHERE candidate_id = :candidate ORDER BY number DESC LIMIT 1"
)

_DECIDE = text(
    """
    INSERT INTO decisions (candidate_id, number, role_id, by_user, outcome, reason, at_us,
        rubric_version, total)
    VALUES (:candidate, :number, :role, :by, :outcome, :reason, :at_us, :version, :total)
    """
)

_DECISIONS = text(
    """
    SELECT * FROM decisions d WHERE d.role_id = :role AND d.number = (
        SELECT max(o.number) FROM decisions o WHERE o.candidate_id = d.candidate_id)
    """
)

_DRAFT = text("SELECT * FROM outreach_drafts WHERE id = :id")

_NEW_DRAFT = text(
    """
    INSERT INTO outreach_drafts
        (id, role_id, candidate_id, user_id, subject, body, state, changed_at_us)
    VALUES (:id, :role, :candidate, :user, :subject, :body, 'draft', :at_us)
    """
)

_REWORD = text(
    """
    UPDATE outreach_drafts SET subject = :subject, body = :body, state = 'draft',
        approved_by = NULL, changed_at_us = :at_us
    WHERE id = :id
    """
)

_DRAFTS = text("SELECT * FROM outreach_drafts WHERE role_id = :role ORDER BY changed_at_us, id")

_MOVE = text(
    """
    UPDATE outreach_drafts SET state = :to, changed_at_us = :at_us,
        approved_by = CASE WHEN :is_approval = 1 THEN :by WHEN :is_draft = 1 THEN NULL
            ELSE approved_by END
    WHERE id = :id AND state = :from AND (:seen_us < 0 OR changed_at_us = :seen_us)
    """
).bindparams(bindparam("seen_us", type_=BigInteger))

_RETIRE_LOG = text("DELETE FROM role_log WHERE at_us < :limit_us")

_REMIND = text(
    """
    INSERT INTO review_reminders
        (role_id, user_id, channel, workspace, external_id, due_at_us, sent)
    VALUES (:role, :user, :channel, :workspace, :external, :due_us, :sent)
    ON CONFLICT (role_id, user_id) DO UPDATE SET channel = excluded.channel,
        workspace = excluded.workspace, external_id = excluded.external_id,
        due_at_us = excluded.due_at_us, sent = excluded.sent
    """
)

_DUE_REMINDERS = text(
    """
    SELECT * FROM review_reminders WHERE due_at_us <= :now_us
    ORDER BY due_at_us, role_id, user_id LIMIT :limit
    """
)

_REMINDED = text(
    """
    UPDATE review_reminders SET due_at_us = :next_us, sent = sent + 1
    WHERE role_id = :role AND user_id = :user AND due_at_us = :due_us AND sent = :sent
    """
)

_LAST_REMINDED = text(
    """
    DELETE FROM review_reminders
    WHERE role_id = :role AND user_id = :user AND due_at_us = :due_us AND sent = :sent
    """
)
