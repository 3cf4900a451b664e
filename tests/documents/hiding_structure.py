"""PDFs that hide text by what a file may hold beside plain drawing: layers, fonts, notes."""

from __future__ import annotations

import io
from collections.abc import Callable

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    RectangleObject,
    TextStringObject,
)

from tests.documents.hiding_pdf import FREE, LEFT, page_with, write
from tests.documents.payloads import VISIBLE, lines_of

Make = Callable[[str], bytes]


def plain_writer(payload: str = "") -> PdfWriter:
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(page_with(lambda _canvas, _text: None, payload))))
    return writer


def saved(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def add_content(writer: PdfWriter, content: bytes) -> None:
    page = writer.pages[0]
    stream = DecodedStreamObject()
    stream.set_data(content)
    old = page["/Contents"]
    parts = (
        ArrayObject(old)
        if isinstance(old, ArrayObject)
        else ArrayObject([page.raw_get("/Contents")])
    )
    parts.append(writer._add_object(stream))
    page[NameObject("/Contents")] = parts


def text_operators(payload: str, *, font: str = "/F1") -> bytes:
    shown = b"".join(b"(%s) Tj T* " % line.encode("latin-1") for line in lines_of(payload))
    return b"q BT %s 10 Tf 14 TL %d %d Td %sET Q" % (font.encode(), LEFT, FREE, shown)


def add_resource(writer: PdfWriter, kind: str, name: str, value: object) -> None:
    resources = writer.pages[0]["/Resources"].get_object()
    assert isinstance(resources, DictionaryObject)
    if kind not in resources:
        resources[NameObject(kind)] = DictionaryObject()
    holder = resources[kind].get_object()
    assert isinstance(holder, DictionaryObject)
    holder[NameObject(name)] = value


def layer_off(payload: str) -> bytes:
    """An optional content group that is switched off."""
    writer = plain_writer()
    group = writer._add_object(
        DictionaryObject(
            {NameObject("/Type"): NameObject("/OCG"), NameObject("/Name"): TextStringObject("x")}
        )
    )
    writer.root_object[NameObject("/OCProperties")] = DictionaryObject(
        {
            NameObject("/OCGs"): ArrayObject([group]),
            NameObject("/D"): DictionaryObject({NameObject("/OFF"): ArrayObject([group])}),
        }
    )
    add_resource(writer, "/Properties", "/Off", group)
    add_content(writer, b"/OC /Off BDC " + text_operators(payload) + b" EMC")
    return saved(writer)


def crop_box(payload: str) -> bytes:
    """On the sheet, outside of the part of it that is shown."""
    writer = PdfWriter()
    writer.append(
        PdfReader(io.BytesIO(page_with(lambda c, text: write(c, lines_of(text), y=90), payload)))
    )
    writer.pages[0].cropbox = RectangleObject((0, 200, 595, 842))
    return saved(writer)


def turned_page(payload: str) -> bytes:
    """White words on a page that is shown turned by a quarter."""
    from tests.documents.hiding_pdf import white

    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(page_with(white, payload))))
    writer.pages[0].rotate(90)
    return saved(writer)


def actual_text(payload: str) -> bytes:
    """A visible word that claims to stand for other text."""
    writer = plain_writer()
    add_content(
        writer,
        b"/Span <</ActualText ("
        + payload.encode("latin-1")
        + b")>> BDC "
        + text_operators("Team")
        + b" EMC",
    )
    return saved(writer)


def _annotation(kind: str, rect: tuple[int, int, int, int]) -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(kind),
            NameObject("/Rect"): RectangleObject(rect),
            NameObject("/F"): NumberObject(4),
        }
    )


def under_annotation(payload: str) -> bytes:
    """Visible text under a white note."""
    writer = plain_writer()
    add_content(writer, text_operators(payload))
    note = _annotation("/Square", (40, 330, 560, 450))
    look = DecodedStreamObject()
    look.set_data(b"1 1 1 rg 0 0 520 120 re f")
    look.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject([NumberObject(n) for n in (0, 0, 520, 120)]),
        }
    )
    note[NameObject("/AP")] = DictionaryObject({NameObject("/N"): writer._add_object(look)})
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
    return saved(writer)


