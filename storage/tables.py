"""Every table of the product's own database, once: migrations and stores agree with this.

Times are whole microseconds since 1970 (UTC), so both databases compare and store them alike.
Documents are JSON of domain values, written and validated by ``domain.encoding``.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)

# Importing them puts their tables into the register.
from storage.tables_pushes import PUBLIC_PUSH_TABLES
from storage.tables_recruiting import TEAM_TEXT_TABLES
from storage.tables_seekers import ERASED_WITH_SEEKER
from storage.tables_shared import SORTED_TEXT, metadata, owner

__all__ = ["ERASED_WITH_SEEKER", "PUBLIC_PUSH_TABLES", "TEAM_TEXT_TABLES", "metadata"]

users = Table(
    "users",
    metadata,
    Column("id", Text, primary_key=True),
    Column("display_name", Text, nullable=False),
    Column("search_name", Text, nullable=False),
    Column("settings", Text, nullable=False),
    Column("created_at_us", BigInteger, nullable=False),
    Column("erased_at_us", BigInteger),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("created_at_us", BigInteger, nullable=False),
    UniqueConstraint("channel", "workspace", "external_id"),
)

identities = Table(
    "identities",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("workspace", Text, primary_key=True),
    Column("sender", Text, primary_key=True),
    owner(),
    Column("last_conversation_id", Text, nullable=False),
    Column("created_at_us", BigInteger, nullable=False),
    Column("unreachable_since_us", BigInteger),
    Column("soft_failures", Integer, nullable=False, server_default="0"),
    Index(None, "user_id"),
)
"""Accounts; ``unreachable_since_us`` is set while the channel refuses to deliver there."""

turns = Table(
    "turns",
    metadata,
    Column("id", SORTED_TEXT, primary_key=True),
    Column("conversation_id", Text, nullable=False),
    owner(),
    Column("message", Text),
    Column("accepted_at_us", BigInteger, nullable=False),
    Column("finished_at_us", BigInteger),
    Index(None, "user_id"),
    Index(
        "ix_turns_unfinished",
        "accepted_at_us",
        sqlite_where=text("finished_at_us IS NULL"),
        postgresql_where=text("finished_at_us IS NULL"),
    ),
)

dedupe_keys = Table(
    "dedupe_keys",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("turn_id", SORTED_TEXT, nullable=False),
    Column("accepted_at_us", BigInteger, nullable=False),
    Index(None, "turn_id"),
    Index(None, "accepted_at_us"),
)

utterances = Table(
    "utterances",
    metadata,
    Column("turn_id", SORTED_TEXT, primary_key=True),
    Column("seat", SmallInteger, primary_key=True, autoincrement=False),
    owner(),
    Column("text", Text, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Index(None, "user_id"),
)
"""Seat 0 is the person, seat 1 the assistant."""

pending_questions = Table(
    "pending_questions",
    metadata,
    Column("conversation_id", Text, primary_key=True),
    owner(primary_key=True),
    Column("turn_id", SORTED_TEXT, nullable=False),
    Column("question", Text, nullable=False),
    Index(None, "user_id"),
)

outbound = Table(
    "outbound",
    metadata,
    Column("id", SORTED_TEXT, primary_key=True),
    Column("turn_id", SORTED_TEXT),
    owner(nullable=True),
    Column("channel", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("reply", Text, nullable=False),
    Column("promise", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("provider_ref", Text),
    Column("created_at_us", BigInteger, nullable=False),
    Column("settled_at_us", BigInteger),
    Column("reply_to", Text),
    Column("recipient", Text),
    Column("under_id", Text),
    Column("replaces_id", Text),
    Column("stands_alone", SmallInteger, nullable=False, server_default="1"),
    Column("answers_to", Text),
    Index(None, "user_id"),
    Index(
        "ix_outbound_waiting",
        "created_at_us",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
)

outbound_parts = Table(
    "outbound_parts",
    metadata,
    Column("outbound_id", SORTED_TEXT, primary_key=True),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False),
    Column("provider_ref", Text, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Index(None, "at_us"),
)
"""Provider messages that an outbound message has become; may exist before its row does."""

choices = Table(
    "choices",
    metadata,
    Column("token", Text, primary_key=True),
    Column("outbound_id", SORTED_TEXT, nullable=False),
    Column("number", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("action", Text),
    Column("channel", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    owner(nullable=True),
    Column("created_at_us", BigInteger, nullable=False),
    Index(None, "user_id"),
    Index(None, "created_at_us"),
    Index("ix_choices_address", "channel", "workspace", "external_id", "created_at_us"),
)
"""Buttons that a channel can only name by a short token."""

inbox = Table(
    "inbox",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("channel", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("bundle", Text),
    Column("keys", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("received_at_us", BigInteger, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("parked_at_us", BigInteger),
    Index("ix_inbox_lane", "channel", "workspace", "lane"),
)
"""Raw events between their acknowledgement and their becoming turns; normally almost empty."""

inbox_keys = Table(
    "inbox_keys",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("received_at_us", BigInteger, nullable=False),
    Index(None, "received_at_us"),
)

one_time_codes = Table(
    "one_time_codes",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("purpose", Text, nullable=False),
    owner(),
    Column("payload", Text, nullable=False),
    Column("expires_at_us", BigInteger, nullable=False),
    Column("used_by_turn", SORTED_TEXT),
    Index(None, "user_id"),
)

sealed = Table(
    "sealed",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("updated_at_us", BigInteger, nullable=False),
)
"""Tokens and cursors of channels, encrypted."""

profiles = Table(
    "profiles",
    metadata,
    owner(primary_key=True),
    Column("version", Integer, nullable=False),
    Column("document", Text, nullable=False),
)

consents = Table(
    "consents",
    metadata,
    owner(primary_key=True),
    Column("what", Text, primary_key=True),
    Column("given_at_us", BigInteger, nullable=False),
)

asked_once = Table(
    "asked_once",
    metadata,
    owner(primary_key=True),
    Column("key", Text, primary_key=True),
    Column("turn_id", SORTED_TEXT, nullable=False),
)

blobs = Table(
    "blobs",
    metadata,
    Column("id", Text, primary_key=True),
    owner(nullable=True),
    Column("size_bytes", BigInteger, nullable=False),
    Column("created_at_us", BigInteger, nullable=False),
    Column("role_id", Text),
    Index(None, "user_id"),
)
"""Names of files are in the encrypted part only.

A file of ``role_id`` is a candidate's: no person's, and not swept. It goes with the candidate.
"""

postings = Table(
    "postings",
    metadata,
    Column("id", SORTED_TEXT, primary_key=True),
    Column("source", Text, nullable=False),
    Column("source_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("cluster", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("valid_through", Text),
    Column("first_seen_us", BigInteger, nullable=False),
    Column("last_seen_us", BigInteger, nullable=False),
    Column("absences", Integer, nullable=False),
    Column("revision", BigInteger, nullable=False),
    UniqueConstraint("source", "source_id"),
    Index(None, "cluster"),
    Index(None, "revision"),
    Index("ix_postings_state", "state", "id"),
)

stances = Table(
    "stances",
    metadata,
    owner(primary_key=True),
    Column("posting_id", Text, primary_key=True),
    Column("stance", Text, primary_key=True),
    Column("at_us", BigInteger, nullable=False),
)

counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)
"""``postings``: the last revision given to a change; ``inbox``: the last number of an event."""
