"""The rail of LinkedIn's "Save to PDF": contact, top skills, languages, certifications and more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.resume.header_lines import words_of
from domain.resume.headings import Section
from domain.resume.layout import Line, breaks_early
from domain.resume.linkedin_pages import body_size, section_of
from domain.resume.model import Entry, Extracted, Skill, Span, SpokenLanguage
from domain.resume.spans import take
from domain.skills import canonical

_LABEL = re.compile(r"\s*\([^()]{1,30}\)\s*$")
"""What LinkedIn writes behind a number or an address: ``(LinkedIn)``, ``(Mobile)``."""
_EMAIL = re.compile(r"[^\s@()]{1,64}@[^\s@()]{1,190}\.[A-Za-z]{2,24}")
_PHONE = re.compile(r"\+?[\d(][\d\s()./-]{5,24}\d")
_ADDRESS = re.compile(r"(?:https?://)?[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}(?:/\S{0,300})?")
_LONGEST_ITEM = 400  # characters; more is no item of a rail
_SPOKEN = re.compile(r"\s*([^()]{2,60}?)\s*\(([^()]{2,60})\)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rail:
    """What the rail says."""

    email: Extracted | None
    phone: Extracted | None
    links: tuple[Extracted, ...]
    skills: tuple[Skill, ...]
    languages: tuple[SpokenLanguage, ...]
    certificates: tuple[Entry, ...]
    awards: tuple[Entry, ...]
    publications: tuple[Entry, ...]


def read_rail(text: str, lines: Sequence[Line]) -> Rail:
    """Values of the rail; a section that is not there is empty."""
    sections = _sections(text, lines)

    def entries(section: Section) -> tuple[Entry, ...]:
        return tuple(Entry(name=value) for value in _values(text, sections.get(section, [])))

    email, phone, links = _contact(text, sections.get(Section.CONTACT, []))
    return Rail(
        email=email,
        phone=phone,
        links=links,
        skills=tuple(
            Skill(name=value, canonical=canonical(value.text))
            for value in _values(text, sections.get(Section.SKILLS, []), are_skills=True)
        ),
        languages=tuple(_languages(text, sections.get(Section.LANGUAGES, []))),
        certificates=entries(Section.CERTIFICATES),
        awards=entries(Section.AWARDS),
        publications=entries(Section.PUBLICATIONS),
    )


def _sections(text: str, lines: Sequence[Line]) -> dict[Section, list[Line]]:
    usual = body_size(lines)
    are_larger = any(
        line.size > usual + 0.5 and section_of(words_of(text, line)) is not None for line in lines
    )
    found: dict[Section, list[Line]] = {}
    current = Section.CONTACT
    for line in lines:
        section = section_of(words_of(text, line))
        if section is not None and (line.size > usual + 0.5 or not are_larger):
            current = section
        else:
            found.setdefault(current, []).append(line)
    return found


def _items(
    text: str, lines: Sequence[Line], *, are_skills: bool = False
) -> Iterator[tuple[int, int]]:
    """Lines joined where the narrow rail wrapped them."""
    start: int | None = None
    previous: Line | None = None
    is_spaced = any(line.gap > 0 for line in lines[1:])
    for line in lines:
        if previous is None or start is None:
            start = line.start
        elif _begins(text, start, previous, line, is_spaced=is_spaced, are_skills=are_skills):
            yield start, previous.end
            start = line.start
        previous = line
    if previous is not None and start is not None:
        yield start, previous.end


def _begins(
    text: str, start: int, previous: Line, line: Line, *, is_spaced: bool, are_skills: bool
) -> bool:
    """Whether ``line`` is an item of its own behind the one that began at ``start``."""
    so_far, words = text[start : previous.end], words_of(text, line)
    if len(so_far) > _LONGEST_ITEM:
        return True
    if so_far.count("(") > so_far.count(")"):
        return False
    if so_far.rstrip().endswith(")"):
        return True
    if words[:1].islower() or words[:1] in "(&":
        return False
    if line.gap > 0:
        return True
    if is_spaced:
        # white space parts the items, and there is none; but it is not seen over a page break
        return line.y <= previous.y
    if breaks_early(previous, line, text):
        return True
    # the line is full: two skills that are known alone are two, unless they are known together
    return (
        are_skills
        and canonical(f"{so_far} {words}") is None
        and canonical(so_far) is not None
        and canonical(words) is not None
    )


def _values(text: str, lines: Sequence[Line], *, are_skills: bool = False) -> list[Extracted]:
    found = (take(text, *item) for item in _items(text, lines, are_skills=are_skills))
    return [value for value in found if value is not None]


def _languages(text: str, lines: Sequence[Line]) -> Iterator[SpokenLanguage]:
    for start, end in _items(text, lines):
        said = _SPOKEN.fullmatch(text[start:end].replace("\n", " "))
        language = take(text, start, end)
        if said is not None:
            language = take(text, start + said.start(1), start + said.end(1))
        if language is not None:
            fluency = take(text, start + said.start(2), start + said.end(2)) if said else None
            yield SpokenLanguage(language=language, fluency=fluency)


def _contact(
    text: str, lines: Sequence[Line]
) -> tuple[Extracted | None, Extracted | None, tuple[Extracted, ...]]:
    email = phone = None
    links: list[Extracted] = []
    for start, end in _contact_items(text, lines):
        label = _LABEL.search(text[start:end].replace("\n", " "))
        if label is not None:
            end = start + label.start()
        value = _unbroken(text, start, end)
        if _EMAIL.fullmatch(value.text):
            email = email or value
        elif _PHONE.fullmatch(text[start:end].replace("\n", " ").strip()):
            phone = phone or take(text, start, end)
        elif _ADDRESS.fullmatch(value.text):
            links.append(value)
    return email, phone, tuple(links)


def _contact_items(text: str, lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Addresses are wrapped anywhere: one ends with its label, or where the next kind begins."""
    start: int | None = None
    previous: Line | None = None
    for line in lines:
        if previous is None or start is None:
            start = line.start
        elif _is_another(text, start, previous, line):
            yield start, previous.end
            start = line.start
        previous = line
    if previous is not None and start is not None:
        yield start, previous.end


def _is_another(text: str, start: int, previous: Line, line: Line) -> bool:
    """Whether ``line`` is no continuation of what began at ``start``."""
    begun = text[start : previous.end].replace("\n", "")
    words = words_of(text, line).strip()
    if len(begun) > _LONGEST_ITEM or _LABEL.search(begun):
        return True
    if words.startswith("(") or begun.count("(") > begun.count(")"):
        return False
    if _goes_on(begun, words):
        return False
    if _EMAIL.fullmatch(begun) and (
        breaks_early(previous, line, text) or "(" in words or "/" in words
    ):
        return True
    return "@" in words or " " in words or words.startswith(("www.", "http", "+"))


def _goes_on(begun: str, words: str) -> bool:
    """An address that is not finished yet and whose next line has its label ("doe (LinkedIn)")."""
    return (
        "/" in begun
        and _LABEL.search(words) is not None
        and not words.startswith(("www.", "http", "+"))
        and "@" not in words
    )


def _unbroken(text: str, start: int, end: int) -> Extracted:
    """An address over several lines, without the breaks."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Extracted(
        text="".join(text[start:end].split()), span=Span(start=start, end=max(end, start + 1))
    )
