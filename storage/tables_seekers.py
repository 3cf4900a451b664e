"""Tables of job seekers: own postings, documents, applications, answers, the learning plan.

What the domain knows as one value is one JSON document; columns beside it are what is looked for.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

from storage.tables_shared import SORTED_TEXT, metadata, owner

private_postings = Table(
    "private_postings",
    metadata,
    owner(primary_key=True),
    Column("posting_id", Text, primary_key=True),
    Column("at_us", BigInteger, nullable=False),
    Column("document", Text, nullable=False),
    Index("ix_private_postings_at", "user_id", "at_us"),
)
"""Postings that a person forwarded; in nobody else's search."""

career_documents = Table(
    "career_documents",
    metadata,
    Column("id", Text, primary_key=True),
    owner(),
    Column("kind", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("made_by_turn", SORTED_TEXT, nullable=False),
    Column("created_at_us", BigInteger, nullable=False),
    Column("document", Text, nullable=False),
    UniqueConstraint("user_id", "kind", "number", name="uq_career_documents_number"),
    UniqueConstraint("user_id", "kind", "made_by_turn", name="uq_career_documents_turn"),
)
"""Written resumes and letters; their files are blobs of the same person."""

tailoring_drafts = Table(
    "tailoring_drafts",
    metadata,
    owner(primary_key=True),
    Column("id", Text, primary_key=True),
    Column("made_at_us", BigInteger, nullable=False),
    Column("document", Text, nullable=False),
    Index("ix_tailoring_drafts_made", "user_id", "made_at_us"),
)

applications = Table(
    "applications",
    metadata,
    Column("id", Text, primary_key=True),
    owner(),
    Column("posting_id", Text),
    Column("state", Text, nullable=False),
    Column("changed_at_us", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    Column("document", Text, nullable=False),
    UniqueConstraint("user_id", "posting_id", name="uq_applications_posting"),
    Index("ix_applications_changed", "user_id", "changed_at_us"),
)

application_events = Table(
    "application_events",
    metadata,
    Column("id", Text, primary_key=True),
    owner(),
    Column(
        "application_id",
        Text,
        ForeignKey("applications.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("kind", Text, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("detail", Text, nullable=False),
    Index("ix_application_events_user", "user_id", "at_us"),
)

answers = Table(
    "answers",
    metadata,
    owner(primary_key=True),
    Column("key", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("document", Text, nullable=False),
)

learning_plans = Table(
    "learning_plans",
    metadata,
    owner(primary_key=True),
    Column("check_in_at_us", BigInteger),
    Column("paused", SmallInteger, nullable=False),
    Column("version", Integer, nullable=False),
    Column("document", Text, nullable=False),
    Index(None, "check_in_at_us"),
)
"""``check_in_at_us``: when to ask how it goes; empty for plans that nobody is asked about."""

ERASED_WITH_SEEKER = (
    application_events,
    applications,
    career_documents,
    tailoring_drafts,
    answers,
    learning_plans,
    private_postings,
)
"""All of them, those that refer to others first."""
