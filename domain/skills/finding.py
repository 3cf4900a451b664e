"""Finding skills in free text: whole words, longest name first, everyday words only in context."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from domain.skills.taxonomy import TOKEN, fold, key_of, taxonomy

_GAP = re.compile(r"[ \t\u00a0]{0,2}[-./&'’]?[ \t\u00a0]?\n?")
"""What may stand between the words of one name; a comma or a sentence end may not."""

_LIST_GAP = re.compile(
    r"[\s,;/|•·&+()]*(?:\b(?:and|or|und|et|y|e|ou|oder)\b)?[\s,;/|•·&+()]*", re.IGNORECASE
)
_CUE_BEFORE = re.compile(
    r"(?:programm\w+|proficien\w+|experienced?|skilled|knowledge|kenntnisse|fluent|expert\w*"
    r"|familiar\w*|written|cod(?:e|ed|ing)|develop\w*|languages?|tools?|skills?|stack"
    r"|technolog\w+|software|using|use|build\w*|built|certified|training|advanced|basic|strong"
    r"|frameworks?|microsoft|ms|apache|systems?|years?|yrs|jahre)(?:\s+(?:and|or)\s+\w+)?"
    r"\s*(?:in|with|of|on|for|include|includes|including|like|as|mit|en|:|-|–|\()?\s*$",
    re.IGNORECASE,
)
_CUE_AFTER = re.compile(
    r"\s?(?:programm\w+|languages?|developers?|engineers?|frameworks?|code|codebase|coding|scripts?"
    r"|development|spreadsheets?|certifi\w+|backend|services|microservices|templates?|skills?"
    r"|experience|components?|applications|apps|models?|administration|modules?|formulas"
    r"|in production|at scale|erfahrung|kenntnisse)\b",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(
    r"(?:vitamins?|hepatitis|series|plan|grade|class|section|type|option|category|appendix|group"
    r"|level|\b[A-Z]\.|&|tier|phase|zone|room|building|block|schedule|part)\s*$",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    r"\s?(?:[-–]\s?(?:level|suite|class|section|corp|round)|suite\b|level\b|&\s?[A-Z]\b|\.\s?[A-Z]\."
    r"|['’])|\s(?:to|above|beyond|live|ahead|for|the|at|in\s(?:all|every))\b|\s*\d",
    re.IGNORECASE,
)
_TITLE_MARKS = "()[],;/|·–—-:"
_WINDOW = 48  # characters looked at on either side of an everyday word


@dataclass(frozen=True, slots=True)
class SkillMention:
    """A skill named in ``text[start:end]``."""

    canonical: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Name:
    words: tuple[str, ...]
    canonical: str
    spellings: frozenset[str]
    """Exact spellings that need context; empty when the name is beyond doubt."""


@cache
def _names_by_first_word() -> Mapping[str, tuple[_Name, ...]]:
    """Names by their first folded word, longest first."""
    sure: dict[tuple[str, ...], str] = {}
    doubtful: dict[tuple[str, ...], tuple[str, set[str]]] = {}
    for entry in taxonomy().values():
        doubtful_keys = {key_of(spelling) for spelling in entry.ambiguous}
        for spelling in (entry.name, *entry.aliases):
            key = key_of(spelling)
            if key in doubtful_keys:
                doubtful.setdefault(key, (entry.name, set()))[1].update(
                    exact for exact in entry.ambiguous if key_of(exact) == key
                )
            else:
                sure.setdefault(key, entry.name)
    names = [_Name(key, name, frozenset()) for key, name in sure.items()]
    names += [
        _Name(key, name, frozenset(spellings))
        for key, (name, spellings) in doubtful.items()
        if key not in sure
    ]
    by_first: dict[str, list[_Name]] = {}
    for name in sorted(names, key=lambda one: (-len(one.words), one.words)):
        by_first.setdefault(name.words[0], []).append(name)
    return {first: tuple(found) for first, found in by_first.items()}


def find_skills(text: str, *, is_title: bool = False) -> tuple[SkillMention, ...]:
    """Every skill named in ``text``, in order, without overlaps.

    Args:
        text: free text.
        is_title: a job title, where a name that stands alone between commas, slashes or brackets
            ("Backend Engineer (Go)") needs no other context.

    >>> [m.canonical for m in find_skills("We maintain C/C++ and Go services; vitamin C is free.")]
    ['C', 'C++', 'Go']
    >>> [m.canonical for m in find_skills("You excel at teams. Go above and beyond!")]
    []
    >>> [m.canonical for m in find_skills("Backend Engineer (Go)", is_title=True)]
    ['Back-end development', 'Go']
    """
    tokens = list(TOKEN.finditer(text))
    folded = [fold(token[0]) for token in tokens]
    by_first = _names_by_first_word()
    mentions: list[tuple[SkillMention, bool]] = []
    position, count = 0, len(tokens)
    while position < count:
        candidates = by_first.get(folded[position])
        taken = 1
        if candidates is not None:
            for name in candidates:
                length = len(name.words)
                if length > count - position:
                    continue
                if length > 1 and (
                    tuple(folded[position : position + length]) != name.words
                    or not _is_joined(text, tokens, position, length)
                ):
                    continue
                start, end = tokens[position].start(), tokens[position + length - 1].end()
                if name.spellings and text[start:end] not in name.spellings:
                    continue
                mention = SkillMention(name.canonical, start, end)
                alone = is_title and _stands_alone(text, start, end) and _is_allowed(text, mention)
                mentions.append((mention, alone or not name.spellings))
                taken = length
                break
        position += taken
    if all(sure for _, sure in mentions):
        return tuple(mention for mention, _ in mentions)
    return _settled(text, mentions)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Behind a bracket, comma, dash or slash, and before one or the end."""
    before, after = text[:start].rstrip()[-1:], text[end:].lstrip()[:1]
    return before in _TITLE_MARKS and (not after or after in _TITLE_MARKS) and bool(before)


def _is_joined(text: str, tokens: list[re.Match[str]], first: int, length: int) -> bool:
    return all(
        _GAP.fullmatch(text, tokens[i].end(), tokens[i + 1].start()) is not None
        for i in range(first, first + length - 1)
    )


def _settled(text: str, mentions: list[tuple[SkillMention, bool]]) -> tuple[SkillMention, ...]:
    """Keep the sure ones, and the doubtful ones whose neighbourhood speaks of skills."""
    kept: list[SkillMention] = []
    run: list[tuple[SkillMention, bool]] = []

    def close_run() -> None:
        is_list = any(sure for _, sure in run) and len(run) > 1
        is_list = is_list or len(run) >= 3
        for mention, sure in run:
            if sure or (_is_allowed(text, mention) and (is_list or _has_cue(text, mention))):
                kept.append(mention)
        run.clear()

    for mention, sure in mentions:
        if run and _LIST_GAP.fullmatch(text, run[-1][0].end, mention.start) is None:
            close_run()
        run.append((mention, sure))
    close_run()
    return tuple(kept)


def _is_allowed(text: str, mention: SkillMention) -> bool:
    before = text[max(0, mention.start - _WINDOW) : mention.start]
    return not _NOT_BEFORE.search(before) and not _NOT_AFTER.match(text, mention.end)


def _has_cue(text: str, mention: SkillMention) -> bool:
    before = text[max(0, mention.start - _WINDOW) : mention.start]
    return bool(_CUE_BEFORE.search(before) or _CUE_AFTER.match(text, mention.end))
