"""Column changes on a real page, judged against where its words stand, not against our reader.

pdfium's own search finds each line of the text on the page. Read column by column, the text climbs
back up once per further column; columns mixed line by line in blocks climb again and again.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any


def column_jumps(content: bytes, text: str) -> int:
    """How many more times the text climbs up a page than its three columns at most allow."""
    import pypdfium2  # type: ignore[import-untyped]  # ships no types

    document = pypdfium2.PdfDocument(content)
    errors = 0
    for number in range(len(document)):
        page = document[number]
        text_page = page.get_textpage()
        places: list[tuple[float, float, float]] = []
        for line in text.split("\n"):
            place = _find(text_page, line)
            if place is not None:
                places.append(place)
        rises = sum(1 for a, b in pairwise(places) if b[1] > a[1] + 30)
        errors += max(0, rises - 2)
        text_page.close()
        page.close()
    document.close()
    return errors


def _find(text_page: Any, line: str) -> tuple[float, float, float] | None:
    """Left edge, height and right edge of the line's first words on the page."""
    words = re.sub(r"^[^\w(]+", "", line.split("\t")[0]).strip()
    if len(words) < 6:
        return None
    search = text_page.search(words[:40], match_case=True)
    hit = search.get_next()
    again = search.get_next()
    search.close()
    if hit is None or again is not None:
        return None
    index, count = hit
    left, bottom, _, _ = text_page.get_charbox(index)
    _, _, right, _ = text_page.get_charbox(index + count - 1)
    return left, bottom, right
