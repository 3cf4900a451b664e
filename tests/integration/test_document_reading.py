"""Files of every kind through the limited process: read, or one clear sentence."""

from __future__ import annotations

import io
import json
import zipfile
import zlib

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from domain.errors import DocumentFault, UnreadableDocument
from domain.resume.spans import unsupported_values
from evaluation.resumes.docx_words import kept_share, made_documents
from integrations.documents.parsing import parse, text_of
from integrations.documents.process_reader import LimitedProcessReader
from tests.integration.resume_pdfs import classic, drawn

MARKDOWN = b"# Ada Example\nada@example.com\n\n## Skills\nPython, SQL\n"


@pytest.fixture
def reader() -> LimitedProcessReader:
    return LimitedProcessReader(max_bytes=200_000, timeout_s=30, memory_bytes=600_000_000)


def _zip(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return buffer.getvalue()


def _encrypted() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("secret"))
    canvas.drawString(60, 700, "hello")
    canvas.save()
    return buffer.getvalue()


def _scanned() -> bytes:
    def draw(canvas: Canvas) -> None:
        from PIL import Image
        from reportlab.lib.utils import ImageReader

        canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), "gray")), 0, 0, 600, 780)

    return drawn(draw)


def _stream_bomb() -> bytes:
    body = zlib.compress(b"q " * 40_000_000, 9)
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Length " + str(len(body)).encode() + b"/Filter/FlateDecode>>stream\n"
        + body + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )  # fmt: skip


BAD: dict[str, tuple[bytes, DocumentFault, str]] = {
    "empty.pdf": (b"", DocumentFault.EMPTY, "empty"),
    "blank.pdf": (drawn(lambda canvas: canvas.showPage()), DocumentFault.EMPTY, "no text"),
    "scan.pdf": (_scanned(), DocumentFault.SCANNED, "is a picture"),
    "locked.pdf": (_encrypted(), DocumentFault.ENCRYPTED, "password"),
    "half.pdf": (drawn(classic)[:900], DocumentFault.TRUNCATED, "damaged"),
    "half.docx": (made_documents()[0][1][:9000], DocumentFault.TRUNCATED, "damaged"),
    "bomb.docx": (
        _zip(word__document=b"<w>" + b"a" * 30_000_000 + b"</w>"),
        DocumentFault.EXPANDS_TOO_FAR,
        "too large",
    ),
    "laughs.docx": (
        _zip(word__document=b'<!DOCTYPE l [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><w>&b;</w>'),
        DocumentFault.EXPANDS_TOO_FAR,
        "too large",
    ),
    "sheet.xlsx": (_zip(xl__workbook=b"<a/>"), DocumentFault.WRONG_TYPE, "spreadsheet"),
    "photo.png": (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, DocumentFault.WRONG_TYPE, "picture"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, DocumentFault.WRONG_TYPE, ".doc"),
    "tool.exe": (b"MZ" + b"\0" * 99, DocumentFault.WRONG_TYPE, "program"),
    "other.json": (b'{"a": 1}', DocumentFault.WRONG_TYPE, "JSON Resume"),
    "large.txt": (b"word " * 60_000, DocumentFault.OVERSIZED, "limit"),
}


@pytest.mark.parametrize("name", BAD)
async def test_what_cannot_be_read_is_refused_in_one_sentence(
    reader: LimitedProcessReader, name: str
) -> None:
    content, fault, words = BAD[name]
    with pytest.raises(UnreadableDocument, match=words) as caught:
        await reader.read(content, name=name)
    assert caught.value.fault is fault
    assert "\n" not in str(caught.value)


async def test_a_page_that_grows_without_end_is_stopped() -> None:
    reader = LimitedProcessReader(max_bytes=500_000, timeout_s=20, memory_bytes=300_000_000)
    with pytest.raises(UnreadableDocument) as caught:
        await reader.read(_stream_bomb(), name="bomb.pdf")
    assert caught.value.fault in {DocumentFault.EXPANDS_TOO_FAR, DocumentFault.TOO_SLOW}


async def test_a_parse_that_takes_too_long_is_killed() -> None:
    reader = LimitedProcessReader(max_bytes=500_000, timeout_s=0.02, memory_bytes=600_000_000)
    with pytest.raises(UnreadableDocument, match=r"longer than 0\.02 seconds") as caught:
        await reader.read(drawn(classic), name="cv.pdf")
    assert caught.value.fault is DocumentFault.TOO_SLOW


