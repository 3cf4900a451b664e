"""Channels: inbox, parts of outbound messages, choices, codes, reachability, sealed secrets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

SORTED_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add what Slack, Telegram and email need."""
    op.add_column("outbound", sa.Column("reply_to", sa.Text(), nullable=True))
    op.add_column("outbound", sa.Column("recipient", sa.Text(), nullable=True))
    op.add_column("identities", sa.Column("unreachable_since_us", sa.BigInteger(), nullable=True))
    op.add_column(
        "identities", sa.Column("soft_failures", sa.Integer(), nullable=False, server_default="0")
    )
    op.create_table(
        "outbound_parts",
        sa.Column("outbound_id", SORTED_TEXT, nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("provider_ref", sa.Text(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("outbound_id", "part", name=op.f("pk_outbound_parts")),
    )
    op.create_index(op.f("ix_outbound_parts_at_us"), "outbound_parts", ["at_us"])
    op.create_table(
        "choices",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("outbound_id", SORTED_TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=True),
        sa.Column("created_at_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_choices_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_choices")),
    )
    op.create_index(op.f("ix_choices_user_id"), "choices", ["user_id"])
    op.create_index(op.f("ix_choices_created_at_us"), "choices", ["created_at_us"])
    op.create_index(
        "ix_choices_address", "choices", ["channel", "workspace", "external_id", "created_at_us"]
    )
    op.create_table(
        "inbox",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("bundle", sa.Text(), nullable=True),
        sa.Column("keys", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("received_at_us", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("parked_at_us", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_inbox")),
    )
    op.create_index("ix_inbox_lane", "inbox", ["channel", "workspace", "lane"])
    op.create_table(
        "inbox_keys",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("received_at_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_inbox_keys")),
    )
    op.create_index(op.f("ix_inbox_keys_received_at_us"), "inbox_keys", ["received_at_us"])
    op.create_table(
        "one_time_codes",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("expires_at_us", sa.BigInteger(), nullable=False),
        sa.Column("used_by_turn", SORTED_TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_one_time_codes_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_one_time_codes")),
    )
    op.create_index(op.f("ix_one_time_codes_user_id"), "one_time_codes", ["user_id"])
    op.create_table(
        "sealed",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_sealed")),
    )


def downgrade() -> None:
    """Not supported: a newer database is restored from a backup instead."""
    raise NotImplementedError
