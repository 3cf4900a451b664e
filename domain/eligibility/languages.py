"""Human languages that a posting demands, and those that somebody speaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from domain.eligibility.clauses import clauses
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
    "ta": "tamil",
    "te": "telugu",
    "kn": "kannada",
    "ml": "malayalam",
    "mr": "marathi",
    "bn": "bengali|bangla",
    "gu": "gujarati",
    "pa": "punjabi",
    "ur": "urdu",
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
    r"|professional (?:level|working|proficiency)|excellent|very good|good|strong|solid|advanced"
    r"|full|command|spoken|written|verbal|speak\w*|conversational|working knowledge|knowledge of"
    r"|[abc][12](?:\.[12])?|communicat\w+(?: skills)? in|must|required|mandatory|essential|needed"
    r"|verhandlungssicher\w*|fließend\w*|flüssig\w*|sicher\w*|gute\w*|muttersprach\w*|perfekt\w*"
    r"|kenntnisse|courant|maîtrise|maîtrisez|bilingue|fluide|professionnel|parler|parlez|avanzado"
    r"|alto|nivel|dominio|fluido|hablar|fluente|avançado|nativo|domínio|falar|obligatoire"
    r"|imprescindible|obrigatório|erforderlich|voraussetzung|language skills?|level|languages?\s*:"
    r"|sprachen?\s*:|langues?\s*:|idiomas?\s*:|read and write|intermediate|upper[- ]intermediate"
    r"|literate|in wort und schrift|working language|company language|business language)"
)
_DEMAND = re.compile(
    rf"(?<!\w){_LEVEL}(?!\w)[^.;\n]{{0,45}}\b{_LANGUAGE}"
    rf"|\b{_LANGUAGE}(?:kenntnisse|sprachig)\w*"
    rf"|\b{_LANGUAGE}\b[^.;\n]{{0,30}}(?<!\w){_LEVEL}(?!\w)"
    rf"|\b{_LANGUAGE}[- ](?:speak|and english speak)|\bspeaks? {_LANGUAGE}"
    rf"|\b(?:working|company|office|team|business) language\b[^.;\n]{{0,20}}\b{_LANGUAGE}"
    rf"|^\W*{_LANGUAGE}\W*$",
    re.IGNORECASE,
)
_NOT_A_LANGUAGE = re.compile(
    rf"\b{_LANGUAGE}(?:[- ]speaking)?[- ](?:breakfast|press\b|fries|cuisine|foods?|restaurants?"
    r"|wines?|kitchen|baker\w+|coffee|clients?|customers?|users?|compan\w+|banks?|banking|tax"
    r"|tax\w+"
    r"|law|laws|legal|gaap|accounting|payroll|labou?r|office|offices|teams?|stock|auto\w*"
    r"|engineering\s+(?:tradition|quality)|quality|shepherd|embassy|governments?|market|markets"
    r"|countries|regions?|region|econom\w+|public|start-?ups?|subsidiar\w+|colleagues|hospitals?"
    r"|army|railways?|literature|heritage|schools?|universit\w+|standards?|regulat\w+|authorit\w+"
    r"|bulldog|bread|alps|riviera|site|sites|plant|entity|branch|healthcare|health|insurance"
    r"|consumers?|brands?|fashion|citizens?|nationals?|passport\w*|residen\w+|holidays?|premier"
    r"|league|channel|oak|leather|department|faculty|history|culture|studies|opening hours)\b"
    rf"|\b(?:our|the|a|an|from|with|for|in our) (?:new |own |growing )?(?:{_LANGUAGE})(?= (?:team"
    r"|office|entity|market|hub|site|branch))"
    rf"|\b(?:translat\w+|locali[sz]\w+|subtitl\w+)\b[^.;\n]{{0,30}}\b{_LANGUAGE}"
    rf"|\bteach\w*\s+{_LANGUAGE}|\blearn(?:ing)? {_LANGUAGE}"
    r"|\bpolish(?:ing)?\s+(?:your|our|the|and refine|up|it|off|every|code|features)"
    r"|\b(?:attention to|level of|a bit of|some|final|design|visual|and|ui|with|product) polish\b"
    r"|\bspit and polish\b|\bnail polish\b",
    re.IGNORECASE,
)
"""Words that are spelt like a language and name something else."""

_NOT_A_DEMAND = re.compile(
    r"literature|teacher|class(?:es|room)|courses?\b|lessons|cuisine|market\b|customers in"
    r"|not (?:required|necessary|needed|essential|mandatory|expected)|no .{0,20}(?:needed|required"
    r"|necessary)|n['’]t (?:need|have) to (?:speak|know|be)|n['’]t (?:required|necessary|needed)"
    r"|(?:you )?need no[t]?\b|without (?:any )?(?:knowledge|german|english|french|spanish)"
    r"|nicht (?:nötig|erforderlich|notwendig|zwingend)|keine? \w+kenntnisse|pas (?:nécessaire"
    r"|requis|obligatoire)|no (?:es )?(?:necesario|imprescindible)|não (?:é )?necessário"
    r"|\b(?:documentation|posting|advert|website|product|app|software|site|content|interface)\b"
    r"[^.;]{0,20}\b(?:is|are)\b|natural language|language models?|speech recognition|\bnlp\b"
    r"|\bwe (?:teach|offer|support|translate|pay for|publish)\b|available in",
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
        if sentence.section is Section.OFFER or not _mentions_a_language(
            text[sentence.start : sentence.end].lower()
        ):
            continue
        for clause in clauses(text, sentence):
            if clause.section is Section.NICE:
                continue
            found.extend(
                LanguageDemand(group, clause.start, clause.end)
                for group in languages_asked(text[clause.start : clause.end])
            )
    return tuple(found)


def languages_asked(words: str, *, wished: bool = False) -> tuple[frozenset[str], ...]:
    """Languages that a clause asks for; in each group one is enough.

    Args:
        words: the clause.
        wished: it is known to name wishes, so that a language alone is one ("French is a plus").

    >>> [sorted(group) for group in languages_asked("Fluent in English or German, and French")]
    [['de', 'en'], ['fr']]
    >>> languages_asked("A full English breakfast, and good German customers")
    ()
    """
    words = _NOT_A_LANGUAGE.sub(lambda hit: " " * len(hit[0]), words)
    if not (wished or _DEMAND.search(words)) or _NOT_A_DEMAND.search(words):
        return ()
    named = list(_LANGUAGE_WORD.finditer(words))
    groups: list[set[str]] = []
    for number, match in enumerate(named):
        code = _codes()[match[1].lower()]
        gap = words[named[number - 1].end() : match.start()] if number else ""
        # "English and/or German": one of them will do.
        is_alternative = number > 0 and (
            (_EITHER.fullmatch(gap) is not None and " and " not in gap) or "and/or" in gap
        )
        if is_alternative:
            groups[-1].add(code)
        elif {code} not in groups:
            groups.append({code})
    return tuple(frozenset(group) for group in groups)


def _mentions_a_language(lowered: str) -> bool:
    """A cheap look before the expensive patterns: most sentences name no language."""
    if "kenntnisse" in lowered or "sprachig" in lowered:
        return True
    return not _codes().keys().isdisjoint(_ANY_WORD.findall(lowered))


def language_mentions(words: str) -> list[tuple[str, int]]:
    """Languages that the words name, each with the offset at which it stands.

    >>> language_mentions("Fluent German")
    [('de', 7)]
    """
    return [(_codes()[hit[1].lower()], hit.start()) for hit in _LANGUAGE_WORD.finditer(words)]


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
