"""PDF to laid-out text: pdfium for glyphs and pictures, pypdf for structure and links."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import Any

from domain.resume.layout import LaidOutText, PageText, Piece
from domain.resume.model import HiddenKind, HiddenText, LinkTarget
from integrations.documents import faults
from integrations.documents.hidden_text import hidden_text
from integrations.documents.pdf_beside import beside_page, beside_pages
from integrations.documents.pdf_columns import Row, reading_order
from integrations.documents.pdf_glyphs import (
    Fragment,
    Glyph,
    fragments_of,
    glyphs_of,
    running_text,
)
from integrations.documents.pdf_ink import Sight
from integrations.documents.pdf_shapes import mark_misleading
from integrations.documents.pdf_wraps import join_wrapped_cells
from integrations.documents.sniffing import Kind

MAX_PAGES = 40
"""Pages that are read; a resume or job description beyond that is something else."""
_STRUCTURE_MARKS = (b"/Encrypt", b"/Annot", b"/ObjStm")
"""Without one of these a PDF has no password and no links."""
_FEWEST_LETTERS = 3
"""Fewer hidden letters of a page are an oddity of a font."""


def load_libraries(content: bytes) -> None:
    """Import what reading ``content`` needs, without reading it."""
    import PIL.Image
    import PIL.ImageChops  # noqa: F401
    import pypdfium2  # type: ignore[import-untyped]  # noqa: F401 - ships no types

    if any(mark in content for mark in _STRUCTURE_MARKS):
        import pypdf  # noqa: F401


def read_pdf(content: bytes) -> LaidOutText:
    """The visible text of a PDF in reading order.

    Raises:
        UnreadableDocument: encrypted, damaged, scanned.
    """
    import pypdfium2

    links = _check_structure(content)
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise faults.encrypted() from error
        raise faults.damaged("PDF") from error
    try:
        read = _read_pages(document, links, has_layers=b"/OCG" in content)
        beside = beside_pages(document, content, visible=read.text)
        return replace(read, hidden=(*read.hidden, *beside)) if beside else read
    except pypdfium2.PdfiumError as error:
        raise faults.damaged("PDF") from error
    finally:
        document.close()


def _read_pages(document: Any, links: Sequence[LinkTarget], *, has_layers: bool) -> LaidOutText:
    text = PageText()
    hidden: list[HiddenText] = []
    warnings: list[str] = []
    pages = len(document)
    if pages == 0:
        raise faults.damaged("PDF")
    pictures = words = unseen = 0
    for number in range(min(pages, MAX_PAGES)):
        page = document[number]
        text_page = page.get_textpage()
        glyphs = glyphs_of(page, text_page)
        covered = picture_share(page)
        if look_at(page, glyphs, covered=covered, has_layers=has_layers):
            warnings.append(
                f"Page {number + 1} is a scan with a text layer: please check what was read."
            )
        fragments = fragments_of(page, glyphs)
        seen = [fragment for fragment in fragments if fragment.hidden is None]
        hidden += _hidden_texts(glyphs, page=number)
        on_page = " ".join(fragment.text for fragment in seen)
        hidden += beside_page(page, number=number + 1, visible=on_page)
        unseen += len(fragments) - len(seen)
        if seen:
            words += sum(len(fragment.text) for fragment in seen)
            _add_rows(text, join_wrapped_cells(reading_order(seen)), page=number)
        elif covered > 0.2:
            pictures += 1
            warnings.append(f"Page {number + 1} is a picture without text: it was not read.")
        else:
            warnings.append(f"Page {number + 1} has no text.")
        text_page.close()
        page.close()
    if words < 20 and not unseen:
        raise faults.scanned() if pictures else faults.no_words()
    if words == 0:
        raise faults.scanned() if pictures else faults.no_words()
    if pages > MAX_PAGES:
        warnings.append(f"Only the first {MAX_PAGES} of {pages} pages were read.")
    return text.finish(
        pages=pages, media_type=Kind.PDF.value, hidden=hidden, links=links, warnings=warnings
    )


def look_at(page: Any, glyphs: Sequence[Glyph], *, covered: float, has_layers: bool) -> bool:
    """Mark what nobody sees; True when the page is a scan whose text layer is read instead."""
    if not glyphs:
        return False
    if covered > 0.5 and all(glyph.hidden is HiddenKind.INVISIBLE for glyph in glyphs):
        # the text layer that a scanner program laid under its picture: words where it is blank
        # were not read from it
        sight = Sight(page, has_layers=has_layers)
        for glyph in glyphs:
            if sight.shows_something(glyph):
                glyph.hidden = None
        return True
    sight = Sight(page, has_layers=has_layers)
    sight.mark(glyphs)
    mark_misleading(page, sight, glyphs)
    return False


def _check_structure(content: bytes) -> tuple[LinkTarget, ...]:
    """Links of the document, after pypdf has looked for a password.

    Files that can hold neither are spared the time of loading pypdf (a third of a parse).
    """
    if not any(mark in content for mark in _STRUCTURE_MARKS):
        return ()
    import pypdf
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings quote the document
    try:
        reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise faults.encrypted()
        found: dict[str, LinkTarget] = {}
        for page in reader.pages[:MAX_PAGES]:
            for annotation in page.annotations or ():
                action = annotation.get_object().get("/A")
                url = action.get_object().get("/URI") if action is not None else None
                if isinstance(url, str) and len(url) <= 2000:
                    found.setdefault(url, LinkTarget(url=url))
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, OSError, RecursionError):
        # pdfium repairs more than pypdf does: it has the last word on whether this can be read
        return ()
    return tuple(found.values())


def picture_share(page: Any) -> float:
    """Share of the page that is covered by its largest image."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # ships no types

    width, height = page.get_size()
    largest = 0.0
    for item in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        left, bottom, right, top = item.get_bounds()
        largest = max(largest, abs(right - left) * abs(top - bottom))
    return largest / max(1.0, float(width) * float(height))


