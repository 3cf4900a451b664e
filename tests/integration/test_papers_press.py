"""Papers through the real typesetter and back through a PDF reader."""

from __future__ import annotations

import asyncio
import io
import re
import time
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pytest
from PIL import Image
from pypdf import PdfReader

from domain.errors import TemporaryFailure
from domain.papers import Curve, Difference, Interval, Intervals, Paper, Part, Picture
from domain.recruiting_ports import PaperPress
from domain.reply import (
    Bullets,
    Card,
    Chart,
    Fact,
    Heading,
    Notice,
    Paragraph,
    Run,
    Table,
    Tone,
    bold,
    italic,
    link,
    quoted,
    text,
)
from integrations.papers.typst_press import TypstPress

HOSTILE = (
    '#eval("1+1")',
    "*bold* _it_ `raw` = heading",
    "$x^2$ \\ backslash \\u{41}",
    '#image("/etc/passwd") #read("report.typ")',
    '"quotes" <label> @ref // comment /* open',
    "]) #panic() #let x = {",
)


def png(*, size: tuple[int, int] = (60, 40)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "PNG")
    return out.getvalue()


def words_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return re.sub(r"\s+", " ", " ".join(pages).replace("\u200b", "").replace("\ufffe", ""))


def every_part(words: str) -> tuple[Part, ...]:
    return (
        Heading(body=text(words)),
        Paragraph(body=text(words, bold(words), italic(words), Run(text=words, style="code"))),
        Paragraph(body=(quoted(words),)),
        Bullets(items=(text(bold("fix"), words), text(quoted(words)))),
        Bullets(items=(text(words),), ordered=True),
        Card(
            title=text(words),
            subtitle=text(words),
            facts=(Fact(label=words, value=text(words), mark="unknown"),),
        ),
        Table(columns=("Group", words), rows=((text("g"), text(words)),)),
        Chart(title=words, labels=(words,), values=(3.0,), unit=words, alternative=words),
        Intervals(
            title=words,
            rows=(Interval(label=words, value=0.7, low=0.5, high=9.0),),
            mark=0.8,
            mark_label=words,
            alternative=words,
        ),
        Curve(
            title=words,
            x_label=words,
            y_label=words,
            points=((1.0, 0.9), (2.0, None), (3.0, 0.4)),
            mark=0.8,
            used=2.0,
            alternative=words,
        ),
        Difference(before=(words, "old"), after=("new", words)),
        Picture(png=png(), caption=text(words), alternative=words),
        Notice(body=text(words), tone=Tone.WARNING),
    )


async def test_words_that_look_like_markup_are_printed_as_they_are() -> None:
    press: PaperPress = TypstPress()
    for words in HOSTILE:
        paper = Paper(
            title=words,
            subtitle=words,
            facts=((words, words),),
            parts=every_part(words),
            footer=words,
        )
        printed = words_of(await press.print(paper))
        plain = re.sub(r"\s+", " ", words)
        assert printed.count(plain) >= 18, words


async def test_metadata_name_the_report_and_no_person_and_the_bytes_repeat() -> None:
    paper = Paper(
        title="Role audit",
        parts=(Heading(body=text("First")), Paragraph(body=text("x")), Heading(body=text("Then"))),
        language="de-AT",
    )
    press = TypstPress()
    first, second = await asyncio.gather(press.print(paper), press.print(paper))
    assert first == second
    reader = PdfReader(io.BytesIO(first))
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("Role audit", "CareerGini")
    root = reader.trailer["/Root"].get_object()
    assert isinstance(root, dict)
    assert root["/Lang"] == "de"
    assert root["/MarkInfo"]["/Marked"]
    with pypdfium2.PdfDocument(first) as document:
        assert [entry.get_title() for entry in document.get_toc()] == ["First", "Then"]


async def test_only_web_and_mail_addresses_become_links() -> None:
    paper = Paper(
        title="Links",
        parts=(
            Paragraph(body=text(link("one", url="https://example.org/a?b=c&d"))),
            Paragraph(body=text(link("two", url="javascript:alert(1)"), " https://example.com")),
        ),
    )
    reader = PdfReader(io.BytesIO(await TypstPress().print(paper)))
    annotations = [
        note.get_object() for page in reader.pages for note in page.get("/Annots", []) or []
    ]
    targets = [note["/A"]["/URI"] for note in annotations if "/A" in note]
    assert targets == ["https://example.org/a?b=c&d"]


