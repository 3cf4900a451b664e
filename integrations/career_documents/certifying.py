"""Which fields each reader found, in which order, and whether it found anything else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.career_documents.model import FieldCheck, ResumeDocument
from domain.resume.model import Extracted, Resume
from integrations.career_documents.expected import Field
from integrations.career_documents.found_text import Words, same_words
from integrations.career_documents.layout import Row, plain

NOTHING_ELSE = "nothing_else"
"""Path of the check that fails when a reader found what was not written."""
_MARKS = frozenset("•\u25e6")
"""List marks: drawn by the press, part of no value."""


@dataclass(slots=True)
class Outcome:
    """What one reader found."""

    missing: set[str] = field(default_factory=set)
    is_in_order: bool = True
    has_more: bool = False


def look_for(text: str, *, rows: Sequence[Row], fields: Sequence[Field]) -> Outcome:
    """Look for every paragraph behind the one before it, and for fields where one is missing."""
    outcome = Outcome()
    words = Words.of(text)
    cursor = 0
    unseen: list[int] = []
    for row in rows:
        wanted = Words.of(row.text)
        at = words.find(wanted, cursor)
        if at < 0:
            unseen.append(cursor)
            continue
        if set(words.letters[cursor:at]) - _MARKS and not unseen:
            outcome.has_more = True
        cursor = at + len(wanted.letters)
    if not unseen:
        outcome.has_more |= bool(set(words.letters[cursor:]) - _MARKS)
        return outcome
    # some paragraph is not as it was written: which of its values are still to be found, and where
    cursor = 0
    for wanted_field in fields:
        wanted = Words.of(wanted_field.text)
        at = words.find(wanted, cursor)
        if at >= 0:
            cursor = at + len(wanted.letters)
        elif words.find(wanted) >= 0:
            outcome.is_in_order = False
        else:
            outcome.missing.add(wanted_field.path)
    if not outcome.missing:
        outcome.is_in_order = False
    return outcome


def compare(resume: Resume, document: ResumeDocument, fields: Sequence[Field]) -> Outcome:
    """Our own parser's values beside the document's: same path, same words, and none besides."""
    found = parsed_fields(resume, document)
    outcome = Outcome()
    for wanted in fields:
        value = found.pop(wanted.path, None)
        if value is None or not same_words(wanted.text, value):
            outcome.missing.add(wanted.path)
    outcome.has_more = any(_names_something(path) for path in found)
    starts = [start for start in _starts(resume) if start >= 0]
    outcome.is_in_order = starts == sorted(starts)
    return outcome


def _names_something(path: str) -> bool:
    """An employer, title, school or entry that nobody wrote is an invention."""
    return path.rpartition(".")[2] in {"employer", "title", "institution", "degree", "name"}


def parsed_fields(resume: Resume, document: ResumeDocument) -> dict[str, str]:
    """What the parser found, under the paths of the document.

    Skills have no groups of their own there: they are told apart by their place in the list.
    """
    text = resume.source.text
    found: dict[str, str] = {}

    def put(path: str, value: Extracted | None) -> None:
        if value is not None:
            found[path] = text[value.span.start : value.span.end] or value.text

    contact = resume.contact
    for name in ("name", "label", "email", "phone", "location"):
        put(name, getattr(contact, name))
    for number, link in enumerate(contact.links):
        put(f"links.{number}", link)
    _put_summary(found, resume, document)
    _put_skills(found, resume, document)
    for number, work in enumerate(resume.work):
        put(f"work.{number}.employer", work.employer)
        put(f"work.{number}.location", work.location)
        for place, role in enumerate(work.roles):
            path = f"work.{number}.roles.{place}"
            put(f"{path}.title", role.title)
            put(f"{path}.dates", role.dates.raw if role.dates else None)
            put(f"{path}.location", role.location)
            for at, said in enumerate(role.highlights):
                put(f"{path}.highlights.{at}", said)
    for number, study in enumerate(resume.education):
        for name in ("institution", "location", "degree", "grade"):
            put(f"education.{number}.{name}", getattr(study, name))
        put(f"education.{number}.dates", study.dates.raw if study.dates else None)
    for number, spoken in enumerate(resume.languages):
        put(f"languages.{number}.language", spoken.language)
        put(f"languages.{number}.fluency", spoken.fluency)
    for kind in ("projects", "certificates", "awards", "publications", "volunteer"):
        for number, entry in enumerate(getattr(resume, kind)):
            put(f"{kind}.{number}.name", entry.name)
            put(f"{kind}.{number}.issuer", entry.issuer)
            put(f"{kind}.{number}.dates", entry.dates.raw if entry.dates else None)
            for at, said in enumerate(entry.detail):
                put(f"{kind}.{number}.detail.{at}", said)
    return found


def _put_summary(found: dict[str, str], resume: Resume, document: ResumeDocument) -> None:
    """A summary is one value there: its sentences are looked for in it, one behind the other."""
    if resume.summary is None:
        return
    span = resume.summary.span
    words = Words.of(resume.source.text[span.start : span.end])
    cursor = 0
    for number, line in enumerate(document.summary):
        wanted = Words.of(plain(line.text))
        at = words.find(wanted, cursor)
        if at >= 0 and wanted.letters:
            found[f"summary.{number}"] = plain(line.text)
            cursor = at + len(wanted.letters)


def _put_skills(found: dict[str, str], resume: Resume, document: ResumeDocument) -> None:
    skills = iter(resume.skills)
    labels: Counter[str] = Counter()
    for number, group in enumerate(document.skills):
        for place, _ in enumerate(name for name in group.names if plain(name)):
            skill = next(skills, None)
            if skill is None:
                return
            found[f"skills.{number}.{place}"] = skill.name.text
            if skill.group and not labels[f"{number}"]:
                labels[f"{number}"] += 1
                found[f"skills.{number}.label"] = skill.group
    for place, skill in enumerate(skills):
        found[f"skills.more.{place}.name"] = skill.name.text


def _starts(resume: Resume) -> list[int]:
    """Offsets of employers and titles, entry by entry."""
    return [
        value.span.start
        for work in resume.work
        for value in (work.employer, *(role.title for role in work.roles))
        if value is not None
    ]


def checks(
    fields: Sequence[Field], outcomes: dict[str, Outcome]
) -> tuple[tuple[FieldCheck, ...], bool]:
    """One check per field, and whether every reader kept the order."""
    found = [
        FieldCheck(
            path=wanted.path,
            expected=wanted.text,
            missing_in=tuple(
                reader for reader, outcome in outcomes.items() if wanted.path in outcome.missing
            ),
        )
        for wanted in fields
    ]
    more = tuple(reader for reader, outcome in outcomes.items() if outcome.has_more)
    if more:
        found.append(FieldCheck(path=NOTHING_ELSE, expected="", missing_in=more))
    return tuple(found), all(outcome.is_in_order for outcome in outcomes.values())
