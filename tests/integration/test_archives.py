"""Zip archives of resumes: taken apart within limits, with a sentence for what is left out."""

from __future__ import annotations

import io
import zipfile

import pytest

from domain.errors import DocumentFault, UnreadableDocument
from integrations.documents.archives import ZipArchive
from tests.documents.hiding_words import word_with


def _zip(entries: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


async def test_files_come_out_and_junk_is_passed_over() -> None:
    content = _zip(
        {
            "cvs/": b"",
            "cvs/a.pdf": b"%PDF-1.4 a",
            "__MACOSX/cvs/._a.pdf": b"x",
            "cvs/.DS_Store": b"x",
            "cvs/~$b.docx": b"x",
            "Thumbs.db": b"x",
            "b.docx": word_with(lambda _document, _text: None, ""),
        }
    )
    files, left_out = await ZipArchive().unpack(content)
    assert [file.name for file in files] == ["a.pdf", "b.docx"]
    assert files[0].content == b"%PDF-1.4 a"
    assert left_out == []


async def test_a_name_is_only_a_name() -> None:
    files, _ = await ZipArchive().unpack(
        _zip({"../../etc/passwd": b"a", "C:\\x\\cv\u202efdp.exe": b"b", "/n" + "o" * 300: b"c"})
    )
    assert [file.name for file in files][:2] == ["passwd", "cvfdp.exe"]
    assert len(files[2].name) == 120


async def test_what_is_left_out_has_a_sentence() -> None:
    locked = bytearray(_zip({"locked.pdf": b"secret"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + offset] |= 1
    files, left_out = await ZipArchive().unpack(bytes(locked))
    assert files == []
    assert left_out == ["locked.pdf: It is protected with a password. Pack it again without one."]
    inner = _zip({"cv.pdf": b"%PDF"})
    _, left_out = await ZipArchive().unpack(
        _zip({"more.zip": inner, "sly.pdf": inner, "old.pdf": b"Rar!\x1a", "none.pdf": b""})
    )
    nested = "It is an archive inside the archive. Unpack it and send the files."
    assert left_out == [
        f"more.zip: {nested}",
        f"sly.pdf: {nested}",
        f"old.pdf: {nested}",
        "none.pdf: It is empty.",
    ]


async def test_a_damaged_entry_does_not_spoil_the_others() -> None:
    content = bytearray(_zip({"a.txt": b"first words", "b.txt": b"second"}, method=0))
    content[content.index(b"first")] ^= 0xFF
    files, left_out = await ZipArchive().unpack(bytes(content))
    assert [file.name for file in files] == ["b.txt"]
    assert left_out == ["a.txt: It is damaged. Pack it again and send the new archive."]


async def test_bombs_are_stopped_by_ratio_size_total_and_count() -> None:
    bomb = _zip({"bomb.pdf": b"\0" * 30_000_000, "cv.txt": b"fine"})
    files, left_out = await ZipArchive(max_file_bytes=50_000_000).unpack(bomb)
    assert [file.name for file in files] == ["cv.txt"]
    assert left_out == ["bomb.pdf: It grows far too large when it is unpacked, so I stopped."]
    small = ZipArchive(max_files=3, max_file_bytes=1_000, max_total_bytes=1_500)
    files, left_out = await small.unpack(
        _zip({"a": b"a" * 900, "b": b"b" * 900, "c": b"c" * 2_000, "d": b"d", "e": b"e"})
    )
    assert [file.name for file in files] == ["a"]
    assert left_out[0].startswith("b: The archive holds more than")
    assert left_out[1] == "c: It is larger than 0.0 MB when it is unpacked."
    assert left_out[2].startswith("2 more files were left out: at most 3 files")


async def test_a_lying_size_does_not_help_a_bomb() -> None:
    content = bytearray(_zip({"bomb.bin": b"\0" * 5_000_000}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = content.index(mark) + offset
        content[place : place + 4] = (10).to_bytes(4, "little")
    files, left_out = await ZipArchive(max_file_bytes=1_000_000).unpack(bytes(content))
    assert files == []
    assert len(left_out) == 1


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"PK\x03\x04 cut off", DocumentFault.TRUNCATED),
        (b"no archive", DocumentFault.TRUNCATED),
        (_zip({"folder/": b""}), DocumentFault.EMPTY),
        (_zip({}) + b"PK\x01\x02" * 20_000, DocumentFault.EXPANDS_TOO_FAR),
    ],
)
async def test_an_archive_that_cannot_be_read_is_refused_in_one_sentence(
    content: bytes, fault: DocumentFault
) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        await ZipArchive().unpack(content)
    assert caught.value.fault is fault
    assert "\n" not in str(caught.value)
