"""Whether other words for a message say the same: asked of everything that a model wrote."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from domain.outreach.linting import lint_letter
from domain.skills import find_skills

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_LINK = re.compile(r"https?:|www\.|\S+@\S+\.\w|[<>\[\]{}]|\*\*", re.IGNORECASE)
_SHORTEST, _LONGEST = 0.6, 1.4
"""Of the length of the message, as a share."""


def checked_rewording(before: str, after: str, *, keep: Sequence[str], today: date) -> str | None:
    """The new words, when they change no fact; None otherwise.

    Numbers are the same and as many; everything in ``keep`` stands word for word; no skill, link or
    markup is new; the rules for messages find nothing that they did not find before.

    Args:
        before: the message as rules wrote it.
        after: the words of a model; untrusted.
        keep: names, skills, place, pay, questions, the sentence on how to stop.
        today: for dated rules.

    >>> day = date(2026, 11, 2)
    >>> stop = "Tell us if you do not want to hear from us."
    >>> old = f"We use Python and have 30 minutes. {stop}"
    >>> checked_rewording(old, f"Python is what we use; 30 minutes. {stop}", keep=[stop], today=day)
    'Python is what we use; 30 minutes. Tell us if you do not want to hear from us.'
    >>> checked_rewording(old, f"We use Rust and have 45 minutes. {stop}", keep=[stop], today=day)
    """
    words = "\n".join(line.rstrip() for line in after.strip().splitlines())
    if not _SHORTEST * len(before) <= len(words) <= _LONGEST * len(before):
        return None
    if Counter(_NUMBER.findall(words)) != Counter(_NUMBER.findall(before)):
        return None
    flat = " ".join(words.split())
    if any(" ".join(each.split()) not in flat for each in keep if each.strip()):
        return None
    if _LINK.search(words) and not _LINK.search(before):
        return None
    known = {mention.canonical for mention in find_skills(before)}
    if not {mention.canonical for mention in find_skills(words)} <= known:
        return None
    found = {one.rule for one in lint_letter("", before, today=today)}
    if not {one.rule for one in lint_letter("", words, today=today)} <= found:
        return None
    return words
