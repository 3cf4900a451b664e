"""What database errors mean in the domain's words."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from domain.errors import Defect, Misconfigured, StorageBusy

RETRY_AFTER_S = 1.0  # seconds
_SQLITE_TEMPORARY = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
}


def translated(error: Exception) -> StorageBusy | Misconfigured | Defect:
    """The domain's word for a database error; never carries values of the statement."""
    if isinstance(error, PoolTimeoutError):
        return StorageBusy("no database connection was free", retry_after_s=RETRY_AFTER_S)
    if lacks_schema(error):
        return Misconfigured("the database schema is not current: run `careergini migrate`")
    cause = error.orig if isinstance(error, DBAPIError) else error
    if _is_temporary(cause) or (isinstance(error, DBAPIError) and error.connection_invalidated):
        return StorageBusy(
            f"the database did not answer: {type(cause).__name__}", retry_after_s=RETRY_AFTER_S
        )
    return Defect(f"the database refused a statement: {type(cause).__name__}")


def _is_temporary(cause: BaseException | None) -> bool:
    """Whether trying the same again later can help."""
    if isinstance(cause, sqlite3.Error):
        # The driver calls every complaint of SQLite operational; the code says which it is.
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _SQLITE_TEMPORARY
    return any(kind.__name__ == "OperationalError" for kind in type(cause).__mro__)


def lacks_schema(error: Exception) -> bool:
    """Whether a table or column is missing: the schema is absent or old."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.OperationalError):
        return str(cause).startswith(("no such table", "no such column"))
    return type(cause).__name__ in {"UndefinedTable", "UndefinedColumn"}
