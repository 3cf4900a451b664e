"""What every vector index does: exact search in a folder, and Qdrant embedded."""

from __future__ import annotations

import struct
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from domain.ids import PostingId
from domain.posting import PostingState, StoredPosting
from domain.posting_identity import cluster_key, content_hash
from storage.vectors_exact import ExactVectors, collection_name
from storage.vectors_qdrant import QdrantVectors
from storage.vectors_words import sparse_document, sparse_query
from tests.twins.models import HashingEmbedder
from tests.unit.matching_samples import NOW, job

Index = ExactVectors | QdrantVectors
Open = Callable[[HashingEmbedder], Index]


def stored(key: str, title: str, description: str = "") -> StoredPosting:
    posting = job(key, title, description)
    return StoredPosting(
        posting=posting,
        state=PostingState.OPEN,
        content_hash=content_hash(posting),
        cluster=cluster_key(posting),
        first_seen=NOW,
        last_seen=NOW,
    )


PYTHON = stored("1", "Python Engineer", "Python and Django services")
NURSE = stored("2", "Nurse", "Patient care and triage")
BAKER = stored("3", "Baker", "Bread and pastry")
ALL = [PYTHON, NURSE, BAKER]


@pytest.fixture(params=["exact", "qdrant-folder", "qdrant-memory"])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    def open_it(embedder: HashingEmbedder) -> Index:
        if request.param == "exact":
            return ExactVectors(folder=tmp_path, embedder=embedder)
        folder = tmp_path / "qdrant" if request.param == "qdrant-folder" else None
        return QdrantVectors(folder=folder, embedder=embedder)

    return open_it


@pytest.fixture
async def index(opener: Open) -> AsyncIterator[Index]:
    opened = opener(HashingEmbedder())
    yield opened
    await opened.close()


async def test_the_nearest_comes_first_with_its_cosine(index: Index) -> None:
    await index.upsert(ALL)
    hits = await index.search("Python Django services engineer", limit=2)
    assert hits[0].posting == PYTHON.posting.id
    assert 0.2 < hits[0].similarity <= 1.0
    known = await index.similarities(
        "Python Django services engineer", [PYTHON.posting.id, BAKER.posting.id]
    )
    assert known[PYTHON.posting.id] == pytest.approx(hits[0].similarity, abs=1e-5)
    assert len(known) == 2


async def test_a_search_within_never_leaks_another_posting(index: Index) -> None:
    await index.upsert(ALL)
    hits = await index.search("Python Django", limit=5, within=[NURSE.posting.id])
    assert [hit.posting for hit in hits] == [NURSE.posting.id]
    assert list(await index.search("Python", limit=5, within=[])) == []


async def test_vectors_come_as_unit_vectors_that_give_the_same_cosine(index: Index) -> None:
    await index.upsert(ALL)
    found = await index.vectors([PYTHON.posting.id, PostingId("p_unknown"), BAKER.posting.id])
    assert set(found) == {PYTHON.posting.id, BAKER.posting.id}
    (query,) = await HashingEmbedder().embed(["Python Django services engineer"])
    known = await index.similarities("Python Django services engineer", list(found))
    for posting, raw in found.items():
        vector = struct.unpack(f"<{len(raw) // 4}f", raw)
        assert sum(value * value for value in vector) == pytest.approx(1.0, abs=1e-5)
        cosine = sum(a * b for a, b in zip(vector, query, strict=True))
        assert cosine == pytest.approx(known[posting], abs=1e-5)
    assert await index.vectors([]) == {}


async def test_an_empty_index_finds_nothing(index: Index) -> None:
    assert list(await index.search("anything", limit=5)) == []
    assert await index.count() == 0


async def test_the_same_posting_again_replaces_and_removing_removes(index: Index) -> None:
    await index.upsert(ALL)
    changed = stored("1", "Welder", "MIG welding of frames")
    await index.upsert([changed])
    assert await index.count() == 3
    assert (await index.versions())[changed.posting.id] == changed.content_hash
    assert (await index.search("MIG welding", limit=1))[0].posting == changed.posting.id
    await index.remove([changed.posting.id, NURSE.posting.id])
    assert await index.count() == 1
    assert set(await index.versions()) == {BAKER.posting.id}


async def test_a_rebuild_holds_exactly_what_it_was_given(index: Index) -> None:
    await index.upsert([PYTHON])
    seen: list[int] = []

    async def two() -> AsyncIterator[StoredPosting]:
        for one in (NURSE, BAKER):
            yield one

    assert await index.rebuild(two(), progress=seen.append) == 2
    assert set(await index.versions()) == {NURSE.posting.id, BAKER.posting.id}
    assert seen == [2]


@pytest.mark.parametrize("kind", ["exact", "qdrant"])
async def test_an_index_survives_a_restart_and_a_new_model_starts_empty(
    kind: str, tmp_path: Path
) -> None:
    def open_it(dimension: int) -> Index:
        embedder = HashingEmbedder(dimension=dimension)
        if kind == "exact":
            return ExactVectors(folder=tmp_path, embedder=embedder)
        return QdrantVectors(folder=tmp_path, embedder=embedder)

    first = open_it(64)
    await first.upsert(ALL)
    await first.close()
    again = open_it(64)
    assert await again.count() == 3
    assert (await again.search("Nurse triage", limit=1))[0].posting == NURSE.posting.id
    await again.close()
    other = open_it(32)
    assert await other.count() == 0
    await other.close()


async def test_two_processes_may_write_one_exact_index(tmp_path: Path) -> None:
    one = ExactVectors(folder=tmp_path, embedder=HashingEmbedder())
    two = ExactVectors(folder=tmp_path, embedder=HashingEmbedder())
    await one.upsert([PYTHON])
    await two.upsert([NURSE])
    await one.upsert([BAKER])
    for index in (one, two):
        assert await index.count() == 3
        assert (await index.search("Bread and pastry", limit=1))[0].posting == BAKER.posting.id
    await one.close()
    await two.close()


async def test_a_posting_whose_meaning_did_not_change_is_not_embedded_again(
    tmp_path: Path,
) -> None:
    embedder = HashingEmbedder()
    index = ExactVectors(folder=tmp_path, embedder=embedder)
    await index.upsert([PYTHON])
    renamed = StoredPosting(
        posting=PYTHON.posting,
        state=PostingState.OPEN,
        content_hash="another",
        cluster="",
        first_seen=NOW,
        last_seen=NOW,
    )
    await index.upsert([renamed])
    assert len(embedder.batches) == 1
    assert (await index.versions())[PYTHON.posting.id] == "another"
    await index.close()


def test_stop_words_have_no_place_in_the_words_index() -> None:
    numbers, _ = sparse_query("the and of")
    assert numbers == []
    words, weights = sparse_document(PYTHON.posting)
    assert len(words) == len(weights) == len(set(words))


def test_collection_names_are_safe_and_distinct() -> None:
    name = collection_name("BAAI/bge../../x", 384)
    assert "/" not in name
    assert "." not in name
    assert collection_name("m" * 300, 384) != collection_name("m" * 299 + "n", 384)
