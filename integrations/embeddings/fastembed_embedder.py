"""Embeddings by fastembed, in a thread of this process."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from domain.errors import Misconfigured
from domain.ports import Embedder
from integrations.embeddings import packaged_minilm

if TYPE_CHECKING:
    from fastembed import TextEmbedding

_SLICE_TEXTS = 16
"""Texts per visit of the worker thread: a query waits for at most one slice of a long indexing."""

_log = structlog.get_logger(__name__)


class FastembedEmbedder(Embedder):
    """Unit vectors from a fastembed model.

    Nothing is imported, read or downloaded before the first :meth:`embed`; the first call loads
    the model (about two seconds). One thread of our own does all the work, so loading happens once
    and vectors are computed one batch after the other.
    """

    def __init__(
        self,
        *,
        model: str = packaged_minilm.MODEL_NAME,
        cache_folder: Path,
        threads: int,
        batch_size: int = 4,
        model_path: Path | None = None,
        allow_download: bool = False,
    ) -> None:
        """Keep what :meth:`embed` needs.

        Args:
            model: the packaged model's name, or any name that fastembed knows.
            cache_folder: where model files are kept.
            threads: of the computation; more than free cores makes it slower.
            batch_size: texts per batch; 4 is faster than 32 on a CPU (less padding).
            model_path: a folder with the model's ONNX and tokenizer files; no hub is asked.
            allow_download: whether fastembed may fetch a model it does not have from its hub.
        """
        self._model = model
        self._cache_folder = cache_folder
        self._threads = threads
        self._batch_size = batch_size
        self._model_path = model_path
        self._allow_download = allow_download
        self._loaded: TextEmbedding | None = None
        self._identity: str | None = None
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="embed")

    @property
    def model_id(self) -> str:
        """Name and a hash prefix: vectors of one id can be compared with each other.

        For weights in a folder of the operator's the hash is the file's (read once, about a second
        per 500 MB); for a hub model it is the hash of fastembed's description of it.

        Raises:
            Misconfigured: the model or its file does not exist.
        """
        if self._identity is None:
            self._identity = f"{self._model}@{self._fingerprint()[:12]}"
        return self._identity

    @property
    def dimension(self) -> int:
        """Length of a vector. Raises Misconfigured for a model that fastembed does not know."""
        if self._is_packaged:
            return packaged_minilm.DIMENSION
        return _described(self._model).dimension

    async def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """One unit vector per text, in order.

        A text longer than the model's window (256 tokens for the packaged one) is cut there: give
        structured, short texts and split long ones.

        Raises:
            Misconfigured: the model's files are missing, damaged or unknown; one clear sentence.
        """
        loop = asyncio.get_running_loop()
        vectors: list[Sequence[float]] = []
        for part in _slices(texts):
            vectors.extend(await loop.run_in_executor(self._worker, self._embed_now, part))
        return vectors

    def close(self) -> None:
        """End the worker thread after its current batch; later calls of embed fail."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    @property
    def _is_packaged(self) -> bool:
        return self._model == packaged_minilm.MODEL_NAME

    def _embed_now(self, texts: Sequence[str]) -> list[Sequence[float]]:
        if self._loaded is None:
            self._loaded = self._load()
            _log.info("embedding_model_loaded", model=self.model_id, threads=self._threads)
        return [
            vector.tolist()
            for vector in self._loaded.embed(list(texts), batch_size=self._batch_size)
        ]

    def _load(self) -> TextEmbedding:
        from fastembed import TextEmbedding  # a second of imports: only when vectors are wanted

        if self._is_packaged:
            folder: Path | None = packaged_minilm.prepare_folder(
                self._cache_folder, weights=self._weights_of_packaged()
            )
            name = packaged_minilm.ARCHITECTURE
        else:
            folder, name = self._model_path, self._model
            _described(name)
        try:
            return TextEmbedding(
                name,
                cache_dir=str(self._cache_folder),
                threads=self._threads,
                # Without this a missing hub costs 39 seconds of retries before the error.
                local_files_only=not self._allow_download,
                specific_model_path=None if folder is None else str(folder),
            )
        except (ValueError, OSError, RuntimeError) as error:
            raise Misconfigured(
                f"the embedding model {self._model!r} cannot be loaded from "
                f"{folder or self._cache_folder}: put its files there and name the folder in "
                "CAREERGINI_EMBEDDING__MODEL_PATH, or use the packaged model "
                f"{packaged_minilm.MODEL_NAME!r}"
            ) from error

    def _weights_of_packaged(self) -> Path:
        if self._model_path is None:
            return packaged_minilm.packaged_weights()
        return self._model_path / "model.onnx"

    def _fingerprint(self) -> str:
        if self._is_packaged:
            return packaged_minilm.WEIGHTS_SHA256
        description = _described(self._model)
        if self._model_path is not None:
            return packaged_minilm.sha256_of(self._model_path / description.model_file)
        facts = f"{self._model.lower()}|{description.sources}|{description.model_file}"
        return hashlib.sha256(facts.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Description:
    dimension: int
    model_file: str
    sources: str


def _described(name: str) -> _Description:
    from fastembed import TextEmbedding

    for known in TextEmbedding.list_supported_models():
        if known["model"].lower() == name.lower():
            return _Description(
                dimension=known["dim"],
                model_file=known["model_file"],
                sources=str(known["sources"]),
            )
    raise Misconfigured(
        f"fastembed knows no embedding model {name!r}: choose one of its list for "
        f"CAREERGINI_EMBEDDING__MODEL, or the packaged one, {packaged_minilm.MODEL_NAME!r}"
    )


def _slices(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(texts), _SLICE_TEXTS):
        yield texts[start : start + _SLICE_TEXTS]
