"""Every place where the person, or somebody else, is named."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.redaction.letters import Word, is_cased, is_inflected, is_unspaced, words_in
from domain.redaction.names import COMMON, PARTICLES, Names
from domain.redaction.placing import PlacedText
from domain.redaction.skill_places import SkillPlaces
from domain.resume.headings import Section
from domain.resume.places import place_score
from domain.resume.vocabulary import company_score, has_school, title_score

_JOINT = re.compile(r"[ ,.\-\u2010\u2011_'’\"“”„`()\n\t·‘]{0,4}")
"""What may stand between two words of one name."""
_LONGEST_NAME = 12
"""Words; a bound on work, as rows of initials may be long."""
_PERSONAL = frozenset({Section.HEADER, Section.CONTACT, Section.REFERENCES})
_NAME = r"(?:[A-ZÀ-ÞĀ-Ž][\w'’-]+|[A-Z]\.)"
_PERSON = (
    rf"{_NAME}(?:[ ]+(?:(?:de|van|von|der|den|bin|al|el|la|du|dos|da|di)[ ]+){{0,2}}{_NAME}){{0,3}}"
)
_TITLED = re.compile(
    rf"(?<![\w.])(?:(?:Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Professor|Herrn?|Frau|Mme|Mlle|Monsieur|Madame|"
    rf"Sra|Srta|Señora?|Doña|Rev|Dra?)\.?[ ]+)+{_PERSON}"
)
_SPANISH_TITLED = re.compile(rf"(?<![\w.])(?:Sr|Don|D)\.?[ ]+{_PERSON}")
_INTRODUCED = re.compile(
    rf"(?:\b(?:supervis(?:ed|ors?)|advis(?:ed|ors?)|mentored|managed|recommended|referred|"
    rf"endorsed|report(?:ed|ing|s)?|referee|references?|contact(?:[ ]person)?|thesis[ ]advisor|"
    rf"line[ ]manager|betreut|betreuer(?:in)?|referenz(?:en)?|ansprechpartner(?:in)?|"
    rf"vorgesetzter?|encadrée?|responsable|référence|supervisad[oa]|dirigid[oa]|tutor[a]?|"
    rf"referencias?)\b[ ]*(?:by|to|under|with|von|durch|bei|par|por|:|-|–)[ ]*)"
    rf"(?P<who>{_NAME}(?:[ ]+{_NAME}){{1,3}})"
)
_SIGNED = re.compile(
    rf"^[ \t]*[—–―-]{{1,2}}[ ]*(?P<who>{_NAME}(?:[ ]+{_NAME}){{1,2}})(?=,|$)", re.MULTILINE
)
_DOES = re.compile(
    r"(?:['’]s)?[ ](?:is|has|was|leads?|led|brings|joined|works?|worked|holds|speaks|lives|enjoys|"
    r"ist|hat|war|est|a|es|ha|fue)[ ]"
)
"""What follows a name in a text about somebody."""
_TITLES = frozenset(
    {"Mr", "Mrs", "Ms", "Miss", "Dr", "Herr", "Herrn", "Frau", "Mme", "Sra", "Prof"}
)
_ADDRESSING = frozenset(
    {"ask", "dear", "hello", "hi", "thanks", "meet", "signed", "liebe", "lieber"}
)
_ENDS_A_WORD = re.compile(r"[ ,;:)]|[.!?](?:\s|$)|$")
_TO_OTHERS = re.compile(
    r"[ ](?:\w+ed|\w+s|kept|made|gave|led|taught|took|brought|got|was|has)[ ](?:us|me|our|my|"
    r"him|her|"
    r"them|everyone|everybody|(?:the|his|her|their)[ ](?:team|ward|group|department|class))\b"
)
"""What only people do: "kept us calm"."""
_IS_SOMEBODY = re.compile(
    r"[ ](?:is[ ](?:an?|the)[ ](?:\w+[ ]){0,3}(?:who|with|and|in|at)\b|has[ ](?:led|worked|built)|"
    r"brings|joined|holds|led)\b"
)
_IN_REFERENCES = re.compile(rf"(?<!\w)(?P<who>{_NAME}(?:[ ]+{_NAME}){{1,3}})")

Span = tuple[int, int]


def own_name(names: Names, *, document: PlacedText, skills: SkillPlaces) -> Iterator[Span]:
    """Places of the person's own name, in any of its forms."""
    if not names.is_known and not names.weak:
        return
    text = document.text
    words = words_in(text)
    common = COMMON | _used_as_words(words, text, names)
    position = 0
    while position < len(words):
        run = _run(names, words, position, text)
        full = [word for word in run if _is_full(names, word, text)]
        section = document.at(words[position].start).section
        if len(run) > 1 and full and not _is_skill_list(run, full, text, skills, section):
            yield run[0].start, run[-1].end
            position += len(run)
            continue
        word = words[position]
        position += 1
        span = _lone(names, word, text=text, common=common)
        if span is not None and not skills.names_skill(
            *span, key=word.key, section=_place_of(document, words, position - 1)
        ):
            is_common = word.key in common or (len(word.key) <= 2 and is_cased(word.key))
            if is_common and not _is_personal(document, words, position - 1):
                continue
            yield span
    yield from _spaced_out(names, document, words)
    yield from _monogram(names, document)
    yield from _handles(names, words)


