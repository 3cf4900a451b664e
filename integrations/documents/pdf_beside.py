"""What a PDF holds beside the words on its pages: notes, fields, descriptions, metadata, files.

None of it is read as part of the resume. It is reported when it reads like a note to a machine, or
when it is more than what programs fill in by themselves. Scripts are not run and not looked at.
"""

from __future__ import annotations

import ctypes
import html
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from domain.resume.model import HiddenKind, HiddenNature, HiddenText
from integrations.documents.hidden_text import MAX_HIDDEN_CHARS, hidden_text
from integrations.documents.worth import worth_telling

_MAX_NOTES = 400
_MAX_ELEMENTS = 4_000
_MAX_BYTES = 200_000
"""Of an attachment or of the XMP packet that is looked at."""
_HIDDEN_FLAGS = 2 | 32
"""Annotation flags: hidden, no view."""
_FIELDS = ("Title", "Author", "Subject", "Keywords", "Creator", "Producer")
_OWN_FIELD = re.compile(
    rb"/(?!Title|Author|Subject|Keywords|Creator|Producer|CreationDate|ModDate|Trapped|Type|"
    rb"PTEX\.|AAPL:)([A-Za-z][\w.:-]{1,40})\s*[(<]"
)
_PACKET = re.compile(rb"<x:xmpmeta.{0,%d}?</x:xmpmeta>" % _MAX_BYTES, re.DOTALL)
_LIST_ITEM = re.compile(r"<rdf:li[^>]*>([^<]*)</rdf:li>")
_NODE_TEXT = re.compile(r">([^<>]{3,})<")


def beside_page(page: Any, *, number: int, visible: str) -> list[HiddenText]:
    """Notes, unseen form values and descriptions of a page (``number`` from 1)."""
    found = [
        hidden_text(HiddenKind.METADATA, text, page=number)
        for text, is_plain in (*_notes(page), *_descriptions(page))
        if is_plain or worth_telling(text, visible=visible)
    ]
    return _once(found)


def beside_pages(document: Any, content: bytes, *, visible: str) -> list[HiddenText]:
    """Metadata and attachments of the whole document."""
    texts = [*_metadata(document, content), *_packet(content)]
    told = [text for text in dict.fromkeys(texts) if worth_telling(text, visible=visible)]
    found = [hidden_text(HiddenKind.METADATA, text, page=0) for text in told]
    found += [hidden_text(HiddenKind.METADATA, text, page=0) for text in _attachments(document)]
    return _once(found)


def _once(found: list[HiddenText]) -> list[HiddenText]:
    return list({(item.page, item.text): item for item in found if item.text}.values())


