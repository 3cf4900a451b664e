"""Fragments of a PDF page: runs of glyphs on one baseline, with what hides them from the eye.

pdfium is called character by character because only there are position, font, colour and render
mode known together. Not thread-safe: used in limited processes only.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any

from domain.resume.model import HiddenKind

TINY_PT = 3.0
"""Text drawn smaller than this (points) cannot be read by a person."""
_FAINT_ALPHA = 20
"""Of 255: more transparent than this is as good as invisible."""
_SQUEEZED = 0.15
"""Width to height of the letters' scale; narrower text is a line, not words."""
_INVISIBLE_MODES = {3, 7}
"""PDF render modes that draw nothing (invisible; clipping only)."""
_BOLD_NAME = re.compile(
    r"bold|black|heavy|CMBX|SFBX|LMRoman\d+-Bold|-Medi|\bBd\b|-Bd", re.IGNORECASE
)

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points of the page."""


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
class Style:
    """What all glyphs of one text object share."""

    bold: bool
    hidden: HiddenKind | None
    rgb: tuple[int, int, int]
    alpha: int
    """Of 255."""
    mode: int
    """PDF text render mode; 0 fills."""
    font: int
    """Address of the font, 0 when unknown."""
    size: float
    """Points on the page."""
    rotated: bool


@dataclass(slots=True)
class Glyph:
    """One character as pdfium reports it."""

    char: str
    box: Box
    """As wide as the pen moves, as high as the font."""
    ink: Box | None
    """Where the outline lies; None when the font draws nothing for it."""
    baseline: float
    size: float
    rotated: bool
    style: Style
    item: int
    """Address of the text object, 0 when unknown."""
    spaced: bool
    """White space stands before it, drawn or found by pdfium."""
    spaces: int
    """How much of it is drawn."""
    hidden: HiddenKind | None


def glyphs_of(page: Any, text_page: Any) -> list[Glyph]:
    """All glyphs of a page in drawing order; ``page`` and ``text_page`` are pypdfium2's."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # ships no types

    left, bottom, right, top = page.get_cropbox()
    found: list[Glyph] = []
    styles: dict[int, Style] = {}
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    edges = [ctypes.c_double() for _ in range(4)]
    # made once: this loop is most of the time of a parse
    to_box, to_x, to_y = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    to_edges = [ctypes.byref(edge) for edge in edges]
    spaced, spaces = False, 0
    for i in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text_page, i)
        # 0x02 is how pdfium reports a hyphen at the end of a line
        char = "-" if code == 2 else chr(code) if code else ""
        if pdfium.FPDFText_IsGenerated(text_page, i) == 1 and code != 2:
            spaced = True
            continue
        if not char or char.isspace():
            spaced = True
            spaces += bool(char)
            continue
        pdfium.FPDFText_GetLooseCharBox(text_page, i, to_box)
        pdfium.FPDFText_GetCharBox(text_page, i, *to_edges)
        pdfium.FPDFText_GetCharOrigin(text_page, i, to_x, to_y)
        item = pdfium.FPDFText_GetTextObject(text_page, i)
        address = ctypes.addressof(item.contents) if item else 0
        style = styles.get(address)
        if style is None:
            style = _style(pdfium, text_page, i, item)
            if address:
                styles[address] = style
        hidden = style.hidden
        if box.right < left or box.left > right or box.top < bottom or box.bottom > top:
            hidden = hidden or HiddenKind.OFF_PAGE
        x0, x1, y0, y1 = (edge.value for edge in edges)
        found.append(
            Glyph(
                char,
                (box.left, box.bottom, max(box.right, box.left), box.top),
                (x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None,
                y.value,
                style.size,
                style.rotated,
                style,
                address,
                spaced,
                spaces,
                hidden,
            )
        )
        spaced, spaces = False, 0
    return found


def fragments_of(page: Any, glyphs: Sequence[Glyph]) -> list[Fragment]:
    """Runs of glyphs, in drawing order; a run is hidden or visible as a whole."""
    left, _, _, top = page.get_cropbox()
    found: list[Fragment] = []
    current: Fragment | None = None
    for glyph in glyphs:
        baseline = top - glyph.baseline
        x0, x1 = glyph.box[0] - left, glyph.box[2] - left
        if current is not None:
            current.glyphs += [(" ", current.x1, current.x1)] * glyph.spaces
        if current is None or _breaks(current, glyph, x0=x0, baseline=baseline):
            current = Fragment(
                text="",
                x0=x0,
                x1=x1,
                y=baseline,
                size=glyph.size,
                bold=glyph.style.bold,
                hidden=glyph.hidden,
                rgb=glyph.style.rgb,
                rotated=glyph.rotated,
            )
            found.append(current)
        elif glyph.spaced or (not glyph.rotated and x0 - current.x1 > 0.28 * glyph.size):
            current.glyphs.append((" ", current.x1, x0))
        current.glyphs.append((glyph.char, x0, x1))
        current.x1 = max(current.x1, x1)
        current.size = max(current.size, glyph.size)
    for fragment in found:
        fragment.text = _words(fragment)
    return [fragment for fragment in found if fragment.text]


def running_text(glyphs: Sequence[Glyph]) -> str:
    """Glyphs of any direction and place as plain text, in drawing order."""
    parts: list[str] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if last is not None:
            near = 0.35 * max(glyph.size, last.size)
            gap = glyph.box[0] - last.box[2]
            same_line = glyph.rotated or abs(glyph.baseline - last.baseline) <= near
            # pdfium finds white space between letters that are objects of their own
            apart = glyph.spaced and (glyph.spaces > 0 or glyph.rotated or gap > near)
            if apart or not same_line:
                parts.append(" ")
        parts.append(glyph.char)
        last = glyph
    return "".join(parts)


def _breaks(run: Fragment, glyph: Glyph, *, x0: float, baseline: float) -> bool:
    if glyph.hidden is not run.hidden or glyph.rotated != run.rotated:
        return True
    if glyph.rotated:
        return abs(baseline - run.y) > 3 * run.size and abs(x0 - run.x0) > 3 * run.size
    larger = max(run.size, glyph.size)
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


def _style(pdfium: Any, text_page: Any, index: int, item: Any) -> Style:
    name, flags = ctypes.create_string_buffer(256), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text_page, index, name, 256, flags)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = pdfium.FPDFText_GetFillColor(text_page, index, red, green, blue, alpha)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(item) if item else 0
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text_page, index, matrix)
    scale = math.hypot(matrix.c, matrix.d)
    size = pdfium.FPDFText_GetFontSize(text_page, index) * scale
    hidden = None
    if mode in _INVISIBLE_MODES:
        hidden = HiddenKind.INVISIBLE
    elif known and alpha.value < _FAINT_ALPHA and mode in {0, 4}:
        hidden = HiddenKind.TRANSPARENT
    elif size < TINY_PT or math.hypot(matrix.a, matrix.b) < _SQUEEZED * scale:
        hidden = HiddenKind.TINY
    font = pdfium.FPDFTextObj_GetFont(item) if item else None
    return Style(
        # render mode 2 (fill and stroke) is how writers without a bold font draw bold
        bold=bool(_BOLD_NAME.search(name.value.decode("latin-1"))) or mode == 2,
        hidden=hidden,
        rgb=(red.value, green.value, blue.value),
        alpha=alpha.value if known else 255,
        mode=mode,
        font=ctypes.addressof(font.contents) if font else 0,
        size=size,
        rotated=abs(matrix.b) > 0.1 * max(scale, 1e-6),
    )


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
