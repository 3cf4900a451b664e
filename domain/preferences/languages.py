"""Names of human languages, as people type them, to ISO 639-1 codes."""

from __future__ import annotations

import re

from domain.preferences.bounded import MAX_CHARACTERS

LANGUAGE_NAMES: dict[str, str] = {
    "en": "English; Englisch; anglais; inglés; ingles; inglês; angrezi",
    "de": "German; Deutsch; allemand; alemán; aleman; alemão; alemao",
    "fr": "French; Französisch; français; francais; francés; frances; francês",
    "es": "Spanish; Spanisch; espagnol; español; espanol; castellano; espanhol",
    "pt": "Portuguese; Portugiesisch; portugais; portugués; português; portugues",
    "it": "Italian; Italienisch; italien; italiano",
    "nl": "Dutch; Niederländisch; néerlandais; neerlandés; holandés; holandês",
    "pl": "Polish; Polnisch; polonais; polaco; polonês",
    "ro": "Romanian; Rumänisch; roumain; rumano; romeno",
    "cs": "Czech; Tschechisch; tchèque; checo; tcheco",
    "sv": "Swedish; Schwedisch; suédois; sueco",
    "da": "Danish; Dänisch; danois; danés",
    "no": "Norwegian; Norwegisch; norvégien; noruego",
    "fi": "Finnish; Finnisch; finnois; finlandés",
    "el": "Greek; Griechisch; grec; griego; grego",
    "hu": "Hungarian; Ungarisch; hongrois; húngaro",
    "tr": "Turkish; Türkisch; turc; turco",
    "uk": "Ukrainian; Ukrainisch; ukrainien; ucraniano",
    "ru": "Russian; Russisch; russe; ruso; russo",
    "ar": "Arabic; Arabisch; arabe; árabe",
    "hi": "Hindi",
    "ur": "Urdu",
    "bn": "Bengali; Bangla",
    "ta": "Tamil",
    "te": "Telugu",
    "mr": "Marathi",
    "pa": "Punjabi",
    "zh": "Chinese; Mandarin; Chinesisch; chinois; chino; chinês",
    "ja": "Japanese; Japanisch; japonais; japonés; japonês",
    "ko": "Korean; Koreanisch; coréen; coreano",
}

_CODE_OF = {
    name.lower(): code for code, names in LANGUAGE_NAMES.items() for name in names.split("; ")
}
_NAMES = "|".join(re.escape(name) for name in sorted(_CODE_OF, key=len, reverse=True))
_NAME = re.compile(rf"(?<!\w)(?:{_NAMES})(?!\w)", re.IGNORECASE)
_SPEAKS = re.compile(
    r"(?<!\w)(?:(?:i (?:can )?)?(?:also )?(?:speak|work in)|i (?:know|am fluent in)|fluent in|"
    r"languages?\s*:?|ich (?:spreche|kann)|sprachen?\s*:?|je parle|langues?\s*:?|hablo|"
    r"idiomas?\s*:?|"
    rf"falo|main)\s+(?P<list>(?:[\w'’]+\s+)?(?:{_NAMES})(?:[\s,;&/]+(?:and|und|et|y|e|aur|also|"
    rf"auch|a little|some|fluent|native|ein wenig|un peu|{_NAMES}))*)",
    re.IGNORECASE,
)


def read_spoken_languages(text: str, *, bare: bool = False) -> tuple[str, ...]:
    """ISO codes of the languages the person says they work in.

    Args:
        text: what the person typed.
        bare: True when the text answers "which languages".

    >>> read_spoken_languages("I speak English and German")
    ('en', 'de')
    """
    text = text[:MAX_CHARACTERS]
    scope = text if bare else " ".join(hit["list"] for hit in _SPEAKS.finditer(text))
    return tuple(dict.fromkeys(_CODE_OF[hit.group().lower()] for hit in _NAME.finditer(scope)))


def spoken_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where such statements stand, so that they are not read as anything else."""
    text = text[:MAX_CHARACTERS]
    return tuple(hit.span() for hit in _SPEAKS.finditer(text))


def language_name(code: str) -> str:
    """The English name of an ISO 639-1 code; the code itself when unknown.

    >>> language_name("de")
    'German'
    """
    names = LANGUAGE_NAMES.get(code)
    return names.split("; ")[0] if names else code
