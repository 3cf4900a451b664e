"""Shared fixtures: where PostgreSQL, the real model and the shared fixtures are, or why not."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import structlog

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture(autouse=True)
def fresh_logs() -> Iterator[None]:
    """Logging as it is before anybody sets it: a test that sets it must not silence the next."""
    yield
    structlog.reset_defaults()


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """A fresh empty database on the server named by CAREERGINI_TEST_POSTGRES_URL.

    ``postgresql://user@host:port/name``; dropped after the test.
    """
    server = os.environ.get("CAREERGINI_TEST_POSTGRES_URL")
    if not server:
        pytest.skip("CAREERGINI_TEST_POSTGRES_URL is not set: no PostgreSQL to test against")
    name = f"careergini_test_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield f"{server.rsplit('/', 1)[0]}/{name}"
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def shared() -> Path:
    """The folder of shared fixtures; tests that want it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the shared fixtures folder is not here")
    return SHARED