async def test_control_characters_surrogates_and_overrides_do_not_stop_a_paper() -> None:
    odd = "a\x00b\x1b[0m c\ud800d \u202egnp\u202c \u2066x\u2069"
    pdf = await TypstPress().print(
        Paper(title=odd, facts=((odd, odd),), parts=every_part(odd), footer=odd, author=odd)
    )
    assert "gnp" in words_of(pdf)
    assert "\u202e" not in words_of(pdf)


async def test_characters_that_no_font_has_are_announced_on_the_paper() -> None:
    with_boxes = words_of(await TypstPress().print(Paper(title="软件 🎉")))
    assert "not in the fonts" in with_boxes
    drawn = await TypstPress().print(
        Paper(title="Разработчик", parts=(Paragraph(body=text("Μηχανικός מהנדסת Škoda")),))
    )
    assert "not in the fonts" not in words_of(drawn)
    assert "Разработчик" in words_of(drawn)


async def test_a_damaged_picture_costs_only_itself() -> None:
    broken = png()[:60]
    bomb = png()[:16] + (60_000).to_bytes(4, "big") * 2 + png()[24:]
    parts = tuple(
        Picture(png=content, caption=text("Page 1"), alternative=f"What picture {at} shows")
        for at, content in enumerate((broken, bomb, b"GIF89a", b""))
    )
    printed = words_of(await TypstPress().print(Paper(title="Pictures", parts=parts)))
    assert all(f"What picture {at} shows" in printed for at in range(4))


async def test_a_long_table_repeats_its_header_and_numbers_its_pages() -> None:
    rows = tuple((text(f"Row {at}"), text("words"), text(str(at))) for at in range(120))
    table = Table(columns=("Candidate", "Evidence", "Score"), rows=rows)
    pdf = await TypstPress(page="us-letter").print(
        Paper(title="Long", parts=(table,), footer="Decision support. A person decides.")
    )
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
        width, height = document[0].get_size()
    assert (round(width), round(height)) == (612, 792)
    assert len(pages) >= 3
    for at, words in enumerate(pages, start=1):
        assert "Evidence" in words
        assert "A person decides." in words
        assert f"{at} / {len(pages)}" in words


async def test_a_word_of_100_000_characters_stays_on_the_page_and_complete() -> None:
    pdf = await TypstPress().print(
        Paper(title="Long", parts=(Paragraph(body=text("ab" * 50_000)),))
    )
    assert words_of(pdf).replace(" ", "").count("ab") >= 49_000
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        textpage = page.get_textpage()
        right = max(textpage.get_charbox(at)[2] for at in range(200, 3000))
        assert right < page.get_width()


async def test_an_empty_paper_and_empty_parts_are_printed() -> None:
    pdf = await TypstPress().print(
        Paper(
            title="",
            parts=(
                Paragraph(body=()),
                Bullets(items=()),
                Card(title=()),
                Table(columns=("A",), rows=()),
                Table(columns=(), rows=()),
                Chart(title="", labels=(), values=(), unit="", alternative=""),
                Intervals(title="", rows=(), mark=None, mark_label="", alternative=""),
                Curve(
                    title="",
                    x_label="",
                    y_label="",
                    points=(),
                    mark=None,
                    used=None,
                    alternative="",
                ),
                Difference(before=(), after=()),
            ),
        )
    )
    assert pdf.startswith(b"%PDF-")


async def test_a_paper_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(TemporaryFailure, match=r"0\.01 s"):
        await TypstPress(timeout_s=0.01).print(Paper(title="x"))


async def test_a_paper_that_needs_too_much_memory_is_stopped() -> None:
    paper = Paper(title="x", parts=(Paragraph(body=text("word " * 200)),) * 400)
    with pytest.raises(TemporaryFailure, match="100 MB"):
        await TypstPress(memory_bytes=100_000_000).print(paper)


async def test_four_pages_take_well_under_the_bound() -> None:
    rows = tuple((text(f"Row {at}"), text("words " * 12), text(str(at))) for at in range(70))
    paper = Paper(
        title="Four pages",
        parts=(*every_part("plain words"), Table(columns=("A", "B", "C"), rows=rows)),
    )
    started = time.monotonic()
    pdf = await TypstPress().print(paper)
    assert time.monotonic() - started < 10  # measured 0.1 s; the bound is for a busy machine
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) >= 4


async def test_fonts_of_a_folder_are_used(tmp_path: Path) -> None:
    pdf = await TypstPress(font_folders=(tmp_path,)).print(Paper(title="No fonts here"))
    assert "No fonts here" in words_of(pdf)