def _run(names: Names, words: tuple[Word, ...], position: int, text: str) -> list[Word]:
    """The longest row of name words, initials and particles from ``position`` on."""
    run: list[Word] = []
    for word in words[position : position + _LONGEST_NAME]:
        if run and not _JOINT.fullmatch(text, run[-1].end, word.start):
            break
        is_part = (
            _is_full(names, word, text)
            or (word.key in names.initials and text[word.start].isupper())
            or (bool(run) and word.key in PARTICLES)
        )
        if not is_part:
            break
        if run and "\n" in text[run[-1].end : word.start] and len(word.key) == 1:
            break
        run.append(word)
    while run and run[-1].key in PARTICLES - names.tokens and len(run[-1].key) > 1:
        run.pop()
    return run


def _is_full(names: Names, word: Word, text: str) -> bool:
    if word.key in names.tokens:
        return True
    if word.key in names.weak:
        return text[word.start].isupper()
    return is_inflected(word.key) and any(_is_form(word.key, token) for token in names.tokens)


def _is_form(word: str, token: str) -> bool:
    """True for a name with another ending or a particle in front ("Петрова", "ושרה")."""
    if len(token) < 3 or abs(len(word) - len(token)) > 3:
        return False
    stem = token[:-1] if len(token) >= 5 and is_cased(token) else token
    return word.startswith(stem) or (not is_cased(token) and word.endswith(token))


def _is_skill_list(
    run: list[Word], full: list[Word], text: str, skills: SkillPlaces, section: Section
) -> bool:
    """True for "Ruby, Swift" in a list of skills of somebody called Ruby Swift."""
    if section in _PERSONAL or not all(
        skills.names_skill(word.start, word.end, key=word.key, section=section) for word in full
    ):
        return False
    if any(len(word.key) == 1 and text[word.end : word.end + 1] == "." for word in run[:-1]):
        return False  # "T. Jenkins"
    between = text[run[0].end : run[-1].start]
    return len(full) < len(run) or "," in between or "\n" in between or "\t" in between


def _lone(names: Names, word: Word, *, text: str, common: frozenset[str]) -> Span | None:
    key = word.key
    if is_unspaced(key):
        for token in sorted(names.tokens, key=len, reverse=True):
            at = key.find(token) if len(token) >= 2 and is_unspaced(token) else -1
            if at >= 0:
                if len(key) != word.end - word.start:
                    return word.start, word.end  # folding changed the length: take it all
                return word.start + at, word.start + at + len(token)
        return None
    if not _is_full(names, word, text):
        return None
    if not is_cased(key):
        return (word.start, word.end) if len(key) >= 2 else None
    first = text[word.start]
    if len(key) <= 4 or key in common:
        return (word.start, word.end) if first.isupper() and len(key) >= 2 else None
    return word.start, word.end


def _used_as_words(words: tuple[Word, ...], text: str, names: Names) -> frozenset[str]:
    """Name words that the document also writes small, in the middle of its sentences."""
    return frozenset(
        word.key
        for word in words
        if word.key in names.tokens
        and len(word.key) <= 6
        and text[word.start : word.end].islower()
        and text[max(0, word.start - 1)] == " "
        and _ENDS_A_WORD.match(text, word.end)
    )


