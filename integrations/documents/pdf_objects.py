"""Objects of a PDF page: text with what may hide it, and everything else that is drawn."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_DEPTH = 6
"""Of forms within forms."""


@dataclass(slots=True)
class Item:
    """A text object with what may hide it."""

    handle: Any
    layered: bool
    """It, or a form around it, is marked as optional content."""
    clip: tuple[float, float, float, float] | None
    """Bounds of its clipping path in page points; None inside of forms or without one."""
    inside: bool
    """Part of a form, which may clip it."""


def items_of(page: Any) -> Iterator[tuple[int, Item]]:
    """Text objects by address, those inside of forms too."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # ships no types

    for handle, layered, inside in _walk(page):
        if pdfium.FPDFPageObj_GetType(handle) == pdfium.FPDF_PAGEOBJ_TEXT:
            address = ctypes.cast(handle, ctypes.c_void_p).value
            if address:
                clip = None if inside else _clip(handle)
                yield address, Item(handle=handle, layered=layered, clip=clip, inside=inside)


def others_of(page: Any) -> Iterator[Any]:
    """Everything drawn that is not text."""
    import pypdfium2.raw as pdfium

    for handle, _, _ in _walk(page):
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind not in {pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_FORM}:
            yield handle


def _walk(page: Any) -> Iterator[tuple[Any, bool, bool]]:
    """Every object: its handle, whether it is in a layer, whether it is inside of a form."""
    import pypdfium2.raw as pdfium

    def below(form: Any, layered: bool, depth: int) -> Iterator[tuple[Any, bool, bool]]:
        top = depth == 0
        count = (pdfium.FPDFPage_CountObjects if top else pdfium.FPDFFormObj_CountObjects)(form)
        take = pdfium.FPDFPage_GetObject if top else pdfium.FPDFFormObj_GetObject
        for number in range(count):
            handle = take(form, number)
            inner = layered or _in_layer(handle)
            yield handle, inner, not top
            is_form = pdfium.FPDFPageObj_GetType(handle) == pdfium.FPDF_PAGEOBJ_FORM
            if is_form and depth < _DEPTH:
                yield from below(handle, inner, depth + 1)

    yield from below(page.raw, False, 0)


def _in_layer(handle: Any) -> bool:
    import pypdfium2.raw as pdfium

    for number in range(pdfium.FPDFPageObj_CountMarks(handle)):
        mark = pdfium.FPDFPageObj_GetMark(handle, number)
        name, length = (ctypes.c_ushort * 8)(), ctypes.c_ulong()
        # "OC" and its end in UTF-16: six bytes
        known = pdfium.FPDFPageObjMark_GetName(mark, name, 16, length)
        if known and length.value == 6 and bytes(name)[:4] == "OC".encode("utf-16-le"):
            return True
    return False


def _clip(handle: Any) -> tuple[float, float, float, float] | None:
    import pypdfium2.raw as pdfium

    path = pdfium.FPDFPageObj_GetClipPath(handle)
    x, y = ctypes.c_float(), ctypes.c_float()
    bounds: list[tuple[float, float, float, float]] = []
    for number in range(min(16, max(0, pdfium.FPDFClipPath_CountPaths(path)))):
        points: list[tuple[float, float]] = []
        for part in range(min(64, pdfium.FPDFClipPath_CountPathSegments(path, number))):
            segment = pdfium.FPDFClipPath_GetPathSegment(path, number, part)
            if pdfium.FPDFPathSegment_GetPoint(segment, x, y):
                points.append((x.value, y.value))
        if points:
            across, up = zip(*points, strict=True)
            bounds.append((min(across), min(up), max(across), max(up)))
    if not bounds:
        return None
    left, bottom, right, top = zip(*bounds, strict=True)
    return max(left), max(bottom), min(right), min(top)
