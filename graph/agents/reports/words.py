"""What people mean by words and files sent to the reports agent."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.messages import Attachment

AUDIT = re.compile(r"\baudit\w*|\bimpact ratios?\b|\bselection rates?\b|\badverse\b", re.IGNORECASE)
EXPORT = re.compile(
    r"\bexport\w*|\bdownload\b|\bexportier\w*|\bas (?:a )?(?:csv|json|spreadsheet|table)\b",
    re.IGNORECASE,
)
LOG = re.compile(
    r"\blog\b|\bprotokoll\b|\bhistory\b|\bwho did what\b|\baudit trail\b", re.IGNORECASE
)
BIAS = re.compile(
    r"\bbias\w*|\bidentity signals?\b|\bfair\w*|\bstability\b|\bname swap\b|\bvoreingenommen\w*",
    re.IGNORECASE,
)
_FORMATS = (
    ("csv", re.compile(r"\bcsv\b|\bspreadsheet\b|\btable\b|\bexcel\b|\btabelle\b", re.IGNORECASE)),
    ("json", re.compile(r"\bjson\b", re.IGNORECASE)),
    ("pdf", re.compile(r"\bpdf\b|\bpaper\b", re.IGNORECASE)),
)
_TABLES = (".csv", ".tsv", ".txt")
_TABLE_TYPES = frozenset({"text/csv", "text/tab-separated-values", "application/csv"})


def format_in(words: str) -> str:
    """The format that words name; empty when none is.

    >>> format_in("export as CSV"), format_in("export it")
    ('csv', '')
    """
    return next((name for name, pattern in _FORMATS if pattern.search(words)), "")


def table_of(attachments: Sequence[Attachment]) -> Attachment | None:
    """The first attachment that can be a table of people."""
    return next(
        (
            each
            for each in attachments
            if each.media_type in _TABLE_TYPES or each.name.lower().endswith(_TABLES)
        ),
        None,
    )
