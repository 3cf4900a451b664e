"""One file to one resume, inside the reading process: sniff, read, apply the rules."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from domain.resume.json_resume import from_json_resume
from domain.resume.layout import LaidOutText
from domain.resume.linkedin_pdf import is_linkedin_pdf, read_linkedin_pdf
from domain.resume.model import Resume, ResumeText
from domain.resume.own_layout import read_own_layout
from domain.resume.reading import read_resume, source_of
from integrations.documents import faults
from integrations.documents.linkedin_export import read_export
from integrations.documents.sniffing import Kind, decode, kind_of

MAX_CHARACTERS = 250_000
"""Of text that the rules are applied to: about a hundred full pages."""


Reader = Callable[[bytes], LaidOutText]


def reader_of(kind: Kind) -> Reader:
    """The reader of a format, with its libraries loaded."""
    if kind is Kind.PDF:
        from integrations.documents.pdf_reader import read_pdf

        return read_pdf
    if kind is Kind.DOCX:
        from integrations.documents.docx_reader import read_docx

        return read_docx
    if kind is Kind.HTML:
        from integrations.documents.html_reader import read_html

        return read_html
    from integrations.documents.plain_reader import read_markdown, read_text

    return read_markdown if kind is Kind.MARKDOWN else read_text


def load_libraries(content: bytes, *, suffix: str) -> None:
    """Import everything that ``parse`` will need. Raises UnreadableDocument by kind alone."""
    kind = kind_of(content, suffix=suffix)
    if kind in _MADE_OF_DATA:
        return
    reader_of(kind)
    if kind is Kind.PDF:
        from integrations.documents import pdf_reader

        pdf_reader.load_libraries(content)


def parse(content: bytes, *, suffix: str) -> Resume:
    """The resume in ``content``. Raises UnreadableDocument."""
    kind = kind_of(content, suffix=suffix)
    if kind in _MADE_OF_DATA:
        return _MADE_OF_DATA[kind](content)
    document = _bounded(reader_of(kind)(content))
    if kind is Kind.PDF and is_linkedin_pdf(document):
        return read_linkedin_pdf(document)
    return read_own_layout(document) or read_resume(document)


def text_of(content: bytes, *, suffix: str) -> ResumeText:
    """Only the text, for documents that are not resumes. Raises UnreadableDocument."""
    kind = kind_of(content, suffix=suffix)
    if kind in _MADE_OF_DATA:
        return _MADE_OF_DATA[kind](content).source
    return source_of(_bounded(reader_of(kind)(content)))


def _bounded(document: LaidOutText) -> LaidOutText:
    if len(document.text) > MAX_CHARACTERS:
        raise faults.too_much_text(characters=len(document.text), max_characters=MAX_CHARACTERS)
    return document


def _json_resume(content: bytes) -> Resume:
    try:
        resume = from_json_resume(json.loads(decode(content)))
    except (ValueError, RecursionError) as error:
        raise faults.wrong_type("json") from error
    if not resume.source.text.strip():
        raise faults.wrong_type("json")
    return resume


_MADE_OF_DATA: Mapping[Kind, Callable[[bytes], Resume]] = {
    Kind.JSON_RESUME: _json_resume,
    Kind.LINKEDIN_EXPORT: read_export,
}
"""Formats that hold values, not pages: their text is composed."""