def _place_of(document: PlacedText, words: tuple[Word, ...], index: int) -> Section:
    section = document.at(words[index].start).section
    told = section in {Section.SUMMARY, Section.OTHER, Section.HEADER}
    if (
        _acts(document, words[index])
        or _has_title_in_front(document, words, index)
        or (told and _IS_SOMEBODY.match(document.text, words[index].end))
    ):
        return Section.REFERENCES  # where names are people's
    return section


def _is_personal(document: PlacedText, words: tuple[Word, ...], index: int) -> bool:
    """True where even an everyday word is the name: contact lines, references, behind a title."""
    line = document.at(words[index].start)
    if line.section in {Section.CONTACT, Section.REFERENCES}:
        return True
    if line.section is Section.HEADER:
        return title_score(document.text[line.start : line.end]) < 2.5
    word = words[index]
    if document.text[word.start].isupper() and _DOES.match(document.text, word.end):
        return True
    if _acts(document, word):
        return True
    return _has_title_in_front(document, words, index)


def _acts(document: PlacedText, word: Word) -> bool:
    """True where a word does to others what only people do."""
    capital = document.text[word.start].isupper()
    return capital and _TO_OTHERS.match(document.text, word.end) is not None


def _has_title_in_front(document: PlacedText, words: tuple[Word, ...], index: int) -> bool:
    if index == 0:
        return False
    before = document.text[words[index - 1].start : words[index - 1].end]
    return before in _TITLES or before.lower() in _ADDRESSING


def _spaced_out(names: Names, document: PlacedText, words: tuple[Word, ...]) -> Iterator[Span]:
    """Letters set apart ("J A N E   S M I T H")."""
    position = 0
    while position < len(words):
        end = position
        while end < len(words) and len(words[end].key) == 1 and words[end].key.isalpha():
            end += 1
        if end - position >= 4:
            joined = "".join(word.key for word in words[position:end])
            on_top = words[position].start < document.lines[min(2, len(document.lines) - 1)].end
            if (on_top and end - position >= 5) or any(
                len(token) >= 3 and token in joined for token in names.tokens
            ):
                yield words[position].start, words[end - 1].end
        position = max(end, position + 1)


def _monogram(names: Names, document: PlacedText) -> Iterator[Span]:
    """Initials alone on a line of the header ("JS")."""
    letters = {"".join(word[0] for word in words).upper() for words in names.full}
    for line in document.lines[:8]:
        value = document.text[line.start : line.end]
        if line.section is Section.HEADER and re.sub(r"[\W_]", "", value) in letters - {""}:
            yield line.start, line.end


def _handles(names: Names, words: tuple[Word, ...]) -> Iterator[Span]:
    """Joined forms inside a word ("@jsmith42", "janesmith")."""
    forms = names.handles()
    for word in words:
        if len(word.key) >= 5 and word.key not in names.tokens:
            stripped = word.key.strip("0123456789")
            if any(stripped == form or (len(form) >= 8 and form in word.key) for form in forms):
                yield word.start, word.end


def other_people(
    *, document: PlacedText, skills: SkillPlaces, language: str | None
) -> Iterator[Span]:
    """Names of referees, supervisors and of people who are quoted."""
    text = document.text
    for match in _TITLED.finditer(text):
        yield match.span()
    if language in {"es", "pt"}:
        for match in _SPANISH_TITLED.finditer(text):
            yield match.span()
    for pattern in (_INTRODUCED, _SIGNED):
        for match in pattern.finditer(text):
            if _reads_like_a_person(match["who"]) and not skills.touches(*match.span("who")):
                yield match.span("who")
    for line in document.lines:
        if line.section is not Section.REFERENCES or line.is_heading:
            continue
        for match in _IN_REFERENCES.finditer(text, line.start, line.end):
            if _reads_like_a_person(match["who"]):
                yield match.span("who")
        for word in words_in(text[line.start : line.end]):
            if not is_cased(word.key) and not word.key.isdigit():
                yield line.start + word.start, line.start + word.end


def _reads_like_a_person(value: str) -> bool:
    return (
        title_score(value) < 2.5
        and company_score(value) < 2.0
        and place_score(value) < 2.5
        and not has_school(value)
    )
