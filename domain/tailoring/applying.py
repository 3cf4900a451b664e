"""Changes put into a document: pure, in any order, and twice is once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from domain.career_documents.model import (
    DocumentRole,
    DocumentSection,
    Line,
    ResumeDocument,
    SkillGroup,
)
from domain.skills import canonical
from domain.tailoring.model import Change, ChangeKind, ChangeState, TailoringDraft

_ORDER = tuple(ChangeKind)


def accepted(draft: TailoringDraft) -> tuple[Change, ...]:
    """The changes that the person said yes to."""
    return tuple(change for change in draft.changes if change.state is ChangeState.ACCEPTED)


def apply(document: ResumeDocument, changes: Iterable[Change]) -> ResumeDocument:
    """The document with all of ``changes``, whatever their order and state.

    Lines are found by what supports them, not by their words, so that a reworded line can still be
    moved or left out. Changes whose place is gone do nothing.
    """
    for change in sorted(changes, key=_key):
        document = _one(document, change)
    return document


def _key(change: Change) -> tuple[int, str, tuple[str, ...], str]:
    return _ORDER.index(change.kind), change.path, change.after, change.id


def _one(document: ResumeDocument, change: Change) -> ResumeDocument:
    match change.kind:
        case ChangeKind.HEADLINE:
            return replace(document, label=change.after[0]) if change.after else document
        case ChangeKind.SUMMARY:
            return replace(document, summary=_summary(document, change))
        case ChangeKind.SKILLS_ORDER:
            return replace(document, skills=_ordered_skills(document.skills, change.after))
        case ChangeKind.SKILL_NAME:
            return replace(document, skills=_renamed(document.skills, change))
        case ChangeKind.SECTIONS_ORDER:
            return replace(document, order=_sections(change.after))
    return replace(
        document,
        work=tuple(
            replace(work, roles=tuple(_role(role, change) for role in work.roles))
            for work in document.work
        ),
        projects=tuple(
            replace(entry, detail=_lines(entry.detail, change)) for entry in document.projects
        ),
    )


def _summary(document: ResumeDocument, change: Change) -> tuple[Line, ...]:
    known = {line.text: line for line in document.summary}
    return tuple(
        known.get(words, Line(text=words, support=change.support)) for words in change.after
    )


def skill_key(name: str) -> str:
    """The same for all spellings of a skill."""
    return canonical(name) or name.casefold()


def _ordered_skills(groups: Sequence[SkillGroup], names: Sequence[str]) -> tuple[SkillGroup, ...]:
    rank = {skill_key(name): place for place, name in reversed(list(enumerate(names)))}
    last = len(rank)

    def place(name: str) -> int:
        return rank.get(skill_key(name), last)

    sorted_groups = [
        replace(group, names=tuple(sorted(group.names, key=place))) for group in groups
    ]
    sorted_groups.sort(key=lambda group: min(map(place, group.names), default=last))
    return tuple(sorted_groups)


def _renamed(groups: Sequence[SkillGroup], change: Change) -> tuple[SkillGroup, ...]:
    names: Mapping[str, str] = dict(zip(change.before, change.after, strict=False))
    return tuple(
        replace(group, names=tuple(names.get(name, name) for name in group.names))
        for group in groups
    )


def _sections(names: Sequence[str]) -> tuple[DocumentSection, ...]:
    known = {section.value for section in DocumentSection}
    wanted = [DocumentSection(name) for name in dict.fromkeys(names) if name in known]
    return (*wanted, *(section for section in DocumentSection if section not in wanted))


def _role(role: DocumentRole, change: Change) -> DocumentRole:
    if change.kind is ChangeKind.BULLETS_ORDER:
        if change.path != role.path:
            return role
        rank = {path: place for place, path in enumerate(change.support)}
        lines = sorted(role.highlights, key=lambda line: rank.get(_path(line), len(rank)))
        return replace(role, highlights=tuple(lines))
    return replace(role, highlights=_lines(role.highlights, change))


def _lines(lines: Sequence[Line], change: Change) -> tuple[Line, ...]:
    if change.kind is ChangeKind.LEAVE_OUT:
        return tuple(line for line in lines if _path(line) != change.path)
    if change.kind is ChangeKind.REPHRASE and change.after:
        new = Line(text=change.after[0], support=change.support)
        return tuple(new if _path(line) == change.path else line for line in lines)
    return tuple(lines)


def _path(line: Line) -> str:
    return line.support[0] if line.support else ""
