"""ArchiveReader for zip files: names are only names, and nothing grows beyond its limits."""

from __future__ import annotations

import asyncio
import io
import unicodedata
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import PurePosixPath

from domain.errors import UnreadableDocument
from domain.recruiting_ports import ArchiveReader, Unpacked
from integrations.documents import faults
from integrations.documents.sniffing import kind_of

_JUNK = {"thumbs.db", "desktop.ini", "__macosx"}
_ARCHIVES = {".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"}
_MARKS = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_ENTRY = b"PK\x01\x02"
"""What every entry of a zip directory begins with."""
_ENTRIES_PER_FILE = 20
"""Entries of any kind for each file that may be read; more is not a folder of resumes."""
_RATIO_FROM_BYTES = 1_000_000
_MAX_NAME = 120
_BLOCK = 1 << 16


class ZipArchive(ArchiveReader):
    """Zip files, read in a thread in blocks, so that no entry is ever unpacked beyond its limit.

    Args:
        max_files: Files that are taken from one archive; the rest is counted in a sentence.
        max_file_bytes: Size of one unpacked file.
        max_total_bytes: Size of all unpacked files together.
        max_ratio: Unpacked to packed size of a file above one megabyte; documents reach about 20.
    """

    def __init__(
        self,
        *,
        max_files: int = 500,
        max_file_bytes: int = 20_000_000,
        max_total_bytes: int = 500_000_000,
        max_ratio: int = 100,
    ) -> None:
        self._max_files = max_files
        self._max_file_bytes = max_file_bytes
        self._max_total_bytes = max_total_bytes
        self._max_ratio = max_ratio

    async def unpack(self, content: bytes) -> tuple[Sequence[Unpacked], Sequence[str]]:
        return await asyncio.to_thread(self._unpack, content)

    def _unpack(self, content: bytes) -> tuple[list[Unpacked], list[str]]:
        if content.count(_ENTRY) > _ENTRIES_PER_FILE * self._max_files:
            raise faults.expands_too_far()
        try:
            archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise faults.damaged("archive") from error
        files = [info for info in archive.infolist() if not _is_junk(info)]
        found: list[Unpacked] = []
        left_out: list[str] = []
        total = 0
        for info in files[: self._max_files]:
            name = plain_name(info.filename)
            taken = self._take(archive, info, room=self._max_total_bytes - total)
            if isinstance(taken, str):
                left_out.append(f"{name}: {taken}")
                continue
            total += len(taken)
            problem = "It is empty." if not taken else _nested(taken, name)
            if problem:
                left_out.append(f"{name}: {problem}")
            else:
                found.append(Unpacked(name=name, content=taken))
        more = len(files) - self._max_files
        if more > 0:
            left_out.append(
                f"{more:,} more {'file was' if more == 1 else 'files were'} left out: at most "
                f"{self._max_files:,} files of an archive are read. Send the others in another."
            )
        if not files:
            raise faults.no_files()
        return found, left_out

    def _take(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, *, room: int) -> bytes | str:
        """The bytes of an entry, or the sentence why there are none."""
        if info.flag_bits & 0x1:
            return "It is protected with a password. Pack it again without one."
        limit = min(self._max_file_bytes, room)
        if info.file_size > self._max_file_bytes:
            return self._too_large()
        blocks: list[bytes] = []
        size = 0
        try:
            with archive.open(info) as entry:
                # the size in the directory may lie: what counts is what comes out
                while block := entry.read(_BLOCK):
                    size += len(block)
                    grown = size / max(1, info.compress_size)
                    if size > _RATIO_FROM_BYTES and grown > self._max_ratio:
                        return "It grows far too large when it is unpacked, so I stopped."
                    if size > limit:
                        return self._too_large() if room >= self._max_file_bytes else self._full()
                    blocks.append(block)
        except NotImplementedError:
            return "It is packed in a way that I cannot read. Pack it again as a plain zip."
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError):
            return "It is damaged. Pack it again and send the new archive."
        return b"".join(blocks)

    def _too_large(self) -> str:
        limit = self._max_file_bytes / 1_000_000
        return f"It is larger than {limit:.1f} MB when it is unpacked."

    def _full(self) -> str:
        return (
            f"The archive holds more than {self._max_total_bytes / 1_000_000:.0f} MB. "
            "Send the rest in a second one."
        )


def plain_name(name: str) -> str:
    r"""The last part of a path as one short line; never a path.

    >>> plain_name("../../etc/cv\n.pdf"), plain_name("C:\\\\docs\\\\cv.pdf")
    ('cv.pdf', 'cv.pdf')
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    line = "".join(ch for ch in last if not unicodedata.category(ch).startswith("C"))
    if len(line) > _MAX_NAME:
        suffix = PurePosixPath(line).suffix[:10]
        line = line[: _MAX_NAME - len(suffix)] + suffix
    return line.strip() or "file"


def _is_junk(info: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(info.filename.replace("\\", "/")).parts
    if info.is_dir() or not parts:
        return True
    return any(part.casefold() in _JUNK for part in parts) or (
        parts[-1].startswith((".", "~$")) and parts[-1] not in {".", ".."}
    )


def _nested(content: bytes, name: str) -> str:
    """Why a file inside is not taken as a document, if it is an archive itself."""
    sentence = "It is an archive inside the archive. Unpack it and send the files."
    if PurePosixPath(name).suffix.lower() in _ARCHIVES or content.startswith(_MARKS):
        return sentence
    if not content.startswith(b"PK"):
        return ""
    try:
        kind_of(content)
    except UnreadableDocument as error:
        archives = {str(faults.wrong_type(kind)) for kind in ("archive", "zip")}
        return sentence if str(error) in archives else ""
    return ""
