"""The daily push: schedules, digests, alerts, reminders, history, learning resources."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

SORTED_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add what is sent unasked and where its content comes from."""
    op.create_table(
        "digest_schedule",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("next_due_at_us", sa.BigInteger(), nullable=False),
        sa.Column("local_date", sa.Text(), nullable=False),
        sa.Column("rhythm", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_digest_schedule_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_digest_schedule")),
    )
    op.create_index(
        op.f("ix_digest_schedule_next_due_at_us"), "digest_schedule", ["next_due_at_us"]
    )
    op.create_table(
        "digests",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("local_date", sa.Text(), nullable=False),
        sa.Column("due_at_us", sa.BigInteger(), nullable=False),
        sa.Column("not_before_us", sa.BigInteger(), nullable=False),
        sa.Column("claimed_until_us", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("cursor", sa.BigInteger(), nullable=True),
        sa.Column("finished_at_us", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_digests_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "local_date", name=op.f("pk_digests")),
    )
    op.create_index(
        "ix_digests_finished",
        "digests",
        ["finished_at_us"],
        sqlite_where=sa.text("finished_at_us IS NOT NULL"),
        postgresql_where=sa.text("finished_at_us IS NOT NULL"),
    )
    op.create_index(
        "ix_digests_open",
        "digests",
        ["due_at_us", "not_before_us"],
        sqlite_where=sa.text("finished_at_us IS NULL"),
        postgresql_where=sa.text("finished_at_us IS NULL"),
    )
    op.create_table(
        "saved_searches",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("preferences", sa.Text(), nullable=False),
        sa.Column("created_at_us", sa.BigInteger(), nullable=False),
        sa.Column("cursor", sa.BigInteger(), nullable=False),
        sa.Column("told_at_us", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_saved_searches_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "id", name=op.f("pk_saved_searches")),
    )
    op.create_table(
        "reminders",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("posting_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("due_at_us", sa.BigInteger(), nullable=False),
        sa.Column("told_at_us", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_reminders_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "posting_id", name=op.f("pk_reminders")),
    )
    op.create_index(op.f("ix_reminders_id"), "reminders", ["id"], unique=True)
    op.create_index(
        "ix_reminders_untold",
        "reminders",
        ["due_at_us"],
        sqlite_where=sa.text("told_at_us IS NULL"),
        postgresql_where=sa.text("told_at_us IS NULL"),
    )
    op.create_table(
        "seeker_vectors",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("query_hash", sa.Text(), nullable=False),
        sa.Column("model_id", sa.Text(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_seeker_vectors_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_seeker_vectors")),
    )
    op.create_table(
        "resource_stances",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("resource_id", sa.Text(), nullable=False),
        sa.Column("stance", sa.Text(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_resource_stances_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "user_id", "resource_id", "stance", name=op.f("pk_resource_stances")
        ),
    )
    op.create_table(
        "push_counts",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("times", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "kind", "event", name=op.f("pk_push_counts")),
    )
    op.create_table(
        "posting_events",
        sa.Column("revision", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("posting_id", SORTED_TEXT, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("revision", name=op.f("pk_posting_events")),
    )
    op.create_index(op.f("ix_posting_events_at_us"), "posting_events", ["at_us"])
    op.create_index("ix_posting_events_posting", "posting_events", ["posting_id", "revision"])
    op.create_table(
        "source_health",
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("tried_at_us", sa.BigInteger(), nullable=False),
        sa.Column("ok_at_us", sa.BigInteger(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("area", "name", name=op.f("pk_source_health")),
    )
    op.create_table(
        "responses",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("fetched_at_us", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_responses")),
    )
    op.create_index(op.f("ix_responses_fetched_at_us"), "responses", ["fetched_at_us"])
    op.create_table(
        "resources",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("given_at_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resources")),
    )
    op.create_index(op.f("ix_resources_given_at_us"), "resources", ["given_at_us"])
    op.create_index(op.f("ix_resources_url"), "resources", ["url"])
    op.create_table(
        "resource_skills",
        sa.Column("skill", sa.Text(), nullable=False),
        sa.Column("resource_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["resources.id"],
            name=op.f("fk_resource_skills_resource_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("skill", "resource_id", name=op.f("pk_resource_skills")),
    )
    op.create_index(op.f("ix_resource_skills_resource_id"), "resource_skills", ["resource_id"])
    op.create_table(
        "link_checks",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("checked_at_us", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("failed_on", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_link_checks")),
    )


def downgrade() -> None:
    """Not supported: a newer database is restored from a backup instead."""
    raise NotImplementedError
