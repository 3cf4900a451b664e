"""How Word text looks: bold, size, headings, lists, and what hides it, resolved over styles."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from domain.resume.model import HiddenKind

_TINY_PT = 3.0
_FAR_TWIPS = 14_000
"""Twentieths of a point: farther than this (24 cm) is beside the page."""
_SQUEEZED_PERCENT = 10
_CLEAR = 92_000
"""Thousandths of a percent: more transparent than this is not seen."""
_CONTRAST = 20
"""Of 255, as for PDF pages."""
_MAX_BASES = 20
_WHITE = (255, 255, 255)
_HIGHLIGHTS: dict[str, tuple[int, int, int]] = {
    "black": (0, 0, 0), "blue": (0, 0, 255), "cyan": (0, 255, 255), "green": (0, 255, 0),
    "magenta": (255, 0, 255), "red": (255, 0, 0), "yellow": (255, 255, 0), "white": _WHITE,
    "darkBlue": (0, 0, 128), "darkCyan": (0, 128, 128), "darkGreen": (0, 128, 0),
    "darkMagenta": (128, 0, 128), "darkRed": (128, 0, 0), "darkYellow": (128, 128, 0),
    "darkGray": (128, 128, 128), "lightGray": (192, 192, 192),
}  # fmt: skip
_HEADING = re.compile(r"(?:heading|überschrift|titre|título|ttulo|titolo)\s*(\d)", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list|aufzählung|liste|lista|elenco", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Resolved properties of a paragraph or run."""

    bold: bool = False
    size: float = 0.0
    """Points; 0 when nowhere stated."""
    level: int | None = None
    bullet: bool = False
    space_before: float = 0.0
    """In line heights."""
    colour: tuple[int, int, int] | None = None
    """Of the letters; None is the automatic colour, which is always seen."""
    ground: tuple[int, int, int] | None = None
    """What the letters stand on, if the text itself says so."""
    marked: HiddenKind | None = None
    """Hidden whatever lies under it: told not to be shown, transparent, tiny, squeezed."""


def local(element: Element) -> str:
    """Tag name without namespace."""
    return str(element.tag).rpartition("}")[2]


def value_of(element: Element | None, name: str = "val") -> str | None:
    """Attribute by local name."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return None


def child_of(element: Element | None, name: str) -> Element | None:
    """First child by local name."""
    if element is None:
        return None
    return next((node for node in element if local(node) == name), None)


def truthy(element: Element | None) -> bool | None:
    """An on/off property: None when absent."""
    if element is None:
        return None
    return (value_of(element) or "true") not in {"0", "false", "none", "off"}


class Styles:
    """The document's style sheet."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._resolved: dict[str, Look] = {}
        self._default = Look()
        if root is None:
            return
        defaults = child_of(child_of(child_of(root, "docDefaults"), "rPrDefault"), "rPr")
        self._default = _apply_run(Look(), defaults)
        for style in root:
            if local(style) == "style":
                self._styles[value_of(style, "styleId") or ""] = style

    def paragraph(self, paragraph: Element) -> Look:
        """The look of a paragraph's plain runs."""
        properties = child_of(paragraph, "pPr")
        style = value_of(child_of(properties, "pStyle"))
        look = self._style(style, depth=0) if style else self._default
        return _apply_paragraph(look, properties)

    def run(self, run: Element, look: Look) -> Look:
        """The look of one run inside a paragraph that looks like ``look``."""
        properties = child_of(run, "rPr")
        style = value_of(child_of(properties, "rStyle"))
        for name in reversed(self._line_of(style)):
            look = _apply_run(look, child_of(self._styles[name], "rPr"))
        return _apply_run(look, properties)

    def may_colour(self, table: Element) -> bool:
        """Whether a table's style may lay a colour under its cells."""
        style = value_of(child_of(child_of(table, "tblPr"), "tblStyle"))
        return any(
            local(node) == "shd" and fill_of(node) not in {None, _WHITE}
            for name in self._line_of(style)
            for node in self._styles[name].iter()
        )

    def _line_of(self, style: str | None) -> list[str]:
        """A style and those it is based on, nearest first."""
        line: list[str] = []
        while style and style in self._styles and style not in line and len(line) < _MAX_BASES:
            line.append(style)
            style = value_of(child_of(self._styles[style], "basedOn"))
        return line

    def _style(self, name: str, *, depth: int) -> Look:
        known = self._resolved.get(name)
        if known is not None:
            return known
        style = self._styles.get(name)
        if style is None or depth > 20:
            return self._default
        base = value_of(child_of(style, "basedOn"))
        look = self._style(base, depth=depth + 1) if base else self._default
        look = _apply_paragraph(_apply_run(look, child_of(style, "rPr")), child_of(style, "pPr"))
        title = value_of(child_of(style, "name")) or name
        heading = _HEADING.search(title)
        if heading:
            look = replace(look, level=int(heading[1]))
        elif title.lower() == "title":
            look = replace(look, level=1)
        if _LIST_STYLE.search(title) and not heading and child_of(style, "pPr") is not None:
            look = replace(look, bullet=True)
        self._resolved[name] = look
        return look


