"""What a description asks for, one by one, as it says it: in lists and in prose."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from domain.job_text import Section, Sentence, sentences
from domain.job_wording.model import AssessmentLine, Need, Requirement

_MUST_HEADING = (
    r"requirements?|required|qualifications?|must[- ]haves?|must have|what (?:you|we)(?:'|"
    r"’)?(?:ll|"
    r" will|re| are)? (?:need|bring|ask for|expect|look(?:ing)? for|require)|you (?:need|bring|"
    r"have|"
    r"must have|should have|offer)|about you|who you are|your profile|your (?:background|skills|"
    r"experience)|essential|skills(?: and experience)?|we (?:need|ask for|expect|look for|"
    r"require)|"
    r"we(?:'|’)re looking for|you(?:'|’)ll (?:need|bring)|ideal candidate|candidates? (?:must|"
    r"should)|"
    r"das bring(?:st|en) (?:du|sie) mit|(?:ihr|dein|euer) profil|anforderungen|voraussetzungen|"
    r"qualifikationen?|was (?:du|sie) mitbring(?:st|en)|wir erwarten|wir suchen|"
    r"das wünschen wir uns"
)
_NICE_HEADING = (
    r"nice[- ]to[- ]have|prefer(?:red|ably)|bonus|desir(?:ed|able)|good to have|optional|pluse?s?|"
    r"extra credit|even better|wünschenswert|von vorteil|idealerweise|not required|would be great"
)
_DUTY_HEADING = (
    r"responsibilit|duties|what you(?:'|’)?(?:ll| will)? (?:do|be doing|work on)|you will|"
    r"you(?:'|’)ll"
    r"(?! need| bring)|the (?:role|job|position)|your (?:tasks|role|mission|day|work)|tasks|"
    r"day[- ]to[- ]day|aufgaben|das erwartet (?:dich|sie)|tätigkeiten"
)
_OFFER_HEADING = (
    r"we offer|our offer|benefits?|perks|compensation|salary|pay\b|about us|who we are|"
    r"why (?:join|"
    r"work)|equal opportunity|diversity|how to apply|application|wir bieten|unser angebot|"
    r"über uns|"
    r"you(?:'|’)ll get|what you get|in return|deine vorteile|ihre vorteile"
)
_HEADING_KINDS = (
    (Section.NICE, re.compile(_NICE_HEADING, re.IGNORECASE)),
    (Section.OFFER, re.compile(_OFFER_HEADING, re.IGNORECASE)),
    (Section.REQUIRED, re.compile(_MUST_HEADING, re.IGNORECASE)),
    (Section.DUTIES, re.compile(_DUTY_HEADING, re.IGNORECASE)),
)
_MOST_HEADING_WORDS = 8
_MOST_INLINE_WORDS = 5
_BULLET = re.compile(r"^\s*(?:[-*•·▪◦‣–—]|\d{1,2}[.)])\s+")
_NICE = re.compile(
    r"\b(?:nice[- ]to[- ]have|(?:is|are|would be) (?:a |an )?(?:big |strong |definite )?"
    r"(?:plus|bonus|advantage|asset|welcome|helpful)|a (?:big |strong )?plus\b|preferred\b|"
    r"preferably|desirable|bonus points|ideally|not required|not (?:a must|essential|necessary)|"
    r"optional|von vorteil|wünschenswert|idealerweise|gern gesehen|ist ein plus)",
    re.IGNORECASE,
)
_STRONG_ASK = re.compile(
    r"\b(?:must(?! not\b)|(?:is|are) (?:required|mandatory|essential|a must)|required\b|"
    r"require[sd]?\b|mandatory|you(?:'|’)?(?:ll| will| should)? (?:bring|have|need|hold|possess|"
    r"know|speak)\b|we (?:expect|require|need|ask for|look for|are looking for)\b|"
    r"(?:you are|you(?:'|’)re) (?:an? )?(?:experienced|fluent|comfortable|proficient|skilled|able|"
    r"willing)|at least \S+ years?|minimum (?:of )?\S+ years?|\d+\s?\+?\s?(?:(?:-|–|to) ?\d+ ?)?"
    r"(?:years?|yrs?)(?:['’])? (?:of )?(?:\w+ ){0,4}?(?:experience|with|in|as|building|of|"
    r"leading)|"
    r"\d\s?\+ ?(?:years?|yrs?|jahre)|needed\b|(?:german|english|french|spanish|deutsch|englisch) "
    r"(?:auf )?[abc][12]\b|fluent (?:in|german|english|french|spanish)|degree\b|certifi(?:ed|"
    r"cate|cation)|licen[cs]e\b|experience (?:in|with|as|of)|"
    r"knowledge of|proficien\w+|proven|ability to|erforderlich|zwingend|voraussetzung|"
    r"kenntnisse|erfahrung (?:mit|in|als)|du (?:hast|bringst|sprichst|bist)|sie (?:haben|bringen|"
    r"sprechen|verfügen)|abgeschlossene[sr]? (?:studium|ausbildung))",
    re.IGNORECASE,
)
_OUTRIGHT = re.compile(r"\b(?:must|required|mandatory|erforderlich)\b", re.IGNORECASE)
_NOT_AN_ASK = re.compile(
    r"\b(?:we(?:'|’)?(?:ve| have) (?:\d|been|over|more)|our (?:company|firm|clients|customers|"
    r"founders?"
    r"|engineers|teams?) (?:have|has|bring|need|require|trust)|founded|since (?:19|20)\d\d|"
    r"equal opportunit|all qualified applicants|regardless of|without regard|"
    r"reasonable accommodation|"
    r"you (?:will|'ll|’ll) (?:get|receive|have access|learn|gain|enjoy|be paid|work|join|report)|"
    r"we (?:offer|pay|provide|have \d)|nothing (?:else )?is required|no (?:prior |previous )?"
    r"(?:experience|degree|knowledge) (?:is |in \w+ )?(?:required|needed|necessary)|not needed|"
    r"benefits)\b",
    re.IGNORECASE,
)
_CLAUSES = re.compile(
    r"(?<!\s)\s*;\s+|(?<!\s)\s+\((?=[^)]*\))|,\s+(?=(?:ideally|preferably|idealerweise)\b)"
)
_FEWEST_CHARACTERS = 2
_MOST_REQUIREMENTS = 80
"""More is a text that repeats itself; the rest says nothing new."""


def requirements_of(text: str) -> tuple[Requirement, ...]:
    r"""Everything the description asks for, in order; each quotes the text exactly.

    A line of a list under a heading that asks is one requirement; in prose, a sentence that asks
    is one. What is said to be optional is :attr:`Need.NICE`. Duties, offers and statements about
    the company are none.

    >>> found = requirements_of("You need\n- Python\n- SQL (Go is a plus)\n\nWe pay well.")
    >>> [(one.quote, one.need.value) for one in found]
    [('Python', 'must'), ('SQL', 'must'), ('Go is a plus', 'nice')]
    """
    lists = _list_kinds(text)
    found: list[Requirement] = []
    for sentence in sentences(text):
        kind = _kind(text, sentence, lists)
        if kind is not None:
            found.extend(_split(text, sentence, need=kind))
        if len(found) >= _MOST_REQUIREMENTS:
            break
    return tuple(found[:_MOST_REQUIREMENTS])


def assessment_map(
    requirements: Sequence[Requirement], assessed: Callable[[Requirement], str | None]
) -> tuple[AssessmentLine, ...]:
    r"""Each requirement with what would assess it; a must that nothing assesses may be unneeded.

    Args:
        requirements: as :func:`requirements_of` returns them.
        assessed: names the gate, criterion or note that a requirement is seen by; None for none.

    >>> asked = requirements_of("Requirements:\n- SQL")
    >>> assessment_map(asked, lambda one: None)[0].assessed_by is None
    True
    """
    return tuple(AssessmentLine(requirement=one, assessed_by=assessed(one)) for one in requirements)


def is_heading(line: str, *, before_list: bool) -> bool:
    """Whether a line names what comes below it instead of saying something itself."""
    head = line.strip().strip("*#_ ")
    if not head or _BULLET.match(line) or len(head.split()) > _MOST_HEADING_WORDS:
        return False
    if line.lstrip().startswith("#") or head.endswith(":"):
        return True
    return before_list and not head.endswith((".", "!", "?", ";", ","))


def _list_kinds(text: str) -> dict[int, tuple[Section, bool]]:
    """Per character offset of a line's start: what its heading says; True when it is a bullet."""
    kinds: dict[int, tuple[Section, bool]] = {}
    current = Section.OTHER
    lines = text.split("\n")
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line) + 1)
    upcoming = [_next_is_bullet(lines, number) for number in range(len(lines))]
    for number, (start, _end) in enumerate(pairwise(offsets)):
        line = lines[number]
        bulleted = _BULLET.match(line) is not None
        if not bulleted and line.strip() and is_heading(line, before_list=upcoming[number]):
            head = line.partition(":")[0]
            current = next(
                (kind for kind, pattern in _HEADING_KINDS if pattern.search(head)), Section.OTHER
            )
        elif not bulleted and line.strip() and number and not lines[number - 1].strip():
            current = Section.OTHER  # a new paragraph of prose ends the list above it
        kinds[start] = (current, bulleted)
    return kinds


