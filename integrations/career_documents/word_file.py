"""Word files with real styles: title, headings, list bullets. No tables and no text boxes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from domain.career_documents.headings import RIGHT_TO_LEFT
from domain.career_documents.model import Theme
from domain.career_documents.type_sizes import SIZES
from integrations.career_documents.layout import Kind, Piece, Row

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Of every file: the same document is the same bytes."""
_BODY = "Body Text"
_STYLES = {
    Kind.NAME: "Title", Kind.LABEL: "Subtitle", Kind.CONTACT: _BODY, Kind.HEADING: "Heading 1",
    Kind.ENTRY: "Heading 2", Kind.ROLE: "Heading 3", Kind.TEXT: _BODY,
    Kind.BULLET: "List Bullet", Kind.LINE: _BODY, Kind.SUBJECT: _BODY,
}  # fmt: skip
_SPACE = {
    "Title": (0, 2), "Subtitle": (0, 3), "Body Text": (3, 3), "Heading 1": (12, 4),
    "Heading 2": (9, 1), "Heading 3": (5, 2), "List Bullet": (1, 1),
}  # fmt: skip
"""Points above and below a paragraph."""
_FONTS = {
    Theme.CLASSIC: "Georgia", Theme.MODERN: "Calibri", Theme.COMPACT: "Calibri",
    Theme.PLAIN: "Arial",
}  # fmt: skip
_EAST_ASIAN_FONTS = {"ja": "Yu Gothic", "zh": "Microsoft YaHei", "ko": "Malgun Gothic"}
_COMPLEX_FONT = "Arial"
"""Of Arabic, Hebrew, Thai and Indian scripts; every word processor has it or a like one."""
_REGIONS = {
    "en": "en-US", "de": "de-DE", "fr": "fr-FR", "es": "es-ES", "pt": "pt-PT", "it": "it-IT",
    "nl": "nl-NL", "ru": "ru-RU", "hi": "hi-IN", "ja": "ja-JP", "zh": "zh-CN", "ko": "ko-KR",
    "ar": "ar-SA", "he": "he-IL", "fa": "fa-IR", "th": "th-TH",
}  # fmt: skip
_ACCENT = {Theme.MODERN: "1D4F7C"}
_RIGHT = r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
_RUNS = re.compile(rf"{_RIGHT}+(?:[\s\u200c\u200d]+{_RIGHT}+)*")
_PAGES = {"a4": (595.3, 841.9), "us-letter": (612.0, 792.0)}
"""Width and height in points."""


def word_file(rows: Sequence[Row], *, theme: Theme, title: str, language: str, page: str) -> bytes:
    """A DOCX file of these rows; words enter as text nodes and never as markup."""
    import docx

    document = docx.Document()
    is_rtl = language in RIGHT_TO_LEFT
    _set_page(document, theme=theme, page=page)
    _set_styles(document, theme=theme, language=language)
    _set_properties(document, title=title, language=language)
    for row in rows:
        paragraph = document.add_paragraph(style=_STYLES[row.kind])
        _set_direction(paragraph, is_rtl=is_rtl)
        _write(paragraph, row)
    stored = io.BytesIO()
    document.save(stored)
    return _without_times(stored.getvalue())


def _set_page(document: Document, *, theme: Theme, page: str) -> None:
    from docx.shared import Pt

    width, height = _PAGES[page]
    margin = 46 if theme is Theme.COMPACT else 58
    for section in document.sections:
        section.page_width, section.page_height = Pt(width), Pt(height)
        section.left_margin = section.right_margin = Pt(margin)
        section.top_margin = section.bottom_margin = Pt(margin - 6)


def _set_styles(document: Document, *, theme: Theme, language: str) -> None:
    from docx.shared import Pt, RGBColor

    sizes = SIZES[theme]
    points = {
        "Title": sizes.name, "Subtitle": sizes.label, "Body Text": sizes.body,
        "Heading 1": sizes.heading, "Heading 2": sizes.entry, "Heading 3": sizes.role,
        "List Bullet": sizes.body,
    }  # fmt: skip
    tight = 0.7 if theme is Theme.COMPACT else 1.0
    for name, size in points.items():
        style: ParagraphStyle = document.styles[name]
        before, after = _SPACE[name]
        style.font.size = Pt(size)
        style.font.bold = name not in {"Body Text", "List Bullet", "Subtitle", "Heading 3"}
        style.font.italic = name == "Heading 3" and theme is Theme.CLASSIC
        accent = _ACCENT.get(theme, "000000") if name in {"Title", "Heading 1"} else "000000"
        style.font.color.rgb = RGBColor.from_string(accent)
        form = style.paragraph_format
        form.space_before, form.space_after = Pt(before * tight), Pt(after * tight)
        form.line_spacing = 1.08
        form.keep_with_next = name.startswith(("Heading", "Title"))
        _set_fonts(style, theme=theme, language=language, size=size)
    _drop_marks(document)


