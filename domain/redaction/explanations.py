"""What stands in place of each kind of signal, and why that kind can sway a reader."""

from __future__ import annotations

import re
from collections.abc import Mapping

from domain.redaction.gendered_titles import NEUTRAL_ENDINGS, neutral_ending
from domain.redaction.model import IdentitySignal, SignalKind

REMOVED = "[removed]"
"""For kinds whose very type would tell a reader something about the person."""

MARKS: Mapping[SignalKind, str] = {
    SignalKind.NAME: "[name]",
    SignalKind.EMAIL: "[e-mail]",
    SignalKind.PHONE: "[phone]",
    SignalKind.LINK: "[link]",
    SignalKind.ADDRESS: "[place]",
    SignalKind.BIRTH: REMOVED,
    SignalKind.GRADUATION_YEAR: "[dates]",
    SignalKind.DATES: "[dates]",
    SignalKind.PRONOUN: "[person]",
    SignalKind.NATIONALITY: REMOVED,
    # what the scorer takes it for, so that it reads like any other stated level
    SignalKind.NATIVE_LANGUAGE: "[proficient]",
    SignalKind.FAMILY: REMOVED,
    SignalKind.RELIGION: REMOVED,
    SignalKind.POLITICS: REMOVED,
    SignalKind.HEALTH: REMOVED,
    SignalKind.MILITARY: REMOVED,
    SignalKind.AFFILIATION: REMOVED,
    SignalKind.SCHOOL: "[school]",
    SignalKind.EMPLOYER: "[employer]",
    SignalKind.GAP: REMOVED,
}
"""Kinds without a place in the text have no mark."""

WHY: Mapping[SignalKind, str] = {
    SignalKind.NAME: "Readers have been shown to rate equal resumes differently by name alone.",
    SignalKind.EMAIL: "An address often holds the name, and sometimes a year.",
    SignalKind.PHONE: "A country or area code hints at where somebody comes from.",
    SignalKind.LINK: "Profile addresses and handles hold names and lead to pictures.",
    SignalKind.ADDRESS: "Where somebody lives stands in for income and origin in readers' minds.",
    SignalKind.BIRTH: "Age sways readers and says nothing about the work.",
    SignalKind.GRADUATION_YEAR: "Readers work out an age from it.",
    SignalKind.DATES: "The first year of work gives an age away; lengths are kept.",
    SignalKind.PRONOUN: "Pronouns, titles and gendered words sway readers' expectations.",
    SignalKind.NATIONALITY: "Readers may take it for permission to work, which is a separate fact.",
    SignalKind.NATIVE_LANGUAGE: "How well a language is spoken counts, not how it was learned.",
    SignalKind.FAMILY: "Family plans and duties sway readers and are not theirs to weigh.",
    SignalKind.RELIGION: "A special category: readers must not weigh it.",
    SignalKind.POLITICS: "A special category: readers must not weigh it.",
    SignalKind.HEALTH: "A special category: readers must not weigh it.",
    SignalKind.MILITARY: "Service tells age, sex or origin in many countries.",
    SignalKind.AFFILIATION: "Membership of such a group tells what readers must not weigh.",
    SignalKind.SCHOOL: "A school's renown sways readers beyond what was learned there.",
    SignalKind.EMPLOYER: "An employer's renown sways readers beyond what was done there.",
    SignalKind.GAP: "Readers mark breaks down, though a break says nothing about ability.",
    SignalKind.PHOTO: "Looks sway readers before the first word is read.",
    SignalKind.FILE_NAME: "File names often hold the name.",
    SignalKind.METADATA: "Author and title inside a file often hold the name.",
    SignalKind.LINK_TARGET: "The address behind a link often holds the name.",
}
"""One sentence per kind: about readers, never about the person."""


MARK = re.compile(
    r"\[(?:"
    + "|".join(sorted({re.escape(each) for each in NEUTRAL_ENDINGS}))
    + "|"
    + "|".join(sorted({re.escape(each[1:-1]) for each in (*MARKS.values(), REMOVED)}))
    + r")\]"
)
"""Every mark that redaction writes, and nothing else in brackets."""


def mark_of(signal: IdentitySignal) -> str:
    """What is written in place of a signal.

    >>> from domain.findings import Passage
    >>> mark_of(IdentitySignal(kind=SignalKind.NAME, passage=Passage(quote="Jo", start=0, end=2),
    ...                        where="header", removed=True, why=""))
    '[name]'
    """
    if signal.kind is SignalKind.PRONOUN and signal.passage is not None:
        ending = neutral_ending(signal.passage.quote)
        if ending is not None:
            return f"[{ending}]"
    return MARKS.get(signal.kind, REMOVED)
