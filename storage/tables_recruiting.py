"""Tables of recruiting teams: roles, candidates, what is owed for them, and what people decided.

What says something about a candidate is sealed (:mod:`storage.sealing`). Columns that name a
person without being the row's owner (``by_user``, ``created_by``) have no foreign key: the row
outlives the person and loses the name.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables_shared import SORTED_TEXT, metadata, owner


def _of_role(*, primary_key: bool = False) -> Column[str]:
    return Column(
        "role_id",
        Text,
        ForeignKey("roles.id", ondelete="CASCADE"),
        nullable=False,
        primary_key=primary_key,
    )


def _of_candidate(*, primary_key: bool = False) -> Column[str]:
    return Column(
        "candidate_id",
        Text,
        ForeignKey("candidates.id", ondelete="CASCADE"),
        nullable=False,
        primary_key=primary_key,
    )


roles = Table(
    "roles",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("created_by", Text),
    Column("created_at_us", BigInteger, nullable=False),
    Column("made_by_turn", SORTED_TEXT),
    Column("place", Text, nullable=False),
    Column("remote", SmallInteger, nullable=False),
    Column("mail_tag", Text, nullable=False),
    Column("closed_at_us", BigInteger),
    Column("retention_days", Integer, nullable=False),
    Column("rubric_number", Integer),
    Column("last_number", Integer, nullable=False),
    Index("ix_roles_made_by_turn", "made_by_turn", unique=True),
    Index(
        "ix_roles_mail_tag",
        "mail_tag",
        unique=True,
        sqlite_where=text("mail_tag <> ''"),
        postgresql_where=text("mail_tag <> ''"),
    ),
)
"""``last_number``: the number of the candidate who came last; ``mail_tag`` is in lower case."""

role_rubrics = Table(
    "role_rubrics",
    metadata,
    _of_role(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("digest", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("made_by", Text),
    Column("made_at_us", BigInteger, nullable=False),
)

role_members = Table(
    "role_members",
    metadata,
    _of_role(primary_key=True),
    owner(primary_key=True),
    Column("standing", Text, nullable=False),
    Column("joined_at_us", BigInteger, nullable=False),
    Index(None, "user_id"),
)

role_places = Table(
    "role_places",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("workspace", Text, primary_key=True),
    Column("external_id", Text, primary_key=True),
    _of_role(),
    Column("bound_at_us", BigInteger, nullable=False),
    Index(None, "role_id"),
)

settled_findings = Table(
    "settled_findings",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("digest", Text, primary_key=True),
    Column("rule", Text, nullable=False),
    Column("quote", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by_user", Text),
    Column("at_us", BigInteger, nullable=False),
)
"""``digest`` is of rule and quotation, which can be longer than a key may be."""

batches = Table(
    "candidate_batches",
    metadata,
    Column("id", Text, primary_key=True),
    _of_role(),
    Column("channel", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("turn_id", SORTED_TEXT, nullable=False),
    Column("by_user", Text, nullable=False),
    Column("total", Integer, nullable=False),
    Column("known", Text, nullable=False),
    Column("elsewhere", Text, nullable=False),
    Column("received_at_us", BigInteger, nullable=False),
    Column("announced_at_us", BigInteger),
    Index(None, "role_id"),
    Index(
        "ix_candidate_batches_open",
        "received_at_us",
        sqlite_where=text("announced_at_us IS NULL"),
        postgresql_where=text("announced_at_us IS NULL"),
    ),
)
"""``known`` and ``elsewhere`` are what its receipt said, as JSON."""

candidates = Table(
    "candidates",
    metadata,
    Column("id", Text, primary_key=True),
    _of_role(),
    Column("number", Integer, nullable=False),
    Column("batch_id", Text, nullable=False),
    Column("blob_id", Text),
    Column("file_name", LargeBinary),
    Column("media_type", Text, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("problem", Text, nullable=False),
    Column("rubric_version", Integer),
    Column("asked_version", Integer),
    Column("same_as", Text),
    Column("received_at_us", BigInteger, nullable=False),
    Column("changed_at_us", BigInteger, nullable=False),
    UniqueConstraint("role_id", "number"),
    Index(None, "batch_id"),
    Index(None, "sha256"),
    Index(
        "ix_candidates_changed",
        "changed_at_us",
        sqlite_where=text("state <> 'withdrawn'"),
        postgresql_where=text("state <> 'withdrawn'"),
    ),
)
"""``asked_version``: which version of the rubric the owed steps are for."""

steps = Table(
    "candidate_steps",
    metadata,
    _of_candidate(primary_key=True),
    Column("step", Text, primary_key=True),
    Column("place", BigInteger, nullable=False),
    Column("owed_at_us", BigInteger, nullable=False),
    Column("again_at_us", BigInteger, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("claim", Text),
    Column("claimed_until_us", BigInteger),
    Index("ix_candidate_steps_line", "place", "owed_at_us"),
)
"""Steps that are owed; an ended one is in ``candidate_results``, so that this stays small.

``place`` is the place in the line: batches that wait at the same time take turns in it.
"""

results = Table(
    "candidate_results",
    metadata,
    _of_candidate(primary_key=True),
    Column("step", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("result", LargeBinary, nullable=False),
    Column("ended_at_us", BigInteger, nullable=False),
    Column("rubric_version", Integer),
)

dossiers = Table(
    "candidate_dossiers",
    metadata,
    _of_candidate(primary_key=True),
    Column("dossier", LargeBinary),
    Column("sketch", LargeBinary),
)

scorecards = Table(
    "scorecards",
    metadata,
    _of_candidate(primary_key=True),
    owner(primary_key=True),
    _of_role(),
    Column("ratings", Text, nullable=False),
    Column("note", LargeBinary, nullable=False),
    Column("position", Integer, nullable=False),
    Column("submitted_at_us", BigInteger),
    Index(None, "role_id"),
    Index(None, "user_id"),
)

decisions = Table(
    "decisions",
    metadata,
    _of_candidate(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _of_role(),
    Column("by_user", Text),
    Column("outcome", Text, nullable=False),
    Column("reason", LargeBinary),
    Column("at_us", BigInteger, nullable=False),
    Column("rubric_version", Integer),
    Column("total", Float),
    Index(None, "role_id"),
    Index(None, "by_user"),
)
"""``reason`` goes with the candidate's erasure, ``by_user`` with the person's."""

outreach_drafts = Table(
    "outreach_drafts",
    metadata,
    Column("id", Text, primary_key=True),
    _of_role(),
    _of_candidate(),
    owner(),
    Column("subject", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("state", Text, nullable=False),
    Column("approved_by", Text),
    Column("changed_at_us", BigInteger, nullable=False),
    Index(None, "role_id"),
    Index(None, "candidate_id"),
    Index(None, "user_id"),
)

role_log = Table(
    "role_log",
    metadata,
    Column("id", Text, primary_key=True),
    Column("role_id", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("by_user", Text),
    Column("candidate_id", Text),
    Column("detail", Text, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Index("ix_role_log_role", "role_id", "number"),
    Index(None, "at_us"),
)
"""Outlives its role and its candidates, so it refers to neither by a foreign key."""

review_reminders = Table(
    "review_reminders",
    metadata,
    _of_role(primary_key=True),
    owner(primary_key=True),
    Column("channel", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("due_at_us", BigInteger, nullable=False),
    Column("sent", Integer, nullable=False),
    Index(None, "due_at_us"),
    Index(None, "user_id"),
)

TEAM_TEXT_TABLES = (roles, role_rubrics, settled_findings)
"""Texts of a team: a name in a description is the team's words. Ids of people are none of it."""
