"""Vectors of people's query texts in SQL: a cache that goes with its person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Text, bindparam, text

from domain.ids import UserId
from domain.ports import Clock
from domain.push_ports import SeekerVector, SeekerVectorStore
from storage.database import Database

_READ_AT_ONCE = 500  # people per statement
_WRITTEN_AT_ONCE = 250  # vectors per transaction: some milliseconds each


class SqlSeekerVectors(SeekerVectorStore):
    """Vectors in the product's own database."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def get_many(self, users: Sequence[UserId]) -> Mapping[UserId, SeekerVector]:
        found: dict[UserId, SeekerVector] = {}
        async with self._database.read() as connection:
            for start in range(0, len(users), _READ_AT_ONCE):
                some = {"users": users[start : start + _READ_AT_ONCE]}
                for row in await connection.execute(_GET_MANY, some):
                    found[UserId(row.user_id)] = SeekerVector(
                        query_hash=row.query_hash, model_id=row.model_id, vector=bytes(row.vector)
                    )
        return found

    async def put_many(self, vectors: Mapping[UserId, SeekerVector]) -> None:
        rows = [
            {
                "user": user,
                "query_hash": one.query_hash,
                "model_id": one.model_id,
                "vector": one.vector,
            }
            for user, one in sorted(vectors.items())
        ]
        for start in range(0, len(rows), _WRITTEN_AT_ONCE):
            async with self._database.write(in_bulk=True) as connection:
                await connection.execute(_PUT, rows[start : start + _WRITTEN_AT_ONCE])


_GET_MANY = text(
    "SELECT user_id, query_hash, model_id, vector FROM seeker_vectors WHERE user_id IN :users"
).bindparams(bindparam("users", type_=Text, expanding=True))

_PUT = text(
    """
    INSERT INTO seeker_vectors (user_id, query_hash, model_id, vector)
    SELECT id, :query_hash, :model_id, :vector FROM users
    WHERE id = :user AND erased_at_us IS NULL
    ON CONFLICT (user_id) DO UPDATE SET query_hash = excluded.query_hash,
        model_id = excluded.model_id, vector = excluded.vector
    """
)
