"""Answers that take a question back: they are never a reason and never the words of a letter."""

from __future__ import annotations

import re

_NO = re.compile(
    r"\s*(?:(?:oh|ach|ok|okay|well|na)[, ]+)?"
    r"(?:no|nope|nein|nö|non|stopp?|cancel(?: (?:it|that|this))?|abort|abbrechen|abbruch"
    r"|never ?mind|not now|nicht jetzt|(?:lieber |doch )nicht|lass(?: (?:es|das))?"
    r"|forget (?:it|about it|that)|vergiss (?:es|das)"
    r"|leave it(?: as it is)?|keep it(?: as it is)?|nothing|nichts"
    r"|(?:do not|don['’]?t)(?: (?:do|bother|change|decide|send)(?: (?:it|that|this|anything))?)?)"
    r"(?:[,.! ]+(?:thanks?|thank you|danke|please|bitte))?[\s.!]*",
    re.IGNORECASE,
)
_YES = re.compile(
    r"\s*(?:yes|yep|yeah|ja|jawohl|ok|okay|sure|go ahead|do it|of course|natürlich|klar)"
    r"(?:[,.! ]+(?:please|bitte|do it|go ahead|sure|of course))?[\s.!]*",
    re.IGNORECASE,
)


def is_taken_back(words: str) -> bool:
    """Whether a whole answer says that the question is off.

    >>> is_taken_back("Never mind, thanks."), is_taken_back("No Kafka was shown")
    (True, False)
    """
    return _NO.fullmatch(words) is not None


def is_mere_yes(words: str) -> bool:
    """Whether a whole answer only agrees, and so says nothing that was asked for.

    >>> is_mere_yes("Yes, please"), is_mere_yes("Yes: Python since 2017")
    (True, False)
    """
    return _YES.fullmatch(words) is not None
