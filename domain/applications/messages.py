"""What a message of an employer says about an application: by rules, with the quoted sentence.

Nothing here changes anything: what was read is shown to the person, who says yes or no.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.applications.message_words import (
    ABOUT_US,
    CONDITIONAL,
    INVITATION,
    NOT_ABOUT_ONE,
    OFFER,
    OTHER_REJECTION,
    RECEIVED,
    REJECTION,
)

MOST_CHARACTERS = 12_000
"""Of a message that are read: a letter of an employer says it on its first page."""
_MOST_SENTENCES = 160
_LONGEST_SENTENCE = 400


class Heard(StrEnum):
    """What a message says."""

    REJECTION = "rejection"
    INVITATION = "invitation"
    OFFER = "offer"
    RECEIVED = "received"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardMessage:
    """A reading of a message; ``quote`` is the sentence, verbatim up to white space."""

    heard: Heard
    quote: str = ""
    also: tuple[Heard, ...] = ()
    """What other sentences say beside it; not empty: the person has to look closely."""


_BREAK = re.compile(r"\n\s*\n|\r\n|\n|(?<=[.!?])[ \t]+(?=[^\s])")
_ORDER = (
    (Heard.REJECTION, REJECTION),
    (Heard.OFFER, OFFER),
    (Heard.INVITATION, INVITATION),
    (Heard.RECEIVED, RECEIVED),
)
_INTERVIEW = re.compile(r"interview|gespräch|entretien|entrevista|call|chat|meet", re.IGNORECASE)
_HEADER = re.compile(
    r"^(?:>|from:|to:|sent:|date:|cc:|von:|an:|gesendet:|de:|à:|envoyé|para:|enviado)",
    re.IGNORECASE,
)


def read_message(text: str) -> HeardMessage:
    """What a forwarded mail or message says about an application.

    >>> read_message("Thank you for applying. Unfortunately, we have decided to move forward "
    ...              "with other candidates.").heard.value
    'rejection'
    >>> read_message("We reject discrimination of any kind. Apply now!").heard.value
    'none'
    """
    cut = text[:MOST_CHARACTERS]
    found: dict[Heard, str] = {}
    is_about = ABOUT_US.search(cut) is not None
    for sentence in sentences_in(cut):
        if CONDITIONAL.search(sentence):
            continue
        for kind, pattern in _ORDER:
            hit = pattern.search(sentence)
            if hit is None:
                continue
            heard = kind
            if kind in {Heard.OFFER, Heard.INVITATION} and _DENIED.search(
                sentence[max(0, hit.start() - 60) : hit.end()]
            ):
                heard = Heard.REJECTION
            if heard in found:
                break
            if heard is Heard.REJECTION and _says_no_to_other(sentence):
                continue
            if heard is Heard.OFFER and _is_interview(sentence):
                continue
            found[heard] = sentence
            break
    if not found or not is_about:
        return HeardMessage(heard=Heard.NONE)
    if _is_about_other_things(cut, found):
        return HeardMessage(heard=Heard.NONE)
    first = next(heard for heard, _ in _ORDER if heard in found)
    others = tuple(heard for heard in found if heard is not first and heard is not Heard.RECEIVED)
    return HeardMessage(heard=first, quote=found[first], also=others)


_DENIED = re.compile(
    r"(?<!\w)(?:not|unable|cannot|never|no longer|\w{1,6}n['’]t|leider|nicht|keine?n?|pas|ne|no|"
    r"não)"
    r"(?: \w+){0,4}? (?:invit|offer|extend|schedul|interview|mov|progress|advanc|einlad|anbiet|"
    r"proposer|inviter|ofrecer|invitar|oferecer|convidar)",
    re.IGNORECASE,
)
"""A kind word that is taken back in the same breath ("will not be inviting you")."""


def sentences_in(text: str) -> Iterator[str]:
    """Sentences of a message without its headers, at most 160, cut after 400 characters."""
    # Mails break lines inside of sentences: lines that end without a full stop are joined.
    lines: list[str] = []
    for line in text.splitlines():
        line = " ".join(line.split())
        if line.startswith(">"):
            line = line.lstrip("> ")
        if lines and line and lines[-1] and not _HEADER.match(line) and _goes_on(lines[-1], line):
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
    count = 0
    for line in lines:
        for sentence in _BREAK.split(line):
            words = sentence.strip()
            if words and not _HEADER.match(words):
                yield words[:_LONGEST_SENTENCE]
                count += 1
                if count == _MOST_SENTENCES:
                    return


def _goes_on(before: str, after: str) -> bool:
    return (
        not before.endswith((".", "!", "?", ":", ","))
        and not _HEADER.match(before)
        and (len(before) > 40 or after[0].islower())
        and len(before) < _LONGEST_SENTENCE
    )


def _says_no_to_other(sentence: str) -> bool:
    return OTHER_REJECTION.search(sentence) is not None and ABOUT_US.search(sentence) is None


def _is_interview(sentence: str) -> bool:
    """A sentence that offers a talk ("offer you an interview"), not a job."""
    offer = re.search(r"offer|anbieten|proposer|ofrecer|oferecer", sentence, re.IGNORECASE)
    return offer is not None and _INTERVIEW.search(sentence[offer.end() :][:40]) is not None


def _is_about_other_things(text: str, found: dict[Heard, str]) -> bool:
    """A job alert or a mail about an order; a direct sentence about one's application outweighs."""
    if NOT_ABOUT_ONE.search(text) is None:
        return False
    return not any(_OWN.search(quote) for quote in found.values())


_OWN = re.compile(
    r"(?<!\w)(?:(?:your|you for) (?:recent )?(?:job )?(?:application (?:for the|to the|as|with us)|"
    r"candidacy|applying (?:to|for the|at))|you applied|"
    r"(?:ihre|deine) bewerbung (?:als|um|auf)|votre candidature (?:au|pour|à)|"
    r"(?:tu|su) candidatura (?:a|para|al)|sua candidatura (?:a|à|ao|para)|other candidates|"
    r"(?:the|this) (?:\w+[ -]){1,4}(?:role|position))(?!\w)",
    re.IGNORECASE,
)
