"""Parts of a sentence that are meant separately: "Good English; French is a plus"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.job_text import NICE_INLINE, Section, Sentence

_CUT = re.compile(
    r";\s*|\s*,?\s+\b(?:but|while|whereas|aber|mais|pero|mas)\s+"
    r"|,\s+(?=[^,;.]{0,60}?\b(?:(?:is|are|would be)\s+(?:a|an)?\s*(?:\w+ )?(?:plus|bonus|advantage"
    r"|asset)|a plus|preferred|desirable|nice to have|optional|von vorteil|wünschenswert"
    r"|un plus|un atout|deseable|desejável)\b)"
    r"|,\s+(?=(?:ideally|preferably|idealerweise|vorzugsweise|idéalement)\b)",
    re.IGNORECASE,
)
_BINDING = re.compile(
    r"\b(?:must|required?|requires|mandatory|essential|needed?|minimum|at least|fluen\w+|native"
    r"|c1|c2|erforderlich|zwingend|voraussetzung|verhandlungssicher\w*|fließend\w*|obligatoire"
    r"|imprescindible|obrigatóri\w+|good|excellent|strong|very"
    r"|\d{1,2}\+? ?(?:years?|yrs?|jahre?))\b",
    re.IGNORECASE,
)


def clauses(text: str, sentence: Sentence) -> Iterator[Sentence]:
    """The sentence, or its parts where one of them is only wished for.

    >>> from domain.job_text import sentences
    >>> words = "Good English is required; French is a plus."
    >>> [one.section.value for one in clauses(words, sentences(words)[0])]
    ['required', 'nice']
    """
    words = text[sentence.start : sentence.end]
    cuts = list(_CUT.finditer(words))
    if not cuts or (sentence.section is Section.NICE and not NICE_INLINE.search(words)):
        yield sentence
        return
    start = 0
    for cut in [*cuts, None]:
        end = cut.start() if cut else len(words)
        part = words[start:end]
        if part.strip():
            yield Sentence(
                sentence.start + start, sentence.start + end, _section(part, sentence.section)
            )
        start = cut.end() if cut else end


def _section(part: str, whole: Section) -> Section:
    if NICE_INLINE.search(part):
        return Section.NICE
    if whole is Section.NICE:
        return Section.REQUIRED if _BINDING.search(part) else Section.NICE
    return whole
