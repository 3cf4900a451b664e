"""What a file is, by its bytes; its name only decides between kinds of plain text."""

from __future__ import annotations

import io
import json
import re
import zipfile
from enum import StrEnum

from domain.resume.linkedin_export import OWN, table_of
from integrations.documents import faults

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"\x00\x00\x01\x00", "image"),
    (b"{\\rtf", "rtf"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"ID3", "media"),
    (b"OggS", "media"),
    (b"SQLite format 3", "unknown"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<body[\s>]|<head[\s>]", re.IGNORECASE)
_MARKDOWN = re.compile(r"^#{1,6}\s+\S|^\*\*\S|\]\(https?://|^[-*+] \*\*", re.MULTILINE)


class Kind(StrEnum):
    """Formats that are read."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    HTML = "text/html"
    MARKDOWN = "text/markdown"
    TEXT = "text/plain"
    JSON_RESUME = "application/json"
    LINKEDIN_EXPORT = "application/zip"


def kind_of(content: bytes, *, suffix: str = "") -> Kind:
    """The format of ``content``; ``suffix`` (``.md``) is a hint among text formats only.

    Raises:
        UnreadableDocument: empty, or of a kind that is not read.
    """
    head = content[:2048]
    if not content.strip(b"\x00 \t\r\n"):
        raise faults.empty()
    if b"%PDF-" in content[:1024]:
        return Kind.PDF
    if head.startswith(b"PK"):
        return _zip_kind(content)
    if head.startswith(_OLE):
        # an OLE container is an old Word file, or any Office file under a password
        if _utf16("EncryptedPackage") in content:
            raise faults.encrypted()
        raise faults.wrong_type("doc")
    if head[:4] == b"RIFF":
        raise faults.wrong_type("image" if head[8:12] == b"WEBP" else "media")
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        raise faults.wrong_type("image" if brand in {b"heic", b"avif", b"mif1"} else "media")
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            raise faults.wrong_type(kind)
    return _text_kind(content, suffix=suffix)


def decode(content: bytes) -> str:
    """Text of unknown encoding: a byte order mark decides, then UTF-8, then Windows-1252.

    >>> decode("Müller".encode("cp1252"))
    'Müller'
    """
    for mark, encoding in (
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
        (b"\xef\xbb\xbf", "utf-8-sig"),
    ):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def _zip_kind(content: bytes) -> Kind:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        # a cut-off Word file still starts with its first part's name
        if b"[Content_Types].xml" in content[:4096] or b"word/" in content[:65536]:
            raise faults.damaged("Word file") from error
        raise faults.wrong_type("archive") from error
    if any(name.startswith("word/") for name in names):
        return Kind.DOCX
    if any(name.startswith("xl/") for name in names):
        raise faults.wrong_type("spreadsheet")
    if any(name.startswith("ppt/") for name in names):
        raise faults.wrong_type("slides")
    if "mimetype" in names or "content.xml" in names:
        raise faults.wrong_type("odt")
    if any(table_of(name) in OWN for name in names):
        return Kind.LINKEDIN_EXPORT
    raise faults.wrong_type("zip")


def _text_kind(content: bytes, *, suffix: str) -> Kind:
    if not content.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\x00" in content[:65536]:
        raise faults.wrong_type("unknown")
    text = decode(content)
    sample = text[:20_000]
    if sum(1 for ch in sample if ch < " " and ch not in "\t\n\r\f\v") > len(sample) // 50:
        raise faults.wrong_type("unknown")
    if text.lstrip().startswith("{"):
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            if suffix == ".json":
                raise faults.damaged("JSON file") from None
        else:
            return Kind.JSON_RESUME
    if _HTML.search(content[:4096]):
        return Kind.HTML
    if suffix in {".md", ".markdown"} or _MARKDOWN.search(text):
        return Kind.MARKDOWN
    return Kind.TEXT
