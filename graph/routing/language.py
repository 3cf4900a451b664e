"""Which of six languages a short text is written in, by its small words."""

from __future__ import annotations

import re
from collections.abc import Mapping

_SMALL_WORDS: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the a an i my me you your is are am to for of and in on with do does can what how "
        "want this that it not have need please show find hi hello thanks should would where",
        "de": "der die das ich mein meine meinen mich mir du sie ihr ist sind zu für und mit auf "
        "ein eine einen nicht kann kannst wie was bitte von im den dem hallo danke auch noch wo "
        "möchte brauche zeig mal gibt bin habe sollte welche für",
        "fr": "le la les je mon ma mes moi tu vous votre est sont de des du et un une pour avec "
        "pas ne que qui dans sur peux peut comment bonjour merci au aux ce cette suis ai "
        "voudrais cherche j l d quel quelle",
        "es": "el la los las yo mi mis me tu es son de del y un una para con no que quién en "
        "por puedo puede puedes cómo como hola gracias al este esta estoy tengo quiero busco "
        "qué cuál necesito ayuda",
        "pt": "o os as eu meu minha meus minhas me você voce é são de do da dos das e um uma para "
        "com não nao que em por posso pode como olá ola obrigado obrigada ao este esta estou "
        "tenho quero procuro qual preciso vagas pra ajuda",
        "hi": "mera meri mere mujhe main mein hai hain ka ki ke ko aur kya kaise kar karo karna "
        "karne nahi nahin chahiye se par ho hoon hu raha rahi bhi kuch koi aap tum namaste "
        "dhanyavaad batao dikhao kaun kitna yaar bhai ye yeh mat liye",
    }.items()
}
"""Romanised Hindi counts as ``hi``."""

_TOLD_APART_BY: Mapping[str, re.Pattern[str]] = {
    "de": re.compile(r"[äöüß]"),
    "fr": re.compile(r"[àâçèêëîïôùûœ]|\bj'|\bl'|\bd'|\bqu'"),
    "es": re.compile(r"[ñ¿¡]|ción\b"),
    "pt": re.compile(r"[ãõ]|ção\b|ções\b"),
}

_WORD = re.compile(r"[^\W\d_]+")
_DEVANAGARI = re.compile(r"[\u0900-\u097f]")


def guess_language(text: str) -> str | None:
    """ISO 639-1 code, or None when the text is too short or too mixed to tell.

    >>> guess_language("Zeig mir bitte meine Stellen")
    'de'
    >>> guess_language("python") is None
    True
    """
    lowered = text.lower()
    if _DEVANAGARI.search(lowered):
        return "hi"
    words = _WORD.findall(lowered)[:200]
    scores = {
        language: float(sum(word in small for word in words))
        for language, small in _SMALL_WORDS.items()
    }
    for language, mark in _TOLD_APART_BY.items():
        if mark.search(lowered):
            scores[language] += 1.5
    best, second = sorted(scores, key=lambda language: -scores[language])[:2]
    if scores[best] < 1.5 or scores[best] - scores[second] < 0.5:
        return None
    return best
