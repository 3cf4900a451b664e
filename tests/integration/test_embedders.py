"""Embedders: the packaged weights as they are, and vectors of a model server."""

from __future__ import annotations

import asyncio
import math
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

import pytest

from domain.errors import Misconfigured, ModelUnavailable
from integrations.embeddings import packaged_minilm
from integrations.embeddings.fastembed_embedder import FastembedEmbedder
from integrations.embeddings.ollama_embedder import open_ollama_embedder
from tests.servers.fake_ollama import FakeModel, FakeOllama, serve_ollama
from tests.twins.models import HashingEmbedder

BACKEND = "Backend engineer: Python services and PostgreSQL"
SERVER_SIDE = "Server-side developer who writes Django web APIs"
NURSE = "Registered nurse in intensive care"

# The first numbers of the vector of BACKEND, from this model on this code: drift would make every
# stored index wrong without a word.
REFERENCE = (-0.0740, -0.0395, -0.0561, 0.0680)


@pytest.fixture
def embedder(tmp_path: Path) -> Iterator[FastembedEmbedder]:
    made = FastembedEmbedder(cache_folder=tmp_path / "models", threads=1)
    yield made
    made.close()


@pytest.fixture
async def server() -> AsyncIterator[FakeOllama]:
    async with serve_ollama(FakeOllama(models=[FakeModel(name="embed:latest")])) as fake:
        yield fake


def names_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def cosine(first: Sequence[float], second: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(first, second, strict=True))


async def test_related_work_is_near_and_vectors_have_length_one(
    embedder: FastembedEmbedder,
) -> None:
    backend, server_side, nurse = await embedder.embed([BACKEND, SERVER_SIDE, NURSE])
    assert len(backend) == embedder.dimension == 384
    assert math.hypot(*nurse) == pytest.approx(1.0, abs=1e-5)
    assert cosine(backend, server_side) > cosine(backend, nurse) + 0.2


async def test_vectors_stay_what_they_were(embedder: FastembedEmbedder) -> None:
    [vector] = await embedder.embed([BACKEND])
    assert tuple(vector[:4]) == pytest.approx(REFERENCE, abs=0.005)
    assert embedder.model_id == "local/all-minilm-l6-v2-int8@8199be6f699a"


async def test_long_batches_keep_their_order(embedder: FastembedEmbedder) -> None:
    texts = [f"posting number {number}" for number in range(70)]
    vectors = await embedder.embed(texts)
    [again] = await embedder.embed([texts[65]])
    assert len(vectors) == 70
    assert cosine(vectors[65], again) > 0.999
    assert await embedder.embed([]) == []


async def test_a_query_does_not_wait_for_a_long_indexing(embedder: FastembedEmbedder) -> None:
    indexing = asyncio.create_task(embedder.embed(["a posting about " * 20] * 160))
    await asyncio.sleep(0)  # the first slice is on its way
    await embedder.embed(["a query"])
    assert not indexing.done()
    assert len(await indexing) == 160


async def test_a_text_beyond_the_window_is_cut_there(embedder: FastembedEmbedder) -> None:
    long = "python " * 254
    cut, same = await embedder.embed([long + "nurse " * 1000, long + "gardener " * 1000])
    assert cosine(cut, same) > 0.999


