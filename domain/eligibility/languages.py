"""Human languages that a posting demands, and those that somebody speaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from domain.job_text import Section, Sentence

_NAMES = {
    "en": "english|englisch|anglais|inglés|inglês|inglese",
    "de": "german|deutsch|allemand|alemán|alemão|tedesco",
    "fr": "french|französisch|français|francés|francês|francese",
    "es": "spanish|spanisch|espagnol|español|espanhol|castellano",
    "pt": "portuguese|portugiesisch|portugais|portugués|português",
    "it": "italian|italienisch|italien|italiano",
    "nl": "dutch|niederländisch|néerlandais|nederlands|holandés",
    "pl": "polish|polnisch|polonais|polski",
    "sv": "swedish|schwedisch|svenska",
    "da": "danish|dänisch|dansk",
    "nb": "norwegian|norwegisch|norsk",
    "fi": "finnish|finnisch|suomi",
    "cs": "czech|tschechisch",
    "ru": "russian|russisch|russe|ruso",
    "uk": "ukrainian|ukrainisch",
    "tr": "turkish|türkisch|türkçe",
    "ar": "arabic|arabisch|arabe|árabe",
    "he": "hebrew|hebräisch",
    "hi": "hindi",
    "zh": "chinese|mandarin|chinesisch|chinois|cantonese",
    "ja": "japanese|japanisch|japonais|japonés",
    "ko": "korean|koreanisch",
    "vi": "vietnamese",
    "ro": "romanian|rumänisch|română",
    "hu": "hungarian|ungarisch|magyar",
    "el": "greek|griechisch",
    "tl": "tagalog|filipino",
}


@cache
def _codes() -> Mapping[str, str]:
    return {name: code for code, names in _NAMES.items() for name in names.split("|")}


_LANGUAGE = "(?:" + "|".join(_NAMES.values()) + ")"
_LANGUAGE_WORD = re.compile(rf"\b({_LANGUAGE})(kenntnisse\w*|sprachig\w*)?\b", re.IGNORECASE)
_LEVEL = (
    r"(?:fluen\w+|native|mother tongue|bilingual|proficien\w+|business[- ](?:level|fluent)"
    r"|professional (?:level|working)|excellent|very good|good|strong|solid|advanced|full"
    r"|command|spoken|written|verbal|speak\w*|conversational|working knowledge|c1|c2|b1|b2"
    r"|must|required|mandatory|essential|verhandlungssicher\w*|fließend\w*|gute\w*|muttersprach\w*"
    r"|kenntnisse|courant|maîtrise|bilingue|fluide|avanzado|fluido|fluente|avançado|nativo"
    r"|language skills?|level)"
)
_DEMAND = re.compile(
    rf"\b{_LEVEL}\b[^.;:\n]{{0,45}}\b{_LANGUAGE}|\b{_LANGUAGE}(?:kenntnisse|sprachig)\w*"
    rf"|\b{_LANGUAGE}\b[^.;:\n]{{0,30}}\b{_LEVEL}\b|\b{_LANGUAGE}[- ](?:speak|and english speak)"
    rf"|\bspeaks? {_LANGUAGE}",
    re.IGNORECASE,
)
_NOT_A_DEMAND = re.compile(
    r"literature|teacher|class(?:es|room)|courses?\b|lessons|cuisine|market\b|customers in"
    r"|not (?:required|necessary|needed)|no .{0,20}needed|nicht (?:nötig|erforderlich)",
    re.IGNORECASE,
)
_ANY_WORD = re.compile(r"[^\W\d_]+")
_EITHER = re.compile(r"\s*(?:,|/|or|oder|ou|o)\s*(?:in\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LanguageDemand:
    """One of these languages (ISO 639-1) is asked for in the sentence."""

    any_of: frozenset[str]
    start: int
    end: int


def language_demands(text: str, sentences: Iterable[Sentence]) -> tuple[LanguageDemand, ...]:
    """Languages that are required; a plus is not a demand.

    >>> from domain.job_text import sentences
    >>> t = "Fluent German is required. French is a plus. We teach English literature classes."
    >>> [sorted(d.any_of) for d in language_demands(t, sentences(t))]
    [['de']]
    """
    if not _mentions_a_language(text.lower()):
        return ()
    found: list[LanguageDemand] = []
    for sentence in sentences:
        words = text[sentence.start : sentence.end]
        if sentence.section in {Section.NICE, Section.OFFER} or not _mentions_a_language(
            words.lower()
        ):
            continue
        if not _DEMAND.search(words) or _NOT_A_DEMAND.search(words):
            continue
        named = list(_LANGUAGE_WORD.finditer(words))
        groups: list[set[str]] = []
        for number, match in enumerate(named):
            code = _codes()[match[1].lower()]
            is_alternative = number > 0 and _EITHER.fullmatch(
                words, named[number - 1].end(), match.start()
            )
            if is_alternative and " and " not in words[named[number - 1].end() : match.start()]:
                groups[-1].add(code)
            else:
                groups.append({code})
        found.extend(
            LanguageDemand(frozenset(group), sentence.start, sentence.end) for group in groups
        )
    return tuple(found)


def _mentions_a_language(lowered: str) -> bool:
    """A cheap look before the expensive patterns: most sentences name no language."""
    if "kenntnisse" in lowered or "sprachig" in lowered:
        return True
    return not _codes().keys().isdisjoint(_ANY_WORD.findall(lowered))


def language_code(name: str) -> str | None:
    """ISO 639-1 of a language written in one of our languages.

    >>> language_code("Deutsch (native)"), language_code("pt"), language_code("Klingon")
    ('de', 'pt', None)
    """
    match = _LANGUAGE_WORD.search(name)
    if match:
        return _codes()[match[1].lower()]
    key = name.strip().lower()
    return key if key in _NAMES else None


def language_name(code: str) -> str:
    """English name of a language code; the code itself when we have no name.

    >>> language_name("de")
    'German'
    """
    return _NAMES[code].split("|")[0].capitalize() if code in _NAMES else code
