"""The ink test: what a page shows of each glyph, found by drawing it with and without its text.

A glyph is seen when the picture of the page changes inside the glyph's outline once the text is
taken away. That answers white on white, covered, clipped, switched-off and empty glyphs alike, and
leaves white words on a coloured sidebar alone. Why nothing is seen is then asked object by object.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from typing import Any

from domain.resume.model import HiddenKind
from integrations.documents.pdf_glyphs import Glyph
from integrations.documents.pdf_objects import items_of, others_of

RENDER_PIXELS = 2_000_000
"""Upper bound of a picture that a page is compared with."""
_NOTHING = 6
"""Of 255: a glyph that changes no pixel by more leaves no ink."""
_CONTRAST = 20
"""Of 255: a colour that differs less from what lies under it cannot be read."""
_LARGE_PT = 24.0
"""Letters of a watermark: at that size a faint colour is read."""
_LARGE_CONTRAST = 8
_WORDS = 3
"""Letters in a row that make hiding out of an oddity."""
_CELL = 8.0
"""Half points (two edges added up): letters of one cell may lie one over another."""
_SAME_PLACE = 0.5
"""Share of the narrower letter that both cover."""
_NEARLY = 0.8
"""Share of an object's letters from which all of it is hidden."""
_VOTES = 5
"""Glyphs of an object that are asked why nobody sees them."""
_FILLED = {0, 4}
"""Render modes whose colour is the fill colour alone."""
_STRAY = 12
"""Single unseen letters among seen ones: fewer are an oddity of a font."""

PixelBox = tuple[int, int, int, int]


