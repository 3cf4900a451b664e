"""Tables of what is sent unasked, and of where its content comes from.

Dates of people are ISO text: they are dates of a person's own calendar, not instants.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    text,
)

from storage.tables_shared import SORTED_TEXT, metadata, owner

digest_schedule = Table(
    "digest_schedule",
    metadata,
    owner(primary_key=True),
    Column("next_due_at_us", BigInteger, nullable=False),
    Column("local_date", Text, nullable=False),
    Column("rhythm", Text, nullable=False),
    Index(None, "next_due_at_us"),
)
"""One row per person who wants digests; ``rhythm`` is what of their settings decides when."""

digests = Table(
    "digests",
    metadata,
    owner(primary_key=True),
    Column("local_date", Text, primary_key=True),
    Column("due_at_us", BigInteger, nullable=False),
    Column("not_before_us", BigInteger, nullable=False),
    Column("claimed_until_us", BigInteger),
    Column("outcome", Text),
    Column("cursor", BigInteger),
    Column("finished_at_us", BigInteger),
    # The second column lets a claim pass over what was put off without touching the rows.
    Index(
        "ix_digests_open",
        "due_at_us",
        "not_before_us",
        sqlite_where=text("finished_at_us IS NULL"),
        postgresql_where=text("finished_at_us IS NULL"),
    ),
    # Without the condition SQLite takes it for a way to find the open ones.
    Index(
        "ix_digests_finished",
        "finished_at_us",
        sqlite_where=text("finished_at_us IS NOT NULL"),
        postgresql_where=text("finished_at_us IS NOT NULL"),
    ),
)
"""Owed and sent digests; the key is the promise that a date never gets a second one."""

saved_searches = Table(
    "saved_searches",
    metadata,
    owner(primary_key=True),
    Column("id", Text, primary_key=True),
    Column("label", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("preferences", Text, nullable=False),
    Column("created_at_us", BigInteger, nullable=False),
    Column("cursor", BigInteger, nullable=False),
    Column("told_at_us", BigInteger),
)

reminders = Table(
    "reminders",
    metadata,
    owner(primary_key=True),
    Column("posting_id", Text, primary_key=True),
    Column("id", Text, nullable=False),
    Column("due_at_us", BigInteger, nullable=False),
    Column("told_at_us", BigInteger),
    Index("ix_reminders_id", "id", unique=True),
    Index(
        "ix_reminders_untold",
        "due_at_us",
        sqlite_where=text("told_at_us IS NULL"),
        postgresql_where=text("told_at_us IS NULL"),
    ),
)
"""Open follow-ups; one that is closed is gone."""

seeker_vectors = Table(
    "seeker_vectors",
    metadata,
    owner(primary_key=True),
    Column("query_hash", Text, nullable=False),
    Column("model_id", Text, nullable=False),
    Column("vector", LargeBinary, nullable=False),
)

resource_stances = Table(
    "resource_stances",
    metadata,
    owner(primary_key=True),
    Column("resource_id", Text, primary_key=True),
    Column("stance", Text, primary_key=True),
    Column("at_us", BigInteger, nullable=False),
)
"""What people did with learning resources; also with bundled ones, which have no row."""

push_counts = Table(
    "push_counts",
    metadata,
    Column("day", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("event", Text, primary_key=True),
    Column("times", BigInteger, nullable=False),
)

posting_events = Table(
    "posting_events",
    metadata,
    Column("revision", BigInteger, primary_key=True, autoincrement=False),
    Column("posting_id", SORTED_TEXT, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Index("ix_posting_events_posting", "posting_id", "revision"),
    Index(None, "at_us"),
)
"""The history of postings, in the same commit as each change."""

source_health = Table(
    "source_health",
    metadata,
    Column("area", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("tried_at_us", BigInteger, nullable=False),
    Column("ok_at_us", BigInteger),
    Column("failures", Integer, nullable=False),
    Column("found", Integer, nullable=False),
    Column("problem", Text, nullable=False),
)

responses = Table(
    "responses",
    metadata,
    Column("url", Text, primary_key=True),
    Column("fetched_at_us", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Index(None, "fetched_at_us"),
)
"""Answers of sources; a cache."""

resources = Table(
    "resources",
    metadata,
    Column("id", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("given_at_us", BigInteger, nullable=False),
    Index(None, "url"),
    Index(None, "given_at_us"),
)
"""Learning resources that sources gave, and when they last did."""

resource_skills = Table(
    "resource_skills",
    metadata,
    Column("skill", Text, primary_key=True),
    Column("resource_id", Text, ForeignKey("resources.id", ondelete="CASCADE"), primary_key=True),
    Index(None, "resource_id"),
)

link_checks = Table(
    "link_checks",
    metadata,
    Column("url", Text, primary_key=True),
    Column("checked_at_us", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("failed_on", Text),
)
"""``failed_on``: the day (UTC) of the first failure since the link last answered."""

PUBLIC_PUSH_TABLES = (
    push_counts,
    posting_events,
    source_health,
    responses,
    resources,
    resource_skills,
    link_checks,
)
"""Tables that hold nothing about people: a name found in them is somebody else's or a word."""
