"""The local adversary: who wrote this, where from, how to reach them? It must find nothing.

Run on every redacted copy and every report before it leaves, on their text and their metadata. It
looks for what the document is known to hold, in more forms than the redaction writes out, and in
any place: it does not know where the redaction looked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from domain.redaction.affiliations import towns_of
from domain.redaction.contacts import EMAIL, LINK, contacts
from domain.redaction.explanations import MARK, MARKS, REMOVED
from domain.redaction.letters import folded, is_cased, is_unspaced, words_in
from domain.redaction.model import SignalKind
from domain.redaction.name_places import other_people
from domain.redaction.names import COMMON, PARTICLES, Names, names_of
from domain.redaction.personal_words import personal_words
from domain.redaction.placing import PlacedText, placed
from domain.redaction.skill_places import TECHNOLOGY_NAMES, skill_places
from domain.resume.model import Resume
from domain.resume.places import is_country
from domain.skills import find_skills

_GENDERED = re.compile(
    r"\b(?:she|he(?![ ]\w+(?:[ai]do|cho|sto)\b)|him|her|his|hers|herself|himself|mrs|mme|mlle|"
    r"herrn?|frau)\b"
    r"|\b(?-i:Mr|Ms|Miss)\b\.?",
    re.IGNORECASE,
)
_JOINT = re.compile(r"[ ,.\-_'’\"()\n\t·]{0,4}")
_ROUNDS = 3
"""Masking may bring words together that were apart; then it is looked at again."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_GENERIC = frozenset(
    """university college institute school academy hochschule universitat universite universidad
    of the and for de la du des der die das technology technical state high science sciences
    applied polytechnic gymnasium department faculty international national""".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """Something identifying at characters ``start`` to ``end`` of the examined text."""

    kind: SignalKind
    form: str
    """What form it has ("joined name", "telephone digits"); never the words themselves."""
    start: int
    end: int


def leaks(
    text: str, resume: Resume, *, file_name: str, allowed: Collection[str] = ()
) -> tuple[Leak, ...]:
    """Everything in ``text`` that gives away who ``resume`` is about; empty is right.

    ``allowed`` are e-mail addresses of ours that the text may hold (of the role, of the team).
    Names that are also skills or everyday words ("Jenkins", "Young") count where they stand beside
    another part of the name or behind a title, not alone.

    >>> from domain.resume.model import Contact, Extracted, ResumeText, Span
    >>> resume = Resume(
    ...     source=ResumeText(text="Ada Marlow", pages=1, media_type="text/plain"),
    ...     contact=Contact(name=Extracted(text="Ada Marlow", span=Span(start=0, end=10))),
    ... )
    >>> [leak.form for leak in leaks("by amarlow: Ada, Python", resume, file_name="cv.pdf")]
    ['joined name']
    """
    bare = MARK.sub(lambda match: " " * len(match[0]), text)
    document = placed(resume)
    names = names_of(resume, document=document, file_name=file_name)
    found = [
        *_names(bare, names, resume),
        *_others(bare, resume, document),
        *_reached(bare, resume, document, allowed=allowed),
        *_associated(bare, resume),
    ]
    unique = {(leak.start, leak.end, leak.kind): leak for leak in found}
    return tuple(sorted(unique.values(), key=lambda leak: (leak.start, leak.end)))


def without_leaks(text: str, resume: Resume, *, file_name: str) -> str:
    """Words that are no part of the visible text (hidden text, metadata), identity masked.

    >>> from domain.resume.model import ResumeText
    >>> resume = Resume(source=ResumeText(text="", pages=1, media_type="text/plain"))
    >>> without_leaks("mail jo@example.org now", resume, file_name="")
    'mail [e-mail] now'
    """
    for _ in range(_ROUNDS):
        found = leaks(text, resume, file_name=file_name)
        if not found:
            return text
        for leak in reversed(_merged(found)):
            mark = MARKS.get(leak.kind, REMOVED)
            text = f"{text[: leak.start]}{mark}{text[leak.end :]}"
    return text if not leaks(text, resume, file_name=file_name) else REMOVED