async def test_no_network_is_touched(
    embedder: FastembedEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert len(await embedder.embed([BACKEND])) == 1


async def test_a_second_start_uses_the_prepared_folder(tmp_path: Path) -> None:
    for _ in range(2):
        embedder = FastembedEmbedder(cache_folder=tmp_path, threads=1)
        await embedder.embed([BACKEND])
        embedder.close()
    assert names_in(tmp_path / "minilm-int8-8199be6f699a") == [
        "model.onnx",
        "tokenizer.json",
        "tokenizer_config.json",
    ]


async def test_a_wrong_byte_in_the_weights_fails_with_one_sentence(tmp_path: Path) -> None:
    damaged = bytearray(packaged_minilm.packaged_weights().read_bytes())
    damaged[1000] ^= 1
    (tmp_path / "model.onnx").write_bytes(damaged)
    embedder = FastembedEmbedder(cache_folder=tmp_path / "cache", threads=1, model_path=tmp_path)
    with pytest.raises(Misconfigured, match=r"model\.onnx is damaged or replaced .*: reinstall"):
        await embedder.embed([BACKEND])


def test_a_wrong_byte_in_the_tokenizer_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "tokenizer.json"
    file.write_text("{}")
    with pytest.raises(Misconfigured, match=r"tokenizer\.json is damaged or replaced"):
        packaged_minilm.check_hash(file, expected=packaged_minilm.TOKENIZER_SHA256)


async def test_missing_files_fail_with_one_sentence(tmp_path: Path) -> None:
    embedder = FastembedEmbedder(cache_folder=tmp_path, threads=1, model_path=tmp_path / "no")
    with pytest.raises(Misconfigured, match="cannot be read"):
        await embedder.embed([BACKEND])


async def test_an_unknown_model_is_named(tmp_path: Path) -> None:
    embedder = FastembedEmbedder(model="acme/none", cache_folder=tmp_path, threads=1)
    with pytest.raises(Misconfigured, match="fastembed knows no embedding model 'acme/none'"):
        await embedder.embed([BACKEND])


async def test_a_model_that_is_not_here_is_not_fetched(tmp_path: Path) -> None:
    embedder = FastembedEmbedder(model="BAAI/bge-small-en-v1.5", cache_folder=tmp_path, threads=1)
    assert embedder.dimension == 384
    assert embedder.model_id.startswith("BAAI/bge-small-en-v1.5@")
    with pytest.raises(Misconfigured, match="cannot be loaded"):
        await embedder.embed([BACKEND])


async def test_another_model_can_be_given_as_a_folder(tmp_path: Path) -> None:
    prepared = packaged_minilm.prepare_folder(
        tmp_path / "made", weights=packaged_minilm.packaged_weights()
    )
    embedder = FastembedEmbedder(
        model=packaged_minilm.ARCHITECTURE, cache_folder=tmp_path, threads=1, model_path=prepared
    )
    [vector] = await embedder.embed([BACKEND])
    assert tuple(vector[:4]) == pytest.approx(REFERENCE, abs=0.005)
    assert embedder.model_id == "sentence-transformers/all-MiniLM-L6-v2@8199be6f699a"
    assert embedder.dimension == 384


async def test_the_server_computes_unit_vectors(server: FakeOllama) -> None:
    async with open_ollama_embedder(base_url=server.url, model="embed") as embedder:
        vectors = await embedder.embed(["x" * length for length in range(1, 41)])
        assert (embedder.model_id, embedder.dimension) == ("ollama/embed:latest@aaaa", 3)
    assert [round(vector[0] / vector[1] * 3) for vector in vectors] == list(range(1, 41))
    assert all(math.hypot(*vector) == pytest.approx(1.0) for vector in vectors)


async def test_an_embedding_model_that_is_not_installed_is_named(server: FakeOllama) -> None:
    with pytest.raises(Misconfigured, match="ollama pull other"):
        async with open_ollama_embedder(base_url=server.url, model="other"):
            pass


async def test_a_server_that_changes_its_vectors_is_refused(server: FakeOllama) -> None:
    async with open_ollama_embedder(base_url=server.url, model="embed") as embedder:
        server.vector_tail = (3.0,)
        with pytest.raises(ModelUnavailable, match="another shape"):
            await embedder.embed(["x"])


async def test_the_twin_puts_the_same_words_near() -> None:
    twin = HashingEmbedder()
    same, again, other = await twin.embed(["python developer", "Python Developer!", "nurse"])
    assert cosine(same, again) == pytest.approx(1.0)
    assert cosine(same, other) < 0.9


def test_an_embedder_opens_nothing_before_its_first_text(tmp_path: Path) -> None:
    made = FastembedEmbedder(cache_folder=tmp_path / "models", threads=1)
    assert not (tmp_path / "models").exists()
    assert isinstance(made.model_id, str)
    made.close()