def _next_is_bullet(lines: Sequence[str], number: int) -> bool:
    following = next((line for line in lines[number + 1 : number + 3] if line.strip()), "")
    return _BULLET.match(following) is not None


def _kind(text: str, sentence: Sentence, lists: dict[int, tuple[Section, bool]]) -> Need | None:
    start = text.rfind("\n", 0, sentence.start) + 1
    end = text.find("\n", sentence.start)
    line = text[start : end if end >= 0 else len(text)]
    words = text[sentence.start : sentence.end]
    heading, bulleted = lists.get(start, (Section.OTHER, False))
    if is_heading(line, before_list=_BULLET.match(_line_after(text, end)) is not None):
        return None
    if len(words) < _FEWEST_CHARACTERS or _NOT_AN_ASK.search(words):
        return None
    listed = _inline_heading(line) or (heading if bulleted else Section.OTHER)
    match listed:
        case Section.NICE:
            return Need.NICE
        case Section.OFFER:
            return None
        case Section.REQUIRED:
            return Need.MUST
        case Section.DUTIES:
            return Need.MUST if _OUTRIGHT.search(words) else None
        case _:
            pass
    if _is_nice(words) or _STRONG_ASK.search(words):
        return Need.MUST if _STRONG_ASK.search(words) else Need.NICE
    return Need.MUST if bulleted and _near_asks(text, start) else None


