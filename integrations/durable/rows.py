"""The engine's rows of a person's turns, seen from outside the engine: for export and erasure."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from domain.errors import StorageBusy
from domain.ids import TurnId
from domain.ports import TurnResidue

if TYPE_CHECKING:
    from dbos import DBOSClient

Result = TypeVar("Result")

_BATCH_ROWS = 500


class DurableRows(TurnResidue):
    """Reads and deletes by id, whether or not the engine runs, here or in another process.

    Args:
        url: the engine's database, ``sqlite:///…`` or ``postgresql://…``.
    """

    def __init__(self, *, url: str) -> None:
        self._url = url

    async def count_turns(self, turns: Sequence[TurnId]) -> int:
        return await self._ask(lambda client: len(_rows_of(client, turns)))

    async def erase_turns(self, turns: Sequence[TurnId]) -> int:
        """Cancel and delete all work of these turns, finished or not."""
        return await self._ask(lambda client: _erase(client, turns))

    async def _ask(self, question: Callable[[DBOSClient], int]) -> int:
        if not turns_can_exist(self._url):
            return 0
        return await asyncio.to_thread(self._answer, question)

    def _answer(self, question: Callable[[DBOSClient], int]) -> int:
        with _client(self._url) as client:
            return question(client)


def turns_can_exist(url: str) -> bool:
    """False when the engine never ran here: asking must not create its file."""
    return not url.startswith("sqlite") or Path(url.removeprefix("sqlite:///")).exists()


def _erase(client: DBOSClient, turns: Sequence[TurnId]) -> int:
    ids = _rows_of(client, turns)
    for start in range(0, len(ids), _BATCH_ROWS):
        batch = ids[start : start + _BATCH_ROWS]
        client.cancel_workflows(batch)
        client.delete_workflows(batch)
    return len(ids)


def _rows_of(client: DBOSClient, turns: Sequence[TurnId]) -> list[str]:
    wanted = [each for turn in turns for each in (str(turn), f"out:{turn}")]
    found: list[str] = []
    for start in range(0, len(wanted), _BATCH_ROWS):
        rows = client.list_workflows(
            workflow_ids=wanted[start : start + _BATCH_ROWS], load_input=False, load_output=False
        )
        found += [row.workflow_id for row in rows]
    return found


@contextmanager
def _client(url: str) -> Iterator[DBOSClient]:
    from dbos import DBOSClient, DBOSPortableJSONSerializer
    from sqlalchemy.exc import DBAPIError

    client = DBOSClient(system_database_url=url, serializer=DBOSPortableJSONSerializer())
    try:
        yield client
    except DBAPIError as error:
        raise StorageBusy("the durable engine's database did not answer") from error
    finally:
        client.destroy()
