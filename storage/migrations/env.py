"""What Alembic runs: on the connection of ``storage.migration``, one lock around everything."""

from __future__ import annotations

from alembic import context

from storage.tables import metadata

_LOCK = 0x6361726565726769  # an arbitrary number of ours: PostgreSQL's locks are numbered

connection = context.config.attributes["connection"]
is_sqlite = connection.dialect.name == "sqlite"
if is_sqlite:
    # Also makes the schema change transactional, which the driver would not do by itself.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
else:
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
context.configure(
    connection=connection,
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=is_sqlite,
)
with context.begin_transaction():
    context.run_migrations()
connection.commit()
