"""The answer bank in SQL: one document per person and key."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import text

from domain.applications.model import Answer
from domain.encoding import from_json
from domain.errors import UserMistake
from domain.ids import UserId
from domain.seeker_ports import AnswerStore
from storage.database import Database
from storage.storable import storable

MOST_ANSWERS = 200  # per person


class SqlAnswers(AnswerStore):
    """Confirmed answers and stories in the product's own database."""

    def __init__(self, *, database: Database) -> None:
        self._database = database

    async def put(self, answer: Answer) -> None:
        """Keep it; see :class:`AnswerStore`.

        Raises:
            UserMistake: the person keeps as many as one may.
            Defect: there is no such user (any more).
        """
        answer, document = storable(answer)
        row = {
            "user": answer.user,
            "key": answer.key,
            "kind": answer.kind.value,
            "document": document,
        }
        async with self._database.write() as connection:
            others = (await connection.execute(_COUNT_OTHERS, row)).scalar_one()
            if others >= MOST_ANSWERS:
                raise UserMistake(
                    f"You keep {MOST_ANSWERS} answers, which is the most one can have. "
                    "Delete one of them first."
                )
            await connection.execute(_PUT, row)

    async def of(self, user: UserId) -> Sequence[Answer]:
        """By key. Raises Defect when a row is damaged."""
        async with self._database.read() as connection:
            documents = (await connection.execute(_OF, {"user": user})).scalars().all()
        # Not ORDER BY: databases sort text by rules of their own.
        return sorted((from_json(Answer, one) for one in documents), key=lambda one: one.key)

    async def remove(self, user: UserId, key: str) -> bool:
        where = {"user": user, "key": storable(key)[0]}  # keys come back from buttons
        async with self._database.write() as connection:
            return bool((await connection.execute(_REMOVE, where)).rowcount)


_COUNT_OTHERS = text("SELECT count(*) FROM answers WHERE user_id = :user AND key <> :key")

_PUT = text(
    """
    INSERT INTO answers (user_id, key, kind, document) VALUES (:user, :key, :kind, :document)
    ON CONFLICT (user_id, key) DO UPDATE SET kind = excluded.kind, document = excluded.document
    """
)

_OF = text("SELECT document FROM answers WHERE user_id = :user")

_REMOVE = text("DELETE FROM answers WHERE user_id = :user AND key = :key")
