"""Checkpoints: a broken turn goes on, nothing foreign comes back to life, nothing is left."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

import pytest

from domain.errors import Misconfigured
from domain.ids import TurnId
from storage.checkpoints import CheckpointResidue, open_checkpoints

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig
    from langgraph.checkpoint.base import BaseCheckpointSaver

SECRET = "quite private words"


class State(TypedDict):
    heard: str
    said: str


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'state' / 'checkpoints.db'}"
    postgres: str = request.getfixturevalue("postgres_url")
    return postgres


def config(turn: str) -> RunnableConfig:
    return {"configurable": {"thread_id": turn}}


class Crash(Exception):
    """The process dies here."""


@asynccontextmanager
async def graph(
    saver: BaseCheckpointSaver[str], *, crashes: bool, ran: list[str]
) -> AsyncIterator[Any]:
    """Two nodes; the second one crashes if asked to."""
    from langgraph.graph import END, START, StateGraph

    def listen(state: State) -> dict[str, str]:
        ran.append("listen")
        return {"heard": f"{state['heard']}!"}

    def speak(state: State) -> dict[str, str]:
        ran.append("speak")
        if crashes:
            raise Crash
        return {"said": f"you said {state['heard']}"}

    builder = StateGraph(State)
    builder.add_node("listen", listen)
    builder.add_node("speak", speak)
    builder.add_edge(START, "listen")
    builder.add_edge("listen", "speak")
    builder.add_edge("speak", END)
    yield builder.compile(checkpointer=saver)


async def test_a_turn_that_crashed_goes_on_where_it_was(url: str) -> None:
    ran: list[str] = []
    async with (
        open_checkpoints(url) as saver,
        graph(saver, crashes=True, ran=ran) as crashing,
    ):
        with pytest.raises(Crash):
            await crashing.ainvoke({"heard": SECRET, "said": ""}, config("c:1"), durability="sync")
    async with open_checkpoints(url) as saver, graph(saver, crashes=False, ran=ran) as whole:
        result = await whole.ainvoke(None, config("c:1"), durability="sync")
    assert result == {"heard": f"{SECRET}!", "said": f"you said {SECRET}!"}
    assert ran == ["listen", "speak", "speak"]


async def test_checkpoints_of_an_erased_person_are_gone(url: str, tmp_path: Path) -> None:
    turns = [TurnId(f"c:{number}") for number in range(3)]
    async with open_checkpoints(url) as saver, graph(saver, crashes=False, ran=[]) as whole:
        for turn in turns:
            await whole.ainvoke({"heard": SECRET, "said": ""}, config(turn), durability="sync")
        residue = CheckpointResidue(saver=saver)
        assert await residue.count_turns([*turns, TurnId("c:none")]) == 3
        assert await residue.erase_turns(turns[:2]) == 2
        assert await residue.count_turns(turns) == 1
        assert await residue.erase_turns(turns) == 1
        assert await residue.erase_turns(turns) == 0
        left = [
            path.name
            for path in tmp_path.rglob("*")  # noqa: ASYNC240 - a test's own files
            if path.is_file() and SECRET.encode() in path.read_bytes()
        ]
        assert left == []


class Foreign:
    """A class that must not come back from a row."""

    def __init__(self, words: str) -> None:
        self.words = words


async def test_only_plain_data_is_written(url: str) -> None:
    async with open_checkpoints(url) as saver:
        with pytest.raises(TypeError):
            saver.serde.dumps_typed({"state": Foreign("x")})


@pytest.mark.parametrize("kind", ["pickle", "unheard of"])
async def test_a_row_of_another_kind_is_refused(url: str, kind: str) -> None:
    import pickle

    async with open_checkpoints(url) as saver:
        with pytest.raises(NotImplementedError):
            saver.serde.loads_typed((kind, pickle.dumps({"x": 1})))


async def test_classes_of_ours_do_not_come_back_from_a_row(url: str) -> None:
    from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

    from domain.reply import Run

    written = JsonPlusSerializer().dumps_typed({"state": Run(text="x")})
    async with open_checkpoints(url) as saver:
        read = saver.serde.loads_typed(written)
    assert not isinstance(read["state"], Run)


async def test_a_url_that_cannot_be_used_is_refused() -> None:
    with pytest.raises(Misconfigured):
        async with open_checkpoints("mysql://db/jobs"):
            pass
