"""What style declarations hide, and the texts of a page that stand in no place on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from domain.resume.model import HiddenKind

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)
_CONTRAST = 20
"""Of 255, as for PDF pages."""
_MAX_RULES = 2_000
_NAMES: dict[str, Colour] = {
    "white": WHITE, "snow": (255, 250, 250), "ivory": (255, 255, 240), "black": (0, 0, 0),
    "ghostwhite": (248, 248, 255), "whitesmoke": (245, 245, 245), "floralwhite": (255, 250, 240),
    "gray": (128, 128, 128), "grey": (128, 128, 128), "silver": (192, 192, 192), "red": (255, 0, 0),
    "navy": (0, 0, 128), "blue": (0, 0, 255), "green": (0, 128, 0), "yellow": (255, 255, 0),
}  # fmt: skip
_PATTERNS: tuple[tuple[re.Pattern[str], HiddenKind], ...] = tuple(
    (re.compile(rf"(?:^|[;\s{{]){pattern}", re.IGNORECASE), kind)
    for pattern, kind in (
        (r"display\s*:\s*none", HiddenKind.INVISIBLE),
        (r"visibility\s*:\s*(?:hidden|collapse)", HiddenKind.INVISIBLE),
        (r"content-visibility\s*:\s*hidden", HiddenKind.INVISIBLE),
        (r"opacity\s*:\s*(?:0?\.0\d*|0(?:\.0\d*)?|[0-7]%)\s*(?:!|;|$)", HiddenKind.TRANSPARENT),
        (r"color\s*:\s*transparent", HiddenKind.TRANSPARENT),
        (
            r"color\s*:\s*(?:rgba|hsla|rgb|hsl)\([^)]*[,/]\s*(?:0?\.0\d*|0(?:\.0+)?%?)\s*\)",
            HiddenKind.TRANSPARENT,
        ),
        (
            r"font-size\s*:\s*(?:0|[0-2](?:\.\d+)?(?:px|pt)|0?\.[01]\d*r?em)\s*(?:!|;|$)",
            HiddenKind.TINY,
        ),
        (r"transform\s*:[^;]*scale[xy3d]*\(\s*0(?:\.0\d*)?\s*[,)]", HiddenKind.TINY),
        (
            r"(?:left|top|right|bottom|text-indent|margin(?:-left|-top)?)\s*:\s*-\d{3,}",
            HiddenKind.OFF_PAGE,
        ),
        (r"(?:left|top)\s*:\s*\d{4,}\s*(?:px|pt)", HiddenKind.OFF_PAGE),
        (r"transform\s*:[^;]*translate[xy3d]*\([^)]*-?\d{4,}", HiddenKind.OFF_PAGE),
        (r"clip\s*:\s*rect\(\s*(?:0|1px)[\s,]", HiddenKind.CLIPPED),
        (r"clip-path\s*:\s*(?:inset\(\s*(?:[5-9]\d|100)%|circle\(\s*0)", HiddenKind.CLIPPED),
    )
)
_FLAT = re.compile(
    r"(?:^|[;\s{])(?:max-)?(?:height|width)\s*:\s*[01](?:px|pt)?\s*(?:!|;|$)", re.IGNORECASE
)
_CUT = re.compile(r"overflow(?:-[xy])?\s*:\s*(?:hidden|clip)", re.IGNORECASE)
_TEXT_COLOUR = re.compile(r"(?:^|[;\s{])color\s*:\s*([^;!]+)", re.IGNORECASE)
_GROUND = re.compile(r"(?:^|[;\s{])background(?:-color|-image)?\s*:\s*([^;!]+)", re.IGNORECASE)
_RULE = re.compile(r"([^{}@]+)\{([^{}]*)\}")
_TEMPLATE = re.compile(r"<template\b[^>]*>(.*?)</template", re.DOTALL | re.IGNORECASE)
_CONDITIONAL = re.compile(
    r"@(?:media|supports|keyframes|font-face|page)[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}"
)
_NO_GROUND = {"none", "transparent", "inherit", ""}
_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlLook:
    """What declarations say about one element."""

    hidden: HiddenKind | None = None
    colour: Colour | None = None
    ground: Colour | None = None
    has_ground: bool = False
    """It lays something under its text; with ``ground`` None it is not known what."""


def look_of(declarations: str) -> HtmlLook:
    """The look that CSS declarations give; later ones win for colours.

    >>> look_of("color:#fff; display:none").hidden.value
    'invisible'
    """
    if not declarations.strip("; "):
        return HtmlLook()
    hidden = next((kind for pattern, kind in _PATTERNS if pattern.search(declarations)), None)
    if hidden is None and _FLAT.search(declarations) and _CUT.search(declarations):
        hidden = HiddenKind.CLIPPED
    colours = _TEXT_COLOUR.findall(declarations)
    grounds = _GROUND.findall(declarations)
    ground = colour_of(grounds[-1]) if grounds else None
    nothing = bool(grounds) and grounds[-1].strip().lower() in {
        "none",
        "transparent",
        "inherit",
        "",
    }
    return HtmlLook(
        hidden=hidden,
        colour=colour_of(colours[-1]) if colours else None,
        ground=ground,
        has_ground=bool(grounds) and not nothing,
    )


def colour_of(value: str) -> Colour | None:
    """A CSS colour; None for what is not plainly one.

    >>> colour_of("#fff"), colour_of("rgb(10, 20, 30)"), colour_of("url(x.png)")
    ((255, 255, 255), (10, 20, 30), None)
    """
    word = value.strip().lower()
    if word in _NAMES:
        return _NAMES[word]
    short = re.fullmatch(r"#([0-9a-f])([0-9a-f])([0-9a-f])[0-9a-f]?", word)
    if short:
        red, green, blue = (int(digit * 2, 16) for digit in short.groups())
        return red, green, blue
    long = re.fullmatch(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})(?:[0-9a-f]{2})?", word)
    if long:
        red, green, blue = (int(pair, 16) for pair in long.groups())
        return red, green, blue
    parts = re.fullmatch(r"rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\b.*\)", word)
    if parts:
        red, green, blue = (min(255, int(part)) for part in parts.groups())
        return red, green, blue
    return None


def alike(one: Colour, other: Colour) -> bool:
    """Whether letters of one colour cannot be read on the other."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) <= _CONTRAST


def rules_of(tree: Any) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of the page's own style sheets, outside of conditions."""
    count = 0
    for sheet in tree.css("style"):
        text = re.sub(r"/\*.*?\*/", "", sheet.text(deep=True), flags=re.DOTALL)
        # what holds for print or a small screen only is not how the page looks
        text = re.sub(
            r"@(?:media|supports|keyframes|font-face|page)[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}",
            "",
            text,
        )
        for selector, declarations in _RULE.findall(text):
            count += 1
            if count > _MAX_RULES:
                return
            if selector.strip() and ":" not in selector:
                yield selector.strip(), declarations


def texts_beside(tree: Any, source: str) -> Iterator[str]:
    """Comments, descriptions and values that no place of the page shows."""
    for comment in _COMMENT.findall(source):
        yield " ".join(comment.split())
    for template in _TEMPLATE.findall(source):
        yield " ".join(re.sub(r"<[^>]*>", " ", template).split())
    for node in tree.css("meta[content]"):
        yield node.attributes.get("content") or ""
    for node in tree.css("[alt], [title], [aria-label], [aria-description], input[type=hidden]"):
        for name in ("alt", "title", "aria-label", "aria-description", "value"):
            yield node.attributes.get(name) or ""
    for node in tree.css("noscript, textarea"):
        yield " ".join(node.text(deep=True).split())