def _inline_heading(line: str) -> Section | None:
    """What "Nice to have: Kafka" says in front of its colon."""
    head, colon, rest = line.partition(":")
    if not colon or not rest.strip() or len(head.split()) > _MOST_INLINE_WORDS:
        return None
    return next((kind for kind, pattern in _HEADING_KINDS if pattern.search(head)), None)


def _line_after(text: str, end: int) -> str:
    if end < 0:
        return ""
    rest = text[end + 1 : end + 400].lstrip("\n")
    return rest.partition("\n")[0]


def _near_asks(text: str, start: int) -> bool:
    """A bullet without a heading, in a list of which another bullet asks outright."""
    above = text.rfind("\n\n", 0, start)
    below = text.find("\n\n", start)
    block = text[above + 2 if above >= 0 else 0 : below if below >= 0 else len(text)]
    return any(_STRONG_ASK.search(line) for line in block.split("\n") if _BULLET.match(line))


def _is_nice(words: str) -> bool:
    return _NICE.search(words) is not None


def _split(text: str, sentence: Sentence, *, need: Need) -> list[Requirement]:
    """One requirement, or two when a sentence asks for one thing and calls another optional."""
    words = text[sentence.start : sentence.end]
    if need is Need.NICE or not _is_nice(words):
        return [_requirement(text, sentence.start, sentence.end, need)]
    cuts = [sentence.start]
    for gap in _CLAUSES.finditer(words):
        cuts += [sentence.start + gap.start(), sentence.start + gap.end()]
    cuts.append(sentence.end)
    pieces = [
        (start, end)
        for start, end in zip(cuts[::2], cuts[1::2], strict=True)
        if text[start:end].strip(" ().,;")
    ]
    if len(pieces) == 1:
        return [_requirement(text, sentence.start, sentence.end, Need.NICE)]
    return [
        _requirement(text, start, end, Need.NICE if _is_nice(text[start:end]) else Need.MUST)
        for start, end in pieces
    ]


def _requirement(text: str, start: int, end: int, need: Need) -> Requirement:
    while end > start and text[end - 1] in " .;,":
        end -= 1
    if end > start and text[end - 1] == ")" and "(" not in text[start:end]:
        end -= 1
    return Requirement(quote=text[start:end], start=start, end=end, need=need)