def _merged(found: Sequence[Leak]) -> list[Leak]:
    """Leaks that overlap as one, of the first one's kind."""
    merged: list[Leak] = []
    for leak in found:
        if merged and leak.start < merged[-1].end:
            merged[-1] = replace(merged[-1], end=max(merged[-1].end, leak.end))
        else:
            merged.append(leak)
    return merged


def _names(text: str, names: Names, resume: Resume) -> Iterator[Leak]:
    if not names.is_known and not names.weak:
        return
    words = words_in(text)
    excused = [(mention.start, mention.end) for mention in find_skills(text)]
    listed = {folded(skill.name.text) for skill in resume.skills}
    handles = names.handles()
    for index, word in enumerate(words):
        joined = word.key.strip("0123456789")
        if joined not in names.tokens and any(
            joined == form or (len(form) >= 8 and form in word.key) for form in handles
        ):
            yield _name("joined name", word.start, word.end)
            continue
        token = _token(word.key, names)
        if token is None:
            continue
        following = words[index + 1] if index + 1 < len(words) else None
        if (
            following is not None
            and following.key in names.tokens - {word.key}
            and _JOINT.fullmatch(text, word.end, following.start)
            and not _both_skills(word.key, following.key, text, word.end, following.start)
        ):
            yield _name("full name", word.start, following.end)
            continue
        if _is_excused(word.key) or len(token) < (2 if not is_cased(token) else 3):
            continue
        is_skill = any(start <= word.start and word.end <= end for start, end in excused)
        if is_skill or word.key in TECHNOLOGY_NAMES or word.key in listed:
            continue
        capital = text[word.start].isupper() or not is_cased(word.key)
        if capital or (len(word.key) >= 5 and word.key in names.tokens):
            yield _name("part of the name", word.start, word.end)


def _name(form: str, start: int, end: int) -> Leak:
    return Leak(kind=SignalKind.NAME, form=form, start=start, end=end)


def _token(key: str, names: Names) -> str | None:
    """The part of the name that a word is, or holds where scripts do not part words."""
    if key in names.tokens or key in names.weak:
        return key
    if is_unspaced(key):
        return next(
            (each for each in names.tokens if len(each) >= 2 and is_unspaced(each) and each in key),
            None,
        )
    if not is_cased(key):
        return next(
            (
                each
                for each in names.tokens
                if len(each) >= 4 and not is_cased(each) and each in key
            ),
            None,
        )
    return None


def _is_excused(key: str) -> bool:
    return key in COMMON or key in PARTICLES


def _both_skills(one: str, two: str, text: str, end: int, start: int) -> bool:
    listed = {one, two} <= TECHNOLOGY_NAMES
    return listed and "," in text[end:start]


def _others(text: str, resume: Resume, document: PlacedText) -> Iterator[Leak]:
    """Referees and supervisors by their full names."""
    skills = skill_places(resume, document=document)
    lowered = text.casefold()
    employers = [work.employer.text.casefold() for work in resume.work if work.employer]
    spans = other_people(document=document, skills=skills, language=resume.source.language)
    for start, end in spans:
        name = document.text[start:end].casefold()
        name = re.sub(r"^(?:(?:mr|mrs|ms|dr|prof|professor|herrn?|frau|mme)\.?\s+)+", "", name)
        if len(name.split()) < 2 or any(name in employer for employer in employers):
            continue
        at = lowered.find(name)
        if at >= 0:
            yield _name("name of somebody else", at, at + len(name))


