"""Untrusted words made safe to read by rules: one line, of limited length."""

from __future__ import annotations

MAX_CHARACTERS = 400
"""What people wish fits in this; the rules' cost grows faster than the text, so it has an end."""


def bounded(text: str, *, limit: int = MAX_CHARACTERS) -> str:
    r"""White space collapsed, cut at a word.

    >>> bounded("find   me\n jobs")
    'find me jobs'
    """
    # Cut first: splitting a megabyte to keep 400 characters would be work for nothing.
    line = " ".join(text[: 4 * limit].split())
    return line if len(line) <= limit else line[:limit].rpartition(" ")[0] or line[:limit]
