"""Rows of scorecards, decisions, drafts and reminders, and what in them is sealed."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Row

from domain.deciding.model import (
    Decision,
    Outcome,
    OutreachDraft,
    OutreachState,
    ReviewReminder,
    Scorecard,
)
from domain.errors import Defect
from domain.ids import CandidateId, RoleId, UserId
from storage.role_rows import address_from, person_or_none
from storage.sealing import Seal
from storage.times import from_us, to_us

NOTE, REASON, SUBJECT, BODY = "note", "reason", "subject", "body"
"""Kinds of sealed values."""


def card_row(card: Scorecard, *, seal: Seal) -> dict[str, object]:
    """Parameters for storing a card."""
    name = f"{card.candidate}\x1f{card.role}"
    return {
        "candidate": card.candidate,
        "user": card.reviewer,
        "role": card.role,
        "ratings": json.dumps(dict(card.ratings)),
        "note": seal.seal_text(card.note, kind=NOTE, of=name),
        "position": card.position,
        "submitted_us": None if card.submitted_at is None else to_us(card.submitted_at),
    }


def card_from(row: Row[Any], *, seal: Seal) -> Scorecard:
    """The card of a whole row.

    Raises:
        Defect: the row is damaged or sealed with another key.
    """
    name = f"{row.candidate_id}\x1f{row.role_id}"
    return Scorecard(
        role=RoleId(row.role_id),
        candidate=CandidateId(row.candidate_id),
        reviewer=UserId(row.user_id),
        ratings={str(key): int(rating) for key, rating in json.loads(row.ratings).items()},
        note=seal.open_text(row.note, kind=NOTE, of=name),
        position=row.position,
        submitted_at=None if row.submitted_at_us is None else from_us(row.submitted_at_us),
    )


def decision_row(decision: Decision, *, number: int, seal: Seal) -> dict[str, object]:
    """Parameters for storing the candidate's decision of that number."""
    name = f"{decision.candidate}\x1f{number}"
    return {
        "candidate": decision.candidate,
        "number": number,
        "role": decision.role,
        "by": decision.by,
        "outcome": decision.outcome.value,
        "reason": seal.seal_text(decision.reason, kind=REASON, of=name),
        "at_us": to_us(decision.at),
        "version": decision.rubric_version,
        "total": decision.total,
    }


def decision_from(row: Row[Any], *, seal: Seal) -> Decision:
    """The decision of a whole row; a person who erased themselves is the empty id.

    Raises:
        Defect: the row is damaged or sealed with another key.
    """
    try:
        outcome = Outcome(row.outcome)
    except ValueError as error:
        raise Defect("a stored decision is damaged") from error
    reason = ""
    if row.reason is not None:
        reason = seal.open_text(row.reason, kind=REASON, of=f"{row.candidate_id}\x1f{row.number}")
    return Decision(
        role=RoleId(row.role_id),
        candidate=CandidateId(row.candidate_id),
        by=UserId(row.by_user or ""),
        outcome=outcome,
        reason=reason,
        at=from_us(row.at_us),
        rubric_version=row.rubric_version,
        total=row.total,
    )


def draft_row(draft: OutreachDraft, *, seal: Seal) -> dict[str, object]:
    """Parameters for storing a draft."""
    return {
        "id": draft.id,
        "role": draft.role,
        "candidate": draft.candidate,
        "user": draft.author,
        "subject": seal.seal_text(draft.subject, kind=SUBJECT, of=draft.id),
        "body": seal.seal_text(draft.body, kind=BODY, of=draft.id),
        "at_us": to_us(draft.changed_at),
    }


def draft_from(row: Row[Any], *, seal: Seal) -> OutreachDraft:
    """The draft of a whole row.

    Raises:
        Defect: the row is damaged or sealed with another key.
    """
    try:
        state = OutreachState(row.state)
    except ValueError as error:
        raise Defect("a stored draft is damaged") from error
    return OutreachDraft(
        id=row.id,
        role=RoleId(row.role_id),
        candidate=CandidateId(row.candidate_id),
        author=UserId(row.user_id),
        subject=seal.open_text(row.subject, kind=SUBJECT, of=row.id),
        body=seal.open_text(row.body, kind=BODY, of=row.id),
        state=state,
        approved_by=person_or_none(row.approved_by),
        changed_at=from_us(row.changed_at_us),
    )


def reminder_from(row: Row[Any]) -> ReviewReminder:
    """The reminder of a whole row.

    Raises:
        Defect: the row is damaged.
    """
    return ReviewReminder(
        role=RoleId(row.role_id),
        reviewer=UserId(row.user_id),
        address=address_from(row),
        due_at=from_us(row.due_at_us),
        sent=row.sent,
    )