def _reached(
    text: str, resume: Resume, document: PlacedText, *, allowed: Collection[str]
) -> Iterator[Leak]:
    """Addresses, numbers, links, streets."""
    ours = {address.casefold() for address in allowed}
    for match in EMAIL.finditer(text):
        if match.group().casefold() in ours:
            continue
        yield Leak(
            kind=SignalKind.EMAIL, form="e-mail address", start=match.start(), end=match.end()
        )
    digits, places = _digits(text)
    lowered = text.casefold()
    for kind, words in _contacts_of(resume):
        if kind is SignalKind.PHONE:
            number = "".join(char for char in words if char.isdigit())[-7:]
            at = digits.find(number) if len(number) >= 6 else -1
            if at >= 0:
                last = places[at + len(number) - 1]
                yield Leak(kind=kind, form="telephone digits", start=places[at], end=last + 1)
            continue
        for form in _forms(kind, words):
            at = lowered.find(form)
            if at >= 0 and len(form) >= 5:
                yield Leak(kind=kind, form="contact detail", start=at, end=at + len(form))
    links = {
        folded(match.group()) for match in LINK.finditer(document.text) if "/" in match.group()
    }
    for match in LINK.finditer(text):
        if folded(match.group()) in links:
            yield Leak(kind=SignalKind.LINK, form="link", start=match.start(), end=match.end())
    location = resume.contact.location
    mentions = find_skills(text)
    for town in towns_of(location.text) if location is not None else ():
        if is_country(town):
            continue  # too many people live there, and roles name countries too
        for match in re.finditer(rf"(?<!\w){re.escape(town)}(?!\w)", text, re.IGNORECASE):
            start, end = match.span()
            if text[start].islower() or any(m.start < end and start < m.end for m in mentions):
                continue  # "mobile" and "Mobile development" are no place
            yield Leak(
                kind=SignalKind.ADDRESS, form="place of residence",
                start=match.start(), end=match.end(),
            )  # fmt: skip


# A report is looked through line by line: what its resume holds is found once.
@lru_cache(maxsize=8)
def _contacts_of(resume: Resume) -> tuple[tuple[SignalKind, str], ...]:
    document = placed(resume)
    skills = skill_places(resume, document=document)
    found = contacts(resume, document=document, skills=skills)
    return tuple(sorted({(kind, document.text[start:end]) for kind, start, end in found}))


@lru_cache(maxsize=8)
def _birth_years(resume: Resume) -> tuple[str, ...]:
    document = placed(resume)
    skills = skill_places(resume, document=document)
    return tuple(
        year
        for kind, start, end in personal_words(document, skills=skills)
        if kind is SignalKind.BIRTH
        for year in _YEAR.findall(document.text[start:end])
    )


def _forms(kind: SignalKind, words: str) -> Iterator[str]:
    value = " ".join(words.casefold().split())
    yield value
    if kind is SignalKind.EMAIL:
        local = re.split(r"@|\(at\)|\[at\]", value)[0].strip()
        if local not in TECHNOLOGY_NAMES and local not in COMMON:
            yield local
    if kind is SignalKind.LINK:
        slug = re.sub(r"^https?://(?:www\.)?", "", value).rstrip("/")
        yield slug
        if "/" in slug and len(slug.rpartition("/")[2]) >= 6:
            yield slug.rpartition("/")[2]


def _digits(text: str) -> tuple[str, list[int]]:
    """Digits that only separators part, with their places; other text breaks a row."""
    row: list[str] = []
    places: list[int] = []
    for index, char in enumerate(text):
        if char.isdigit():
            row.append(char)
            places.append(index)
        elif char not in " ().-/+\u2010\u2011\u2013\u00a0\n" and (row and row[-1] != "|"):
            row.append("|")
            places.append(index)
    return "".join(row), places


def _associated(text: str, resume: Resume) -> Iterator[Leak]:
    """Schools, the year of birth, gendered words."""
    key = folded(text)
    if len(key) != len(text):  # places would be off: compare without them
        key = text.casefold() if len(text.casefold()) == len(text) else text.lower()
    for study in resume.education:
        if study.institution is None:
            continue
        name = folded(study.institution.text)
        distinct = [word.key for word in words_in(name) if word.key not in _GENERIC]
        at = key.find(name)
        if at >= 0 and distinct:
            yield Leak(kind=SignalKind.SCHOOL, form="school", start=at, end=at + len(name))
    for year in _birth_years(resume):
        for match in re.finditer(rf"(?<!\d){year}(?!\d)", text):
            yield Leak(
                kind=SignalKind.BIRTH, form="year of birth", start=match.start(), end=match.end()
            )
    for match in _GENDERED.finditer(text):
        yield Leak(
            kind=SignalKind.PRONOUN, form="gendered word", start=match.start(), end=match.end()
        )
