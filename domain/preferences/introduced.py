"""Skills and spoken languages out of a few words about oneself, as spans of those words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from domain.preferences.languages import LANGUAGE_NAMES
from domain.resume.model import Extracted, Skill, Span, SpokenLanguage
from domain.skills import canonical, find_skills

_NAMES = "|".join(
    re.escape(name)
    for name in sorted(
        {name for names in LANGUAGE_NAMES.values() for name in names.split("; ")},
        key=len,
        reverse=True,
    )
)
_LEVEL = (
    r"[abc][12](?:[.+]\d?)?|native|fluent(?:ly)?|mother tongue|bilingual|conversational|basic|"
    r"intermediate|advanced|muttersprach\w*|fließend|verhandlungssicher|grundkenntnisse|courant|"
    r"natif|native|bilingue|nativ[oa]|fluido|avanzado|básico|fluente|avançado"
)
_SPEAKS = re.compile(
    r"(?<!\w)(?:speak(?:ing)?|fluent in|languages?(?: are)?\s*:?|i know|i am fluent in|spreche|"
    r"ich kann|sprachen?\s*:?|je parle|parle|langues?\s*:?|je connais|hablo|idiomas?\s*:?|falo|"
    r"native)(?=\s)",
    re.IGNORECASE,
)
_ONE_LANGUAGE = re.compile(
    rf"[\s,;/&]*(?:(?:and|und|et|y|e|aur|also|auch|aussi|también|também|some|(?:a )?(?:little|bit "
    rf"of)|un peu d[e'’]\s*|ein wenig|etwas|un poco de|um pouco de|(?:in )?(?:{_LEVEL}))\s+)*"
    rf"(?<!\w)(?P<name>{_NAMES})(?!\w)"
    rf"(?:\s*\(\s*(?P<bracket>[^()\n]{{1,30}}?)\s*\)|[\s:–-]+(?P<level>{_LEVEL})(?!\w))?",
    re.IGNORECASE,
)
_HINDI = re.compile(
    rf"(?<!\w)(?P<list>(?:{_NAMES})(?:(?:\s*,\s*|\s+aur\s+|\s+and\s+)(?:{_NAMES}))*)\s+"
    r"(?:bolt[aei]|jaant[aei]|janta|aati)",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"(?<!\w)(?:my skills are|skills\s*:|i know(?: how to use)?|i use|i work with|"
    r"(?:i(?:'m| am) )?good (?:at|with)|experienced? with|skilled in|ich kann|ich kenne|"
    r"kenntnisse in|fähigkeiten\s*:|compétences\s*:|je connais|je maîtrise|sé usar|conozco|"
    r"habilidades\s*:|competências\s*:|conheço|sei usar)\s*(?P<skills>[^.;!?\n]+)",
    re.IGNORECASE,
)
_PIECE = re.compile(
    r"(?:(?!\s(?:and|und|et|y|e|or|oder|ou|o|aur)\s)[^,/&]|(?<=\w)[/&](?=\w))+", re.IGNORECASE
)
_LEAD = re.compile(
    r"\s*(?:(?:and|und|et|y|e|or|oder|ou|o|aur|a (?:bit|little)(?: of)?|a little|some|basic|also|"
    r"auch|etwas|ein (?:wenig|bisschen)|un peu (?:de |d['’])?|un poco de|um pouco de|how to use|"
    r"to use)\s+)*",
    re.IGNORECASE,
)
# The list is over where the next sentence about oneself begins ("…, I live in Leeds").
_NEXT_CLAUSE = re.compile(
    r"(?:i|i['’](?:m|ve|d|ll)|we|my|you|that|what|who|where|when|how|why|if|it|this|the|ich|wir|"
    r"mein\w*|je|j['’]\w+|mon|ma|mes|nous|yo|vivo|hablo|soy|tengo|busco|mi|mis|eu|moro|falo|sou|"
    r"tenho|procuro|main|mera|meri|mere|looking|living|based|suche|wohne|nobody|somebody|people|"
    r"nothing|no|not)(?!\w)",
    re.IGNORECASE,
)
_NOT_A_SKILL = re.compile(r".*[\d()\"“”<>@:].*|.*(?<!\w)(?:in|from|at|aus|à|em)\s.*", re.IGNORECASE)
_DENIED = re.compile(
    r"(?:\b(?:no|not|never|without|lack\w*|want to learn|like to learn|learn|kein\w*|nicht|ohne|"
    r"lernen|pas|sans|apprendre|sin|aprender|não|sem|nahin?)\b|n['’]t\b)"
    r"(?:(?!\b(?:but|aber|mais|pero|mas|lekin)\b)[^,.;!?\n])*$",
    re.IGNORECASE,
)
_DENIAL_REACH = 80  # characters
_MAX_WORDS = 3
_MAX_CHARACTERS = 40


def introduced_skills(text: str, *, taken: Iterable[Span]) -> tuple[Skill, ...]:
    """Skills that are known by name or stand in an explicit list, in the order of the text.

    Args:
        text: what the person typed.
        taken: what is something else: the place, the employer, the languages, the whole title.

    >>> [skill.name.text for skill in introduced_skills("I know Excel and juggling", taken=())]
    ['Excel', 'juggling']
    """
    used = list(taken)
    found: dict[int, Skill] = {}
    for start, end in _listed(text):
        if not _overlaps(start, end, used):
            used.append(Span(start=start, end=end))
            found[start] = _skill(text, start, end, canonical(text[start:end]))
    for mention in find_skills(text):
        # The "m a" of "I'm a nurse" is no skill, whatever it abbreviates elsewhere.
        is_contraction = text[: mention.start].endswith(("'", "’"))
        denied = _is_denied(text, mention.start)
        if not is_contraction and not denied and not _overlaps(mention.start, mention.end, used):
            found[mention.start] = _skill(text, mention.start, mention.end, mention.canonical)
    return tuple({found[at].name.text.casefold(): found[at] for at in sorted(found)}.values())


def lists_known_skill(text: str) -> bool:
    """Whether the person lists a skill that the taxonomy has: enough without an occupation.

    >>> lists_known_skill("I know Excel"), lists_known_skill("I know where Python is")
    (True, False)
    """
    return any(canonical(text[start:end]) is not None for start, end in _listed(text))


def introduced_languages(text: str) -> tuple[SpokenLanguage, ...]:
    """Languages the person says they speak, each with the level stated for it.

    >>> [(one.language.text, one.fluency.text if one.fluency else "")
    ...  for one in introduced_languages("I speak Spanish and English (B2)")]
    [('Spanish', ''), ('English', 'B2')]
    """
    found: dict[str, SpokenLanguage] = {}
    for cue in _SPEAKS.finditer(text):
        if _is_denied(text, cue.start()):
            continue
        at = cue.end()
        while hit := _ONE_LANGUAGE.match(text, at):
            at = hit.end()
            level = "bracket" if hit["bracket"] else "level"
            fluency = _extract(text, *hit.span(level)) if hit[level] else None
            name = _extract(text, *hit.span("name"))
            found.setdefault(name.text.casefold(), SpokenLanguage(language=name, fluency=fluency))
    for said in _HINDI.finditer(text):
        for each in re.finditer(rf"(?<!\w)(?:{_NAMES})(?!\w)", said["list"], re.IGNORECASE):
            start = said.start("list") + each.start()
            name = _extract(text, start, start + len(each.group()))
            found.setdefault(name.text.casefold(), SpokenLanguage(language=name))
    return tuple(sorted(found.values(), key=lambda one: one.language.span.start))


def _listed(text: str) -> Iterator[tuple[int, int]]:
    for statement in _LIST.finditer(text):
        if _is_denied(text, statement.start()):
            continue
        for piece in _PIECE.finditer(text, *statement.span("skills")):
            lead = _LEAD.match(text, piece.start(), piece.end())
            start = lead.end() if lead is not None else piece.start()
            while start < piece.end() and text[start].isspace():
                start += 1
            words = text[start : piece.end()].rstrip()
            if _NEXT_CLAUSE.match(words):
                break
            if (
                words
                and len(words) <= _MAX_CHARACTERS
                and len(words.split()) <= _MAX_WORDS
                and not _NOT_A_SKILL.fullmatch(words)
            ):
                yield start, start + len(words)


def _is_denied(text: str, at: int) -> bool:
    # A no reaches only so far; the rule's cost would otherwise grow with the square of the text.
    return _DENIED.search(text[max(0, at - _DENIAL_REACH) : at]) is not None


def _overlaps(start: int, end: int, spans: Iterable[Span]) -> bool:
    return any(start < span.end and span.start < end for span in spans)


def _skill(text: str, start: int, end: int, name: str | None) -> Skill:
    return Skill(name=_extract(text, start, end), canonical=name)


def _extract(text: str, start: int, end: int) -> Extracted:
    return Extracted(text=text[start:end], span=Span(start=start, end=end))
