"""Recruiting teams: roles, candidates and their steps, scorecards, decisions, drafts, the log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

SORTED_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add what teams work with, and how an outbound message refers to an earlier one."""
    op.create_table(
        "role_log",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("role_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("by_user", sa.Text(), nullable=True),
        sa.Column("candidate_id", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_log")),
    )
    op.create_index(op.f("ix_role_log_at_us"), "role_log", ["at_us"])
    op.create_index("ix_role_log_role", "role_log", ["role_id", "number"])
    op.create_table(
        "roles",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("created_at_us", sa.BigInteger(), nullable=False),
        sa.Column("made_by_turn", SORTED_TEXT, nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("remote", sa.SmallInteger(), nullable=False),
        sa.Column("mail_tag", sa.Text(), nullable=False),
        sa.Column("closed_at_us", sa.BigInteger(), nullable=True),
        sa.Column("retention_days", sa.Integer(), nullable=False),
        sa.Column("rubric_number", sa.Integer(), nullable=True),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roles")),
    )
    op.create_index("ix_roles_made_by_turn", "roles", ["made_by_turn"], unique=True)
    op.create_index(
        "ix_roles_mail_tag",
        "roles",
        ["mail_tag"],
        unique=True,
        sqlite_where=sa.text("mail_tag <> ''"),
        postgresql_where=sa.text("mail_tag <> ''"),
    )
    op.create_table(
        "settled_findings",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_user", sa.Text(), nullable=True),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "digest", name=op.f("pk_settled_findings")),
    )
    op.create_table(
        "candidate_batches",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("role_id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("turn_id", SORTED_TEXT, nullable=False),
        sa.Column("by_user", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("known", sa.Text(), nullable=False),
        sa.Column("elsewhere", sa.Text(), nullable=False),
        sa.Column("received_at_us", sa.BigInteger(), nullable=False),
        sa.Column("announced_at_us", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["role_id"], ["roles.id"], name=op.f("fk_candidate_batches_role_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_batches")),
    )
    op.create_index(
        "ix_candidate_batches_open",
        "candidate_batches",
        ["received_at_us"],
        sqlite_where=sa.text("announced_at_us IS NULL"),
        postgresql_where=sa.text("announced_at_us IS NULL"),
    )
    op.create_index(op.f("ix_candidate_batches_role_id"), "candidate_batches", ["role_id"])
    op.create_table(
        "candidates",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("role_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Text(), nullable=False),
        sa.Column("blob_id", sa.Text(), nullable=True),
        sa.Column("file_name", sa.LargeBinary(), nullable=True),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("rubric_version", sa.Integer(), nullable=True),
        sa.Column("asked_version", sa.Integer(), nullable=True),
        sa.Column("same_as", sa.Text(), nullable=True),
        sa.Column("received_at_us", sa.BigInteger(), nullable=False),
        sa.Column("changed_at_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["role_id"], ["roles.id"], name=op.f("fk_candidates_role_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidates")),
        sa.UniqueConstraint("role_id", "number", name=op.f("uq_candidates_role_id")),
    )
    op.create_index(op.f("ix_candidates_batch_id"), "candidates", ["batch_id"])
    op.create_index(
        "ix_candidates_changed",
        "candidates",
        ["changed_at_us"],
        sqlite_where=sa.text("state <> 'withdrawn'"),
        postgresql_where=sa.text("state <> 'withdrawn'"),
    )
    op.create_index(op.f("ix_candidates_sha256"), "candidates", ["sha256"])
    op.create_table(
        "review_reminders",
        sa.Column("role_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("due_at_us", sa.BigInteger(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["role_id"], ["roles.id"], name=op.f("fk_review_reminders_role_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_review_reminders_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("role_id", "user_id", name=op.f("pk_review_reminders")),
    )
    op.create_index(op.f("ix_review_reminders_due_at_us"), "review_reminders", ["due_at_us"])
    op.create_index(op.f("ix_review_reminders_user_id"), "review_reminders", ["user_id"])
    op.create_table(
        "role_members",
        sa.Column("role_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("joined_at_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["role_id"], ["roles.id"], name=op.f("fk_role_members_role_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_role_members_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("role_id", "user_id", name=op.f("pk_role_members")),
    )
    op.create_index(op.f("ix_role_members_user_id"), "role_members", ["user_id"])
    op.create_table(
        "role_places",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("role_id", sa.Text(), nullable=False),
        sa.Column("bound_at_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["role_id"], ["roles.id"], name=op.f("fk_role_places_role_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("channel", "workspace", "external_id", name=op.f("pk_role_places")),
    )
    op.create_index(op.f("ix_role_places_role_id"), "role_places", ["role_id"])
    op.create_table(
        "role_rubrics",
        sa.Column("role_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("made_at_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["role_id"], ["roles.id"], name=op.f("fk_role_rubrics_role_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("role_id", "number", name=op.f("pk_role_rubrics")),
    )
    op.create_table(
        "candidate_dossiers",
        sa.Column("candidate_id", sa.Text(), nullable=False),
        sa.Column("dossier", sa.LargeBinary(), nullable=True),
        sa.Column("sketch", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_candidate_dossiers_candidate_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("candidate_id", name=op.f("pk_candidate_dossiers")),
    )
    op.create_table(
        "candidate_results",
        sa.Column("candidate_id", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("result", sa.LargeBinary(), nullable=False),
        sa.Column("ended_at_us", sa.BigInteger(), nullable=False),
        sa.Column("rubric_version", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_candidate_results_candidate_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("candidate_id", "step", name=op.f("pk_candidate_results")),
    )
    op.create_table(
        "candidate_steps",
        sa.Column("candidate_id", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("owed_at_us", sa.BigInteger(), nullable=False),
        sa.Column("again_at_us", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("claim", sa.Text(), nullable=True),
        sa.Column("claimed_until_us", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_candidate_steps_candidate_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("candidate_id", "step", name=op.f("pk_candidate_steps")),
    )
    op.create_index("ix_candidate_steps_line", "candidate_steps", ["place", "owed_at_us"])
    op.create_table(
        "decisions",
        sa.Column("candidate_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("role_id", sa.Text(), nullable=False),
        sa.Column("by_user", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("rubric_version", sa.Integer(), nullable=True),
        sa.Column("total", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_decisions_candidate_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["role_id"], ["roles.id"], name=op.f("fk_decisions_role_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("candidate_id", "number", name=op.f("pk_decisions")),
    )
    op.create_index(op.f("ix_decisions_by_user"), "decisions", ["by_user"])
    op.create_index(op.f("ix_decisions_role_id"), "decisions", ["role_id"])
    op.create_table(
        "outreach_drafts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("role_id", sa.Text(), nullable=False),
        sa.Column("candidate_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("changed_at_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_outreach_drafts_candidate_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["role_id"], ["roles.id"], name=op.f("fk_outreach_drafts_role_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_outreach_drafts_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outreach_drafts")),
    )
    op.create_index(op.f("ix_outreach_drafts_candidate_id"), "outreach_drafts", ["candidate_id"])
    op.create_index(op.f("ix_outreach_drafts_role_id"), "outreach_drafts", ["role_id"])
    op.create_index(op.f("ix_outreach_drafts_user_id"), "outreach_drafts", ["user_id"])
    op.create_table(
        "scorecards",
        sa.Column("candidate_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("role_id", sa.Text(), nullable=False),
        sa.Column("ratings", sa.Text(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("submitted_at_us", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_scorecards_candidate_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["role_id"], ["roles.id"], name=op.f("fk_scorecards_role_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_scorecards_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("candidate_id", "user_id", name=op.f("pk_scorecards")),
    )
    op.create_index(op.f("ix_scorecards_role_id"), "scorecards", ["role_id"])
    op.create_index(op.f("ix_scorecards_user_id"), "scorecards", ["user_id"])
    op.add_column("blobs", sa.Column("role_id", sa.Text(), nullable=True))
    op.add_column("outbound", sa.Column("under_id", sa.Text(), nullable=True))
    op.add_column("outbound", sa.Column("replaces_id", sa.Text(), nullable=True))
    op.add_column(
        "outbound", sa.Column("stands_alone", sa.SmallInteger(), server_default="1", nullable=False)
    )
    op.add_column("outbound", sa.Column("answers_to", sa.Text(), nullable=True))


def downgrade() -> None:
    """Not supported: a newer database is restored from a backup instead."""
    raise NotImplementedError
