# ruff: noqa: E501 - XML is easier to read in one piece
"""Word files and web pages with one visible resume and one hidden text each."""

from __future__ import annotations

import html
import io
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.documents.payloads import VISIBLE

if TYPE_CHECKING:
    from docx.document import Document

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_WORD = Callable[["Document", str], None]


def word_with(hide: _WORD, payload: str) -> bytes:
    """A Word file with the visible resume, and what ``hide`` adds."""
    import docx

    document = docx.Document()
    document.core_properties.comments = ""
    for line in VISIBLE:
        document.add_paragraph(line)
    hide(document, payload)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _run(properties: str) -> _WORD:
    """A run whose properties are the given XML."""

    def hide(document: Document, payload: str) -> None:
        from docx.oxml import parse_xml

        run = document.add_paragraph().add_run(payload)
        run._r.insert(0, parse_xml(f"<w:rPr {_W}>{properties}</w:rPr>"))

    return hide


def _paragraph(properties: str) -> _WORD:
    def hide(document: Document, payload: str) -> None:
        from docx.oxml import parse_xml

        paragraph = document.add_paragraph(payload)
        paragraph._p.insert(0, parse_xml(f"<w:pPr {_W}>{properties}</w:pPr>"))

    return hide


def _body(xml: str) -> _WORD:
    """XML at the end of the body; PAYLOAD stands for the hidden text."""

    def hide(document: Document, payload: str) -> None:
        from docx.oxml import parse_xml

        element = parse_xml(xml.replace("PAYLOAD", html.escape(payload)))
        document.element.body.insert(len(document.element.body) - 1, element)

    return hide


def _style(document: Document, payload: str) -> None:
    from docx.enum.style import WD_STYLE_TYPE

    base = document.styles.add_style("Base", WD_STYLE_TYPE.CHARACTER)
    base.font.hidden = True
    child = document.styles.add_style("Child", WD_STYLE_TYPE.CHARACTER)
    child.base_style = base
    document.add_paragraph().add_run(payload, style="Child")


def _white_in_table(document: Document, payload: str) -> None:
    from docx.shared import RGBColor

    table = document.add_table(rows=1, cols=1, style="Table Grid")
    run = table.rows[0].cells[0].paragraphs[0].add_run(payload)
    run.font.color.rgb = RGBColor(255, 255, 255)


def _flat_row(document: Document, payload: str) -> None:
    from docx.enum.table import WD_ROW_HEIGHT_RULE
    from docx.shared import Pt

    row = document.add_table(rows=1, cols=1).rows[0]
    row.height, row.height_rule = Pt(1), WD_ROW_HEIGHT_RULE.EXACTLY
    row.cells[0].text = payload


def _properties(document: Document, payload: str) -> None:
    document.core_properties.keywords = payload


def _comment(document: Document, payload: str) -> None:
    run = document.paragraphs[0].runs[0]
    document.add_comment(run, text=payload, author="x", initials="x")


def _unused_header(document: Document, payload: str) -> None:
    document.sections[0].first_page_header.paragraphs[0].text = payload
    document.sections[0].different_first_page_header_footer = False


def _box(anchor: str, extent: str, mark: str = "") -> _WORD:
    return _body(
        f'<w:p {_W} xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:r><w:drawing>'
        f'<wp:anchor behindDoc="0"><wp:positionH relativeFrom="page"><wp:posOffset>{anchor}</wp:posOffset>'
        f'</wp:positionH><wp:extent {extent}/><wp:docPr id="7" name="box"{mark}/><a:graphic><a:graphicData>'
        "<wps:wsp><wps:spPr/><wps:txbx><w:txbxContent><w:p><w:r><w:t>PAYLOAD</w:t></w:r></w:p>"
        "</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r></w:p>"
    )


_BOX = 'cx="3000000" cy="900000"'
_DELETED = f'<w:p {_W}><w:del w:id="9" w:author="x"><w:r><w:delText>PAYLOAD</w:delText></w:r></w:del></w:p>'
IN_WORD: dict[str, _WORD] = {
    "vanish": _run("<w:vanish/>"),
    "white": _run('<w:color w:val="FFFFFF"/>'),
    "near white": _run('<w:color w:val="FAFAF7"/>'),
    "theme white": _run('<w:color w:val="auto" w:themeColor="background1"/>'),
    "tiny": _run('<w:sz w:val="2"/>'),
    "squeezed": _run('<w:w w:val="1"/>'),
    "colour of the shading": _run(
        '<w:color w:val="203040"/><w:shd w:val="clear" w:color="auto" w:fill="203040"/>'
    ),
    "colour of the highlight": _run('<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>'),
    "no text fill": _run(
        '<w14:textFill xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">'
        "<w14:noFill/></w14:textFill>"
    ),
    "hidden by a style": _style,
    "white in a plain table": _white_in_table,
    "line without height": _paragraph('<w:spacing w:line="10" w:lineRule="exact"/>'),
    "far indent": _paragraph('<w:ind w:left="30000"/>'),
    "row without height": _flat_row,
    "box beside the page": _box("90000000", _BOX),
    "box without size": _box("0", 'cx="100" cy="100"'),
    "box marked hidden": _box("0", _BOX, ' hidden="1"'),
    "tracked deletion": _body(_DELETED),
    "comment": _comment,
    "properties": _properties,
    "header that is not used": _unused_header,
    "description of a picture": _body(
        f'<w:p {_W} xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<w:r><w:drawing><wp:inline><wp:extent cx="90000" cy="90000"/>'
        '<wp:docPr id="8" name="p" descr="PAYLOAD"/></wp:inline></w:drawing></w:r></w:p>'
    ),
}


def page_of(hidden: str, payload: str) -> bytes:
    """A web page with the visible resume; PAYLOAD in ``hidden`` stands for the hidden text."""
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in VISIBLE)
    body = hidden.replace("PAYLOAD", html.escape(payload))
    return f"<!doctype html><html><body>{lines}{body}</body></html>".encode()


def _styled(style: str) -> str:
    return f'<div style="{style}">PAYLOAD</div>'


IN_HTML: dict[str, str] = {
    "display none": _styled("display:none"),
    "visibility": _styled("visibility: hidden"),
    "hidden attribute": "<div hidden>PAYLOAD</div>",
    "font size 0": _styled("font-size:0"),
    "font size 1px": _styled("color:#333;font-size:1px"),
    "opacity 0": _styled("opacity:0"),
    "transparent": _styled("color: rgba(0,0,0,0)"),
    "off screen": _styled("position:absolute;left:-9999px"),
    "indented away": _styled("text-indent:-9999px"),
    "white": _styled("color:#ffffff"),
    "near white": _styled("color: rgb(252, 252, 250)"),
    "own background": _styled("background:#123456;color:#123456"),
    "clipped": _styled("position:absolute;clip:rect(0,0,0,0)"),
    "no height": _styled("height:0;overflow:hidden"),
    "scaled away": _styled("transform:scale(0)"),
    "style sheet": "<style>.x > b {display:none}</style><div class=x><b>PAYLOAD</b></div>",
    "comment": "<!-- PAYLOAD -->",
    "description of a picture": '<img src="x.png" alt="PAYLOAD">',
    "hidden input": '<input type="hidden" value="PAYLOAD">',
    "template": "<template>PAYLOAD</template>",
}
