"""One clear sentence for each way a file cannot be read: what it is, and what to send instead."""

from __future__ import annotations

from domain.errors import DocumentFault, UnreadableDocument

_SEND = "Send a text PDF, a Word file (.docx), HTML, Markdown or plain text."

_KINDS = {
    "image": f"This is a picture, and I cannot read text in pictures. {_SEND}",
    "doc": "This is an old Word file (.doc). Save it as .docx or PDF and send that.",
    "rtf": "This is a rich text file (.rtf). Save it as .docx or PDF and send that.",
    "odt": "This is an OpenDocument file. Save it as .docx or PDF and send that.",
    "spreadsheet": f"This is a spreadsheet, not a document. {_SEND}",
    "slides": f"This is a slide deck, not a document. {_SEND}",
    "archive": "This is an archive. Unpack it and send the document inside.",
    "zip": (
        "This archive is no LinkedIn data export: it has none of Profile.csv, Positions.csv, "
        "Education.csv or Skills.csv. Unpack it and send the document inside."
    ),
    "program": f"This is a program, not a document. {_SEND}",
    "media": f"This is a sound or video file. {_SEND}",
    "json": ("This JSON is not a JSON Resume: it needs one of basics, work, education or skills."),
    "unknown": f"I don't know this kind of file. {_SEND}",
}


def wrong_type(kind: str) -> UnreadableDocument:
    """A file of a kind that is not read; ``kind`` is a key of the table above."""
    return UnreadableDocument(_KINDS.get(kind, _KINDS["unknown"]), fault=DocumentFault.WRONG_TYPE)


def empty() -> UnreadableDocument:
    """Nothing in it."""
    return UnreadableDocument(
        "This file is empty. Please send the document again.", fault=DocumentFault.EMPTY
    )


def no_files() -> UnreadableDocument:
    """An archive without a single file."""
    return UnreadableDocument(
        "There is no file in this archive. Pack the documents again and send the new archive.",
        fault=DocumentFault.EMPTY,
    )


def no_export() -> UnreadableDocument:
    """An archive with the file names of a LinkedIn export, and other contents."""
    return UnreadableDocument(
        "This archive looks like a LinkedIn data export, but its tables are not LinkedIn's. "
        "Download it again from LinkedIn (Settings, Data privacy, Get a copy of your data) "
        "and send the .zip as it is.",
        fault=DocumentFault.WRONG_TYPE,
    )


def no_words() -> UnreadableDocument:
    """Readable, but without a single word."""
    return UnreadableDocument(
        "There is no text in this file. Please send the document again.",
        fault=DocumentFault.EMPTY,
    )


def scanned() -> UnreadableDocument:
    """Pages without a text layer."""
    return UnreadableDocument(
        "This PDF is a picture, there is no text in it. Send a text PDF or a Word file.",
        fault=DocumentFault.SCANNED,
    )


def encrypted() -> UnreadableDocument:
    """Opens only with a password."""
    return UnreadableDocument(
        "This file is protected with a password. Save a copy without the password and send that.",
        fault=DocumentFault.ENCRYPTED,
    )


def damaged(kind: str) -> UnreadableDocument:
    """Cut off or broken; ``kind`` is how people call the format."""
    return UnreadableDocument(
        f"This {kind} is damaged or incomplete, so I could not open it. "
        "Save or download it again and send the new copy.",
        fault=DocumentFault.TRUNCATED,
    )


def oversized(*, size_bytes: int, max_bytes: int) -> UnreadableDocument:
    """Larger than the limit."""
    return UnreadableDocument(
        f"This file has {_megabytes(size_bytes)}, the limit is {_megabytes(max_bytes)}. "
        "Send a smaller copy, for example without pictures.",
        fault=DocumentFault.OVERSIZED,
    )


def too_much_text(*, characters: int, max_characters: int) -> UnreadableDocument:
    """More words than any resume or job description has."""
    return UnreadableDocument(
        f"This document has {characters:,} characters, the limit is {max_characters:,}. "
        "Send only the resume or job description itself.",
        fault=DocumentFault.OVERSIZED,
    )


def expands_too_far() -> UnreadableDocument:
    """Small on disk, huge when opened."""
    return UnreadableDocument(
        "This file grows far too large when it is opened, so I stopped. "
        "Save the document as a plain PDF and send that.",
        fault=DocumentFault.EXPANDS_TOO_FAR,
    )


def too_slow(*, timeout_s: float) -> UnreadableDocument:
    """Took longer than it may."""
    return UnreadableDocument(
        f"Reading this file took longer than {timeout_s:g} seconds, so I stopped. "
        "Save the document as a simpler PDF or as a Word file and send that.",
        fault=DocumentFault.TOO_SLOW,
    )


def _megabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1_000_000:.1f} MB"
