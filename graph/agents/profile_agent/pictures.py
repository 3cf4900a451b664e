"""Pictures of resumes: read on this machine when the person asks, and doubted line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.profile_sources import line_at
from domain.profile_sources.shifting import each_value
from domain.resume.model import Extracted, Resume
from domain.seeker_ports import PictureLine

READ_FROM_PICTURE = (
    "Read from a picture: letters and digits can be wrong. Please check names, dates and numbers."
)

_DOUBT = 0.8
"""A line read with confidence 0.93 counts as 0.74: just under what is taken without a question."""
_MAX_LINES = 600

_SIGNATURES = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"BM",
    b"II*\x00",
    b"MM\x00*",
)
_HEIF_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"avif")


def is_picture(content: bytes) -> bool:
    r"""True for the picture formats that phones and scanners make, by their first bytes.

    >>> is_picture(b"\x89PNG\r\n\x1a\n..."), is_picture(b"Ana Example")
    (True, False)
    """
    head = content[:16]
    if head.startswith(_SIGNATURES):
        return True
    is_webp = head.startswith(b"RIFF") and head[8:12] == b"WEBP"
    return is_webp or (head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS)


def words_of_picture(lines: Sequence[PictureLine]) -> str:
    """The lines as a text to read like any other."""
    return "\n".join(line.text for line in lines[:_MAX_LINES])


def doubted(resume: Resume, lines: Sequence[PictureLine]) -> Resume:
    """The resume with each value as sure as the lines it stands on; the person is warned."""
    sure = _by_line(lines)
    source = resume.source.text

    def doubt(value: Extracted) -> Extracted:
        read = min((sure.get(part, 1.0) for part in _lines_at(source, value)), default=1.0)
        return replace(value, confidence=round(min(value.confidence, _DOUBT * read), 2))

    return replace(each_value(resume, doubt), warnings=(READ_FROM_PICTURE, *resume.warnings))


def _lines_at(source: str, value: Extracted) -> list[str]:
    whole = source[value.span.start : value.span.end]
    if "\n" not in whole:
        return [line_at(source, value.span)]
    return [" ".join(part.split()) for part in whole.split("\n")]


def _by_line(lines: Sequence[PictureLine]) -> Mapping[str, float]:
    sure: dict[str, float] = {}
    for line in lines[:_MAX_LINES]:
        key = " ".join(line.text.split())
        sure[key] = min(sure.get(key, 1.0), max(0.0, min(1.0, line.confidence)))
    return sure
