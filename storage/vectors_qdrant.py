"""Vector search in Qdrant: a server or cluster by URL, or its embedded mode in a folder.

Dense vectors and BM25 vectors of our own making; nothing is asked of a model hub.
"""

from __future__ import annotations

import asyncio
import uuid
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import structlog

from domain.errors import Misconfigured, StorageBusy
from domain.ids import PostingId
from domain.matching.reading import text_to_embed
from domain.ports import Embedder, Hit, VectorIndex
from domain.posting import StoredPosting
from storage.vectors_exact import collection_name
from storage.vectors_filling import fill
from storage.vectors_words import sparse_document, sparse_query

if TYPE_CHECKING:
    from qdrant_client import AsyncQdrantClient
    from qdrant_client import models as qdrant

Answer = TypeVar("Answer")

_DENSE, _WORDS = "dense", "bm25"
_UPSERT_POINTS = 64
_SCROLL_POINTS = 2000
_KEPT_QUERIES = 128
_MOST_IDS_IN_A_FILTER = 5000
_WIDE_SEARCH = 2000
"""Points fetched when the filter has too many ids to send: filtered here instead."""
_NAMESPACE = uuid.UUID("6f4c1b0e-52c4-5c3a-9a55-0d9c7f1b7a11")

_log = structlog.get_logger(__name__)


