"""All identity signals of one document. Kinds and places, never a class or a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from domain.findings import Passage
from domain.redaction.affiliations import associations
from domain.redaction.contacts import contacts
from domain.redaction.explanations import WHY
from domain.redaction.gendered_titles import gendered_endings
from domain.redaction.letters import is_word_char, words_in
from domain.redaction.model import IdentitySignal, SignalKind
from domain.redaction.name_places import other_people, own_name
from domain.redaction.names import PLAIN_FILE_WORDS, Names, names_of
from domain.redaction.personal_words import personal_words
from domain.redaction.placing import PlacedText, placed
from domain.redaction.skill_places import SkillPlaces, skill_places
from domain.resume.headings import Section
from domain.resume.model import Resume

Found = tuple[SignalKind, int, int]

_ORDER = (
    SignalKind.EMAIL, SignalKind.LINK, SignalKind.PHONE, SignalKind.BIRTH, SignalKind.AFFILIATION,
    SignalKind.HEALTH, SignalKind.RELIGION, SignalKind.POLITICS, SignalKind.MILITARY,
    SignalKind.NATIONALITY, SignalKind.FAMILY, SignalKind.NATIVE_LANGUAGE, SignalKind.SCHOOL,
    SignalKind.EMPLOYER, SignalKind.NAME, SignalKind.ADDRESS, SignalKind.GRADUATION_YEAR,
    SignalKind.DATES, SignalKind.GAP, SignalKind.PRONOUN,
)  # fmt: skip
"""Where two signals overlap, the earlier kind keeps the characters."""
_RANK = {kind: rank for rank, kind in enumerate(_ORDER)}
_TECHNICAL_KEYS = re.compile(
    r"producer|creator(?!name)|date|version|trapped|page|format", re.IGNORECASE
)


def signals_of(
    resume: Resume,
    *,
    file_name: str,
    has_photo: bool = False,
    metadata: Mapping[str, str] | None = None,
) -> tuple[IdentitySignal, ...]:
    """Every place of the visible text, and of what surrounds it, that gives identity away.

    Args:
        resume: the document as read; its skills decide what is no name.
        file_name: as the sender named it.
        has_photo: whether a picture that may be a portrait is in the file.
        metadata: fields inside of the file (author, title, …) by their names.

    Passages do not overlap and are in order of the text; signals without a passage come last.
    Everything found is taken out of the scoring copy, so ``removed`` is always True.

    >>> from domain.resume.model import Contact, Extracted, ResumeText, Span
    >>> text = "JANE SMITH"
    >>> resume = Resume(
    ...     source=ResumeText(text=text, pages=1, media_type="text/plain"),
    ...     contact=Contact(name=Extracted(text=text, span=Span(start=0, end=10))),
    ... )
    >>> [(s.kind.value, s.where) for s in signals_of(resume, file_name="cv.pdf")]
    [('name', 'header')]
    """
    document = placed(resume)
    skills = skill_places(resume, document=document)
    names = names_of(resume, document=document, file_name=file_name)
    found = list(_in_text(resume, document=document, skills=skills, names=names))
    passages = _painted(document, found)
    inside = [
        IdentitySignal(
            kind=kind,
            passage=Passage(quote=document.text[start:end], start=start, end=end),
            where=document.where(start),
            removed=True,
            why=WHY[kind],
        )
        for kind, start, end in passages
    ]
    around = _around(resume, names=names, file_name=file_name, has_photo=has_photo)
    return (*inside, *around, *_metadata(metadata or {}))


def _in_text(
    resume: Resume, *, document: PlacedText, skills: SkillPlaces, names: Names
) -> Iterator[Found]:
    language = resume.source.language
    if resume.contact.name is not None:
        span = resume.contact.name.span
        yield SignalKind.NAME, span.start, span.end
    for start, end in own_name(names, document=document, skills=skills):
        yield SignalKind.NAME, start, end
    for start, end in other_people(document=document, skills=skills, language=language):
        yield SignalKind.NAME, start, end
    yield from contacts(resume, document=document, skills=skills)
    yield from personal_words(document, skills=skills)
    yield from associations(resume, document=document, skills=skills)
    for start, end in gendered_endings(document.text, language=language):
        if not skills.touches(start, end):
            yield SignalKind.PRONOUN, start, end


def _painted(document: PlacedText, found: Iterable[Found]) -> list[Found]:
    """Overlaps settled: each character belongs to the first kind of the order."""
    owner: list[tuple[int, int] | None] = [None] * len(document.text)
    ranked = sorted(
        found, key=lambda one: (_rank(document, one), one[1] - one[2])
    )  # the longer one first within a kind
    for number, (_kind, start, end) in enumerate(ranked):
        for offset in range(start, end):
            if owner[offset] is None:
                owner[offset] = (number, 0)
    passages: list[Found] = []
    position = 0
    while position < len(owner):
        held = owner[position]
        end = position + 1
        while end < len(owner) and owner[end] == held:
            end += 1
        if held is not None:
            start, stop = _trimmed(document.text, position, end)
            if start < stop:
                passages.append((ranked[held[0]][0], start, stop))
        position = end
    return passages


def _rank(document: PlacedText, found: Found) -> int:
    kind, start, _ = found
    if kind is SignalKind.NAME and document.at(start).section in {Section.HEADER, Section.CONTACT}:
        return _RANK[SignalKind.BIRTH]  # behind addresses, which hold names as a whole
    return _RANK[kind]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without separators at the edges; empty when nothing else is left."""
    while start < end and not (is_word_char(text[start]) or text[start] in '(+@*"“[（＋'):
        start += 1
    while end > start and not (is_word_char(text[end - 1]) or text[end - 1] in ")\"”.'’]）"):
        end -= 1
    if not any(is_word_char(char) for char in text[start:end]):
        return start, start
    return start, end


def _around(
    resume: Resume, *, names: Names, file_name: str, has_photo: bool
) -> Iterator[IdentitySignal]:
    if has_photo:
        yield _outside(SignalKind.PHOTO, "picture in the file")
    if _names_somebody(file_name, names):
        yield _outside(SignalKind.FILE_NAME, "file name")
    for _ in resume.link_targets:
        yield _outside(SignalKind.LINK_TARGET, "behind a link")


def _names_somebody(file_name: str, names: Names) -> bool:
    """True when a file is named after somebody, as far as can be told."""
    stem = file_name.rpartition(".")[0] or file_name
    keys = [word.key for part in re.split(r"[_\d]+", stem) for word in words_in(part)]
    known = names.tokens | names.weak
    if any(len(key) >= 2 and key in known for key in keys):
        return True
    squeezed = "".join(keys)
    if any(form in squeezed for form in names.handles()):
        return True
    return not names.is_known and any(len(key) >= 3 and key not in PLAIN_FILE_WORDS for key in keys)


def _metadata(metadata: Mapping[str, str]) -> Iterator[IdentitySignal]:
    for key, value in metadata.items():
        if value.strip() and not _TECHNICAL_KEYS.search(key):
            name = "".join(char for char in key if char.isalnum() or char in " _-")[:30]
            yield _outside(SignalKind.METADATA, f"{name.strip() or 'field'} inside the file")


def _outside(kind: SignalKind, where: str) -> IdentitySignal:
    return IdentitySignal(kind=kind, passage=None, where=where, removed=True, why=WHY[kind])
