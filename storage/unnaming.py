"""Take a candidate out of what a team and the assistant said: a reveal shows a name in a chat."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Column, ColumnElement, Table, and_, delete, false, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.encoding import from_json, to_json
from domain.errors import Defect
from domain.messages import InboundMessage
from storage.tables import choices, outbound, outbound_parts, pending_questions, turns, utterances
from storage.tables_recruiting import role_log

MARK = "[erased]"
_SHORTEST = 6  # characters; shorter words are found inside unrelated ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """By which words somebody is recognised, and in whose conversations to look, since when."""

    words: frozenset[str]
    team: frozenset[str]
    roles: frozenset[str]
    since_us: int

    @property
    def is_searchable(self) -> bool:
        return bool(self.words)


def searchable(words: Collection[str]) -> frozenset[str]:
    """Words that are long enough to mean one person.

    >>> sorted(searchable(["Bo", " ana.exemplo@mail.example "]))
    ['ana.exemplo@mail.example']
    """
    stripped = {word.strip() for word in words}
    return frozenset(word for word in stripped if len(word) >= _SHORTEST)


async def unname(connection: AsyncConnection, naming: Naming) -> int:
    """Delete messages and blank words that name them; returns how many were changed."""
    if not naming.is_searchable:
        return 0
    changed = 0
    addressed = select(outbound.c.id).where(_addressed(naming))
    ids = (await connection.execute(addressed)).scalars().all()
    changed += await drop_messages(connection, ids)
    await connection.execute(delete(choices).where(_spoken(choices, choices.c.label, naming)))
    asked = _spoken(pending_questions, pending_questions.c.question, naming)
    await connection.execute(delete(pending_questions).where(asked))
    pattern = _pattern_of(naming.words)
    changed += await _blank_utterances(connection, naming, pattern)
    await _blank_turns(connection, naming, pattern)
    await blank_log(connection, words=naming.words, roles=naming.roles)
    return changed


async def count_named(connection: AsyncConnection, naming: Naming) -> dict[str, int]:
    """Rows per table that still name them; each is a defect."""
    if not naming.is_searchable:
        return {}
    places = {
        "utterances": _spoken(utterances, utterances.c.text, naming),
        "pending_questions": _spoken(pending_questions, pending_questions.c.question, naming),
        "choices": _spoken(choices, choices.c.label, naming),
        "outbound": _addressed(naming),
        "role_log": _noted(naming.words, naming.roles),
    }
    found: dict[str, int] = {}
    for name, condition in places.items():
        count = select(func.count()).where(condition)
        found[name] = (await connection.execute(count)).scalar_one()
    pattern = _pattern_of(naming.words)
    spoken = await _turns_naming(connection, naming)
    found["turns"] = sum(said is None or _blanked(said, pattern) != said for _, said in spoken)
    return {name: count for name, count in found.items() if count}


async def blank_log(
    connection: AsyncConnection, *, words: Collection[str], roles: Collection[str]
) -> None:
    """Take words out of the log of roles: people write reasons, and a reason can name somebody."""
    if not words:
        return
    pattern = _pattern_of(words)
    found = select(role_log.c.id, role_log.c.detail).where(_noted(words, roles))
    for row in (await connection.execute(found)).all():
        detail = pattern.sub(MARK, row.detail)
        blank = update(role_log).where(role_log.c.id == row.id).values(detail=detail)
        await connection.execute(blank)


def _noted(words: Collection[str], roles: Collection[str]) -> ColumnElement[bool]:
    return and_(role_log.c.role_id.in_(sorted(roles)), _holds_any(role_log.c.detail, words))


def _pattern_of(words: Collection[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)  # of two that overlap
    return re.compile("|".join(re.escape(word) for word in longest_first), re.IGNORECASE)


async def drop_messages(connection: AsyncConnection, ids: Sequence[str]) -> int:
    """Delete outbound messages with what channels noted about them."""
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        await connection.execute(
            delete(outbound_parts).where(outbound_parts.c.outbound_id.in_(some))
        )
        await connection.execute(delete(choices).where(choices.c.outbound_id.in_(some)))
        await connection.execute(delete(outbound).where(outbound.c.id.in_(some)))
    return len(ids)


def _holds_any(column: Column[str], words: Collection[str]) -> ColumnElement[bool]:
    found: list[ColumnElement[bool]] = []
    for word in sorted(words):
        # Documents are JSON: a word stands in them as JSON writes it.
        written = json.dumps(word, ensure_ascii=False)[1:-1]
        for form in {word, written}:
            # SQLite lowers ASCII only, so the word as written is looked for as well.
            found.append(column.contains(form, autoescape=True))
            found.append(func.lower(column).contains(form.lower(), autoescape=True))
    return or_(false(), *found)


def _spoken(table: Table, column: Column[str], naming: Naming) -> ColumnElement[bool]:
    """Rows of the team that hold a word."""
    return and_(table.c.user_id.in_(sorted(naming.team)), _holds_any(column, naming.words))


def _addressed(naming: Naming) -> ColumnElement[bool]:
    ours = or_(outbound.c.user_id.is_(None), outbound.c.user_id.in_(sorted(naming.team)))
    named = or_(
        _holds_any(outbound.c.reply, naming.words),
        _holds_any(outbound.c.external_id, naming.words),
        _holds_any(outbound.c.recipient, naming.words),
    )
    return and_(outbound.c.created_at_us >= naming.since_us, ours, named)


async def _blank_utterances(
    connection: AsyncConnection, naming: Naming, pattern: re.Pattern[str]
) -> int:
    where = _spoken(utterances, utterances.c.text, naming)
    found = select(utterances.c.turn_id, utterances.c.seat, utterances.c.text).where(where)
    rows = (await connection.execute(found)).all()
    for row in rows:
        here = and_(utterances.c.turn_id == row.turn_id, utterances.c.seat == row.seat)
        words = pattern.sub(MARK, row.text)
        await connection.execute(update(utterances).where(here).values(text=words))
    return len(rows)


async def _blank_turns(
    connection: AsyncConnection, naming: Naming, pattern: re.Pattern[str]
) -> None:
    """Words of messages and names of their files."""
    for turn, message in await _turns_naming(connection, naming):
        document = None if message is None else to_json(_blanked(message, pattern))
        blank = update(turns).where(turns.c.id == turn).values(message=document)
        await connection.execute(blank)


async def _turns_naming(
    connection: AsyncConnection, naming: Naming
) -> list[tuple[str, InboundMessage | None]]:
    """Turns of the team in which a word stands; None for a message that is damaged."""
    where = _spoken(turns, turns.c.message, naming)
    rows = (await connection.execute(select(turns.c.id, turns.c.message).where(where))).all()
    found: list[tuple[str, InboundMessage | None]] = []
    for row in rows:
        try:
            found.append((row.id, from_json(InboundMessage, row.message)))
        except Defect:
            found.append((row.id, None))
    return found


def _blanked(message: InboundMessage, pattern: re.Pattern[str]) -> InboundMessage:
    """Without the words; whoever sent it keeps their name, even if it is the same."""

    def blank(words: str) -> str:
        return pattern.sub(MARK, words)

    action = message.action
    if action is not None:
        arguments = {name: blank(value) for name, value in action.arguments.items()}
        action = replace(action, arguments=arguments)
    files = tuple(replace(file, name=blank(file.name)) for file in message.attachments)
    return replace(
        message,
        text=blank(message.text),
        attachments=files,
        action=action,
        notes=tuple(blank(note) for note in message.notes),
    )