def _hidden_texts(glyphs: Sequence[Glyph], *, page: int) -> list[HiddenText]:
    by_kind: dict[HiddenKind, list[Glyph]] = {}
    for glyph in glyphs:
        if glyph.hidden is not None:
            by_kind.setdefault(glyph.hidden, []).append(glyph)
    texts = [
        hidden_text(kind, running_text(found), page=page + 1) for kind, found in by_kind.items()
    ]
    return [item for item in texts if sum(map(str.isalnum, item.text)) >= _FEWEST_LETTERS]


def _add_rows(text: PageText, rows: Sequence[Row], *, page: int) -> None:
    leading = _leading(rows)
    previous: Row | None = None
    for row in rows:
        gap = 0.0
        if previous is None or previous.column != row.column or row.y < previous.y:
            gap = 9.0
        else:
            extra = (row.y - previous.y) / leading - 1.0
            gap = extra if extra > 0.12 else 0.0
        text.add(
            _pieces(row.fragments),
            page=page,
            column=row.column,
            y=row.y,
            size=round(max(f.size for f in row.fragments), 1),
            gap=round(gap, 2),
        )
        previous = row


def _leading(rows: Sequence[Row]) -> float:
    """Usual distance of baselines on this page, in points."""
    steps = [
        after.y - before.y
        for before, after in pairwise(rows)
        if after.column == before.column and 0 < after.y - before.y < 3 * after.size
    ]
    return median(steps) if steps else 12.0


def _pieces(fragments: Sequence[Fragment]) -> list[Piece]:
    pieces: list[Piece] = []
    tracked = apart = False
    for fragment in fragments:
        last = pieces[-1] if pieces else None
        reach = 2.0 if tracked and fragment.tracked else 0.9
        tracked = fragment.tracked
        joins = not apart
        apart = fragment.apart
        if joins and last is not None and fragment.x0 - last.x1 <= reach * fragment.size:
            joint = " " if fragment.x0 - last.x1 > 0.12 * fragment.size else ""
            pieces[-1] = Piece(
                text=last.text + joint + fragment.text,
                x0=last.x0,
                x1=max(last.x1, fragment.x1),
                bold=last.bold and fragment.bold,
            )
        else:
            pieces.append(
                Piece(text=fragment.text, x0=fragment.x0, x1=fragment.x1, bold=fragment.bold)
            )
    return pieces
