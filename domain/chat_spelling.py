"""Short spellings of chats, written out, for readings that look for whole words."""

from __future__ import annotations

import re

_SHORT = {
    "wat": "what",
    "wats": "what is",
    "whats": "what is",
    "hw": "how",
    "yr": "year",
    "yrs": "years",
    "u": "you",
    "ur": "your",
    "r": "are",
    "pls": "please",
    "plz": "please",
    "shld": "should",
    "shud": "should",
    "cud": "could",
    "wanna": "want to",
    "gonna": "going to",
    "gotta": "have to",
    "abt": "about",
    "hv": "have",
    "im": "i'm",
    "ive": "i've",
    "ystrday": "yesterday",
    "eng": "engineering",
    "mgmt": "management",
    "exp": "experience",
    "wk": "week",
    "wks": "weeks",
    "hrs": "hours",
    "ans": "answer",
    "docs": "documents",
    "intv": "interview",
    "xp": "experience",
    "thx": "thanks",
    "2nd": "second",
    "1st": "first",
    "3rd": "third",
}
_WORD = re.compile(r"[^\W_]+")
_FOR_OR_TO = re.compile(r"(?<=[a-z] )(?P<digit>[24])(?= (?:this|that|the|my|me|learn|get)\b)")


def spelled_out(text: str) -> str:
    """The text with short spellings written out; capitals and all other words stay.

    >>> spelled_out("hw many yrs of Python do u see"), spelled_out("plan 4 the IT exam")
    ('how many years of Python do you see', 'plan for the IT exam')
    """
    words = _WORD.sub(lambda hit: _SHORT.get(hit[0], hit[0]), text)
    return _FOR_OR_TO.sub(lambda hit: "for" if hit["digit"] == "4" else "to", words)
