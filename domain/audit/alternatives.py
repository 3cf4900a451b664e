"""Less exclusive ways to ask for the same ability: suggestions in words, for a person to judge."""

from __future__ import annotations

import re

_GENERAL = "Ask for what the work needs, and accept every kind of evidence of it."

_SUGGESTIONS = (
    (
        r"year|experience|senior|tenure|jahre",
        "Ask for the ability and not for its age: “has led X”, “has run Y in production”.",
    ),
    (
        r"degree|education|bachelor|master|diploma|studies",
        "Add “or equivalent experience”, and score what was built, taught or passed.",
    ),
    (
        r"school|university|college|campus|prestige|tier",
        "Leave the name of the school out; look at what the person can show.",
    ),
    (
        r"gap|continuous|break|employed",
        "Leave dates without work out of the score; ask about the skill as it is now.",
    ),
    (
        r"native|language|english|german|accent",
        "Name the level that the work needs (for example B2) and how it is used.",
    ),
    (
        r"postcode|post.?code|zip|commute|distance|address|local",
        "Ask whether the person can be at the place at the hours that the work needs.",
    ),
    (
        r"hours|overtime|shift|travel|availab|on.?call",
        "State hours and travel plainly, and offer shares of them where the work allows.",
    ),
    (
        r"drive|driving|licen[cs]e|lift|physical",
        "Keep it only where it is an essential task, and add “with or without accommodation”.",
    ),
    (
        r"gpa|grade|mark|test",
        "Use a short sample of the work itself, the same one for everybody.",
    ),
    (
        r"employer|company|brand|faang|big.?tech|referr",
        "Look at what was done and not where, or for whom it was done.",
    ),
    (
        r"portfolio|github|open.?source|side.?project|repositor",
        "Accept any evidence of the skill: most work is not public.",
    ),
    (
        r"cultur|fit|personality|energy",
        "Replace it by the behaviour that the work needs, with one example of it.",
    ),
)
_PATTERNS = tuple((re.compile(words, re.IGNORECASE), advice) for words, advice in _SUGGESTIONS)


def alternative_to(name: str) -> str:
    """One sentence for a gate or criterion with this name; nothing is measured for it.

    >>> alternative_to("years >= 8")
    'Ask for the ability and not for its age: “has led X”, “has run Y in production”.'
    """
    for pattern, advice in _PATTERNS:
        if pattern.search(name):
            return advice
    return _GENERAL
