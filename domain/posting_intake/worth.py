"""Whether a text is a job posting, a resume, or neither."""

from __future__ import annotations

import re
from enum import StrEnum

from domain.job_text import Section, sentences

_MOST_TEXT = 20_000  # characters that decide
_LEAST_WORDS = 20
_ENOUGH = 4  # points


class TextKind(StrEnum):
    """What a text is."""

    POSTING = "posting"
    RESUME = "resume"
    OTHER = "other"


_OFFERS_WORK = re.compile(
    r"\b(?:we are (?:currently )?(?:looking for|seeking|hiring|recruiting)|we['’]re (?:looking for"
    r"|hiring|seeking)|is (?:looking for|hiring|seeking|recruiting)|join our|join us"
    r"|job description"
    r"|(?:open|new|exciting) (?:position|role|vacancy|opportunity)|the ideal candidate"
    r"|(?:apply|application) (?:now|by|at|here|today|deadline|via|online)|how to apply|to apply"
    r"|(?:send|submit) (?:us )?your (?:cv|resume|application)|you will be responsible"
    r"|wir suchen|suchen wir|bewirb dich|bewerben sie|deine bewerbung|ihre bewerbung|stellenanzeige"
    r"|nous (?:recherchons|recrutons)|recherche une?|postulez|buscamos|se busca|envía tu cv"
    r"|procuramos|estamos contratando|candidate-se|vaga para|urgently (?:required|hiring)"
    r"|walk[- ]in interview|immediate joiners?|reports? to the|equal opportunity employer)\b"
    r"|\(\s*(?:m/w/d|w/m/d|m/f/d|h/f|f/h|all genders|gn)\s*\)",
    re.IGNORECASE,
)
_TERMS = re.compile(
    r"\b(?:full[- ]time|part[- ]time|vollzeit|teilzeit|temps plein|jornada completa|tempo integral"
    r"|permanent (?:contract|position|role)|salary(?: range)?|ctc|per annum|benefits|what we offer"
    r"|requirements|responsibilities|qualifications|must[- ]haves?|nice[- ]to[- ]haves?|years of"
    r" experience|your profile|your tasks|dein profil|deine aufgaben|ihr profil|ihre aufgaben"
    r"|anforderungen|wir bieten|vos missions|profil recherché|requisitos|responsabilidades|cdi\b"
    r"|cdd\b|hybrid|remote|on[- ]site|start date|location|employment type|skills required)\b",
    re.IGNORECASE,
)
_YOU = re.compile(
    r"\b(?:you(?:['’]ll| will| have| are| bring| should)?|your|du|dich|deine?|sie bringen|vous"
    r"|votre"
    r"|tú|você|candidates?|applicants?)\b",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"\b(?:19|20)\d\d\s*(?:-|–|—|to|bis|à|until)\s*(?:(?:[^\W\d_]{3,9}\.? )?(?:19|20)\d\d|present"
    r"|now"
    r"|today|heute|current|aujourd)",
    re.IGNORECASE,
)
_RESUME_HEADING = re.compile(
    r"^[^\w\n]{0,20}(?:work |professional |career )?(?:experience|history|employment|education"
    r"|skills|summary|languages|certifications|projects|references|profile|curriculum vitae|"
    r"résumé|resume"
    r"|lebenslauf|berufserfahrung|ausbildung|kenntnisse|expérience|formation|experiencia"
    r"|educación)[^\w\n]{0,20}$",
    re.IGNORECASE | re.MULTILINE,
)
_MAIL = re.compile(r"[\w.+-]{1,40}@[\w-]{1,40}\.[a-z]{2,10}", re.IGNORECASE)
_FIRST_PERSON = re.compile(
    r"\b(?:i|i['’]m|i['’]ve|my|me|ich|mein\w*|je|mon|yo|eu|meu)\b", re.IGNORECASE
)
_NEWS = re.compile(
    r"\b(?:announced|according to|reported|reuters|analysts?|shares|quarter(?:ly)?|laid off|layoffs"
    r"|spokes\w+|said (?:on|in|that)|told reporters|the study|survey (?:found|shows)|percent of)\b",
    re.IGNORECASE,
)
_ASKS_US = re.compile(
    r"\b(?:can you|could you|please (?:find|show|help|check|review|tell)|should i|how do i|what do"
    r" you think|find me|show me|i am looking for|i['’]m looking for|i want|ich suche|je cherche"
    r"|busco|help me)\b",
    re.IGNORECASE,
)


def what_it_is(text: str) -> TextKind:
    """A posting, a resume, or something else; in doubt something else.

    >>> what_it_is("I am looking for a job as a nurse in Berlin, can you help me find one today?")
    <TextKind.OTHER: 'other'>
    """
    text = text[:_MOST_TEXT]
    words = len(text.split())
    if words < _LEAST_WORDS:
        return TextKind.OTHER
    offers = len({hit[0].casefold() for hit in _OFFERS_WORK.finditer(text)})
    periods = len(_PERIOD.findall(text))
    headings = len({hit[0].strip().casefold() for hit in _RESUME_HEADING.finditer(text)})
    resume = min(periods, 4) + min(headings, 4) + 2 * bool(_MAIL.search(text[:600])) - 3 * offers
    if resume >= _ENOUGH and periods >= 1 and headings >= 2 and not _speaks_to_you(text, words):
        return TextKind.RESUME
    sections = {one.section for one in sentences(text)}
    terms = len({hit[0].casefold() for hit in _TERMS.finditer(text)})
    points = (
        2 * min(offers, 2)
        + min(terms, 4)
        + 2 * (Section.DUTIES in sections)
        + (Section.REQUIRED in sections)
        + _speaks_to_you(text, words)
        - 2 * min(len(_NEWS.findall(text)), 2)
        - 3 * bool(_ASKS_US.search(text[:400]))
        - 2 * (len(_FIRST_PERSON.findall(text)) > words / 25)
    )
    return (
        TextKind.POSTING
        if points >= _ENOUGH and (offers or Section.DUTIES in sections)
        else TextKind.OTHER
    )


def _speaks_to_you(text: str, words: int) -> bool:
    return len(_YOU.findall(text)) >= max(2, words // 80)