def note_contents(payload: str) -> bytes:
    """The words of a closed note."""
    writer = plain_writer()
    note = _annotation("/Text", (560, 800, 570, 810))
    note[NameObject("/F")] = NumberObject(2)
    note[NameObject("/Contents")] = TextStringObject(payload)
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
    return saved(writer)


def hidden_field(payload: str) -> bytes:
    """The value of a form field that is not shown."""
    writer = plain_writer()
    field = _annotation("/Widget", (60, 300, 200, 320))
    field[NameObject("/F")] = NumberObject(2)
    field[NameObject("/FT")] = NameObject("/Tx")
    field[NameObject("/T")] = TextStringObject("note")
    field[NameObject("/V")] = TextStringObject(payload)
    reference = writer._add_object(field)
    writer.pages[0][NameObject("/Annots")] = ArrayObject([reference])
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject(
        {NameObject("/Fields"): ArrayObject([reference])}
    )
    return saved(writer)


def metadata(payload: str) -> bytes:
    writer = plain_writer()
    writer.add_metadata({"/Keywords": payload})
    return saved(writer)


def own_metadata(payload: str) -> bytes:
    """A field of the document's information that no standard knows."""
    writer = plain_writer()
    writer.add_metadata({"/ReviewerNote": payload})
    return saved(writer)


def xmp(payload: str) -> bytes:
    writer = plain_writer()
    stream = DecodedStreamObject()
    stream.set_data(
        b'<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/'
        b'1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/">'
        b"<dc:description><rdf:Alt><rdf:li>" + payload.encode() + b"</rdf:li></rdf:Alt>"
        b"</dc:description></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"w\"?>"
    )  # fmt: skip
    stream.update(
        {NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")}
    )
    writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)
    return saved(writer)


def attachment(payload: str) -> bytes:
    writer = plain_writer()
    writer.add_attachment("notes.txt", payload.encode())
    return saved(writer)


def alternative_text(payload: str) -> bytes:
    """What a structure element says in place of a picture."""
    writer = plain_writer()
    page = writer.pages[0]
    add_content(writer, b"/Figure <</MCID 0>> BDC 60 200 20 20 re f EMC")
    element = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/StructElem"),
            NameObject("/S"): NameObject("/Figure"),
            NameObject("/Alt"): TextStringObject(payload),
            NameObject("/Pg"): page.indirect_reference,
            NameObject("/K"): NumberObject(0),
        }
    )
    tree = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
    root = writer._add_object(tree)
    element[NameObject("/P")] = root
    child = writer._add_object(element)
    tree[NameObject("/K")] = ArrayObject([child])
    tree[NameObject("/ParentTree")] = DictionaryObject(
        {NameObject("/Nums"): ArrayObject([NumberObject(0), ArrayObject([child])])}
    )
    page[NameObject("/StructParents")] = NumberObject(0)
    writer.root_object[NameObject("/StructTreeRoot")] = root
    writer.root_object[NameObject("/MarkInfo")] = DictionaryObject(
        {NameObject("/Marked"): BooleanObject(True)}
    )
    return saved(writer)


def scan_with_layer(payload: str) -> bytes:
    """A picture of a page whose invisible text says more than the picture shows."""
    import pypdfium2  # type: ignore[import-untyped]  # ships no types
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    shown = pypdfium2.PdfDocument(page_with(lambda _canvas, _text: None, ""))
    picture = shown[0].render(scale=1.5).to_pil().convert("RGB")
    shown.close()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.drawImage(ImageReader(picture), 0, 0, *A4)
    for lines, y in ((list(VISIBLE), 780), (lines_of(payload), FREE)):
        text = canvas.beginText(LEFT, y)
        text.setFont("Helvetica", 10, 14)
        text.setTextRenderMode(3)
        text.textLines(lines)
        canvas.drawText(text)
    canvas.save()
    return buffer.getvalue()


IN_STRUCTURE: dict[str, Make] = {
    "layer switched off": layer_off,
    "outside of the crop box": crop_box,
    "white on a turned page": turned_page,
    "replacement text": actual_text,
    "under a note": under_annotation,
    "contents of a note": note_contents,
    "hidden form field": hidden_field,
    "metadata": metadata,
    "own field of metadata": own_metadata,
    "XMP": xmp,
    "attachment": attachment,
    "alternative text": alternative_text,
    "text layer of a scan": scan_with_layer,
}
