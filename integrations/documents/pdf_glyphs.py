"""Fragments of a PDF page: runs of glyphs on one baseline, with what hides them from the eye.

pdfium is called character by character because only there are position, font, colour and render
mode known together. Not thread-safe: used in the reading process only.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any

from domain.resume.model import HiddenKind

TINY_PT = 3.0
"""Text drawn smaller than this (points) cannot be read by a person."""
_FAINT_ALPHA = 20
"""Of 255: more transparent than this is as good as invisible."""
_CONTRAST = 12
"""Of 255: a glyph box whose pixels differ by less shows nothing."""
_RENDER_PIXELS = 2_000_000
"""Upper bound of the picture that a page is compared with."""
_INVISIBLE_MODES = {3, 7}
"""PDF render modes that draw nothing (invisible; clipping only)."""
_BOLD_NAME = re.compile(
    r"bold|black|heavy|CMBX|SFBX|LMRoman\d+-Bold|-Medi|\bBd\b|-Bd", re.IGNORECASE
)


@dataclass(slots=True, kw_only=True)
class Fragment:
    """A run of text without a wide gap. Coordinates in points, y downwards from the page top."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    hidden: HiddenKind | None = None
    rgb: tuple[int, int, int] = (0, 0, 0)
    rotated: bool = False
    tracked: bool = False
    """Letters set wide apart, put together again in ``text``."""
    apart: bool = False
    """A label of a rail: a cell of its own, however near the next one stands."""
    glyphs: list[tuple[str, float, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Style:
    bold: bool
    hidden: HiddenKind | None
    rgb: tuple[int, int, int]


def fragments_of(page: Any, text_page: Any) -> list[Fragment]:
    """All text of a page in drawing order; ``page`` and ``text_page`` are pypdfium2's."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # ships no types

    left, bottom, right, top = page.get_cropbox()
    found: list[Fragment] = []
    current: Fragment | None = None
    styles: dict[int, _Style] = {}
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    spaced = False
    for i in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text_page, i)
        # 0x02 is how pdfium reports a hyphen at the end of a line
        char = "-" if code == 2 else chr(code) if code else ""
        if pdfium.FPDFText_IsGenerated(text_page, i) == 1 and code != 2:
            spaced = True
            continue
        if not char or char.isspace():
            spaced = True
            if char and current is not None:
                current.glyphs.append((" ", current.x1, current.x1))
            continue
        pdfium.FPDFText_GetLooseCharBox(text_page, i, box)
        pdfium.FPDFText_GetCharOrigin(text_page, i, x, y)
        pdfium.FPDFText_GetMatrix(text_page, i, matrix)
        scale = math.hypot(matrix.c, matrix.d)
        size = pdfium.FPDFText_GetFontSize(text_page, i) * scale
        rotated = abs(matrix.b) > 0.1 * max(scale, 1e-6)
        style = _style(pdfium, text_page, i, styles)
        hidden = style.hidden
        if size < TINY_PT:
            hidden = hidden or HiddenKind.TINY
        if box.right < left or box.left > right or box.top < bottom or box.bottom > top:
            hidden = hidden or HiddenKind.OFF_PAGE
        baseline = top - y.value
        x0, x1 = box.left - left, max(box.right, box.left) - left
        if current is None or _breaks(
            current, x0=x0, baseline=baseline, size=size, hidden=hidden, rotated=rotated
        ):
            current = Fragment(
                text="",
                x0=x0,
                x1=x1,
                y=baseline,
                size=size,
                bold=style.bold,
                hidden=hidden,
                rgb=style.rgb,
                rotated=rotated,
            )
            found.append(current)
        elif spaced or (not rotated and x0 - current.x1 > 0.28 * size):
            current.glyphs.append((" ", current.x1, x0))
        spaced = False
        current.glyphs.append((char, x0, x1))
        current.x1 = max(current.x1, x1)
        current.size = max(current.size, size)
    for fragment in found:
        fragment.text = _words(fragment)
    return [fragment for fragment in found if fragment.text]


def mark_unseen(page: Any, fragments: list[Fragment]) -> None:
    """Mark what a rendered picture of the page does not show (white on white, covered)."""
    width, height = page.get_size()
    scale = min(1.5, math.sqrt(_RENDER_PIXELS / max(1.0, width * height)))
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=True)
    pixels = bytes(bitmap.buffer)
    stride, columns, rows = bitmap.stride, bitmap.width, bitmap.height
    for fragment in fragments:
        if fragment.hidden or fragment.rotated:
            continue
        x0 = max(0, int(fragment.x0 * scale))
        x1 = min(columns, math.ceil(fragment.x1 * scale) + 1)
        y0 = max(0, int((fragment.y - 0.8 * fragment.size) * scale))
        y1 = min(rows, math.ceil((fragment.y + 0.1 * fragment.size) * scale) + 1)
        if x1 <= x0 or y1 <= y0:
            continue
        area = b"".join(pixels[row * stride + x0 : row * stride + x1] for row in range(y0, y1))
        if max(area) - min(area) < _CONTRAST:
            fragment.hidden = HiddenKind.SAME_COLOUR
        elif min(fragment.rgb) >= 255 - _CONTRAST:
            # near-white text among visible text: what matters is what lies under it
            background = Counter(area).most_common(1)[0][0]
            if background >= 255 - _CONTRAST:
                fragment.hidden = HiddenKind.SAME_COLOUR
    bitmap.close()


def _breaks(
    run: Fragment,
    *,
    x0: float,
    baseline: float,
    size: float,
    hidden: HiddenKind | None,
    rotated: bool,
) -> bool:
    if hidden is not run.hidden or rotated != run.rotated:
        return True
    if rotated:
        return abs(baseline - run.y) > 3 * run.size and abs(x0 - run.x0) > 3 * run.size
    larger = max(run.size, size)
    if abs(baseline - run.y) > 0.4 * larger:
        return True
    # words that stand apart may belong to two columns; single letters are tracked-out text
    reach = 0.45 if _ends_in_word(run) else 1.0
    return x0 - run.x1 > reach * larger or x0 < run.x1 - 0.6 * larger


def _ends_in_word(run: Fragment) -> bool:
    tail = [char for char, _, _ in run.glyphs[-3:]]
    while tail and tail[-1] == " ":
        tail.pop()
    return len(tail) >= 2 and tail[-2] != " "


def _style(pdfium: Any, text_page: Any, index: int, seen: dict[int, _Style]) -> _Style:
    text_object = pdfium.FPDFText_GetTextObject(text_page, index)
    address = ctypes.cast(text_object, ctypes.c_void_p).value or 0 if text_object else 0
    style = seen.get(address)
    if style is None:
        name, flags = ctypes.create_string_buffer(256), ctypes.c_int()
        pdfium.FPDFText_GetFontInfo(text_page, index, name, 256, flags)
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        known = pdfium.FPDFText_GetFillColor(text_page, index, red, green, blue, alpha)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(text_object) if address else 0
        hidden = None
        if mode in _INVISIBLE_MODES:
            hidden = HiddenKind.INVISIBLE
        elif known and alpha.value < _FAINT_ALPHA and mode in {0, 4}:
            hidden = HiddenKind.TRANSPARENT
        style = _Style(
            # render mode 2 (fill and stroke) is how writers without a bold font draw bold
            bold=bool(_BOLD_NAME.search(name.value.decode("latin-1"))) or mode == 2,
            hidden=hidden,
            rgb=(red.value, green.value, blue.value),
        )
        if address:
            seen[address] = style
    return style


def _words(fragment: Fragment) -> str:
    """The run's text; tracked-out capitals ("J O R D A N") become words again."""
    plain = re.sub(r" +", " ", "".join(char for char, _, _ in fragment.glyphs)).strip()
    tokens = plain.split()
    letters = [token for token in tokens if len(token) == 1 and token.isalpha()]
    if len(letters) < 4 or len(letters) < 0.6 * len(tokens) or fragment.rotated:
        return plain
    drawn = [glyph for glyph in fragment.glyphs if glyph[0] != " "]
    gaps = [after[1] - before[2] for before, after in pairwise(drawn)]
    usual = max(median(gaps), 0.02 * fragment.size)
    fragment.tracked = True
    text = drawn[0][0]
    for gap, (char, _, _) in zip(gaps, drawn[1:], strict=True):
        text += " " + char if gap > 1.8 * usual else char
    return text
