"""What every ChatModel and every Embedder promises, twins and real ones alike."""

from __future__ import annotations

import json
import math
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import BaseModel

from domain.errors import ModelUnavailable
from domain.ports import ChatModel, Embedder, ModelWait, Prompt
from integrations.embeddings.fastembed_embedder import FastembedEmbedder
from integrations.embeddings.ollama_embedder import open_ollama_embedder
from integrations.models.ollama_model import open_model
from integrations.models.switched_off import SwitchedOffModel
from tests.servers.fake_ollama import FakeModel, FakeOllama, Script, serve_ollama
from tests.twins.models import ANY, HashingEmbedder, NoModel, ScriptedModel

ASKED = Prompt(name="test", system="Be brief.", user="Where to?", max_output_tokens=32)
PIECES = ("North", ", then ", "east.")


class Direction(BaseModel):
    word: str
    steps: int


WANTED = Direction(word="north", steps=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talkers:
    """The same model twice: one that decides next, one that speaks next."""

    deciding: ChatModel
    speaking: ChatModel


@pytest.fixture(params=["twin", "ollama"])
async def talkers(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Talkers]:
    if request.param == "twin":
        yield Talkers(
            deciding=ScriptedModel(answers={ANY: [WANTED]}),
            speaking=ScriptedModel(speech={ANY: [PIECES]}),
        )
        return
    async with AsyncExitStack() as stack:
        opened: list[ChatModel] = []
        for script in (Script(pieces=(json.dumps(WANTED.model_dump()),)), Script(pieces=PIECES)):
            server = await stack.enter_async_context(serve_ollama())
            server.script(script)
            model = open_model(
                base_url=server.url, threads=1, calibration_path=tmp_path / "calibration.json"
            )
            opened.append(await stack.enter_async_context(model))
        yield Talkers(deciding=opened[0], speaking=opened[1])


@pytest.fixture(params=["twin", "switched off", "ollama"])
async def absent(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[ChatModel]:
    if request.param == "twin":
        yield NoModel()
    elif request.param == "switched off":
        yield SwitchedOffModel()
    else:
        async with serve_ollama() as server:
            address = server.url
        async with open_model(base_url=address, calibration_path=tmp_path / "c.json") as model:
            yield model


@pytest.fixture(params=["twin", "fastembed", "ollama"])
async def embedder(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Embedder]:
    if request.param == "twin":
        yield HashingEmbedder()
    elif request.param == "fastembed":
        made = FastembedEmbedder(cache_folder=tmp_path, threads=1)
        yield made
        made.close()
    else:
        async with (
            serve_ollama(FakeOllama(models=[FakeModel(name="embed:latest")])) as server,
            open_ollama_embedder(base_url=server.url, model="embed") as remote,
        ):
            yield remote


async def test_a_decision_is_the_wanted_kind(talkers: Talkers) -> None:
    assert await talkers.deciding.available()
    assert await talkers.deciding.choose(ASKED, answer=Direction, timeout_s=10) == WANTED


async def test_speech_comes_in_pieces_and_nobody_waits_afterwards(talkers: Talkers) -> None:
    pieces = [piece async for piece in talkers.speaking.speak(ASKED, timeout_s=10)]
    assert tuple(pieces) == PIECES
    assert talkers.speaking.waiting() == ModelWait()


async def test_speech_can_be_left_early(talkers: Talkers) -> None:
    pieces = talkers.speaking.speak(ASKED, timeout_s=10)
    assert await anext(pieces) == "North"
    await pieces.aclose()
    assert talkers.speaking.waiting() == ModelWait()


async def test_an_absent_model_says_so_in_every_way(absent: ChatModel) -> None:
    assert not await absent.available()
    with pytest.raises(ModelUnavailable):
        await absent.choose(ASKED, answer=Direction, timeout_s=10)
    with pytest.raises(ModelUnavailable):
        assert [piece async for piece in absent.speak(ASKED, timeout_s=10)] == []


async def test_vectors_have_length_one_in_the_order_of_the_texts(embedder: Embedder) -> None:
    texts = ["nurse", "python developer", "nurse"]
    first, second, third = await embedder.embed(texts)
    assert first == pytest.approx(third, abs=1e-6)
    assert first != pytest.approx(second, abs=1e-3)
    for vector in (first, second):
        assert len(vector) == embedder.dimension
        assert math.hypot(*vector) == pytest.approx(1.0, abs=1e-5)


async def test_no_texts_are_no_vectors_and_the_model_has_a_name(embedder: Embedder) -> None:
    assert list(await embedder.embed([])) == []
    assert embedder.model_id
