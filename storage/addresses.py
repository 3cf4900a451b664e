"""Database URLs as operators write them."""

from __future__ import annotations

from sqlalchemy import make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from domain.errors import Misconfigured


def parse_url(url: str) -> URL:
    """The URL with the driver that we use.

    >>> parse_url("postgresql://me@host/jobs").drivername
    'postgresql+psycopg'

    Raises:
        Misconfigured: not a URL, another database, or SQLite without a file.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise Misconfigured(
            "the database URL cannot be read: write sqlite:///path or postgresql://user@host/name"
        ) from error
    drivers = {
        "sqlite": "sqlite+aiosqlite",
        "postgresql": "postgresql+psycopg",
        "postgres": "postgresql+psycopg",
    }
    backend = parsed.drivername.split("+", 1)[0]
    if backend not in drivers:
        raise Misconfigured(
            f"the database URL names {backend!r}: "
            "write sqlite:///path or postgresql://user@host/name"
        )
    if backend == "sqlite" and (not parsed.database or ":memory:" in parsed.database):
        raise Misconfigured("the SQLite database needs a file: write sqlite:///path")
    return parsed.set(drivername=drivers[backend])
