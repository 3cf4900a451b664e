"""What the tables of all modules share: one register of tables, and the column of the owner."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, MetaData, Text

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

# Turn ids sort within a conversation; PostgreSQL has to compare them byte by byte as SQLite does.
SORTED_TEXT = Text().with_variant(Text(collation="C"), "postgresql")


def owner(*, nullable: bool = False, primary_key: bool = False) -> Column[str]:
    """The person a row belongs to: the row goes with them."""
    return Column(
        "user_id",
        Text,
        ForeignKey("users.id", ondelete="CASCADE"),
        nullable=nullable,
        primary_key=primary_key,
    )
