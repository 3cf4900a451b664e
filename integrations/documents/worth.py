"""Which stored texts are worth a word in a report."""

from __future__ import annotations

import re

from domain.resume.model import HiddenKind, HiddenNature
from integrations.documents.hidden_text import hidden_text

_ENOUGH_WORDS = 8
"""Words that the page does not show; fewer are what programs fill in."""


def worth_telling(text: str, *, visible: str) -> bool:
    """Whether stored text is a note to a machine, or says much that the page does not."""
    item = hidden_text(HiddenKind.METADATA, text, page=0)
    if item.nature is HiddenNature.INSTRUCTION:
        return True
    shown = set(re.findall(r"\w+", visible.casefold()))
    words = [word for word in re.findall(r"\w+", item.text.casefold()) if not word.isdigit()]
    fresh = [word for word in words if word not in shown]
    return (
        item.nature is HiddenNature.DATA
        and len(fresh) >= _ENOUGH_WORDS
        and 2 * len(fresh) > len(words)
    )