class Canvas:
    """Pictures of one page, upright, with objects taken away at will."""

    def __init__(self, page: Any, *, pixels: int = RENDER_PIXELS, most: float = 1.5) -> None:
        self._page = page
        self.left, self.bottom, self.right, self.top = page.get_cropbox()
        width, height = self.right - self.left, self.top - self.bottom
        self.scale = min(most, math.sqrt(pixels / max(1.0, width * height)))

    def draw(self, *, notes: bool = True) -> Any:
        """The page as it is now (a PIL image, RGBX, the page's own rotation undone)."""
        bitmap = self._page.render(
            scale=self.scale,
            rotation=(360 - self._page.get_rotation()) % 360,
            may_draw_forms=notes,
            draw_annots=notes,
            # four bytes in this order are what PIL takes without a copy
            rev_byteorder=True,
            prefer_bgrx=True,
        )
        return bitmap.to_pil()

    def place(self, box: tuple[float, float, float, float], *, size: Any) -> PixelBox | None:
        """Pixels of a box in page points; None when it lies outside of the picture."""
        scale, left, top = self.scale, self.left, self.top
        # a quarter of a pixel more on each side, rounded outwards
        x0 = int((box[0] - left) * scale - 0.25)
        y0 = int((top - box[3]) * scale - 0.25)
        x1 = int((box[2] - left) * scale + 1.25)
        y1 = int((top - box[1]) * scale + 1.25)
        if x0 < 0 or y0 < 0 or x1 > size[0] or y1 > size[1]:
            x0, y0 = max(0, x0), max(0, y0)
            x1, y1 = min(size[0], x1), min(size[1], y1)
        return (x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None


def difference(one: Any, other: Any) -> Any:
    """The largest change of any colour, pixel by pixel (a PIL image, L)."""
    from PIL import ImageChops

    red, green, blue, _ = ImageChops.difference(one, other).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _white(like: Any) -> Any:
    from PIL import Image

    return Image.new(like.mode, like.size, (255, 255, 255, 255))


class _Mask:
    """Where a picture of changes holds ink."""

    def __init__(self, changes: Any) -> None:
        self._width = changes.width
        self._bytes = changes.point([0] * (_NOTHING + 1) + [1] * (255 - _NOTHING)).tobytes()

    def has_ink(self, place: PixelBox) -> bool:
        """Whether any pixel there changes by more than nothing."""
        x0, y0, x1, y1 = place
        find, width = self._bytes.find, self._width
        for start in range(y0 * width + x0, y1 * width + x0, width):
            if find(1, start, start + x1 - x0) >= 0:
                return True
        return False


class Sight:
    """What is seen of a page's glyphs."""

    def __init__(
        self, page: Any, *, has_layers: bool, pixels: int = RENDER_PIXELS, most: float = 1.5
    ) -> None:
        self._canvas = Canvas(page, pixels=pixels, most=most)
        self.scale = self._canvas.scale
        """Pixels of a point."""
        self._page = page
        self._has_layers = has_layers
        self._items = dict(items_of(page))
        self.full = self._canvas.draw()
        self._bare = self._without(self._items) if self._holds_more() else _white(self.full)
        self.ink = difference(self.full, self._bare)
        """How much each pixel owes to text."""
        self._alone: _Mask | None = None

    def _holds_more(self) -> bool:
        """Whether there is anything but text: else the page without it is white."""
        import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # ships no types

        more = pdfium.FPDFPage_GetAnnotCount(self._page) > 0
        return more or next(others_of(self._page), None) is not None

    def mark(self, glyphs: Sequence[Glyph]) -> None:
        """Give every glyph that nobody sees the kind of its hiding."""
        unseen: set[int] = set()
        faint: dict[int, bool] = {}
        overlaid: list[Glyph] = []
        has_ink = _Mask(self.ink).has_ink
        for glyph in glyphs:
            if glyph.hidden is not None:
                continue
            place = self.place(glyph)
            if place is None:
                continue
            if not has_ink(place):
                unseen.add(id(glyph))
                continue
            fades = faint.get(glyph.item)
            if fades is None:
                fades = faint[glyph.item] = self._fades(glyph, place)
            if fades and self._fades(glyph, place):
                if self.ink.crop(place).getextrema()[1] <= 2 * _CONTRAST:
                    unseen.add(id(glyph))
                else:  # the ink there may be that of other words
                    overlaid.append(glyph)
        unseen |= self._tried_alone(overlaid, *_in_one_place(glyphs))
        _settle([glyph for glyph in glyphs if glyph.hidden is None], unseen, self._why)

    def place(self, glyph: Glyph) -> PixelBox | None:
        """Where a glyph's outline lies in the pictures."""
        return self._canvas.place(glyph.ink or glyph.box, size=self.full.size)

    def shows_something(self, glyph: Glyph) -> bool:
        """Whether the page is not blank where a glyph is said to be."""
        place = self.place(glyph)
        if place is None:
            return False
        least, most = self.full.crop(place).convert("L").getextrema()
        return bool(most - least > _CONTRAST)

    def _without(self, items: Collection[int]) -> Any:
        return self._drawn_without([self._items[item].handle for item in items])

    def _drawn_without(self, handles: Sequence[Any], *, notes: bool = True) -> Any:
        import pypdfium2.raw as pdfium

        for handle in handles:
            pdfium.FPDFPageObj_SetIsActive(handle, False)
        try:
            return self._canvas.draw(notes=notes)
        finally:
            for handle in handles:
                pdfium.FPDFPageObj_SetIsActive(handle, True)

    def _fades(self, glyph: Glyph, place: PixelBox) -> bool:
        """Whether its colour is as good as that of what lies under it."""
        if glyph.style.mode not in _FILLED:
            return False
        least = _LARGE_CONTRAST if glyph.size >= _LARGE_PT else _CONTRAST
        under = self._bare.crop(place).getextrema()
        contrast = max(
            max(abs(low - own), abs(high - own))
            for (low, high), own in zip(under[:3], glyph.style.rgb, strict=True)
        )
        return bool(contrast * glyph.style.alpha / 255 <= least)

    def _tried_alone(self, *doubted: Sequence[Glyph]) -> set[int]:
        """Take doubted objects away, one set after the other: what changes then was seen."""
        unseen: set[int] = set()
        tried: set[int] = set()
        for glyphs in doubted:
            items = {glyph.item for glyph in glyphs} & self._items.keys() - tried
            if not items:
                continue
            tried |= items
            has_ink = _Mask(difference(self.full, self._without(items))).has_ink
            for glyph in glyphs:
                place = self.place(glyph) if glyph.item in items else None
                if place is not None and not has_ink(place):
                    unseen.add(id(glyph))
        return unseen

    def _why(self, glyph: Glyph) -> HiddenKind:
        item = self._items.get(glyph.item)
        place = self.place(glyph)
        if item is not None and item.layered:
            return HiddenKind.LAYER
        if item is not None and item.clip is not None:
            left, bottom, right, top = item.clip
            x, y = (glyph.box[0] + glyph.box[2]) / 2, (glyph.box[1] + glyph.box[3]) / 2
            if not (left <= x <= right and bottom <= y <= top):
                return HiddenKind.CLIPPED
        if glyph.ink is None or place is None:
            return HiddenKind.MISLEADING_FONT
        if self._fades(glyph, place):
            return HiddenKind.SAME_COLOUR
        if self._text_alone().has_ink(place):
            return HiddenKind.COVERED
        if self._has_layers:
            return HiddenKind.LAYER
        if glyph.style.mode not in _FILLED:
            return HiddenKind.SAME_COLOUR
        return (
            HiddenKind.CLIPPED if item is not None and item.inside else HiddenKind.MISLEADING_FONT
        )

    def _text_alone(self) -> _Mask:
        """The ink of the text were nothing else on the page."""
        if self._alone is None:
            others = list(others_of(self._page))
            text = [item.handle for item in self._items.values()]
            self._alone = _Mask(
                difference(
                    self._drawn_without(others, notes=False),
                    self._drawn_without([*others, *text], notes=False),
                )
            )
        return self._alone


def _in_one_place(glyphs: Sequence[Glyph]) -> tuple[list[Glyph], list[Glyph]]:
    """Glyphs of objects that draw letters over others' letters: those below, those above."""
    cells: dict[tuple[int, int], list[Glyph]] = {}
    earlier: set[int] = set()
    later: set[int] = set()
    for glyph in glyphs:
        if glyph.hidden is not None or not glyph.char.isalnum():
            continue
        left, bottom, right, top = glyph.box
        key = (int((left + right) / _CELL), int((bottom + top) / _CELL))
        there = cells.get(key)
        if there is None:
            cells[key] = [glyph]
            continue
        for other in there:
            if (
                other.item != glyph.item
                and other.char != glyph.char
                and min(right, other.box[2]) - max(left, other.box[0])
                > _SAME_PLACE * min(right - left, other.box[2] - other.box[0])
            ):
                earlier.add(other.item)
                later.add(glyph.item)
        there.append(glyph)
    if not earlier:
        return [], []
    return (
        [glyph for glyph in glyphs if glyph.item in earlier and glyph.hidden is None],
        [glyph for glyph in glyphs if glyph.item in later and glyph.hidden is None],
    )


def _settle(glyphs: Sequence[Glyph], unseen: set[int], why: Callable[[Glyph], HiddenKind]) -> None:
    """From single glyphs to words: an odd letter is not hiding, and one object has one kind."""
    words: list[list[Glyph]] = []
    for glyph in glyphs:
        if not words or glyph.spaced:
            words.append([])
        words[-1].append(glyph)
    hidden: list[list[Glyph]] = []
    stray: list[Glyph] = []
    run: list[Glyph] = []

    def close() -> None:
        letters = sum(glyph.char.isalnum() for glyph in run)
        if letters >= _WORDS:
            hidden.append(list(run))
        else:
            stray.extend(glyph for glyph in run if glyph.char.isalnum())
        run.clear()

    for word in words:
        for glyph in word:
            if not glyph.char.isalnum():
                if run:
                    run.append(glyph)
            elif id(glyph) in unseen:
                run.append(glyph)
            else:
                while run and not run[-1].char.isalnum():
                    run.pop()
                close()
    close()
    if len(stray) >= _STRAY:
        hidden.append(stray)
    kinds: dict[int, Counter[HiddenKind]] = {}
    for group in hidden:
        for glyph in group:
            votes = kinds.setdefault(glyph.item, Counter())
            if votes.total() < _VOTES and glyph.char.isalnum():
                votes[why(glyph)] += 1
    for group in hidden:
        for glyph in group:
            votes = kinds[glyph.item]
            glyph.hidden = votes.most_common(1)[0][0] if votes else why(glyph)
    # what is left of an object that is nearly all hidden is what other words shine through
    count = Counter(glyph.item for glyph in glyphs if glyph.char.isalnum())
    gone = Counter(glyph.item for glyph in glyphs if glyph.hidden and glyph.char.isalnum())
    for glyph in glyphs:
        if glyph.hidden is None and gone[glyph.item] >= _NEARLY * count[glyph.item] > 0:
            glyph.hidden = kinds[glyph.item].most_common(1)[0][0]
