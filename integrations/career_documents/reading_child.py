"""The reading process: a document and its file on stdin, a certificate as JSON on stdout.

Started by :class:`integrations.career_documents.read_back.IndependentReadBack` with an empty
environment. It limits itself first and forbids itself to write any file before it reads one.
"""

from __future__ import annotations

import sys
from contextlib import suppress

from domain.career_documents.model import (
    Certificate,
    CoverLetter,
    FileFormat,
    Reading,
    ResumeDocument,
    Theme,
)
from domain.encoding import from_json, to_json
from domain.errors import UnreadableDocument
from integrations.career_documents.certifying import Outcome, checks, compare, look_for
from integrations.career_documents.expected import fields_of, rows_of
from integrations.career_documents.readers import OWN, Reader, readers_of
from integrations.documents.child import forbid_writing, limit_resources


def main(arguments: list[str]) -> int:
    """``arguments``: kind, format, theme, SHA-256, version, length of the JSON, memory, seconds."""
    kind, written_as, theme, sha256, own_version, length, memory_bytes, cpu_s = arguments
    limit_resources(memory_bytes=int(memory_bytes), cpu_s=int(cpu_s))
    given = sys.stdin.buffer.read()
    out, sys.stdout = sys.stdout, sys.stderr
    written, content = given[: int(length)].decode("utf-8"), given[int(length) :]
    document: ResumeDocument | CoverLetter = (
        from_json(CoverLetter, written) if kind == "letter" else from_json(ResumeDocument, written)
    )
    load_readers(content, written_as=FileFormat(written_as))
    forbid_writing()
    certificate = certify(
        content,
        document,
        written_as=FileFormat(written_as),
        theme=Theme(theme),
        sha256=sha256,
        own_version=own_version,
    )
    out.write(to_json(certificate))
    out.flush()
    return 0


def load_readers(content: bytes, *, written_as: FileFormat) -> None:
    """Import everything now: Python may still cache the byte code of libraries."""
    from integrations.documents.parsing import load_libraries

    readers_of(written_as)
    with suppress(UnreadableDocument):  # certify says so in its own words
        load_libraries(content, suffix=f".{written_as.value}")


def certify(
    content: bytes,
    document: ResumeDocument | CoverLetter,
    *,
    written_as: FileFormat,
    theme: Theme,
    sha256: str,
    own_version: str,
) -> Certificate:
    """Read with every reader and compare."""
    readers = readers_of(written_as)
    rows, fields = rows_of(document), fields_of(document)
    outcomes: dict[str, Outcome] = {}
    versions: dict[str, str] = {}
    for name, (number, read) in readers.items():
        versions[name] = number
        text = _text(read, content)
        outcomes[name] = look_for(text, rows=rows, fields=fields)
    versions[OWN] = own_version
    outcomes[OWN] = _own(content, document, written_as=written_as)
    found, is_in_order = checks(fields, outcomes)
    return Certificate(
        sha256=sha256,
        format=written_as,
        theme=theme,
        readers=tuple(
            Reading(reader=name, version=versions[name], found=len(fields) - len(outcome.missing))
            for name, outcome in outcomes.items()
        ),
        fields=found,
        in_order=is_in_order,
    )


def _text(read: Reader, content: bytes) -> str:
    """A reader that fails has found nothing: that is what the certificate then says."""
    try:
        return read(content)
    except Exception as error:  # the boundary: whatever a library raises on a file
        print(f"reader failed: {type(error).__name__}", file=sys.stderr)  # noqa: T201
        return ""


def _own(
    content: bytes, document: ResumeDocument | CoverLetter, *, written_as: FileFormat
) -> Outcome:
    from integrations.documents.parsing import parse, text_of

    suffix = f".{written_as.value}"
    fields = fields_of(document)
    try:
        if isinstance(document, CoverLetter):
            text = text_of(content, suffix=suffix).text
            return look_for(text, rows=rows_of(document), fields=fields)
        return compare(parse(content, suffix=suffix), document, fields)
    except UnreadableDocument:
        return Outcome(missing={field.path for field in fields}, is_in_order=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
