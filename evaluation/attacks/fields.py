"""The doors: every place of a document, a name or an account that somebody else writes."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass

from evaluation.attacks.techniques import Technique
from tests.documents.hiding_pdf import FREE, ON_PAGE, page_with, write
from tests.documents.hiding_structure import IN_STRUCTURE, add_content, plain_writer, saved
from tests.documents.hiding_words import IN_HTML, IN_WORD, page_of, word_with
from tests.documents.payloads import VISIBLE, lines_of

Make = Callable[[str], bytes]
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A place in a document."""

    name: str
    suffix: str
    make: Make
    """The document with these words in that place; empty words: without the place."""
    is_hidden: bool
    is_beside: bool = False
    """Stored beside the pages, where programs write too: a few words there are not reported."""
    is_drawn: bool = False
    """On a page of a PDF, whose plain fonts have the letters of western languages only."""

    def takes(self, technique: Technique) -> bool:
        """Whether the words can be put there at all."""
        return technique.is_latin or not self.is_drawn


def _visible_pdf(words: str) -> bytes:
    lines = [line for part in words.splitlines() for line in lines_of(part, width=80)]
    return page_with(lambda canvas, _: write(canvas, lines, y=FREE), words)


def _visible_docx(words: str) -> bytes:
    return word_with(lambda document, said: document.add_paragraph(_drawable(said)), words)  # type: ignore[arg-type]  # its result is of no use


def _drawable(words: str) -> str:
    """XML has no place for control characters."""
    return _NOT_IN_XML.sub("", words)


def _visible_text(words: str) -> bytes:
    return "\n".join([*VISIBLE, words]).encode()


def _on_page(name: str) -> Make:
    draw, before = ON_PAGE[name]

    def make(words: str) -> bytes:
        if not words:
            return page_with(lambda _canvas, _words: None, "")
        return page_with(draw, " ".join(words.split()), before=before)

    return make


def _in_word(name: str) -> Make:
    def make(words: str) -> bytes:
        if not words:
            return word_with(lambda _document, _words: None, "")
        return word_with(IN_WORD[name], _drawable(words))

    return make


def _in_html(name: str) -> Make:
    return lambda words: page_of(IN_HTML[name] if words else "", words)


def _in_structure(name: str) -> Make:
    return lambda words: IN_STRUCTURE[name](words) if words else saved(plain_writer())


def _link_target(words: str) -> bytes:
    """A visible word that leads to an address with the words in it."""
    from pypdf.annotations import Link
    from pypdf.generic import DictionaryObject, NameObject, TextStringObject

    writer = plain_writer()
    if not words:
        return saved(writer)
    add_content(writer, b"q BT /F1 10 Tf 60 420 Td (portfolio) Tj ET Q")
    link = Link(rect=(58, 416, 140, 432), url="https://example.org/")
    address = TextStringObject(f"https://example.org/?about={words}")
    link[NameObject("/A")] = DictionaryObject(
        {
            NameObject("/S"): NameObject("/URI"),
            NameObject("/Type"): NameObject("/Action"),
            NameObject("/URI"): address,
        }
    )
    writer.add_annotation(0, link)
    return saved(writer)


DOORS: tuple[Door, ...] = (
    Door(name="visible text, PDF", suffix="pdf", make=_visible_pdf, is_hidden=False, is_drawn=True),
    Door(name="visible text, DOCX", suffix="docx", make=_visible_docx, is_hidden=False),
    Door(name="visible text, TXT", suffix="txt", make=_visible_text, is_hidden=False),
    Door(name="link target, PDF", suffix="pdf", make=_link_target, is_hidden=False),
    *(
        Door(
            name=f"hidden: {name}, PDF",
            suffix="pdf",
            make=_on_page(name),
            is_hidden=True,
            is_drawn=True,
        )
        for name in ("white", "tiny", "beside the page", "render mode 3", "covered by a shape")
    ),
    *(
        Door(name=f"hidden: {name}, DOCX", suffix="docx", make=_in_word(name), is_hidden=True)
        for name in ("vanish", "white", "comment")
    ),
    Door(
        name="hidden: display none, HTML",
        suffix="html",
        make=_in_html("display none"),
        is_hidden=True,
    ),
    *(
        Door(
            name=f"{name}, PDF",
            suffix="pdf",
            make=_in_structure(name),
            is_hidden=True,
            is_beside=name != "contents of a note",
        )
        for name in ("metadata", "own field of metadata", "contents of a note")
    ),
)


def zip_of(name: str, content: bytes) -> bytes:
    """An archive with one member of that name."""
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name.replace("\x00", "") or "x"), content)
    return out.getvalue()
