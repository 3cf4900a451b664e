"""Files with one posting a line; a bad line is refused by number, the others go on."""

from __future__ import annotations

import json

from domain.errors import UnreadablePosting
from domain.posting import Posting
from integrations.sources.job_fields import posting_from

_MAX_LINE_BYTES = 1_000_000
_MAX_DEPTH_ERROR = "it is nested too deeply"


def read_json_lines(content: bytes, *, source: str) -> tuple[tuple[Posting, ...], tuple[str, ...]]:
    """Postings of a JSON Lines document, and a sentence with the line number per bad line.

    A second line with the same id is refused, so that nothing is overwritten silently.
    """
    postings: dict[str, Posting] = {}
    refused: list[str] = []
    text = content.removeprefix(b"\xef\xbb\xbf")
    for number, line in enumerate(text.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            posting = _read_line(line, source=source)
            if posting.source_id in postings:
                raise UnreadablePosting(f"the id {posting.source_id!r} occurs on an earlier line")  # noqa: TRY301
            postings[posting.source_id] = posting
        except UnreadablePosting as error:
            refused.append(f"Line {number}: {error}.")
    return tuple(postings.values()), tuple(refused)


def _read_line(line: bytes, *, source: str) -> Posting:
    if len(line) > _MAX_LINE_BYTES:
        raise UnreadablePosting(f"it is longer than {_MAX_LINE_BYTES // 1_000_000} MB")
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise UnreadablePosting("it is not UTF-8") from error
    except json.JSONDecodeError as error:
        raise UnreadablePosting(f"it is not JSON ({error.msg} at character {error.pos})") from error
    except RecursionError as error:
        raise UnreadablePosting(_MAX_DEPTH_ERROR) from error
    if not isinstance(record, dict):
        raise UnreadablePosting("it is not a JSON object")
    return posting_from(record, source=source)
