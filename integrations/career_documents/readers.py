"""Readers of other makers: each gives a file's text as it comes. Runs in the limited process."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version

from domain.career_documents.model import FileFormat

Reader = Callable[[bytes], str]
OWN = "careergini"


def readers_of(written_as: FileFormat) -> dict[str, tuple[str, Reader]]:
    """Name, version and function of every reader of a format, libraries loaded."""
    if written_as is FileFormat.PDF:
        libraries: tuple[str, ...] = ("pypdf", "pdfminer.high_level", "pypdfium2")
        reads = {"pypdf": _pypdf, "pdfminer.six": _pdfminer, "pypdfium2": _pypdfium2}
    else:
        libraries = ("docx2txt", "mammoth")
        reads = {"docx2txt": _docx2txt, "mammoth": _mammoth}
    for library in libraries:
        import_module(library)
        # their warnings quote the document
        logging.getLogger(library.partition(".")[0]).setLevel(logging.CRITICAL)
    return {name: (version(name), read) for name, read in reads.items()}


def _pypdf(content: bytes) -> str:
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(content))
    return "\n".join(page.extract_text() for page in reader.pages)


def _pdfminer(content: bytes) -> str:
    from pdfminer.high_level import extract_text

    return str(extract_text(io.BytesIO(content)))


def _pypdfium2(content: bytes) -> str:
    import pypdfium2  # type: ignore[import-untyped]  # ships no types

    document = pypdfium2.PdfDocument(content)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    # pdfium marks a hyphen at the end of a line by this character
    return "\n".join(pages).replace("\x02", "-").replace("\ufffe", "-")


def _docx2txt(content: bytes) -> str:
    import docx2txt  # type: ignore[import-untyped]  # ships no types

    return str(docx2txt.process(io.BytesIO(content)))


def _mammoth(content: bytes) -> str:
    import mammoth  # type: ignore[import-untyped]  # ships no types

    return str(mammoth.extract_raw_text(io.BytesIO(content)).value)
