"""LinkedIn's data export: recognised by its tables, unpacked and read within limits."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Mapping

from domain.resume.linkedin_export import OWN, TABLES, from_linkedin_export, table_of
from domain.resume.model import Resume
from integrations.documents import faults
from integrations.documents.sniffing import decode

_MAX_ENTRIES = 2_000
"""Files of an archive; a complete export has about a hundred, and as many again of pictures."""
_MAX_TABLE_BYTES = 2_000_000
"""Of one table when it is unpacked; all that is left of a longer one is not a resume."""
_MAX_ROWS = 500
"""Of one table."""
_MAX_COLUMNS = 40
_MAX_PREAMBLE = 20
"""Lines of notes that may stand above the header."""
_ENTRY = b"PK\x01\x02"


def read_export(content: bytes) -> Resume:
    """The resume in an export.

    Raises:
        UnreadableDocument: damaged, protected, growing too far, or no LinkedIn export.
    """
    if content.count(_ENTRY) > _MAX_ENTRIES:
        raise faults.expands_too_far()
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise faults.damaged("archive") from error
    tables: dict[str, list[dict[str, str]]] = {}
    for info in archive.infolist():
        table = table_of(info.filename)
        if table is None or info.is_dir() or _is_beside(info.filename):
            continue
        rows = _rows(_unpacked(archive, info), table)
        if rows and table not in tables:
            tables[table] = rows
    if not OWN & tables.keys():
        raise faults.no_export()
    resume = from_linkedin_export(tables)
    if not resume.source.text.strip():
        raise faults.no_words()
    return resume


def _is_beside(name: str) -> bool:
    """What macOS puts beside the files of an archive."""
    return "__MACOSX" in name or name.rsplit("/", 1)[-1].startswith("._")


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    if info.flag_bits & 0x1:
        raise faults.encrypted()
    try:
        with archive.open(info) as entry:
            # the size in the directory may lie: what counts is what comes out
            found = entry.read(_MAX_TABLE_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise faults.damaged("archive") from error
    if len(found) > _MAX_TABLE_BYTES:
        raise faults.expands_too_far()
    return found


def _rows(content: bytes, table: str) -> list[dict[str, str]]:
    """Rows below the header; empty when there is no header of that table."""
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return []
    reader = csv.reader(io.StringIO(decode(content).replace("\x00", ""), newline=""))
    columns: list[str] | None = None
    found: list[dict[str, str]] = []
    try:
        for number, row in enumerate(reader):
            if columns is None:
                named = [cell.strip().lower() for cell in row[:_MAX_COLUMNS]]
                if TABLES[table] <= set(named):
                    columns = named
                elif number >= _MAX_PREAMBLE:
                    return []
                continue
            if any(cell.strip() for cell in row):
                found.append(_named(columns, row))
            if len(found) == _MAX_ROWS:
                break
    except csv.Error:
        # a field beyond csv's limit of 128 kB: the rows above it are whole
        return found
    return found


def _named(columns: list[str], row: list[str]) -> dict[str, str]:
    cells: Mapping[str, str] = dict(zip(columns, row, strict=False))
    return {name: cell for name, cell in cells.items() if name}
