"""A profile out of a few words: "I am a nurse with 5 years in intensive care at Charité".

Every value is a span of what was said; nothing is filled in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.preferences.corrections import Correction, FieldCorrection
from domain.preferences.introduced import introduced_languages, introduced_skills, lists_known_skill
from domain.preferences.places import read_places
from domain.resume.model import (
    Contact,
    Extracted,
    Resume,
    ResumeText,
    Role,
    Span,
    Work,
)

_I_AM = re.compile(
    r"(?<!\w)(?:i'?m|i am|i work(?:ed)? as|i have (?:been|worked) as|ich bin|ich arbeite als|je "
    r"suis|je travaille comme|"
    r"soy|trabajo como|(?:eu )?sou|trabalho como|main)\s+(?:currently |gelernte[rs]? |now |also )?"
    r"(?:an? |the |eine?n? |une? |una? |uma? |ek )?(?P<title>[^\W\d_][^,.;:!?\n]*)",
    re.IGNORECASE,
)
_TITLE_END = re.compile(
    r"\s+(?:with|from|in|à|at|for|and|who|since|living|based|looking|by|working|but|of \d|mit|aus|"
    r"bei|seit|und|avec|de chez|"
    r"chez|depuis|et|con|en|desde|y|com|em|na|no|há|e|hoon|hun|hu|ke saath|having|specialized|"
    r"specialised)(?:\s.*)?$",
    re.IGNORECASE,
)
_NOT_A_TITLE = re.compile(
    r"(?:not|looking|interested|very|so|too|tired|happy|sad|here|new|fine|good|sorry|lost|"
    r"unemployed|jobless|worried|"
    r"afraid|stuck|bored|trying|going|thinking|ready|available|open|searching|sure|unsure|curious|"
    r"wondering|done|back|"
    r"on|in|at|from|the|still|just|\d|burn\w*|under|being|getting|auf|nicht|müde|arbeitslos|à la|"
    r"en|fatigué|"
    r"bit|buscando|cansad[oa]|procurando|allowed|authori[sz]ed|eligible|able|unable)\b.*|"
    r".*\bcitizen.*",
    re.IGNORECASE,
)
_MAX_CHARACTERS = 1000
"""Longer texts are resumes, not introductions."""

_AT = re.compile(
    r"(?<!\w)(?:at|bei|chez|en la empresa|na empresa|"
    r"for)\s+(?:the\s+)?(?P<employer>[A-ZÄÖÜÉ][\w&.'’-]*(?:\s+[A-ZÄÖÜÉ&][\w&.'’-]*){0,4})"
)


def read_introduction(text: str, *, language: str | None = None) -> Resume | None:
    """The profile that a person's own words give, None when they say nothing of the kind.

    An occupation is enough, and so is a list with a skill that is known ("I know Excel").

    Args:
        text: what the person typed.
        language: ISO 639-1 code of the words, if known.

    >>> resume = read_introduction("I am a nurse with 5 years in intensive care")
    >>> resume.contact.label.text
    'nurse'
    """
    text = text[:_MAX_CHARACTERS]
    title = _title(text)
    employer_at = _AT.search(text, title.span.end) if title is not None else None
    employer = _extract(text, *employer_at.span("employer")) if employer_at is not None else None
    works: tuple[Work, ...] = ()
    if employer is not None:
        works = (Work(employer=employer, roles=(Role(title=title),)),)
    languages = introduced_languages(text)
    place = next(
        (
            place
            for place in read_places(text)
            if employer is None or not (employer.span.start <= place.start < employer.span.end)
        ),
        None,
    )
    location = _extract(text, place.start, place.end) if place is not None else None
    others = [value.span for value in (employer, location) if value is not None]
    others += [spoken.language.span for spoken in languages]
    skills = tuple(
        skill
        for skill in introduced_skills(text, taken=others)
        # "Electrician" is the title; the "python" of "python developer" is a skill as well.
        if title is None or skill.name.text.casefold() != title.text.casefold()
    )
    if title is None and not lists_known_skill(text):
        return None
    return Resume(
        source=ResumeText(text=text, pages=1, media_type="text/plain", language=language),
        contact=Contact(label=title, location=location),
        summary=_extract(text, 0, len(text)),
        work=works,
        skills=skills,
        languages=languages,
    )


def introduces_beside(text: str, corrections: Sequence[Correction]) -> bool:
    """True when the only correction is the place of a longer introduction.

    >>> place = FieldCorrection(path="contact.location", words="Leeds")
    >>> introduces_beside("I know Excel, I live in Leeds", [place])
    True
    """
    introduced = read_introduction(text)
    place = introduced.contact.location if introduced is not None else None
    return place is not None and list(corrections) == [
        FieldCorrection(path="contact.location", words=place.text)
    ]


def _title(text: str) -> Extracted | None:
    for found in _I_AM.finditer(text):
        words = _TITLE_END.sub("", found["title"]).rstrip(" -–")
        if 2 <= len(words) <= 60 and len(words.split()) <= 6 and not _NOT_A_TITLE.fullmatch(words):
            start = found.start("title")
            return _extract(text, start, start + len(words))
    return None


def _extract(text: str, start: int, end: int) -> Extracted | None:
    value = text[start:end]
    if not value.strip():
        return None
    return Extracted(text=value, span=Span(start=start, end=end))
