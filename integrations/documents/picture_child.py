"""The drawing process: needle and document on stdin, a PNG on stdout, or nothing.

Started by :class:`integrations.documents.page_pictures.LimitedPagePictures`; it limits itself as
the reading process does.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from typing import Any

from domain.resume.model import HiddenKind
from integrations.documents.child import forbid_writing, limit_resources
from integrations.documents.pdf_glyphs import Box, Glyph

_MARGIN_PT = 70.0
"""Of the page around the marked place."""
_BEYOND_PT = 120.0
"""How far outside of the page a place is still drawn."""
_LONGEST_PX = 1_400
_SCALE = 2.5
_FRAME = (192, 57, 43)
_OUTSIDE = (205, 208, 212)
_SHORTEST = 4
"""Letters of a run of hidden text that are enough to tell it."""


def main(arguments: list[str]) -> int:
    """Draw one picture; ``arguments`` are page, width, bytes of the needle, memory, CPU seconds."""
    page, width_px, needle_bytes, memory_bytes, cpu_s = (int(each) for each in arguments)
    limit_resources(memory_bytes=memory_bytes, cpu_s=cpu_s)
    given = sys.stdin.buffer.read()
    out, sys.stdout = sys.stdout.buffer, sys.stderr
    import PIL.ImageDraw
    import PIL.PngImagePlugin  # noqa: F401 - loaded before writing is forbidden
    import pypdfium2  # type: ignore[import-untyped]  # ships no types

    forbid_writing()
    needle = given[:needle_bytes].decode("utf-8", "replace")
    document = pypdfium2.PdfDocument(given[needle_bytes:])
    if page > len(document):
        return 0
    drawn = (
        whole_page(document[page - 1], width_px=width_px)
        if width_px
        else passage(document[page - 1], needle=needle)
    )
    if drawn is not None:
        buffer = io.BytesIO()
        drawn.save(buffer, "PNG")
        out.write(buffer.getvalue())
        out.flush()
    return 0


def whole_page(page: Any, *, width_px: int) -> Any:
    """The page as people see it (a PIL image)."""
    width, height = page.get_size()
    scale = min(width_px / max(1.0, width), 3 * _LONGEST_PX / max(1.0, height))
    return page.render(scale=scale).to_pil().convert("RGB")


def passage(page: Any, *, needle: str) -> Any:
    """The part of the page where hidden text stands, framed; None when it is not found."""
    place = _place_of(page, needle)
    if place is None:
        return None
    left, bottom, right, top = page.get_cropbox()
    x0 = max(left - _BEYOND_PT, min(right + _BEYOND_PT - 20, place[0]))
    x1 = min(right + _BEYOND_PT, max(left - _BEYOND_PT + 20, place[2]))
    y0 = max(bottom - _BEYOND_PT, min(top + _BEYOND_PT - 20, place[1]))
    y1 = min(top + _BEYOND_PT, max(bottom - _BEYOND_PT + 20, place[3]))
    part = (
        min(x0 - _MARGIN_PT, max(left, x0 - 4 * _MARGIN_PT)),
        y0 - _MARGIN_PT,
        max(x1 + _MARGIN_PT, min(right, x1 + 4 * _MARGIN_PT)),
        y1 + _MARGIN_PT,
    )
    return _framed(page, part=part, frame=(x0, y0, x1, y1))


def _place_of(page: Any, needle: str) -> Box | None:
    from integrations.documents.pdf_glyphs import glyphs_of, running_text
    from integrations.documents.pdf_reader import look_at, picture_share

    glyphs = glyphs_of(page, page.get_textpage())
    look_at(page, glyphs, covered=picture_share(page), has_layers=False)
    wanted = _letters(needle)
    runs: list[list[Glyph]] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if glyph.hidden is None:
            last = None
            continue
        same_line = last is not None and abs(glyph.baseline - last.baseline) < 0.4 * glyph.size
        if last is None or not (same_line or glyph.rotated):
            runs.append([])
        runs[-1].append(glyph)
        last = glyph
    boxes = _found_in_a_row(glyphs, wanted)
    for run in () if boxes else runs:
        letters = _letters(running_text(run))
        known = letters in wanted or (bool(wanted) and wanted in letters)
        if len(letters) >= _SHORTEST and known:
            boxes += [glyph.box for glyph in run]
    if not boxes:
        return None
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _found_in_a_row(glyphs: Sequence[Glyph], wanted: str) -> list[Box]:
    """Boxes of the hidden glyphs of one kind that spell what is wanted, over all lines."""
    by_kind: dict[HiddenKind, list[tuple[str, Glyph]]] = {}
    for glyph in glyphs:
        if glyph.hidden is not None:
            row = by_kind.setdefault(glyph.hidden, [])
            row += [(letter, glyph) for letter in _letters(glyph.char)]
    for row in by_kind.values():
        start = "".join(letter for letter, _ in row).find(wanted) if wanted else -1
        if start >= 0:
            return [glyph.box for _, glyph in row[start : start + len(wanted)]]
    return []


def _letters(text: str) -> str:
    return "".join(ch for ch in text.casefold() if ch.isalnum())


def _framed(page: Any, *, part: Box, frame: Box) -> Any:
    from PIL import Image, ImageDraw

    left, _, _, top = page.get_cropbox()
    longest = max(part[2] - part[0], part[3] - part[1], 1.0)
    scale = min(_SCALE, _LONGEST_PX / longest)
    rotation = page.get_rotation()
    sheet = page.render(scale=scale, rotation=(360 - rotation) % 360).to_pil().convert("RGB")
    size = (round((part[2] - part[0]) * scale), round((part[3] - part[1]) * scale))
    picture = Image.new("RGB", size, _OUTSIDE)
    picture.paste(sheet, (round((left - part[0]) * scale), round((part[3] - top) * scale)))
    draw = ImageDraw.Draw(picture)
    x0, y0 = (frame[0] - part[0]) * scale - 6, (part[3] - frame[3]) * scale - 6
    x1, y1 = (frame[2] - part[0]) * scale + 6, (part[3] - frame[1]) * scale + 6
    draw.rectangle((x0 - 2, y0 - 2, x1 + 2, y1 + 2), outline=(255, 255, 255), width=7)
    draw.rectangle((x0, y0, x1, y1), outline=_FRAME, width=3)
    return picture.rotate(-rotation, expand=True) if rotation else picture


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