def _apply_paragraph(look: Look, properties: Element | None) -> Look:
    if properties is None:
        return look
    outline = value_of(child_of(properties, "outlineLvl"))
    if outline and outline.isdigit() and int(outline) < 9:
        look = replace(look, level=int(outline) + 1)
    numbering = child_of(properties, "numPr")
    if numbering is not None:
        number = value_of(child_of(numbering, "numId"))
        look = replace(look, bullet=number != "0" and look.level is None)
    spacing = value_of(child_of(properties, "spacing"), "before")
    if spacing and spacing.isdigit():
        # twentieths of a point; a line has about 12 points
        look = replace(look, space_before=round(min(int(spacing) / 20 / 12, 3.0), 2))
    ground = fill_of(child_of(properties, "shd"))
    if ground is not None:
        look = replace(look, ground=ground)
    spacing_rule = child_of(properties, "spacing")
    line = value_of(spacing_rule, "line")
    if (
        value_of(spacing_rule, "lineRule") == "exact"
        and line is not None
        and line.isdigit()
        and int(line) < _TINY_PT * 20
    ):
        look = replace(look, marked=HiddenKind.CLIPPED)
    indent = child_of(properties, "ind")
    for side in ("left", "start", "right", "end", "firstLine"):
        moved = value_of(indent, side) or ""
        if re.fullmatch(r"-?\d{1,7}", moved) and abs(int(moved)) > _FAR_TWIPS:
            look = replace(look, marked=HiddenKind.OFF_PAGE)
    frame = child_of(properties, "framePr")
    for side in ("x", "y"):
        moved = value_of(frame, side) or ""
        if re.fullmatch(r"-?\d{1,7}", moved) and abs(int(moved)) > _FAR_TWIPS:
            look = replace(look, marked=HiddenKind.OFF_PAGE)
    return look


def _apply_run(look: Look, properties: Element | None) -> Look:
    if properties is None:
        return look
    bold = truthy(child_of(properties, "b"))
    if bold is not None:
        look = replace(look, bold=bold)
    size = value_of(child_of(properties, "sz"))
    if size and size.isdigit():
        look = replace(look, size=int(size) / 2)
        if look.marked is HiddenKind.TINY and look.size >= _TINY_PT:
            look = replace(look, marked=None)
    ground = fill_of(child_of(properties, "shd"))
    highlight = _HIGHLIGHTS.get(value_of(child_of(properties, "highlight")) or "")
    if ground is not None or highlight is not None:
        look = replace(look, ground=highlight or ground)
    colour = child_of(properties, "color")
    if colour is not None:
        look = replace(look, colour=_colour(value_of(colour), value_of(colour, "themeColor")))
    return replace(look, marked=_marked(look, properties))


def _marked(look: Look, properties: Element) -> HiddenKind | None:
    vanish = truthy(child_of(properties, "vanish"))
    if vanish or truthy(child_of(properties, "webHidden")):
        return HiddenKind.MARKED_HIDDEN
    if vanish is False and look.marked is HiddenKind.MARKED_HIDDEN:
        return None
    if look.marked is not None:
        return look.marked
    squeezed = value_of(child_of(properties, "w")) or ""
    if 0 < look.size < _TINY_PT or (squeezed.isdigit() and int(squeezed) <= _SQUEEZED_PERCENT):
        return HiddenKind.TINY
    fill = child_of(properties, "textFill")
    if fill is not None and (child_of(fill, "noFill") is not None or _alpha(fill) >= _CLEAR):
        return HiddenKind.TRANSPARENT
    return None


def _alpha(fill: Element) -> int:
    """Transparency in thousandths of a percent."""
    for node in fill.iter():
        value = value_of(node) or ""
        if local(node) == "alpha" and value.isdigit():
            return int(value)
    return 0


def _colour(value: str | None, theme: str | None) -> tuple[int, int, int] | None:
    if value and re.fullmatch(r"[0-9A-Fa-f]{6}", value):
        red, green, blue = (int(value[i : i + 2], 16) for i in (0, 2, 4))
        return red, green, blue
    return _WHITE if theme in {"background1", "light1", "bg1", "lt1"} else None


def fill_of(shading: Element | None) -> tuple[int, int, int] | None:
    """The colour of a shading; None for none or automatic."""
    return _colour(value_of(shading, "fill"), value_of(shading, "themeFill"))


def looks_alike(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    """Whether letters of one colour cannot be read on the other."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) <= _CONTRAST
