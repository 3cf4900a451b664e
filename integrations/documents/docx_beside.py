"""What a Word file holds beside its text: properties, comments, descriptions, unused parts.

Macros are not run and not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from xml.etree.ElementTree import Element

from domain.resume.model import HiddenKind, HiddenText
from integrations.documents.docx_archive import DocxArchive
from integrations.documents.docx_styles import child_of, fill_of, local, truthy, value_of
from integrations.documents.hidden_text import hidden_text
from integrations.documents.worth import worth_telling

_WHITE = (255, 255, 255)
_EMU_PT = 12_700
_FAR_PT = 700
"""Beside any page that people print a resume on; a page is at most 842 points high."""
_SMALL_PT = 3
_LINE_PT = 12
_PROPERTIES = ("docProps/core.xml", "docProps/custom.xml", "docProps/app.xml")
_PLAIN_PROPERTIES = {
    "creator", "lastModifiedBy", "revision", "created", "modified", "Application", "Template",
    "AppVersion", "Company", "TotalTime", "Pages", "Words", "Characters", "Lines", "Paragraphs",
}  # fmt: skip


def page_colour(archive: DocxArchive, document: Element) -> tuple[int, int, int]:
    """The colour of the sheet; white unless a background is set and switched on."""
    background = child_of(document, "background")
    settings = archive.xml("word/settings.xml")
    if background is None or not truthy(child_of(settings, "displayBackgroundShape")):
        return _WHITE
    as_fill = Element("shd", {"fill": value_of(background, "color") or ""})
    return fill_of(as_fill) or _WHITE


def unused_parts(archive: DocxArchive, document: Element) -> frozenset[str]:
    """Headers, footers and notes that no page shows."""
    targets = _targets(archive)
    settings = archive.xml("word/settings.xml")
    even = truthy(child_of(settings, "evenAndOddHeaders")) or False
    shown: set[str] = set()
    for section in (node for node in document.iter() if local(node) == "sectPr"):
        first = truthy(child_of(section, "titlePg")) or False
        for node in section:
            if local(node) in {"headerReference", "footerReference"}:
                kind = value_of(node, "type") or "default"
                if kind == "default" or (kind == "first" and first) or (kind == "even" and even):
                    shown.add(targets.get(value_of(node, "id") or "", ""))
    if any(local(node) == "footnoteReference" for node in document.iter()):
        shown.add("word/footnotes.xml")
    if any(local(node) == "endnoteReference" for node in document.iter()):
        shown.add("word/endnotes.xml")
    parts = {
        name
        for name in archive.names
        if re.fullmatch(r"word/(?:header|footer)\d*\.xml|word/(?:footnotes|endnotes)\.xml", name)
    }
    return frozenset(parts - shown)


def beside_document(
    archive: DocxArchive, document: Element, *, unused: Collection[str], visible: str
) -> list[HiddenText]:
    """Comments and parts that no page shows, and properties and descriptions worth telling."""
    found = [
        hidden_text(HiddenKind.METADATA, text, page=0)
        for text in dict.fromkeys([*_comments(archive)])
    ]
    for name in sorted(unused):
        words = _words(archive.xml(name))
        if words and words not in visible.replace("\n", " "):
            found.append(hidden_text(HiddenKind.MARKED_HIDDEN, words, page=1))
    texts = dict.fromkeys([*_properties(archive), *_descriptions(document)])
    return found + [
        hidden_text(HiddenKind.METADATA, text, page=0)
        for text in texts
        if worth_telling(text, visible=visible)
    ]


def unseen_drawing(drawing: Element) -> list[HiddenKind]:
    """What hides a text box: the mark, a place beside the page, a size in which nothing fits."""
    for node in drawing.iter():
        name = local(node)
        if name == "docPr" and value_of(node, "hidden") in {"1", "true"}:
            return [HiddenKind.MARKED_HIDDEN]
        offset = (node.text or "").strip() if name == "posOffset" else ""
        if re.fullmatch(r"-?\d{1,10}", offset) and abs(int(offset)) > _FAR_PT * _EMU_PT:
            return [HiddenKind.OFF_PAGE]
        if name == "extent":
            sides = [value_of(node, side) or "" for side in ("cx", "cy")]
            if any(side.isdigit() and int(side) < _SMALL_PT * _EMU_PT for side in sides):
                return [HiddenKind.CLIPPED]
        style = value_of(node, "style") if name in {"shape", "rect"} else None
        if style:
            if re.search(r"visibility\s*:\s*hidden", style):
                return [HiddenKind.MARKED_HIDDEN]
            moved = re.findall(r"(?:margin-)?(?:left|top)\s*:\s*(-?\d+)(?:\.\d+)?pt", style)
            if any(abs(int(each)) > _FAR_PT for each in moved):
                return [HiddenKind.OFF_PAGE]
    return []


def has_fill(drawing: Element) -> bool:
    """Whether a shape or picture of it may give the text a ground of its own."""
    for node in drawing.iter():
        name = local(node)
        if name in {"spPr", "grpSpPr", "bgPr"}:
            fills = {local(child) for child in node}
            if fills & {"solidFill", "gradFill", "blipFill", "pattFill", "grpFill"}:
                return True
        elif (
            name == "pic"
            or (name == "fillRef" and (value_of(node, "idx") or "0") != "0")
            or (name in {"shape", "rect", "roundrect"} and value_of(node, "fillcolor"))
            or name == "imagedata"
        ):
            return True
    return False


def lines_over(drawing: Element) -> int:
    """How many lines of text may stand on a filled shape that lies behind them."""
    behind = any(
        local(node) == "anchor" and value_of(node, "behindDoc") in {"1", "true"}
        for node in drawing.iter()
    )
    if not behind or not has_fill(drawing):
        return 0
    heights = [
        int(height)
        for node in drawing.iter()
        if local(node) == "extent" and (height := value_of(node, "cy") or "").isdigit()
    ]
    return max(heights, default=0) // (_LINE_PT * _EMU_PT) + 1


def _targets(archive: DocxArchive) -> dict[str, str]:
    relations = archive.xml("word/_rels/document.xml.rels")
    found: dict[str, str] = {}
    for relation in relations if relations is not None else ():
        target = relation.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else f"word/{target}"
        found[relation.get("Id", "")] = path
    return found


def _words(root: Element | None) -> str:
    if root is None:
        return ""
    texts = (node.text or "" for node in root.iter() if local(node) in {"t", "delText"})
    return " ".join(" ".join(texts).split())


def _comments(archive: DocxArchive) -> Iterator[str]:
    root = archive.xml("word/comments.xml")
    for comment in root if root is not None else ():
        words = _words(comment)
        if words:
            yield words


def _properties(archive: DocxArchive) -> Iterator[str]:
    for name in _PROPERTIES:
        root = archive.xml(name)
        for node in root.iter() if root is not None else ():
            if node.text and node.text.strip() and local(node) not in _PLAIN_PROPERTIES:
                yield node.text.strip()
    settings = archive.xml("word/settings.xml")
    for node in settings.iter() if settings is not None else ():
        if local(node) == "docVar":
            yield value_of(node) or ""


def _descriptions(document: Element) -> Iterator[str]:
    """Alternative texts, and words of field codes."""
    for node in document.iter():
        if local(node) in {"docPr", "cNvPr"}:
            yield from (value_of(node, name) or "" for name in ("descr", "title"))
        elif local(node) == "instrText" and node.text:
            yield node.text
