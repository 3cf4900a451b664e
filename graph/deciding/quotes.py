"""Lines of a resume as quotations: without the marks of lists, at most so long."""

from __future__ import annotations

from graph.wording.counts import shortened

_MARKS = "•◦▪▫●○■‣⁃∙➢➤►▶▸✓✔–—-* \t"


def quote_of(line: str, most: int) -> str:
    """The words of a line.

    >>> quote_of("- Built the payments API", 40)
    'Built the payments API'
    """
    return shortened(line.lstrip(_MARKS), limit=most)