def _set_fonts(style: ParagraphStyle, *, theme: Theme, language: str, size: float) -> None:
    """One font per script; theme fonts of the template would win over names, so they go."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    fonts = OxmlElement("w:rFonts")
    font = _FONTS[theme]
    for which, name in (
        ("ascii", font),
        ("hAnsi", font),
        ("eastAsia", _EAST_ASIAN_FONTS.get(language, "Yu Gothic")),
        ("cs", _COMPLEX_FONT),
    ):
        fonts.set(qn(f"w:{which}"), name)
    properties.insert(0, fonts)
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    complex_size = OxmlElement("w:szCs")
    complex_size.set(qn("w:val"), str(round(size * 2)))
    plain_size = properties.find(qn("w:sz"))
    if plain_size is not None:
        plain_size.addnext(complex_size)


def _drop_marks(document: Document) -> None:
    """The template draws a line below its title and numbers its subtitle; our themes do not."""
    from docx.oxml.ns import qn

    for name in ("Title", "Subtitle"):
        properties = document.styles[name].element.pPr
        for mark in ("w:pBdr", "w:numPr"):
            for found in properties.findall(qn(mark)) if properties is not None else ():
                properties.remove(found)


def _set_properties(document: Document, *, title: str, language: str) -> None:
    from docx.oxml.ns import qn

    tag = _REGIONS.get(language, language)
    core = document.core_properties
    core.title, core.author, core.last_modified_by = title, title, ""
    core.comments, core.keywords, core.subject = "", "", ""
    core.language = tag
    core.created = core.modified = _CREATED
    core.revision = 1
    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), tag)
        if language in _EAST_ASIAN_FONTS:
            element.set(qn("w:eastAsia"), tag)
        if language in RIGHT_TO_LEFT:
            element.set(qn("w:bidi"), tag)


def _set_direction(paragraph: Paragraph, *, is_rtl: bool) -> None:
    from docx.oxml.parser import OxmlElement

    if is_rtl:
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))


def _write(paragraph: Paragraph, row: Row) -> None:
    for index, piece in enumerate(row.pieces):
        if index:
            paragraph.add_run(row.joint).bold = _weight(row)
        if piece.url:
            _link(paragraph, piece)
        else:
            _words(paragraph, piece, row)


def _words(paragraph: Paragraph, piece: Piece, row: Row) -> None:
    """Runs of one direction each: a word processor shapes right-to-left words only when told."""
    from docx.oxml.parser import OxmlElement

    strong = True if row.kind is Kind.SUBJECT or piece.is_strong else _weight(row)
    position = 0
    for found in _RUNS.finditer(piece.text):
        if found.start() > position:
            paragraph.add_run(piece.text[position : found.start()]).bold = strong
        run = paragraph.add_run(found.group())
        run.bold = strong
        properties = run._r.get_or_add_rPr()
        if strong:
            properties.append(OxmlElement("w:bCs"))
        properties.append(OxmlElement("w:rtl"))
        position = found.end()
    if position < len(piece.text):
        paragraph.add_run(piece.text[position:]).bold = strong


def _weight(row: Row) -> bool | None:
    """Plain for what stands beside the name of an entry, else as the style says."""
    return False if row.kind in {Kind.ENTRY, Kind.ROLE} else None


def _link(paragraph: Paragraph, piece: Piece) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    target = paragraph.part.relate_to(piece.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), target)
    link.append(paragraph.add_run(piece.text)._r)
    paragraph._p.append(link)


def _without_times(content: bytes) -> bytes:
    """The same archive with one fixed time for all of its parts."""
    stored = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            fixed = zipfile.ZipInfo(entry.filename, date_time=(2000, 1, 1, 0, 0, 0))
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.external_attr = 0o600 << 16
            target.writestr(fixed, source.read(entry.filename))
    return stored.getvalue()
