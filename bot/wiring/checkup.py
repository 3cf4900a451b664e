"""What `careergini doctor` looks at: each check is one plain sentence and perhaps a remedy."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from bot.settings import Settings
from bot.wiring.checkup_channels import check_channels
from bot.wiring.checkup_pushes import check_pushes
from bot.wiring.checkup_recruiting import check_recruiting
from bot.wiring.checkup_seekers import check_seekers
from bot.wiring.findings import Finding as Finding
from bot.wiring.findings import State as State
from bot.wiring.parts import open_embedder, open_index, open_ollama, resume_reader
from bot.wiring.places import database_url, paths_of
from bot.wiring.stores import open_stores, service_is_running
from domain.errors import CareerGiniError

_LITTLE_DISK_BYTES = 1_000_000_000
_SAMPLE = (
    b"Jo Sample\njo@example.com\n\nExperience\nEngineer, Acme Ltd, 2019 - 2021\n\nSkills\nPython\n"
)


async def check_up(settings: Settings) -> AsyncIterator[Finding]:
    """Look at every part, the cheapest first; a broken part does not hide the others."""
    for check in (_python, _data_folder, _service, _database, _postings, _documents):
        yield await check(settings)
    async for finding in _model(settings):
        yield finding
    yield await _embeddings(settings)
    yield await _vectors(settings)
    async for finding in check_seekers(settings):
        yield finding
    async for finding in check_recruiting(settings):
        yield finding
    async for finding in check_pushes(settings):
        yield finding
    async for finding in check_channels(settings):
        yield finding


async def _python(_settings: Settings) -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding(part="python", state=State.GOOD, sentence=f"Python {version}.")


async def _data_folder(settings: Settings) -> Finding:
    part = "data folder"
    try:
        folder = paths_of(settings).folder
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return Finding(
            part=part,
            state=State.BROKEN,
            sentence=f"{str(settings.data_folder)!r} cannot be used: {error.strerror}.",
            remedy="Set CAREERGINI_DATA_FOLDER to a folder that this user may write.",
        )
    sentence = f"{folder}, {free / 1e9:.0f} GB free."
    if folder.stat().st_mode & 0o077:
        return Finding(
            part=part,
            state=State.BROKEN,
            sentence=f"{sentence} Other users of this machine can read it.",
            remedy=f"chmod 700 {folder}",
        )
    if free < _LITTLE_DISK_BYTES:
        return Finding(
            part=part,
            state=State.OPTIONAL,
            sentence=f"{sentence} That is little.",
            remedy="Free some space on that disk.",
        )
    return Finding(part=part, state=State.GOOD, sentence=sentence)


async def _service(settings: Settings) -> Finding:
    if service_is_running(settings):
        return Finding(part="service", state=State.GOOD, sentence="Running.")
    return Finding(
        part="service",
        state=State.OPTIONAL,
        sentence="Not running.",
        remedy="careergini run   (careergini chat also starts it for as long as you talk)",
    )


async def _database(settings: Settings) -> Finding:
    kind = "SQLite" if database_url(settings).startswith("sqlite") else "PostgreSQL"
    try:
        async with open_stores(settings):
            pass
    except CareerGiniError as error:
        return Finding(
            part="database",
            state=State.BROKEN,
            sentence=f"{kind}: {error}.",
            remedy="careergini migrate, or check CAREERGINI_DATABASE__URL.",
        )
    return Finding(part="database", state=State.GOOD, sentence=f"{kind}, schema up to date.")


async def _postings(settings: Settings) -> Finding:
    part = "job postings"
    try:
        async with open_stores(settings) as stores:
            count = await stores.postings.count_open()
    except CareerGiniError:
        return Finding(part=part, state=State.BROKEN, sentence="Not readable: see database.")
    if count:
        return Finding(part=part, state=State.GOOD, sentence=f"{count} open.")
    return Finding(
        part=part,
        state=State.OPTIONAL,
        sentence="None yet: a job search finds nothing.",
        remedy="careergini jobs ingest FILE|URL",
    )


async def _documents(settings: Settings) -> Finding:
    part = "resume reading"
    try:
        resume = await resume_reader(settings).read(_SAMPLE, name="sample.txt")
    except CareerGiniError as error:
        return Finding(
            part=part,
            state=State.BROKEN,
            sentence=f"A sample could not be read: {error}",
            remedy="Raise CAREERGINI_DOCUMENTS__MEMORY_MB or CAREERGINI_DOCUMENTS__TIMEOUT_S.",
        )
    if resume.contact.email is None:
        return Finding(part=part, state=State.BROKEN, sentence="A sample was read wrongly.")
    return Finding(part=part, state=State.GOOD, sentence="PDF, DOCX, HTML, Markdown, text.")


async def _model(settings: Settings) -> AsyncIterator[Finding]:
    part = "language model"
    if not settings.model.enabled:
        yield Finding(part=part, state=State.GOOD, sentence="Switched off; answers are shorter.")
        return
    from integrations.models.diagnosis import diagnose

    async with open_ollama(settings) as model:
        seen = await diagnose(model.gateway, base_url=settings.model.base_url, probe=False)
    if seen.problem is not None:
        yield Finding(
            part=part,
            state=State.OPTIONAL,
            sentence="None at work; answers are shorter.",
            remedy=seen.problem,
        )
        return
    memory = f", needs {(seen.need_bytes or 0) / 1e9:.1f} GB" if seen.need_bytes else ""
    yield Finding(
        part=part,
        state=State.GOOD if seen.fits is not False else State.BROKEN,
        sentence=f"{seen.chosen} at {seen.base_url}, window {seen.num_ctx} tokens{memory}.",
        remedy="" if seen.fits is not False else "Choose a smaller one: CAREERGINI_MODEL__NAME",
    )
    if seen.is_version_old:
        yield Finding(
            part=part,
            state=State.OPTIONAL,
            sentence=f"Server version {seen.server_version} is old: long prompts may be cut.",
            remedy="Update Ollama to 0.33.3 or newer.",
        )
    if seen.exceeds_quota:
        yield Finding(
            part="threads",
            state=State.BROKEN,
            sentence=f"{seen.threads} threads are more than this machine's CPU quota.",
            remedy="careergini tune",
        )
        return
    measured = seen.threads_from == "measured" and not seen.is_tuning_stale
    yield Finding(
        part="threads",
        state=State.GOOD if measured or seen.threads_from == "set" else State.OPTIONAL,
        sentence=f"{seen.threads or 'chosen by the server'} ({seen.threads_from}).",
        remedy="" if measured or seen.threads_from == "set" else "careergini tune",
    )


async def _embeddings(settings: Settings) -> Finding:
    part = "embeddings"
    try:
        async with open_embedder(settings) as embedder:
            await embedder.embed(["ready"])
            return Finding(
                part=part,
                state=State.GOOD,
                sentence=f"{embedder.model_id}, {embedder.dimension} dimensions.",
            )
    except CareerGiniError as error:
        return Finding(
            part=part,
            state=State.BROKEN,
            sentence=f"{error}",
            remedy="Check CAREERGINI_EMBEDDING__MODEL and CAREERGINI_EMBEDDING__MODEL_PATH.",
        )


async def _vectors(settings: Settings) -> Finding:
    part = "search index"
    if settings.vector.url is None:
        folder = paths_of(settings).vectors
        size = await asyncio.to_thread(_size, folder)
        kind = "Exact search" if settings.vector.store == "exact" else "Embedded Qdrant"
        return Finding(part=part, state=State.GOOD, sentence=f"{kind}, {size / 1e6:.1f} MB.")
    try:
        async with (
            open_embedder(settings) as embedder,
            open_index(settings, embedder=embedder) as index,
        ):
            count = await index.count()
    except CareerGiniError:
        return Finding(
            part=part,
            state=State.BROKEN,
            sentence=f"No Qdrant server answers at {settings.vector.url}.",
            remedy="Start it, or empty CAREERGINI_VECTOR__URL to use the index in the data folder.",
        )
    return Finding(
        part=part,
        state=State.GOOD,
        sentence=f"Qdrant server at {settings.vector.url}, {count} postings.",
    )


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
