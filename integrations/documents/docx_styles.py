"""How Word text looks: bold, size, headings, lists, and what hides it, resolved over styles."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from domain.resume.model import HiddenKind

_TINY_PT = 3.0
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
    hidden: HiddenKind | None = None
    shaded: bool = False
    """Text stands on a colour, so white text may be visible."""


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
        if style and style in self._styles:
            look = _apply_run(look, child_of(self._styles[style], "rPr"))
        return _apply_run(look, properties)

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
    if is_coloured(child_of(properties, "shd")):
        look = replace(look, shaded=True)
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
    if is_coloured(child_of(properties, "shd")) or child_of(properties, "highlight") is not None:
        look = replace(look, shaded=True)
    hidden = look.hidden
    if truthy(child_of(properties, "vanish")) or truthy(child_of(properties, "webHidden")):
        hidden = HiddenKind.INVISIBLE
    elif 0 < look.size < _TINY_PT:
        hidden = HiddenKind.TINY
    colour = value_of(child_of(properties, "color"))
    if colour and _is_white(colour) and not look.shaded:
        hidden = hidden or HiddenKind.SAME_COLOUR
    elif colour and hidden is HiddenKind.SAME_COLOUR:
        hidden = None
    return replace(look, hidden=hidden)


def _is_white(colour: str) -> bool:
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", colour):
        return False
    return all(int(colour[i : i + 2], 16) >= 0xF3 for i in (0, 2, 4))


def is_coloured(shading: Element | None) -> bool:
    """True for a shading that white text can be read on."""
    fill = value_of(shading, "fill")
    return bool(fill and fill.lower() != "auto" and not _is_white(fill))
