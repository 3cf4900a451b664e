"""The parts of a DOCX file, opened with limits on what they may grow to."""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.etree.ElementTree import Element, ParseError

from integrations.documents import faults

MAX_ENTRIES = 5_000
"""Files inside one document."""
MAX_PART_BYTES = 24_000_000
"""One XML part, unpacked."""
MAX_TOTAL_BYTES = 60_000_000
"""All XML parts that are read, unpacked."""
MAX_RATIO = 200
"""Unpacked to packed size of a part above one megabyte; text reaches about 20."""


class DocxArchive:
    """Reads XML parts of one document; refuses what expands too far."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            self._names = {info.filename: info for info in self._zip.infolist()}
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise faults.damaged("Word file") from error
        if len(self._names) > MAX_ENTRIES:
            raise faults.expands_too_far()
        self._left = MAX_TOTAL_BYTES

    @property
    def names(self) -> tuple[str, ...]:
        """Paths of all parts."""
        return tuple(self._names)

    def xml(self, name: str) -> Element | None:
        """The root of a part, None when there is no such part."""
        import defusedxml.ElementTree  # type: ignore[import-untyped]  # ships no types
        from defusedxml import DefusedXmlException

        info = self._names.get(name)
        if info is None:
            return None
        if info.flag_bits & 0x1:
            raise faults.encrypted()
        limit = min(MAX_PART_BYTES, self._left)
        packed = max(1, info.compress_size)
        if info.file_size > limit or (
            info.file_size > 1_000_000 and info.file_size / packed > MAX_RATIO
        ):
            raise faults.expands_too_far()
        try:
            with self._zip.open(info) as part:
                # the size in the directory may lie: never read beyond the limit
                data = part.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise faults.damaged("Word file") from error
        if len(data) > limit:
            raise faults.expands_too_far()
        self._left -= len(data)
        try:
            root: Element = defusedxml.ElementTree.fromstring(data, forbid_dtd=True)
        except DefusedXmlException as error:
            raise faults.expands_too_far() from error
        except (ParseError, ValueError) as error:
            raise faults.damaged("Word file") from error
        return root