async def test_the_process_returns_the_same_resume_as_the_rules(
    reader: LimitedProcessReader,
) -> None:
    content = drawn(classic)
    resume = await reader.read(content, name="../../etc/passwd; rm -rf $HOME.pdf")
    assert resume == parse(content, suffix=".pdf")
    assert unsupported_values(resume) == []


async def test_only_the_text_can_be_asked_for(reader: LimitedProcessReader) -> None:
    text = await reader.read_text(MARKDOWN, name="job.md")
    assert text.text == "Ada Example\nada@example.com\nSkills\nPython, SQL"
    assert text.media_type == "text/markdown"


def test_the_kind_is_told_by_content_not_by_name() -> None:
    assert parse(drawn(classic), suffix=".txt").source.media_type == "application/pdf"
    resume = parse(json.dumps({"basics": {"name": "Ann Example"}}).encode(), suffix=".txt")
    assert resume.contact.name is not None
    assert resume.contact.name.text == "Ann Example"
    assert parse("Zoë Müller".encode("cp1252"), suffix=".txt").source.text == "Zoë Müller"


@pytest.mark.parametrize(("label", "content"), made_documents())
def test_a_word_file_keeps_its_words(label: str, content: bytes) -> None:
    assert kept_share(content, text_of(content, suffix=".docx").text) >= 0.99, label


def test_a_word_file_made_of_one_table_is_read() -> None:
    import docx

    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for left, *right in (
        ("", "Julia Beispiel", "julia@example.com | +49 171 5550199 | Köln"),
        ("BERUFSERFAHRUNG", ""),
        ("01/2020 – heute", "Teamleiterin Vertrieb", "Beispiel Handels GmbH, Köln", "Aufbau"),
        ("2015 – 2019", "Vertriebsmitarbeiterin", "Muster KG, Bonn", "Betreuung von Kunden"),
        ("AUSBILDUNG", ""),
        ("2012 – 2015", "Ausbildung zur Kauffrau im Einzelhandel", "Berufskolleg Bonn"),
        ("KENNTNISSE", "MS Office, SAP, Salesforce"),
    ):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = left, right[0]
        for line in right[1:]:
            cells[1].add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    resume = parse(buffer.getvalue(), suffix=".docx")
    assert [
        (work.employer and work.employer.text, role.title and role.title.text)
        for work in resume.work
        for role in work.roles
    ] == [
        ("Beispiel Handels GmbH", "Teamleiterin Vertrieb"),
        ("Muster KG", "Vertriebsmitarbeiterin"),
    ]
    assert [skill.name.text for skill in resume.skills] == ["MS Office", "SAP", "Salesforce"]
    assert resume.education[0].institution is not None
    assert resume.education[0].institution.text == "Berufskolleg Bonn"


def test_a_footer_is_text_but_no_skill() -> None:
    import docx

    document = docx.Document()
    document.add_heading("Kim Example", 0)
    document.add_heading("Skills", 1)
    document.add_paragraph("Python, SQL")
    document.sections[0].footer.paragraphs[0].text = "References on request"
    buffer = io.BytesIO()
    document.save(buffer)
    resume = parse(buffer.getvalue(), suffix=".docx")
    assert resume.source.text.endswith("References on request")
    assert [skill.name.text for skill in resume.skills] == ["Python", "SQL"]


def test_hidden_words_of_a_word_file_are_reported() -> None:
    import docx
    from docx.shared import Pt, RGBColor

    document = docx.Document()
    document.add_paragraph("Visible words")
    paragraph = document.add_paragraph()
    for text, attribute, value in (
        ("vanished", "hidden", True),
        ("small", "size", Pt(1)),
    ):
        setattr(paragraph.add_run(text).font, attribute, value)
    paragraph.add_run("white").font.color.rgb = RGBColor(255, 255, 255)
    buffer = io.BytesIO()
    document.save(buffer)
    resume = parse(buffer.getvalue(), suffix=".docx")
    assert resume.source.text == "Visible words"
    assert {(item.kind.value, item.text) for item in resume.hidden} == {
        ("marked_hidden", "vanished"),
        ("tiny", "small"),
        ("same_colour", "white"),
    }
