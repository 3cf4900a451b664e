"""PDFs whose fonts draw something else than they say."""

from __future__ import annotations

from collections.abc import Callable

from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
)

from tests.documents.hiding_pdf import FREE, LEFT
from tests.documents.hiding_structure import (
    add_content,
    add_resource,
    plain_writer,
    saved,
    text_operators,
)


def _cmap(codes: dict[int, str]) -> bytes:
    pairs = b"\n".join(b"<%02X> <%04X>" % (code, ord(char)) for code, char in codes.items())
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def "
        b"1 begincodespacerange <00> <FF> endcodespacerange %d beginbfchar\n"
        % len(codes)
        + pairs
        + b"\nendbfchar endcmap end end"
    )


_DRAWN = (
    "Managed a friendly team that answered customer questions every working day and kept notes "
)


def misleading_font(payload: str) -> bytes:
    """Ordinary words are drawn; the font's table says that they are others."""
    writer = plain_writer()
    spaces = {" ": "/space"}
    drawn = (_DRAWN * 3)[: len(payload)]
    first = 33
    table = DecodedStreamObject()
    table.set_data(_cmap({first + number: char for number, char in enumerate(payload)}))
    names = [NameObject(spaces.get(char, f"/{char}")) for char in drawn]
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/Encoding"),
                    NameObject("/Differences"): ArrayObject([NumberObject(first), *names]),
                }
            ),
            NameObject("/ToUnicode"): writer._add_object(table),
        }
    )
    add_resource(writer, "/Font", "/Lie", writer._add_object(font))
    shown = "".join(f"{first + number:02X}" for number in range(len(payload)))
    add_content(writer, b"q BT /Lie 10 Tf %d %d Td <%s> Tj ET Q" % (LEFT, FREE, shown.encode()))
    return saved(writer)


def _type3(payload: str, glyph: bytes) -> bytes:
    writer = plain_writer()
    procedure = DecodedStreamObject()
    procedure.set_data(b"600 0 0 0 600 700 d1 " + glyph)
    reference = writer._add_object(procedure)
    chars = sorted(set(payload))
    table = DecodedStreamObject()
    table.set_data(_cmap({ord(char): char for char in chars}))
    names = [(ord(char), NameObject(f"/g{ord(char)}")) for char in chars]
    differences = ArrayObject()
    for code, name in names:
        differences += [NumberObject(code), name]
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type3"),
            NameObject("/FontBBox"): ArrayObject([NumberObject(n) for n in (0, 0, 600, 700)]),
            NameObject("/FontMatrix"): ArrayObject(
                [FloatObject(n) for n in (0.001, 0, 0, 0.001, 0, 0)]
            ),
            NameObject("/CharProcs"): DictionaryObject({name: reference for _, name in names}),
            NameObject("/Encoding"): DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/Encoding"),
                    NameObject("/Differences"): differences,
                }
            ),
            NameObject("/FirstChar"): NumberObject(0),
            NameObject("/LastChar"): NumberObject(255),
            NameObject("/Widths"): ArrayObject([NumberObject(600)] * 256),
            NameObject("/Resources"): DictionaryObject(),
            NameObject("/ToUnicode"): writer._add_object(table),
        }
    )
    add_resource(writer, "/Font", "/T3", writer._add_object(font))
    add_content(writer, text_operators(payload, font="/T3"))
    return saved(writer)


def empty_font(payload: str) -> bytes:
    """A font whose glyphs are blank."""
    return _type3(payload, b"")


def dot_font(payload: str) -> bytes:
    """A font that draws a small dash for every letter: a rule, to the eye."""
    return _type3(payload, b"0 300 600 40 re f")


def tag_characters(payload: str) -> bytes:
    """Undrawn Unicode tag characters that spell a text."""
    writer = plain_writer()
    tags = [0xE0000 + ord(char) for char in payload]
    table = DecodedStreamObject()
    pairs = b"\n".join(
        b"<%02X> <%s>" % (33 + n, chr(tag).encode("utf-16-be").hex().upper().encode())
        for n, tag in enumerate(tags)
    )
    table.set_data(
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange "
        b"<00> <FF> "
        b"endcodespacerange %d beginbfchar\n%s\nendbfchar endcmap end end" % (len(tags), pairs)
    )
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/ToUnicode"): writer._add_object(table),
        }
    )
    add_resource(writer, "/Font", "/Tag", writer._add_object(font))
    shown = "".join(f"{33 + number:02X}" for number in range(len(tags)))
    add_content(
        writer, b"q BT /Tag 10 Tf 3 Tr %d %d Td <%s> Tj ET Q" % (LEFT, FREE, shown.encode())
    )
    return saved(writer)


IN_FONTS: dict[str, Callable[[str], bytes]] = {
    "misleading font": misleading_font,
    "font with blank glyphs": empty_font,
    "font that draws dashes": dot_font,
    "tag characters": tag_characters,
}
