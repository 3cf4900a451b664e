"""DOCX fixtures with text in every place, and the share of words that a reader keeps."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_BOX = """<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
 xmlns:v="urn:schemas-microsoft-com:vml"><w:r><mc:AlternateContent>
 <mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx><w:txbxContent>{body}</w:txbxContent>
 </wps:txbx></wps:wsp></w:drawing></mc:Choice>
 <mc:Fallback><w:pict><v:textbox><w:txbxContent>{body}</w:txbxContent></v:textbox></w:pict>
 </mc:Fallback></mc:AlternateContent></w:r></w:p>"""


def made_documents() -> list[tuple[str, bytes]]:
    """Named DOCX files: paragraphs, tables, nested tables, boxes, headers, footers, links."""
    return [
        (maker.__name__.strip("_"), maker()) for maker in (_plain, _tables, _boxes, _everything)
    ]


def reference_words(content: bytes) -> Counter[str]:
    """All ``w:t`` of body, headers and footers, without the copies for old programs."""
    words: Counter[str] = Counter()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"word/(?:document|header\d*|footer\d*)\.xml", name):
                root = ElementTree.fromstring(archive.read(name))  # noqa: S314 - our own file
                for paragraph in _paragraphs(root):
                    words.update(paragraph.split())
    return words


def kept_share(content: bytes, text: str) -> float:
    """Share of the reference words that ``text`` still has."""
    wanted = reference_words(content)
    have = Counter(text.split())
    return (wanted & have).total() / max(1, wanted.total())


def _paragraphs(root: ElementTree.Element) -> Iterator[str]:
    def texts(node: ElementTree.Element) -> Iterator[str]:
        for child in node:
            if child.tag in {f"{_MC}Fallback", f"{_W}p"}:
                continue
            if child.tag == f"{_W}t":
                yield child.text or ""
            elif child.tag in {f"{_W}tab", f"{_W}br"}:
                yield " "
            else:
                yield from texts(child)

    def below(node: ElementTree.Element) -> Iterator[ElementTree.Element]:
        for child in node:
            if child.tag == f"{_MC}Fallback":
                continue
            if child.tag == f"{_W}p":
                yield child
            yield from below(child)

    for paragraph in below(root):
        yield "".join(texts(paragraph))


def _saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _plain() -> bytes:
    import docx

    document = docx.Document()
    document.add_heading("Maria Example", 0)
    document.add_paragraph("maria.example@example.com | +49 30 5550123 | Berlin, Germany")
    document.add_heading("Experience", 1)
    document.add_paragraph("Senior Engineer, Example Systems GmbH\tMar 2020 – Present")
    for item in ("Built the billing service.", "Led a team of four."):
        document.add_paragraph(item, style="List Bullet")
    return _saved(document)


def _tables() -> bytes:
    import docx

    document = docx.Document()
    table = document.add_table(rows=3, cols=2)
    rows = [
        ("01/2020 – heute", "Entwicklerin, Beispiel GmbH\nAufbau der Plattform"),
        ("2016 – 2019", "Werkstudentin, Muster AG"),
        ("Kenntnisse", "Python, SQL, Docker"),
    ]
    for row, (left, right) in zip(table.rows, rows, strict=True):
        row.cells[0].text, row.cells[1].text = left, right
    inner = table.rows[1].cells[1].add_table(rows=1, cols=2)
    inner.rows[0].cells[0].text, inner.rows[0].cells[1].text = "nested left", "nested right"
    deep = inner.rows[0].cells[1].add_table(rows=1, cols=1)
    deep.rows[0].cells[0].text = "deeply nested words@example.com"
    return _saved(document)


def _boxes() -> bytes:
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    document.add_paragraph("Before the box")
    body = "<w:p><w:r><w:t>Box phone (312) 555-0111</w:t></w:r></w:p>"
    body += "<w:p><w:r><w:t xml:space='preserve'>second line </w:t></w:r>"
    body += "<w:r><w:t>of it</w:t></w:r></w:p>"
    document.element.body.insert(1, parse_xml(_BOX.format(body=body)))
    document.add_paragraph("After the box")
    return _saved(document)


def _everything() -> bytes:
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "First page: Kim Example"
    section.header.paragraphs[0].text = "Kim Example, kim@example.com"
    section.header.add_table(1, 2, docx.shared.Inches(6)).rows[0].cells[1].text = "header cell"
    section.footer.paragraphs[0].text = "References on request"
    paragraph = document.add_paragraph("See ")
    paragraph._p.append(
        parse_xml(
            '<w:hyperlink xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            "<w:r><w:t>my portfolio page</w:t></w:r></w:hyperlink>"
        )
    )
    document.add_paragraph("one\ttwo\nthree")
    table = document.add_table(rows=2, cols=3)
    for row in table.rows:
        for number, cell in enumerate(row.cells):
            cell.text = f"cell {number}"
    table.rows[0].cells[0].merge(table.rows[0].cells[1])
    body = "<w:p><w:r><w:t>boxed skill list: Python, Rust</w:t></w:r></w:p>"
    table.rows[1].cells[2]._tc.append(parse_xml(_BOX.format(body=body)))
    table.rows[1].cells[2]._tc.append(parse_xml(f'<w:p xmlns:w="{_W[1:-1]}"/>'))
    return _saved(document)