class QdrantVectors(VectorIndex):
    """Postings in one Qdrant collection per embedding model."""

    def __init__(
        self,
        *,
        embedder: Embedder,
        url: str | None = None,
        folder: Path | None = None,
        api_key: str | None = None,
        timeout_s: float = 20.0,
    ) -> None:
        """Connect on first use.

        Args:
            embedder: texts to unit vectors.
            url: of a server; wins over ``folder``.
            folder: of the embedded mode; one process at a time, up to about 20,000 postings.
            api_key: of the server.
            timeout_s: longest wait for one answer of the server.
        """
        self._embedder = embedder
        self._url = url
        self._folder = folder
        self._api_key = api_key
        self._timeout_s = timeout_s
        self._opened: AsyncQdrantClient | None = None
        self._opening = asyncio.Lock()
        self._queries: OrderedDict[str, list[float]] = OrderedDict()

    async def upsert(self, postings: Sequence[StoredPosting]) -> None:
        if not postings:
            return
        from qdrant_client import models

        client = await self._client()
        texts = [text_to_embed(stored.posting) for stored in postings]
        vectors = await self._embedder.embed(texts)
        points = []
        for stored, vector in zip(postings, vectors, strict=True):
            indices, values = sparse_document(stored.posting)
            points.append(
                models.PointStruct(
                    id=_point_id(stored.posting.id),
                    vector={
                        _DENSE: [float(value) for value in vector],
                        _WORDS: models.SparseVector(indices=indices, values=values),
                    },
                    payload={"posting": stored.posting.id, "version": stored.content_hash},
                )
            )
        for start in range(0, len(points), _UPSERT_POINTS):
            await self._ask(
                client.upsert(self._name, points[start : start + _UPSERT_POINTS], wait=True)
            )

    async def remove(self, postings: Sequence[PostingId]) -> None:
        if not postings:
            return
        from qdrant_client import models

        client = await self._client()
        selector = models.PointIdsList(points=[_point_id(posting) for posting in postings])
        await self._ask(client.delete(self._name, points_selector=selector, wait=True))

    async def search(
        self, query: str, *, limit: int, within: Collection[PostingId] | None = None
    ) -> Sequence[Hit]:
        """The nearest by meaning and by words; the similarity is always the cosine."""
        from qdrant_client import models

        if limit <= 0 or (within is not None and not within):
            return []
        client = await self._client()
        vector = await self._query_vector(query)
        indices, values = sparse_query(query)
        condition: qdrant.Filter | None = None
        wanted = limit
        if within is not None and len(within) <= _MOST_IDS_IN_A_FILTER:
            ids: list[qdrant.ExtendedPointId] = [_point_id(posting) for posting in within]
            condition = models.Filter(must=[models.HasIdCondition(has_id=ids)])
        elif within is not None:
            wanted = max(limit, _WIDE_SEARCH)
        requests = [
            models.QueryRequest(
                query=vector, using=_DENSE, limit=wanted, filter=condition, with_payload=True
            )
        ]
        if indices:
            requests.append(
                models.QueryRequest(
                    query=models.SparseVector(indices=indices, values=values),
                    using=_WORDS,
                    limit=limit,
                    filter=condition,
                    with_payload=True,
                )
            )
        answers = await self._ask(client.query_batch_points(self._name, requests))
        dense, *rest = [_scored(answer.points) for answer in answers]
        similar = dict(dense)
        by_words = [posting for posting, _ in rest[0]] if rest else []
        missing = [posting for posting in by_words if posting not in similar]
        similar.update(await self.similarities(query, missing))
        allowed = None if within is None else frozenset(within)
        hits = [
            Hit(posting=posting, similarity=round(similarity, 6))
            for posting, similarity in similar.items()
            if allowed is None or posting in allowed
        ]
        ranked = sorted(hits, key=lambda hit: (-hit.similarity, hit.posting))
        if len(ranked) <= limit:
            return ranked
        # A tenth of the places is for the best by words, which meaning alone would push out.
        reserved = set(by_words[: limit // 10])
        kept = [hit for hit in ranked if hit.posting in reserved]
        for hit in ranked:
            if len(kept) == limit:
                break
            if hit.posting not in reserved:
                kept.append(hit)
        return sorted(kept, key=lambda hit: (-hit.similarity, hit.posting))

    async def similarities(
        self, query: str, postings: Sequence[PostingId]
    ) -> Mapping[PostingId, float]:
        if not postings:
            return {}
        from qdrant_client import models

        client = await self._client()
        ids: list[qdrant.ExtendedPointId] = [_point_id(posting) for posting in postings]
        answer = await self._ask(
            client.query_points(
                self._name,
                query=await self._query_vector(query),
                using=_DENSE,
                limit=len(ids),
                query_filter=models.Filter(must=[models.HasIdCondition(has_id=ids)]),
                with_payload=True,
                # The embedded mode is always exact and warns when it is told so.
                search_params=models.SearchParams(exact=True) if self._url else None,
            )
        )
        return {posting: round(score, 6) for posting, score in _scored(answer.points)}

    async def versions(self) -> Mapping[PostingId, str]:
        client = await self._client()
        found: dict[PostingId, str] = {}
        offset: qdrant.ExtendedPointId | None = None
        while True:
            records, offset = await self._ask(
                client.scroll(self._name, limit=_SCROLL_POINTS, offset=offset, with_payload=True)
            )
            for record in records:
                payload = record.payload or {}
                found[PostingId(str(payload.get("posting")))] = str(payload.get("version"))
            if offset is None:
                return found

    async def vectors(self, postings: Sequence[PostingId]) -> Mapping[PostingId, bytes]:
        import numpy as np

        client = await self._client()
        found: dict[PostingId, bytes] = {}
        for start in range(0, len(postings), _SCROLL_POINTS):
            records = await self._ask(
                client.retrieve(
                    self._name,
                    [_point_id(posting) for posting in postings[start : start + _SCROLL_POINTS]],
                    with_payload=["posting"],
                    with_vectors=[_DENSE],
                )
            )
            for record in records:
                named = record.vector if isinstance(record.vector, dict) else {}
                # Qdrant stores vectors of a cosine collection at unit length.
                vector = np.asarray(named.get(_DENSE, ()), dtype="<f4")
                if record.payload and vector.size:
                    found[PostingId(str(record.payload["posting"]))] = vector.tobytes()
        return found

    async def count(self) -> int:
        client = await self._client()
        return (await self._ask(client.count(self._name, exact=True))).count

    async def rebuild(
        self,
        postings: AsyncIterator[StoredPosting],
        *,
        progress: Callable[[int], None] | None = None,
    ) -> int:
        """Drop the collection and embed ``postings``."""
        client = await self._client()
        await self._ask(client.delete_collection(self._name))
        await self._create(client)
        return await fill(self, postings, batch_postings=_UPSERT_POINTS, progress=progress)

    async def close(self) -> None:
        """Release the connection or the folder."""
        if self._opened is not None:
            await self._opened.close()
            self._opened = None

    @property
    def _name(self) -> str:
        return collection_name(self._embedder.model_id, self._embedder.dimension)

    async def _client(self) -> AsyncQdrantClient:
        async with self._opening:
            if self._opened is None:
                client = await self._connect()
                if not await self._ask(client.collection_exists(self._name)):
                    await self._create(client)
                self._opened = client
            return self._opened

    async def _connect(self) -> AsyncQdrantClient:
        from qdrant_client import AsyncQdrantClient  # 1.8 s and 120 MB: only where it is chosen

        if self._url is not None:
            return AsyncQdrantClient(
                url=self._url,
                api_key=self._api_key,
                timeout=int(self._timeout_s),
                check_compatibility=False,
            )
        if self._folder is None:
            return AsyncQdrantClient(location=":memory:")
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            return AsyncQdrantClient(path=str(self._folder))
        except RuntimeError as error:
            raise Misconfigured(
                f"the vector folder {self._folder} is open in another process: stop that one, or "
                "run a Qdrant server and set CAREERGINI_VECTOR__URL"
            ) from error

    async def _create(self, client: AsyncQdrantClient) -> None:
        from qdrant_client import models

        await self._ask(
            client.create_collection(
                self._name,
                vectors_config={
                    _DENSE: models.VectorParams(
                        size=self._embedder.dimension, distance=models.Distance.COSINE
                    )
                },
                sparse_vectors_config={
                    _WORDS: models.SparseVectorParams(modifier=models.Modifier.IDF)
                },
            )
        )
        _log.info("vector_collection_created", collection=self._name)

    async def _ask(self, call: Awaitable[Answer]) -> Answer:
        """One request, with the client's errors in our words."""
        import httpx
        from qdrant_client.http.exceptions import ResponseHandlingException, UnexpectedResponse

        try:
            return await call
        except UnexpectedResponse as error:
            if error.status_code in {401, 403}:
                raise Misconfigured(
                    "the Qdrant server refuses the key: check CAREERGINI_VECTOR__API_KEY"
                ) from error
            raise StorageBusy(f"Qdrant answered {error.status_code}") from error
        except (ResponseHandlingException, httpx.HTTPError, OSError) as error:
            raise StorageBusy("Qdrant did not answer") from error

    async def _query_vector(self, query: str) -> list[float]:
        known = self._queries.get(query)
        if known is None:
            (values,) = await self._embedder.embed([query])
            known = self._queries[query] = [float(value) for value in values]
            while len(self._queries) > _KEPT_QUERIES:
                self._queries.popitem(last=False)
        self._queries.move_to_end(query)
        return known


def _point_id(posting: PostingId) -> str:
    return str(uuid.uuid5(_NAMESPACE, posting))


def _scored(points: Sequence[qdrant.ScoredPoint]) -> list[tuple[PostingId, float]]:
    return [
        (PostingId(str(point.payload["posting"])), float(point.score))
        for point in points
        if point.payload
    ]
