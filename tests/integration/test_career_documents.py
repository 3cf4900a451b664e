"""Resumes and letters drawn, and read back by strangers and by our own parser."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pypdf
import pypdf.generic
import pytest

from domain.career_documents.model import (
    Certificate,
    CoverLetter,
    DocumentRole,
    DocumentWork,
    FileFormat,
    Line,
    ResumeDocument,
    SkillGroup,
    Theme,
)
from domain.career_documents.type_sizes import SIZES
from domain.errors import Defect, TemporaryFailure, UserMistake
from integrations.career_documents.press import MAX_CHARACTERS, TypstDocumentPress
from integrations.career_documents.read_back import IndependentReadBack
from integrations.career_documents.reading_child import certify
from integrations.documents.parsing import parse
from integrations.documents.pdf_reader import read_pdf
from tests.integration.career_samples import LETTER, RESUME

PRESS = TypstDocumentPress()
BOTH = (FileFormat.PDF, FileFormat.DOCX)
HEBREW = replace(
    RESUME,
    name="שלום כהן",
    language="he",
    work=(DocumentWork(employer="חברת האור", roles=(DocumentRole(title="מהנדסת"),)),),
)
JAPANESE = ResumeDocument(
    name="山田 花子",
    location="東京都渋谷区",
    summary=(Line(text="月次バッチの実行時間を6時間から40分に短縮しました。" * 4),),
    work=(
        DocumentWork(
            employer="株式会社みどり物流",
            roles=(DocumentRole(title="エンジニア", dates="2019年4月 – 現在"),),
        ),
    ),
    language="ja",
)


async def drawn(document: ResumeDocument, written_as: FileFormat, theme: Theme) -> bytes:
    draw = PRESS.resume_pdf if written_as is FileFormat.PDF else PRESS.resume_docx
    return await draw(document, theme=theme)


def read_back(
    content: bytes,
    document: ResumeDocument | CoverLetter,
    written_as: FileFormat,
    theme: Theme = Theme.MODERN,
) -> Certificate:
    return certify(
        content, document, written_as=written_as, theme=theme, sha256="0" * 64, own_version="1"
    )


def missing(certificate: Certificate) -> dict[str, tuple[str, ...]]:
    return {check.path: check.missing_in for check in certificate.fields if check.missing_in}


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("written_as", BOTH)
@pytest.mark.long
async def test_every_reader_finds_every_field_in_order(
    theme: Theme, written_as: FileFormat
) -> None:
    content = await drawn(RESUME, written_as, theme)
    certificate = read_back(content, RESUME, written_as, theme)
    assert missing(certificate) == {}
    assert certificate.agrees
    readers = {reading.reader for reading in certificate.readers}
    strangers = {
        FileFormat.PDF: {"pypdf", "pdfminer.six", "pypdfium2"},
        FileFormat.DOCX: {"docx2txt", "mammoth"},
    }
    assert readers == strangers[written_as] | {"careergini"}


@pytest.mark.parametrize("written_as", BOTH)
async def test_words_without_spaces_survive_wrapped_lines(written_as: FileFormat) -> None:
    content = await drawn(JAPANESE, written_as, Theme.CLASSIC)
    assert missing(read_back(content, JAPANESE, written_as)) == {}


async def test_letters_are_read_as_written() -> None:
    pdf = await PRESS.letter_pdf(LETTER, theme=Theme.CLASSIC)
    word = await PRESS.letter_docx(LETTER, theme=Theme.CLASSIC)
    assert read_back(pdf, LETTER, FileFormat.PDF).agrees
    assert read_back(word, LETTER, FileFormat.DOCX).agrees
    other = replace(LETTER, company="Nordlicht Energie AG")
    assert not read_back(pdf, other, FileFormat.PDF).agrees


@pytest.mark.parametrize(
    "changed",
    [
        replace(RESUME, name="Ana Lucia Ferreira"),
        replace(RESUME, work=RESUME.work[:1]),
        replace(RESUME, work=RESUME.work[::-1]),
        replace(RESUME, languages=RESUME.languages[::-1]),
        replace(RESUME, skills=(*RESUME.skills, SkillGroup(label="", names=("Rust",)))),
        replace(RESUME, phone="+351 912 000 112"),
    ],
)
async def test_a_file_that_says_something_else_gets_no_certificate(
    changed: ResumeDocument,
) -> None:
    pdf = await drawn(RESUME, FileFormat.PDF, Theme.MODERN)
    assert not read_back(pdf, changed, FileFormat.PDF).agrees


@pytest.mark.long
async def test_right_to_left_words_agree_in_word_and_are_refused_in_pdf() -> None:
    # the three readers of PDF disagree with each other about the order of such lines
    word = await drawn(HEBREW, FileFormat.DOCX, Theme.MODERN)
    pdf = await drawn(HEBREW, FileFormat.PDF, Theme.MODERN)
    assert read_back(word, HEBREW, FileFormat.DOCX).agrees
    assert not read_back(pdf, HEBREW, FileFormat.PDF).agrees
    with zipfile.ZipFile(io.BytesIO(word)) as parts:
        xml = parts.read("word/document.xml").decode()
    assert "<w:bidi/>" in xml
    assert "<w:rtl/>" in xml


@pytest.mark.parametrize("written_as", BOTH)
async def test_the_same_document_is_the_same_bytes(written_as: FileFormat) -> None:
    first = await drawn(RESUME, written_as, Theme.CLASSIC)
    assert first == await drawn(RESUME, written_as, Theme.CLASSIC)


async def test_words_are_never_markup() -> None:
    hostile = replace(
        RESUME,
        label='#eval("1+1") *a* <b> $x$ \\ @c',
        summary=(Line(text='</w:t><w:br/> #read("/etc/passwd") & `x`'),),
        links=("javascript:alert(1)", "file:///etc/passwd", "https://example.org/a?b=c&d=e"),
    )
    for written_as in BOTH:
        content = await drawn(hostile, written_as, Theme.PLAIN)
        # our own parser takes no such address for a link, so the file is not handed over
        unread = missing(read_back(content, hostile, written_as))
        assert {path.partition(".")[0] for path in unread} == {"links"}
        if written_as is FileFormat.PDF:
            reader = pypdf.PdfReader(io.BytesIO(content))
            notes = reader.pages[0].annotations or ()
            targets = {str(note.get_object()["/A"]["/URI"]) for note in notes}
        else:
            with zipfile.ZipFile(io.BytesIO(content)) as parts:
                links = parts.read("word/_rels/document.xml.rels").decode()
            found = re.findall(r'Target="([^"]*)" TargetMode="External"', links)
            targets = {target.replace("&amp;", "&") for target in found}
        assert targets == {"mailto:ana.ferreira@example.org", "https://example.org/a?b=c&d=e"}


@pytest.mark.long
async def test_a_head_never_stands_alone_at_the_foot_of_a_page() -> None:
    role = RESUME.work[0].roles[0]
    long = replace(
        RESUME,
        certificates=(),
        work=tuple(
            replace(RESUME.work[0], employer=f"Office {number}", roles=(role, role))
            for number in range(9)
        ),
    )
    for theme in (Theme.CLASSIC, Theme.COMPACT):
        content = await drawn(long, FileFormat.PDF, theme)
        document = read_pdf(content)
        assert document.pages >= 2
        last = [
            line.size
            for line, after in zip(document.lines, document.lines[1:], strict=False)
            if after.page != line.page
        ]
        assert set(last) == {SIZES[theme].body}


async def test_a_word_file_has_styles_and_no_tables() -> None:
    import docx

    word = docx.Document(io.BytesIO(await drawn(RESUME, FileFormat.DOCX, Theme.MODERN)))
    names = {paragraph.style.name for paragraph in word.paragraphs if paragraph.style}
    assert names == {
        "Title", "Subtitle", "Body Text", "Heading 1", "Heading 2", "Heading 3", "List Bullet",
    }  # fmt: skip
    assert not word.tables
    assert word.core_properties.title == RESUME.name
    assert word.core_properties.language == "en-US"


async def test_a_pdf_is_tagged_and_names_its_language() -> None:
    content = await drawn(replace(RESUME, language="pt"), FileFormat.PDF, Theme.MODERN)
    reader = pypdf.PdfReader(io.BytesIO(content))
    marked = reader.root_object["/MarkInfo"]
    assert isinstance(marked, pypdf.generic.DictionaryObject)
    assert str(marked["/Marked"]) == "True"
    assert str(reader.root_object["/Lang"]) == "pt"
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == (RESUME.name, RESUME.name)


async def test_documents_without_words_or_without_end_are_refused() -> None:
    with pytest.raises(UserMistake):
        await PRESS.resume_pdf(ResumeDocument(name=" "), theme=Theme.PLAIN)
    endless = replace(RESUME, summary=(Line(text="word " * (MAX_CHARACTERS // 5)),))
    with pytest.raises(UserMistake):
        await PRESS.resume_docx(endless, theme=Theme.PLAIN)


async def test_the_reading_process_certifies_and_keeps_its_time() -> None:
    content = await drawn(RESUME, FileFormat.PDF, Theme.MODERN)
    reader = IndependentReadBack()
    certificate = await reader.certify_resume(
        content, RESUME, written_as=FileFormat.PDF, theme=Theme.MODERN
    )
    assert certificate.agrees
    assert len(certificate.sha256) == 64
    broken = await reader.certify_resume(
        content[:900], RESUME, written_as=FileFormat.PDF, theme=Theme.MODERN
    )
    assert not broken.agrees
    with pytest.raises(TemporaryFailure):
        await IndependentReadBack(timeout_s=0.01).certify_letter(
            content, LETTER, written_as=FileFormat.PDF, theme=Theme.MODERN
        )
    with pytest.raises(Defect):
        await reader.certify_resume(
            content, RESUME, written_as=FileFormat.MARKDOWN, theme=Theme.MODERN
        )


async def test_the_drawing_process_keeps_its_limits() -> None:
    with pytest.raises(TemporaryFailure):
        await TypstDocumentPress(timeout_s=0.01).resume_pdf(RESUME, theme=Theme.PLAIN)


async def test_our_own_documents_are_known_again() -> None:
    content = await drawn(RESUME, FileFormat.PDF, Theme.COMPACT)
    resume = parse(content, suffix=".pdf")
    assert resume.made_by == "careergini"
    assert [len(work.roles) for work in resume.work] == [2, 1]
    dates = resume.work[0].roles[0].dates
    assert dates is not None
    assert (dates.start and dates.start.iso(), dates.is_current) == ("2021-03", True)