def _string(read: Callable[[Any, int], int]) -> str:
    """A UTF-16 string of pdfium: asked for its length first."""
    length = read(None, 0)
    if length <= 2:  # its end alone
        return ""
    length = min(length, 2 * MAX_HIDDEN_CHARS + 2)
    buffer = ctypes.create_string_buffer(length)
    read(buffer, length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")


def _notes(page: Any) -> Iterator[tuple[str, bool]]:
    """Texts of annotations, and whether nobody sees them whatever they say."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # ships no types

    shown_kinds = {pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_WIDGET}
    left, bottom, right, top = page.get_cropbox()
    rect = pdfium.FS_RECTF()
    for number in range(min(_MAX_NOTES, pdfium.FPDFPage_GetAnnotCount(page))):
        note = pdfium.FPDFPage_GetAnnot(page, number)
        if not note:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        unseen = bool(pdfium.FPDFAnnot_GetFlags(note) & _HIDDEN_FLAGS)
        if pdfium.FPDFAnnot_GetRect(note, rect):
            unseen |= rect.right <= left or rect.left >= right
            unseen |= rect.top <= bottom or rect.bottom >= top
            unseen |= abs(rect.right - rect.left) < 1 or abs(rect.top - rect.bottom) < 1
        for key in (b"Contents", b"V", b"TU", b"Subj"):
            text = _string(_annotation_reader(note, key)).strip()
            if text:
                is_value = key == b"V" and unseen and text != "Off"
                is_note = key == b"Contents" and kind not in shown_kinds
                yield text, is_value or is_note
        pdfium.FPDFPage_CloseAnnot(note)


def _annotation_reader(note: Any, key: bytes) -> Callable[[Any, int], int]:
    import pypdfium2.raw as pdfium

    def read(buffer: Any, length: int) -> int:
        target = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)) if buffer else None
        return int(pdfium.FPDFAnnot_GetStringValue(note, key, target, length))

    return read


def _descriptions(page: Any) -> Iterator[tuple[str, bool]]:
    """What structure elements say in place of pictures and words."""
    import pypdfium2.raw as pdfium

    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return
    try:
        stack = [
            pdfium.FPDF_StructTree_GetChildAtIndex(tree, number)
            for number in range(min(_MAX_ELEMENTS, pdfium.FPDF_StructTree_CountChildren(tree)))
        ]
        looked_at = 0
        while stack and looked_at < _MAX_ELEMENTS:
            element = stack.pop()
            if not element:
                continue
            looked_at += 1
            for get in (
                pdfium.FPDF_StructElement_GetAltText,
                pdfium.FPDF_StructElement_GetActualText,
            ):
                text = _string(partial(get, element))
                if text.strip():
                    yield text.strip(), False
            children = pdfium.FPDF_StructElement_CountChildren(element)
            stack += [
                pdfium.FPDF_StructElement_GetChildAtIndex(element, number)
                for number in range(min(_MAX_ELEMENTS, max(0, children)))
            ]
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _metadata(document: Any, content: bytes) -> Iterator[str]:
    import pypdfium2.raw as pdfium

    own = {match[1].decode("latin-1") for match in _OWN_FIELD.finditer(_information(content))}
    for name in (*_FIELDS, *sorted(own)[:50]):
        key = name.encode("latin-1")
        text = _string(partial(pdfium.FPDF_GetMetaText, document, key))
        if text.strip():
            yield text.strip()


def _information(content: bytes) -> bytes:
    """The raw information dictionary, where it can be found without decompression."""
    found = re.findall(rb"/Info\s+(\d+)\s+(\d+)\s+R", content)
    if not found:
        return b""
    number, generation = found[-1]
    start = re.search(rb"(?<!\d)" + number + rb"\s+" + generation + rb"\s+obj", content)
    if start is None:
        return b""
    return content[start.end() : start.end() + 20_000].split(b"endobj")[0]


def _packet(content: bytes) -> Iterator[str]:
    start = content.find(b"<x:xmpmeta")
    match = _PACKET.match(content, start) if start >= 0 else None
    if match is None:
        return
    packet = match[0].decode("utf-8", "replace")
    yield html.unescape(" ".join(_LIST_ITEM.findall(packet)))
    for text in _NODE_TEXT.findall(packet):
        if text.strip():
            yield html.unescape(text.strip())


def _attachments(document: Any) -> Iterator[str]:
    for number in range(min(20, document.count_attachments())):
        attachment = document.get_attachment(number)
        name = attachment.get_name()
        try:
            words = bytes(attachment.get_data())[:_MAX_BYTES].decode("utf-8")
        except (UnicodeDecodeError, ValueError, RuntimeError):
            words = ""  # not text, or empty
        is_text = bool(words) and sum(ch < " " and ch not in "\r\n\t" for ch in words) == 0
        if is_text and not words.lstrip().startswith(("<", "{")):
            yield f"Attached file {name}: {words[:MAX_HIDDEN_CHARS]}"
        else:
            bare = re.sub(r"<[^>]*>", " ", words) if is_text else ""
            is_note = hidden_text(HiddenKind.METADATA, bare, page=0).nature
            told = f": {bare}" if is_note is HiddenNature.INSTRUCTION and bare.strip() else ""
            yield f"Attached file {name}{told}"
