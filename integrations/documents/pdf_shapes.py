"""Whether letters look like the letters they are stored as.

A font may draw "a" and call it "k": a person reads one text, a program another. The ink of each
glyph is brought to a small grid and compared with the same and with all other letters and digits
of the standard typefaces. One odd letter is a fancy font; a whole run of letters that look like
others, or like nothing, is a text that is not on the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from domain.resume.model import HiddenKind
from integrations.documents.letter_shapes import LETTER_SHAPES
from integrations.documents.pdf_glyphs import Glyph
from integrations.documents.pdf_ink import PixelBox, Sight

_WIDE, _HIGH = 16, 12
"""Cells of a shape; sixteen across are two bytes of bits."""
_CELLS = _WIDE * _HIGH
_ASPECTS = 24
"""Bits beside the cells that say how wide a letter is for its height."""
_ALIKE = 0.26
"""Share of differing cells up to which a glyph may be the letter it claims to be."""
_CLOSER = 0.1
"""By how much another letter has to fit better than the claimed one."""
_NOTHING_LIKE = 0.52
"""A share of differing cells that no typeface has."""
_DOUBTED = 0.4
"""Share of a font's letters that are unlike themselves at first sight: look at all of them."""
_FEWEST = 4
"""Different letters that have to be unlike themselves."""
_RUN = 8
"""Letters of a run that is judged."""
_WRONG = 6
"""Of a run's letters, those that do not look like what they claim."""
_NARROW = 0.12
"""Of the font size: a letter that the pen passes faster has no room."""
_THIN = frozenset("iIlj1tfrJ")
_SHARP_PX = 10.0
"""Font size from which letters are at least four pixels high."""
_LOW_PX = 4
_FAINT = 40
"""Of 255: less ink has no shape."""
_CLOSE_PIXELS = 8_000_000
_CLOSE_SCALE = 3.0


def mark_misleading(page: Any, sight: Sight, glyphs: Sequence[Glyph]) -> None:
    """Mark runs of upright Latin letters and digits that do not look like themselves."""
    letters = [
        glyph
        for glyph in glyphs
        if glyph.hidden is None and not glyph.rotated and glyph.char in LETTER_SHAPES
    ]
    cramped = {
        id(glyph)
        for glyph in letters
        if glyph.box[2] - glyph.box[0] < _NARROW * glyph.size and glyph.char not in _THIN
    }
    doubted = _doubted_fonts(sight, letters)
    if not doubted and len(cramped) < _WRONG:
        return
    close = sight
    if doubted:
        close = Sight(page, has_layers=False, pixels=_CLOSE_PIXELS, most=_CLOSE_SCALE)
    run: list[Glyph] = []
    wrong: list[bool] = []
    for glyph in letters:
        verdict: bool | None = id(glyph) in cramped
        if not verdict and glyph.style.font in doubted:
            verdict = _looks_wrong(close, glyph)
        if verdict is not None:
            run.append(glyph)
            wrong.append(verdict)
    _mark_runs(glyphs, run, wrong)


def _doubted_fonts(sight: Sight, letters: Sequence[Glyph]) -> set[int]:
    """Fonts whose letters, one of each, are mostly unlike themselves at the page's scale."""
    places: dict[int, dict[str, list[Glyph]]] = {}
    for glyph in letters:
        places.setdefault(glyph.style.font, {}).setdefault(glyph.char, []).append(glyph)
    doubted: set[int] = set()
    for font, by_letter in places.items():
        unlike = told = 0
        for found in by_letter.values():
            # not the first: what a page says in passing stands in its middle
            glyph = found[len(found) // 2]
            shape = _shape(sight, glyph)
            if shape is not None:
                told += 1
                unlike += _likeness(shape, glyph.char) > _ALIKE
            elif glyph.size * sight.scale >= _SHARP_PX:
                told += 1
                unlike += 1
        if unlike >= _FEWEST and unlike > _DOUBTED * told:
            doubted.add(font)
    return doubted


def _mark_runs(glyphs: Sequence[Glyph], run: Sequence[Glyph], wrong: Sequence[bool]) -> None:
    """Hide windows of letters most of which are wrong, and what stands between them."""
    bad: set[int] = set()
    for start in range(len(run) - _RUN + 1):
        if sum(wrong[start : start + _RUN]) >= _WRONG:
            bad |= {id(glyph) for glyph in run[start : start + _RUN]}
    if not bad:
        return
    judged = Counter(glyph.item for glyph in run)
    wholly = Counter(glyph.item for glyph in run if id(glyph) in bad)
    inside = False
    for glyph in glyphs:
        if glyph.hidden is None:
            if glyph.char in LETTER_SHAPES and not glyph.rotated:
                # one object has one font: it is misleading as a whole, or a neighbour is
                whole = judged[glyph.item] >= _FEWEST
                inside = 2 * wholly[glyph.item] > judged[glyph.item] if whole else id(glyph) in bad
            if inside:
                glyph.hidden = HiddenKind.MISLEADING_FONT


def _looks_wrong(sight: Sight, glyph: Glyph) -> bool | None:
    """None when it is too small or too faint to tell."""
    shape = _shape(sight, glyph)
    if shape is None:
        place = sight.place(glyph)
        is_sharp = glyph.size * sight.scale >= _SHARP_PX
        if place is None or not is_sharp:
            return None
        return True if sight.ink.crop(place).getextrema()[1] >= _FAINT else None
    own = _likeness(shape, glyph.char)
    if own <= _ALIKE or own > _NOTHING_LIKE:
        return own > _ALIKE
    best = min(_distance(shape, each) for shapes in LETTER_SHAPES.values() for each in shapes)
    return best <= _ALIKE and own - best > _CLOSER


def _shape(sight: Sight, glyph: Glyph) -> int | None:
    place = sight.place(glyph)
    return None if place is None else shape_of(sight.ink, place)


def _likeness(shape: int, letter: str) -> float:
    """Share of cells that differ from the letter; capitals may stand for small ones."""
    shapes = LETTER_SHAPES[letter]
    if letter.isalpha():
        shapes += LETTER_SHAPES[letter.swapcase()]
    return min([_distance(shape, each) for each in shapes])


def _distance(one: int, other: int) -> float:
    return (one ^ other).bit_count() / _CELLS


def shape_of(ink: Any, place: PixelBox) -> int | None:
    """The ink in a box on a grid, and its aspect, as bits; None when too low or faint for one."""
    area = ink.crop(place)
    most = area.getextrema()[1]
    if most < _FAINT:
        return None
    bounds = area.point(_step(most // 3)).getbbox()
    if bounds is None or bounds[3] - bounds[1] < _LOW_PX:
        return None
    width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
    # 4 is the mean over each cell
    cells = area.crop(bounds).resize((_WIDE, _HIGH), 4).point(_step(most // 2), "1").tobytes()
    wide = min(_ASPECTS, round(8 * width / height))
    number: int = int.from_bytes(cells, "big") << _ASPECTS | ((1 << wide) - 1)
    return number


@lru_cache(maxsize=256)
def _step(least: int) -> list[int]:
    return [0] * least + [255] * (256 - least)
