"""Single parts, each opened from its own group of settings: what one command needs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import Settings
from bot.wiring.places import SystemClock, paths_of
from domain.errors import CareerGiniError, TemporaryFailure
from domain.ids import PostingId
from domain.ports import ChatModel, Embedder, PostingSource, ResumeReader, Router, VectorIndex
from domain.posting import Posting
from domain.push_ports import ResponseCache

if TYPE_CHECKING:
    from domain.matching.model import MatchReport
    from integrations.models.ollama_model import OllamaModel
    from integrations.models.tuning import TuningResult as TuningResult
    from storage.vectors_exact import ExactVectors
    from storage.vectors_qdrant import QdrantVectors


def resume_reader(settings: Settings) -> ResumeReader:
    """Reads files in a limited process of its own."""
    from integrations.documents.process_reader import LimitedProcessReader

    return LimitedProcessReader(
        max_bytes=settings.documents.max_bytes,
        timeout_s=settings.documents.timeout_s,
        memory_bytes=settings.documents.memory_mb * 1_000_000,
    )


@asynccontextmanager
async def open_posting_source(
    settings: Settings, *, cache: ResponseCache | None = None
) -> AsyncIterator[PostingSource]:
    """Files, boards and pages behind one door; ``cache`` lets boards be asked for news only."""
    from integrations.sources.any_source import AnySource

    source = AnySource.open(
        greenhouse_url=settings.jobs.greenhouse_url,
        lever_url=settings.jobs.lever_url,
        ashby_url=settings.jobs.ashby_url,
        timeout_s=settings.jobs.timeout_s,
        max_bytes=settings.jobs.max_bytes,
        allow_private_addresses=settings.jobs.allow_private_addresses,
        clock=SystemClock(),
        cache=cache,
    )
    try:
        yield source
    finally:
        await source.close()


@asynccontextmanager
async def open_embedder(settings: Settings) -> AsyncIterator[Embedder]:
    """Texts to vectors; weights are loaded at the first text."""
    chosen = settings.embedding
    if chosen.provider == "ollama":
        from integrations.embeddings.ollama_embedder import open_ollama_embedder

        async with open_ollama_embedder(
            base_url=settings.model.base_url,
            model=chosen.model,
            keep_alive=settings.model.keep_alive,
        ) as remote:
            yield remote
        return
    from integrations.embeddings.fastembed_embedder import FastembedEmbedder

    embedder = FastembedEmbedder(
        model=chosen.model,
        cache_folder=paths_of(settings).embedding_cache,
        threads=chosen.threads,
        batch_size=chosen.batch_size,
        model_path=chosen.model_path,
        allow_download=chosen.allow_download,
    )
    try:
        yield embedder
    finally:
        embedder.close()


@asynccontextmanager
async def open_ollama(settings: Settings) -> AsyncIterator[OllamaModel]:
    """The gateway to the model server; nothing is asked of it yet."""
    from integrations.models.ollama_model import open_model

    async with open_model(
        base_url=settings.model.base_url,
        model=settings.model.name,
        num_ctx=settings.model.num_ctx,
        threads=settings.model.threads,
        keep_alive=settings.model.keep_alive,
        calibration_path=paths_of(settings).calibration,
    ) as model:
        yield model


@asynccontextmanager
async def open_index(settings: Settings, *, embedder: Embedder) -> AsyncIterator[VectorIndex]:
    """Postings by meaning; opened at the first use."""
    chosen = settings.vector
    folder = paths_of(settings).vectors
    index: ExactVectors | QdrantVectors
    if chosen.url is None and chosen.store == "exact":
        from storage.vectors_exact import ExactVectors

        index = ExactVectors(folder=folder, embedder=embedder)
    else:
        from storage.vectors_qdrant import QdrantVectors

        index = QdrantVectors(
            embedder=embedder,
            url=chosen.url,
            folder=folder / "qdrant",
            api_key=chosen.api_key.get_secret_value() if chosen.api_key else None,
        )
    try:
        yield index
    finally:
        await index.close()


async def measure_threads(
    settings: Settings, *, progress: Callable[[int], None] | None = None
) -> TuningResult:
    """Measure thread counts through the server and keep the best; ``progress`` gets the number."""
    from integrations.models.tuning import tune

    async with open_ollama(settings) as model:
        return await tune(
            model.gateway,
            progress=None if progress is None else lambda seen: progress(seen.done),
        )


@asynccontextmanager
async def open_chat_model(settings: Settings) -> AsyncIterator[ChatModel]:
    """The language model, or one that is never there when the operator switched it off."""
    if not settings.model.enabled:
        from integrations.models.switched_off import SwitchedOffModel

        yield SwitchedOffModel()
        return
    async with open_ollama(settings) as model:
        yield model


@asynccontextmanager
async def warming_up(
    model: ChatModel, *, embedder: Embedder | None, graph: Callable[[], None] | None = None
) -> AsyncIterator[None]:
    """Load models beside the start-up, so that the first question does not wait for them.

    ``embedder`` is None where memory is dear until somebody writes; ``graph`` builds what the
    supervisor runs, whose library takes a second to import.
    """
    from integrations.models.ollama_model import OllamaModel

    async def load() -> None:
        if graph is not None:
            await asyncio.to_thread(graph)
        with suppress(CareerGiniError):  # what fails now is said when it is needed
            if embedder is not None:
                await embedder.embed(["ready"])
        with suppress(TemporaryFailure):  # no model now is the same as no model later
            if isinstance(model, OllamaModel):
                await model.warm_up()

    loading = asyncio.create_task(load(), name="warm-up")
    try:
        yield
    finally:
        loading.cancel()
        await asyncio.gather(loading, return_exceptions=True)


@asynccontextmanager
async def open_router(settings: Settings, *, use_model: bool) -> AsyncIterator[Router]:
    """Decides who answers a text."""
    from graph.routing.layered import LayeredRouter
    from prompts.catalogue import Catalogue

    async with AsyncExitStack() as stack:
        embedder = await stack.enter_async_context(open_embedder(settings))
        model: ChatModel | None = None
        if use_model:
            model = await stack.enter_async_context(open_chat_model(settings))
        yield LayeredRouter(embedder=embedder, model=model, catalogue=Catalogue.load())


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMatches:
    """The outcome of matching one resume with a file of postings."""

    report: MatchReport
    postings: Mapping[PostingId, Posting]
    refused: tuple[str, ...]


async def match_files(
    settings: Settings, *, resume: bytes, resume_name: str, jobs: Path
) -> FileMatches:
    """Rank the postings in a file for a resume; nothing is stored."""
    from graph.job_finder import match_file

    async with open_posting_source(settings) as source, open_embedder(settings) as embedder:
        parsed = await resume_reader(settings).read(resume, name=resume_name)
        listing = await source.fetch(str(jobs))
        report = await match_file(
            parsed, listing.postings, embedder=embedder, today=SystemClock().now().date()
        )
    return FileMatches(
        report=report,
        postings={posting.id: posting for posting in listing.postings},
        refused=listing.refused,
    )
